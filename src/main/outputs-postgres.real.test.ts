// Outputs to PostgreSQL: a real server, over TLS, away, killed, with an account that may only insert, and with a table of somebody else.
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test, type TestContext, vi } from 'vitest';
import type { OutputChange } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { creation } from '#outputs/postgres/tables.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { needsPostgres, type Postgres, postgres } from '#tools/testkit/postgres.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A busy machine is slow. */
const soon = { timeout: 30_000 };

const toPostgres = (server: string, settings: object = {}, rest: Partial<OutputChange> = {}): OutputChange => ({
  name: 'Database',
  settings: { kind: 'postgres', server, ...settings } as OutputChange['settings'],
  isOn: true,
  ...rest,
});

const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const isWorking = async (home: OutputHouse) => (await stateOf(home))?.state === 'working';

/** Rows of a statement, as an administrator. */
async function rowsOf(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const started = (context: TestContext): Promise<Postgres> => postgres(needsPostgres(context), context);
const countIn = async (url: string) =>
  Number((await rowsOf(url, 'SELECT count(*) AS n FROM solstead.readings'))[0]?.['n']);
const powers = (from: number, to: number): readonly Batch[] =>
  Array.from({ length: to - from }, (_none, index) =>
    batchOf('roof', (from + index) * 1000, { 'pv.power': from + index }),
  );

test('a row for each value; what comes again is there once, and what no column takes is made fit', async (context) => {
  const server = await started(context);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toPostgres(server.url));
  home.give(
    batchOf('roof', 1_717_236_000_123, {
      'pv.power': 1234.5,
      'inverter.mode': `On "grid"'; DROP TABLE x; -- \0 \uD800 é`,
    }),
    batchOf('roof', 1_717_236_000_123, { 'pv.power': 1234.5 }),
    batchOf(`o'dd "one"`, 1_717_236_001_000, {
      'battery.soc': Number.NaN,
      'grid.power': -5,
      'pv.energy': Number.POSITIVE_INFINITY,
    }),
  );
  await expect.poll(async () => (await stateOf(home))?.sent, soon).toBe(3);
  const rows = await rowsOf(
    server.url,
    `SELECT extract(epoch FROM time)::float8 AS s, site, device, metric, value, text FROM solstead.readings ORDER BY device, metric`,
  );
  expect(rows).toEqual([
    { s: 1_717_236_001, site: 'home', device: `o'dd "one"`, metric: 'grid.power', value: -5, text: null },
    {
      s: 1_717_236_000.123,
      site: 'home',
      device: 'roof',
      metric: 'inverter.mode',
      value: null,
      text: `On "grid"'; DROP TABLE x; -- \uFFFD \uFFFD é`,
    },
    { s: 1_717_236_000.123, site: 'home', device: 'roof', metric: 'pv.power', value: 1234.5, text: null },
  ]);
  expect(await home.desk.remove('home', (await home.desk.list('home'))[0]?.id ?? '')).toEqual({});
  expect(await countIn(server.url), 'rows stay').toBe(3);
});

test('the page shows how the table is made and what to ask it, and both work', async (context) => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/outputs.md'), 'utf8');
  const [made, ...questions] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => sql);
  const server = await started(context);
  for (const statement of creation('solstead')) expect(made).toContain(statement);
  await rowsOf(server.url, made ?? '');
  const home = await openOutputHouse(context);
  await home.desk.add('home', toPostgres(server.url));
  const nowMs = Date.now();
  home.give(
    batchOf('roof', nowMs - 1000, { 'pv.power': 100, 'grid.energy.import': 5000 }),
    batchOf('roof', nowMs, { 'pv.power': 300, 'grid.energy.import': 5100 }),
  );
  await expect.poll(() => isWorking(home), soon).toBe(true);
  expect(questions).toHaveLength(2);
  for (const question of questions) {
    const rows = await rowsOf(server.url, question);
    expect(rows.length, `rows of ${question}`).toBeGreaterThan(0);
    expect(rows[0], `first row of ${question}`).toMatchObject({ device: 'roof' });
  }
  const [days] = await rowsOf(server.url, questions[1] ?? '');
  expect([0, 100]).toContain(days?.['wh']);
});

