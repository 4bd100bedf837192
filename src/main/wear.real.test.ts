// The daily budget of writes to memory that wears out, over a restart: of a home, and of a daemon that was killed.
import { hostname } from 'node:os';
import { connect } from 'mqtt';
import { expect, test, vi } from 'vitest';
import { emulated, fileOf, startDaemon } from './daemon/testing/daemon-parts.ts';
import { openHome, owner } from './testing/uplinked.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

vi.setConfig({ testTimeout: 240_000 });

const script = { ...owner, id: 'script', name: 'Script', kind: 'token' } as const;
const waits = { timeout: 30_000, interval: 50 } as const;

test('a home that was started again knows what was written, and a program waits as before', async (context) => {
  const folder = tempDir(context);
  const { place } = await emulated(context, 'pi30');
  const opened = async () => {
    const house = await openHome(folder, 'home');
    context.onTestFinished(() => house.close());
    return { house, by: (who: typeof owner | typeof script) => house.hub.as(who).site('home').devices };
  };
  const pop = (value: string) => ({ device: 'roof', target: { setting: 'POP' }, value });
  const popOf = async ({ by }: Awaited<ReturnType<typeof opened>>) =>
    (await by(owner).settings('roof')).find(({ name }) => name === 'POP');
  const isRead = (home: Awaited<ReturnType<typeof opened>>) =>
    vi.waitFor(async () => expect((await popOf(home))?.current).toBeDefined(), waits);
  const wearOf = async (home: Awaited<ReturnType<typeof opened>>) => (await popOf(home))?.wear;

  const first = await opened();
  await first
    .by(owner)
    .add({ name: 'Roof', protocol: 'pi30', address: `tcp://${place}`, settings: { liveSeconds: 1 } });
  await isRead(first);
  expect(await first.by(script).set(pop('Solar first'))).toMatchObject({ outcome: 'confirmed' });
  expect(await wearOf(first)).toEqual({ used: 1, mostADay: 24 });
  await first.house.close();

  const second = await opened();
  await isRead(second);
  expect(await wearOf(second)).toEqual({ used: 1, mostADay: 24 });
  await expect(second.by(script).set(pop('Utility first'))).rejects.toMatchObject({ code: 'command.too-often' });
  // A person may, and it counts.
  expect(await second.by(owner).set(pop('Utility first'))).toMatchObject({ outcome: 'confirmed' });
  expect(await wearOf(second)).toEqual({ used: 2, mostADay: 24 });
});

test('so does a daemon that was killed, for commands over MQTT', async (context) => {
  const device = await emulated(context, 'pi30');
  const broker = await mosquitto(context);
  const data = tempDir(context);
  const file = fileOf(
    context,
    `[SETUP]\npause = 1\nmqtt_broker = 127.0.0.1\nmqtt_port = ${broker.port}\n[inv]\nprotocol = pi30\nport = ${device.place}\ncommand = QMOD\noutputs = tag_mqtt\nmqtt_allowed_cmds = POP0[0-2]\n`,
  );
  const client = connect({ host: '127.0.0.1', port: broker.port });
  context.onTestFinished(() => void client.end(true));
  const topic = `${hostname().split('.')[0]}/inv/cmd`;
  const answers: string[] = [];
  client.on('message', (_topic, payload) => void answers.push(payload.toString()));
  await client.subscribeAsync(`${topic}_response`, { qos: 1, rap: true });
  const told = async (command: string): Promise<string> => {
    const daemon = await startDaemon(context, file, { flags: ['--data', data] });
    await vi.waitFor(
      () => expect(daemon.output()).toMatch(/broker is reached[^]*device answers|device answers[^]*broker is reached/),
      waits,
    );
    answers.length = 0;
    await client.publishAsync(topic, command, { qos: 1 });
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0), waits);
    daemon.signal('SIGKILL');
    await vi.waitFor(() => expect(daemon.exit()).toBeDefined(), waits);
    return answers.at(-1) ?? '';
  };
  expect(await told('POP01')).toMatch(/"result":"confirmed"/);
  expect(await told('POP02')).toMatch(/"error":".*it was written \d+ s ago; programs wait 60 s/);
});
