// The figures of a period beside those of another one, with what is more and what is less in words.
import type { EnergyRow } from '#api/ledger.ts';
import { isTooLittle } from '../flow/flow-arms.ts';
import { energy, inWords, mass, money, percent, type Quantity } from '../format.ts';
import { t } from '../words.ts';
import { billOf } from './bill.ts';
import { changeOf, type Comparison } from './compare.ts';
import { isKnown } from './rows.ts';
import type { Span } from './span.ts';

/** Figures that are compared, in their order. */
const comparedIds = [
  'selfSufficiency',
  'selfConsumption',
  'pv',
  'load',
  'import',
  'export',
  'charge',
  'discharge',
  'generator',
  'bill',
  'cost',
  'earned',
  'savedPv',
  'savedBattery',
  'co2',
  'co2Saved',
] as const;
/** One of them. */
export type ComparedId = (typeof comparedIds)[number];

/** A figure of both. */
export interface ComparedFigure {
  readonly id: ComparedId;
  readonly label: string;
  readonly own: Quantity;
  readonly other: Quantity;
  /** `12 % less than the day before`; absent if either is not known. */
  readonly change?: string;
  /** The same in a table, whose head says than what: `12 % less`. */
  readonly shortChange?: string;
}

/** The two, over the same length of time. */
export interface ComparedPair {
  readonly own: EnergyRow;
  readonly other: EnergyRow;
  readonly currency: string | undefined;
}

const energyKeys = {
  pv: 'pvWh',
  load: 'loadWh',
  import: 'importWh',
  export: 'exportWh',
  charge: 'chargeWh',
  discharge: 'dischargeWh',
  generator: 'generatorWh',
} as const;

const isEnergy = (id: ComparedId): id is keyof typeof energyKeys => Object.hasOwn(energyKeys, id);

/** What a figure is: its number, how numbers of its kind are written, and its name. */
function valueOf(id: ComparedId, row: EnergyRow): number | undefined {
  if (!isKnown(row)) return undefined;
  if (isEnergy(id)) return row[energyKeys[id]];
  const numberOf = (amount: string | undefined): number | undefined =>
    amount === undefined ? undefined : Number(amount);
  switch (id) {
    case 'selfSufficiency':
      return isTooLittle(row.loadWh) ? undefined : row.selfSufficiency;
    case 'selfConsumption':
      return isTooLittle(row.pvWh) ? undefined : row.selfConsumption;
    case 'bill':
      return numberOf(billOf(row));
    case 'cost':
      return numberOf(row.cost);
    case 'earned':
      return numberOf(row.earned);
    case 'savedPv':
      return numberOf(row.savings?.pv);
    case 'savedBattery':
      return numberOf(row.savings?.battery);
    case 'co2':
      return row.co2Kg;
    case 'co2Saved':
      return row.co2SavedKg;
  }
}

const isShare = (id: ComparedId): boolean => id === 'selfSufficiency' || id === 'selfConsumption';

function quantityOf(id: ComparedId, value: number | undefined, currency: string | undefined): Quantity {
  if (isEnergy(id)) return energy(value);
  if (isShare(id)) return percent(value);
  if (id === 'co2' || id === 'co2Saved') return mass(value);
  return money(value === undefined ? undefined : String(value), currency);
}

const labelOf = (id: ComparedId): string => (isEnergy(id) ? t(`energy.channel.${id}`) : t(`energy.figures.${id}`));

/** `than the day before`, `than a year earlier`. */
export function thanText(span: Pick<Span, 'width'>, comparison: Comparison): string {
  const width = span.width === 'all' ? 'year' : span.width;
  return comparison === 'year' && width !== 'year'
    ? t('energy.compare.than-year')
    : t('energy.compare.than', { width });
}

interface WordsOptions {
  readonly currency: string | undefined;
  readonly than: string;
}

/** How much more or less it is: points of a share, percent, or, where a share would mislead, the amount itself. */
function sizeText(id: ComparedId, { own, other }: Known, currency: string | undefined): string | undefined {
  const words = (value: number): string => inWords(quantityOf(id, value, currency));
  if (words(own) === words(other)) return undefined;
  // As the rounded figures say.
  if (isShare(id)) return t('energy.compare.points', { count: Math.abs(Math.round(own) - Math.round(other)) });
  const { amount, percent: part } = changeOf(own, other) ?? { amount: 0 };
  // Of an amount below 0 (a bill in somebody's favour) a share could be read either way.
  if (part === undefined || own < 0 || other < 0) return words(Math.abs(amount));
  const rounded = Math.round(Math.abs(part));
  return rounded === 0 ? undefined : inWords(percent(rounded));
}

interface Known {
  readonly own: number;
  readonly other: number;
}

function changeText(id: ComparedId, known: Known, { currency, than }: WordsOptions) {
  const amount = sizeText(id, known, currency);
  if (amount === undefined) return { change: t('energy.compare.same'), shortChange: t('energy.compare.same') };
  return known.own > known.other
    ? { change: t('energy.compare.more', { amount, than }), shortChange: t('energy.compare.more-short', { amount }) }
    : { change: t('energy.compare.less', { amount, than }), shortChange: t('energy.compare.less-short', { amount }) };
}

/** All figures that either of the two has. */
export function comparedFigures({ own, other, currency }: ComparedPair, than: string): readonly ComparedFigure[] {
  return comparedIds.flatMap((id) => {
    const [mine, theirs] = [valueOf(id, own), valueOf(id, other)];
    if (mine === undefined && theirs === undefined) return [];
    const figure = {
      id,
      label: labelOf(id),
      own: quantityOf(id, mine, currency),
      other: quantityOf(id, theirs, currency),
    };
    if (mine === undefined || theirs === undefined) return [figure];
    return [{ ...figure, ...changeText(id, { own: mine, other: theirs }, { currency, than }) }];
  });
}

/** Below this share of the time a figure of one of them says little about it. */
const wellKnown = 0.9;

/** How much of the time of the two is known, if it is little. */
export function littleKnown({ measured, estimated }: EnergyRow): number | undefined {
  const known = measured + estimated;
  return known < wellKnown ? known : undefined;
}
