// How often a series was read, judged only by its times and values: for files, whose source cannot be asked.
import { because, type Reason } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import type { Series } from './columns.ts';
import { localDay } from '../local-day.ts';
import { gapLimitOf } from './plan.ts';

/** What the times of a series say about its source. */
export interface Rhythm {
  /** ms between readings; absent if the source keeps no interval. */
  readonly intervalMs?: number;
  /** How long a reading holds, ms. */
  readonly gapLimitMs: number;
  /** How it was found, for people. */
  readonly why: Reason;
}

/** How long a reading holds of a source that keeps no interval and never repeats a value, ms. */
const irregularLimitMs = 900_000;
/** A value repeated after more than a day (of 25 hours) is a new reading, not a sign of having been alive, ms. */
const longestRepeatMs = 25 * hourMs;
const mostSampled = 20_000;

interface Pauses {
  readonly all: number[];
  /** Between readings of one value: how often a source repeats itself. */
  readonly same: number[];
}

/** The pauses between readings, of long series evenly chosen ones. */
function pausesOf({ atMs, value }: Series): Pauses {
  const pauses: Pauses = { all: [], same: [] };
  const step = Math.max(1, Math.floor(atMs.length / mostSampled));
  for (let at = 1; at < atMs.length; at += step) {
    const pause = (atMs[at] ?? 0) - (atMs[at - 1] ?? 0);
    pauses.all.push(pause);
    if (value[at] === value[at - 1] && pause <= longestRepeatMs) pauses.same.push(pause);
  }
  return pauses;
}

/** The median; of two the shorter. */
function middle(pauses: number[]): number | undefined {
  return pauses.sort((left, right) => left - right)[(pauses.length - 1) >> 1];
}

/**
 * What can be said about a source: one that was read at an interval (most pauses are within half and twice the middle one) is
 * trusted for three of them, at least a minute; one that only reports changes for a quarter of an hour, or for three of the pauses
 * after which it repeats itself. Readings have to be in order of time.
 */
export function rhythmOf(series: Series): Rhythm {
  const { all, same } = pausesOf(series);
  const usual = middle(all);
  if (usual === undefined) return { gapLimitMs: irregularLimitMs, why: because('rhythm.single') };
  const near = all.filter((pause) => pause >= usual / 2 && pause <= usual * 2).length;
  if (all.length > 1 && near > all.length / 2)
    return { intervalMs: usual, gapLimitMs: gapLimitOf(usual), why: because('rhythm.regular') };
  const repeated = middle(same);
  if (repeated === undefined) return { gapLimitMs: irregularLimitMs, why: because('rhythm.irregular') };
  return {
    gapLimitMs: Math.max(3 * repeated, irregularLimitMs),
    why: because('rhythm.repeated'),
  };
}

const aroundMidnightMs = 15 * 60_000;
const nearZero = 0.1;
/** More than a home can count in a day, Wh: such a counter is a lifetime one. */
const mostOfDayWh = 2e6;
/** A counter that is back within this many readings was only gone for a moment. */
const momentReadings = 10;

function isBack({ value }: Series, at: number): boolean {
  const before = value[at - 1] ?? Number.NaN;
  for (let next = at + 1; next <= at + momentReadings; next += 1)
    if ((value[next] ?? Number.NaN) >= before) return true;
  return false;
}

/** Whether a counter begins again at midnight: it fell to near 0 around it and stayed low, and at no other time for good. */
export function isDaily(series: Series, timeZone: string): boolean {
  const { atMs, value } = series;
  let isSeen = false;
  for (let at = 1; at < atMs.length; at += 1) {
    if (!((value[at] ?? Number.NaN) < (value[at - 1] ?? Number.NaN) * nearZero) || isBack(series, at)) continue;
    if ((value[at - 1] ?? 0) > mostOfDayWh) return false;
    const { startMs, endMs } = localDay(atMs[at] ?? 0, timeZone);
    const away = Math.min((atMs[at] ?? 0) - startMs, endMs - (atMs[at] ?? 0));
    const isOvernight = (atMs[at - 1] ?? 0) < startMs;
    // A file that begins at midnight says nothing about the day before.
    const isNear = away <= aroundMidnightMs && ((atMs[0] ?? 0) < startMs || endMs - (atMs[at] ?? 0) === away);
    if (!isNear && !isOvernight) return false;
    isSeen = true;
  }
  return isSeen;
}
