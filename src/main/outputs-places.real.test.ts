// What else happens between an output and its place: a certificate that is another one, a name that nobody knows, a disk that is full, and
// nobody who hears.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { messageOf } from '#core/errors.ts';
import type { OutputSettings } from '#core/output.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { makeMemoryLeases } from '#store/memory-leases.ts';
import { doWithout } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { tlsWay } from '#tools/testkit/tls-way.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';
import { servedKinds } from './testing/output-servers.ts';
import { webService } from './testing/web-stub.ts';

vi.setConfig({ testTimeout: 180_000 });

const soon = { timeout: 60_000, interval: 100 };
const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const powers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_none, index) =>
    batchOf('roof', (from + index) * 1000, { 'pv.power': from + index }),
  );
const upTo = (count: number) => Array.from({ length: count }, (_none, index) => index);

/** Settings for TLS of kinds whose connections begin with it. */
const sealed: Readonly<Record<string, (settings: OutputSettings, ca: string) => object>> = {
  webhook: (settings, ca) => ({ ...settings, server: serverOf(settings).replace('http:', 'https:'), ca }),
  mqtt: (settings, ca) => ({ ...settings, server: serverOf(settings).replace('mqtt:', 'mqtts:'), ca }),
  mongodb: (settings, ca) => ({ ...settings, tls: true, ca }),
  nats: (settings, ca) => ({ ...settings, server: serverOf(settings).replace('nats:', 'tls:'), ca }),
};
const serverOf = (settings: OutputSettings): string => ('server' in settings ? String(settings.server) : '');

test.for(Object.keys(sealed))(
  '%s: a certificate that is another one is told and gets nothing; what waits arrives with the right one',
  async (kind, context) => {
    const server = await servedKinds[kind]?.start(context);
    const withTls = sealed[kind];
    if (server === undefined || withTls === undefined) throw new TypeError(`no ${kind}`);
    const [right, other] = [
      madeCertificate('127.0.0.1', Date.UTC(2100, 0)),
      madeCertificate('127.0.0.1', Date.UTC(2100, 0)),
    ];
    const way = await tlsWay(context, server.port, right);
    const home = await openOutputHouse(context);
    const settings = withTls(server.settings(way.port), right.cert) as OutputSettings;
    const { id } = await home.desk.add('home', { name: kind, settings, isOn: true });
    home.give(...powers(0, 5));
    await expect.poll(() => server.powersOf('roof'), soon).toHaveLength(5);
    await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
    way.show(other);
    const { received } = way;
    home.give(...powers(5, 10));
    await expect
      .poll(async () => JSON.stringify((await stateOf(home))?.trouble?.reason), soon)
      .toMatch(/certificate|self.signed/i);
    expect(await stateOf(home)).toMatchObject({ state: 'failing', waiting: 5, refused: 0 });
    expect(way.received).toBe(received);
    // A person looked at it, and says that it is right.
    await home.desk.change('home', id, {
      name: kind,
      settings: { ...settings, ca: other.cert } as OutputSettings,
      isOn: true,
    });
    await expect.poll(() => server.powersOf('roof'), soon).toEqual(upTo(10));
    expect(await stateOf(home)).toMatchObject({ state: 'working', refused: 0, dropped: 0 });
  },
);

test.for([
  ['webhook', 'http://nobody.invalid'],
  ['mqtt', 'mqtt://nobody.invalid'],
  ['postgres', 'postgres://anna@nobody.invalid/home'],
  ['mongodb', 'mongodb://nobody.invalid/home'],
  ['nats', 'nats://nobody.invalid'],
])(
  '%s: a name that nobody knows is told; once the address is right all arrives',
  async ([kind = '', address = ''], context) => {
    const home = await openOutputHouse(context);
    const { id } = await home.desk.add('home', {
      name: kind,
      settings: { kind, server: address } as OutputSettings,
      isOn: true,
    });
    home.give(...powers(0, 5));
    await expect
      .poll(async () => JSON.stringify((await stateOf(home))?.trouble?.reason), soon)
      .toMatch(/host\.(unknown|no-lookup)|ENOTFOUND|EAI_AGAIN/);
    expect(await stateOf(home)).toMatchObject({ state: 'failing', waiting: 5 });
    const service = await webService(context, () => ({ status: 200 }));
    await home.desk.change('home', id, {
      name: kind,
      settings: { kind: 'webhook', server: service.url } as OutputSettings,
      isOn: true,
    });
    await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
    expect(service.asked.flatMap(({ body }) => JSON.parse(body) as unknown[])).toHaveLength(5);
  },
);

/** A disk of 2 MiB of which all but 64 KiB is taken. */
function fullDisk(context: TestContext): { readonly path: string; free(): void } {
  const path = tempDir(context);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=0700', 'solstead-test', path], { stdio: 'pipe' });
  } catch (thrown) {
    doWithout(context, `a small disk cannot be mounted here: ${messageOf(thrown)}`);
  }
  context.onTestFinished(() => void execFileSync('umount', ['-l', path]));
  const ballast = join(path, 'ballast');
  writeFileSync(ballast, new Uint8Array(2 ** 21 - 2 ** 16));
  return { path, free: () => rmSync(ballast) };
}

