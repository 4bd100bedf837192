// The monitor of a home over a history of the test's own: searches by the hour, live steps, dismissals, an end in between.
import { describe, expect, test } from 'vitest';
import { nextTurn } from '#core/clock.ts';
import type { HistoryStore } from '#core/history.ts';
import type { DismissalRecord } from '#core/records.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { findAnomalies, inOrder } from '#energy/anomalies/find-anomalies.ts';
import type { Track } from '#energy/anomalies/types.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeLiveSteps } from './live-steps.ts';
import { readTracks } from './read-tracks.ts';
import { searchApart } from './search-apart.ts';
import { makeAnomalyMonitor } from './monitor.ts';

const startMs = Date.UTC(2026, 5, 1);
const key = { site: 'home', device: 'roof', metric: 'load.power' } as const;

/** Twenty days of a load that moves, then stands. */
function standing(): Pick<HistoryStore, 'range' | 'series'> {
  return {
    series: async () => [key, { ...key, metric: 'battery.cycles' }],
    async range({ series, fromMs, toMs, stepMs = 0 }) {
      expect(series).toEqual([key]);
      const atMs: number[] = [];
      for (let at = Math.max(startMs, fromMs); at < toMs; at += stepMs) atMs.push(at);
      const value = atMs.map((at) => (at < startMs + 20 * dayMs ? (at / minuteMs) % 977 : 250));
      return [{ key, atMs, value, cut: false }];
    },
  };
}

function watching(nowMs: number) {
  const clock = fakeClock(nowMs);
  const kept: DismissalRecord[] = [];
  const troubles: unknown[] = [];
  const told: string[] = [];
  const records = {
    dismissals: { ofSite: async () => kept, save: async (one: DismissalRecord) => void kept.push(one) },
  };
  const place = { timeZone: 'Europe/Berlin' };
  const make = () =>
    makeAnomalyMonitor({
      site: 'home',
      place,
      clock,
      history: standing(),
      records,
      onTrouble: (why) => troubles.push(why),
      onNew: (found) => told.push(...found.map(({ kind }) => kind)),
    });
  const searched = async (monitor: ReturnType<typeof make>) => {
    let isDone = false;
    const done = monitor.search().then(() => (isDone = true));
    while (!isDone) await clock.advance(1000);
    await done;
  };
  return { clock, kept, troubles, told, make, searched };
}

const nowMs = startMs + 20 * dayMs + 5 * hourMs;

