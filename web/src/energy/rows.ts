// From the ledger's rows to the bars of the chart. Above the line what the home used, by where it came from; below what
// was stored or sold. Pure.
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { t } from '../words.ts';
import type { BarOutline, BarSeries } from '../chart/bars.ts';
import { rowsBeside } from './compare.ts';
import { rowName, rowTitle, type SpanWidth } from './span.ts';

interface BarKind {
  readonly id: 'pv' | 'battery' | 'generator' | 'grid' | 'stored' | 'sold';
  readonly tone: string;
  /** What the home must have for the bar to mean something. */
  readonly needs: readonly (keyof EnergyRow)[];
  readonly below: boolean;
  readonly wattHours: (row: EnergyRow) => number;
}

const kinds: readonly BarKind[] = [
  {
    id: 'pv',
    tone: 'pv',
    needs: ['pvWh'],
    below: false,
    wattHours: ({ flows }) => flows.pvToLoadWh,
  },
  {
    id: 'battery',
    tone: 'battery',
    needs: ['dischargeWh'],
    below: false,
    wattHours: ({ flows }) => flows.batteryToLoadWh,
  },
  {
    id: 'generator',
    tone: 'generator',
    needs: ['generatorWh'],
    below: false,
    wattHours: ({ flows }) => flows.generatorToLoadWh ?? 0,
  },
  {
    id: 'grid',
    tone: 'grid',
    needs: ['importWh'],
    below: false,
    wattHours: ({ flows }) => flows.gridToLoadWh,
  },
  {
    id: 'stored',
    tone: 'battery',
    needs: ['chargeWh'],
    below: true,
    wattHours: ({ flows }) => flows.pvToBatteryWh + flows.gridToBatteryWh + (flows.generatorToBatteryWh ?? 0),
  },
  {
    id: 'sold',
    tone: 'grid',
    needs: ['exportWh'],
    below: true,
    wattHours: ({ flows }) => flows.pvToGridWh + flows.batteryToGridWh + (flows.generatorToGridWh ?? 0),
  },
];

/** Whether anything is known about the period. */
export const isKnown = (row: EnergyRow): boolean => row.measured > 0 || row.estimated > 0;

/** The rows without the years before the home had any history. */
export function shownRows({ rows }: Pick<EnergyReport, 'rows'>, width: SpanWidth): readonly EnergyRow[] {
  if (width !== 'all') return rows;
  const first = rows.findIndex(isKnown);
  return first < 0 ? [] : rows.slice(first);
}

/** The stacked series; what the home does not have is left out, what is not known for a row is null. */
export function barSeries(rows: readonly EnergyRow[], total: EnergyRow): readonly BarSeries[] {
  return kinds
    .filter(({ needs }) => needs.every((key) => total[key] !== undefined))
    .map(({ id, tone, below, wattHours }) => ({
      id,
      label: t(`energy.bars.${id}`),
      tone,
      below,
      values: rows.map((row) => (isKnown(row) ? (below ? -1 : 1) * wattHours(row) : null)),
    }));
}

/** The sums of another period's stacks beside the rows of this one; what does not stand beside a row is left out. */
export function outlineOf(
  rows: readonly EnergyRow[],
  other: { readonly rows: readonly EnergyRow[]; readonly label: string; readonly shown: readonly string[] },
): BarOutline {
  const beside = rowsBeside(rows, other.rows);
  const sum = (row: EnergyRow | undefined, isBelow: boolean): number | null =>
    row === undefined || !isKnown(row)
      ? null
      : kinds
          .filter(({ id, below }) => below === isBelow && other.shown.includes(id))
          .reduce((all, { wattHours }) => all + (isBelow ? -1 : 1) * wattHours(row), 0);
  return {
    label: other.label,
    above: beside.map((row) => sum(row, false)),
    below: beside.map((row) => sum(row, true)),
  };
}

/** Short and full names of the rows. */
export function rowNames(rows: readonly EnergyRow[], width: SpanWidth): readonly { short: string; full: string }[] {
  const count = new Map<string, number>();
  for (const { label } of rows) count.set(label.slice(0, 16), (count.get(label.slice(0, 16)) ?? 0) + 1);
  return rows.map(({ label }) => ({
    short: rowName(label, width),
    full: rowTitle(label, { width, twice: (count.get(label.slice(0, 16)) ?? 0) > 1 }),
  }));
}
