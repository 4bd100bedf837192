// The ledger over a gap of a meter's connection that was filled from what the meter had stored: the same energy as without the gap, hour by
// hour, and none of it twice, whatever the restarts and repetitions.
import { minuteMs } from '#core/time.ts';
import { expect, test, vi } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { storingMeter, type StoringMeter } from '#drivers/testing/storing-meter.ts';
import { openHome, site } from '#ledger/testing/ledger-home.ts';
import type { Owner } from '#tools/testkit/owner.ts';

vi.setConfig({ testTimeout: 240_000 });

const span = 10;

/** What the ledger makes of batches: Wh of each hour. */
async function settled(context: Owner, batches: readonly Batch[], parts = 1) {
  const startMs = batches[0]?.atMs ?? 0;
  const home = await openHome(context, { nowMs: startMs + span * 60 * minuteMs, timeZone: 'UTC' });
  home.ledger.place({ id: 'meter', kind: 'meter', intervalMs: minuteMs });
  const own = batches.map((batch) => ({ ...batch, site }));
  // The ledger is asked for its figures in between, as a page would.
  for (let part = 0; part < parts; part += 1) {
    await home.ingest(own.slice((part * own.length) / parts, ((part + 1) * own.length) / parts));
    await home.ledger.settlement.settled();
  }
  const { rows } = await home.energy.report({ fromMs: startMs, toMs: startMs + 5 * 60 * minuteMs, by: 'hour' });
  return rows.map(({ importWh = 0, exportWh = 0 }) => ({ importWh, exportWh }));
}

const total = (rows: readonly { readonly importWh: number; readonly exportWh: number }[]) => ({
  importWh: rows.reduce((sum, { importWh }) => sum + importWh, 0),
  exportWh: rows.reduce((sum, { exportWh }) => sum + exportWh, 0),
});

const net = (rows: Parameters<typeof total>[0]): number => total(rows).importWh - total(rows).exportWh;

/** Four hours of a meter; `during` has the second and third. */
async function fourHours(during: (meter: StoringMeter) => Promise<void>): Promise<StoringMeter> {
  const meter = storingMeter();
  const device = meter.begin();
  await meter.live(60);
  await during(meter);
  await meter.live(60);
  await device.stop();
  return meter;
}

test('the energy of a filled gap is that of no gap, hour by hour', async (context) => {
  const whole = await fourHours((meter) => meter.live(120));
  const truth = await settled(context, whole.heard.batches);
  expect(total(truth).importWh + total(truth).exportWh).toBeGreaterThan(50);
  const gap = await fourHours(async (meter) => {
    meter.faults.mute = true;
    await meter.live(118);
    meter.faults.mute = false;
    await meter.live(2);
  });
  expect(gap.asked).toContain('EMData.GetData');
  const filled = await settled(context, gap.heard.batches, 3);
  expect(filled).toHaveLength(truth.length);
  const off = filled.flatMap((row, hour) => [
    Math.abs(row.importWh - (truth[hour]?.importWh ?? 0)),
    Math.abs(row.exportWh - (truth[hour]?.exportWh ?? 0)),
  ]);
  expect(Math.max(...off)).toBeLessThan(3);
  // The phases are netted at each moment, and a minute's mean has netted more; what flowed on the whole is the same.
  expect(Math.abs(net(filled) - net(truth))).toBeLessThan(0.5);
});

test('what is told again, by a restart in the middle of filling too, is counted once', async (context) => {
  const meter = storingMeter();
  const first = meter.begin();
  await meter.live(60);
  meter.faults.mute = true;
  await meter.live(120);
  meter.faults.mute = false;
  await meter.live(1.3);
  // Killed: what was noted last is older than what was told.
  const older = meter.saved.findLast(({ gaps }) => (gaps ?? []).length > 0);
  await first.stop();
  if (older !== undefined) meter.saved.push(older);
  const second = meter.begin();
  await meter.live(30);
  await second.stop();
  const once = await settled(context, meter.heard.batches);
  const twice = await settled(context, [...meter.heard.batches, ...meter.heard.batches], 4);
  expect(twice).toEqual(once);
  const grown = (metric: 'grid.energy.import' | 'grid.energy.export'): number => {
    const counted = meter.told(metric);
    return (counted.at(-1)?.value ?? 0) - (counted[0]?.value ?? 0);
  };
  const flowed = grown('grid.energy.import') - grown('grid.energy.export');
  // At the ends of the gap the power of a part of a minute is not known to the second.
  expect(Math.abs(net(once) / flowed - 1)).toBeLessThan(0.005);
});
