// The write-ahead log of a SQLite file, looked through before SQLite reads it: SQLite takes what follows a damaged frame for nothing. A single
// bit that was flipped is found by the checksums and put right, where only one fits (they are sums, and weak in their high bits); other damage
// is told. Source: https://sqlite.org/fileformat2.html#walformat.
import { closeSync, existsSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { putBitRight } from './one-bit.ts';

const [headerBytes, frameHeaderBytes] = [32, 24];
/** Magic numbers; the last bit says in which order of bytes the checksums are. */
const magics: ReadonlySet<number> = new Set([0x377f0682, 0x377f0683]);
/** Longer ones are not looked through: they are emptied at a few MB. */
const mostBytes = 64 * 2 ** 20;

/** What a log holds. */
export interface WalLook {
  /** Pages that are in it, from 1: their place in the database counts for nothing. */
  readonly pages: ReadonlySet<number>;
  /** Frames of which one bit was put right. */
  readonly mended: number;
  /** Whether there is something behind damage that cannot be put right: SQLite would drop it. */
  readonly isCut: boolean;
}

/** Both sums of a stretch of words, begun with those before it. */
type Sums = readonly [number, number];

interface Wal {
  readonly bytes: Buffer;
  readonly isBig: boolean;
  readonly pageBytes: number;
}

function sumsOf(bytes: Buffer, { isBig }: Pick<Wal, 'isBig'>, [first, second]: Sums): Sums {
  let [one, two] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    one = (one + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0;
    two = (two + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0;
  }
  return [one, two];
}

const storedAt = (bytes: Buffer, at: number): Sums => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
const isSame = (one: Sums, other: Sums): boolean => one[0] === other[0] && one[1] === other[1];

const frameOf = ({ bytes, pageBytes }: Wal, index: number): Buffer | undefined => {
  const at = headerBytes + index * (frameHeaderBytes + pageBytes);
  const frame = bytes.subarray(at, at + frameHeaderBytes + pageBytes);
  return frame.length === frameHeaderBytes + pageBytes ? frame : undefined;
};
const sumsIn = (frame: Buffer): Sums => storedAt(frame, 16);

/** Whether a frame is one of this log, and as it was written. */
function isWhole(wal: Wal, frame: Buffer, before: Sums): boolean {
  if (!frame.subarray(8, 16).equals(wal.bytes.subarray(16, 24))) return false;
  const sums = sumsOf(frame.subarray(frameHeaderBytes), wal, sumsOf(frame.subarray(0, 8), wal, before));
  return isSame(sums, sumsIn(frame));
}

/** Whether the salts of a frame are those of the log, but for one bit: others are of an earlier use of its place. */
function isNearlyOf({ bytes }: Wal, frame: Buffer): boolean {
  const differing = (at: number): number => (frame[8 + at] ?? 0) ^ (bytes[16 + at] ?? 0);
  const bits = Array.from({ length: 8 }, (_, at) => differing(at).toString(2).replaceAll('0', '').length);
  return bits.reduce((sum, one) => sum + one, 0) <= 1;
}

/** How many transactions end behind a frame, as far as each of their frames fits the one before it. */
function endsBehind(wal: Wal, index: number): number {
  let count = 0;
  for (let at = index + 1; count < 2; at += 1) {
    const [before, frame] = [frameOf(wal, at - 1), frameOf(wal, at)];
    if (before === undefined || frame === undefined) break;
    // Right behind a damaged sum one more does not fit.
    const fits = isWhole(wal, frame, sumsIn(before));
    if (!fits && at > index + 1) break;
    if (fits && frame.readUInt32BE(4) > 0) count += 1;
  }
  return count;
}

interface Walked extends WalLook {
  /** Where bytes were put right. */
  readonly changed: readonly number[];
}

function walk(wal: Wal): Walked {
  const pages = new Set<number>();
  const changed: number[] = [];
  let open: number[] = [];
  let before = storedAt(wal.bytes, 24);
  for (let index = 0; ; index += 1) {
    const frame = frameOf(wal, index);
    const base = before;
    const isOurs = (frame !== undefined && isNearlyOf(wal, frame)) || endsBehind(wal, index) > 0;
    if (frame === undefined || !isOurs) return { pages, mended: changed.length, isCut: false, changed };
    if (!isWhole(wal, frame, base)) {
      const bit = putBitRight(frame, () => isWhole(wal, frame, base));
      if (typeof bit !== 'number') {
        const isCut = bit === 'unclear' || endsBehind(wal, index) > 1;
        return { pages, mended: changed.length, isCut, changed };
      }
      changed.push(headerBytes + index * (frameHeaderBytes + wal.pageBytes) + Math.floor(bit / 8));
    }
    open.push(frame.readUInt32BE(0));
    if (frame.readUInt32BE(4) > 0) {
      for (const page of open) pages.add(page);
      open = [];
    }
    before = sumsIn(frame);
  }
}

/** Whether the heading is as it was written, one bit of it put right if need be. */
function checkHeading(bytes: Buffer): 'whole' | 'mended' | 'damaged' {
  const heading = bytes.subarray(0, headerBytes);
  const fits = (): boolean => {
    const magic = heading.readUInt32BE(0);
    const isBig = (magic & 1) === 1;
    return magics.has(magic) && isSame(sumsOf(heading.subarray(0, 24), { isBig }, [0, 0]), storedAt(heading, 24));
  };
  if (fits()) return 'whole';
  return typeof putBitRight(heading, fits) === 'number' ? 'mended' : 'damaged';
}

function writeBack(path: string, bytes: Buffer, places: readonly number[]): void {
  if (places.length === 0) return;
  const fd = openSync(path, 'r+');
  try {
    for (const at of places) writeSync(fd, bytes, at, 1, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function readWhole(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(statSync(path).size);
    const length = readSync(fd, bytes, 0, bytes.length, 0);
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

const nothing: WalLook = { pages: new Set(), mended: 0, isCut: false };

/**
 * Looks through the log of a database that nobody has open; `damaged` if nothing of it can be used. What one bit puts right is written back,
 * unless it is only looked at. Of a log that is too long to be looked through nothing is known: undefined. Throws the errors of `node:fs`.
 */
export function checkWal(
  path: string,
  { isLooking = false }: { readonly isLooking?: boolean } = {},
): WalLook | 'damaged' | undefined {
  if (!existsSync(path)) return nothing;
  const { size } = statSync(path);
  // The first bytes are written before anything is committed; a power cut may leave a part of them.
  if (size < headerBytes) return nothing;
  if (size > mostBytes) return undefined;
  const bytes = readWhole(path);
  if (bytes.subarray(0, headerBytes).every((byte) => byte === 0)) return nothing;
  const heading = checkHeading(bytes);
  if (heading === 'damaged') return 'damaged';
  const wal = { bytes, isBig: (bytes.readUInt32BE(0) & 1) === 1, pageBytes: bytes.readUInt32BE(8) };
  const { changed, ...look } = walk(wal);
  const ofHeading = heading === 'mended' ? Array.from({ length: headerBytes }, (_, at) => at) : [];
  if (!isLooking) writeBack(path, bytes, [...ofHeading, ...changed]);
  return { ...look, mended: look.mended + (heading === 'mended' ? 1 : 0) };
}

/** Pages of the first frames of a log that is in use, from 1. Throws the errors of `node:fs`. */
export function pagesIn(path: string, frames: number, pageBytes: number): ReadonlySet<number> {
  const pages = new Set<number>();
  const fd = openSync(path, 'r');
  try {
    const number = Buffer.alloc(4);
    for (let index = 0; index < frames; index += 1) {
      readSync(fd, number, 0, 4, headerBytes + index * (frameHeaderBytes + pageBytes));
      pages.add(number.readUInt32BE(0));
    }
  } finally {
    closeSync(fd);
  }
  return pages;
}

/** Tells a log from the one that was in its place before. Throws the errors of `node:fs`. */
export function walId(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const heading = Buffer.alloc(headerBytes);
    readSync(fd, heading, 0, headerBytes, 0);
    return heading.toString('hex', 12, 24);
  } finally {
    closeSync(fd);
  }
}
