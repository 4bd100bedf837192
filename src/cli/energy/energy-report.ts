// Rows of energy, money and emissions from buckets, and their exact sum: what `solstead energy` prints.
import { carbonOf, type CarbonRule, type Mass } from '#energy/carbon.ts';
import { costOf, type Cost, type CostQuestion } from '#energy/money/cost.ts';
import { moneyNumber, moneyText } from '#energy/money/decimal.ts';
import { bucketsIn, energyOf, type PeriodEnergy } from '#energy/period-energy.ts';
import type { Span } from '#energy/periods.ts';
import { withoutBattery, withoutPv } from '#energy/savings.ts';
import { channels, flowPaths, type Channel, type EnergyBucket, type LedgerEvent, type MilliWh } from '#energy/types.ts';
import type { RowSpan } from './energy-span.ts';

/** What rows are made of. */
export interface ReportQuestion {
  readonly buckets: readonly EnergyBucket[];
  readonly events: readonly LedgerEvent[];
  readonly has: readonly Channel[];
  readonly span: Span;
  readonly rows: readonly RowSpan[];
  /** ISO 8601 with the offset of the zone. */
  timeText(atMs: number): string;
  readonly money?: Omit<CostQuestion, 'buckets' | 'span'>;
  readonly carbon?: CarbonRule;
  readonly onProgress?: (share: number) => void;
}

/** A row; energy in watt-hours with whole milliwatt-hours, what the home does not have is absent. */
export type EnergyRow = Partial<Record<Channel, number>> & {
  readonly label: string;
  readonly start: string;
  readonly end: string;
  readonly flows: Readonly<Record<string, number>>;
  readonly meteringError: number;
  /** Percent. */
  readonly autarky?: number;
  readonly selfConsumption?: number;
  /** In the currency: bought energy and charges; what was sold. */
  readonly cost?: number;
  readonly earned?: number;
  readonly savings?: { readonly pv?: number; readonly battery?: number };
  /** Kilograms emitted for what was taken, and avoided by the sun. */
  readonly co2?: number;
  readonly co2Saved?: number;
  /** Shares of the time, 0 to 1, mean of the channels; together they are 1. */
  readonly measured: number;
  readonly estimated: number;
  readonly missing: number;
  readonly events: readonly LedgerEvent[];
};

/** Rows, their sum and the bill. */
export interface EnergyReport {
  readonly rows: readonly EnergyRow[];
  readonly total: EnergyRow;
  readonly cost?: Cost;
}

/** Energy in watt-hours. */
export const wattHours = (energy: MilliWh): number => energy / 1000;

function shares({
  channels: sums,
  startMs,
  endMs,
}: PeriodEnergy): Pick<EnergyRow, 'measured' | 'estimated' | 'missing'> {
  const all = Object.values(sums);
  const whole = Math.max(1, all.length * (endMs - startMs));
  const share = (times: readonly number[]): number =>
    Number((times.reduce((sum, one) => sum + one, 0) / whole).toFixed(6));
  if (all.length === 0) return { measured: 0, estimated: 0, missing: 1 };
  return {
    measured: share(all.map(({ measuredMs }) => measuredMs)),
    estimated: share(all.map(({ estimatedMs }) => estimatedMs)),
    missing: share(all.map(({ missingMs }) => missingMs)),
  };
}

const percent = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(3));

/** What was sold, which stands in a bill below 0. */
const earnedIn = ({ lines }: Cost): bigint =>
  lines.filter(({ kind }) => kind === 'export').reduce((sum, { amount }) => sum - amount, 0n);

interface Courses {
  readonly actual: readonly EnergyBucket[];
  readonly pv?: readonly EnergyBucket[];
  readonly battery?: readonly EnergyBucket[];
}

/** Whether a bill of a part needs what was before it: tiers and peaks count from the billing day. */
function needsPast({ tariff }: Omit<CostQuestion, 'buckets' | 'span'>): boolean {
  return tariff.versions.some(
    ({ demand, ...version }) =>
      demand.length > 0 || [...version.import, ...version.export].some(({ kind }) => kind === 'tiered'),
  );
}

