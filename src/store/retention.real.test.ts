// What is kept how long: rules, what answers in place of what was deleted, and that it is counted.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openChunkStore } from './chunks/store.ts';
import { packBatches } from './point-columns.ts';
import { openSqliteBackend } from './sqlite-backend.ts';
import { openSqliteHistory } from './sqlite-history.ts';
import { heldFolder, heldHistory } from './testing/places.ts';

const power: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
const soc: SeriesKey = { ...power, metric: 'battery.soc' };

/** Three days, a poll a minute; values count the minutes. */
async function threeDays(store: HistoryStore): Promise<void> {
  const polls = Array.from({ length: 3 * 1440 }, (_, minute): Batch => {
    return {
      site: 'home',
      device: 'inverter',
      atMs: minute * minuteMs,
      metric: ['pv.power', 'battery.soc'],
      value: [minute, minute / 2],
      quality: ['good', 'good'],
    };
  });
  await store.append(polls);
  await store.maintain(3 * dayMs + hourMs);
}

async function counts(store: HistoryStore, key: SeriesKey, stepMs?: number) {
  const query = { series: [key], fromMs: 0, toMs: 3 * dayMs, aggregate: 'count' as const };
  const [answer] = await store.range(stepMs === undefined ? query : { ...query, stepMs });
  return answer ?? { atMs: [], value: [] };
}

test('raw points go, and rows of 5 minutes answer for them', async (owner) => {
  const store = await heldHistory(owner, heldFolder(owner, tempDir(owner)));
  await threeDays(store);
  const before = await store.range({
    series: [power, soc],
    fromMs: 0,
    toMs: 3 * dayMs,
    stepMs: 15 * minuteMs,
    aggregate: 'timeMean',
  });
  await store.setRetention([
    { metric: 'battery.*', rawDays: null },
    { site: 'home', rawDays: 1 },
  ]);
  await store.maintain(3 * dayMs);
  expect(await store.status()).toMatchObject({
    points: 1440 + 3 * 1440,
    tiers: { raw: { rows: 4 * 1440, fromMs: 0 } },
  });
  const raw = await counts(store, power);
  expect(raw.atMs.slice(0, 2), 'two days in steps of 5 minutes').toEqual([0, 5 * minuteMs]);
  expect(raw.atMs).toHaveLength(2 * 288 + 1440);
  expect((await counts(store, soc)).atMs, 'another rule').toHaveLength(3 * 1440);
  expect(await counts(store, power, minuteMs)).toMatchObject({
    value: [...Array<number>(576).fill(5), ...Array<number>(1440).fill(1)],
  });
  expect((await counts(store, power, 7 * hourMs)).value.reduce((sum, one) => sum + one, 0)).toBe(3 * 1440);
  const after = await store.range({
    series: [power, soc],
    fromMs: 0,
    toMs: 3 * dayMs,
    stepMs: 15 * minuteMs,
    aggregate: 'timeMean',
  });
  expect(after).toEqual(before);
});

test('rows of 5 minutes go as well, and hours answer; days stay', async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const store = await heldHistory(owner, folder);
  await threeDays(store);
  await store.setRetention([{ rawDays: 1, fiveMinuteDays: 1, hourDays: 2 }]);
  await store.close();
  const again = await heldHistory(owner, folder);
  await again.maintain(3 * dayMs);
  const { tiers, points } = await again.status();
  expect(points).toBe(2 * 1440);
  expect(tiers).toMatchObject({
    raw: { rows: 2 * 1440, fromMs: 2 * dayMs },
    fiveMinutes: { rows: 2 * 288, fromMs: 2 * dayMs },
    hours: { rows: 2 * 48, fromMs: dayMs },
    days: { rows: 6 },
  });
  const { atMs, value } = await counts(again, power, 5 * minuteMs);
  expect(atMs.slice(0, 3), 'a day, then hours').toEqual([0, dayMs, dayMs + hourMs]);
  expect(value).toEqual([1440, ...Array<number>(24).fill(60), ...Array<number>(288).fill(5)]);
  expect((await counts(again, power, dayMs)).value).toEqual([1440, 1440, 1440]);
});

test('what comes late for a time whose points went is added to the rows', async (owner) => {
  const store = await heldHistory(owner, heldFolder(owner, tempDir(owner)));
  await threeDays(store);
  await store.setRetention([{ rawDays: 1 }]);
  await store.maintain(3 * dayMs);
  const late = {
    site: 'home',
    device: 'inverter',
    metric: ['pv.power' as const],
    value: [9],
    quality: ['good' as const],
  };
  await store.append([{ ...late, atMs: 4 * minuteMs + 1 }]);
  for (const turn of ['in the log', 'flushed']) {
    const { value } = await counts(store, power, hourMs);
    expect(value.slice(0, 2), `late, ${turn}`).toEqual([61, 60]);
    await store.maintain(3 * dayMs);
  }
  expect(await store.status()).toMatchObject({ points: 2 * 1440 });
});

