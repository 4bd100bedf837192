// kill −9 of a home in the middle of alerts: each that was kept is told, under one id however often it came, and none is a row twice.
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { hearingServer } from './testing/heard-requests.ts';

vi.setConfig({ testTimeout: 240_000 });

const program = fileURLToPath(new URL('testing/alerts-child.ts', import.meta.url));
const kills = 6;

interface Message {
  readonly id: string;
  readonly alert: { readonly id: string; readonly subjects: readonly { readonly id: string }[] };
}

test('no alert is lost and no message gets a second id over kills in the middle of it', async (context) => {
  const folder = tempDir(context);
  const server = await hearingServer(context);
  const kept = new Set<string>();
  for (let run = 0; run <= kills; run += 1) {
    const child = await spawned(context, [process.execPath, program, folder, server.url, String(run * 1000)]);
    await child.waitForOutput(/ready/, 60_000);
    // The server is away for a while in some of the runs.
    server.status = run % 3 === 1 ? 503 : 200;
    await clock.sleep(900 + 350 * run);
    child.signal('SIGKILL');
    await vi.waitFor(() => expect(child.exit()).toBeDefined(), 20_000);
    for (const [, id = ''] of child.output().matchAll(/^kept (\w+)$/gm)) kept.add(id);
  }
  expect(kept.size).toBeGreaterThan(30);
  server.status = 200;
  const last = await spawned(context, [process.execPath, program, folder, server.url, '900000']);
  const told = (): readonly Message[] => server.heard.map(({ body }) => JSON.parse(body.toString()) as Message);
  const subjects = (): ReadonlySet<string> =>
    new Set(told().flatMap(({ alert }) => alert.subjects.map(({ id }) => id)));
  await vi.waitFor(() => expect([...kept].filter((id) => !subjects().has(id))).toEqual([]), {
    timeout: 120_000,
    interval: 500,
  });
  last.signal('SIGKILL');
  await vi.waitFor(() => expect(last.exit()).toBeDefined(), 20_000);
  const opened = openFolder(folder);
  context.onTestFinished(() => opened.close());
  const records = await openSqliteRecords({ folder: opened });
  context.onTestFinished(() => records.close());
  const rows = await records.alerts.list({ site: 'home', limit: 100_000 });
  const ids = rows.map((row) => row.subjects[0]?.id);
  expect(new Set(ids).size).toBe(ids.length);
  // What each alert was told under: one message, whatever the number of kills.
  const messages = Map.groupBy(told(), ({ alert }) => alert.id);
  for (const [alert, all] of messages) expect([alert, new Set(all.map(({ id }) => id)).size]).toEqual([alert, 1]);
});
