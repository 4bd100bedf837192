// What a device can be told in the words of the catalogue: from a set-point and its value to what is written in the maker's
// words, and from what the device shows back to the value. Pure; whether it is shown and when is the caller's.
import { because } from '#core/reason.ts';
import type { SettingValue } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MetricValue } from '#core/reading.ts';
import { type SetPointId, setPointOf } from '#core/set-points.ts';
import type {
  ComposedAmount,
  ComposedSetPoint,
  Composition,
  Definition,
  Serves,
  ShownValues,
  WriteCommand,
} from './definition.ts';
import { findWrite } from './find-write.ts';
import { withKnown } from '#core/near-word.ts';
import { confirmsValue } from './shown-value.ts';

/** One write of a command, in the maker's words. */
export interface Step {
  readonly write: WriteCommand;
  readonly value: MetricValue;
}

/** What the device shows of a writer, in the maker's words; undefined if it is not known. */
export type ShownOf = (write: WriteCommand) => MetricValue | undefined;

/** The part of a definition that says what can be told. */
export type Tellable = Pick<Definition, 'id' | 'writes' | 'composed'>;

/** A set-point of a device: what it takes, what is written for it, and what is shown of it. */
export interface Served {
  readonly setPoint: SetPointId;
  readonly value: SettingValue;
  /** The writers it is made of. */
  readonly writes: readonly WriteCommand[];
  /** What is to be written for a value; undefined if the device does not take it. */
  steps(value: MetricValue, shownOf: ShownOf): readonly Step[] | undefined;
  /** What is shown, as a value of the set-point; undefined for a state that has no word in the catalogue. */
  shown(shownOf: ShownOf): MetricValue | undefined;
}

/** The catalogue's word for a value: those of a switch are 0 and 1. */
const wordOf = (setPoint: SetPointId, value: MetricValue): MetricValue | undefined => {
  if (setPointOf(setPoint).kind !== 'binary') return value;
  return value === 1 ? 'on' : value === 0 ? 'off' : undefined;
};

const valueOf = (setPoint: SetPointId, word: string): MetricValue =>
  setPointOf(setPoint).kind === 'binary' ? Number(word === 'on') : word;

/** Without the noise of binary fractions. */
const plain = (value: number): number => Number(value.toPrecision(12));

function servedWords(write: WriteCommand, setPoint: SetPointId, words: Readonly<Record<string, string>>): Served {
  const { kind } = setPointOf(setPoint);
  return {
    setPoint,
    value: kind === 'binary' ? { kind } : { kind: 'choice', options: Object.keys(words) },
    writes: [write],
    steps(value) {
      const word = wordOf(setPoint, value);
      const told = typeof word === 'string' && Object.hasOwn(words, word) ? words[word] : undefined;
      return told === undefined ? undefined : [{ write, value: told }];
    },
    shown(shownOf) {
      const shown = shownOf(write);
      const word = Object.keys(words).find((one) => words[one] === shown);
      return word === undefined ? undefined : valueOf(setPoint, word);
    },
  };
}

const isWithin = (value: number, [min, max]: Range): boolean => value >= min && value <= max;

type Range = readonly [min: number, max: number];

function servedNumber(write: WriteCommand, { setPoint, factor = 1, amounts }: Serves): Served {
  if (write.value.kind !== 'number') throw new TypeError(`assertion: ${write.name} is no number`);
  const { min, max, step, ranges = [[min, max]] } = write.value;
  const taken = amounts ?? ([min, max] as const);
  const scaled = ([first, last]: Range): Range => {
    const [left, right] = [plain(first * factor), plain(last * factor)];
    return left <= right ? [left, right] : [right, left];
  };
  const parts = ranges.filter((range) => isWithin(range[0], taken) && isWithin(range[1], taken)).map(scaled);
  const [least, most] = scaled(taken);
  return {
    setPoint,
    value: {
      kind: 'number',
      unit: setPointOf(setPoint).unit,
      min: least,
      max: most,
      step: plain(Math.abs(step * factor)),
      ...(parts.length > 1 ? { ranges: parts } : {}),
    },
    writes: [write],
    steps: (value) =>
      typeof value === 'number' && isWithin(plain(value / factor), taken)
        ? [{ write, value: plain(value / factor) }]
        : undefined,
    shown(shownOf) {
      const shown = shownOf(write);
      return typeof shown === 'number' && isWithin(shown, taken) ? plain(shown * factor) : undefined;
    },
  };
}

