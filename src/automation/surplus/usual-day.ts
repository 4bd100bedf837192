// What the sun usually leaves for a load, hour by hour, learned from the days before: a load that has to run today anyway takes the best of what
// is to be expected, and does not wait for a full sun that will not come until its hour is there and all of it is bought.
import { hourMs, minuteMs } from '#core/time.ts';
import { priceAt, type Prices } from '../prices.ts';

/** Of one hour of the day: for how much of it at least so much was left, a tenth of the load's power after the other, and on how many days it was seen. */
interface UsualHour {
  readonly shares: readonly number[];
  readonly days: number;
}

/** What is remembered: plain data. */
export interface UsualDay {
  /** By the hour of the clock. */
  readonly hours: readonly (UsualHour | null)[];
  /** The hour that runs: for how long so much was left in it, ms, and for how long anything was known of it. */
  readonly now?: {
    readonly at: string;
    readonly hour: number;
    readonly ms: readonly number[];
    readonly knownMs: number;
  };
}

/** Of its power there are so many parts. */
const parts = 10;
/** A newer day counts for so much; the first ones all alike. */
const newest = 0.15;
/** So many days are seen before it is believed. */
const leastDays = 3;
/** Of an hour at least so much has to be known, ms. */
const leastKnownMs = 30 * minuteMs;
/** What is expected may come less often: so much more of it is looked for. */
const spare = 1.5;
/** Below the price of its last hour by this factor a time is cheap. */
const cheap = 0.95;

export const noUsualDay: UsualDay = { hours: [] };

const levels: readonly number[] = Array.from({ length: parts }, (_none, index) => (index + 1) / parts);

function folded({ hours, now }: UsualDay): UsualDay['hours'] {
  if (now === undefined || now.knownMs < leastKnownMs) return hours;
  const { hour, ms, knownMs } = now;
  const { shares = [], days = 0 } = hours[hour] ?? {};
  const weight = Math.max(newest, 1 / (days + 1));
  const next = ms.map((one, index) => {
    const before = shares[index] ?? 0;
    return Number((before + weight * (one / knownMs - before)).toFixed(3));
  });
  return Array.from({ length: 24 }, (_none, index) =>
    index === hour ? { shares: next, days: days + 1 } : (hours[index] ?? null),
  );
}

/** One cycle more. `leftW`: what is left for the load, its own draw included. */
export function seenUsual(
  usual: UsualDay,
  { day, minute, passedMs, leftW, powerW }: SeenSun & { readonly passedMs: number },
): UsualDay {
  const hour = Math.floor(minute / 60);
  const at = `${day} ${hour}`;
  const before = usual.now?.at === at ? usual.now : undefined;
  const hours = before === undefined ? folded(usual) : usual.hours;
  const ms = levels.map((level, index) => (before?.ms[index] ?? 0) + (leftW >= level * powerW ? passedMs : 0));
  return { hours, now: { at, hour, ms, knownMs: (before?.knownMs ?? 0) + passedMs } };
}

/** What is seen of the sun for a load at a moment. */
interface SeenSun {
  /** Of the home: YYYY-MM-DD, and minutes since midnight. */
  readonly day: string;
  readonly minute: number;
  readonly leftW: number;
  readonly powerW: number;
}

/** What a load has to have yet today. */
export interface Needs {
  readonly ms: number;
  /** By then, minutes since midnight. */
  readonly byMinute: number;
  readonly minute: number;
  readonly nowMs: number;
  readonly powerW: number;
  readonly prices?: Prices | undefined;
}

/** A time that is to be expected. */
interface Stretch {
  readonly hour: number;
  /** Of its power, the sun gives so much; 0: hardly anything. */
  readonly part: number;
  readonly ms: number;
  /** Of running then, of a load of 1 kW in an hour. */
  readonly cost: number;
}

function stretchesOf({ hours }: UsualDay, needs: Needs): readonly Stretch[] | undefined {
  const { minute, byMinute, nowMs, prices } = needs;
  const stretches: Stretch[] = [];
  for (let hour = Math.floor(minute / 60); hour * 60 < byMinute; hour += 1) {
    const one = hours[hour];
    if (one === null || one === undefined || one.days < leastDays) return undefined;
    const from = Math.max(minute, hour * 60);
    const lengthMs = (Math.min(byMinute, (hour + 1) * 60) - from) * minuteMs;
    const atMs = nowMs + (from - minute) * minuteMs;
    const buys = (prices === undefined ? undefined : priceAt(prices.import, atMs)) ?? 1;
    const earns = Math.min(buys, (prices === undefined ? undefined : priceAt(prices.export, atMs)) ?? 0);
    for (let index = 0; index <= parts; index += 1) {
      const part = index / parts;
      const share = (index === 0 ? 1 : (one.shares[index - 1] ?? 0)) - (one.shares[index] ?? 0);
      stretches.push({ hour, part, ms: share * lengthMs, cost: (1 - part) * buys + part * earns });
    }
  }
  return stretches;
}

/**
 * From how much sun on the load had better run now, W, because there will hardly be more of it before its time; −∞: it is cheap now even without
 * sun. Undefined: not known yet, or all that it needs will come.
 */
export function worthRunningW(usual: UsualDay, needs: Needs): number | undefined {
  const stretches = needs.ms > 0 ? stretchesOf(usual, needs) : undefined;
  if (stretches === undefined) return undefined;
  // The best first; of equals the later one, because much may come in between.
  const ordered = stretches.toSorted((one, other) => one.cost - other.cost || other.hour - one.hour);
  const hour = Math.floor(needs.minute / 60);
  const last = stretches.findLast(({ part }) => part === 0);
  let [untilMs, best] = [0, 1];
  for (const { hour: at, part, ms, cost } of ordered) {
    if (untilMs >= needs.ms * spare) break;
    untilMs += ms;
    if (at !== hour) continue;
    if (part > 0) best = Math.min(best, part);
    else if (last !== undefined && cost < cheap * last.cost) return Number.NEGATIVE_INFINITY;
  }
  return best < 1 ? best * needs.powerW : undefined;
}

/** How long a load has to run yet, ms. */
export const neededMs = (
  { ms = 0, wh = 0 }: { readonly ms?: number | undefined; readonly wh?: number | undefined },
  { ranMs, ranWh }: { readonly ranMs: number; readonly ranWh: number },
  powerW: number,
): number => Math.max(0, ms - ranMs, ((wh - ranWh) / powerW) * hourMs);
