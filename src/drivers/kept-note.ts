// What is remembered of one device over a restart: read when it starts, and written when it changes, once a minute at most – a device that
// says something else each time must not keep the disk busy.
import type { Clock } from '#core/clock.ts';
import type { DeviceNote, DeviceNoteStore, NotedDevice } from '#core/device-note.ts';
import { isSolsteadError, messageOf } from '#core/errors.ts';

/** Least time between two writes, ms. */
const leastMs = 60_000;

/** The note on one device. */
export interface KeptNote {
  /** What was noted before; undefined if nothing is, or it cannot be read. */
  before(): Promise<DeviceNote | undefined>;
  change(note: DeviceNote): void;
  /** Writes what waits. Resolves also where that failed: it is learned again. */
  stop(): Promise<void>;
}

/** What a note needs. */
export interface NoteParts {
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
  readonly log: { warn(fields: object, message: string): void };
  /** Absent: nothing is remembered. */
  readonly notes?: DeviceNoteStore | undefined;
}

/** The note on a device at its place. */
export function keptNote({ clock, log, notes }: NoteParts, device: NotedDevice): KeptNote {
  let waiting: DeviceNote | undefined;
  let cancel: (() => void) | undefined;
  let writtenMs = Number.NEGATIVE_INFINITY;
  let writing = Promise.resolve();
  const untold = (error: unknown): void => {
    if (!isSolsteadError(error)) throw error;
    log.warn({ device: device.id, why: messageOf(error) }, 'what was learned of a device is not remembered');
  };
  const write = (): void => {
    cancel?.();
    cancel = undefined;
    const note = waiting;
    waiting = undefined;
    if (note === undefined) return;
    writtenMs = clock.monotonicMs();
    writing = writing.then(() => notes?.save(device, note)).catch(untold);
  };
  return {
    async before() {
      try {
        return await notes?.of(device);
      } catch (error) {
        untold(error);
        return undefined;
      }
    },
    change(note) {
      if (notes === undefined) return;
      waiting = note;
      const restMs = writtenMs + leastMs - clock.monotonicMs();
      if (restMs <= 0) write();
      else cancel ??= clock.after(restMs, write);
    },
    stop() {
      write();
      return writing;
    },
  };
}
