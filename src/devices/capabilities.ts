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
  TimedWriters,
  WriteCommand,
} from './definition.ts';
import { findWrite } from './find-write.ts';
import { withKnown } from '#core/near-word.ts';
import { confirmsValue } from './shown-value.ts';

/** One write of a command, in the maker's words. */
export interface Step {
  readonly write: WriteCommand;
  readonly value: MetricValue;
  /** It clears the way for another one; what becomes of the command is told by that. */
  readonly isAside?: true;
  /** It is not written now but remembered: it is written when what it is a number of comes on. */
  readonly isKept?: true;
}

/** A switch that its device can hold for a time. */
export interface ServedTimer {
  readonly mostSeconds: number;
  /** Undefined: it is not held for so long. */
  steps(value: MetricValue, seconds: number): readonly Step[] | undefined;
  /** What is written before a plain value, so that no timer ends it. */
  before(shownOf: ShownOf): readonly Step[];
}

/** What the device shows of a writer, in the maker's words, or what is remembered of it; undefined if it is not known. */
export type ShownOf = (write: WriteCommand, of?: 'kept') => MetricValue | undefined;

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
  readonly timer?: ServedTimer;
  /** What is shown decides what is written, and is read just before. */
  readonly isDecidedByShown?: true;
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

/** A switch with the timer of its device. */
function withTimer(served: Served, definition: Tellable, timed: TimedWriters | undefined): Served {
  if (timed === undefined) return served;
  const [on, off] = [findWrite(definition, timed.on), findWrite(definition, timed.off)];
  const end = timed.end === undefined ? undefined : findWrite(definition, timed.end);
  const most = ({ value }: WriteCommand): number => (value.kind === 'number' ? value.max : 0);
  const mostSeconds = Math.min(most(on), most(off));
  return {
    ...served,
    timer: {
      mostSeconds,
      steps(value, seconds) {
        if (!Number.isInteger(seconds) || seconds < 1 || seconds > mostSeconds) return undefined;
        return value === 1 || value === 0 ? [{ write: value === 1 ? on : off, value: seconds }] : undefined;
      },
      before: (shownOf) =>
        end !== undefined && [on, off].some((write) => typeof shownOf(write) === 'number')
          ? [{ write: end, value: '', isAside: true }]
          : [],
    },
  };
}

/** A number whose 0 switches: the number, and the switch. One writer serves both, so that none undoes the other. */
function gated(number: Served, write: WriteCommand, { gate, along, counts, also, helped }: Gated): readonly Served[] {
  const { setPoint, least } = gate;
  const most = number.value.kind === 'number' ? number.value.max : undefined;
  const both = { writes: [write, ...along.map((step) => step.write)], isDecidedByShown: true } as const;
  const helping = (shownOf: ShownOf): readonly Step[] =>
    helped !== undefined && shownOf(helped) === 'off' ? [{ write: helped, value: 'on', isAside: true }] : [];
  /** Whether the number counts at all; undefined: not known. */
  const isCounted = (shownOf: ShownOf): boolean | undefined =>
    shownOf(counts.write) === undefined ? undefined : isShownAs(counts.write, [counts.value], shownOf);
  const stateOf = (shownOf: ShownOf): MetricValue | undefined =>
    isCounted(shownOf) === undefined ? undefined : shownOf(write);
  return [
    {
      ...number,
      ...both,
      steps(value, shownOf) {
        const raw = stateOf(shownOf);
        const own = raw === undefined ? undefined : number.steps(value, shownOf);
        const isOff = raw === 0 && isCounted(shownOf) === true;
        return isOff ? own?.map((step) => ({ ...step, isKept: true })) : own && [...own, ...along];
      },
      shown(shownOf) {
        if (stateOf(shownOf) === undefined) return undefined;
        if (isCounted(shownOf) === false) return most;
        return number.shown((one) => (one === write && shownOf(write) === 0 ? shownOf(write, 'kept') : shownOf(one)));
      },
    },
    {
      setPoint,
      ...both,
      writes: [...both.writes, ...[also, helped].filter((one) => one !== undefined)],
      value: { kind: 'binary' },
      steps(value, shownOf) {
        const raw = stateOf(shownOf);
        if (raw === undefined || (value !== 0 && value !== 1)) return undefined;
        const on = raw === 0 ? (shownOf(write, 'kept') ?? least) : raw;
        const turned = also === undefined ? [] : [{ write: also, value: value === 0 ? 'off' : 'on' }];
        return [...helping(shownOf), { write, value: value === 0 ? 0 : on }, ...along, ...turned];
      },
      shown(shownOf) {
        const raw = stateOf(shownOf);
        const turned = also === undefined ? 'on' : shownOf(also);
        if (raw === undefined || turned === undefined) return undefined;
        return Number((raw !== 0 || isCounted(shownOf) === false) && turned === 'on');
      },
    },
  ];
}

interface Gated {
  readonly gate: NonNullable<Serves['gate']>;
  readonly along: readonly Step[];
  readonly counts: Step;
  readonly also: WriteCommand | undefined;
  readonly helped: WriteCommand | undefined;
}

function servedByWrite(write: WriteCommand, definition: Tellable): readonly Served[] {
  if (write.serves === undefined) return [];
  const { setPoint, words, along = [], timed } = write.serves;
  const plainly = words === undefined ? servedNumber(write, write.serves) : servedWords(write, setPoint, words);
  const own = withTimer(plainly, definition, timed);
  const behind = along.map((step) => ({ write: findWrite(definition, step.write), value: step.value }));
  const { gate } = write.serves;
  if (gate === undefined) return [withAlong(own, behind)];
  const counts = behind.find((step) => step.write.name === gate.counts);
  if (counts === undefined) throw new TypeError(`assertion: ${gate.counts} is not written behind ${write.name}`);
  const named = (name: string | undefined) => (name === undefined ? undefined : findWrite(definition, name));
  return gated(own, write, { gate, along: behind, counts, also: named(gate.also), helped: named(gate.helped) });
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
