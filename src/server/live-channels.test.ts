import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { SiteChanges } from '#hub/types.ts';
import { liveChannels } from './live-channels.ts';
import { owner, snapshot, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer, type Client, type TestServer } from './testing/test-server.ts';

const live = '/api/v1/live?site=home';

/** Changes that count how often they are serialised. */
function countedChanges(): { readonly changes: Partial<SiteChanges>; readonly count: () => number } {
  let count = 0;
  const changes: Partial<SiteChanges> = {
    get removed() {
      return [{ toJSON: () => `written-${(count += 1)}` }] as never;
    },
  };
  return { changes, count: () => count };
}

async function watching(server: TestServer, path = live): Promise<Client> {
  const client = server.socket(path, { token: server.hub.signedIn(owner) });
  await client.next();
  return client;
}

test('the snapshot comes at once, then what changed', async (context) => {
  const server = await testServer(context);
  const client = server.socket(live, { token: server.hub.signedIn(viewer) });
  const site = { id: 'home', name: 'Casa', timeZone: 'America/Sao_Paulo', demo: false };
  expect(await client.next()).toEqual({ type: 'snapshot', site, ...snapshot });
  server.hub.emit({ removed: ['plug'] });
  expect(await client.next()).toEqual({ type: 'changes', atMs: snapshot.atMs, removed: ['plug'] });
});

test('changes are serialised once however many watch, and every socket gets them', async (context) => {
  const server = await testServer(context);
  const clients = await Promise.all(Array.from({ length: 5 }, () => watching(server)));
  expect(server.hub.subscribers()).toBe(1);
  const { changes, count } = countedChanges();
  server.hub.emit(changes);
  const got = await Promise.all(clients.map((client) => client.next()));
  expect(got.map(({ removed }) => removed)).toEqual(Array.from({ length: 5 }, () => ['written-1']));
  expect(count()).toBe(1);
});

test('those who come together share a snapshot, and a change makes a new one', async (context) => {
  const take = vi.fn(() => snapshot);
  const server = await testServer(context, { hub: stubHub({ snapshot: take }) });
  await Promise.all([watching(server), watching(server), watching(server)]);
  expect(take).toHaveBeenCalledTimes(1);
  server.hub.emit({});
  await watching(server);
  expect(take).toHaveBeenCalledTimes(2);
});

test('the last one who leaves ends the subscription, and the next begins one', async (context) => {
  const server = await testServer(context);
  const [first, second] = [await watching(server), await watching(server)];
  first.socket.close();
  await first.ended;
  expect(server.hub.subscribers()).toBe(1);
  second.socket.close();
  await vi.waitFor(() => expect(server.hub.subscribers()).toBe(0), 20_000);
  await watching(server);
  expect(server.hub.subscribers()).toBe(1);
});

test('a slow socket misses changes and gets a snapshot when it has caught up', async (context) => {
  const server = await testServer(context);
  const [slow, quick] = [await watching(server), await watching(server)];
  slow.socket.pause();
  const text = 'x'.repeat(100_000);
  const rounds = 200;
  for (let round = 0; round < rounds; round += 1) {
    const value = {
      device: `round-${round}`,
      metric: 'inverter.mode',
      value: text,
      atMs: round,
      quality: 'good',
    } as const;
    server.hub.emit({ values: [value] });
    expect((await quick.next())['values']).toEqual([value]);
  }
  slow.socket.resume();
  let [seen, message] = [0, await slow.next()];
  while (message['type'] === 'changes') [seen, message] = [seen + 1, await slow.next()];
  expect(seen).toBeLessThan(rounds);
  expect(message).toMatchObject({ type: 'snapshot', flow: snapshot.flow });
  server.hub.emit({ removed: ['after'] });
  expect((await slow.next())['removed']).toEqual(['after']);
});

/** A socket whose buffer the test fills; it keeps the types of the messages that were sent. */
function heldSocket() {
  const sent: unknown[] = [];
  const done: (() => void)[] = [];
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send(bytes: Buffer, _options: object, onSent: () => void) {
      sent.push((JSON.parse(bytes.toString()) as { type: unknown }).type);
      done.push(onSent);
    },
  });
  return { socket, sent, done };
}

test('a slow socket whose last send was followed by a ping catches up with the next change', () => {
  const hub = stubHub();
  const { socket, sent, done } = heldSocket();
  const view = { id: 'home', name: 'Casa', timeZone: 'UTC', demo: false };
  const site = hub.as(owner).site('home');
  liveChannels(pino({ level: 'silent' })).join({ hub, site, view }, socket as never);
  socket.bufferedAmount = 1_000_000;
  hub.emit({});
  // The snapshot has left, the ping behind it has not: nobody tells when it does.
  socket.bufferedAmount = 2;
  for (const onSent of done) onSent();
  expect(sent).toEqual(['snapshot']);
  socket.bufferedAmount = 0;
  hub.emit({});
  hub.emit({});
  expect(sent).toEqual(['snapshot', 'snapshot', 'changes']);
});

test('an unknown site and a missing session close the socket with their own code', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  expect(await server.socket('/api/v1/live?site=other', { token }).ended).toBe(4404);
  expect(await server.socket(live).ended).toBe(4401);
  expect(await server.socket(live, { token: 'guess' }).ended).toBe(4401);
  expect(await server.socket('/api/v1/live', { token }).ended).toBe(400);
  expect(server.hub.subscribers()).toBe(0);
  expect(await server.ask(live, { token })).toMatchObject({ status: 400, body: { field: 'upgrade' } });
});

test('a session that ended elsewhere closes its socket at the next ping', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const client = await watching(server);
  await server.hub.access.signOut(token);
  server.clock.advance(30_000);
  expect(await client.ended).toBe(4401);
});

test('a socket that does not answer a ping is dead at the next', async (context) => {
  const server = await testServer(context);
  const dead = server.socket(live, { token: server.hub.signedIn(owner) });
  const alive = await watching(server);
  await dead.next();
  Object.assign(dead.socket, { pong: () => {} });
  dead.socket.on('ping', () => {});
  const pinged = new Promise((resolve) => void alive.socket.once('ping', resolve));
  dead.socket.pause();
  server.clock.advance(30_000);
  await pinged;
  // The pong has to arrive before the next round.
  await server.ask('/health');
  server.clock.advance(30_000);
  dead.socket.resume();
  expect(await dead.ended).toBe(1006);
  expect(alive.socket.readyState).toBe(alive.socket.OPEN);
});

test('when another home is shown, sockets of the one before are closed so that they come back', async (context) => {
  const [real, simulated] = [stubHub(), stubHub()];
  const shown = { hub: real, demo: false };
  const server = await testServer(context, { hub: real, current: () => ({ ...shown }) });
  const client = await watching(server);
  Object.assign(shown, { hub: simulated, demo: true });
  server.clock.advance(1000);
  expect(await client.ended).toBe(4410);
  await vi.waitFor(() => expect(real.subscribers()).toBe(0), 20_000);
  const visitor = server.socket(live);
  expect(await visitor.next()).toMatchObject({ type: 'snapshot', site: { demo: true } });
});
