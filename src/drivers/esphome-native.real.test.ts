// ESPHome nodes over their native API through the field, over real sockets: found, tested, read, set, lost and back, in the clear and
// sealed; and each way in which key or password are wrong.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { createEsphomeNode } from '#sim/esphome-node.ts';
import { type NodeServerOptions, startNodeServer } from '#sim/esphome-server.ts';
import { makeLink } from '#transport/open-link.ts';
import { deviceRecord } from './testing/emulated.ts';
import { eventually, livingHome, openedField } from './testing/served.ts';
import { caught } from './testing/wires.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');
const otherKey = Buffer.from('fedcba9876543210fedcba9876543210').toString('base64');

type Kind = 'plug' | 'meter' | 'battery' | 'inverter';

async function node(
  context: TestContext,
  kind: Kind,
  { known, ...options }: Partial<NodeServerOptions> & { readonly known?: string | undefined } = {},
) {
  const home = livingHome();
  const setRelay: Parameters<typeof createEsphomeNode>[1]['setRelay'] = (index, isOn) =>
    home.plant.setRelay(index, isOn);
  const made = createEsphomeNode(`esphome-native-${kind}`, { read: home.read, setRelay });
  if (made === undefined) throw new TypeError('no node');
  const server = await startNodeServer({ node: made, clock, ...options });
  context.onTestFinished(() => server.close());
  const kept = new Map(known === undefined ? [] : [['device.node', known]]);
  const secrets = {
    async read(ref: string) {
      const text = kept.get(ref);
      return text === undefined ? undefined : makeSecret(text);
    },
  };
  const opened = openedField(context, { makeLink: (address) => makeLink(address, { clock, secrets }) });
  const record = { ...deviceRecord('node', `esphome-native-${kind}`, { liveSeconds: 1, retries: 0 }) };
  return { home, server, record: { ...record, address: server.address }, ...opened };
}

const ways = [
  ['in the clear', {}, undefined],
  ['with a key', { key }, key],
  ['with the password of an old node', { password: 'open sesame' }, 'open sesame'],
  ['new, in the clear', { isNew: true }, undefined],
  ['new, with a key', { isNew: true, key }, key],
] as const;

describe.each(ways)('a node %s', (_title, options, known) => {
  test('is tested, with its identity', async (context) => {
    const { server, field } = await node(context, 'plug', options);
    const password = known === undefined ? {} : { password: makeSecret(known) };
    const tested = await field.testDevice(server.address, 'esphome-native-plug', password);
    expect(tested).toMatchObject({
      proposedName: 'Washing machine',
      identity: { serial: 'AC:BC:32:89:0E:A9', model: 'Washing machine' },
    });
    const byName = new Map(tested.values.map(({ name, ...value }) => [name, value]));
    expect(byName.get('power')).toMatchObject({ metric: 'relay.power.1', unit: 'W' });
    expect(byName.get('energy')).toMatchObject({ metric: 'load.energy', value: 1234.5 });
    expect(byName.get('internal_temperature')).toMatchObject({ value: 47.8 });
    expect(byName.get('ip_address')).toMatchObject({ value: '192.168.1.77' });
    expect(byName.has('humidity')).toBe(false);
  });

  test('is read and switched', { timeout: 120_000 }, async (context) => {
    const { field, heard, home, record } = await node(context, 'plug', { ...options, known });
    await field.start(record);
    await eventually(() => expect(field.status('node').state).toBe('online'));
    await eventually(() => expect(heard.batches.flatMap(({ metric }) => metric)).toContain('relay.power.1'));
    for (const value of [0, 1, 0] as const) {
      const set = { device: 'node', target: { setPoint: 'relay.on.1' }, value, origin: 'person' } as const;
      expect(await field.set(set)).toMatchObject({ outcome: 'confirmed' });
      expect(home.plant.snapshot().relays[0].isOn).toBe(value === 1);
    }
    const settings = [
      ['brightness', 0.75, 'confirmed'],
      ['mode', 'Night only', 'confirmed'],
    ] as const;
    for (const [setting, value, outcome] of settings)
      expect(await field.set({ device: 'node', target: { setting }, value, origin: 'person' })).toMatchObject({
        outcome,
      });
  });
});

