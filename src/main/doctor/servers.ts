// What is reached over the network: the broker, the port of the web app, and servers that keep the records or the history.
import { randomBytes } from 'node:crypto';
import { get as getPlain } from 'node:http';
import { get as getTls } from 'node:https';
import { connect } from 'node:net';
import { parseAddress, withoutPassword } from '#core/address.ts';
import { bad, type Checked, doubtful, good } from '#core/check-up.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, reasonOf, SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { systemRandom } from '#core/random.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { openReason } from '#transport/port-failure.ts';
import { portHolder } from '#transport/port-holder.ts';
import { brokerTls } from '../environment.ts';
import { formatHistoryPlace, parseHistoryPlace } from '../history-place.ts';
import { formatRecordsPlace, parseRecordsPlace } from '../records-place.ts';
import type { DoctorParts } from './doctor-parts.ts';

/** Longest wait for a connection, ms. */
const connectMs = 3000;

/** Why nobody takes a connection there; undefined: somebody does. */
export function closedReason(host: string, port: number): Promise<Reason | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectMs });
    const end = (reason: Reason | undefined): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(undefined));
    socket.once('timeout', () => end(because('host.silent')));
    socket.once('error', (error) => end(openReason(systemCode(error) ?? '') ?? said(error)));
  });
}

/** Where one asks what listens on an address: all addresses are this computer's, too. */
const askedHost = (host: string): string => (host === '0.0.0.0' || host === '::' || host === '' ? '127.0.0.1' : host);

async function taken(port: number): Promise<Reason> {
  const holder = await portHolder(port);
  if (holder === undefined) return because('doctor.port-taken', { port });
  return because('doctor.port-taken-by', { port, pid: holder.pid, name: external(holder.name) });
}

/** The first bytes of MQTT 3.1.1 from somebody without a name, and of the answer. Source: MQTT 3.1.1, 3.1 and 3.2. */
const hello = Uint8Array.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 10, 0, 0]);
const answerType = 0x20;

/** Whether something speaks MQTT at a port. */
function speaksMqtt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectMs }, () => socket.write(hello));
    const end = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('data', (bytes) => end(bytes[0] === answerType));
    for (const event of ['timeout', 'error', 'close'] as const) socket.once(event, () => end(false));
  });
}

async function ownBroker({ host, mqttPort: port, isRunning }: DoctorParts): Promise<Checked> {
  const at = askedHost(host);
  const isFree = (await closedReason(at, port)) !== undefined;
  if (isFree && isRunning)
    return doubtful(because('doctor.broker-silent', { port }), because('help.doctor-broker-silent'));
  if (isFree) return good(because('doctor.broker-free', { port }));
  if (isRunning && (await speaksMqtt(at, port))) return good(because('doctor.broker-own', { port }));
  return bad(await taken(port), because('help.doctor-broker-taken', { port: String(port) }));
}

/** Tries an account at a broker. Errors: `broker.refused`, `link.*`, `input.usage`. */
export async function tryBroker(
  url: string,
  {
    clock,
    password,
    tls,
  }: Pick<DoctorParts, 'clock'> & {
    readonly password: ReturnType<DoctorParts['secretOf']>;
    readonly tls: ReturnType<typeof brokerTls>;
  },
): Promise<string> {
  const address = parseAddress(url);
  if (address.scheme !== 'mqtt') {
    const at = withoutPassword(url);
    throw new SolsteadError('input.usage', { at, why: because('broker.address') });
  }
  const { makeMqttLink } = await import('#transport/mqtt-link.ts');
  const clientId = `solstead-doctor-${randomBytes(4).toString('hex')}`;
  const given = password === undefined ? {} : { password };
  const link = makeMqttLink(address, { clock, random: systemRandom, clientId, forgets: true, tls, ...given });
  try {
    await link.connect();
    return link.name;
  } finally {
    await link.close();
  }
}

/** What went wrong with a server, and what helps. */
export function failed(thrown: unknown): Checked {
  const help = isSolsteadError(thrown) ? because('outside.said', { said: external(thrown.cliRepair) }) : undefined;
  return bad(reasonOf(thrown), help);
}

