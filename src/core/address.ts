// Addresses of links as URLs: serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port,
// http://host, mqtt://host:port. The device behind the link is in its options: ?unit=2, ?framing=rtu, ?logger=2612749371.
import { because, type Reason } from './reason.ts';
import { SolsteadError } from './errors.ts';

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

/** A parsed link address. */
export type LinkAddress =
  | { readonly scheme: 'serial'; readonly path: string; readonly mode: Partial<SerialMode>; readonly target?: Target }
  | { readonly scheme: 'hid'; readonly path: string }
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
      /** Name of the secret with the device's password; given by those who know the device, and never part of the text. */
      readonly passwordRef?: string;
      /** How it takes its password: in the clear only where it is known to have no other way. By digest if absent. */
      readonly passwordBy?: 'basic';
    }
  | {
      readonly scheme: 'mqtt';
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly username?: string;
    };

const fail = (at: string, why: Reason): never => {
  throw new SolsteadError('address.invalid', { at: at === '' ? 'address' : withoutPassword(at), why });
};

/**
 * An address without the password it may carry, for logs and answers. What people typed may be no address: the password is everything from
 * the first colon to the last `@`, whatever is in between; rather too much is left out than a part of it shown.
 */
export function withoutPassword(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? '';
  // Paths of ports have no account.
  if (/^(?:serial|hid):/i.test(scheme)) return text;
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

/** Parses a link address. Errors: `address.invalid`, naming the part that is wrong. */
export function parseAddress(text: string): LinkAddress {
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1];
  if (scheme === undefined) {
    return fail(
      text,
      text.startsWith('/') ? because('address.path-alone', { path: text }) : because('address.no-scheme'),
    );
  }
  if (!URL.canParse(text)) return fail(text, because('address.no-url'));
  const url = new URL(text);
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
    case 'mqtt':
    case 'mqtts': {
      if (url.hostname === '') return fail(text, because('address.no-host'));
      const tls = scheme === 'mqtts';
      const account = url.username === '' ? {} : { username: decoded(text, url.username) };
      return { scheme: 'mqtt', host: bareHost(url), port: portOf(text, url, tls ? 8883 : 1883), tls, ...account };
    }
    default:
      return fail(text, because('address.scheme', { scheme }));
  }
}

const httpPorts = { http: 80, https: 443 } as const;

function httpAddress(text: string, url: URL): LinkAddress {
  if (url.hostname === '') return fail(text, because('address.no-host'));
  if (url.username !== '' || url.password !== '') return fail(text, because('address.account'));
  if (url.pathname !== '/' || url.hash !== '')
    return fail(text, because('address.host-only', { example: `${url.protocol}//${url.host}` }));
  const unknown = [...url.searchParams.keys()].find((key) => key !== 'unit');
  if (unknown !== undefined) return fail(text, because('address.option', { key: unknown, known: 'unit' }));
  const tls = url.protocol === 'https:';
  const port = portOf(text, url, tls ? httpPorts.https : httpPorts.http);
  return { scheme: 'http', host: bareHost(url), port, tls, ...targetOf(text, url.searchParams) };
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
      return `hid://${encodePath(address.path)}`;
    case 'tcp':
      return `tcp://${urlHost(address.host)}:${address.port}${queryOf(address.mode, address.target)}`;
    case 'udp':
      return `udp://${urlHost(address.host)}:${address.port}${queryOf({}, address.target)}`;
    case 'http': {
      const scheme = address.tls ? 'https' : 'http';
      const port = address.port === httpPorts[scheme] ? '' : `:${address.port}`;
      return `${scheme}://${urlHost(address.host)}${port}${queryOf({}, address.target)}`;
    }
    case 'mqtt': {
      const account = address.username === undefined ? '' : `${encodeURIComponent(address.username)}@`;
      return `${address.tls ? 'mqtts' : 'mqtt'}://${account}${urlHost(address.host)}:${address.port}`;
    }
  }
}

const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);
const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function queryOf({ baud, dataBits, parity, stopBits }: Partial<SerialMode>, target: Target = {}): string {
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
