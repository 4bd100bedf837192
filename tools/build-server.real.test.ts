// The built server: run when it is made from the sources as they are, and then the same as they.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { freshBundle } from '../bin/bundle.js';
import { buildServer } from './build-server.ts';
import { freePort } from './testkit/free-port.ts';
import { spawned } from './testkit/spawned.ts';
import { tempDir } from './testkit/tempdir.ts';

const ROOT = join(import.meta.dirname, '..');
const bin = join(ROOT, 'bin/solstead.js');

/** A checkout with one source and its build. */
function built(owner: TestContext) {
  const root = tempDir(owner);
  mkdirSync(join(root, 'dist/server-1'), { recursive: true });
  writeFileSync(join(root, 'a.ts'), 'let a = 1;');
  const { size, mtimeMs } = statSync(join(root, 'a.ts'));
  writeFileSync(join(root, 'dist/server-1/solstead.js'), '');
  writeFileSync(
    join(root, 'dist/server.json'),
    JSON.stringify({ folder: 'server-1', sources: [['a.ts', size, mtimeMs]] }),
  );
  return { root, source: join(root, 'a.ts') };
}

describe('a build is used', () => {
  test('while no source has changed', (context) => {
    const { root } = built(context);
    expect(freshBundle(root)).toBe(join(root, 'dist/server-1'));
  });

  const changes: Readonly<Record<string, (checkout: ReturnType<typeof built>) => void>> = {
    'a source of another size': ({ source }) => writeFileSync(source, 'let a = 10;'),
    'a source of another time': ({ source }) => utimesSync(source, 1, 1),
    'a source that is gone': ({ source }) => rmSync(source),
    'a build whose modules are gone': ({ root }) => rmSync(join(root, 'dist/server-1'), { recursive: true }),
    'a list that is no list': ({ root }) => writeFileSync(join(root, 'dist/server.json'), '[]'),
    'no list': ({ root }) => rmSync(join(root, 'dist/server.json')),
  };
  test.for(Object.entries(changes))('not with %s', ([, change], context) => {
    const checkout = built(context);
    change(checkout);
    expect(freshBundle(checkout.root)).toBeUndefined();
  });
});

describe('the build of this checkout', () => {
  beforeAll(async () => void (await buildServer({ onlyIfStale: true })), 120_000);

  test('prints what the sources print', () => {
    expect(freshBundle(ROOT)).toMatch(/server-[0-9a-f]{12}$/);
    const printed = ['', '1'].map((SOLSTEAD_SOURCES) => {
      const env = { ...process.env, SOLSTEAD_SOURCES };
      return spawnSync(process.execPath, [bin, 'list', 'protocols'], { encoding: 'utf8', env }).stdout;
    });
    expect(printed[0]).toContain('pi30');
    expect(printed[0]).toBe(printed[1]);
  });

  test('serves a home with its threads', async (context) => {
    const port = await freePort();
    const flags = ['--host', '127.0.0.1', '--port', String(port), '--mqtt-port', '0', '--data', tempDir(context)];
    const child = await spawned(context, [process.execPath, bin, 'serve', ...flags], { env: { SOLSTEAD_SOURCES: '' } });
    await child.waitForOutput(/Solstead is at/);
    const health = await (await fetch(`http://127.0.0.1:${port}/health`)).json();
    expect(health).toMatchObject({ status: 'ok', troubles: [] });
    await child.stop();
    expect(child.exit()).toBe(0);
  });
});
