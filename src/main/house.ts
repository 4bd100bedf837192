// A complete house: stores, broker, field and hub, wired. `serve` and the demo differ only in what they give it.
import { join } from 'node:path';
import { openBackupDesk } from '#backup/desk.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { Vault } from '#core/secrets.ts';
import type { Logger } from 'pino';
import type { Role } from '#core/access.ts';
import type { ExaminationDesk } from '#core/check-up.ts';
import type { PredecessorDesk } from '#core/predecessor.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer } from '#core/consumer.ts';
import type { Field, FoundPort } from '#core/field.ts';
import type { OwnDevices } from '#core/own-device.ts';
import { systemRandom } from '#core/random.ts';
import type { RecordStore } from '#core/records.ts';
import type { FarDesk, ReceivedField } from '#core/uplink.ts';
import type { WearMemory } from '#core/wear-memory.ts';
import { builtIn, type Registry } from '#devices/on-demand.ts';
import { openField } from '#drivers/open-field.ts';
import { openHub, type OpenHub } from '#hub/open-hub.ts';
import { hashPassword } from '#hub/passwords.ts';
import type { HealthIssue } from '#hub/health-issue.ts';
import { makeTimeWitness, type TimeWitness } from '#hub/time-witness.ts';
import { eraFile } from '#store/era-file.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { noteSecrets } from '#store/secret-notes.ts';
import { waitingFile } from '#store/waiting-file.ts';
import { openWearFile } from '#store/wear-file.ts';
import { bluetoothNearby } from '#transport/ble-nearby.ts';
import { findPorts } from '#transport/find-ports.ts';
import { makeHttpAccounts } from '#transport/http-accounts.ts';
import { linksWith } from '#transport/open-link.ts';
import { watchClockSync } from './clock-sync.ts';
import { watchDisk } from './disk-watch.ts';
import { environment, type HistorySecrets, systemBusAddress } from './environment.ts';
import { type HouseImports, openImportDesk } from './import-desk.ts';
import type { NetworkNames } from '#core/network-names.ts';
import { type GivenDevice, givenDevice } from './given-device.ts';
import type { HistoryPlace } from './history-place.ts';
import { deskOptions } from './house-backups.ts';
import { heardTopics } from './heard-topics.ts';
import { openHomeStores } from './home-stores.ts';
import { makeBrokerAccounts } from '#hub/broker-accounts.ts';
import { followSockets, type HouseChargers, openHouseChargers } from './house-chargers.ts';
import { openHouseAlerts } from './house-alerts.ts';
import { openHouseAutomation } from './house-automation.ts';
import { openHouseOutputs } from './house-outputs.ts';
import type { GivenUplink } from '#uplink/desk.ts';
import { openHouseUplink } from './house-uplink.ts';
import type { PlugIns } from './plug-ins/plug-in-set.ts';
import type { RecordsPlace } from './records-place.ts';
import { openVault } from './vault.ts';
import type { Bridge } from '#outputs/bridge.ts';
import { bridgeFrom, type BridgePlace } from './house-bridge.ts';
import { type BrokerPlace, type HouseBroker, openBroker } from './house-broker.ts';

