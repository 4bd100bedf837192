// The one report of energy and money: buckets and pricing become units, units become rows, their exact sum and the bill. The web
// app, the API and the command line all show these figures, so that a number is the same wherever it is read.
import { recordOf } from '#core/entries.ts';
import { kilogramsOf } from './carbon.ts';
import {
  addedMoney,
  assumedOf,
  type BillLine,
  billOf,
  exactMoney,
  moneyRun,
  type MoneySum,
  type PeriodMoney,
  type Pricing,
  type UnpricedEnergy,
  unpricedOf,
} from './money/period-money.ts';
import { canBalance } from './metering/balance.ts';
import { spanFinder } from './money/span-books.ts';
import { ratiosOf } from './period-energy.ts';
import { type Period, periodsIn, type Span } from './periods.ts';
import { addedSums, type ChannelTotal, type EnergySums, sumsRun } from './sums.ts';
import {
  type Channel,
  channels,
  flowPaths,
  type EnergyBucket,
  type FlowPath,
  isOfGenerator,
  type LedgerEvent,
} from './types.ts';

/** A period that is added up and priced as one: a day, an hour, or the width of a row. */
export interface ReportUnit extends Span {
  readonly sums: EnergySums;
  readonly money: PeriodMoney;
}

/** What a row covers. */
export type RowSpan = Span & Pick<Period, 'label'>;

type GeneratorPath = Extract<FlowPath, `generator${string}`>;

/** Energy flows, Wh; those of a generator only if there is one. */
export type FlowEnergies = Readonly<
  Record<`${Exclude<FlowPath, GeneratorPath>}Wh`, number> & Partial<Record<`${GeneratorPath}Wh`, number>>
>;

/** What a circuit used in a period. */
export interface CircuitEnergy extends Pick<EnergyRow, 'measured' | 'estimated' | 'missing'> {
  /** The device that measures it. */
  readonly device: string;
  readonly energyWh: number;
  /** What fed it; what is missing to its energy has no known origin. Of a generator only if there is one; absent: nothing known. */
  readonly origins?: CircuitOrigins;
}

/** What fed a circuit, Wh. */
export interface CircuitOrigins {
  readonly pvWh: number;
  readonly batteryWh: number;
  readonly gridWh: number;
  readonly generatorWh?: number;
}

/** A period. What the home does not have, and what cannot be said (0 of 0, no tariff, nothing known), is absent. */
export interface EnergyRow {
  readonly label: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Whether the period is over and settled. */
  readonly complete: boolean;
  readonly pvWh?: number;
  readonly loadWh?: number;
  readonly importWh?: number;
  readonly exportWh?: number;
  readonly chargeWh?: number;
  readonly dischargeWh?: number;
  readonly generatorWh?: number;
  readonly flows: FlowEnergies;
  /** What circuits used of the load, by device; absent if nothing is known of any. */
  readonly circuits?: readonly CircuitEnergy[];
  /** The load that no circuit accounts for; absent without circuits or load, and where circuits used more. */
  readonly everythingElseWh?: number;
  /** What circuits used more than the whole load: they disagree. */
  readonly circuitsOverWh?: number;
  /** What the meters disagree by, summed without a sign; absent if nothing can balance. */
  readonly meteringErrorWh?: number;
  /** Percent. */
  readonly selfSufficiency?: number;
  readonly selfConsumption?: number;
  /** Exact decimal texts: what was bought, charges included, what was sold, and what was saved. */
  readonly cost?: string;
  readonly earned?: string;
  readonly savings?: { readonly pv?: string; readonly battery?: string };
  /** Emitted for what was taken from the grid; avoided by the sun. */
  readonly co2Kg?: number;
  readonly co2SavedKg?: number;
  /** Shares of the time that is over, mean of the channels: they add up to 1, or are all 0 before the period has begun. */
  readonly measured: number;
  readonly estimated: number;
  readonly missing: number;
  /** How many decisions were taken in it. */
  readonly events: number;
}

/** What all rows of a report share. */
export interface ReportFrame {
  /** What the home has; channels of the units that are not among them count as well. */
  readonly has?: readonly Channel[];
  readonly pricing: Pick<Pricing, 'tariff' | 'carbon'>;
  /** Time after this is not over yet; Infinity for readings of a file, which have no present. */
  readonly nowMs: number;
  /** Hours before this are settled. */
  readonly settledMs: number;
}

/** What a report is made of: units in order, none across the edge of a row. */
export interface ReportQuestion extends ReportFrame {
  readonly rows: readonly RowSpan[];
  readonly units: readonly ReportUnit[];
}

/** Rows in order, their exact sum and the bill. */
export interface ReportFigures {
  /** ISO 4217; absent without a tariff. */
  readonly currency?: string;
  readonly rows: readonly EnergyRow[];
  readonly total: EnergyRow;
  readonly bill?: readonly BillLine[];
  /** Energy that is not in any sum of money. */
  readonly unpriced?: readonly UnpricedEnergy[];
  /** Energy that was priced at a fallback price. */
  readonly assumed?: readonly UnpricedEnergy[];
}

