// Numbers for people: the only file that turns base units into kilo and spells a unit.
// Everything is written as the reader's country does; what is not known is a dash, never 0.
import { locale, t } from './words.ts';

/** A number and its unit, separately, so that the unit can be set smaller. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** Unit of the powers of a home. */
export const powerUnit = 'W';
/** Unit of energies. */
export const energyUnit = 'Wh';
/** Unit energies are typed in. */
export const kiloEnergyUnit = 'kWh';
/** Unit of levels and shares. */
export const percentUnit = '%';

/** Shown for a value that is not known. */
const unknown: Quantity = { value: '–', unit: '' };

const formats = new Map<string, Intl.NumberFormat>();

/** A number with a fixed count of decimals as the reader's country writes it. */
export function decimal(value: number, digits = 0): string {
  const key = `${locale()} ${digits}`;
  let format = formats.get(key);
  if (format === undefined) {
    // `negative` writes no sign before a value that rounds to zero.
    format = new Intl.NumberFormat(locale(), {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: 'negative',
    });
    formats.set(key, format);
  }
  return format.format(value).replace('-', '−');
}

/** Three digits that matter: 1.24, 12.4, 124. */
function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size < 9.995) return decimal(value, 2);
  return decimal(value, size < 99.95 ? 1 : 0);
}

function scaled(value: number | undefined, unit: string): Quantity {
  if (value === undefined || !Number.isFinite(value)) return unknown;
  const size = Math.abs(value);
  if (size < 999.5) return { value: decimal(value), unit };
  if (size < 999_500) return { value: threeDigits(value / 1000), unit: `k${unit}` };
  return { value: threeDigits(value / 1e6), unit: `M${unit}` };
}

/** Power from W. */
export const power = (watts: number | undefined): Quantity => scaled(watts, powerUnit);

/** Energy from Wh; from 100 Wh on in kWh, because a day's bill is in kWh. */
export function energy(wattHours: number | undefined): Quantity {
  if (wattHours === undefined || !Number.isFinite(wattHours)) return unknown;
  const size = Math.abs(wattHours);
  return size >= 99.5 && size < 999.5 ? { value: decimal(wattHours / 1000, 2), unit: 'kWh' } : scaled(wattHours, 'Wh');
}

/** Writes all values of a column in one unit, that of the largest; units that are never scaled as usual. */
export function inOneUnit(
  values: readonly (number | undefined)[],
  { unit, metric = '' }: { readonly unit: string; readonly metric?: string },
): (value: number | undefined) => Quantity {
  const largest = values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const scale = [1e6, 1000, 1].find((each) => largest >= 0.9995 * each) ?? 1;
  // A day's bill is in kWh.
  const used = unit === energyUnit && scale === 1 && largest >= 99.5 ? 1000 : scale;
  if (!powerUnits.has(unit) || used === 1) return (value) => reading(value, unit, metric);
  const prefix = used === 1000 ? 'k' : 'M';
  return (value) =>
    value === undefined || !Number.isFinite(value)
      ? unknown
      : { value: decimal(value / used, 2), unit: `${prefix}${unit}` };
}

/** Writes energies beside each other where there is little room: in the unit of the largest, which is said elsewhere, and three digits of it. */
export function energiesInCells(wattHours: readonly (number | undefined)[]): (value: number) => string {
  const largest = wattHours.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const scale = largest >= 999_500 ? 1e6 : largest >= 99.5 ? 1000 : 1;
  const digits = scale === 1 ? 0 : [9.995, 99.95].filter((edge) => largest / scale < edge).length;
  return (value) => decimal(value / scale, digits);
}

/** Percent from a number of 0 to 100. */
export function percent(value: number | undefined, digits = 0): Quantity {
  return value === undefined || !Number.isFinite(value)
    ? unknown
    : { value: decimal(value, digits), unit: percentUnit };
}

/** Percent from a share of 0 to 1. */
export const share = (part: number | undefined): Quantity => percent(part === undefined ? undefined : part * 100);

