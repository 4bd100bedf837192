// What is to be exported, as written in an address or on a command line, resolved to series, a time range and steps.
import { dayMs, hourMs } from '#core/time.ts';
import { because, type Reason } from '#core/reason.ts';
import { metricOf } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Aggregate, HistoryStore, SeriesKey } from '#core/history.ts';
import { instantIn } from '#core/instant.ts';
import { patternProblem } from '#core/metric-pattern.ts';

/** File formats of an export. */
export const exportFormats = ['csv', 'csv-wide', 'jsonl', 'xlsx', 'parquet', 'parquet-wide'] as const;

/** A format of {@link exportFormats}; `wide` and `xlsx` have one column for each series, the others one row for each point. */
export type ExportFormat = (typeof exportFormats)[number];

/** How the points of one step become one value. */
const aggregates = ['mean', 'timeMean', 'min', 'max', 'first', 'last', 'sum', 'count'] as const;

/** What a person requested, as text. */
export interface ExportQuery {
  readonly format: string;
  /** ISO 8601, local to the site without an offset, or epoch ms; absent: the first point. */
  readonly from?: string;
  /** The same; exclusive. Absent: now. */
  readonly to?: string;
  /** Metric ids or beginnings with `*`, comma-separated; absent: all. */
  readonly metrics?: string;
  /** Device ids, comma-separated; absent: all. */
  readonly devices?: string;
  /** Such as `5m`, `1h`, `1d`; absent: the points as they were stored. */
  readonly step?: string;
  /** Absent: `last` for counters and switches, `timeMean` for everything else. */
  readonly aggregate?: string;
  /** `utc` (the default) or `local`: times with the site's offset. */
  readonly times?: string;
}

/** What is needed to resolve a query. */
export interface ExportFrame {
  readonly store: Pick<HistoryStore, 'series' | 'range'>;
  readonly site: string;
  /** The site's IANA zone. */
  readonly timeZone: string;
  readonly nowMs: number;
}

/** An export ready to be made. */
export interface ExportRequest {
  readonly format: ExportFormat;
  /** In the order of their columns; without text metrics, for which history only keeps the last value. */
  readonly series: readonly SeriesKey[];
  /** Inclusive, epoch ms. */
  readonly fromMs: number;
  /** Exclusive, epoch ms. */
  readonly toMs: number;
  readonly stepMs?: number;
  readonly aggregate?: Aggregate;
  /** Zone in which times are written; absent: UTC. */
  readonly timeZone?: string;
}

const fail = (at: string, why: Reason): never => {
  throw new SolsteadError('input.invalid', { at, why });
};

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function oneOf<T extends string>(words: readonly T[], text: string, at: string): T {
  return words.find((word) => word === text) ?? fail(at, because('export.one-of', { field: at, choices: words }));
}

const stepUnits: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: hourMs, d: dayMs };
const longestStepMs = 366 * dayMs;

function stepOf(text: string): number {
  const match = /^(\d{1,9})(s|m|h|d)$/.exec(text);
  const stepMs = Number(match?.[1]) * (stepUnits[match?.[2] ?? ''] ?? 0);
  if (stepMs >= 1000 && stepMs <= longestStepMs) return stepMs;
  return fail('step', because('export.step'));
}

/** Whether a metric id matches a pattern: the id itself, or its beginning before a `*`. */
function isMeant(pattern: string, metric: string): boolean {
  return pattern.endsWith('*') ? metric.startsWith(pattern.slice(0, -1)) : metric === pattern;
}

function patternsOf(text: string): readonly string[] {
  const patterns = listOf(text);
  if (patterns.length === 0) fail('metrics', because('export.no-metrics'));
  for (const pattern of patterns) {
    const problem = patternProblem(pattern);
    if (problem !== undefined) fail('metrics', problem);
  }
  return patterns;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** `localeCompare` with options makes rules of its own for each pair, at a hundred times the price. */
const byNumber = new Intl.Collator('en', { numeric: true });
const inOrder = (one: SeriesKey, other: SeriesKey): number =>
  order(one.site, other.site) || order(one.device, other.device) || byNumber.compare(one.metric, other.metric);

/** The series a query means. Errors: `input.invalid` at `metrics` or `devices`. */
async function seriesOf(
  { metrics, devices }: ExportQuery,
  { store, site }: ExportFrame,
): Promise<readonly SeriesKey[]> {
  const all = (await store.series(site)).filter(({ metric }) => metricOf(metric).kind !== 'text');
  const patterns = metrics === undefined ? ['*'] : patternsOf(metrics);
  const wanted = devices === undefined ? undefined : listOf(devices);
  const known = new Set(all.map(({ device }) => device));
  for (const device of wanted ?? [])
    if (!known.has(device)) {
      const isEmpty = known.size === 0;
      fail(
        'devices',
        isEmpty
          ? because('export.device-none', { device })
          : because('export.device', { device, known: [...known].toSorted(order) }),
      );
    }
  const ofDevices = all.filter(({ device }) => wanted === undefined || wanted.includes(device));
  const found = ofDevices.filter(({ metric }) => patterns.some((pattern) => isMeant(pattern, metric)));
  if (found.length === 0 && metrics !== undefined) fail('metrics', because('export.nothing', { metrics }));
  return found.toSorted(inOrder);
}

async function firstOf(store: ExportFrame['store'], series: readonly SeriesKey[], toMs: number): Promise<number> {
  if (series.length === 0) return toMs;
  const answers = await store.range({ series, fromMs: 0, toMs, limit: 1 });
  return Math.min(toMs, ...answers.map(({ atMs }) => atMs[0] ?? toMs));
}

/** Reads a query. Errors: `input.invalid`, naming the parameter. */
export async function exportRequest(query: ExportQuery, frame: ExportFrame): Promise<ExportRequest> {
  const format = oneOf(exportFormats, query.format, 'format');
  const times = oneOf(['utc', 'local'] as const, query.times ?? 'utc', 'times');
  const stepMs = query.step === undefined ? undefined : stepOf(query.step);
  const aggregate = query.aggregate === undefined ? undefined : oneOf(aggregates, query.aggregate, 'aggregate');
  if (aggregate !== undefined && stepMs === undefined) fail('aggregate', because('export.aggregate'));
  const instant = (text: string, at: string): number =>
    instantIn(frame.timeZone, text) ?? fail(at, because('export.time', { field: at }));
  const toMs = query.to === undefined ? frame.nowMs : instant(query.to, 'to');
  const stated = query.from === undefined ? undefined : instant(query.from, 'from');
  if (stated !== undefined && stated >= toMs) fail('from', because('export.from-to'));
  const series = await seriesOf(query, frame);
  const fromMs = stated ?? (await firstOf(frame.store, series, toMs));
  return {
    format,
    series,
    fromMs,
    toMs,
    ...(stepMs === undefined ? {} : { stepMs }),
    ...(aggregate === undefined ? {} : { aggregate }),
    ...(times === 'utc' ? {} : { timeZone: frame.timeZone }),
  };
}
