// A journal in one file: entries that arrive while a write is under way share the next one (one write and one wait for the disk),
// and the file is written anew from the state once it has grown far beyond it.
import { constants, existsSync, fsyncSync, openSync, closeSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Clock } from '#core/clock.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import type { Journal, JournalSnapshot } from '#core/journal.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { type FileEnd, openFileEnd } from './file-end.ts';

/** Options of {@link openJournalFile}. */
export interface JournalFileOptions {
  readonly path: string;
  readonly clock: Clock;
  /** The first bytes of the file: eight letters that say what is in it, the last one the version. */
  readonly heading: string;
  /** Called for each whole entry of the file, oldest first, before this resolves. */
  take(entry: Uint8Array): void;
  readonly snapshot: JournalSnapshot;
  /** Told about a file of a later version, and about a disk that takes nothing. */
  warn(message: string): void;
  /** Told about damage that was passed over. */
  damaged(reason: Reason): void;
}

/** In front of an entry: magic, length, CRC-32 of the entry. */
const headBytes = 12;
const magic = 0x4c4a5353;
/** No entry is longer; a longer length is damage. */
const mostEntryBytes = 1024 * 1024;
/** The file grows by this much at once: zeros now save a change of its length with most writes. */
const growBytes = 128 * 1024;
/** Nothing is written anew below this length. */
const smallBytes = 2 * 1024 * 1024;
/** No state is larger, and no file longer than several of it: one that is was not written by this program. */
const mostFileBytes = 512 * 1024 * 1024;
const partBytes = 256 * 1024;
/** When more than this waits for a disk that is slow or full, it is let go: the state, which is bounded, is written instead. */
const mostWaitingBytes = 8 * 1024 * 1024;
/** Longest wait of an entry nobody waits for, and pause after a failure, ms. */
const [lazyMs, retryMs] = [1000, 5000];
const { O_RDWR, O_CREAT, O_NONBLOCK } = constants;

function framed(entry: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headBytes + entry.length);
  frame.writeUInt32LE(magic, 0);
  frame.writeUInt32LE(entry.length, 4);
  frame.writeUInt32LE(crc32(entry), 8);
  frame.set(entry, headBytes);
  return frame;
}

/** The entry that begins at a place; undefined if none does, or it is not whole. */
function entryAt(bytes: Buffer, at: number): Buffer | undefined {
  if (at + headBytes > bytes.length || bytes.readUInt32LE(at) !== magic) return undefined;
  const length = bytes.readUInt32LE(at + 4);
  const entry = bytes.subarray(at + headBytes, at + headBytes + length);
  if (length > mostEntryBytes || entry.length !== length) return undefined;
  return crc32(entry) === bytes.readUInt32LE(at + 8) ? entry : undefined;
}

/** The whole entries of a file, also those behind damage; where the last one ends, and how often bytes between them were damaged. */
export function readJournal(bytes: Buffer, headingBytes: number, take: (entry: Uint8Array) => void) {
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(magic);
  let [end, gaps] = [headingBytes, 0];
  for (let at = end; at >= 0 && at < bytes.length; ) {
    const entry = entryAt(bytes, at);
    if (entry === undefined) {
      at = bytes.indexOf(mark, at + 1);
      continue;
    }
    if (at > end) gaps += 1;
    take(entry);
    end = at + headBytes + entry.length;
    at = end;
  }
  return { end, gaps };
}

/** Whether a heading is that of a later version: the same letters, and a higher digit behind them. */
function isLater(found: string, heading: string): boolean {
  const place = heading.search(/\d\D*$/);
  const isSame = found.slice(0, place) === heading.slice(0, place);
  return isSame && /\d/.test(found[place] ?? '') && (found[place] ?? '') > (heading[place] ?? '');
}

const failure = (at: string, thrown: unknown): SolsteadError =>
  new SolsteadError('store.failed', { at, why: said(thrown), cause: thrown });

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

