// The known word a person may have meant, alone and as part of a reason.
import { because, type Reason } from './reason.ts';

/** Longer words are not compared. */
const longest = 60;

/** Letters to change, add or leave out between two words. */
export function distance([left, right]: readonly [string, string]): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, letter] of left.split('').entries()) {
    const next = [at + 1];
    for (const [column, other] of right.split('').entries())
      next.push(
        Math.min((row[column] ?? 0) + (letter === other ? 0 : 1), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The known word that is near another one, in any case; absent if none is. */
export function nearWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  const [best] = known
    .map((other) => {
      const [asked, name] = [word.toLowerCase(), other.toLowerCase()] as const;
      // Among equally near words, the one that continues this one.
      return { other, far: distance([asked, name]) - (name.startsWith(asked) ? 0.5 : 0) };
    })
    .toSorted((left, right) => left.far - right.far);
  return best !== undefined && best.far <= Math.max(2, Math.floor(word.length / 5)) ? best.other : undefined;
}

/** Whether two neighbouring letters of a word changed places in the other. */
const isSwapped = (word: string, other: string): boolean =>
  word.length === other.length &&
  word.split('').some((letter, at) => {
    const swapped = word.slice(0, at) + (word[at + 1] ?? '') + letter + word.slice(at + 2);
    return swapped === other;
  });

/**
 * The known word that another one was surely meant to be: one letter more, less or another, or two changed; of a word of six letters or
 * more two such. Absent if none is as near, or the word is too short to say.
 */
export function misspelt(word: string, known: readonly string[]): string | undefined {
  const asked = word.toLowerCase();
  if (asked.length < 3 || asked.length > longest) return undefined;
  const most = asked.length >= 6 ? 2 : 1;
  return known
    .map((other) => ({ other, far: isSwapped(asked, other) ? 1 : distance([asked, other]) }))
    .filter(({ far, other }) => far <= Math.min(most, other.length - 2))
    .toSorted((left, right) => left.far - right.far)[0]?.other;
}

/** A reason with the known word that was perhaps meant. */
export function withNearest(reason: Reason, word: string, known: readonly string[]): Reason {
  const near = nearWord(word, known);
  return near === undefined ? reason : because('word.near', { reason, near });
}

/** A reason with the known word that was perhaps meant; with all of them if none is near. */
export function withKnown(reason: Reason, word: string, known: readonly string[]): Reason {
  return nearWord(word, known) === undefined
    ? because('word.known', { reason, known })
    : withNearest(reason, word, known);
}
