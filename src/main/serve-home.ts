// A home, or the demo of one, behind its web server.
import { inEnglish } from '#core/reason.ts';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { uptime } from 'node:os';
import { systemClock } from '#core/clock.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { countingSleep } from '#core/suspended-clock.ts';
import type { DemoFlags, ServedHome, ServeFlags } from '#cli/context.ts';
import { version } from '#cli/version.ts';
import type { OpenRegistry } from '#devices/on-demand.ts';
import { boundsWithin } from '#server/connections.ts';
import { usualRequests } from '#server/request-rate.ts';
import { startServer } from '#server/server.ts';
import { openDoorstep } from './doorstep.ts';
import { makeDemoSwitch } from './demo-switch.ts';
import { brokerTls, historySecrets, secretOf } from './environment.ts';
import { givenUplink } from './given-uplink.ts';
import { formatHistoryPlace, parseHistoryPlace } from './history-place.ts';
import { type House, openHouse } from './house.ts';
import type { BridgePlace } from './house-bridge.ts';
import type { BrokerPlace } from './house-broker.ts';
import { readBridgePlan } from './bridge-file.ts';
import { makeLog } from './log.ts';
import { openOwnDevices } from './own-devices.ts';
import { openServedHouse } from './served-house.ts';
import { formatRecordsPlace, parseRecordsPlace } from './records-place.ts';
import { selfSigned } from './self-signed.ts';
import { openTlsFiles, type TlsFiles } from './tls-files.ts';
import { loadRegistry } from './user-devices.ts';

/** A computer that slept all night was not set to another time. */
const clock = countingSleep(systemClock, () => uptime() * 1000);

/** How this program calls itself to another Solstead. */
const software = `Solstead ${version()}`;

/** Folder of the built web app; it may be missing in a checkout that was never built. */
export const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Letters and digits that are not easily confused. */
const codeLetters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code of 40 bits for the first claim, a new one at each start. */
function makeSetupCode(): string {
  const letter = (): string => codeLetters[randomInt(codeLetters.length)] ?? '';
  const part = (): string => Array.from({ length: 4 }, letter).join('');
  return `${part()}-${part()}`;
}

type ServerOptions = Parameters<typeof startServer>[0];

interface Opened {
  /** The house; another one after it was restored. */
  readonly house: () => House;
  readonly log: Logger;
  readonly stack: AsyncDisposableStack;
}

type WayFlags = Pick<ServeFlags, 'monitoringPort' | 'metricsOpen' | 'connections' | 'uplinkPort'>;

/** Ways in that are there on wish, and how many may come. */
function waysOf({ monitoringPort, metricsOpen, connections, uplinkPort }: WayFlags) {
  return {
    monitoringPort,
    uplinkPort,
    metricsOpen,
    ...(connections === undefined
      ? {}
      : {
          connections: { ...boundsWithin(), all: connections, network: connections },
          sockets: { all: connections, network: connections, own: connections },
        }),
  } satisfies Partial<ServerOptions>;
}

/** Starts the server of an open house; what was opened before is closed with it. */
async function behindServer(
  { house, log, stack }: Opened,
  options: Pick<
    ServerOptions,
    | 'host'
    | 'port'
    | 'current'
    | 'demo'
    | 'broker'
    | 'setupCode'
    | 'trustedProxies'
    | 'names'
    | 'tls'
    | 'hsts'
    | 'allowedOrigins'
    | 'restores'
    | 'redirectPort'
    | 'acceptUplink'
  >,
  flags: WayFlags & { readonly drain?: number },
): Promise<ServedHome> {
  const server = await startServer({
    ...options,
    ...waysOf(flags),
    requests: usualRequests,
    clock,
    log,
    version: version(),
    webRoot,
    mqttDoor: () => house().broker.upgrade,
    brokerFigures: () => {
      const { broker, bridge } = house();
      const clients = broker.clients?.();
      return { clients, kept: broker.kept?.(), ...broker.counts(), bridge: bridge?.figures() };
    },
  });
  stack.defer(() => server.close());
  const { drain = 0 } = flags;
  const { broker, hub } = house();
  if (drain > 0)
    stack.defer(() => {
      server.beginClosing();
      return clock.sleep(drain * 1000);
    });
  return {
    port: server.port,
    ...(server.monitoringPort === undefined ? {} : { monitoringPort: server.monitoringPort }),
    ...(server.uplinkPort === undefined ? {} : { uplinkPort: server.uplinkPort }),
    ...(server.redirectPort === undefined ? {} : { redirectPort: server.redirectPort }),
    broker: { name: broker.link.name, port: broker.port, tlsPort: broker.tlsPort },
    isSecure: options.tls !== undefined,
    isClaimed: () => hub.access.isClaimed(),
    close: () => stack.disposeAsync(),
  };
}

