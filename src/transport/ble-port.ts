// One Bluetooth LE device as a port: found, connected, its characteristics looked up, its notifications received; or only heard.
// Each port has a connection to the bus of its own, so that the bus sends it what concerns its device and nothing else.
import type { BleProfile, LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { findCharacteristics, type Characteristics } from './ble-gatt.ts';
import { keyOf, readAdvert, recordOf } from './ble-seal.ts';
import {
  adapterInterface,
  adapterOf,
  type Bluez,
  type BluezEvent,
  type BluezObject,
  bluezFailure,
  characteristicInterface,
  deviceInterface,
  openBluez,
  type Properties,
} from './bluez.ts';
import type { Port, PortEvents } from './byte-link.ts';
import { type DbusValue, mapOf } from './dbus/values.ts';

/** The part of the address a Bluetooth link needs. */
export type BleAddress = Extract<LinkAddress, { scheme: 'ble' }>;

/** What Bluetooth links are made of. */
export interface BleParts {
  readonly clock: Clock;
  /** Address of the system bus; absent: where every Linux has it. */
  readonly systemBus?: string | undefined;
  /** The key of a device that seals what it tells; undefined if none was given. */
  key?(): Promise<Secret | undefined>;
}

/** A device to be opened. */
type Wanted = BleAddress & { readonly name: string };

/** Longest search for a device that BlueZ does not know yet, ms; most advertise once or twice a second. */
const searchMs = 15_000;
/** Longest time a connection may take, ms; BlueZ itself gives up after 20 to 40 s. */
const connectMs = 25_000;
const servicesMs = 10_000;
/** Longest value that is taken from a notification: an attribute holds no more. Source: Bluetooth Core 5.4, vol. 3 F, 3.2.9. */
const mostValue = 512;

/** What an event is counted as at the least, bytes: reading its message takes the time of more than its value. */
const eventCost = 64;
const nothing = new Uint8Array(0);

/** What happens to the device, for whoever waits for it. */
interface Watch {
  /** Resolves with the first event that a check takes; undefined when the time is over. Errors: BlueZ or the adapter went away. */
  until<T>(take: (event: BluezEvent) => T | undefined, waitMs: number): Promise<T | undefined>;
  /** Hears every event from now on, instead of those who wait. */
  hand(onEvent: (event: BluezEvent) => void): void;
  /** Ends a wait that nobody needs any more: its timer would keep a command alive that is done. */
  stop(): void;
  onEvent(event: BluezEvent): void;
}

/** Whether BlueZ ended, or the adapter is switched off or gone. */
function isEnd(event: BluezEvent): boolean {
  if (event.kind === 'gone') return true;
  return event.kind === 'changed' && event.interface === adapterInterface && event.properties.get('Powered') === false;
}

function makeWatch(name: string, { clock }: Pick<BleParts, 'clock'>): Watch {
  let hear: (event: BluezEvent) => void = () => undefined;
  let ended = false;
  let stop = (): void => undefined;
  return {
    until(take, waitMs) {
      stop();
      const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof take>>();
      const fail = (): void => reject(new SolsteadError('link.unavailable', { at: name, why: because('ble.stopped') }));
      const mine = (event: BluezEvent): void => {
        const taken = isEnd(event) ? undefined : take(event);
        if (isEnd(event)) fail();
        else if (taken !== undefined) resolve(taken);
      };
      const cancel = clock.after(waitMs, () => resolve(undefined));
      const end = (): void => {
        cancel();
        // Somebody else may hear by now.
        if (hear === mine) hear = () => undefined;
      };
      hear = mine;
      stop = () => {
        end();
        resolve(undefined);
      };
      if (ended) fail();
      return promise.finally(end);
    },
    stop: () => stop(),
    hand(onEvent) {
      stop();
      hear = onEvent;
      if (ended) onEvent({ kind: 'gone' });
    },
    onEvent(event) {
      ended ||= isEnd(event);
      hear(event);
    },
  };
}

/** Path of a device below its adapter. Source: org.bluez.Device(5), "Object path". */
const pathOf = (adapter: BluezObject, device: string): string => `${adapter.path}/dev_${device.replaceAll(':', '_')}`;

/** Opens the port of a device. Errors: `link.unavailable`, `link.forbidden`, each with its repair. */
export async function openBlePort(wanted: Wanted, events: PortEvents, parts: BleParts): Promise<Port> {
  const { name, profile } = wanted;
  if (profile === undefined) throw new SolsteadError('link.unavailable', { at: name, why: because('ble.no-profile') });
  const key = profile.kind === 'adverts' ? await keyFor(name, parts) : undefined;
  const watch = makeWatch(name, parts);
  const bluez = await openBluez(name, (event) => watch.onEvent(event), parts);
  try {
    const objects = await bluez.objects();
    const adapter = adapterOf(objects, name, wanted.adapter);
    const path = pathOf(adapter, wanted.device);
    for (const rule of [{ below: path }, { added: path }, { at: adapter.path }]) await bluez.hear(rule);
    const place: Place = { bluez, watch, name, adapter: adapter.path, path };
    if (profile.kind === 'adverts') return await hearAdverts(place, { events, key, company: profile.company });
    if (!objects.some((object) => object.path === path)) await search(place);
    return await connected(place, profile, events);
  } catch (thrown) {
    watch.stop();
    bluez.close();
    throw bluezFailure(name, thrown);
  }
}

/** A device of an adapter on an open connection. */
interface Place {
  readonly bluez: Bluez;
  readonly watch: Watch;
  readonly name: string;
  readonly adapter: string;
  readonly path: string;
}

async function keyFor(name: string, { key }: BleParts): Promise<Uint8Array> {
  const found = keyOf((await key?.())?.reveal() ?? '');
  if (found !== undefined) return found;
  throw new SolsteadError('link.forbidden', { at: name, why: because('ble.no-key'), help: because('help.ble-key') });
}

const methods = {
  filter: [adapterInterface, 'SetDiscoveryFilter'],
  start: [adapterInterface, 'StartDiscovery'],
  stop: [adapterInterface, 'StopDiscovery'],
  connect: [deviceInterface, 'Connect'],
  disconnect: [deviceInterface, 'Disconnect'],
  notify: [characteristicInterface, 'StartNotify'],
  write: [characteristicInterface, 'WriteValue'],
} as const;

/** Begins to hear LE devices. */
export async function startDiscovery(
  bluez: Bluez,
  adapter: string,
  { again }: { readonly again: boolean },
): Promise<void> {
  const filter = new Map<DbusValue, DbusValue>([
    ['Transport', { signature: 's', value: 'le' }],
    ['DuplicateData', { signature: 'b', value: again }],
  ]);
  await bluez.call(adapter, methods.filter, { signature: 'a{sv}', body: [filter] });
  await bluez.call(adapter, methods.start);
}

/** Looks for a device that BlueZ does not know. Errors: `link.unavailable` if it is not heard. */
async function search({ bluez, watch, name, adapter, path }: Place): Promise<void> {
  const heard = watch.until(
    (event) => (event.kind === 'added' && event.object.path === path ? true : undefined),
    searchMs,
  );
  // The wait is awaited below; a refused search ends first.
  heard.catch(() => undefined);
  await startDiscovery(bluez, adapter, { again: false });
  const isHeard = await heard;
  // A search that goes on disturbs the connection that follows.
  await bluez.call(adapter, methods.stop).catch(() => undefined);
  if (isHeard === true) return;
  const why = because('ble.not-heard', { seconds: searchMs / 1000 });
  throw new SolsteadError('link.unavailable', { at: name, why, help: because('help.ble-range') });
}

async function connect({ bluez, name, path }: Place): Promise<void> {
  try {
    await bluez.call(path, methods.connect, { signature: '', body: [], waitMs: connectMs });
  } catch (thrown) {
    const failure = bluezFailure(name, thrown, 'ble.not-connected');
    const isOwn = failure.reason?.code === 'ble.not-connected' || failure.reason?.code === 'ble.silent';
    if (!isOwn) throw failure;
    throw new SolsteadError(failure.code, {
      at: name,
      ...(failure.reason === undefined ? {} : { why: failure.reason }),
      help: because('help.ble-range'),
      cause: thrown,
    });
  }
}

const isTrue = (event: BluezEvent, path: string, property: string): true | undefined =>
  event.kind === 'changed' && event.path === path && event.properties.get(property) === true ? true : undefined;

/** Waits until the services of the device are known. */
async function resolved({ bluez, watch, name, path }: Place): Promise<readonly BluezObject[]> {
  const told = watch.until((event) => isTrue(event, path, 'ServicesResolved'), servicesMs);
  told.catch(() => undefined);
  const now = await bluez.objects();
  const device = now.find((object) => object.path === path)?.of(deviceInterface);
  if (device?.get('ServicesResolved') === true) return now;
  if ((await told) !== true) {
    const why = because('ble.no-services', { seconds: servicesMs / 1000 });
    throw new SolsteadError('link.unavailable', { at: name, why, help: because('help.ble-range') });
  }
  return bluez.objects();
}

type Gatt = Extract<BleProfile, { readonly kind: 'gatt' }>;

async function connected(place: Place, profile: Gatt, events: PortEvents): Promise<Port> {
  const { bluez, watch, name, path } = place;
  await connect(place);
  try {
    const found = findCharacteristics(await resolved(place), { path, profile, name });
    const ends: Ends = { place, isClosing: false };
    watch.hand((event) => takeEvent(event, ends, { notify: found.notify, events }));
    await bluez.call(found.notify, methods.notify);
    return portOf(ends, found);
  } catch (thrown) {
    // A device that stays connected is heard by nobody.
    await bluez.call(path, methods.disconnect, { signature: '', body: [], waitMs: 2000 }).catch(() => undefined);
    throw thrown;
  }
}

/** Whether a port is being closed by us. */
interface Ends {
  readonly place: Place;
  isClosing: boolean;
}

function lose(ends: Ends, events: PortEvents, why: Parameters<PortEvents['onClosed']>[0]): void {
  if (ends.isClosing) return;
  ends.isClosing = true;
  ends.place.bluez.close();
  events.onClosed(why);
}

function takeEvent(event: BluezEvent, ends: Ends, { notify, events }: { notify: string; events: PortEvents }): void {
  const { path } = ends.place;
  if (isEnd(event)) lose(ends, events, because('ble.stopped'));
  else if (event.kind === 'removed' && event.path === path) lose(ends, events, because('ble.hung-up'));
  else if (event.kind !== 'changed') return;
  else if (event.path === path && event.properties.get('Connected') === false)
    lose(ends, events, because('ble.hung-up'));
  else if (event.path === notify && event.interface === characteristicInterface) {
    const value = event.properties.get('Value');
    const bytes = value instanceof Uint8Array && value.length <= mostValue ? value : nothing;
    events.onBytes(bytes, Math.max(eventCost, value instanceof Uint8Array ? value.length : 0));
  } else events.onBytes(nothing, eventCost);
}

function portOf(ends: Ends, { write, pieceBytes, isAcknowledged }: Characteristics): Port {
  const { bluez, path } = ends.place;
  const options = new Map<DbusValue, DbusValue>([
    ['type', { signature: 's', value: isAcknowledged ? 'request' : 'command' }],
  ]);
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += pieceBytes)
        await bluez.call(write, methods.write, {
          signature: 'aya{sv}',
          body: [bytes.subarray(at, at + pieceBytes), options],
        });
    },
    async close() {
      if (ends.isClosing) return;
      ends.isClosing = true;
      await bluez.call(path, methods.disconnect, { signature: '', body: [], waitMs: 2000 }).catch(() => undefined);
      bluez.close();
    },
  };
}

