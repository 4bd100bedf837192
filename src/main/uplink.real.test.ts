// A home sends its readings to another house over real sockets: what arrives, in which order, and what is left after losses.
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { addRoof, batchAt, openHome, openHubHouse, owner, pointsOf, uplinkTo, until } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

async function hubWithAccount(context: Owner) {
  const hub = await openHubHouse(tempDir(context));
  context.onTestFinished(() => hub.close());
  const account = await hub.house.farHomes.add({ name: 'Summer house', site: 'far' });
  return { hub, account };
}

test('a reading arrives at the far hub, live and in its history, with its device', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const home = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, account) });
  context.onTestFinished(() => home.close());
  await addRoof(home, 'near');
  const atMs = clock.nowMs() - 5000;
  for (let index = 0; index < 5; index += 1) home.hub.ingest(batchAt('near', atMs + index * 1000, 100 + index));
  const far = hub.house.hub.as(owner).site('far');
  await until(() => far.seen().values.some(({ metric, value }) => metric === 'pv.power' && value === 104), 'live');
  expect(far.seen().devices).toMatchObject([{ id: 'roof', name: 'Roof', definition: 'pi30', kind: 'inverter' }]);
  await until(async () => (await hub.house.farHomes.homes())[0]?.taken === 5, 'taken');
  expect(await pointsOf(hub.house, 'far')).toEqual(await pointsOf(home, 'near'));
  expect(await hub.house.farHomes.homes()).toMatchObject([
    { id: account.id, taken: 5, repeated: 0, refused: 0, devices: 1 },
  ]);
});

test('two homes with devices of one name, and two daemons of one home, are told from each other', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const { farHomes } = hub.house;
  await hub.house.hub.addSite({ id: 'other', name: 'Other', timeZone: 'UTC' });
  const second = await farHomes.add({ name: 'Cellar', site: 'far' });
  const third = await farHomes.add({ name: 'Other home', site: 'other' });
  for (const [index, own] of [account, second, third].entries()) {
    const home = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, own) });
    context.onTestFinished(() => home.close());
    await addRoof(home, 'near');
    home.hub.ingest(batchAt('near', clock.nowMs() - 1000, 100 + index));
    await until(async () => (await farHomes.homes()).find(({ id }) => id === own.id)?.taken === 1, 'taken');
  }
  const values = (site: string) =>
    hub.house.hub
      .as(owner)
      .site(site)
      .seen()
      .values.map(({ device, value }) => [device, value]);
  expect(values('far')).toEqual([
    ['roof', 100],
    ['roof-2', 101],
  ]);
  expect(values('other')).toEqual([['roof-3', 102]]);
});

test('names and removals follow; a device that comes back has its id and its past', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const home = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, account) });
  context.onTestFinished(() => home.close());
  await addRoof(home, 'near');
  const { devices } = home.hub.as(owner).site('near');
  const far = () => hub.house.hub.as(owner).site('far').seen().devices;
  await until(() => far().length === 1, 'it appears');
  await devices.change('roof', { name: 'South roof' });
  await until(() => far()[0]?.name === 'South roof', 'its name follows');
  await devices.remove('roof');
  await until(() => far().length === 0, 'it goes');
  await devices.add({ name: 'Roof', protocol: 'pi30', address: 'tcp://127.0.0.1:9', returns: 'roof' });
  await until(() => far().length === 1, 'it is back');
  expect(far()).toMatchObject([{ id: 'roof', name: 'Roof' }]);
});

/** A far side to which anything can be said. */
async function talkTo(port: number, { own = true, path = '/', headers = {} } = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, own ? ['solstead-uplink.1'] : [], { headers });
  const heard: string[] = [];
  const closed = Promise.withResolvers<number>();
  socket.on('message', (data: Buffer) => void heard.push(data.toString('utf8')));
  socket.on('close', (code) => closed.resolve(code));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('open', resolve));
  return { socket, heard, closed: closed.promise, say: (value: unknown) => socket.send(JSON.stringify(value)) };
}

const hello = { type: 'hello', version: 1, home: 'x', software: 'x', start: 'a', freshFrom: 1, oldest: 1 };
const told = { definition: 'pi30', title: 'x', kind: 'inverter', identity: {}, intervalMs: 1000, isOnline: true };

test('whoever does not say who it is, says it wrongly or says too much is cut off', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const stranger = await talkTo(hub.port);
  stranger.say({ type: 'batches', from: 1, batches: [] });
  expect(await stranger.closed).toBe(4401);
  const wrong = await talkTo(hub.port);
  wrong.say({ type: 'auth', clientId: account.id, clientSecret: 'sup_wrong' });
  expect(await wrong.closed).toBe(4401);
  const long = await talkTo(hub.port);
  long.say({ type: 'auth', clientId: account.id, clientSecret: 'x'.repeat(9000) });
  expect(await long.closed).toBe(4429);
  // The main port takes them at its path, and browsers nowhere.
  const main = await talkTo(hub.mainPort, { path: '/api/v1/uplink' });
  main.say({ type: 'auth', clientId: account.id, clientSecret: account.secret });
  await until(() => main.heard.length > 0, 'it is known');
  main.socket.close();
  const browser = new WebSocket(`ws://127.0.0.1:${hub.port}/`, { headers: { origin: 'http://evil.example' } });
  const refused = await new Promise<string>((resolve) => browser.once('error', ({ message }) => resolve(message)));
  expect(refused).toContain('403');
});

