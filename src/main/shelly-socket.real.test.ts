// Shellies that open a WebSocket themselves: read and switched as over MQTT, also while they are there both ways; who gets in, and what
// a stranger may hold.
import { once } from 'node:events';
import { expect, test, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import { deviceRecord } from '#drivers/testing/emulated.ts';
import { eventually, livingHome, openedField } from '#drivers/testing/served.ts';
import { testServer } from '#server/testing/test-server.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { createShellyPro3em } from '#sim/shelly-pro3em.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { startShellySocket } from '#sim/shelly-socket.ts';
import { builtIn } from '#transport/testing/brokers.ts';

const id = 'shellypro3-aabbccddeeff';
const meterId = 'shellypro3em-aabbccddee00';
const accounts: Readonly<Record<string, readonly string[]>> = {
  relays: [`${id}/#`],
  meter: [`${meterId}/#`, 'roof/meter/#'],
};
const password = 'a-s3cret';

async function served(ctx: TestContext) {
  const broker = await builtIn(ctx, {
    authenticate: async (username, given) => {
      const topics = accounts[username];
      return given === password && topics !== undefined ? { topics } : undefined;
    },
  });
  const server = await testServer(ctx, {
    shellyDoor: () => (visit, account) => broker.broker().upgradeShelly(visit, account),
  });
  const url = (account = 'relays', rest = '') => `ws://127.0.0.1:${server.port}/shelly/${account}/${password}${rest}`;
  return { broker, server, url };
}

function relays() {
  const { plant, read } = livingHome();
  const setRelay: Parameters<typeof createShellyPro3>[0]['setRelay'] = (index, isOn) => plant.setRelay(index, isOn);
  return { plant, device: createShellyPro3({ mac: 'AABBCCDDEEFF', name: 'Relays', read, setRelay }) };
}

const command = { device: 'relays', target: { setPoint: 'relay.on.2' }, origin: 'person' } as const;

test('is found, read and switched over its own WebSocket alone, and its end is seen', async (ctx) => {
  const { broker, url } = await served(ctx);
  const link = broker.broker().link();
  const { field } = openedField(ctx, { broker: link });
  const { plant, device } = relays();
  const shelly = startShellySocket({ device, server: url(), clock, reconnectMs: 100 });
  ctx.onTestFinished(() => shelly.close());
  await eventually(() => expect(field.found()).toMatchObject([{ protocol: 'shelly-pro3', topic: id }]));
  await field.start({ ...deviceRecord('relays', 'shelly-pro3'), address: link.name, topic: id });
  await eventually(() => expect(field.status('relays')).toMatchObject({ state: 'online' }));
  expect(await field.set({ ...command, value: 1 })).toMatchObject({ outcome: 'confirmed', after: 1 });
  expect(plant.snapshot().relays[1].isOn).toBe(true);
  expect(await field.set({ ...command, value: 0 })).toMatchObject({ outcome: 'confirmed', after: 0 });
  shelly.close();
  await eventually(() =>
    expect(field.status('relays')).toMatchObject({ state: 'offline', failure: { error: { code: 'device.offline' } } }),
  );
});

test('there both ways, it is commanded once, its values are stored once, and either way may end', async (ctx) => {
  const { broker, url } = await served(ctx);
  const link = broker.broker().link();
  const { field, heard } = openedField(ctx, { broker: link });
  const { plant, device } = relays();
  const receive = device.receive.bind(device);
  let times = 0;
  const counted = {
    ...device,
    receive: (topic: string, payload: string) => {
      if (payload.includes('Switch.Set')) times += 1;
      return receive(topic, payload);
    },
  };
  const socket = startShellySocket({ device: counted, server: url(), clock, reconnectMs: 100 });
  ctx.onTestFinished(() => socket.close());
  const account = { host: '127.0.0.1', port: broker.port, username: 'relays', password };
  const mqtt = startShelly({ device: counted, broker: account, clock, reconnectMs: 100 });
  ctx.onTestFinished(() => mqtt.close());
  await mqtt.connected;
  await eventually(() => expect(socket.isConnected).toBe(true));
  await field.start({ ...deviceRecord('relays', 'shelly-pro3'), address: link.name, topic: id });
  const switched = async (value: number): Promise<void> => {
    times = 0;
    await eventually(() => expect(field.status('relays').state).toBe('online'));
    expect(await field.set({ ...command, value })).toMatchObject({ outcome: 'confirmed', after: value });
    expect(times).toBe(1);
    expect(plant.snapshot().relays[1].isOn).toBe(value === 1);
  };
  await switched(1);
  await mqtt.faults.set({ vanished: true });
  await eventually(() => expect(broker.broker().connectedClients).toBe(1));
  // Its last will over MQTT says that it has gone; it has not.
  await eventually(() => expect(field.status('relays').state).toBe('online'));
  await switched(0);
  await mqtt.faults.set({ vanished: false });
  await eventually(() => expect(broker.broker().connectedClients).toBe(2));
  await switched(1);
  socket.close();
  await eventually(() => expect(broker.broker().connectedClients).toBe(1));
  expect(field.status('relays').state).toBe('online');
  await switched(0);
  const told = heard.batches.flatMap(({ atMs, metric }) => metric.map((one) => `${atMs} ${one}`));
  expect(told.length).toBeGreaterThan(4);
});

test('the same notification on both ways has one time', async (ctx) => {
  const { broker, url } = await served(ctx);
  const link = broker.broker().link();
  const { field, heard } = openedField(ctx, { broker: link });
  await field.start({ ...deviceRecord('meter', 'shelly-pro3em'), address: link.name, topic: meterId });
  const socket = new WebSocket(url('meter'), ['json-rpc']);
  ctx.onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const frame = (ts: number, watts: number) =>
    JSON.stringify({
      src: meterId,
      dst: 'ws',
      method: 'NotifyStatus',
      params: { ts, 'em:0': { id: 0, total_act_power: watts } },
    });
  const ts = Math.floor(clock.nowMs() / 1000) - 3;
  for (let at = 0; at < 3; at += 1) {
    socket.send(frame(ts + at, at));
    await eventually(() =>
      expect(heard.batches.some(({ metric, value }) => metric.includes('grid.power') && value.includes(at))).toBe(true),
    );
    await link.publish(`${meterId}/events/rpc`, frame(ts + at, at));
  }
  const times = heard.batches.filter(({ metric }) => metric.includes('grid.power')).map(({ atMs }) => atMs);
  expect(times.length).toBe(6);
  expect(new Set(times).size).toBe(3);
});

test('its topics may have a prefix of their own', async (ctx) => {
  const { broker, url } = await served(ctx);
  const link = broker.broker().link();
  const { field, heard } = openedField(ctx, { broker: link });
  const { read } = livingHome();
  const device = createShellyPro3em({ mac: 'AABBCCDDEE00', name: 'Meter', read });
  const shelly = startShellySocket({ device, server: url('meter', '/roof/meter'), clock });
  ctx.onTestFinished(() => shelly.close());
  await field.start({ ...deviceRecord('meter', 'shelly-pro3em'), address: link.name, topic: 'roof/meter' });
  await eventually(() => expect(heard.batches.some(({ metric }) => metric.includes('grid.power'))).toBe(true));
});

/** The code it is closed with after a first frame. */
async function codeOf(url: string, first: string | Uint8Array, options = {}): Promise<number> {
  const socket = new WebSocket(url, ['json-rpc'], options);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(first);
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

const hello = JSON.stringify({ src: id, dst: 'ws', method: 'NotifyFullStatus', params: { ts: 1, sys: {} } });

test('a wrong password, the place of another account, bytes and floods end the connection; no line holds the password', async (ctx) => {
  const { broker, url, server } = await served(ctx);
  expect(await codeOf(url().replace(password, 'guess'), hello)).toBe(1008);
  expect(await codeOf(url('nobody'), hello)).toBe(1008);
  expect(await codeOf(url('meter'), hello)).toBe(1008);
  expect(await codeOf(url(), Buffer.from(hello))).toBe(1006);
  expect(await codeOf(url().replace(password, 'guess'), 'x'.repeat(30_000))).toBe(1006);
  expect(await codeOf(url(), 'x'.repeat(70_000))).toBe(1006);
  await expect(once(new WebSocket(url(), { origin: 'http://elsewhere.example.com' }), 'open')).rejects.toThrow('403');
  expect((await server.ask(`/shelly/relays/${password}`)).body).toMatchObject({
    reason: { code: 'request.no-socket' },
  });
  expect(broker.broker().connectedClients).toBe(0);
  expect(broker.log.join('\n')).toContain('meter may not subscribe');
  expect(broker.log.join('\n')).not.toContain(password);
});

test('what is no frame is passed over, and one device is one connection', async (ctx) => {
  const { broker, url } = await served(ctx);
  const heard: string[] = [];
  broker
    .broker()
    .link()
    .subscribe('#', ({ topic, payload }) => heard.push(`${topic} ${Buffer.from(payload).toString()}`));
  const socket = new WebSocket(url(), ['json-rpc']);
  ctx.onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  for (const text of ['', '[]', 'null', '{', '{"src":7}', '{"src":"a/b"}', '{"src":"#"}', hello]) socket.send(text);
  socket.send(hello.replaceAll(id, meterId));
  socket.send(JSON.stringify({ src: id, dst: '#', id: 1, result: {} }));
  socket.send(JSON.stringify({ src: id, dst: meterId, id: 1, result: {} }));
  socket.send(JSON.stringify({ src: id, dst: `${id}/solstead/x`, id: 1, result: {} }));
  await expect.poll(() => heard.length).toBe(3);
  const topics = new Set(heard.map((line) => line.split(' ')[0]));
  expect(topics).toEqual(new Set([`${id}/events/rpc`, `${id}/online`, `${id}/solstead/x/rpc`]));
  expect(socket.readyState).toBe(WebSocket.OPEN);
});
