// What the home draws besides its switchable loads, phase by phase: base load, fridge, and the day's plan.
import { type DayPlan, planDay, type Use } from './day-plan.ts';
import { laneRandom, smoothNoise } from './noise.ts';
import type { LocalDay } from './place.ts';

/** Powers of the three phases, W. */
export type PhasesW = readonly [l1: number, l2: number, l3: number];

/** The home's habits. */
export interface Loads {
  /** Power drawn at a moment by what is not switchable, W per phase. */
  powerAt(atMs: number): PhasesW;
  /** Litres of 40 °C hot water drawn in a stretch of time. */
  hotWaterBetween(fromMs: number, toMs: number): number;
}

function isOn({ fromMs, toMs, cycleMs, onShare }: Use, atMs: number): boolean {
  if (atMs < fromMs || atMs >= toMs) return false;
  return cycleMs === undefined || onShare === undefined || (atMs - fromMs) % cycleMs < onShare * cycleMs;
}

/** Loads of a home. */
export function homeLoads(seed: number, dayOf: (atMs: number) => LocalDay): Loads {
  const slow = smoothNoise(seed, 32, 20 * 60_000);
  const fast = smoothNoise(seed, 33, 7000);
  const fridgeMs = (44 + 6 * laneRandom(seed, 34)()) * 60_000;
  let known: { readonly ordinal: number; readonly plan: DayPlan } | undefined;
  const planAt = (atMs: number): DayPlan => {
    const day = dayOf(atMs);
    if (known?.ordinal !== day.ordinal) known = { ordinal: day.ordinal, plan: planDay(seed, day) };
    return known.plan;
  };
  return {
    powerAt(atMs) {
      const base = 150 + 80 * slow(atMs) + 20 * fast(atMs);
      const phases: [number, number, number] = [0.78 * base, 0.12 * base, 0.1 * base];
      if (atMs % fridgeMs < 0.33 * fridgeMs) phases[0] += 88 + 6 * fast(atMs + 3_600_000);
      for (const use of planAt(atMs).uses) {
        if (isOn(use, atMs)) phases[use.phase] += use.powerW * (0.985 + 0.03 * fast(atMs + use.powerW * 1000));
      }
      return phases;
    },
    hotWaterBetween(fromMs, toMs) {
      let litres = 0;
      for (const draw of planAt(toMs).draws) {
        const overlapMs = Math.min(toMs, draw.toMs) - Math.max(fromMs, draw.fromMs);
        if (overlapMs > 0) litres += (draw.litres * overlapMs) / (draw.toMs - draw.fromMs);
      }
      return litres;
    },
  };
}
