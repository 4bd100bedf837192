// Group commit: which appends share a commit, in which order, and which get a failure.
import { expect, test } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { createAppendQueue } from './append-queue.ts';

function batches(first: number, count: number): readonly Batch[] {
  return Array.from({ length: count }, (_, index): Batch => {
    return { site: 's', device: 'd', atMs: first + index, metric: ['pv.power'], value: [1], quality: ['good'] };
  });
}

interface Commit {
  readonly atMs: readonly number[];
  readonly end: (failure?: Error) => Promise<void>;
}

/** A queue whose commits wait until the test ends them. */
function heldQueue() {
  const commits: Commit[] = [];
  const queue = createAppendQueue((group) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const end = async (failure?: Error): Promise<void> => {
      if (failure === undefined) resolve();
      else reject(failure);
      await promise.catch(() => undefined);
      await new Promise((next) => setImmediate(next));
    };
    commits.push({ atMs: group.map(({ atMs }) => atMs), end });
    return promise;
  });
  return { queue, commits };
}

test('the first goes at once, those that come meanwhile share the next commit', async () => {
  const { queue, commits } = heldQueue();
  const appended = [queue.append(batches(1, 1)), queue.append(batches(2, 2)), queue.append(batches(4, 1))];
  expect(commits.map(({ atMs }) => atMs)).toEqual([[1]]);
  await commits[0]?.end();
  expect(commits.map(({ atMs }) => atMs)).toEqual([[1], [2, 3, 4]]);
  await commits[1]?.end();
  await Promise.all(appended);
});

test('a failed commit is told to its own members only', async () => {
  const { queue, commits } = heldQueue();
  const outcomes = Promise.allSettled([1, 2, 3].map((atMs) => queue.append(batches(atMs, 1))));
  await commits[0]?.end();
  const late = queue.append(batches(4, 1));
  await commits[1]?.end(new Error('full'));
  await commits[2]?.end();
  expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  await late;
  expect(commits.map(({ atMs }) => atMs)).toEqual([[1], [2, 3], [4]]);
});

test('a large append is split and told once, a failure in the middle ends it', async () => {
  const { queue, commits } = heldQueue();
  let told = 0;
  const large = queue.append(batches(0, 45_000)).finally(() => (told += 1));
  const small = queue.append(batches(50_000, 1));
  await commits[0]?.end();
  expect(told).toBe(0);
  await commits[1]?.end();
  expect(commits.map(({ atMs }) => atMs.length)).toEqual([20_000, 20_000, 5001]);
  await commits[2]?.end();
  await Promise.all([large, small]);

  const broken = queue.append(batches(0, 45_000)).catch(String);
  const after = queue.append(batches(60_000, 1));
  await commits[3]?.end(new Error('full'));
  expect(await broken).toBe('Error: full');
  expect(commits[4]?.atMs).toEqual([60_000]);
  await commits[4]?.end();
  await after;
});

test('settled waits for what was appended before, also when it fails', async () => {
  const { queue, commits } = heldQueue();
  const failing = queue.append(batches(1, 1)).catch(String);
  const settled = queue.settled().then(() => 'settled');
  expect(await Promise.race([settled, Promise.resolve('waiting')])).toBe('waiting');
  await commits[0]?.end(new Error('full'));
  expect(await failing).toBe('Error: full');
  expect(await settled).toBe('settled');
});

test('very many points at once are filled whole, between what came before and after', async () => {
  const told: string[] = [];
  const note = (how: string) => async (group: readonly Batch[]) => void told.push(`${how} ${group.length}`);
  const queue = createAppendQueue(note('commit'), { fill: note('fill'), fillFrom: 100 });
  await Promise.all([1, 2, 100, 3, 99].map((count) => queue.append(batches(0, count))));
  expect(told).toEqual(['commit 1', 'commit 2', 'fill 100', 'commit 102']);
});
