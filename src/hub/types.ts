// The words of the hub: what a home looks like to the server above it.
// What people see has the shapes of the contract.
import type { ChartQuery } from './chart-query.ts';
import type { ExaminationDoor } from './examination-door.ts';
import type { PredecessorDoor } from './predecessor-door.ts';
import type { PlugInDoor } from './plug-in-door.ts';
import type { FarHomesDoor } from './far-homes.ts';
import type { BackupChange, BackupPlaceSettings, BackupView, FarBackup } from '#core/backup.ts';
import type { UplinkChange, UplinkTest, UplinkView } from '#core/uplink.ts';
import type { Grant, Permission, Principal } from '#core/access.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Capability, CommandResult, DeviceCommand, SettingView } from '#core/command.ts';
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
import type { HistoryStatus, HistoryStore, RetentionRule } from '#core/history.ts';
import type { AuditCheck, AuditHead, AuditQuery, KeptAuditRecord } from '#core/audit.ts';
import type { CommandQuery, IssuedCommand, IssueKey } from '#core/issued-command.ts';
import type { MaintenanceNotice, MonitoringNotice, MonitoringRecord, SystemNotice } from '#core/monitoring.ts';
import type { OwnDevice, OwnDraft, OwnPreview, UnknownTopics } from '#core/own-device.ts';
import type { DeviceSettings, RemovedDevice, SiteRecord } from '#core/records.ts';
import type { MeterRole } from '#api/meter-roles.ts';
import type { Anomaly } from '#api/anomalies.ts';
import type { OpenInvitation } from '#api/people.ts';
import type { ClockState } from '#api/clock.ts';
import type { PasskeyOptions, PasskeyProof } from '#api/credentials.ts';
import type { Changes, Device, History, Snapshot } from '#api/contract.ts';
import type { AccountProof, BrokerAccountView } from './broker-accounts.ts';
import type { BrokerAccess } from './broker-places.ts';
import type { AnomalyQuery } from './anomalies/monitor.ts';
import type { Client, SessionView } from './sessions.ts';
import type { ClientTokens } from './credentials/clients.ts';
import type { OpenKiosk } from './credentials/kiosks.ts';
import type { KioskDoor } from './kiosk-door.ts';
import type { OwnCredentials } from './credentials/own-credentials.ts';
import type { PasskeyPlace } from './credentials/passkeys.ts';
import type { ArmedBulk, BulkRequest, GivenBulk } from './bulk-types.ts';
import type { FleetDoor } from './fleet-types.ts';
import type { EnergyDoor } from './energy-door.ts';
import type { HubFigures } from './figures.ts';
import type { ChargerDoor } from './charger-door.ts';
import type { ChargerKey } from './chargers/charger-keys.ts';
import type { AlertDoor } from './alert-door.ts';
import type { AutomationDoor } from './automation-door.ts';
import type { HealthIssue } from './health-issue.ts';
import type { OutputDoor } from './output-door.ts';
import type { OutsidePerson } from '#core/outside-person.ts';
import type { GrantChange, InvitationView, NewInvitation, PersonView } from './person-views.ts';

/** A site whole, now. */
export type SiteSnapshot = Omit<Snapshot, 'type' | 'site'>;
/** What came in last, alone: flow and energy of a snapshot take several times as long. */
export type SiteSeen = Pick<SiteSnapshot, 'atMs' | 'devices' | 'values'>;

/** What changed on a site since the last call, gathered for 50 ms. */
export type SiteChanges = Omit<Changes, 'type'>;

/** A device to be added. */
export interface NewDevice {
  readonly name: string;
  readonly protocol: string;
  readonly address: string;
  readonly topic?: string;
  readonly settings?: DeviceSettings;
  /** What it measures; absent: guessed by its name, if it is a second meter. */
  readonly measures?: MeterRole;
  /** What its parts measure, as `channel-2`; absent: nobody said. */
  readonly parts?: Readonly<Record<string, MeterRole>>;
  /** Of its web server, if that wants one. */
  readonly password?: string;
  /** Id of the removed device that this is: it gets its history and grants back. Absent: it is a new device. */
  readonly returns?: string;
}

