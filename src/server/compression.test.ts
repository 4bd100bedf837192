// Answers are packed for who takes them so, and secrets never are.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { encodingFor } from './compression.ts';
import { noonMs, owner, stubHub } from './testing/stub-hub.ts';
import { responseOf, testServer, type TestServer } from './testing/test-server.ts';

/** The answer as it came; what is sent in `json` is a POST. */
async function raw({ port }: TestServer, path: string, { json, ...headers }: Readonly<Record<string, string>>) {
  const method = json === undefined ? 'GET' : 'POST';
  const sent = httpRequest({ host: '127.0.0.1', port, path, method, agent: false, headers });
  sent.end(json);
  const response = await responseOf(sent);
  return { headers: response.headers, body: await buffer(response) };
}

test.for([
  ['gzip, deflate, br', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0.1, gzip', 'gzip'],
  ['gzip;q=0, br;q=0', undefined],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['br;q=0, *', 'gzip'],
  ['identity', undefined],
  ['GZIP', 'gzip'],
  ['gzip;q=x', undefined],
  ['', undefined],
  [undefined, undefined],
] as const)('%s takes %s', ([accepted, encoding]) => {
  expect(encodingFor(accepted)).toBe(encoding);
});

test('a long answer is packed, says so, and is the same', async (context) => {
  const by = { kind: 'person', name: 'Anna' } as const;
  const line = { atMs: noonMs, principal: by, action: 'set', subject: 'roof', outcome: 'done' };
  const hub = stubHub({ auditLines: async () => Array.from({ length: 50 }, (_, index) => ({ ...line, line: index })) });
  const server = await testServer(context, { hub });
  const authorization = `Bearer ${hub.signedIn(owner)}`;
  const path = '/api/v1/audit';
  const plain = await raw(server, path, { authorization });
  expect(plain.headers).toMatchObject({ vary: 'accept-encoding' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  for (const [accepted, unpack] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await raw(server, path, { authorization, 'accept-encoding': accepted });
    expect(answer.headers).toMatchObject({ 'content-encoding': accepted, vary: 'accept-encoding' });
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
    expect(answer.body.length).toBeLessThan(plain.body.length / 4);
    expect(unpack(answer.body).equals(plain.body)).toBe(true);
  }
});

test('what tells a secret is sent as it is, and so are errors', async (context) => {
  const hub = stubHub({ addBrokerAccount: async (username) => ({ username, password: 'x'.repeat(3000) }) });
  const server = await testServer(context, { hub, broker: { host: '127.0.0.1', port: 1883 } });
  const headers = {
    authorization: `Bearer ${hub.signedIn(owner)}`,
    'accept-encoding': 'br, gzip',
    'content-type': 'application/json',
  };
  const made = await raw(server, '/api/v1/setup/broker-accounts', { ...headers, json: '{"username":"meter"}' });
  expect(made.body.length).toBeGreaterThan(3000);
  expect(made.headers['content-encoding']).toBeUndefined();
  const unknown = await raw(server, `/api/v1/sites/${'x'.repeat(90)}/latest`, headers);
  expect(unknown.headers['content-encoding']).toBeUndefined();
});

test('files of the app are sent as they were packed when it was built', async (context) => {
  const webRoot = tempDir(context);
  mkdirSync(join(webRoot, 'assets'));
  for (const [name, text] of [
    ['index.html', '<!doctype html>plain'],
    ['assets/a.js', 'plain'],
    ['assets/a.js.br', 'brotli'],
    ['assets/a.js.gz', 'gzip'],
  ] as const)
    writeFileSync(join(webRoot, name), text);
  const server = await testServer(context, { webRoot });
  const read = async (path: string, accepted: string) => {
    const { headers, body } = await raw(server, path, { 'accept-encoding': accepted });
    const { vary = '', etag } = headers;
    return {
      text: body.toString(),
      etag,
      encoding: headers['content-encoding'],
      vary: vary.toLowerCase(),
      type: headers['content-type'],
    };
  };
  const [br, gz, plain] = [
    await read('/assets/a.js', 'gzip, br'),
    await read('/assets/a.js', 'gzip'),
    await read('/assets/a.js', 'identity'),
  ];
  expect([br.text, gz.text, plain.text]).toEqual(['brotli', 'gzip', 'plain']);
  expect([br.encoding, gz.encoding, plain.encoding]).toEqual(['br', 'gzip', undefined]);
  for (const one of [br, gz, plain]) {
    expect(one.vary).toBe('accept-encoding');
    expect(one.type).toContain('javascript');
  }
  expect(new Set([br.etag, gz.etag, plain.etag]).size).toBe(3);
  expect((await read('/', 'br')).text).toContain('plain');
});

test('sockets are not packed: what is short on the wire is short in memory', async (context) => {
  const server = await testServer(context);
  const headers = { authorization: `Bearer ${server.hub.signedIn(owner)}` };
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/v1/live?site=home`, {
    headers,
    perMessageDeflate: true,
  });
  await new Promise((resolve) => socket.once('open', resolve));
  expect(socket.extensions).toBe('');
  socket.terminate();
});
