// Charge points over OCPP, from the socket to the device: they come in, are read and told, come back, and do no harm.
import { once } from 'node:events';
import { expect, test, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { deviceRecord } from '#drivers/testing/emulated.ts';
import { eventually, openedField } from '#drivers/testing/served.ts';
import { testServer } from '#server/testing/test-server.ts';
import { createCar } from '#sim/car.ts';
import { type ChargePointOptions, startChargePoint } from '#sim/ocpp-charge-point.ts';
import { type CentralSystemParts, openCentralSystem } from '#transport/ocpp/central-system.ts';

const password = 'a-s3cret';
const identity = 'CP-1';
const device = { ...deviceRecord('charger', 'ocpp16'), address: `ocpp://${identity}` };

async function served(ctx: TestContext, parts: Partial<CentralSystemParts> = {}) {
  const lines: string[] = [];
  const central = openCentralSystem({
    clock,
    warn: (line) => void lines.push(line),
    isPassword: async (who, given) => given === password && who.startsWith('CP-'),
    accepts: (_, tag) => tag !== 'thief',
    ...parts,
  });
  ctx.onTestFinished(() => central.close());
  const server = await testServer(ctx, { chargerDoor: () => central.upgrade });
  const { field, heard } = openedField(ctx, { chargePoints: central });
  const url = (id = identity) => `ws://127.0.0.1:${server.port}/ocpp/${id}`;
  const point = (options: Partial<ChargePointOptions> = {}) => {
    const car = options.car ?? createCar({ reactsMs: 200 });
    const made = startChargePoint({ server: url(), identity, password, clock, car, ...options });
    ctx.onTestFinished(() => made.close());
    return made;
  };
  const latest = (metric: string): unknown =>
    heard.batches.reduce<unknown>((last, batch) => {
      const at = batch.metric.findIndex((one) => one === metric);
      return at < 0 ? last : batch.value[at];
    }, undefined);
  return { central, field, url, point, latest, lines, heard };
}

const set = (setPoint: 'charger.enabled' | 'charger.current.limit' | 'charger.phases', value: number) =>
  ({ device: 'charger', target: { setPoint }, value, origin: 'person' }) as const;

test('a charge point is found, tried, set up, read, limited, paused and let go on', {
  timeout: 60_000,
}, async (ctx) => {
  const { field, point, latest } = await served(ctx);
  const emulated = point({ speed: 20 });
  await eventually(() =>
    expect(field.found()).toMatchObject([{ protocol: 'ocpp16', address: 'ocpp://CP-1', name: 'Emulated One' }]),
  );
  expect(await field.testDevice('ocpp://CP-1', 'ocpp16')).toMatchObject({
    kind: 'charger',
    proposedName: 'Emulated One',
    plausibility: { code: 'charger.knocks' },
  });
  await field.start(device);
  await eventually(() => expect(field.status('charger')).toMatchObject({ state: 'online' }), 20_000);
  await eventually(() => expect(latest('charger.state')).toBe('available'));
  expect(field.found()).toEqual([]);
  emulated.plug();
  await eventually(() => expect(latest('charger.power')).toBeGreaterThan(10_000), 20_000);
  expect([latest('charger.plugged'), latest('charger.state')]).toEqual([1, 'charging']);
  expect(latest('charger.voltage.l2')).toBe(230.1);
  expect(latest('car.soc')).toBeGreaterThan(39);
  expect(await field.set(set('charger.current.limit', 8))).toMatchObject({ outcome: 'confirmed', after: 8 });
  expect(emulated.limitA).toBe(8);
  await eventually(() => expect(latest('charger.current.l1')).toBe(8), 20_000);
  expect(await field.set(set('charger.phases', 1))).toMatchObject({ outcome: 'confirmed', after: 1 });
  await eventually(() => expect(latest('charger.current.l3')).toBe(0), 20_000);
  expect(await field.set(set('charger.enabled', 0))).toMatchObject({ outcome: 'confirmed', after: 0 });
  await eventually(() => expect([latest('charger.power'), latest('charger.state')]).toEqual([0, 'suspended-evse']));
  expect(await field.set(set('charger.enabled', 1))).toMatchObject({ outcome: 'confirmed', after: 1 });
  await eventually(() => expect(latest('charger.state')).toBe('charging'), 20_000);
  expect(emulated.errors).toEqual([]);
  emulated.unplug();
  await eventually(() => expect([latest('charger.plugged'), latest('charger.power')]).toEqual([0, 0]));
});

test('one without profiles is stopped and begun, and its network may go and come', {
  timeout: 120_000,
}, async (ctx) => {
  const { field, point, latest } = await served(ctx);
  await field.start(device);
  const emulated = point({ isPlain: true, speed: 20 });
  emulated.plug();
  await eventually(() => expect(latest('charger.state')).toBe('charging'), 20_000);
  expect(await field.set(set('charger.enabled', 0))).toMatchObject({ outcome: 'confirmed' });
  await eventually(() => expect(emulated.status).toBe('Finishing'));
  await expect(field.set(set('charger.current.limit', 10))).rejects.toMatchObject({ code: 'command.refused' });
  emulated.setOffline(true);
  await eventually(() => expect(field.status('charger')).toMatchObject({ state: 'offline' }));
  await expect(field.set(set('charger.enabled', 1))).rejects.toMatchObject({ code: 'device.offline' });
  emulated.setOffline(false);
  await eventually(() => expect(field.status('charger')).toMatchObject({ state: 'online' }), 20_000);
  expect(await field.set(set('charger.enabled', 1))).toMatchObject({ outcome: 'confirmed' });
  await eventually(() => expect(latest('charger.state')).toBe('charging'), 20_000);
});

test('a car that sleeps is woken by a charge that is ended and begun', async (ctx) => {
  const { field, point, latest } = await served(ctx);
  await field.start(device);
  const car = createCar({ reactsMs: 200, sleepsAfterMs: 10_000 });
  const emulated = point({ car, speed: 20, wakesByStart: true });
  emulated.plug();
  await eventually(() => expect(latest('charger.state')).toBe('charging'), 20_000);
  await field.set(set('charger.enabled', 0));
  await eventually(() => expect([car.isAsleep, emulated.status]).toEqual([true, 'SuspendedEVSE']));
  await field.set(set('charger.enabled', 1));
  await eventually(() => expect(latest('charger.state')).toBe('suspended-ev'));
  // The pause that wakes it.
  expect(await field.set(set('charger.enabled', 0))).toMatchObject({ outcome: 'confirmed' });
  await eventually(() => expect(emulated.status).toBe('Finishing'));
  expect(await field.set(set('charger.enabled', 1))).toMatchObject({ outcome: 'confirmed' });
  await eventually(() => expect(latest('charger.state')).toBe('charging'));
});

test('set up to be paused by ending its charge, it is ended and begun again', async (ctx) => {
  const { field, point, latest } = await served(ctx);
  await field.start({ ...device, address: `${device.address}?pause=stop` });
  const emulated = point({ speed: 20 });
  emulated.plug();
  await eventually(() => expect(latest('charger.state')).toBe('charging'), 20_000);
  expect(await field.set(set('charger.enabled', 0))).toMatchObject({ outcome: 'confirmed', after: 0 });
  await eventually(() => expect([emulated.status, emulated.transaction]).toEqual(['Finishing', undefined]));
  expect(await field.set(set('charger.enabled', 1))).toMatchObject({ outcome: 'confirmed', after: 1 });
  await eventually(() => expect(latest('charger.state')).toBe('charging'));
  expect(emulated.errors).toEqual([]);
});

test('without this program a charge point falls back to the least that cars take', async (ctx) => {
  const { field, point, central } = await served(ctx);
  await field.start(device);
  const emulated = point();
  emulated.plug();
  await eventually(() => expect(field.status('charger')).toMatchObject({ state: 'online' }), 20_000);
  await field.set(set('charger.current.limit', 16));
  expect(emulated.limitA).toBe(16);
  central.close();
  // A quarter of an hour later, by its own clock.
  ctx.onTestFinished(() => undefined);
  const later = clock.nowMs() + 16 * 60_000;
  Object.defineProperty(clock, 'nowMs', { value: () => later, configurable: true });
  try {
    expect(emulated.limitA).toBe(6);
  } finally {
    Object.defineProperty(clock, 'nowMs', { value: () => Date.now(), configurable: true });
  }
});

/** What a refused socket is answered. */
async function statusOf(socket: WebSocket): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  socket.once('unexpected-response', (_, response) => resolve(response.statusCode));
  return promise;
}

