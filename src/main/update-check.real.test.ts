// The update check: what it sends, what it makes of any answer, how often it asks, and who is told.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { because } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { owner } from '#server/testing/stub-hub.ts';
import { handClock, testServer } from '#server/testing/test-server.ts';
import { askForUpdate, checkUpdate, updateBounds, watchUpdates } from './update-check.ts';

/** A server that answers as it is told, and what it was sent. */
async function answering(context: TestContext, answer: (reply: ServerResponse) => void) {
  const heard: { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url, headers }, reply) => {
    heard.push({ url, headers });
    answer(reply);
  });
  context.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { at: `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest.json`, heard };
}

const said = (text: string) => (reply: ServerResponse) => void reply.end(text);
const asker = { clock: systemClock, version: '1.10.0' };

test('nothing of this computer is sent, not even its version', async (context) => {
  const { at, heard } = await answering(context, said('{"version":"1.10.1"}'));
  expect((await askForUpdate(at, asker)).isNewer).toBe(true);
  const { host: _host, connection: _connection, ...headers } = heard[0]?.headers ?? {};
  expect([heard.length, heard[0]?.url, headers]).toEqual([
    1,
    '/latest.json',
    { 'user-agent': 'Solstead', accept: 'application/json', 'accept-encoding': 'identity' },
  ]);
});

test.for([
  ['{"version":"1.10.1"}', true, 'update.newer'],
  ['{"tag_name":"v2.0.0"}', true, 'update.newer'],
  ['{"version":"1.10.0"}', false, 'update.current'],
  ['{"version":"1.9.9"}', false, 'update.current'],
  ['{"version":"0.11.0"}', false, 'update.current'],
  ['{"version":"1.11.0-beta"}', false, 'update.unreadable'],
  ['{"version":7}', false, 'update.unreadable'],
  ['[]', false, 'update.unreadable'],
  ['<html>', false, 'update.unreadable'],
  ['', false, 'update.unreadable'],
  [`{"version":"${'9'.repeat(400)}.0.0"}`, false, 'update.unreadable'],
] as const)('of the answer %s', async ([text, isNewer, code], context) => {
  const { at } = await answering(context, said(text));
  const answer = await askForUpdate(at, asker);
  expect([answer.isNewer, answer.reason.code]).toEqual([isNewer, code]);
});

test('one that says too much, nothing, sends elsewhere or is not there holds nothing up', async (context) => {
  const huge = await answering(context, (reply) => {
    reply.write('{"version":"9.0.0","more":"');
    const more = (): void => {
      while (!reply.destroyed && reply.write('x'.repeat(65_536)));
      reply.once('drain', more);
    };
    more();
  });
  const line = await checkUpdate(huge.at, { ...asker, answerMs: 2000 });
  expect(line.state).not.toBe('ok');
  expect(line.what.code).not.toBe('update.newer');
  const silent = await answering(context, () => undefined);
  expect(await checkUpdate(silent.at, { ...asker, answerMs: 200 })).toMatchObject({ state: 'fail' });
  const elsewhere = await answering(context, (reply) => void reply.writeHead(302, { location: silent.at }).end());
  expect(await checkUpdate(elsewhere.at, asker)).toMatchObject({ what: { code: 'update.unreadable' } });
  expect(silent.heard.length).toBe(1);
  expect(await checkUpdate('http://127.0.0.1:1/', asker)).toMatchObject({ state: 'fail' });
  const good = await answering(context, said('{"version":"1.10.0"}'));
  expect(await checkUpdate(good.at, asker)).toMatchObject({ state: 'ok' });
});

test('it is asked a while after the start and once a day, until the end', async (context) => {
  let text = '{"version":"1.11.0"}';
  const { at, heard } = await answering(context, (reply) => void reply.end(text));
  const clock = handClock();
  const lines: string[] = [];
  const watch = watchUpdates(at, { ...asker, clock, log: { info: (line) => void lines.push(line) } });
  expect(watch.notes()).toEqual([]);
  clock.advance(updateBounds.firstMs - 1);
  expect(heard.length).toBe(0);
  clock.advance(1);
  await vi.waitFor(() => expect(watch.notes().map(({ code }) => code)).toEqual(['update.newer']));
  clock.advance(dayMs / 2);
  text = '{"version":"1.10.0"}';
  clock.advance(dayMs / 2);
  await vi.waitFor(() => expect(watch.notes()).toEqual([]));
  expect(heard.length).toBe(2);
  watch.close();
  clock.advance(3 * dayMs);
  expect(lines.length).toBe(2);
});

test('a newer version is a note for those who may see all homes, and nothing is unwell', async (context) => {
  const note = because('update.newer', { version: '2.0.0', own: '1.2.3' });
  const server = await testServer(context, { notes: () => [note] });
  expect((await server.ask('/health/ready')).body).not.toHaveProperty('notes');
  const { status, body } = await server.ask('/health/ready', { token: server.hub.signedIn(owner) });
  expect([status, body]).toEqual([200, expect.objectContaining({ status: 'ready' })]);
  expect(body).toHaveProperty('notes.0.reason.code', 'update.newer');
  expect((await server.ask('/health')).body).toMatchObject({ status: 'ok' });
});
