// Fixed-point numbers for money. A price has 12 decimals, an amount 18, energy 6 (mWh as kWh): price × energy is exact, so amounts
// only ever lose digits where a price is made (VAT, markup in percent) or shown.

/** An amount of money, 10⁻¹⁸ of the currency's unit. */
export type Money = bigint;

/** A price per kilowatt-hour or kilowatt, 10⁻¹² of the currency's unit. */
export type Price = bigint;

/** A percentage, 10⁻⁶ percent. */
export type Percent = bigint;

const priceDigits = 12;
const moneyDigits = 18;
const percentDigits = 6;
const wholePercent = 100n * 10n ** BigInt(percentDigits);

const shape = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?(?:e([+-]?\d{1,2}))?$/i;

/** Quotient to the nearest, halves away from zero; `of[1]` is above 0. */
export function divided(of: readonly [bigint, bigint]): bigint {
  const [whole, by] = of;
  const half = by / 2n;
  return whole < 0n ? -((-whole + half) / by) : (whole + half) / by;
}

/** Quotient rounded down, also below zero; `of[1]` is above 0. */
export function flooredQuotient(of: readonly [bigint, bigint]): bigint {
  const [whole, by] = of;
  const quotient = whole / by;
  return whole % by < 0n ? quotient - 1n : quotient;
}

/** A decimal number (`-0.085`, `1.5e-3`) times 10^digits, to the nearest; absent if the text is not such a number. */
function fixed(text: string, digits: number): bigint | undefined {
  const [, sign, whole = '', part = '', exponent = '0'] = shape.exec(text.trim()) ?? [];
  if (sign === undefined || whole + part === '') return undefined;
  const power = digits - part.length + Number(exponent);
  const digitsOf = BigInt(whole + part);
  const size = power >= 0 ? digitsOf * 10n ** BigInt(power) : divided([digitsOf, 10n ** BigInt(-power)]);
  return sign === '-' ? -size : size;
}

/** A price from a number as people write it; absent if it is not one. */
export const priceOf = (text: string | number): Price | undefined => fixed(String(text), priceDigits);

/** An amount from a number as people write it; absent if it is not one. */
export const moneyOf = (text: string | number): Money | undefined => fixed(String(text), moneyDigits);

/** A percentage from a number as people write it; absent if it is not one. */
export const percentOf = (text: string | number): Percent | undefined => fixed(String(text), percentDigits);

/** What a percentage of a price or an amount is, to the nearest. */
export const shareOf = (of: { readonly amount: bigint; readonly percent: Percent }): bigint =>
  divided([of.amount * of.percent, wholePercent]);

/** A price or an amount split up: net and value-added tax; the two are exactly what was or will be paid. */
export interface Taxed {
  readonly net: bigint;
  readonly vat: bigint;
}

/** Splits or adds value-added tax. */
export function taxed(amount: bigint, { percent, included }: { percent: Percent; included: boolean }): Taxed {
  if (!included) return { net: amount, vat: shareOf({ amount, percent }) };
  const net = divided([amount * wholePercent, wholePercent + percent]);
  return { net, vat: amount - net };
}

/** What an energy (mWh) or a power (mW) costs: exact. */
export const costAt = (price: Price, quantity: number): Money => price * BigInt(quantity);

function shown(value: bigint, digits: readonly [stored: number, shown: number]): string {
  const [stored, wanted] = digits;
  const rounded = wanted >= stored ? value : divided([value, 10n ** BigInt(stored - wanted)]);
  const places = Math.min(stored, wanted);
  const text = (rounded < 0n ? -rounded : rounded).toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  return `${rounded < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${text.slice(-places)}`}`;
}

/** An amount for people, rounded to so many decimals (2); the only place where amounts are rounded. */
export const moneyText = (money: Money, digits = 2): string => shown(money, [moneyDigits, digits]);

/** A price for people, rounded to so many decimals (4). */
export const priceText = (price: Price, digits = 4): string => shown(price, [priceDigits, digits]);

/** A percentage for people, with as many decimals as it has. */
export const percentText = (percent: Percent): string =>
  shown(percent, [percentDigits, percentDigits]).replace(/\.?0+$/, '');

/** A price as a number of money per kWh; for comparing and showing, not for adding up. */
export const priceNumber = (price: Price): number => Number(shown(price, [priceDigits, 9]));

/** An amount as a number for charts: accurate enough to draw, never to add up. */
export const moneyNumber = (money: Money): number => Number(shown(money, [moneyDigits, 9]));