function moneyOf({ money, has }: ReportQuestion, courses: Courses, span: Span) {
  if (money === undefined || !has.includes('import')) return {};
  const hasPast = needsPast(money);
  const bill = (all: readonly EnergyBucket[]): Cost =>
    costOf({ ...money, span, buckets: hasPast ? all : bucketsIn(all, span) });
  const actual = bill(courses.actual);
  const earned = earnedIn(actual);
  const saved = (course: readonly EnergyBucket[] | undefined, key: 'pv' | 'battery') =>
    course === undefined ? {} : { [key]: moneyNumber(bill(course).total - actual.total) };
  const savings = { ...saved(courses.pv, 'pv'), ...saved(courses.battery, 'battery') };
  return {
    bill: actual,
    row: {
      cost: moneyNumber(actual.total + earned),
      ...(has.includes('export') ? { earned: moneyNumber(earned) } : {}),
      ...(Object.keys(savings).length === 0 ? {} : { savings }),
    },
  };
}

const nanogramsAKilogram = 1e12;
/** Unrounded, so that rows add up. */
const kilograms = (mass: Mass): number => Number(mass) / nanogramsAKilogram;

function carbonRow({ carbon, buckets, has }: ReportQuestion, span: Span): Pick<EnergyRow, 'co2' | 'co2Saved'> {
  if (carbon === undefined) return {};
  const { grid, avoided } = carbonOf(buckets, carbon, span);
  return {
    ...(has.includes('import') ? { co2: kilograms(grid) } : {}),
    ...(has.includes('pv') ? { co2Saved: kilograms(avoided) } : {}),
  };
}

function rowOf(question: ReportQuestion, courses: Courses, span: RowSpan): { row: EnergyRow; bill?: Cost } {
  const energy = energyOf({ buckets: question.buckets, span, channels: question.has, events: question.events });
  const sums = channels.flatMap((channel) => {
    const sum = energy.channels[channel];
    return sum === undefined ? [] : [[channel, wattHours(sum.energy)] as const];
  });
  const { bill, row: money = {} } = moneyOf(question, courses, span);
  const autarky = percent(energy.autarky);
  const selfConsumption = percent(energy.selfConsumption);
  const isFlow = question.has.includes('load') && question.has.length > 1;
  const row: EnergyRow = {
    label: span.label,
    start: question.timeText(span.startMs),
    end: question.timeText(span.endMs),
    ...Object.fromEntries(sums),
    flows: Object.fromEntries(flowPaths.map((path) => [path, wattHours(energy.flows[path])])),
    meteringError: wattHours(energy.meteringError),
    ...(autarky === undefined || !isFlow ? {} : { autarky }),
    ...(selfConsumption === undefined || !isFlow ? {} : { selfConsumption }),
    ...money,
    ...carbonRow(question, span),
    ...shares(energy),
    events: energy.events,
  };
  return { row, ...(bill === undefined ? {} : { bill }) };
}

/** The rows of a report and their sum. */
export function reportOf(question: ReportQuestion): EnergyReport {
  const { buckets, has, span } = question;
  const isCosted = question.money !== undefined;
  const courses: Courses = {
    actual: buckets,
    ...(isCosted && has.includes('pv') ? { pv: withoutPv(buckets) } : {}),
    ...(isCosted && has.includes('discharge') ? { battery: withoutBattery(buckets) } : {}),
  };
  const rows = question.rows.map((one, index) => {
    question.onProgress?.(index / question.rows.length);
    return rowOf(question, courses, one).row;
  });
  const { row: total, bill } = rowOf(question, courses, { ...span, label: 'total' });
  return { rows, total, ...(bill === undefined ? {} : { cost: bill }) };
}

/** The bill as people and programs read it; amounts are exact texts. */
export function billOf({ lines, net, vat, total, unpriced }: Cost) {
  const exact = (amount: bigint): string => moneyText(amount, 18).replace(/\.?0+$/, '');
  return {
    lines: lines.map(({ kind, name, window, why, amount, ...line }) => ({
      kind,
      name,
      ...(window === '' ? {} : { window }),
      net: exact(line.net),
      vat: exact(line.vat),
      amount: exact(amount),
      why,
    })),
    net: exact(net),
    vat: exact(vat),
    total: exact(total),
    ...(unpriced.length === 0
      ? {}
      : { unpriced: unpriced.map(({ side, name, energy, why }) => ({ side, name, energy: wattHours(energy), why })) }),
  };
}
