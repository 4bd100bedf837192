import { expect, test } from 'vitest';
import { closeCodes } from '#api/close-codes.ts';
import { owner, password, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer, withoutId } from './testing/test-server.ts';

const claim = { name: 'Anna', password, site: { name: 'Casa', timeZone: 'America/Sao_Paulo' } };

test('the first visitor becomes the owner, is signed in, and nobody after', async (context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }) });
  expect((await server.ask('/api/v1/session')).body).toEqual({ state: 'unclaimed', version: '1.2.3' });
  const claimed = await server.ask('/api/v1/owner', { method: 'POST', json: claim });
  expect(claimed.body).toEqual({
    state: 'signed-in',
    version: '1.2.3',
    account: { name: 'Anna', role: 'owner', everywhere: true, grants: [{ site: '*', may: 'owner' }] },
  });
  const cookie = String(claimed.headers['set-cookie']);
  expect(cookie).toMatch(/^solstead=token-0-anna; Max-Age=\d{8}; Path=\/; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect((await server.ask('/api/v1/sites', { headers })).body).toEqual([
    { id: 'home', name: 'Casa', timeZone: 'America/Sao_Paulo', demo: false },
  ]);
  expect((await server.ask('/api/v1/session')).body).toEqual({ state: 'signed-out', version: '1.2.3' });
  const second = await server.ask('/api/v1/owner', { method: 'POST', json: claim });
  expect(second).toMatchObject({ status: 409, body: { code: 'access.owned' } });
});

test('behind a trusted proxy with https the cookie is secure and stays under the prefix', async (context) => {
  const server = await testServer(context, { prefix: '/solar', trustedProxies: ['127.0.0.1'] });
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'example.org' };
  const { headers: sent } = await server.ask('/api/v1/session', {
    method: 'POST',
    headers,
    json: { name: 'Anna', password },
  });
  expect(String(sent['set-cookie'])).toContain('Path=/solar; HttpOnly; Secure; SameSite=Strict');
});

test('a wrong name and a wrong password read the same', async (context) => {
  const server = await testServer(context);
  const attempt = (name: string, word: string) =>
    server.ask('/api/v1/session', { method: 'POST', json: { name, password: word } });
  const [stranger, wrong] = [await attempt('Eve', password), await attempt('Anna', 'guess')];
  expect(stranger.status).toBe(401);
  expect(stranger.body).toMatchObject({
    code: 'access.credentials',
    detail: 'Wrong name or password',
    repair: 'Check both and try again.',
  });
  expect(withoutId(wrong.body)).toEqual(withoutId(stranger.body));
});

test('signing out ends the session, its cookie and its sockets', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const other = server.hub.signedIn(viewer);
  const mine = server.socket('/api/v1/live?site=home', { token });
  const theirs = server.socket('/api/v1/live?site=home', { token: other });
  await Promise.all([mine.next(), theirs.next()]);
  const out = await server.ask('/api/v1/session', { method: 'DELETE', token });
  expect(out.body).toEqual({ state: 'signed-out', version: '1.2.3' });
  expect(String(out.headers['set-cookie'])).toMatch(/^solstead=; Max-Age=0; Path=\//);
  expect(await mine.ended).toBe(4401);
  expect(theirs.socket.readyState).toBe(theirs.socket.OPEN);
  expect((await server.ask('/api/v1/sites', { token })).status).toBe(401);
});

test('signing out is for everybody: who is signed out already stays so', async (context) => {
  const server = await testServer(context);
  const out = await server.ask('/api/v1/session', { method: 'DELETE' });
  expect(out).toMatchObject({ status: 200, body: { state: 'signed-out' } });
});

test('a token in the address counts for sockets only', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(viewer);
  expect((await server.ask(`/api/v1/sites?token=${token}`)).status).toBe(401);
  const { type } = await server.socket(`/api/v1/live?site=home&token=${token}`).next();
  expect(type).toBe('snapshot');
  expect(server.log.join('')).not.toContain(token);
});

test('what somebody may see no more is closed at once, and nothing else', async (context) => {
  const server = await testServer(context);
  const { hub, clock } = server;
  const gone = hub.signedIn(owner);
  const stays = hub.signedIn({ ...viewer, id: 'stays' });
  const changed = hub.signedIn({ ...viewer, id: 'changed' });
  const open = (token: string) => server.socket('/api/v1/live?site=home', { token });
  const sockets = { gone: open(gone), stays: open(stays), changed: open(changed) };
  for (const one of Object.values(sockets)) await one.next();
  let hasStayed = true;
  void sockets.stays.ended.then(() => (hasStayed = false));
  // No clock is moved: it does not wait for the next round.
  hub.signedOut(gone);
  expect(await sockets.gone.ended).toBe(closeCodes.signedOut);
  hub.signedIn({ ...viewer, id: 'changed', grants: [{ site: 'home', may: 'operator' }] });
  expect(await sockets.changed.ended).toBe(1001);
  expect([hasStayed, clock.monotonicMs()]).toEqual([true, 0]);
});

test('a session that ends while its socket is opened is closed, too', async (context) => {
  const tokens = new Map([['late', owner]]);
  let asked = 0;
  const stub = stubHub();
  const hub = {
    ...stub,
    access: {
      ...stub.access,
      principal: async (token: string) => {
        const principal = tokens.get(token);
        asked += 1;
        // Known when the request comes, and gone before the socket is there.
        tokens.delete(token);
        return principal;
      },
    },
  };
  const server = await testServer(context, { hub, current: () => ({ hub, demo: false }) });
  const socket = server.socket('/api/v1/live?site=home', { token: 'late' });
  expect(await socket.ended).toBe(closeCodes.signedOut);
  expect(asked).toBe(2);
});

test('sockets of one person are bounded', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(viewer);
  const sockets = Array.from({ length: 50 }, () => server.socket('/api/v1/live?site=home', { token }));
  for (const one of sockets) await one.next();
  expect(await server.socket('/api/v1/live?site=home', { token }).ended).toBe(1013);
  const other = server.socket('/api/v1/live?site=home', { token: server.hub.signedIn(owner) });
  expect(await other.next()).toMatchObject({ type: 'snapshot' });
});

test('who is signed in is told where Grafana is; nobody else, and nobody where there is none', async (context) => {
  const server = await testServer(context, { grafana: '/grafana/' });
  expect((await server.ask('/api/v1/session')).body).not.toHaveProperty('grafana');
  const { body } = await server.ask('/api/v1/session', { method: 'POST', json: { name: 'Anna', password } });
  expect(body).toHaveProperty('grafana', '/grafana/');
  const token = server.hub.signedIn(viewer);
  expect((await server.ask('/api/v1/session', { token })).body).toHaveProperty('grafana', '/grafana/');
  const without = await testServer(context);
  expect((await without.ask('/api/v1/session', { token: without.hub.signedIn(viewer) })).body).not.toHaveProperty(
    'grafana',
  );
});
