// A home of 20 devices with 10 values each, over the real hub and its real stores; the field below is silent, so that
// the rows decide what comes in.
import type { Principal } from '#core/access.ts';
import { systemClock as clock } from '#core/clock.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { DeviceStatus, Field, ProtocolView } from '#core/field.ts';
import type { Batch } from '#core/reading.ts';
import { openHub, type OpenHub } from '#hub/open-hub.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import type { Place } from './place.ts';

/** Devices of the home, and values each gives in one batch. */
export const size = { devices: 20, values: 10 } as const;
export const site = 'home';

const kinds: readonly DeviceKind[] = ['inverter', 'battery', 'meter', 'relay'];
/** `device.uptime` carries whatever a row wants to find again. */
const metrics: readonly MetricId[] = [
  'pv.power',
  'battery.power',
  'battery.soc',
  'grid.power',
  'load.power',
  'grid.voltage',
  'load.voltage',
  'battery.voltage',
  'device.temperature',
  'device.uptime',
];
const quality = metrics.map(() => 'good' as const);

/** Name of a device. */
export const deviceName = (index: number): string => `device-${index}`;

/** The last digits of a measured value: never twice the same, yet the same in every run; −1 to 1. */
function noise(series: number, atMs: number): number {
  const mixed = Math.imul(Math.floor(atMs / 1000) ^ (series << 20), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) / 2 ** 31;
}

/** One batch of one device; the values drift and shake as measured ones do. */
export function batchOf(index: number, atMs: number, mark = 1): Batch {
  const drift = 50 * Math.sin(atMs / 3_600_000 + index);
  const measured = (column: number, middle: number, shake: number): number =>
    Math.round(10 * (middle + shake * noise(index * metrics.length + column, atMs))) / 10;
  const powers = [measured(0, 1500 + drift, 5), measured(1, drift, 5), 50, measured(3, 300, 20), measured(4, 700, 20)];
  const value = [...powers, measured(5, 230, 0.5), 230, 52.5, 31, mark];
  return { site, device: deviceName(index), atMs, metric: metrics, value, quality };
}

/** One batch of every device. */
export function sweep(atMs: number): readonly Batch[] {
  return Array.from({ length: size.devices }, (_, index) => batchOf(index, atMs));
}

function silentField(): Field {
  const health = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 };
  const online: DeviceStatus = { state: 'online', intervalMs: 5000, identity: {}, health };
  const protocols = kinds.map(
    (kind): ProtocolView => ({ id: kind, title: kind, maker: 'bench', kind, links: ['tcp'], verified: 'unverified' }),
  );
  const none = (): never => {
    throw new TypeError('assertion: a bench asks nothing of the field');
  };
  return {
    start: async () => undefined,
    stop: async () => undefined,
    status: () => online,
    capabilities: none,
    settings: none,
    shown: none,
    check: none,
    ask: none,
    set: none,
    testDevice: none,
    refresh: () => true,
    lines: () => [],
    ports: async () => [],
    protocols: () => protocols,
    counterWidths: async () => ({}),
    metricsOf: async () => [],
    unknownTopics: async () => ({ address: '', topics: [], left: 0 }),
    lastSaid: () => undefined,
    found: () => [],
    foundPrograms: () => [],
    close: async () => undefined,
  };
}

/** Who lives in it. */
export const person: Principal = { id: 'bench', name: 'bench', kind: 'home', grants: [{ site: '*', may: 'owner' }] };

/** Opens the home in a folder of the place. */
export async function openHouseOf20(place: Place): Promise<OpenHub> {
  const folder = openFolder(place.folder());
  place.onTestFinished(() => folder.close());
  const records = await openSqliteRecords({ folder });
  const history = await openSqliteHistory({ folder });
  const log = { info: () => undefined, warn: () => undefined };
  const hub = await openHub({
    clock,
    log,
    history,
    records,
    field: silentField(),
    ...inMemory((error) => console.error(error)),
  });
  place.onTestFinished(async () => {
    await hub.close();
    await history.close();
    await records.close();
  });
  await hub.addSite({ id: site, name: 'Home', timeZone: 'UTC' });
  for (let index = 0; index < size.devices; index += 1) {
    const protocol = kinds[index % kinds.length] ?? 'relay';
    const address = `tcp://127.0.0.1:${index + 1}`;
    await hub
      .as(person)
      .site(site)
      .devices.add({ name: deviceName(index), protocol, address });
  }
  return hub;
}