/**
 * What is added up and priced as one: rows of up to an hour as they are, wider ones by their local days. Money of a day is cached,
 * and a day without data is not a unit: nothing is charged for the time before the first reading, or for days to come.
 */
export function unitSpans(rows: readonly Span[], { zone, isWide }: { zone: string; isWide: boolean }): Span[] {
  if (!isWide) return [...rows];
  return rows.flatMap((row) =>
    periodsIn(row, { kind: 'day', zone }).map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, row.startMs),
      endMs: Math.min(endMs, row.endMs),
    })),
  );
}

/** Units that are made as their buckets pass. */
export interface UnitRun {
  /** The next bucket; those outside the spans are followed for the money's sake. */
  add(bucket: EnergyBucket): void;
  /** No more buckets follow. */
  finish(events: readonly LedgerEvent[]): ReportUnit[];
}

/** Follows buckets and makes the units of spans in order, priced in one go with what came before. Errors: `tariff.invalid`. */
export function unitRun(spans: readonly Span[], pricing: Pricing): UnitRun {
  const money = moneyRun(pricing, spans);
  const sums = spans.map(() => sumsRun());
  const find = spanFinder(spans);
  return {
    add(bucket) {
      money.add(bucket);
      sums[find(bucket.startMs)]?.add(bucket);
    },
    finish(events) {
      const moneys = money.finish();
      return spans.flatMap(({ startMs, endMs }, index) => {
        const span = { startMs, endMs };
        const [own, cost] = [sums[index], moneys[index]];
        if (own === undefined || cost === undefined) return [];
        return [{ ...span, sums: own.sums(eventsIn(events, span)), money: cost }];
      });
    },
  };
}

/** How many decisions fall into a span. */
export const eventsIn = (events: readonly LedgerEvent[], { startMs, endMs }: Span): number =>
  events.filter(({ atMs }) => atMs >= startMs && atMs < endMs).length;

/** Percents have six decimals: enough to show, and the same on every machine. */
const rounded = (value: number): number => Number(value.toFixed(6));

function sharesOf(
  { startMs, endMs }: Span,
  all: readonly ChannelTotal[],
  { nowMs }: ReportFrame,
): Pick<EnergyRow, 'measured' | 'estimated' | 'missing'> {
  const passedMs = Math.min(endMs, nowMs) - startMs;
  if (passedMs <= 0) return { measured: 0, estimated: 0, missing: 0 };
  const wholeMs = passedMs * Math.max(1, all.length);
  const measured = Math.min(1, all.reduce((sum, [, measuredMs]) => sum + measuredMs, 0) / wholeMs);
  const estimated = Math.min(1 - measured, all.reduce((sum, [, , estimatedMs]) => sum + estimatedMs, 0) / wholeMs);
  return { measured, estimated, missing: Math.max(0, 1 - measured - estimated) };
}

/** What fed a circuit. */
function circuitOrigins(device: string, { channels: known, origins = {} }: EnergySums): Pick<CircuitEnergy, 'origins'> {
  const own = origins[device];
  if (own === undefined) return {};
  const [pv, battery, generator, grid] = own;
  const ofGenerator = known.generator === undefined ? {} : { generatorWh: generator / 1000 };
  return { origins: { pvWh: pv / 1000, batteryWh: battery / 1000, gridWh: grid / 1000, ...ofGenerator } };
}

/** Circuits, and what the home used besides them. */
function circuitColumns(
  span: Span,
  sums: EnergySums,
  frame: ReportFrame,
): Pick<EnergyRow, 'circuits' | 'everythingElseWh' | 'circuitsOverWh'> {
  const { channels: known, circuits = {} } = sums;
  const all = Object.entries(circuits).sort(([left], [right]) => (left < right ? -1 : 1));
  if (all.length === 0) return {};
  const rows = all.map(([device, total]) => ({
    device,
    energyWh: total[0] / 1000,
    ...circuitOrigins(device, sums),
    ...sharesOf(span, [total], frame),
  }));
  const load = known.load?.[0];
  if (load === undefined) return { circuits: rows };
  const rest = load - all.reduce((sum, [, [energy]]) => sum + energy, 0);
  return { circuits: rows, ...(rest < 0 ? { circuitsOverWh: -rest / 1000 } : { everythingElseWh: rest / 1000 }) };
}

/** Shares of load and sun, percent, as every view says them; a home without a load, or with only a load, has none. */
export function ratiosOfSums({
  channels: known,
  flows,
}: EnergySums): Pick<EnergyRow, 'selfSufficiency' | 'selfConsumption'> {
  if (known.load === undefined || Object.keys(known).length < 2) return {};
  const { selfSufficiency, selfConsumption } = ratiosOf(recordOf(flowPaths, (_, index) => flows[index] ?? 0));
  return {
    ...(selfSufficiency === undefined ? {} : { selfSufficiency: rounded(selfSufficiency) }),
    ...(selfConsumption === undefined ? {} : { selfConsumption: rounded(selfConsumption) }),
  };
}

/** Whether there is nothing at all to be paid for; if nothing is known a 0 would be a guess. */
const isNothing = ({ cost, earned, pv, battery, grid, avoided }: MoneySum): boolean =>
  [cost, earned, pv, battery, grid, avoided].every((amount) => amount === 0n);