test('strangers that say nothing keep no home out, also from the same network', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const strangers = await Promise.all(Array.from({ length: 30 }, () => talkTo(hub.port)));
  const home = await talkTo(hub.port);
  home.say({ type: 'auth', clientId: account.id, clientSecret: account.secret });
  await until(() => home.heard.length > 0, 'it is known');
  // The oldest have gone.
  expect(await strangers[0]?.closed).toBe(4429);
});

const hostile: Readonly<Record<string, unknown>> = {
  'no JSON': '{"type":',
  'deep JSON': `{"type":"batches","from":1,"batches":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
  'ten thousand devices': JSON.stringify({
    type: 'devices',
    devices: Array.from({ length: 10_000 }, (_none, index) => ({ id: `d${index}`, name: 'x' })),
  }),
  'a device without a name': JSON.stringify({ type: 'devices', devices: [{ ...told, id: 'x', name: ' ' }] }),
  'values that are none': JSON.stringify({ type: 'batches', from: 1, batches: [['roof', 1, ['pv.power'], [null]]] }),
  'columns that differ': JSON.stringify({ type: 'batches', from: 1, batches: [['roof', 1, ['pv.power'], []]] }),
  'half a character': JSON.stringify({ type: 'devices', devices: [{ ...told, id: 'x\ud800', name: 'X' }] }),
  'a position that is none': JSON.stringify({ type: 'batches', from: -1, batches: [] }),
};

test.for(Object.entries(hostile))('%s ends the connection, and harms no other', async ([, text], context) => {
  const { hub, account } = await hubWithAccount(context);
  const other = await hub.house.farHomes.add({ name: 'Good', site: 'far' });
  const home = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, other) });
  context.onTestFinished(() => home.close());
  await addRoof(home, 'near');
  const bad = await talkTo(hub.port);
  bad.say({ type: 'auth', clientId: account.id, clientSecret: account.secret });
  bad.say({ ...hello, nowMs: clock.nowMs() });
  bad.socket.send(String(text));
  expect(await bad.closed).toBe(4400);
  home.hub.ingest(batchAt('near', clock.nowMs() - 1000, 7));
  await until(async () => (await hub.house.farHomes.homes()).some(({ taken }) => taken === 1), 'the other goes on');
  expect((await hub.house.farHomes.homes()).find(({ id }) => id === account.id)?.trouble).toBeDefined();
});

test('values of times that nothing can keep are refused, and hold up the history of nobody', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const bad = await talkTo(hub.port);
  bad.say({ type: 'auth', clientId: account.id, clientSecret: account.secret });
  bad.say({ ...hello, nowMs: clock.nowMs() });
  bad.say({ type: 'devices', devices: [{ ...told, id: 'roof', name: 'Roof' }] });
  const times = [-1e300, -8.64e15, -1, 0, 5e-324, clock.nowMs() - 5000.25];
  const batches = times.map((atMs, index) => ['roof', atMs, ['pv.power'], [index]]);
  bad.say({ type: 'batches', lane: 'live', from: 1, batches });
  await until(() => bad.heard.some((text) => text.includes('"ack"')), 'it is taken');
  const points = await pointsOf(hub.house, 'far');
  expect(points.map((point) => point.split(' ')[3])).toEqual(['3', '4', '5']);
  bad.socket.close();
});

test('a message of more than 1 MiB ends the connection; devices and sites of others cannot be named', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  const huge = await talkTo(hub.port);
  huge.say({ type: 'auth', clientId: account.id, clientSecret: account.secret });
  huge.socket.send('x'.repeat(1_100_000));
  expect(await huge.closed).toBe(1009);
  await addRoof(hub.house, 'far', 'Own meter');
  const foreign = await talkTo(hub.port);
  foreign.say({ type: 'auth', clientId: account.id, clientSecret: account.secret });
  foreign.say({ ...hello, nowMs: clock.nowMs() });
  foreign.say({ type: 'devices', devices: [{ ...told, id: 'own-meter', name: 'Mine now', site: 'other' }] });
  foreign.say({ type: 'batches', lane: 'live', from: 1, batches: [['own-meter', clock.nowMs(), ['pv.power'], [66]]] });
  await until(() => foreign.heard.some((text) => text.includes('"ack"')), 'it is taken');
  const { devices, values } = hub.house.hub.as(owner).site('far').seen();
  expect(devices.map(({ id, name }) => [id, name])).toEqual([
    ['own-meter', 'Own meter'],
    ['own-meter-2', 'Mine now'],
  ]);
  expect(values.map(({ device, value }) => [device, value])).toEqual([['own-meter-2', 66]]);
  foreign.socket.close();
});

test('over TLS with an authority of its own; without it nothing is said, not even the account', async (context) => {
  const tls = madeCertificate('hub', clock.nowMs() + 3_600_000);
  const hub = await openHubHouse(tempDir(context), 0, tls);
  context.onTestFinished(() => hub.close());
  const account = await hub.house.farHomes.add({ name: 'Home', site: 'far' });
  const address = `wss://127.0.0.1:${hub.port}/`;
  const stranger = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, account, { address }) });
  context.onTestFinished(() => stranger.close());
  const view = () => stranger.hub.as(owner).site('near').uplink().view();
  await until(async () => (await view()).state?.trouble !== undefined, 'it is told');
  expect((await view()).state).toMatchObject({
    state: 'connecting',
    trouble: { reason: { code: 'uplink.certificate' } },
  });
  expect(await hub.house.farHomes.homes()).toMatchObject([{ taken: 0 }]);
  const uplink = uplinkTo(hub.port, account, { address, ca: tls.cert });
  const home = await openHome(tempDir(context), 'near', { uplink });
  context.onTestFinished(() => home.close());
  await addRoof(home, 'near');
  home.hub.ingest(batchAt('near', clock.nowMs() - 1000, 5));
  await until(async () => (await hub.house.farHomes.homes())[0]?.taken === 1, 'it is taken');
  expect(JSON.stringify(await home.hub.as(owner).site('near').uplink().view())).not.toContain(account.secret);
});