test('rules that make no sense are asserted', async (owner) => {
  const store = await heldHistory(owner, heldFolder(owner, tempDir(owner)));
  await expect(store.setRetention([{ rawDays: 0 }])).rejects.toThrow(/^assertion: /);
});

test('by the clock a store puts away and lets go without being asked', async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  const clock = fakeClock(3 * dayMs);
  const store = await openSqliteHistory({ folder, clock });
  owner.onTestFinished(() => store.close());
  const polls = Array.from({ length: 3 * 1440 }, (_, minute): Batch => {
    const at = { site: 'home', device: 'inverter', atMs: minute * minuteMs };
    return { ...at, metric: ['pv.power'], value: [minute], quality: ['good'] };
  });
  await store.append(polls);
  await store.setRetention([{ rawDays: 1 }]);
  await clock.advance(9 * minuteMs);
  expect((await store.status()).points).toBe(3 * 1440);
  await clock.advance(minuteMs);
  await expect.poll(async () => (await store.status()).points, { timeout: 20_000 }).toBe(1440);
  await clock.advance(2 * dayMs);
  await expect.poll(async () => (await store.status()).points, { timeout: 20_000 }).toBe(0);
  expect((await counts(store, power, dayMs)).value, 'days stay').toEqual([1440, 1440, 1440]);
});

test('in quiet times all is put away and the log gives its room back; what comes later is kept as before', async (owner) => {
  const path = tempDir(owner);
  const folder = heldFolder(owner, path);
  const clock = fakeClock(10 * hourMs);
  const store = await openSqliteHistory({ folder, clock });
  const polls = (fromMs: number, count: number) =>
    Array.from({ length: count }, (_, poll): Batch => {
      const at = { site: 'home', device: 'inverter', atMs: fromMs + poll * 1000 };
      return { ...at, metric: ['pv.power'], value: [poll], quality: ['good'] };
    });
  const logBytes = (): number =>
    readdirSync(path)
      .filter((name) => /-log|-wal/.test(name))
      .reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  // Two hours that are over, a part of the running one, and a poll now and then.
  await store.append(polls(8 * hourMs, 2 * 3600));
  await store.append(polls(10 * hourMs - 900_000, 900));
  expect(logBytes()).toBeGreaterThan(100_000);
  await clock.advance(minuteMs);
  await expect.poll(logBytes).toBe(0);
  await store.append(polls(10 * hourMs, 3));
  await clock.advance(minuteMs);
  // A few points stay in the log, and it has no more room than they take.
  await expect.poll(logBytes).toBeLessThan(400);
  expect(logBytes()).toBeGreaterThan(0);
  const ever = {
    series: [{ site: 'home', device: 'inverter', metric: 'pv.power' as const }],
    fromMs: 0,
    toMs: 11 * hourMs,
  };
  const before = await store.range(ever);
  expect(before.map(({ atMs }) => atMs.length)).toEqual([7203]);
  await store.close();
  const again = await openSqliteHistory({ folder, clock });
  owner.onTestFinished(() => again.close());
  expect(await again.range(ever)).toEqual(before);
  expect(await again.status()).not.toHaveProperty('damage');
});

/** A folder with 100 days of hourly values, everything in chunks, and a clock at their end. */
async function hundredDays(owner: Parameters<typeof heldFolder>[0]) {
  const folder = heldFolder(owner, tempDir(owner));
  const endMs = Date.UTC(2026, 5, 1);
  const filled = await openSqliteHistory({ folder });
  const polls = Array.from({ length: 100 * 24 }, (_, hour): Batch => {
    const at = { site: 'home', device: 'inverter', atMs: endMs - (hour + 1) * hourMs };
    return { ...at, metric: ['pv.power'], value: [hour], quality: ['good'] };
  });
  await filled.append(polls);
  await filled.maintain(endMs - 90 * dayMs);
  await filled.close();
  const clock = fakeClock(endMs);
  const open = async (isTimeConfirmed?: () => boolean): Promise<HistoryStore> => {
    const store = await openSqliteHistory({
      folder,
      clock,
      ...(isTimeConfirmed === undefined ? {} : { isTimeConfirmed }),
    });
    owner.onTestFinished(() => store.close());
    return store;
  };
  /** The points once the work of the timers is done. */
  const pass = async (store: HistoryStore, ms: number): Promise<number> => {
    await clock.advance(ms);
    let points = -1;
    let same = 0;
    await expect
      .poll(
        async () => {
          const now = (await store.status()).points;
          same = now === points ? same + 1 : 0;
          points = now;
          return same >= 5;
        },
        { timeout: 20_000, interval: 20 },
      )
      .toBe(true);
    return points;
  };
  return { clock, open, pass, endMs };
}

