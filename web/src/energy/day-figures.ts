// Figures that days are looked at by: what a day has of each, how it is written, and which way is the better one. Pure.
import type { EnergyRow } from '#api/ledger.ts';
import { isTooLittle } from '../flow/flow-arms.ts';
import { decimal, energiesInCells, energy, money, percent, type Quantity } from '../format.ts';
import { t } from '../words.ts';
import { billOf } from './bill.ts';
import { littleKnown } from './compared-figures.ts';
import { isKnown } from './rows.ts';
import { dayFigures, type DayFigure } from './span-search.ts';

/** Those of which a day can be better or worse than another, and whether more is better. */
const rankedFigures = [
  { id: 'pv', isMoreBetter: true },
  { id: 'selfSufficiency', isMoreBetter: true },
  { id: 'import', isMoreBetter: false },
  { id: 'bill', isMoreBetter: false },
] as const satisfies readonly { readonly id: DayFigure; readonly isMoreBetter: boolean }[];

const keys = { pv: 'pvWh', load: 'loadWh', import: 'importWh', export: 'exportWh' } as const;
const isEnergy = (id: DayFigure): id is keyof typeof keys => Object.hasOwn(keys, id);

/** What a figure is called. */
export const figureName = (id: DayFigure): string =>
  isEnergy(id) ? t(`energy.channel.${id}`) : t(`energy.figures.${id}`);

/** A figure of a day as a number: Wh, percent, or the currency; absent if it is not known. */
export function figureOf(id: DayFigure, row: EnergyRow): number | undefined {
  if (!isKnown(row)) return undefined;
  if (isEnergy(id)) return row[keys[id]];
  if (id === 'selfSufficiency') return isTooLittle(row.loadWh) ? undefined : row.selfSufficiency;
  const bill = billOf(row);
  return bill === undefined ? undefined : Number(bill);
}

/** The figures that any of some days has. */
export const figuresOf = (rows: readonly EnergyRow[]): readonly DayFigure[] =>
  dayFigures.filter((id) => rows.some((row) => figureOf(id, row) !== undefined));

/** How one value is written, as everywhere on the page. */
export function figureWords(id: DayFigure, value: number | undefined, currency: string | undefined): Quantity {
  if (isEnergy(id)) return energy(value);
  if (id === 'selfSufficiency') return percent(value);
  return money(value === undefined ? undefined : String(value), currency);
}

/** From this on an amount has no cents where there is little room. */
const muchMoney = 100;

/** How values in cells beside each other are written: in one unit, which is said elsewhere. */
export function cellWords(id: DayFigure, values: readonly (number | undefined)[]): (value: number) => string {
  if (isEnergy(id)) return energiesInCells(values);
  const isMuch = id !== 'bill' || values.some((value) => Math.abs(value ?? 0) >= muchMoney);
  return (value) => decimal(value, isMuch ? 0 : 2);
}

/** A day and its value. */
export interface RankedDay {
  /** `2026-03-01`. */
  readonly date: string;
  readonly value: number;
}

/** The best and the worst days by a figure, the best and the worst first. */
export interface Ranking {
  readonly id: DayFigure;
  readonly best: readonly RankedDay[];
  readonly worst: readonly RankedDay[];
}

const mostDays = 3;

/**
 * The best and worst of some days, by each figure. Only days that are over and known for nearly all of their time count, and no day
 * is among both; a figure that is the same on all of them says nothing.
 */
export function rankings(rows: readonly EnergyRow[]): readonly Ranking[] {
  const whole = rows.filter((row) => row.complete && littleKnown(row) === undefined);
  return rankedFigures.flatMap(({ id, isMoreBetter }) => {
    const days = whole.flatMap((row): RankedDay[] => {
      const value = figureOf(id, row);
      return value === undefined ? [] : [{ date: row.label, value }];
    });
    const sorted = days.toSorted((one, other) => (isMoreBetter ? other.value - one.value : one.value - other.value));
    const count = Math.min(mostDays, Math.floor(sorted.length / 2));
    if (count === 0 || sorted[0]?.value === sorted.at(-1)?.value) return [];
    return [{ id, best: sorted.slice(0, count), worst: sorted.slice(-count).toReversed() }];
  });
}
