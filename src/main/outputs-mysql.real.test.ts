// Outputs to MariaDB: a real server, over TLS, away, killed, with an account for its table alone, and with a table of somebody else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { OutputChange } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { creation } from '#outputs/mysql/table.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { mariaDb } from '#tools/testkit/mariadb.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 240_000 });

/** A busy machine is slow. */
const soon = { timeout: 40_000 };

const toMysql = (port: number, settings: object = {}, rest: Partial<OutputChange> = {}): OutputChange => ({
  name: 'Database',
  settings: Object.assign({ kind: 'mysql', server: `mysql://anna@127.0.0.1:${port}/home` }, settings),
  isOn: true,
  secret: 'right',
  ...rest,
});

const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const powers = (from: number, to: number): readonly Batch[] =>
  Array.from({ length: to - from }, (_none, index) =>
    batchOf('roof', (from + index) * 1000, { 'pv.power': from + index }),
  );
const all = 'SELECT time, site, device, metric, value, text FROM home.solstead_readings ORDER BY device, metric, time';

test('a row for each value; what comes again is there once; what no column takes is left out and told', async (context) => {
  const server = await mariaDb(context);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toMysql(server.port));
  const text = `On "grid"'); DROP TABLE solstead_readings; -- \\' \0 é 🔋`;
  home.give(
    batchOf('roof', 1_717_236_000_123, { 'pv.power': 1234.5, 'inverter.mode': text, 'grid.power': Number.NaN }),
    batchOf('roof', 1_717_236_000_123, { 'pv.power': 1234.5 }),
    batchOf(`o'dd \`one\` "x" \\`, 1_717_236_001_000, { 'battery.soc': 0.1 + 0.2 }),
  );
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(await server.rows(all)).toEqual([
    {
      time: new Date(1_717_236_001_000),
      site: 'home',
      device: `o'dd \`one\` "x" \\`,
      metric: 'battery.soc',
      value: 0.1 + 0.2,
      text: null,
    },
    {
      time: new Date(1_717_236_000_123),
      site: 'home',
      device: 'roof',
      metric: 'inverter.mode',
      value: null,
      text: text.replace('\0', '�'),
    },
    { time: new Date(1_717_236_000_123), site: 'home', device: 'roof', metric: 'pv.power', value: 1234.5, text: null },
  ]);
  home.give(batchOf('d'.repeat(300), 1000, { 'pv.power': 1 }), batchOf('roof', 2000, { 'pv.power': 2 }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(await stateOf(home)).toMatchObject({ state: 'working', refused: 1, dropped: 0 });
  expect(await server.rows('SELECT COUNT(*) AS n FROM home.solstead_readings')).toEqual([{ n: 4 }]);
});

test('the page shows how the table is made and what to ask it, and both work', async (context) => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/outputs.md'), 'utf8');
  const [made = '', question = ''] = [...page.matchAll(/```mysql\n([\s\S]*?)```/g)].map(([, sql]) => sql);
  expect(made).toContain(creation('solstead_readings'));
  const server = await mariaDb(context);
  await server.rows(`USE home; ${made}`);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toMysql(server.port));
  home.give(batchOf('roof', Date.now(), { 'pv.power': 100 }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect((await server.rows(`USE home; ${question}`)).at(-1)).toMatchObject([{ metric: 'roof', value: 100 }]);
});

test('what came while the server was away, killed or stopped is there once, in the end', async (context) => {
  const server = await mariaDb(context);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toMysql(server.port));
  home.give(...powers(0, 300));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  home.give(...powers(300, 900));
  await server.kill();
  home.give(...powers(900, 1000));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  await server.start();
  await expect.poll(async () => (await stateOf(home))?.waiting, { timeout: 60_000 }).toBe(0);
  await server.stop();
  home.give(...powers(990, 1100));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  await server.start();
  await expect.poll(async () => (await stateOf(home))?.waiting, { timeout: 60_000 }).toBe(0);
  const rows = await server.rows('SELECT value FROM home.solstead_readings ORDER BY time');
  expect(rows.map(({ value }) => value)).toEqual(Array.from({ length: 1100 }, (_none, index) => index));
  expect(await stateOf(home)).toMatchObject({ state: 'working', refused: 0, dropped: 0 });
});

