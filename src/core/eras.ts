// The interface of what keeps the settings of the wall clock, and what was timed by them, across a restart.
import type { Reason } from './reason.ts';

/** A stretch in which the wall clock was not set. */
export interface KeptEra {
  /** Wall less monotonic time of this process, ms; absent: the machine was started again since. */
  readonly offsetMs?: number;
  /** Whether another clock agreed: then its times are right, and no moments are kept. */
  readonly isKnown: boolean;
  /** The first time that was written by it, epoch ms; absent: none was, or it is known to be right. */
  readonly fromMs?: number;
  /** Times that were written by it, by device, epoch ms; none of one that has ended. */
  readonly moments: ReadonlyMap<string, readonly number[]>;
}

/** The eras of one site: the one before, if there was one, and the present one. */
export interface EraPlace {
  /** What an earlier process left, the present era last. Errors: `store.failed`. */
  load(): Promise<readonly KeptEra[]>;
  /** These are the eras from now on. */
  replace(eras: readonly KeptEra[]): void;
  /** The present era has one more moment; written down within seconds. Never throws. */
  add(device: string, atMs: number, offsetMs: number): void;
  /** Why what an earlier process left cannot be used; undefined: it can, or there is none. */
  trouble?(): Reason | undefined;
  /** Resolves when the file is as it should be. */
  settled(): Promise<void>;
}
