// What a charger measures of its car: volts, and the phases that carry something.
import type { Seen, SeenDevice } from '../image.ts';

const phaseIds = [1, 2, 3] as const;
/** Of Europe, where a charger measures none. */
const usualV = 230;
/** Below this a phase carries nothing, A. */
const idleA = 1;

const numberOf = (seen: Seen | undefined): number | undefined =>
  seen?.isFresh === true && typeof seen.value === 'number' ? seen.value : undefined;

/** The mean of its phases that have a voltage, V. */
export function carVolts(device: SeenDevice | undefined): number {
  const all = phaseIds.flatMap((n) => numberOf(device?.value(`charger.voltage.l${n}`)) ?? []);
  const live = all.filter((volts) => volts > 100);
  return live.length === 0 ? usualV : live.reduce((sum, one) => sum + one, 0) / live.length;
}

/** What each of its phases carries, A; those that are known. */
export const carCurrents = (device: SeenDevice | undefined): readonly number[] =>
  phaseIds.flatMap((n) => numberOf(device?.value(`charger.current.l${n}`)) ?? []);

/** How many of its phases carry something. */
export const carPhases = (device: SeenDevice | undefined): number =>
  carCurrents(device).filter((current) => current > idleA).length;