/** The name of a file is durable with its folder. */
function syncFolder(path: string): void {
  // Windows opens no folder, and needs none of this.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Opens a journal, made if it is missing, and hands over what it holds. A file of a later version is set aside. Errors:
 * `store.failed`.
 */
export async function openJournalFile(options: JournalFileOptions): Promise<Journal> {
  const { path, heading, warn } = options;
  const wasThere = existsSync(path);
  try {
    const file = await open(path, O_RDWR | O_CREAT | O_NONBLOCK, 0o600);
    const journal = new FileJournal(options, file, await openFileEnd(dirname(path), basename(path)));
    const found = await file.stat();
    if (!found.isFile() || found.size > mostFileBytes) {
      await file.close();
      const why = found.isFile()
        ? because('journal.large', { most: mostFileBytes / 2 ** 20 })
        : because('store.no-file');
      throw new SolsteadError('store.failed', { at: path, why });
    }
    if (found.size === 0) {
      await journal.begin();
      if (wasThere) options.damaged(because('journal.empty', { file: external(path) }));
    } else if (!(await journal.load())) {
      await file.close();
      await rename(path, `${path}.newer`);
      warn(`${path} is not of this version (${heading.trim()}); it is kept as ${path}.newer`);
      return await openJournalFile(options);
    }
    return journal;
  } catch (thrown) {
    throw thrown instanceof SolsteadError ? thrown : failure(path, thrown);
  }
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

class FileJournal implements Journal {
  readonly #options: JournalFileOptions;
  #file: FileHandle;
  /** How far it came, noted apart from it. */
  readonly #noted: FileEnd;
  /** Where the next entry goes, how long the file is, and from where on it is written anew. */
  #end = 0;
  #size = 0;
  #mostBytes = smallBytes;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Whether entries were let go, so that the next write is of the state. */
  #isBehind = false;
  #waiters: Waiter[] = [];
  #writing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #isTroubled = false;
  #isClosed = false;

  constructor(options: JournalFileOptions, file: FileHandle, noted: FileEnd) {
    this.#options = options;
    this.#file = file;
    this.#noted = noted;
  }

  async begin(): Promise<void> {
    const heading = Buffer.from(this.#options.heading, 'latin1');
    await writeAll(this.#file, heading, 0);
    await this.#file.datasync();
    syncFolder(this.#options.path);
    this.#end = this.#size = heading.length;
    this.#noted.note(this.#end, heading);
  }

  /** Whether the file is one of ours; its entries were handed over then. */
  async load(): Promise<boolean> {
    const { heading, path, take, damaged } = this.#options;
    const bytes = await this.#file.readFile();
    const found = bytes.toString('latin1', 0, heading.length);
    if (isLater(found, heading)) return false;
    const { end, gaps } = readJournal(bytes, heading.length, take);
    const count = gaps + (found === heading ? 0 : 1);
    if (count > 0) damaged(because('journal.gaps', { file: external(path), count }));
    if (this.#noted.isShort(bytes)) damaged(because('journal.short', { file: external(path) }));
    this.#noted.note(end, bytes.subarray(0, end));
    if (found !== heading) await writeAll(this.#file, Buffer.from(heading, 'latin1'), 0);
    [this.#end, this.#size] = [end, bytes.length];
    this.#mostBytes = Math.max(smallBytes, 3 * end);
    return true;
  }

  add(entry: Uint8Array): void {
    if (this.#isClosed) return;
    this.#wait([framed(entry)]);
    this.#schedule(this.#isTroubled ? retryMs : lazyMs);
  }

  async flush(): Promise<void> {
    if (this.#pending.length === 0 && !this.#isBehind && this.#writing === undefined) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiters.push({ resolve, reject });
    this.#run();
    await promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    try {
      await this.flush();
      await this.#writing;
    } finally {
      await this.#file.close();
      await this.#noted.close();
    }
  }

  /** Puts entries behind those that wait. */
  #wait(frames: readonly Buffer[]): void {
    for (const frame of frames) this.#pendingBytes += frame.length;
    this.#pending.push(...frames);
    if (this.#pendingBytes <= mostWaitingBytes) return;
    this.#take();
    this.#isBehind = true;
  }

  /** All that waits. */
  #take(): readonly Buffer[] {
    const taken = this.#pending;
    [this.#pending, this.#pendingBytes] = [[], 0];
    return taken;
  }

  #schedule(ms: number): void {
    if (this.#cancel !== undefined) return;
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#cancel = undefined;
      this.#run();
    });
  }

  #run(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      if (this.#waiters.length > 0) this.#run();
      else if ((this.#pending.length > 0 || this.#isBehind) && !this.#isClosed)
        this.#schedule(this.#isTroubled ? retryMs : lazyMs);
    });
  }

  /** Writes what waits, until nobody waits any more. */
  async #writeAll(): Promise<void> {
    do {
      const [taken, waiters] = [this.#take(), this.#waiters];
      this.#waiters = [];
      try {
        if (this.#isBehind || this.#end > this.#mostBytes) await this.#renew();
        else await this.#append(taken);
        this.#isTroubled = false;
        for (const { resolve } of waiters) resolve();
      } catch (thrown) {
        // The place is the same as before: the next write covers what was written of this one.
        const since = this.#take();
        this.#wait(taken);
        this.#wait(since);
        if (!this.#isTroubled) this.#options.warn(failure(this.#options.path, thrown).message);
        this.#isTroubled = true;
        for (const { reject } of waiters) reject(failure(this.#options.path, thrown));
      }
    } while (this.#waiters.length > 0);
  }

  async #append(frames: readonly Buffer[]): Promise<void> {
    if (frames.length === 0) return;
    const bytes = Buffer.concat(frames);
    const end = this.#end + bytes.length;
    if (end > this.#size) {
      const size = end + growBytes;
      await writeAll(this.#file, Buffer.concat([bytes, Buffer.alloc(growBytes)]), this.#end);
      this.#size = size;
    } else await writeAll(this.#file, bytes, this.#end);
    await this.#file.datasync();
    this.#end = end;
    this.#noted.note(end, bytes);
  }

  /** Writes the state into a new file, which takes the place of this one; what waited is in it. */
  async #renew(): Promise<void> {
    const { path, heading, snapshot } = this.#options;
    const wasBehind = this.#isBehind;
    this.#isBehind = false;
    const beside = `${path}.new`;
    let file: FileHandle | undefined;
    try {
      const entries = snapshot();
      await rm(beside, { force: true, recursive: true });
      file = await open(beside, 'wx', 0o600);
      const target = file;
      let end = 0;
      let parts: Buffer[] = [Buffer.from(heading, 'latin1')];
      let bytes = heading.length;
      let last: Uint8Array = parts[0] ?? Buffer.alloc(0);
      const put = async (): Promise<void> => {
        await writeAll(target, Buffer.concat(parts), end);
        [end, parts, bytes] = [end + bytes, [], 0];
      };
      for (const entry of entries) {
        const frame = framed(entry());
        last = frame;
        parts.push(frame);
        bytes += frame.length;
        if (bytes >= partBytes) await put();
      }
      await put();
      await target.datasync();
      await this.#noted.awaits(end, last);
      await rename(beside, path);
      syncFolder(path);
      const old = this.#file;
      [this.#file, this.#end, this.#size] = [target, end, end];
      this.#mostBytes = Math.max(smallBytes, 3 * end);
      this.#noted.note(end, last);
      await old.close().catch(() => undefined);
    } catch (thrown) {
      await file?.close().catch(() => undefined);
      this.#isBehind ||= wasBehind;
      // A disk without room for a second file may still have some for the first.
      if (systemCode(thrown) === 'ENOSPC') this.#mostBytes *= 2;
      throw thrown;
    }
  }
}
