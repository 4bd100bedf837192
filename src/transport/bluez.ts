// BlueZ as its objects on the system bus say it is: adapters, devices, characteristics. Read anew whenever it counts; what is of a
// wrong type counts as absent. Source: BlueZ, doc/org.bluez.{Adapter,Device,GattService,GattCharacteristic}.rst.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import {
  busCall,
  type DbusConnection,
  type DbusListener,
  DbusRefusal,
  DbusSilence,
  openDbus,
  systemBusPath,
  socketOf,
} from './dbus/connection.ts';
import type { DbusMessage } from './dbus/messages.ts';
import { BadValue, type DbusValue, mapOf, textOf } from './dbus/values.ts';

const bluez = 'org.bluez';
export const adapterInterface = 'org.bluez.Adapter1';
export const deviceInterface = 'org.bluez.Device1';
export const serviceInterface = 'org.bluez.GattService1';
export const characteristicInterface = 'org.bluez.GattCharacteristic1';
const propertiesInterface = 'org.freedesktop.DBus.Properties';
const objectManager = 'org.freedesktop.DBus.ObjectManager';

/** Properties of an interface by name. */
export type Properties = ReadonlyMap<DbusValue, DbusValue>;

/** One object: its path, and the properties of each of its interfaces. */
export interface BluezObject {
  readonly path: string;
  of(name: string): Properties | undefined;
}

/** A change that BlueZ told. */
export type BluezEvent =
  | { readonly kind: 'changed'; readonly path: string; readonly interface: string; readonly properties: Properties }
  | { readonly kind: 'added'; readonly object: BluezObject }
  | { readonly kind: 'removed'; readonly path: string }
  | { readonly kind: 'gone' };

/** BlueZ behind an open connection. */
export interface Bluez {
  /** Everything it knows. Errors: classed. */
  objects(): Promise<readonly BluezObject[]>;
  /** Calls a method of an object. Errors: as {@link DbusConnection.call}. */
  call(
    path: string,
    method: readonly [interfaceName: string, member: string],
    args?: { readonly signature: string; readonly body: readonly DbusValue[]; readonly waitMs?: number },
  ): Promise<readonly DbusValue[]>;
  /** Hears changes of an object and those below it, or of the whole tree. */
  hear(rule: { readonly below: string } | { readonly added: string } | { readonly at: string }): Promise<void>;
  close(): void;
}

/** What a connection to BlueZ is made of. */
export interface BluezParts {
  readonly clock: Clock;
  /** Address of the system bus; absent: where every Linux has it. */
  readonly systemBus?: string | undefined;
}

function objectOf(path: string, interfaces: DbusValue | undefined): BluezObject {
  const map = mapOf(interfaces);
  return {
    path,
    of: (name) => (map.has(name) ? mapOf(map.get(name)) : undefined),
  };
}

function eventOf(message: DbusMessage): BluezEvent | undefined {
  const { member, path = '', body } = message;
  if (message.interface === propertiesInterface && member === 'PropertiesChanged')
    return { kind: 'changed', path, interface: textOf(body[0]) ?? '', properties: mapOf(body[1]) };
  const at = textOf(body[0]);
  if (message.interface !== objectManager || at === undefined) return undefined;
  if (member === 'InterfacesAdded') return { kind: 'added', object: objectOf(at, body[1]) };
  return member === 'InterfacesRemoved' ? { kind: 'removed', path: at } : undefined;
}

const matchOf = (rule: Parameters<Bluez['hear']>[0]): string => {
  const from = `type='signal',sender='${bluez}'`;
  if ('below' in rule) return `${from},path_namespace='${rule.below}'`;
  if ('at' in rule) return `${from},path='${rule.at}'`;
  return `${from},interface='${objectManager}',arg0path='${rule.added}'`;
};

const helps = {
  'ble.no-bus': because('help.ble-bus'),
  'ble.no-bluez': because('help.ble-bluez'),
  'ble.no-permission': because('help.ble-permission'),
  'ble.no-adapter': because('help.ble-adapter'),
  'ble.adapter-off': because('help.ble-power'),
} as const;

function failure(at: string, code: keyof typeof helps, cause?: unknown): SolsteadError {
  const kind = code === 'ble.no-permission' ? 'link.forbidden' : 'link.unavailable';
  return new SolsteadError(kind, { at, why: because(code), help: helps[code], cause });
}

/** Why BlueZ, or one of its objects, did not do what it was asked, in words for the person at the computer. */
export function bluezFailure(
  at: string,
  thrown: unknown,
  otherwise: 'ble.refused' | 'ble.not-connected' = 'ble.refused',
): SolsteadError {
  if (thrown instanceof SolsteadError) return thrown;
  if (thrown instanceof DbusSilence)
    return new SolsteadError('link.unavailable', { at, why: because('ble.silent'), cause: thrown });
  if (thrown instanceof BadValue)
    return new SolsteadError('link.unavailable', { at, why: because('ble.too-much'), cause: thrown });
  if (!(thrown instanceof DbusRefusal))
    return new SolsteadError('link.unavailable', { at, why: said(thrown), cause: thrown });
  const { error, message } = thrown;
  if (/\.(AccessDenied|AuthFailed|NotAuthorized|NotPermitted)$/.test(error))
    return failure(at, 'ble.no-permission', thrown);
  if (/\.(ServiceUnknown|NameHasNoOwner|NoReply|Spawn\..+)$/.test(error)) return failure(at, 'ble.no-bluez', thrown);
  if (error.endsWith('.NotReady')) return failure(at, 'ble.adapter-off', thrown);
  const why = because(otherwise, { said: external(message === '' ? error : message) });
  return new SolsteadError('link.unavailable', { at, why, cause: thrown });
}

