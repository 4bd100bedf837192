// A whole house over sockets and files: emulated inverter, battery and meter, the real gateway, the real stores.
import { expect, test } from 'vitest';
import { person } from '#core/testing/principals.ts';
import { systemClock as clock } from '#core/clock.ts';
import { systemRandom } from '#core/random.ts';
import { builtIn } from '#devices/on-demand.ts';
import { openField } from '#drivers/open-field.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { createShellyPro3em } from '#sim/shelly-pro3em.ts';
import { eventually, livingHome, served, servedBroker } from '#drivers/testing/served.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { makeLink } from '#transport/open-link.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHub, type OpenHub } from './open-hub.ts';
import type { Device } from '#api/contract.ts';
import type { NewDevice, SiteChanges } from './types.ts';

const anna = person('Anna');
const site = 'home';
const liveSeconds = 0.4;
const settings = { liveSeconds, retries: 1, backoffSeconds: [0.1] };

type FieldParts = Pick<Parameters<typeof openField>[0], 'broker'>;

async function openHouse(
  owner: Owner,
  path: string,
  parts: FieldParts,
): Promise<{ hub: OpenHub; close(): Promise<void> }> {
  const folder = openFolder(path);
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object) => expect(fields).toBe('no mistake'),
  };
  const [history, records] = [await openSqliteHistory({ folder }), await openSqliteRecords({ folder })];
  const hub = await openHub({
    ...inMemory((error) => expect(error).toBe('no mistake')),
    clock,
    log,
    history,
    records,
    field: openField({
      ...parts,
      definitions: builtIn.listed,
      clock,
      random: systemRandom,
      log,
      makeLink: (address) => makeLink(address, { clock }),
      findPorts: async () => [],
    }),
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await hub.close();
    await history.close();
    await records.close();
    folder.close();
  };
  owner.onTestFinished(close);
  return { hub, close };
}

/** The emulated things of a house, which outlive a restart of the hub. */
async function house(owner: Owner) {
  const home = livingHome();
  const [inverter, battery] = [await served(owner, 'pi30', home), await served(owner, 'jk-serial', home)];
  const { broker, account } = await servedBroker(owner);
  const device = createShellyPro3em({ mac: 'AABBCCDDEE00', name: 'Meter', read: home.read });
  const meter = startShelly({ device, broker: account, clock, reconnectMs: 200 });
  owner.onTestFinished(() => meter.close());
  await meter.connected;
  const devices: readonly NewDevice[] = [
    { name: 'Roof', protocol: 'pi30', address: inverter.address, settings },
    { name: 'Pack', protocol: 'jk-serial', address: battery.address, settings },
    { name: 'Meter', protocol: 'shelly-pro3em', address: 'mqtt://built-in:1883', topic: device.prefix },
  ];
  return { home, inverter, battery, meter, broker, devices };
}

const stateOf = (hub: OpenHub, id: string): Device['state'] | undefined =>
  hub
    .as(anna)
    .site(site)
    .snapshot()
    .devices.find((device) => device.id === id)?.state;

type House = Awaited<ReturnType<typeof house>>;

async function seesEverything(hub: OpenHub): Promise<void> {
  await eventually(() => {
    const { flow, devices } = hub.as(anna).site(site).snapshot();
    expect(devices.map(({ state }) => state)).toEqual(['online', 'online', 'online']);
    const [pv = Number.NaN, grid = Number.NaN, battery = Number.NaN] = [flow.pv, flow.grid, flow.battery].map(
      ({ powerW }) => powerW,
    );
    expect(flow.load.powerW).toBeCloseTo(Math.max(0, pv + grid + battery), 6);
    expect(flow.soc).toBeGreaterThan(0);
  });
}

