// What a hub does once it is clear who asks and that they may: called only by the door (door.ts).
import type { ChartQuery } from './chart-query.ts';
import type { Anomaly } from '#api/anomalies.ts';
import type { ClockState } from '#api/clock.ts';
import type { Device, History } from '#api/contract.ts';
import type { Principal, Reach } from '#core/access.ts';
import type { AlertDesk } from '#core/alert.ts';
import type { BackupDesk } from '#core/backup.ts';
import type { ExaminationDesk } from '#core/check-up.ts';
import type { ImportDesk, ImportPlace } from '#core/history-import.ts';
import type { PredecessorDesk } from '#core/predecessor.ts';
import type { PlugInDesk } from '#core/plug-in.ts';
import type { OutputDesk } from '#core/output.ts';
import type { FarDesk, UplinkDesk } from '#core/uplink.ts';
import type { Capability, SettingView } from '#core/command.ts';
import type {
  DeviceAnswer,
  FoundDevice,
  FoundPrograms,
  PortView,
  ProtocolView,
  DeviceTest,
  ShownField,
  TestWatch,
} from '#core/field.ts';
import type { HistoryStatus, RetentionRule } from '#core/history.ts';
import type { AuditCheck, AuditHead, AuditQuery, KeptAuditRecord } from '#core/audit.ts';
import type { MonitoringNotice, MonitoringRecord } from '#core/monitoring.ts';
import type { OwnDevice, OwnDraft, OwnPreview, UnknownTopics } from '#core/own-device.ts';
import type { DeviceRecord, RemovedDevice, SiteRecord } from '#core/records.ts';
import type { SiteEnergy } from '#ledger/site-energy.ts';
import type { AccountProof, BrokerAccountView } from './broker-accounts.ts';
import type { BrokerAccess } from './broker-places.ts';
import type { AnomalyQuery } from './anomalies/monitor.ts';
import type { ChargeDesk } from './chargers/desk.ts';
import type { ChargerKey } from './chargers/charger-keys.ts';
import type { AutomationDesk } from './automation/desk-types.ts';
import type { Arms } from './arms.ts';
import type { IssuedCommands } from './issued-commands.ts';
import type { SiteFigures, WholeFigures } from './figures.ts';
import type { ActLog } from './perform.ts';
import type { People } from './people.ts';
import type {
  CommandOutcome,
  CommandRequest,
  DeviceChange,
  DeviceChangePreview,
  NewDevice,
  ReadHistory,
  SiteChange,
  SiteChanges,
  SiteSeen,
  SiteSnapshot,
  TopicsOf,
} from './types.ts';

/** What there is to see at a site. Errors of all: `site.unknown`. */
export interface SiteViews {
  snapshot(site: string): SiteSnapshot;
  seen(site: string): SiteSeen;
  /** Calls back with changes, gathered for 50 ms; the returned function ends it. */
  subscribe(site: string, onChanges: (changes: SiteChanges) => void): () => void;
  /** Made from the devices in reach. */
  chart(site: string, query: ChartQuery, reach: Reach): Promise<History>;
  ledger(site: string): SiteEnergy;
  /** Asks a device now; false if it reports by itself. */
  refresh(site: string, device: string): boolean;
  anomalies(site: string, query: AnomalyQuery): Promise<readonly Anomaly[]>;
  capabilities(site: string, device: string): Promise<readonly Capability[]>;
  settings(site: string, device: string): Promise<readonly SettingView[]>;
  shown(site: string, device: string): readonly ShownField[];
  /** Errors: those of `Field.ask`; `request.too-many`. */
  ask(site: string, device: string, query: string): Promise<DeviceAnswer>;
}

/** What carries a command out also says when it is sent. */
export interface CommandLog extends ActLog {
  /** Errors: `command.expired`. */
  sending(): void;
  /** Who watches is not told how it ended. */
  readonly isQuiet?: boolean;
}

/** What is done at a site. Errors of all: `site.unknown`. */
export interface SiteActs {
  set(site: string, request: CommandRequest, log: CommandLog): Promise<CommandOutcome>;
  /** `linkSites`: the homes whose links it may share. */
  addDevice(site: string, device: NewDevice, linkSites: readonly string[]): Promise<Device>;
  removeDevice(site: string, device: string): Promise<void>;
  changeDevice(site: string, device: string, change: DeviceChange & Pick<DeviceRecord, 'linkSites'>): Promise<Device>;
  previewChange(site: string, device: string, change: DeviceChange): Promise<DeviceChangePreview>;
  removedDevices(site: string): Promise<readonly RemovedDevice[]>;
  /** `by` is the name of who dismisses it. */
  dismissAnomaly(site: string, id: string, by: string): Promise<Anomaly>;
}

