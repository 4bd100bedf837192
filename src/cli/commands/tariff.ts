// `solstead tariff` and `solstead prices`: contracts and market prices looked at before they are used.
import { because, inEnglish } from '#core/reason.ts';
import { stringify } from 'yaml';
import { SolsteadError } from '#core/errors.ts';
import { priceText } from '#energy/money/decimal.ts';
import { type Preset, presetNotice } from '#energy/money/presets/preset.ts';
import { presets } from '#energy/money/presets/presets.ts';
import type { CsvUnit } from '#energy/money/series/csv-series.ts';
import { tariffFromText } from '#energy/money/tariff-file.ts';
import { presetNamed, pricesOf, seriesNames, textFile } from '../energy/money-flags.ts';
import { type Checked, foundOf, printChecked, tellChecked, toldPlace } from '../checked.ts';
import { unknownHolidays } from '../energy/holiday-places.ts';
import { exitCodes } from '../ending.ts';
import type { JsonFlag } from '../own-flags.ts';
import { formatTable } from '../print.ts';

/** Where it is printed. */
interface Output {
  write(text: string): void;
}

/** Looks at a tariff. Errors: `input.usage`. */
export async function tariffChecked(file: string): Promise<Checked> {
  const text = await textFile(file);
  const outcome = tariffFromText(text);
  const problems = 'problems' in outcome ? outcome.problems : await unknownHolidays(text);
  if ('tariff' in outcome && problems.length === 0) {
    const { name, currency, versions } = outcome.tariff;
    const from = versions.map((version) => version.from);
    const count = versions.length === 1 ? 'one version' : `${versions.length} versions`;
    const series = seriesNames(outcome.tariff);
    return {
      file,
      kind: 'tariff',
      problems: [],
      holds: { name, currency, versions: from, series },
      lines: [
        `${file}: ${name}, in ${currency}, ${count} (from ${from.join(', ')}): nothing is wrong with it`,
        ...(series.length > 0 ? [`It follows the price series ${series.join(', ')}.`] : []),
      ],
    };
  }
  const [first] = problems;
  const count = problems.length;
  return {
    file,
    kind: 'tariff',
    problems: problems.map(toldPlace),
    holds: {},
    lines: problems.map(({ line, column, why }) => `${file}:${line}:${column}: ${inEnglish(why)}`),
    failure: new SolsteadError('tariff.invalid', {
      at: `${file}:${first?.line ?? 1}:${first?.column ?? 1}`,
      why: because('tariff.places', { count }),
    }),
    ending: exitCodes.failed,
  };
}

/** Checks a tariff and says what it holds; every problem is a line with its place. Errors: `input.usage`, `tariff.invalid`. */
export async function checkTariff(file: string, { json = false }: JsonFlag, out: Output): Promise<void> {
  const checked = await tariffChecked(file);
  if (json) printChecked(foundOf(checked), checked, { out });
  else tellChecked(checked, { out, err: out });
}

const rowOf = ({ id, country, zone, asOf, carbonFactor, tariff }: Preset) => ({
  preset: id,
  country,
  currency: tariff.currency,
  zone,
  'as of': asOf,
  'kg CO2': carbonFactor,
  name: tariff.name,
});

/** Lists typical tariffs. */
export function listPresets({ isJson }: { readonly isJson: boolean }, out: Output): void {
  out.write(`${isJson ? JSON.stringify(presets, undefined, 2) : formatTable(presets.map(rowOf))}\n`);
}

/** Prints a typical tariff as YAML. Errors: `input.usage` with the nearest name. */
export function showPreset(name: string, { json = false }: JsonFlag, out: Output): void {
  const preset = presetNamed(name);
  if (json) return out.write(`${JSON.stringify(preset, undefined, 2)}\n`);
  const notice = presetNotice(preset).replaceAll(/(.{1,110})(?:\s+|$)/g, '# $1\n');
  out.write(`${notice}${stringify(preset.tariff, { aliasDuplicateObjects: false })}`);
}

const minutes = (widthMs: number): string => `${widthMs / 60_000} min`;

/** Flags of `solstead prices check`. */
export interface PricesFlags extends JsonFlag {
  readonly currency: string;
  readonly pricesPer: CsvUnit['per'];
}

/** Says what slots, gaps and prices a file holds. Errors: `input.usage`, `series.invalid`. */
export async function checkPrices(
  file: string,
  { currency, pricesPer, json = false }: PricesFlags,
  out: Output,
): Promise<void> {
  const { slots, notes } = await pricesOf(file, { currency, per: pricesPer });
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined)
    throw new SolsteadError('series.invalid', { at: `${file}:1:1`, why: because('series.none') });
  const time = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');
  const widths = [...new Set(slots.map(({ startMs, endMs }) => minutes(endMs - startMs)))].join(', ');
  const values = slots.map(({ value }) => value).toSorted((left, right) => (left < right ? -1 : 1));
  const [lowest = 0n, highest = 0n] = [values[0], values.at(-1)];
  const toldNotes = notes.map(({ kind, startMs, endMs }) => ({ kind, from: time(startMs), to: time(endMs) }));
  if (json) {
    const range = { lowest: priceText(lowest), highest: priceText(highest), currency };
    const found = {
      file,
      slots: slots.length,
      widths: widths.split(', '),
      from: time(first.startMs),
      to: time(last.endMs),
    };
    out.write(`${JSON.stringify({ ...found, ...range, notes: toldNotes }, undefined, 2)}\n`);
    return;
  }
  out.write(`${file}: ${slots.length} slots of ${widths}, ${time(first.startMs)} to ${time(last.endMs)}\n`);
  out.write(`${priceText(lowest)} to ${priceText(highest)} ${currency} for a kilowatt-hour\n`);
  for (const { kind, from, to } of toldNotes) out.write(`${kind}: ${from} to ${to}\n`);
  if (notes.length === 0) out.write('no gap, no overlap\n');
}
