// What a person entered about a device, and the resulting address. Pure.
import type { NewDevice, Protocol } from '#api/set-up.ts';
import type { Port } from '#api/ports.ts';
import type { TestResult } from '#api/device-test.ts';
import { t } from '../words.ts';

/** A device that is ready to be saved. */
export interface Candidate {
  readonly device: NewDevice;
  readonly title: string;
  readonly result?: TestResult;
}

/** How a device is connected. */
export type Way = 'cable' | 'bluetooth' | 'network' | 'web' | 'esphome' | 'mqtt';

/** The entries of the find step; kept while a test fails. */
export interface Draft {
  readonly way: Way;
  /** Address of the chosen port. */
  readonly port?: string | undefined;
  readonly host: string;
  readonly tcpPort: string;
  /** Port of a device's own web server. */
  readonly webPort: string;
  /** What it speaks there beside HTTP: the chosen device has a WebSocket of its own. */
  readonly webScheme?: 'solar-assistant' | undefined;
  /** Port of the native API of an ESPHome node. */
  readonly nodePort: string;
  /** Key of a device that seals what it tells, or the password of its web server. */
  readonly key: string;
  /** Text of the baud rate; empty: as usual for the device. */
  readonly baud: string;
  /** What carries the network's bytes; few devices use UDP. */
  readonly transport: 'tcp' | 'udp';
  /** Text of the unit address; empty: as delivered. */
  readonly unit: string;
  /** How Modbus is framed; empty: as usual for the device. */
  readonly framing: '' | 'rtu' | 'tcp';
  /** Text of the serial number of a Solarman logger; empty: there is none. */
  readonly logger: string;
  /** Id of the protocol; absent: to be detected. */
  readonly protocol?: string | undefined;
}

/** Nothing entered yet. 8899 is the port of most serial-to-Wi-Fi sticks, 80 that of web servers. */
export const emptyDraft: Draft = {
  way: 'cable',
  host: '',
  tcpPort: '8899',
  webPort: '80',
  nodePort: '6053',
  key: '',
  baud: '',
  transport: 'tcp',
  unit: '',
  framing: '',
  logger: '',
};

/** Rates found on inverters and batteries. */
export const baudRates = ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200'] as const;

/** Entries that do not make an address yet, by field. */
export interface DraftProblems {
  readonly port?: string;
  readonly host?: string;
  readonly tcpPort?: string;
  readonly unit?: string;
  readonly logger?: string;
}

/** An address, or what is missing for one. */
export type AddressResult = { readonly address: string } | { readonly problems: DraftProblems };

const hostPattern = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const ipv6Pattern = /^[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*$/;

/**
 * Takes a port that was typed behind the host (`192.168.1.40:8899`, `[fe80::1]:502`) into its own place, and leaves out the rest of
 * an address that was copied whole (`http://192.168.1.40/`).
 */
export function apart(host: string, port: string): { readonly bare: string; readonly port: string } {
  const copied = host
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '');
  const typed = /^(\[.*\]|[^:]*):(\d+)$/.exec(copied);
  return { bare: (typed?.[1] ?? copied).replace(/^\[(.*)\]$/, '$1'), port: typed?.[2] ?? port.trim() };
}

type HostScheme = 'tcp' | 'udp' | 'http' | 'esphome' | 'solar-assistant';

function hostAddress(scheme: HostScheme, host: string, portEntry: string): AddressResult {
  const { bare, port } = apart(host, portEntry);
  const isV6 = ipv6Pattern.test(bare);
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  const problems: DraftProblems = {
    ...(isV6 || hostPattern.test(bare) ? {} : { host: t('find.bad-host') }),
    ...(number >= 1 && number <= 65_535 ? {} : { tcpPort: t('find.bad-port') }),
  };
  if (Object.keys(problems).length > 0) return { problems };
  return { address: `${scheme}://${isV6 ? `[${bare}]` : bare}:${number}` };
}

