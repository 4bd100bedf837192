// The hub: the one place every reading passes and every command starts. Connects sites, history, access and the field.
import type { LinkAddress } from '#core/address.ts';
import type { Role } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import type { HistoryStatus } from '#core/history.ts';
import { external } from '#core/message-params.ts';
import { type InTurn, makeTurns } from '#core/in-turn.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord, RecordStore, SiteRecord } from '#core/records.ts';
import type { Vault } from '#core/secrets.ts';
import { hourMs } from '#core/time.ts';
import { auditChecks } from './audit-checks.ts';
import { makeAccess } from './access.ts';
import { anomalyActions } from './anomalies/anomaly-actions.ts';
import { type BrokerAccounts, makeBrokerAccounts } from './broker-accounts.ts';
import { chart } from './chart.ts';
import { monitoredHomes } from './monitoring-door.ts';
import { clockWord } from './clock-word.ts';
import { makeDoor } from './door.ts';
import { makeSiteRegistry, type SiteRegistry } from './site-registry.ts';
import { historyAdmin } from './history-admin.ts';
import type { HubInside } from './inside.ts';
import { flowDevicesIn, limitedHistory } from './limited.ts';
import { makeSiteOpener, type SiteOpener, type SiteParts } from './open-site.ts';
import { memoryVault } from './credentials/memory-vault.ts';
import type { IssuedCommand } from '#core/issued-command.ts';
import { type IssuedCommands, makeIssuedCommands } from './issued-commands.ts';
import { giveRole, rolesBeside } from './given-role.ts';
import { homesLinks } from './homes-links.ts';
import { makePeople } from './people.ts';
import type { MeterRoles } from '#energy/metering/roles.ts';
import { receivingHomes } from './receiving-homes.ts';
import { notSetUp } from './not-set-up.ts';
import { siteAdmin } from './site-admin.ts';
import type { OwnDevices } from '#core/own-device.ts';
import { ownDeviceActions } from './own-device-actions.ts';
import type { BackupDesk } from '#core/backup.ts';
import type { ExaminationDesk } from '#core/check-up.ts';
import type { ImportDesk } from '#core/history-import.ts';
import type { PredecessorDesk } from '#core/predecessor.ts';
import type { PlugInDesk } from '#core/plug-in.ts';
import type { OutputDesk } from '#core/output.ts';
import type { FarDesk, ReceivingHomes, UplinkDesk } from '#core/uplink.ts';
import { watchedRecords } from './watched-records.ts';
import type { NewAlert } from '#api/contract.ts';
import type { AlertDesk } from '#core/alert.ts';
import type { AutomationDesk } from './automation/desk-types.ts';
import { makePerformer } from './perform.ts';
import type { ChargeDesk } from './chargers/desk.ts';
import type { ChargerKey, ChargerKeys } from './chargers/charger-keys.ts';
import { deviceActions } from './device-actions.ts';
import { makeDevicePasswords } from './device-passwords.ts';
import type { HealthIssue } from './health-issue.ts';
import type { Hub } from './types.ts';

/** Options of {@link openHub}. */
export interface HubOptions extends SiteParts {
  readonly records: RecordStore;
  /** Accounts of the built-in broker, if there is one. */
  readonly brokerAccounts?: BrokerAccounts | undefined;
  /** Charges of cars. */
  readonly charges?: ChargeDesk | undefined;
  /** Passwords of charge points; absent: none come. */
  readonly chargerKeys?: ChargerKeys | undefined;
  readonly backups?: BackupDesk | undefined;
  /** Devices that people put together from topics; absent: a home that keeps none. */
  readonly ownDevices?: OwnDevices | undefined;
  /** Where the homes send their readings, and the homes that send here. */
  readonly uplinks?: UplinkDesk | undefined;
  readonly farHomes?: FarDesk | undefined;
  /** Servers to which the homes give their readings. */
  readonly outputs?: OutputDesk | undefined;
  /** Absent: there are none. */
  readonly plugIns?: PlugInDesk | undefined;
  /** Looks at the installation as a whole; absent: there are none. */
  readonly examinations?: ExaminationDesk | undefined;
  readonly predecessor?: PredecessorDesk | undefined;
  /** Takes in what was found; absent: no folder was named. */
  readonly imports?: ImportDesk | undefined;
  /** What the homes do by themselves. */
  readonly automations?: AutomationDesk | undefined;
  /** What of the homes wants attention. */
  readonly alerts?: AlertDesk | undefined;
  /** Where its secrets are; absent: they end with the process. */
  readonly vault?: Vault | undefined;
  /** Roles whose people have to prove that it is them before a dangerous command. */
  readonly provenCommands?: readonly Role[] | undefined;
  /** Problems outside the hub itself, such as files that could not be read. */
  healthIssues?(): readonly HealthIssue[];
}

