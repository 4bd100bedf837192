// `solstead mcp` as a process, against a server that answers as it is told to.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test, type TestContext } from 'vitest';

async function answering(context: TestContext, status: number, body: object): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const isLife = request.url === '/health/live';
    response.writeHead(isLife ? 200 : status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(isLife ? {} : body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function said(url: string, lines: readonly unknown[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../bin/solstead.js'), 'mcp', '--url', url], {
    env: { PATH: process.env['PATH'] ?? '', SOLSTEAD_TOKEN: 'a token' },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const answers = out.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
  return { answers, err, code: await code };
}

const ping = { jsonrpc: '2.0', id: 7, method: 'ping' };
const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };

test('a token that is not known is told so; a notification has no answer, and what is no JSON is -32700', async (context) => {
  const url = await answering(context, 401, { detail: 'sign in first' });
  const { answers, code } = await said(url, [notification, '{ no json', ping]);
  expect(answers).toEqual([
    { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'a message is one line of JSON' } },
    {
      jsonrpc: '2.0',
      id: 7,
      error: { code: -32_000, message: expect.stringContaining('does not know the token') as string },
    },
  ]);
  expect(code).toBe(0);
});

test.for([
  ['ftp://x', 'not an address such as', 'See `solstead mcp --help`.', 2],
  ['http://127.0.0.1:1', 'no Solstead answers there', 'name the address of one with --url.', 1],
] as const)('at %s there is nothing: it ends with words', async ([url, words, help, ending]) => {
  const { answers, err, code } = await said(url, [ping]);
  expect(err).toContain(words);
  expect(err).toContain(help);
  expect([answers, code]).toEqual([[], ending]);
  expect(err.trim().split('\n').length).toBe(1);
});
