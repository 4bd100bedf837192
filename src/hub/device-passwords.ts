// The passwords of devices with a web server, and the keys of those by Bluetooth and of ESPHome nodes: kept as secrets, each for one server and for nobody else.
import { type LinkAddress, parseAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { DeviceRecord } from '#core/records.ts';
import { devicePasswordRef, type SecretStore } from '#core/secrets.ts';

/** What of a device says who gets its password. */
type Place = Pick<DeviceRecord, 'address' | 'topic' | 'definition'>;

/**
 * Who gets the password of a device: the server at its address, or the device behind its topics, in the form of its definition, which may be
 * the clear text.
 */
function holderOf({ address: text, topic = '', definition }: Place): string {
  const address = parseAddress(text);
  return JSON.stringify([definition, address.scheme, 'tls' in address && address.tls, ...serverOf(address), topic]);
}

/** Where an address leads. */
function serverOf(address: LinkAddress): readonly (string | number)[] {
  if (address.scheme === 'ble') return [address.device];
  if (address.scheme === 'mqtt-line') return [address.topic];
  if (address.scheme === 'test') return [];
  if (address.scheme === 'ocpp') return [address.identity];
  if ('usb' in address) return [address.usb, address.serial ?? '', address.place ?? ''];
  return 'host' in address ? [address.host.toLowerCase(), address.port] : [address.path];
}

/** The passwords. */
export interface DevicePasswords {
  /**
   * Whether a device may become this: a kept password belongs to its server, and is entered again, or forgotten, with a change of it.
   * Errors: `input.invalid`.
   */
  check(before: DeviceRecord, after: DeviceRecord, password: string | undefined): Promise<void>;
  /** Keeps one; an empty one is forgotten, and without one nothing happens. */
  keep(device: string, password: string | undefined): Promise<void>;
}

/** The passwords over the secrets. */
export function makeDevicePasswords(secrets: SecretStore): DevicePasswords {
  return {
    async check(before, after, password) {
      if (password !== undefined || holderOf(before) === holderOf(after)) return;
      if ((await secrets.read(devicePasswordRef(before.id))) === undefined) return;
      throw new SolsteadError('input.invalid', { at: 'password', why: because('secret.again') });
    },
    async keep(device, password) {
      if (password === undefined) return;
      const ref = devicePasswordRef(device);
      await (password === '' ? secrets.remove(ref) : secrets.save(ref, password));
    },
  };
}