test('a wall clock that is a year ahead deletes nothing, neither while it is nor over a restart', async (owner) => {
  const { clock, open, pass, endMs } = await hundredDays(owner);
  const store = await open();
  const whole = await pass(store, 11 * minuteMs);
  expect(whole).toBe(90 * 24);
  clock.setNow(endMs + 366 * dayMs);
  expect(await pass(store, 11 * minuteMs), 'eleven minutes').toBe(whole);
  expect(await pass(store, 2 * dayMs), 'two days take two days').toBeGreaterThanOrEqual(whole - 2 * 24 - 1);
  expect((await store.status()).aheadMs).toBeGreaterThan(365 * dayMs);
  await store.close();
  const again = await open();
  expect(await pass(again, 11 * minuteMs), 'after a restart').toBeGreaterThanOrEqual(whole - 2 * 24 - 1);
  clock.setNow(endMs + 2 * dayMs + hourMs);
  expect(await pass(again, 11 * minuteMs), 'right again').toBeGreaterThan(whole - 2 * 24 - 3);
  expect((await again.status()).aheadMs).toBeUndefined();
});

test('a clock that jumps before it was looked at once, and is believed for new values, deletes nothing', async (owner) => {
  const { clock, open, pass, endMs } = await hundredDays(owner);
  const store = await open();
  const aheadMs = endMs + 366 * dayMs;
  clock.setNow(aheadMs);
  const made = { site: 'home', device: 'inverter', atMs: aheadMs, metric: ['pv.power'] } as const;
  await store.append([{ ...made, value: [1], quality: ['good'] }]);
  expect(await pass(store, 11 * minuteMs)).toBeGreaterThan(90 * 24);
  expect((await store.status()).aheadMs).toBeGreaterThan(365 * dayMs);
});

test('a wall clock that was behind when it was first looked at is not ahead once it is right', async (owner) => {
  const clock = fakeClock(100 * dayMs);
  const store = await openSqliteHistory({ folder: heldFolder(owner, tempDir(owner)), clock });
  owner.onTestFinished(() => store.close());
  clock.setNow(99 * dayMs);
  await clock.advance(10 * minuteMs);
  clock.setNow(100 * dayMs + 10 * minuteMs);
  await clock.advance(20 * minuteMs);
  await expect.poll(async () => (await store.status()).reachedMs).toBeGreaterThanOrEqual(100 * dayMs + 30 * minuteMs);
  expect(await store.status()).not.toHaveProperty('aheadMs');
});

test('a jump that is confirmed for a day counts, and not before', async (owner) => {
  const { clock, open, pass, endMs } = await hundredDays(owner);
  const store = await open(() => true);
  const whole = await pass(store, 11 * minuteMs);
  clock.setNow(endMs + 30 * dayMs);
  expect(await pass(store, 23 * hourMs), 'announced').toBeGreaterThan(whole - 26);
  expect(await store.status()).toMatchObject({ aheadMs: expect.closeTo(30 * dayMs, -7) as number });
  expect(await pass(store, 2 * hourMs), 'a day later').toBeLessThan(whole - 29 * 24);
});

test('first looked at while the clock is behind, a history waits for another clock, the right time, or a day', async (owner) => {
  const newestMs = 100 * dayMs;
  /** A history of one point that nobody has looked at yet, opened again. */
  const open = async () => {
    const path = join(tempDir(owner), 'history.db');
    const made = await openChunkStore(await openSqliteBackend({ path }));
    await made.append(
      packBatches([
        { site: 'home', device: 'inverter', atMs: newestMs, metric: ['pv.power'], value: [1], quality: ['good'] },
      ]),
    );
    await made.close();
    const store = await openChunkStore(await openSqliteBackend({ path }));
    owner.onTestFinished(() => store.close());
    const look = (wallMs: number, { isConfirmed = false, passedMs = 5 * minuteMs } = {}) =>
      store.reach({ wallMs, passedMs, isSteady: true, isConfirmed });
    return { store, look };
  };
  const right = await open();
  expect(await right.look(newestMs - 3 * dayMs)).toBe(Number.NEGATIVE_INFINITY);
  expect(await right.look(newestMs + 10 * minuteMs)).toBe(newestMs + 10 * minuteMs);
  expect(await right.store.status()).not.toHaveProperty('aheadMs');
  // The point was of the future.
  const confirmed = await open();
  expect(await confirmed.look(newestMs - 3 * dayMs, { isConfirmed: true })).toBe(newestMs - 3 * dayMs);
  const alone = await open();
  expect(await alone.look(newestMs - 3 * dayMs)).toBe(Number.NEGATIVE_INFINITY);
  expect(await alone.look(newestMs - 2 * dayMs, { passedMs: dayMs })).toBe(newestMs - 2 * dayMs);
});
