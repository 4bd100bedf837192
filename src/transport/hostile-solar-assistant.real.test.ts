// Something that answers in the place of a Solar-Assistant unit's WebSocket and means harm, over real sockets: floods, messages without end,
// names with a meaning, answers that never come. Each costs its own connection or is left out, and the process stays free for the others.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test, type TestContext } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { toLatin1 } from '#core/bytes.ts';
import { systemClock as clock } from '#core/clock.ts';
import type { Framer } from '#core/framer.ts';
import { httpRequestBytes } from '#core/http-exchange.ts';
import { makeSecret } from '#core/secrets.ts';
import { makeSolarAssistantLink } from './solar-assistant-link.ts';

type Frame = readonly [joinRef: string | null, ref: string | null, topic: string, event: string, payload: unknown];
type Say = (event: string, payload: unknown) => void;

interface Unit {
  /** What it does once it is joined. */
  readonly onJoin?: (say: Say, socket: WebSocket) => void;
  readonly onSet?: (say: Say, payload: { topic: string }) => void;
  readonly list?: unknown;
  /** Instead of letting it join. */
  readonly onOpen?: (socket: WebSocket) => void;
}

async function served(context: TestContext, { onJoin, onSet, onOpen, list = [] }: Unit) {
  const server = createServer(
    (_request, reply) => void reply.end(typeof list === 'string' ? list : JSON.stringify(list)),
  );
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined);
    if (onOpen !== undefined) return onOpen(socket);
    socket.on('message', (data: Buffer) => {
      const [joinRef, ref, topic, event, payload] = JSON.parse(data.toString()) as Frame;
      const say: Say = (name, said) => socket.send(JSON.stringify([joinRef, null, 'metrics', name, said]));
      if (event === 'set') return onSet?.(say, payload as { topic: string });
      socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]));
      if (event === 'phx_join') onJoin?.(say, socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const link = makeSolarAssistantLink(
    { scheme: 'solar-assistant', host: '127.0.0.1', port },
    { clock, password: async () => makeSecret('web horse') },
  );
  context.onTestFinished(async () => {
    await link.close();
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return { link, sockets };
}

const whole = (): Framer => ({ pending: 0, push: (bytes) => [{ bytes }], reset: () => undefined });
const asked = async (
  link: Awaited<ReturnType<typeof served>>['link'],
  request: Parameters<typeof httpRequestBytes>[0],
): Promise<unknown> => {
  const bytes = await link.sendAndReceive(httpRequestBytes(request), {
    framer: whole(),
    accepts: () => true,
    responseMs: 12_000,
    maxBytes: 600_000,
  });
  return JSON.parse(new TextDecoder().decode(bytes.subarray(toLatin1(bytes).indexOf('\n') + 1)));
};
const page = (link: Parameters<typeof asked>[0], path = '/api/v1/metrics') => asked(link, { method: 'GET', path });
const setting = { topic: 'inverter_1/work_mode', value: 'Selling first' };
const set = (link: Parameters<typeof asked>[0]) =>
  asked(link, { method: 'POST', path: '/api/v1/metrics', body: JSON.stringify(setting) });

test('what is no value, or of a name with a meaning, is left out; of very many the first are held', async (context) => {
  const many = Array.from({ length: 4500 }, (_none, n) => ({ topic: `total/value_${n}`, value: n }));
  const { link } = await served(context, {
    list: [{ topic: 'total/pv_power', value: 5 }, null, 7, { topic: '__proto__/x', value: 1 }, ...many.slice(10)],
    onJoin: (say, socket) => {
      for (const text of ['[', '[]', '7', 'null', '{"event":"data"}', '['.repeat(100_000), '[1,2,3,4,5]'])
        socket.send(text);
      say('data', { metrics: 'many' });
      say('data', {
        metrics: [
          { topic: 'total/grid_power', value: { valueOf: 7 } },
          { topic: 'total/load_power', value: 'x'.repeat(5000) },
          { topic: '../total/x', value: 1 },
          { topic: 'total/\u001b[2J', value: 1 },
          { topic: 'constructor/x', value: 2 },
          null,
        ],
      });
      say('data', { metrics: many });
      say('data', { metrics: many.map(({ topic }) => ({ topic: `${topic}_more`, value: 1 })) });
    },
  });
  await link.open();
  const rows = (await page(link)) as { topic: string; value: unknown }[];
  const by = new Map(rows.map(({ topic, value }) => [topic, value]));
  expect(rows.length).toBeLessThanOrEqual(4000);
  expect(by.get('total/pv_power')).toBe(5);
  expect(by.get('total/grid_power') ?? null).toBeNull();
  expect(by.get('total/load_power') ?? null).toBeNull();
  expect(by.get('total/value_7')).toBeUndefined();
  expect(by.has('../total/x')).toBe(false);
  expect([...by.keys()].some((topic) => topic.includes('\u001b'))).toBe(false);
  expect(Object.prototype).not.toHaveProperty('x');
});

test.for<[string, Unit, string]>([
  [
    'it is refused',
    {
      onOpen: (socket) =>
        socket.on('message', () =>
          socket.send('["1","2","metrics","phx_reply",{"status":"error","response":{"reason":"no \\u001b[2J"}}]'),
        ),
    },
    'unit.no-channel',
  ],
  ['it hangs up', { onOpen: (socket) => socket.close() }, 'link.hung-up'],
  ['too long a message', { onOpen: (socket) => socket.send('x'.repeat(1_200_000)) }, 'link.hung-up'],
  ['it never answers', { onOpen: () => undefined }, 'unit.silent'],
])('%s: it is not joined, and told', { timeout: 120_000 }, async ([, unit, code], context) => {
  const { link, sockets } = await served(context, unit);
  const error: unknown = await link.open().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'link.unavailable', reason: { code } });
  expect(JSON.stringify(error)).not.toMatch(/horse/);
  await expect.poll(() => [...sockets.clients].filter(({ readyState }) => readyState === WebSocket.OPEN)).toEqual([]);
});

