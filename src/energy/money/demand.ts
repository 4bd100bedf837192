// The demand charge: what the highest mean power of a billing period costs. It is booked where the peak rises, at the slot that
// raised it, so that the charge of a month is the sum of its days, and each says which quarter-hour cost what.
import type { DayPlan } from './day-plan.ts';
import { holds } from './day-plan.ts';
import type { DemandCharge, Stretch } from './tariff.ts';

/** A peak that rose: by how much (mW), at which slot, under which version. */
export interface Rise {
  readonly charge: DemandCharge;
  readonly stretch: Stretch;
  readonly atMs: number;
  readonly power: number;
}

/** A slot that is being filled. */
interface Slot {
  readonly startMs: number;
  readonly charge: DemandCharge;
  readonly stretch: Stretch;
  readonly billingMs: number;
  readonly counts: boolean;
  energy: number;
}

/** A bucket's import and what is known of its moment. */
export interface DemandMoment {
  readonly atMs: number;
  readonly energy: number;
  readonly day: DayPlan;
  readonly stretch: Stretch;
  /** First moment of its billing period. */
  readonly billingMs: number;
}

/** Follows the peaks of all demand charges; `rise` hears of each that rose. */
export function peakFollower(rise: (rise: Rise) => void): { add: (moment: DemandMoment) => void; close: () => void } {
  const open = new Map<string, Slot>();
  const peaks = new Map<string, { readonly billingMs: number; readonly power: number }>();
  const close = (slot: Slot): void => {
    if (!slot.counts) return;
    const { charge, stretch, startMs, billingMs } = slot;
    const before = peaks.get(charge.name);
    const peak = before?.billingMs === billingMs ? before.power : charge.minimum;
    const power = slot.energy * (60 / charge.slotMinutes);
    if (power <= peak) return;
    peaks.set(charge.name, { billingMs, power });
    rise({ charge, stretch, atMs: startMs, power: power - peak });
  };
  const addTo = (charge: DemandCharge, { atMs, energy, day, stretch, billingMs }: DemandMoment): void => {
    const startMs = atMs - (day.minuteAt(atMs) % charge.slotMinutes) * 60_000;
    const slot = open.get(charge.name);
    if (slot?.startMs === startMs) {
      slot.energy += energy;
      return;
    }
    if (slot !== undefined) close(slot);
    const counts = charge.when === undefined || holds(charge.when, day, atMs);
    open.set(charge.name, { startMs, charge, stretch, billingMs, counts, energy });
  };
  return {
    add: (moment) => {
      for (const charge of moment.stretch.version.demand) addTo(charge, moment);
    },
    close: () => {
      for (const slot of open.values()) close(slot);
      open.clear();
    },
  };
}