/** What changes on a device; its id, history and grants stay. */
export interface DeviceChange {
  readonly name?: string;
  readonly protocol?: string;
  readonly address?: string;
  readonly topic?: string;
  /** Of its web server; an empty one is forgotten. */
  readonly password?: string;
  /** How it is asked: all of it, instead of what was. */
  readonly settings?: DeviceSettings;
}

/** What a change would do to a device's history. */
export interface DeviceChangePreview {
  readonly device: string;
  readonly from: string;
  readonly to: string;
  readonly address: string;
  readonly topic?: string;
  readonly keeps: readonly MetricId[];
  readonly begins: readonly MetricId[];
  readonly ends: readonly MetricId[];
}

/** What changes on a site; what is absent stays, and `null` takes the place away. */
export interface SiteChange {
  readonly name?: string;
  readonly timeZone?: string;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
}

/** The first visitor's account and home. */
export interface ClaimRequest {
  readonly name: string;
  readonly password: string;
  readonly site: Omit<SiteRecord, 'id'>;
}

/** Somebody who has signed in. */
export interface SignedIn {
  readonly principal: Principal;
  readonly token: string;
  /** Marks the browser as one in which this account was signed in: guesses of others do not lock it out. */
  readonly browser?: string;
}

/** Somebody who wants to sign in. */
export interface SignInRequest extends Client {
  readonly name: string;
  readonly password: string;
  /** What an earlier sign-in gave the browser. */
  readonly browser?: string | undefined;
  /** What the account asks for beside the password: a code of the time, a recovery code, or a passkey. */
  readonly code?: string | undefined;
  readonly passkey?: PasskeyProof | undefined;
  /** Where the browser is that signed with a passkey. */
  readonly place?: PasskeyPlace | undefined;
}

/** Somebody who has lost the password and has a recovery code. */
export interface RecoverRequest {
  readonly name: string;
  readonly code: string;
  readonly newPassword: string;
  /** The client's address, for throttling. */
  readonly from: string;
}

/** Accounts and sessions. Tokens are random, kept only as hashes. */
export interface Access {
  /** Whether the home has an owner. */
  isClaimed(): Promise<boolean>;
  /** Makes the owner and the first site; `as`: whom another system has signed in. Errors: `access.owned`, `input.invalid`. */
  claim(request: ClaimRequest, client: Client, as?: OutsidePerson): Promise<SignedIn>;
  /** Lets somebody in whom another system has signed in; undefined: they have no account here, and get none by coming. */
  enterFrom(person: OutsidePerson, client: Client): Promise<string | undefined>;
  /** Notes that somebody named a wrong set-up code. */
  claimRefused(from: string): Promise<void>;
  /** Errors: `access.credentials`, `access.second-factor`, `access.throttled`. */
  signIn(request: SignInRequest): Promise<SignedIn>;
  /** What a browser needs to sign in with a passkey. Errors: `input.invalid` where passkeys do not work. */
  passkeyRequest(place: PasskeyPlace): Promise<PasskeyOptions>;
  /** Errors: `access.credentials`, `access.throttled`. */
  signInByPasskey(
    proof: { readonly passkey: PasskeyProof; readonly place: PasskeyPlace },
    client: Client,
  ): Promise<SignedIn>;
  /** Signs a client in that is no browser. Errors: those of {@link Access.signIn}. */
  signInClient(request: SignInRequest): Promise<ClientTokens>;
  /** Exchanges a refresh token; one that comes twice ends its session. Errors: `access.refresh`. */
  refresh(refreshToken: string, from: string): Promise<ClientTokens>;
  /** Ends the session of an access or refresh token; nothing happens for what is none. */
  revoke(token: string): Promise<void>;
  /** A new password by a recovery code; all sessions end. Errors: `access.credentials`, `access.throttled`, `input.invalid`. */
  recover(request: RecoverRequest): Promise<void>;
  /** One's own credentials. */
  readonly own: OwnCredentials;
  /** What the code of an invitation invites to; `from` is the client's address. Errors: `input.invalid`, `access.throttled`. */
  invitation(code: string, from: string): Promise<OpenInvitation>;
  /** Makes the account of somebody who was invited. Errors: `input.invalid`, `access.throttled`. */
  accept(request: AcceptRequest, client: Client): Promise<SignedIn>;
  readonly openKiosk: OpenKiosk;
  /** Who a session or a program's token belongs to; undefined when unknown, expired or signed out. */
  principal(token: string, from?: string): Promise<Principal | undefined>;
  signOut(token: string): Promise<void>;
  /** A new password of one's own: all its sessions end, the answer is a new one. Errors: of {@link Access.signIn}, `input.invalid`, `access.denied`. */
  changePassword(token: string, change: PasswordChange, client: Client): Promise<SignedIn>;
  /** The sessions of the person of one, the last used first. Errors: `access.denied` if no person has the token. */
  sessions(token: string): Promise<readonly SessionView[]>;
  /** Ends a session of the same person. Errors: `input.invalid`, `access.denied`. */
  endSession(token: string, id: string): Promise<void>;
  /** Ends all its other sessions. Errors: `access.denied`. */
  endOtherSessions(token: string): Promise<void>;
  /** Calls back when somebody may do more, or less, than before: open connections have to be checked again. */
  onChange(listener: () => void): () => void;
}

