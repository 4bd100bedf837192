// The interface of records (people, sites, devices, …): what a home is made of, besides its history. Every kind is read by
// its key, so that no request costs more with every further account, site or device.
import type { Grant, Principal } from './access.ts';
import type { AuditStore } from './audit.ts';
import type { CommandStore } from './issued-command.ts';
import type { DeviceNoteStore } from './device-note.ts';
import type { LedgerStore } from './ledger.ts';
import type { MonitoringStore } from './monitoring.ts';
import type { AlertStore } from './alert.ts';
import type { ChargeStore } from './charging.ts';
import type { AutomationStore } from './automation.ts';
import type { OutputStore } from './output.ts';
import type { Reason } from './reason.ts';
import type { Snapshot } from './snapshot.ts';

/** A home. */
export interface SiteRecord {
  readonly id: string;
  readonly name: string;
  /** IANA time zone; days, months and tariffs follow it. */
  readonly timeZone: string;
  /** Degrees north and east, where known. */
  readonly latitude?: number;
  readonly longitude?: number;
}

/** How often a device's groups are polled and how hard it is retried. */
export interface DeviceSettings {
  /** Seconds between live polls; absent: the definition's own pace. */
  readonly liveSeconds?: number;
  /** Seconds between polls of its settings. */
  readonly settingsSeconds?: number;
  /** Attempts after the first failed one. */
  readonly retries?: number;
  /** Seconds before each retry; the last one repeats. */
  readonly backoffSeconds?: readonly number[];
  /** Longest wait until an answer begins, s; absent: as long as the definition says. */
  readonly responseSeconds?: number;
  /** Pause after each answer before the next question, s; absent: what the definition says the device needs. */
  readonly pauseSeconds?: number;
  /** What fields of it measure, where a person said it. */
  readonly picks?: readonly PickedField[];
  /** Parts that it is said to have, such as `inverter_1`, where a family differs in them: others are not taken. Absent: all that it shows. */
  readonly expects?: readonly string[];
}

/** What a field of a device measures, by a person's word. */
export interface PickedField {
  /** Its name in the definition. */
  readonly field: string;
  /** Id of the catalogue, of the unit that the field has. */
  readonly metric: string;
  /** The device has the other sign. */
  readonly flip?: boolean;
}

