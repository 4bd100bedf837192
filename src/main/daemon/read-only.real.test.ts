// `solstead daemon` where nothing can be written but its folder: every other file system of its own view is read-only.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { doWithout } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { emulated, fileOf, solsteadBin } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

/** Runs `"$@"` in a view of its own, in which only `$DATA` can be written; one that can write elsewhere does not begin. */
const readOnly = `
mount --make-rprivate / && mount --bind "$DATA" "$DATA" && mount -o remount,ro,bind / || exit 90
! touch "$OUTSIDE/probe" 2>/dev/null && touch "$DATA/probe" && rm "$DATA/probe" || exit 91
exec "$@"`;

const inView = (command: readonly string[]): readonly string[] => [
  'unshare',
  '-m',
  'sh',
  '-c',
  readOnly,
  'sh',
  ...command,
];

/** Skips where this user may not have a view of its own. */
function needsViews(context: TestContext, env: Readonly<Record<string, string>>): void {
  const [program = '', ...args] = inView(['true']);
  const { status } = spawnSync(program, args, { env: { ...process.env, ...env } });
  if (status !== 0) doWithout(context, 'mount namespaces with a read-only root need root and unshare of util-linux');
}

test('it reads, delivers, keeps what waits, and goes on with it after a restart', async (context) => {
  const [data, outside] = [tempDir(context), tempDir(context)];
  const env = { DATA: data, OUTSIDE: outside };
  needsViews(context, env);
  const roof = await emulated(context, 'pi30');
  const bodies: string[] = [];
  let isAway = true;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      if (!isAway) bodies.push(body);
      response.writeHead(isAway ? 503 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const file = fileOf(
    context,
    `every: 1
devices:
  roof: {protocol: pi30, port: ${roof.place}, commands: [QMOD], answers: [json]}
outputs:
  house: {kind: webhook, server: 'http://127.0.0.1:${port}/', method: POST, body: devices, auth: none}
`,
    'daemon.yaml',
  );
  const start = () =>
    spawned(context, inView([process.execPath, solsteadBin, 'daemon', '-C', file, '--data', data]), { env });
  const first = await start();
  await vi.waitFor(() => expect(first.output()).toContain('"_command":"QMOD"'), { timeout: 60_000, interval: 50 });
  await vi.waitFor(() => expect(first.output()).toContain('it is tried again'), { timeout: 30_000, interval: 50 });
  first.signal('SIGTERM');
  await vi.waitFor(() => expect(first.exit()).toBe(0), { timeout: 20_000, interval: 20 });
  expect(first.output()).toContain('readings wait in the spool');
  expect(first.output()).not.toMatch(/EROFS|read-only/i);
  expect(readdirSync(data).length).toBeGreaterThan(0);
  expect(readdirSync(join(outside))).toEqual([]);
  isAway = false;
  const second = await start();
  await vi.waitFor(() => expect(bodies.join('\n')).toContain('inverter'), { timeout: 60_000, interval: 50 });
  second.signal('SIGTERM');
  await vi.waitFor(() => expect(second.exit()).toBe(0), { timeout: 20_000, interval: 20 });
});
