// The home for assistants, as the protocol's own client sees it: over HTTP, and over the standard input and output of `solstead mcp`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { ask } from '#server/testing/test-server.ts';
import { ROOT } from '#tools/steps.ts';
import { openOwnedHouse, type OwnedHouse } from './testing/owned-house.ts';

let home: OwnedHouse;
beforeAll(async () => {
  home = await openOwnedHouse();
}, 120_000);
afterAll(() => home.close());

interface Asked {
  readonly token?: string;
  readonly write?: boolean;
}

async function connected(context: TestContext, transport: StreamableHTTPClientTransport | StdioClientTransport) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  context.onTestFinished(() => client.close());
  return client;
}

const overHttp = (context: TestContext, { token = home.token, write = false }: Asked = {}) => {
  const url = new URL(write ? '/mcp?write=1' : '/mcp', home.url);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  return connected(context, new StreamableHTTPClientTransport(url, { requestInit }));
};

const overStdio = (context: TestContext, { token = home.token, write = false }: Asked = {}) =>
  connected(
    context,
    new StdioClientTransport({
      command: process.execPath,
      args: [join(ROOT, 'bin/solstead.js'), 'mcp', '--url', home.url, ...(write ? ['--write'] : [])],
      env: { PATH: process.env['PATH'] ?? '', SOLSTEAD_TOKEN: token },
    }),
  );

const textOf = (result: unknown): string => {
  const { content } = result as { readonly content: readonly { readonly text: string }[] };
  return content.map(({ text }) => text).join('');
};

test.for([
  { way: 'HTTP', open: overHttp },
  { way: 'standard input and output', open: overStdio },
])('over $way a home is asked, and nothing can be changed', async ({ open }, context) => {
  const client = await open(context);
  expect(client.getServerVersion()?.name).toBe('solstead');
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['listSites', 'readLatest', 'listReadings', 'readEnergy', 'listAudit']),
  );
  expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
  const latest = tools.find(({ name }) => name === 'readLatest');
  expect(latest).toMatchObject({ inputSchema: { properties: { metrics: { type: 'string' } } } });
  expect(textOf(await client.callTool({ name: 'listSites', arguments: {} }))).toContain('"id":"demo"');
  const soc = await client.callTool({ name: 'readLatest', arguments: { site: 'demo', metrics: 'battery.soc' } });
  expect(JSON.parse(textOf(soc))).toMatchObject({ values: [{ unit: '%' }, { metric: 'battery.soc' }] });
  await expect(client.callTool({ name: 'switchDevice', arguments: {} })).rejects.toThrow('there is no tool');
});

test('tools that change something have to be asked for, and the token has to have their action', async (context) => {
  const writing = await overHttp(context, { write: true });
  const names = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);
  expect(await names(writing)).toEqual(expect.arrayContaining(['switchDevice', 'saveTariff']));
  const never = ['addToken', 'changePassword', 'removePerson', 'claimHome', 'addBrokerAccount', 'exportHistory'];
  expect((await names(writing)).filter((name) => never.includes(name))).toEqual([]);
  const done = await writing.callTool({
    name: 'switchDevice',
    arguments: { device: 'relays', body: { command: 'on', relay: 3 } },
  });
  expect(JSON.parse(textOf(done))).toMatchObject({ success: true, newState: 'on' });
  const viewer = await overHttp(context, {
    token: await home.person('Viewer', [{ site: '*', may: 'viewer' }]),
    write: true,
  });
  expect(await names(viewer)).not.toContain('switchDevice');
  expect(await names(viewer)).not.toContain('listAudit');
});

test('a call that is refused says why, and an answer is bounded', async (context) => {
  const client = await overHttp(context);
  const refused = await client.callTool({ name: 'readSite', arguments: { site: 'nowhere' } });
  expect([refused.isError, textOf(refused)]).toEqual([true, expect.stringContaining('site.unknown') as string]);
  const wrong = await client.callTool({ name: 'readLatest', arguments: { wibble: '1' } });
  expect([wrong.isError, textOf(wrong)]).toEqual([true, expect.stringContaining('"field":"wibble"') as string]);
  const all = await client.callTool({ name: 'listReadings', arguments: { site: 'demo', step: '1m', limit: 10_000 } });
  expect(textOf(all).length).toBeLessThan(61_000);
  expect(textOf(all)).toContain('… cut:');
});

test('over standard input and output a message that is too long is refused, whatever its length, and the next is answered', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'bin/solstead.js'), 'mcp', '--url', home.url], {
    env: { PATH: process.env['PATH'] ?? '', SOLSTEAD_TOKEN: home.token },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ping = (id: number, rest = ''): string =>
    `${JSON.stringify({ jsonrpc: '2.0', id, method: 'ping', params: { rest } })}\r\n`;
  child.stdin.write(ping(1));
  // Cut within a character; of signs of two bytes, fewer characters than the bound.
  const [head, tail] = [Buffer.from(ping(2, 'ü')).subarray(0, -8), Buffer.from(ping(2, 'ü')).subarray(-8)];
  child.stdin.write(head);
  child.stdin.write(tail);
  child.stdin.write(ping(3, 'ü'.repeat(40_000)));
  for (let part = 0; part < 40; part += 1) child.stdin.write('x'.repeat(100_000));
  child.stdin.write('\n');
  child.stdin.end(ping(4).trimEnd());
  const lines = (await text(child.stdout)).trim().split('\n');
  const refused = { jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'a message of more than 65536 bytes' } };
  const good = (id: number): object => ({ jsonrpc: '2.0', id, result: {} });
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([good(1), good(2), refused, refused, good(4)]);
});

test('without a bearer token there is nothing, whatever the browser has; and there is no stream to open', async () => {
  const json = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const stranger = await ask(home.port, '/mcp', { method: 'POST', json });
  const cookie = await ask(home.port, '/mcp', { method: 'POST', json, headers: { cookie: `solstead=${home.token}` } });
  expect([stranger.status, cookie.status]).toEqual([401, 401]);
  const { status, headers } = await ask(home.port, '/mcp', { token: home.token });
  expect([status, headers['allow']]).toEqual([405, 'POST']);
  const odd = await ask(home.port, '/mcp', { method: 'POST', token: home.token, json: [json] });
  expect(odd).toMatchObject({ status: 400, body: { error: { code: -32_600 } } });
});
