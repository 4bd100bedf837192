// A spool in a folder: batches are written together, synced a few times a second, and forgotten file by file once they were
// delivered. What is delivered sooner than that is never written, which spares memory cards.
import { said } from '#core/reason.ts';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';
import type { Spool, SpoolBound, Spooled, SpoolState } from '#core/spool.ts';
import {
  findSpool,
  type FoundSpool,
  saveMark,
  narrowed,
  segmentFrames,
  segmentPath,
  type SpoolSegment,
} from './spool-folder.ts';
import { spoolFrame, spoolHeading } from './spool-frames.ts';

/** Options of {@link openFileSpool}. */
export interface FileSpoolOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly bound: SpoolBound;
  /** Asked before each write. Errors: `store.fenced` once another process may write here. */
  check(): void;
}

/** Longest time a batch waits for its sync, and a mark of what was delivered for its own, ms. */
const waits = { syncMs: 500, markMs: 5000, retryMs: 5000 } as const;
/** A spool consists of about this many files: dropping the oldest frees this part of the bound. */
const parts = 8;
const mostSegmentBytes = 1024 * 1024;
/** The newest batches stay in memory for a reader that keeps up. */
const mostRecent = 200;

interface Waiting<Item> extends Spooled<Item> {
  readonly frame: Buffer;
}

/** Opens the spool of a folder, which no other process has open. Errors: `store.failed`. */
export async function openFileSpool<Item = Batch>(options: FileSpoolOptions): Promise<Spool<Item>> {
  try {
    const { folder, bound } = options;
    const found = await narrowed(folder, await findSpool(folder), { ...bound, segmentBytes: segmentBytesOf(bound) });
    return new FileSpool(options, found);
  } catch (thrown) {
    throw failure(options.folder, thrown);
  }
}

/** Longest file of a spool with this bound. */
const segmentBytesOf = ({ bytes }: SpoolBound): number => Math.min(mostSegmentBytes, bytes / parts);

const failure = (at: string, thrown: unknown): SolsteadError =>
  new SolsteadError('store.failed', { at, why: said(thrown), cause: thrown });

/** A disk that is getting full writes a part and only says so in the result; the next write then throws. */
async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

class FileSpool<Item> implements Spool<Item> {
  readonly lostAtOpening: number;
  readonly #options: FileSpoolOptions;
  /** Oldest first. */
  readonly #segments: SpoolSegment[];
  readonly #garbage: string[] = [];
  /** The newest segment while it is being written. */
  #current: { readonly segment: SpoolSegment; readonly file: FileHandle } | undefined;
  #pending: Waiting<Item>[] = [];
  #pendingBytes = 0;
  #recent: Spooled<Item>[] = [];
  #next: number;
  #done: number;
  #dropped: number;
  #isMarkKept = true;
  #trouble: string | undefined;
  readonly #aside: string | undefined;
  #syncing: Promise<void> = Promise.resolve();
  #timer: { readonly atMs: number; readonly cancel: () => void } | undefined;
  #isClosed = false;

  constructor(options: FileSpoolOptions, { segments, mark, trouble, shed = 0 }: FoundSpool) {
    this.#options = options;
    this.#aside = trouble;
    this.#segments = [...segments];
    this.#done = mark.done;
    this.#dropped = mark.dropped;
    this.#next = Math.max(mark.done, segments.at(-1)?.last ?? 0) + 1;
    this.#shed();
    this.lostAtOpening = this.#dropped - mark.dropped + shed;
  }

  get next(): number {
    return this.#next;
  }