/** The inverter's link dies: stale within two intervals, offline soon, back by itself; the others never notice. */
async function survivesALostLink(hub: OpenHub, inverter: House['inverter']): Promise<void> {
  const of = (id: string) =>
    hub
      .as(anna)
      .site(site)
      .snapshot()
      .devices.find((device) => device.id === id);
  await inverter.faults.set({ vanished: true });
  const staleMs = await eventually(() => expect(stateOf(hub, 'roof')).not.toBe('online'));
  expect(staleMs).toBeLessThan(2 * 1000 * liveSeconds + 400);
  await eventually(() => expect(stateOf(hub, 'roof')).toBe('offline'));
  const heardMs = of('pack')?.lastSeenMs ?? 0;
  await eventually(() => expect(of('pack')?.lastSeenMs).toBeGreaterThan(heardMs));
  expect([stateOf(hub, 'pack'), stateOf(hub, 'meter')]).toEqual(['online', 'online']);
  expect(hub.as(anna).site(site).snapshot().flow.battery.quality).not.toBe('stale');
  await inverter.faults.set({ vanished: false });
  await eventually(() => {
    expect(stateOf(hub, 'roof')).toBe('online');
    expect(of('roof')?.health.reconnects).toBe(1);
  }, 12_000);
}

async function chartOf(hub: OpenHub, toMs: number) {
  const query = { metrics: ['flow.battery', 'battery.soc'], fromMs: toMs - 60_000, toMs };
  const { series } = await hub.as(anna).site(site).chart(query);
  return series.map(({ device, metric, value }) => ({ line: `${device} ${metric}`, points: value.length }));
}

// It lives for seconds of real time.
test('a house lives: values, flow, chart, a lost link, a restart, a removed device', {
  timeout: 60_000,
}, async (ctx) => {
  const { inverter, battery, broker, devices } = await house(ctx);
  const path = tempDir(ctx);
  const before = await openHouse(ctx, path, { broker: broker.link() });
  await before.hub.addSite({ id: site, name: 'Home', timeZone: 'Europe/Berlin' });
  const got: SiteChanges[] = [];
  before.hub
    .as(anna)
    .site(site)
    .subscribe((changes) => got.push(changes));
  for (const device of devices) await before.hub.as(anna).site(site).devices.add(device);
  await seesEverything(before.hub);
  await survivesALostLink(before.hub, inverter);
  expect(got.length).toBeGreaterThan(3);
  // Two steps of a second, for a chart with more than one point.
  await clock.sleep(1200);

  const { energy, values } = before.hub.as(anna).site(site).snapshot();
  const toMs = clock.nowMs();
  const chart = await chartOf(before.hub, toMs);
  expect(chart.map(({ line }) => line)).toEqual(['home flow.battery', 'roof battery.soc', 'pack battery.soc']);
  for (const { points } of chart) expect(points).toBeGreaterThan(1);
  const askedMs = clock.monotonicMs();
  await before.close();
  expect(clock.monotonicMs() - askedMs).toBeLessThan(4000);

  // Nobody answers while the hub starts again: what is shown is what was stored.
  for (const wire of [inverter, battery]) await wire.faults.set({ vanished: true });
  const { hub } = await openHouse(ctx, path, { broker: broker.link() });
  const again = hub.as(anna).site(site).snapshot();
  expect(again.values.length).toBeGreaterThanOrEqual(values.length);
  expect(again.flow.battery.quality).toBe('stale');
  expect(again.energy?.loadWh).toBeGreaterThan(0.5 * (energy?.loadWh ?? Infinity));
  expect(await chartOf(hub, toMs)).toEqual(chart);
  for (const wire of [inverter, battery]) await wire.faults.set({ vanished: false });
  await eventually(() => expect(stateOf(hub, 'roof')).toBe('online'), 12_000);

  await hub.as(anna).site(site).devices.remove('roof');
  expect(
    hub
      .as(anna)
      .site(site)
      .snapshot()
      .devices.map(({ id }) => id),
  ).toEqual(['meter', 'pack']);
  const tested = await hub.as(anna).setup.testDevice(inverter.address);
  expect(tested).toMatchObject({ protocol: 'pi30' });
  expect(tested).not.toHaveProperty('already');
  // What is set up there already is told at the test, not only when it is saved.
  expect(await hub.as(anna).setup.testDevice(battery.address)).toMatchObject({ already: 'Pack' });
});
