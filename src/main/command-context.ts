// What the command line works with: each part is loaded when a command asks for it, so that one that only
// lists something starts at once.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { because } from '#core/reason.ts';
import { userInfo } from 'node:os';
import type { Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { formatAddress, parseAddress } from '#core/address.ts';
import { systemClock as clock, systemTimeZone } from '#core/clock.ts';
import type { CommandContext } from '#cli/context.ts';
import { defaultDataFolder, environment, giveSecret, goWithoutHistoryCopy, secretOf } from './environment.ts';
import { isPlugIn } from './plug-ins/plug-in-files.ts';
import { goOnWithoutScreen } from './process-outputs.ts';

/** The account at a broker that an emulated device signs in with. Errors: `input.usage`. */
function brokerOf(text: string | undefined) {
  if (text === undefined)
    throw new SolsteadError('input.usage', {
      at: '--broker',
      why: because('emulate.no-broker'),
    });
  const address = parseAddress(text);
  if (address.scheme !== 'mqtt' || address.tls)
    throw new SolsteadError('input.usage', { at: '--broker', why: because('emulate.plain-only') });
  const { host, port, username } = address;
  const password = secretOf('SOLSTEAD_MQTT_PASSWORD');
  return {
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: password.reveal() }),
  };
}

/** The principal at the command line: the system account. */
function personHere(): Principal {
  let name = 'command line';
  try {
    name = userInfo().username || name;
  } catch {
    // An account without a name, as in some containers.
  }
  return { id: 'command-line', name, kind: 'person', grants: [{ site: '*', may: 'owner' }] };
}

/** The plug-ins of the flags, the environment or the data folder. Errors: `folder.missing`. */
async function plugInsHere(flags: { readonly plugins?: string; readonly data?: string }) {
  const { ownerOf, placesOf, plugInsIn } = await import('./user-devices.ts');
  const { plugins, data } = placesOf(flags);
  return plugInsIn(plugins, data, { takenBy: ownerOf });
}

/** The context of this process. */
export const commandContext: CommandContext = {
  secret: secretOf,
  dataFolder: defaultDataFolder(),
  registry: async (flags) => (await import('./user-devices.ts')).readRegistry(flags),
  async hasOwnDevices({
    devices,
    plugins = environment('SOLSTEAD_PLUGINS'),
    data = environment('SOLSTEAD_DATA') ?? defaultDataFolder(),
  }) {
    const { deviceFiles } = await import('./device-files.ts');
    const { files } = await deviceFiles(devices, data);
    if (files.length > 0) return true;
    // Plug-ins are protocols of one's own, too. At once, as `deviceFiles` does it.
    try {
      return readdirSync(plugins ?? join(data, 'plugins')).some(isPlugIn);
    } catch {
      return false;
    }
  },
  async readDevice(path) {
    const { ownerOf, readDeviceFile } = await import('./user-devices.ts');
    if (isPlugIn(basename(path))) {
      const { readPlugIn } = await import('./plug-ins/plug-ins.ts');
      const outcome = await readPlugIn(path, { clock }, ownerOf);
      if (!('kind' in outcome)) return outcome;
      if (outcome.kind === 'protocol') return { definition: outcome.definition, examples: 0 };
      const { id, title } = outcome.kind === 'output' ? outcome.output : outcome.action;
      const params = Object.keys(outcome.kind === 'output' ? outcome.output.settings : outcome.action.params);
      return { plugIn: { kind: outcome.kind, id, title, params, wantsNetwork: outcome.wantsNetwork } };
    }
    return readDeviceFile(path, ownerOf);
  },
  readUplink: async (path) => (await import('./uplink-file.ts')).readUplinkFile(path),
  async readBridge(path) {
    const outcome = (await import('./bridge-file.ts')).lookAtBridgeFile(path);
    if ('problems' in outcome) return outcome;
    const { to, rules } = outcome.plan;
    return { to: formatAddress(to), rules: rules.length };
  },
  plugIns: {
    list: (flags) => plugInsHere(flags),
    actions: async (flags) => [...(await plugInsHere(flags)).actions.values()],
  },
  openField: async (registry, trace) => (await import('./bare-field.ts')).openBareField(registry, trace),
  async openAnswers(name, settings, { secret, waitMs }) {
    const [{ openAnswerOutput }, { answerParts }] = await Promise.all([
      import('#outputs/answers/open-answer-output.ts'),
      import('./answer-parts.ts'),
    ]);
    return openAnswerOutput(name, settings, answerParts({ secret, keepsFiles: true, waitMs }));
  },
  openOffline: async (options) => (await import('./offline-stores.ts')).openOfflineStores(options),
  openRecords: async (options) => (await import('./offline-records.ts')).openOfflineRecords(options),
  openLedger: async (home, options) =>
    (await import('./offline-ledger.ts')).openOfflineLedger(home, { ...options, by: personHere() }),
  repairFolder: async (repair) => (await import('./repair-folder.ts')).repairFolder(repair),
  openHistory: async (place) => (await import('./history-place.ts')).openNamedHistory(place),
  moveHistory: async (move) => (await import('./move-places.ts')).movePlaces(move),
  makeBackup: async (request) => (await import('./offline-backup.ts')).makeBackup(request),
  verifyBackup: async (file, onProgress) => (await import('./offline-backup.ts')).factsOf(file, onProgress),
  restoreBackup: async (request) =>
    (await import('./offline-backup.ts')).restoreBackup({ ...request, by: personHere() }),
  async serveHome(flags) {
    goOnWithoutScreen();
    return (await import('./serve-home.ts')).serveHome(flags);
  },
  async addonWords({ folder, options = join(folder, 'options.json'), supervisor: url, ingressFrom, check }) {
    const { addonOptions, serveCall } = await import('./addon/arguments.ts');
    if (check === true) return addonOptions(options) && [];
    const token = secretOf('SUPERVISOR_TOKEN');
    const supervisor = token === undefined ? undefined : { url, token };
    const { args, secrets, isWithoutHistoryCopy } = await serveCall({
      folder,
      options,
      supervisor,
      ingressFrom,
      clock,
    });
    for (const [name, secret] of Object.entries(secrets)) giveSecret(name, secret);
    if (isWithoutHistoryCopy) goWithoutHistoryCopy();
    return args;
  },
  readDaemon: async (flags, registry) => (await import('./daemon/serve-daemon.ts')).fileOf(flags, registry),
  async serveDaemon(...given) {
    goOnWithoutScreen();
    return (await import('./daemon/serve-daemon.ts')).serveDaemon(...given);
  },
  async runDaemonOnce(...given) {
    goOnWithoutScreen();
    return (await import('./daemon/serve-daemon.ts')).runDaemonOnce(...given);
  },
  async serveDemo(flags) {
    goOnWithoutScreen();
    return (await import('./serve-home.ts')).serveDemo(flags);
  },
  examine: async (flags, tell) => (await import('./doctor/doctor.ts')).examine(flags, tell),
  hearBroker: async (broker, asked) => (await import('./hear-broker.ts')).hearBroker(broker, asked),
  uplink: {
    withFarHomes: async (place, act) => (await import('./uplink-tools.ts')).uplinkTools.withFarHomes(place, act),
    tryUplink: async (flags) => (await import('./uplink-tools.ts')).uplinkTools.tryUplink(flags),
  },
  async emulate(protocol, { broker, ...options }) {
    const { startEmulation } = await import('#sim/start-emulation.ts');
    return startEmulation(protocol, {
      ...options,
      clock,
      timeZone: systemTimeZone(),
      broker: () => brokerOf(broker),
    });
  },
};