/** The broker: the own one's port, or whether an outside one takes the account. */
export async function checkBroker(parts: DoctorParts): Promise<readonly Checked[]> {
  const { mqttBroker, clock, secretOf } = parts;
  if (mqttBroker === undefined) return [await ownBroker(parts)];
  try {
    const given = { clock, password: secretOf('SOLSTEAD_MQTT_PASSWORD'), tls: brokerTls() };
    return [good(because('doctor.broker', { at: external(await tryBroker(mqttBroker, given)) }))];
  } catch (thrown) {
    return [failed(thrown)];
  }
}

/** Longest answer that is read, characters. */
const mostHealth = 4096;

/** What a port says at the path of health; undefined: nothing that is JSON. Its certificate may be of this computer's own making. */
function healthAt(
  { host, port }: { readonly host: string; readonly port: number },
  get: typeof getPlain | typeof getTls,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  return new Promise((resolve) => {
    const options = { host, port, path: '/health', timeout: connectMs, agent: false, rejectUnauthorized: false };
    const request = get(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (more: string) => {
        text += more;
        if (text.length > mostHealth) request.destroy();
      });
      answer.once('end', () => {
        try {
          const found: unknown = JSON.parse(text);
          resolve(isRecord(found) ? found : undefined);
        } catch {
          resolve(undefined);
        }
      });
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(undefined));
    request.once('close', () => resolve(undefined));
  });
}

function wellness(port: number, { version, status, troubles }: Readonly<Record<string, unknown>>): Checked {
  const known = { version: external(String(version).slice(0, 40)), port };
  if (status === 'ok') return good(because('doctor.web', known));
  const parts = Array.isArray(troubles) ? troubles.filter((one) => typeof one === 'string') : [];
  return doubtful(because('doctor.web-trouble', { ...known, parts }), because('help.doctor-web-trouble'));
}

/** The port of the web app. */
export async function checkWeb({ host, port, isRunning }: DoctorParts): Promise<readonly Checked[]> {
  const at = askedHost(host);
  if ((await closedReason(at, port)) !== undefined)
    return [
      isRunning
        ? doubtful(because('doctor.web-silent', { port }), because('help.doctor-web-silent'))
        : good(because('doctor.web-free', { port })),
    ];
  const place = { host: at, port };
  const said = (await healthAt(place, getPlain)) ?? (await healthAt(place, getTls));
  if (said?.['code'] === 'server.not-ready') return [doubtful(because('doctor.web-waiting', { port }))];
  if (typeof said?.['version'] === 'string' && 'uptimeSeconds' in said) return [wellness(port, said)];
  return [bad(await taken(port), because('help.doctor-web-taken'))];
}

async function reached(what: 'home' | 'history', at: string): Promise<Checked> {
  const url = new URL(at.replace(/^[a-z]+\+/, ''));
  const standard = url.protocol.startsWith('postgres') ? 5432 : url.protocol === 'https:' ? 443 : 80;
  const reason = await closedReason(url.hostname.replace(/^\[(.*)\]$/, '$1'), Number(url.port) || standard);
  const known = { what, at: external(at) };
  if (reason === undefined) return good(because('doctor.server', known));
  return bad(because('doctor.server-away', { ...known, reason }), because('help.doctor-server'));
}

async function orFailed(look: () => Promise<Checked>): Promise<Checked> {
  try {
    return await look();
  } catch (thrown) {
    return failed(thrown);
  }
}

/** Servers that keep the records or the history, where the folder does not. */
export async function checkStores({ records, history, secretOf }: DoctorParts): Promise<readonly Checked[]> {
  const lines: Checked[] = [];
  if (records !== undefined)
    lines.push(
      await orFailed(() =>
        reached('home', formatRecordsPlace(parseRecordsPlace(records, secretOf('SOLSTEAD_RECORDS_PASSWORD')))),
      ),
    );
  if (history !== undefined)
    lines.push(
      await orFailed(async () => {
        const place = parseHistoryPlace(history);
        const at = formatHistoryPlace(place);
        return place.kind === 'folder'
          ? good(because('doctor.history-folder', { at: external(at) }))
          : reached('history', at);
      }),
    );
  return lines;
}