/** The same with what is written behind it so that it holds. */
function withAlong(served: Served, along: readonly Step[]): Served {
  if (along.length === 0) return served;
  return {
    ...served,
    writes: [...served.writes, ...along.map(({ write }) => write)],
    steps(value, shownOf) {
      const own = served.steps(value, shownOf);
      return own === undefined ? undefined : [...own, ...along];
    },
    shown(shownOf) {
      const holds = along.every(({ write, value }) => isShownAs(write, [value], shownOf));
      return holds ? served.shown(shownOf) : undefined;
    },
  };
}

function servedByWrite(write: WriteCommand, definition: Tellable): readonly Served[] {
  if (write.serves === undefined) return [];
  const { setPoint, words, along = [] } = write.serves;
  const own = words === undefined ? servedNumber(write, write.serves) : servedWords(write, setPoint, words);
  return [
    withAlong(
      own,
      along.map((step) => ({ write: findWrite(definition, step.write), value: step.value })),
    ),
  ];
}

function isShownAs(write: WriteCommand, values: readonly MetricValue[], shownOf: ShownOf): boolean {
  const shown = shownOf(write);
  return shown !== undefined && values.some((value) => confirmsValue(write, value, shown));
}

/** The writers a way names: those it writes, and those whose shown values decide. */
const namesOf = ({ steps, from = {}, shownBy = {} }: Composition): readonly string[] => [
  ...steps.flatMap((step) => ('sameAs' in step ? [step.write, step.sameAs] : [step.write])),
  ...Object.keys(from),
  ...Object.keys(shownBy),
];

type ComposedMode = Extract<ComposedSetPoint, { readonly ways: unknown }>;
type ComposedAmounts = Extract<ComposedSetPoint, { readonly amounts: unknown }>;

/** The value of a writer's grid that is nearest to one. */
function onGrid({ value }: WriteCommand, wanted: number): number {
  if (value.kind !== 'number') return wanted;
  const { min, step } = value;
  return plain(min + Math.round((wanted - min) / step) * step);
}

function servedByAmounts({ setPoint, step, amounts }: ComposedAmounts, definition: Tellable): Served {
  const names = amounts.flatMap(({ steps, from = {} }) => [
    ...steps.flatMap((one) => ('sameAs' in one ? [one.write, one.sameAs] : [one.write])),
    ...Object.keys(from),
  ]);
  const known = new Map(names.map((name) => [name, findWrite(definition, name)]));
  const writeOf = (name: string): WriteCommand => known.get(name) ?? findWrite(definition, name);
  const resolved = ({ steps }: ComposedAmount, amount: number, shownOf: ShownOf): readonly Step[] | undefined => {
    const made: Step[] = [];
    for (const one of steps) {
      const write = writeOf(one.write);
      const value =
        'times' in one ? onGrid(write, amount * one.times) : 'sameAs' in one ? shownOf(writeOf(one.sameAs)) : one.value;
      if (value === undefined) return undefined;
      made.push({ write, value });
    }
    return made;
  };
  const isShown = (steps: readonly Step[] | undefined, shownOf: ShownOf): boolean =>
    steps?.every(({ write, value }) => isShownAs(write, [value], shownOf)) === true;
  const shownBy = (one: ComposedAmount, shownOf: ShownOf): number | undefined => {
    for (const part of one.steps) {
      if (!('times' in part)) continue;
      const shown = shownOf(writeOf(part.write));
      const amount = typeof shown === 'number' ? plain(shown / part.times) + 0 : undefined;
      if (amount === undefined || !isWithin(amount, one.range)) return undefined;
      return isShown(resolved(one, amount, shownOf), shownOf) ? amount : undefined;
    }
    return undefined;
  };
  const ranges = amounts
    .filter(({ from }) => from === undefined)
    .map(({ range }) => range)
    .toSorted(([a], [b]) => a - b);
  const [min, max] = [ranges[0]?.[0] ?? 0, ranges.at(-1)?.[1] ?? 0];
  // Ranges that meet are one.
  const isWhole = ranges.every(([least], index) => index === 0 || least - (ranges[index - 1]?.[1] ?? 0) <= step);
  return {
    setPoint,
    value: { kind: 'number', unit: setPointOf(setPoint).unit, min, max, step, ...(isWhole ? {} : { ranges }) },
    writes: [...known.values()],
    steps(value, shownOf) {
      if (typeof value !== 'number') return undefined;
      const fits = ({ from = {} }: ComposedAmount): boolean =>
        Object.entries(from).every(([name, values]) => isShownAs(writeOf(name), values, shownOf));
      const way = amounts.find((one) => isWithin(value, one.range) && fits(one));
      return way === undefined ? undefined : resolved(way, value, shownOf);
    },
    shown(shownOf) {
      for (const one of amounts) {
        const amount = shownBy(one, shownOf);
        if (amount !== undefined) return amount;
      }
      return undefined;
    },
  };
}

