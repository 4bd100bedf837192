// The known word a person may have meant, as part of a reason.
import { nearWord } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';

/** `; did you mean …?` where a known word is near, in any case; empty if none is. */
export function nearest(word: string, known: readonly string[]): string {
  const near = nearWord(word, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** A reason with the known word that was perhaps meant. */
export function withNearest(reason: Reason, word: string, known: readonly string[]): Reason {
  const near = nearWord(word, known);
  return near === undefined ? reason : because('word.near', { reason, near });
}

/** A reason with the known word that was perhaps meant; with all of them where none is near. */
export function withKnown(reason: Reason, word: string, known: readonly string[]): Reason {
  return nearWord(word, known) === undefined
    ? because('word.known', { reason, known })
    : withNearest(reason, word, known);
}
