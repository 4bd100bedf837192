// A home moves between engines by its backup: nothing is lost on the way from the folder to a server and back.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { openFolder } from '#store/folder.ts';
import { needsPostgres, postgres } from '#tools/testkit/postgres.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import { beginArchive } from './home-archive.ts';
import { type BackupFile, stageHome } from './restore-home.ts';
import type { RestoreTarget } from './restore-stores.ts';
import {
  beginMs,
  fillHome,
  historyContents,
  homeContents,
  openHome,
  type OpenedHome,
} from './testing/home-contents.ts';

const passphrase = 'four words of mine';

async function backUp(context: TestContext, home: OpenedHome): Promise<BackupFile> {
  const begun = await beginArchive({ ...home, folder: home.path }, { nowMs: beginMs, passphrase });
  const path = join(tempDir(context), 'home.age');
  await pipeline(begun.stream, createWriteStream(path));
  await begun.close();
  return { path, passphrase };
}

async function restore(
  file: BackupFile,
  folder: string,
  { isReplacing = false, ...places }: Partial<RestoreTarget> & { readonly isReplacing?: boolean },
) {
  const held = openFolder(folder);
  try {
    (await stageHome(file, { folder, clock, ...places }, { isReplacing })).swap();
  } finally {
    held.close();
  }
}

test('from the folder to PostgreSQL and back, whole', async (context) => {
  const url = makeSecret((await postgres(needsPostgres(context), context)).url);
  const places = { records: { url }, history: { place: { kind: 'postgres', url }, secrets: {} } } as const;
  const home = await openHome(tempDir(context));
  await fillHome(home, 1500);
  const before = await homeContents(home);
  const file = await backUp(context, home);
  await home.close();
  const server = join(tempDir(context), 'server');
  await restore(file, server, places);
  // The servers are swapped by the home that opens: without them it does not.
  await expect(openHome(server)).rejects.toMatchObject({ code: 'backup.refused' });
  const moved = await openHome(server, places);
  expect(await historyContents(moved.history)).toEqual(before.history);
  // It lives on: the audit log counts on from its last line.
  await moved.records.audit.append({
    atMs: 1,
    principal: { name: 'x', kind: 'person' },
    action: 'a',
    subject: 's',
    outcome: 'done',
  });
  expect((await moved.records.audit.newest({ limit: 1 })).at(0)).toMatchObject({ line: 51, subject: 's' });
  const again = await backUp(context, moved);
  await moved.close();
  const back = join(tempDir(context), 'back');
  await restore(again, back, {});
  const found = await openHome(back);
  context.onTestFinished(() => found.close());
  const after = await homeContents(found);
  expect(after.history).toEqual(before.history);
  expect(after.files).toEqual(before.files);
  expect(after.brokenChains).toEqual([]);
  const { audit_line: lines = [], audit_head: _, ...rest } = after.tables;
  const { audit_line: known = [], audit_head: __, ...others } = before.tables;
  expect(rest).toEqual(others);
  expect(lines.length).toBe(known.length + 1);
  expect(lines).toEqual(expect.arrayContaining([...known]));
  // A server with somebody's records is not overwritten, and with --replace kept beside.
  const third = join(tempDir(context), 'third');
  await expect(restore(file, third, places)).rejects.toMatchObject({ code: 'backup.refused' });
  await restore(file, third, { ...places, isReplacing: true });
  await (await openHome(third, places)).close();
  const client = new pg.Client({ connectionString: url.reveal() });
  await client.connect();
  const { rows } = await client.query<{ nspname: string }>(
    "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'solstead%'",
  );
  await client.end();
  const names = rows.map(({ nspname }) => nspname.replace(/\d+$/, ''));
  expect(names).toEqual(
    expect.arrayContaining([
      'solstead',
      'solstead_records',
      'solstead_before_restore_',
      'solstead_records_before_restore_',
    ]),
  );
});

type Contents = Awaited<ReturnType<typeof historyContents>>;

/** The same points with the same qualities, and values as near as VictoriaMetrics keeps them: about twelve digits of the largest. */
function assertSame(found: Contents, known: Contents): void {
  expect([...found.points.keys()]).toEqual([...known.points.keys()]);
  const [times, values] = [/^\d+|[a-z]+$/g, / (\S+) /];
  for (const [name, points] of known.points) {
    const own = found.points.get(name) ?? [];
    expect(own.map((one) => one.match(times))).toEqual(points.map((one) => one.match(times)));
    const value = (one: string): number => Number(values.exec(one)?.[1]);
    const most = Math.max(...points.map((one) => Math.abs(value(one))));
    const off = points.map((one, index) => Math.abs(value(one) - value(own[index] ?? '')));
    expect(Math.max(...off), `values of ${name}`).toBeLessThanOrEqual(most * 1e-10);
  }
  const last = ({ last: rows }: Contents): readonly string[] =>
    rows.map((one) => one.replace(/(?<="value":)[\d.]+/, (text) => Number(text).toPrecision(10)));
  expect(last(found)).toEqual(last(known));
}

test('from the folder to VictoriaMetrics, on to InfluxDB and back, every point with its quality', {
  timeout: 110_000,
}, async (context) => {
  const [victoria, influx] = [await victoriaMetrics(context), await influxdb(context)];
  const within = { version: 1, database: 'solstead' } as const;
  const places = [
    { kind: 'victoria', url: makeSecret(victoria.url) },
    { kind: 'influx', url: makeSecret(influx.url), within },
  ] as const;
  const home = await openHome(tempDir(context));
  await fillHome(home, 300);
  const before = await historyContents(home.history);
  let file = await backUp(context, home);
  await home.close();
  for (const place of places) {
    const history = { place, secrets: {} };
    const folder = join(tempDir(context), place.kind);
    await restore(file, folder, { history });
    const moved = await openHome(folder, { history });
    const found = await historyContents(moved.history);
    assertSame(found, before);
    file = await backUp(context, moved);
    await moved.close();
    // Such a server takes no second history, and none is mixed into the first.
    const third = join(tempDir(context), 'third');
    await expect(restore(file, third, { history })).rejects.toMatchObject({ code: 'backup.refused' });
  }
  const back = join(tempDir(context), 'back');
  await restore(file, back, {});
  const found = await openHome(back);
  context.onTestFinished(() => found.close());
  const after = await historyContents(found.history);
  assertSame(after, before);
});
