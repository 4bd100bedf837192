// Which characteristics of a device are written and notify, by the profile of its kind and what they say they can.
import type { BleProfile } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { type BluezObject, characteristicInterface, serviceInterface } from './bluez.ts';
import { type DbusValue, textOf, textsOf } from './dbus/values.ts';

/** The characteristics in use. */
export interface Characteristics {
  /** Paths. */
  readonly notify: string;
  readonly write: string;
  /** Most bytes of one write. */
  readonly pieceBytes: number;
  readonly isAcknowledged: boolean;
}

/** Bytes of a write or notification that are its head. Source: Bluetooth Core 5.4, vol. 3 F, 3.4.5. */
const attHead = 3;
/** What every connection can carry, and most that is asked of one. */
const [leastMtu, mostMtu] = [23, 517];

/** A UUID in full; those of 16 bits are short for one below the base. Source: Bluetooth Core 5.4, vol. 3 B, 2.5.1. */
const fullUuid = (uuid: string): string =>
  uuid.length === 4 ? `0000${uuid.toLowerCase()}-0000-1000-8000-00805f9b34fb` : uuid.toLowerCase();

const isUuid = (value: DbusValue | undefined, uuid: string): boolean => textOf(value)?.toLowerCase() === fullUuid(uuid);

/**
 * The characteristics of a profile. Some boards list one twice: the one that can do what is asked of it is taken.
 * Errors: `link.unavailable` if the device has none.
 */
export function findCharacteristics(
  objects: readonly BluezObject[],
  { path, profile, name }: { path: string; profile: Extract<BleProfile, { kind: 'gatt' }>; name: string },
): Characteristics {
  const services = new Set(
    objects
      .filter((object) => object.path.startsWith(`${path}/`))
      .filter((object) => isUuid(object.of(serviceInterface)?.get('UUID'), profile.service))
      .map((object) => object.path),
  );
  const find = (uuid: string, abilities: readonly string[]) => {
    for (const object of objects) {
      const properties = object.of(characteristicInterface);
      if (properties === undefined || !isUuid(properties.get('UUID'), uuid)) continue;
      if (!services.has(textOf(properties.get('Service')) ?? '')) continue;
      const flags = textsOf(properties.get('Flags'));
      if (flags.some((flag) => abilities.includes(flag))) return { path: object.path, flags, properties };
    }
    throw new SolsteadError('link.unavailable', { at: name, why: because('ble.no-characteristic', { uuid }) });
  };
  const notify = find(profile.notify, ['notify', 'indicate']);
  const write = find(profile.write, ['write', 'write-without-response']);
  const mtu = write.properties.get('MTU');
  const known = typeof mtu === 'number' ? Math.min(mostMtu, Math.max(leastMtu, mtu)) : leastMtu;
  const wanted = profile.acknowledged ? 'write' : 'write-without-response';
  return {
    notify: notify.path,
    write: write.path,
    pieceBytes: known - attHead,
    isAcknowledged: write.flags.includes(wanted) ? profile.acknowledged : !profile.acknowledged,
  };
}
