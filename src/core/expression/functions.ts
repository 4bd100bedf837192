// The functions of the language as signatures. What an environment offers of them is its affair: those of history need one.
import type { Unit } from '../unit.ts';

/** What a function takes at a place: `reading` a value by its name, `same` what fits its first one, `seconds` a duration. */
export type ParameterKind = 'reading' | 'number' | 'text' | 'any' | 'same' | 'seconds';

/** A function, as it is used. */
export interface Signature {
  /** As people write it, for messages and completion. */
  readonly usage: string;
  readonly needs: readonly ParameterKind[];
  /** What may follow: one more, or any number. */
  readonly more?: { readonly kind: ParameterKind; readonly isEndless: boolean };
  /** `same`: as its first one. */
  readonly gives: 'same' | 'truth' | { readonly unit: Unit };
  /** Whether it becomes another value by the passing of time alone. */
  readonly isTimed?: true;
}

/** Those that need nothing but this moment. */
export const momentFunctions: Readonly<Record<string, Signature>> = Object.freeze({
  min: { usage: 'min(a, b, …)', needs: ['number'], more: { kind: 'same', isEndless: true }, gives: 'same' },
  max: { usage: 'max(a, b, …)', needs: ['number'], more: { kind: 'same', isEndless: true }, gives: 'same' },
  abs: { usage: 'abs(a)', needs: ['number'], gives: 'same' },
  round: { usage: 'round(a, step)', needs: ['number'], more: { kind: 'same', isEndless: false }, gives: 'same' },
  default: { usage: 'default(value, otherwise)', needs: ['any', 'same'], gives: 'same' },
  contains: { usage: 'contains(text, part)', needs: ['text', 'text'], gives: 'truth' },
  is_known: { usage: 'is_known(value)', needs: ['any'], gives: 'truth' },
  is_fresh: { usage: 'is_fresh(name)', needs: ['reading'], gives: 'truth', isTimed: true },
  age: { usage: 'age(name)', needs: ['reading'], gives: { unit: 's' }, isTimed: true },
});

const overTime = (name: string): Signature => ({
  usage: `${name}(name, duration)`,
  needs: ['reading', 'seconds'],
  gives: 'same',
  isTimed: true,
});

/** Those that look back: an environment with history computes them. */
export const historyFunctions: Readonly<Record<string, Signature>> = Object.freeze({
  avg: overTime('avg'),
  lowest: overTime('lowest'),
  highest: overTime('highest'),
});
