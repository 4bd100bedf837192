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

const nothing = new Uint8Array(0);

/** What the framers of a wire format share: a place for held bytes that none uses now, and places for what is found. Twice the largest frame: bytes are moved to the front once a frame's length. */
interface Spare {
  bytes: Uint8Array | undefined;
  readonly copyOf: ReturnType<typeof makeCopies>;
}

/** Bytes that are made at once: a place of its own for each frame takes longer than reading it. */
const slabBytes = 8192;
/** From this length on a frame is copied in one call. */
const longBytes = 64;

/** Copies of frames, one behind another in a larger place. */
function makeCopies() {
  let slab = nothing;
  let used = 0;
  return (bytes: Uint8Array, start: number, end: number): Uint8Array => {
    const size = end - start;
    if (slab.length - used < size) {
      slab = new Uint8Array(Math.max(slabBytes, size));
      used = 0;
    }
    const copy = slab.subarray(used, used + size);
    // A short frame is copied before the call for a long one has begun.
    if (size < longBytes) for (let at = 0; at < size; at += 1) copy[at] = bytes[start + at] ?? 0;
    else copy.set(bytes.subarray(start, end));
    used += size;
    return copy;
  };
}

/** No candidate ends. */
const never = Number.POSITIVE_INFINITY;

class Scanner implements Framer {
  readonly #kinds: FrameKinds;
  readonly #spare: Spare;
  /** Whether a byte begins a mark. */
  readonly #begins: Uint8Array;
  /** While nothing waits for its end: the bytes that come, which belong to somebody else. */
  #held: Uint8Array = nothing;
  /** What is held back stands from `from` to before `fill`. */
  #from = 0;
  #fill = 0;
  /** Where the next mark is looked for. */
  #seek = 0;
  /** In the order of their starts; those before `#oldest` are over, and some behind it may be. */
  #candidates: Candidate[] = [];
  #oldest = 0;
  /** The candidates that end at a place, in the order of their starts. */
  #endings = new Map<number, Candidate[]>();
  #nearestEnd = never;
  #lastEnd = 0;
  /** Where the last damaged frame that was given away ends: what overlaps with it is not told again. */
  #told = 0;

  constructor(kinds: FrameKinds, begins: Uint8Array, spare: Spare) {
    this.#kinds = kinds;
    this.#begins = begins;
    this.#spare = spare;
  }

  push(bytes: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    if (this.#fill === this.#from && bytes.length <= 2 * this.#kinds.maxFrame) this.#scanInPlace(bytes, frames);
    else {
      for (let taken = 0; taken < bytes.length; ) {
        if (this.#held === nothing || this.#fill === this.#held.length) this.#moveToFront();
        const held = this.#held;
        const count = Math.min(held.length - this.#fill, bytes.length - taken);
        held.set(count === bytes.length ? bytes : bytes.subarray(taken, taken + count), this.#fill);
        this.#scan(this.#fill + count, frames);
        taken += count;
      }
      if (this.#fill === this.#from) this.#letGo();
    }
    return frames;
  }

  /** Finds frames in the bytes that come, as nothing is held back: only what has to wait for more is copied. */
  #scanInPlace(bytes: Uint8Array, frames: Frame[]): void {
    this.#dropAll();
    this.#from = 0;
    this.#fill = 0;
    this.#seek = 0;
    this.#held = bytes;
    this.#scan(bytes.length, frames);
    const rest = this.#from < this.#fill ? bytes.subarray(this.#from, this.#fill) : undefined;
    if (rest !== undefined) this.#moveToFront(rest);
    else this.#held = nothing;
  }

  /** The next framer takes the place for held bytes: one is made for every answer. */
  #letGo(): void {
    this.#spare.bytes = this.#held;
    this.#held = nothing;
    this.#dropAll();
    this.#from = 0;
    this.#fill = 0;
    this.#seek = 0;
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
      this.#endsAt(candidate);
      this.#nearestEnd = Math.min(this.#nearestEnd, end);
      this.#lastEnd = Math.max(this.#lastEnd, end);
    }
  }

  #endsAt(candidate: Candidate): void {
    const others = this.#endings.get(candidate.end);
    if (others === undefined) this.#endings.set(candidate.end, [candidate]);
    else others.push(candidate);
  }

  /** Judges every candidate that ends here; of several good ones the longest is taken. */
  #judge(frames: Frame[]): void {
    this.#trim();
    const held = this.#held;
    const end = this.#fill;
    const ending = this.#endings.get(end) ?? [];
    this.#endings.delete(end);
    for (const candidate of ending) {
      const { start, kind } = candidate;
      if (kind.isGood(held, start, end)) {
        if (start > this.#from) frames.push({ bytes: this.#spare.copyOf(held, this.#from, start), fault: 'malformed' });
        frames.push({ bytes: this.#spare.copyOf(held, start, end) });
        this.#dropAll();
        return;
      }
      if (start === this.#from && start >= this.#told) {
        frames.push({ bytes: this.#spare.copyOf(held, start, end), fault: 'checksum' });
        this.#told = end;
      }
      candidate.isOver = true;
    }
    let next = end + 1;
    while (next <= this.#lastEnd && !this.#endings.has(next)) next += 1;
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

  /** What is held back to the front of the place for it; of bytes that belong to somebody else the rest is copied there. */
  #moveToFront(rest?: Uint8Array): void {
    const by = this.#from;
    if (rest === undefined && this.#held !== nothing) this.#held.copyWithin(0, by, this.#fill);
    else {
      this.#held = this.#spare.bytes ?? new Uint8Array(2 * this.#kinds.maxFrame);
      this.#spare.bytes = undefined;
      if (rest !== undefined) this.#held.set(rest);
    }
    if (by === 0) return;
    this.#from = 0;
    this.#fill -= by;
    this.#seek -= by;
    this.#nearestEnd -= by;
    this.#lastEnd -= by;
    this.#told -= by;
    this.#endings.clear();
    this.#candidates = this.#candidates.filter(({ isOver }) => isOver !== true);
    this.#oldest = 0;
    for (const candidate of this.#candidates) {
      candidate.start -= by;
      candidate.end -= by;
      this.#endsAt(candidate);
    }
  }

  #dropAll(): void {
    this.#from = this.#fill;
    this.#seek = this.#fill;
    if (this.#candidates.length > 0) this.#candidates = [];
    this.#oldest = 0;
    if (this.#endings.size > 0) this.#endings.clear();
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
  const spare: Spare = { bytes: undefined, copyOf: makeCopies() };
  return () => new Scanner(kinds, begins, spare);
}
