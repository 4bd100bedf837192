// Outputs to MongoDB: the maker's driver over real sockets against a peer of our own (`tools/testkit/mongo-peer.ts` says what that proves).
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { OutputChange } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { makeMongoLink } from '#transport/mongo-link.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { mongoPeer } from '#tools/testkit/mongo-peer.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 180_000 });

const soon = { timeout: 30_000 };
const toMongo = (port: number, settings: object = {}, rest: Partial<OutputChange> = {}): OutputChange => ({
  name: 'Documents',
  settings: Object.assign({ kind: 'mongodb', server: `mongodb://127.0.0.1:${port}/home` }, settings),
  isOn: true,
  ...rest,
});
const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const powers = (from: number, to: number): readonly Batch[] =>
  Array.from({ length: to - from }, (_none, index) =>
    batchOf('roof', (from + index) * 1000, { 'pv.power': from + index }),
  );

test('a document for each device and moment; what comes again, or in two batches, is one', async (context) => {
  const peer = await mongoPeer(context);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toMongo(peer.port));
  home.give(
    batchOf('roof', 1000, { 'pv.power': 5.5, 'inverter.mode': 'On "$grid"\0', 'grid.power': Number.NaN }),
    batchOf('roof', 1000, { 'battery.soc': 50 }),
    batchOf('roof', 1000, { 'pv.power': 5.5 }),
    batchOf('pack', 1000, { 'battery.power': Number.POSITIVE_INFINITY }),
  );
  await expect.poll(async () => (await stateOf(home))?.sent, soon).toBe(4);
  expect([...(peer.documents.get('home.readings')?.values() ?? [])]).toEqual([
    {
      _id: 'home/roof/1000',
      time: new Date(1000),
      site: 'home',
      device: 'roof',
      values: { pv_power: 5.5, inverter_mode: 'On "$grid"\0', battery_soc: 50 },
    },
  ]);
});

test('what came while it was away, and what it took without saying so, is there once', async (context) => {
  let lost = 2;
  const peer = await mongoPeer(context, {
    instead: (command) => ('update' in command && lost-- > 0 ? 'lost' : undefined),
  });
  const home = await openOutputHouse(context);
  await home.desk.add('home', toMongo(peer.port));
  home.give(...powers(0, 300));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(lost).toBeLessThan(0);
  await peer.stop();
  home.give(...powers(300, 900));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  await peer.start();
  await expect.poll(async () => (await stateOf(home))?.waiting, { timeout: 60_000 }).toBe(0);
  const kept = [...(peer.documents.get('home.readings')?.values() ?? [])];
  expect(kept.map((one) => (one['values'] as { pv_power: number }).pv_power)).toEqual(
    Array.from({ length: 900 }, (_none, index) => index),
  );
});

test('over TLS with an account; a wrong password is told and shown to nobody; a test leaves nothing', async (context) => {
  const { cert, key } = madeCertificate('127.0.0.1', Date.UTC(2100, 0));
  const peer = await mongoPeer(context, { users: { anna: 'right' }, tls: { cert, key } });
  const home = await openOutputHouse(context);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1000 });
  const settings = { server: `mongodb://anna@127.0.0.1:${peer.port}/home`, tls: true, ca: cert };
  expect(await home.desk.test('home', toMongo(peer.port, settings, { secret: 'right' }))).toMatchObject({
    count: 1,
    samples: [{ to: 'readings home/roof/1000' }],
  });
  expect(peer.documents.get('home.readings')?.size).toBe(0);
  await expect(home.desk.test('home', toMongo(peer.port, settings, { secret: 'wrong' }))).rejects.toMatchObject({
    code: 'output.failed',
    help: { code: 'help.output-account' },
  });
  const stranger = madeCertificate('127.0.0.1', Date.UTC(2100, 0)).cert;
  const link = makeMongoLink(
    {
      name: 'mongodb://127.0.0.1',
      host: '127.0.0.1',
      port: peer.port,
      user: '',
      accounts: 'admin',
      database: 'home',
      collection: 'x',
      tls: { ca: stranger },
    },
    { waits: { connectMs: 500, answerMs: 500 } },
  );
  await expect(link.merge([{ id: 'a', set: { x: 1 } }])).rejects.toMatchObject({ code: 'link.unavailable' });
  await link.close();
});

