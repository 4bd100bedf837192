// What somebody wrote for a set-point, as the set-point has it.
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import { setPointOf, setPoints, type SetPointId } from '#core/set-points.ts';

/** There is none of this name; with the one that was perhaps meant. */
export function noSetPoint(text: string): Reason {
  const known = Object.keys(setPoints).map((key) => key.replace('#', '1'));
  return withNearest(because('act.no-set-point', { text: external(text) }), text, known);
}

const switchWords: Readonly<Record<string, number>> = { on: 1, yes: 1, true: 1, off: 0, no: 0, false: 0 };

/** A value within the limits that any device may have: a word of a choice, else a number; `on` is 1. Or what is wrong with it. */
export function pointValue(
  point: SetPointId,
  given: string | number | boolean,
): { readonly value: string | number } | { readonly why: Reason } {
  const { kind, min, max, words = {} } = setPointOf(point);
  if (kind === 'choice') {
    const word = String(given);
    if (Object.hasOwn(words, word)) return { value: word };
    const known = Object.keys(words);
    const why = because('act.value-words', { value: external(word), known: { oneOf: known } });
    return { why: withNearest(why, word, known) };
  }
  const value = typeof given === 'number' ? given : (switchWords[String(given).toLowerCase()] ?? given);
  if (typeof value !== 'number') return { why: because('act.value-number', { value: external(String(value)) }) };
  return value < min || value > max ? { why: because('act.value-limits', { value, min, max }) } : { value };
}