function lineAddress({ way, port, host, tcpPort, webPort, webScheme, nodePort, transport }: Draft): AddressResult {
  if (way === 'network') return hostAddress(transport, host, tcpPort);
  if (way === 'web') return hostAddress(webScheme ?? 'http', host, webPort);
  if (way === 'esphome') return hostAddress('esphome', host, nodePort);
  // What was picked before may be of the other way.
  const isOfWay = port?.startsWith('ble:') === (way === 'bluetooth');
  return port === undefined || !isOfWay ? { problems: { port: t('find.choose-port') } } : { address: port };
}

const isWhole = (text: string, max: number): boolean => /^\d{1,10}$/.test(text) && Number(text) <= max;

/** Whether there is a line on which devices are told apart. */
export const hasLine = (way: Way): boolean => way === 'cable' || way === 'network';

/** The part after the line that selects a device, if devices can be distinguished there. */
function optionsOf({ way, baud, unit, framing, logger }: Draft, address: string): readonly string[] {
  const isTcp = address.startsWith('tcp:');
  return [
    ...(address.startsWith('serial:') && baud !== '' ? [`baud=${baud}`] : []),
    ...(hasLine(way) && unit.trim() !== '' ? [`unit=${Number(unit)}`] : []),
    ...(isTcp && framing !== '' ? [`framing=${framing}`] : []),
    ...(isTcp && logger.trim() !== '' ? [`logger=${Number(logger)}`] : []),
  ];
}

/** The link address of a draft. */
export function addressOf(draft: Draft): AddressResult {
  const unit = draft.unit.trim();
  const logger = draft.logger.trim();
  const line = lineAddress(draft);
  const problems: DraftProblems = {
    ...('problems' in line ? line.problems : {}),
    ...(unit === '' || isWhole(unit, 255) ? {} : { unit: t('find.bad-unit') }),
    ...(logger === '' || isWhole(logger, 0xffff_ffff) ? {} : { logger: t('find.bad-logger') }),
  };
  if ('problems' in line || Object.keys(problems).length > 0) return { problems };
  const options = optionsOf(draft, line.address);
  if (options.length === 0) return line;
  return { address: `${line.address}${line.address.includes('?') ? '&' : '?'}${options.join('&')}` };
}

/** The kinds of link for a way of connecting. */
const kinds: Readonly<Record<Exclude<Way, 'cable'>, readonly Protocol['links'][number][]>> = {
  bluetooth: ['ble'],
  network: ['tcp', 'udp'],
  web: ['http', 'solar-assistant'],
  esphome: ['esphome'],
  mqtt: ['mqtt'],
};

/** Protocols that can run over the chosen way; by the kind of port if one is chosen. */
export function protocolsFor(
  protocols: readonly Protocol[],
  draft: Draft,
  ports: readonly Port[],
): readonly Protocol[] {
  const port = ports.find(({ address, kind }) => address === draft.port && kind !== 'ble')?.kind;
  const wanted = draft.way === 'cable' ? (port === undefined ? ['serial', 'hid'] : [port]) : kinds[draft.way];
  return protocols.filter(({ links }) => links.some((link) => wanted.some((each) => each === link)));
}

/** The transport a protocol needs in the network, if it has no choice. */
export function onlyTransport({ links }: Pick<Protocol, 'links'>): Draft['transport'] | undefined {
  const [tcp, udp] = [links.includes('tcp'), links.includes('udp')];
  return tcp === udp ? undefined : tcp ? 'tcp' : 'udp';
}

/** The draft without what does not apply to the chosen protocol. */
export function fitted(draft: Draft, protocol: Protocol | undefined): Draft {
  if (protocol === undefined) return draft;
  const transport = onlyTransport(protocol) ?? draft.transport;
  const webScheme = protocol.links.includes('solar-assistant') ? 'solar-assistant' : undefined;
  return protocol.addressed === true
    ? { ...draft, transport, webScheme }
    : { ...draft, transport, webScheme, unit: '', framing: '', logger: '' };
}
