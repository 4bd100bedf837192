// Versions of answers: 304 for what is still the same, 412 for a change that comes too late.
import { expect, test } from 'vitest';
import { endpointIds, endpoints } from '#api/endpoints.ts';
import { type EndpointId, routeOf } from '#api/routes.ts';
import { owner, stubEnergy, stubHub } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';
import { versionedChanges } from './versions.ts';

const budget = { id: 'grid', what: 'import', per: 'month', limit: '5', startMs: 0, endMs: 1 } as const;
const states = (used: string, limit = '5') => ({
  budgets: [{ ...budget, limit, used, left: '1', state: 'within' as const }],
});

test('what was read before and is the same is answered with 304 and no body', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const { headers, status } = await server.ask('/api/v1/sites', { token });
  const tag = String(headers['etag']);
  expect([status, tag]).toEqual([200, expect.stringMatching(/^W\/"[\w-]{22}"$/)]);
  for (const known of [tag, `"other", ${tag}`, '*', tag.slice(2)]) {
    const again = await server.ask('/api/v1/sites', { token, headers: { 'if-none-match': known } });
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', tag]);
  }
  const other = await server.ask('/api/v1/sites', { token, headers: { 'if-none-match': '"other"' } });
  expect(other.status).toBe(200);
  // A failure has no version, and neither has what was not answered.
  expect((await server.ask('/api/v1/sites')).headers['etag']).toBeUndefined();
});

test('a change that names a version is refused when it is not that of now; what measures along changes no version', async (context) => {
  let now = states('1');
  const saved: unknown[] = [];
  const hub = stubHub({
    ledger: () => ({
      ...stubEnergy,
      budgets: async () => now,
      saveBudgets: async (budgets) => {
        saved.push(budgets);
        now = states('1', '9');
        return now;
      },
    }),
  });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const path = '/api/v1/sites/home/budgets';
  const read = await server.ask(path, { token });
  const tag = String(read.headers['etag']);
  now = states('3');
  const later = await server.ask(path, { token, headers: { 'if-none-match': tag } });
  // It shows how much is used: that has changed.
  expect([later.status, later.headers['etag']]).toEqual([200, tag]);
  const save = () => server.ask(path, { method: 'PUT', token, json: { budgets: [] }, headers: { 'if-match': tag } });
  const both = await Promise.all([save(), save()]);
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412]);
  expect(both.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'request.outdated' });
  expect(saved).toHaveLength(1);
  // Without a version the last one wins, as before.
  expect((await server.ask(path, { method: 'PUT', token, json: { budgets: [] } })).status).toBe(200);
});

test('every change that replaces what may be read before can name its version, and no other', () => {
  const heeding = endpointIds.filter((id) => endpoints[id].headers?.includes('if-match') === true);
  expect(heeding.toSorted()).toEqual(Object.keys(versionedChanges).toSorted());
  const replaced = endpointIds.filter((id) => routeOf(id).method === 'PUT');
  const isRead = (path: string): boolean => endpointIds.some((id) => isReadOf(id, path));
  const isReadOf = (id: EndpointId, path: string): boolean => routeOf(id).method === 'GET' && routeOf(id).path === path;
  const forgotten = replaced.filter((id) => isRead(routeOf(id).path) && versionedChanges[id] === undefined);
  // The clock is said to be right or wrong, and parts of a file are sent where it ends.
  expect(forgotten).toEqual(['sayClock', 'sendUploadPart']);
});

test('where nothing can be compared, If-Match is refused rather than passed over', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const answer = await server.ask('/api/v1/clock', {
    method: 'PUT',
    token,
    json: { isRight: true },
    headers: { 'if-match': '"x"' },
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'if-match' } });
});
