// How often watchers hear of a device's state: at once when it changed, and once a second while only its counters have. A device that
// reports fifty times a second is not described anew each time to every page of the house.
import type { Clock } from '#core/clock.ts';
import type { DeviceStatus } from '#core/field.ts';

/** Counters of a device are told so often, ms. */
const countersMs = 1000;

interface Told {
  readonly state: DeviceStatus['state'];
  readonly failure: DeviceStatus['failure'];
  readonly identity: DeviceStatus['identity'];
  readonly intervalMs: number;
  readonly over: DeviceStatus['over'];
  readonly atMs: number;
}

const sameTexts = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  one === other ||
  (Object.keys(one).length === Object.keys(other).length &&
    Object.entries(one).every(([key, text]) => other[key] === text));

/** The pace of one site. */
export interface StatusPace {
  /** Whether the state of a device is to be told now; if not, it is due later. */
  isDue(device: string, status: DeviceStatus): boolean;
  /** The devices whose turn has come since. */
  due(): readonly string[];
  forget(device: string): void;
}

/** A pace by which nothing was told yet. */
export function makeStatusPace(clock: Pick<Clock, 'monotonicMs'>): StatusPace {
  const told = new Map<string, Told>();
  const later = new Set<string>();
  return {
    isDue(device, { state, failure, identity, intervalMs, over }) {
      const nowMs = clock.monotonicMs();
      const before = told.get(device);
      const isSame =
        before !== undefined &&
        before.state === state &&
        before.failure === failure &&
        sameTexts(before.identity, identity) &&
        before.over === over &&
        before.intervalMs === intervalMs;
      if (isSame && nowMs - before.atMs < countersMs) {
        later.add(device);
        return false;
      }
      told.set(device, { state, failure, identity, intervalMs, over, atMs: nowMs });
      later.delete(device);
      return true;
    },
    due() {
      const nowMs = clock.monotonicMs();
      return [...later].filter((device) => nowMs - (told.get(device)?.atMs ?? 0) >= countersMs);
    },
    forget(device) {
      told.delete(device);
      later.delete(device);
    },
  };
}