/** A new password, and the previous one. */
export interface PasswordChange {
  readonly password: string;
  /** Of an app, or a recovery code, where the account asks for one. */
  readonly code?: string | undefined;
  readonly newPassword: string;
}

/** Somebody who was invited. */
export interface AcceptRequest {
  readonly code: string;
  readonly name: string;
  readonly password: string;
}

/** A command to a device as somebody gives it; `arm` is the token of one that was armed before. */
export interface CommandRequest extends Omit<DeviceCommand, 'origin'> {
  readonly arm?: string;
}

/** A dangerous command that waits for a person's confirmation: the same command with this token executes it. */
export interface ArmedCommand {
  readonly outcome: 'armed';
  readonly arm: string;
  /** Epoch ms after which the token is worth nothing. */
  readonly untilMs: number;
  readonly setting: SettingView;
}

/** A command to be given. */
export interface Issue {
  readonly site: string;
  readonly by: Principal;
  readonly request: CommandRequest;
  /** How long it may wait for its turn, ms; absent: a minute. */
  readonly expiryMs?: number | undefined;
  readonly key?: IssueKey | undefined;
}

/** A command that was accepted. */
export interface Issued {
  readonly outcome: 'issued';
  /** As it is now. */
  command(): IssuedCommand;
  /** Resolves when it has come to an end, whichever. */
  readonly ended: Promise<IssuedCommand>;
  /** What became of it, for who waits for that alone; absent for one that was given before. Errors: `command.*`, `link.*`. */
  readonly result?: Promise<CommandOutcome>;
}

/** How a command is given: it may wait for its turn, and be repeated under a key. */
export type IssueRequest = CommandRequest & Pick<Issue, 'expiryMs' | 'key'>;

/** What became of a command. */
export type CommandOutcome = ArmedCommand | (CommandResult & { readonly atMs: number });

/** History as it is read from. */
export type ReadHistory = Pick<HistoryStore, 'pages' | 'range' | 'series'>;

