// A home, or the demo of one, behind its web server.
import { inEnglish } from '#core/reason.ts';
import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { uptime } from 'node:os';
import { isWithin, systemClock } from '#core/clock.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { countingSleep } from '#core/suspended-clock.ts';
import type { ServedHome } from '#cli/context.ts';
import type { DemoFlags, ServeFlags } from '#cli/flags.ts';
import { version } from '#cli/version.ts';
import { boundsWithin } from '#server/connections.ts';
import { usualRequests } from '#server/request-rate.ts';
import { startServer } from '#server/server.ts';
import type { NetworkNames } from '#core/network-names.ts';
import { networkNames } from '#transport/mdns/network-names.ts';
import { openDoorstep } from './doorstep.ts';
import { makeDemoSwitch } from './demo-switch.ts';
import { brokerTls, historySecrets, secretOf, serviceEnvironment, type ServiceEnvironment } from './environment.ts';
import { openServiceManager } from './sd-notify.ts';
import { openExaminations } from './examinations.ts';
import { solarAssistantAt } from './given-device.ts';
import { givenUplink } from './given-uplink.ts';
import { formatHistoryPlace, parseHistoryPlace } from './history-place.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import type { BridgePlace } from './house-bridge.ts';
import type { BrokerPlace } from './house-broker.ts';
import { readBridgePlan } from './bridge-file.ts';
import { makeLog } from './log.ts';
import { watchProgress } from './progress.ts';
import { openPredecessorDesk } from './predecessor-desk.ts';
import { openOwnDevices } from './own-devices.ts';
import { ownService } from './own-name.ts';
import { openServedHouse, type ServedHouse } from './served-house.ts';
import { formatRecordsPlace, parseRecordsPlace } from './records-place.ts';
import { selfSigned } from './self-signed.ts';
import { openTlsFiles, type TlsFiles } from './tls-files.ts';
import { watchUpdates } from './update-check.ts';
import type { PlugInPatience } from './plug-ins/plug-ins.ts';
import { loadOwn, type OwnRegistry } from './user-devices.ts';

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

type WayFlags = Pick<ServeFlags, 'monitoringPort' | 'metricsOpen' | 'connections' | 'uplinkPort' | 'ocppPort'>;

