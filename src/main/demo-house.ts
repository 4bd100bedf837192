// A simulated house: the same stores, broker, field and hub as a real one, in a folder of its own, fed by emulators.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Principal } from '#core/access.ts';
import type { ExaminationDesk } from '#core/check-up.ts';
import { systemClock as clock, systemTimeZone } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import type { NewDevice } from '#hub/types.ts';
import { builtIn, openRegistry } from '#devices/on-demand.ts';
import { tariffPresets } from '#ledger/tariff-store.ts';
import { localDay } from '#energy/local-day.ts';
import { type DemoGuest, loseBroker, startGuests } from '#sim/demo-guests.ts';
import { createDemoHome, type DemoDeviceName, type DemoHome, type RunningDemo, startDemoHome } from '#sim/demo-home.ts';
import { pastBatches } from './demo-past.ts';
import { openOwnDevices } from './own-devices.ts';
import type { PlugIns } from './plug-ins/plug-in-set.ts';
import type { GivenUplink } from '#uplink/desk.ts';
import { addBrokerAccount, type House, openHouse } from './house.ts';

/** Options of {@link openDemoHouse}. */
export interface DemoHouseOptions {
  /** Folder to keep; absent: a temporary one that goes when the demo ends. */
  readonly folder?: string;
  /** Port of its MQTT broker on this computer; 0 picks a free one. */
  readonly mqttPort: number;
  readonly seed: number;
  readonly log: Logger;
  /** Further devices. */
  readonly guests?: readonly DemoGuest[];
  /** Whether its MQTT devices lose the broker again and again. */
  readonly losesBroker?: boolean;
  /** Where it sends its readings; absent: nowhere. */
  readonly uplink?: GivenUplink | undefined;
  /** Absent: there are none. */
  readonly plugIns?: PlugIns | undefined;
  /** Looks at the installation as a whole; absent: there are none. */
  readonly examinations?: ExaminationDesk | undefined;
}

/** A running demo. */
export interface DemoHouse extends House {
  readonly demo: RunningDemo;
}

const host = '127.0.0.1';
const site = 'demo';
const liveSeconds = 3;
const batchesAtOnce = 1000;
/** The home that furnishes itself. */
const person: Principal = { id: 'demo', name: 'demo', kind: 'home', grants: [{ site, may: 'owner' }] };
const names: Readonly<Record<DemoDeviceName, string>> = {
  inverter: 'Solar inverter',
  battery: 'Battery',
  relays: 'Relays',
  meter: 'Grid meter',
};
const ids: Readonly<Record<DemoDeviceName, string>> = {
  inverter: 'solar-inverter',
  battery: 'battery',
  relays: 'relays',
  meter: 'grid-meter',
};
/** What the guests are called, and what they measure. */
const guestNames: Readonly<Record<DemoGuest, Pick<NewDevice, 'name' | 'measures'>>> = {
  'shelly-gen1': { name: 'Freezer', measures: { kind: 'circuit' } },
  'homesync-node': { name: 'Workshop', measures: { kind: 'circuit' } },
  'solar-assistant': { name: 'Solar-Assistant', measures: { kind: 'copy', of: ids.inverter } },
};
/** The sun of central Europe, by this computer's clock. */
const place = { latitude: 48.1, longitude: 11.6 };

/** The home as it would have lived since yesterday's midnight, and what its devices reported. */
async function livePast(
  seed: number,
  timeZone: string,
): Promise<{ readonly home: DemoHome; readonly past: readonly Batch[] }> {
  const toMs = clock.nowMs();
  const { startMs } = localDay(localDay(toMs, timeZone).startMs - 1, timeZone);
  const home = createDemoHome({ startMs, seed, place: { ...place, timeZone } });
  const prefixOf = (device: DemoDeviceName): string =>
    home.messages.find(({ name }) => name === device)?.device.prefix ?? '';
  const past = await pastBatches(
    { demo: home, fromMs: startMs, toMs },
    { site, idOf: (device) => ids[device], prefixOf },
  );
  return { home, past };
}

