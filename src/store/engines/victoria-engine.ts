// VictoriaMetrics as an engine: JSON lines in and out, MetricsQL for steps. The server answers many mistakes with success, so
// everything sent is made by JSON.stringify, and what it would drop silently is refused here.
import { because } from '#core/reason.ts';
import { isMetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { Aggregate, LastValue, SeriesKey } from '#core/history.ts';
import { dayMs, type TimeRange } from '#core/time.ts';
import type { PointColumns } from '../point-columns.ts';
import { keyText } from '../series-text.ts';
import type { HistoryServer } from './engine-http.ts';
import type { DeviceSeries, PartialSeries, PointEngine, WholeSteps } from './point-engine.ts';
import { importLines, type Labels, qualityOf } from './victoria-lines.ts';

/** Time begins a day after the epoch: the index of the first day means "any day" to the server. */
const beginMs = dayMs;
/** The server drops what is further ahead. */
const aheadMs = 2 * dayMs;
/** Steps in one request; the server's limit is 30 000 points a series. */
const stepsAtOnce = 10_000;

const functions: Readonly<Partial<Record<Aggregate, string>>> = {
  min: 'min_over_time',
  max: 'max_over_time',
  first: 'first_over_time',
  last: 'last_over_time',
};
/** Functions that need the server to drop repeated points. */
const exactFunctions: typeof functions = {
  ...functions,
  mean: 'avg_over_time',
  sum: 'sum_over_time',
  count: 'count_over_time',
};

/** Options of {@link victoriaEngine}. */
export interface VictoriaEngineOptions {
  readonly clock: Clock;
  readonly prefix: string;
}

interface Sample {
  readonly metric: Labels;
  /** Seconds, value as text; `value` in an instant answer, `values` in one over steps. */
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** Seconds as the server's parser cuts them to the same millisecond. */
const seconds = (atMs: number): string => ((atMs + 0.25) / 1000).toFixed(6);

function keyOf({ site = '', device = '', metric = '' }: Labels): SeriesKey | undefined {
  return isMetricId(metric) ? { site, device, metric } : undefined;
}

/** The same series may come in several pieces, and one moment twice: in order of time, the larger value of a moment. */
function tidied(atMs: readonly number[], value: readonly number[]): Pick<PartialSeries, 'atMs' | 'value'> {
  let isOrdered = true;
  for (let index = 1; index < atMs.length && isOrdered; index += 1)
    isOrdered = (atMs[index] ?? 0) > (atMs[index - 1] ?? 0);
  if (isOrdered) return { atMs, value };
  const byTime = new Map<number, number>();
  for (const [index, at] of atMs.entries())
    byTime.set(at, Math.max(byTime.get(at) ?? Number.NEGATIVE_INFINITY, value[index] ?? Number.NEGATIVE_INFINITY));
  const rows = [...byTime].toSorted(([left], [right]) => left - right);
  return { atMs: rows.map(([at]) => at), value: rows.map(([, one]) => one) };
}

function partialOf(
  { metric: labels }: { readonly metric: Labels },
  columns: Pick<PartialSeries, 'atMs' | 'value'>,
): PartialSeries[] {
  const metric = keyOf(labels)?.metric;
  return metric === undefined ? [] : [{ metric, quality: qualityOf(labels), ...columns }];
}

/** The server's API calls. */
function victoriaCalls(server: HistoryServer, { clock, prefix }: VictoriaEngineOptions) {
  const nameOf = (metric: string): string => `${prefix}_${metric.replaceAll(/[^a-zA-Z0-9]/g, '_')}`;
  const samples = async (path: string, form: Readonly<Record<string, string>>): Promise<readonly Sample[]> => {
    const text = await server.ask({ path, form: new URLSearchParams({ nocache: '1', ...form }) });
    const answer = JSON.parse(text) as { readonly data: { readonly result: readonly Sample[] } };
    return answer.data.result;
  };
  let dedup: boolean | undefined;
  return {
    nameOf,
    samples,
    endMs: () => clock.nowMs() + aheadMs,
    /** Numeric series of a device. */
    selector: ({ site, device, metrics }: DeviceSeries): string =>
      `{__name__=~${JSON.stringify(metrics.map(nameOf).join('|'))},site=${JSON.stringify(site)},device=${JSON.stringify(device)},metric!=""}`,
    /** Every series, those of texts too unless left out. */
    all: (condition = ''): string => `{__name__=~"${prefix}_.+",metric!=""${condition}}`,
    instant: (query: string, atMs: number): Promise<readonly Sample[]> =>
      samples('/api/v1/query', { query, time: seconds(atMs) }),
    metrics: (): Promise<string> => server.ask({ path: '/metrics' }),
    async dropsRepeated(): Promise<boolean> {
      const text = dedup === undefined ? await this.metrics() : '';
      dedup ??= /^flag\{name="dedup\.minScrapeInterval", value="1ms"/m.test(text);
      return dedup;
    },
  };
}

type Calls = ReturnType<typeof victoriaCalls>;

function readers(server: HistoryServer, calls: Calls): Pick<PointEngine, 'points' | 'count' | 'steps'> {
  return {
    async points(series, { fromMs, toMs }) {
      const form = { 'match[]': calls.selector(series), start: seconds(fromMs), end: seconds(toMs - 1) };
      const text = await server.ask({ path: '/api/v1/export', form: new URLSearchParams(form) });
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.flatMap((line) => {
        const one = JSON.parse(line) as { metric: Labels; values: number[]; timestamps: number[] };
        return partialOf(one, tidied(one.timestamps, one.values));
      });
    },
    async count(series, { fromMs, toMs }) {
      const query = `sum(count_over_time(${calls.selector(series)}[${toMs - fromMs}ms]))`;
      const [one] = await calls.instant(query, toMs - 1);
      return Number(one?.value?.[1] ?? 0);
    },
    async steps(series, query) {
      const partials: PartialSeries[] = [];
      const { stepMs, toMs } = query;
      for (let { fromMs } = query; fromMs < toMs; fromMs += stepsAtOnce * stepMs)
        partials.push(
          ...(await stepsOf(calls, series, { ...query, fromMs, toMs: Math.min(toMs, fromMs + stepsAtOnce * stepMs) })),
        );
      return joined(partials);
    },
  };
}

/** The value at a moment is over the step that ends with it: a window is open at its beginning and closed at its end. */
async function stepsOf(calls: Calls, series: DeviceSeries, query: WholeSteps): Promise<readonly PartialSeries[]> {
  const { fromMs, toMs, stepMs, aggregate } = query;
  const name = exactFunctions[aggregate];
  if (name === undefined) throw new TypeError(`assertion: ${aggregate} is not made by the engine`);
  const answer = await calls.samples('/api/v1/query_range', {
    query: `${name}(${calls.selector(series)}[${stepMs}ms])`,
    start: seconds(fromMs + stepMs - 1),
    end: seconds(toMs - 1),
    step: `${stepMs}ms`,
  });
  return answer.flatMap((one) => {
    const values = (one.values ?? []).filter(([, text]) => text !== 'NaN');
    return partialOf(one, {
      atMs: values.map(([at]) => Math.round(at * 1000) + 1 - stepMs),
      value: values.map(([, text]) => Number(text)),
    });
  });
}

/** Pieces of the same partial series, joined in their order. */
function joined(partials: readonly PartialSeries[]): readonly PartialSeries[] {
  const groups = Map.groupBy(partials, ({ metric, quality }) => `${metric} ${quality}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ ...first, atMs: group.flatMap(({ atMs }) => atMs), value: group.flatMap(({ value }) => value) }];
  });
}

/** Last values: recent ones first, because searching the whole past is slow. */
function latestOf(calls: Calls, keys: PointEngine['keys']): PointEngine['latest'] {
  return async (site) => {
    const found = new Map<string, LastValue[]>();
    const wanted = (await keys(site)).length;
    const series = calls.all(site === undefined ? '' : `,site=${JSON.stringify(site)}`);
    const endMs = calls.endMs();
    for (const windowMs of [4 * dayMs, 40 * dayMs, endMs - beginMs]) {
      const window = `${series}[${windowMs}ms]`;
      const [times, values] = await Promise.all([
        calls.instant(`tlast_over_time(${window})`, endMs),
        calls.instant(`last_over_time(${window})`, endMs),
      ]);
      // One function keeps the name of the series and the other does not.
      const identity = ({ __name__: _, ...labels }: Labels): string =>
        JSON.stringify(Object.entries(labels).toSorted(([left], [right]) => (left < right ? -1 : 1)));
      const valueOf = new Map(values.map(({ metric, value }) => [identity(metric), Number(value?.[1])]));
      const fresh = Map.groupBy(
        times.flatMap(({ metric: labels, value }): LastValue[] => {
          const key = keyOf(labels);
          const number = valueOf.get(identity(labels));
          if (key === undefined || number === undefined) return [];
          const stored = labels['kind'] === 'text' ? (labels['text'] ?? '') : number;
          return [{ key, atMs: Math.round(Number(value?.[1]) * 1000), value: stored, quality: qualityOf(labels) }];
        }),
        ({ key }) => keyText(key),
      );
      for (const [text, own] of fresh) if (!found.has(text)) found.set(text, own);
      if (found.size >= wanted) break;
    }
    return [...found.values()].flat();
  };
}

function assertKept(server: HistoryServer, { atMs }: PointColumns, { fromMs, toMs }: TimeRange): void {
  for (const at of atMs) {
    if (at < fromMs) throw server.failure(because('server.too-old', { at }));
    if (at >= toMs) throw server.failure(because('server.too-new', { at }));
  }
}

/** The engine. */
export function victoriaEngine(server: HistoryServer, options: VictoriaEngineOptions): PointEngine {
  if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(options.prefix)) throw server.failure(because('server.prefix'));
  const calls = victoriaCalls(server, options);
  const bounds = (): TimeRange => ({ fromMs: beginMs, toMs: calls.endMs() });
  // Another process may have written just before.
  let isFlushDue = true;
  const keys: PointEngine['keys'] = async (site) => {
    const condition = site === undefined ? '' : `,site=${JSON.stringify(site)}`;
    const form = { 'match[]': calls.all(condition), start: seconds(beginMs), end: seconds(calls.endMs()) };
    const text = await server.ask({ path: '/api/v1/series', form: new URLSearchParams(form) });
    const { data } = JSON.parse(text) as { readonly data: readonly Labels[] };
    const found = data.flatMap((labels) => keyOf(labels) ?? []);
    return [...new Map(found.map((key) => [keyText(key), key])).values()];
  };
  return {
    place: server.place,
    bounds,
    ...readers(server, calls),
    keys,
    latest: latestOf(calls, keys),
    async write(columns) {
      assertKept(server, columns, bounds());
      isFlushDue = true;
      const text = importLines(columns, calls.nameOf);
      await server.ask({ path: '/api/v1/import', text, contentType: 'application/json' });
      isFlushDue = true;
    },
    async settle() {
      if (!isFlushDue) return;
      isFlushDue = false;
      // If the flush is forbidden, new points are seen a little later.
      await server.send({ path: '/internal/force_flush' });
    },
    canStep: async (aggregate) =>
      functions[aggregate] !== undefined || (exactFunctions[aggregate] !== undefined && (await calls.dropsRepeated())),
    async forget(site, device) {
      const match = calls.all(`,site=${JSON.stringify(site)},device=${JSON.stringify(device)}`);
      await server.ask({ path: '/api/v1/admin/tsdb/delete_series', form: new URLSearchParams({ 'match[]': match }) });
    },
    async totals() {
      const endMs = calls.endMs();
      const query = `sum(count_over_time(${calls.all(',kind!="text"')}[${endMs - beginMs}ms]))`;
      const [[one], text] = await Promise.all([calls.instant(query, endMs), calls.metrics()]);
      const sizes = text.matchAll(/^vm_data_size_bytes\{[^}]*\} (\S+)$/gm);
      return {
        points: Number(one?.value?.[1] ?? 0),
        bytes: [...sizes].reduce((sum, [, size]) => sum + Number(size), 0),
      };
    },
  };
}
