// The built server: run when it is made from the sources as they are, and then the same as they.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { freshBundle } from '../bin/bundle.js';
import { buildServer } from './build-server.ts';
import { freePort } from './testkit/free-port.ts';
import { ptyPair } from './testkit/pty.ts';
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
  test.for(Object.entries(changes))('not with %s, in a clone and where it has to be sure', ([, change], context) => {
    const [clone, other] = [built(context), built(context)];
    mkdirSync(join(clone.root, '.git'));
    change(clone);
    expect(freshBundle(clone.root)).toBeUndefined();
    change(other);
    expect(freshBundle(other.root, true)).toBeUndefined();
  });

  test('as it was installed: without a clone nobody looks at every source', (context) => {
    const { root, source } = built(context);
    utimesSync(source, 1, 1);
    expect(freshBundle(root)).toBe(join(root, 'dist/server-1'));
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

  test('finds no module that only hands on another, and reads a device without what reaches others', () => {
    const build = freshBundle(ROOT) ?? '';
    const modules = readdirSync(build).map((name) => ({ name, code: readFileSync(join(build, name), 'utf8') }));
    expect(modules.length).toBeGreaterThan(100);
    const handing = modules.filter(({ code }) => /^export ?\{[^}]+\} ?from ?"[^"]+";\s*$/.test(code));
    expect(handing.map(({ name }) => name)).toEqual([]);
    const field = modules.find(({ name }) => name.startsWith('field-'))?.code ?? '';
    expect(field).toMatch(/^function openField\(/m);
    for (const other of ['MqttDevice', 'PushDevice', 'unitPorts']) {
      const made = new RegExp(String.raw`(?:function|class) ${other}\b|\b${other}=class`);
      expect(field).not.toMatch(made);
      // It is looked for as it is written.
      expect(modules.filter(({ code }) => made.test(code))).toHaveLength(1);
    }
  });

  test('holds what is started by its name: threads and processes', () => {
    const build = freshBundle(ROOT) ?? '';
    const code = readdirSync(build).map((name) => readFileSync(join(build, name), 'utf8'));
    const named = [...code.join('\n').matchAll(/new URL\(["'`]\.\/([\w.-]+)["'`], ?import\.meta\.url\)/g)];
    const names = [...new Set(named.map(([, name = '']) => name))].toSorted();
    expect(names).toEqual(['history-worker.js', 'import-worker.js', 'plug-in-host.js', 'search-worker.js']);
    expect(names.filter((name) => !existsSync(join(build, name)))).toEqual([]);
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

  const answerer = (folder: string): string => {
    const file = join(folder, 'answerer.mjs');
    // Each question ends with a carriage return; the answer says: battery mode.
    writeFileSync(
      file,
      `import { openSync, readSync, writeSync } from 'node:fs';
      const [port, bytes] = [openSync(process.argv[2], 'r+'), Buffer.alloc(64)];
      for (;;) if (bytes.subarray(0, readSync(port, bytes)).includes(13)) writeSync(port, Buffer.from('2842e7c90d', 'hex'));`,
    );
    return file;
  };

  test.for([
    ['where it is', '.'],
    ['found from a folder below', 'solstead'],
  ] as const)('reads a serial port with the machine code %s, and none of its small files', async ([, at], context) => {
    const { near, far } = await ptyPair(context);
    const top = tempDir(context);
    const root = join(top, at);
    symlinkSync(join(ROOT, 'node_modules'), join(top, 'node_modules'));
    for (const name of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, name), join(root, name), { recursive: true });
    await spawned(context, [process.execPath, answerer(tempDir(context)), far]);
    // Where any of what npm put there were loaded, it would say so.
    const env = { SOLSTEAD_SOURCES: '', DEBUG: 'serialport*', XDG_CACHE_HOME: tempDir(context) };
    const call = [join(root, 'bin/solstead.js'), '-p', near, '-P', 'PI30', '-c', 'QMOD', '-o', 'json'];
    const child = await spawned(context, [process.execPath, ...call], { env });
    await child.waitForOutput('"device_mode":"Battery"');
    await expect.poll(() => child.exit()).toBe(0);
    expect(child.output()).not.toContain('serialport/');
  });

  test('encrypts with what is taken along only then, for pages and for devices', async (context) => {
    const [port, mqttsPort] = [await freePort(), await freePort()];
    const places = [
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--mqtt-port',
      '0',
      '--mqtts-port',
      String(mqttsPort),
    ];
    const flags = [...places, '--tls-self-signed', '--data', tempDir(context)];
    const child = await spawned(context, [process.execPath, bin, 'serve', ...flags], { env: { SOLSTEAD_SOURCES: '' } });
    await child.waitForOutput(/Solstead is at https/);
    const status = await new Promise((resolve, reject) => {
      const asked = { host: '127.0.0.1', port, path: '/health', rejectUnauthorized: false };
      get(asked, (response) => resolve(response.resume().statusCode)).once('error', reject);
    });
    expect(status).toBe(200);
    const socket = connect({ host: '127.0.0.1', port: mqttsPort, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toMatch(/^TLSv1\.[23]$/);
    socket.destroy();
    await child.stop();
    expect(child.exit()).toBe(0);
  });
});
