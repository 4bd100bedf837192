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
  /** Changes what is given, and leaves the rest. */
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
  /** What was noted before, and what was learned since. */
  let note: DeviceNote = {};
  let isWaiting = false;
  let cancel: (() => void) | undefined;
  let writtenMs = Number.NEGATIVE_INFINITY;
  const untold = (error: unknown): undefined => {
    if (!isSolsteadError(error)) throw error;
    log.warn({ device: device.id, why: messageOf(error) }, 'what was learned of a device is not remembered');
    return undefined;
  };
  const read = Promise.resolve(notes?.of(device)).catch(untold);
  // Nothing is written before it is known what is there.
  let writing: Promise<unknown> = read.then((before) => {
    note = { ...before, ...note };
  });
  const write = (): void => {
    cancel?.();
    cancel = undefined;
    if (!isWaiting) return;
    isWaiting = false;
    writtenMs = clock.monotonicMs();
    writing = writing.then(() => notes?.save(device, note)).catch(untold);
  };
  return {
    before: () => read,
    change(learned) {
      note = { ...note, ...learned };
      if (notes === undefined) return;
      isWaiting = true;
      const restMs = writtenMs + leastMs - clock.monotonicMs();
      if (restMs <= 0) write();
      else cancel ??= clock.after(restMs, write);
    },
    async stop() {
      write();
      await writing;
    },
  };
}
