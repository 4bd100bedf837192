// Outputs to brokers that mean no good: what they say is bounded, and who removes such an output does not wait for them.
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'mqtt';
import mqttPacket, { type Packet } from 'mqtt-packet';
import { expect, test, type TestContext, vi } from 'vitest';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { deviceFacts, mqttOutput, openOutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 240_000 });

type Say = (packet: Packet) => void;

const message = (topic: string, payload: string, retain: boolean): Packet => ({
  cmd: 'publish',
  topic,
  payload,
  qos: 0,
  retain,
  dup: false,
});

/** A broker that lets everybody in and confirms after a while; `onSubscribe` says what it does then. */
async function hostile(context: TestContext, ackMs: number, onSubscribe: (topic: string, say: Say) => void) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const take = (packet: Packet, say: Say): void => {
    if (packet.cmd === 'connect') say({ cmd: 'connack', returnCode: 0, sessionPresent: false });
    if (packet.cmd === 'subscribe') {
      const topics = packet.subscriptions.map(({ topic }) => topic);
      say({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: topics.map(() => 1) });
      for (const topic of topics) onSubscribe(topic, say);
    }
    if (packet.cmd !== 'publish') return;
    heard.push(packet.topic);
    const { messageId } = packet;
    if (packet.qos === 1 && messageId !== undefined) setTimeout(() => say({ cmd: 'puback', messageId }), ackMs);
  };
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    const parser = mqttPacket.parser();
    const say: Say = (packet) => void (socket.writable && socket.write(mqttPacket.generate(packet)));
    parser.on('packet', (packet: Packet) => take(packet, say));
    socket.on('data', (bytes: Buffer) => parser.parse(bytes));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `mqtt://127.0.0.1:${port}`, heard };
}

test('a broker with thousands of kept topics that confirms slowly does not hold up who removes its output', async (context) => {
  const broker = await hostile(context, 300, (topic, say) => {
    if (!topic.endsWith('/#')) return;
    for (let index = 0; index < 20_000; index += 1) say(message(`solstead/home/d${index}/status`, 'x', true));
  });
  const home = await openOutputHouse(context, { clearS: 2 });
  const { id } = await home.desk.add('home', mqttOutput(broker.url));
  await expect.poll(async () => (await home.desk.list('home'))[0]?.state.state).toBe('working');
  const { leftovers } = await home.desk.remove('home', id);
  expect(JSON.stringify(leftovers ?? '')).toContain('output.silent');
  expect(await home.desk.list('home')).toEqual([]);
});

test('what an output left is found at a broker that answers late, too', async (context) => {
  const late = 900;
  const left = 'solstead/home/roof/status';
  const broker = await hostile(context, late, (topic, say) => {
    if (topic.endsWith('/#')) setTimeout(() => say(message(left, 'x', true)), late);
  });
  const home = await openOutputHouse(context);
  const { id } = await home.desk.add('home', mqttOutput(broker.url));
  await expect.poll(async () => (await home.desk.list('home'))[0]?.state.state).toBe('working');
  await expect(home.desk.remove('home', id)).resolves.toEqual({});
  expect(broker.heard).toContain(left);
});

test('a storm of births is answered once, not by each', async (context) => {
  const broker = await hostile(context, 0, (topic, say) => {
    if (topic === 'homeassistant/status')
      for (let index = 0; index < 500; index += 1) say(message(topic, 'online', false));
  });
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof'));
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1 });
  await home.desk.add('home', mqttOutput(broker.url, { kind: 'home-assistant' }));
  const announced = () => broker.heard.filter((topic) => topic === 'homeassistant/device/solstead_home_roof/config');
  await expect.poll(() => announced().length, { timeout: 20_000 }).toBe(2);
  await sleep(3500);
  expect(announced().length).toBe(2);
});

test('what somebody else left in the place of an announcement keeps no device from being announced', async (context) => {
  const broker = await mosquitto(context);
  const client = connect({ host: '127.0.0.1', port: broker.port, reconnectPeriod: 50 });
  context.onTestFinished(() => void client.end(true));
  const topic = 'homeassistant/device/solstead_home_roof/config';
  const left = {
    origin: { name: 'Solstead' },
    availability: [{ topic: 'solstead/home/status' }],
    components: { odd: { platform: 'sensor', unique_id: 5 } },
  };
  await client.publishAsync(topic, JSON.stringify(left), { qos: 1, retain: true });
  const heard: string[] = [];
  client.on('message', (_topic, payload) => heard.push(payload.toString()));
  await client.subscribeAsync(topic);
  const home = await openOutputHouse(context);
  home.devices.set('roof', deviceFacts('roof'));
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1 });
  await home.desk.add('home', mqttOutput(broker.url, { kind: 'home-assistant' }));
  await expect.poll(() => heard.at(-1) ?? '', { timeout: 20_000 }).toContain('pv_power');
});
