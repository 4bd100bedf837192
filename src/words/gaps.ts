// The gaps of a message, for checking a translation against English.
import { type Piece, piecesOf } from '#core/message-reader.ts';

/** Gaps of a message by name, with the kind of each: `plain`, `number`, `date`, `plural`, `select`. */
export function gapsOf(text: string): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  const look = (pieces: readonly Piece[]): void => {
    for (const piece of pieces) {
      if (typeof piece === 'string') continue;
      // `#` is a number inside the plural of the same name.
      const known = found.get(piece.name);
      if (known === undefined || known === 'number') found.set(piece.name, piece.kind);
      for (const body of piece.cases.values()) look(body);
    }
  };
  look(piecesOf(text));
  return Object.fromEntries([...found].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
