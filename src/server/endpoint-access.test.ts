// Who may use what: every endpoint of the contract's table, asked by everybody there is.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { endpointIds, endpoints } from '#api/endpoints.ts';
import { type EndpointId, routeOf, socketPaths } from '#api/routes.ts';
import { buildApp } from './app.ts';
import { accessOf } from './session.ts';
import { owner, stubHub, viewer } from './testing/stub-hub.ts';
import { handClock, testServer, type TestServer } from './testing/test-server.ts';

/** What anybody may ask of a home, whoever owns it. */
const open: readonly EndpointId[] = [
  'readHealth',
  'readOpenApi',
  'readSession',
  'signIn',
  'signOut',
  'claimHome',
  'startDemo',
  'leaveDemo',
];
const guarded = endpointIds.filter((id) => endpoints[id].action !== 'open');

/** The status each guarded endpoint answers with; what it is asked with is otherwise empty. */
async function statuses(server: TestServer, token?: string): Promise<ReadonlyMap<EndpointId, number>> {
  const answers = new Map<EndpointId, number>();
  for (const id of guarded) {
    const { method, path } = routeOf(id);
    const { status } = await server.ask(path.replaceAll(/:\w+/g, 'home'), {
      method,
      ...(token === undefined ? {} : { token }),
      ...(method === 'POST' || method === 'PUT' ? { json: {} } : {}),
    });
    answers.set(id, status);
  }
  return answers;
}

/** Those that were let through, whatever became of them. */
const admitted = (answers: ReadonlyMap<EndpointId, number>): readonly EndpointId[] =>
  guarded.filter((id) => ![401, 403].includes(answers.get(id) ?? 0));
const allowing = (...actions: readonly string[]): readonly EndpointId[] =>
  guarded.filter((id) => actions.includes(endpoints[id].action));

test('what is open is listed here by name', () => {
  expect(endpointIds.filter((id) => endpoints[id].action === 'open')).toEqual(open);
  expect(guarded.length).toBeGreaterThan(30);
});

test.for([true, false])(
  'a stranger gets 401 wherever it is not open; the home has an owner: %s',
  async (isClaimed, context) => {
    const answers = await statuses(await testServer(context, { hub: stubHub({ isClaimed }) }));
    expect([...answers].filter(([, status]) => status !== 401)).toEqual([]);
  },
);

test('the answer says why where nobody owns the home', async (context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }) });
  expect((await server.ask('/api/v1/sites')).body).toMatchObject({
    code: 'access.signed-out',
    message: 'this home has no owner yet',
  });
});

test('a viewer reads, the owner may everything, a visitor of the demo also acts on what it simulates', async (context) => {
  const server = await testServer(context);
  const { hub } = server;
  expect(admitted(await statuses(server, hub.signedIn(viewer)))).toEqual(allowing('site.read'));
  expect(hub.calls).toEqual([]);
  expect(admitted(await statuses(server, hub.signedIn(owner)))).toEqual(guarded);
  const demo = await testServer(context, { current: () => ({ hub, demo: true }) });
  expect(admitted(await statuses(demo))).toEqual(
    allowing('site.read', 'anomaly.dismiss', 'device.command', 'energy.manage'),
  );
});

test('every route is of the table, but for the web app and the socket that is nothing else', async () => {
  const hub = stubHub();
  const { app, routes } = await buildApp({
    host: '127.0.0.1',
    port: 0,
    clock: handClock(),
    log: pino({ level: 'silent' }),
    version: '1',
    webRoot: '/nowhere/web',
    current: () => ({ hub, demo: false }),
  });
  await app.close();
  const known = new Set(endpointIds.map((id) => Object.values(routeOf(id)).join(' ')));
  const others = routes
    .map(({ method, url, access }) => `${method.replace('HEAD', 'GET')} ${url} ${access}`)
    .filter((route) => !known.has(route.replace(/ \w+$/, '')));
  expect(new Set(others)).toEqual(new Set(['GET /* open', `GET ${socketPaths.live} reader`]));
  // A HEAD beside each GET but that of the export.
  const reads = endpointIds.filter((id) => routeOf(id).method === 'GET');
  expect(routes.length).toBe(endpointIds.length + reads.length - 1 + 4);
});

test('a route of the interfaces that says nothing is the owner’s', () => {
  expect([accessOf('/api/v1/new', undefined), accessOf('/ws/new', undefined)]).toEqual(['owner', 'owner']);
  expect([accessOf('/api/v1/new', 'reader'), accessOf('/*', undefined)]).toEqual(['reader', 'open']);
});
