// Cutting a stream of bytes into frames. Owned here because transports (which wait for a frame) and codecs
// (which know where one ends) both use it.

/** One frame of a stream; `fault` says why it cannot be used. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly fault?: 'checksum' | 'malformed';
}

/**
 * Cuts frames out of a stream in any chunking. After a fault it resynchronises on the next byte; what it holds back
 * stays under its family's largest frame.
 */
export interface Framer {
  /** Adds bytes and returns the frames they complete, faulty ones marked. */
  push(bytes: Uint8Array): readonly Frame[];
  /** Returns buffered frames that only a pause in the stream completes. */
  end?(): readonly Frame[];
  /** Forgets what is held back. */
  reset(): void;
  /** Bytes held back. */
  readonly pending: number;
}
