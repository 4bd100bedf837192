// The log of commits in files of its own beside the database: one write and one wait for the disk a commit. Its files
// ("slots") are used again from their start, so that most commits change no length and the wait is short.
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { LogRow } from './chunks/backend.ts';
import type { LogDisk } from './log-disk.ts';
import { type LogEnd, openLogEnd } from './log-end.ts';
import { putBitRight } from './one-bit.ts';
import { assertFiles } from './regular-file.ts';

/** In front of a row: magic, length of the body, number of the row (f64), checksum of the body, checksum of all of this. */
const headerBytes = 24;
const magic = 0x676f4c53;
/** Rows begin at multiples of it, so that the next one is found behind a damaged one. */
const align = 8;
/** A slot is full from here on; a longer row gets a slot to itself. */
const slotBytes = 2 ** 20;
/** A slot grows by this much at once: zeros now save a change of length later. */
const growBytes = 2 ** 17;
/**
 * Zeros are written a page at a time: if a system keeps what was written at once as one large page, each small write
 * into it would count as, or be, a write of all of it.
 */
const pageBytes = 4096;
/** Slots kept for reuse; more are given back to the disk. */
const mostFree = 2;

interface Place {
  readonly seq: number;
  readonly at: number;
  readonly length: number;
  /** Whether the body matches its checksum. */
  readonly isWhole: boolean;
}

const systemDisk: LogDisk = { openSync, writeSync, fdatasyncSync, closeSync, unlinkSync, ftruncateSync };

interface Slot {
  readonly path: string;
  readonly fd: number;
  size: number;
  /** Where the next row goes. */
  end: number;
  /** Number of its newest row; 0: none. */
  lastSeq: number;
}

/** Which log, and from which row on it matters. */
export interface LogFileOptions {
  /** Path of the database; the slots have the same name followed by `-log0` and so on. */
  readonly path: string;
  /** Identifies the database it belongs to: rows of another database of that name do not count. */
  readonly mark: number;
  /** Rows up to this number are no longer needed. */
  readonly doneSeq: number;
  /** Where it is written; absent: the system's own disk. */
  readonly disk?: LogDisk;
}

/** An open log. Its calls throw the errors of `node:fs`. */
export interface LogFile {
  /** Rows found at the opening after `seq`, in order, at most `limit`; one that was lost has an empty body. */
  rows(after: { readonly seq: number; readonly limit: number }): readonly LogRow[];
  /** Durable when it returns. `onWritten` runs between the write and the wait for the disk. */
  append(row: LogRow, onWritten?: () => void): void;
  /** The last row that was acknowledged, as noted apart from the log: one that is not there was lost. 0: not known. */
  readonly endSeq: number;
  /** How often a flipped bit was put right when it was opened. */
  readonly mended: number;
  /** Notes a row that was acknowledged elsewhere. */
  noteEnd(seq: number): void;
  /** Releases rows below a number: slots that hold only such rows are reused. */
  dropBefore(seq: number): void;
  /** Releases what is kept for future rows, for times in which none come. */
  rest(): void;
  /** Bytes taken on the disk. */
  bytes(): number;
  close(): void;
}

/** Paths of the slots beside a database. */
export function slotPaths(path: string): readonly string[] {
  const folder = dirname(path);
  const prefix = `${basename(path)}-log`;
  const isSlot = (name: string): boolean => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
  return existsSync(folder)
    ? readdirSync(folder)
        .filter(isSlot)
        .map((name) => `${folder}/${name}`)
    : [];
}

const padded = (length: number): number => Math.ceil(length / align) * align;

function headerOf({ seq, body }: LogRow, mark: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(magic, 0);
  header.writeUInt32LE(body.length, 4);
  header.writeDoubleLE(seq, 8);
  header.writeUInt32LE(crc32(body), 16);
  header.writeUInt32LE(crc32(header.subarray(0, 20), mark), 20);
  return header;
}