/** The hub with the entries that only the composition root uses. */
export interface OpenHub extends Hub {
  /** Takes a batch as if a device had sent it: the one way in. */
  ingest(batch: Batch): void;
  /** Whether a link may lead to these hosts now. Errors: `address.invalid` for a device of another home. */
  assertMayReach(address: LinkAddress, found: readonly string[]): Promise<void>;
  /** Whether a home may say something at a topic of the broker by itself. Errors: `address.invalid` for what is another home's. */
  assertMaySay(site: string, topic: string): void;
  /** Whether what is said at a topic of the broker may begin something in a home: what devices of another one say is that one's. */
  mayHear(site: string, topic: string): boolean;
  /** Shows alerts to those who watch a home. */
  tellAlerts(site: string, alerts: readonly NewAlert[]): void;
  /** Resolves when all that was taken is durable. Errors: `store.failed`. */
  flush(): Promise<void>;
  /** Moves as long as every site is looked after; undefined: there is no site. */
  pulse(): number | undefined;
  /** What devices of a home, and parts of them, measure now, where that was said or found. Errors: `site.unknown`. */
  rolesOf(site: string): MeterRoles;
  /** The homes as the far side of uplinks needs them. */
  readonly receiving: ReceivingHomes;
  /** Makes a site and opens it; used by the demo. */
  addSite(site: SiteRecord): Promise<void>;
  /** Runs a site of the records from now on. Errors: `site.unknown`, `site.held` while another process runs it, `store.*`. */
  openSite(id: string): Promise<void>;
  /** Stops a site and lets another process have it. Errors: `site.unknown`. */
  closeSite(id: string): Promise<void>;
}

/** The parts of a hub, while it is assembled. */
interface Parts extends HubOptions {
  readonly vault: Vault;
  readonly registry: SiteRegistry;
  readonly opener: SiteOpener;
  addSite(site: SiteRecord): Promise<void>;
  /** Resolves when all that was taken is durable. */
  flush(): Promise<void>;
  /** Runs one change after another, so that a second click sees what the first one did. */
  readonly inTurn: InTurn;
}

/** Opens the sites of the records that no other process runs. */
async function openAll({ records, opener, log }: Parts, commands: IssuedCommands): Promise<void> {
  for (const record of await records.sites.list()) {
    try {
      await opener.open(record);
      await commands.abandon(record.id);
    } catch (error) {
      if (!isSolsteadError(error, 'site.held')) throw error;
      log.info({ site: record.id }, 'another process lives this site');
    }
  }
}

/** What people look at. */
function views({
  registry,
  flush,
  history,
  field,
  bus,
}: Parts): Pick<
  HubInside,
  'sites' | 'snapshot' | 'seen' | 'subscribe' | 'refresh' | 'chart' | 'history' | 'ledger' | 'protocols' | 'found'
> {
  return {
    sites: () => registry.sites().map(({ record }) => record),
    snapshot: (site) => registry.site(site).snapshot(),
    seen: (site) => registry.site(site).seen(),
    subscribe: (site, onChanges) => bus.subscribe(registry.site(site).record.id, onChanges),
    async chart(site, query, reach) {
      const { flowDevices } = registry.site(site);
      await flush().catch(() => undefined); // what history has is better than no chart
      const store = limitedHistory(history, site, reach);
      return chart({ store, site, devices: flowDevicesIn(flowDevices, reach) }, query);
    },
    async history() {
      await flush().catch(() => undefined); // what history has is better than nothing
      return history;
    },
    refresh: (site, device) => registry.site(site).devices.has(device) && field.refresh(device),
    ledger: (site) => registry.site(site).energy,
    protocols: () => field.protocols(),
    found() {
      return notSetUp(
        field.found(),
        registry.devices().map(({ record }) => record),
      );
    },
  };
}