/** The certificate of the flags. Errors: `input.usage`. */
async function tlsOf(
  flags: ServeFlags,
  log: Logger,
): Promise<(TlsFiles & { readonly fingerprint?: string }) | undefined> {
  const { tlsCert: cert, tlsKey: key, tlsSelfSigned, data, name } = flags;
  if (tlsSelfSigned === true) {
    const { fingerprint, ...place } = await selfSigned(data, { clock, names: name });
    log.info({ fingerprint }, 'this computer signed its certificate itself');
    return { ...openTlsFiles(place, { clock, log }), fingerprint };
  }
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new SolsteadError('input.usage', {
      at: cert === undefined ? '--tls-cert' : '--tls-key',
      why: because('tls.both'),
    });
  return openTlsFiles({ cert, key }, { clock, log });
}

/** The broker of the flags: the built-in one, over TLS too where there is a certificate, or one outside. Errors: `input.usage`. */
function brokerPlaceOf({ host, mqttPort, mqttsPort, mqttBroker }: ServeFlags, tls: TlsFiles | undefined): BrokerPlace {
  if (mqttBroker !== undefined)
    return { url: mqttBroker, password: secretOf('SOLSTEAD_MQTT_PASSWORD'), tls: brokerTls() };
  return { host, port: mqttPort, ...(tls === undefined ? {} : { tls: { port: mqttsPort, identity: tls } }) };
}

/** The bridge of a file, with its secrets. Errors: `input.usage`, `address.invalid`. */
function bridgePlaceOf(file: string): BridgePlace {
  return { plan: readBridgePlan(file), password: secretOf('SOLSTEAD_BRIDGE_PASSWORD'), tls: brokerTls('BRIDGE') };
}

/** The devices there are; those of people's own that are wrong are told. */
async function registryOf({ devices, data }: ServeFlags, log: Logger): Promise<OpenRegistry> {
  const registry = await loadRegistry(devices, data);
  for (const { file, problems } of registry.broken)
    for (const problem of problems)
      log.error({ file, problem: inEnglish(problem) }, 'a device of your own is left out');
  return registry;
}