/** What there is to read of the installation as a whole. */
export interface Overview {
  sites(): readonly SiteRecord[];
  history(): Promise<ReadHistory>;
  readonly people: People;
  readonly commands: IssuedCommands;
  /** Commands for many relays that wait for their confirmation. */
  readonly bulkArms: Arms;
  /** The site of a device; undefined if there is no such device. */
  siteOf(device: string): string | undefined;
  /** Makes a home beside the others, with an id from its name. */
  addSite(site: Omit<SiteRecord, 'id'>): Promise<SiteRecord>;
  /** Changes a home; a new place or time zone starts it anew. Errors: `site.unknown`. */
  changeSite(id: string, change: SiteChange): Promise<SiteRecord>;
}

/** What a device is tested as, and who watches. */
interface DeviceTrial {
  readonly protocol?: string | undefined;
  readonly watch?: TestWatch | undefined;
}

/** Devices that are not set up yet, and where they may be. */
export interface Finding extends FoundPrograms {
  testDevice(by: Principal, address: string, asked: DeviceTrial): Promise<DeviceTest>;
  /** The homes whose links somebody may use. */
  linkSites(by: Principal): readonly string[];
  /** Refuses a link that a home uses which somebody may not manage. Errors: `address.invalid`. */
  assertOwnLink(by: Principal, address: string): Promise<void>;
  /** `maySee`: whether a device of a home is named. */
  ports(maySee: (site: string) => boolean): Promise<readonly (PortView & { readonly usedBy?: string })[]>;
  protocols(): readonly ProtocolView[];
  found(): readonly FoundDevice[];
  unknownTopics(asked: TopicsOf): Promise<UnknownTopics>;
  ownDevices(): Promise<readonly OwnDevice[]>;
  previewOwnDevice(draft: OwnDraft): Promise<OwnPreview>;
  /** Saves one, and has its devices go on with it. */
  saveOwnDevice(draft: OwnDraft, id?: string): Promise<{ readonly id: string; readonly prefix: string }>;
  removeOwnDevice(id: string): Promise<void>;
}

/** Accounts of devices on the built-in broker, and passwords of charge points. */
export interface BrokerAdmin {
  /** Errors: `device.unknown`, `input.invalid` for another kind of device. */
  renewChargerKey(site: string, device: string): Promise<ChargerKey>;
  addBrokerAccount(
    username: string,
    only?: BrokerAccess,
    proof?: AccountProof,
  ): Promise<{ readonly username: string; readonly password: string }>;
  brokerAccounts(): Promise<readonly BrokerAccountView[]>;
  removeBrokerAccount(username: string): Promise<void>;
}

/** History as a thing, and the audit log. */
export interface Upkeep {
  historyStatus(): Promise<HistoryStatus>;
  setRetention(rules: readonly RetentionRule[]): Promise<HistoryStatus>;
  auditLines(query: AuditQuery): Promise<readonly KeptAuditRecord[]>;
  auditHeads(): Promise<readonly AuditHead[]>;
  auditChecks(): Promise<readonly AuditCheck[]>;
  /** Absent: a home that is not backed up, such as the demo. */
  readonly backups?: BackupDesk | undefined;
  /** Absent: a home that sends nothing and takes nothing. */
  readonly uplinks?: UplinkDesk | undefined;
  readonly farHomes?: FarDesk | undefined;
  /** Absent: a home that gives its readings to no server. */
  readonly outputs?: OutputDesk | undefined;
  /** Absent: a home without plug-ins. */
  readonly plugIns?: PlugInDesk | undefined;
  /** Absent: a home that is not looked at as a whole, such as the demo. */
  readonly examinations?: ExaminationDesk | undefined;
  readonly predecessor?: PredecessorDesk | undefined;
  /** Absent: a home that takes no history from elsewhere while it runs. */
  readonly imports?: ImportDesk | undefined;
  /** Where history of an earlier system goes. Errors: `site.unknown`. */
  importPlace(site: string): ImportPlace;
  /** What the homes do by themselves. */
  readonly automations?: AutomationDesk | undefined;
  /** What of the homes wants attention. */
  readonly alerts?: AlertDesk | undefined;
  /** Charges of cars. */
  readonly charges?: ChargeDesk | undefined;
  clockState(): ClockState;
  /** A person says whether the wall clock is right. */
  sayClock(isRight: boolean): Promise<ClockState>;
}

/** How it is doing, in numbers. */
export interface Numbers {
  siteFigures(site: string): SiteFigures;
  wholeFigures(): Promise<WholeFigures>;
}

/** Monitoring for those who look after homes from outside. */
export interface Monitoring {
  monitored(site: string): Promise<MonitoringRecord>;
  /** Changes what is kept; one change after another. */
  changeMonitored(site: string, change: (record: MonitoringRecord) => MonitoringRecord): Promise<MonitoringRecord>;
  announce(site: string, notice: MonitoringNotice): void;
  /** Calls back with what is announced; the returned function ends it. */
  onNotice(site: string, listener: (notice: MonitoringNotice) => void): () => void;
}

/** All of it. */
export type HubInside = Monitoring & Numbers & SiteViews & SiteActs & Overview & Finding & BrokerAdmin & Upkeep;
