// Tariff, market prices and emission factor as a person names them on the command line.
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { readFile, stat } from 'node:fs/promises';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { carbonFactor, type CarbonRule } from '#energy/carbon.ts';
import { loadHolidays } from '#energy/money/holidays.ts';
import { lookBack } from '#energy/money/look-back.ts';
import { presets } from '#energy/money/presets/presets.ts';
import { type Preset, presetNotice, presetTariff } from '#energy/money/presets/preset.ts';
import type { PriceSeries } from '#energy/money/price-series.ts';
import { csvCarbon, csvPrices, type CsvUnit } from '#energy/money/series/csv-series.ts';
import type { SeriesNote } from '#energy/money/series/slots.ts';
import { readTariff } from '#energy/money/tariff-file.ts';
import type { Tariff } from '#energy/money/tariff.ts';
import type { CostQuestion } from '#energy/money/cost.ts';
import type { Span } from '#energy/periods.ts';
import { nearName } from '#exchange/near-name.ts';

/** Prices of many years; whatever is larger was named by mistake. */
const mostTextBytes = 256 * 1024 * 1024;

/** A text file; `input.usage` names it if it cannot be read. A pipe or a device is refused: it may never end. */
export async function textFile(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile() && !found.isDirectory())
      throw new SolsteadError('input.usage', { at: path, why: because('file.special') });
    if (found.size > mostTextBytes)
      throw new SolsteadError('input.usage', { at: path, why: because('file.large', { most: mostTextBytes }) });
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof SolsteadError) throw error;
    const code = systemCode(error);
    const why = code === 'ENOENT' ? because('file.missing') : code === 'EISDIR' ? because('file.folder') : said(error);
    throw new SolsteadError('input.usage', { at: path, why, cause: error });
  }
}

const presetMark = 'preset:';

/** The preset a person names, with or without `preset:`; `input.usage` with the nearest name. */
export function presetNamed(text: string): Preset {
  const name = text.toLowerCase().replace(presetMark, '');
  const found = presets.filter(({ id, country }) => id === name || country.toLowerCase() === name);
  const [first] = found;
  if (first !== undefined && (found.length === 1 || first.id === name)) return first;
  const ids = presets.map(({ id }) => id);
  const near = nearName(name, ids);
  const none = because('preset.none');
  const one =
    near === undefined ? because('preset.list', { reason: none }) : because('word.near', { reason: none, near });
  throw new SolsteadError('input.usage', {
    at: text,
    why: found.length > 1 ? because('preset.several', { known: found.map(({ id }) => id) }) : one,
  });
}

/** A tariff of a file or a preset, with what a person should know about it. */
async function namedTariff(text: string): Promise<{ readonly tariff: Tariff; readonly notice?: string }> {
  if (!text.toLowerCase().startsWith(presetMark)) return { tariff: readTariff(await textFile(text), { file: text }) };
  const preset = presetNamed(text);
  return { tariff: presetTariff(preset), notice: presetNotice(preset) };
}

/** A series that was read, and what is to be known about it. */
export interface NamedPrices extends PriceSeries {
  readonly notes: readonly SeriesNote[];
}

async function named<Read>(file: string, read: (text: string) => Read): Promise<Read> {
  const text = await textFile(file);
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof SolsteadError)) throw error;
    const line = /^line (\d+)$/.exec(error.at)?.[1] ?? '1';
    throw new SolsteadError('series.invalid', {
      at: `${file}:${line}:1`,
      why: error.reason ?? said(error),
      cause: error,
    });
  }
}

/** Prices of a CSV file (`start,price` or `start,end,price`); `series.invalid` with file and line. */
export function pricesOf(file: string, unit: CsvUnit): Promise<NamedPrices> {
  return named(file, (text) => csvPrices(text, unit));
}

/** Emissions: kilograms per kilowatt-hour, or a CSV file of grams by time. */
export async function carbonOfFlag(text: string): Promise<CarbonRule> {
  const kilograms = Number(text);
  if (text.trim() !== '' && Number.isFinite(kilograms)) {
    if (kilograms < 0 || kilograms > 5)
      throw new SolsteadError('input.usage', {
        at: '--co2',
        why: because('flag.carbon'),
      });
    return { fixed: carbonFactor(kilograms) };
  }
  const { slots } = await named(text, csvCarbon);
  return { fixed: 0n, series: slots };
}

/** No home has readings from before this. */
const earliestMs = Date.UTC(2010, 0);

/** What the flags say about money. */
export interface MoneyFlags {
  readonly tariff?: string;
  /** `name=file` of each series; a file alone if the tariff follows only one series. */
  readonly prices?: readonly string[];
  readonly pricesPer?: CsvUnit['per'];
}

/** Rules of money, and what a person should know about them. */
export interface MoneyRules {
  readonly money: Omit<CostQuestion, 'buckets' | 'span'>;
  readonly notices: readonly string[];
}

/** The names of the price series a tariff follows. */
export function seriesNames({ versions }: Tariff): string[] {
  const parts = versions.flatMap((version) => [...version.import, ...version.export]);
  return [...new Set(parts.flatMap((part) => (part.kind === 'dynamic' ? [part.series] : [])))];
}

const usage = (at: string, why: Reason): SolsteadError => new SolsteadError('input.usage', { at, why });

/** Which file holds which series; a file without a name is never guessed to be one of several. */
function filesByName(given: readonly string[], names: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const text of given) {
    const [, word, path] = /^([^=/\\]{1,100})=(.+)$/.exec(text) ?? [undefined, undefined, undefined];
    const [only, ...others] = names;
    if (word === undefined && others.length > 0)
      throw usage(`--prices ${text}`, because('flag.prices-name', { names, first: only ?? '' }));
    const name = word ?? only;
    if (name === undefined) continue;
    if (names.length > 0 && !names.includes(name)) {
      const reason = because('flag.prices-unknown', { name: external(name), names });
      const near = nearName(name, names);
      throw usage(`--prices ${text}`, near === undefined ? reason : because('word.near', { reason, near }));
    }
    if (files.has(name)) throw usage(`--prices ${text}`, because('flag.prices-twice', { name: external(name) }));
    files.set(name, path ?? text);
  }
  return files;
}

/** Money rules for a span, and what a person should know; undefined without a tariff. */
export async function moneyRules(
  { tariff: name, prices = [], pricesPer = 'kilowatt-hour' }: MoneyFlags,
  { span, zone }: { readonly span: Span; readonly zone: string },
): Promise<MoneyRules | undefined> {
  if (name === undefined) {
    if (prices.length > 0) throw usage('--prices', because('flag.prices'));
    return undefined;
  }
  const { tariff, notice } = await namedTariff(name);
  const names = seriesNames(tariff);
  const notices = notice === undefined ? [] : [`${name}: ${notice}`];
  if (prices.length > 0 && names.length === 0)
    notices.push(`${name} has no part that follows the market; --prices is not used`);
  const files = filesByName(prices, names);
  const series = new Map<string, NamedPrices>();
  for (const one of names) {
    const file = files.get(one);
    if (file === undefined)
      notices.push(`${name} follows the series ${one}: give its prices with --prices ${one}=<file>`);
    else series.set(one, await pricesOf(file, { currency: tariff.currency, per: pricesPer }));
  }
  const year = (atMs: number): number => new Date(atMs).getUTCFullYear();
  // A contract may count from years earlier.
  const sinceMs = Math.max(earliestMs, lookBack({ tariff, zone }, span.startMs));
  const holidays = await loadHolidays(tariff, { first: year(sinceMs) - 1, last: year(span.endMs) + 1 });
  return { money: { tariff, zone, holidays, series }, notices };
}
