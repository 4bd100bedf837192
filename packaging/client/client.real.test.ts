// The package as others get it, against a real house: in Node, by the compiler, and in a browser.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, type TestContext, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { openOwnedHouse, type OwnedHouse } from '#main/testing/owned-house.ts';
import { buildClient, CLIENT_DIST } from '#tools/build-client.ts';
import { ROOT } from '#tools/steps.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import type * as client from './index.ts';

let home: OwnedHouse;
let built: typeof client;
const webRoot = join(ROOT, 'packaging', 'client', 'dist');
beforeAll(async () => {
  await buildClient();
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">');
  home = await openOwnedHouse({ webRoot });
  built = (await import(pathToFileURL(join(CLIENT_DIST, 'index.js')).href)) as typeof client;
}, 120_000);
afterAll(() => home.close());

test('in Node: calls, a failure as a class, a command, and the home live', async () => {
  const { createClient, SolsteadProblem } = built;
  const own = createClient({ url: home.url, token: home.token });
  expect(await own.call('listSites')).toMatchObject([{ id: 'demo' }]);
  const refused = await own.call('readSite', { params: { site: 'nowhere' } }).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(SolsteadProblem);
  expect(refused).toMatchObject({ code: 'site.unknown', status: 404, repair: 'See the list of sites.' });
  const given = { params: { device: 'relays' }, body: { setPoint: 'relay.on.1', value: 1 } };
  expect(await own.call('issueCommand', given, { headers: { prefer: 'wait=20' } })).toMatchObject({
    state: 'confirmed',
  });
  const first = Promise.withResolvers<unknown>();
  const stop = own.live('demo', { onMessage: (message) => first.resolve(message) });
  expect(await first.promise).toMatchObject({ type: 'snapshot', site: { id: 'demo' } });
  stop();
});

