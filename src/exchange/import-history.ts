// An import reads its source twice: once to see what is there, once to compare it with history and to write what differs.
import { isMetricId, metricOf, type MetricId } from '#core/catalogue.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch, Quality } from '#core/reading.ts';
import type { ImportSource, SourceItem, SourceReject, SourceSeries, SourceValue } from './import-source.ts';
import type { MappedSeries } from './mapping.ts';

/** What was seen of one series. */
export interface SeenSeries {
  readonly series: SourceSeries;
  count: number;
  fromMs: number;
  toMs: number;
  min: number;
  max: number;
  /** How often a value was below the one before it: a meter never falls, energy of single hours often does. */
  falls: number;
  last: number;
}

/** Places that could not be read or taken. */
export interface Rejects {
  count: number;
  /** The first of them. */
  readonly first: SourceReject[];
}

/** What a source holds. */
export interface Scan {
  readonly series: readonly SeenSeries[];
  readonly values: number;
  readonly rejects: Rejects;
}

/** What an import did, or would do. */
export interface ImportResult {
  /** Points history did not have. */
  readonly added: number;
  /** Points history had with another value. */
  readonly replaced: number;
  /** Points history had already. */
  readonly same: number;
  /** Values of series without a metric. */
  readonly leftOut: number;
  readonly rejects: Rejects;
  /** The first points, converted. */
  readonly first: readonly ImportPoint[];
}

/** A converted value. */
export interface ImportPoint {
  readonly device: string;
  readonly metric: MetricId;
  readonly atMs: number;
  readonly value: number;
  readonly quality: Quality;
}

/** Where and how an import goes. */
export interface ImportOptions {
  readonly store: Pick<HistoryStore, 'append' | 'pages' | 'series'>;
  readonly site: string;
  readonly mapping: readonly MappedSeries[];
  readonly nowMs: number;
  /** Only reports what would change. */
  readonly isDry: boolean;
  /** Called with points before any of them is written: with all of them, and with those that history lacks or has otherwise. */
  readonly onWrite?: (points: readonly ImportPoint[], isNew: (point: ImportPoint) => boolean) => Promise<void>;
  readonly onProgress?: (values: number) => void;
}

const shownRejects = 20;
const shownPoints = 5;
/** Points held at once. */
const pointsAtOnce = 20_000;
const earliestMs = Date.UTC(1990, 0, 1);
/** Clocks differ; more than a day ahead is a mistake. */
const aheadMs = 86_400_000;

const noRejects = (): Rejects => ({ count: 0, first: [] });

function reject(rejects: Rejects, item: SourceReject): void {
  rejects.count += 1;
  if (rejects.first.length < shownRejects) rejects.first.push(item);
}

function see(seen: Map<SourceSeries, SeenSeries>, { series, atMs, value }: SourceValue): void {
  const known = seen.get(series);
  if (known === undefined) {
    seen.set(series, { series, count: 1, fromMs: atMs, toMs: atMs, min: value, max: value, falls: 0, last: value });
    return;
  }
  known.count += 1;
  known.fromMs = Math.min(known.fromMs, atMs);
  known.toMs = Math.max(known.toMs, atMs);
  known.min = Math.min(known.min, value);
  known.max = Math.max(known.max, value);
  if (value < known.last) known.falls += 1;
  known.last = value;
}

/** Reads a source to its end and reports what is in it. Errors: those of the source. */
export async function scan(source: ImportSource, onProgress?: (values: number) => void): Promise<Scan> {
  const seen = new Map<SourceSeries, SeenSeries>();
  const rejects = noRejects();
  let values = 0;
  for await (const items of source.items()) {
    for (const item of items) {
      if (item.kind === 'reject') reject(rejects, item);
      else {
        see(seen, item);
        values += 1;
      }
    }
    onProgress?.(values);
  }
  return { series: [...seen.values()], values, rejects };
}

const nameOf = ({ part, name }: SourceSeries): string => `${part ?? ''}\u0000${name}`;

/** A value converted to the metric's unit and checked against its range, or why not. */
function pointOf(
  item: SourceValue,
  { metric, device, factor }: MappedSeries & { readonly metric: MetricId },
  nowMs: number,
): ImportPoint | string {
  const { atMs } = item;
  // A product such as 1.005 · 1000 has its last digits from the computer, not from the meter.
  const value = Math.abs(factor) === 1 ? item.value * factor : Number((item.value * factor).toPrecision(15));
  const { min, max, unit } = metricOf(metric);
  if (!(value >= min && value <= max)) return `${value} ${unit} is outside ${min} … ${max} of ${metric}`;
  if (!(atMs >= earliestMs && atMs <= nowMs + aheadMs))
    return `the time lies ${atMs < earliestMs ? 'before 1990' : 'in the future'}`;
  return { device, metric, atMs, value: value + 0, quality: item.quality ?? 'good' };
}

