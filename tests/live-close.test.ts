// What closes a live socket and what the web app makes of it, over the real server.
import { expect, test, vi, type TestContext } from 'vitest';
import { type Clock, systemClock } from '#core/clock.ts';
import { owner, stubHub } from '../src/server/testing/stub-hub.ts';
import { testServer } from '../src/server/testing/test-server.ts';
import { createLive } from '../web/src/live.ts';

/** The app waits a second before it dials again; here a fiftieth of it. What a server may take to answer is not shortened. */
const haste = 50;
const patiences: readonly number[] = [5000, 20_000];
const hasty: Clock = {
  ...systemClock,
  after: (ms, run) => systemClock.after(patiences.includes(ms) ? ms : ms / haste, run),
  every: (ms, run) => systemClock.every(ms / haste, run),
};
/** More than the longest backoff. */
const longMs = 400;

/** A live connection that counts how often it dialled; the address may change between two. */
function dialling(context: TestContext, address: () => string) {
  const dialled: string[] = [];
  const live = createLive({
    connect: () => {
      dialled.push(address());
      return new WebSocket(address());
    },
    clock: hasty,
    random: () => 0.5,
  });
  context.onTestFinished(() => live.close());
  live.open();
  const reach = (phase: ReturnType<typeof live.phase>) => vi.waitFor(() => expect(live.phase()).toBe(phase), 20_000);
  return { live, dialled, reach };
}

test('without a session it stops, and goes on once somebody signed in', async (context) => {
  const { hub, port } = await testServer(context);
  let token = 'unknown';
  const { live, dialled, reach } = dialling(
    context,
    () => `ws://127.0.0.1:${port}/api/v1/live?site=home&token=${token}`,
  );
  await reach('ended');
  await systemClock.sleep(longMs);
  expect(dialled).toHaveLength(1);
  token = hub.signedIn(owner);
  live.restart();
  await reach('open');
  expect(live.state()?.site.id).toBe('home');
});

test('a home that is not there is not asked for again', async (context) => {
  const { hub, port } = await testServer(context);
  const token = hub.signedIn(owner);
  const { dialled, reach } = dialling(context, () => `ws://127.0.0.1:${port}/api/v1/live?site=nowhere&token=${token}`);
  await reach('ended');
  await systemClock.sleep(longMs);
  expect(dialled).toHaveLength(1);
});

test('signing out anywhere ends it; the end of the server does not', async (context) => {
  const first = await testServer(context);
  const { hub, port } = first;
  let token = hub.signedIn(owner);
  const { live, dialled, reach } = dialling(
    context,
    () => `ws://127.0.0.1:${port}/api/v1/live?site=home&token=${token}`,
  );
  await reach('open');
  await first.close();
  await reach('lost');
  await vi.waitFor(() => expect(dialled.length).toBeGreaterThan(3), 20_000);
  const second = await testServer(context, { hub, port });
  await reach('open');
  await second.ask('/api/v1/session', { method: 'DELETE', token });
  await reach('ended');
  const count = dialled.length;
  await systemClock.sleep(longMs);
  expect(dialled).toHaveLength(count);
  token = hub.signedIn(owner);
  live.restart();
  await reach('open');
});

test('another home in its place is dialled at once', async (context) => {
  const [real, demo] = [stubHub(), stubHub()];
  let hub = real;
  const server = await testServer(context, { hub: real, current: () => ({ hub, demo: hub === demo }) });
  const token = real.signedIn(owner);
  const { live, dialled, reach } = dialling(
    context,
    () => `ws://127.0.0.1:${server.port}/api/v1/live?site=home&token=${token}`,
  );
  await reach('open');
  expect(live.state()?.site.demo).toBe(false);
  hub = demo;
  server.clock.advance(1000);
  await vi.waitFor(() => expect(live.state()?.site.demo).toBe(true), 20_000);
  expect(dialled).toHaveLength(2);
});