test('an account for the table alone is enough where it is; one that may not write is told', async (context) => {
  const server = await mariaDb(context);
  await server.rows(`USE home; ${creation('solstead_readings')};
    CREATE USER writer IDENTIFIED BY 'right'; GRANT SELECT, INSERT, UPDATE ON home.solstead_readings TO writer;
    CREATE USER nobody IDENTIFIED BY 'right'; GRANT SELECT ON home.solstead_readings TO nobody;`);
  const home = await openOutputHouse(context);
  const as = (name: string) => toMysql(server.port, { server: `mysql://${name}@127.0.0.1:${server.port}/home` });
  const { id } = await home.desk.add('home', as('nobody'));
  home.give(...powers(0, 5));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  expect(JSON.stringify((await stateOf(home))?.trouble)).toContain('command denied');
  expect(await stateOf(home)).toMatchObject({ waiting: 5, refused: 0 });
  await home.desk.change('home', id, as('writer'));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(await server.rows('SELECT COUNT(*) AS n FROM home.solstead_readings')).toEqual([{ n: 5 }]);
});

test('over TLS; a wrong password is told and shown to nobody; a test leaves nothing', async (context) => {
  const { cert, key } = madeCertificate('127.0.0.1', Date.UTC(2100, 0));
  const server = await mariaDb(context, { tls: { cert, key } });
  await server.rows("CREATE USER sealed IDENTIFIED BY 'right' REQUIRE SSL; GRANT ALL ON home.* TO sealed;");
  const home = await openOutputHouse(context);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1000 });
  const address = `mysql://sealed@127.0.0.1:${server.port}/home`;
  const sealed = { server: address, tls: true, ca: cert };
  expect(await home.desk.test('home', toMysql(server.port, sealed))).toMatchObject({
    count: 1,
    samples: [{ to: 'solstead_readings roof pv.power', content: '1970-01-01T00:00:01.000Z 5' }],
  });
  expect(await server.rows('SHOW TABLES FROM home')).toEqual([]);
  for (const settings of [{ server: address }, sealed]) {
    const secret = settings === sealed ? 'not this one' : 'right';
    const failure: unknown = await home.desk
      .test('home', toMysql(server.port, settings, { secret }))
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'output.failed', help: { code: 'help.output-account' } });
    expect(String(failure)).not.toContain('not this one');
  }
  const stranger = madeCertificate('127.0.0.1', Date.UTC(2100, 0)).cert;
  await expect(home.desk.test('home', toMysql(server.port, { ...sealed, ca: stranger }))).rejects.toMatchObject({
    code: 'link.unavailable',
  });
});

test('a table of somebody else, and one of a newer version, are left alone and told', async (context) => {
  const server = await mariaDb(context);
  const home = await openOutputHouse(context);
  await server.rows(
    "CREATE TABLE home.mine (x int); CREATE TABLE home.later (x int) COMMENT 'Readings of Solstead, version 9';",
  );
  const told = async (table: string) =>
    home.desk.test('home', toMysql(server.port, { table })).catch((thrown: unknown) => thrown);
  expect(await told('mine')).toMatchObject({ reason: { code: 'output.table-foreign' } });
  expect(await told('later')).toMatchObject({ reason: { code: 'output.table-newer', params: { version: 9 } } });
  expect(await told('new `one`')).toMatchObject({ count: 0 });
  expect(await server.rows('SHOW TABLES FROM home')).toHaveLength(2);
});

test('what is wrong with the settings is named', async (context) => {
  const home = await openOutputHouse(context);
  const wrong: readonly (readonly [object, string])[] = [
    [{ server: 'postgres://anna@host/home' }, 'settings.server'],
    [{ server: 'mysql://anna:secret@host/home' }, 'settings.server'],
    [{ server: 'mysql://host/home' }, 'settings.server'],
    [{ server: 'mysql://anna@host' }, 'settings.server'],
    [{ ca: 'x' }, 'settings.tls'],
    [{ tls: true, ca: 'x' }, 'settings.ca'],
    [{ table: '' }, 'settings'],
  ];
  for (const [settings, at] of wrong)
    await expect(home.desk.add('home', toMysql(1, settings))).rejects.toMatchObject({ code: 'input.invalid', at });
  const metadata = toMysql(1, { server: 'mysql://anna@169.254.169.254/home' });
  await expect(home.desk.test('home', metadata)).rejects.toMatchObject({ code: 'link.forbidden' });
});
