// What the command line works with: each part is loaded when a command asks for it, so that one that only
// lists something starts at once.
import { because } from '#core/reason.ts';
import { userInfo } from 'node:os';
import type { Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { parseAddress } from '#core/address.ts';
import { systemClock as clock, systemTimeZone } from '#core/clock.ts';
import type { CommandContext } from '#cli/context.ts';
import { defaultDataFolder, environment, secretOf } from './environment.ts';

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

/** The context of this process. */
export const commandContext: CommandContext = {
  secret: secretOf,
  dataFolder: defaultDataFolder(),
  registry: async ({ devices }) => (await import('./user-devices.ts')).readRegistry(devices),
  async hasOwnDevices({ devices }) {
    const { deviceFiles } = await import('./device-files.ts');
    const { files } = await deviceFiles(devices, environment('SOLSTEAD_DATA') ?? defaultDataFolder());
    return files.length > 0;
  },
  async readDevice(path) {
    const { ownerOf, readDeviceFile } = await import('./user-devices.ts');
    return readDeviceFile(path, ownerOf);
  },
  openField: async (registry) => (await import('./bare-field.ts')).openBareField(registry),
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
  serveHome: async (flags) => (await import('./serve-home.ts')).serveHome(flags),
  serveDemo: async (flags) => (await import('./serve-home.ts')).serveDemo(flags),
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
