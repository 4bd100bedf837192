// The audit log in a file that others may write to: what was changed behind its back shows, and no kind of line pushes out
// another.
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { AuditChain, AuditRecord } from '#core/audit.ts';
import { nodeSqliteDialect } from '../kysely-dialect.ts';
import { migrateRecords } from '../migrations/migrate.ts';
import { auditStore } from './audit.ts';
import type { RecordTables } from './tables.ts';

const by = { id: '1', kind: 'person', name: 'Anna' } as const;
const change: AuditRecord = { atMs: 1, principal: by, action: 'add device', subject: 'roof', outcome: 'done' };
const refusal: AuditRecord = { ...change, action: 'device.manage', outcome: 'access.denied' };

async function open(kept?: Readonly<Record<AuditChain, number>>) {
  const file = new DatabaseSync(':memory:');
  await migrateRecords({ db: new Kysely({ dialect: nodeSqliteDialect(file, 'test') }), at: 'test' });
  const dialect = nodeSqliteDialect(file, 'test');
  const db = new Kysely<RecordTables>({ dialect, plugins: [new CamelCasePlugin()] });
  return { file, audit: auditStore({ db, at: 'test' }, kept) };
}

const brokenAt = async (audit: Awaited<ReturnType<typeof open>>['audit'], chain: AuditChain) =>
  (await audit.check()).find((one) => one.chain === chain)?.brokenAt;

test.for([
  ["update audit_line set subject = 'shed' where seq = 3", 3],
  ["update audit_line set outcome = 'failed' where seq = 1", 1],
  ["update audit_line set name = 'Ben' where seq = 5", 5],
  ['update audit_line set at_ms = 2 where seq = 2', 2],
  ["update audit_line set site = 'home' where seq = 2", 2],
  ['update audit_line set principal = null where seq = 4', 4],
  ["update audit_line set hash = 'x' where seq = 4", 4],
  ['delete from audit_line where seq = 3', 3],
  ['delete from audit_line where seq = 1', 1],
  ['delete from audit_line where seq = 5', 5],
  ['delete from audit_line', 1],
  ['update audit_head set last_seq = 4', 5],
  ["update audit_head set hash = 'x'", 6],
  ['delete from audit_head', 1],
  ["insert into audit_line select 99, 1, null, null, 'home', 'x', 'y', 'z', 'done', 'changes', 6, 'x'", 6],
  ['update audit_line set seq = seq * 10 where seq = 5', 5],
  ['update audit_line set line = 9999 where seq = 3', 4],
  [
    "insert into audit_line (at_ms, kind, name, action, subject, outcome, hash) values (1, 'person', 'x', 'y', 'z', 'done', '')",
    6,
  ],
  ["insert into audit_line select 99, 1, null, null, 'home', 'x', 'y', 'z', 'done', 'other', 6, 'x'", 6],
] as const)('is told that a line is not as it was: %s', async ([statement, at]) => {
  const { file, audit } = await open();
  for (let index = 0; index < 5; index += 1) await audit.append(change);
  expect(await brokenAt(audit, 'changes')).toBeUndefined();
  file.exec(statement);
  expect(await brokenAt(audit, 'changes')).toBe(at);
});

test('lines are narrowed by time, outcome, act and name together, page by page', async () => {
  const { audit } = await open();
  for (let atMs = 1; atMs <= 4; atMs += 1) {
    await audit.append({ ...change, atMs });
    await audit.append({ ...refusal, atMs });
    await audit.append({ ...change, atMs, principal: { ...by, name: 'Ben' } });
  }
  const found = async (query: object) =>
    (await audit.newest({ limit: 9, ...query })).map(({ atMs, outcome }) => `${atMs} ${outcome}`);
  expect(await found({ outcome: 'access.denied', fromMs: 2, toMs: 4 })).toEqual(['3 access.denied', '2 access.denied']);
  expect(await found({ who: 'Ben', action: 'add device', outcome: 'done', toMs: 3 })).toEqual(['2 done', '1 done']);
  expect(await found({ who: 'Ben', before: 7, fromMs: 2 })).toEqual(['2 done']);
  expect(await found({ outcome: 'done', action: 'device.manage' })).toEqual([]);
});

test('a chain that was written anew shows against a head that was noted elsewhere', async () => {
  const { file, audit } = await open();
  for (let index = 0; index < 3; index += 1) await audit.append({ ...change, subject: `${index}` });
  const noted = await audit.heads();
  file.exec('delete from audit_line');
  file.exec(`update audit_head set first_seq = 1, last_seq = 0, hash = before_hash`);
  for (let index = 0; index < 3; index += 1) await audit.append({ ...change, subject: `other ${index}` });
  expect(await brokenAt(audit, 'changes')).toBeUndefined();
  expect((await audit.check(noted)).find(({ chain }) => chain === 'changes')?.brokenAt).toBe(3);
});

test('refusals are bounded, and push out nothing but refusals', async () => {
  const kept = { changes: 10, commands: 10, entries: 10, refusals: 5 };
  const { file, audit } = await open(kept);
  await audit.append(change);
  for (let index = 0; index < 200; index += 1) await audit.append({ ...refusal, subject: `${index}` });
  const lines = await audit.newest({ limit: 1000 });
  expect(lines.length).toBeLessThanOrEqual(1 + 2 * kept.refusals);
  expect(lines.length).toBeGreaterThanOrEqual(1 + kept.refusals);
  expect([lines[0]?.subject, lines.at(-1)?.subject]).toEqual(['199', 'roof']);
  const refusals = (await audit.check()).find(({ chain }) => chain === 'refusals');
  expect(refusals).toMatchObject({ last: 200, first: 200 - (lines.length - 2) });
  expect(refusals?.brokenAt).toBeUndefined();
  // What is left after the oldest lines were removed is chained to the removed ones.
  file.exec(`delete from audit_line where seq = ${refusals?.first} and chain = 'refusals'`);
  expect(await brokenAt(audit, 'refusals')).toBe(refusals?.first);
});