test('a full disk below the spool is told, delivers on, and loses nothing while the process lives', async (context) => {
  const { path, free } = fullDisk(context);
  const service = await webService(context, () => ({ status: isAway ? 503 : 200 }));
  let isAway = true;
  const home = await openOutputHouse(context, { folder: join(path, 'data') });
  await home.desk.add('home', {
    name: 'Web',
    settings: { kind: 'webhook', server: service.url } as OutputSettings,
    isOn: true,
  });
  home.give(...powers(0, 3000));
  await expect
    .poll(async () => JSON.stringify((await stateOf(home))?.trouble?.reason), soon)
    .toMatch(/ENOSPC|full|no space/i);
  expect(await stateOf(home)).toMatchObject({ dropped: 0, refused: 0, waiting: 3000 });
  isAway = false;
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  const taken = service.asked
    .slice(-15)
    .flatMap(({ body }) => JSON.parse(body) as { values: Record<string, number> }[]);
  expect(taken.map(({ values }) => values['pv.power']).at(-1)).toBe(2999);
  free();
  home.give(...powers(3000, 3010));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  await home.consumer.flush();
  expect(await stateOf(home)).toMatchObject({ state: 'working', dropped: 0 });
});

test('datagrams to nobody harm nobody, and are heard once somebody listens', async (context) => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  const home = await openOutputHouse(context);
  await home.desk.add('home', {
    name: 'UDP',
    settings: { kind: 'udp', server: `udp://127.0.0.1:${port}` } as OutputSettings,
    isOn: true,
  });
  home.give(batchOf('roof', Date.now(), { 'pv.power': 1 }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  const heard: string[] = [];
  const again = createSocket('udp4')
    .on('message', (bytes) => heard.push(bytes.toString()))
    .bind(port, '127.0.0.1');
  context.onTestFinished(() => void again.close());
  await once(again, 'listening');
  home.give(batchOf('roof', Date.now(), { 'pv.power': 2 }));
  await expect.poll(() => heard.join(' '), soon).toContain('"pv.power":2');
});

test('a place that one output alone may have is refused to another; it may be changed where it is', async (context) => {
  const { desk } = await openOutputHouse(context);
  const as = (name: string, settings: object) => ({ name, settings: settings as OutputSettings, isOn: false });
  const [server, same] = ['mqtt://anna@broker.local', 'mqtt://BROKER.local:1883'];
  const taken = { code: 'input.invalid', at: 'settings.prefix', reason: { code: 'output.place-taken' } };
  const entities = await desk.add('home', as('Entities', { kind: 'home-assistant', server }));
  const plain = as('Plain', { kind: 'mqtt', server: same });
  await expect(desk.add('home', plain)).rejects.toMatchObject(taken);
  const beside = as('Plain', { kind: 'mqtt', server: same, prefix: 'solstead/home/plain' });
  const { id } = await desk.add('home', beside);
  await expect(desk.change('home', id, plain)).rejects.toMatchObject(taken);
  await desk.change('home', id, { ...beside, name: 'Renamed' });
  await desk.remove('home', entities.id);
  await desk.change('home', id, plain);
  const file = { kind: 'prometheus-file', file: 'house.prom' };
  await desk.add('home', as('File', file));
  await expect(desk.add('home', as('Other', file))).rejects.toMatchObject({ ...taken, at: 'settings.file' });
  const gateway = { kind: 'prometheus-push-gateway', server: 'http://gateway.local:9091' };
  await desk.add('home', as('Gateway', gateway));
  await expect(desk.add('home', as('Other', gateway))).rejects.toMatchObject({ ...taken, at: 'settings.job' });
});

test('two homes do not share topics at a broker outside; which output of the other has them is not told', async (context) => {
  const { desk } = await openOutputHouse(context);
  const site = { id: 'cabin', name: 'Cabin', timeZone: 'Europe/Berlin' };
  const facts = { site, devices: () => [], device: () => undefined, metric: () => undefined };
  const cabin = await desk.consumer(facts, await makeMemoryLeases().hold('cabin'));
  context.onTestFinished(() => cabin.close());
  const as = (settings: object) => ({ name: 'Secret name', settings: settings as OutputSettings, isOn: false });
  const shared = as({ kind: 'mqtt', server: 'mqtt://broker.local', prefix: 'house' });
  await desk.add('home', shared);
  const refused = await desk.add('cabin', shared).catch((error: unknown) => error);
  expect(refused).toMatchObject({ at: 'settings.prefix', reason: { code: 'output.place-elsewhere' } });
  expect(messageOf(refused)).not.toContain('Secret name');
  await desk.add('cabin', as({ kind: 'mqtt', server: 'mqtt://broker.local', prefix: 'cabin' }));
  const file = as({ kind: 'prometheus-file', file: 'house.prom' });
  await desk.add('home', file);
  await desk.add('cabin', file);
});
