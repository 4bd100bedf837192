// The text of an expression in pieces: numbers with their units, names, texts and signs.
import { external } from '../message-params.ts';
import { withNearest } from '../near-word.ts';
import { because } from '../reason.ts';
import { scaledUnit, type ScaledUnit, units, writtenAs } from '../unit.ts';
import { ExpressionMistake } from './problem.ts';
import type { Span } from './tree.ts';

/** A piece. */
export type Token = Span &
  (
    | { readonly kind: 'number'; readonly value: number; readonly unit: ScaledUnit | undefined }
    | { readonly kind: 'name' | 'word' | 'sign' | 'text'; readonly text: string }
    | { readonly kind: 'end' }
  );

/** Words of the language, in any case. */
export const words = ['and', 'or', 'not', 'in', 'of', 'true', 'false', 'on', 'off', 'yes', 'no'] as const;
const isWord = (text: string): boolean => words.some((word) => word === text);

/** Durations that people write; the rest are units of the catalogue. */
const durations: ReadonlyMap<string, number> = new Map([
  ['min', 60],
  ['s', 1],
  ['ms', 0.001],
  ['sec', 1],
  ['h', 3600],
  ['d', 86_400],
]);

const space = /[ \t\r\n\u00a0]*/y;
const numberPattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const unitPattern = /[ \t\u00a0]*([%°ΩA-Za-z]+)/y;
const namePattern = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/y;
const signPattern = /==|!=|<=|>=|<>|&&|\|\||\.\.|[<>=!+\-*/(),[\]≤≥≠]/y;
const devicePattern = /[a-z0-9][a-z0-9-]{0,62}/y;
const opening = /[ \t\u00a0]*\(/y;

/** Signs with the same meaning. */
const sameSigns: Readonly<Record<string, string>> = { '=': '==', '<>': '!=', '≠': '!=', '≤': '<=', '≥': '>=' };

/** What a pattern finds at a place. */
function at(pattern: RegExp, text: string, from: number): RegExpExecArray | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text) ?? undefined;
}

/** Every way to write a unit, to guess from what was meant. */
const spellings = (): readonly string[] => [
  ...durations.keys(),
  ...units.flatMap((unit) => writtenAs(unit).map(({ text }) => text)),
];

function unitOf(text: string): ScaledUnit | undefined {
  const seconds = durations.get(text);
  return seconds === undefined ? scaledUnit(text) : { unit: 's', factor: seconds };
}

function numberAt(text: string, from: number): Token | undefined {
  const found = at(numberPattern, text, from)?.[0];
  if (found === undefined) return undefined;
  const value = Number(found);
  const to = from + found.length;
  if (!Number.isFinite(value))
    throw new ExpressionMistake(because('expression.large', { text: external(found.slice(0, 40)) }), { from, to });
  const unit = at(unitPattern, text, to);
  const written = unit?.[1] ?? '';
  const behind = to + (unit?.[0].length ?? 0);
  // `5 and`, and `5 min(`, which lacks a sign between: what follows is no unit.
  if (written === '' || isWord(written.toLowerCase()) || at(opening, text, behind) !== undefined)
    return { kind: 'number', value, unit: undefined, from, to };
  const known = unitOf(written);
  if (known !== undefined) return { kind: 'number', value, unit: known, from, to: behind };
  const why = because('expression.unit', { text: external(written.slice(0, 40)) });
  throw new ExpressionMistake(withNearest(why, written, spellings()), { from: behind - written.length, to: behind });
}

const shown = (text: string, from: number) => external(String.fromCodePoint(text.codePointAt(from) ?? 0));

/** A text in quotes of either kind; a backslash stands before a quote or a backslash inside. */
function textAt(text: string, from: number): Token | undefined {
  const quote = text[from];
  if (quote !== "'" && quote !== '"') return undefined;
  let value = '';
  for (let place = from + 1; place < text.length; place += 1) {
    let letter = text[place] ?? '';
    if (letter === quote) return { kind: 'text', text: value, from, to: place + 1 };
    if (letter === '\\') letter = text[(place += 1)] ?? '';
    if (letter < ' ') break;
    value += letter;
  }
  throw new ExpressionMistake(because('expression.quote'), { from, to: from + 1 });
}

function nameAt(text: string, from: number): Token | undefined {
  const found = at(namePattern, text, from)?.[0];
  if (found === undefined) return undefined;
  const lower = found.toLowerCase();
  const to = from + found.length;
  return isWord(lower) ? { kind: 'word', text: lower, from, to } : { kind: 'name', text: found, from, to };
}

function signAt(text: string, from: number): Token | undefined {
  const found = at(signPattern, text, from)?.[0];
  if (found === undefined) return undefined;
  return { kind: 'sign', text: sameSigns[found] ?? found, from, to: from + found.length };
}

/** The pieces of a text, and where it ends. Throws {@link ExpressionMistake}. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let from = 0; ; ) {
    from += at(space, text, from)?.[0].length ?? 0;
    if (from >= text.length) return [...tokens, { kind: 'end', from: text.length, to: text.length }];
    const last = tokens.at(-1);
    // An id of a device may hold dashes, and begin with a digit.
    const device = last?.kind === 'word' && last.text === 'of' ? at(devicePattern, text, from)?.[0] : undefined;
    const next: Token | undefined =
      device === undefined
        ? (numberAt(text, from) ?? textAt(text, from) ?? nameAt(text, from) ?? signAt(text, from))
        : { kind: 'name', text: device, from, to: from + device.length };
    if (next === undefined)
      throw new ExpressionMistake(because('expression.character', { text: shown(text, from) }), { from, to: from + 1 });
    tokens.push(next);
    from = next.to;
  }
}
