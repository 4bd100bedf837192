// What a charge point is told about how much it may charge with. Pure. Source: OCPP 1.6 edition 2, 3.13 (Smart Charging), 5.16.
import { setPoints } from '#core/set-points.ts';
import type { Payload } from './frames.ts';

/** What a connector may do. */
export interface ChargeLimit {
  readonly isEnabled: boolean;
  /** A of each phase; absent: as much as the charger is built for. */
  readonly currentA?: number | undefined;
  /** 1 or 3; absent: as the charger is wired. */
  readonly phases?: number | undefined;
}

/** How a charge point wants to be told. */
export interface ProfileWords {
  /** Some take powers alone. */
  readonly by: 'current' | 'power';
  /** V of a phase, where W are told. */
  readonly voltage: number;
}

/** A profile that is told holds so long and is told again before: without this program the charge point goes on as it did before. */
export const profileSeconds = 900;
/** What stands for "no limit", A: more than any charger has. */
const unlimitedA = 80;

/** Cars charge with no less. Source: IEC 61851-1. */
const leastA = 6;

/** Source: OCPP 1.6, 7.14 (ChargingRateUnitType). */
const rateUnits = {
  current: setPoints['charger.current.limit'].unit,
  power: setPoints['heater.power.target'].unit,
} as const;

/** Stack level and id of the one profile that is ours. */
const ours = { chargingProfileId: 8161, stackLevel: 1 } as const;

/** The limit in the unit of the charge point. */
function amountOf({ isEnabled, currentA = unlimitedA, phases = 3 }: ChargeLimit, words: ProfileWords): number {
  if (!isEnabled) return 0;
  // Source: OCPP 1.6, 7.15: at most one digit behind the point.
  if (words.by === 'current') return Math.floor(currentA * 10) / 10;
  return Math.floor(currentA * phases * words.voltage);
}

/** `SetChargingProfile` that holds from now on, for a while. */
export function profileRequest(
  limit: ChargeLimit,
  { connector, nowMs, words }: { readonly connector: number; readonly nowMs: number; readonly words: ProfileWords },
): Payload {
  const { phases, isEnabled } = limit;
  return {
    connectorId: connector,
    csChargingProfiles: {
      ...ours,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: {
        duration: profileSeconds,
        // A clock that is some seconds behind would not let it begin.
        startSchedule: new Date(nowMs - 60_000).toISOString(),
        chargingRateUnit: rateUnits[words.by],
        chargingSchedulePeriod: [
          {
            startPeriod: 0,
            limit: amountOf(limit, words),
            ...(phases === undefined || !isEnabled ? {} : { numberPhases: phases }),
          },
        ],
      },
    },
  };
}

/** What a charge point without this program falls back to: the least that cars charge with, so that no fuse is at risk. */
export function fallbackRequest(words: ProfileWords): Payload {
  const limit = amountOf({ isEnabled: true, currentA: leastA }, words);
  return {
    connectorId: 0,
    csChargingProfiles: {
      ...ours,
      chargingProfileId: ours.chargingProfileId - 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: {
        chargingRateUnit: rateUnits[words.by],
        chargingSchedulePeriod: [{ startPeriod: 0, limit }],
      },
    },
  };
}

/** What of a composite schedule holds now, A; undefined: it does not say. Source: OCPP 1.6, 6.24. */
export function limitIn(answer: Payload, { voltage }: Pick<ProfileWords, 'voltage'>): ChargeLimit | undefined {
  const schedule: unknown = answer['chargingSchedule'];
  if (answer['status'] !== 'Accepted' || typeof schedule !== 'object' || schedule === null) return undefined;
  const { chargingRateUnit: unit, chargingSchedulePeriod: periods }: Record<string, unknown> = { ...schedule };
  const first: unknown = Array.isArray(periods) ? periods[0] : undefined;
  if (typeof first !== 'object' || first === null) return undefined;
  const { limit, numberPhases }: Record<string, unknown> = { ...first };
  if (typeof limit !== 'number' || !(limit >= 0) || limit > 1e6) return undefined;
  const phases = numberPhases === 1 || numberPhases === 3 ? numberPhases : undefined;
  const currentA = unit === rateUnits.power ? limit / voltage / (phases ?? 3) : limit;
  const isEnabled = currentA > 0;
  return {
    isEnabled,
    ...(isEnabled && currentA < unlimitedA ? { currentA: Math.round(currentA * 10) / 10 } : {}),
    ...(phases === undefined ? {} : { phases }),
  };
}
