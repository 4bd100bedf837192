// The numbers of a typical tariff, taken out of its text to be corrected, and put back: whoever has a bill in the hand types a price, no YAML. What is
// not understood here stays as it is; only the server decides what is valid. Pure.

/** Where a number counts. */
export type PriceGroup = 'import' | 'export' | 'standing';

/** A number of the text. */
export interface TariffPrice {
  /** Line of the text, counted from 0. */
  readonly line: number;
  readonly group: PriceGroup;
  /** As the text names it. */
  readonly name: string;
  readonly price: string;
}

const section = /^(\s*)(?:- )?([a-z_]+):\s*$/;
const priceLine = /^(\s*)(?:- )?(price|amount):\s*(-?\d+(?:\.\d+)?)\s*$/;
const nameLine = /^\s*(?:- )?name:\s*["']?(.*?)["']?\s*$/;
const groups: Readonly<Record<string, PriceGroup>> = { import: 'import', export: 'export', standing: 'standing' };
/** More than these are no form. */
const most = 12;

/** The prices in the text of a tariff, as far as they are plain numbers. */
export function pricesOf(text: string): readonly TariffPrice[] {
  const found: TariffPrice[] = [];
  let group: PriceGroup | undefined;
  let depth = 0;
  let name = '';
  for (const [line, content] of text.split('\n').entries()) {
    const opened = section.exec(content);
    const indent = opened?.[1]?.length ?? 0;
    if (opened !== null && (groups[opened[2] ?? ''] !== undefined || indent <= depth)) {
      group = groups[opened[2] ?? ''];
      depth = indent;
    }
    name = nameLine.exec(content)?.[1] ?? name;
    const price = priceLine.exec(content);
    if (group !== undefined && price !== null) found.push({ line, group, name, price: price[3] ?? '' });
  }
  return found.slice(0, most);
}

/** The text with other numbers on some of its lines. */
export function withPrices(text: string, prices: ReadonlyMap<number, number>): string {
  return text
    .split('\n')
    .map((content, line) => {
      const price = prices.get(line);
      return price === undefined ? content : content.replace(/-?\d+(?:\.\d+)?\s*$/, String(price));
    })
    .join('\n');
}

/** ISO 4217: no currency. */
export const noCurrency = 'X'.repeat(3);

const currencyLine = /^currency:\s*["']?([A-Za-z]{3})["']?\s*$/m;

/** The currency in the text. */
export const currencyOf = (text: string): string => currencyLine.exec(text)?.[1] ?? '';

/** The text in another currency. */
export const withCurrency = (text: string, currency: string): string =>
  text.replace(currencyLine, `currency: ${currency}`);