/** Options of {@link openHouse}. */
export interface HouseOptions {
  readonly folder: string;
  /** The folder that outputs may write files to; absent: `outputs` of the data folder. */
  readonly outputFiles?: string | undefined;
  /** TCP ports that this program has itself, or takes at its next start: no output gets one of them. */
  readonly ownPorts?: readonly number[] | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly broker: BrokerPlace;
  /** What devices there are; the built-in ones if absent. */
  readonly registry?: Registry;
  /** Where the history is kept; absent: in the folder. */
  readonly history?: { readonly place: HistoryPlace; readonly secrets: HistorySecrets } | undefined;
  /** Where the records are kept; absent: in the folder. */
  readonly records?: RecordsPlace | undefined;
  /** A bridge from its broker to a second one. */
  readonly bridge?: BridgePlace | undefined;
  /** Roles whose people have to prove that it is them before a dangerous command; absent: none. */
  readonly provenCommands?: readonly Role[] | undefined;
  /** Folder with devices of its own; absent: in the folder. */
  readonly devices?: string | undefined;
  /** Where devices that people put together from topics are kept; absent: nowhere. */
  readonly ownDevices?: OwnDevices | undefined;
  /** Plug-ins of whoever runs it; absent: there are none. */
  readonly plugIns?: PlugIns | undefined;
  /** Looks at the installation as a whole; absent: there are none. */
  readonly examinations?: ExaminationDesk | undefined;
  /** Looks for what an earlier system left; absent: no folder was named. */
  readonly predecessor?: PredecessorDesk | undefined;
  /** Where its first home sends its readings; absent: as people set it. */
  readonly uplink?: GivenUplink | undefined;
  /** A device that its first home gets by itself; absent: none. */
  readonly givenDevice?: GivenDevice | undefined;
  /** Name and version of this program, as other installations see it. */
  readonly software?: string;
  /** Names in the local network; absent: nothing is announced there. */
  readonly networkNames?: NetworkNames | undefined;
  /** Finds the ports of this computer; absent: the real ones. */
  findPorts?(): Promise<readonly FoundPort[]>;
}

/** A running house. */
export interface House {
  readonly hub: OpenHub;
  readonly records: RecordStore;
  readonly broker: HouseBroker;
  readonly chargers: HouseChargers;
  readonly bridge?: Bridge | undefined;
  /** The homes that send here. */
  readonly farHomes: FarDesk;
  close(): Promise<void>;
}

/** Saves an account of the built-in broker. */
export async function addBrokerAccount(records: RecordStore, username: string, password: string): Promise<void> {
  await records.brokerAccounts.save({ username, passwordHash: await hashPassword(password), topics: [] });
}

/** Devices of people's own whose files are wrong. */
const leftOut = ({ broken }: Registry): readonly HealthIssue[] =>
  broken.map(({ file, problems: [problem = because('device-file.empty')] }) => ({
    part: 'devices',
    reason: because('devices.left-out', { file: external(file), problem }),
  }));

/** A part that is not well; nothing where it is. */
const issueOf = (part: HealthIssue['part'], reasons: Reason | readonly Reason[] | undefined): readonly HealthIssue[] =>
  [reasons ?? []].flat().map((reason) => ({ part, reason }));

type ConsumersOf = NonNullable<Parameters<typeof openHub>[0]['consumers']>;

/** Parts that can be unwell. */
interface Watched {
  readonly disk: { trouble(): Reason | readonly Reason[] | undefined };
  readonly stores: { readonly troubles: readonly Reason[] };
  readonly vault: { readonly troubles: readonly Reason[] };
  readonly backups: { issue(): Reason | readonly Reason[] | undefined };
  readonly broker: { issue(): Reason | readonly Reason[] | undefined };
  readonly bridge: { issue(): Reason | undefined } | undefined;
  readonly uplinks: { issue(): Reason | undefined };
  readonly outputs: { issues(): readonly Reason[] };
  readonly automations: { issues(): readonly Reason[] };
}

/** What is not well outside the hub. */
const issuesOf = (
  registry: Registry,
  { disk, stores, vault, backups, broker, bridge, uplinks, outputs, automations }: Watched,
): readonly HealthIssue[] => [
  ...leftOut(registry),
  ...issueOf('disk', disk.trouble()),
  ...issueOf('damage', stores.troubles),
  ...issueOf('damage', vault.troubles),
  ...issueOf('backup', backups.issue()),
  ...issueOf('broker', broker.issue()),
  ...issueOf('bridge', bridge?.issue()),
  ...issueOf('uplink', uplinks.issue()),
  ...issueOf('outputs', outputs.issues()),
  ...issueOf('automation', automations.issues()),
];