test('what came while the server was away, killed or stopped is there once, in the end', async (context) => {
  const server = await started(context);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toPostgres(server.url));
  home.give(...powers(0, 100));
  await expect.poll(() => isWorking(home), soon).toBe(true);
  await server.stop();
  home.give(...powers(100, 900));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  expect((await stateOf(home))?.waiting).toBe(800);
  await server.start();
  const giving = (async () => {
    for (let from = 900; from < 3000; from += 100) {
      home.give(...powers(from, from + 100));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await server.crash();
  await giving;
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(await countIn(server.url)).toBe(3000);
});

test('an account that may only insert is enough where the table is; one that may do nothing is told', async (context) => {
  const server = await started(context);
  await rowsOf(server.url, ['CREATE SCHEMA solstead', ...creation('solstead')].join(';'));
  await rowsOf(
    server.url,
    'CREATE ROLE writer LOGIN; CREATE ROLE nobody LOGIN; GRANT USAGE ON SCHEMA solstead TO writer; GRANT INSERT ON solstead.readings TO writer',
  );
  const home = await openOutputHouse(context);
  const as = (role: string) => server.url.replace('app@', `${role}@`);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1000 });
  expect(await home.desk.test('home', toPostgres(as('writer')))).toMatchObject({
    count: 1,
    samples: [{ to: 'solstead.readings roof pv.power', content: '1970-01-01T00:00:01.000Z 5' }],
  });
  expect(await countIn(server.url), 'a test leaves nothing').toBe(0);
  await expect(home.desk.test('home', toPostgres(as('nobody')))).rejects.toMatchObject({
    code: 'output.failed',
    help: { code: 'help.output-database' },
  });
  await home.desk.add('home', toPostgres(as('writer')));
  home.give(...powers(0, 10), ...powers(0, 10));
  await expect.poll(async () => (await stateOf(home))?.sent, soon).toBe(20);
  expect(await countIn(server.url)).toBe(10);
});

test('a test makes a schema and a table, and takes them back', async (context) => {
  const server = await started(context);
  const home = await openOutputHouse(context);
  const schema = 'we"ird';
  expect(await home.desk.test('home', toPostgres(server.url, { schema }))).toMatchObject({
    count: 0,
    note: { code: 'output.nothing-yet' },
  });
  const schemas = () => rowsOf(server.url, `SELECT 1 FROM pg_namespace WHERE nspname = 'we"ird'`);
  expect(await schemas()).toEqual([]);
  await home.desk.add('home', toPostgres(server.url, { schema }));
  home.give(...powers(0, 2));
  await expect.poll(() => isWorking(home), soon).toBe(true);
  expect(await schemas()).toHaveLength(1);
});

test('a table of somebody else, and one of a newer version, are left alone and told', async (context) => {
  const server = await started(context);
  const home = await openOutputHouse(context);
  await rowsOf(server.url, 'CREATE SCHEMA solstead; CREATE TABLE solstead.readings (x int)');
  await expect(home.desk.test('home', toPostgres(server.url))).rejects.toMatchObject({
    code: 'output.failed',
    reason: { code: 'output.table-foreign' },
  });
  await rowsOf(server.url, `COMMENT ON TABLE solstead.readings IS 'Readings of Solstead, version 99'`);
  await expect(home.desk.test('home', toPostgres(server.url))).rejects.toMatchObject({
    reason: { code: 'output.table-newer', params: { version: 99 } },
  });
});

test('where TimescaleDB is installed its table is divided by time (a stand-in: what is asked of it, not what it does)', async (context) => {
  const server = await started(context);
  await rowsOf(
    server.url,
    `SET allow_system_table_mods = on;
     CREATE SCHEMA ts;
     CREATE TABLE ts.asked (relation text, dimension text, every interval);
     CREATE FUNCTION ts.create_hypertable(relation regclass, dimension name, chunk_time_interval interval) RETURNS text LANGUAGE sql
       AS $$ INSERT INTO ts.asked VALUES (relation::text, dimension, chunk_time_interval) RETURNING 'done' $$;
     INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
       SELECT 999999, 'timescaledb', 10, oid, false, '2' FROM pg_namespace WHERE nspname = 'ts'`,
  );
  const home = await openOutputHouse(context);
  await home.desk.add('home', toPostgres(server.url));
  home.give(...powers(0, 2));
  await expect.poll(() => isWorking(home), soon).toBe(true);
  expect(await rowsOf(server.url, 'SELECT relation, dimension, every::text FROM ts.asked')).toEqual([
    { relation: 'solstead.readings', dimension: 'time', every: '7 days' },
  ]);
});

