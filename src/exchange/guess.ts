// What a column, topic or statistic of another program means in our catalogue: by its own id, by the words of known
// programs and makers, otherwise by place, quantity, direction and unit together. What does not fit as a whole is left out.
import { catalogue, findMetric, isMetricId, metricOf, type MetricId } from '#core/catalogue.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
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
import type { ColumnKind, KnownColumn } from './known-column.ts';

/** What values of a series are; without a metric they are left out. */
export interface Guess {
  readonly metric?: MetricId;
  /** Factor to our unit and sign. */
  readonly factor: number;
  /** The part of the home, if the name itself says so. */
  readonly part?: string;
  /** How it was found, or why nothing was. */
  readonly why: Reason;
  /** Whether the name says which way the energy or power goes: a one-way series is half of a two-way value. */
  readonly isDirected?: true;
  /** What an energy is, if the name or the file says so. */
  readonly kind?: ColumnKind;
  /** Whether it is one of several registers that are added up. */
  readonly adds?: true;
  /** Whether it is left out beside others of its metric that are not. */
  readonly isBehind?: true;
  /** Whether the name does not say which way is positive, so that our own sign is only the likely one. */
  readonly isSignOpen?: true;
  /** A power whose sign makers see differently: what it is once the sign is known. */
  readonly openMetric?: MetricId;
}

/**
 * Fields of makers by their names in snake_case; the factor corrects the maker's sign. No metric: makers mean different things
 * by it.
 */
export type MakerWords = ReadonlyMap<string, Omit<KnownWord, 'metric'> & Partial<Pick<KnownWord, 'metric'>>>;

const unknown = (why: Reason): Guess => ({ factor: 1, why });

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

/** Takes the unit off a name: `PV power (kW)`, `Leistung [W]`, `pv_energy_kwh`, or the unit the source gives separately. */
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
function fitting({ metric, factor }: KnownWord, { unit, unitText = '' }: Named, how: How): Guess {
  const told = because(`guess.${how}`);
  if (!isMetricId(metric)) return unknown(because('guess.no-metric', { how: told, metric }));
  const own = metricOf(metric);
  if (own.kind === 'text') return unknown(because('guess.text'));
  if (unit === undefined && unitText !== '') return unknown(because('guess.no-unit', { unit: external(unitText) }));
  if (unit === undefined)
    return { metric, factor, why: because('guess.taken-as', { how: told, unit: own.unit === '' ? '1' : own.unit }) };
  if (unit.unit !== own.unit)
    return unknown(because('guess.other-unit', { how: told, unit: external(unitText), own: own.unit }));
  const why = because('guess.with-unit', { how: told, unit: external(unitText) });
  return { metric, factor: Math.sign(factor) * unit.factor, why };
}

/** How a meaning is found; each has a sentence, `guess.<how>`. */
type How = 'own-name' | 'words' | 'field' | 'catalogue';

/** Our own name, alone or after a device: `inverter/pv.power`. */
function byId(series: SourceSeries): Guess | undefined {
  const cut = series.name.lastIndexOf('/');
  const metric = series.name.slice(cut + 1);
  if (!isMetricId(metric)) return undefined;
  const part = cut === -1 ? undefined : series.name.slice(0, cut);
  const guess = fitting({ metric, factor: 1 }, series.unit === undefined ? { plain: '' } : named(series), 'own-name');
  return { ...guess, kind: 'total', ...(part === undefined ? {} : { part }) };
}

