// Outputs to NATS: a real server with and without streams, away, killed, with accounts of every kind, over TLS, and with what it does not take.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { OutputChange } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type HeardMessage, natsServer } from '#tools/testkit/nats-server.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A busy machine is slow. */
const soon = { timeout: 40_000 };

const toNats = (server: string, settings: object = {}, rest: Partial<OutputChange> = {}): OutputChange => ({
  name: 'Messages',
  settings: Object.assign({ kind: 'nats', server }, settings),
  isOn: true,
  ...rest,
});

const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const troubleOf = async (home: OutputHouse) => JSON.stringify((await stateOf(home))?.trouble ?? '');
const isEmpty = (home: OutputHouse) => expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
const powers = (from: number, to: number): readonly Batch[] =>
  Array.from({ length: to - from }, (_none, index) =>
    batchOf('roof', (from + index) * 1000, { 'pv.power': from + index }),
  );
const powersIn = (messages: readonly HeardMessage[]): readonly number[] =>
  messages.map(({ text }) => (JSON.parse(text) as { values: { 'pv.power': number } }).values['pv.power']);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index);

test('without a stream: JSON for each device, or the text of each value with its time; names add no word to a subject', async (context) => {
  const server = await natsServer(context, { hasNoStreams: true });
  const heard = await server.hear('>');
  const home = await openOutputHouse(context);
  const { id } = await home.desk.add('home', toNats(server.url));
  home.give(
    batchOf('roof', 1_717_236_000_123, {
      'pv.power': 1234.5,
      'inverter.mode': 'On "grid" é',
      'grid.power': Number.NaN,
    }),
    batchOf('a.b *>\t$é', 1_717_236_001_000, { 'battery.soc': 50 }),
  );
  await isEmpty(home);
  // Who listens to everything hears that it was asked for streams, too, and keeps the server from saying that there are none.
  const own = heard.filter(({ subject }) => !subject.startsWith('$JS.'));
  expect(own.map(({ subject, text }): readonly unknown[] => [subject, JSON.parse(text)])).toEqual([
    [
      'solstead.home.roof',
      {
        site: 'home',
        device: 'roof',
        time: '2024-06-01T10:00:00.123Z',
        values: { 'pv.power': 1234.5, 'inverter.mode': 'On "grid" é' },
      },
    ],
    [
      'solstead.home.a%2Eb%20%2A%3E%09%24%C3%A9',
      { site: 'home', device: 'a.b *>\t$é', time: '2024-06-01T10:00:01.000Z', values: { 'battery.soc': 50 } },
    ],
  ]);
  heard.length = 0;
  await home.desk.change(
    'home',
    id,
    toNats(server.url, { body: 'plain', subject: 'house.{{ device }}.now.{{metric}}' }),
  );
  home.give(batchOf('roof', 1_717_236_000_123, { 'pv.power': 1234.5, 'inverter.mode': 'Line' }));
  await isEmpty(home);
  const values = heard.filter(({ subject }) => subject.startsWith('house.'));
  expect(values.map(({ subject, text }) => [subject, text])).toEqual([
    ['house.roof.now.pv.power', '1234.5'],
    ['house.roof.now.inverter.mode', 'Line'],
  ]);
  expect(values[0]?.headers).toContain('Solstead-Time: 2024-06-01T10:00:00.123Z\r\n');
  expect(await stateOf(home)).toMatchObject({ state: 'working', refused: 0, dropped: 0 });
});

test('a stream keeps each value once, while the server is stopped, killed and started again', async (context) => {
  const server = await natsServer(context);
  await server.stream('HOME', ['solstead.>']);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toNats(server.url));
  home.give(...powers(0, 300));
  await isEmpty(home);
  home.give(...powers(300, 900));
  await server.kill();
  home.give(...powers(900, 1000));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  await server.start();
  await isEmpty(home);
  await server.stop();
  home.give(...powers(1000, 1100));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  await server.start();
  await isEmpty(home);
  expect(powersIn(await server.kept('HOME'))).toEqual(upTo(1100));
  expect(await stateOf(home)).toMatchObject({ state: 'working', refused: 0, dropped: 0 });
});

test('what goes out again is in the stream once; two batches of one moment are two', async (context) => {
  const server = await natsServer(context);
  await server.stream('HOME', ['solstead.>']);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toNats(server.url));
  home.give(batchOf('roof', 1000, { 'pv.power': 1 }), batchOf('roof', 1000, { 'battery.soc': 2 }));
  home.give(batchOf('roof', 1000, { 'pv.power': 1 }));
  await isEmpty(home);
  const kept = await server.kept('HOME');
  expect(kept.map(({ text }) => (JSON.parse(text) as { values: object }).values)).toEqual([
    { 'pv.power': 1 },
    { 'battery.soc': 2 },
  ]);
});

