// kill −9 of a home between the steps of an alert that nobody acknowledges: each step is told once, at its time, over as many kills as there are.
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { hearingServer } from './testing/heard-requests.ts';

vi.setConfig({ testTimeout: 240_000 });

const program = fileURLToPath(new URL('testing/alerts-child.ts', import.meta.url));
/** When the channels behind are told, min: an eighth and a third of one. */
const steps = [0.125, 0.34] as const;

interface Told {
  readonly what: string;
  readonly to: string;
  readonly id: string;
}

test('the steps of an alert come once each over kills', async (context) => {
  const folder = tempDir(context);
  const server = await hearingServer(context);
  const started = () => spawned(context, [process.execPath, program, folder, server.url, 'steps', steps.join(',')]);
  const told = (): readonly Told[] =>
    server.heard.map(({ path, body }) => {
      const { what, id } = JSON.parse(body.toString()) as { readonly what: string; readonly id: string };
      return { what, id, to: path.slice(1) };
    });
  const distinct = (): readonly string[] => [...new Set(told().map(({ what, to }) => `${to} ${what}`))];
  const isAll = (): boolean => distinct().length >= 3;
  const endMs = clock.nowMs() + 150_000;
  for (let run = 0; !isAll() && clock.nowMs() < endMs; run += 1) {
    const child = await started();
    await child.waitForOutput(/ready/, 60_000);
    await clock.sleep(6500 + 700 * (run % 3));
    child.signal('SIGKILL');
    await vi.waitFor(() => expect(child.exit()).toBeDefined(), 20_000);
  }
  expect(distinct()).toEqual(['hook raised', 'behind0 escalated', 'behind1 escalated']);
  // Further looks tell nothing more.
  const last = await started();
  await last.waitForOutput(/ready/, 60_000);
  await clock.sleep(12_000);
  last.signal('SIGKILL');
  await vi.waitFor(() => expect(last.exit()).toBeDefined(), 20_000);
  const messages = Map.groupBy(told(), ({ what, to }) => `${to} ${what}`);
  expect([...messages.keys()]).toHaveLength(3);
  for (const [name, all] of messages) expect([name, new Set(all.map(({ id }) => id)).size]).toEqual([name, 1]);
});
