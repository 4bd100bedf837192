// What a column, topic or statistic of another program means in our catalogue: by its own id, by the words of known
// programs and makers, else by place, quantity, direction and unit together. What does not fit as a whole is left alone.
import { catalogue, findMetric, isMetricId, metricOf, type MetricId } from '#core/catalogue.ts';
import { type ScaledUnit, scaledUnit } from '#core/unit.ts';
import {
  ambiguous,
  batteryWords,
  directions,
  gridDirections,
  inverterWords,
  type KnownWord,
  places,
  quantities,
  totalWords,
} from './guess-words.ts';
import type { SourceSeries } from './import-source.ts';

/** What values of a series are; without a metric they are left out. */
export interface Guess {
  readonly metric?: MetricId;
  /** Factor to our unit and sign. */
  readonly factor: number;
  /** The part of the home, if the name itself says so. */
  readonly part?: string;
  /** How it was found, or why nothing was. */
  readonly why: string;
}

/**
 * Fields of makers by their names in snake_case; the factor turns the maker's sign. No metric: makers mean different things
 * by it.
 */
export type MakerWords = ReadonlyMap<string, Omit<KnownWord, 'metric'> & Partial<Pick<KnownWord, 'metric'>>>;

const unknown = (why: string): Guess => ({ factor: 1, why });

interface Named {
  /** Lower case, words joined by `_`, without the unit. */
  readonly plain: string;
  readonly unit?: ScaledUnit;
  /** Unit as it was written. */
  readonly unitText?: string;
}

const snake = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\d-]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');

/** Takes the unit off a name: `PV power (kW)`, `Leistung [W]`, `pv_energy_kwh`, or the unit the source gives beside it. */
function named({ name, unit: stated }: SourceSeries): Named {
  const bracketed = /^(.*?)\s*[([]([^)\]]*)[)\]]\s*$/.exec(name);
  const ended = /^(.*?)[ _.]([\p{L}°%]+)$/u.exec(name);
  const readings: readonly (readonly (string | undefined)[])[] = [
    [name, stated],
    bracketed?.slice(1) ?? [],
    ended?.slice(1) ?? [],
  ];
  for (const [text, unitText] of readings) {
    const unit = unitText === undefined ? undefined : scaledUnit(unitText);
    if (text !== undefined && unit !== undefined && unitText !== undefined)
      return { plain: snake(text), unit, unitText };
  }
  return { plain: snake(name), ...(stated === undefined ? {} : { unitText: stated }) };
}

/** A guess that compares the unit of the source with the metric's. */
function fitting({ metric, factor }: KnownWord, { unit, unitText }: Named, how: string): Guess {
  if (!isMetricId(metric)) return unknown(`${how}, but ${metric} is not in the catalogue`);
  const own = metricOf(metric);
  if (own.kind === 'text') return unknown('a text, of which history keeps the last only');
  if (unit === undefined && unitText !== undefined) return unknown(`unit ${unitText} is none of ours`);
  if (unit === undefined)
    return { metric, factor, why: `${how}, taken as ${own.unit === '' ? 'a plain number' : own.unit}` };
  if (unit.unit !== own.unit) return unknown(`${how}, but ${unitText} is no ${own.unit}`);
  return { metric, factor: Math.sign(factor) * unit.factor, why: `${how}, ${unitText}` };
}

/** Our own name, alone or after a device: `inverter/pv.power`. */
function byId(series: SourceSeries): Guess | undefined {
  const cut = series.name.lastIndexOf('/');
  const metric = series.name.slice(cut + 1);
  if (!isMetricId(metric)) return undefined;
  const part = cut === -1 ? undefined : series.name.slice(0, cut);
  const guess = fitting(
    { metric, factor: 1 },
    series.unit === undefined ? { plain: '' } : named(series),
    'our own name',
  );
  return { ...guess, ...(part === undefined ? {} : { part }) };
}

/** A topic of Solar Assistant: `solar_assistant/inverter_1/pv_power/state`. */
function byTopic({ name }: SourceSeries): Guess | undefined {
  const match = /(?:^|\/)(total|inverter_\d+|battery_\d+)\/([a-z0-9_-]+)(?:\/state)?$/.exec(name);
  if (match === null) return undefined;
  const [, part = '', word = ''] = match;
  const words = part === 'total' ? totalWords : part.startsWith('inverter') ? inverterWords : batteryWords;
  const known = Object.hasOwn(words, word) ? words[word] : undefined;
  if (known === undefined || !isMetricId(known.metric)) return unknown('a topic without a metric of ours');
  const guess = { metric: known.metric, factor: known.factor, why: 'a topic of Solar Assistant' };
  return part === 'total' ? guess : { ...guess, part };
}