function moneyColumns(money: MoneySum, known: EnergySums, frame: ReportFrame): Partial<EnergyRow> {
  if (Object.keys(known.channels).length === 0 && isNothing(money)) return {};
  const { has = [], pricing } = frame;
  const doesHave = (channel: Channel): boolean => has.includes(channel);
  const savings = {
    ...(doesHave('pv') ? { pv: exactMoney(money.pv) } : {}),
    ...(doesHave('discharge') ? { battery: exactMoney(money.battery) } : {}),
  };
  const hasFuel = pricing.tariff?.versions.some(({ generator = [] }) => generator.length > 0) === true;
  const isPriced = pricing.tariff !== undefined && (doesHave('import') || (hasFuel && doesHave('generator')));
  return {
    ...(isPriced ? { cost: exactMoney(money.cost) } : {}),
    ...(isPriced && doesHave('export') ? { earned: exactMoney(money.earned) } : {}),
    ...(isPriced && Object.keys(savings).length > 0 ? { savings } : {}),
    ...(pricing.carbon !== undefined && doesHave('import') ? { co2Kg: kilogramsOf(money.grid) } : {}),
    ...(pricing.carbon !== undefined && doesHave('pv') ? { co2SavedKg: kilogramsOf(money.avoided) } : {}),
  };
}

/** Sums without the channels about which nothing is known in the whole time: of those there is no energy, not even none. */
export function knownSums(sums: EnergySums): EnergySums {
  const isKnown = ([, [energy, measuredMs, estimatedMs]]: readonly [string, ChannelTotal]): boolean =>
    energy !== 0 || measuredMs + estimatedMs > 0;
  return { ...sums, channels: Object.fromEntries(Object.entries(sums.channels).filter(isKnown)) };
}

/** What shares of time are the mean of: the channels; a home of which only circuits are metered has those. */
const totalsOf = ({ channels: known, circuits = {} }: EnergySums): readonly ChannelTotal[] =>
  Object.values(Object.keys(known).length === 0 ? circuits : known);

const energyOfSums = ({ channels: known }: EnergySums): Partial<Record<Channel, number>> =>
  Object.fromEntries(Object.entries(known).map(([channel, [energy]]) => [channel, energy]));

const flowName = (path: FlowPath): `${FlowPath}Wh` => `${path}Wh`;

/** The row of some units. */
export function rowOf(span: RowSpan, units: readonly ReportUnit[], frame: ReportFrame): EnergyRow {
  const all = addedSums(units.map((unit) => unit.sums));
  const sums = knownSums(all);
  const money = addedMoney(units.map((unit) => unit.money));
  const energies: Partial<Record<`${Channel}Wh`, number>> = {};
  for (const channel of channels) {
    const own = sums.channels[channel];
    if (own !== undefined) energies[`${channel}Wh`] = own[0] / 1000;
  }
  const flows = Object.fromEntries(
    flowPaths.flatMap((path, index) =>
      isOfGenerator(path) && sums.channels.generator === undefined
        ? []
        : [[flowName(path), (sums.flows[index] ?? 0) / 1000]],
    ),
  ) as FlowEnergies;
  return {
    label: span.label,
    startMs: span.startMs,
    endMs: span.endMs,
    complete: span.endMs <= frame.settledMs,
    ...energies,
    flows,
    ...circuitColumns(span, sums, frame),
    ...(canBalance(energyOfSums(sums)) ? { meteringErrorWh: sums.error / 1000 } : {}),
    ...ratiosOfSums(sums),
    ...moneyColumns(money, all, frame),
    ...sharesOf(span, totalsOf(all), frame),
    events: sums.events,
  };
}

/** The channels that any unit knows, and those the frame names, in the usual order. */
export function channelsOf(units: readonly ReportUnit[], has: readonly Channel[] = []): Channel[] {
  return channels.filter(
    (channel) => has.includes(channel) || units.some(({ sums }) => sums.channels[channel] !== undefined),
  );
}

/** The report of some units. */
export function reportOf(question: ReportQuestion): ReportFigures {
  const { rows: spans, units, pricing } = question;
  const frame = { ...question, has: channelsOf(units, question.has) };
  let next = 0;
  const rows = spans.map((span) => {
    const from = next;
    while ((units[next]?.startMs ?? span.endMs) < span.endMs) next += 1;
    return rowOf(span, units.slice(from, next), frame);
  });
  const whole = { startMs: spans[0]?.startMs ?? 0, endMs: spans.at(-1)?.endMs ?? 0, label: 'total' };
  const all = units.map(({ money }) => money);
  const [unpriced, assumed] = [unpricedOf(all), assumedOf(all)];
  const currency = pricing.tariff?.currency;
  return {
    ...(currency === undefined ? {} : { currency, bill: billOf(all, currency) }),
    rows,
    total: rowOf(whole, units, frame),
    ...(unpriced.length === 0 ? {} : { unpriced }),
    ...(assumed.length === 0 ? {} : { assumed }),
  };
}