/** Lets accounts in by password over TLS alone. */
async function overTls(context: TestContext) {
  const server = await started(context);
  const { cert, key } = madeCertificate('127.0.0.1', Date.UTC(2100, 0));
  const [files] = await rowsOf(server.url, `SHOW data_directory`);
  const folder = String(files?.['data_directory']);
  await rowsOf(server.url, `CREATE ROLE anna LOGIN PASSWORD 'right'; GRANT CREATE ON DATABASE postgres TO anna`);
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    if (process.getuid?.() === 0) chownSync(path, 65_534, 65_534);
  }
  const rules = 'hostssl all anna 127.0.0.1/32 scram-sha-256\nhost all app 127.0.0.1/32 trust\n';
  writeFileSync(join(folder, 'pg_hba.conf'), rules);
  await rowsOf(server.url, `ALTER SYSTEM SET ssl = on`);
  await rowsOf(server.url, `SELECT pg_reload_conf()`);
  await expect.poll(async () => (await rowsOf(server.url, 'SHOW ssl'))[0]?.['ssl'], soon).toBe('on');
  return { url: server.url.replace('app@', 'anna@'), cert };
}

test('over TLS with a certificate of its own, and a password that is kept apart', async (context) => {
  const { url, cert } = await overTls(context);
  const home = await openOutputHouse(context);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1000 });
  const tls = { tls: true, ca: cert };
  expect(await home.desk.test('home', toPostgres(url, tls, { secret: 'right' }))).toMatchObject({ count: 1 });
  const wrong = home.desk.test('home', toPostgres(url, tls, { secret: 'wrong' }));
  await expect(wrong).rejects.toMatchObject({ code: 'output.failed', help: { code: 'help.output-account' } });
  await expect(home.desk.test('home', toPostgres(url, tls))).rejects.toMatchObject({
    code: 'output.failed',
    reason: { code: 'server.wants-password' },
  });
  const stranger = madeCertificate('127.0.0.1', Date.UTC(2100, 0)).cert;
  for (const settings of [{ tls: true }, { tls: true, ca: stranger }, {}])
    await expect(home.desk.test('home', toPostgres(url, settings, { secret: 'right' }))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:link\.unavailable|output\.failed)$/) as unknown,
    });
  await home.desk.add('home', toPostgres(url, tls, { secret: 'wrong' }));
  home.give(...powers(0, 3));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  const [shown] = await home.desk.list('home');
  expect(JSON.stringify(shown)).not.toContain('wrong');
  await home.desk.change('home', shown?.id ?? '', toPostgres(url, tls, { secret: 'right' }));
  await expect.poll(() => isWorking(home), soon).toBe(true);
});

test('what is wrong with the settings is named', async (context) => {
  const home = await openOutputHouse(context);
  const wrong: readonly (readonly [string, object, string])[] = [
    ['mqtt://a@host/db', {}, 'settings.server'],
    ['postgres://host/db', {}, 'settings.server'],
    ['postgres://a@host', {}, 'settings.server'],
    ['postgres://a:secret@host/db', {}, 'settings.server'],
    ['postgres://a@%2Fvar%2Frun/db', {}, 'settings.server'],
    ['postgres://a@host/db?host=/var/run', {}, 'settings.server'],
    ['postgres://a@host/db', { ca: 'x', tls: true }, 'settings.ca'],
    ['postgres://a@host/db', { ca: '-----BEGIN CERTIFICATE-----' }, 'settings.tls'],
    ['postgres://a@host/db', { schema: '' }, 'settings'],
  ];
  for (const [server, settings, at] of wrong)
    await expect(home.desk.add('home', toPostgres(server, settings)), `at ${server}`).rejects.toMatchObject({
      code: 'input.invalid',
      at,
    });
  await expect(home.desk.test('home', toPostgres('postgres://a@169.254.169.254/db'))).rejects.toMatchObject({
    code: 'link.forbidden',
  });
});
