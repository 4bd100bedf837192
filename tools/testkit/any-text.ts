// Text of any characters: that of fast-check lists all 1.1 million of them first, which takes more than a second.
import { fc } from './property.ts';

const surrogates = { first: 0xd800, count: 0x800 } as const;

/** Any character of Unicode but halves of surrogate pairs. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10_ffff - surrogates.count })
  .map((point) => String.fromCodePoint(point < surrogates.first ? point : point + surrogates.count));
