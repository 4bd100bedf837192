// The report of `solstead energy` as JSON: the same figures as the API's, under the names of docs/energy.md.
import { inEnglish } from '#core/reason.ts';
import { type BillLine, exactMoney, type UnpricedEnergy } from '#energy/money/period-money.ts';
import { moneyOf } from '#energy/money/decimal.ts';
import type { CircuitEnergy, EnergyRow, ReportFigures } from '#energy/report.ts';
import { channels, flowPaths, type LedgerEvent } from '#energy/types.ts';

/** Decisions as JSON; energy in watt-hours. */
export const eventJson = (event: LedgerEvent) => ({
  ...event,
  why: inEnglish(event.reason),
  at: new Date(event.atMs).toISOString(),
  energy: event.energy / 1000,
});

/** A circuit as JSON, with what fed it. */
function circuitJson({ energyWh, origins, ...one }: CircuitEnergy) {
  if (origins === undefined) return { ...one, energy: energyWh };
  const { pvWh: pv, batteryWh: battery, gridWh: grid, generatorWh: generator } = origins;
  return { ...one, energy: energyWh, origins: { pv, battery, grid, generator } };
}

/** A row as JSON: what the home does not have is absent, money is exact text. */
export function rowJson(
  row: EnergyRow,
  { events, timeText }: { readonly events: readonly LedgerEvent[]; timeText(atMs: number): string },
) {
  const { label, startMs, endMs, flows, circuits, everythingElseWh, circuitsOverWh } = row;
  const { meteringErrorWh, co2Kg, co2SavedKg } = row;
  const { selfSufficiency, selfConsumption, cost, earned, savings, measured, estimated, missing } = row;
  return {
    label,
    start: timeText(startMs),
    end: timeText(endMs),
    ...Object.fromEntries(channels.map((channel) => [channel, row[`${channel}Wh`]])),
    flows: Object.fromEntries(flowPaths.map((path) => [path, flows[`${path}Wh`]])),
    ...(circuits === undefined ? {} : { circuits: circuits.map(circuitJson) }),
    ...(everythingElseWh === undefined ? {} : { everythingElse: everythingElseWh }),
    ...(circuitsOverWh === undefined ? {} : { circuitsOver: circuitsOverWh }),
    ...(meteringErrorWh === undefined ? {} : { meteringError: meteringErrorWh }),
    selfSufficiency,
    selfConsumption,
    cost,
    earned,
    savings,
    co2: co2Kg,
    co2Saved: co2SavedKg,
    measured,
    estimated,
    missing,
    events: events.filter(({ atMs }) => atMs >= startMs && atMs < endMs).map(eventJson),
  };
}

const withoutPrice = ({ energyWh, ...one }: UnpricedEnergy) => ({ ...one, energy: energyWh });

/** The bill as JSON; amounts are exact texts. */
export function billJson({ bill, unpriced = [], assumed = [] }: ReportFigures) {
  if (bill === undefined) return undefined;
  const sum = (pick: (line: BillLine) => string): string =>
    exactMoney(bill.reduce((total, line) => total + (moneyOf(pick(line)) ?? 0n), 0n));
  return {
    lines: bill,
    net: sum(({ net }) => net),
    vat: sum(({ vat }) => vat),
    total: sum(({ amount }) => amount),
    ...(unpriced.length === 0 ? {} : { unpriced: unpriced.map(withoutPrice) }),
    ...(assumed.length === 0 ? {} : { assumed: assumed.map(withoutPrice) }),
  };
}
