// History on PostgreSQL with the suite for every history, on a real server.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { SeriesKey } from '#core/history.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { needsPostgres, type Postgres, postgres } from '#tools/testkit/postgres.ts';
import { historyConformance } from './history-conformance.ts';
import type { HistoryPlace } from './testing/history-model.ts';
import { qualityConformance } from './quality-conformance.ts';
import { openPostgresHistory } from './postgres-history.ts';

const owner = suiteOwner();
let starting: Promise<Postgres> | undefined;
let server: Postgres;

beforeEach(async (context) => {
  const bin = needsPostgres(context);
  starting ??= postgres(bin, owner);
  server = await starting;
});

const placeFilledFrom =
  (fillFrom?: number): HistoryPlace =>
  (owner) => {
    const schema = `s${randomUUID().replaceAll('-', '')}`;
    return async () => {
      const filled = fillFrom === undefined ? {} : { fillFrom, chunks: { graceMs: 0 } };
      const store = await openPostgresHistory({ url: server.url, schema, ...filled });
      owner.onTestFinished(() => store.close());
      return store;
    };
  };
const place = placeFilledFrom();

historyConformance('PostgreSQL', place);
historyConformance('PostgreSQL filled from 12 points on', placeFilledFrom(12));
qualityConformance('PostgreSQL', place);

test('one Solstead writes at a time, and the next may when it is closed', async () => {
  const first = await openPostgresHistory({ url: server.url, schema: 'held' });
  await expect(openPostgresHistory({ url: server.url, schema: 'held' })).rejects.toMatchObject({
    code: 'store.failed',
    message: expect.stringContaining('another Solstead') as string,
  });
  await first.close();
  const second = await openPostgresHistory({ url: server.url, schema: 'held' });
  await second.close();
});

test('no password stands in an error', async () => {
  const url = server.url.replace('app@', 'app:secret@').replace(/:\d+\//, ':1/');
  const thrown: unknown = await openPostgresHistory({ url }).catch((reason: unknown) => reason);
  expect(thrown).toMatchObject({ code: 'store.failed' });
  expect(String(thrown)).not.toContain('secret');
});

test('what was acknowledged survives kill −9 of the server', { timeout: 120_000 }, async () => {
  const key: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
  const before = await openPostgresHistory({ url: server.url, schema: 'crash' });
  for (let minute = 0; minute < 150; minute += 1)
    await before.append([
      {
        site: key.site,
        device: key.device,
        atMs: minute * 60_000,
        metric: [key.metric],
        value: [minute],
        quality: ['good'],
      },
    ]);
  await server.crash();
  const all = Array.from({ length: 150 }, (_, minute) => minute);
  const [same] = await before.range({ series: [key], fromMs: 0, toMs: 1e12 });
  expect(same?.value, 'the same store connects again').toEqual(all);
  await before.close();
  const after = await openPostgresHistory({ url: server.url, schema: 'crash' });
  const [answer] = await after.range({ series: [key], fromMs: 0, toMs: 1e12 });
  expect(answer?.value).toEqual(all);
  await after.close();
});

test('while the server is away appends fail, and work when it is back', { timeout: 120_000 }, async () => {
  const key: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
  const store = await openPostgresHistory({ url: server.url, schema: 'away' });
  const write = (minute: number, device = key.device) => {
    const at = { site: key.site, device, atMs: minute * 60_000 };
    return store.append([{ ...at, metric: [key.metric], value: [minute], quality: ['good'] }]);
  };
  const acknowledged: number[] = [];
  let failures = 0;
  const tryWrite = (minute: number): Promise<void> =>
    write(minute).then(
      () => void acknowledged.push(minute),
      (thrown: unknown) => {
        failures += 1;
        expect(thrown).toMatchObject({ code: 'store.failed' });
      },
    );
  let minute = 0;
  for (let round = 0; round < 3; round += 1) {
    for (let left = 70; left > 0; left -= 1) await tryWrite((minute += 1));
    // In the midst of writes, so that some end without an answer.
    const [gone] = [server.stop(), tryWrite((minute += 1)), tryWrite((minute += 1))];
    await gone;
    await tryWrite((minute += 1));
    // A device that is new to a write that fails is just as new to the next one.
    await expect(write(minute, `guest ${round}`)).rejects.toMatchObject({ code: 'store.failed' });
    await server.start();
    await write(minute, `guest ${round}`);
    await expect(
      openPostgresHistory({ url: server.url, schema: 'away' }),
      'the schema is held again',
    ).rejects.toMatchObject({ message: expect.stringContaining('another Solstead') as string });
  }
  expect(failures).toBeGreaterThan(2);
  for (const settle of [false, true]) {
    if (settle) await store.maintain((minute + 120) * 60_000);
    const [answer] = await store.range({ series: [key], fromMs: 0, toMs: 1e12 });
    expect(answer?.value.filter((one) => acknowledged.includes(one))).toEqual(acknowledged);
    expect(new Set(answer?.value).size, 'nothing is there twice').toBe(answer?.value.length);
    expect((await store.status()).points).toBe((answer?.value.length ?? 0) + 3);
  }
  await store.close();
});

/** A connection to the server that can hold back its answers, and break. */
async function deafLine(url: string) {
  const line: { isDeaf: boolean; sockets: Socket[] } = { isDeaf: false, sockets: [] };
  const relay = createServer((client) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    line.sockets.push(client, far);
    for (const socket of [client, far]) socket.on('error', () => undefined);
    client.on('data', (bytes) => void far.write(bytes));
    far.on('data', (bytes) => void (line.isDeaf || client.write(bytes)));
    client.on('close', () => far.destroy());
    far.on('close', () => client.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { port } = relay.address() as AddressInfo;
  return { line, relay, url: url.replace(/:\d+\//, `:${port}/`) };
}

test('a write that was done and not answered is neither lost nor there twice', {
  timeout: 120_000,
}, async (context) => {
  const { line, relay, url } = await deafLine(server.url);
  context.onTestFinished(() => void relay.close());
  const key: SeriesKey = { site: 'home', device: 'inverter', metric: 'pv.power' };
  const store = await openPostgresHistory({ url, schema: 'doubt' });
  const write = (minute: number, device = key.device) => {
    const at = { site: key.site, device, atMs: minute * 60_000 };
    return store.append([{ ...at, metric: [key.metric], value: [minute], quality: ['good'] }]);
  };
  await write(1);
  line.isDeaf = true;
  const unanswered = write(2);
  await sleep(500);
  for (const socket of line.sockets.splice(0)) socket.destroy();
  await expect(unanswered).rejects.toMatchObject({ code: 'store.failed' });
  line.isDeaf = false;
  await expect.poll(() => write(3).then(() => 'done', String), { timeout: 20_000 }).toBe('done');
  await write(2);
  await write(3, 'guest');
  const [answer] = await store.range({ series: [key], fromMs: 0, toMs: 1e12 });
  expect(answer?.value).toEqual([1, 2, 3]);
  expect((await store.status()).points).toBe(4);
  await store.close();
});