/** A topic of Solar Assistant: `solar_assistant/inverter_1/pv_power/state`. */
function byTopic({ name }: SourceSeries): Guess | undefined {
  const match = /(?:^|\/)(total|inverter_\d+|battery_\d+)\/([a-z0-9_-]+)(?:\/state)?$/.exec(name);
  if (match === null) return undefined;
  const [, part = '', word = ''] = match;
  const words = part === 'total' ? totalWords : part.startsWith('inverter') ? inverterWords : batteryWords;
  const known = Object.hasOwn(words, word) ? words[word] : undefined;
  if (known === undefined || !isMetricId(known.metric)) return unknown(because('guess.no-topic'));
  const guess = { metric: known.metric, factor: known.factor, why: because('guess.topic'), kind: 'total' as const };
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

interface Candidate extends KnownWord {
  readonly isDirected: boolean;
}

/** Quantities that flow in one direction or the other. */
const flowing: ReadonlySet<string> = new Set(['energy', 'power', 'power_apparent', 'power_reactive', 'current']);

/** The metrics a place may have for a quantity, most specific first. */
function* candidates(place: string, quantity: string, plain: string): Generator<Candidate, void, void> {
  const index = indexOf(plain);
  // A voltage or a state of charge has no direction, whatever its name says.
  const canGo = flowing.has(quantity) && (place === 'grid' || place === 'battery');
  const way = canGo ? directions[place].find(({ words }) => words.test(plain)) : undefined;
  const isDirected = way !== undefined;
  const sign = quantity.startsWith('energy') ? 1 : (way?.sign ?? 1);
  const stem = quantity === 'energy' && way !== undefined ? `${place}.energy.${way.end}` : `${place}.${quantity}`;
  if (index === '') return yield { metric: stem, factor: sign, isDirected };
  if (/cell|zelle/.test(plain)) return yield { metric: `battery.cell.${quantity}.${index}`, factor: 1, isDirected };
  for (const mark of ['l', 's', '']) yield { metric: `${stem}.${mark}${index}`, factor: sign, isDirected };
  // A number that is not a phase's or a string's identifies a register of a meter.
  if (quantity === 'energy') yield { metric: stem, factor: sign, isDirected };
}

const withoutAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');

/** By place, quantity, direction and unit together. */
function byWords(name: Named): Guess {
  const { unit } = name;
  const plain = withoutAccents(name.plain);
  const text = plain.replaceAll('_', ' ');
  const says = (words: RegExp): boolean => words.test(plain) || words.test(text);
  if (says(ambiguous)) return unknown(because('guess.too-little'));
  const named = placesOf(says);
  const [place, ...others] = named.length > 0 ? named : says(gridDirections) ? (['grid'] as const) : [];
  if (place === undefined) return unknown(because('guess.no-place'));
  if (others.length > 0) return unknown(because('guess.places', { places: [place, ...others] }));
  const said = quantities.filter(([, words]) => says(words)).map(([end]) => end);
  // Words such as consumption mean energy or power: the unit decides.
  const isLoose = said.every((end) => end === 'energy');
  const tried = unit === undefined ? said.slice(0, 1) : [...said, ...(isLoose ? quantities.map(([end]) => end) : [])];
  for (const quantity of tried) {
    for (const candidate of candidates(place, quantity, plain)) {
      const row = findMetric(candidate.metric);
      if (row === undefined || (unit !== undefined && row.unit !== unit.unit)) continue;
      return { ...fitting(candidate, name, 'words'), ...(candidate.isDirected ? { isDirected: true } : {}) };
    }
  }
  return unknown(because(said.length === 0 ? 'guess.no-quantity' : 'guess.no-fit'));
}

/** The places a name mentions; what is consumed from or produced for the grid belongs to the grid. */
function placesOf(says: (words: RegExp) => boolean): readonly (typeof places)[number][0][] {
  const named = places.filter(([, words]) => says(words)).map(([place]) => place);
  const isOfGrid =
    named.length === 2 && named.includes('grid') && named.includes('load') && says(/afname|invoeding|odber|pobor/);
  // What a meter at the connection shows of consumption was bought.
  const isMeter = named.length === 1 && named[0] === 'load' && says(/zahlerstand|meter_?stand|meter_reading/);
  return isOfGrid || isMeter ? ['grid'] : named;
}

/** Quantities that one program writes in watts and the next in kilowatts. */
const oftenScaled: ReadonlySet<string | undefined> = new Set(['power', 'energy', 'apparent_power', 'reactive_power']);

/** Without a unit, a missing value is better than one that is a thousand times too large. */
function unitTold(guess: Guess, { unit }: Named): Guess {
  if (guess.metric === undefined || unit !== undefined || !oftenScaled.has(metricOf(guess.metric).deviceClass))
    return guess;
  return unknown(because('guess.unit-untold', { metric: guess.metric }));
}

/** What a column of a known file is. */
function byFormat(known: KnownColumn, { unit, unitText }: Named): Guess {
  const { metric, sign = 1, scale, kind, adds, isBehind, format } = known;
  if (metric === undefined) return unknown(because('guess.format-nothing', { format }));
  const how = because('guess.format', { format });
  if (!isMetricId(metric)) return unknown(because('guess.no-metric', { how, metric }));
  const own = metricOf(metric).unit;
  // Brackets may hold something other than a unit, such as a phase.
  const isOwn = unit !== undefined && unit.unit === own;
  if (!isOwn && unit !== undefined && scale === undefined)
    return unknown(because('guess.other-unit', { how, unit: external(unitText ?? ''), own }));
  if (!isOwn && scale === undefined && oftenScaled.has(metricOf(metric).deviceClass))
    return unknown(because('guess.unit-untold', { metric }));
  return {
    metric,
    factor: sign * (isOwn ? unit.factor : (scale ?? 1)),
    why: how,
    ...(metric.endsWith('.power') || metric.endsWith('.current') ? { isDirected: true as const } : {}),
    ...(kind === undefined ? {} : { kind }),
    ...(adds === true ? { adds: true as const } : {}),
    ...(isBehind === true ? { isBehind } : {}),
  };
}

/** Finds out what a series means; `words` are those of the makers whose devices are known. */
export function guessOf(series: SourceSeries, words: MakerWords): Guess {
  const name = named({
    ...series,
    // A second column of one name carries its place, which is no number of a phase or string.
    name: series.name
      .replace(/^(?:(sensor|number|counter|input_number)\.|mpp_solar_)/, '')
      .replace(/ \(column \d+\)$/, ''),
  });
  if (series.known !== undefined) return byFormat(series.known, name);
  const sure = byId(series) ?? byTopic(series);
  if (sure !== undefined) return sure;
  // A name that says nothing but energy or power could be that of any device, such as a plug.
  const maker = says.nothing.test(name.plain) ? undefined : (words.get(snake(series.name)) ?? words.get(name.plain));
  const meter = series.meter === true ? { kind: 'total' as const } : {};
  if (maker?.metric !== undefined) {
    const field = fitting({ ...maker, metric: maker.metric }, name, 'field');
    return { ...(field.metric === undefined ? { ...field, ...openOf(name) } : field), ...meter };
  }
  if (maker !== undefined) return { ...unknown(because('guess.makers')), ...openOf(name) };
  const label = labels.get(name.plain);
  const guess = label === undefined ? byWords(name) : fitting({ metric: label, factor: 1 }, name, 'catalogue');
  return { ...unitTold(withOpenSign(guess), name), ...meter };
}

const says = {
  nothing:
    /^(?:(?:ac|dc|active|real|energy|power|yield|total|sum|daily|today|day|lifetime|current|voltage|temperature)(?:_|$))+$/,
} as const;

const goesBothWays: ReadonlySet<string> = new Set(['grid.power', 'battery.power']);

const withOpenSign = (guess: Guess): Guess =>
  guess.metric !== undefined && goesBothWays.has(guess.metric) && guess.isDirected !== true
    ? { ...guess, isSignOpen: true }
    : guess;

/** What the words of a power say apart from its sign. */
function openOf(name: Named): Partial<Guess> {
  const { metric, factor, isDirected, why } = unitTold(byWords(name), name);
  if (metric === undefined || isDirected === true || !goesBothWays.has(metric)) return {};
  return { openMetric: metric, factor, why };
}
