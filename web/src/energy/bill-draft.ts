// A bill and a plant as a person types them, and as they are saved.
import type { Bill, Plant } from '#api/bills.ts';
import { locale } from '../words.ts';
import { isDate } from './span.ts';

/** What stands in the fields of a bill; energy in kilowatt-hours. */
export interface BillDraft {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly bought: string;
  /** Empty: the bill does not say. */
  readonly sold: string;
  readonly amount: string;
}

/** What stands in the fields of the plant. */
export interface PlantDraft {
  readonly price: string;
  /** Empty: none. */
  readonly subsidies: string;
  readonly since: string;
}

/** Groups of three digits, as bills print `3.456 kWh` where the point is no decimal sign, taken together. */
function ungrouped(text: string, tag: string): string {
  const parts = new Intl.NumberFormat(tag).formatToParts(1234567.8);
  const signOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const [group, decimal] = [signOf('group'), signOf('decimal')];
  const tight = text.replaceAll(/[\s’'](?=\d{3}(?!\d))/g, '');
  const [whole = '', ...rest] = group === '.' || group === ',' ? tight.split(decimal) : [];
  const isGrouped = rest.length <= 1 && whole.includes(group) && /^-?\d{1,3}(?:[.,]\d{3})+$/.test(whole);
  return isGrouped ? [whole.replaceAll(group, ''), ...rest].join(decimal) : tight;
}

/** A decimal number as the reader's country writes it, or with a comma or a point, as a text with a point; undefined if it is not one. */
export function numberOf(entry: string, isSigned = false, tag = locale()): string | undefined {
  const text = ungrouped(entry.trim().replace('−', '-'), tag).replace(',', '.');
  const shape = isSigned ? /^-?\d{1,12}(\.\d{1,6})?$/ : /^\d{1,12}(\.\d{1,6})?$/;
  return shape.test(text) ? text : undefined;
}

const wattHours = (kilo: string): number => Math.round(Number(kilo) * 1e6) / 1000;

/** The fields of a bill that cannot be saved as they are. */
export function billProblems(draft: BillDraft): readonly (keyof BillDraft)[] {
  const { firstDay, lastDay, bought, sold, amount } = draft;
  return [
    ...(isDate(firstDay) ? [] : (['firstDay'] as const)),
    ...(isDate(lastDay) && lastDay >= firstDay ? [] : (['lastDay'] as const)),
    ...(numberOf(bought) === undefined ? (['bought'] as const) : []),
    ...(sold.trim() === '' || numberOf(sold) !== undefined ? [] : (['sold'] as const)),
    ...(numberOf(amount, true) === undefined ? (['amount'] as const) : []),
  ];
}

/** The bill, with an id that none of `taken` has; only of a draft without problems. */
export function billOfDraft({ firstDay, lastDay, bought, sold, amount }: BillDraft, taken: readonly string[]): Bill {
  const name = `bill-${firstDay}`;
  let id = name;
  for (let next = 2; taken.includes(id); next += 1) id = `${name}-${next}`;
  const exportKwh = numberOf(sold);
  return {
    id,
    firstDay,
    lastDay,
    importWh: wattHours(numberOf(bought) ?? '0'),
    ...(exportKwh === undefined ? {} : { exportWh: wattHours(exportKwh) }),
    amount: numberOf(amount, true) ?? '0',
  };
}

/** The fields of a plant that cannot be saved as they are; it has begun by `today`. */
export function plantProblems({ price, subsidies, since }: PlantDraft, today: string): readonly (keyof PlantDraft)[] {
  return [
    ...(numberOf(price) === undefined ? (['price'] as const) : []),
    ...(subsidies.trim() === '' || numberOf(subsidies) !== undefined ? [] : (['subsidies'] as const)),
    ...(isDate(since) && since <= today ? [] : (['since'] as const)),
  ];
}

/** The plant; only of a draft without problems. */
export function plantOfDraft({ price, subsidies, since }: PlantDraft): Plant {
  const given = numberOf(subsidies);
  return { price: numberOf(price) ?? '0', ...(given === undefined ? {} : { subsidies: given }), since };
}
