// The charges of a home as its chargers tell of them, over a store in memory: none counts twice, and none is made up.
import { expect, test } from 'vitest';
import type { ChargeSession, ChargeStore } from '#core/charging.ts';
import type { DeviceFacts, SiteFacts } from '#core/consumer.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { batchOf } from '../testing/batches.ts';
import { openChargeDesk } from './desk.ts';

const identity = 'CP';

const deviceOf = (id: string, address: string): DeviceFacts => ({
  record: { id, site: 'home', name: id, definition: 'ocpp16', address, settings: {} },
  kind: 'charger',
  title: id,
  identity: {},
  isOnline: true,
  intervalMs: 1000,
  counterWidths: {},
});

async function opened(kept = new Map<string, ChargeSession>(), clock = fakeClock()) {
  const lines: string[] = [];
  const store: ChargeStore = {
    save: async (session) => void kept.set(session.id, session),
    open: async () => [...kept.values()].filter(({ endMs }) => endMs === undefined),
    list: async () => [...kept.values()].toReversed(),
    settings: async () => undefined,
    saveSettings: async () => undefined,
  };
  const desk = openChargeDesk({ clock, store, log: { warn: (_, line) => void lines.push(line) } });
  const devices = [
    deviceOf('garage', 'ocpp://CP'),
    deviceOf('yard', 'ocpp://CP?connector=2'),
    { ...deviceOf('shed', 'tcp://127.0.0.1:1'), kind: 'relay' as const },
  ];
  const facts: SiteFacts = {
    site: { id: 'home', name: 'Home', timeZone: 'Europe/Berlin' },
    devices: () => devices,
    device: (id) => devices.find(({ record }) => record.id === id),
    metric: () => undefined,
  };
  const consumer = await desk.consumer(facts, { check: () => undefined });
  const says = (isPlugged: boolean, counterWh?: number): void => {
    const counter = counterWh === undefined ? {} : { 'charger.energy': counterWh };
    consumer.take(batchOf('garage', clock.nowMs(), { 'charger.plugged': isPlugged ? 1 : 0, ...counter }));
  };
  const done = async () => {
    await consumer.flush();
    return [...kept.values()];
  };
  return { desk, clock, kept, says, done, lines };
}

const minutes = (count: number): number => count * 60_000;

/** A charge over two hours of which the last was not seen, and its transaction. */
async function charged(home: Awaited<ReturnType<typeof opened>>) {
  const { desk, clock, says } = home;
  const startMs = clock.nowMs();
  says(true, 1000);
  desk.transaction({ identity, connector: 1 }, { transaction: 7, startMs, startWh: 1000, tag: 'anna' });
  await clock.advance(minutes(60));
  says(true, 12_000);
  await clock.advance(minutes(60));
  says(false);
  const stop = { transaction: 7, stopMs: startMs + minutes(110), stopWh: 20_000, reason: 'EVDisconnected' };
  return { stop };
}

test('a stop that is told after the car has left, and told again, and after a restart, is one charge with all its energy', async () => {
  const home = await opened();
  const { stop } = await charged(home);
  expect(await home.done()).toMatchObject([{ energyWh: 11_000 }]);
  // A charge point tells of which transaction, not of which connector.
  for (const _ of [1, 2]) for (const connector of [1, 2]) home.desk.transaction({ identity, connector }, stop);
  expect(await home.done()).toMatchObject([{ device: 'garage', energyWh: 19_000, tag: 'anna' }]);
  const again = await opened(home.kept, home.clock);
  again.desk.transaction({ identity, connector: 1 }, { ...stop, startMs: stop.stopMs - minutes(110), startWh: 1000 });
  again.desk.transaction({ identity, connector: 1 }, stop);
  expect(await again.done()).toMatchObject([{ energyWh: 19_000 }]);
});

test('a charge that nobody saw is one of the connector where it began, however often it is told', async () => {
  const { desk, clock, done } = await opened();
  const startMs = clock.nowMs() - minutes(120);
  desk.transaction({ identity, connector: 2 }, { transaction: 9, startMs, startWh: 0, tag: 'bob' });
  for (const _ of [1, 2])
    for (const connector of [1, 2])
      desk.transaction({ identity, connector }, { transaction: 9, stopMs: startMs + minutes(60), stopWh: 5000 });
  expect(await done()).toMatchObject([{ device: 'yard', energyWh: 5000, tag: 'bob' }]);
});

test('a plug that flutters is no charge, and a charger that makes charges up is held to some a day', async () => {
  const { clock, says, done, lines } = await opened();
  for (let count = 0; count < 200; count += 1) {
    says(true, 1000);
    await clock.advance(1000);
    says(false, 1000);
    await clock.advance(1000);
  }
  expect(await done()).toEqual([]);
  for (let count = 0; count < 200; count += 1) {
    says(true, count * 10);
    await clock.advance(1000);
    says(false, count * 10 + 5);
    await clock.advance(1000);
  }
  expect((await done()).length).toBe(100);
  expect(lines.length).toBeGreaterThan(0);
  await clock.advance(25 * minutes(60));
  says(true, 100_000);
  await clock.advance(minutes(2));
  says(true, 100_500);
  expect((await done()).length).toBe(101);
});

test('a socket that is followed has charges, also when it is written no more; a charge point is none', async () => {
  const { desk, clock, done } = await opened();
  let sockets = [
    { device: 'shed', takesW: 2000 },
    { device: 'garage', takesW: 2000 },
  ];
  desk.followSockets((site) => (site === 'home' ? sockets : []));
  await clock.advance(minutes(30));
  expect(desk.open('home').map(({ device }) => device)).toEqual(['shed']);
  sockets = [];
  await clock.advance(minutes(90));
  const kept = await done();
  expect(kept).toMatchObject([{ device: 'shed', endMs: clock.nowMs() - minutes(90) }]);
  expect(kept[0]?.energyWh).toBeGreaterThan(950);
  expect(desk.open('home')).toEqual([]);
});
