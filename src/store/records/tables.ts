// The tables of the records as the program names them; the naming plugin turns `timeZone` into `time_zone`. What may be
// absent is null, lists and settings are JSON text.
import { because, said } from '#core/reason.ts';
import type { Generated, Kysely } from 'kysely';
import { SolsteadError } from '#core/errors.ts';
import type { MonitoringRecord } from '#core/monitoring.ts';
import type { AlertRecord, ChannelRecord, DeliveryRecord } from '#core/alert.ts';
import type { AutomationRecord } from '#core/automation.ts';
import type { OutputRecord } from '#core/output.ts';
import type {
  AccountRecord,
  BrokerAccountRecord,
  ConnectionRecord,
  DeviceRecord,
  DismissalRecord,
  InvitationRecord,
  PasskeyRecord,
  RefreshRecord,
  RemovedDevice,
  SessionRecord,
  SiteRecord,
  TokenRecord,
} from '#core/records.ts';
import type { LedgerTables } from '../kysely-ledger.ts';

interface SiteRow extends Pick<SiteRecord, 'id' | 'name' | 'timeZone'> {
  readonly latitude: number | null;
  readonly longitude: number | null;
}

interface DeviceRow extends Pick<DeviceRecord, 'id' | 'site' | 'name' | 'definition' | 'address'> {
  readonly topic: string | null;
  readonly connection: string | null;
  readonly settings: string;
}

interface ConnectionRow extends Pick<ConnectionRecord, 'id' | 'site' | 'name' | 'kind' | 'address'> {
  readonly account: string | null;
  readonly secretRef: string | null;
  readonly quotaRequests: number | null;
  readonly quotaSeconds: number | null;
}

interface AccountRow extends AccountRecord {
  /** The name as it is looked up and distinguished from others. */
  readonly nameKey: string;
}

/** A grant: a role, or actions, and then perhaps devices. */
interface GrantRow {
  readonly account: string;
  readonly site: string;
  readonly role: string | null;
  readonly actions: string | null;
  readonly devices: string | null;
}

interface TokenRow extends Pick<TokenRecord, 'id' | 'name' | 'tokenHash' | 'createdMs'> {
  readonly kind: string;
  readonly account: string | null;
  readonly grants: string;
  readonly expiresMs: number | null;
  readonly usedMs: number | null;
  readonly usedFrom: string | null;
}

/** Its role is empty where it has actions. */
interface InvitationRow extends Omit<InvitationRecord, 'may'> {
  readonly role: string;
  readonly actions: string | null;
  readonly devices: string | null;
}

interface RefreshRow extends RefreshRecord {
  readonly usedMs: number | null;
}

interface SecondFactorRow {
  readonly account: string;
  readonly totpSealed: string | null;
  /** 1 or 0. */
  readonly totpOn: number;
  readonly totpStep: number;
  readonly pinHash: string | null;
}

interface PasskeyRow extends Omit<PasskeyRecord, 'transports' | 'usedMs'> {
  readonly transports: string;
  readonly usedMs: number | null;
}

/** A command; `key` and `fingerprint` are both there or both null. */
interface CommandRow {
  readonly id: string;
  readonly site: string;
  readonly device: string;
  readonly principal: string;
  readonly key: string | null;
  readonly fingerprint: string | null;
  readonly state: string;
  readonly content: string;
}

interface BrokerAccountRow extends Pick<BrokerAccountRecord, 'username' | 'passwordHash'> {
  readonly topics: string;
  readonly publish: string | null;
  readonly subscribe: string | null;
  readonly mosquittoHash: string | null;
  readonly certificate: string | null;
}

interface MonitoringRow extends Pick<MonitoringRecord, 'site'> {
  readonly endsMs: number | null;
  readonly moneyPerKwh: number | null;
  readonly kgPerKwh: number | null;
  readonly kgPerTree: number | null;
  readonly maintenance: string | null;
}

interface OutputRow extends Pick<OutputRecord, 'id' | 'site' | 'name'> {
  readonly settings: string;
  readonly filter: string;
  /** 1 or 0. */
  readonly isOn: number;
}

interface AuditRow {
  readonly line: Generated<number>;
  readonly atMs: number;
  readonly site: string | null;
  readonly principal: string | null;
  readonly kind: string;
  readonly name: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** The end of a chain, and what preceded its first kept line. */
interface AuditHeadRow {
  readonly chain: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly beforeHash: string;
  readonly hash: string;
}

/** What is noted on a device; the place it is of and the note are JSON. */
interface DeviceNoteRow {
  readonly device: string;
  readonly site: string;
  readonly place: string;
  readonly content: string;
}

/** The tables. */
export interface RecordTables extends LedgerTables {
  readonly site: SiteRow;
  readonly device: DeviceRow;
  readonly removedDevice: Omit<RemovedDevice, 'serial'> & { readonly serial: string | null };
  readonly deviceNote: DeviceNoteRow;
  readonly connection: ConnectionRow;
  readonly command: CommandRow;
  readonly account: AccountRow;
  /** One row once there has been a first account. */
  readonly claim: { readonly id: number; readonly account: string };
  readonly accountGrant: GrantRow;
  readonly token: TokenRow;
  readonly session: SessionRecord;
  readonly refresh: RefreshRow;
  readonly secondFactor: SecondFactorRow;
  readonly recoveryCode: { readonly account: string; readonly codeHash: string };
  readonly passkey: PasskeyRow;
  readonly invitation: InvitationRow;
  readonly brokerAccount: BrokerAccountRow;
  readonly auditLine: AuditRow;
  readonly auditHead: AuditHeadRow;
  readonly dismissal: DismissalRecord;
  readonly monitoring: MonitoringRow;
  readonly output: OutputRow;
  readonly chargeSession: {
    readonly site: string;
    readonly id: string;
    readonly device: string;
    readonly startMs: number;
    readonly endMs: number | null;
    readonly body: string;
  };
  readonly chargeSettings: { readonly site: string; readonly body: string };
  readonly automation: AutomationRecord;
  readonly automationMemory: { readonly site: string; readonly memory: string };
  readonly alert: Pick<AlertRecord, 'id' | 'site' | 'state' | 'openedMs'> & { readonly body: string };
  readonly alertDelivery: Pick<DeliveryRecord, 'id' | 'site' | 'channel' | 'state' | 'createdMs'> & {
    readonly body: string;
  };
  readonly alertChannel: Pick<ChannelRecord, 'id' | 'site'> & {
    readonly account: string | null;
    readonly body: string;
  };
  readonly alertDocument: { readonly site: string; readonly name: string; readonly content: string };
  /** One row once the records belong to a home. */
  readonly home: { readonly id: number; readonly home: string };
}

/** A database of records and its name in errors. */
export interface RecordDatabase {
  readonly db: Kysely<RecordTables>;
  readonly at: string;
}

/** A column of JSON text. Errors: `store.corrupt`. */
export function parsed(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new SolsteadError('store.corrupt', { at, why: said(thrown), cause: thrown });
  }
}

/** A column of JSON text that lists texts. Errors: `store.corrupt`. */
export function parsedTexts(text: string, at: string): readonly string[] {
  const list = parsed(text, at);
  if (Array.isArray(list) && list.every((one) => typeof one === 'string')) return list;
  throw new SolsteadError('store.corrupt', { at, why: because('store.no-list') });
}
