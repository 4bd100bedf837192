// The client of HTTP servers over real sockets: what it sends, one kept connection, and servers that are away, silent, wrong or hostile.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, test, type TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { HttpServer } from '#core/http-client.ts';
import { makeSecret } from '#core/secrets.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { openHttpClient } from './http-client.ts';

const never = new AbortController().signal;
const secret = makeSecret('pa ss:wörd');

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function listening(context: TestContext, server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function heardBy(answer: (response: ServerResponse, count: number) => void = (response) => void response.end('ok')) {
  const heard: Heard[] = [];
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method, url, headers } = request;
      heard.push({ method, url, headers, body: Buffer.concat(parts) });
      answer(response, heard.length);
    });
  };
  return { heard, onRequest };
}

function clientOf(context: TestContext, server: HttpServer) {
  const client = openHttpClient(server, systemClock);
  context.onTestFinished(() => client.close());
  return client;
}

/** A server of raw bytes. */
const rawServer = (context: TestContext, onSocket: (socket: Socket) => void): Promise<number> => {
  const open = new Set<Socket>();
  context.onTestFinished(() => open.forEach((socket) => socket.destroy()));
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  return listening(context, server);
};

test('requests go below the path of the server, packed, with the account, over one connection that is kept', async (context) => {
  const { heard, onRequest } = heardBy();
  const server = createServer(onRequest);
  const port = await listening(context, server);
  let connections = 0;
  server.on('connection', () => void (connections += 1));
  const client = clientOf(context, {
    server: `http://127.0.0.1:${port}/behind/`,
    account: { by: 'basic', user: 'anna', secret },
  });
  expect(client.place).toBe(`http://127.0.0.1:${port}/behind`);
  const call = { method: 'POST', path: '/write?db=home', body: 'pv value=1', isPacked: true } as const;
  const answers = await Promise.all([client.call(call, never), client.call(call, never), client.call(call, never)]);
  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ status: 200, text: 'ok', isNear: true })));
  expect(connections).toBe(1);
  expect(heard[0]).toMatchObject({
    method: 'POST',
    url: '/behind/write?db=home',
    headers: {
      'content-encoding': 'gzip',
      authorization: `Basic ${Buffer.from('anna:pa ss:wörd').toString('base64')}`,
    },
  });
  expect(gunzipSync(heard[0]?.body ?? '').toString()).toBe('pv value=1');
  const token = makeSecret('t0ken');
  for (const [by, header, value] of [
    ['bearer', 'authorization', 'Bearer t0ken'],
    ['token', 'authorization', 'Token t0ken'],
    ['header', 'x-key', 't0ken'],
  ] as const) {
    const other = clientOf(context, {
      server: `http://127.0.0.1:${port}`,
      account: { by, name: 'X-Key', secret: token },
    });
    await other.call({ method: 'GET', path: '/ping' }, never);
    expect(heard.at(-1)?.headers[header]).toBe(value);
  }
  expect(() =>
    clientOf(context, { server: 'http://h', account: { by: 'bearer', secret: makeSecret('a\nb') } }),
  ).toThrow(expect.objectContaining({ code: 'input.invalid', at: 'secret' }));
  for (const bad of ['mqtt://h', 'http://', 'h:8086'])
    expect(() => clientOf(context, { server: bad })).toThrow(expect.objectContaining({ at: 'settings.server' }));
});

test('a redirect is an answer and is not followed; what a server asks for as a pause is read', async (context) => {
  const { heard, onRequest } = heardBy((response, count) => {
    if (count === 1) response.writeHead(307, { location: '/elsewhere' }).end();
    else if (count === 2) response.writeHead(429, { 'retry-after': '120' }).end('slow down');
    else if (count === 3) response.writeHead(503, { 'retry-after': '999999999' }).end();
    else response.writeHead(503, { 'retry-after': 'soon' }).end();
  });
  const port = await listening(context, createServer(onRequest));
  const client = clientOf(context, { server: `http://127.0.0.1:${port}` });
  const call = { method: 'POST', path: '/', body: 'x' } as const;
  expect(await client.call(call, never)).toMatchObject({ status: 307 });
  expect(await client.call(call, never)).toEqual({ status: 429, text: 'slow down', isNear: true, retrySeconds: 120 });
  expect(await client.call(call, never)).toMatchObject({ status: 503, retrySeconds: 3600 });
  expect((await client.call(call, never)).retrySeconds).toBeUndefined();
  expect(heard).toHaveLength(4);
});

