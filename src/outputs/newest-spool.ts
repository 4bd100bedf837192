// A spool for servers to which only the newest counts: of each metric of each device the last value waits, in memory. What takes the
// place of an older value drops nothing that anybody misses.
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import type { Spool } from '#core/spool.ts';
import type { MetricId } from '#core/catalogue.ts';

interface Waiting {
  readonly position: number;
  readonly batch: Batch;
}

/** The values of both, those of the later one where both have a metric. */
function merged(before: Batch, later: Batch): Batch {
  const values = new Map<MetricId, readonly [MetricValue, Quality]>();
  for (const { metric, value, quality } of [before, later])
    for (const [index, id] of metric.entries()) {
      const [one, good] = [value[index], quality[index]];
      if (one !== undefined && good !== undefined) values.set(id, [one, good]);
    }
  const pairs = [...values.values()];
  return {
    ...later,
    metric: [...values.keys()],
    value: pairs.map(([value]) => value),
    quality: pairs.map(([, quality]) => quality),
  };
}

/** Such a spool; a batch waits for each device. */
export function newestSpool(): Spool {
  const waiting = new Map<string, Waiting>();
  let next = 1;
  return {
    get next() {
      return next;
    },
    add(batch) {
      const position = next;
      next += 1;
      const before = waiting.get(batch.device)?.batch;
      // Behind the others, so that the order is that of the positions.
      waiting.delete(batch.device);
      waiting.set(batch.device, { position, batch: before === undefined ? batch : merged(before, batch) });
      return position;
    },
    flush: async () => undefined,
    read: async (limit, after = 0) => [...waiting.values()].filter(({ position }) => position > after).slice(0, limit),
    done(position) {
      for (const [device, one] of waiting) if (one.position <= position) waiting.delete(device);
    },
    state: () => ({ batches: waiting.size, bytes: 0, dropped: 0 }),
    close: async () => undefined,
  };
}
