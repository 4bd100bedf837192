// How often a device's memory may still be written by programs. A person may always write, and is warned.
import { because, type Reason } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import type { WearUse } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceRecord } from '#core/records.ts';
import { dayMs } from '#core/time.ts';
import type { KeptWear, WearMemory } from '#core/wear-memory.ts';
import type { WriteCommand } from '#devices/definition.ts';

/** Writes remembered for one register or setting; people may make more than programs. */
const mostRemembered = 1000;

/** Writes of one device to memory that wears out. */
export interface WearBudget {
  note(write: WriteCommand): void;
  /** Resolves when what was noted outlives the process, as far as it can be kept. */
  settled(): Promise<void>;
  /** Writes of the last 24 h beyond what a program may make; undefined while there are fewer. */
  excess(write: WriteCommand): number | undefined;
  /** Writes of the last 24 h to its memory; undefined where that does not wear out. */
  used(write: WriteCommand): WearUse | undefined;
  /** Errors: `command.too-often` if a program may not write this now. */
  check(write: WriteCommand): void;
}

/** A budget with what can be kept of it. */
interface OwnBudget extends WearBudget {
  /** Writes of the last 24 h by register or setting, by the monotonic clock. */
  written(): ReadonlyMap<string, readonly number[]>;
}

const memoryOf = ({ name, register }: WriteCommand): string => (register === undefined ? name : `register ${register}`);

interface BudgetParts {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** What was written before, by the monotonic clock. */
  readonly before?: Iterable<readonly [string, readonly number[]]>;
  /** Called behind each write that counts; absent: what was written is forgotten with the process. */
  keep?(): Promise<void>;
}

function ownBudget({ clock, before = [], keep }: BudgetParts): OwnBudget {
  const writtenMs = new Map<string, readonly number[]>(before);
  let keeping: Promise<void> = Promise.resolve();
  const recentOf = (memory: string): readonly number[] => {
    const sinceMs = clock.monotonicMs() - dayMs;
    return (writtenMs.get(memory) ?? []).filter((atMs) => atMs > sinceMs);
  };
  const recent = (write: WriteCommand): readonly number[] => recentOf(memoryOf(write));
  return {
    note(write) {
      if (write.wear === undefined) return;
      writtenMs.set(memoryOf(write), [...recent(write), clock.monotonicMs()].slice(-mostRemembered));
      if (keep !== undefined) keeping = keep();
    },
    settled: () => keeping,
    written: () =>
      new Map(
        [...writtenMs.keys()].flatMap((memory) => {
          const made = recentOf(memory);
          return made.length === 0 ? [] : [[memory, made] as const];
        }),
      ),
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

/** Nothing has been written yet. */
export const makeWearBudget = (clock: Pick<Clock, 'monotonicMs'>): WearBudget => ownBudget({ clock });

/** The budgets of the devices of a home: one that is stopped, moved or set up again has not been forgotten. */
export interface WearBudgets {
  of(device: Pick<DeviceRecord, 'id' | 'definition' | 'address' | 'topic'>): WearBudget;
}

/** Devices remembered; those that were asked for longest ago go first. */
const mostDevices = 2000;

type BothTimes = Pick<Clock, 'monotonicMs' | 'nowMs'>;

/** What was kept, by the monotonic clock. Where the wall clock is behind what it was, the last write was just now. */
function* placed(all: readonly KeptWear[], clock: BothTimes): Generator<[KeptWear, readonly [string, number[]][]]> {
  const times = all.flatMap(({ writtenMs }) => Object.values(writtenMs).flat());
  const lastMs = times.reduce((last, atMs) => Math.max(last, atMs), Number.NEGATIVE_INFINITY);
  const toMonotonicMs = clock.monotonicMs() - Math.max(clock.nowMs(), lastMs);
  for (const one of all)
    yield [one, Object.entries(one.writtenMs).map(([memory, made]) => [memory, made.map((ms) => ms + toMonotonicMs)])];
}

/** The budgets as they were kept, or none. */
export function makeWearBudgets(clock: BothTimes, memory?: WearMemory): WearBudgets {
  const known = new Map<string, OwnBudget>();
  const keep = async (): Promise<void> => {
    const names = Map.groupBy(known.keys(), (name) => known.get(name));
    const toWallMs = clock.nowMs() - clock.monotonicMs();
    const all = [...names].flatMap(([budget, of]): readonly KeptWear[] => {
      const written = [...(budget?.written() ?? [])].map(
        ([what, made]) => [what, made.map((atMs) => Math.round(atMs + toWallMs))] as const,
      );
      return written.length === 0 ? [] : [{ names: of, writtenMs: Object.fromEntries(written) }];
    });
    await memory?.keep(all);
  };
  const parts = { clock, ...(memory === undefined ? {} : { keep }) };
  for (const [{ names }, before] of placed(memory?.kept() ?? [], clock)) {
    const budget = ownBudget({ ...parts, before });
    for (const name of names) known.set(name, budget);
  }
  return {
    of({ id, definition, address, topic = '' }) {
      // The same by its id after a move, and by its place after it was removed and added under another id.
      const names = [`id ${id}`, `at ${definition} ${address} ${topic}`];
      const budget = names.map((name) => known.get(name)).find((one) => one !== undefined) ?? ownBudget(parts);
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
