// What a load must have in a day: when it can wait no longer, and with how much sun it had better begin before.
import { minuteMs } from '#core/time.ts';
import type { Image } from '../image.ts';
import { localWindow } from '../quiet-time.ts';
import type { LoadSight } from './load-sight.ts';
import type { Load, LoadMemory } from './load.ts';
import { neededW } from './look.ts';
import { neededMs, noUsualDay, seenUsual, worthRunningW } from './usual-day.ts';

const minutesADay = 1440;

/** How long it is until a time of the clock today, ms: an hour less or more when clocks change in between. */
function untilMs({ nowMs, zone }: Image, byMinute: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate();
  const midnight = today.add({ days: Math.floor(byMinute / minutesADay) });
  const minute = byMinute % minutesADay;
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
  return midnight.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds - nowMs;
}

/** Before a quiet time in which it could not begin it begins so much earlier, ms: a trial of a month decides once a minute. */
const aheadMs = 2 * minuteMs;

/** Whether it would have to begin in a quiet time, which is near: it begins before, and runs on. */
function isBeforeQuiet({ quiet = [] }: Load, latestMs: number, { nowMs, zone, isHoliday }: Image): boolean {
  return quiet.some((time) => {
    const window = localWindow(time, { nowMs: latestMs, zone, isHoliday });
    return window !== undefined && nowMs >= window.fromMs - aheadMs;
  });
}

/** Whether what it must have today can wait no longer; begun, it goes on until it has had it. */
export function mustRun(
  load: Load,
  { ranMs, ranWh, isMust = false }: LoadMemory,
  { image, minute }: { readonly image: Image; readonly minute: number },
): boolean {
  const { least, powerW } = load;
  if (least === undefined || minute >= least.byMinute) return false;
  const leftMs = neededMs(least, { ranMs, ranWh }, powerW);
  if (leftMs <= 0) return false;
  const waitMs = untilMs(image, least.byMinute) - leftMs;
  return isMust || waitMs <= 0 || isBeforeQuiet(load, image.nowMs + waitMs, image);
}

/** From how much sun on it runs, W: all that it takes, or less where it has to run today and hardly more will come. */
export function sufficesW(
  { load, memory }: LoadSight,
  { image, minute }: { readonly image: Image; readonly minute: number },
): number {
  const { least, powerW } = load;
  if (least === undefined || load.leastW !== undefined || memory.usual === undefined || minute >= least.byMinute)
    return neededW(load);
  const needs = {
    ms: neededMs(least, memory, powerW),
    byMinute: least.byMinute,
    minute,
    nowMs: image.nowMs,
    powerW,
    prices: image.prices,
  };
  return worthRunningW(memory.usual, needs) ?? powerW;
}

interface SunNow {
  readonly day: string;
  readonly minute: number;
  readonly passedMs: number;
  readonly leftW: number;
}

/** What the sun leaves for a load that has to run in a day is remembered by the hour. */
export function remembered({ load, memory }: LoadSight, { day, minute, passedMs, leftW }: SunNow): LoadMemory {
  if (load.least === undefined || load.leastW !== undefined) return memory;
  const seen = { day, minute, passedMs, leftW, powerW: load.powerW };
  return { ...memory, usual: seenUsual(memory.usual ?? noUsualDay, seen) };
}