/** The row whose header is at a place, if there is one. */
function placeAt(bytes: Buffer, at: number, mark: number): Place | undefined {
  if (at + headerBytes > bytes.length || bytes.readUInt32LE(at) !== magic) return undefined;
  if (bytes.readUInt32LE(at + 20) !== crc32(bytes.subarray(at, at + 20), mark)) return undefined;
  const length = bytes.readUInt32LE(at + 4);
  const body = bytes.subarray(at + headerBytes, at + headerBytes + length);
  const isWhole = body.length === length && crc32(body) === bytes.readUInt32LE(at + 16);
  return { seq: bytes.readDoubleLE(at + 8), at, length, isWhole };
}

/** Rows in which a flipped bit is searched for, and up to which length: it takes longer by the square of that. */
const [mostTried, mostSearched] = [16, 8192];

/** Puts single bits right that were flipped since a slot was written; returns the places that changed, and how many rows. */
function mend(bytes: Buffer, { mark, doneSeq }: LogFileOptions): readonly Stretch[] {
  const changed: Stretch[] = [];
  for (let at = 0, tried = 0; at + headerBytes <= bytes.length && tried < mostTried; ) {
    let place = placeAt(bytes, at, mark);
    if (place === undefined) {
      const header = bytes.subarray(at, at + headerBytes);
      const isMended = typeof putBitRight(header, () => placeAt(bytes, at, mark) !== undefined) === 'number';
      tried += 1;
      place = isMended ? placeAt(bytes, at, mark) : undefined;
      if (place === undefined) return changed;
      changed.push({ at, length: headerBytes });
    }
    if (!place.isWhole && place.seq > doneSeq && place.length <= mostSearched) {
      const row = bytes.subarray(at + headerBytes, at + headerBytes + place.length);
      tried += 1;
      if (typeof putBitRight(row, () => placeAt(bytes, at, mark)?.isWhole === true) === 'number')
        changed.push({ at: at + headerBytes, length: place.length });
    }
    at += padded(headerBytes + place.length);
  }
  return changed;
}

interface Stretch {
  readonly at: number;
  readonly length: number;
}

/** Rows of a slot in order. After them come older ones from its former use, or nothing. */
function placesIn(bytes: Buffer, { mark, doneSeq }: LogFileOptions): readonly Place[] {
  const found: Place[] = [];
  let last = 0;
  const nextAt = (from: number): Place | undefined => {
    const first = placeAt(bytes, from, mark);
    if (first !== undefined) return first.seq > last ? first : undefined;
    // Something damaged, or the end: in either case nothing newer follows.
    for (let at = from + align; at + headerBytes <= bytes.length; at += align) {
      const place = placeAt(bytes, at, mark);
      if (place !== undefined && place.seq > Math.max(last, doneSeq)) return place;
    }
    return undefined;
  };
  for (let place = nextAt(0), end = 0; place !== undefined; place = nextAt(end)) {
    const isGap = place.at > end && place.seq > last + 1 && place.seq - 1 > doneSeq;
    if (isGap) found.push({ seq: place.seq - 1, at: end, length: 0, isWhole: true });
    found.push(place);
    last = place.seq;
    end = place.at + padded(headerBytes + place.length);
  }
  return found;
}

function readAll(fd: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; ) {
    const count = readSync(fd, bytes, at, size - at, at);
    if (count === 0) break;
    at += count;
  }
  return bytes;
}

/** An open file of a disk. */
interface OpenFile {
  readonly disk: LogDisk;
  readonly fd: number;
}

function writeAll({ disk, fd }: OpenFile, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) done += disk.writeSync(fd, bytes, done, bytes.length - done, at + done);
}

function writeZeros(file: OpenFile, from: number, to: number): void {
  const zeros = Buffer.alloc(pageBytes);
  for (let at = from; at < to; ) {
    const next = Math.min(to, (Math.floor(at / pageBytes) + 1) * pageBytes);
    writeAll(file, zeros.subarray(0, next - at), at);
    at = next;
  }
}