const clockAhead = (aheadMs: number): HealthIssue => ({
  part: 'clock',
  reason: because('clock.ahead', { hours: Math.round(aheadMs / hourMs) }),
});

/** Longest wait for the records to answer whether they are there, ms. */
const recordsAnswerMs = 3000;

async function recordsIssue(records: RecordStore, clock: Clock): Promise<readonly HealthIssue[]> {
  const stop = new AbortController();
  const timeUp = clock.sleep(recordsAnswerMs, { signal: stop.signal }).then(
    (): readonly HealthIssue[] => [{ part: 'records', reason: because('records.silent') }],
    (): readonly HealthIssue[] => [],
  );
  const asked = records.accounts.any().then(
    (): readonly HealthIssue[] => [],
    (error: unknown): readonly HealthIssue[] => [{ part: 'records', reason: reasonOf(error) }],
  );
  try {
    return await Promise.race([asked, timeUp]);
  } finally {
    stop.abort();
  }
}

/** The health issues. A history that cannot be read is listed once, whoever noticed. */
async function healthIssuesOf(
  { registry, history, records, clock, healthIssues }: Parts,
  unwritten: Reason | undefined,
): Promise<readonly HealthIssue[]> {
  const {
    failure,
    aheadMs,
    damage = [],
    file = [],
  } = await history.status().catch((error: unknown): Partial<HistoryStatus> => ({ failure: reasonOf(error) }));
  const ofSites = registry.sites().flatMap((site) => site.healthIssues());
  const isTold = failure === undefined || ofSites.some(({ part }) => part === 'history');
  const ofHistory = isTold ? [] : [{ part: 'history', reason: failure } as const];
  const ofClock = aheadMs === undefined ? [] : [clockAhead(aheadMs)];
  const ofDamage = damage.slice(0, 1).map(
    ({ at, reason }): HealthIssue => ({
      part: 'damage',
      reason: because('history.damage', { count: damage.length, at: external(at), reason }),
    }),
  );
  const all = [
    ...(await recordsIssue(records, clock)),
    ...(unwritten === undefined ? [] : [{ part: 'records', reason: unwritten } as const]),
    ...ofHistory,
    ...ofClock,
    ...ofDamage,
    ...file.map((reason): HealthIssue => ({ part: 'damage', reason })),
    ...ofSites,
    ...(healthIssues?.() ?? []),
  ];
  return [...new Map(all.map((issue) => [JSON.stringify(issue), issue])).values()];
}

type Admin = Pick<
  HubInside,
  | 'addDevice'
  | 'removeDevice'
  | 'changeDevice'
  | 'previewChange'
  | 'removedDevices'
  | 'renewChargerKey'
  | 'addBrokerAccount'
  | 'brokerAccounts'
  | 'removeBrokerAccount'
>;