/** Why there is no connection to the bus. */
function busFailure(at: string, thrown: unknown): SolsteadError {
  const code = systemCode(thrown);
  if (code === 'EACCES' || code === 'EPERM') return failure(at, 'ble.no-permission', thrown);
  if (code !== undefined) return failure(at, 'ble.no-bus', thrown);
  return bluezFailure(at, thrown);
}

/**
 * Whether the kernel has no adapter: then nobody waits for BlueZ, which the bus would try to start for some seconds. Where there is no
 * `/sys`, nothing is known.
 */
export function isWithoutAdapter(sys = '/sys'): boolean {
  try {
    return readdirSync(join(sys, 'class/bluetooth')).length === 0;
  } catch {
    return existsSync(join(sys, 'class'));
  }
}

/** Connects to BlueZ; `onEvent` hears what was asked for by `hear`. Errors: `link.unavailable`, `link.forbidden`. */
export async function openBluez(
  at: string,
  onEvent: (event: BluezEvent) => void,
  { clock, systemBus }: BluezParts,
): Promise<Bluez> {
  // A bus of somebody's own may be that of another computer.
  if (systemBus === undefined && isWithoutAdapter()) throw failure(at, 'ble.no-adapter');
  let owner: string | undefined;
  const listener: DbusListener = {
    onSignal(message) {
      if (message.member === 'NameOwnerChanged' && message.body[0] === bluez) {
        owner = textOf(message.body[2]);
        onEvent({ kind: 'gone' });
        return;
      }
      // Any program may send a signal to this connection; only those of BlueZ count.
      if (owner === undefined || message.sender !== owner) return;
      const event = eventOf(message);
      if (event !== undefined) onEvent(event);
    },
    onClosed: () => onEvent({ kind: 'gone' }),
  };
  const path = systemBus === undefined ? systemBusPath : socketOf(systemBus);
  let bus: DbusConnection;
  try {
    if (path === undefined) throw Object.assign(new Error('no unix socket'), { code: 'ENOENT' });
    bus = await openDbus(path, listener, clock);
  } catch (thrown) {
    throw busFailure(at, thrown);
  }
  const opened: Bluez = makeBluez(bus, at);
  try {
    await bus.call(
      busCall('AddMatch', 's', [
        `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${bluez}'`,
      ]),
    );
    // The first call starts BlueZ where the bus can start it; its owner is known only then.
    await opened.objects();
    owner = textOf((await bus.call(busCall('GetNameOwner', 's', [bluez])))[0]);
    return opened;
  } catch (thrown) {
    bus.close();
    throw bluezFailure(at, thrown);
  }
}

function makeBluez(bus: DbusConnection, at: string): Bluez {
  return {
    async objects() {
      const call = { destination: bluez, path: '/', interface: objectManager, member: 'GetManagedObjects' };
      const [tree] = await bus.call(call).catch((thrown: unknown) => {
        throw bluezFailure(at, thrown);
      });
      return [...mapOf(tree)].flatMap(([path, interfaces]) =>
        typeof path === 'string' ? [objectOf(path, interfaces)] : [],
      );
    },
    call: (path, [interfaceName, member], { signature = '', body = [], waitMs } = { signature: '', body: [] }) =>
      bus.call({ destination: bluez, path, interface: interfaceName, member, signature, body }, waitMs),
    async hear(rule) {
      await bus.call(busCall('AddMatch', 's', [matchOf(rule)]));
    },
    close: () => bus.close(),
  };
}

/** The adapter of this name or address, else the first; it is switched on. Errors: `link.unavailable`. */
export function adapterOf(objects: readonly BluezObject[], at: string, wanted?: string): BluezObject {
  const adapters = objects
    .filter((object) => object.of(adapterInterface) !== undefined)
    .toSorted((left, right) => left.path.localeCompare(right.path, 'en', { numeric: true }));
  const isIt = ({ path, of }: BluezObject): boolean =>
    wanted === undefined ||
    path.endsWith(`/${wanted}`) ||
    textOf(of(adapterInterface)?.get('Address'))?.toUpperCase() === wanted.toUpperCase();
  const adapter = adapters.find(isIt);
  if (adapter === undefined) {
    if (adapters.length === 0) throw failure(at, 'ble.no-adapter');
    const why = because('ble.other-adapter', { wanted: external(wanted ?? '') });
    throw new SolsteadError('link.unavailable', { at, why, help: helps['ble.no-adapter'] });
  }
  if (adapter.of(adapterInterface)?.get('Powered') !== true) throw failure(at, 'ble.adapter-off');
  return adapter;
}