describe('the monitor of a home', () => {
  test('finds what stands in history, and a restart finds the same', async () => {
    const { make, searched } = watching(nowMs);
    const [first, second] = [make(), make()];
    expect(await first.list({})).toEqual([]);
    await searched(first);
    await searched(second);
    const found = await first.list({ isOpen: true });
    expect(found).toMatchObject([{ kind: 'stuck', device: 'roof', metric: 'load.power', severity: 'warning' }]);
    expect(await second.list({})).toEqual(found);
    expect(await first.list({ toMs: startMs })).toEqual([]);
  });

  test('tells what a later search finds for the first time, once; the first one tells nothing', async () => {
    const { clock, make, searched, told } = watching(startMs + 19 * dayMs);
    const monitor = make();
    await searched(monitor);
    expect([await monitor.list({}), told]).toEqual([[], []]);
    await clock.advance(nowMs - clock.nowMs());
    await searched(monitor);
    await searched(monitor);
    expect(told).toEqual(['stuck']);
    const other = watching(nowMs);
    await other.searched(other.make());
    expect(other.told).toEqual([]);
  });

  test('remembers who put a finding away, also after a restart; what begins later is told again', async () => {
    const { make, searched, kept } = watching(nowMs);
    const monitor = make();
    await searched(monitor);
    const [found] = await monitor.list({});
    const view = await monitor.dismiss(found?.id ?? '', 'Anna');
    expect(view.dismissed?.by).toBe('Anna');
    expect(view.dismissed?.atMs).toBeGreaterThanOrEqual(nowMs);
    const again = make();
    await searched(again);
    expect(await again.list({})).toEqual([view]);
    expect(await again.list({ isOpen: true })).toEqual([]);
    kept.splice(0, kept.length, ...kept.map((one) => ({ ...one, atMs: startMs })));
    expect(await again.list({ isOpen: true })).toEqual([found]);
    await expect(monitor.dismiss('nothing', 'Anna')).rejects.toMatchObject({ code: 'anomaly.unknown' });
  });

  test('searches once an hour by itself, and ends when it is closed', async () => {
    const { make, clock, troubles } = watching(nowMs);
    const monitor = make();
    monitor.tick();
    monitor.tick();
    monitor.close();
    for (let count = 0; count < 20; count += 1) await clock.advance(1000);
    expect(await monitor.list({})).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test('tells a jump of a live reading at once', async () => {
    const { make } = watching(nowMs);
    const monitor = make();
    const soc = [40, 40, 90, 90, 90];
    for (const [index, value] of soc.entries())
      monitor.take({
        site: 'home',
        device: 'pack',
        atMs: nowMs + index * 5000,
        metric: ['battery.soc'],
        value: [value],
        quality: ['good'],
      });
    expect(await monitor.list({})).toMatchObject([{ kind: 'step', device: 'pack', severity: 'warning' }]);
    monitor.forget('pack');
    expect(await monitor.list({})).toEqual([]);
  });
});

test('the loop is held for one track at a time', async () => {
  const keys = Array.from({ length: 12 }, (_, index) => ({ ...key, device: `roof-${index}` }));
  const history: Pick<HistoryStore, 'range' | 'series'> = {
    series: async () => keys,
    range: async ({ series }) => series.map((one) => ({ key: one, atMs: [nowMs], value: [1], cut: false })),
  };
  const records = { dismissals: { ofSite: async () => [], save: async () => undefined } };
  let turn = 0;
  const turns: number[] = [];
  const begin = () => ({
    add: () => void turns.push(turn),
    find: async () => [],
    close: () => undefined,
  });
  const place = { timeZone: 'Europe/Berlin' };
  const clock = fakeClock(nowMs);
  const monitor = makeAnomalyMonitor({
    site: 'home',
    place,
    clock,
    history,
    records,
    begin,
    onTrouble: () => undefined,
  });
  let isDone = false;
  const done = monitor.search().then(() => (isDone = true));
  for (; !isDone; turn += 1) await nextTurn();
  await done;
  expect(turns).toHaveLength(keys.length);
  expect(new Set(turns).size, 'each in a turn of its own').toBe(keys.length);
});

test('a search apart finds what the detectors find, and what breaks there is told', async () => {
  const tracks: Track[] = [];
  for await (const track of readTracks(standing(), { site: 'home', fromMs: startMs, toMs: nowMs })) tracks.push(track);
  const place = { timeZone: 'Europe/Berlin', latitude: 52, longitude: 13 };
  const search = searchApart(place);
  for (const track of tracks) search.add(track);
  const expected = findAnomalies({ tracks, place });
  expect(expected).not.toEqual([]);
  expect(inOrder(await search.find())).toEqual(expected);
  search.close();
  const broken = searchApart({ timeZone: 'Nowhere/At all' });
  for (const track of tracks) broken.add(track);
  await expect(broken.find()).rejects.toThrow(/zone/i);
});

test('live steps pass over texts and metrics without a rule', () => {
  const steps = makeLiveSteps();
  const batch = { site: 'home', device: 'a', quality: ['good', 'good'] } as const;
  for (const atMs of [1, 2, 3, 4, 5])
    expect(steps.take({ ...batch, atMs, metric: ['inverter.mode', 'load.power'], value: ['on', atMs * 1e5] })).toEqual(
      [],
    );
});
