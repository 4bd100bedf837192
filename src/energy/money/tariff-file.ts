// From a tariff that a person wrote down (YAML or JSON) to one that can be costed. Text in, tariff out: who has the file gives its name.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { moneyOf, percentOf, priceOf, type Money, type Percent, type Price } from './decimal.ts';
import { problemsOf } from './file-check.ts';
import { meaningProblems } from './file-meaning.ts';
import { tariffSchema } from './file-schema.ts';
import type { FilePrice, FileTariff, FileVersion, FileWhen } from './file-words.ts';
import type { EnergyPrice, Tariff, TariffVersion, When } from './tariff.ts';
import { readYaml, placedProblems, type PlacedProblem } from './yaml-places.ts';

/** The tariff, or all that is wrong with the text. */
export type TariffOutcome = { readonly tariff: Tariff } | { readonly problems: readonly PlacedProblem[] };

/** The schema has passed every number, so each of them is a decimal. */
function sure<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('assertion: a number that is no decimal passed the schema');
  return value;
}

const price = (value: number): Price => sure(priceOf(value));
const money = (value: number): Money => sure(moneyOf(value));
const percent = (value: number): Percent => sure(percentOf(value));
const vatOf = (vat: number | undefined): { vatPercent?: Percent } =>
  vat === undefined ? {} : { vatPercent: percent(vat) };

/** Minutes of a time of day: 07:30 is 450. */
const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

function whenOf({ season, days, from, to }: FileWhen): When {
  return {
    ...(season === undefined ? {} : { season }),
    ...(days === undefined ? {} : { days }),
    ...(from === undefined && to === undefined
      ? {}
      : { hours: { from: minutes(from ?? '00:00'), to: minutes(to ?? '24:00') } }),
  };
}

function energyPriceOf(part: FilePrice): EnergyPrice {
  const named = { name: part.name, ...vatOf(part.vat) };
  switch (part.kind) {
    case 'flat':
      return { ...named, kind: 'flat', price: price(part.price) };
    case 'time-of-use': {
      const windows = part.windows.map((window) => ({
        ...window,
        price: price(window.price),
        when: window.when.map(whenOf),
      }));
      return {
        ...named,
        kind: 'time-of-use',
        windows,
        otherwise: { ...part.otherwise, price: price(part.otherwise.price) },
      };
    }
    case 'tiered': {
      const tiers = part.tiers.map(({ name, price: written, up_to: upTo }) => ({
        name,
        price: price(written),
        ...(upTo === undefined ? {} : { upTo: Math.round(upTo * 1e6) }),
      }));
      return { ...named, kind: 'tiered', per: part.per, tiers };
    }
    case 'dynamic':
      return {
        ...named,
        kind: 'dynamic',
        series: part.series,
        markupPercent: percent(part.markup_percent ?? 0),
        adder: price(part.adder ?? 0),
        ...(part.floor === undefined ? {} : { floor: price(part.floor) }),
        ...(part.cap === undefined ? {} : { cap: price(part.cap) }),
        ...(part.fallback === undefined ? {} : { fallback: price(part.fallback) }),
      };
  }
}

function versionOf(file: FileVersion): TariffVersion {
  return {
    from: file.from,
    ...(file.note === undefined ? {} : { note: file.note }),
    vatPercent: percent(file.vat ?? 0),
    vatIncluded: file.vat_included ?? true,
    billingDay: file.billing_day ?? 1,
    holidays: { dates: [], ...file.holidays },
    import: file.import.map(energyPriceOf),
    export: (file.export ?? []).map(energyPriceOf),
    standing: (file.standing ?? []).map(({ name, vat, amount, per }) => ({
      name,
      ...vatOf(vat),
      amount: money(amount),
      per,
    })),
    demand: (file.demand ?? []).map(({ name, vat, when, ...charge }) => ({
      name,
      ...vatOf(vat),
      price: price(charge.price),
      slotMinutes: charge.slot_minutes ?? 15,
      minimum: Math.round((charge.minimum ?? 0) * 1e6),
      ...(when === undefined ? {} : { when: when.map(whenOf) }),
    })),
  };
}

/** Whether a value passed the schema, so that it has the keys' types. */
function isFileTariff(value: unknown, problems: readonly unknown[]): value is FileTariff {
  return problems.length === 0;
}

/** A tariff from text, or all that is wrong with it. */
export function tariffFromText(text: string): TariffOutcome {
  const read = readYaml(text);
  if ('problems' in read) return read;
  const { value } = read;
  const wrong = problemsOf(value, tariffSchema);
  if (!isFileTariff(value, wrong)) return { problems: placedProblems(wrong, read) };
  const meaning = meaningProblems(value);
  if (meaning.length > 0) return { problems: placedProblems(meaning, read) };
  return { tariff: { name: value.name, currency: value.currency, versions: value.versions.map(versionOf) } };
}

/** A tariff from text; `tariff.invalid` names `file:line:column` of the first problem and tells how many more there are. */
export function readTariff(text: string, { file }: { readonly file: string }): Tariff {
  const outcome = tariffFromText(text);
  if ('tariff' in outcome) return outcome.tariff;
  const [first, ...others] = outcome.problems;
  const reason = first?.why ?? because('tariff.none');
  throw new SolsteadError('tariff.invalid', {
    at: `${file}:${first?.line ?? 1}:${first?.column ?? 1}`,
    why: others.length === 0 ? reason : because('file.more', { reason, count: others.length }),
  });
}
