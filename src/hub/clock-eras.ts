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
export function makeClockEras({ isKnown, tell, earlier = [], place }: ClockErasOptions): ClockEras {
  const eras = earlier.map(eraFrom);
  let present = eras.at(-1);
  let before = eras.at(-2);
  let count = countOf(present);
  let keptMs = Number.NEGATIVE_INFINITY;
  const keep = (atMs: number): void => {
    keptMs = atMs;
    place?.replace([before, present].flatMap((era) => (era === undefined ? [] : [keptOf(era)])));
  };
  /** Values of before a start of the machine: how long it was off is not known, but what is still to come is wrong for certain. */
  const endedUnplaced = (era: Era, atMs: number): boolean => {
    const { fromMs, toMs } = spanOf(era);
    if (toMs <= atMs + sameMs) return !Number.isFinite(toMs) || isKnown();
    if (!isKnown()) return false;
    tell({ fromMs, toMs, byMs: Math.round(atMs - toMs), isSure: false, clears: [], moments: era.moments });
    return true;
  };
  const ended = (era: Era, offsetMs: number): void => {
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
    // Back where it was: setting it to the wrong time once more is no coming back.
    before = isBack ? undefined : { ...era, fromMs: Number.isFinite(fromMs) ? fromMs : undefined, moments: new Map() };
  };
  /** Closes the present era if this is not its clock; true if a new one begins. */
  const turned = (atMs: number, offsetMs: number): boolean => {
    if (present === undefined) return true;
    if (present.offsetMs !== undefined) {
      if (isSame(present.offsetMs, offsetMs)) return false;
      ended(present, offsetMs);
      return true;
    }
    before = endedUnplaced(present, atMs) ? undefined : present;
    return true;
  };
  const halve = (era: Era): void => {
    for (const [id, own] of era.moments) era.moments.set(id, own.slice(own.length >> 1));
    count = countOf(era);
  };
  /** Its times are right, and so are those until the clock is set; now and then it is noted how far the clock drifted. */
  const confirm = (era: Era, atMs: number): void => {
    if (era.isKnown && count === 0 && Math.abs(atMs - keptMs) < hourMs) return;
    Object.assign(era, { isKnown: true, fromMs: undefined, moments: new Map() });
    count = 0;
    keep(atMs);
  };
  return {
    wrote(device, atMs, offsetMs) {
      if (turned(atMs, offsetMs)) {
        present = { offsetMs, isKnown: false, fromMs: undefined, moments: new Map() };
        count = 0;
        keep(atMs);
      }
      // What waited for the clock since the machine was started.
      if (before !== undefined && before.offsetMs === undefined && isKnown() && endedUnplaced(before, atMs)) {
        before = undefined;
        keep(atMs);
      }
      const era = present;
      if (era === undefined) return;
      era.offsetMs = offsetMs;
      if (isKnown()) return confirm(era, atMs);
      if (era.isKnown) return;
      const list = era.moments.getOrInsertComputed(device, () => []);
      if (list.at(-1) === atMs) return;
      list.push(atMs);
      place?.add(device, atMs, offsetMs);
      count += 1;
      if (count <= mostMoments) return;
      halve(era);
      keep(atMs);
    },
    doubtMs() {
      if (present === undefined || before?.offsetMs === undefined || present.offsetMs === undefined) return undefined;
      if (present.isKnown || isKnown() || isSame(before.offsetMs, present.offsetMs)) return undefined;
      return present.offsetMs - before.offsetMs;
    },
  };
}