/** What people change. */
function admin(parts: Parts): Admin {
  const { registry, records, inTurn, clock } = parts;
  const accounts = parts.brokerAccounts ?? makeBrokerAccounts(records);
  const passwords = makeDevicePasswords(parts.vault.secrets);
  /** Connectors of a charge point are devices, of other homes too. */
  const dropKey = (removed: DeviceRecord): Promise<void> | undefined => {
    const others = registry.sites().flatMap(({ devices }) => [...devices.values()].map(({ record }) => record));
    return parts.chargerKeys?.drop(removed, others);
  };
  return {
    addDevice: (site, device, linkSites) =>
      inTurn(async () => {
        const state = registry.site(site);
        const record = { ...(await registry.recordOf(site, device, linkSites)), linkSites };
        const others = [...state.devices.values()];
        await records.devices.save(record);
        await passwords.keep(record.id, device.password);
        await registry.startDevice(state, record);
        if (device.returns === undefined || device.measures !== undefined)
          for (const given of device.measures === undefined
            ? rolesBeside(state, record.id, others)
            : [{ id: record.id, measures: device.measures }])
            await giveRole(state, given);
        for (const [part, role] of Object.entries(device.parts ?? {}))
          await giveRole(state, { id: `${record.id}.${part}`, measures: role });
        return state.view(record.id);
      }),
    removeDevice: (site, device) =>
      inTurn(async () => {
        const state = registry.site(site);
        const removed = state.devices.get(device)?.record;
        if (removed === undefined) throw new SolsteadError('device.unknown', { at: device });
        const serial = state.serialOf(device);
        await records.devices.remove(device, { atMs: clock.nowMs(), ...(serial === undefined ? {} : { serial }) });
        await registry.stopDevice(state, device);
        await Promise.all([passwords.keep(device, ''), accounts.removeOf(device), dropKey(removed)]);
      }),
    changeDevice: (site, device, { linkSites, password, ...change }) =>
      inTurn(async () => {
        const state = registry.site(site);
        const record = {
          ...registry.changedRecord(site, device, { ...change, linkSites }),
          ...(change.address && { linkSites }),
        };
        const before = state.devices.get(device)?.record;
        if (before !== undefined) await passwords.check(before, record, password);
        await records.devices.save(record);
        await passwords.keep(device, password);
        // One that was refused rests: with another password it is asked at once.
        const isMoved =
          password !== undefined ||
          before?.address !== record.address ||
          before.topic !== record.topic ||
          before.definition !== record.definition ||
          change.settings !== undefined;
        if (isMoved) await registry.moveDevice(state, record);
        else state.rename(record);
        return state.view(device);
      }),
    previewChange: (site, device, change) => registry.previewChange(registry.site(site).record.id, device, change),
    removedDevices: (site) => records.devices.removed(registry.site(site).record.id),
    renewChargerKey: (site, device) =>
      inTurn(() => newChargerKey(parts, registry.site(site).devices.get(device)?.record, device)),
    addBrokerAccount: (...account) => inTurn(() => accounts.add(...account)),
    brokerAccounts: () => accounts.list(),
    removeBrokerAccount: (username) => inTurn(() => accounts.remove(username)),
  };
}

/** Errors: `device.unknown`, `input.invalid` for a device that is no charge point. */
async function newChargerKey(
  { chargerKeys }: Parts,
  record: DeviceRecord | undefined,
  device: string,
): Promise<ChargerKey> {
  if (record === undefined) throw new SolsteadError('device.unknown', { at: device });
  if (chargerKeys !== undefined) return chargerKeys.renew(record);
  throw new SolsteadError('input.invalid', { at: 'device', why: because('charger.no-key') });
}

/** Tells those who watch a home how far a command is; of a home that was closed meanwhile nobody does. */
const stepsTo =
  (registry: SiteRegistry, { automations }: Pick<HubOptions, 'automations'>) =>
  (command: IssuedCommand): void => {
    const { site, id, device, state, changedMs } = command;
    registry
      .sites()
      .find(({ record }) => record.id === site)
      ?.tell({ steps: [{ id, device, state, atMs: changedMs }] });
    automations?.commanded(command);
  };

/** How long closing waits for acts under way, ms. */
const actsEndMs = 5000;

/** Waits for something, but no longer than a limit. */
async function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const timeUp = clock.sleep(ms, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([work, timeUp]);
  stop.abort();
}

/** The assembled parts; nothing is running yet. */
function partsOf(options: HubOptions & Pick<Parts, 'vault'>): Parts {
  const { field, records, clock } = options;
  const registry = makeSiteRegistry(field, {
    records,
    clock,
    async isUsed(device) {
      if (await records.grants.name(device)) return true;
      for (const { id } of await records.sites.list())
        if ((await options.history.series(id)).some((series) => series.device === device)) return true;
      return false;
    },
  });
  const opener = makeSiteOpener({ ...options, registry });
  return {
    ...options,
    registry,
    opener,
    inTurn: makeTurns(),
    async flush() {
      await Promise.all(registry.sites().map((site) => site.flush()));
    },
    async addSite(record) {
      await records.sites.save(record);
      await opener.open(record);
    },
  };
}