test('what is there is found, by what it has', { timeout: 120_000 }, async (context) => {
  for (const kind of ['plug', 'meter', 'battery', 'inverter'] as const) {
    const { server, field } = await node(context, kind, { key });
    const tested = await field.testDevice(server.address, undefined, { password: makeSecret(key) });
    expect(tested).toMatchObject({ protocol: `esphome-native-${kind}` });
    expect(tested.plausibility.code).toBe('test.plausible');
  }
});

test('the powers of an inverter and of a battery are in the signs of the catalogue', async (context) => {
  const { server, field, home } = await node(context, 'inverter');
  const { values } = await field.testDevice(server.address, 'esphome-native-inverter');
  const power = (metric: string): number => Number(values.find((one) => one.metric === metric)?.value);
  expect(power('load.power')).toBeCloseTo(power('pv.power') + power('grid.power') + power('battery.power'), -1);
  const other = await node(context, 'battery');
  const tested = await other.field.testDevice(other.server.address, 'esphome-native-battery');
  const shown = new Map(tested.values.map(({ metric, value }) => [metric, value]));
  expect(shown.get('battery.power')).toBeCloseTo(home.read().battery.powerW, -2);
  // Its sign is not told by anything.
  expect(shown.has('battery.current')).toBe(false);
  expect(shown.get('battery.cell.voltage.4')).toBeGreaterThan(2);
});

const refused = [
  ['key needed', { key }, undefined, 'esphome.no-key'],
  ['wrong key', { key }, otherKey, 'esphome.wrong-key'],
  ['a password where a key is needed', { key }, 'open sesame', 'esphome.no-key'],
  ['no key on the node', {}, key, 'esphome.not-sealed'],
  ['password needed', { password: 'open sesame' }, undefined, 'esphome.no-password'],
  ['wrong password', { password: 'open sesame' }, 'open window', 'esphome.wrong-password'],
] as const;

test.for(refused)('%s: told, with what helps', async ([, options, given, code], context) => {
  const { server, field } = await node(context, 'plug', options);
  const watch = given === undefined ? {} : { password: makeSecret(given) };
  const error = await caught(field.testDevice(server.address, 'esphome-native-plug', watch));
  expect(error).toMatchObject({ code: 'link.forbidden', reason: { code } });
  expect(JSON.stringify(error)).not.toContain(given ?? 'nothing was given');
  expect(JSON.stringify(error)).toContain('help.esphome-');
});

test('nothing listens, something else listens, it says nothing: told', { timeout: 120_000 }, async (context) => {
  const { server, field } = await node(context, 'plug');
  const { address } = server;
  await server.faults.set({ garbage: 'instead' });
  expect(await caught(field.testDevice(address, 'esphome-native-plug'))).toMatchObject({
    code: 'link.unavailable',
  });
  await server.close();
  expect(await caught(field.testDevice(address, 'esphome-native-plug'))).toMatchObject({
    code: 'link.unavailable',
    reason: { code: 'host.refused' },
    help: { code: 'help.esphome-away' },
  });
  const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  context.onTestFinished(() => void web.close());
  const bound = web.address();
  const port = typeof bound === 'object' ? bound?.port : 0;
  expect(await caught(field.testDevice(`esphome://127.0.0.1:${port}`, 'esphome-native-plug'))).toMatchObject({
    reason: { code: 'esphome.no-node' },
  });
});