  add(batch: Item): number {
    if (this.#isClosed) {
      this.#dropped += 1;
      return this.#next;
    }
    const spooled = { position: this.#next, batch };
    this.#next += 1;
    const frame = spoolFrame(spooled);
    this.#pending.push({ ...spooled, frame });
    this.#pendingBytes += frame.length;
    this.#recent.push(spooled);
    if (this.#recent.length > 2 * mostRecent) this.#recent = this.#recent.slice(-mostRecent);
    this.#shed();
    this.#schedule(this.#trouble === undefined ? waits.syncMs : waits.retryMs);
    return spooled.position;
  }

  async flush(): Promise<void> {
    await this.#sync(false);
  }

  async settled(): Promise<void> {
    await this.#sync(true);
  }

  async read(limit: number, afterPosition = this.#done): Promise<readonly Spooled<Item>[]> {
    const from = Math.max(afterPosition, this.#done) + 1;
    const oldest = this.#recent[0]?.position ?? this.#next;
    if (from >= oldest) return this.#recent.slice(from - oldest, from - oldest + limit);
    try {
      const found: Spooled<Item>[] = [];
      const reached = (): number => found.at(-1)?.position ?? from - 1;
      for (const { path, last } of this.#segments.filter((segment) => segment.last >= from)) {
        // A write that failed may have left frames after the last one; they are in the next file as well.
        for (const spooled of await segmentFrames<Item>(path))
          if (spooled.position > reached() && spooled.position <= last) found.push(spooled);
        if (found.length >= limit) break;
      }
      if (found.length < limit) found.push(...this.#pending.filter(({ position }) => position > reached()));
      return found.slice(0, limit).map(({ position, batch }) => ({ position, batch }));
    } catch (thrown) {
      throw failure(this.#options.folder, thrown);
    }
  }

  done(position: number): void {
    const reached = Math.min(position, this.#next - 1);
    if (reached <= this.#done) return;
    this.#forgetUpTo(reached);
    this.#schedule(this.#garbage.length > 0 ? waits.syncMs : waits.markMs);
  }

  state(): SpoolState {
    const trouble = this.#trouble ?? this.#aside;
    return {
      batches: this.#next - 1 - this.#done,
      bytes: this.#segments.reduce((sum, { bytes }) => sum + bytes, 0),
      dropped: this.#dropped,
      ...(trouble === undefined ? {} : { trouble }),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    try {
      await this.#sync(true);
    } finally {
      await this.#endFile();
    }
  }

  #forgetUpTo(position: number): void {
    this.#done = Math.max(this.#done, position);
    this.#isMarkKept = false;
    this.#keepPending((one) => one.position > this.#done);
    this.#collect(({ last }) => last <= this.#done);
  }

  #keepPending(isKept: (one: Waiting<Item>) => boolean): void {
    this.#pending = this.#pending.filter(isKept);
    this.#pendingBytes = this.#pending.reduce((sum, { frame }) => sum + frame.length, 0);
  }

  /** Files to be removed; the one being written stays, so that a reader that keeps up does not cause a new one each time. */
  #collect(isGone: (segment: SpoolSegment) => boolean): void {
    const gone = this.#segments.filter((segment) => isGone(segment) && segment !== this.#current?.segment);
    for (const segment of gone) {
      this.#segments.splice(this.#segments.indexOf(segment), 1);
      this.#garbage.push(segment.path);
    }
  }

  /** Drops the oldest while there is more than the bound allows. */
  #shed(): void {
    const { bytes, batches } = this.#options.bound;
    const held = (): number => this.#pendingBytes + this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    while (this.#done < this.#next - 1 && (held() > bytes || this.#next - 1 - this.#done > batches)) {
      const oldest = this.#segments.find(({ last }) => last > this.#done);
      if (oldest !== undefined && oldest === this.#current?.segment) void this.#endFile();
      const upTo = oldest?.last ?? this.#done + 1;
      this.#dropped += upTo - this.#done;
      this.#forgetUpTo(upTo);
    }
  }

  #schedule(ms: number): void {
    if (this.#isClosed) return;
    const { clock } = this.#options;
    const atMs = clock.monotonicMs() + ms;
    if (this.#timer !== undefined && this.#timer.atMs <= atMs) return;
    this.#timer?.cancel();
    const cancel = clock.after(ms, () => {
      this.#timer = undefined;
      // Reported by `state`, and tried again.
      this.#sync(true).catch(() => this.#schedule(waits.retryMs));
    });
    this.#timer = { atMs, cancel };
  }

  /** One after another. */
  #sync(withMark: boolean): Promise<void> {
    const synced = this.#syncing.then(() => this.#write(withMark));
    this.#syncing = synced.catch(() => undefined);
    return synced;
  }

  async #write(withMark: boolean): Promise<void> {
    const { folder } = this.#options;
    try {
      this.#options.check();
      await this.#append();
      if (this.#garbage.length === 0 && (this.#isMarkKept || !withMark)) return this.#recovered();
      this.#isMarkKept = true;
      await saveMark(folder, { done: this.#done, dropped: this.#dropped });
      // Only now: without the mark their positions would be reused.
      for (const path of this.#garbage.splice(0)) await rm(path, { force: true });
      this.#recovered();
    } catch (thrown) {
      this.#isMarkKept = false;
      this.#trouble = messageOf(thrown);
      throw isSolsteadError(thrown) ? thrown : failure(folder, thrown);
    }
  }

  #recovered(): void {
    this.#trouble = undefined;
  }

  async #append(): Promise<void> {
    const taken = this.#pending;
    const [first] = taken;
    const last = taken.at(-1);
    if (first === undefined || last === undefined) return;
    const { segment, file } = await this.#fileFor(first.position);
    const bytes = Buffer.concat(taken.map(({ frame }) => frame));
    try {
      await writeAll(file, bytes, segment.bytes);
      await file.datasync();
    } catch (thrown) {
      // Nothing is written after an incomplete frame: the next write begins a new file.
      await this.#endFile();
      if (segment.last < segment.first) this.#segments.splice(this.#segments.indexOf(segment), 1);
      throw thrown;
    }
    segment.bytes += bytes.length;
    // Dropped while it was being written: what is still needed of it goes into the next file.
    if (segment !== this.#current?.segment) return this.#append();
    segment.last = last.position;
    this.#keepPending(({ position }) => position > last.position);
  }

  /** The file to write to; a new one if the last is full or gone. */
  async #fileFor(position: number): Promise<{ readonly segment: SpoolSegment; readonly file: FileHandle }> {
    const { folder, bound } = this.#options;
    const current = this.#current;
    if (current !== undefined) {
      const { bytes, first, last } = current.segment;
      const isFull = bytes >= segmentBytesOf(bound) || last - first + 1 >= bound.batches / parts;
      if (!isFull) return current;
    }
    await this.#endFile();
    this.#collect(({ last }) => last <= this.#done);
    const path = segmentPath(folder, position);
    const file = await open(path, 'w', 0o600);
    try {
      await writeAll(file, spoolHeading, 0);
    } catch (thrown) {
      // Without a heading nothing after it could be read again.
      await file.close().catch(() => undefined);
      await rm(path, { force: true }).catch(() => undefined);
      throw thrown;
    }
    const segment = { path, first: position, last: position - 1, bytes: spoolHeading.length };
    this.#current = { segment, file };
    this.#segments.push(segment);
    return this.#current;
  }

  async #endFile(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await current?.file.close().catch(() => undefined);
  }
}
