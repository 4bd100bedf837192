// How far history may be deleted: a wall clock that was set ahead must not cost a home its past. The time that counts advances
// with a clock that is never set; a jump of the wall clock counts only once another source has confirmed it for a whole day.
import { dayMs, hourMs, minuteMs } from '#core/time.ts';

/** What a history knows about the time; kept with it. */
export interface KnownTime {
  /** The latest time that is explained, epoch ms: deletion never assumes a later time. */
  readonly reachedMs: number;
  /** For how long the wall clock has been ahead of that and was confirmed, ms. */
  readonly confirmedMs: number;
}

/** What is observed at one moment. */
export interface SeenTime {
  readonly wallMs: number;
  /** Time since the last observation, by a clock that is never set, ms. */
  readonly passedMs: number;
  /** Whether something other than the wall clock says that it is right; false if something says that it is wrong, or if it is not known. */
  readonly isConfirmed: boolean;
}

/** The same beside the observation before. */
export interface LookedTime extends SeenTime {
  /** Whether the wall clock went as far as the other since then: one that was just set is not where a history begins. */
  readonly isSteady: boolean;
}

/** What deletion goes by. */
export interface ReachedTime {
  readonly known: KnownTime;
  /** Deletion never assumes a later time, epoch ms. */
  readonly untilMs: number;
  /** How far the wall clock is ahead of what is explained, ms; absent: it is not. */
  readonly aheadMs?: number;
  /** Whether the wall clock agrees: one that is behind says nothing about how long the machine was off. */
  readonly agrees: boolean;
}

/** Clocks drift, and are silently corrected by up to this much, ms. */
const driftMs = 5 * minuteMs;
/** How long a machine may have been off without confirmation, ms. */
const offMs = 2 * hourMs;
/** How long a jump has to be confirmed before anything is deleted for it, ms. */
const announcedMs = dayMs;

/** Whether two clocks went equally far, ms. */
export function isSteady(wallPassedMs: number, passedMs: number): boolean {
  return Math.abs(wallPassedMs - passedMs) <= driftMs;
}

/** Begins with what the points say: nothing else is known about an earlier history. */
export function firstKnown(newestMs: number | undefined, wallMs: number): KnownTime {
  return { reachedMs: Math.min(wallMs, newestMs ?? wallMs), confirmedMs: 0 };
}

/** Looks at the clocks; `isFirst` until they have agreed once since the start, before which the machine may have been off. */
export function reach(known: KnownTime, seen: SeenTime, isFirst: boolean): ReachedTime {
  const { wallMs, passedMs, isConfirmed } = seen;
  const reachedMs = known.reachedMs + passedMs;
  const aheadMs = wallMs - reachedMs;
  if (aheadMs <= driftMs + (isFirst ? offMs : 0)) {
    // Ahead by a little is drift. Behind: the clock may have been set back, while time goes on.
    const next = { reachedMs: Math.max(reachedMs, wallMs), confirmedMs: 0 };
    const agrees = next.reachedMs - wallMs <= driftMs;
    return { known: next, untilMs: Math.min(wallMs, next.reachedMs), agrees };
  }
  const confirmedMs = isConfirmed ? known.confirmedMs + passedMs : 0;
  if (confirmedMs >= announcedMs)
    return { known: { reachedMs: wallMs, confirmedMs: 0 }, untilMs: wallMs, agrees: true };
  return { known: { reachedMs, confirmedMs }, untilMs: reachedMs, aheadMs, agrees: false };
}

/** Settings of a history as they are stored. */
export interface KeptSettings<Rule> {
  readonly rules: readonly Rule[];
  readonly known?: KnownTime;
  /** Number of the newest row of the log when this was saved: rows missing up to there were lost. */
  readonly seq?: number;
  /** Id of the home whose history it is. */
  readonly home?: string;
}

/** Reads kept settings; up to version 0.1 they were only the list of rules. */
export function readSettings<Rule>(text: string | undefined): KeptSettings<Rule> {
  const kept = JSON.parse(text ?? '[]') as readonly Rule[] | KeptSettings<Rule>;
  if (!('rules' in kept)) return { rules: kept };
  return kept;
}