const keyOf = ({ device, metric }: Pick<ImportPoint, 'device' | 'metric'>): string => `${device}/${metric}`;

/** Counts while an import runs. */
interface Tally {
  added: number;
  replaced: number;
  same: number;
  leftOut: number;
  readonly rejects: Rejects;
  readonly first: ImportPoint[];
}

/** Values of history at the times of some points, by series and time. */
async function presentAt(
  points: ReadonlyMap<string, ImportPoint>,
  { store, site }: ImportOptions,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set([...points.values()].map(keyOf));
  const series = (await store.series(site)).filter((key) => isMetricId(key.metric) && wanted.has(keyOf(key)));
  const found = new Map<string, string>();
  if (series.length === 0) return found;
  const times = [...points.values()].map(({ atMs }) => atMs);
  const fromMs = times.reduce((least, atMs) => Math.min(least, atMs));
  const toMs = times.reduce((most, atMs) => Math.max(most, atMs)) + 1;
  for await (const { columns } of store.pages({ series, fromMs, toMs })) {
    for (const { key, atMs, value, quality } of columns) {
      for (const [row, at] of atMs.entries()) {
        const name = `${keyOf(key)}@${at}`;
        if (points.has(name)) found.set(name, `${value[row]} ${quality[row]}`);
      }
    }
  }
  return found;
}

function batchesOf(points: readonly ImportPoint[], site: string): readonly Batch[] {
  const moments = Map.groupBy(points, ({ device, atMs }) => `${device}@${atMs}`);
  return [...moments.values()].flatMap((some): Batch[] => {
    const [first] = some;
    if (first === undefined) return [];
    const { device, atMs } = first;
    const metric = some.map((point) => point.metric);
    return [
      {
        site,
        device,
        atMs,
        metric,
        value: some.map(({ value }) => value),
        quality: some.map(({ quality }) => quality),
      },
    ];
  });
}

/** Compares points with history and writes those that differ. */
async function settle(points: ReadonlyMap<string, ImportPoint>, options: ImportOptions, tally: Tally): Promise<void> {
  if (points.size === 0) return;
  const present = await presentAt(points, options);
  const changed: ImportPoint[] = [];
  for (const [name, point] of points) {
    const before = present.get(name);
    if (before === `${point.value} ${point.quality}`) tally.same += 1;
    else {
      if (before === undefined) tally.added += 1;
      else tally.replaced += 1;
      changed.push(point);
    }
  }
  if (options.isDry) return;
  const fresh = new Set(changed);
  await options.onWrite?.([...points.values()], (point) => fresh.has(point));
  if (changed.length === 0) return;
  await options.store.append(batchesOf(changed, options.site));
}

/** Adds one item to the points that wait, or counts why not. */
function take(
  item: SourceItem,
  points: Map<string, ImportPoint>,
  { tally, mapped, nowMs }: { tally: Tally; mapped: ReadonlyMap<string, MappedSeries>; nowMs: number },
): void {
  if (item.kind === 'reject') return reject(tally.rejects, item);
  const target = mapped.get(nameOf(item.series));
  if (target?.metric === undefined) {
    tally.leftOut += 1;
    return;
  }
  const point = pointOf(item, { ...target, metric: target.metric }, nowMs);
  if (typeof point === 'string') {
    const { file, line, series } = item;
    return reject(tally.rejects, { kind: 'reject', file, line, column: series.name, why: point });
  }
  if (tally.first.length < shownPoints) tally.first.push(point);
  points.set(`${keyOf(point)}@${point.atMs}`, point);
}

/**
 * Imports a source as its mapping says. Done twice it changes nothing the second time. Of points of the same time
 * the last one counts. Errors: those of the source, `store.failed`.
 */
export async function importHistory(source: ImportSource, options: ImportOptions): Promise<ImportResult> {
  const tally: Tally = { added: 0, replaced: 0, same: 0, leftOut: 0, rejects: noRejects(), first: [] };
  const mapped = new Map(options.mapping.map((one) => [nameOf(one.series), one] as const));
  const points = new Map<string, ImportPoint>();
  let values = 0;
  for await (const items of source.items()) {
    for (const item of items) {
      take(item, points, { tally, mapped, nowMs: options.nowMs });
      if (points.size < pointsAtOnce) continue;
      // One piece after the other: that keeps memory flat.
      await settle(points, options, tally);
      points.clear();
    }
    values += items.length;
    options.onProgress?.(values);
  }
  await settle(points, options, tally);
  return tally;
}
