// Which values were timed by which setting of the wall clock: when the clock is corrected, it is known which values were
// written before, and by how much they are wrong.
import type { EraPlace, KeptEra } from '#core/eras.ts';
import type { MisdatedTime } from '#ledger/misdated.ts';
import { hourMs } from '#core/time.ts';
import { sameMs } from './time-witness.ts';

/** Options of {@link makeClockEras}. */
export interface ClockErasOptions {
  /** Whether another clock says at this moment that the time is right. */
  isKnown(): boolean;
  /** The clock was set: earlier values may have a wrong time. */
  tell(misdated: MisdatedTime): void;
  /** What an earlier process left, the present era last. */
  readonly earlier?: readonly KeptEra[];
  /** Keeps them across a restart. */
  readonly place?: Pick<EraPlace, 'replace' | 'add'> | undefined;
}

/** What is remembered of the settings of a clock. */
export interface ClockEras {
  /** A value of a device was written with a time; `offsetMs` is wall less monotonic time as it was trusted then, ms. */
  wrote(device: string, atMs: number, offsetMs: number): void;
  /** By how much the present setting differs from the one before, ms, as long as nobody has said which of the two is right. */
  doubtMs(): number | undefined;
}

interface Era {
  /** The latest offset: clocks drift. Absent: of an earlier start of the machine. */
  offsetMs: number | undefined;
  isKnown: boolean;
  fromMs: number | undefined;
  moments: Map<string, number[]>;
}

/** Moments remembered; of more the oldest go first. */
const mostMoments = 100_000;

const spanOf = ({ moments }: Era): { readonly fromMs: number; readonly toMs: number } => {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of moments.values())
    for (const at of list) [fromMs, toMs] = [Math.min(fromMs, at), Math.max(toMs, at)];
  return { fromMs, toMs };
};

const isSame = (one: number | undefined, other: number | undefined): boolean =>
  one !== undefined && other !== undefined && Math.abs(one - other) <= sameMs;

const countOf = (era: Era | undefined): number =>
  [...(era?.moments.values() ?? [])].reduce((sum, { length }) => sum + length, 0);

const eraFrom = ({ offsetMs, isKnown, fromMs, moments }: KeptEra): Era => ({
  offsetMs,
  isKnown,
  fromMs,
  moments: new Map([...moments].map(([device, list]) => [device, [...list]])),
});

const keptOf = ({ offsetMs, isKnown, fromMs, moments }: Era): KeptEra => ({
  ...(offsetMs === undefined ? {} : { offsetMs }),
  isKnown,
  ...(fromMs === undefined ? {} : { fromMs }),
  moments,
});

/** Begins with what an earlier process left. */
export function makeClockEras(options: ClockErasOptions): ClockEras {
  return new Eras(options);
}

class Eras implements ClockEras {
  readonly #options: ClockErasOptions;
  #present: Era | undefined;
  #before: Era | undefined;
  #count: number;
  #keptMs = Number.NEGATIVE_INFINITY;

  constructor(options: ClockErasOptions) {
    this.#options = options;
    const eras = (options.earlier ?? []).map(eraFrom);
    this.#present = eras.at(-1);
    this.#before = eras.at(-2);
    this.#count = countOf(this.#present);
  }

  wrote(device: string, atMs: number, offsetMs: number): void {
    const { isKnown, place } = this.#options;
    if (this.#turned(atMs, offsetMs)) {
      this.#present = { offsetMs, isKnown: false, fromMs: undefined, moments: new Map() };
      this.#count = 0;
      this.#keep(atMs);
    }
    // What waited for the clock since the machine was started.
    const before = this.#before;
    if (before !== undefined && before.offsetMs === undefined && isKnown() && this.#endedUnplaced(before, atMs)) {
      this.#before = undefined;
      this.#keep(atMs);
    }
    const era = this.#present;
    if (era === undefined) return;
    era.offsetMs = offsetMs;
    if (isKnown()) return this.#confirm(era, atMs);
    if (era.isKnown) return;
    const list = era.moments.getOrInsertComputed(device, () => []);
    if (list.at(-1) === atMs) return;
    list.push(atMs);
    place?.add(device, atMs, offsetMs);
    this.#count += 1;
    if (this.#count > mostMoments) this.#halve(era, atMs);
  }

  doubtMs(): number | undefined {
    const [present, before] = [this.#present, this.#before];
    if (present?.offsetMs === undefined || before?.offsetMs === undefined) return undefined;
    if (present.isKnown || this.#options.isKnown() || isSame(before.offsetMs, present.offsetMs)) return undefined;
    return present.offsetMs - before.offsetMs;
  }

  #keep(atMs: number): void {
    this.#keptMs = atMs;
    const eras = [this.#before, this.#present].flatMap((era) => (era === undefined ? [] : [keptOf(era)]));
    this.#options.place?.replace(eras);
  }

  /** Closes the present era if this is not its clock; true if a new one begins. */
  #turned(atMs: number, offsetMs: number): boolean {
    const present = this.#present;
    if (present === undefined) return true;
    if (present.offsetMs === undefined) {
      this.#before = this.#endedUnplaced(present, atMs) ? undefined : present;
      return true;
    }
    if (isSame(present.offsetMs, offsetMs)) return false;
    this.#ended(present, offsetMs);
    return true;
  }

  /** Values of before a start of the machine: how long it was off is not known, but what is still to come is wrong for certain. */
  #endedUnplaced(era: Era, atMs: number): boolean {
    const { isKnown, tell } = this.#options;
    const { fromMs, toMs } = spanOf(era);
    if (toMs <= atMs + sameMs) return !Number.isFinite(toMs) || isKnown();
    if (!isKnown()) return false;
    tell({ fromMs, toMs, byMs: Math.round(atMs - toMs), isSure: false, clears: [], moments: era.moments });
    return true;
  }

  #ended(era: Era, offsetMs: number): void {
    const { isKnown, tell } = this.#options;
    const before = this.#before;
    const { fromMs, toMs } = spanOf(era);
    const isBack = isSame(before?.offsetMs, offsetMs);
    if (fromMs <= toMs)
      tell({
        fromMs,
        toMs,
        byMs: Math.round(offsetMs - (era.offsetMs ?? offsetMs)),
        isSure: isBack || isKnown(),
        // What was taken for wrong in between was right.
        clears: !isBack || before?.fromMs === undefined ? [] : [before.fromMs],
        moments: era.moments,
      });
    const firstMs = Number.isFinite(fromMs) ? fromMs : undefined;
    // Back where it was: setting it to the wrong time once more is no coming back.
    this.#before = isBack ? undefined : { ...era, fromMs: firstMs, moments: new Map() };
  }

  /** Its times are right, and so are those until the clock is set; now and then it is noted how far the clock drifted. */
  #confirm(era: Era, atMs: number): void {
    if (era.isKnown && this.#count === 0 && Math.abs(atMs - this.#keptMs) < hourMs) return;
    Object.assign(era, { isKnown: true, fromMs: undefined, moments: new Map() });
    this.#count = 0;
    this.#keep(atMs);
  }

  #halve(era: Era, atMs: number): void {
    for (const [id, own] of era.moments) era.moments.set(id, own.slice(own.length >> 1));
    this.#count = countOf(era);
    this.#keep(atMs);
  }
}
