// The charging profiles an emulated charge point has, and what of them holds. Source: OCPP 1.6 edition 2, 3.13.
import { metricOf } from '#core/catalogue.ts';

/** A profile. */
export interface Profile {
  readonly chargingProfileId: number;
  readonly stackLevel: number;
  readonly chargingProfilePurpose: string;
  readonly chargingProfileKind: string;
  readonly chargingSchedule: {
    readonly duration?: number;
    readonly startSchedule?: string;
    readonly chargingRateUnit: string;
    readonly chargingSchedulePeriod: readonly {
      readonly startPeriod: number;
      readonly limit: number;
      readonly numberPhases?: number;
    }[];
  };
}

/** What holds now. */
export interface Limit {
  readonly currentA: number;
  readonly phases: number;
}

/** Puts a profile in its place: one of the same id, or of the same level and purpose, goes. */
export function withProfile(profiles: readonly Profile[], added: Profile): readonly Profile[] {
  const others = profiles.filter(
    (one) =>
      one.chargingProfileId !== added.chargingProfileId &&
      !(one.stackLevel === added.stackLevel && one.chargingProfilePurpose === added.chargingProfilePurpose),
  );
  return [...others, added];
}

function holding({ chargingSchedule: schedule }: Profile, nowMs: number): Profile['chargingSchedule'] | undefined {
  const { startSchedule, duration } = schedule;
  const startMs = startSchedule === undefined ? nowMs : Date.parse(startSchedule);
  if (nowMs < startMs) return undefined;
  return duration !== undefined && nowMs >= startMs + duration * 1000 ? undefined : schedule;
}

/** The limit of the highest level that holds; `full` without one. */
export function limitOf(profiles: readonly Profile[], nowMs: number, full: Limit): Limit {
  const levels = profiles.toSorted((one, other) => other.stackLevel - one.stackLevel);
  for (const profile of levels) {
    const schedule = holding(profile, nowMs);
    const period = schedule?.chargingSchedulePeriod.at(0);
    if (schedule === undefined || period === undefined) continue;
    const phases = period.numberPhases ?? full.phases;
    const currentA =
      schedule.chargingRateUnit === metricOf('load.power').unit ? period.limit / 230 / phases : period.limit;
    return { currentA: Math.min(full.currentA, currentA), phases: Math.min(full.phases, phases) };
  }
  return full;
}