/** The newest data of a company in the properties of a device. */
function companyData(properties: Properties, company: number): Uint8Array | undefined {
  const data = mapOf(properties.get('ManufacturerData')).get(company);
  return data instanceof Uint8Array ? data : undefined;
}

interface Heard {
  readonly events: PortEvents;
  readonly key: Uint8Array | undefined;
  readonly company: number;
}

async function hearAdverts(place: Place, { events, key, company }: Heard): Promise<Port> {
  const { bluez, watch, adapter, path } = place;
  const ends: Ends = { place, isClosing: false };
  const take = (properties: Properties): void => {
    const data = companyData(properties, company);
    const advert = data === undefined ? undefined : readAdvert(data);
    if (advert === undefined || key === undefined) return;
    if (advert.keyByte === key[0]) events.onBytes(recordOf(advert, key));
    else lose(ends, events, because('ble.wrong-key'));
  };
  watch.hand((event) => {
    if (isEnd(event)) lose(ends, events, because('ble.stopped'));
    else if (event.kind === 'added' && event.object.path === path) take(event.object.of(deviceInterface) ?? new Map());
    else if (event.kind === 'changed' && event.path === path && event.interface === deviceInterface)
      take(event.properties);
  });
  await startDiscovery(bluez, adapter, { again: true });
  return {
    // Nothing is told to a device that is only heard.
    write: () => Promise.resolve(),
    async close() {
      if (ends.isClosing) return;
      ends.isClosing = true;
      bluez.close();
    },
  };
}
