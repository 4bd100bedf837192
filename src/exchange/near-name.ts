// The dotted name (of a metric, a source, a file) that a person may have meant.
import { distance } from '#core/near-word.ts';

/** The nearest of some words, or the shortest that has all its parts; undefined if none is close enough. */
export function nearName(text: string, words: readonly string[]): string | undefined {
  const plain = text.toLowerCase().replaceAll('_', '.');
  const parts = plain.split(/[^a-z0-9]+/).filter((part) => part.length > 1);
  const whole = words.filter(
    (word) => parts.length > 1 && parts.every((part) => word.split(/[^a-z0-9]+/).includes(part)),
  );
  if (whole.length > 0) return whole.toSorted((left, right) => left.length - right.length)[0];
  const found = words.map((to) => ({ to, far: distance([plain, to]) })).toSorted((a, b) => a.far - b.far)[0];
  return found !== undefined && found.far <= Math.max(2, text.length / 3) ? found.to : undefined;
}