/** How it is doing, in numbers. */
function numbers(parts: Parts, failure: () => Reason | undefined): Pick<HubInside, 'siteFigures' | 'wholeFigures'> {
  const { registry, history, records, field, outputs } = parts;
  return {
    siteFigures: (site) => ({ ...registry.site(site).figures(), outputs: outputs?.figures(site) ?? [] }),
    async wholeFigures() {
      const [status, audit, issues] = await Promise.all([
        history.status().catch(() => undefined),
        records.audit.heads().catch(() => []),
        healthIssuesOf(parts, failure()),
      ]);
      return { history: status, lines: field.lines(), audit, issues };
    },
  };
}

/** Shows alerts to those who watch a home; one that was closed meanwhile is watched by nobody. */
const alertTeller =
  (registry: SiteRegistry): OpenHub['tellAlerts'] =>
  (site, alerts) => {
    if (alerts.length > 0)
      registry
        .sites()
        .find(({ record }) => record.id === site)
        ?.tell({ alerts: [...alerts] });
  };

/** What is given to it as a whole. */
const desksOf = ({ backups, uplinks, farHomes, outputs, plugIns, examinations, ...more }: HubOptions) => {
  const { predecessor, imports, automations, alerts, charges } = more;
  const whole = { backups, uplinks, farHomes, outputs, plugIns, examinations };
  return { ...whole, predecessor, imports, automations, alerts, charges };
};

/**
 * Opens the hub over its stores, which stay open when it is closed; sites of the records that no other process runs start
 * at once. The field is closed with it, and if it cannot be opened. Errors: `store.*`.
 */
export async function openHub(options: HubOptions): Promise<OpenHub> {
  const { clock, log, history, field } = options;
  const { records, failure } = watchedRecords(options.records, clock);
  const vault = options.vault ?? memoryVault();
  const parts = partsOf({ ...options, records, vault });
  const { registry, opener, addSite, inTurn } = parts;
  const isSite = (id: string): boolean => registry.sites().some(({ record }) => record.id === id);
  const performer = makePerformer({ audit: records.audit, clock, log, isSite });
  const commands = makeIssuedCommands({ store: records.commands, clock, log, onStep: stepsTo(registry, options) });
  const close = async (): Promise<void> => {
    // A device may still answer a command, and its answer is logged while the records are open.
    await within(clock, actsEndMs, performer.settled());
    await opener.closeAll();
    await field.close();
    await within(clock, actsEndMs, performer.settled());
    await within(clock, actsEndMs, commands.settled());
  };
  try {
    await openAll(parts, commands);
  } catch (error) {
    await close();
    throw error;
  }
  const access = makeAccess(records, clock, {
    addSite: async (site) => addSite({ ...site, id: await registry.siteId(site.name) }),
    vault,
  });
  const { inside: linked, ...linkRules } = homesLinks(parts);
  const inside: HubInside = {
    ...views(parts),
    ...linked,
    ...admin(parts),
    ...ownDeviceActions(parts),
    ...deviceActions(parts),
    ...siteAdmin(parts),
    commands,
    ...historyAdmin(history, registry),
    ...clockWord(parts),
    ...anomalyActions(registry),
    ...monitoredHomes(parts),
    ...numbers(parts, failure),
    auditLines: (query) => records.audit.newest(query),
    auditHeads: () => records.audit.heads(),
    auditChecks: auditChecks(records.audit),
    ...desksOf(options),
    people: makePeople({ records, clock, inTurn, changed: access.changed }),
  };
  return {
    access,
    as: makeDoor({ inside, performer }),
    healthIssues: () => healthIssuesOf(parts, failure()),
    receiving: receivingHomes(parts),
    rolesOf: (site) => registry.site(site).roles(),
    addSite,
    openSite: (id) =>
      inTurn(async () => {
        const record = await records.sites.byId(id);
        if (record === undefined) throw new SolsteadError('site.unknown', { at: id });
        await opener.open(record);
        await commands.abandon(id);
      }),
    closeSite: (id) => inTurn(() => opener.close(id)),
    ...linkRules,
    tellAlerts: alertTeller(registry),
    ingest: (batch) => registry.site(batch.site).take(batch),
    flush: () => parts.flush(),
    pulse: () => parts.opener.pulse(),
    close,
  };
}
