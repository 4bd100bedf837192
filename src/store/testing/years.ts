// Five years of three homes as roll-ups of days, written straight into a history file: writing enough points for them would take minutes.
import type { MetricId } from '#core/catalogue.ts';
import type { SeriesKey } from '#core/history.ts';
import { dayMs } from '#core/time.ts';
import type { Block, DeviceRow, SeriesRow } from '../chunks/backend.ts';
import { blockMs, gridOf } from '../chunks/grid.ts';
import { encodeRows } from '../chunks/row-codec.ts';
import { joinedRows, rowOf, type RowList } from '../chunks/row-list.ts';
import { openSqliteBackend } from '../sqlite-backend.ts';

const sites = ['one', 'two', 'three'];
const devicesOfSite = ['inverter', 'battery', 'meter'];
const metrics: readonly MetricId[] = [
  'pv.power',
  'battery.power',
  'battery.soc',
  'grid.power',
  'load.power',
  'grid.voltage',
  'load.voltage',
  'battery.voltage',
  'device.temperature',
  'device.uptime',
];

/** The days that are there: from 2021 to 2025, epoch days. */
export const yearsDays = { from: Date.UTC(2021, 0) / dayMs, to: Date.UTC(2026, 0) / dayMs } as const;

/** The 90 series: 30 of each home. */
export const yearsSeries: readonly SeriesKey[] = sites.flatMap((site) =>
  devicesOfSite.flatMap((device) => metrics.map((metric) => ({ site, device, metric }))),
);

/** The mean of a series, by its place in {@link yearsSeries}, on a day. */
export const yearsMean = (series: number, day: number): number => ((series * 31 + day * 7) % 5000) / 10;

/** A day with a point every 5 minutes around its mean. */
function dayOf(series: number, day: number): RowList {
  const mean = yearsMean(series, day);
  const [firstMs, lastMs] = [day * dayMs, day * dayMs + 287 * 300_000];
  const values = { min: mean - 1, max: mean + 1, first: mean, last: mean, sum: 288 * mean };
  return rowOf(day, { count: 288, firstMs, lastMs, area: mean * (lastMs - firstMs), ...values });
}

function blocksOf(device: number): readonly Block[] {
  const daysOfBlock = blockMs.days / dayMs;
  const blocks: Block[] = [];
  for (let index = Math.floor(yearsDays.from / daysOfBlock); index * daysOfBlock < yearsDays.to; index += 1) {
    const from = Math.max(yearsDays.from, index * daysOfBlock);
    const to = Math.min(yearsDays.to, (index + 1) * daysOfBlock);
    const days = Array.from({ length: to - from }, (_, day) => from + day);
    const first = (device - 1) * metrics.length;
    const rows = metrics.map((_, column) => {
      return [first + column + 1, joinedRows(days.map((day) => dayOf(first + column, day)))] as const;
    });
    blocks.push({ tier: 'days', device, index, body: encodeRows(new Map(rows), gridOf('days', index)) });
  }
  return blocks;
}

/** Makes a history file with all of it at a path. */
export async function writeYears(path: string): Promise<void> {
  const backend = await openSqliteBackend({ path });
  const names = sites.flatMap((site) => devicesOfSite.map((device) => ({ site, device })));
  const devices = names.map((name, index): DeviceRow => ({ id: index + 1, ...name, notes: '' }));
  const series = yearsSeries.map(({ metric }, index): SeriesRow => {
    return { id: index + 1, device: 1 + Math.floor(index / metrics.length), metric };
  });
  await backend.commit({ kind: 'migrate', devices, series, put: devices.flatMap(({ id }) => blocksOf(id)) });
  await backend.close();
}
