// What becomes of values: over the real stores in a folder of the test's own; the field below is scripted. The same over
// emulators behind sockets stands in open-hub.real.test.ts.
import { describe, expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, meter, opened, roof } from './testing/opened-hub.ts';
import type { SiteChanges } from './types.ts';

const minute = 60_000;

function flowOf(changes: SiteChanges | undefined) {
  return [changes?.flow?.pv.powerW, changes?.flow?.grid.powerW, changes?.flow?.load.powerW];
}

test('a device is added, its values are seen live and in the chart, and all is there after a restart', async (context) => {
  const before = await opened(context);
  const { hub } = before;
  const got: SiteChanges[] = [];
  hub
    .as(anna)
    .site(site)
    .subscribe((changes) => got.push(changes));
  expect(await hub.as(anna).site(site).devices.add(roof)).toMatchObject({
    id: 'roof',
    kind: 'inverter',
    state: 'stale',
  });
  await hub.as(anna).site(site).devices.add(meter);
  const atMs = clock.nowMs();
  before.field.listener.onBatch(batchOf('roof', atMs, { 'pv.power': 3000, 'inverter.mode': 'Battery' }));
  before.field.listener.onBatch(batchOf('meter', atMs, { 'grid.power': -2000 }));
  await vi.waitFor(() => expect(flowOf(got.at(-1))).toEqual([3000, -2000, 1000]), 20_000);
  expect(got.flatMap(({ values = [] }) => values).find(({ metric }) => metric === 'pv.power')).toMatchObject({
    device: 'roof',
    value: 3000,
    quality: 'good',
  });
  await clock.sleep(400);
  const { energy, devices } = hub.as(anna).site(site).snapshot();
  expect(devices).toMatchObject([
    { id: 'roof', state: 'online', identity: { serial: 's-roof' }, health: { requests: 3, rejectedValues: 0 } },
    { id: 'meter', state: 'online', address: 'roof/meter' },
  ]);
  const { pvWh = 0, exportWh = 0, loadWh = 0, importWh } = energy ?? {};
  expect([pvWh > 0.2, exportWh > 0.1, loadWh > 0.05, importWh]).toEqual([true, true, true, 0]);
  const query = { metrics: ['flow.load', 'pv.power'], fromMs: atMs - minute, toMs: atMs + minute };
  const chart = await hub.as(anna).site(site).chart(query);
  expect(chart.series.map(({ metric, value }) => [metric, value])).toEqual([
    ['flow.load', [1000]],
    ['pv.power', [3000]],
  ]);
  await before.close();
  expect(before.field.closed).toBe(true);

  const after = await opened(context, before.path);
  const snapshot = after.hub.as(anna).site(site).snapshot();
  expect([...after.field.running.keys()]).toEqual(['meter', 'roof']);
  expect(snapshot.values.find(({ metric }) => metric === 'inverter.mode')).toMatchObject({
    value: 'Battery',
    atMs,
    quality: 'stale',
  });
  expect(snapshot.flow.pv).toMatchObject({ powerW: 3000, quality: 'stale' });
  expect(snapshot.energy?.pvWh).toBeGreaterThanOrEqual(pvWh - 0.05);
  expect(await after.hub.as(anna).site(site).chart(query)).toEqual(chart);
});