function syncFolder(path: string): void {
  // Windows cannot open a folder for this and keeps its entries in order by itself.
  if (process.platform === 'win32') return;
  const fd = openSync(dirname(path), 'r');
  fsyncSync(fd);
  closeSync(fd);
}

interface Found {
  readonly slots: readonly Slot[];
  readonly rows: readonly (Place & { readonly fd: number })[];
  readonly mended: number;
}

function openSlots(options: LogFileOptions): Found {
  const rows: (Place & { readonly fd: number })[] = [];
  assertFiles(...slotPaths(options.path));
  const disk = options.disk ?? systemDisk;
  let mended = 0;
  const slots = slotPaths(options.path).map((path): Slot => {
    const fd = disk.openSync(path, 'r+');
    const { size } = fstatSync(fd);
    const bytes = readAll(fd, size);
    const changed = mend(bytes, options);
    for (const { at, length } of changed) disk.writeSync(fd, bytes, at, length, at);
    if (changed.length > 0) disk.fdatasyncSync(fd);
    mended += changed.length;
    const places = placesIn(bytes, options);
    const last = places.at(-1);
    for (const place of places) if (place.seq > options.doneSeq) rows.push({ ...place, fd });
    const end = last === undefined ? 0 : last.at + padded(headerBytes + last.length);
    return { path, fd, size, end, lastSeq: last?.seq ?? 0 };
  });
  rows.sort((one, other) => one.seq - other.seq);
  const newest = rows.at(-1);
  if (newest?.isWhole === false) {
    // Cut off while it was written, so never acknowledged: the next row takes its place.
    rows.pop();
    const slot = slots.find(({ fd }) => fd === newest.fd);
    if (slot !== undefined) slot.end = newest.at;
  }
  return { slots, rows, mended };
}

/** The rows of a log after `doneSeq`, in order, read while it is open elsewhere in this process. Throws the errors of `node:fs`. */
export function readLog(options: Omit<LogFileOptions, 'disk'>): readonly LogRow[] {
  const rows: LogRow[] = [];
  for (const path of slotPaths(options.path)) {
    const bytes = readFileSync(path);
    for (const { seq, at, length, isWhole } of placesIn(bytes, options))
      if (seq > options.doneSeq && isWhole)
        rows.push({ seq, body: bytes.subarray(at + headerBytes, at + headerBytes + length) });
  }
  return rows.toSorted((one, other) => one.seq - other.seq);
}

/** The slots of an open log, and the place of the next row. */
class SlotLog implements LogFile {
  readonly #options: LogFileOptions;
  readonly #disk: LogDisk;
  readonly #slots: Slot[];
  #rows: Found['rows'];
  #current: Slot | undefined;
  #doneSeq: number;
  readonly #end: LogEnd;
  readonly mended: number;

  constructor(options: LogFileOptions) {
    const { slots, rows, mended } = openSlots(options);
    this.mended = mended;
    this.#options = options;
    this.#disk = options.disk ?? systemDisk;
    this.#end = openLogEnd(options.path, options.mark, this.#disk);
    this.#slots = [...slots];
    this.#rows = rows;
    this.#doneSeq = options.doneSeq;
    // Appended after what is there, so that nothing that may be needed is overwritten.
    const [newest] = this.#slots.toSorted((one, other) => other.lastSeq - one.lastSeq);
    if (newest !== undefined && newest.lastSeq > this.#doneSeq) this.#current = newest;
  }

  rows({ seq, limit }: { readonly seq: number; readonly limit: number }): readonly LogRow[] {
    const from = this.#rows.findIndex((row) => row.seq > seq);
    const chosen = from === -1 ? [] : this.#rows.slice(from, from + limit);
    return chosen.map(({ seq: own, fd, at, length }) => {
      const body = Buffer.alloc(length);
      if (length > 0) readSync(fd, body, 0, length, at + headerBytes);
      return { seq: own, body };
    });
  }

  #freeSlots(): readonly Slot[] {
    return this.#slots.filter((slot) => slot !== this.#current && slot.lastSeq <= this.#doneSeq);
  }

