// From the port of a file to the address of a link: `/dev/hidraw0`, `/dev/ttyUSB0`, `192.168.1.5:8899`, a Bluetooth address, with the
// words that mpp-solar has for ways of reaching it; or an address as it is.
import { isSecured, parseAddress, withoutPassword } from '#core/address.ts';
import { reasonOf } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';

/** What a file says of a port. */
export interface WrittenPort {
  readonly port: string;
  readonly porttype?: string | undefined;
  readonly baud?: number | undefined;
  /** Address of the device on a shared line. */
  readonly unit?: number | undefined;
}

/** An address, with what is to be said of it; or why there is none. */
export type PortOutcome =
  | { readonly address: string; readonly note?: Reason }
  | { readonly why: Reason; readonly at: 'port' | 'porttype' };

type Way = 'serial' | 'hid' | 'ble' | 'tcp';

/** Ways that are one here: the definition says how its bytes are read. */
const plainWays: Readonly<Record<string, Way>> = {
  serial: 'serial',
  ttyusb: 'serial',
  hidraw: 'hid',
  usb: 'hid',
  mppsolar: 'hid',
  jkble: 'ble',
  ble: 'ble',
  remotesocket: 'tcp',
  socket: 'tcp',
  tcp: 'tcp',
};
const namedAfterProtocols: Readonly<Record<string, Way>> = {
  daly: 'serial',
  dalyserial: 'serial',
  vserial: 'serial',
  jkserial: 'serial',
};
const absent: Readonly<Record<string, 'daemon.port-mqtt' | 'daemon.port-esp'>> = {
  mqtt: 'daemon.port-mqtt',
  esp: 'daemon.port-esp',
  esp32: 'daemon.port-esp',
};
const knownTypes: readonly string[] = [...Object.keys(plainWays), ...Object.keys(namedAfterProtocols)];

const macForm = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;
const hostPortForm = /^(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9.-]*):(\d{1,5})$/i;