test('an endless answer is cut, a silent server is given up, and an abort ends it at once', async (context) => {
  let sent = 0;
  const { onRequest } = heardBy((response, count) => {
    if (count === 2) return;
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 97))) sent += 65_536;
    };
    response.on('drain', more);
    more();
  });
  const port = await listening(context, createServer(onRequest));
  const client = clientOf(context, { server: `http://127.0.0.1:${port}`, timeoutMs: 2000 });
  const call = { method: 'GET', path: '/' } as const;
  expect((await client.call(call, never)).text).toHaveLength(65_536);
  expect(sent).toBeLessThan(20_000_000);
  await expect(client.call(call, never)).rejects.toMatchObject({
    code: 'link.unavailable',
    reason: { code: 'output.silent', params: { seconds: 2 } },
  });
  const ending = new AbortController();
  const silent = await rawServer(context, () => undefined);
  const hanging = clientOf(context, { server: `http://127.0.0.1:${silent}` }).call(call, ending.signal);
  setTimeout(() => ending.abort(new Error('ended')), 50);
  await expect(hanging).rejects.toThrow('ended');
});

test('garbage, half an answer, a half-closed connection and nobody there are told as what they are', async (context) => {
  const call = { method: 'POST', path: '/', body: 'x' } as const;
  const ask = (port: number, scheme = 'http') =>
    clientOf(context, { server: `${scheme}://127.0.0.1:${port}`, timeoutMs: 3000 }).call(call, never);
  const garbage = await rawServer(context, (socket) => void socket.write('SSH-2.0-OpenSSH\r\n'.repeat(100)));
  await expect(ask(garbage)).rejects.toMatchObject({ code: 'link.unavailable', reason: { code: 'http.no-http' } });
  await expect(ask(garbage, 'https')).rejects.toMatchObject({ reason: { code: 'http.no-tls' } });
  const half = await rawServer(context, (socket) => void socket.end('HTTP/1.1 204 No'));
  await expect(ask(half)).rejects.toMatchObject({ code: 'link.unavailable' });
  const cut = await rawServer(context, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc');
    setTimeout(() => socket.resetAndDestroy(), 50);
  });
  await expect(ask(cut)).rejects.toMatchObject({ code: 'link.unavailable' });
  const upgrade = await rawServer(
    context,
    (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  );
  await expect(ask(upgrade)).rejects.toMatchObject({ code: 'link.unavailable' });
  const gone = await rawServer(context, (socket) => void socket.end());
  await expect(ask(gone)).rejects.toMatchObject({ code: 'link.unavailable', reason: { code: 'host.hung-up' } });
  await expect(ask(9)).rejects.toMatchObject({ reason: { code: 'host.refused' } });
  const metadata = { server: 'http://169.254.169.254/latest' };
  expect(() => clientOf(context, metadata)).toThrow(expect.objectContaining({ code: 'link.forbidden' }));
});

test('a kept connection that the server has closed meanwhile costs nothing', async (context) => {
  const { heard, onRequest } = heardBy();
  const server = createServer({ keepAliveTimeout: 10 }, onRequest);
  const port = await listening(context, server);
  const client = clientOf(context, { server: `http://127.0.0.1:${port}` });
  for (let count = 1; count <= 5; count += 1) {
    expect(await client.call({ method: 'POST', path: '/', body: `${count}` }, never)).toMatchObject({ status: 200 });
    server.closeAllConnections();
  }
  expect(heard.map(({ body }) => body.toString())).toEqual(['1', '2', '3', '4', '5']);
});

test('over TLS: an unknown authority is refused, a known one is taken, and the server sees the certificate of the client', async (context) => {
  const { cert, key } = madeCertificate('localhost', Date.UTC(2100, 0));
  const { onRequest } = heardBy();
  const server = createTlsServer({ cert, key, ca: cert, requestCert: true, rejectUnauthorized: true }, onRequest);
  const port = await listening(context, server);
  const call = { method: 'POST', path: '/', body: 'x' } as const;
  const own = { server: `https://localhost:${port}` };
  await expect(clientOf(context, own).call(call, never)).rejects.toMatchObject({
    reason: { code: 'http.certificate' },
  });
  await expect(clientOf(context, { ...own, tls: { ca: cert } }).call(call, never)).rejects.toMatchObject({
    code: 'link.unavailable',
  });
  const whole = { ...own, tls: { ca: cert, cert, key: makeSecret(key) } };
  expect(await clientOf(context, whole).call(call, never)).toMatchObject({ status: 200 });
});
