// What a person entered about a device, and the address that comes of it. Pure.
import type { NewDevice, Port, Protocol } from '#api/contract.ts';
import type { TestResult } from '#api/device-test.ts';
import { t } from '../words.ts';

/** A device that is ready to be saved. */
export interface Candidate {
  readonly device: NewDevice;
  readonly title: string;
  readonly result?: TestResult;
}

/** How a device is connected. */
export type Way = 'cable' | 'network' | 'web' | 'mqtt';

/** The entries of the find step; kept while a test fails. */
export interface Draft {
  readonly way: Way;
  /** Address of the chosen port. */
  readonly port?: string | undefined;
  readonly host: string;
  readonly tcpPort: string;
  /** Port of a device's own web server. */
  readonly webPort: string;
  /** Text of the baud rate; empty: as usual for the device. */
  readonly baud: string;
  /** Id of the protocol; absent: to be found out. */
  readonly protocol?: string | undefined;
}

/** Nothing entered yet. 8899 is the port of most serial-to-Wi-Fi sticks, 80 that of web servers. */
export const emptyDraft: Draft = { way: 'cable', host: '', tcpPort: '8899', webPort: '80', baud: '' };

/** Rates found on inverters and batteries. */
export const baudRates = ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200'] as const;

/** Entries that do not make an address yet, by field. */
export interface DraftProblems {
  readonly port?: string;
  readonly host?: string;
  readonly tcpPort?: string;
}

/** An address, or what is missing for one. */
export type AddressResult = { readonly address: string } | { readonly problems: DraftProblems };

const hostPattern = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const ipv6Pattern = /^[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*$/;

/** Takes a port that was typed behind the host (`192.168.1.40:8899`, `[fe80::1]:502`) into its own place. */
export function apart(host: string, port: string): { readonly bare: string; readonly port: string } {
  const typed = /^(\[.*\]|[^:]*):(\d+)$/.exec(host.trim());
  return { bare: (typed?.[1] ?? host.trim()).replace(/^\[(.*)\]$/, '$1'), port: typed?.[2] ?? port.trim() };
}

function hostAddress(scheme: 'tcp' | 'http', host: string, portEntry: string): AddressResult {
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

/** The link address of a draft. */
export function addressOf({ way, port, host, tcpPort, webPort, baud }: Draft): AddressResult {
  if (way === 'network') return hostAddress('tcp', host, tcpPort);
  if (way === 'web') return hostAddress('http', host, webPort);
  if (port === undefined) return { problems: { port: t('find.choose-port') } };
  if (baud === '' || !port.startsWith('serial:')) return { address: port };
  return { address: `${port}${port.includes('?') ? '&' : '?'}baud=${baud}` };
}

/** The kind of link of a way that has only one. */
const kinds: Partial<Record<Way, Protocol['links'][number]>> = { network: 'tcp', web: 'http' };

/** Protocols that can run over the chosen way; by port kind where a port is chosen. */
export function protocolsFor(
  protocols: readonly Protocol[],
  draft: Draft,
  ports: readonly Port[],
): readonly Protocol[] {
  const kind = kinds[draft.way] ?? ports.find((port) => port.address === draft.port)?.kind;
  return protocols.filter(({ links }) =>
    kind === undefined ? links.includes('serial') || links.includes('hid') : links.includes(kind),
  );
}
