// What a car took at a socket that is switched towards its goal: no charger counts there, and nobody says when a car comes.
import { hourMs, minuteMs } from '#core/time.ts';
import type { ChargeCase } from './case.ts';
import type { ChargerMemory } from './charger.ts';
import { goalOf } from './plan.ts';

/** Longer between two looks, ms, it is not known what was taken: Solstead was stopped. */
const longestGapMs = minuteMs;

/** Counts on, W over the time since the last look; with the time of a goal it begins anew, and what had to be charged for it has not to be any more. */
export function counted(one: Pick<ChargeCase, 'charger' | 'memory' | 'nowMs' | 'zone'>, takesW: number): ChargerMemory {
  const { charger, memory, nowMs } = one;
  const byMs = charger.socket === undefined ? undefined : goalOf(one)?.byMs;
  if (byMs === undefined) return memory;
  const { count } = memory;
  if (count === undefined) return { ...memory, count: { byMs, wh: 0, atMs: nowMs } };
  if (count.byMs !== byMs) return { ...memory, mustMs: undefined, count: { byMs, wh: 0, atMs: nowMs } };
  const lastedMs = Math.min(Math.max(0, nowMs - count.atMs), longestGapMs);
  return { ...memory, count: { byMs, wh: count.wh + (takesW * lastedMs) / hourMs, atMs: nowMs } };
}
