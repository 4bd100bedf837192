// What is wrong with an expression, and where: as a code with parameters, so that a page can put it into words at its place.
import { because, type Reason } from '../reason.ts';
import type { Span, ValueType } from './tree.ts';

/** Something that is wrong. */
export interface ExpressionProblem {
  readonly why: Reason;
  /** In UTF-16 units from the beginning of the text. */
  readonly span: Span;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** Thrown inside this room alone, and caught where an expression is read. */
export class ExpressionMistake extends Error {
  override readonly name = 'ExpressionMistake';
  readonly why: Reason;
  readonly span: Span;

  constructor(why: Reason, span: Span) {
    super(why.code);
    this.why = why;
    this.span = span;
  }
}

/** A mistake with its line and column. */
export function problemAt(text: string, { why, span }: Pick<ExpressionMistake, 'why' | 'span'>): ExpressionProblem {
  const before = text.slice(0, span.from).split('\n');
  return { why, span, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A type in words. */
export function typeWords(type: ValueType): Reason {
  if (type.kind !== 'number') return because(type.kind === 'text' ? 'expression.a-text' : 'expression.a-truth');
  const { unit } = type;
  return unit === '' || unit === 'any' ? because('expression.a-number') : because('expression.a-quantity', { unit });
}