test('a server that does not answer, refuses the account, or will never take a value', async (context) => {
  const silent = await mongoPeer(context, { instead: (command) => ('update' in command ? 'silent' : undefined) });
  const options = { name: 'm', host: '127.0.0.1', user: '', accounts: 'admin', database: 'home', collection: 'x' };
  const link = makeMongoLink({ ...options, port: silent.port }, { waits: { connectMs: 500, answerMs: 700 } });
  context.onTestFinished(() => link.close());
  await expect(link.merge([{ id: 'a', set: { x: 1 } }])).rejects.toMatchObject({ code: 'link.unavailable' });
  const peer = await mongoPeer(context, {
    instead: (command) =>
      JSON.stringify(command['updates'] ?? '').includes('666')
        ? { ok: 1, n: 0, writeErrors: [{ index: 0, code: 121, errmsg: 'Document failed validation' }] }
        : undefined,
  });
  const home = await openOutputHouse(context);
  await home.desk.add('home', toMongo(peer.port));
  home.give(
    batchOf('roof', 1, { 'pv.power': 1 }),
    batchOf('roof', 2, { 'pv.power': 666 }),
    batchOf('roof', 3, { 'pv.power': 3 }),
  );
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(await stateOf(home)).toMatchObject({ refused: 1, state: 'working' });
  expect([...(peer.documents.get('home.readings')?.keys() ?? [])]).toEqual(['home/roof/1', 'home/roof/3']);
});

test('a server that announces gigabytes, or packs what nobody asked for, is left before it fills the memory', async (context) => {
  for (const [bytes, kind] of [
    [0x7fff_ffff, 2013],
    [200, 2012],
  ] as const) {
    let given = 0;
    const header = Buffer.alloc(16);
    header.writeInt32LE(bytes, 0);
    header.writeInt32LE(kind, 12);
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      const pour = (): void => {
        if (socket.destroyed || given > 200_000_000) return;
        given += 65_536;
        if (socket.write(Buffer.alloc(65_536))) setImmediate(pour);
        else socket.once('drain', pour);
      };
      socket.once('data', () => {
        socket.write(header);
        pour();
      });
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    context.onTestFinished(() => void server.close());
    const at = server.address();
    const port = typeof at === 'object' && at !== null ? at.port : 0;
    const options = { name: 'm', host: '127.0.0.1', user: '', accounts: 'admin', database: 'home', collection: 'x' };
    const link = makeMongoLink({ ...options, port }, { waits: { connectMs: 1500, answerMs: 1500 } });
    await expect(link.merge([{ id: 'a', set: { x: 1 } }])).rejects.toMatchObject({ code: 'link.unavailable' });
    await link.close();
    // Some of the buffers of the system for each try.
    expect(given).toBeLessThan(60_000_000);
  }
});

test('what is wrong with the settings is named', async (context) => {
  const home = await openOutputHouse(context);
  const wrong: readonly (readonly [object, string])[] = [
    [{ server: 'mongodb+srv://host/db' }, 'settings.server'],
    [{ server: 'mongodb://host' }, 'settings.server'],
    [{ server: 'mongodb://a:b@host/db' }, 'settings.server'],
    [{ server: 'mongodb://%2Ftmp%2Fmongo.sock/db' }, 'settings.server'],
    [{ server: 'mongodb://host,other/db' }, 'settings.server'],
    [{ server: 'mongodb://host/db?replicaSet=x' }, 'settings.server'],
    [{ ca: '-----BEGIN CERTIFICATE-----' }, 'settings.tls'],
    [{ collection: '$cmd' }, 'settings'],
  ];
  for (const [settings, at] of wrong)
    await expect(home.desk.add('home', toMongo(1, settings))).rejects.toMatchObject({ code: 'input.invalid', at });
  await expect(home.desk.test('home', toMongo(1, { server: 'mongodb://169.254.169.254/db' }))).rejects.toMatchObject({
    code: 'link.forbidden',
  });
});