/** A socket of a test, and what it is told. */
function knock(ctx: TestContext, url: string, { given = password, name = identity } = {}) {
  const authorization = `Basic ${Buffer.from(`${name}:${given}`).toString('base64')}`;
  const socket = new WebSocket(url, ['ocpp1.6'], { headers: { authorization } });
  ctx.onTestFinished(() => socket.terminate());
  const said: unknown[] = [];
  socket.on('message', (data: Buffer) => void said.push(JSON.parse(data.toString())));
  socket.on('error', () => undefined);
  return { socket, said, send: (...frame: unknown[]) => socket.send(JSON.stringify(frame)) };
}

test('who has no password, another one or another id does not get in, and learns nothing of who is known', async (ctx) => {
  const { field, url, lines, central } = await served(ctx);
  await field.start(device);
  const boot = { chargePointVendor: 'Thief', chargePointModel: 'T1' };
  const answersOf = async (to: string, authorization: string | undefined): Promise<readonly unknown[]> => {
    const socket = new WebSocket(to, ['ocpp1.6'], { headers: authorization === undefined ? {} : { authorization } });
    ctx.onTestFinished(() => socket.terminate());
    const said: unknown[] = [];
    socket.on('message', (data: Buffer) => void said.push(JSON.parse(data.toString())));
    await once(socket, 'open');
    socket.send(JSON.stringify([2, '1', 'BootNotification', boot]));
    socket.send(JSON.stringify([2, '2', 'Authorize', { idTag: 'x' }]));
    await eventually(() => expect(said.length).toBe(2));
    return said;
  };
  const rejected = [
    [3, '1', { status: 'Rejected' }],
    [4, '2', 'SecurityError', '', {}],
  ];
  for (const given of ['wrong', undefined]) {
    const basic = (name: string) => (given === undefined ? undefined : `Basic ${btoa(`${name}:${given}`)}`);
    expect(await answersOf(url(), basic(identity))).toMatchObject(rejected);
    // The same to one that nobody knows.
    expect(await answersOf(url('Nobody'), basic('Nobody'))).toMatchObject(rejected);
  }
  // The password of one is not that of another, under whatever name it is given.
  expect(await answersOf(url(), `Basic ${btoa(`CP-2:${password}`)}`)).toMatchObject(rejected);
  expect(field.status('charger')).not.toMatchObject({ state: 'online' });
  // Its people are told what is the matter.
  expect(field.status('charger').failure?.error.code).toBe('access.credentials');
  expect(central.waiting()).toMatchObject([
    { identity, isRefused: true, maker: 'Thief' },
    { identity: 'Nobody', isRefused: false },
  ]);
  expect(lines.join(' ')).not.toContain(password);
  expect(lines.length).toBe(1);
  // Without a basic account the password stands in the address.
  const inPath = new WebSocket(url().replace(identity, `${password}/${identity}`), ['ocpp1.6']);
  ctx.onTestFinished(() => inPath.terminate());
  await once(inPath, 'open');
});

