// Brings the tables of the records to this version; one set of migrations for every database.
import { because, said } from '#core/reason.ts';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { SolsteadError } from '#core/errors.ts';
import { first } from './0001-first.ts';
import { ledger } from './0002-ledger.ts';
import { anomalies } from './0003-anomalies.ts';
import { people } from './0004-people.ts';
import { connections } from './0005-connections.ts';
import { home } from './0006-home.ts';
import { removedDevices } from './0007-removed-devices.ts';
import { chainedAudit } from './0008-audit-chains.ts';
import { sessionsAndInvitations } from './0009-sessions.ts';
import { ledgerHolders } from './0010-ledger-holders.ts';
import { credentials } from './0011-credentials.ts';
import { commands } from './0012-commands.ts';
import { monitoring } from './0013-monitoring.ts';
import { removedSerials } from './0014-removed-serials.ts';
import { brokerAccess } from './0015-broker-access.ts';
import { mosquittoHash } from './0016-mosquitto-hash.ts';
import { outputs } from './0017-outputs.ts';
import { deviceNotes } from './0018-device-notes.ts';
import { automation } from './0019-automation.ts';
import { alerts } from './0020-alerts.ts';
import { brokerCertificate } from './0021-broker-certificate.ts';
import { charging } from './0022-charging.ts';

/** Every migration by its name; they run in the order of their names, each once. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-ledger': ledger,
  '0003-anomalies': anomalies,
  '0004-people': people,
  '0005-connections': connections,
  '0006-home': home,
  '0007-removed-devices': removedDevices,
  '0008-audit-chains': chainedAudit,
  '0009-sessions': sessionsAndInvitations,
  '0010-ledger-holders': ledgerHolders,
  '0011-credentials': credentials,
  '0012-commands': commands,
  '0013-monitoring': monitoring,
  '0014-removed-serials': removedSerials,
  '0015-broker-access': brokerAccess,
  '0016-mosquitto-hash': mosquittoHash,
  '0017-outputs': outputs,
  '0018-device-notes': deviceNotes,
  '0019-automation': automation,
  '0020-alerts': alerts,
  '0021-broker-certificate': brokerCertificate,
  '0022-charging': charging,
};
const journal = 'kysely_migration';

interface JournalTables {
  readonly [journal]: { readonly name: string };
}

/** Where the tables are. */
export interface MigrationPlace {
  readonly db: Kysely<JournalTables>;
  /** The database in errors. */
  readonly at: string;
  /** Schema of the tables, for databases that have schemas; created if missing. */
  readonly schema?: string;
  /**
   * Called before tables that hold something are changed, with the name of the first change: the time to make a copy.
   * Nothing is changed if it rejects.
   */
  beforeChange?(migration: string): Promise<void> | void;
  /** The last change to be made; absent: all of them. */
  readonly upTo?: string;
}

/** The last change that this version makes. */
export const newestChange = Object.keys(migrations).toSorted().at(-1) ?? '';

/** Whether this version knows a change by its name. */
export const isKnownChange = (name: string): boolean => Object.hasOwn(migrations, name);

/** The name of the last change that a database had. Errors: `store.newer`. */
export async function changeOf(place: MigrationPlace): Promise<string> {
  return (await madeChanges(place)).toSorted().at(-1) ?? '';
}

/** Names of the changes that were made already. Errors: `store.newer`. */
async function madeChanges({ db, at, schema }: MigrationPlace): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === journal && (schema === undefined || table.schema === schema))) return [];
  const made = (await db.selectFrom(journal).select('name').execute()).map(({ name }) => name);
  const unknown = made.find((name) => migrations[name] === undefined);
  if (unknown !== undefined)
    throw new SolsteadError('store.newer', { at, why: because('store.change', { change: unknown }) });
  return made;
}

/** Applies what is missing, all or nothing. Errors: `store.newer`, `store.failed`, `store.corrupt`. */
export async function migrateRecords(place: MigrationPlace): Promise<void> {
  const { db, at, schema, upTo } = place;
  const made = await madeChanges(place);
  if (upTo !== undefined && migrations[upTo] === undefined)
    throw new SolsteadError('store.newer', { at, why: because('store.change', { change: upTo }) });
  const next = Object.keys(migrations).find((name) => !made.includes(name));
  if (next === undefined) return;
  if (made.length > 0) await place.beforeChange?.(next);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new SolsteadError('store.failed', { at, why: said(error) });
}
