// The interface of a journal: what happened, entry by entry, so that a state that lives in memory can be rebuilt after a kill −9.

/** One open journal; one process writes it. */
export interface Journal {
  /** Puts an entry behind the others; never waits. It becomes durable within a second even if nobody asks for it. */
  add(entry: Uint8Array): void;
  /** Resolves when all that was added is durable. Errors: `store.failed`; what could not be written is tried again with the next. */
  flush(): Promise<void>;
  /** Makes all durable and closes it. */
  close(): Promise<void>;
}

/**
 * The state a journal is about, as entries that would lead to it, oldest first: each is encoded when its turn comes. Called when
 * the journal has become long; what is added after the call is not in it.
 */
export type JournalSnapshot = () => readonly (() => Uint8Array)[];

/** A journal of nothing: what is told to it ends with the process. */
export const noJournal: Journal = {
  add: () => undefined,
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
