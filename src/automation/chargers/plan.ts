// A car that is to be ready in time: what it still needs, and when it has to begin. Where prices are known it takes the cheapest hours that are
// left; else it waits for the sun as long as that is safe.
import { hourMs, minuteMs } from '#core/time.ts';
import { cheapestRanges } from '../prices.ts';
import { lossFactor } from './car-count.ts';
import type { ChargeCase, GoalLook } from './case.ts';
import type { ChargeGoal } from './charger.ts';

/** What may come in between: a slower car, a pause. */
const spare = { factor: 1.05, ms: 10 * minuteMs } as const;

/** The goal that holds: the chosen one until its time, else that of the day. */
export function goalOf({
  charger,
  memory,
  nowMs,
  zone,
}: Pick<ChargeCase, 'charger' | 'memory' | 'nowMs' | 'zone'>): ChargeGoal | undefined {
  const { chosen } = memory;
  if (chosen?.goal !== undefined && chosen.goal.byMs > nowMs) return chosen.goal;
  const { goal } = charger;
  if (goal === undefined) return undefined;
  const local = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(goal.byMinute / 60) % 24, minute: goal.byMinute % 60 });
  const today = local.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  const next = (): number =>
    local.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
  return { wh: goal.wh, soc: goal.soc, byMs: today > nowMs ? today : next() };
}

/** What is still to be charged, Wh at the plug. */
function neededWh({ wh, soc: wantedSoc }: ChargeGoal, { charger, doneWh = 0, soc }: ChargeCase): number {
  if (wh !== undefined) return Math.max(0, wh - doneWh);
  if (wantedSoc === undefined || charger.carWh === undefined) return 0;
  return Math.max(0, ((wantedSoc - soc) / 100) * charger.carWh * lossFactor);
}

/** How the goal stands with the power that it can charge with, W. */
export function goalLook(goal: ChargeGoal, one: ChargeCase, powerW: number): GoalLook {
  const needWh = neededWh(goal, one);
  const needMs = powerW > 0 ? (needWh / powerW) * hourMs : 0;
  const leftMs = Math.max(0, goal.byMs - one.nowMs);
  return {
    byMs: goal.byMs,
    needWh,
    latestMs: goal.byMs - needMs * spare.factor - spare.ms,
    missingWh: Math.max(0, needWh - (powerW * leftMs) / hourMs),
    isReached: needWh <= 0,
  };
}

/** Whether it has to charge now: it can wait no longer, or the hour is one of the cheapest that are left. */
export function mustCharge(look: GoalLook, { nowMs, prices, memory }: ChargeCase): 'time' | 'price' | undefined {
  if (look.isReached) return undefined;
  // What was begun for a time goes on behind it until it is done: the car may still be there because of it.
  if (nowMs >= look.latestMs || memory.mustMs !== undefined) return 'time';
  if (prices === undefined) return undefined;
  const chargeMs = look.byMs - spare.ms - look.latestMs;
  const ranges = cheapestRanges(prices, { fromMs: nowMs, toMs: look.byMs }, chargeMs);
  return ranges?.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs) === true ? 'price' : undefined;
}