/** Least and most of each of {@link DeviceSettings}, whoever gives it; of `backoffSeconds` those of each, and how many there may be. */
export const settingBounds = Object.freeze({
  liveSeconds: [1, 3600],
  settingsSeconds: [10, 86_400],
  retries: [0, 10],
  backoffSeconds: [0.1, 300],
  backoffs: [1, 10],
  responseSeconds: [0.05, 60],
  pauseSeconds: [0, 10],
  picks: [0, 64],
  expects: [0, 64],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>);

/**
 * Something that holds many devices: an account at a maker's cloud, a gateway with an account. Its secret is never here: it is kept
 * by a {@link SecretStore}, under the name that `secretRef` says.
 */
export interface ConnectionRecord {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  /** Which service it is; its driver knows what the rest means. */
  readonly kind: string;
  /** Where it is, as text, without an account. */
  readonly address: string;
  /** Name to sign in with. */
  readonly account?: string;
  readonly secretRef?: string;
  /** Most requests that the service allows in this many seconds. */
  readonly quota?: { readonly requests: number; readonly seconds: number };
}

/** A device a person has set up. */
export interface DeviceRecord {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  /** Id of its definition (`pi30`, `jk-serial`, `shelly-pro3em`). */
  readonly definition: string;
  /** Link address as text; for MQTT devices the topic prefix is in `topic`. */
  readonly address: string;
  readonly topic?: string;
  /** Id of the connection it is reached through, if there is one. */
  readonly connection?: string;
  readonly settings: DeviceSettings;
  /** Homes whose links it may share, as those whose devices its adder manages; `*` is all. Absent: that was not noted. */
  readonly linkSites?: readonly string[];
}

/** What is remembered about a removed device. */
export interface RemovedDevice extends Pick<DeviceRecord, 'id' | 'site' | 'name' | 'definition' | 'address'> {
  /** When, epoch ms. */
  readonly atMs: number;
  /** Its serial number, if it had said one. */
  readonly serial?: string;
}

/** An account of a person; the password is an argon2id hash. What it may do are its grants. */
export interface AccountRecord {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** A signed-in browser or client; only the SHA-256 of its token is kept. */
export interface SessionRecord {
  readonly tokenHash: string;
  readonly account: string;
  readonly createdMs: number;
  readonly expiresMs: number;
  /** When it was last used, to some minutes. */
  readonly usedMs: number;
  /** What it was opened with, in words, such as `Firefox on Linux`. */
  readonly device: string;
  /** The address it was last used from. */
  readonly from: string;
  /** When the person last proved who they are: by signing in, or again since. */
  readonly provenMs: number;
}

/** A refresh token of a client's session, good for one renewal; only its SHA-256 is kept, also once it was used. */
export interface RefreshRecord {
  readonly tokenHash: string;
  /** `tokenHash` of the session it renews. */
  readonly session: string;
  readonly createdMs: number;
  readonly expiresMs: number;
}

/** Codes that follow from the time (RFC 6238), of one account. */
export interface TotpRecord {
  /** The shared secret, encrypted. */
  readonly sealed: string;
  /** Whether a first code has shown that the app has the secret. */
  readonly isOn: boolean;
  /** The time step of the last code that was used; no earlier one counts any more. */
  readonly lastStep: number;
}

/** A passkey of an account. */
export interface PasskeyRecord {
  /** Its credential id, base64url. */
  readonly id: string;
  readonly account: string;
  readonly name: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** How often it has signed, as far as it counts. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdMs: number;
  /** Absent: not used yet. */
  readonly usedMs?: number;
}

/** An invitation to a home: whoever brings its code makes an account with that grant; only the SHA-256 of the code is kept. */
export interface InvitationRecord {
  readonly id: string;
  readonly codeHash: string;
  /** A site's id; `*` is every site of this installation. */
  readonly site: string;
  readonly may: Grant['may'];
  /** Account that made it; it ends with what that account may do. */
  readonly account: string;
  readonly createdMs: number;
  readonly expiresMs: number;
}

/** A token of a program, with grants of its own; only its SHA-256 is kept. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: Extract<Principal['kind'], 'token' | 'home-assistant' | 'uplink' | 'kiosk'>;
  readonly tokenHash: string;
  /** The account that made it and that it ends with; absent: it belongs to the installation. */
  readonly account?: string;
  readonly grants: readonly Grant[];
  readonly createdMs: number;
  /** Absent: it does not expire. */
  readonly expiresMs?: number;
  /** When it was last used, to some minutes, and from which address; absent: not yet. */
  readonly usedMs?: number;
  readonly from?: string;
}

/** An account of the built-in MQTT broker. */
export interface BrokerAccountRecord {
  readonly username: string;
  readonly passwordHash: string;
  /** The same for Mosquitto; absent for an account of an earlier version. */
  readonly mosquittoHash?: string;
  /** SHA-256 fingerprint of the certificate that its clients have to show, in small hex digits; absent: none. */
  readonly certificate?: string;
  /** Its own topics, as filters: those it used first. */
  readonly topics: readonly string[];
  /** What it was given when it was made, as filters: it may do that and nothing besides. */
  readonly only?: { readonly publish: readonly string[]; readonly subscribe: readonly string[] };
}

/** Findings a person has dismissed: those of a subject that began before `atMs`. */
export interface DismissalRecord {
  readonly site: string;
  /** What kind of finding of which device and metric: `stuck.roof.battery.temperature`. */
  readonly subject: string;
  readonly atMs: number;
  /** Name of the account. */
  readonly account: string;
}

/** Accounts of people. */
export interface AccountStore {
  /** Whether there is any account. */
  any(): Promise<boolean>;
  byId(id: string): Promise<AccountRecord | undefined>;
  /** By its name, in upper or lower case. */
  byName(name: string): Promise<AccountRecord | undefined>;
  /** Saves the first account with its grants; false if there is one already (decided in one transaction). */
  saveFirst(account: AccountRecord, grants: readonly Grant[]): Promise<boolean>;
  /** Errors: `input.invalid` if another account has the name. */
  save(account: AccountRecord): Promise<void>;
  /** In the order of their names. */
  list(): Promise<readonly AccountRecord[]>;
  /** Removes it with its grants, sessions, tokens and the invitations it made. */
  remove(id: string): Promise<void>;
  /**
   * Saves an account with its grant and uses the invitation up, in one transaction; false if there is no such invitation.
   * Errors: `input.invalid` if another account has the name.
   */
  saveInvited(account: AccountRecord, grant: Grant, invitation: string): Promise<boolean>;
}

/** Invitations that were not used yet. */
export interface InvitationStore {
  byHash(codeHash: string): Promise<InvitationRecord | undefined>;
  /** The newest first. */
  list(): Promise<readonly InvitationRecord[]>;
  /** Saves one and forgets those that expired before it was created. */
  save(invitation: InvitationRecord): Promise<void>;
  remove(id: string): Promise<void>;
}

/** What accounts may do, one grant for an account and site. */
export interface GrantStore {
  /** In the order of their sites. */
  of(account: string): Promise<readonly Grant[]>;
  save(account: string, grant: Grant): Promise<void>;
  remove(account: string, site: string): Promise<void>;
  /** Whether a grant of anybody, or of a token, names a device. */
  name(device: string): Promise<boolean>;
}

/** Tokens of programs. */
export interface TokenStore {
  byHash(tokenHash: string): Promise<TokenRecord | undefined>;
  /** The tokens an account made, in the order of their ids. */
  of(account: string): Promise<readonly TokenRecord[]>;
  byId(id: string): Promise<TokenRecord | undefined>;
  /** Those that belong to no account, in the order of their ids. */
  ofInstallation(): Promise<readonly TokenRecord[]>;
  save(token: TokenRecord): Promise<void>;
  /** Puts a token in the place of the one with this hash, whose id it has; false: that is there no more, and nothing is saved. */
  replace(tokenHash: string, token: TokenRecord): Promise<boolean>;
  /** Notes that it is used; nothing happens to one that is not there. */
  touch(token: Required<Pick<TokenRecord, 'tokenHash' | 'usedMs' | 'from'>>): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Signed-in browsers and clients. */
export interface SessionStore {
  byHash(tokenHash: string): Promise<SessionRecord | undefined>;
  /** Of an account, the last used first. */
  of(account: string): Promise<readonly SessionRecord[]>;
  /** Saves a session and forgets those that expired before it was created. */
  save(session: SessionRecord): Promise<void>;
  /** Notes that it is used; nothing happens to one that is not there. */
  touch(session: Pick<SessionRecord, 'tokenHash' | 'usedMs' | 'from'>): Promise<void>;
  remove(tokenHash: string): Promise<void>;
  /** Signs an account out everywhere, but for the session with the hash `but`; says how many sessions ended. */
  removeAll(account: string, but?: string): Promise<number>;
  /** Notes that its person has proved who they are. */
  prove(tokenHash: string, provenMs: number): Promise<void>;
}

/** What became of a refresh token: `reused` if it was used before, by whomever. */
export type Rotation =
  | { readonly outcome: 'rotated' | 'reused'; readonly session: string }
  | { readonly outcome: 'unknown' };

/** Refresh tokens of clients; they go with their session. */
export interface RefreshStore {
  /** Saves one and forgets those that expired before it was created. */
  save(token: RefreshRecord): Promise<void>;
  /** Uses one up and saves the next of the same session; of two at once one is `rotated` and the other `reused`. */
  rotate(tokenHash: string, next: Omit<RefreshRecord, 'session'>): Promise<Rotation>;
}

/** What accounts have besides their passwords. It goes with the account. */
export interface CredentialStore {
  totp(account: string): Promise<TotpRecord | undefined>;
  /** Saves it; undefined removes it. */
  saveTotp(account: string, totp: TotpRecord | undefined): Promise<void>;
  /** Uses the code of a time step up: true for one caller, and never for a step that is not later than the last one. */
  useStep(account: string, step: number): Promise<boolean>;
  pinHash(account: string): Promise<string | undefined>;
  /** Undefined removes it. */
  savePin(account: string, pinHash: string | undefined): Promise<void>;
  /** How many recovery codes are left. */
  recoveryCodes(account: string): Promise<number>;
  /** Makes those of before worth nothing. */
  replaceRecoveryCodes(account: string, codeHashes: readonly string[]): Promise<void>;
  /** Uses one up: true for one caller. */
  useRecoveryCode(account: string, codeHash: string): Promise<boolean>;
  passkey(id: string): Promise<PasskeyRecord | undefined>;
  /** Of an account, the oldest first. */
  passkeys(account: string): Promise<readonly PasskeyRecord[]>;
  /** Errors: `input.invalid` if there is one with its id. */
  addPasskey(passkey: PasskeyRecord): Promise<void>;
  /** Notes a use; false if it had signed as often, or more often, already: then there are two of it. */
  usePasskey(use: Required<Pick<PasskeyRecord, 'id' | 'counter' | 'usedMs'>>): Promise<boolean>;
  /** False if the account has none with that id. */
  removePasskey(account: string, id: string): Promise<boolean>;
}

/** Homes. */
export interface SiteStore {
  byId(id: string): Promise<SiteRecord | undefined>;
  /** In the order of their ids. */
  list(): Promise<readonly SiteRecord[]>;
  save(site: SiteRecord): Promise<void>;
  /** Removes a site with its devices, connections, commands, grants, dismissals, outputs, automation, alerts, charges and ledger; lines of the audit log stay. */
  remove(id: string): Promise<void>;
}

/** Devices. */
export interface DeviceStore {
  byId(id: string): Promise<DeviceRecord | undefined>;
  /** In the order of their ids. */
  ofSite(site: string): Promise<readonly DeviceRecord[]>;
  /** Takes back a removed device. */
  save(device: DeviceRecord): Promise<void>;
  /** Its id stays its own; nothing happens to one that is not there. */
  remove(id: string, gone: Pick<RemovedDevice, 'atMs' | 'serial'>): Promise<void>;
  /** The devices of a site that were removed and are not back, the last first. */
  removed(site: string): Promise<readonly RemovedDevice[]>;
  /** Whether an id belongs to a device of any site, removed ones included. */
  isTaken(id: string): Promise<boolean>;
}

/** Connections that hold devices. */
export interface ConnectionStore {
  byId(id: string): Promise<ConnectionRecord | undefined>;
  /** In the order of their ids. */
  ofSite(site: string): Promise<readonly ConnectionRecord[]>;
  save(connection: ConnectionRecord): Promise<void>;
  /** Removes it. Errors: `input.invalid` while a device is reached through it. */
  remove(id: string): Promise<void>;
}

/** Accounts of the built-in broker. */
export interface BrokerAccountStore {
  /** In the order of their names. */
  list(): Promise<readonly BrokerAccountRecord[]>;
  byUsername(username: string): Promise<BrokerAccountRecord | undefined>;
  save(account: BrokerAccountRecord): Promise<void>;
  remove(username: string): Promise<void>;
  /** Forgets all of them. */
  clear(): Promise<void>;
}

/** Dismissed findings. */
export interface DismissalStore {
  /** The last dismissal of every subject of a site. */
  ofSite(site: string): Promise<readonly DismissalRecord[]>;
  /** Saves a dismissal, replacing the previous one. */
  save(dismissal: DismissalRecord): Promise<void>;
}

/** The records of an installation. Every call is durable when it resolves. Errors: `store.failed`, `store.corrupt`. */
export interface RecordStore {
  readonly accounts: AccountStore;
  readonly grants: GrantStore;
  readonly tokens: TokenStore;
  readonly sessions: SessionStore;
  readonly refreshes: RefreshStore;
  readonly credentials: CredentialStore;
  readonly invitations: InvitationStore;
  readonly sites: SiteStore;
  readonly devices: DeviceStore;
  readonly connections: ConnectionStore;
  /** Commands that were given. */
  readonly commands: CommandStore;
  readonly audit: AuditStore;
  readonly brokerAccounts: BrokerAccountStore;
  readonly dismissals: DismissalStore;
  readonly monitoring: MonitoringStore;
  readonly outputs: OutputStore;
  readonly automations: AutomationStore;
  readonly charges: ChargeStore;
  readonly alerts: AlertStore;
  readonly deviceNotes: DeviceNoteStore;
  /** Energy and money, in the same database. */
  readonly ledger: LedgerStore;
  /** Returns whose records these are; if they belong to no home yet, they belong to this one from now on. */
  belongTo(home: string): Promise<string>;
  /** What is wrong with their file, or was put right. */
  damage?(): readonly Reason[];
  /** The records as they are now. Errors: `store.failed`, `store.corrupt`. */
  snapshot(): Promise<Snapshot>;
  close(): Promise<void>;
}