test('a browser, another protocol and an address that is none are refused', async (ctx) => {
  const { field, url } = await served(ctx);
  await field.start(device);
  const authorization = `Basic ${btoa(`${identity}:${password}`)}`;
  const lured = new WebSocket(url(), ['ocpp1.6'], { headers: { authorization }, origin: 'http://127.0.0.1:1' });
  expect(await statusOf(lured)).toBe(403);
  const other = new WebSocket(url(), ['ocpp2.0.1'], { headers: { authorization } });
  other.on('error', () => undefined);
  await new Promise((resolve) => other.once('close', resolve));
  for (const path of ['%', '%2e%2e', 'a%20b', 'x'.repeat(200)]) {
    const socket = new WebSocket(url(path), ['ocpp1.6']);
    expect([path, Number(await statusOf(socket)) >= 400]).toEqual([path, true]);
  }
});

test('strangers crowd out nobody: they may say who they are, and no more', async (ctx) => {
  const { central, url, field } = await served(ctx);
  const honest = knock(ctx, url('Wallbox'), { given: '', name: 'Wallbox' });
  await once(honest.socket, 'open');
  honest.send(2, '1', 'BootNotification', { chargePointVendor: 'Honest', chargePointModel: 'H1' });
  honest.send(2, '2', 'StartTransaction', {
    connectorId: 1,
    idTag: 'x',
    meterStart: 0,
    timestamp: '2026-01-01T00:00:00Z',
  });
  await eventually(() =>
    expect(honest.said).toMatchObject([
      [3, '1', { status: 'Rejected' }],
      [4, '2', 'SecurityError', '', {}],
    ]),
  );
  for (let count = 0; count < 60; count += 1) knock(ctx, url(`guess-${count}`), { name: `guess-${count}` });
  await eventually(() => expect(central.waiting().length).toBe(10));
  expect(field.found().length).toBeLessThanOrEqual(10);
});