test('a kept secret goes to its hub and account alone', async (context) => {
  const home = await openHome(tempDir(context), 'near');
  context.onTestFinished(() => home.close());
  const uplink = home.hub.as(owner).site('near').uplink();
  const settings = { address: 'ws://127.0.0.1:9/', clientId: 'home-1', form: 'solstead', mayCommand: false } as const;
  await uplink.save({ settings, secret: 'sup_0123456789' });
  await uplink.save({ settings: { ...settings, mayCommand: true } });
  const again = { code: 'input.invalid', at: 'secret', reason: { code: 'secret.again' } };
  const ca = '-----BEGIN CERTIFICATE-----';
  for (const other of [{ address: 'ws://127.0.0.1:10/' }, { clientId: 'home-2' }, { ca }]) {
    const change = { settings: { ...settings, ...other } };
    await expect(uplink.save(change)).rejects.toMatchObject(again);
    await expect(uplink.test(change)).rejects.toMatchObject(again);
  }
  expect((await uplink.view()).settings).toMatchObject({ ...settings, mayCommand: true });
});

test('what a device measures at home counts so at the hub, and what a person says there holds', async (context) => {
  const { hub, account } = await hubWithAccount(context);
  // Its ids are taken here: those that roles name are others.
  const first = await hub.house.farHomes.add({ name: 'First', site: 'far' });
  const before = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, first) });
  context.onTestFinished(() => before.close());
  await addRoof(before, 'near');
  const far = hub.house.hub.as(owner).site('far');
  const measures = (id: string) => far.seen().devices.find((one) => one.id === id)?.measures;
  await until(() => far.seen().devices.length === 1, 'the first home');
  const home = await openHome(tempDir(context), 'near', { uplink: uplinkTo(hub.port, account) });
  context.onTestFinished(() => home.close());
  const near = home.hub.as(owner).site('near');
  await addRoof(home, 'near');
  await near.devices.add({ name: 'Beside', protocol: 'pi30', address: 'tcp://127.0.0.1:8' });
  await near.energy().saveRole({ device: 'beside', role: { kind: 'copy', of: 'roof' } });
  await until(() => measures('beside')?.kind === 'copy', 'the role');
  expect(measures('beside')).toEqual({ kind: 'copy', of: 'roof-2' });
  expect(measures('roof')).toBeUndefined();
  await near.energy().saveRole({ device: 'beside', role: { kind: 'nothing' } });
  await until(() => measures('beside')?.kind === 'nothing', 'the change');
  // Channels and relays have roles of their own.
  const part = (id: string) => hub.house.hub.rolesOf('far').get(id);
  await near.energy().saveRole({ device: 'beside.channel-2', role: { kind: 'pv', of: 'roof', reversed: true } });
  await near.energy().saveRole({ device: 'beside.relay-1', role: { kind: 'circuit', name: 'Boiler' } });
  await until(() => part('beside.relay-1') !== undefined, 'the relay');
  expect(part('beside.channel-2')).toEqual({ kind: 'pv', of: 'roof-2', reversed: true });
  expect(part('beside.relay-1')).toEqual({ kind: 'circuit', name: 'Boiler' });
  await far.energy().saveRole({ device: 'beside.relay-1', role: { kind: 'nothing' } });
  await near.energy().saveRole({ device: 'beside.relay-1', role: { kind: 'circuit', name: 'Sauna' } });
  await far.energy().saveRole({ device: 'beside', role: { kind: 'own' } });
  await near.energy().saveRole({ device: 'beside', role: { kind: 'same-grid', of: 'roof' } });
  await near.devices.change('beside', { name: 'Beside it' });
  await until(() => far.seen().devices.some(({ name }) => name === 'Beside it'), 'its name');
  await clock.sleep(500);
  expect(measures('beside')).toEqual({ kind: 'own' });
  expect(part('beside.relay-1')).toEqual({ kind: 'nothing' });
});
