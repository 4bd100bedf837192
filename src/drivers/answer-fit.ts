// Whether an answer belongs to the question that was asked. Some families do not name the question in the answer: a late answer to
// the question before would pass, and its numbers would be read as something else.
import type { Decoded } from '#codec/table.ts';
import type { ReadCommand } from '#devices/definition.ts';

/** Judges the answers of one device. */
export interface AnswerFit {
  /** False for one to be ignored, in the hope of a better one. */
  accepts(command: ReadCommand, decoded: Decoded, bytes: number): boolean;
}

/** How far the size of an answer may be from the usual one, as a factor. */
const sizeRange = { least: 0.5, most: 2 };

/** No answers seen yet. */
export function makeAnswerFit(): AnswerFit {
  const unusual = new Map<string, string>();
  return {
    accepts({ name, answerBytes }, { problems }, bytes) {
      const isUsual = bytes >= sizeRange.least * answerBytes && bytes <= sizeRange.most * answerBytes;
      if (isUsual && problems.length === 0) {
        unusual.delete(name);
        return true;
      }
      // An odd firmware gives the same odd answer again: then it is not a stray one.
      const signature = `${isUsual} ${problems.map(({ row }) => row).join(' ')}`;
      if (unusual.get(name) === signature) return true;
      unusual.set(name, signature);
      return false;
    },
  };
}
