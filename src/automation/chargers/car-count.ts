// What the car that is there has had, and its charge: counted by the charger where it counts, else by what it takes. A counter that is away for a
// while, begins anew or was never there, and a car that says its charge once and sleeps then, do not make it empty.
import { hourMs, minuteMs } from '#core/time.ts';
import type { CarCount, Charger } from './charger.ts';

/** What cars lose between plug and battery, as a factor. */
export const lossFactor = 1.1;
/** Longer between two looks, ms, it is not known what was taken: Solstead was stopped. */
const longestGapMs = minuteMs;
/** More volts than any grid has, and what a counter may be rounded by, Wh. */
const [mostV, roundingWh] = [260, 100] as const;

/** What is seen of it now. */
export interface CarSeen {
  readonly nowMs: number;
  /** What the charger counts, Wh, and what the car takes, W, measured or declared. */
  readonly energyWh: number | undefined;
  readonly takesW: number;
  readonly soc: number | undefined;
}

const begun = ({ nowMs, energyWh }: CarSeen): CarCount => ({
  wh: 0,
  uncountedWh: 0,
  atMs: nowMs,
  ...(energyWh === undefined ? {} : { counterWh: energyWh, counterMs: nowMs }),
});

/** What a counter says more than before, Wh. One that begins anew, or jumps further than the charger can give, says nothing. */
function counterStep(
  { mostA }: Pick<Charger, 'mostA'>,
  { counterWh, counterMs = 0 }: CarCount,
  { energyWh = 0, nowMs }: CarSeen,
): number | undefined {
  if (counterWh === undefined || energyWh < counterWh) return undefined;
  const step = energyWh - counterWh;
  const mostWh = ((mostA * mostV * 3) / hourMs) * (nowMs - counterMs) + roundingWh;
  return step <= mostWh ? step : undefined;
}

/** Counts on. */
function stepped(charger: Pick<Charger, 'mostA'>, before: CarCount, seen: CarSeen): CarCount {
  const { nowMs, energyWh, takesW } = seen;
  const lastedMs = Math.min(Math.max(0, nowMs - before.atMs), longestGapMs);
  const uncountedWh = before.uncountedWh + (takesW * lastedMs) / hourMs;
  if (energyWh === undefined) return { ...before, uncountedWh, atMs: nowMs };
  const step = counterStep(charger, before, seen);
  // What was not counted meanwhile is in the step; without one it is what is known.
  const wh = before.wh + (step ?? uncountedWh);
  // Some counters are told seldom: a step is of the time since the last one.
  const counterMs = energyWh === before.counterWh ? before.counterMs : nowMs;
  return { ...before, wh, uncountedWh: 0, atMs: nowMs, counterWh: energyWh, counterMs };
}

/** The count of the car that is there, after another look; `before` absent: it has just come. */
export function carCount(charger: Pick<Charger, 'mostA'>, before: CarCount | undefined, seen: CarSeen): CarCount {
  const { soc } = seen;
  const next = before === undefined ? begun(seen) : stepped(charger, before, seen);
  return soc === undefined ? next : { ...next, soc, socWh: whOf(next) };
}

/** What it has had since it came, Wh. */
export const whOf = ({ wh, uncountedWh }: CarCount): number => wh + uncountedWh;

/** Its charge now, %: as it was said last, with what it has had since; one that never said it was empty when it came. */
export function socOf(count: CarCount | undefined, { carWh }: Pick<Charger, 'carWh'>): number {
  if (count === undefined || carWh === undefined) return 0;
  const { soc = 0, socWh = 0 } = count;
  return soc + ((whOf(count) - socWh) / lossFactor / carWh) * 100;
}