/** Money from an exact decimal text, in the currency (ISO 4217) and the browser's language. */
export function money(amount: string | undefined, currency: string | undefined): Quantity {
  if (amount === undefined || currency === undefined) return unknown;
  const key = `${locale()} ${currency}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale(), { style: 'currency', currency, signDisplay: 'negative' });
    formats.set(key, format);
  }
  return { value: format.format(Number(amount)).replace('-', '−'), unit: '' };
}

/** The price of one unit, with four decimals: prices of energy are fractions of a cent. */
export function price(amount: string, currency: string | undefined): string {
  if (currency === undefined) return amount;
  const digits = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
  const format = new Intl.NumberFormat(locale(), { style: 'currency', currency, ...digits });
  return format.format(Number(amount)).replace('-', '−');
}

/** Mass from kg; from a tonne on in t. */
export function mass(kilograms: number | undefined): Quantity {
  if (kilograms === undefined || !Number.isFinite(kilograms)) return unknown;
  return Math.abs(kilograms) < 999.5
    ? { value: threeDigits(kilograms), unit: 'kg' }
    : { value: threeDigits(kilograms / 1000), unit: 't' };
}

/** Size of a file from bytes: kB, MB or GB of 1000. */
export function fileSize(bytes: number): Quantity {
  if (bytes < 999_500) return { value: decimal(Math.ceil(bytes / 1000)), unit: 'kB' };
  if (bytes < 999_500_000) return { value: threeDigits(bytes / 1e6), unit: 'MB' };
  return { value: threeDigits(bytes / 1e9), unit: 'GB' };
}

/** A count of things, with one decimal while there are few. */
export function count(things: number | undefined): Quantity {
  if (things === undefined || !Number.isFinite(things)) return unknown;
  return { value: decimal(things, Math.abs(things) < 9.95 ? 1 : 0), unit: '' };
}

/** A span of time in its two largest units: `3 d 4 h`, `5 min`, `40 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${decimal(whole)} s`;
  if (whole < 3600) return `${decimal(Math.floor(whole / 60))} min`;
  const hours = Math.floor(whole / 3600);
  if (hours < 24) {
    const minutes = Math.floor((whole % 3600) / 60);
    return minutes === 0 ? `${decimal(hours)} h` : `${decimal(hours)} h ${decimal(minutes)} min`;
  }
  return hours % 24 === 0
    ? `${decimal(hours / 24)} d`
    : `${decimal(Math.floor(hours / 24))} d ${decimal(hours % 24)} h`;
}

/** Only the largest unit of an age: `3 s`, `5 min`, `2 h`, `4 d`. */
export function roughly(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 3600) return duration(seconds);
  return seconds < 86_400 ? duration(seconds - (seconds % 3600)) : duration(seconds - (seconds % 86_400));
}

/** How long ago: `now`, `3 s ago`, `5 min ago`; never in the future. */
export function age(ms: number): string {
  return ms < 1000 ? t('time.now') : t('time.ago', { span: roughly(ms) });
}

/** Units that people are used to seeing in kilo. */
const powerUnits: ReadonlySet<string> = new Set(['W', 'VA', 'var', 'Wh']);

/** Decimals of a unit that is not scaled. */
const digitsOf: Readonly<Record<string, number>> = { V: 1, A: 1, Ah: 1, Hz: 2, '°C': 1, '%': 0, dBm: 0, Ω: 2 };

/** A reading of any metric, in base units; text and on/off metrics in words. */
export function reading(value: number | string | boolean | undefined, unit: string, metric = ''): Quantity {
  if (value === undefined) return unknown;
  if (typeof value === 'boolean') return { value: value ? t('word.yes') : t('word.no'), unit: '' };
  if (typeof value === 'string') return value === '' ? { value: t('word.none'), unit: '' } : { value, unit };
  switch (unit) {
    case 'W':
    case 'VA':
    case 'var':
      return scaled(value, unit);
    case 'Wh':
      return energy(value);
    case 's':
      return { value: duration(value), unit: '' };
    default: {
      const fine = metric.startsWith('battery.cell.') ? 3 : (digitsOf[unit] ?? (Number.isInteger(value) ? 0 : 2));
      return { value: decimal(value, fine), unit };
    }
  }
}

/** A round number on an axis: `6 kW`, `0.5 kW`, `50 %`; one scale for the whole axis, by its largest value. */
export function axisWords(value: number, unit: string, largest: number): string {
  const step = powerUnits.has(unit) ? [1e6, 1000].find((each) => largest >= each) : undefined;
  const scale = step ?? 1;
  const scaledValue = value / scale;
  const digits = [0, 1, 2].find((each) => Math.abs(scaledValue - Number(scaledValue.toFixed(each))) < 1e-9) ?? 3;
  return inWords({
    value: decimal(scaledValue, digits),
    unit: `${scale === 1e6 ? 'M' : scale === 1000 ? 'k' : ''}${unit}`,
  });
}

/** Number and unit in one text, kept on one line. */
export function inWords({ value, unit }: Quantity): string {
  return unit === '' ? value : `${value}\u00a0${unit}`;
}
