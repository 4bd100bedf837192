// The interface of a spool: what a consumer has taken and not delivered yet, kept across restarts, bounded.
import type { Lease } from './lease.ts';
import type { Batch } from './reading.ts';

/** How much a spool keeps; the oldest batches go first, counted. */
export interface SpoolBound {
  readonly bytes: number;
  readonly batches: number;
}

/** A batch, or whatever else is kept as JSON, with its place: each batch added gets the next position, for ever. */
export interface Spooled<Item = Batch> {
  readonly position: number;
  readonly batch: Item;
}

/** What a spool holds. */
export interface SpoolState {
  /** Batches that were not delivered yet. */
  readonly batches: number;
  /** On disk. */
  readonly bytes: number;
  /** Batches lost to the bound, to damage or to a disk that took nothing, since the spool was made. */
  readonly dropped: number;
  /** Why it cannot be written, if so; writing is tried again. */
  readonly trouble?: string;
}

/**
 * A queue of batches that survives the process. One writes, one reads. What was delivered shortly before a kill may be
 * read again: delivery is at least once, in order.
 */
export interface Spool<Item = Batch> {
  /** Puts a batch behind the others and returns its position; never waits and never throws. */
  add(batch: Item): number;
  /** Batches that were lost as it was opened: what it held was more than its bound, which has become smaller. */
  readonly lostAtOpening?: number;
  /** The position that the next batch gets. */
  readonly next: number;
  /**
   * Resolves when all that was added is durable: it survives a kill −9 and a power cut. Errors: `store.failed`,
   * `store.fenced` once another process runs the site.
   */
  flush(): Promise<void>;
  /** The oldest batches behind a position, in order, at most `limit`; without one those that were not delivered. Errors: `store.failed`. */
  read(limit: number, afterPosition?: number): Promise<readonly Spooled<Item>[]>;
  /** All up to this position was delivered and is forgotten. */
  done(position: number): void;
  /** Resolves when what is done is durably so, too: it is not read again after a kill. Absent: with what it writes next. Errors as of `flush`. */
  settled?(): Promise<void>;
  state(): SpoolState;
  /** Makes all durable and closes the files. */
  close(): Promise<void>;
}

/** Where spools are kept: one for each consumer that asks for one. */
export interface SpoolPlace {
  /** Opens the spool of a consumer of the site that is held, with what it holds. Errors: `store.failed`. */
  open(
    owner: { readonly consumer: string; readonly lease: Pick<Lease, 'fence' | 'check'> },
    bound: SpoolBound,
  ): Promise<Spool>;
  /** Removes the spool of a consumer, which is closed, with all that it holds. Errors: `store.failed`. */
  remove(owner: { readonly consumer: string; readonly lease: Pick<Lease, 'fence' | 'check'> }): Promise<void>;
}
