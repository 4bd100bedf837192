// What rules say goes where it is said, also when a server hangs, refuses, or is not there.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type TestContext, vi } from 'vitest';
import { external } from '#core/message-params.ts';
import { because, inEnglish } from '#core/reason.ts';
import type { AlertEvent } from '#alerts/machine.ts';
import type { Notice } from '#automation/engine.ts';
import { systemClock } from '#core/clock.ts';
import { openHttpClient } from '#transport/http-client.ts';
import { ruleNotices } from './rule-notices.ts';

async function server(context: TestContext, status: number) {
  const heard: { path: string; type: string; body: string }[] = [];
  const made = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => void (body += part.toString()));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', body });
      if (status > 0) response.writeHead(status).end('x'.repeat(100));
    });
  });
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  context.onTestFinished(() => {
    made.closeAllConnections();
    made.close();
  });
  return { heard, url: `http://127.0.0.1:${(made.address() as AddressInfo).port}` };
}

function notices() {
  const [said, lines]: [{ topic: string; payload: string }[], string[]] = [[], []];
  const events: ({ site: string } & AlertEvent)[] = [];
  const take = ruleNotices({
    clock: systemClock,
    log: { info: (line) => void lines.push(line), warn: (line) => void lines.push(line) },
    say: async (_site, message) => void said.push(message),
    openHttp: (one) => openHttpClient(one, systemClock),
    happen: (site, event) => void events.push({ site, ...event }),
  });
  return { said, lines, events, take: (what: Notice['what']) => take('home', { by: 'evening', atMs: 0, what }) };
}

test('a web hook is called with its path and body; what came of it is told only when it failed', async (context) => {
  const { heard, url } = await server(context, 204);
  const { take, lines } = notices();
  void take({ kind: 'call', url: `${url}/hook?key=secret`, body: '{"a":1}' });
  void take({ kind: 'call', url: `${url}/text`, body: 'hello' });
  await vi.waitFor(() => expect(heard.length).toBe(2), 20_000);
  expect(heard.toSorted((one, other) => one.path.localeCompare(other.path))).toEqual([
    { path: '/hook?key=secret', type: 'application/json', body: '{"a":1}' },
    { path: '/text', type: 'text/plain; charset=utf-8', body: 'hello' },
  ]);
  expect(lines).toEqual([]);
});

test('a server that refuses or is not there is told without its query; too many at once are not begun', async (context) => {
  const refusing = await server(context, 500);
  const silent = await server(context, 0);
  const { take, lines } = notices();
  void take({ kind: 'call', url: `${refusing.url}/hook?key=secret`, body: '' });
  await vi.waitFor(() => expect(lines.join()).toContain('500'), 20_000);
  void take({ kind: 'call', url: 'http://name:word@127.0.0.1:9/', body: '' });
  for (let count = 0; count < 12; count += 1) void take({ kind: 'call', url: silent.url, body: '' });
  await vi.waitFor(() => expect(silent.heard.length).toBeGreaterThan(6), 20_000);
  await systemClock.sleep(200);
  expect(silent.heard.length).toBeLessThan(9);
  expect(lines.join()).not.toMatch(/secret|word/);
});

test('a message for people goes to the broker and the log', async () => {
  const { take, said, lines, events } = notices();
  void take({ kind: 'notify', title: 'Battery low', text: '12 %', severity: 'warning' });
  void take({ kind: 'publish', topic: 'house/mode', payload: 'night' });
  await vi.waitFor(() => expect(said.length).toBe(2), 20_000);
  expect(said.map(({ topic }) => topic)).toEqual(['solstead/home/automation/notice', 'house/mode']);
  expect(JSON.parse(said[0]?.payload ?? '')).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    rule: 'evening',
    severity: 'warning',
    title: 'Battery low',
    text: '12 %',
  });
  expect(events).toEqual([
    {
      site: 'home',
      kind: 'rule',
      key: 'rule/evening',
      subject: 'evening',
      severity: 'warning',
      reason: because('alert.rule-text', { title: external('Battery low'), text: external('12 %') }),
    },
  ]);
  expect(lines.join()).toContain('Battery low');
});

test('what the home itself tells stays a reason for people, each in their language, and is English for programs', async () => {
  const { take, said, events } = notices();
  const title = because('act.meter-frozen-title');
  const text = because('act.circuit-sees');
  void take({ kind: 'notify', title, text, severity: 'warning' });
  await vi.waitFor(() => expect(said.length).toBe(1), 20_000);
  expect(JSON.parse(said[0]?.payload ?? '')).toMatchObject({ title: inEnglish(title), text: inEnglish(text) });
  expect(events[0]?.reason).toEqual(because('alert.rule-text', { title, text }));
});
