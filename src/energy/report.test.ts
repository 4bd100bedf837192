// What a row of a report holds, and what it leaves out.
import { expect, test } from 'vitest';
import { rowOf, unitRun } from './report.ts';
import { noSums } from './sums.ts';

const hour = 3_600_000;
const span = { label: 'x', startMs: 0, endMs: hour };
const frame = { pricing: {}, nowMs: hour, settledMs: hour };

test('a channel about which nothing is known has no energy; one that was known to be idle has 0', () => {
  const [unit] = unitRun([span], { zone: 'UTC' }).finish([]);
  if (unit === undefined) throw new TypeError('no unit');
  const channels = { pv: [0, hour, 0], load: [7000, 0, 0], import: [0, 0, 0], charge: [0, 0, 60_000] } as const;
  const row = rowOf(span, [{ ...unit, sums: { ...noSums, channels, error: 7000 } }], frame);
  expect(row).toMatchObject({ pvWh: 0, loadWh: 7, chargeWh: 0 });
  expect(row).not.toHaveProperty('importWh');
  expect(row, 'it cannot balance either').not.toHaveProperty('meteringErrorWh');
  const noLoad = { ...channels, import: [9000, hour, 0], load: [0, 0, 0] } as const;
  const other = rowOf(span, [{ ...unit, sums: { ...noSums, channels: noLoad, error: 7000 } }], frame);
  expect(other, 'L8: nor without the load').not.toHaveProperty('meteringErrorWh');
  expect(row.missing, 'but its time is missing').toBeCloseTo((3 * hour - 60_000) / (4 * hour), 9);
});
