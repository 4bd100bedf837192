// InfluxDB as an engine: line protocol in, InfluxQL out. Both 1.x and 2.x (through its compatibility with 1.x) answer it.
// Sources: InfluxDB 1.x "API reference" (/write, /query), InfluxDB 2 "InfluxDB v2 API" (/api/v2/write, /api/v2/delete).
import { isRecord } from '#core/entries.ts';
import { because } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { isMetricId } from '#core/catalogue.ts';
import { taggedText } from '#core/line-protocol.ts';
import type { Aggregate, LastValue, SeriesKey } from '#core/history.ts';
import type { TimeRange } from '#core/time.ts';
import { keyText } from '../series-text.ts';
import type { HistoryServer, ServerRequest } from './engine-http.ts';
import { lineProtocol, parseSeriesName, qualityOfTag, textOfTag } from './line-protocol.ts';
import type { DeviceSeries, PartialSeries, PointEngine } from './point-engine.ts';

/** Where the points are on a server. */
export type InfluxPlace =
  | { readonly version: 1; readonly database: string }
  | { readonly version: 2; readonly org: string; readonly bucket: string };

/** Rows in one chunk of an answer. */
const chunkRows = 20_000;

/** `first` and `last` of the engine follow the points' order, `mean` is sum divided by count: as in `steps.ts`. */
const functions: Readonly<Partial<Record<Aggregate, string>>> = {
  mean: 'mean',
  min: 'min',
  max: 'max',
  first: 'first',
  last: 'last',
  sum: 'sum',
  count: 'count',
};

/** One series of an answer. */
interface Table {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

interface Answer {
  readonly error?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly Table[] }[];
}

