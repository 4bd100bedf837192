// A checksum of each page of a SQLite file, beside it: SQLite keeps none, so that a flipped bit in a value would pass for the value, and an
// older copy of the file for the newest. Pages change only when the write-ahead log is written back into the file; their sums are written
// between that and the first reuse of the log, whose pages count for nothing here: so a kill at any moment leaves sums that fit.
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';
import { putBitRight } from './one-bit.ts';

/** The sums lie in blocks: magic, number of the block, checksum of the block, then the sums; 0: not known. */
const blockBytes = 4096;
const headBytes = 12;
const sumsPerBlock = (blockBytes - headBytes) / 4;
const magic = 0x53535331;
/** Damaged pages in which a flipped bit is searched for: that takes a tenth of a second each. */
const mostTried = 16;
/** Read at once, pages. */
const stretch = 256;

/** What a comparison found. */
export interface PageFindings {
  /** Pages of which one bit was put right. */
  readonly mended: readonly number[];
  /** Pages that are not as they were written. */
  readonly changed: readonly number[];
}

/** The sums beside a file. */
export interface PageSums {
  /** How many pages the file has. */
  pages(): number;
  /** Compares a stretch of pages, [from, to) from 1, except some; unknown ones are taken as they are. */
  compare(span: { readonly from: number; readonly to: number }, except: ReadonlySet<number>): PageFindings;
  /** These pages were just written: durable when it returns. */
  note(pages: Iterable<number>): void;
  close(): void;
}

/** The path of the sums of a file. */
export const sumsPath = (path: string): string => `${path}-sums`;

/** A sum that is never 0. */
const sumOf = (page: Uint8Array): number => crc32(page) || 1;

/** Blocks of a file of sums; one that is damaged is left out: its pages are not known then. */
function readBlocks(path: string): Map<number, Buffer> {
  const blocks = new Map<number, Buffer>();
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  for (let at = 0; at + blockBytes <= bytes.length; at += blockBytes) {
    const block = bytes.subarray(at, at + blockBytes);
    const isWhole = block.readUInt32LE(0) === magic && block.readUInt32LE(4) === at / blockBytes;
    if (isWhole && block.readUInt32LE(8) === crc32(block.subarray(headBytes))) blocks.set(at / blockBytes, block);
  }
  return blocks;
}

function readAt(fd: number, bytes: Buffer, at: number): number {
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(fd, bytes, done, bytes.length - done, at + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Opens the sums beside a file of pages of a size, made when they are missing. Throws the errors of `node:fs`. */
export function openPageSums(path: string, pageBytes: number): PageSums {
  const blocks = readBlocks(sumsPath(path));
  const fd = openSync(path, 'r+');
  const out = openSync(sumsPath(path), existsSync(sumsPath(path)) ? 'r+' : 'w+', 0o600);
  const place = (page: number) => ({
    block: Math.floor((page - 1) / sumsPerBlock),
    at: headBytes + ((page - 1) % sumsPerBlock) * 4,
  });
  const known = (page: number): number => {
    const { block, at } = place(page);
    return blocks.get(block)?.readUInt32LE(at) ?? 0;
  };
  const touched = new Set<number>();
  const keep = (page: number, sum: number): void => {
    const { block, at } = place(page);
    blocks.getOrInsertComputed(block, () => Buffer.alloc(blockBytes)).writeUInt32LE(sum, at);
    touched.add(block);
  };
  const save = (): void => {
    for (const number of touched) {
      const block = blocks.get(number) ?? Buffer.alloc(blockBytes);
      block.writeUInt32LE(magic, 0);
      block.writeUInt32LE(number, 4);
      block.writeUInt32LE(crc32(block.subarray(headBytes)), 8);
      writeSync(out, block, 0, blockBytes, number * blockBytes);
    }
    if (touched.size > 0) fdatasyncSync(out);
    touched.clear();
  };
  let tried = 0;
  /** Puts a flipped bit right, in the file too. */
  const isMended = (page: Buffer, number: number): boolean => {
    tried += 1;
    const sum = known(number);
    if (tried > mostTried || typeof putBitRight(page, () => sumOf(page) === sum) !== 'number') return false;
    writeSync(fd, page, 0, pageBytes, (number - 1) * pageBytes);
    fsyncSync(fd);
    return true;
  };
  return {
    pages: () => Math.floor(fstatSync(fd).size / pageBytes),
    compare({ from, to }, except) {
      const [mended, changed]: [number[], number[]] = [[], []];
      const bytes = Buffer.alloc(stretch * pageBytes);
      for (let first = from; first < to; first += stretch) {
        const whole = Math.floor(readAt(fd, bytes, (first - 1) * pageBytes) / pageBytes);
        for (let index = 0; index < Math.min(whole, to - first); index += 1) {
          const number = first + index;
          if (except.has(number)) continue;
          const page = bytes.subarray(index * pageBytes, (index + 1) * pageBytes);
          const [sum, wanted] = [sumOf(page), known(number)];
          if (wanted === 0) keep(number, sum);
          else if (sum !== wanted) (isMended(page, number) ? mended : changed).push(number);
        }
      }
      save();
      return { mended, changed };
    },
    note(pages) {
      const page = Buffer.alloc(pageBytes);
      for (const number of pages)
        if (readAt(fd, page, (number - 1) * pageBytes) === pageBytes) keep(number, sumOf(page));
      save();
    },
    close() {
      closeSync(fd);
      closeSync(out);
    },
  };
}

/** What is known of the pages of a file that nobody has open: nothing is changed. */
export interface PagesLook {
  /** Pages that were compared, and those of them that are not as they were written, from 1. */
  readonly compared: number;
  readonly changed: readonly number[];
}

/** Compares a file with the sums beside it, except some pages; those without a sum are left out. Throws the errors of `node:fs`. */
export function lookAtPages(path: string, pageBytes: number, except: ReadonlySet<number>): PagesLook {
  const blocks = readBlocks(sumsPath(path));
  const fd = openSync(path, 'r');
  try {
    const changed: number[] = [];
    let compared = 0;
    const bytes = Buffer.alloc(stretch * pageBytes);
    const pages = Math.floor(fstatSync(fd).size / pageBytes);
    for (let first = 1; first <= pages; first += stretch) {
      const whole = Math.floor(readAt(fd, bytes, (first - 1) * pageBytes) / pageBytes);
      for (let index = 0; index < whole; index += 1) {
        const number = first + index;
        const at = headBytes + ((number - 1) % sumsPerBlock) * 4;
        const wanted = blocks.get(Math.floor((number - 1) / sumsPerBlock))?.readUInt32LE(at) ?? 0;
        if (wanted === 0 || except.has(number)) continue;
        compared += 1;
        if (sumOf(bytes.subarray(index * pageBytes, (index + 1) * pageBytes)) !== wanted) changed.push(number);
      }
    }
    return { compared, changed };
  } finally {
    closeSync(fd);
  }
}

/** Removes the sums of a file that is written without them. */
export function forgetSums(path: string): void {
  rmSync(sumsPath(path), { force: true, recursive: true });
}
