// A counter whose register ends in the night of an outage: counted through, and again after a restart.
import type { Batch } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { expect, test, vi } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, site } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 5, 1);
const wrapWh = 6_553_600;

/** A counter of 0.1 kWh that is 1 kWh before its end, at 1 kW, a minute apart. */
function counts(fromHour: number, toHour: number): Batch[] {
  const minutes = (toHour - fromHour) * 60;
  return Array.from({ length: minutes }, (_, minute) => {
    const atMs = startMs + fromHour * hourMs + minute * minuteMs;
    const wh = (Math.floor((wrapWh - 5000 + (1000 * (atMs - startMs)) / hourMs) / 100) * 100) % wrapWh;
    return { site, device: 'old', atMs, metric: ['grid.energy.import'], value: [wh], quality: ['good'] };
  });
}

test('the width of a register is known to a home, and to the same home started again', async (context) => {
  const path = tempDir(context);
  const widths = { 'grid.energy.import': wrapWh };
  const home = await openHome(context, { path, nowMs: startMs + 4 * hourMs, timeZone: 'UTC' });
  home.ledger.place({ id: 'old', kind: 'meter', intervalMs: minuteMs, widths });
  await home.ingest(counts(0, 3));
  await home.ledger.settlement.settled();
  await home.close();
  const again = await openHome(context, { path, nowMs: startMs + 20 * hourMs, timeZone: 'UTC' });
  // A caller that does not give it leaves it as it was.
  again.ledger.place({ id: 'old', kind: 'meter', intervalMs: minuteMs });
  await again.ingest(counts(11, 19));
  await again.ledger.settlement.settled();
  const { rows } = await again.energy.report({ fromMs: startMs, toMs: startMs + 24 * hourMs, by: 'day' });
  expect(Math.abs((rows[0]?.importWh ?? 0) - 18_950)).toBeLessThanOrEqual(150);
  const events = await again.energy.events({ fromMs: startMs, toMs: startMs + 24 * hourMs });
  expect(events.map(({ kind }) => kind)).toContain('rollover');
});
