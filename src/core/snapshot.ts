// A store as it is at one moment, as pieces of bytes: what a backup is made of. The store goes on being written meanwhile.

/** A store at one moment. */
export interface Snapshot {
  /** How its pieces are written, with a version: `records-1`, `chunks-1`, `points-1`. */
  readonly form: string;
  /** What whoever loads it has to know first, and what it holds: names of versions, counts. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** All of it in order, each piece at most {@link mostPieceBytes} long. To be read once. Errors: `store.failed`, `store.corrupt`. */
  pieces(): AsyncIterable<Uint8Array>;
  /** Lets go of the moment. */
  close(): Promise<void>;
}

/** Longest piece, bytes. */
export const mostPieceBytes = 16 * 2 ** 20;
