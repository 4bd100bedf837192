// Finding frames in a stream of bytes by how they begin: shared by the wire formats whose length is in the frame or
// is fixed. Every possible beginning is followed to its end, so that a good frame is found inside what a damaged length
// or noise seemed to announce. Between the places where something can happen (a header is whole, a frame ends) bytes are
// only looked at once.
import type { Frame, Framer } from '#core/framer.ts';

/** How one kind of frame begins. */
export interface FrameStart {
  /** The first bytes, the same in every frame. */
  readonly mark: readonly number[];
  /** The frame's whole length; undefined if this cannot be a frame. Asked when the header is whole. */
  length(held: Uint8Array, start: number): number | undefined;
  /** Whether checksum and end marks are right. */
  isGood(held: Uint8Array, start: number, end: number): boolean;
}

/** The kinds of frames of a wire format. */
export interface FrameKinds {
  /** Largest frame in bytes. */
  readonly maxFrame: number;
  /** Bytes from a mark on after which the length of every kind is known; no mark is longer, no frame shorter. */
  readonly headerBytes: number;
  readonly starts: readonly FrameStart[];
}

/** A beginning that is followed to its end; places are indices in the held bytes. */
interface Candidate {
  readonly kind: FrameStart;
  start: number;
  end: number;
  isOver?: boolean;
}

/** No candidate ends. */
const never = Number.POSITIVE_INFINITY;

class Scanner implements Framer {
  readonly #kinds: FrameKinds;
  /** Whether a byte begins a mark. */
  readonly #begins: Uint8Array;
  #held: Uint8Array;
  /** A frame that was given away lies in the held bytes: they are not written to any more. */
  #isGivenAway = false;
  /** What is held back stands from `from` to before `fill`. */
  #from = 0;
  #fill = 0;
  /** Where the next mark is looked for. */
  #seek = 0;
  /** In the order of their starts; those before `#oldest` are over, and some behind it may be. */
  #candidates: Candidate[] = [];
  #oldest = 0;
  /** The candidates that end at a place, in the order of their starts. */
  #endings: (Candidate[] | undefined)[];
  #nearestEnd = never;
  #lastEnd = 0;
  /** Where the last damaged frame that was given away ends: what overlaps with it is not told again. */
  #told = 0;

  constructor(kinds: FrameKinds, begins: Uint8Array) {
    this.#kinds = kinds;
    this.#begins = begins;
    // Twice the largest frame: bytes are moved to the front once a frame's length, not with every byte.
    this.#held = new Uint8Array(2 * kinds.maxFrame);
    this.#endings = [];
  }