/** Devices of a site for one principal. Errors of all: `access.denied`, `device.unknown`. */
export interface DevicesDoor {
  /** Saves and starts a device. Errors: `address.invalid`, `protocol.unknown`, `device.exists`. */
  add(device: NewDevice): Promise<Device>;
  remove(device: string): Promise<void>;
  /** Renames or moves a device. Errors: `address.invalid`, `device.exists`, `input.invalid`. */
  change(device: string, change: DeviceChange): Promise<Device>;
  /** What a change would do; nothing is changed. Errors: as {@link change}. */
  preview(device: string, change: DeviceChange): Promise<DeviceChangePreview>;
  /** Devices that were removed and may come back. */
  removed(): Promise<readonly RemovedDevice[]>;
  /** The set-points a device has, with its limits and what it shows. Errors: `link.*`. */
  capabilities(device: string): Promise<readonly Capability[]>;
  /** The same by the maker's names. */
  settings(device: string): Promise<readonly SettingView[]>;
  /** Everything it showed last, also what no metric is made of. */
  shown(device: string): readonly ShownField[];
  /** Asks it one query of its definition. Errors: `command.unknown`, `command.refused`, `request.too-many`, `link.*`, `frame.*`. */
  ask(device: string, query: string): Promise<DeviceAnswer>;
  /**
   * Sends a device a command; a dangerous one is only armed by the first call. A set-point needs `device.command`, a setting and
   * what is dangerous `device.configure`. One repeated under its key is told what became of the first. Errors: `command.*`, `link.*`.
   */
  set(command: CommandRequest & Pick<Issue, 'key'>): Promise<CommandOutcome>;
  /**
   * The same, without waiting for the device: resolves when it was accepted. Errors: those of {@link DevicesDoor.set} that show before
   * anything is sent; `command.key-reused`.
   */
  issue(command: IssueRequest): Promise<ArmedCommand | Issued>;
  /**
   * Lets the timer of a device begin anew for what it holds already, as {@link DevicesDoor.set} with `forSeconds`; nothing changes at the device, so
   * that only a failure is logged. Errors: `command.*`, `link.*`.
   */
  renew(command: CommandRequest): Promise<CommandOutcome>;
  /** A new password of a charge point, shown once. Errors: `device.unknown`, `input.invalid` for another kind of device. */
  renewChargerKey(device: string): Promise<ChargerKey>;
  /** Lists relays, and with the token of the list switches them. Errors: `command.not-armed`, `input.invalid`. */
  bulk(request: BulkRequest): Promise<ArmedBulk | GivenBulk>;
}

/** What changes about the monitoring of a home; what is absent stays, null takes it away. */
export interface MonitoringChange {
  /** When its subscription ends, epoch ms. */
  readonly endsMs?: number | null;
  readonly moneyPerKwh?: number | null;
  readonly kgPerKwh?: number | null;
  readonly kgPerTree?: number | null;
}

/** Monitoring of a home for one principal. */
export interface MonitoringDoor {
  /** Its subscription and factors. Errors: `store.*`. */
  read(): Promise<MonitoringRecord>;
  /** Errors: `access.denied`, `store.*`. */
  change(change: MonitoringChange): Promise<MonitoringRecord>;
  /** Tells all who watch it; maintenance lasts until another status is announced. Errors: `access.denied`, `store.*`. */
  announce(said: Pick<SystemNotice, 'status' | 'message'>): Promise<MonitoringRecord>;
  /** Calls back with what is announced; the returned function ends it. */
  onNotice(listener: (notice: MonitoringNotice) => void): () => void;
}

/** A site for one principal: what it may see, and what it may do. */
export interface SiteDoor {
  readonly record: SiteRecord;
  /** The same text for all who see the same of this site. */
  readonly audience: string;
  readonly devices: DevicesDoor;
  snapshot(): SiteSnapshot;
  seen(): SiteSeen;
  /** Calls back with changes, gathered for 50 ms; the returned function ends it. */
  subscribe(onChanges: (changes: SiteChanges) => void): () => void;
  chart(query: ChartQuery): Promise<History>;
  /** History of this site to read from, with all that came in until now. Errors: `store.failed`. */
  history(): Promise<ReadHistory>;
  /** Energy and money. Errors: `access.denied`. */
  energy(): EnergyDoor;
  /** For those who look after it from outside. Errors: `access.denied`. */
  monitoring(): MonitoringDoor;
  /** Where it sends its readings: to another Solstead, and to other servers. */
  uplink(): UplinkDoor;
  outputs(): OutputDoor;
  automation(): AutomationDoor;
  alerts(): AlertDoor;
  chargers(): ChargerDoor;
  /** Asks the devices it may see now instead of at their next turn; says which take that. Errors: `access.denied`. */
  refresh(): readonly string[];
  /** What is unusual, in the order in which it began. Errors: `store.failed`. */
  anomalies(query: AnomalyQuery): Promise<readonly Anomaly[]>;
  /** Commands that were given here, the newest first. */
  commands(
    query: Pick<CommandQuery, 'limit' | 'before'> & { readonly device?: string },
  ): Promise<readonly IssuedCommand[]>;
  /** Changes name, place or time zone. Errors: `access.denied`, `input.invalid`. */
  change(change: SiteChange): Promise<SiteRecord>;
  /** Dismisses a finding. Errors: `access.denied`, `anomaly.unknown`, `store.failed`. */
  dismissAnomaly(id: string): Promise<Anomaly>;
}

