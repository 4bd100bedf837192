// Rows "decode": bytes to values, against the barest loops that give numbers without a check.
import { fileURLToPath } from 'node:url';
import { spawned } from '#tools/testkit/spawned.ts';
import type { Contest, Figure, Goal, Side } from './contest.ts';
import { type Job, type JobName, jobs } from './decode-jobs.ts';
import type { Place } from './place.ts';

/** Length of one measurement, ms. */
const roundMs = 80;
/** Until the compiler is done with both: on a loaded machine it has little time of its own, and a table takes longer than a loop. */
const warmMs = 1500;
const allocations = fileURLToPath(new URL('child/allocations.ts', import.meta.url));
/** Large enough that no run is collected, MB. */
const youngMb = 256;

/** Processor time of this process, ms: on a loaded machine the time on the wall says who else was running. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Decodes per second of processor time. */
function rate(job: Job, ms = roundMs): number {
  const startMs = usedMs();
  let count = 0;
  let made = 0;
  while (usedMs() - startMs < ms) {
    for (let run = 0; run < 200; run += 1) made += job();
    count += 200;
  }
  if (made === 0) throw new TypeError('assertion: nothing was decoded');
  return (count * 1000) / (usedMs() - startMs);
}

async function bytesOf(place: Place, job: JobName): Promise<number> {
  const young = [`--max-semi-space-size=${youngMb}`, `--min-semi-space-size=${youngMb}`];
  const child = await spawned(place, [process.execPath, '--expose-gc', ...young, allocations, job]);
  const text = await child.waitForOutput(/bytes [\d.]+ values/);
  await child.stop();
  return Number(/[\d.]+/.exec(text)?.[0]);
}

function speed(figure: Omit<Figure, 'unit'>, ours: JobName, reference: JobName): Contest {
  const side =
    (job: Job): Side =>
    () => [rate(job)];
  return {
    figures: [{ ...figure, unit: 'per s' }],
    open() {
      for (const job of [jobs[ours], jobs[reference]]) rate(job, warmMs);
      return { ours: side(jobs[ours]), reference: side(jobs[reference]) };
    },
  };
}

function weight(figure: Omit<Figure, 'unit'>, ours: JobName, reference: JobName): Contest {
  return {
    figures: [{ ...figure, unit: 'bytes' }],
    // The count is the same in every run but for a few bytes.
    rounds: 3,
    open: (place) => ({
      ours: async () => [await bytesOf(place, ours)],
      reference: async () => [await bytesOf(place, reference)],
    }),
  };
}

const goal: Goal = { of: 'ratio', is: 'at least', bound: 0.3 };

/** Rows "decode". */
export const decodeContests: readonly Contest[] = [
  speed({ name: 'decode QPIGS, framer to values', goal }, 'qpigs', 'bare qpigs'),
  speed({ name: 'decode QPIGS, table alone', goal }, 'qpigs table', 'bare qpigs'),
  speed({ name: 'decode QPIGS, framer to readings' }, 'qpigs readings', 'bare qpigs'),
  speed({ name: 'decode JK read_all, framer to values', goal }, 'jk', 'bare jk'),
  speed({ name: 'decode JK read_all, framer to readings' }, 'jk readings', 'bare jk'),
  speed({ name: 'decode JK02 record, pieces to values', goal }, 'jk02', 'bare jk02'),
  speed({ name: 'decode VE.Direct block, pieces to values', goal }, 'vedirect', 'bare vedirect'),
  speed({ name: 'decode SunSpec model 103, frame to values', goal }, 'sunspec', 'bare sunspec'),
  weight({ name: 'decode QPIGS, allocated' }, 'qpigs', 'bare qpigs'),
  weight({ name: 'decode JK read_all, allocated' }, 'jk', 'bare jk'),
  weight({ name: 'decode JK02 record, allocated' }, 'jk02', 'bare jk02'),
  weight({ name: 'decode VE.Direct block, allocated' }, 'vedirect', 'bare vedirect'),
  weight({ name: 'decode SunSpec model 103, allocated' }, 'sunspec', 'bare sunspec'),
];