  #makeSlot(): Slot {
    const taken = new Set(this.#slots.map(({ path }) => path));
    let number = 0;
    while (taken.has(`${this.#options.path}-log${number}`)) number += 1;
    const path = `${this.#options.path}-log${number}`;
    const fd = this.#disk.openSync(path, 'w+', 0o600);
    syncFolder(path);
    const slot = { path, fd, size: 0, end: 0, lastSeq: 0 };
    this.#slots.push(slot);
    return slot;
  }

  /** A slot with room for this many bytes. */
  #slotFor(bytes: number): Slot {
    const current = this.#current;
    if (current !== undefined && (current.end === 0 || current.end + bytes <= slotBytes)) return current;
    const [free] = this.#freeSlots();
    const slot = free ?? this.#makeSlot();
    slot.end = 0;
    slot.lastSeq = 0;
    return (this.#current = slot);
  }

  append(row: LogRow, onWritten?: () => void): void {
    this.#rows = [];
    const length = padded(headerBytes + row.body.length);
    const slot = this.#slotFor(length);
    const { end, fd } = slot;
    const grows = end + length > slot.size;
    const room = grows && length < growBytes ? Math.min(growBytes, Math.max(length, slotBytes - end)) : length;
    const bytes = Buffer.alloc(length);
    headerOf(row, this.#options.mark).copy(bytes);
    bytes.set(row.body, headerBytes);
    try {
      const file = { disk: this.#disk, fd };
      writeAll(file, bytes, end);
      writeZeros(file, end + length, end + room);
      slot.size = Math.max(slot.size, end + room);
      onWritten?.();
      this.#disk.fdatasyncSync(fd);
    } catch (thrown) {
      this.#wipe(slot);
      throw thrown;
    }
    slot.end = end + length;
    slot.lastSeq = row.seq;
    this.#end.note(row.seq);
  }

  get endSeq(): number {
    return this.#end.seq;
  }

  noteEnd(seq: number): void {
    this.#end.note(seq);
  }

  /** Makes what failed unreadable, as far as possible: the next row takes its place. */
  #wipe({ fd, end, size }: Slot): void {
    if (end >= size) return;
    try {
      this.#disk.writeSync(fd, new Uint8Array(headerBytes), 0, headerBytes, end);
    } catch {
      // The disk accepts nothing at all; then a row that was not acknowledged may be found again.
    }
  }

  dropBefore(seq: number): void {
    this.#doneSeq = Math.max(this.#doneSeq, seq - 1);
    for (const slot of this.#freeSlots().slice(mostFree)) this.#remove(slot);
  }

  #remove(slot: Slot): void {
    this.#slots.splice(this.#slots.indexOf(slot), 1);
    try {
      this.#disk.closeSync(slot.fd);
      this.#disk.unlinkSync(slot.path);
    } catch {
      // It stays, and is free again when the log is opened the next time.
    }
  }

  rest(): void {
    const current = this.#current;
    if (current !== undefined && current.lastSeq <= this.#doneSeq) this.#current = undefined;
    for (const slot of this.#freeSlots()) this.#remove(slot);
    if (this.#current === undefined || this.#current.size <= this.#current.end) return;
    this.#disk.ftruncateSync(this.#current.fd, this.#current.end);
    this.#current.size = this.#current.end;
  }

  bytes(): number {
    return this.#slots.reduce((sum, { size }) => sum + size, 0);
  }

  close(): void {
    this.#end.close();
    for (const { fd } of this.#slots) this.#disk.closeSync(fd);
  }
}

/** Opens the log beside a database; none is made before the first row. Throws the errors of `node:fs`. */
export function openLogFile(options: LogFileOptions): LogFile {
  return new SlotLog(options);
}
