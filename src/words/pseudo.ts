// The pseudo-language en-XA: English with accents and a third longer. Whatever appears in plain English on a page
// was not taken from the catalogue, and whatever does not fit will not fit in German either.
import { keysOf, recordOf } from '#core/entries.ts';
import { type Piece, piecesOf } from '#core/message-reader.ts';
import type { Source } from './language.ts';

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçðéƒĝĥíĵķļɱñóþɋŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ';
const twin = new Map(Array.from(plain, (letter, index) => [letter, accented[index] ?? letter]));

/** Words with an accent on every letter, and vowels doubled. */
export function accent(words: string): string {
  return words.replaceAll(/[a-zA-Z]/g, (letter) => (twin.get(letter) ?? letter).repeat(/[aeo]/.test(letter) ? 2 : 1));
}

function respelled(pieces: readonly Piece[], counted?: string): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return accent(piece).replaceAll("'", "''").replaceAll(/[{}]/g, "'$&'");
      const { name, kind, style, cases } = piece;
      if (kind === 'number' && name === counted && style === '') return '#';
      if (cases.size === 0)
        return kind === 'plain' ? `{${name}}` : `{${[name, kind, style].filter(Boolean).join(', ')}}`;
      const inside = kind === 'plural' ? name : counted;
      const bodies = [...cases].map(([word, body]) => `${word} {${respelled(body, inside)}}`);
      return `{${name}, ${kind}, ${bodies.join(' ')}}`;
    })
    .join('');
}

/** A message of the pseudo-language, from the English one. */
export function pseudo(text: string): string {
  return respelled(piecesOf(text));
}

const each = <Key extends string, Value, Made>(table: Readonly<Record<Key, Value>>, make: (value: Value) => Made) =>
  recordOf(keysOf(table), (key) => make(table[key]));

/** Where the pseudo-language is, made of another one. */
export function pseudoSource({ formats, first, rest }: Source): Source {
  const texts = <Parts extends object>(parts: Parts): Parts =>
    // Each export is a table of texts.
    recordOf(keysOf(parts), (name) => each(parts[name] as Readonly<Record<string, string>>, pseudo)) as Parts;
  return {
    tag: 'en-XA',
    formats,
    first: async () => {
      const { metrics, setPoints, ...rooms } = await first();
      return {
        ...texts(rooms),
        metrics: each(metrics, accent),
        setPoints: each(setPoints, ({ label, words }) => ({
          label: accent(label),
          ...(words === undefined ? {} : { words: each(words, accent) }),
        })),
      };
    },
    rest: async () => {
      const { errors, ...rooms } = await rest();
      return {
        ...texts(rooms),
        errors: each(errors, ({ title, repair, cli }) => ({
          title: accent(title),
          repair: accent(repair),
          ...(cli === undefined ? {} : { cli: accent(cli) }),
        })),
      };
    },
    setting: accent,
  };
}
