// The interface of what keeps readings whose time is not known yet: they wait for a clock, even across a restart.
import type { Batch } from './reading.ts';
import type { Reason } from './reason.ts';

/** A batch that waits, with the wall clock at that moment. */
export interface WaitingBatch {
  readonly batch: Batch;
  readonly wallMs: number;
  /** How long ago it was read, ms, by a clock that is never set; absent: the machine was started again since. */
  readonly agoMs?: number;
  /** How long before the last one that waits it was read, ms, by the same clock; across a start of the machine by the wall clock. */
  readonly beforeLastMs: number;
}

/** What waits at one site. */
export interface WaitingPlace {
  /** What an earlier process left. Errors: `store.failed`. */
  load(): Promise<readonly WaitingBatch[]>;
  /** Keeps a batch; durable shortly after. Never throws: what cannot be kept still waits in memory. */
  add(batch: Batch, wallMs: number): void;
  /** All of it has its time and is durable elsewhere. */
  clear(): void;
  /** What was found damaged, or why nothing can be kept now; undefined: nothing. */
  trouble?(): Reason | undefined;
  /** Resolves when the file is as it should be. */
  settled(): Promise<void>;
  /** The same, and lets go of the file; what is given afterwards is kept all the same. */
  close(): Promise<void>;
}
