// Group commit: batches that arrive while a commit is under way share the next one, in the order they came.
import type { Batch } from '#core/reading.ts';
import { pointsIn } from './point-columns.ts';

/** Makes appended batches durable in groups. */
export interface AppendQueue {
  /** Resolves when all the batches are committed; rejects with the failure of the commit that held one of them. */
  append(batches: readonly Batch[]): Promise<void>;
  /** Resolves when what was appended so far is committed or has failed. */
  settled(): Promise<void>;
}

/** Points in one commit: large enough for fast back-filling, small enough to let a query in between. */
const groupPoints = 20_000;

/** An append of so many points is a group by itself. */
const largePoints = 20_000;

interface Waiting {
  readonly batches: readonly Batch[];
  readonly isLarge: boolean;
  /** Batches already taken into a group. */
  taken: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface Group {
  readonly isLarge: boolean;
  readonly batches: readonly Batch[];
  /** The callers whose batches are in the group, the last one perhaps in part. */
  readonly members: readonly Waiting[];
}

function nextGroup(queue: readonly Waiting[]): Group {
  const batches: Batch[] = [];
  const members: Waiting[] = [];
  let points = 0;
  const [first] = queue;
  if (first?.isLarge === true) {
    first.taken = first.batches.length;
    return { batches: first.batches, members: [first], isLarge: true };
  }
  for (const waiting of queue) {
    if (points >= groupPoints || waiting.isLarge) break;
    members.push(waiting);
    while (waiting.taken < waiting.batches.length && points < groupPoints) {
      const batch = waiting.batches[waiting.taken];
      if (batch === undefined) break;
      batches.push(batch);
      points += batch.metric.length;
      waiting.taken += 1;
    }
  }
  return { batches, members, isLarge: false };
}

/** How very many points are taken at once. */
export interface FillOptions {
  readonly fill?: Commit;
  /** From so many points in one append on; absent: 20 000. */
  readonly fillFrom?: number | undefined;
}

type Commit = (batches: readonly Batch[]) => Promise<void>;

/** A queue over one `commit`, which is never called twice at a time; `fill` takes its place for appends of very many points. */
export function createAppendQueue(commit: Commit, { fill, fillFrom = largePoints }: FillOptions = {}): AppendQueue {
  const queue: Waiting[] = [];
  let latest: Promise<void> = Promise.resolve();
  let isRunning = false;

  const commitNext = async (): Promise<void> => {
    const { batches, members, isLarge } = nextGroup(queue);
    try {
      await (isLarge && fill !== undefined ? fill(batches) : commit(batches));
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
      const isLarge = fill !== undefined && pointsIn(batches) >= fillFrom;
      latest = new Promise<void>((resolve, reject) => queue.push({ batches, isLarge, taken: 0, resolve, reject }));
      if (!isRunning) void run();
      return latest;
    },
    async settled() {
      await Promise.allSettled([latest]);
    },
  };
}
