// A home lives through wall clocks that are wrong, on the real stores: nothing that was taken is lost, points only become more, the ledger
// has nothing of a time that is still to come, and what it counted is what flowed.
import { expect, test, type TestContext, vi } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { eraFile } from '#store/era-file.ts';
import { waitingFile } from '#store/waiting-file.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeTimeWitness } from './time-witness.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, opened, roof } from './testing/opened-hub.ts';

vi.setConfig({ testTimeout: 240_000 });

const watts = 1200;
const stepMs = 30_000;
const series = [{ site, device: 'roof', metric: 'pv.power' as const }];

/** A home that reads one inverter, and what is asked of it at every step. */
async function walker(context: TestContext, { startMs = Date.UTC(2026, 5, 10, 9), wrongMs = 0 } = {}) {
  const clock = fakeClock(startMs + wrongMs);
  const witness = makeTimeWitness(clock);
  const path = tempDir(context);
  const { hub, field, history } = await opened(context, path, {
    clock,
    witness,
    waiting: (id) => waitingFile(path, id),
    eras: (id) => eraFile(path, id, { clock }),
  });
  await hub.as(anna).site(site).devices.add(roof);
  // Of the home as it runs now: in another zone it begins anew.
  const energy = () => hub.as(anna).site(site).energy();
  let [read, most, aheadMs] = [0, 0, wrongMs];
  const doubts = new Set<string>();
  const stored = async (): Promise<readonly number[]> => {
    await hub.flush();
    return (await history.range({ series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }))[0]?.atMs ?? [];
  };
  const look = async (): Promise<void> => {
    const { length } = await stored();
    expect(length, 'points only become more').toBeGreaterThanOrEqual(most);
    most = length;
    for (const { reason } of await hub.healthIssues()) if (reason.code === 'clock.doubt') doubts.add(reason.code);
    const { rows } = await energy().report({
      fromMs: clock.nowMs() - dayMs,
      toMs: clock.nowMs() + 3 * dayMs,
      by: 'hour',
    });
    const toCome = rows.filter((row) => row.startMs > clock.nowMs() && (row.pvWh ?? 0) > 0);
    expect(toCome, 'nothing of a time to come').toEqual([]);
  };
  return {
    startMs,
    clock,
    hub,
    witness,
    energy,
    stored,
    doubts,
    /** By how much the clock is wrong from now on, ms. */
    wrongBy(ms: number): void {
      clock.setNow(clock.nowMs() + ms - aheadMs);
      aheadMs = ms;
    },
    async run(forMs: number): Promise<void> {
      for (let passed = 0; passed < forMs; passed += stepMs) {
        await clock.advance(stepMs);
        field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': watts }));
        read += 1;
      }
      await look();
    },
    rightMs: () => clock.nowMs() - aheadMs,
    read: () => read,
  };
}

/** All that was read is stored, and after what is offered was moved it stands where it was read, and counts as it flowed. */
async function expectWhole({ read, stored, energy, startMs }: Awaited<ReturnType<typeof walker>>): Promise<void> {
  const count = read();
  expect((await stored()).length).toBe(count);
  for (const { id, state } of await energy().misdated())
    if (state === 'offered') await energy().moveMisdated(id, 'the clock was wrong');
  const right = Array.from({ length: count }, (_none, index) => startMs + (index + 1) * stepMs);
  const found = await stored();
  expect(found.length).toBe(count);
  expect(found.filter((at, index) => Math.abs(at - (right[index] ?? 0)) <= 3 * minuteMs).length).toBe(count);
  const { total } = await energy().report({
    fromMs: startMs - dayMs,
    toMs: startMs + count * stepMs + dayMs,
    by: 'day',
  });
  const flowed = (count * stepMs * watts) / hourMs;
  expect(Math.abs((total.pvWh ?? 0) - flowed)).toBeLessThan(flowed * 0.05);
}

const years = 366 * dayMs;

test.for([dayMs, -dayMs, years, -years])('wrong by %i ms for an hour', async (wrongMs, context) => {
  const home = await walker(context);
  await home.run(hourMs);
  home.wrongBy(wrongMs);
  await home.run(hourMs);
  home.wrongBy(0);
  await home.run(hourMs);
  await expectWhole(home);
  expect(await home.hub.healthIssues()).toEqual([]);
});

test.for([dayMs, -dayMs, years, -years])(
  'a fresh home begins wrong by %i ms, and NTP comes after an hour',
  async (wrongMs, context) => {
    const home = await walker(context, { wrongMs });
    await home.run(hourMs);
    home.wrongBy(0);
    home.witness.synchronised(true);
    await home.run(hourMs);
    await expectWhole(home);
    expect(home.doubts, 'nobody was in doubt').toEqual(new Set());
  },
);

test('NTP comes after an hour and finds the clock right: no doubt, nothing offered', async (context) => {
  const home = await walker(context);
  await home.run(hourMs);
  home.witness.synchronised(true);
  await home.run(hourMs);
  expect(await home.energy().misdated()).toEqual([]);
  expect(home.doubts).toEqual(new Set());
  await expectWhole(home);
});

test('a clock that jumps by a day each minute', async (context) => {
  const home = await walker(context);
  await home.run(hourMs);
  for (let jump = 1; jump <= 40; jump += 1) {
    home.wrongBy(jump % 2 === 1 ? dayMs : 0);
    await home.run(minuteMs);
  }
  await home.run(hourMs);
  await expectWhole(home);
  expect(await home.hub.healthIssues()).toEqual([]);
});

test('a clock that goes a day further each minute, and comes back', async (context) => {
  const home = await walker(context);
  await home.run(hourMs);
  for (let jump = 1; jump <= 20; jump += 1) {
    home.wrongBy(jump * dayMs);
    await home.run(minuteMs);
  }
  home.wrongBy(0);
  await home.run(hourMs);
  await expectWhole(home);
});

test.for([
  ['spring', Date.UTC(2026, 2, 28, 22), 23],
  ['autumn', Date.UTC(2026, 9, 24, 21), 25],
] as const)(
  'the clocks change in %s, and the home moves to another zone meanwhile',
  async ([, startMs, hours], context) => {
    const home = await walker(context, { startMs });
    await home.run(6 * hourMs);
    const days = async () =>
      (await home.energy().report({ fromMs: startMs + 3 * hourMs, toMs: startMs + 4 * hourMs, by: 'day' })).rows;
    expect((await days()).map((row) => (row.endMs - row.startMs) / hourMs)).toEqual([hours]);
    await home.hub.as(anna).site(site).change({ timeZone: 'America/New_York' });
    await home.run(2 * hourMs);
    await expectWhole(home);
    expect(home.doubts).toEqual(new Set());
    expect(await home.energy().misdated()).toEqual([]);
  },
);