/** An empty site: a kept folder may hold the devices of an earlier demo, whose links are gone. */
async function clearSite({ hub, records }: House, timeZone: string): Promise<void> {
  if (
    !hub
      .as(person)
      .sites()
      .some(({ id }) => id === site)
  )
    await hub.addSite({ id: site, name: 'Demo home', timeZone, ...place });
  for (const { id } of hub.as(person).site(site).snapshot().devices) await hub.as(person).site(site).devices.remove(id);
  await records.brokerAccounts.clear();
}

/** Moves into the house: the devices are added and their past goes through ingest. */
async function moveIn({ hub }: House, demo: RunningDemo, past: readonly Batch[]): Promise<void> {
  for (const { name, definition, address, topic } of demo.devices) {
    const where = topic === undefined ? { address: address ?? '' } : { address: 'mqtt://built-in:1883', topic };
    const { id } = await hub
      .as(person)
      .site(site)
      .devices.add({ name: names[name], protocol: definition, ...where, settings: { liveSeconds } });
    if (id !== ids[name]) throw new TypeError(`assertion: the demo's ${name} is called ${id}`);
  }
  for (const [index, batch] of past.entries()) {
    hub.ingest(batch);
    // In pieces: the whole past queued at once would cost memory that is never returned.
    if (index % batchesAtOnce === 0) await hub.flush();
  }
  await hub.flush();
  await hub.as(person).site(site).energy().settled();
}

/** The guests come in, as devices that were set up by hand. */
async function welcome({ hub }: House, guests: ReadonlyMap<DemoGuest, string>): Promise<void> {
  const { devices } = hub.as(person).site(site);
  for (const [protocol, topic] of guests)
    await devices.add({ ...guestNames[protocol], protocol, address: 'mqtt://built-in:1883', topic });
}

/** A typical contract of the place, so that the demo shows money. */
async function signContract({ hub }: House): Promise<void> {
  const energy = hub.as(person).site(site).energy();
  const { origin } = await energy.tariff();
  const preset = tariffPresets().find(({ id }) => id === 'de-flat');
  if (origin === 'preset' && preset !== undefined)
    await energy.changeTariff({ text: preset.text, carbon: preset.carbon, add: false });
}

/** Everybody may look at the demo: it does not reveal which ports this computer has. */
const noPorts = async (): Promise<readonly never[]> => [];

/** Opens the demo: yesterday and today are filled in through the same ingest, then it runs live. Errors: `port.taken`. */
export async function openDemoHouse(options: DemoHouseOptions): Promise<DemoHouse> {
  const { folder, mqttPort, seed, log, guests = [], losesBroker = false, uplink, plugIns, examinations } = options;
  const opened = new AsyncDisposableStack();
  try {
    const own = folder ?? (await mkdtemp(join(tmpdir(), 'solstead-demo-')));
    if (folder === undefined) opened.defer(() => rm(own, { recursive: true, force: true }));
    const registry = openRegistry(builtIn.listed);
    const ownDevices = openOwnDevices({ registry, devices: undefined, data: own });
    const place = { host, port: mqttPort };
    const kept = { broker: place, registry, ownDevices, uplink, plugIns, examinations };
    const house = await openHouse({ folder: own, clock, log, ...kept, findPorts: noPorts });
    opened.defer(() => house.close());
    const timeZone = systemTimeZone();
    await clearSite(house, timeZone);
    const account = {
      username: `demo-${randomBytes(4).toString('hex')}`,
      password: randomBytes(15).toString('base64url'),
    };
    await addBrokerAccount(house.records, account.username, account.password);
    const { home, past } = await livePast(seed, timeZone);
    const broker = { host, port: house.broker.port ?? 0, ...account };
    const demo = await startDemoHome({ clock, demo: home, broker });
    opened.defer(() => demo.close());
    await moveIn(house, demo, past);
    const visiting = startGuests(guests, { read: home.read, broker, clock });
    opened.defer(() => Promise.all(visiting.map((guest) => guest.close())).then(() => undefined));
    await welcome(house, new Map(guests.map((guest, index) => [guest, visiting[index]?.device.prefix ?? ''])));
    const onBroker = [...demo.devices.filter(({ topic }) => topic !== undefined), ...visiting];
    if (losesBroker)
      opened.defer(
        loseBroker(
          onBroker.map(({ faults }) => faults),
          clock,
        ),
      );
    await signContract(house);
    return { ...house, demo, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
