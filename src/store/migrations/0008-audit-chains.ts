// The audit log as chains of hashes: each line holds the hash of itself and of the line before it. Earlier lines are chained as
// they are found.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { auditChains, chainOf } from '#core/audit.ts';
import { chainStart, lineHash } from '../records/audit-hash.ts';

interface Line extends Readonly<Record<'kind' | 'name' | 'action' | 'subject' | 'outcome', string>> {
  readonly line: number;
  readonly at_ms: number;
  readonly site: string | null;
  readonly principal: string | null;
}

/** The new tables, by their names in the database. */
interface Chaining {
  readonly audit_line: Line & { readonly chain: string | null; readonly seq: number | null; readonly hash: string };
  readonly audit_head: {
    readonly chain: string;
    readonly first_seq: number;
    readonly last_seq: number;
    readonly before_hash: string;
    readonly hash: string;
  };
}

/** Rows read at once. */
const atOnce = 500;

async function chainLines(db: Kysely<Chaining>): Promise<void> {
  const ends = new Map(auditChains.map((chain) => [chain, { seq: 0, hash: chainStart }]));
  for (let after = 0; ; ) {
    const lines = await db
      .selectFrom('audit_line')
      .selectAll()
      .where('line', '>', after)
      .orderBy('line')
      .limit(atOnce)
      .execute();
    const last = lines.at(-1);
    if (last === undefined) break;
    for (const { line, at_ms: atMs, site, principal, kind, name, action, subject, outcome } of lines) {
      const chain = chainOf({ action, outcome });
      const end = ends.get(chain) ?? { seq: 0, hash: chainStart };
      const seq = end.seq + 1;
      const hash = lineHash(end.hash, { chain, seq, atMs, site, principal, kind, name, action, subject, outcome });
      ends.set(chain, { seq, hash });
      await db.updateTable('audit_line').set({ chain, seq, hash }).where('line', '=', line).execute();
    }
    after = last.line;
  }
  for (const [chain, { seq, hash }] of ends)
    await db
      .insertInto('audit_head')
      .values({ chain, first_seq: 1, last_seq: seq, before_hash: chainStart, hash })
      .execute();
}

async function up(db: Kysely<Chaining>): Promise<void> {
  await db.schema.alterTable('audit_line').addColumn('chain', 'text').execute();
  await db.schema.alterTable('audit_line').addColumn('seq', 'bigint').execute();
  await db.schema.alterTable('audit_line').addColumn('hash', 'text').execute();
  await db.schema
    .createTable('audit_head')
    .addColumn('chain', 'text', (column) => column.primaryKey())
    .addColumn('first_seq', 'bigint', (column) => column.notNull())
    .addColumn('last_seq', 'bigint', (column) => column.notNull())
    .addColumn('before_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await chainLines(db);
  await db.schema.createIndex('audit_line_chain').on('audit_line').columns(['chain', 'seq']).unique().execute();
}

/** Chains the lines of the audit log. */
export const chainedAudit: Migration = { up };
