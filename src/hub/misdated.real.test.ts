// A wall clock that was a day wrong for an hour: what was read then is offered, moved, and stands in history and energy as if the
// clock had been right.
import { expect, test, vi } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, opened, roof } from './testing/opened-hub.ts';

vi.setConfig({ testTimeout: 240_000 });

test.for([dayMs, -dayMs])('a clock that is wrong by %i ms', async (wrongMs, context) => {
  const startMs = Date.UTC(2026, 5, 10, 9);
  const clock = fakeClock(startMs);
  const { hub, field, history } = await opened(context, tempDir(context), { clock });
  await hub.as(anna).site(site).devices.add(roof);
  const run = async (forMs: number): Promise<void> => {
    for (let passed = 0; passed < forMs; passed += 30_000) {
      await clock.advance(30_000);
      field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 1200 }));
    }
  };
  await run(hourMs);
  clock.setNow(clock.nowMs() + wrongMs);
  await run(hourMs);
  clock.setNow(clock.nowMs() - wrongMs);
  await run(hourMs);
  await hub.flush();
  const energy = hub.as(anna).site(site).energy();
  const series = [{ site, device: 'roof', metric: 'pv.power' as const }];
  const moments = async (): Promise<readonly number[]> =>
    (await history.range({ series, fromMs: 0, toMs: startMs + 100 * dayMs }))[0]?.atMs ?? [];
  expect((await moments()).length).toBe(360);

  await vi.waitFor(async () => expect((await energy.misdated()).length).toBe(1), 20_000);
  const [offer] = await energy.misdated();
  expect(offer).toMatchObject({ isSure: true, state: 'offered', byMs: -wrongMs, devices: [{ name: 'Roof' }] });
  expect(offer?.devices[0]?.moments).toBeGreaterThan(115);
  await energy.moveMisdated(offer?.id ?? '', 'the battery of its clock is empty');
  const right = Array.from({ length: 360 }, (_, index) => startMs + (index + 1) * 30_000);
  // While nobody knew yet who was right values waited, and got their time by the clock that was believed.
  const near = (await moments()).filter((at, index) => Math.abs(at - (right[index] ?? 0)) <= 3 * minuteMs);
  expect(near.length).toBe(360);
  const { total } = await energy.report({ fromMs: startMs, toMs: startMs + 3 * hourMs, by: 'hour' });
  expect(total.pvWh).toBeGreaterThan(3500);
  expect(total.pvWh).toBeLessThan(3700);
  const lines = await hub.as(anna).auditLines({ limit: 9 });
  expect(lines.map(({ action }) => action)).toContain('move misdated values');
});
