// Devices that talk without end at full speed, over real media: each costs its own link, and the process stays free for the others.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { test, type TestContext } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { seededRandom } from '#core/random.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { needs } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeMqttLineLink } from './mqtt-line-link.ts';
import { makeMqttLink } from './mqtt-link.ts';
import { makeLink } from './open-link.ts';
import { makeDevice, openBluezBus } from './testing/bluez-bench.ts';
import { expectAnswer, lineFrame } from './testing/line-framer.ts';

interface Flooded {
  readonly link: Link;
  /** Begins to talk. */
  begin(): Promise<void>;
}

const babble = fromLatin1('<babble and no end '.repeat(3000));

async function overTcp(context: TestContext): Promise<Flooded> {
  const server = createServer((socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write(babble));
    };
    socket.on('drain', more).on('error', () => undefined);
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    link: makeLink({ scheme: 'tcp', host: '127.0.0.1', port, mode: {} }, { clock: systemClock }),
    begin: () => Promise.resolve(),
  };
}

async function overUdp(context: TestContext): Promise<Flooded> {
  const flooder = await spawned(context, [
    process.execPath,
    '-e',
    `const s = require('node:dgram').createSocket('udp4');
     s.bind(0, '127.0.0.1', () => console.log('port ' + s.address().port));
     s.once('message', (m, from) => { const b = Buffer.alloc(1400, 60); const go = () => {
       for (let i = 0; i < 100; i += 1) s.send(b, from.port, from.address, () => undefined); setImmediate(go); }; go(); });
     s.on('error', () => undefined);`,
  ]);
  const port = Number((await flooder.waitForOutput(/port \d+/)).slice(5));
  return {
    link: makeLink({ scheme: 'udp', host: '127.0.0.1', port }, { clock: systemClock }),
    begin: () => Promise.resolve(),
  };
}

async function overPty(context: TestContext): Promise<Flooded> {
  const path = `${tempDir(context)}/tty`;
  const socat = [needs(context, 'socat'), `pty,raw,echo=0,link=${path}`, 'system:yes'];
  await spawned(context, socat);
  await context.expect.poll(() => existsSync(path)).toBe(true);
  return {
    link: makeLink({ scheme: 'serial', path, mode: { baud: 115_200 } }, { clock: systemClock }),
    begin: () => Promise.resolve(),
  };
}

async function overBle(context: TestContext): Promise<Flooded> {
  const bus = await openBluezBus(context);
  const { device, tell } = await makeDevice(context, bus);
  const profile = { kind: 'gatt', service: 'ffe0', notify: 'ffe1', write: 'ffe1', acknowledged: false } as const;
  return {
    link: makeLink({ scheme: 'ble', device, profile }, { clock: systemClock, systemBus: bus.address }),
    begin: () => tell({ do: 'flood' }),
  };
}

/** A bridge that publishes without end; the broker is another process, as that of a house is to its bridge. */
async function overMqttLine(context: TestContext): Promise<Flooded> {
  const { port } = await mosquitto(context);
  const ours = makeMqttLink(
    { scheme: 'mqtt', host: '127.0.0.1', port, tls: false },
    { clock: systemClock, random: seededRandom(1), clientId: 'ours' },
  );
  context.onTestFinished(() => ours.close());
  await ours.connect();
  const bridge = await spawned(context, [
    process.execPath,
    '-e',
    `const c = require('mqtt').connect({ host: '127.0.0.1', port: ${port} });
     const say = () => c.publish('home/bridge/result', '3c'.repeat(2000), { qos: 0 }, () => setImmediate(say));
     c.on('connect', () => console.log('ready')).on('error', () => undefined);
     process.stdin.once('data', () => { for (let i = 0; i < 20; i += 1) say(); });`,
  ]);
  await bridge.waitForOutput('ready');
  return {
    link: makeMqttLineLink({ scheme: 'mqtt-line', topic: 'home/bridge' }, ours, systemClock),
    begin: async () => bridge.write('go\n'),
  };
}

/** Asks until the link is gone. */
async function askedUntilGone(link: Link): Promise<void> {
  const beganMs = systemClock.monotonicMs();
  while (link.isOpen && systemClock.monotonicMs() - beganMs < 20_000)
    await link
      .sendAndReceive(lineFrame('Q'), expectAnswer({ responseMs: 200, maxBytes: 64 }))
      .catch((thrown: unknown) => {
        if (!isSolsteadError(thrown)) throw thrown;
      });
}

test.for([
  ['tcp', overTcp],
  ['udp', overUdp],
  ['a serial port', overPty],
  ['Bluetooth', overBle],
  ['a line over MQTT', overMqttLine],
] as const)('over %s', { timeout: 120_000 }, async ([, make], context) => {
  const { expect } = context;
  const { link, begin } = await make(context);
  context.onTestFinished(() => link.close());
  await link.open();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await begin();
  await askedUntilGone(link);
  const { bytesReceived } = link.counters;
  const failure = await link.open().catch((thrown: unknown) => thrown);
  await systemClock.sleep(500);
  delay.disable();
  const lagMs = Math.round(delay.max / 1e6);
  expect(link.isOpen).toBe(false);
  expect(failure).toMatchObject({ code: 'link.unavailable', reason: { code: 'link.flooded' } });
  expect(link.counters.bytesReceived).toBe(bytesReceived);
  expect(bytesReceived).toBeLessThan(1024 * 1024);
  // Generous for a busy machine; unbounded reading held the loop for seconds.
  expect(lagMs).toBeLessThan(400);
});
