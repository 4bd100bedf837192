import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { describe, expect, it, type TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { createHome } from './home.ts';
import { startShelly } from './shelly-emulator.ts';
import { createShellyPro3 } from './shelly-pro3.ts';
import { createShellyPro3em } from './shelly-pro3em.ts';

async function startBroker(test: TestContext): Promise<number> {
  const broker = await Aedes.createBroker();
  broker.authenticate = (...[, username, password, done]) =>
    done(null, username === 'shelly' && password?.toString() === 'secret');
  const server = createServer((socket) => void broker.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.onTestFinished(async () => {
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Listener {
  readonly client: MqttClient;
  readonly heard: { readonly topic: string; readonly payload: string; readonly isRetained: boolean }[];
  readonly wait: (topic: string, text?: string) => Promise<string>;
}

async function listen(test: TestContext, port: number): Promise<Listener> {
  const client = await connectAsync({
    protocol: 'mqtt',
    host: '127.0.0.1',
    port,
    username: 'shelly',
    password: 'secret',
  });
  test.onTestFinished(async () => client.endAsync(true));
  const heard: Listener['heard'] = [];
  client.on('message', (topic, payload, { retain }) =>
    heard.push({ topic, payload: payload.toString(), isRetained: retain }),
  );
  await client.subscribeAsync('#', { qos: 1 });
  const wait = async (topic: string, text = ''): Promise<string> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = heard.find((message) => message.topic === topic && message.payload.includes(text));
      if (found !== undefined) return found.payload;
      await systemClock.sleep(5);
    }
    throw new Error(`nothing on ${topic} with "${text}"; heard ${heard.map((message) => message.topic).join(', ')}`);
  };
  return { client, heard, wait };
}

const id = 'shellypro3-aabbccddeeff';

async function startPro3(test: TestContext) {
  const port = await startBroker(test);
  const listener = await listen(test, port);
  const startMs = systemClock.nowMs();
  const home = createHome({ startMs });
  const read = () => {
    home.advance(systemClock.nowMs());
    return home.snapshot();
  };
  const device = createShellyPro3({
    mac: 'AABBCCDDEEFF',
    name: 'Relays',
    read,
    setRelay: (index, isOn) => home.setRelay(index, isOn),
  });
  const broker = { host: '127.0.0.1', port, username: 'shelly', password: 'secret' };
  const shelly = startShelly({ device, broker, clock: systemClock, reconnectMs: 100 });
  test.onTestFinished(() => shelly.close());
  await shelly.connected;
  return { port, listener, home, shelly, broker };
}

describe('a Shelly on a broker', () => {
  it('comes online, obeys and confirms', async (test) => {
    const { listener, home } = await startPro3(test);
    expect(await listener.wait(`${id}/online`)).toBe('true');
    expect(await listener.wait(`${id}/events/rpc`, 'NotifyStatus')).toContain('"mqtt":{"connected":true}');
    listener.client.publish(
      `${id}/rpc`,
      JSON.stringify({ id: 1, src: 'hub', method: 'Switch.Set', params: { id: 1, on: true } }),
    );
    expect(await listener.wait('hub/rpc')).toContain('"was_on":false');
    expect(await listener.wait(`${id}/events/rpc`, '"switch:1"')).toContain('"output":true');
    expect(home.snapshot().relays[1].isOn).toBe(true);
  });

  it('goes offline by its will when it vanishes, and returns', async (test) => {
    const { listener, shelly } = await startPro3(test);
    await listener.wait(`${id}/online`, 'true');
    await shelly.faults.set({ vanished: true });
    await listener.wait(`${id}/online`, 'false');
    listener.heard.length = 0;
    await shelly.faults.set({ vanished: false });
    await listener.wait(`${id}/online`, 'true');
    expect(shelly.isConnected).toBe(true);
  });

  it('says nothing while it is silent', async (test) => {
    const { listener, shelly } = await startPro3(test);
    await listener.wait(`${id}/online`, 'true');
    await shelly.faults.set({ silent: true });
    listener.client.publish(`${id}/rpc`, JSON.stringify({ id: 1, src: 'hub', method: 'Shelly.GetStatus' }));
    await systemClock.sleep(150);
    expect(listener.heard.filter(({ topic }) => topic === 'hub/rpc')).toEqual([]);
  });

  it('leaves a retained "false" behind for whoever comes later', async (test) => {
    const { port, shelly } = await startPro3(test);
    await shelly.close();
    await systemClock.sleep(50);
    const later = await listen(test, port);
    expect(await later.wait(`${id}/online`)).toBe('false');
    expect(later.heard[0]?.isRetained).toBe(true);
  });

  it('sends measurements of itself', async (test) => {
    const port = await startBroker(test);
    const listener = await listen(test, port);
    const home = createHome({ startMs: systemClock.nowMs() });
    const device = createShellyPro3em({
      mac: 'AABBCCDDEEFF',
      name: 'Meter',
      read: () => home.snapshot(),
      prefix: 'home/meter',
    });
    const shelly = startShelly({
      device,
      broker: { host: '127.0.0.1', port, username: 'shelly', password: 'secret' },
      clock: systemClock,
    });
    test.onTestFinished(() => shelly.close());
    expect(await listener.wait('home/meter/events/rpc', '"em:0"')).toContain('"total_act_power"');
  });

  it('tells the log when the account is refused, and closes all the same', async (test) => {
    const port = await startBroker(test);
    const home = createHome({ startMs: systemClock.nowMs() });
    const device = createShellyPro3em({ mac: 'AABBCCDDEEFF', name: 'Meter', read: () => home.snapshot() });
    const lines: string[] = [];
    const shelly = startShelly({
      device,
      broker: { host: '127.0.0.1', port, username: 'shelly', password: 'wrong' },
      clock: systemClock,
      log: (line) => lines.push(line),
    });
    for (let tries = 0; tries < 200 && lines.length === 0; tries += 1) await systemClock.sleep(10);
    await shelly.close();
    expect(lines[0]).toContain('Connection refused');
    expect(shelly.isConnected).toBe(false);
  });
});

it('whose account is refused says so, and does not wait for ever', async (test) => {
  const port = await startBroker(test);
  const home = createHome({ startMs: systemClock.nowMs() });
  const device = createShellyPro3em({ mac: 'AABBCCDDEEFF', name: 'Meter', read: () => home.snapshot() });
  const broker = { host: '127.0.0.1', port, username: 'shelly', password: 'wrong' };
  const shelly = startShelly({ device, broker, clock: systemClock });
  test.onTestFinished(() => shelly.close());
  await expect(shelly.connected).rejects.toMatchObject({
    code: 'broker.refused',
    at: `mqtt://shelly@127.0.0.1:${port}`,
  });
});
