// Addresses of links as URLs: serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, hid://0665:5161, tcp://host:port, udp://host:port,
// http://host, esphome://host, solar-assistant://host, mqtt://host:port, ocpp://id, ble://AA:BB:CC:DD:EE:FF. The device behind the link is in its options: ?unit=2, ?framing=rtu,
// ?logger=2612749371.
import { withNearest } from './near-word.ts';
import { because, type Reason } from './reason.ts';
import { SolsteadError } from './errors.ts';
import type { Secret } from './secrets.ts';

/** How a serial line is framed: 8N1 is 8 data bits, no parity, 1 stop bit. */
export interface SerialMode {
  readonly baud: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** Which device is meant behind a link, if several share it or a logger is in between; the line itself is the same. */
export interface Target {
  /** Modbus unit address, or the number of a device behind an HTTP address, 0 to 255. */
  readonly unit?: number;
  /** How Modbus is framed: as on a serial line, or with the header of Modbus TCP. */
  readonly framing?: 'rtu' | 'tcp';
  /** Serial number of the Solarman logger in front of the device. */
  readonly logger?: number;
}

/**
 * How a kind of device speaks by Bluetooth LE: bytes written to one characteristic and notified by another, or what it advertises to
 * everybody, sealed with a key.
 */
export type BleProfile =
  | {
      readonly kind: 'gatt';
      /** UUIDs, 16 bits as four hex digits or all 128. */
      readonly service: string;
      readonly notify: string;
      readonly write: string;
      /** Whether each write is to be acknowledged; where the characteristic cannot do it that way, the other way is taken. */
      readonly acknowledged: boolean;
    }
  | {
      readonly kind: 'adverts';
      /** Number of the company its data is filed under. */
      readonly company: number;
    };

/** A parsed link address. */
export type LinkAddress =
  | { readonly scheme: 'serial'; readonly path: string; readonly mode: Partial<SerialMode>; readonly target?: Target }
  | { readonly scheme: 'hid'; readonly path: string }
  | {
      /** A USB device whatever node it has now. */
      readonly scheme: 'hid';
      /** Vendor and product, `0665:5161`. */
      readonly usb: string;
      /** Which of several: its serial number, or where it is plugged in as Linux names it (`1-1.2`). */
      readonly serial?: string;
      readonly place?: string;
    }
  | {
      readonly scheme: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly mode: Partial<SerialMode>;
      readonly target?: Target;
    }
  | { readonly scheme: 'udp'; readonly host: string; readonly port: number; readonly target?: Target }
  | {
      readonly scheme: 'http';
      readonly host: string;
      readonly port: number;
      /** https:// */
      readonly tls: boolean;
      readonly target?: Target;
      /** Of a charger: how it is paused, as below. */
      readonly pause?: 'stop';
      /** Name of the secret with the device's password; given by those who know the device, and never part of the text. */
      readonly passwordRef?: string;
      /** The password itself of a device that is being tried; as little part of the text. */
      readonly key?: Secret;
      /** How it takes its password: in the clear only where it is known to have no other way. By digest if absent. */
      readonly passwordBy?: 'basic';
    }
  | {
      readonly scheme: 'ble';
      /** Address of the device, upper-case. */
      readonly device: string;
      /** Name (`hci1`) or address of the adapter; the first one if absent. */
      readonly adapter?: string;
      /** Given by those who know the device, and never part of the text. */
      readonly profile?: BleProfile;
      /** Name of the secret with its key, or the key itself of a device that is being tried; as the profile never part of the text. */
      readonly passwordRef?: string;
      readonly key?: Secret;
    }
  | {
      /** Bytes as hex in two topics of the home's broker: a bridge behind which a serial line is. */
      readonly scheme: 'mqtt-line';
      readonly topic: string;
    }
  | {
      /** The native API of an ESPHome node. */
      readonly scheme: 'esphome';
      readonly host: string;
      readonly port: number;
      /** Name of the secret with its key, or the key itself of a node that is being tried; never part of the text. */
      readonly passwordRef?: string;
      readonly key?: Secret;
    }
  | {
      /** The WebSocket of a Solar-Assistant unit, beside its web page. */
      readonly scheme: 'solar-assistant';
      readonly host: string;
      readonly port: number;
      /** Name of the secret with its password, or the password itself of a unit that is being tried; never part of the text. */
      readonly passwordRef?: string;
      readonly key?: Secret;
    }
  | {
      /** A charge point that comes to this computer by itself, by the id in the address that it calls. */
      readonly scheme: 'ocpp';
      readonly identity: string;
      /** Which of several; the first if absent. */
      readonly connector?: number;
      /** How it is paused: by ending the charge, not by a limit of no current. */
      readonly pause?: 'stop';
    }
  | {
      /** Examples in the place of a device. */
      readonly scheme: 'test';
      /** Whose; absent: those of the protocol that it is read by. */
      readonly protocol?: string;
    }
  | {
      readonly scheme: 'mqtt';
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly username?: string;
    };

/** What may want a password or a key. */
type SecuredAddress = Extract<LinkAddress, { passwordRef?: string }>;

/** Whether what is there may want a password or a key. */
export function isSecured(address: LinkAddress): address is SecuredAddress {
  return ['http', 'ble', 'esphome', 'solar-assistant'].includes(address.scheme);
}

/** Schemes as they are written. */
const schemes = [
  'serial',
  'hid',
  'tcp',
  'udp',
  'http',
  'https',
  'esphome',
  'solar-assistant',
  'ble',
  'mqtt',
  'mqtts',
  'mqtt-line',
  'ocpp',
];

const fail = (at: string, why: Reason): never => {
  throw new SolsteadError('address.invalid', { at: at === '' ? 'address' : withoutPassword(at), why });
};

/**
 * An address without the password it may carry, for logs and answers. What people typed may be no address: the password is everything from
 * the first colon to the last `@`, whatever is in between; rather too much is left out than a part of it shown.
 */
export function withoutPassword(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? '';
  // Paths of ports have no account; where a host stands instead of one, there may be.
  if (/^(?:serial:\/\/\/|hid:\/\/(?:\/|[0-9a-f]{4}:[0-9a-f]{4}(?:[/?#]|$))|ble:|mqtt-line:)/i.test(text)) return text;
  const end = text.lastIndexOf('@');
  const colon = text.indexOf(':', scheme.length);
  return colon < 0 || colon > end ? text : `${text.slice(0, colon)}${text.slice(end)}`;
}

function decoded(text: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return fail(text, because('address.percent', { part }));
  }
}

/** What `8N1` and its like say. */
function framingOf(value: string): Omit<SerialMode, 'baud'> | undefined {
  const [bits, letter, stop, ...more] = value.toLowerCase();
  const dataBits = ([5, 6, 7, 8] as const).find((one) => String(one) === bits);
  const parity = (['none', 'even', 'odd'] as const).find(([first]) => first === letter);
  const stopBits = ([1, 2] as const).find((one) => String(one) === stop);
  if (more.length > 0 || dataBits === undefined || parity === undefined || stopBits === undefined) return undefined;
  return { dataBits, parity, stopBits };
}

function serialMode(text: string, query: URLSearchParams): Partial<SerialMode> {
  const mode: { -readonly [K in keyof SerialMode]?: SerialMode[K] } = {};
  for (const [key, value] of query) {
    if (key === 'baud') {
      const baud = Number(value);
      if (!Number.isInteger(baud) || baud < 50 || baud > 4_000_000) fail(text, because('address.baud', { value }));
      mode.baud = baud;
    } else if (key === 'mode') {
      Object.assign(mode, framingOf(value) ?? fail(text, because('address.mode', { value })));
    } else if (!isTargetOption(key))
      fail(text, because('address.option', { key, known: ['baud', 'mode', ...targetOptions] }));
  }
  return mode;
}

const targetOptions = ['unit', 'framing', 'logger'] as const satisfies readonly (keyof Target)[];
const isTargetOption = (key: string): key is keyof Target => targetOptions.some((option) => option === key);

function wholeNumber(text: string, { key, value, max }: { key: string; value: string; max: number }): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  return number <= max ? number : fail(text, because('address.number', { key, value, max }));
}

/** The device behind the link, if the address names one. */
function targetOf(text: string, query: URLSearchParams): { target?: Target } {
  const target: { -readonly [K in keyof Target]?: Target[K] } = {};
  for (const [key, value] of query) {
    if (key === 'unit') target.unit = wholeNumber(text, { key, value, max: 255 });
    else if (key === 'logger') target.logger = wholeNumber(text, { key, value, max: 0xffff_ffff });
    else if (key === 'framing')
      target.framing = value === 'rtu' || value === 'tcp' ? value : fail(text, because('address.framing', { value }));
  }
  return Object.keys(target).length === 0 ? {} : { target };
}

function portOf(text: string, url: URL, standard: number | undefined): number {
  const port = url.port === '' ? standard : Number(url.port);
  return port === undefined || port === 0 ? fail(text, because('address.port', { scheme: url.protocol })) : port;
}

const mostPort = 65_535;

/** What stands where a port does, in digits; undefined: nothing, or perhaps a part of a password. */
const writtenPort = (text: string): string | undefined =>
  /^[a-z-]+:\/\/(?:[^@/?#]*@)?(?:\[[^\]@]*\]|[^:/?#[\]@]*):(\d+)(?:[/?#][^@]*)?$/.exec(text)?.[1];

/** Parses a link address. Errors: `address.invalid`, naming the part that is wrong. */
export function parseAddress(text: string): LinkAddress {
  if (text.startsWith('test:')) return exampleAddress(text);
  const scheme = /^([a-z-]+):\/\//.exec(text)?.[1];
  if (scheme === undefined) {
    return fail(
      text,
      text.startsWith('/') ? because('address.path-alone', { path: text }) : because('address.no-scheme'),
    );
  }
  // To a URL the bytes of a Bluetooth address would be ports.
  if (scheme === 'ble') return bleAddress(text);
  if (scheme === 'mqtt-line') return topicAddress(text);
  // To a URL its id would be a host, in small letters.
  if (scheme === 'ocpp') return chargePointAddress(text);
  const usb = scheme === 'hid' ? usbAddress(text) : undefined;
  if (usb !== undefined) return usb;
  const port = writtenPort(text);
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= mostPort))
    return fail(text, because('address.wrong-port', { port: port.slice(0, 20), most: mostPort }));
  if (!URL.canParse(text)) return fail(text, because('address.no-url'));
  const url = new URL(text);
  // Only brokers have the name of an account in their address.
  if (!/^mqtts?$/.test(scheme) && (url.username !== '' || url.password !== ''))
    return fail(text, because('address.account'));
  const path = decoded(text, url.pathname);
  switch (scheme) {
    case 'serial':
      if (url.host !== '') return fail(text, because('address.slashes', { rest: `serial:///${url.host}${path}` }));
      if (path.length < 2) return fail(text, because('address.no-port-path'));
      return { scheme, path, mode: serialMode(text, url.searchParams), ...targetOf(text, url.searchParams) };
    case 'hid':
      if (url.host !== '') return fail(text, because('address.slashes', { rest: `hid:///${url.host}${path}` }));
      return path.length < 2 ? fail(text, because('address.no-device-path')) : { scheme, path };
    case 'tcp':
      if (url.hostname === '') return fail(text, because('address.no-host'));
      return {
        scheme,
        host: bareHost(url),
        port: portOf(text, url, undefined),
        mode: serialMode(text, url.searchParams),
        ...targetOf(text, url.searchParams),
      };
    case 'udp': {
      if (url.hostname === '') return fail(text, because('address.no-host'));
      const unknown = [...url.searchParams.keys()].find((key) => !isTargetOption(key));
      if (unknown !== undefined) return fail(text, because('address.option', { key: unknown, known: targetOptions }));
      return { scheme, host: bareHost(url), port: portOf(text, url, undefined), ...targetOf(text, url.searchParams) };
    }
    case 'http':
    case 'https':
      return httpAddress(text, url);
    case 'esphome':
    case 'solar-assistant':
      return { scheme, ...hostAndPort(text, url, usualPorts[scheme]) };
    case 'mqtt':
    case 'mqtts': {
      if (url.hostname === '') return fail(text, because('address.no-host'));
      const tls = scheme === 'mqtts';
      const account = url.username === '' ? {} : { username: decoded(text, url.username) };
      return { scheme: 'mqtt', host: bareHost(url), port: portOf(text, url, tls ? 8883 : 1883), tls, ...account };
    }
    default:
      return fail(text, withNearest(because('address.scheme', { scheme }), scheme, schemes));
  }
}

/** `test:` and `test:pi30max`. */
function exampleAddress(text: string): LinkAddress {
  const [, protocol] = /^test:(?:\/\/)?([a-z0-9-]{0,40})$/.exec(text) ?? [];
  if (protocol === undefined) return fail(text, because('address.no-example'));
  return protocol === '' ? { scheme: 'test' } : { scheme: 'test', protocol };
}

/** A USB device by vendor and product; undefined for a path. */
function usbAddress(text: string): LinkAddress | undefined {
  const [, id, options = ''] = /^hid:\/\/([\dA-Fa-f]{4}:[\dA-Fa-f]{4})\/?(?:\?([^#]*))?$/.exec(text) ?? [];
  if (id === undefined) return undefined;
  const query = new URLSearchParams(options);
  const unknown = [...query.keys()].find((key) => key !== 'serial' && key !== 'usb');
  if (unknown !== undefined) return fail(text, because('address.option', { key: unknown, known: ['serial', 'usb'] }));
  const [serial, place] = [query.get('serial'), query.get('usb')];
  if (place !== null && !/^\d+-\d+(?:\.\d+)*$/.test(place)) return fail(text, because('address.no-usb-place'));
  return {
    scheme: 'hid',
    usb: id.toLowerCase(),
    ...(serial === null || serial === '' ? {} : { serial }),
    ...(place === null ? {} : { place }),
  };
}

/** Longest topic before `/command`, letters. */
const longestTopic = 200;

function topicAddress(text: string): LinkAddress {
  const topic = decoded(text, text.slice('mqtt-line://'.length));
  const isPlain = topic.length <= longestTopic && /^[^$/?#+\p{C}][^?#+\p{C}]*$/u.test(topic) && !topic.endsWith('/');
  return isPlain ? { scheme: 'mqtt-line', topic } : fail(text, because('address.no-topic'));
}

const macPattern = /^(?:[\dA-F]{2}:){5}[\dA-F]{2}$/i;

function bleAddress(text: string): LinkAddress {
  const [, device = '', options = ''] = /^ble:\/\/([^/?#]*)\/?(?:\?([^#]*))?$/.exec(text) ?? [];
  const mac = device.replaceAll('-', ':');
  if (!macPattern.test(mac)) return fail(text, because('address.no-mac'));
  const query = new URLSearchParams(options);
  const unknown = [...query.keys()].find((key) => key !== 'adapter');
  if (unknown !== undefined) return fail(text, because('address.option', { key: unknown, known: 'adapter' }));
  const adapter = query.get('adapter');
  if (adapter === null) return { scheme: 'ble', device: mac.toUpperCase() };
  if (!/^hci\d{1,2}$/.test(adapter) && !macPattern.test(adapter)) return fail(text, because('address.no-adapter'));
  return {
    scheme: 'ble',
    device: mac.toUpperCase(),
    adapter: adapter.startsWith('hci') ? adapter : adapter.toUpperCase(),
  };
}

/** Ids of charge points, which begin with a letter or a digit. Source: OCPP-J 1.6, 3.1.1; Improved security for OCPP 1.6-J, of at most 48 letters. */
export const chargePointPattern = /^[A-Za-z0-9][\w.:@|*=~-]{0,47}$/;
const mostConnectors = 16;

function chargePointAddress(text: string): LinkAddress {
  const [, id = '', options = ''] = /^ocpp:\/\/([^/?#]*)\/?(?:\?([^#]*))?$/.exec(text) ?? [];
  const identity = decoded(text, id);
  if (!chargePointPattern.test(identity)) return fail(text, because('address.no-charge-point'));
  const query = new URLSearchParams(options);
  const unknown = [...query.keys()].find((key) => key !== 'connector' && key !== 'pause');
  if (unknown !== undefined) return fail(text, because('address.option', { key: unknown, known: 'connector, pause' }));
  const value = query.get('connector');
  const connector = value === null ? 1 : wholeNumber(text, { key: 'connector', value, max: mostConnectors });
  return {
    scheme: 'ocpp',
    identity,
    ...(connector > 1 ? { connector } : {}),
    ...pauseOf(text, query),
  };
}

/** How a charger is paused, where that is said. */
function pauseOf(text: string, query: URLSearchParams): Pausing {
  const pause = query.get('pause') ?? 'limit';
  if (pause === 'stop') return { pause };
  if (pause === 'limit') return {};
  return fail(text, because('address.option', { key: `pause=${pause}`, known: 'pause=limit, pause=stop' }));
}

const httpPorts = { http: 80, https: 443 } as const;

function httpAddress(text: string, url: URL): LinkAddress {
  if (url.hostname === '') return fail(text, because('address.no-host'));
  if (url.pathname !== '/' || url.hash !== '')
    return fail(text, because('address.host-only', { example: `${url.protocol}//${url.host}` }));
  const unknown = [...url.searchParams.keys()].find((key) => key !== 'unit' && key !== 'pause');
  if (unknown !== undefined) return fail(text, because('address.option', { key: unknown, known: 'unit, pause' }));
  const tls = url.protocol === 'https:';
  const port = portOf(text, url, tls ? httpPorts.https : httpPorts.http);
  const query = url.searchParams;
  return { scheme: 'http', host: bareHost(url), port, tls, ...targetOf(text, query), ...pauseOf(text, query) };
}

const usualPorts = { esphome: 6053, 'solar-assistant': 80 } as const;

/** Of an address with nothing besides. */
function hostAndPort(text: string, url: URL, usual: number): { readonly host: string; readonly port: number } {
  if (url.hostname === '') return fail(text, because('address.no-host'));
  if (!['', '/'].includes(url.pathname) || url.hash !== '' || url.search !== '')
    return fail(text, because('address.host-only', { example: `${url.protocol}//${url.host}` }));
  return { host: bareHost(url), port: portOf(text, url, usual) };
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** An address as text; the inverse of {@link parseAddress}. */
export function formatAddress(address: LinkAddress): string {
  switch (address.scheme) {
    case 'serial':
      return `serial://${encodePath(address.path)}${queryOf(address.mode, address.target)}`;
    case 'hid':
      return 'usb' in address ? usbText(address) : `hid://${encodePath(address.path)}`;
    case 'tcp':
      return `tcp://${urlHost(address.host)}:${address.port}${queryOf(address.mode, address.target)}`;
    case 'udp':
      return `udp://${urlHost(address.host)}:${address.port}${queryOf({}, address.target)}`;
    case 'http': {
      const scheme = address.tls ? 'https' : 'http';
      const port = address.port === httpPorts[scheme] ? '' : `:${address.port}`;
      return `${scheme}://${urlHost(address.host)}${port}${queryOf({}, { ...address.target, ...pausing(address) })}`;
    }
    case 'esphome':
    case 'solar-assistant': {
      const port = address.port === usualPorts[address.scheme] ? '' : `:${address.port}`;
      return `${address.scheme}://${urlHost(address.host)}${port}`;
    }
    case 'test':
      return `test:${address.protocol ?? ''}`;
    case 'mqtt-line':
      return `mqtt-line://${encodePath(address.topic)}`;
    case 'ocpp': {
      const { identity, connector, pause } = address;
      const options = Object.entries({ connector, pause }).filter(([, value]) => value !== undefined);
      const query = options.map(([key, value]) => `${key}=${value}`).join('&');
      return `ocpp://${encodeURIComponent(identity)}${query === '' ? '' : `?${query}`}`;
    }
    case 'ble':
      return `ble://${address.device}${address.adapter === undefined ? '' : `?adapter=${address.adapter}`}`;
    case 'mqtt': {
      const account = address.username === undefined ? '' : `${encodeURIComponent(address.username)}@`;
      return `${address.tls ? 'mqtts' : 'mqtt'}://${account}${urlHost(address.host)}:${address.port}`;
    }
  }
}

function usbText({ usb, serial, place }: Extract<LinkAddress, { usb: string }>): string {
  const options = [
    ...(serial === undefined ? [] : [`serial=${encodeURIComponent(serial)}`]),
    ...(place === undefined ? [] : [`usb=${place}`]),
  ];
  return `hid://${usb}${options.length === 0 ? '' : `?${options.join('&')}`}`;
}

const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);
const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

type Pausing = { readonly pause?: 'stop' };
const pausing = ({ pause }: Pausing): Pausing => (pause === undefined ? {} : { pause });

function queryOf({ baud, dataBits, parity, stopBits }: Partial<SerialMode>, target: Target & Pausing = {}): string {
  const parts: string[] = [];
  if (baud !== undefined) parts.push(`baud=${baud}`);
  if (dataBits !== undefined || parity !== undefined || stopBits !== undefined)
    parts.push(`mode=${dataBits ?? 8}${(parity ?? 'none').charAt(0).toUpperCase()}${stopBits ?? 1}`);
  for (const [key, value] of Object.entries(target)) parts.push(`${key}=${String(value)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Milliseconds one byte takes on a line: start bit, data bits, parity and stop bits at `baud`. */
export function byteMs({ baud, dataBits, parity, stopBits }: SerialMode): number {
  return (1000 * (1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits)) / baud;
}
