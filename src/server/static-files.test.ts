import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { testServer } from './testing/test-server.ts';

const html = { accept: 'text/html,application/xhtml+xml' };

function builtApp(context: Parameters<typeof tempDir>[0]): string {
  const root = join(tempDir(context), 'dist');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>App</title>');
  writeFileSync(join(root, 'sw.js'), 'self;');
  writeFileSync(join(root, 'assets', 'app-1a2b3c.js'), 'export {};');
  writeFileSync(join(root, '..', 'secret.txt'), 'treasure');
  return root;
}

test('the page is fresh, hashed assets stay a year', async (context) => {
  const server = await testServer(context, { webRoot: builtApp(context) });
  const page = await server.ask('/', { headers: html });
  expect(page).toMatchObject({ status: 200, text: '<!doctype html><title>App</title>' });
  expect(page.headers['cache-control']).toBe('no-cache');
  expect((await server.ask('/sw.js')).headers['cache-control']).toBe('no-cache');
  const asset = await server.ask('/assets/app-1a2b3c.js');
  expect(asset).toMatchObject({ status: 200, text: 'export {};' });
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

test('paths of the app lead to their place in it, missing files and programs a 404', async (context) => {
  const server = await testServer(context, { webRoot: builtApp(context) });
  const led = async (path: string) => {
    const { status, headers } = await server.ask(path, { headers: html });
    return [status, headers['location'], headers['cache-control']];
  };
  expect(await led('/devices')).toEqual([302, './#/devices', 'no-cache']);
  expect(await led('/devices/roof?x=1')).toEqual([302, '../#/devices/roof', 'no-cache']);
  expect(await led('/sites/home/energy')).toEqual([302, '../../#/sites/home/energy', 'no-cache']);
  // Never to another host.
  expect((await server.ask('//evil.example/x', { headers: html })).status).toBe(400);
  expect((await server.ask('/assets/gone-9z.js', { headers: html })).status).toBe(404);
  expect(await server.ask('/devices/roof')).toMatchObject({ status: 404, body: { code: 'path.unknown' } });
  expect((await server.ask('/devices', { method: 'POST', headers: html, json: {} })).status).toBe(405);
});

test('nothing beside the folder can be read', async (context) => {
  const server = await testServer(context, { webRoot: builtApp(context) });
  const paths = ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/..%5csecret.txt'];
  const answers = await Promise.all(paths.map((path) => server.ask(path)));
  expect(answers.filter(({ status, text }) => status < 400 || text.includes('treasure'))).toEqual([]);
});

test('without a built app a page says how to build it', async (context) => {
  const server = await testServer(context);
  const page = await server.ask('/', { headers: html });
  expect(page.status).toBe(503);
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.text).toContain('npm start');
});