/** The folders that the house writes to. */
function foldersOf(home: string, { history }: HouseOptions): readonly string[] {
  return [...new Set([home, ...(history?.place.kind === 'folder' ? [history.place.path] : [])])];
}

interface FieldParts extends Pick<HouseOptions, 'clock' | 'log' | 'findPorts' | 'networkNames'> {
  readonly registry: Registry;
  readonly broker: HouseBroker;
  readonly chargers: HouseChargers;
  readonly witness: TimeWitness;
  readonly vault: Vault;
  readonly received: ReceivedField;
  readonly hub: Promise<OpenHub>;
  readonly records: RecordStore;
  readonly wear: WearMemory;
}

/** The field of a house: its devices start while the hub opens. */
function fieldOf({
  clock,
  log,
  registry,
  broker,
  chargers,
  witness,
  vault,
  received,
  hub,
  records,
  wear,
  ...options
}: FieldParts): Field {
  const heardTime = (source: string, atMs: number): void => witness.hears(source, atMs);
  const systemBus = systemBusAddress();
  const nearby = bluetoothNearby({ clock, systemBus });
  return openField({
    definitions: registry.listed,
    broken: registry.broken,
    clock,
    random: systemRandom,
    log,
    broker: broker.link,
    chargePoints: chargers.central,
    networkNames: options.networkNames,
    received,
    heardTime,
    notes: records.deviceNotes,
    wear,
    makeLink: linksWith({
      clock,
      accounts: makeHttpAccounts(vault.secrets, clock),
      secrets: vault.secrets,
      systemBus,
      broker: broker.link,
      heardTime,
      mayReach: async (...reached) => (await hub).assertMayReach(...reached),
    }),
    findPorts: options.findPorts ?? (async () => [...(await findPorts()), ...(await nearby.soon())]),
  });
}

interface Ways extends Pick<HouseOptions, 'folder' | 'clock' | 'log' | 'broker' | 'bridge'> {
  readonly records: RecordStore;
}

/** By which devices come: the broker, and charge points of their own. Errors: those of {@link openHouse}. */
async function openWays(
  { folder, clock, log, broker: place, bridge: second, records }: Ways,
  opened: AsyncDisposableStack,
) {
  const broker = await openBroker(place, { clock, log, records, journal: join(folder, 'broker.journal') });
  opened.defer(() => broker.close());
  const accounts = broker.accounts ?? makeBrokerAccounts(records);
  const chargers = openHouseChargers({ clock, log, accounts, records });
  opened.defer(() => chargers.central.close());
  const bridge = second && (await bridgeFrom(broker.link, second, { folder, clock, log }));
  if (bridge !== undefined) opened.defer(() => bridge.close());
  return { broker, accounts, chargers, bridge };
}

/** What takes the readings of a home, one after another. */
const consumersOf =
  (all: readonly { consumer(...site: Parameters<ConsumersOf>): Promise<Consumer> }[]): ConsumersOf =>
  async (...site) => {
    const consumers: Consumer[] = [];
    for (const one of all) consumers.push(await one.consumer(...site));
    return consumers;
  };

async function watchedDisk(folder: string, options: HouseOptions, opened: AsyncDisposableStack) {
  const disk = watchDisk(foldersOf(folder, options), options);
  opened.defer(() => disk.close());
  await disk.look();
  return disk;
}

/** Takes in what an earlier system left, where a folder was named. */
const importsOf = (parts: Pick<HouseOptions, 'folder' | 'clock' | 'log' | 'predecessor'>): HouseImports | undefined =>
  parts.predecessor && openImportDesk({ ...parts, predecessor: parts.predecessor });

/** What is done with each home that is opened. An import is closed before the hub: what it writes is settled by a home that runs. */
const whenOpened =
  (imports: HouseImports | undefined, furnish: ReturnType<typeof givenDevice>): ReturnType<typeof givenDevice> =>
  (hub, site) => {
    furnish(hub, site);
    imports?.goOn(hub, site);
  };

