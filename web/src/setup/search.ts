// Finding a protocol by what people call their device: maker, model, brand, or the protocol's own name. Pure.
import type { Protocol } from '#api/set-up.ts';

/** Brands whose devices are made by another maker, by maker in lower case. */
const brands: Readonly<Record<string, readonly string[]>> = {
  'voltronic power': ['MPP Solar', 'MPPSolar', 'Effekta', 'EASun', 'Opti-Solar', 'Mecer', 'Kodak'],
  jikong: ['JK BMS', 'Hankzor'],
  'victron energy': ['VE.Direct'],
  srne: ['PowMr'],
  deye: ['Sunsynk', 'Sol-Ark'],
};

/** Letters and digits in lower case, without accents. */
const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The words of a text. */
const wordsOf = (text: string): readonly string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Maker and product line, the maker once. */
export const titleOf = ({ maker, title }: Pick<Protocol, 'maker' | 'title'>): string =>
  title.toLowerCase().includes(maker.toLowerCase()) ? title : `${maker} ${title}`;

/** Where words are searched for, and the weight of a match there. */
function placesOf(protocol: Protocol): readonly (readonly [words: readonly string[], weight: number])[] {
  const { id, aliases = [], models = [], maker } = protocol;
  return [
    [[id, ...aliases].flatMap(wordsOf), 4],
    [[...models, ...(brands[maker.toLowerCase()] ?? [])].flatMap(wordsOf), 3],
    [wordsOf(titleOf(protocol)), 3],
  ];
}

/** How well one word matches: whole, as a prefix, or, from three letters on, inside a word. */
function worthOf(word: string, words: readonly string[]): number {
  if (words.includes(word)) return 4;
  if (words.some((each) => each.startsWith(word))) return 2;
  if (word.length >= 3 && words.some((each) => each.includes(word))) return 1;
  return 0;
}

/** How well a protocol matches what was typed; 0: not at all. */
function scoreOf(protocol: Protocol, typed: string): number {
  const asked = wordsOf(typed);
  const places = placesOf(protocol);
  const each = asked.map((word) => Math.max(...places.map(([words, weight]) => weight * worthOf(word, words))));
  if (each.includes(0)) {
    // “smart solar” and “spf5000” are the same to people.
    const joined = asked.join('');
    const isJoined = places.some(([words]) => words.join('').includes(joined));
    return isJoined && joined.length >= 4 ? 2 : 0;
  }
  const sum = each.reduce((total, one) => total + one, 0);
  const names = [protocol.id, ...(protocol.aliases ?? [])].map(plain);
  return names.includes(plain(typed.trim()).replaceAll(/\s+/g, '-')) ? sum + 20 : sum;
}

/** The protocols that fit what was typed, the best first; all in their order if nothing was typed. */
export function searched(protocols: readonly Protocol[], typed: string): readonly Protocol[] {
  if (wordsOf(typed).length === 0) return protocols;
  return protocols
    .map((protocol) => ({ protocol, score: scoreOf(protocol, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ protocol }) => protocol);
}
