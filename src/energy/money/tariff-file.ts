// From a tariff that a person wrote down (YAML or JSON) to one that can be costed. Text in, tariff out: the caller gives the file's name.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { moneyOf, percentOf, priceOf, type Money, type Percent, type Price } from './decimal.ts';
import { problemsOf } from '#core/schema-check.ts';
import { meaningProblems } from './file-meaning.ts';
import { tariffSchema } from './file-schema.ts';
import type {
  FileDayClass,
  FileDemand,
  FileNetting,
  FilePrice,
  FileStep,
  FileTariff,
  FileVersion,
  FileWhen,
} from './file-words.ts';
import type {
  DayClass,
  DemandCharge,
  EnergyPrice,
  Netting,
  Step,
  Tariff,
  TariffVersion,
  Tier,
  When,
} from './tariff.ts';
import { readYaml, placedProblems, type PlacedProblem } from '#core/yaml-places.ts';

/** The tariff, or everything that is wrong with the text. */
export type TariffOutcome = { readonly tariff: Tariff } | { readonly problems: readonly PlacedProblem[] };

/** The schema has checked every number, so each of them is a decimal. */
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

/** Kilowatt-hours as mWh, kilowatts as mW. */
const milli = (value: number): number => Math.round(value * 1e6);

function nettingOf(net: FileNetting | undefined): { net?: Netting } {
  if (net === undefined || net === 'none') return {};
  if (typeof net === 'string') return { net: { per: net, carry: 0, downTo: 0 } };
  return { net: { per: net.per, carry: net.carry ?? 0, downTo: milli(net.down_to ?? 0) } };
}

const whenPart = (when: readonly FileWhen[] | undefined): { when?: readonly When[] } =>
  when === undefined ? {} : { when: when.map(whenOf) };

const tierOf = ({ name, price: written, up_to: upTo, up_to_per_day: upToPerDay }: TierWords): Tier => ({
  name,
  price: price(written),
  ...(upTo === undefined ? {} : { upTo: milli(upTo) }),
  ...(upToPerDay === undefined ? {} : { upToPerDay: milli(upToPerDay) }),
});

type TierWords = (FilePrice & { kind: 'tiered' })['tiers'][number];

/** `net` is the version's. */
function energyPriceOf(part: FilePrice, net: FileNetting | undefined): EnergyPrice {
  const counted = {
    name: part.name,
    ...vatOf(part.vat),
    ...whenPart(part.when),
    ...nettingOf(part.net ?? net),
    counts: part.counts ?? 'rest',
  } as const;
  switch (part.kind) {
    case 'flat':
      return { ...counted, kind: 'flat', price: price(part.price), minimum: milli(part.minimum ?? 0) };
    case 'time-of-use': {
      const windows = part.windows.map((window) => ({
        ...window,
        price: price(window.price),
        when: window.when.map(whenOf),
      }));
      return {
        ...counted,
        kind: 'time-of-use',
        windows,
        otherwise: { ...part.otherwise, price: price(part.otherwise.price) },
      };
    }
    case 'tiered': {
      const { per, tiers, minimum = 0 } = part;
      return { ...counted, kind: 'tiered', per, tiers: tiers.map(tierOf), minimum: milli(minimum) };
    }
    case 'dynamic':
      return {
        ...counted,
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

const stepOf = ({ up_to: upTo, amount }: FileStep): Step => ({
  amount: money(amount),
  ...(upTo === undefined ? {} : { upTo: milli(upTo) }),
});

function demandOf({ name, vat, when, factors = [], steps, ...charge }: FileDemand): DemandCharge {
  return {
    name,
    ...vatOf(vat),
    price: price(charge.price ?? 0),
    per: charge.per ?? 'billing',
    slotMinutes: charge.slot_minutes ?? 15,
    minimum: milli(charge.minimum ?? 0),
    ...whenPart(when),
    factors: factors.map((factor) => ({ percent: percent(factor.percent), when: factor.when.map(whenOf) })),
    highest: charge.highest ?? 1,
    oneADay: charge.one_a_day ?? false,
    last: charge.last ?? 1,
    ...(steps === undefined ? {} : { steps: steps.map(stepOf) }),
  };
}

function dayClassOf({ name = 'holiday', dates = [], except = [], begins, ...place }: FileDayClass): DayClass {
  return { ...place, name, dates, except, begins: begins === undefined ? 0 : minutes(begins) };
}

const isList = <Item>(value: Item | readonly Item[]): value is readonly Item[] => Array.isArray(value);

function versionOf(file: FileVersion): TariffVersion {
  const { holidays = [] } = file;
  return {
    from: file.from,
    ...(file.note === undefined ? {} : { note: file.note }),
    vatPercent: percent(file.vat ?? 0),
    vatIncluded: file.vat_included ?? true,
    billingDay: file.billing_day ?? 1,
    yearStart: file.year_start ?? '01-01',
    holidays: (isList(holidays) ? holidays : [holidays]).map(dayClassOf),
    import: file.import.map((part) => energyPriceOf(part, file.net)),
    export: (file.export ?? []).map((part) => energyPriceOf(part, file.net)),
    ...(file.generator === undefined
      ? {}
      : {
          generator: file.generator.map(({ name, vat, price: written }) => ({
            kind: 'flat',
            name,
            ...vatOf(vat),
            price: price(written),
            minimum: 0,
            counts: 'rest',
          })),
        }),
    standing: (file.standing ?? []).map(({ name, vat, amount, per }) => ({
      name,
      ...vatOf(vat),
      amount: money(amount),
      per,
    })),
    demand: (file.demand ?? []).map(demandOf),
    steps: (file.steps ?? []).map(({ name, vat, of, per, steps }) => ({
      name,
      ...vatOf(vat),
      of,
      per,
      steps: steps.map(stepOf),
    })),
    taxes: (file.taxes ?? []).map((tax) => ({
      name: tax.name,
      ...vatOf(tax.vat),
      percent: percent(tax.percent),
      of: tax.of,
    })),
    limits: (file.limits ?? []).map(({ name, vat, of, per, at_least: atLeast, at_most: atMost, carry = 0 }) => ({
      name,
      ...vatOf(vat),
      of,
      per,
      ...(atLeast === undefined ? {} : { atLeast: money(atLeast) }),
      ...(atMost === undefined ? {} : { atMost: money(atMost) }),
      carry,
    })),
  };
}

/** Whether a value passed the schema, so that it has the keys' types. */
function isFileTariff(value: unknown, problems: readonly unknown[]): value is FileTariff {
  return problems.length === 0;
}

/** A tariff from text, or everything that is wrong with it. */
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

/** A tariff from text; `tariff.invalid` names `file:line:column` of the first problem and says how many more there are. */
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
