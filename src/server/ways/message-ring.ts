// The last messages of a stream, numbered, so that a client that was away for a moment gets what it missed.

/** What a client that has seen messages up to a number is to be told. */
export type Missed<T> =
  | { readonly kind: 'kept'; readonly entries: readonly T[] }
  /** Messages after the number are no longer kept. */
  | { readonly kind: 'too-old' }
  /** No message has had the number yet. */
  | { readonly kind: 'ahead' };

/** Bounds of a ring. */
export interface RingBounds {
  readonly messages: number;
  readonly bytes: number;
}

/** A bounded list of the newest messages. */
export interface MessageRing<T> {
  /** Number of the newest message; of an empty ring that before the first. */
  readonly newest: number;
  /** Adds the next message; `bytes` is what it takes. */
  add(entry: T, bytes: number): void;
  after(seq: number): Missed<T>;
}

interface Kept<T> {
  readonly entry: T;
  readonly bytes: number;
}

/** An empty ring whose first message follows the number `start`. */
export function makeMessageRing<T>(start: number, bounds: RingBounds): MessageRing<T> {
  let kept: Kept<T>[] = [];
  /** Index of the oldest that is kept; what is before it is cut off now and then. */
  let head = 0;
  let bytes = 0;
  let newest = start;
  const shed = (): void => {
    while (head < kept.length && (kept.length - head > bounds.messages || bytes > bounds.bytes)) {
      bytes -= kept[head]?.bytes ?? 0;
      head += 1;
    }
    if (head <= bounds.messages) return;
    kept = kept.slice(head);
    head = 0;
  };
  return {
    get newest() {
      return newest;
    },
    add(entry, size) {
      newest += 1;
      kept.push({ entry, bytes: size });
      bytes += size;
      shed();
    },
    after(seq) {
      if (!Number.isSafeInteger(seq) || seq > newest) return { kind: 'ahead' };
      // Numbers follow each other without a gap.
      const oldest = newest - (kept.length - head) + 1;
      if (seq < oldest - 1) return { kind: 'too-old' };
      return { kind: 'kept', entries: kept.slice(head + (seq - oldest + 1)).map(({ entry }) => entry) };
    },
  };
}