/** What the hub gets as it is given. */
const passedOn = ({ plugIns, ownDevices, provenCommands, examinations, predecessor }: HouseOptions) => ({
  plugIns,
  ownDevices,
  provenCommands,
  examinations,
  predecessor,
});

type CareParts = Omit<
  Parameters<typeof openHouseAlerts>[0] & Parameters<typeof openHouseAutomation>[0],
  'heard' | 'alerts'
>;

/** What watches the homes and acts in them; both know at which topics rules are called. */
function openCare(parts: CareParts) {
  const heard = heardTopics();
  const alerts = openHouseAlerts({ ...parts, heard });
  return { alerts, automations: openHouseAutomation({ ...parts, heard, alerts }) };
}

/** Opens a house. Errors: `folder.*`, `store.corrupt`, `port.taken`. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { folder, clock, log, broker: place, registry = builtIn } = options;
  // What was opened is closed again, newest first, also when a later part fails to open.
  const opened = new AsyncDisposableStack();
  try {
    const home = openFolder(folder);
    opened.defer(() => home.close());
    const witness = makeTimeWitness(clock);
    opened.defer(watchClockSync(witness, clock));
    const vault = await openVault(home.path, environment);
    for (const { reason } of issueOf('damage', vault.troubles)) log.error({ why: inEnglish(reason) }, 'secrets');
    await noteSecrets(home.path);
    const stores = await openHomeStores(home, { ...options, isTimeConfirmed: witness.isConfirmed });
    opened.defer(() => stores.close());
    const { records, history } = stores;
    const disk = await watchedDisk(home.path, options, opened);
    const backups = await openBackupDesk(
      deskOptions({ ...stores, folder: home.path, devices: options.devices }, { clock, log, secrets: vault.secrets }),
    );
    opened.defer(() => backups.close());
    const wear = await openWearFile(home.path, log);
    const ways = await openWays({ ...options, folder: home.path, records }, opened);
    const { broker, accounts, chargers, bridge } = ways;
    const opening = Promise.withResolvers<OpenHub>();
    const running: { hub?: OpenHub } = {};
    const parts = { ...options, folder: home.path, records, history, secrets: vault.secrets, registry, running };
    const { uplinks, farHomes, received } = await openHouseUplink(parts);
    const outputs = openHouseOutputs({ ...parts, broker, place });
    const { alerts, automations } = openCare({ ...parts, broker });
    followSockets(chargers.charges, automations);
    const imports = importsOf(parts);
    const begun = whenOpened(imports, givenDevice(options.givenDevice, { ...parts, address: broker.link.name }));
    const watched = { disk, stores, vault, backups, broker, bridge, uplinks, outputs, automations };
    const hub = await openHub({
      ...inMemory((error) => log.warn({ err: error }, 'live changes could not be told')),
      clock,
      log,
      witness,
      opened: (site) => void opening.promise.then((hub) => begun(hub, site)),
      waiting: (site) => waitingFile(home.path, site),
      eras: (site) => eraFile(home.path, site, { clock }),
      history,
      records,
      brokerAccounts: accounts,
      chargerKeys: chargers.keys,
      charges: chargers.charges,
      backups,
      uplinks,
      outputs,
      ...passedOn(options),
      imports,
      automations,
      alerts,
      farHomes,
      consumers: consumersOf([uplinks, outputs, automations, alerts, chargers.charges]),
      vault,
      healthIssues: () => issuesOf(registry, watched),
      field: fieldOf({ ...parts, ...ways, witness, vault, received, wear, hub: opening.promise }),
    });
    opened.defer(() => Promise.resolve(imports?.close()).then(() => hub.close()));
    running.hub = hub;
    opening.resolve(hub);
    // Before the hub: what homes have sent is made durable and acknowledged.
    opened.defer(() => farHomes.close());
    return { hub, records, broker, chargers, bridge, farHomes, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
