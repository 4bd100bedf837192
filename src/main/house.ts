// A complete house: stores, broker, field and hub, wired. `serve` and the demo differ only in what they give it.
import { join } from 'node:path';
import { openBackupDesk } from '#backup/desk.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { Vault } from '#core/secrets.ts';
import type { Logger } from 'pino';
import type { Role } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { Field, PortView } from '#core/field.ts';
import type { OwnDevices } from '#core/own-device.ts';
import { systemRandom } from '#core/random.ts';
import type { RecordStore } from '#core/records.ts';
import type { FarDesk, ReceivedField } from '#core/uplink.ts';
import { builtIn, type Registry } from '#devices/on-demand.ts';
import { openField } from '#drivers/open-field.ts';
import { openHub, type OpenHub } from '#hub/open-hub.ts';
import { hashPassword } from '#hub/passwords.ts';
import type { HealthIssue } from '#hub/types.ts';
import { makeTimeWitness, type TimeWitness } from '#hub/time-witness.ts';
import { eraFile } from '#store/era-file.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { waitingFile } from '#store/waiting-file.ts';
import { findPorts } from '#transport/find-ports.ts';
import { makeHttpAccounts } from '#transport/http-accounts.ts';
import { linksWith } from '#transport/open-link.ts';
import { watchClockSync } from './clock-sync.ts';
import { watchDisk } from './disk-watch.ts';
import { environment, type HistorySecrets } from './environment.ts';
import type { HistoryPlace } from './history-place.ts';
import { deskOptions } from './house-backups.ts';
import { openHomeStores } from './home-stores.ts';
import { openHouseOutputs } from './house-outputs.ts';
import { type GivenUplink, openHouseUplink } from './house-uplink.ts';
import type { RecordsPlace } from './records-place.ts';
import { openVault } from './vault.ts';
import type { Bridge } from '#outputs/bridge.ts';
import { bridgeFrom, type BridgePlace } from './house-bridge.ts';
import { type BrokerPlace, type HouseBroker, openBroker } from './house-broker.ts';

/** Options of {@link openHouse}. */
export interface HouseOptions {
  readonly folder: string;
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
  /** Where its first home sends its readings; absent: as people set it. */
  readonly uplink?: GivenUplink | undefined;
  /** Name and version of this program, as other installations see it. */
  readonly software?: string;
  /** Finds the ports of this computer; absent: the real ones. */
  findPorts?(): Promise<readonly PortView[]>;
}

