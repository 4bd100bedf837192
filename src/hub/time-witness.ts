// What is known of the time besides the wall clock: whether the system keeps it by NTP, and what other clocks say – the stamps of
// devices, the HTTP Date of peers, a person. None of them has to be right: they are compared with each other.
import type { Clock } from '#core/clock.ts';
import { dayMs, minuteMs } from '#core/time.ts';

/** Gathers what other clocks say. */
export interface TimeWitness {
  /** Another clock says that it is `atMs` now, epoch ms. `source` names it. */
  hears(source: string, atMs: number): void;
  /** Whether the system keeps the wall clock by NTP at this moment; undefined: it does not say. */
  synchronised(isSynchronised: boolean | undefined): void;
  /** A person says that the wall clock is right, or wrong. */
  personSays(isRight: boolean): void;
  /** Wall less monotonic time as it is known from elsewhere, ms; undefined: not known. */
  offsetMs(): number | undefined;
  /** Whether another time source confirms the wall clock. */
  isConfirmed(): boolean;
}

interface Heard {
  readonly offsetMs: number;
  readonly atMs: number;
  /** It has agreed with the wall clock before. */
  readonly hasAgreed: boolean;
}

/** Clocks of devices are read by the second and sent with delay: two of them agree if they are no further apart than this, ms. */
export const sameMs = 2 * minuteMs;
/** How long a statement counts, ms. */
const freshMs = 15 * minuteMs;
const saidMs = dayMs;
/** What was decided holds so long, ms, unless the wall clock is set by more than the steps it is read in, or a clock says something new. */
const [decidedMs, jitterMs, goesOnMs] = [1000, 3, 1000];
/** Sources remembered; the oldest go first. */
const mostSources = 100;

/** A witness that has heard nothing yet. */
export function makeTimeWitness(clock: Clock): TimeWitness {
  const heard = new Map<string, Heard>();
  let told: { readonly offsetMs: number; readonly untilMs: number; readonly isRight: boolean } | undefined;
  const wallOffset = (): number => clock.nowMs() - clock.monotonicMs();
  const agree = (one: number, other: number): boolean => Math.abs(one - other) <= sameMs;
  const tell = (isRight: boolean, forMs: number): void => {
    told = { offsetMs: wallOffset(), untilMs: clock.monotonicMs() + forMs, isRight };
  };
  /** What was said about the wall clock, until it is set again. */
  const said = (): boolean | undefined =>
    told !== undefined && clock.monotonicMs() < told.untilMs && agree(told.offsetMs, wallOffset())
      ? told.isRight
      : undefined;

  /** Whose offset most of the others agree on; only those that have been right before count, if there are any. */
  const decide = (nowMs: number): number | 'wall' | undefined => {
    const fresh = [...heard.values()].filter(({ atMs }) => nowMs - atMs <= freshMs);
    const known = fresh.filter(({ hasAgreed }) => hasAgreed);
    const asked = known.length > 0 ? known : fresh;
    const supporters = ({ offsetMs }: Heard): number => asked.filter((one) => agree(one.offsetMs, offsetMs)).length;
    const wall = asked.filter(({ offsetMs }) => agree(offsetMs, wallOffset())).length;
    const [best] = asked.toSorted((one, other) => supporters(other) - supporters(one));
    if (best === undefined) return undefined;
    if (wall > 0 && wall >= supporters(best)) return 'wall';
    // A clock that never was right is no witness against another.
    return known.length > 0 || supporters(best) > 1 ? best.offsetMs : undefined;
  };
  /** What was decided last: each reading of the home asks, and many devices say the time. */
  let decided: { readonly atMs: number; readonly wallMs: number; readonly by: number | 'wall' | undefined } | undefined;
  const offsetOfOthers = (): number | undefined => {
    if (heard.size === 0) return undefined;
    const [nowMs, wallMs] = [clock.monotonicMs(), wallOffset()];
    if (decided === undefined || nowMs - decided.atMs >= decidedMs || Math.abs(wallMs - decided.wallMs) >= jitterMs)
      decided = { atMs: nowMs, wallMs, by: decide(nowMs) };
    return decided.by === 'wall' ? wallMs : decided.by;
  };
  const offsetMs = (): number | undefined => (said() === true ? wallOffset() : offsetOfOthers());
  return {
    hears(source, atMs) {
      const offset = atMs - clock.monotonicMs();
      if (!Number.isFinite(offset)) return;
      const before = heard.get(source);
      // It has to run on as before: a clock that is set by us, or together with ours, says nothing new.
      const hasAgreed = agree(offset, wallOffset()) || (before?.hasAgreed === true && agree(before.offsetMs, offset));
      const goesOn =
        before !== undefined && before.hasAgreed === hasAgreed && Math.abs(before.offsetMs - offset) < goesOnMs;
      if (!goesOn) decided = undefined;
      heard.delete(source);
      heard.set(source, { offsetMs: offset, atMs: clock.monotonicMs(), hasAgreed });
      const oldest = heard.keys().next().value;
      if (heard.size > mostSources && oldest !== undefined) heard.delete(oldest);
    },
    synchronised(isSynchronised) {
      if (isSynchronised === true) tell(true, freshMs);
    },
    personSays: (isRight) => tell(isRight, saidMs),
    offsetMs,
    isConfirmed() {
      const known = offsetMs();
      return known !== undefined && agree(known, wallOffset());
    },
  };
}
