// A home whose plug-ins loop or take long: it is there meanwhile, what is broken is told, what came later is taken.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

vi.setConfig({ testTimeout: 180_000 });
const soon = { timeout: 130_000, interval: 200 };
const root = join(import.meta.dirname, '../../..');

async function serving(context: TestContext, files: Readonly<Record<string, string>>) {
  const data = tempDir(context);
  mkdirSync(join(data, 'plugins'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(data, 'plugins', name), text);
  const port = await freePort();
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--mqtt-port', '0', '--data', data, '--no-mdns'];
  const child = await spawned(context, [process.execPath, join(root, 'bin/solstead.js'), 'serve', ...flags]);
  await child.waitForOutput(/Solstead is at/, 60_000);
  const ask = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  return { child, ask, data };
}

/** Processes that were started with a path. */
const processesWith = (path: string): readonly string[] =>
  globSync('/proc/[0-9]*/cmdline').filter((file) => {
    try {
      return readFileSync(file, 'utf8').includes(path);
    } catch {
      return false;
    }
  });

test('one that loops holds up no home, and is told when it is known', async (context) => {
  const { child, ask } = await serving(context, { 'loops.ts': 'for (;;);' });
  expect(child.output()).not.toContain('is left out');
  expect(JSON.parse(await ask('/health'))).toMatchObject({ status: 'ok' });
  await expect.poll(() => child.output(), soon).toMatch(/loops\.ts.*worked for more than 10 s[^\n]*left out/);
  await expect.poll(() => ask('/health'), soon).toContain('devices');
  // What adds nothing is no reason to open the home anew.
  expect(child.output()).not.toContain('anew');
});

test('a home that ends does not wait for one that loops, and leaves nothing behind', async (context) => {
  const { child, data } = await serving(context, { 'loops.ts': 'for (;;);' });
  const beganMs = performance.now();
  await child.stop();
  expect(child.exit()).toBe(0);
  expect(performance.now() - beganMs).toBeLessThan(5000);
  await expect.poll(() => processesWith(data)).toEqual([]);
});

test('one that comes later is taken: its devices are read then', async (context) => {
  const example = readFileSync(join(root, 'docs/examples/my-plugin.ts'), 'utf8');
  const { child, ask } = await serving(context, {
    'slow.ts': `${example}\nawait new Promise((done) => setTimeout(done, 8000));\n`,
  });
  await child.waitForOutput(/opened anew with them/, 60_000);
  await expect.poll(() => ask('/health'), soon).toContain('"status":"ok"');
});