test('a flood of values ends its connection for a while, and nobody else waits', {
  timeout: 30_000,
}, async (context) => {
  const { link } = await served(context, {
    onJoin: (_say, socket) => {
      const text = JSON.stringify(['1', null, 'metrics', 'data', { metrics: [{ topic: 'total/pv_power', value: 1 }] }]);
      const more = (): void => {
        for (let turn = 0; turn < 2000; turn += 1) socket.send(text);
        if (socket.readyState === WebSocket.OPEN) setImmediate(more);
      };
      more();
    },
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  await link.open();
  delay.enable();
  await expect.poll(() => link.isOpen, { timeout: 20_000 }).toBe(false);
  delay.disable();
  // Generous for a busy machine; the other side is in this process too.
  expect(delay.max / 1e6).toBeLessThan(1000);
  await expect(link.open()).rejects.toMatchObject({ reason: { code: 'link.flooded' } });
});

test('a setting has the outcome of its own topic, in words that are bounded, or none', {
  timeout: 40_000,
}, async (context) => {
  let outcome: ((say: Say) => void) | undefined;
  const { link } = await served(context, { onSet: (say) => outcome?.(say) });
  await link.open();
  outcome = (say) => {
    say('set_result', { topic: 'inverter_2/work_mode', result: 'ok' });
    say('set_result', { topic: setting.topic, result: { ok: true }, message: 'no '.repeat(5000) });
  };
  const { error } = (await set(link)) as { error: string };
  expect(error).toMatch(/^no no/);
  expect(error.length).toBeLessThanOrEqual(200);
  outcome = (say) => say('phx_error', {});
  await expect(set(link)).rejects.toMatchObject({ code: 'link.closed' });
});

test('a list that is none, and a web server that is not asked again, leave what was pushed', async (context) => {
  const { link } = await served(context, {
    list: '[{"topic":',
    onJoin: (say) => say('data', { metrics: [{ topic: 'total/pv_power', value: 7 }] }),
  });
  await link.open();
  await expect.poll(async () => page(link)).toEqual([{ topic: 'total/pv_power', value: 7 }]);
});
