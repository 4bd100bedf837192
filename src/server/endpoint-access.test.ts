// Who may use what: every endpoint of the contract's table, asked by everybody there is.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { endpointIds, endpoints } from '#api/endpoints.ts';
import { type EndpointId, routeOf, socketPaths } from '#api/routes.ts';
import { type Action, type Principal, roleMay, roles, visitorActions } from '#core/access.ts';
import { person } from '#core/testing/principals.ts';
import { buildApp } from './app.ts';
import { actionOf } from './session.ts';
import { noonMs, stubHub, viewer } from './testing/stub-hub.ts';
import { handClock, testServer, type TestServer, withoutId } from './testing/test-server.ts';

/** What anybody may ask of a home, whoever owns it. */
const open: readonly EndpointId[] = [
  'readHealth',
  'readLive',
  'readReady',
  'readOpenApi',
  'readSession',
  'signIn',
  'signOut',
  'claimHome',
  'startDemo',
  'leaveDemo',
  'readInvitation',
  'acceptInvitation',
  'openKiosk',
  'requestPasskey',
  'signInByPasskey',
  'recoverPassword',
  'issueTokens',
  'refreshTokens',
  'revokeToken',
  'beginUpload',
  'readUpload',
  'sendUploadPart',
  'restoreUpload',
  'readRestore',
  'dropUpload',
];
/** What only a person may ask who has signed in: it is about their own account. */
const personal: readonly EndpointId[] = [
  'changePassword',
  'listSessions',
  'endSession',
  'endOtherSessions',
  'readCredentials',
  'confirmPerson',
  'beginTotp',
  'turnOnTotp',
  'turnOffTotp',
  'makeRecoveryCodes',
  'setPin',
  'removePin',
  'optionsForPasskey',
  'addPasskey',
  'removePasskey',
  'listTokens',
  'addToken',
  'removeToken',
  'readAlertPreferences',
  'saveAlertPreferences',
];
const guarded = endpointIds.filter((id) => endpoints[id].action !== 'open');

/** What an endpoint answers, status and code, to somebody who asks about a site. */
type Answers = ReadonlyMap<EndpointId, { readonly status: number; readonly body: unknown }>;

/** Asks every guarded endpoint; what it is asked with is otherwise empty. */
async function answersOf(server: TestServer, token?: string, site = 'home'): Promise<Answers> {
  const answers = new Map<EndpointId, { status: number; body: unknown }>();
  for (const id of guarded) {
    const { method, path } = routeOf(id);
    const at = path
      .replaceAll(/:(site|system_id)/g, site)
      .replace(':device', 'meter')
      .replaceAll(/:\w+/g, 'home');
    const { status, body } = await server.ask(at, {
      method,
      ...(token === undefined ? {} : { token }),
      ...(method === 'POST' || method === 'PUT' ? { json: {} } : {}),
    });
    answers.set(id, { status, body });
  }
  return answers;
}

/** Those that were let through, whatever became of them. */
const admitted = (answers: Answers): readonly EndpointId[] =>
  guarded.filter((id) => ![401, 403].includes(answers.get(id)?.status ?? 0));
/** Those that a principal is permitted to use by the table of actions alone. */
const permitted = (may: (action: Action) => boolean): readonly EndpointId[] =>
  guarded.filter((id) => {
    const { action } = endpoints[id];
    return action !== 'open' && may(action);
  });
/** The same for who is no person with an account. */
const permittedToOthers = (may: (action: Action) => boolean): readonly EndpointId[] =>
  permitted(may).filter((id) => !personal.includes(id));
const isOfSite = (id: EndpointId): boolean => /:(site|system_id)/.test(routeOf(id).path);

test('what is open is listed here by name', () => {
  expect(new Set(endpointIds.filter((id) => endpoints[id].action === 'open'))).toEqual(new Set(open));
  expect(guarded.length).toBeGreaterThan(30);
});

test.for([true, false])(
  'a stranger gets 401 wherever it is not open; the home has an owner: %s',
  async (isClaimed, context) => {
    const answers = await answersOf(await testServer(context, { hub: stubHub({ isClaimed }) }));
    expect([...answers].filter(([, { status }]) => status !== 401)).toEqual([]);
  },
);

test('the answer says why where nobody owns the home', async (context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }) });
  expect((await server.ask('/api/v1/sites')).body).toMatchObject({
    code: 'access.signed-out',
    detail: 'this home has no owner yet',
  });
});

test.for(roles)('what a person with a role is let through to follows from the action: %s', async (role, context) => {
  const server = await testServer(context);
  const { hub } = server;
  const answers = await answersOf(server, hub.signedIn(person('Role', role)));
  expect(admitted(answers)).toEqual(permitted((action) => roleMay(role, action)));
  // Of what is refused nothing reaches the home.
  expect(hub.calls.length > 0).toBe(role !== 'viewer');
});

test('a visitor of the demo plays with what it simulates, and sets nothing up', async (context) => {
  const hub = stubHub();
  const demo = await testServer(context, { current: () => ({ hub, demo: true }) });
  const answers = await answersOf(demo);
  expect(admitted(answers)).toEqual(permittedToOthers((action) => visitorActions.includes(action)));
  expect(answers.get('addDevice')?.body).toMatchObject({ detail: 'the demo cannot be set up' });
});