async function openServed(flags: ServeFlags, stack: AsyncDisposableStack): Promise<ServedHome> {
  const { port, host, data, devices, trustedProxies, name: names } = flags;
  const log = makeLog(flags.logLevel, flags.logFormat);
  const tls = await tlsOf(flags, log);
  if (tls !== undefined) stack.defer(() => tls.close());
  const { redirectPort } = flags;
  if (redirectPort !== undefined && tls === undefined)
    throw new SolsteadError('input.usage', { at: '--redirect-port', why: because('tls.redirect') });
  const doorstep = await openDoorstep({ host, port, tls });
  stack.defer(() => doorstep.close());
  const place = brokerPlaceOf(flags, tls);
  const bridge = flags.mqttBridge === undefined ? undefined : bridgePlaceOf(flags.mqttBridge);
  const history =
    flags.history === undefined ? undefined : { place: parseHistoryPlace(flags.history), secrets: historySecrets() };
  const records =
    flags.records === undefined ? undefined : parseRecordsPlace(flags.records, secretOf('SOLSTEAD_RECORDS_PASSWORD'));
  const places = { broker: place, bridge, history, records };
  const uplink = givenUplink(flags);
  const open = async (): Promise<House> => {
    const registry = await registryOf(flags, log);
    const { proveCommands: provenCommands } = flags;
    const ownDevices = openOwnDevices({ registry, devices, data });
    const made = { registry, devices, ownDevices, provenCommands, uplink, software };
    return openHouse({ ...places, ...made, folder: data, clock, log });
  };
  const served = await openServedHouse({ folder: data, clock, log, records, history, open });
  stack.defer(() => served.close());
  const { house } = served;
  const demo = makeDemoSwitch(log);
  stack.defer(() => demo.stop());
  const mqtt = house.broker.port;
  const setupCode = makeSetupCode();
  if (!(await house.hub.access.isClaimed()))
    log.warn({ setupCode }, 'this home has no owner yet; from another computer it takes this code to make the account');
  // Before the house is closed, and behind the web server.
  stack.defer(() => doorstep.comeBack());
  await doorstep.leave();
  const home = await behindServer(
    { house: () => served.house, log, stack },
    {
      host,
      port,
      current: () => ({ hub: demo.house?.hub ?? served.house.hub, demo: demo.house !== undefined }),
      demo,
      acceptUplink: (socket, visit) => served.house.farHomes.accept(socket, visit),
      restores: served.restores,
      setupCode,
      trustedProxies,
      names,
      tls,
      hsts: flags.hsts,
      redirectPort,
      allowedOrigins: flags.allowOrigin,
      broker: mqtt === undefined ? { outside: house.broker.link.name } : { host, port: mqtt },
    },
    flags,
  );
  return {
    ...home,
    setupCode,
    ...(tls?.fingerprint === undefined ? {} : { fingerprint: tls.fingerprint }),
    ...(history === undefined ? {} : { history: formatHistoryPlace(history.place) }),
    ...(records === undefined ? {} : { records: formatRecordsPlace(records) }),
  };
}

async function openServedDemo(flags: DemoFlags, stack: AsyncDisposableStack): Promise<ServedHome> {
  const { port, host, data, mqttPort, logLevel, logFormat, seed, with: guests = [], loseBroker = false } = flags;
  const log = makeLog(logLevel, logFormat);
  const { openDemoHouse } = await import('./demo-house.ts');
  const shown = { seed, guests, losesBroker: loseBroker, uplink: givenUplink(flags) };
  const options = { ...shown, log, ...(data === undefined ? {} : { folder: data }) };
  const house = await openDemoHouse({ ...options, mqttPort }).catch((error: unknown) => {
    // The demo's own devices find its broker wherever it is.
    if (mqttPort === 0 || !isSolsteadError(error, 'port.taken') || !error.at?.endsWith(`:${mqttPort}`)) throw error;
    log.warn({ port: mqttPort, why: inEnglish(reasonOf(error)) }, 'the MQTT broker of the demo takes another port');
    return openDemoHouse({ ...options, mqttPort: 0 });
  });
  stack.defer(() => house.close());
  const { hub, farHomes } = house;
  const acceptUplink: ServerOptions['acceptUplink'] = (socket, visit) => farHomes.accept(socket, visit);
  return behindServer(
    { house: () => house, log, stack },
    { host, port, current: () => ({ hub, demo: true }), acceptUplink },
    flags,
  );
}

/** What was opened is closed again if a later part fails to open. */
async function orClosed<T>(open: (stack: AsyncDisposableStack) => Promise<T>): Promise<T> {
  const stack = new AsyncDisposableStack();
  try {
    return await open(stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Opens a home and serves it. Errors: `port.taken`, `folder.*`, `store.*`, `input.usage`. */
export function serveHome(flags: ServeFlags): Promise<ServedHome> {
  return orClosed((stack) => openServed(flags, stack));
}

/** Opens a simulated home and serves it. Errors: `port.taken`, `folder.*`. */
export function serveDemo(flags: DemoFlags): Promise<ServedHome> {
  return orClosed((stack) => openServedDemo(flags, stack));
}
