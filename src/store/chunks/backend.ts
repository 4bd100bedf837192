// What the chunk store asks of a database: blobs by device and time, a log, and one atomic write. SQLite and PostgreSQL
// implement it; the store above computes on what is loaded and knows neither.
import type { HistoryTier } from '#core/history.ts';
import type { Reason } from '#core/reason.ts';
import type { LoggedPoints } from './log-codec.ts';

/** A result now (SQLite, in its worker) or later (PostgreSQL). */
export type Awaitable<T> = T | Promise<T>;

/** A device of a site and what the store notes about it. */
export interface DeviceRow {
  /** From 1; a number is never given to another device. */
  readonly id: number;
  readonly site: string;
  readonly device: string;
  /** The store's own notes; empty: none yet. */
  readonly notes: string;
}

/** One metric of a device. */
export interface SeriesRow {
  /** From 1; a number is never given to another series. */
  readonly id: number;
  readonly device: number;
  readonly metric: string;
}

/** One commit of the log, newest last. */
export interface LogRow {
  /** From 1, rising by 1. */
  readonly seq: number;
  readonly body: Uint8Array;
}

/** The block: `index` counts hours since the epoch (raw, fiveMinutes), days (hours) or 32 days (days); −2³² to 2³². */
export interface BlockKey {
  readonly tier: HistoryTier;
  readonly device: number;
  readonly index: number;
}

/** Compressed points or rows of one device in one tier. */
export interface Block extends BlockKey {
  readonly body: Uint8Array;
}

/** Blocks of a device and tier, `fromIndex` included, `toIndex` not. */
export interface BlockSpan {
  readonly tier: HistoryTier;
  readonly device: number;
  readonly fromIndex: number;
  readonly toIndex: number;
}

/** The step of the store's life that a write belongs to. */
export type CommitKind = 'append' | 'flush' | 'fill' | 'migrate' | 'retention' | 'forget' | 'settings';

/** One atomic, durable write. */
export interface Commit {
  readonly kind: CommitKind;
  /** Appended to the log. */
  readonly log?: LogRow;
  /** Rows of the log that are put back together, where a history is loaded. */
  readonly logRows?: readonly LogRow[];
  /** Numbers that count as given from now on, with those below them. */
  readonly given?: Registry['given'];
  /** Rows of the log below this number are removed. */
  readonly logBefore?: number;
  /** New devices, and known ones with new notes. */
  readonly devices?: readonly DeviceRow[];
  /** New series. */
  readonly series?: readonly SeriesRow[];
  /** Blocks to be written, replacing those with the same key. */
  readonly put?: readonly Block[];
  readonly drop?: readonly BlockSpan[];
  /** Number of a device to be removed entirely, its series and blocks included. */
  readonly forget?: number;
  /** The store's settings, JSON. */
  readonly settings?: string;
}

/** What the store needs to begin. */
export interface Registry {
  readonly devices: readonly DeviceRow[];
  readonly series: readonly SeriesRow[];
  readonly settings?: string;
  /** Numbers given so far, including forgotten ones: new ones are higher. */
  readonly given: { readonly device: number; readonly series: number; readonly seq: number };
}

/** Points still in an older form of the database; they are moved into chunks before anything else. */
export interface OlderPoints {
  /** Some points of one device in whole hours; undefined when none are left. The same ones again until they are removed. */
  next(): Awaitable<LoggedPoints | undefined>;
  /** Removes what `next` returned, once it is in chunks. */
  remove(): Awaitable<void>;
}

/** What a database held at one moment, readable while it goes on being written. */
export interface BackendSnapshot extends Pick<ChunkBackend, 'registry' | 'log' | 'blocks'> {
  close(): Awaitable<void>;
}

/** A database under the chunk store. Errors of all calls: `store.failed`, `store.corrupt`. */
export interface ChunkBackend {
  /** Its name in errors: a path or an address without secrets. */
  readonly at: string;
  readonly older?: OlderPoints;
  /**
   * Reconnects if the connection was lost; returns whether it was: then everything must be read again, as the last write
   * may or may not have been done. Errors: `store.failed` as long as there is no connection.
   */
  renew?(): Awaitable<boolean>;
  registry(): Awaitable<Registry>;
  /** Rows of the log after `seq`, in order, at most `limit`. */
  log(after: { readonly seq: number; readonly limit: number }): Awaitable<readonly LogRow[]>;
  /** What is wrong with its file as a whole, or was put right. */
  found?(): readonly Reason[];
  /** Number of the last row that was acknowledged, where something apart from the log knows it; 0: not known. */
  readonly endSeq?: number;
  /** Blocks in order of time, at most `limit`. */
  blocks(span: BlockSpan & { readonly limit: number }): Awaitable<readonly Block[]>;
  commit(commit: Commit): Awaitable<void>;
  /** How many blocks each device has in a tier; absent if counting them is slow. */
  counts?(tier: HistoryTier): Awaitable<ReadonlyMap<number, number>>;
  /**
   * Returns a slice of the free room in the files to the disk; returns whether there is more. `isQuiet`: nothing is being
   * written, so that room for what comes next is given back too.
   */
  giveBack?(isQuiet: boolean): Awaitable<boolean>;
  /** What it holds now. */
  snapshot(): Awaitable<BackendSnapshot>;
  /** Bytes taken on the disk. */
  bytes(): Awaitable<number>;
  close(): Awaitable<void>;
}