test('a token is held to its scope, and to what the person behind it may', async (context) => {
  const server = await testServer(context);
  const { hub } = server;
  const token: Principal = {
    id: 't',
    name: 'Script',
    kind: 'token',
    // To keep history short concerns every home: a grant for one does not give it.
    grants: [{ site: 'home', may: { actions: ['site.read', 'device.command', 'history.manage'] } }],
  };
  const own = permittedToOthers((action) => action === 'site.read' || action === 'device.command');
  // So does the state of it, which counts what all homes have.
  const ofHome = own.filter((id) => id !== 'readHistoryState');
  const answers = await answersOf(server, hub.signedIn(token));
  // An import concerns every home as well; an empty request is refused before the hub says so.
  expect(answers.get('beginImport')?.status).toBe(400);
  expect(admitted(answers).filter((id) => id !== 'beginImport')).toEqual(ofHome);
  const ofViewer = hub.signedIn({ ...token, id: 'u', within: [{ site: '*', may: 'viewer' }] });
  expect(admitted(await answersOf(server, ofViewer))).toEqual(
    permittedToOthers((action) => action === 'site.read').filter((id) => id !== 'readHistoryState'),
  );
});

test('a home of somebody else answers exactly as one that does not exist', async (context) => {
  const sites = ['home', 'other'].map((id) => ({ id, name: id, timeZone: 'UTC' }));
  const hub = stubHub({ sites: () => sites });
  const server = await testServer(context, { hub });
  for (const role of roles) {
    const guest = hub.signedIn({ ...person('Guest', role, 'home'), id: `guest-${role}` });
    const [theirs, nowhere] = [await answersOf(server, guest, 'other'), await answersOf(server, guest, 'nobody')];
    const seen = guarded.filter(isOfSite);
    expect(seen.length).toBeGreaterThan(25);
    for (const id of seen) {
      expect(theirs.get(id)).toMatchObject({ status: 404, body: { code: 'site.unknown' } });
      const [there, none] = [theirs.get(id), nowhere.get(id)].map((answer) => JSON.stringify(withoutId(answer?.body)));
      expect(there?.replaceAll('other', 'nobody')).toBe(none);
    }
    expect((await server.ask('/api/v1/sites', { token: guest })).body).toMatchObject([{ id: 'home' }]);
  }
  expect(hub.calls).toEqual([]);
  // What was tried at a home that exists stands in its log, names that were made up do not.
  // And nobody fills the log of a home that he may not know.
  expect(hub.audited.filter(({ site }) => site !== undefined)).toEqual([]);
});

test('a refused act is written down once, with who tried; a refused look is not', async (context) => {
  const server = await testServer(context);
  const { hub } = server;
  const token = hub.signedIn(viewer);
  await server.ask('/api/v1/sites/home/devices/meter', { method: 'DELETE', token });
  await server.ask('/api/v1/audit', { token });
  expect(hub.audited).toEqual([
    {
      atMs: noonMs,
      site: 'home',
      principal: { id: 'ben', kind: 'person', name: 'Ben' },
      action: 'device.manage',
      subject: 'meter',
      outcome: 'access.denied',
    },
  ]);
});

test('a tenant reaches one meter and nothing of the home as a whole', async (context) => {
  const server = await testServer(context);
  const tenant = person('Tenant', { actions: ['site.read'], devices: ['meter'] }, 'home');
  const answers = await answersOf(server, server.hub.signedIn(tenant));
  const refused = guarded.filter(
    (id) => isOfSite(id) && endpoints[id].action === 'site.read' && answers.get(id)?.status === 403,
  );
  expect(refused).toEqual([
    'readEnergy',
    'listEnergyEvents',
    'readCountingOptions',
    'readMeterRoles',
    'readCircuitCount',
    'readTariff',
    'listPrices',
    'readBudgets',
    'readBills',
    'readPlant',
    'listCorrections',
    'listMisdated',
    'readChargers',
    'listCharges',
    'readAutomation',
    'readAutomationBoard',
    'listAlerts',
    'readAlertSettings',
    'listAlertChannels',
    'removeAlertChannel',
    'readAlertPreferences',
    'readMonitoringSettings',
    'readMonitoring',
  ]);
});

test('every route is of the table, but for the web app, the page of the interface, assistants, MQTT, Shellies and the sockets that are nothing else', async () => {
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
    .map(({ method, url, action }) => `${method.replace('HEAD', 'GET')} ${url} ${action}`)
    .filter((route) => !known.has(route.replace(/ [\w.]+$/, '')));
  const socketsOnly = [socketPaths.live, socketPaths.realtime].map((path) => `GET ${path} site.read`);
  const docs = ['', '/errors', '/page.css', '/page.js'].map((path) => `GET /api/docs${path} open`);
  const shellies = ['', '/*'].map((rest) => `GET /shelly/:username/:password${rest} open`);
  const brokers = [...shellies, ...[':id', ':password/:id'].map((rest) => `GET /ocpp/${rest} open`)];
  const mcp = ['POST', 'GET', 'DELETE'].map((method) => `${method} /mcp site.read`);
  expect(new Set(others)).toEqual(
    new Set(['GET /* open', ...brokers, 'GET /mqtt open', 'GET /stream site.read', ...socketsOnly, ...docs, ...mcp]),
  );
  // A HEAD beside each GET but those of files and the stream.
  const reads = endpointIds.filter((id) => routeOf(id).method === 'GET');
  expect(routes.length).toBe(endpointIds.length + reads.length - 6 + 10 + 10 + 3);
});

test('a route of the interfaces that says nothing is the owner’s', () => {
  const silent = [actionOf('/api/v1/new', undefined), actionOf('/ws/new', undefined)];
  expect(silent.map((action) => action !== 'open' && roles.filter((role) => roleMay(role, action)))).toEqual([
    ['owner'],
    ['owner'],
  ]);
  expect([actionOf('/api/v1/new', 'site.read'), actionOf('/*', undefined)]).toEqual(['site.read', 'open']);
});
