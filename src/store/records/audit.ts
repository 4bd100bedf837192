// The audit log as rows. The database numbers the lines, so that several processes may write; the row of a chain's head lets
// them chain their lines one after the other.
import type { Selectable } from 'kysely';
import { because } from '#core/reason.ts';
import type { Principal } from '#core/access.ts';
import {
  type AuditChain,
  auditChains,
  type AuditCheck,
  type AuditHead,
  type AuditQuery,
  type AuditRecord,
  type AuditStore,
  chainOf,
  type KeptAuditRecord,
  keptLines,
} from '#core/audit.ts';
import { SolsteadError } from '#core/errors.ts';
import { chainStart, type HashedLine, lineHash } from './audit-hash.ts';
import type { RecordDatabase, RecordTables } from './tables.ts';

const kinds: Readonly<Record<Principal['kind'], true>> = {
  person: true,
  token: true,
  rule: true,
  output: true,
  uplink: true,
  'home-assistant': true,
  visitor: true,
  home: true,
  kiosk: true,
};
const isKind = (text: string): text is Principal['kind'] => Object.hasOwn(kinds, text);

const columns = ['line', 'atMs', 'site', 'principal', 'kind', 'name', 'action', 'subject', 'outcome'] as const;

/** Longest texts of a line; so that no single one can fill the disk. */
const most = { name: 200, action: 60, subject: 1000, outcome: 100 };
/** Lines that are removed, or read, at once. */
const atOnce = 1000;

/** No half of a character is left, and nothing that PostgreSQL takes for the end of a text. */
const cut = (text: string, length: number): string =>
  (text.length <= length ? text : `${text.slice(0, length - 1)}…`).toWellFormed().replaceAll('\0', '\u{fffd}');

function rowOf(record: AuditRecord): Omit<HashedLine, 'seq'> {
  const { atMs, site, principal, action, subject, outcome } = record;
  const { id, kind, name } = principal;
  return {
    chain: chainOf({ action, outcome }),
    atMs,
    site: site ?? null,
    principal: id ?? null,
    kind,
    name: cut(name, most.name),
    action: cut(action, most.action),
    subject: cut(subject, most.subject),
    outcome: cut(outcome, most.outcome),
  };
}

/** Removes the oldest lines of a chain, some at a time, if it has more than are kept. */
async function prune({ db }: RecordDatabase, chain: AuditChain, most: number): Promise<void> {
  const head = await db.selectFrom('auditHead').selectAll().where('chain', '=', chain).executeTakeFirstOrThrow();
  if (head.lastSeq - head.firstSeq + 1 < most + Math.min(atOnce, most)) return;
  const firstSeq = head.lastSeq - most + 1;
  const before = await db
    .selectFrom('auditLine')
    .select('hash')
    .where('chain', '=', chain)
    .where('seq', '=', firstSeq - 1)
    .executeTakeFirst();
  // A chain that was tampered with is left as it is.
  if (before === undefined) return;
  await db.deleteFrom('auditLine').where('chain', '=', chain).where('seq', '<', firstSeq).execute();
  await db.updateTable('auditHead').set({ firstSeq, beforeHash: before.hash }).where('chain', '=', chain).execute();
}

/** Reads a chain from its first line on. */
async function checkChain({ db }: RecordDatabase, chain: AuditChain, known: readonly AuditHead[]): Promise<AuditCheck> {
  const head = await db.selectFrom('auditHead').selectAll().where('chain', '=', chain).executeTakeFirst();
  if (head === undefined) return { chain, first: 1, last: 0, hash: chainStart, brokenAt: 1 };
  const { firstSeq: first, lastSeq: last } = head;
  const found = (brokenAt?: number): AuditCheck => {
    return { chain, first, last, hash: head.hash, ...(brokenAt === undefined ? {} : { brokenAt }) };
  };
  const noted = new Map(known.filter((one) => one.chain === chain).map((one) => [one.last, one.hash]));
  let hash = head.beforeHash;
  let seq = first - 1;
  let place = 0;
  // A head from before the first kept line proves nothing any more, except about the line right before it.
  const isAsNoted = (): boolean => (noted.get(seq) ?? hash) === hash;
  if (!isAsNoted()) return found(seq);
  for (;;) {
    const lines = await db
      .selectFrom('auditLine')
      .select([...columns, 'hash', 'seq'])
      .where('chain', '=', chain)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(atOnce)
      .execute();
    for (const line of lines) {
      hash = lineHash(hash, { ...line, chain, seq: seq + 1 });
      seq += 1;
      // Its place among all lines is not part of the hash, but rises with it.
      if (line.seq !== seq || line.hash !== hash || line.line <= place || !isAsNoted()) return found(seq);
      place = line.line;
    }
    if (lines.length === 0) break;
  }
  if (seq !== last || hash !== head.hash) return found(Math.min(seq, last) + 1);
  const isCutOff = [...noted.keys()].some((one) => one > last);
  return found(isCutOff ? last + 1 : undefined);
}

