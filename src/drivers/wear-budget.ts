// How often a device's memory may still be written by programs. A person may always write, and is warned.
import { because, type Reason } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import type { WearUse } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceRecord } from '#core/records.ts';
import { dayMs } from '#core/time.ts';
import type { WriteCommand } from '#devices/definition.ts';

/** Writes remembered for one register or setting; people may make more than programs. */
const mostRemembered = 1000;

/** Writes of one device to memory that wears out. It starts from zero with the process. */
export interface WearBudget {
  note(write: WriteCommand): void;
  /** Writes of the last 24 h beyond what a program may make; undefined while there are fewer. */
  excess(write: WriteCommand): number | undefined;
  /** Writes of the last 24 h to its memory; undefined where that does not wear out. */
  used(write: WriteCommand): WearUse | undefined;
  /** Errors: `command.too-often` if a program may not write this now. */
  check(write: WriteCommand): void;
}

const memoryOf = ({ name, register }: WriteCommand): string => (register === undefined ? name : `register ${register}`);

/** Nothing has been written yet. */
export function makeWearBudget(clock: Pick<Clock, 'monotonicMs'>): WearBudget {
  const writtenMs = new Map<string, readonly number[]>();
  const recent = (write: WriteCommand): readonly number[] => {
    const sinceMs = clock.monotonicMs() - dayMs;
    return (writtenMs.get(memoryOf(write)) ?? []).filter((atMs) => atMs > sinceMs);
  };
  return {
    note(write) {
      if (write.wear === undefined) return;
      writtenMs.set(memoryOf(write), [...recent(write), clock.monotonicMs()].slice(-mostRemembered));
    },
    excess(write) {
      const count = recent(write).length;
      return write.wear === undefined || count <= write.wear.mostADay ? undefined : count;
    },
    used: (write) =>
      write.wear === undefined ? undefined : { used: recent(write).length, mostADay: write.wear.mostADay },
    check(write) {
      if (write.wear === undefined) return;
      const { leastSeconds, mostADay } = write.wear;
      const made = recent(write);
      const sinceSeconds = (clock.monotonicMs() - (made.at(-1) ?? Number.NEGATIVE_INFINITY)) / 1000;
      const fail = (why: Reason, waitSeconds: number): never => {
        throw new SolsteadError('command.too-often', { at: write.name, why, retrySeconds: Math.ceil(waitSeconds) });
      };
      if (sinceSeconds < leastSeconds)
        fail(
          because('wear.too-soon', { seconds: Math.round(sinceSeconds), least: leastSeconds }),
          leastSeconds - sinceSeconds,
        );
      if (made.length >= mostADay)
        fail(
          because('wear.too-often', { count: made.length }),
          ((made.at(-mostADay) ?? 0) + dayMs - clock.monotonicMs()) / 1000,
        );
    },
  };
}

/** The budgets of the devices of a home, kept while it runs: one that is stopped, moved or set up again has not been forgotten. */
export interface WearBudgets {
  of(device: Pick<DeviceRecord, 'id' | 'definition' | 'address' | 'topic'>): WearBudget;
}

/** Devices remembered; those that were asked for longest ago go first. */
const mostDevices = 2000;

/** No device has been written to yet. */
export function makeWearBudgets(clock: Pick<Clock, 'monotonicMs'>): WearBudgets {
  const known = new Map<string, WearBudget>();
  return {
    of({ id, definition, address, topic = '' }) {
      // The same by its id after a move, and by its place after it was removed and added under another id.
      const names = [`id ${id}`, `at ${definition} ${address} ${topic}`];
      const budget = names.map((name) => known.get(name)).find((one) => one !== undefined) ?? makeWearBudget(clock);
      for (const name of names) {
        known.delete(name);
        known.set(name, budget);
      }
      for (const name of known.keys()) {
        if (known.size <= mostDevices) break;
        known.delete(name);
      }
      return budget;
    },
  };
}
