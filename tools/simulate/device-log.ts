// What a device keeps in a log of its own and hands over later: values that nobody has read, at moments between the polls, and
// once more what was read already.
import type { Clock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import type { TimeRange } from '#core/time.ts';

/** The log of one device. */
export interface DeviceLog {
  /** The product has read these. */
  read(batches: readonly Batch[]): void;
  /** What it hands over of a stretch of time, in no order. */
  of(span: TimeRange): readonly Batch[];
}

/** Between two polls, ms. */
const everyMs = 7000;

/** Begins to keep the power of the sun as the inverter would. */
export function deviceLog({
  world,
  site,
  device,
  watts,
}: {
  readonly world: Clock;
  readonly site: string;
  readonly device: string;
  readonly watts: () => number;
}): DeviceLog {
  const own: Batch[] = [];
  const known = new Map<number, Batch>();
  world.every(everyMs, () => {
    own.push({
      site,
      device,
      atMs: world.nowMs(),
      metric: ['pv.power'],
      value: [Math.round(watts())],
      quality: ['good'],
    });
  });
  return {
    read(batches) {
      for (const batch of batches) if (batch.device === device) known.set(batch.atMs, batch);
    },
    of: ({ fromMs, toMs }) =>
      [...own, ...known.values()].filter(({ atMs }) => atMs >= fromMs && atMs < toMs).toReversed(),
  };
}
