// Lines over two topics, on the built-in broker: the bridge is another client of it.
import { expect, test, type TestContext } from 'vitest';
import { fromHex, fromLatin1, toHex } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { linkConformance } from './link-conformance.ts';
import { bytesOfResult, makeMqttLineLink } from './mqtt-line-link.ts';
import { type Bench, expectCode, lineSplitter } from './testing/bench.ts';
import { builtIn, clientOf } from './testing/brokers.ts';
import { expectAnswer, lineFrame } from './testing/line-framer.ts';

async function bench(context: TestContext) {
  const broker = await builtIn(context);
  const [ours, bridge] = [
    clientOf(context, broker.port, { clientId: 'ours' }),
    clientOf(context, broker.port, { clientId: 'bridge' }),
  ];
  await Promise.all([ours.connect(), bridge.connect()]);
  const commands: string[] = [];
  const peer: Bench['peer'] = {
    onRequest: () => undefined,
    send: (bytes) => bridge.publish('home/bridge/result', toHex(bytes)),
    vanish: async () => {
      await broker.stop();
      await expect.poll(() => ours.isConnected).toBe(false);
    },
    comeBack: async () => {
      await broker.start();
      await expect.poll(() => ours.isConnected && bridge.isConnected, { timeout: 20_000 }).toBe(true);
    },
  };
  const split = lineSplitter((line) => peer.onRequest(line));
  bridge.subscribe('home/bridge/command', ({ payload }) => {
    const command = Buffer.from(payload).toString();
    commands.push(command);
    split(fromHex((JSON.parse(command) as { command_hex: string }).command_hex));
  });
  const link = makeMqttLineLink({ scheme: 'mqtt-line', topic: 'home/bridge' }, ours, systemClock);
  return { link, peer, bridge, commands };
}

linkConformance('a line over MQTT', bench);

test('a command goes out as hex and as text, and what is no hex is no answer', async (context) => {
  const { link, bridge, commands } = await bench(context);
  context.onTestFinished(() => link.close());
  await link.open();
  const asked = expectCode(
    link.sendAndReceive(fromLatin1('QPI\xbe\xac\r'), expectAnswer({ responseMs: 300 })),
    'link.timeout',
  );
  for (const said of ['no hex', '4', '', 'ff'.repeat(10_000)]) await bridge.publish('home/bridge/result', said);
  await asked;
  expect(commands.map((text) => JSON.parse(text) as unknown)).toEqual([
    { command: 'QPI', command_hex: '515049beac0d' },
  ]);
  expect(link.counters.bytesReceived).toBe(0);
});

test('what the broker has kept from before is no answer', async (context) => {
  const { link, bridge } = await bench(context);
  context.onTestFinished(() => link.close());
  await bridge.publish('home/bridge/result', toHex(lineFrame('A old')), { retain: true });
  await link.open();
  await expectCode(link.sendAndReceive(lineFrame('Q'), expectAnswer({ responseMs: 300 })), 'link.timeout');
  expect(link.counters.bytesReceived).toBe(0);
});

test('results', () => {
  expect(toHex(bytesOfResult(fromLatin1('28 41\n0D')))).toBe('28410d');
  expect(bytesOfResult(fromLatin1('0x28'))).toHaveLength(0);
});
