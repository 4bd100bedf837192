// What an expression is at a moment. Every part is worked out once from its parts; what is not known stays not known.
import type { Comparison, Node, Reference, Value } from './tree.ts';
import { partsOf } from './tree.ts';

/** A value as it was last seen. */
export interface Seen {
  /** A number in the unit of its name, a text, or a yes or no. */
  readonly value: Value;
  /** Epoch ms. */
  readonly atMs: number;
  /** Whether it is new enough to decide by. */
  readonly isFresh: boolean;
}

/** The world of an expression at one moment. Nothing of it throws. */
export interface Moment {
  /** Epoch ms. */
  readonly nowMs: number;
  /** Undefined: it was never seen. */
  look(reference: Reference): Seen | undefined;
  /** What people call a device; absent: its id. */
  nameOf?(device: string): string;
  /** A function that looks back, over a value and its further arguments; undefined: not known. */
  over?(name: string, reference: Reference, args: readonly Value[]): Value | undefined;
}

/** A value, or that it is not known: absent, too old, or not to be computed. */
export type Result = Value | undefined;

/** What an evaluation stands on. */
export interface Evaluation {
  readonly moment: Moment;
  readonly factors: ReadonlyMap<Node, number>;
}

const finite = (value: number): Result => (Number.isFinite(value) ? value : undefined);

const same = (left: Value, right: Value): boolean =>
  typeof left === 'string' && typeof right === 'string' ? left.toLowerCase() === right.toLowerCase() : left === right;

function compared(sign: Comparison, left: Result, right: Result): Result {
  if (left === undefined || right === undefined || typeof left !== typeof right) return undefined;
  if (sign === '==') return same(left, right);
  if (sign === '!=') return !same(left, right);
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  if (sign === '<') return left < right;
  if (sign === '<=') return left <= right;
  return sign === '>' ? left > right : left >= right;
}

function computed(sign: '+' | '-' | '*' | '/', [left, right]: readonly Result[], factor: number): Result {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  if (sign === '+') return finite(left + right);
  if (sign === '-') return finite(left - right);
  // A quotient by 0 is not finite.
  return finite((sign === '*' ? left * right : left / right) * factor);
}

/** No part is otherwise: yes. One part is otherwise: no. Else it depends on what is not known. */
function joined(decides: boolean, values: readonly Result[]): Result {
  if (values.includes(decides)) return decides;
  return values.every((value) => value === !decides) ? !decides : undefined;
}

function among([value, ...options]: readonly Result[]): Result {
  if (value === undefined) return undefined;
  if (options.some((option) => option !== undefined && same(value, option))) return true;
  return options.includes(undefined) ? undefined : false;
}

function rounded([value, step = 1]: readonly Result[]): Result {
  return typeof value === 'number' && typeof step === 'number' ? finite(Math.round(value / step) * step) : undefined;
}

function extreme(pick: (...values: number[]) => number, values: readonly Result[]): Result {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === values.length ? finite(pick(...numbers)) : undefined;
}

const ofMoment: Readonly<Record<string, (values: readonly Result[]) => Result>> = {
  min: (values) => extreme(Math.min, values),
  max: (values) => extreme(Math.max, values),
  abs: ([value]) => (typeof value === 'number' ? Math.abs(value) : undefined),
  round: rounded,
  default: ([value, otherwise]) => value ?? otherwise,
  is_known: ([value]) => value !== undefined,
  contains: ([text, part]) =>
    typeof text === 'string' && typeof part === 'string' ? text.toLowerCase().includes(part.toLowerCase()) : undefined,
};

function called(node: Node & { readonly kind: 'call' }, values: readonly Result[], moment: Moment): Result {
  const { name, parts } = node;
  const own = Object.hasOwn(ofMoment, name) ? ofMoment[name] : undefined;
  if (own !== undefined) return own(values);
  const [first] = parts;
  if (first?.kind !== 'reading') return undefined;
  const seen = moment.look(first);
  if (name === 'is_fresh') return seen?.isFresh === true;
  // A clock that was set back makes nothing younger than now.
  if (name === 'age') return seen && finite(Math.max(0, moment.nowMs - seen.atMs) / 1000);
  const args = values.slice(1);
  const found = args.every((value) => value !== undefined) ? moment.over?.(name, first, args) : undefined;
  return typeof found === 'number' ? finite(found) : found;
}

/** What a part is, of what its parts are. */
export function resultOf(node: Node, values: readonly Result[], { moment, factors }: Evaluation): Result {
  const [first, second, third] = values;
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'truth':
      return node.value;
    case 'reading': {
      const seen = moment.look(node);
      if (seen?.isFresh !== true) return undefined;
      return typeof seen.value === 'number' ? finite(seen.value) : seen.value;
    }
    case 'call':
      return called(node, values, moment);
    case 'negative':
      return typeof first === 'number' ? 0 - first : undefined;
    case 'not':
      return typeof first === 'boolean' ? !first : undefined;
    case 'and':
      return joined(false, values);
    case 'or':
      return joined(true, values);
    case 'compare':
      return compared(node.sign, first, second);
    case 'calculate':
      return computed(node.sign, values, factors.get(node) ?? 1);
    case 'within':
      return joined(false, [compared('>=', first, second), compared('<=', first, third)]);
    case 'among':
      return among(values);
  }
}

/** What a tree is at a moment. */
export function evaluated(node: Node, evaluation: Evaluation): Result {
  const values = partsOf(node).map((part) => evaluated(part, evaluation));
  return resultOf(node, values, evaluation);
}
