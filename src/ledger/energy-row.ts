// A row of an answer from sums and money.
import { kilogramsOf } from '#energy/carbon.ts';
import { ratiosOf } from '#energy/period-energy.ts';
import type { Span } from '#energy/periods.ts';
import { type Channel, channels, flowPaths, type FlowPath } from '#energy/types.ts';
import type { Sums } from './day-sums.ts';
import { exactMoney, type MoneySum } from './money.ts';
import type { EnergyRow, FlowEnergies } from './types.ts';

/** What a row is made of. */
export interface RowParts {
  readonly label: string;
  readonly span: Span;
  readonly sums: Sums;
  /** Absent where money is not asked for. */
  readonly money?: MoneySum;
  readonly nowMs: number;
  /** Hours before this are settled. */
  readonly settledMs: number;
}

const whName = {
  pv: 'pvWh',
  import: 'importWh',
  export: 'exportWh',
  charge: 'chargeWh',
  discharge: 'dischargeWh',
  load: 'loadWh',
} as const satisfies Record<Channel, keyof EnergyRow>;

/** Percents have six decimals: enough to tell, and the same on every machine. */
const rounded = (value: number): number => Number(value.toFixed(6));

function sharesOf({ span, sums, nowMs }: RowParts): Pick<EnergyRow, 'measured' | 'estimated' | 'missing'> {
  const passedMs = Math.min(span.endMs, nowMs) - span.startMs;
  if (passedMs <= 0) return { measured: 0, estimated: 0, missing: 0 };
  const known = Object.values(sums.channels);
  const wholeMs = passedMs * Math.max(1, known.length);
  const [measuredMs, estimatedMs] = [1, 2].map((index) => known.reduce((sum, one) => sum + (one[index] ?? 0), 0));
  const measured = Math.min(1, (measuredMs ?? 0) / wholeMs);
  const estimated = Math.min(1 - measured, (estimatedMs ?? 0) / wholeMs);
  return { measured, estimated, missing: Math.max(0, 1 - measured - estimated) };
}

function ratios(sums: Sums): Pick<EnergyRow, 'autarky' | 'selfConsumption'> {
  const flows = Object.fromEntries(flowPaths.map((path, index) => [path, sums.flows[index] ?? 0])) as Record<
    FlowPath,
    number
  >;
  const { autarky, selfConsumption } = ratiosOf(flows);
  return {
    ...(autarky === undefined ? {} : { autarky: rounded(autarky) }),
    ...(selfConsumption === undefined ? {} : { selfConsumption: rounded(selfConsumption) }),
  };
}

/** Whether there is nothing at all to be paid for; where nothing is known a 0 would be a guess. */
const isNothing = ({ cost, earned, pv, battery, grid, avoided }: MoneySum): boolean =>
  [cost, earned, pv, battery, grid, avoided].every((amount) => amount === 0n);

function moneyColumns(money: MoneySum | undefined, { channels: known }: Sums): Partial<EnergyRow> {
  if (money === undefined || (Object.keys(known).length === 0 && isNothing(money))) return {};
  const carbon = { co2Kg: kilogramsOf(money.grid), co2SavedKg: kilogramsOf(money.avoided) };
  if (money.currency === undefined) return carbon;
  return {
    cost: exactMoney(money.cost),
    earned: exactMoney(money.earned),
    savings: { pv: exactMoney(money.pv), battery: exactMoney(money.battery) },
    ...carbon,
  };
}

/** The row. */
export function rowOf(parts: RowParts): EnergyRow {
  const { label, span, sums, money, settledMs } = parts;
  const energies: Partial<Record<(typeof whName)[Channel], number>> = {};
  for (const channel of channels) {
    const own = sums.channels[channel];
    if (own !== undefined) energies[whName[channel]] = own[0] / 1000;
  }
  const flow = (path: FlowPath): number => (sums.flows[flowPaths.indexOf(path)] ?? 0) / 1000;
  const flows: FlowEnergies = {
    pvToLoadWh: flow('pvToLoad'),
    pvToBatteryWh: flow('pvToBattery'),
    pvToGridWh: flow('pvToGrid'),
    batteryToLoadWh: flow('batteryToLoad'),
    batteryToGridWh: flow('batteryToGrid'),
    gridToLoadWh: flow('gridToLoad'),
    gridToBatteryWh: flow('gridToBattery'),
  };
  return {
    label,
    startMs: span.startMs,
    endMs: span.endMs,
    complete: span.endMs <= settledMs,
    ...energies,
    flows,
    meteringErrorWh: sums.error / 1000,
    ...ratios(sums),
    ...moneyColumns(money, sums),
    ...sharesOf(parts),
    events: sums.events,
  };
}
