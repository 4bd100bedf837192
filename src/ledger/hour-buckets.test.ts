// Buckets of a long time are collected without a call that takes them all as arguments.
import { expect, test } from 'vitest';
import { hourMs } from '#core/time.ts';
import { emptyState } from '#energy/metering/settle.ts';
import { bucketsOfHours } from './hour-buckets.ts';
import type { KeptHour } from './packing.ts';

const hours = 17_000;

test('U7: two years of hours are their buckets, in order', { timeout: 120_000 }, () => {
  const settled = Array.from({ length: hours }, (_, index): KeptHour => {
    const fromMs = index * hourMs;
    const rest = { energies: [], known: [], allocations: [], coverage: [], events: [], compared: [] };
    return { fromMs, toMs: fromMs + hourMs, firstMs: fromMs, ...rest, after: emptyState(fromMs + hourMs) };
  });
  const plan = { sources: [] };
  const span = { fromMs: 0, toMs: hours * hourMs };
  const made = bucketsOfHours({ span, settled, corrections: [], planAt: () => plan });
  expect(made).toHaveLength(hours * 12);
  expect(made.at(-1)?.startMs).toBe(hours * hourMs - 300_000);
});
