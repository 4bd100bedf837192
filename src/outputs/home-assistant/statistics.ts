// Hours of energy as the long-term statistics of Home Assistant, which its energy dashboard reads: a sum that only grows, by the hour.
// Source: [home-assistant-ingress], `recorder/import_statistics`.
import { metricOf } from '#core/catalogue.ts';
import { isRecord } from '#core/entries.ts';
import type { NamedSite } from '#core/statistics.ts';
import { hourMs } from '#core/time.ts';

/** The unit of sums: as people know energy. */
export const statisticUnit = `k${metricOf('pv.energy').unit}`;

/** What Home Assistant keeps of a statistic. */
export interface StatisticMetadata {
  readonly has_mean: false;
  readonly has_sum: true;
  /** Of newer Home Assistants; older ones refuse what they do not know. */
  readonly mean_type?: 0;
  readonly unit_class?: 'energy';
  readonly name: string;
  readonly source: 'solstead';
  readonly statistic_id: string;
  readonly unit_of_measurement: string;
}

/** An hour: when it began, and all energy up to its end, kWh. */
export interface StatisticHour {
  readonly startMs: number;
  readonly sum: number;
}

/** One statistic with its hours, the oldest first. */
export interface Statistic {
  readonly metadata: StatisticMetadata;
  readonly hours: readonly StatisticHour[];
}

const names = {
  pvWh: ['pv', 'solar production'],
  importWh: ['grid_import', 'from the grid'],
  exportWh: ['grid_export', 'to the grid'],
  chargeWh: ['battery_charge', 'into the battery'],
  dischargeWh: ['battery_discharge', 'out of the battery'],
  generatorWh: ['generator', 'generator'],
  loadWh: ['load', 'consumption'],
} as const;

/** An id as Home Assistant takes it: small letters, digits, single underscores. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '') || 'home';

/** Rounded to a hundredth of a watt-hour, so that the same hours give the same figures. */
const kilowattHours = (wattHours: number): number => Math.round(wattHours * 100) / 100_000;

/**
 * The statistics of rows of an energy report by the hour, from the first hour of the home on: only settled ones, and only whole hours of
 * UTC, which Home Assistant takes. `odd`: how many began within one, as in zones with half hours.
 */
export function statisticsOf(
  site: NamedSite,
  rows: readonly unknown[],
): { readonly statistics: readonly Statistic[]; readonly odd: number } {
  const settled = rows.flatMap((row) => {
    if (!isRecord(row) || row['complete'] !== true || typeof row['startMs'] !== 'number') return [];
    return [{ row, startMs: row['startMs'] }];
  });
  const whole = settled.filter(({ startMs }) => startMs % hourMs === 0);
  const statistics = Object.entries(names).flatMap(([field, [id, name]]): Statistic[] => {
    let sum = 0;
    const hours = whole.flatMap(({ row, startMs }) => {
      const energy = row[field];
      // What is not known of an hour leaves the sum where it is, and that hour out.
      if (typeof energy !== 'number' || !Number.isFinite(energy)) return [];
      sum += energy;
      return [{ startMs, sum: kilowattHours(sum) }];
    });
    if (hours.length === 0 || sum === 0) return [];
    const metadata: StatisticMetadata = {
      has_mean: false,
      has_sum: true,
      mean_type: 0,
      unit_class: 'energy',
      name: `${site.name}: ${name}`,
      source: 'solstead',
      statistic_id: `solstead:${slug(site.id)}_${id}`,
      unit_of_measurement: statisticUnit,
    };
    return [{ metadata, hours }];
  });
  return { statistics, odd: settled.length - whole.length };
}

/** Hours that Home Assistant has otherwise, or not at all. `known`: its sums by the start of the hour, epoch ms. */
export function changedHours(
  hours: readonly StatisticHour[],
  known: ReadonlyMap<number, number>,
): readonly StatisticHour[] {
  return hours.filter(({ startMs, sum }) => {
    const before = known.get(startMs);
    return before === undefined || Math.abs(before - sum) > 1e-6;
  });
}