test('reads and commands are repeated when the server is busy, commands under one key; nothing else is', async (context) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${String(request.headers['idempotency-key'])}`);
    const isGood = asked.length % 2 === 0;
    response
      .writeHead(isGood ? 200 : 503, { 'retry-after': '0', connection: 'close' })
      .end(isGood ? '{"good":true}' : 'busy');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void server.close());
  const own = built.createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  expect(await own.call('listSites')).toEqual({ good: true });
  await own.call('issueCommand', { params: { device: 'x' }, body: { setPoint: 'relay.on.1', value: 1 } });
  const [, , one, two] = asked;
  expect(one).toMatch(/^POST [0-9a-f]{32}$/);
  expect(two).toBe(one);
  await expect(own.call('switchDevice', { params: { device: 'x' }, body: { command: 'on' } })).rejects.toMatchObject({
    code: 'foreign',
    status: 503,
  });
  expect(asked).toHaveLength(5);
});

/** A way to the house that can be cut. */
async function cuttable(context: TestContext): Promise<{ readonly url: string; readonly cut: () => void }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((near) => {
    const far = connect(home.port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.pipe(far).pipe(near);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => {
    cut();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

interface Heard {
  readonly type: string;
  readonly seq?: number;
}

test('message by message: after an interruption what was missed follows, each once and in order', async (context) => {
  const way = await cuttable(context);
  const own = built.createClient({ url: way.url, token: home.token });
  const heard: Heard[] = [];
  const states: boolean[] = [];
  const stop = own.realtime(['demo', 'nowhere'], {
    onMessage: (message) => void heard.push(message as Heard),
    onState: (isConnected) => void states.push(isConnected),
  });
  context.onTestFinished(stop);
  const patient = { timeout: 20_000, interval: 50 };
  const state = (): number => heard.find(({ type }) => type === 'snapshot')?.seq ?? Number.MAX_SAFE_INTEGER;
  const news = (): number[] => heard.flatMap(({ type, seq = 0 }) => (type !== 'resumed' && seq > state() ? [seq] : []));
  await vi.waitFor(() => expect(news().length).toBeGreaterThan(5), patient);
  expect(heard.find(({ type }) => type === 'error')).toMatchObject({ code: 'site.unknown', home_id: 'nowhere' });
  for (const times of [1, 2]) {
    way.cut();
    await vi.waitFor(() => expect(heard.filter(({ type }) => type === 'resumed')).toHaveLength(times), patient);
    const count = news().length;
    await vi.waitFor(() => expect(news().length).toBeGreaterThan(count + 5), patient);
  }
  stop();
  expect(heard.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
  const numbers = news();
  expect(numbers).toEqual(numbers.map((_, index) => state() + 1 + index));
  expect(states.slice(0, 5)).toEqual([true, false, true, false, true]);
});

test('message by message: a state that was cut off is asked for again', async (context) => {
  const said: unknown[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  context.onTestFinished(() => {
    server.close();
  });
  const message = (seq: number, type = 'telemetry'): string => JSON.stringify({ type, home_id: 'demo', seq });
  const answers = [
    [message(10, 'snapshot'), message(10)],
    [message(12, 'snapshot'), message(12), message(12), message(13)],
    // What was missed up to 15 is cut off after its first.
    [message(15, 'resumed'), message(14)],
    [message(15, 'resumed')],
  ];
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const each = answers[said.length] ?? [];
      said.push((JSON.parse(data.toString()) as { readonly since: unknown }).since);
      for (const text of each) socket.send(text);
      if (said.length < answers.length) socket.close();
    });
  });
  await once(server, 'listening');
  const own = built.createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const stop = own.realtime(['demo'], { onMessage: () => undefined });
  context.onTestFinished(stop);
  await vi.waitFor(() => expect(said).toEqual([null, null, 13, 14]), { timeout: 20_000, interval: 50 });
});

test('its types name what each endpoint takes and answers', (context) => {
  const folder = tempDir(context);
  const installed = join(folder, 'node_modules', '@solstead', 'client');
  mkdirSync(installed, { recursive: true });
  for (const name of ['package.json', 'index.js', 'index.d.ts']) cpSync(join(CLIENT_DIST, name), join(installed, name));
  const options = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'dom'],
    types: [],
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
  const compile = (code: string): string => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import { createClient } from '@solstead/client';\nconst own = createClient();\n${code}`,
    );
    try {
      return execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
        encoding: 'utf8',
      });
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  };
  const good = `const [site] = await own.call('listSites');
    const name: string = site!.name;
    const { values } = await own.call('readLatest', { query: { site: name } });
    const unit: string = values[0]!.unit;
    export const all = [unit, own.live('x', { onMessage: (message) => void message.type })];
    export const stop = own.realtime(['x'], {
      onMessage(message) {
        if (message.type === 'telemetry') console.log(message.node_id, message.metric, message.seq);
        if (message.type === 'snapshot') console.log(message.reason satisfies 'first' | 'too-old' | 'ahead' | 'slow');
      },
    });`;
  expect(compile(good)).toBe('');
  expect(compile("export const wrong = await own.call('readSite');")).toContain('TS2554');
  expect(
    compile(
      "export const wrong = await own.call('switchDevice', { params: { device: 'x' }, body: { command: 'up' } });",
    ),
  ).toContain('"toggle"');
});

test('in a browser, by the cookie of the page it is served with', async (context) => {
  const browser = await openBrowser(context);
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => void wrong.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && wrong.push(message.text())));
  await page.context().addCookies([{ name: 'solstead', value: home.token, url: home.url }]);
  await page.goto(home.url);
  // As text: the test's own build would put its names into a function.
  const told = await page.evaluate(`import('/index.js').then(async ({ createClient }) => {
    const own = createClient();
    const [site] = await own.call('listSites');
    const type = await new Promise((resolve) => {
      const stop = own.live('demo', { onMessage: (message) => { stop(); resolve(message.type); } });
    });
    return [site.id, type];
  })`);
  expect([told, wrong]).toEqual([['demo', 'snapshot'], []]);
  expect(readFileSync(join(CLIENT_DIST, 'index.js'), 'utf8').length).toBeLessThan(30_000);
});
