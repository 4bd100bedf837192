// What Victron devices advertise, unsealed: AES-128 in counter mode with the key of the device, which VictronConnect shows.
// Source: [victron-advert].
import { createCipheriv } from 'node:crypto';
import { concatBytes, fromHex } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';

/** Product advertisement, the only kind that holds readings. */
const product = 0x10;
const headerBytes = 8;
const blockBytes = 16;
/** An advertisement has room for less. */
const mostBytes = 64;

/** One advertisement. */
export interface SealedAdvert {
  /** Product id and type of the record: the first three bytes of what is told. */
  readonly about: Uint8Array;
  /** Counter of the cipher. */
  readonly counter: number;
  /** First byte of the key it is sealed with. */
  readonly keyByte: number;
  readonly sealed: Uint8Array;
}

/** Reads what is filed under the company in an advertisement; undefined for other kinds. */
export function readAdvert(data: Uint8Array): SealedAdvert | undefined {
  if (data[0] !== product || data.length <= headerBytes || data.length > mostBytes) return undefined;
  return {
    about: data.subarray(2, 5),
    counter: (data[5] ?? 0) | ((data[6] ?? 0) << 8),
    keyByte: data[7] ?? 0,
    sealed: data.subarray(headerBytes),
  };
}

/** The key of a device as VictronConnect shows it, 32 hex digits; undefined if it is none. */
export function keyOf(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(/[\s:-]/g, '');
  return /^[\dA-F]{32}$/i.test(digits) ? fromHex(digits) : undefined;
}

/** The readings of an advertisement, sealed with this key. */
function unsealed({ counter, sealed }: SealedAdvert, key: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const open = sealed.slice();
  for (let from = 0; from < sealed.length; from += blockBytes) {
    // The counter stands in the block with its lowest byte first, unlike that of the system's counter mode.
    const block = new Uint8Array(blockBytes);
    new DataView(block.buffer).setUint32(0, counter + from / blockBytes, true);
    const stream = cipher.update(block);
    for (let index = from; index < Math.min(sealed.length, from + blockBytes); index += 1)
      open[index] = (sealed[index] ?? 0) ^ (stream[index - from] ?? 0);
  }
  return open;
}

/** Marks the beginning of a record on the link. */
const recordMark = 0xe1;

/** A record as the link carries it: mark, length of what is told, product id, type of record, readings, sum of all before. */
export function recordOf(advert: SealedAdvert, key: Uint8Array): Uint8Array {
  const told = concatBytes(advert.about, unsealed(advert, key));
  const record = concatBytes(Uint8Array.of(recordMark, told.length), told, Uint8Array.of(0));
  record[record.length - 1] = sum8(record, 0, record.length - 1);
  return record;
}
