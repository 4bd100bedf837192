// When the battery will be full, or empty, at the power of the last minutes. What it holds is taken from what went in or out while its
// level changed. Pure.
import { hourMs, minuteMs } from '#core/time.ts';
import type { ChartPoint } from '../chart/lines.ts';

/** What to expect, and when, epoch ms; `low`: down to the level it has lately stopped at, %. */
export type BatteryOutlook =
  | { readonly kind: 'full' | 'empty'; readonly atMs: number }
  | { readonly kind: 'low'; readonly atMs: number; readonly level: number };

/** Over how long the present power is the mean, ms. */
const meanMs = 10 * minuteMs;
/** A smaller power says nothing about the hours to come, W. */
const leastPowerW = 50;
/** What the level must have changed by until what the battery holds is known, %. */
const leastChange = 10;
/** What is further away is not told, ms. */
const furthestMs = 36 * hourMs;
/** How long the level must have stood at its lowest to be where the battery stops, ms. */
const standsMs = 30 * minuteMs;
/** Points further apart are a gap, ms. */
const gapMs = 30 * minuteMs;

type Known = readonly [atMs: number, value: number];

const known = (points: readonly ChartPoint[]): readonly Known[] =>
  points.flatMap(([atMs, value]) => (value === null ? [] : [[atMs, value] as const]));

/** Energy that came out of the battery until each moment, Wh; what went in counts against it. */
function givenOut(powers: readonly Known[]): readonly Known[] {
  let sum = 0;
  return powers.map(([atMs, value], index) => {
    const before = powers[index - 1];
    const spentMs = before === undefined ? 0 : atMs - before[0];
    if (before !== undefined && spentMs <= gapMs) sum += (((before[1] + value) / 2) * spentMs) / hourMs;
    return [atMs, sum];
  });
}

/** The value at a moment, of the last point before it. */
function valueAt(points: readonly Known[], atMs: number): number | undefined {
  let found: number | undefined;
  for (const [pointMs, value] of points) {
    if (pointMs > atMs) break;
    found = value;
  }
  return found;
}

/** Wh for each percent: over the stretch between the highest and the lowest level. */
function perPercent(levels: readonly Known[], powers: readonly Known[]): number | undefined {
  const [first] = levels;
  if (first === undefined) return undefined;
  const highest = levels.reduce((best, one) => (one[1] > best[1] ? one : best), first);
  const lowest = levels.reduce((best, one) => (one[1] <= best[1] ? one : best), first);
  const change = highest[1] - lowest[1];
  if (change < leastChange) return undefined;
  const energy = givenOut(powers);
  const [from, to] = [valueAt(energy, highest[0]), valueAt(energy, lowest[0])];
  if (from === undefined || to === undefined) return undefined;
  const each = (to - from) / change;
  return each > 0 ? each : undefined;
}

/** The level it stops at: where it stood for a while at its lowest, above empty. */
function floorOf(levels: readonly Known[]): number {
  const lowest = Math.min(...levels.map(([, level]) => level));
  let stoodMs = 0;
  for (const [index, [atMs, level]] of levels.entries()) {
    const before = levels[index - 1];
    if (before !== undefined && level <= lowest + 1 && before[1] <= lowest + 1 && atMs - before[0] <= gapMs)
      stoodMs += atMs - before[0];
  }
  return lowest > 2 && stoodMs >= standsMs ? lowest : 0;
}

/** What to expect of the battery, from its power (positive: discharge, W) and level (%) up to now; undefined: it cannot be told. */
export function batteryOutlook(power: readonly ChartPoint[], soc: readonly ChartPoint[]): BatteryOutlook | undefined {
  const [powers, levels] = [known(power), known(soc)];
  const now = levels.at(-1);
  if (now === undefined) return undefined;
  const [nowMs, level] = now;
  const lately = powers.filter(([atMs]) => atMs > nowMs - meanMs);
  const mean = lately.reduce((sum, [, value]) => sum + value, 0) / lately.length;
  const each = perPercent(levels, powers);
  if (lately.length === 0 || each === undefined || Math.abs(mean) < leastPowerW) return undefined;
  const floor = floorOf(levels);
  const left = mean > 0 ? level - floor : 100 - level;
  const atMs = nowMs + ((left * each) / Math.abs(mean)) * hourMs;
  if (left < 1 || atMs > nowMs + furthestMs) return undefined;
  if (mean < 0) return { kind: 'full', atMs };
  return floor > 0 ? { kind: 'low', atMs, level: floor } : { kind: 'empty', atMs };
}
