// Some minutes of a soak; `npm run soak` goes on for hours.
import { expect, test } from 'vitest';
import { countReads } from './reads.ts';
import { runSoak } from './run-soak.ts';
import { soakProblems } from './soak-problems.ts';

test('twenty devices for six minutes, three answers and requests in a hundred go wrong', {
  timeout: 240_000,
}, async () => {
  const report = await runSoak({ hours: 0.1, faultRate: 0.03, seed: 5 });
  expect(soakProblems(report)).toEqual([]);
  expect(report.devices).toBe(20);
  expect(report.failedAttempts).toBeGreaterThan(20);
  expect(report.failedRequests).toBeGreaterThan(10);
  expect(report.reads).toBeGreaterThan(3000);
  expect(report.values).toBeGreaterThan(20_000);
});

test('what is not well is named', () => {
  const well = { devices: 20, injected: 5, reads: 10_000, failedAttempts: 9, failedReads: 1, values: 5, missing: [] };
  const rest = { requests: 3, failedRequests: 0, silent: [], heapBytes: [50e6, 51e6], seconds: 1 };
  expect(soakProblems({ ...well, ...rest })).toEqual([]);
  const bad = { injected: 0, failedReads: 11, missing: ['roof 1 pv.power'], silent: ['roof'], heapBytes: [50e6, 60e6] };
  expect(soakProblems({ ...well, ...rest, ...bad })).toHaveLength(5);
});

test('a question and its retries are one read, which failed if the last of them did', async () => {
  let nowMs = 0;
  let answers: readonly boolean[] = [];
  const link = {
    name: 'memory:x',
    isOpen: true,
    counters: { opened: 1, lost: 0, bytesSent: 0, bytesReceived: 0 },
    open: async () => undefined,
    close: async () => undefined,
    listen: () => () => undefined,
    sendAndReceive: async () => {
      const [isAnswered = true, ...left] = answers;
      answers = left;
      if (!isAnswered) throw new Error('silence');
      return new Uint8Array();
    },
  };
  const counter = countReads();
  const watched = counter.watch(link, { monotonicMs: () => nowMs });
  const ask = async (afterMs: number, byte: number): Promise<void> => {
    nowMs += afterMs;
    await watched.sendAndReceive(Uint8Array.of(byte), undefined as never).catch(() => undefined);
  };
  answers = [false, false, true];
  for (let attempt = 0; attempt < 3; attempt += 1) await ask(1000, 1);
  expect(counter.counts()).toEqual({ reads: 1, failedAttempts: 2, failedReads: 0 });
  answers = [false, false, false];
  await ask(10_000, 1);
  await ask(1000, 1);
  expect(counter.counts()).toEqual({ reads: 2, failedAttempts: 4, failedReads: 1 });
  await ask(20_000, 1);
  expect(counter.counts()).toEqual({ reads: 3, failedAttempts: 5, failedReads: 2 });
  await ask(100, 2);
  expect(counter.counts()).toEqual({ reads: 4, failedAttempts: 5, failedReads: 2 });
});
