// From a link address to the link that speaks it.
import { because } from '#core/reason.ts';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { Secret, SecretStore } from '#core/secrets.ts';
import { makeBleLink } from './ble-link.ts';
import { makeEsphomeLink } from './esphome-link.ts';
import { type HttpAccounts, makeHttpAccounts } from './http-accounts.ts';
import { makeHidLink } from './hid-link.ts';
import { makeHttpLink } from './http-link.ts';
import type { HttpAddress } from './http-port.ts';
import { makeSerialLink } from './serial-link.ts';
import { makeMqttLineLink } from './mqtt-line-link.ts';
import { deviceLookup } from './metadata-hosts.ts';
import { makeSolarAssistantLink } from './solar-assistant-link.ts';
import { makeTcpLink } from './tcp-link.ts';
import { makeUdpLink } from './udp-link.ts';

/** What links are made of. */
export interface LinkParts {
  readonly clock: Clock;
  /** A peer says that it is `atMs` now, epoch ms. */
  readonly heardTime?: (source: string, atMs: number) => void;
  /** Passwords of devices with a web server; absent: none is known. */
  readonly accounts?: HttpAccounts;
  /** Keys of devices that seal what they tell; absent: none is known. */
  readonly secrets?: Pick<SecretStore, 'read'>;
  /** The home's broker, for lines over MQTT; absent: there is none. */
  readonly broker?: MessageLink;
  /** Address of the system bus, where BlueZ is; absent: where every Linux has it. */
  readonly systemBus?: string | undefined;
  /** Whether an address may lead to these hosts now. Errors: `address.invalid`. */
  readonly mayReach?: (address: LinkAddress, found: readonly string[]) => Promise<void>;
}

type Keyed = Pick<Extract<LinkAddress, { scheme: 'ble' | 'esphome' | 'solar-assistant' }>, 'key' | 'passwordRef'>;

/** The key of a device: the one that is being tried, else the one that is kept. */
async function keyFor({ key, passwordRef }: Keyed, { secrets }: LinkParts): Promise<Secret | undefined> {
  return key ?? (passwordRef === undefined ? undefined : secrets?.read(passwordRef));
}

/** The password of a web server: the one that is being tried, else the one that is kept. */
function accountFor({ key, passwordRef, passwordBy }: HttpAddress, { clock, accounts }: LinkParts) {
  if (key !== undefined) return makeHttpAccounts({ read: async () => key }, clock).of('tried', passwordBy);
  return passwordRef === undefined ? undefined : accounts?.of(passwordRef, passwordBy);
}

/** The link of an address, not opened yet. Errors: `address.invalid` for an MQTT address, which carries messages. */
export function makeLink(address: LinkAddress, parts: LinkParts): Link {
  const { clock, heardTime, mayReach } = parts;
  const lookup = deviceLookup(mayReach && ((found) => mayReach(address, found)));
  switch (address.scheme) {
    case 'serial':
      return makeSerialLink(address, clock);
    case 'hid':
      return makeHidLink(address, clock);
    case 'tcp':
      return makeTcpLink(address, clock, lookup);
    case 'udp':
      return makeUdpLink(address, clock, lookup);
    case 'http':
      return makeHttpLink(address, clock, {
        heardTime,
        lookup,
        account: accountFor(address, parts),
      });
    case 'ble':
      return makeBleLink(address, { clock, systemBus: parts.systemBus, key: () => keyFor(address, parts) });
    case 'esphome':
      return makeEsphomeLink(address, { clock, lookup, key: () => keyFor(address, parts) });
    case 'solar-assistant':
      return makeSolarAssistantLink(address, { clock, lookup, password: () => keyFor(address, parts) });
    case 'mqtt-line':
      if (parts.broker === undefined)
        throw new SolsteadError('address.invalid', { at: formatAddress(address), why: because('link.no-broker') });
      return makeMqttLineLink(address, parts.broker, clock);
    case 'test':
      throw new SolsteadError('address.invalid', { at: formatAddress(address), why: because('link.examples') });
    case 'ocpp':
    case 'mqtt':
      throw new SolsteadError('address.invalid', {
        at: formatAddress(address),
        why: because(address.scheme === 'ocpp' ? 'link.comes-itself' : 'link.is-broker'),
      });
  }
}

/** Makes links of the same parts. */
export function linksWith(parts: LinkParts): (address: LinkAddress) => Link {
  return (address) => makeLink(address, parts);
}
