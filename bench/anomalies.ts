// Row "anomalies per reading": what the watch for impossible steps adds to a reading on its way in, against a bare loop
// over the same readings that keeps the last value of each.
import { makeLiveSteps } from '#hub/anomalies/live-steps.ts';
import type { Batch } from '#core/reading.ts';
import type { Contest, Side } from './contest.ts';
import { size, sweep } from './house-of-20.ts';

const sweeps = 3000;

function timed(batches: readonly Batch[], take: (batch: Batch) => void): Side {
  return () => {
    const startMs = performance.now();
    for (const batch of batches) take(batch);
    return [((performance.now() - startMs) * 1e6) / (batches.length * size.values)];
  };
}

/** Row "anomalies per reading". */
export const anomalyContests: readonly Contest[] = [
  {
    figures: [{ name: 'anomalies per reading', unit: 'ns', note: 'reference: keeps the last value of every series' }],
    open() {
      const batches = Array.from({ length: sweeps }, (_, index) => sweep(index * 5000)).flat();
      const steps = makeLiveSteps();
      const last = new Map<string, Map<string, unknown>>();
      const keep = ({ device, metric, value }: Batch): void => {
        let known = last.get(device);
        if (known === undefined) last.set(device, (known = new Map<string, unknown>()));
        for (const [index, id] of metric.entries()) known.set(id, value[index]);
      };
      const ours = timed(batches, (batch) => void steps.take(batch));
      const reference = timed(batches, keep);
      return { ours, reference };
    },
  },
];