describe('values', () => {
  test('that are rejected are counted by device, shown, and logged once', async (context) => {
    const { hub, lines } = await opened(context);
    await hub.as(anna).site(site).devices.add(roof);
    const got: SiteChanges[] = [];
    hub
      .as(anna)
      .site(site)
      .subscribe((changes) => got.push(changes));
    const nowMs = clock.nowMs();
    for (let count = 0; count < 5; count += 1)
      hub.ingest(batchOf('roof', nowMs + count, { 'pv.power': -1, 'battery.soc': 50 }));
    hub.ingest(batchOf('roof', nowMs + 4, { 'battery.soc': 50 }));
    expect(hub.as(anna).site(site).snapshot().devices[0]?.health.rejectedValues).toBe(5);
    expect(
      hub
        .as(anna)
        .site(site)
        .snapshot()
        .values.map(({ metric }) => metric),
    ).toEqual(['battery.soc']);
    await vi.waitFor(() => expect(got.at(-1)?.devices?.[0]?.health.rejectedValues).toBe(5), 20_000);
    expect(lines.filter((line) => line.startsWith('value rejected'))).toHaveLength(1);
  });

  test('from the future are no sign of life', async (context) => {
    const { hub } = await opened(context);
    await hub.as(anna).site(site).devices.add(roof);
    hub.ingest(batchOf('roof', clock.nowMs() + 10 * minute, { 'pv.power': 1 }));
    expect(hub.as(anna).site(site).snapshot().devices[0]).toMatchObject({
      state: 'stale',
      health: { rejectedValues: 1 },
    });
  });

  test('that fail to come make the device stale within two intervals, and its watchers know', async (context) => {
    const { hub, field } = await opened(context);
    field.intervalMs = 400;
    await hub.as(anna).site(site).devices.add(roof);
    const got: SiteChanges[] = [];
    hub
      .as(anna)
      .site(site)
      .subscribe((changes) => got.push(changes));
    const saidMs = clock.nowMs();
    hub.ingest(batchOf('roof', saidMs, { 'pv.power': 900 }));
    await vi.waitFor(() => expect(got.at(-1)?.devices?.[0]?.state).toBe('online'), 20_000);
    await vi.waitFor(() => expect(got.at(-1)?.devices?.[0]?.state).toBe('stale'), { timeout: 20_000, interval: 10 });
    // Two intervals, a tick of 250 ms, 50 ms of gathering.
    expect(clock.nowMs() - saidMs).toBeLessThan(2 * 400 + 400);
    expect(got.at(-1)).toMatchObject({ flow: { pv: { powerW: 900, quality: 'stale' } } });
    expect(got.at(-1)?.values).toMatchObject([{ metric: 'pv.power', quality: 'stale' }]);
  });

  test('that come late reach the energy of today once they have settled', async (context) => {
    const { hub } = await opened(context);
    await hub.as(anna).site(site).devices.add(roof);
    const nowMs = clock.nowMs();
    // Around midnight a part of them is yesterday's.
    const startMs = Math.max(nowMs - 30 * minute, hub.as(anna).site(site).snapshot().energy?.fromMs ?? 0);
    for (let at = startMs; at < nowMs; at += 10_000) hub.ingest(batchOf('roof', at, { 'pv.power': 3600 }));
    const expected = (nowMs - startMs) / 1000;
    await vi.waitFor(() => expect(hub.as(anna).site(site).snapshot().energy?.pvWh).toBeGreaterThan(0.97 * expected), {
      timeout: 20_000,
    });
    expect(hub.as(anna).site(site).snapshot().energy?.pvWh).toBeLessThan(expected + 120);
  });
});

test('watchers are told of the energy of today when it changed, at most once a second, and not with each message', async (context) => {
  const { hub, field } = await opened(context);
  await hub.as(anna).site(site).devices.add(roof);
  const got: SiteChanges[] = [];
  hub
    .as(anna)
    .site(site)
    .subscribe((changes) => got.push(changes));
  const startMs = clock.monotonicMs();
  for (let count = 0; count < 30; count += 1) {
    field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 3000 + count }));
    await clock.sleep(60);
  }
  const seconds = (clock.monotonicMs() - startMs) / 1000;
  const told = got.flatMap(({ energy }) => (energy === undefined ? [] : [energy.pvWh]));
  expect(got.length).toBeGreaterThan(10);
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  await vi.waitFor(() => expect(got.at(-1)?.energy?.pvWh).toBeGreaterThan(told[0] ?? 0), { timeout: 20_000 });
});
