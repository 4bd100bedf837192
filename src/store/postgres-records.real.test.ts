// Records on PostgreSQL with the suite for every store of records, on a real server.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { needsPostgres, type Postgres, postgres } from '#tools/testkit/postgres.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { ledgerConformance } from './ledger-conformance.ts';
import { openPostgresRecords } from './postgres-records.ts';
import { recordsConformance } from './records-conformance.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

const owner = suiteOwner();
let starting: Promise<Postgres> | undefined;
let server: Postgres;

beforeEach(async (context) => {
  const bin = needsPostgres(context);
  starting ??= postgres(bin, owner);
  server = await starting;
});

const freshSchema = (): string => `r${randomUUID().replaceAll('-', '')}`;

function place(isShared: boolean): RecordsPlace {
  return (owner) => {
    const schema = freshSchema();
    return async () => {
      const store = await openPostgresRecords({ url: server.url, schema, isShared });
      owner.onTestFinished(() => store.close());
      return store;
    };
  };
}

recordsConformance('PostgreSQL', place(false));
recordsConformance('PostgreSQL, shared', place(true));
ledgerConformance('PostgreSQL', place(false));
ledgerConformance('PostgreSQL, shared', place(true));

test('one Solstead has the records, and the next may when it is closed', async () => {
  const options = { url: server.url, schema: 'held' };
  const first = await openPostgresRecords(options);
  await expect(openPostgresRecords(options)).rejects.toMatchObject({
    code: 'store.failed',
    message: expect.stringContaining('another Solstead') as string,
  });
  await first.close();
  await (await openPostgresRecords(options)).close();
});

test('no password stands in an error, and a server that is not there is told', async () => {
  const url = server.url.replace('app@', 'app:secret@');
  for (const wrong of [
    url.replace(/:\d+\//, ':1/'),
    url.replace(/\/postgres$/, '/nowhere'),
    'postgres://app:secret@',
  ]) {
    const thrown: unknown = await openPostgresRecords({ url: wrong }).catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({ code: 'store.failed' });
    expect(String(thrown)).not.toContain('secret');
  }
});

test('a text that the server cannot keep is a mistake of who gave it', async () => {
  const store = await openPostgresRecords({ url: server.url, schema: freshSchema() });
  await expect(store.sites.byId('ho\0me')).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(store.sites.save({ id: 'home', name: 'a\0', timeZone: 'UTC' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  await store.close();
});

test('records of a newer version are left alone; tables that are not ours are told', async () => {
  const schema = freshSchema();
  await (await openPostgresRecords({ url: server.url, schema })).close();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`ALTER TABLE ${schema}.audit_line RENAME TO other`);
  await expect(openPostgresRecords({ url: server.url, schema })).rejects.toMatchObject({ code: 'store.corrupt' });
  await client.query(`INSERT INTO ${schema}.kysely_migration VALUES ('9999-later', '')`);
  await client.end();
  await expect(openPostgresRecords({ url: server.url, schema })).rejects.toMatchObject({ code: 'store.newer' });
});

test('several processes that make the tables at once all find them whole', { timeout: 120_000 }, async (context) => {
  const schema = freshSchema();
  const program = fileURLToPath(new URL('./testing/open-records.ts', import.meta.url));
  const children = await Promise.all(
    [1, 2, 3].map((number) => spawned(context, [process.execPath, program, server.url, schema, `${number}`])),
  );
  await Promise.all(children.map((child) => child.waitForOutput('opened', 50_000)));
  const store = await openPostgresRecords({ url: server.url, schema, isShared: true });
  expect((await store.sites.list()).map(({ id }) => id)).toEqual(['site 1', 'site 2', 'site 3']);
  await store.close();
});

test('while the server is away calls fail, and work when it is back', { timeout: 120_000 }, async () => {
  const store = await openPostgresRecords({ url: server.url, schema: 'away' });
  const site = { id: 'home', name: 'Home', timeZone: 'UTC' };
  await store.sites.save(site);
  await server.stop();
  for (let count = 0; count < 3; count += 1)
    await expect(store.sites.list()).rejects.toMatchObject({ code: 'store.failed' });
  await server.start();
  expect(await store.sites.list()).toEqual([site]);
  await expect(openPostgresRecords({ url: server.url, schema: 'away' }), 'they are held again').rejects.toMatchObject({
    message: expect.stringContaining('another Solstead') as string,
  });
  await server.crash();
  await expect.poll(() => store.sites.list().catch(() => undefined), { timeout: 20_000 }).toEqual([site]);
  await store.close();
});