  push(bytes: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    for (let taken = 0; taken < bytes.length; ) {
      if (this.#isGivenAway || this.#fill === this.#held.length) this.#moveToFront();
      const held = this.#held;
      const count = Math.min(held.length - this.#fill, bytes.length - taken);
      held.set(count === bytes.length ? bytes : bytes.subarray(taken, taken + count), this.#fill);
      this.#scan(this.#fill + count, frames);
      taken += count;
    }
    return frames;
  }

  reset(): void {
    this.#dropAll();
  }

  get pending(): number {
    return this.#fill - this.#from;
  }

  /** Goes on to `stored`, from one place where something can happen to the next. */
  #scan(stored: number, frames: Frame[]): void {
    const held = this.#held;
    const begins = this.#begins;
    const { headerBytes } = this.#kinds;
    for (;;) {
      let at = this.#seek;
      while (at < stored && begins[held[at] ?? 0] === 0) at += 1;
      this.#seek = at;
      const headerEnd = at + headerBytes;
      const next = Math.min(headerEnd, this.#nearestEnd);
      if (next > stored) break;
      this.#fill = next;
      if (headerEnd === next) {
        this.#open(at);
        this.#seek = at + 1;
      }
      if (this.#nearestEnd === next) this.#judge(frames);
    }
    this.#fill = stored;
    this.#trim();
  }

  /** Follows what begins here, now that the header has come. */
  #open(start: number): void {
    const { starts, headerBytes, maxFrame } = this.#kinds;
    for (const kind of starts) {
      if (!this.#fits(kind.mark, start)) continue;
      const length = kind.length(this.#held, start);
      if (length === undefined || length < headerBytes || length > maxFrame) continue;
      const end = start + length;
      const candidate = { kind, start, end };
      this.#candidates.push(candidate);
      const others = this.#endings[end];
      if (others === undefined) this.#endings[end] = [candidate];
      else others.push(candidate);
      this.#nearestEnd = Math.min(this.#nearestEnd, end);
      this.#lastEnd = Math.max(this.#lastEnd, end);
    }
  }

  /** Judges every candidate that ends here; of several good ones the longest is taken. */
  #judge(frames: Frame[]): void {
    this.#trim();
    const held = this.#held;
    const end = this.#fill;
    const ending = this.#endings[end] ?? [];
    this.#endings[end] = undefined;
    for (const candidate of ending) {
      const { start, kind } = candidate;
      if (kind.isGood(held, start, end)) {
        if (start > this.#from) frames.push({ bytes: held.slice(this.#from, start), fault: 'malformed' });
        frames.push({ bytes: this.#giveAway(start, end) });
        this.#dropAll();
        return;
      }
      if (start === this.#from && start >= this.#told) {
        frames.push({ bytes: held.slice(start, end), fault: 'checksum' });
        this.#told = end;
      }
      candidate.isOver = true;
    }
    let next = end + 1;
    while (next <= this.#lastEnd && this.#endings[next] === undefined) next += 1;
    this.#nearestEnd = next <= this.#lastEnd ? next : never;
  }

  /** Where the oldest candidate that is not over begins. */
  #oldestStart(): number | undefined {
    while (this.#candidates[this.#oldest]?.isOver === true) this.#oldest += 1;
    // Those that are over are let go together.
    if (this.#oldest > this.#kinds.maxFrame) this.#candidates = this.#candidates.slice(this.#oldest);
    if (this.#candidates.length === 0 || this.#oldest > this.#kinds.maxFrame) this.#oldest = 0;
    return this.#candidates[this.#oldest]?.start;
  }

  /** Drops what no candidate and no header that has begun needs. */
  #trim(): void {
    const oldest = this.#oldestStart() ?? this.#fill;
    let at = Math.max(this.#from, this.#fill - this.#kinds.headerBytes + 1);
    while (at < oldest && !this.#mayBegin(at)) at += 1;
    this.#from = Math.min(oldest, at);
  }

  #mayBegin(at: number): boolean {
    if (this.#begins[this.#held[at] ?? 0] === 0) return false;
    return this.#kinds.starts.some(({ mark }) => this.#fits(mark, at));
  }

  /** Whether the bytes from `at` on are this mark, as far as they have come. */
  #fits(mark: readonly number[], at: number): boolean {
    const count = Math.min(mark.length, this.#fill - at);
    for (let index = 0; index < count; index += 1) if (this.#held[at + index] !== mark[index]) return false;
    return true;
  }

  /** A good frame's bytes: a large one is not copied, the next bytes go to a place of their own instead. */
  #giveAway(start: number, end: number): Uint8Array {
    if (2 * (end - start) < this.#kinds.maxFrame) return this.#held.slice(start, end);
    this.#isGivenAway = true;
    return this.#held.subarray(start, end);
  }

  #moveToFront(): void {
    const by = this.#from;
    const held = this.#isGivenAway ? new Uint8Array(this.#held.length) : this.#held;
    held.set(this.#held.subarray(by, this.#fill));
    this.#held = held;
    this.#isGivenAway = false;
    this.#from = 0;
    this.#fill -= by;
    this.#seek -= by;
    this.#nearestEnd -= by;
    this.#lastEnd -= by;
    this.#told -= by;
    this.#endings = this.#endings.slice(by);
    this.#candidates = this.#candidates.filter(({ isOver }) => isOver !== true);
    this.#oldest = 0;
    for (const candidate of this.#candidates) {
      candidate.start -= by;
      candidate.end -= by;
    }
  }

  #dropAll(): void {
    this.#from = this.#fill;
    this.#seek = this.#fill;
    this.#candidates = [];
    this.#oldest = 0;
    this.#endings = [];
    this.#nearestEnd = never;
    this.#lastEnd = 0;
    this.#told = 0;
  }
}

/**
 * Framers over these kinds of frames, one with every call. What a byte costs is bounded, whatever the bytes are: every
 * beginning costs one checksum.
 */
export function scanFrames(kinds: FrameKinds): () => Framer {
  const begins = new Uint8Array(256);
  for (const { mark } of kinds.starts) begins[mark[0] ?? 0] = 1;
  return () => new Scanner(kinds, begins);
}
