// History on PostgreSQL against the suite of every history, on a real server.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { SeriesKey } from '#core/history.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { needsPostgres, type Postgres, postgres } from '#tools/testkit/postgres.ts';
import { historyConformance } from './history-conformance.ts';
import { openPostgresHistory } from './postgres-history.ts';

const owner = suiteOwner();
let starting: Promise<Postgres> | undefined;
let server: Postgres;

beforeEach(async (context) => {
  const bin = needsPostgres(context);
  starting ??= postgres(bin, owner);
  server = await starting;
});

historyConformance('PostgreSQL', (owner) => {
  const schema = `s${randomUUID().replaceAll('-', '')}`;
  return async () => {
    const store = await openPostgresHistory({ url: server.url, schema });
    owner.onTestFinished(() => store.close());
    return store;
  };
});

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

test('what was acknowledged survives kill −9 of the server', { timeout: 60_000 }, async () => {
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
  await expect(before.status()).rejects.toMatchObject({ code: 'store.failed' });
  await before.close().catch(() => undefined);
  const after = await openPostgresHistory({ url: server.url, schema: 'crash' });
  const [answer] = await after.range({ series: [key], fromMs: 0, toMs: 1e12 });
  expect(answer?.value).toEqual(Array.from({ length: 150 }, (_, minute) => minute));
  await after.close();
});