/** The chains that unchained lines would belong to: these were not written through the log. */
async function unchained({ db }: RecordDatabase): Promise<ReadonlySet<AuditChain>> {
  const kinds = await db
    .selectFrom('auditLine')
    .select(['action', 'outcome'])
    .distinct()
    .where((eb) => eb.or([eb('chain', 'is', null), eb('seq', 'is', null), eb('chain', 'not in', auditChains)]))
    .limit(atOnce)
    .execute();
  return new Set(kinds.map(chainOf));
}

/** A line as it is shown. Errors: `store.corrupt`. */
function keptRecord(
  { site, principal: id, kind, name, ...rest }: Pick<Selectable<RecordTables['auditLine']>, (typeof columns)[number]>,
  at: string,
): KeptAuditRecord {
  if (!isKind(kind))
    throw new SolsteadError('store.corrupt', { at: `${at}: audit`, why: because('store.kind', { kind }) });
  return {
    ...rest,
    ...(site === null ? {} : { site }),
    principal: { ...(id === null ? {} : { id }), kind, name },
  };
}

/** The newest lines that are wanted. */
function newestOf(db: RecordDatabase['db'], { limit, sites, before, who, action, outcome, fromMs, toMs }: AuditQuery) {
  let query = db.selectFrom('auditLine').select(columns).orderBy('line', 'desc').limit(limit);
  if (who !== undefined) query = query.where('name', '=', cut(who, most.name));
  if (action !== undefined) query = query.where('action', '=', cut(action, most.action));
  if (outcome !== undefined) query = query.where('outcome', '=', cut(outcome, most.outcome));
  if (fromMs !== undefined) query = query.where('atMs', '>=', fromMs);
  if (toMs !== undefined) query = query.where('atMs', '<', toMs);
  if (before !== undefined) query = query.where('line', '<', before);
  // An empty list is not valid SQL.
  return sites === undefined ? query : query.where('site', 'in', sites.length === 0 ? [''] : [...sites]);
}

/** The audit log; `kept` lines of each chain stay. */
export function auditStore(
  database: RecordDatabase,
  kept: Readonly<Record<AuditChain, number>> = keptLines,
): AuditStore {
  const { db, at } = database;
  return {
    async append(record) {
      const row = rowOf(record);
      const chain = chainOf(record);
      await db.transaction().execute(async (tx) => {
        // The head is changed first: another process waits here until this line is written.
        const head = await tx
          .updateTable('auditHead')
          .set(({ eb }) => ({ lastSeq: eb('lastSeq', '+', 1) }))
          .where('chain', '=', chain)
          .returning(['lastSeq', 'hash'])
          .executeTakeFirstOrThrow();
        const seq = head.lastSeq;
        const hash = lineHash(head.hash, { ...row, seq });
        await tx
          .insertInto('auditLine')
          .values({ ...row, seq, hash })
          .execute();
        await tx.updateTable('auditHead').set({ hash }).where('chain', '=', chain).execute();
        if (seq % Math.min(atOnce, kept[chain]) === 0) await prune({ db: tx, at }, chain, kept[chain]);
      });
    },
    async newest(query) {
      return (await newestOf(db, query).execute()).map((row) => keptRecord(row, at));
    },
    async heads() {
      const rows = await db.selectFrom('auditHead').select(['chain', 'lastSeq', 'hash']).execute();
      return auditChains.flatMap((chain): readonly AuditHead[] => {
        const row = rows.find((one) => one.chain === chain);
        return row === undefined ? [] : [{ chain, last: row.lastSeq, hash: row.hash }];
      });
    },
    async check(known = []) {
      const checks: AuditCheck[] = [];
      const strays = await unchained(database);
      for (const chain of auditChains) {
        const check = await checkChain(database, chain, known);
        const isStrange = check.brokenAt === undefined && strays.has(chain);
        checks.push(isStrange ? { ...check, brokenAt: check.last + 1 } : check);
      }
      return checks;
    },
  };
}