const labels: ReadonlyMap<string, string> = new Map(
  Object.entries(catalogue)
    .filter(([id]) => !id.endsWith('#'))
    .map(([id, { label }]) => [snake(label), id]),
);

function indexOf(plain: string): string {
  return /(?:^|_)(?:l|phase_?|s|string_?|mppt_?|pv_?|cell_?|zelle_?)?([1-9]\d?)(?:_|$)/.exec(plain)?.[1] ?? '';
}

/** The metrics a place may have for a quantity, most particular first. */
function* candidates(place: string, quantity: string, plain: string): Generator<KnownWord, void, void> {
  const index = indexOf(plain);
  const way =
    place === 'grid' || place === 'battery' ? directions[place].find(({ words }) => words.test(plain)) : undefined;
  const sign = quantity.startsWith('energy') ? 1 : (way?.sign ?? 1);
  const stem = quantity === 'energy' && way !== undefined ? `${place}.energy.${way.end}` : `${place}.${quantity}`;
  if (index === '') return yield { metric: stem, factor: sign };
  if (/cell|zelle/.test(plain)) return yield { metric: `battery.cell.${quantity}.${index}`, factor: 1 };
  for (const mark of ['l', 's', '']) yield { metric: `${stem}.${mark}${index}`, factor: sign };
}

/** By place, quantity, direction and unit together. */
function byWords(name: Named): Guess {
  const { plain, unit } = name;
  const text = plain.replaceAll('_', ' ');
  const says = (words: RegExp): boolean => words.test(plain) || words.test(text);
  if (says(ambiguous)) return unknown('the name tells too little');
  const named = places.filter(([, words]) => says(words)).map(([place]) => place);
  const [place, ...others] = named.length > 0 ? named : says(gridDirections) ? (['grid'] as const) : [];
  if (place === undefined) return unknown('the name tells no place of a home');
  if (others.length > 0) return unknown(`the name tells ${[place, ...others].join(' and ')}`);
  const said = quantities.filter(([, words]) => says(words)).map(([end]) => end);
  // Words such as consumption mean energy or power: the unit decides.
  const isLoose = said.every((end) => end === 'energy');
  const tried = unit === undefined ? said.slice(0, 1) : [...said, ...(isLoose ? quantities.map(([end]) => end) : [])];
  for (const quantity of tried) {
    for (const candidate of candidates(place, quantity, plain)) {
      const row = findMetric(candidate.metric);
      if (row !== undefined && (unit === undefined || row.unit === unit.unit))
        return fitting(candidate, name, 'by its words');
    }
  }
  return unknown(
    said.length === 0 ? 'the name tells no quantity we keep' : 'the name and its unit do not fit together',
  );
}

/** Quantities that one program writes in watts and the next in kilowatts. */
const oftenScaled: ReadonlySet<string | undefined> = new Set(['power', 'energy', 'apparent_power', 'reactive_power']);

/** Without a unit, no value is better than one that is a thousand times too large. */
function unitTold(guess: Guess, { unit }: Named): Guess {
  if (guess.metric === undefined || unit !== undefined || !oftenScaled.has(metricOf(guess.metric).deviceClass))
    return guess;
  return unknown(`${guess.metric} by its name, but its unit is not told: say it with a mapping`);
}

/** Finds out what a series means; `words` are those of the makers whose devices are known. */
export function guessOf(series: SourceSeries, words: MakerWords): Guess {
  const sure = byId(series) ?? byTopic(series);
  if (sure !== undefined) return sure;
  const name = named({
    ...series,
    name: series.name.replace(/^(?:(sensor|number|counter|input_number)\.|mpp_solar_)/, ''),
  });
  const maker = words.get(snake(series.name)) ?? words.get(name.plain);
  if (maker?.metric !== undefined) return fitting({ ...maker, metric: maker.metric }, name, 'a field of a device');
  if (maker !== undefined) return unknown('makers mean different things by it');
  const label = labels.get(name.plain);
  const guess =
    label === undefined ? byWords(name) : fitting({ metric: label, factor: 1 }, name, 'its name in the catalogue');
  return unitTold(guess, name);
}
