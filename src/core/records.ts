// The interface of records (accounts, sites, devices, …): what a home is made of, beside its history.
import type { LedgerStore } from './ledger.ts';

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
}

/** A device a person has set up. */
export interface DeviceRecord {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  /** Id of its definition (`pi30`, `jk-serial`, `shelly-pro3em`). */
  readonly definition: string;
  /** Link address as text; for MQTT devices the topic prefix stands in `topic`. */
  readonly address: string;
  readonly topic?: string;
  readonly settings: DeviceSettings;
}

/** What a signed-in person may do. */
export type Role = 'owner' | 'viewer';

/** An account of a person; the password is an argon2id hash. */
export interface AccountRecord {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
}

/** A signed-in browser or client; only the SHA-256 of its token is kept. */
export interface SessionRecord {
  readonly tokenHash: string;
  readonly account: string;
  readonly createdMs: number;
  readonly expiresMs: number;
}

/** An account of the built-in MQTT broker. */
export interface BrokerAccountRecord {
  readonly username: string;
  readonly passwordHash: string;
  /** Topic filters it may publish to and subscribe to. */
  readonly topics: readonly string[];
}

/** One line of the audit log. */
export interface AuditRecord {
  readonly atMs: number;
  readonly account: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
}

/** Findings a person has seen and put away: those of a subject that began before `atMs`. */
export interface DismissalRecord {
  readonly site: string;
  /** What kind of finding of which device and metric: `stuck.roof.battery.temperature`. */
  readonly subject: string;
  readonly atMs: number;
  /** Name of the account. */
  readonly account: string;
}

/** A store of records. Every call is durable when it resolves. Errors: `store.failed`. */
export interface RecordStore {
  sites(): Promise<readonly SiteRecord[]>;
  saveSite(site: SiteRecord): Promise<void>;
  devices(): Promise<readonly DeviceRecord[]>;
  saveDevice(device: DeviceRecord): Promise<void>;
  removeDevice(id: string): Promise<void>;
  accounts(): Promise<readonly AccountRecord[]>;
  /** Saves the first account; false when one exists already (checked in the same transaction). */
  saveFirstAccount(account: AccountRecord): Promise<boolean>;
  saveAccount(account: AccountRecord): Promise<void>;
  session(tokenHash: string): Promise<SessionRecord | undefined>;
  /** Saves a session and forgets those that expired before it was created. */
  saveSession(session: SessionRecord): Promise<void>;
  removeSession(tokenHash: string): Promise<void>;
  brokerAccounts(): Promise<readonly BrokerAccountRecord[]>;
  saveBrokerAccount(account: BrokerAccountRecord): Promise<void>;
  removeBrokerAccount(username: string): Promise<void>;
  audit(line: AuditRecord): Promise<void>;
  /** Energy and money, in the same database. */
  readonly ledger: LedgerStore;
  /** The newest lines first. */
  auditLines(limit: number): Promise<readonly AuditRecord[]>;
  /** The last dismissal of every subject of a site. */
  dismissals(site: string): Promise<readonly DismissalRecord[]>;
  /** Saves a dismissal in the place of the one before it. */
  saveDismissal(dismissal: DismissalRecord): Promise<void>;
  close(): Promise<void>;
}