/** Ways in that are there on wish, and how many may come. */
function waysOf({ monitoringPort, metricsOpen, connections, uplinkPort, ocppPort }: WayFlags) {
  return {
    monitoringPort,
    uplinkPort,
    ocppPort,
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
    | 'ingress'
    | 'grafana'
    | 'notes'
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
    shellyDoor: () => house().broker.upgradeShelly,
    chargerDoor: () => house().chargers.central.upgrade,
    farHomeFigures: async () => house().farHomes.homes(),
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
    ...(server.ocppPort === undefined ? {} : { ocppPort: server.ocppPort }),
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

/** How long a home waits for its plug-ins, ms: a start of Node and a small file, also on a slow computer. */
const plugInsMs = 3000;

function tellBroken(log: Logger, broken: OwnRegistry['broken']): void {
  for (const { file, path = file, isPlugIn = false, problems } of broken)
    for (const problem of problems)
      log.error(
        { file: path, problem: inEnglish(problem) },
        isPlugIn ? 'a plug-in is left out' : 'a device of your own is left out',
      );
}

/** The devices there are; those of people's own that are wrong are told. `renew` is called when plug-ins came that were not waited for. */
function registriesOf({ devices, plugins, data }: ServeFlags, { log, renew }: { log: Logger; renew(): void }) {
  const patience: PlugInPatience = {
    known: { outcomes: new Map(), troubles: new Map() },
    waitMs: plugInsMs,
    onLate({ broken, isMore }) {
      tellBroken(log, broken);
      if (!isMore) return;
      log.warn('plug-ins took long to load; the home is opened anew with them');
      renew();
    },
  };
  return async (): Promise<OwnRegistry> => {
    const registry = await loadOwn({ devices, plugins, data, patience, log: (line) => log.info(line) });
    tellBroken(log, registry.broken);
    return registry;
  };
}

/** Where history and records are kept; absent: in the data folder. */
const storesOf = ({ history, records }: ServeFlags) => ({
  history: history === undefined ? undefined : { place: parseHistoryPlace(history), secrets: historySecrets() },
  records: records === undefined ? undefined : parseRecordsPlace(records, secretOf('SOLSTEAD_RECORDS_PASSWORD')),
});

/** The ingress of Home Assistant, where there is one. Errors: `input.usage`. */
function ingressOf({ ingressFrom: from, ingressRoles: roles = new Map() }: ServeFlags): ServerOptions['ingress'] {
  if (from === undefined && roles.size > 0)
    throw new SolsteadError('input.usage', { at: '--ingress-roles', why: because('ingress.no-address') });
  return from === undefined ? undefined : { from, roles };
}

/** TCP ports of this program, those of what it does not have too. */
function ownPortsOf(flags: ServeFlags): readonly number[] {
  const { port, mqttPort, mqttsPort, monitoringPort, uplinkPort, ocppPort, redirectPort } = flags;
  return [port, mqttPort, mqttsPort, monitoringPort, uplinkPort, ocppPort, redirectPort].flatMap((one) => one || []);
}

/** Looks at this installation; its ports are known when it listens. */
function examinationsOf(flags: ServeFlags, stack: AsyncDisposableStack) {
  let ports: Pick<ServeFlags, 'port' | 'mqttPort'> = flags;
  const flagsNow = () => ({ ...flags, port: ports.port, mqttPort: ports.mqttPort });
  const examinations = openExaminations(flagsNow, { clock });
  stack.defer(() => examinations.close());
  const listens = (now: typeof ports): void => void (ports = now);
  const predecessor =
    flags.moveFrom === undefined ? undefined : openPredecessorDesk(resolve(flags.moveFrom), { clock });
  stack.defer(async () => predecessor?.close());
  return { examinations, predecessor, listens };
}

/** What a newer version is told by, where somebody named who is asked for one. */
function notesOf({ updateCheck }: ServeFlags, log: Logger, stack: AsyncDisposableStack): ServerOptions['notes'] {
  if (updateCheck === undefined) return undefined;
  const watch = watchUpdates(updateCheck, { clock, log, version: version() });
  stack.defer(async () => watch.close());
  return watch.notes;
}

/** Opens the house of the flags, as often as it is wanted: a restored backup is opened anew. */
async function houseOpener(
  flags: ServeFlags,
  {
    tls,
    renew,
    ...parts
  }: Pick<HouseOptions, 'log' | 'history' | 'records' | 'networkNames' | 'examinations' | 'predecessor'> & {
    readonly tls: TlsFiles | undefined;
    renew(): void;
  },
): Promise<() => Promise<House>> {
  const { data: folder, devices, proveCommands: provenCommands, outputFiles } = flags;
  const bridge = flags.mqttBridge === undefined ? undefined : bridgePlaceOf(flags.mqttBridge);
  const places = { folder, broker: brokerPlaceOf(flags, tls), bridge, outputFiles, ownPorts: ownPortsOf(flags) };
  const uplink = await givenUplink(flags, (note) => parts.log.warn(note));
  const { solarAssistant: topic, solarAssistantParts = { inverters: 1, batteries: 1 } } = flags;
  const givenDevice = topic === undefined ? undefined : solarAssistantAt({ topic, ...solarAssistantParts });
  const registryNow = registriesOf(flags, { log: parts.log, renew });
  return async () => {
    const registry = await registryNow();
    const ownDevices = openOwnDevices({ registry, devices, data: folder });
    const { plugIns } = registry;
    const made = { registry, plugIns, devices, ownDevices, provenCommands, uplink, givenDevice, software };
    return openHouse({ ...places, ...made, ...parts, clock });
  };
}

/** Tells the local network where the home is. */
function announceHome(
  spoken: NetworkNames,
  place: Omit<Parameters<typeof ownService>[0], 'version'>,
  stack: AsyncDisposableStack,
): void {
  const own = ownService({ ...place, version: version() });
  const announced = own === undefined ? undefined : spoken.announce(own);
  stack.defer(async () => announced?.close());
}

/** How long after a failure the house is opened anew once more, ms. */
const renewAgainMs = 10_000;

/** Opens the house anew as soon as it is open. One that could not be opened is closed: it is tried until it is there again. */
function renewer(log: Logger, stack: AsyncDisposableStack) {
  const opened = Promise.withResolvers<ServedHouse>();
  let cancel = (): void => undefined;
  stack.defer(async () => cancel());
  const renew = (): void =>
    void opened.promise
      .then((house) => house.renew())
      .catch((error: unknown) => {
        log.error({ why: inEnglish(reasonOf(error)) }, 'the home could not be opened anew; it is tried again');
        cancel = clock.after(renewAgainMs, renew);
      });
  return { renew, whenOpen: opened.resolve };
}

async function openServed(flags: ServeFlags, stack: AsyncDisposableStack): Promise<ServedHome> {
  const { port, host, data, trustedProxies, name: names } = flags;
  const log = makeLog(flags.logLevel, flags.logFormat);
  const tls = await tlsOf(flags, log);
  if (tls !== undefined) stack.defer(() => tls.close());
  const { redirectPort } = flags;
  if (redirectPort !== undefined && tls === undefined)
    throw new SolsteadError('input.usage', { at: '--redirect-port', why: because('tls.redirect') });
  const doorstep = await openDoorstep({ host, port, tls });
  stack.defer(() => doorstep.close());
  const { history, records } = storesOf(flags);
  const spoken = flags.mdns === false ? undefined : networkNames({ clock, tell: (line) => log.warn(line) });
  const { examinations, predecessor, listens } = examinationsOf(flags, stack);
  const { renew, whenOpen } = renewer(log, stack);
  const made = { log, tls, history, records, networkNames: spoken, examinations, predecessor, renew };
  const open = await houseOpener(flags, made);
  const served = await openServedHouse({ folder: data, clock, log, records, history, open });
  stack.defer(() => served.close());
  whenOpen(served);
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
      grafana: flags.grafana,
      notes: notesOf(flags, log, stack),
      ingress: ingressOf(flags),
      broker: mqtt === undefined ? { outside: house.broker.link.name } : { host, port: mqtt },
    },
    flags,
  );
  listens({ port: home.port, mqttPort: mqtt ?? flags.mqttPort });
  if (spoken !== undefined) announceHome(spoken, { host, port: home.port, isSecure: tls !== undefined }, stack);
  return {
    ...home,
    ...watchProgress(() => served.house.hub, clock),
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
  const uplink = await givenUplink(flags, (note) => log.warn(note));
  const shown = { seed, guests, losesBroker: loseBroker, uplink };
  const options = { ...shown, log, ...(data === undefined ? {} : { folder: data }) };
  const house = await openDemoHouse({ ...options, mqttPort }).catch((error: unknown) => {
    // The demo's own devices find its broker wherever it is.
    if (mqttPort === 0 || !isSolsteadError(error, 'port.taken') || !error.at?.endsWith(`:${mqttPort}`)) throw error;
    log.warn({ port: mqttPort, why: inEnglish(reasonOf(error)) }, 'the MQTT broker of the demo takes another port');
    return openDemoHouse({ ...options, mqttPort: 0 });
  });
  stack.defer(() => house.close());
  const { giveRules } = await import('./demo-automation.ts');
  await giveRules(house);
  const { hub, farHomes } = house;
  const acceptUplink: ServerOptions['acceptUplink'] = (socket, visit) => farHomes.accept(socket, visit);
  const served = await behindServer(
    { house: () => house, log, stack },
    { host, port, current: () => ({ hub, demo: true }), acceptUplink },
    flags,
  );
  if (flags.charger !== false) {
    const { bringCharger } = await import('./demo-charger.ts');
    stack.defer(await bringCharger(house, served.port, clock));
  }
  return served;
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

/** A home of which systemd hears that it is ready, alive and ending. */
async function toldToSystemd(
  home: ServedHome,
  environment: ServiceEnvironment,
  { logLevel, logFormat }: Pick<ServeFlags, 'logLevel' | 'logFormat'>,
): Promise<ServedHome> {
  const manager = openServiceManager({ clock, environment, log: makeLog(logLevel, logFormat) });
  // It is asked in a turn of the event loop, too: a process that hangs has none.
  manager.watch(home.isWell ?? (() => true));
  await manager.ready(`port ${home.port}, MQTT broker ${home.broker.name}`);
  return {
    ...home,
    async close() {
      const told = manager.stopping('ending');
      manager.close();
      await home.close();
      await isWithin(clock, 2000, told);
    },
  };
}

/** Opens a home and serves it. Errors: `port.taken`, `folder.*`, `store.*`, `input.usage`. */
export async function serveHome(flags: ServeFlags): Promise<ServedHome> {
  const home = await orClosed((stack) => openServed(flags, stack));
  const service = serviceEnvironment();
  return service === undefined ? home : toldToSystemd(home, service, flags);
}

/** Opens a simulated home and serves it. Errors: `port.taken`, `folder.*`. */
export function serveDemo(flags: DemoFlags): Promise<ServedHome> {
  return orClosed((stack) => openServedDemo(flags, stack));
}
