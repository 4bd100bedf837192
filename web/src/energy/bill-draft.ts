// A bill and a plant as a person types them, and as they are saved.
import type { Bill, Plant } from '#api/bills.ts';
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

/** A decimal number with a comma or a point, as a text with a point; undefined if it is not one. */
function numberOf(entry: string, isSigned = false): string | undefined {
  const text = entry.trim().replace(',', '.').replace('−', '-');
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
