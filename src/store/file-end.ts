// How far a file of the data folder had come, noted apart from it in the folder `ends`: one that was cut off, or an older copy, is whole in
// itself. Written behind the file and never waited for, so that it may lag behind, which misses nothing that is there.
import { close, fdatasync, open, write } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { checkedLine, readCheckedLines } from './checked-lines.ts';
import { readRegularFile } from './regular-file.ts';

/** The folder of these notes in the data folder. */
export const endsFolder = 'ends';
/** A note is a line. */
const mostBytes = 4096;
/** Bytes in front of an end that are remembered by their checksum. */
const mostTail = 64;

/** Where a file ended: its length, of how many bytes in front of that the sum is, and that. */
type Mark = readonly [end: number, width: number, sum: number];

/** The witness of one file. */
export interface FileEnd {
  /** Whether content of the file that was once acknowledged is not in it; `bytes`: all that is, nothing of a file that is gone. */
  isShort(bytes: Uint8Array): boolean;
  /** The file ends here now; `tail`: bytes in front of that end. */
  note(end: number, tail: Uint8Array): void;
  /** The file is replaced next by one that ends here; resolves when this is durable, also where it cannot be noted. */
  awaits(end: number, tail: Uint8Array): Promise<void>;
  /** Resolves when what was noted is written. */
  settled(): Promise<void>;
  /** The same, and lets go of its file. What is noted afterwards is written all the same. */
  close(): Promise<void>;
}

function markOf(end: number, tail: Uint8Array): Mark {
  const part = tail.subarray(Math.max(0, tail.length - mostTail));
  return [end, part.length, crc32(part)];
}

const isMark = (found: unknown): found is Mark =>
  Array.isArray(found) && found.length === 3 && found.every((one) => Number.isSafeInteger(one) && one >= 0);

const fits = (bytes: Uint8Array, [end, width, sum]: Mark): boolean =>
  end <= bytes.length && width <= end && crc32(bytes.subarray(end - width, end)) === sum;

/** Marks of an earlier process; none where none were written, or something else has the name. */
async function readMarks(path: string): Promise<readonly Mark[]> {
  try {
    const [first] = readCheckedLines(await readRegularFile(path, mostBytes)).values;
    return Array.isArray(first) && first.every(isMark) ? first : [];
  } catch {
    return [];
  }
}

class NotedEnd implements FileEnd {
  readonly #folder: string;
  readonly #path: string;
  #marks: readonly Mark[];
  /** A number: Node ends a process in which a handle is forgotten. */
  #file: number | undefined;
  #isBehind = false;
  #isClosed = false;
  #working: Promise<void> | undefined;

  constructor(folder: string, path: string, marks: readonly Mark[]) {
    this.#folder = folder;
    this.#path = path;
    this.#marks = marks;
  }

  isShort(bytes: Uint8Array): boolean {
    return this.#marks.length > 0 && !this.#marks.some((mark) => fits(bytes, mark));
  }

  note(end: number, tail: Uint8Array): void {
    this.#marks = [markOf(end, tail)];
    this.#write();
  }

  async awaits(end: number, tail: Uint8Array): Promise<void> {
    this.#marks = [...this.#marks.slice(-1), markOf(end, tail)];
    this.#write();
    await this.#working;
    if (this.#file !== undefined) await promisify(fdatasync)(this.#file).catch(() => undefined);
  }

  async settled(): Promise<void> {
    await this.#working;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // Nothing may be under way: the number of a closed file is soon another's.
    while (this.#working !== undefined) await this.#working;
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) await promisify(close)(file).catch(() => undefined);
  }

  #write(): void {
    this.#isBehind = true;
    this.#working ??= this.#catchUp().finally(() => (this.#working = undefined));
  }

  /** Writes the newest marks until they are written. */
  async #catchUp(): Promise<void> {
    while (this.#isBehind) {
      this.#isBehind = false;
      try {
        this.#file ??= await this.#opened();
        // What a longer line leaves behind this one is no line.
        await promisify(write)(this.#file, checkedLine(this.#marks), 0);
      } catch {
        // Something else has its name, or the disk is full: it is a witness, and the file goes on without.
      }
    }
    if (this.#isClosed) await this.#letGo();
  }

  async #opened(): Promise<number> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return promisify(open)(this.#path, 'w', 0o600);
  }
}

/** Opens the witness of a file of a data folder; it is made with the first note. */
export async function openFileEnd(folder: string, name: string): Promise<FileEnd> {
  const ends = join(folder, endsFolder);
  const path = join(ends, name);
  return new NotedEnd(ends, path, await readMarks(path));
}