test('what a stream has kept without being heard is there once', async (context) => {
  const server = await natsServer(context);
  await server.stream('HOME', ['solstead.>']);
  let lost = 0;
  const way = createServer((near) => {
    const far = connect(server.port, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far);
    far.on('data', (bytes) => {
      // Five times the stream has it, and nobody hears of that.
      if (lost < 5 && bytes.includes('"seq":')) {
        lost += 1;
        near.destroy();
        far.destroy();
      } else near.write(bytes);
    });
    near.once('close', () => far.destroy());
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  context.onTestFinished(() => void way.close());
  const home = await openOutputHouse(context);
  await home.desk.add('home', toNats(`nats://127.0.0.1:${(way.address() as AddressInfo).port}`));
  home.give(...powers(0, 700));
  await isEmpty(home);
  expect(lost).toBe(5);
  expect(powersIn(await server.kept('HOME'))).toEqual(upTo(700));
});

test('a stream that is made, taken away or full while it runs', async (context) => {
  const server = await natsServer(context);
  const home = await openOutputHouse(context);
  const { id } = await home.desk.add('home', toNats(server.url));
  home.give(...powers(0, 3));
  await isEmpty(home);
  await server.stream('HOME', ['solstead.>'], { max_msgs: 5, discard: 'new' });
  // As when it is opened anew: otherwise it is asked once a minute.
  await home.desk.change('home', id, toNats(server.url));
  home.give(...powers(3, 10));
  await expect.poll(() => troubleOf(home), soon).toContain('maximum messages');
  expect(await stateOf(home)).toMatchObject({ state: 'failing', refused: 0, dropped: 0 });
  await server.ask('$JS.API.STREAM.PURGE.HOME', {});
  await isEmpty(home);
  await server.ask('$JS.API.STREAM.DELETE.HOME');
  home.give(...powers(10, 13));
  await isEmpty(home);
  const heard = await server.hear('solstead.>');
  home.give(...powers(13, 16));
  await isEmpty(home);
  expect(powersIn(heard)).toEqual([13, 14, 15]);
  expect(await stateOf(home)).toMatchObject({ state: 'working', sent: 13, refused: 0, dropped: 0 });
});

test('with streams alone it waits until there is one', async (context) => {
  const server = await natsServer(context);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toNats(server.url, { delivery: 'stream' }));
  home.give(...powers(0, 5));
  await expect.poll(() => troubleOf(home), soon).toContain('nats.no-stream');
  expect(await stateOf(home)).toMatchObject({ waiting: 5, refused: 0 });
  await server.stream('HOME', ['solstead.home.*']);
  await isEmpty(home);
  expect(powersIn(await server.kept('HOME'))).toEqual(upTo(5));
});

test('who answers in the place of a stream confirms nothing', async (context) => {
  const server = await natsServer(context);
  await server.stream('HOME', ['solstead.home.pack']);
  const home = await openOutputHouse(context);
  await home.desk.add('home', toNats(server.url));
  home.give(...powers(0, 5), batchOf('pack', 1, { 'battery.soc': 50 }));
  await isEmpty(home);
  expect((await server.kept('HOME')).map(({ subject }) => subject)).toEqual(['solstead.home.pack']);
});

test('what is longer than a message may be goes in several; a value that is too long alone is left out and told', async (context) => {
  const server = await natsServer(context, { config: 'max_payload: 2048' });
  await server.stream('HOME', ['solstead.>'], { max_msg_size: 1500 });
  const home = await openOutputHouse(context);
  await home.desk.add('home', toNats(server.url));
  home.give(
    batchOf('roof', 1000, { 'inverter.mode': 'm'.repeat(700), 'device.name': 'n'.repeat(700), 'pv.power': 1 } as never),
    batchOf('roof', 2000, { 'inverter.mode': 'm'.repeat(5000), 'pv.power': 2 }),
    batchOf('roof', 3000, { 'inverter.mode': 'm'.repeat(1600), 'pv.power': 3 }),
    batchOf('roof', 4000, { 'pv.power': 4 }),
  );
  await isEmpty(home);
  const kept = (await server.kept('HOME')).map(({ text }) => JSON.parse(text) as { time: string; values: object });
  const all = Map.groupBy(kept, ({ time }) => time);
  expect([...all].map(([, some]) => some.flatMap(({ values }) => Object.keys(values)).toSorted())).toEqual([
    ['device.name', 'inverter.mode', 'pv.power'],
    ['pv.power'],
    ['pv.power'],
    ['pv.power'],
  ]);
  expect(await stateOf(home)).toMatchObject({ state: 'working', refused: 2, dropped: 0 });
});

test('a server that takes almost nothing loses nothing', async (context) => {
  const server = await natsServer(context, { config: 'max_payload: 64', hasNoStreams: true });
  const home = await openOutputHouse(context);
  await home.desk.add('home', toNats(server.url));
  home.give(...powers(0, 5));
  await expect.poll(() => troubleOf(home), soon).toContain('nats.small');
  expect(await stateOf(home)).toMatchObject({ state: 'failing', waiting: 5, refused: 0, dropped: 0 });
});

const child = fileURLToPath(new URL('./testing/output-child.ts', import.meta.url));
const lastOf = (home: Spawned): number =>
  Math.max(-1, ...[...home.output().matchAll(/kept (\d+)/g)].map(([, number]) => Number(number)));

test('a home that is killed with −9 while it sends, and while the server is away, loses nothing and doubles nothing', async (context) => {
  const server = await natsServer(context);
  await server.stream('HOME', ['solstead.>']);
  const folder = tempDir(context);
  let first = 0;
  for (const round of [0, 1, 2, 3]) {
    const settings = JSON.stringify(toNats(server.url).settings);
    const home = await spawned(context, [process.execPath, child, folder, settings, String(first)]);
    const upToNow = first + 60 + 37 * round;
    await expect.poll(() => lastOf(home), soon).toBeGreaterThan(upToNow);
    if (round === 1) await server.kill();
    if (round === 2) await server.start();
    await expect.poll(() => lastOf(home), soon).toBeGreaterThan(upToNow + 40);
    home.signal('SIGKILL');
    await home.stop();
    // What it gave and did not keep, it gives again.
    first = lastOf(home) + 1;
  }
  const last = await spawned(context, [
    process.execPath,
    child,
    folder,
    JSON.stringify(toNats(server.url).settings),
    'end',
  ]);
  await last.waitForOutput('empty', 60_000);
  const kept = powersIn(await server.kept('HOME'));
  expect(kept.length).toBeGreaterThan(300);
  expect(kept.toSorted((a, b) => a - b).slice(0, first)).toEqual(upTo(first));
  expect(new Set(kept).size).toBe(kept.length);
});
