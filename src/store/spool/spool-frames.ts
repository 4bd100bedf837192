// How a spool's file is laid out: a heading with the version, then frames of length, check sum, position and a batch as JSON.
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
export function spoolFrame({ position, batch }: Spooled): Buffer {
  const body = Buffer.from(JSON.stringify(batch), 'utf8');
  const frame = Buffer.alloc(headBytes + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.writeDoubleLE(position, 8);
  body.copy(frame, headBytes);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
  return frame;
}

/** What a file holds, up to the first frame that is not whole. */
export interface SpoolFrames {
  readonly frames: readonly Spooled[];
  /** Where the last whole frame ends. */
  readonly end: number;
}

/** Reads a file; of bytes that are none of ours nothing. */
export function readSpoolFrames(bytes: Buffer): SpoolFrames {
  const frames: Spooled[] = [];
  let end = 0;
  if (bytes.subarray(0, spoolHeading.length).equals(spoolHeading)) {
    end = spoolHeading.length;
    for (let next = frameAt(bytes, end); next !== undefined; next = frameAt(bytes, end)) {
      frames.push(next.spooled);
      end = next.end;
    }
  }
  return { frames, end };
}

function frameAt(bytes: Buffer, at: number): { readonly spooled: Spooled; readonly end: number } | undefined {
  if (at + headBytes > bytes.length) return undefined;
  const length = bytes.readUInt32LE(at);
  const end = at + headBytes + length;
  if (length > mostBodyBytes || end > bytes.length) return undefined;
  if (crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) return undefined;
  // The check sum says that these are the bytes that were written, and only batches are.
  const batch = JSON.parse(bytes.toString('utf8', at + headBytes, end)) as Batch;
  return { spooled: { position: bytes.readDoubleLE(at + 8), batch }, end };
}
