// The fleet over HTTP: who sees which homes, and how much of each.
import { expect, test, type TestContext } from 'vitest';
import type { Fleet } from '#api/fleet.ts';
import type { Principal } from '#core/access.ts';
import type { AlertDesk } from '#core/alert.ts';
import { person } from '#core/testing/principals.ts';
import { noonMs, snapshot, stubHub } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const health = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0, rejectedValues: 0 };
const meter = { id: 'meter', state: 'online', lastSeenMs: noonMs, health } as const;
const cellar = { id: 'cellar', state: 'offline', lastSeenMs: noonMs - 60_000, health } as const;

async function homes(context: TestContext, principal: Principal, more: Parameters<typeof stubHub>[0] = {}) {
  const { siteFigures } = stubHub().inside;
  const hub = stubHub({
    sites: () =>
      ['alpha', 'beta', 'gamma'].map((id) => ({ id, name: id, timeZone: 'UTC', latitude: 48, longitude: 11 })),
    siteFigures: (site) => ({ ...siteFigures(site), devices: site === 'beta' ? [meter, cellar] : [meter] }),
    ...more,
  });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(principal);
  return async (query = '') => {
    const { status, body } = await server.ask(`/api/v1/fleet${query}`, { token });
    return { status, fleet: body as Fleet };
  };
}

test('an owner sees every home, the worst first, with its day and its place', async (context) => {
  const ask = await homes(context, person('Ana', 'owner'));
  const { fleet } = await ask();
  expect(fleet).toMatchObject({ count: 3, unwell: 1 });
  expect(fleet.homes.map(({ id, state, lost }) => [id, state, lost])).toEqual([
    ['beta', 'attention', 1],
    ['alpha', 'good', 0],
    ['gamma', 'good', 0],
  ]);
  expect(fleet.homes[0]).toMatchObject({ today: snapshot.energy, latitude: 48, heardMs: noonMs });
  expect((await ask('?limit=1&offset=2')).fleet.homes.map(({ id }) => id)).toEqual(['gamma']);
  expect((await ask('?limit=101')).status).toBe(400);
  expect((await ask('?sort=best')).status).toBe(400);
});

test('who sees one home sees no other; who sees one device of it sees neither its day, nor its place, nor its alerts', async (context) => {
  const may = { actions: ['site.read'], devices: ['meter'] } as const;
  const ask = await homes(context, { id: 'p', name: 'Tenant', kind: 'person', grants: [{ site: 'beta', may }] });
  expect((await ask()).fleet).toEqual({
    homes: [
      { id: 'beta', name: 'beta', timeZone: 'UTC', demo: false, state: 'good', devices: 1, lost: 0, heardMs: noonMs },
    ],
    count: 1,
    unwell: 0,
  });
});

test('who knows one home of several is told of no alert of the installation, a tablet on a wall neither', async (context) => {
  const openCount: AlertDesk['openCount'] = (_site, seesInstallation) => (seesInstallation ? 3 : 1);
  const alerts = { openCount } as Partial<AlertDesk> as AlertDesk;
  for (const kind of ['person', 'kiosk'] as const) {
    const principal: Principal = { id: kind, name: kind, kind, grants: [{ site: 'beta', may: 'viewer' }] };
    const ask = await homes(context, principal, { alerts });
    expect((await ask()).fleet.homes.map((home) => [home.id, home.alerts])).toEqual([['beta', 1]]);
  }
  const ask = await homes(context, person('Ana', 'owner'), { alerts });
  expect((await ask()).fleet.homes[0]?.alerts).toBe(3);
});
