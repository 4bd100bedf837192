// Finding frames in a stream of bytes by how they begin: shared by the wire formats whose length stands in the frame or
// is fixed. Every possible beginning is followed to its end, so that a good frame is found inside what a damaged length
// or noise seemed to announce.
import type { Frame, Framer } from '#core/framer.ts';

/** How one kind of frame begins. */
export interface FrameStart {
  /** The first bytes, the same in every frame. */
  readonly mark: readonly number[];
  /** Bytes from the mark on after which the length is known; the mark's own length where it is fixed. */
  readonly headerBytes: number;
  /** The frame's whole length; undefined where this cannot be a frame. */
  length(held: Uint8Array, start: number): number | undefined;
  /** Whether checksum and end marks are right. */
  isGood(held: Uint8Array, start: number, end: number): boolean;
}

/** The kinds of frames of a wire format. */
export interface FrameKinds {
  /** Largest frame in bytes. */
  readonly maxFrame: number;
  readonly starts: readonly FrameStart[];
}

interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly kind: FrameStart;
}

/** Whether the bytes from `at` on may become this mark, as far as they have come. */
function begins(held: Uint8Array, { at, fill }: { at: number; fill: number }, mark: readonly number[]): boolean {
  return mark.every((byte, index) => at + index >= fill || held[at + index] === byte);
}

/** A framer over these kinds of frames. */
export function scanFrames({ maxFrame, starts }: FrameKinds): Framer {
  const held = new Uint8Array(maxFrame);
  const longestHeader = Math.max(...starts.map(({ headerBytes }) => headerBytes));
  let fill = 0;
  let candidates: Candidate[] = [];

  const drop = (count: number): void => {
    held.copyWithin(0, count, fill);
    fill -= count;
    candidates = candidates
      .filter(({ start }) => start >= count)
      .map(({ start, end, kind }) => ({ start: start - count, end: end - count, kind }));
  };

  /** Bytes at the end that may begin a header that has not come yet. */
  const headerBegun = (): number => {
    for (let at = Math.max(0, fill - longestHeader + 1); at < fill; at += 1) {
      if (starts.some(({ mark, headerBytes }) => fill - at < headerBytes && begins(held, { at, fill }, mark)))
        return at;
    }
    return fill;
  };

  const finish = (frames: Frame[], { start, end, kind }: Candidate): void => {
    if (kind.isGood(held, start, end)) {
      if (start > 0) frames.push({ bytes: held.slice(0, start), fault: 'malformed' });
      frames.push({ bytes: held.slice(start, end) });
      drop(fill);
    } else {
      if (start === 0) frames.push({ bytes: held.slice(0, end), fault: 'checksum' });
      candidates = candidates.filter((candidate) => candidate.start !== start || candidate.kind !== kind);
    }
  };

  const add = (frames: Frame[], byte: number): void => {
    held[fill] = byte;
    fill += 1;
    for (const kind of starts) {
      const start = fill - kind.headerBytes;
      if (start < 0 || !begins(held, { at: start, fill }, kind.mark)) continue;
      const length = kind.length(held, start);
      if (length !== undefined && length >= kind.headerBytes && length <= maxFrame)
        candidates.push({ start, end: start + length, kind });
    }
    for (const candidate of candidates) if (candidate.end === fill) finish(frames, candidate);
    const keep = Math.min(candidates[0]?.start ?? fill, headerBegun());
    if (keep > 0) drop(keep);
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) add(frames, byte);
      return frames;
    },
    reset: () => drop(fill),
    get pending() {
      return fill;
    },
  };
}
