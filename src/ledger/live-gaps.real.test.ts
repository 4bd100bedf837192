// Gaps in a running home: a counter that was silent for a day is shaped by the home's previous day, also after a restart.
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { expect, test, vi } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, site } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 5, 1);
const isEvening = (atMs: number): boolean => (atMs % dayMs) / hourMs >= 18 && (atMs % dayMs) / hourMs < 20;

/** A meter's counter every five minutes: 3 kW in the evening, otherwise 200 W. */
function counts(fromHour: number, toHour: number): Batch[] {
  const batches: Batch[] = [];
  let wh = 1_000_000;
  for (let atMs = startMs; atMs < startMs + toHour * hourMs; atMs += 5 * minuteMs) {
    if (atMs >= startMs + fromHour * hourMs)
      batches.push({
        site,
        device: 'house',
        atMs,
        metric: ['grid.energy.import'],
        value: [Math.floor(wh)],
        quality: ['good'],
      });
    wh += (isEvening(atMs) ? 3000 : 200) / 12;
  }
  return batches;
}

test('a silent day has the shape of the day before', async (context) => {
  const path = tempDir(context);
  const open = async (hours: number) => {
    const home = await openHome(context, { path, nowMs: startMs + hours * hourMs, timeZone: 'UTC' });
    home.ledger.place({ id: 'house', kind: 'meter', intervalMs: 5 * minuteMs });
    return home;
  };
  const home = await open(37);
  await home.ingest(counts(0, 36));
  await home.ledger.settlement.settled();
  await home.close();
  const again = await open(65);
  await again.ingest(counts(60, 64));
  await again.ledger.settlement.settled();
  const span = { fromMs: startMs + 36 * hourMs, toMs: startMs + 60 * hourMs };
  const { rows } = await again.energy.report({ ...span, by: 'hour' });
  const wh = rows.map(({ importWh = 0 }) => importWh);
  const evening = (wh[6] ?? 0) + (wh[7] ?? 0);
  expect(evening / 6000).toBeCloseTo(1, 1);
  expect((wh[12] ?? 0) / 200).toBeCloseTo(1, 1);
});

test('a late reading settles again what hangs on it and nothing more than the two days after it', async (context) => {
  const home = await openHome(context, { nowMs: startMs + 121 * hourMs, timeZone: 'UTC' });
  home.ledger.place({ id: 'house', kind: 'meter', intervalMs: 5 * minuteMs });
  const all = counts(0, 120);
  const late = all.filter(({ atMs }) => atMs >= startMs + 30 * hourMs && atMs < startMs + 31 * hourMs);
  await home.ingest(all.filter((batch) => !late.includes(batch)));
  await home.ledger.settlement.settled();
  const before = home.ledger.settlement.settledHours;
  await home.ingest(late);
  await home.ledger.settlement.settled();
  expect(home.ledger.settlement.settledHours - before).toBeLessThanOrEqual(50);
  const { rows } = await home.energy.report({ fromMs: startMs, toMs: startMs + 5 * dayMs, by: 'day' });
  expect(rows.map(({ importWh = 0 }) => Math.round(importWh / 100))).toEqual([104, 104, 104, 104, 104]);
});