/** Which topics of the broker: below a prefix or anywhere, also those of a device that is being changed. */
export interface TopicsOf {
  readonly below?: string;
  readonly device?: string;
}

/** Setting up devices. Errors of all: `access.denied`. */
export interface SetupDoor extends FoundPrograms {
  /** Ports with the name of the device that uses each. */
  ports(): Promise<readonly (PortView & { readonly usedBy?: string })[]>;
  protocols(): readonly ProtocolView[];
  found(): readonly FoundDevice[];
  /** What is said at the broker that nobody understands. Errors: `input.invalid`, `device.unknown`. */
  unknownTopics(asked: TopicsOf): Promise<UnknownTopics>;
  /** Devices put together from topics. Errors: `folder.missing`. */
  ownDevices(): Promise<readonly OwnDevice[]>;
  /** What one gives of what is said now; nothing is saved. */
  previewOwnDevice(draft: OwnDraft): Promise<OwnPreview>;
  /** Saves one; with an id, that one is replaced. Errors: `input.invalid`, `command.refused`, `folder.*`. */
  saveOwnDevice(draft: OwnDraft, id?: string): Promise<{ readonly id: string; readonly prefix: string }>;
  /** Errors: `input.invalid` if a device uses it or there is none, `command.refused`. */
  removeOwnDevice(id: string): Promise<void>;
  /** Reads a device once; the link is released when the signal aborts. */
  testDevice(address: string, protocol?: string, watch?: TestWatch): Promise<DeviceTest>;
  /** Whether this principal may test devices, and so see how a test goes. Throws `access.denied`. */
  assertMayTest(): void;
  /** Whether it may make an account of the broker now. Errors: `access.step-up`, `access.denied`. */
  assertMayAddBrokerAccount(): Promise<void>;
  /** Makes an account of the built-in broker; the password is returned only once. With `only` it may do that and nothing besides. */
  addBrokerAccount(
    username: string,
    only?: BrokerAccess,
    proof?: AccountProof,
  ): Promise<{ readonly username: string; readonly password: string }>;
  /** Accounts of the built-in broker, with the topics that are theirs. */
  brokerAccounts(): Promise<readonly BrokerAccountView[]>;
  /** Removes an account of the built-in broker and ends its connections. Errors: `input.invalid`. */
  removeBrokerAccount(username: string): Promise<void>;
}

/** People and what they may do. Errors of all: `access.denied`, `input.invalid`. */
export interface PeopleDoor {
  /** Those who may do something at the sites where this principal manages people. */
  list(): Promise<readonly PersonView[]>;
  /** Makes an invitation; its code is returned only once. */
  invite(site: string, may: Grant['may']): Promise<NewInvitation>;
  invitations(): Promise<readonly InvitationView[]>;
  withdraw(invitation: string): Promise<void>;
  grant(change: GrantChange): Promise<PersonView>;
  /** Signs somebody out everywhere. */
  endSessions(account: string): Promise<void>;
  remove(account: string): Promise<void>;
}

/** Backups of the installation. Errors of all: `access.denied`. */
export interface BackupDoor {
  view(): Promise<BackupView>;
  /** Begins one. Errors: `backup.busy`, `backup.failed`. */
  make(): Promise<void>;
  /** Errors: `input.invalid`. */
  save(change: BackupChange): Promise<void>;
  /** Returns the key of the host of a place, where it has one. Errors: `backup.place`. */
  test(place: BackupPlaceSettings, secret?: string): Promise<string | undefined>;
  /** Errors: `input.invalid`, `backup.place`. */
  read(place: string, name: string): Promise<FarBackup>;
  /** Whether it may read one now. Errors: `access.step-up`. */
  assertMayTake(): Promise<void>;
  /** Whether it may restore, and what does it; the log of what is there now says so. */
  restore<T>(subject: string, run: () => Promise<T>): Promise<T>;
}

