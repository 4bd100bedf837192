// One principal that asks without end is told to wait; the others are answered.
import { expect, test } from 'vitest';
import { owner, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const bounds = { burst: 20, perSecond: 5 };

test('who asks too much is refused with the time to wait, and nobody else', async (context) => {
  const server = await testServer(context, { requests: bounds });
  const [mine, theirs] = [server.hub.signedIn(owner), server.hub.signedIn(viewer)];
  const ask = async (token: string, count: number): Promise<readonly number[]> => {
    const all = Array.from({ length: count }, () => server.ask('/api/v1/sites', { token }));
    return (await Promise.all(all)).map(({ status }) => status);
  };
  const many = await ask(mine, 60);
  expect(many.filter((status) => status === 200)).toHaveLength(20);
  expect(many.filter((status) => status === 429)).toHaveLength(40);
  const refused = await server.ask('/api/v1/sites', { token: mine });
  expect(refused).toMatchObject({ status: 429, body: { code: 'request.too-many' } });
  expect(refused.headers['retry-after']).toBe('1');
  expect(new Set(await ask(theirs, 15))).toEqual(new Set([200]));
  // What tells whether the process is well goes on.
  expect((await server.ask('/health/live')).status).toBe(200);
  server.clock.advance(2000);
  const later = await ask(mine, 15);
  expect(later.filter((status) => status === 200)).toHaveLength(10);
});

test('by default only the served home counts: a server of a test or a bench has no bound', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  for (let round = 0; round < 30; round += 1) {
    const all = await Promise.all(Array.from({ length: 40 }, () => server.ask('/api/v1/session', { token })));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
  }
});
