// Group commit: batches that arrive while a commit is under way share the next one, in the order they came.
import type { Batch } from '#core/reading.ts';

/** Makes appended batches durable in groups. */
export interface AppendQueue {
  /** Resolves when all the batches are committed; rejects with the failure of the commit that held one of them. */
  append(batches: readonly Batch[]): Promise<void>;
  /** Resolves when what was appended so far is committed or has failed. */
  settled(): Promise<void>;
}

/** Points in one commit: large enough for fast back-filling, small enough to let a query in between. */
const groupPoints = 20_000;

interface Waiting {
  readonly batches: readonly Batch[];
  /** Batches already taken into a group. */
  taken: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface Group {
  readonly batches: readonly Batch[];
  /** The callers whose batches are in the group, the last one perhaps in part. */
  readonly members: readonly Waiting[];
}

function nextGroup(queue: readonly Waiting[]): Group {
  const batches: Batch[] = [];
  const members: Waiting[] = [];
  let points = 0;
  for (const waiting of queue) {
    if (points >= groupPoints) break;
    members.push(waiting);
    while (waiting.taken < waiting.batches.length && points < groupPoints) {
      const batch = waiting.batches[waiting.taken];
      if (batch === undefined) break;
      batches.push(batch);
      points += batch.metric.length;
      waiting.taken += 1;
    }
  }
  return { batches, members };
}

/** A queue over one `commit`, which is never called twice at a time. */
export function createAppendQueue(commit: (batches: readonly Batch[]) => Promise<void>): AppendQueue {
  const queue: Waiting[] = [];
  let latest: Promise<void> = Promise.resolve();
  let isRunning = false;

  const commitNext = async (): Promise<void> => {
    const { batches, members } = nextGroup(queue);
    try {
      await commit(batches);
      const whole = members.filter(({ batches: all, taken }) => taken === all.length);
      // The members are first in the queue; later appends only join its end.
      queue.splice(0, whole.length);
      for (const { resolve } of whole) resolve();
    } catch (thrown) {
      queue.splice(0, members.length);
      for (const { reject } of members) reject(thrown);
    }
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    while (queue.length > 0) await commitNext();
    isRunning = false;
  };

  return {
    append(batches) {
      latest = new Promise<void>((resolve, reject) => queue.push({ batches, taken: 0, resolve, reject }));
      if (!isRunning) void run();
      return latest;
    },
    async settled() {
      await Promise.allSettled([latest]);
    },
  };
}
