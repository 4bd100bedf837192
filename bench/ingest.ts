// Rows "ingest": values through the hub (known? plausible? seen already? image, flow, energy of the day, history)
// against a map and one prepared insert a batch.
import { join } from 'node:path';
import type { Batch } from '#core/reading.ts';
import type { Contest, Side } from './contest.ts';
import { openHouseOf20, size, sweep } from './house-of-20.ts';
import { openBareIngest } from './reference/bare-ingest.ts';

const sweepsARound = 150;
/** Moments lie this far apart: in one round less than the time it takes, so that none is in the future. */
const stepMs = 1;

/** Takes everything in, makes it durable, and gives values per second on the way in and until durable. */
function timed(take: (batch: Batch) => void, flush: () => void | Promise<void>): Side {
  let lastMs = 0;
  return async () => {
    const fromMs = Math.max(lastMs + 1, Date.now());
    const batches = Array.from({ length: sweepsARound }, (_, index) => sweep(fromMs + index * stepMs)).flat();
    lastMs = fromMs + sweepsARound * stepMs;
    const count = batches.length * size.values;
    const startMs = performance.now();
    for (const batch of batches) take(batch);
    const takenMs = performance.now() - startMs;
    await flush();
    return [(count * 1000) / takenMs, (count * 1000) / (performance.now() - startMs)];
  };
}

/** Rows "ingest". */
export const ingestContests: readonly Contest[] = [
  {
    figures: [
      { name: 'ingest, main thread alone', unit: 'values/s' },
      { name: 'ingest until durable', unit: 'values/s', goal: { of: 'ratio', is: 'at least', bound: 0.5 } },
    ],
    async open(place) {
      const hub = await openHouseOf20(place);
      const reference = openBareIngest(join(place.folder(), 'bare.db'));
      place.onTestFinished(() => reference.close());
      const ours = timed(hub.ingest, hub.flush);
      const theirs = timed(reference.take, reference.flush);
      await ours();
      await theirs();
      return { ours, reference: theirs };
    },
  },
];
