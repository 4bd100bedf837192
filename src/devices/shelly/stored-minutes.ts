// What meters of Shelly store by themselves: energy, voltage and current of each minute (60 days on a Pro 3EM). Source: [shelly-rpc],
// EMData.GetData and EM1Data.GetData with `add_keys`; a row of a block is of `ts + row × period`, and the loop goes on at `next_record_ts`.
import type { MetricId } from '#core/catalogue.ts';
import { isJsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { StoredMinutes, StoredPage, StoredRow } from '../stored-minutes.ts';

/** What one line of values is kept as. */
interface Line {
  /** What its keys begin with. */
  readonly prefix: string;
  readonly imported: MetricId;
  readonly exported: MetricId;
  readonly power: MetricId;
  readonly voltage?: MetricId;
  readonly current?: MetricId;
}

const phases = [
  ['a_', 'l1'],
  ['b_', 'l2'],
  ['c_', 'l3'],
] as const;

const phaseLines: readonly Line[] = phases.map(([prefix, phase]) => ({
  prefix,
  imported: `grid.energy.import.${phase}`,
  exported: `grid.energy.export.${phase}`,
  power: `grid.power.${phase}`,
  voltage: `grid.voltage.${phase}`,
  current: `grid.current.${phase}`,
}));

/** The line of a channel that is a meter of its own; the first is taken for the connection to the grid. */
const channelLine = (id: number): Line =>
  id === 0
    ? {
        prefix: '',
        imported: 'grid.energy.import',
        exported: 'grid.energy.export',
        power: 'grid.power',
        voltage: 'grid.voltage',
        current: 'grid.current',
      }
    : {
        prefix: '',
        imported: `meter.energy.forward.${id + 1}`,
        exported: `meter.energy.backward.${id + 1}`,
        power: `meter.power.${id + 1}`,
      };

/** Most intervals that are read of one answer, and the longest that counts, s. */
const mostRows = 1500;
const longestSeconds = 3600;
/** Earlier the clock was not set: a device counts from 1970 until it knows the time. Beyond the later one it is no time, s. */
const firstRealS = 1e9;
const lastRealS = 1e11;

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** Without the noise of binary fractions. */
const tidy = (value: number): number => Number(value.toPrecision(12)) + 0;

function lineValues(line: Line, value: (key: string) => unknown, seconds: number) {
  const added: [MetricId, number][] = [];
  const means: [MetricId, number][] = [];
  const imported = value(`${line.prefix}total_act_energy`);
  const exported = value(`${line.prefix}total_act_ret_energy`);
  if (isCount(imported)) added.push([line.imported, imported]);
  if (isCount(exported)) added.push([line.exported, exported]);
  if (isCount(imported) && isCount(exported)) means.push([line.power, tidy(((imported - exported) * 3600) / seconds)]);
  const beside = [
    [line.voltage, 'avg_voltage'],
    [line.current, 'avg_current'],
  ] as const;
  for (const [metric, key] of beside) {
    const mean = value(`${line.prefix}${key}`);
    if (metric !== undefined && isCount(mean)) means.push([metric, mean]);
  }
  return { added, means };
}

/** The sum of what all phases have; undefined where one is missing. */
function summed(of: ReadonlyMap<MetricId, number>, metrics: readonly MetricId[]): number | undefined {
  const values = metrics.map((metric) => of.get(metric));
  return values.every((one) => one !== undefined) ? tidy(values.reduce((sum, one) => sum + one, 0)) : undefined;
}

function rowOf(
  lines: readonly Line[],
  value: (key: string) => unknown,
  at: Pick<StoredRow, 'atS' | 'seconds'>,
): StoredRow {
  const read = lines.map((line) => lineValues(line, value, at.seconds));
  const added = new Map(read.flatMap((one) => one.added));
  const means = new Map(read.flatMap((one) => one.means));
  if (lines === phaseLines) {
    // The totals of the device are sums of the phases, not netted.
    const sums = [
      [added, 'grid.energy.import', phaseLines.map((line) => line.imported)],
      [added, 'grid.energy.export', phaseLines.map((line) => line.exported)],
      [means, 'grid.power', phaseLines.map((line) => line.power)],
    ] as const;
    for (const [map, metric, parts] of sums) {
      const sum = summed(map, parts);
      if (sum !== undefined) map.set(metric, sum);
    }
  }
  return { ...at, added, means };
}

/** The intervals of one block. */
function blockRows(lines: readonly Line[], places: ReadonlyMap<unknown, number>, block: unknown): readonly StoredRow[] {
  if (!isJsonObject(block)) return [];
  const { ts, period, values } = block;
  if (typeof ts !== 'number' || ts < firstRealS || ts >= lastRealS || !Array.isArray(values)) return [];
  if (!isCount(period) || period < 1 || period > longestSeconds) return [];
  return values.slice(0, mostRows).flatMap((row: unknown, index) => {
    if (!Array.isArray(row)) return [];
    const value = (key: string): unknown => {
      const place = places.get(key);
      return place === undefined ? undefined : row[place];
    };
    return [rowOf(lines, value, { atS: ts + index * period, seconds: period })];
  });
}

function read(part: string, result: unknown): StoredPage {
  if (!isJsonObject(result)) return { rows: [] };
  const { keys, data, next_record_ts: nextS } = result;
  const [kind, id] = part.split(':');
  const lines = kind === 'emdata' ? phaseLines : [channelLine(Number(id))];
  const rows: StoredRow[] = [];
  if (Array.isArray(keys) && keys.length <= 100 && Array.isArray(data)) {
    // Of a key that is there twice the first counts.
    const places = new Map(keys.map((key: unknown, place) => [key, place] as const).toReversed());
    for (const block of data.slice(0, mostRows) as readonly unknown[]) {
      if (rows.length >= mostRows) break;
      rows.push(...blockRows(lines, places, block));
    }
  }
  return { rows: rows.slice(0, mostRows), ...(typeof nextS === 'number' ? { nextS } : {}) };
}

/** Counters of the first channel, where its phases are not counted, and of those beside it. */
function partOf(metric: MetricId, all: ReadonlySet<MetricId>): string | undefined {
  if (/^grid\.energy\.(?:import|export)\.l[123]$/.test(metric)) return 'emdata:0';
  if (/^grid\.energy\.(?:import|export)$/.test(metric))
    return all.has('grid.energy.import.l1') ? 'emdata:0' : 'em1data:0';
  const beside = /^meter\.energy\.(?:forward|backward)\.(\d{1,2})$/.exec(metric)?.[1];
  return beside === undefined ? undefined : `em1data:${Number(beside) - 1}`;
}

/** What a meter has stored. */
export const shellyStored: StoredMinutes = freezeDeep({
  partOf,
  question(part: string, { fromS, toS }: { readonly fromS: number; readonly toS: number }) {
    const [kind, id] = part.split(':');
    const method = kind === 'emdata' ? 'EMData.GetData' : 'EM1Data.GetData';
    return `${method} ${JSON.stringify({ id: Number(id), ts: fromS, end_ts: toS, add_keys: true })}`;
  },
  read,
  clockQuestion: 'Shelly.GetStatus {}',
  clockMs(result: unknown) {
    const sys = isJsonObject(result) ? result['sys'] : undefined;
    const seconds = isJsonObject(sys) ? sys['unixtime'] : undefined;
    return typeof seconds === 'number' && seconds >= firstRealS && seconds < lastRealS ? seconds * 1000 : undefined;
  },
} satisfies StoredMinutes);
