// Which positions of a spool are done with: all up to one, and stretches beyond it.

/** First and last of a stretch. */
export type Span = readonly [from: number, to: number];

/** A set of positions, which are counted from 1. */
export class Positions {
  #upTo: number;
  /** Beyond `#upTo`, in order, apart from each other. */
  #spans: Span[] = [];

  constructor(upTo = 0, spans: readonly Span[] = []) {
    this.#upTo = upTo;
    for (const span of spans) this.add(span);
  }

  /** All up to this one are in it. */
  get upTo(): number {
    return this.#upTo;
  }

  /** What is in it beyond {@link upTo}. */
  get spans(): readonly Span[] {
    return this.#spans;
  }

  has(position: number): boolean {
    return position <= this.#upTo || this.#spans.some(([from, to]) => position >= from && position <= to);
  }

  add([from, to]: Span): void {
    if (to < from) return;
    const isApart = ([one, other]: Span): boolean => other < from - 1 || one > to + 1;
    const apart = this.#spans.filter(isApart);
    const joined = this.#spans.filter((span) => !isApart(span));
    const first = Math.min(from, ...joined.map(([one]) => one));
    const last = Math.max(to, ...joined.map(([, one]) => one));
    if (first > this.#upTo + 1) {
      this.#spans = [...apart, [first, last] as const].toSorted(([one], [other]) => one - other);
      return;
    }
    this.#upTo = Math.max(this.#upTo, last);
    this.#spans = apart;
    const [next] = this.#spans;
    // What was beyond may be next to it now, or below it.
    if (next !== undefined && next[0] <= this.#upTo + 1) {
      this.#spans = this.#spans.slice(1);
      this.add(next);
    }
  }

  /** Forgets this position and those behind it. */
  cut(from: number): void {
    this.#upTo = Math.min(this.#upTo, from - 1);
    this.#spans = this.#spans.flatMap(([first, last]): Span[] =>
      first >= from ? [] : [[first, Math.min(last, from - 1)]],
    );
  }

  /** The first position behind one that is not in it. */
  gapAfter(position: number): number {
    let at = Math.max(position, this.#upTo) + 1;
    for (const [from, to] of this.#spans) if (at >= from && at <= to) at = to + 1;
    return at;
  }
}