/** A string of InfluxQL that a tag is compared with. */
const quoted = (text: string): string => `'${taggedText(text).replaceAll("'", String.raw`\'`)}'`;

const whereDevice = (site: string, device: string): string =>
  `"site" = ${quoted(site)} AND "device" = ${quoted(device)}`;

const whereTime = ({ fromMs, toMs }: TimeRange): string => `time >= ${fromMs}ms AND time < ${toMs}ms`;

const measurements = ({ metrics }: DeviceSeries): string => metrics.map((metric) => `"${metric}"`).join(', ');

/** Runs statements; an unknown database holds nothing. */
function influxQuery(server: HistoryServer, place: InfluxPlace) {
  const db = place.version === 1 ? place.database : place.bucket;
  return async (q: string): Promise<readonly Table[]> => {
    const form = new URLSearchParams({ q, db, epoch: 'ms', chunked: 'true', chunk_size: String(chunkRows) });
    const text = await server.ask({ path: '/query', form });
    const answers = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Answer);
    const results = answers.flatMap(({ error, results = [] }) => (error === undefined ? results : [{ error }]));
    const error = results.find((result) => result.error !== undefined)?.error;
    if (error !== undefined && !error.startsWith('database not found'))
      throw server.failure(because('server.said', { said: external(error) }));
    return results.flatMap((result) => ('series' in result ? (result.series ?? []) : []));
  };
}

/** Tables of the same series in several pieces, as partial series. */
function partialsOf(tables: readonly Table[]): readonly PartialSeries[] {
  const groups = Map.groupBy(tables, ({ name, tags }) => `${name} ${tags?.['quality']}`);
  return [...groups.values()].flatMap((pieces): PartialSeries[] => {
    const [first] = pieces;
    const metric = first?.name ?? '';
    if (!isMetricId(metric)) return [];
    const rows = pieces.flatMap(({ values }) => values).filter(([, value]) => typeof value === 'number');
    return [
      {
        metric,
        quality: qualityOfTag(first?.tags?.['quality']),
        atMs: rows.map(([atMs]) => Number(atMs)),
        value: rows.map(([, value]) => Number(value)),
      },
    ];
  });
}

function lastOf({ name = '', tags = {}, values }: Table): readonly LastValue[] {
  const [row] = values;
  const value = row?.[1];
  if (!isMetricId(name) || (typeof value !== 'number' && typeof value !== 'string')) return [];
  const key = { site: textOfTag(tags['site'] ?? ''), device: textOfTag(tags['device'] ?? ''), metric: name };
  return [{ key, atMs: Number(row?.[0]), value, quality: qualityOfTag(tags['quality']) }];
}

function writeRequest(place: InfluxPlace, text: string): ServerRequest {
  if (place.version === 1) return { path: '/write', query: { db: place.database, precision: 'ms' }, text };
  return { path: '/api/v2/write', query: { org: place.org, bucket: place.bucket, precision: 'ms' }, text };
}

/** Writes lines; a missing database is created (1.x only: a bucket is created by its owner). */
function writer(server: HistoryServer, place: InfluxPlace): (text: string) => Promise<void> {
  return async (text) => {
    const request = writeRequest(place, text);
    const answer = await server.send(request);
    if (answer.isOk) return;
    if (place.version === 1 && answer.status === 404 && answer.text.includes('database not found')) {
      const q = `CREATE DATABASE ${JSON.stringify(place.database)}`;
      await server.ask({ path: '/query', form: new URLSearchParams({ q }) });
      await server.ask(request);
      return;
    }
    throw server.failure(because('server.status', { status: answer.status, said: external(reasonIn(answer.text)) }));
  };
}

/** The server's words, without the value it may repeat at length. */
function reasonIn(text: string): string {
  try {
    const read: unknown = JSON.parse(text);
    const { error, message }: Readonly<Record<string, unknown>> = isRecord(read) ? read : {};
    const words = [message, error].find((one) => typeof one === 'string');
    return (words ?? text).slice(0, 300);
  } catch {
    // Not JSON: a proxy's page, perhaps.
    return text.trim().slice(0, 300);
  }
}

type Query = ReturnType<typeof influxQuery>;

async function forget(
  { server, place, query }: { readonly server: HistoryServer; readonly place: InfluxPlace; readonly query: Query },
  { site, device }: Omit<SeriesKey, 'metric'>,
): Promise<void> {
  if (place.version === 1) {
    await query(`DROP SERIES WHERE ${whereDevice(site, device)}`);
    return;
  }
  const equal = (name: string, text: string): string => `${name}=${JSON.stringify(taggedText(text))}`;
  const predicate = `${equal('site', site)} AND ${equal('device', device)}`;
  const text = JSON.stringify({ start: '1678-01-01T00:00:00Z', stop: '2262-01-01T00:00:00Z', predicate });
  const { org, bucket } = place;
  await server.ask({ path: '/api/v2/delete', query: { org, bucket }, text, contentType: 'application/json' });
}

/** The engine. */
export function influxEngine(server: HistoryServer, place: InfluxPlace): PointEngine {
  const query = influxQuery(server, place);
  const write = writer(server, place);
  const select = (what: string, series: DeviceSeries, range: TimeRange): string =>
    `SELECT ${what} FROM ${measurements(series)} WHERE ${whereDevice(series.site, series.device)} AND ${whereTime(range)}`;
  return {
    place: server.place,
    // Nanoseconds in 64 bits.
    bounds: () => ({ fromMs: -9_223_372_036_854, toMs: 9_223_372_036_854 }),
    write: (columns) => write(lineProtocol(columns)),
    settle: () => Promise.resolve(),
    points: async (series, range) => partialsOf(await query(`${select('"value"', series, range)} GROUP BY "quality"`)),
    async count(series, range) {
      const tables = await query(select('count("value")', series, range));
      return tables.reduce((sum, { values }) => sum + Number(values[0]?.[1] ?? 0), 0);
    },
    canStep: (aggregate) => Promise.resolve(functions[aggregate] !== undefined),
    async steps(series, { stepMs, aggregate, ...range }) {
      const what = `${functions[aggregate] ?? 'mean'}("value")`;
      return partialsOf(await query(`${select(what, series, range)} GROUP BY time(${stepMs}ms), "quality" fill(none)`));
    },
    async latest(site) {
      const where = site === undefined ? '' : ` WHERE "site" = ${quoted(site)}`;
      const of = (field: string): string =>
        `SELECT last("${field}") FROM /.*/${where} GROUP BY "site", "device", "quality"`;
      const [numbers, texts] = await Promise.all([query(of('value')), query(of('text'))]);
      return [...numbers, ...texts].flatMap(lastOf);
    },
    async keys(site) {
      const tables = await query(`SHOW SERIES${site === undefined ? '' : ` WHERE "site" = ${quoted(site)}`}`);
      const found = tables
        .flatMap(({ values }) => values)
        .flatMap(([name]): SeriesKey[] => {
          const { measurement, tags } = parseSeriesName(String(name));
          const { site = '', device = '' } = tags;
          return isMetricId(measurement) ? [{ site, device, metric: measurement }] : [];
        });
      return [...new Map(found.map((key) => [keyText(key), key])).values()];
    },
    forget: (site, device) => forget({ server, place, query }, { site, device }),
    async totals() {
      const counts = (await query('SELECT count("value") FROM /.*/')).filter(({ name = '' }) => isMetricId(name));
      const points = counts.reduce((sum, { values }) => sum + Number(values[0]?.[1] ?? 0), 0);
      return { points, bytes: place.version === 1 ? await shardBytes(query, place.database) : 0 };
    },
  };
}

async function shardBytes(query: Query, database: string): Promise<number> {
  const shards = await query("SHOW STATS FOR 'shard'");
  return shards
    .filter(({ tags }) => tags?.['database'] === database)
    .reduce((sum, { columns, values }) => sum + Number(values[0]?.[columns.indexOf('diskBytes')] ?? 0), 0);
}
