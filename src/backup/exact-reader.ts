// Reads exactly so many bytes from a stream of chunks of any size, and never holds more than was asked for and one chunk.

/** A stream that is read in pieces of a chosen size. */
export interface ExactReader {
  /** So many bytes, or all that are left if there are fewer. */
  read(count: number): Promise<Buffer>;
  /** Whether nothing is left. */
  isAtEnd(): Promise<boolean>;
  /** Ends the reading of the source. */
  end(): Promise<void>;
}

/** Reads a stream so. */
export function exactReader(source: AsyncIterable<Uint8Array>): ExactReader {
  const chunks = source[Symbol.asyncIterator]();
  let kept: Uint8Array = new Uint8Array();
  let isOver = false;
  const more = async (): Promise<Uint8Array | undefined> => {
    while (!isOver) {
      const next = await chunks.next();
      if (next.done === true) isOver = true;
      else if (next.value.length > 0) return next.value;
    }
    return undefined;
  };
  return {
    async read(count) {
      const bytes = Buffer.allocUnsafe(count);
      let filled = 0;
      while (filled < count) {
        if (kept.length === 0) {
          const next = await more();
          if (next === undefined) break;
          kept = next;
        }
        const part = kept.subarray(0, count - filled);
        bytes.set(part, filled);
        filled += part.length;
        kept = kept.subarray(part.length);
      }
      return bytes.subarray(0, filled);
    },
    async isAtEnd() {
      if (kept.length > 0) return false;
      kept = (await more()) ?? kept;
      return kept.length === 0;
    },
    async end() {
      isOver = true;
      await chunks.return?.();
    },
  };
}