/** A path with what an address gives another meaning. */
const escaped = (path: string): string => path.replaceAll(/[%?#\s]/g, (letter) => encodeURIComponent(letter));

function checked(address: string, note?: Reason): PortOutcome {
  try {
    parseAddress(address);
  } catch (error) {
    return { at: 'port', why: reasonOf(error) };
  }
  return note === undefined ? { address } : { address, note };
}

function serial(path: string, baud: number | undefined): string {
  return `serial://${escaped(path)}${baud === undefined ? '' : `?baud=${baud}`}`;
}

/** Whether an address has a way by which a device is reached; examples are there for every one. */
export const isReachedBy = (links: readonly string[], scheme: string): boolean =>
  scheme === 'test' || links.some((link) => link === scheme || (link === 'http' && scheme === 'https'));

/** Why a password is of no use at an address; undefined: what is there may want one, or the address is wrong and told already. */
export function passwordFault(address: string): Reason | undefined {
  if (address === '' || address.startsWith('test:')) return undefined;
  try {
    const parsed = parseAddress(address);
    return isSecured(parsed) ? undefined : because('daemon.no-password', { scheme: `${parsed.scheme}://` });
  } catch {
    return undefined;
  }
}

/** Whether an address only stands for one, as in documents. */
export const isPlaceholder = (address: string): boolean => /^ble:\/\/XX/i.test(address);

/** `host:port` as it is, or with the scheme of pyserial before it. */
function socket(port: string): PortOutcome {
  const place = port.replace(/^socket:\/\//i, '');
  if (!hostPortForm.test(place))
    return { at: 'port', why: because('daemon.port-socket', { value: external(withoutPassword(port)) }) };
  return checked(`tcp://${place}`);
}

function bluetooth(port: string): PortOutcome {
  // As documents have it: the device cannot be read, and the others can.
  if (/^XX(?::XX){5}$/i.test(port)) return { address: `ble://${port}`, note: because('daemon.port-placeholder') };
  if (!macForm.test(port))
    return { at: 'port', why: because('daemon.port-mac', { value: external(withoutPassword(port)) }) };
  return checked(`ble://${port.toUpperCase()}`);
}

function byWay(way: Way, { port, baud }: WrittenPort): PortOutcome {
  switch (way) {
    case 'ble':
      return bluetooth(port);
    case 'tcp':
      return socket(port);
    case 'hid':
      return port.startsWith('/') ? checked(`hid://${escaped(port)}`) : notAPort(port);
    case 'serial':
      if (/^socket:\/\//i.test(port)) return socket(port);
      return port.startsWith('/') ? checked(serial(port, baud)) : notAPort(port);
  }
}

const notAPort = (port: string): PortOutcome => ({
  at: 'port',
  why: because('daemon.port', { value: external(withoutPassword(port).slice(0, 100)) }),
});

/** `test`, `test0`, `/dev/test`, or an address. */
const isExample = (port: string): boolean => /^(?:\/dev\/)?test\d*$|^test:/i.test(port);

const examples = (port: string): PortOutcome =>
  checked(port.startsWith('test:') ? port : 'test:', because('daemon.port-test'));

function byForm({ port, baud }: WrittenPort): PortOutcome {
  if (macForm.test(port) || /^XX(?::XX){5}$/i.test(port)) return bluetooth(port);
  if (isExample(port)) return examples(port);
  if (port.startsWith('/'))
    return /hidraw/i.test(port) ? checked(`hid://${escaped(port)}`) : checked(serial(port, baud));
  if (/^mqtt$/i.test(port)) return { at: 'port', why: because('daemon.port-mqtt') };
  const found = hostPortForm.exec(port);
  if (found === null) return notAPort(port);
  const host = found[1] ?? '';
  const address = `tcp://${port}`;
  // A word with a number may be meant otherwise.
  const isPlain = host.startsWith('[') || /^[\d.]+$/.test(host);
  return checked(address, isPlain ? undefined : because('daemon.port-guessed', { address }));
}

/** The address of what a file calls a port, with that of the device on its line. */
export function portAddress(written: WrittenPort): PortOutcome {
  const outcome = lineOf(written);
  const { unit } = written;
  if (unit === undefined || 'why' in outcome || outcome.address.startsWith('test:')) return outcome;
  const { address, note } = outcome;
  return checked(`${address}${address.includes('?') ? '&' : '?'}unit=${unit}`, note);
}

function lineOf(written: WrittenPort): PortOutcome {
  const { port, porttype, baud } = written;
  const scheme = /^([a-z][a-z0-9]*):\/\//i.exec(port)?.[1]?.toLowerCase();
  if (scheme === 'rfc2217') return { at: 'port', why: because('daemon.port-rfc2217') };
  if (scheme !== undefined && scheme !== 'socket') {
    const hasSpeed = scheme !== 'serial' || baud === undefined || port.includes('?');
    return checked(hasSpeed ? port : `${port}?baud=${baud}`);
  }
  if (porttype === undefined || porttype === '') return scheme === 'socket' ? socket(port) : byForm(written);
  const type = porttype.toLowerCase();
  if (type === 'test') return examples(port);
  if (Object.hasOwn(absent, type)) return { at: 'porttype', why: because(absent[type] ?? 'daemon.port-mqtt') };
  const way = Object.hasOwn(plainWays, type) ? plainWays[type] : namedAfterProtocols[type];
  if (way === undefined || !knownTypes.includes(type)) {
    const why = because('daemon.word', { value: external(porttype.slice(0, 60)), known: { oneOf: knownTypes } });
    return { at: 'porttype', why: withNearest(why, porttype, knownTypes) };
  }
  const outcome = byWay(way, written);
  const isOld = Object.hasOwn(namedAfterProtocols, type) && 'address' in outcome && outcome.note === undefined;
  return isOld ? { ...outcome, note: because('daemon.port-type-old', { value: porttype }) } : outcome;
}
