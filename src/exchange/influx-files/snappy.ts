// Unpacks a block of Snappy. Source: google/snappy, format_description.txt.
import { ByteReader, damaged } from './byte-reader.ts';

/** The bytes of a block, at most so many. Errors: `input.invalid`. */
export function unsnapped(packed: Uint8Array, most: number, file: string): Uint8Array {
  const reader = new ByteReader(packed, file);
  const out = new Uint8Array(reader.count(most));
  let at = 0;
  const little = (bytes: number): number => reader.bytes(bytes).reduceRight((value, byte) => value * 256 + byte, 0);
  const copy = (length: number, offset: number): void => {
    if (offset === 0 || offset > at || at + length > out.length) throw damaged(file);
    // What is copied may overlap what it makes: byte by byte.
    for (let left = length; left > 0; left -= 1, at += 1) out[at] = out[at - offset] ?? 0;
  };
  while (reader.left > 0) {
    const tag = reader.u8();
    const rest = tag >> 2;
    switch (tag & 3) {
      case 0: {
        const length = rest < 60 ? rest + 1 : little(rest - 59) + 1;
        if (at + length > out.length) throw damaged(file);
        out.set(reader.bytes(length), at);
        at += length;
        break;
      }
      case 1:
        copy((rest & 7) + 4, (rest >> 3) * 256 + reader.u8());
        break;
      case 2:
        copy(rest + 1, little(2));
        break;
      default:
        copy(rest + 1, little(4));
    }
  }
  if (at !== out.length) throw damaged(file);
  return out;
}