function servedByMode({ setPoint, ways }: ComposedMode, definition: Tellable): Served {
  const names = [...new Set(ways.flatMap(namesOf))];
  const known = new Map(names.map((name) => [name, findWrite(definition, name)]));
  const writeOf = (name: string): WriteCommand => known.get(name) ?? findWrite(definition, name);
  const shows = (wanted: ShownValues, shownOf: ShownOf): boolean =>
    Object.entries(wanted).every(([name, values]) => isShownAs(writeOf(name), values, shownOf));
  /** A way's writes with their values; undefined while one is not known. */
  const resolved = (way: Composition, shownOf: ShownOf): readonly Step[] | undefined => {
    const steps: Step[] = [];
    for (const step of way.steps) {
      const value = 'sameAs' in step ? shownOf(writeOf(step.sameAs)) : step.value;
      if (value === undefined) return undefined;
      steps.push({ write: writeOf(step.write), value });
    }
    return steps;
  };
  const isShown = (way: Composition, shownOf: ShownOf): boolean =>
    way.shownBy === undefined
      ? resolved(way, shownOf)?.every(({ write, value }) => isShownAs(write, [value], shownOf)) === true
      : shows(way.shownBy, shownOf);
  const { kind, words = {} } = setPointOf(setPoint);
  // In the catalogue's order, not in that in which the ways are tried.
  const options = Object.keys(words).filter((word) => ways.some(({ value }) => value === word));
  return {
    setPoint,
    value: kind === 'binary' ? { kind } : { kind: 'choice', options },
    writes: [...known.values()],
    steps(value, shownOf) {
      const way = ways.find((one) => one.value === value && (one.from === undefined || shows(one.from, shownOf)));
      return way === undefined ? undefined : resolved(way, shownOf);
    },
    shown: (shownOf) => ways.find((way) => isShown(way, shownOf))?.value,
  };
}

/** Every set-point of a device. */
export function servedBy(definition: Tellable): readonly Served[] {
  const { writes, composed = [] } = definition;
  return [
    ...composed.map((one) => ('ways' in one ? servedByMode(one, definition) : servedByAmounts(one, definition))),
    ...writes.flatMap((write) => servedByWrite(write, definition)),
  ];
}

/** One set-point of a device. Errors: `command.unknown`, with those it has. */
export function findServed(definition: Tellable, setPoint: SetPointId): Served {
  const all = servedBy(definition);
  const found = all.find((served) => served.setPoint === setPoint);
  if (found !== undefined) return found;
  const known = all.map((served) => served.setPoint);
  const why =
    known.length === 0
      ? because('device.no-set-points', { id: definition.id })
      : withKnown(because('device.no-set-point', { id: definition.id }), setPoint, known);
  throw new SolsteadError('command.unknown', { at: setPoint, why });
}