/** A running house. */
export interface House {
  readonly hub: OpenHub;
  readonly records: RecordStore;
  readonly broker: HouseBroker;
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

/** Parts that can be unwell. */
interface Watched {
  readonly disk: { trouble(): Reason | readonly Reason[] | undefined };
  readonly stores: { readonly troubles: readonly Reason[] };
  readonly vault: { readonly trouble?: Reason | undefined };
  readonly backups: { issue(): Reason | readonly Reason[] | undefined };
  readonly broker: { issue(): Reason | readonly Reason[] | undefined };
  readonly bridge: { issue(): Reason | undefined } | undefined;
  readonly uplinks: { issue(): Reason | undefined };
  readonly outputs: { issues(): readonly Reason[] };
}

/** What is not well outside the hub. */
const issuesOf = (
  registry: Registry,
  { disk, stores, vault, backups, broker, bridge, uplinks, outputs }: Watched,
): readonly HealthIssue[] => [
  ...leftOut(registry),
  ...issueOf('disk', disk.trouble()),
  ...issueOf('damage', stores.troubles),
  ...issueOf('damage', vault.trouble),
  ...issueOf('backup', backups.issue()),
  ...issueOf('broker', broker.issue()),
  ...issueOf('bridge', bridge?.issue()),
  ...issueOf('uplink', uplinks.issue()),
  ...issueOf('outputs', outputs.issues()),
];

/** The folders that the house writes to. */
function foldersOf(home: string, { history }: HouseOptions): readonly string[] {
  return [...new Set([home, ...(history?.place.kind === 'folder' ? [history.place.path] : [])])];
}

interface FieldParts extends Pick<HouseOptions, 'clock' | 'log' | 'findPorts'> {
  readonly registry: Registry;
  readonly broker: HouseBroker;
  readonly witness: TimeWitness;
  readonly vault: Vault;
  readonly received: ReceivedField;
  readonly hub: Promise<OpenHub>;
  readonly records: RecordStore;
}

/** The field of a house: its devices start while the hub opens. */
function fieldOf({
  clock,
  log,
  registry,
  broker,
  witness,
  vault,
  received,
  hub,
  records,
  ...options
}: FieldParts): Field {
  const heardTime = (source: string, atMs: number): void => witness.hears(source, atMs);
  return openField({
    definitions: registry.listed,
    broken: registry.broken,
    clock,
    random: systemRandom,
    log,
    broker: broker.link,
    received,
    heardTime,
    notes: records.deviceNotes,
    makeLink: linksWith({
      clock,
      accounts: makeHttpAccounts(vault.secrets, clock),
      heardTime,
      mayReach: async (...reached) => (await hub).assertMayReach(...reached),
    }),
    findPorts: options.findPorts ?? findPorts,
  });
}

/** Opens a house. Errors: `folder.*`, `store.corrupt`, `port.taken`. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { folder, clock, log, broker: place, registry = builtIn, ownDevices, provenCommands } = options;
  // What was opened is closed again, newest first, also when a later part fails to open.
  const opened = new AsyncDisposableStack();
  try {
    const home = openFolder(folder);
    opened.defer(() => home.close());
    const witness = makeTimeWitness(clock);
    opened.defer(watchClockSync(witness, clock));
    const vault = await openVault(home.path, environment);
    for (const { reason } of issueOf('damage', vault.trouble)) log.error({ why: inEnglish(reason) }, 'secrets');
    const stores = await openHomeStores(home, { ...options, isTimeConfirmed: witness.isConfirmed });
    opened.defer(() => stores.close());
    const { records, history } = stores;
    const disk = watchDisk(foldersOf(home.path, options), { clock, log });
    opened.defer(() => disk.close());
    await disk.look();
    const backups = await openBackupDesk(
      deskOptions({ ...stores, folder: home.path, devices: options.devices }, { clock, log, secrets: vault.secrets }),
    );
    opened.defer(() => backups.close());
    const broker = await openBroker(place, { clock, log, records, journal: join(home.path, 'broker.journal') });
    opened.defer(() => broker.close());
    const bridge = options.bridge && (await bridgeFrom(broker.link, options.bridge, { folder: home.path, clock, log }));
    if (bridge !== undefined) opened.defer(() => bridge.close());
    const opening = Promise.withResolvers<OpenHub>();
    const running: { hub?: OpenHub } = {};
    const parts = { ...options, folder: home.path, records, history, secrets: vault.secrets, registry, running };
    const { uplinks, farHomes, received } = await openHouseUplink(parts);
    const outputs = openHouseOutputs({ ...parts, broker, place });
    const hub = await openHub({
      ...inMemory((error) => log.warn({ err: error }, 'live changes could not be told')),
      clock,
      log,
      witness,
      waiting: (site) => waitingFile(home.path, site),
      eras: (site) => eraFile(home.path, site, { clock }),
      history,
      records,
      brokerAccounts: broker.accounts,
      backups,
      uplinks,
      outputs,
      farHomes,
      consumers: async (facts, lease) => [await uplinks.consumer(facts, lease), await outputs.consumer(facts, lease)],
      vault,
      ownDevices,
      provenCommands,
      healthIssues: () => issuesOf(registry, { disk, stores, vault, backups, broker, bridge, uplinks, outputs }),
      field: fieldOf({ ...options, registry, broker, witness, vault, received, records, hub: opening.promise }),
    });
    opened.defer(() => hub.close());
    running.hub = hub;
    opening.resolve(hub);
    // Before the hub: what homes have sent is made durable and acknowledged.
    opened.defer(() => farHomes.close());
    return { hub, records, broker, bridge, farHomes, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