test('floods, giant frames and nonsense end the connection of whoever sends them, and of nobody else', {
  timeout: 30_000,
}, async (ctx) => {
  const { field, url, point, lines, latest } = await served(ctx);
  await field.start(device);
  await field.start({ ...deviceRecord('other', 'ocpp16'), address: 'ocpp://CP-2' });
  const good = point();
  await eventually(() => expect(latest('charger.state')).toBe('available'), 20_000);
  const hostile = () => knock(ctx, url('CP-2'), { name: 'CP-2' });
  const giant = hostile();
  await once(giant.socket, 'open');
  giant.socket.send('x'.repeat(300 * 1024));
  expect((await once(giant.socket, 'close'))[0]).toBe(1009);
  const flood = hostile();
  await once(flood.socket, 'open');
  for (let count = 0; count < 2000; count += 1) flood.send(2, String(count), 'Heartbeat', {});
  expect((await once(flood.socket, 'close'))[0]).toBe(1008);
  expect(flood.said.length).toBeLessThan(400);
  expect(lines.some((line) => line.includes('says too much'))).toBe(true);
  const nonsense = hostile();
  await once(nonsense.socket, 'open');
  for (const text of [
    '{',
    '[]',
    '[2]',
    '[2,"a"]',
    '[2,"a","Heartbeat",[]]',
    '["2","a","Heartbeat",{}]',
    '[2,{},"x",{}]',
  ])
    nonsense.socket.send(text);
  nonsense.send(2, 'b', 'MeterValues', { connectorId: 1, meterValue: 'x' });
  nonsense.send(2, 'c', 'Bogus', {});
  nonsense.send(3, 'nobody-asked', {});
  await eventually(() =>
    expect(nonsense.said.slice(-2)).toMatchObject([
      [4, 'b', 'FormationViolation', '', {}],
      [4, 'c', 'NotImplemented', '', {}],
    ]),
  );
  for (let count = 0; count < 40; count += 1) nonsense.socket.send('{');
  expect((await once(nonsense.socket, 'close'))[0]).toBe(1002);
  const binary = hostile();
  await once(binary.socket, 'open');
  binary.socket.send(Buffer.alloc(10));
  expect((await once(binary.socket, 'close'))[0]).toBe(1003);
  expect([good.isConnected, field.status('charger').state]).toEqual([true, 'online']);
});

/** What was answered, by the id of the call. */
const answersIn = (said: readonly unknown[]): readonly (readonly [string, Readonly<Record<string, unknown>>])[] =>
  said.flatMap((frame) => {
    const parts: readonly unknown[] = Array.isArray(frame) ? frame : [];
    const [type, id, payload] = parts;
    return type === 3 && isRecord(payload) ? [[String(id), payload] as const] : [];
  });

test('a repeated call is answered alike and done once; a transaction has one number; a thief gets none', async (ctx) => {
  const told: unknown[] = [];
  const { field, url, central } = await served(ctx);
  await field.start(device);
  central.link.subscribe('ocpp/+/+/transaction', ({ payload }) =>
    told.push(JSON.parse(Buffer.from(payload).toString())),
  );
  const start = { connectorId: 1, idTag: 'card', meterStart: 500, timestamp: new Date().toISOString() };
  const first = knock(ctx, url());
  await once(first.socket, 'open');
  first.send(2, 'same', 'StartTransaction', start);
  first.send(2, 'same', 'StartTransaction', start);
  await eventually(() => expect(answersIn(first.said).length).toBe(2));
  const [one, other] = answersIn(first.said);
  expect(one).toEqual(other);
  expect(told.length).toBe(1);
  // Its answer was lost, and it comes again with another id.
  const again = knock(ctx, url());
  await once(again.socket, 'open');
  await once(first.socket, 'close');
  again.send(2, 'other', 'StartTransaction', start);
  again.send(2, 'stolen', 'StartTransaction', { ...start, idTag: 'thief', meterStart: 1 });
  again.send(2, 'old', 'StopTransaction', { transactionId: 7, meterStop: 1e9, timestamp: 'yesterday' });
  await eventually(() => expect(answersIn(again.said).length).toBe(3));
  const answers = new Map(answersIn(again.said));
  const number = one?.[1]['transactionId'];
  expect(answers.get('other')).toMatchObject({ transactionId: number, idTagInfo: { status: 'Accepted' } });
  expect(answers.get('stolen')).toMatchObject({ idTagInfo: { status: 'Invalid' } });
  expect(told).toMatchObject([
    { transaction: number, startWh: 500, tag: 'card' },
    { transaction: number },
    { transaction: 7, stopWh: 1e9 },
  ]);
});
