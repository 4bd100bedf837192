// A search for Bluetooth LE devices: some seconds of listening, then what BlueZ knows and hears.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { FoundPort, HeardSigns } from '#core/field.ts';
import { formatAddress } from '#core/address.ts';
import { startDiscovery } from './ble-port.ts';
import {
  adapterInterface,
  adapterOf,
  type Bluez,
  type BluezEvent,
  deviceInterface,
  openBluez,
  type Properties,
} from './bluez.ts';
import { type DbusValue, mapOf, textOf } from './dbus/values.ts';

/** How long is listened, ms: devices advertise every one or two seconds. */
const listenMs = 4000;
/** Most devices that are told; a block of flats has fewer in reach. */
const most = 100;
/** Longest name that is told, and most companies of one device. */
const [longestName, mostCompanies] = [60, 8];

/** Control characters and others that have no picture. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/gu;

function signsOf(properties: Properties): HeardSigns {
  const name = textOf(properties.get('Name'))?.replace(unseen, '').trim().slice(0, longestName);
  const companies = new Map<number, Uint8Array>();
  for (const [company, data] of [...mapOf(properties.get('ManufacturerData'))].slice(0, mostCompanies))
    if (typeof company === 'number' && data instanceof Uint8Array) companies.set(company, data);
  return { ...(name === undefined || name === '' ? {} : { name }), companies };
}

function portOf(properties: Properties): FoundPort | undefined {
  const device = textOf(properties.get('Address'))?.toUpperCase() ?? '';
  const rssi = properties.get('RSSI');
  // Without a strength BlueZ remembers the device and does not hear it.
  if (typeof rssi !== 'number' || !/^(?:[\dA-F]{2}:){5}[\dA-F]{2}$/.test(device)) return undefined;
  const heard = signsOf(properties);
  const address = formatAddress({ scheme: 'ble', device });
  return { address, path: device, kind: 'ble', title: heard.name ?? device, usable: true, rssi, heard };
}

/** Those that are told: who was heard before first, so that a stranger with very many strong names crowds nobody out; then the strongest. */
export function toldOf(found: readonly FoundPort[], before: ReadonlySet<string>): readonly FoundPort[] {
  const byStrength = found.toSorted((left, right) => (right.rssi ?? 0) - (left.rssi ?? 0));
  const [known = [], others = []] = [true, false].map((wanted) =>
    byStrength.filter(({ address }) => before.has(address) === wanted),
  );
  return [...known, ...others].slice(0, most).toSorted((left, right) => (right.rssi ?? 0) - (left.rssi ?? 0));
}

async function listened(bluez: Bluez, changes: Map<string, Map<DbusValue, DbusValue>>, { clock, before }: Heard) {
  const adapter = adapterOf(await bluez.objects(), 'ble');
  await bluez.hear({ below: adapter.path });
  await startDiscovery(bluez, adapter.path, { again: false });
  await clock.sleep(listenMs);
  const found: FoundPort[] = [];
  for (const object of await bluez.objects()) {
    const known = object.of(deviceInterface);
    if (known === undefined || !object.path.startsWith(`${adapter.path}/`)) continue;
    const port = portOf(new Map([...known, ...(changes.get(object.path) ?? [])]));
    if (port !== undefined) found.push(port);
  }
  return toldOf(found, before);
}

/** What a search needs: `before` are the addresses that an earlier one told. */
interface Heard {
  readonly clock: Clock;
  readonly before: ReadonlySet<string>;
}

/** What is heard in some seconds, the strongest first; a computer whose Bluetooth cannot be used says why. Never throws. */
export async function heardBluetooth({
  clock,
  before,
  systemBus,
}: Heard & { readonly systemBus?: string | undefined }): Promise<readonly FoundPort[]> {
  const changes = new Map<string, Map<DbusValue, DbusValue>>();
  const onEvent = (event: BluezEvent): void => {
    if (event.kind !== 'changed' || event.interface !== deviceInterface) return;
    // Strangers outside may be many; the objects that are told are bounded anyway.
    if (changes.size >= 10 * most && !changes.has(event.path)) return;
    changes.set(event.path, new Map([...(changes.get(event.path) ?? []), ...event.properties]));
  };
  let bluez: Bluez | undefined;
  try {
    bluez = await openBluez('ble', onEvent, { clock, systemBus });
    return await listened(bluez, changes, { clock, before });
  } catch (thrown) {
    return troubleOf(thrown);
  } finally {
    bluez?.close();
  }
}

/** The adapter that would be used, by its path and address, if it is switched on. Errors: `link.unavailable`, `link.forbidden`. */
export async function bluetoothAdapter({ clock, systemBus }: { clock: Clock; systemBus?: string | undefined }) {
  const bluez = await openBluez('ble', () => undefined, { clock, systemBus });
  try {
    const adapter = adapterOf(await bluez.objects(), 'ble');
    const address = textOf(adapter.of(adapterInterface)?.get('Address')) ?? '';
    return `${adapter.path.split('/').at(-1) ?? ''} ${address}`.trim();
  } finally {
    bluez.close();
  }
}

/** Why there is no Bluetooth, for who looks for a device in reach. */
const told: ReadonlySet<string> = new Set([
  'ble.adapter-off',
  'ble.no-adapter',
  'ble.no-bluez',
  'ble.no-bus',
  'ble.no-permission',
]);

/** Why Bluetooth cannot be used, in the place of a device. */
function troubleOf(thrown: unknown): readonly FoundPort[] {
  const reason = isSolsteadError(thrown) ? thrown.reason : undefined;
  if (reason === undefined || !told.has(reason.code)) return [];
  return [{ address: 'ble://', path: 'Bluetooth', kind: 'ble', title: 'Bluetooth', usable: false, problem: reason }];
}
