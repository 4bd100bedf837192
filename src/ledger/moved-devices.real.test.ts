// A device that goes on under another protocol or other topics: its counter may be another one, and what lies between the two is no energy.
import type { Batch } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { expect, test, type TestContext, vi } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { anna, openHome, site } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 5, 1);
const day = { fromMs: startMs, toMs: startMs + 24 * hourMs };

/** A counter without a power, at 300 W, a minute apart. */
function counts(fromWh: number, fromMinute: number, toMinute: number): Batch[] {
  return Array.from({ length: toMinute - fromMinute }, (_, minute) => {
    const value = [fromWh + 5 * minute];
    const atMs = startMs + (fromMinute + minute) * minuteMs;
    return { site, device: 'meter', atMs, metric: ['grid.energy.import'], value, quality: ['good'] };
  });
}

/** Two hours before and two after a move, which takes ten minutes; the first reading after it shows so much more. */
async function moved(context: TestContext, jumpWh: number, { isMoved = true, fromWh = 50_000 } = {}) {
  const path = tempDir(context);
  const home = await openHome(context, { path, nowMs: startMs + 125 * minuteMs, timeZone: 'UTC' });
  home.ledger.place({ id: 'meter', kind: 'meter', intervalMs: minuteMs });
  await home.ingest(counts(fromWh, 0, 120));
  if (isMoved) home.ledger.moved('meter');
  await home.close();
  // What is kept of the move counts, also after a restart.
  const again = await openHome(context, { path, nowMs: startMs + 5 * hourMs, timeZone: 'UTC' });
  again.ledger.place({ id: 'meter', kind: 'meter', intervalMs: minuteMs });
  await again.ingest(counts(fromWh + 119 * 5 + jumpWh, 130, 250));
  await again.ledger.settlement.settled();
  const kwh = async () => ((await again.energy.report({ ...day, by: 'day' })).rows[0]?.importWh ?? 0) / 1000;
  return { again, kwh, events: await again.energy.events(day) };
}

// 119 minutes before, 119 after.
const counted = 1.19;

test.for([
  ['1 kWh more', 1000],
  ['8 kWh more', 8000],
  ['less, near zero', 500 - 50_595],
  ['less, far from zero', -20_000],
] as const)('another counter, which shows %s, brings no energy by that', async ([, jumpWh], context) => {
  const { kwh, events, again } = await moved(context, jumpWh);
  expect(await kwh()).toBeCloseTo(counted, 2);
  expect(events.map(({ kind, reason }) => [kind, reason.code])).toEqual([['held', 'counter.other']]);
  // A person knows better: of a counter that is higher the difference is energy.
  if (jumpWh < 0) return;
  const repair = { kind: 'overrule', event: events[0]?.id ?? '', isBooked: true } as const;
  await again.energy.applyCorrection(repair, { why: 'it is the same one', by: anna });
  expect(await kwh()).toBeCloseTo(counted + jumpWh / 1000, 2);
});

test('the same counter goes on: what it counted meanwhile is energy', async (context) => {
  const { kwh, events } = await moved(context, 50);
  expect(await kwh()).toBeCloseTo(counted + 0.05, 2);
  expect(events.map(({ kind }) => kind)).toEqual(['gap']);
});

test('a counter of thousands of kilowatt-hours that shows two more is the same', async (context) => {
  const { kwh } = await moved(context, 2000, { fromWh: 5_688_000 });
  expect(await kwh()).toBeCloseTo(counted + 2, 2);
});

/** The same with the power, 2 kW, that the counter counts or not. */
function powered(fromWh: number, [fromMinute, toMinute]: readonly [number, number], isCounted = true): Batch[] {
  return Array.from({ length: toMinute - fromMinute }, (_, minute) => ({
    site,
    device: 'meter',
    atMs: startMs + (fromMinute + minute) * minuteMs,
    metric: ['grid.energy.import', 'grid.power'],
    value: [Math.round(fromWh + (isCounted ? (minute * 100) / 3 : 0)), 2000],
    quality: ['good', 'good'],
  }));
}

test('a counter that stood still is no measure for the one of the device that replaces it', async (context) => {
  const path = tempDir(context);
  const home = await openHome(context, { path, nowMs: startMs + 360.5 * minuteMs, timeZone: 'UTC' });
  home.ledger.place({ id: 'meter', kind: 'meter', intervalMs: minuteMs });
  await home.ingest([...powered(50_000, [0, 60]), ...powered(52_000, [60, 360], false)]);
  home.ledger.moved('meter');
  await home.close();
  const again = await openHome(context, { path, nowMs: startMs + 9 * hourMs, timeZone: 'UTC' });
  again.ledger.place({ id: 'meter', kind: 'meter', intervalMs: minuteMs });
  // It happens to stand a little above what the old one should have shown.
  await again.ingest(powered(62_400, [361, 480]));
  await again.ledger.settlement.settled();
  const events = await again.energy.events(day);
  expect(events.map(({ reason }) => reason.code)).toEqual(['counter.stood-still', 'counter.other']);
  expect((await again.energy.report({ ...day, by: 'day' })).rows[0]?.importWh).toBeCloseTo(16_000, -2);
});

test('without a move a step that may have flowed is energy, as before', async (context) => {
  const { kwh } = await moved(context, 1000, { isMoved: false });
  expect(await kwh()).toBeCloseTo(counted + 1, 2);
});