/** Where a home sends its readings. Errors of all: `access.denied`, `uplink.failed` where there is no uplink. */
export interface UplinkDoor {
  view(): Promise<UplinkView>;
  /** Errors: `input.invalid`, `access.step-up`. */
  save(change: UplinkChange): Promise<UplinkView>;
  /** Errors: `access.step-up`. */
  remove(): Promise<UplinkView>;
  /** Errors: `input.invalid`, `access.step-up`, `link.*`. */
  test(change: UplinkChange): Promise<UplinkTest>;
}

/** History as a thing. Errors of all: `access.denied`. */
export interface HistoryDoor {
  /** Size, tiers, retention, work under way and damage. */
  status(): Promise<HistoryStatus>;
  /**
   * Sets all rules of retention; what is too old is deleted in the background. Errors: `input.invalid` if a rule contradicts
   * itself or the history is in an engine with retention settings of its own.
   */
  setRetention(rules: readonly RetentionRule[]): Promise<HistoryStatus>;
}

/** A hub for one principal. */
export interface HubDoor extends FleetDoor {
  readonly principal: Principal;
  /** The sites it may know. */
  sites(): readonly SiteRecord[];
  /** Errors: `site.unknown`, also for sites it may not know; `access.denied`. */
  site(id: string): SiteDoor;
  /** The site of a device. Errors: `device.unknown`, also for devices it may not see. */
  siteOf(device: string): SiteDoor;
  /** A command that was given. Errors: `command.gone`, also for those of devices it may not see. */
  command(id: string): Promise<IssuedCommand>;
  /** Makes a home. Errors: `access.denied`, `input.invalid`. */
  addSite(site: Omit<SiteRecord, 'id'>): Promise<SiteRecord>;
  readonly setup: SetupDoor;
  readonly people: PeopleDoor;
  readonly kiosks: KioskDoor;
  /** What is known of the wall clock. Errors: `access.denied`. */
  clock(): Promise<ClockState>;
  /** Says whether it is right; that holds for a day, or until it is set. Errors: `access.denied`. */
  sayClock(isRight: boolean): Promise<ClockState>;
  readonly history: HistoryDoor;
  /** How what it may see as a whole is doing, in numbers. Errors: `access.denied`. */
  figures(): Promise<HubFigures>;
  readonly backups: BackupDoor;
  readonly plugIns: PlugInDoor;
  readonly examinations: ExaminationDoor;
  readonly predecessor: PredecessorDoor;
  readonly farHomes: FarHomesDoor;
  /** Tells all who watch any home. Errors: `access.denied`. */
  announce(notice: MaintenanceNotice): Promise<void>;
  /** The newest acts first, of the sites whose log it may read. Errors: `access.denied`. */
  auditLines(query: Omit<AuditQuery, 'sites'>): Promise<readonly KeptAuditRecord[]>;
  /** The ends of the chains of the log. Errors: `access.denied`. */
  auditHeads(): Promise<readonly AuditHead[]>;
  /** Reads the log and says whether its chains are whole. Errors: `access.denied`. */
  auditChecks(): Promise<readonly AuditCheck[]>;
  /** Whether it may do something at all, before anything else is looked at; refused acts are logged. Errors: `site.unknown`, `access.denied`. */
  admit(permission: Permission): Promise<void>;
}

/** A home (or several). Made by `openHub`. */
export interface Hub {
  readonly access: Access;
  /** The hub as somebody may see and use it: there is no other way to either. */
  as(principal: Principal): HubDoor;
  /** The health issues; empty if all is well. */
  healthIssues(): Promise<readonly HealthIssue[]>;
  close(): Promise<void>;
}
