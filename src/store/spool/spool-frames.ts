// The layout of a spool file: a heading with the version, then frames of length, check sum, position and a batch as JSON.
import { crc32 } from 'node:zlib';
import type { Batch } from '#core/reading.ts';
import type { Spooled } from '#core/spool.ts';

/** The first bytes of every file; the last figure is the version of the layout. */
export const spoolHeading = Buffer.from('solspl1\n', 'latin1');

/** Length of a frame's body, its CRC-32, and its position as a double. */
const headBytes = 16;
/** No batch is longer; a longer length is damage. */
const mostBodyBytes = 16 * 1024 * 1024;

/** One batch as bytes. */
export function spoolFrame({ position, batch }: Spooled<unknown>): Buffer {
  const body = Buffer.from(JSON.stringify(batch), 'utf8');
  const frame = Buffer.alloc(headBytes + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.writeDoubleLE(position, 8);
  body.copy(frame, headBytes);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
  return frame;
}

/** What a file holds. */
export interface SpoolFrames<Item = Batch> {
  readonly frames: readonly Spooled<Item>[];
  /** The end of the last whole frame. */
  readonly end: number;
  /** Pairs of positions between which bytes are damaged. */
  readonly gaps: readonly (readonly [number, number])[];
}

/**
 * How many batches came after the last whole frame of the last file and are damaged: a frame that was cut off while it was written
 * reaches beyond the end, and space that was never written is zeros; neither was ever acknowledged. `position` is that of the last
 * whole frame.
 */
export function damagedAtEnd(
  bytes: Buffer,
  { end, position }: { readonly end: number; readonly position: number },
): number {
  let [at, last, count] = [end, position, 0];
  while (at + headBytes <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const own = bytes.readDoubleLE(at + 8);
    const isFrame = length > 0 && length <= mostBodyBytes && own === last + 1;
    if (!isFrame) break;
    if (at + headBytes + length > bytes.length) return count;
    [at, last, count] = [at + headBytes + length, own, count + 1];
  }
  // What is no longer a frame once was one.
  return bytes.subarray(at).some((byte) => byte !== 0) && at + headBytes <= bytes.length ? count + 1 : count;
}

/** Whether a file was written by a later version. */
export function isNewerSpool(bytes: Buffer): boolean {
  return /^solspl[2-9]\n/.test(bytes.toString('latin1', 0, spoolHeading.length));
}

/** Reads the whole frames of a file, also those after damage; nothing from bytes that are not ours. */
export function readSpoolFrames<Item = Batch>(bytes: Buffer): SpoolFrames<Item> {
  const frames: Spooled<Item>[] = [];
  const gaps: (readonly [number, number])[] = [];
  let end = 0;
  if (!bytes.subarray(0, spoolHeading.length).equals(spoolHeading)) return { frames, end, gaps };
  end = spoolHeading.length;
  let last: number | undefined;
  for (let at = end; at + headBytes <= bytes.length; ) {
    const next = frameAt<Item>(bytes, at, last ?? 0);
    if (next === undefined) {
      at += 1;
      continue;
    }
    const { position } = next.spooled;
    if (at > end && last !== undefined) gaps.push([last, position]);
    frames.push(next.spooled);
    [at, end, last] = [next.end, next.end, position];
  }
  return { frames, end, gaps };
}

function frameAt<Item>(
  bytes: Buffer,
  at: number,
  after: number,
): { readonly spooled: Spooled<Item>; readonly end: number } | undefined {
  if (at + headBytes > bytes.length) return undefined;
  const length = bytes.readUInt32LE(at);
  const end = at + headBytes + length;
  const position = bytes.readDoubleLE(at + 8);
  if (length > mostBodyBytes || end > bytes.length) return undefined;
  if (!Number.isSafeInteger(position) || position <= after) return undefined;
  if (crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) return undefined;
  // The check sum shows that these are the bytes that were written, and only items of this spool are.
  const batch = JSON.parse(bytes.toString('utf8', at + headBytes, end)) as Item;
  return { spooled: { position, batch }, end };
}