test('a node that is lost is offline, and back by itself; its questions are answered', {
  timeout: 60_000,
}, async (context) => {
  const { field, server, record, heard } = await node(context, 'meter', { key, known: key });
  await field.start(record);
  await eventually(() => expect(field.status('node').state).toBe('online'));
  server.question();
  await eventually(() => {
    expect(server.came).toContain(8);
    expect(server.came).toContain(37);
  });
  await server.faults.set({ vanished: true });
  await eventually(() => expect(field.status('node').state).toBe('offline'), 20_000);
  const before = heard.batches.length;
  await server.faults.set({ vanished: false });
  await eventually(() => expect(field.status('node').state).toBe('online'), 30_000);
  await eventually(() => expect(heard.batches.length).toBeGreaterThan(before));
  expect(field.status('node').health.reconnects).toBeGreaterThan(0);
});

test('what a node tells is read when it tells it, not when it is asked next; what does not change is left alone', {
  timeout: 30_000,
}, async (context) => {
  const { field, heard, home, record, server } = await node(context, 'plug');
  await field.start({ ...record, settings: { liveSeconds: 600, retries: 0 } });
  await eventually(() => expect(field.status('node').state).toBe('online'));
  const shownOn = (): unknown => {
    const batch = heard.batches.findLast(({ metric }) => metric.includes('relay.on.1'));
    return batch?.value[batch.metric.indexOf('relay.on.1')];
  };
  for (const isOn of [true, false, true]) {
    home.plant.setRelay(0, isOn);
    // The emulated node tells once a second.
    const tookMs = await eventually(() => expect(shownOn()).toBe(Number(isOn)));
    expect(tookMs).toBeLessThan(1700);
  }
  // Some rounds a second at most, though it told ten things each time.
  const beforeMs = clock.monotonicMs();
  const before = server.came.filter((type) => type === 7).length;
  await clock.sleep(3000);
  const rounds = server.came.filter((type) => type === 7).length - before;
  expect(rounds).toBeLessThanOrEqual(Math.ceil((clock.monotonicMs() - beforeMs) / 1000) + 1);
});

test('what nobody knows is kept as what a person said that it is', { timeout: 120_000 }, async (context) => {
  const { field, heard, home, record } = await node(context, 'battery');
  const picks = [{ field: 'current', metric: 'battery.current', flip: true }];
  await field.start({ ...record, settings: { ...record.settings, picks } });
  await eventually(() => expect(heard.batches.flatMap(({ metric }) => metric)).toContain('battery.current'));
  const batch = heard.batches.findLast(({ metric }) => metric.includes('battery.current'));
  const shown = Number(batch?.value[batch.metric.indexOf('battery.current')]);
  // The node says + charging.
  expect(shown).toBeCloseTo(home.read().battery.currentA, -1);
  expect(Math.sign(shown)).toBe(Math.sign(home.read().battery.currentA));
});

test('everything it shows is told, with what is made of it; what was picked as well', async (context) => {
  const { field, record } = await node(context, 'battery');
  await field.start(record);
  const named = (name: string) => field.shown('node').find((one) => one.name.endsWith(name));
  await eventually(() => expect(named('state_of_charge')).toMatchObject({ metric: 'battery.soc', unit: '%' }));
  expect(named('current')).toMatchObject({ label: 'current', unit: 'A', value: expect.any(Number) as number });
  expect(named('current')).not.toHaveProperty('metric');
  const picked = await node(context, 'battery');
  const picks = [{ field: named('current')?.name ?? '', metric: 'battery.current' }];
  await picked.field.start({ ...picked.record, settings: { ...picked.record.settings, picks } });
  await eventually(() =>
    expect(picked.field.shown('node')).toContainEqual(expect.objectContaining({ metric: 'battery.current' })),
  );
  expect(() => field.shown('another')).toThrow('another');
  expect(field.refresh('node')).toBe(true);
});

test('what a node that no longer answers once said is no value', { timeout: 120_000 }, async (context) => {
  const { field, server, record, heard } = await node(context, 'meter');
  await field.start(record);
  await eventually(() => expect(field.status('node').state).toBe('online'));
  await server.faults.set({ silent: true });
  await clock.sleep(1500);
  const before = heard.batches.length;
  await eventually(() => expect(field.status('node').state).toBe('offline'), 30_000);
  expect(heard.batches).toHaveLength(before);
});
