// What an expression is once it is read: a frozen tree of plain data. It goes to the checker, the evaluator, the printer and whoever asks
// which values it needs.
import type { Unit } from '../unit.ts';

/** Where something stands in the text, in UTF-16 units: from the first to behind the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a value is: a number with the unit of the catalogue, a text, or a yes or no. */
export type ValueType =
  /** `any`: the number 0, which is the same in every unit. */
  | { readonly kind: 'number'; readonly unit: Unit | 'any' }
  /** `choices` where all of them are known. */
  | { readonly kind: 'text'; readonly choices?: readonly string[] }
  | { readonly kind: 'truth' };

/** A value: a number in the base unit, a text, or a yes or no. */
export type Value = number | string | boolean;

/** The name of a value: of the home, or of one device of it. */
export interface Reference {
  readonly name: string;
  readonly device?: string;
}

/** Signs that compare. */
export const comparisons = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type Comparison = (typeof comparisons)[number];

/** Signs that calculate. */
export type Calculation = '+' | '-' | '*' | '/';

type Shape =
  | { readonly kind: 'number'; readonly value: number; readonly unit: Unit }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'truth'; readonly value: boolean }
  | ({ readonly kind: 'reading' } & Reference)
  | { readonly kind: 'call'; readonly name: string; readonly parts: readonly Node[] }
  | { readonly kind: 'negative' | 'not'; readonly parts: readonly [Node] }
  /** Two or more. */
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'compare'; readonly sign: Comparison; readonly parts: readonly [Node, Node] }
  | { readonly kind: 'calculate'; readonly sign: Calculation; readonly parts: readonly [Node, Node] }
  /** What is looked at, the lower end and the upper one; both are of it. */
  | { readonly kind: 'within'; readonly parts: readonly [Node, Node, Node] }
  /** What is looked at, and what it may be. */
  | { readonly kind: 'among'; readonly parts: readonly Node[] };

/** A part of an expression. */
export type Node = Shape & { readonly span: Span };

/** The parts of a part. */
export const partsOf = (node: Node): readonly Node[] => ('parts' in node ? node.parts : []);

/** How large an expression may be. */
export const bounds = Object.freeze({
  /** UTF-16 units. */
  characters: 2000,
  /** Parts inside parts. */
  depth: 40,
  /** Parts in all: also the most steps of one evaluation, as each is done once. */
  parts: 400,
});
