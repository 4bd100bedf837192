import { request as httpRequest } from 'node:http';
import { json as jsonOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { errorRegistry, SolsteadError, type ErrorCode } from '#core/errors.ts';
import { answerOf } from './failures.ts';
import { owner, stubHub } from './testing/stub-hub.ts';
import type { Problem } from '#api/problem.ts';
import { responseOf, testServer } from './testing/test-server.ts';

const site = { name: 'Casa', timeZone: 'America/Sao_Paulo' };
const claim = { name: 'Anna', password: 'correct horse', site };

test('every code of the registry has a status, and what was asked wrongly is never our fault', () => {
  const codes = Object.keys(errorRegistry) as ErrorCode[];
  const answers = codes.map((code) => ({ ...answerOf(new SolsteadError(code, { at: 'roof' })) }));
  expect(
    answers.filter(({ status, detail, title }) => status < 400 || status > 504 || detail === '' || title === ''),
  ).toEqual([]);
  const asked = answers.filter(({ code }) => errorRegistry[code].kind === 'command');
  // A device that does not confirm is the one order that fails behind us.
  expect(asked.filter(({ status }) => status >= 500).map(({ code }) => code)).toEqual([
    'internal',
    'command.unconfirmed',
  ]);
  expect(codes.length).toBeGreaterThanOrEqual(30);
});

test.each([
  ['site.unknown', 404],
  ['device.unknown', 404],
  ['access.signed-out', 401],
  ['access.denied', 403],
  ['access.throttled', 429],
  ['link.timeout', 504],
  ['link.unavailable', 502],
  ['command.refused', 409],
  ['command.limits', 422],
] as const)('%s answers %i', (code, status) => {
  expect(answerOf(new SolsteadError(code, { at: 'roof' })).status).toBe(status);
});

test.for([
  ['a missing field', { name: 'Anna', site }, 'password', 'password is missing'],
  ['a missing field inside', { ...claim, site: { name: 'Casa' } }, 'site.timeZone', 'site.timeZone is missing'],
  [
    'a short password',
    { ...claim, password: 'short' },
    'password',
    'password must have at least 10 characters (At least 10 characters)',
  ],
  [
    'a wrong type',
    { ...claim, site: { ...site, timeZone: 3 } },
    'site.timeZone',
    'site.timeZone must be of type string (IANA time zone, such as Europe/Berlin)',
  ],
  [
    'a number out of range',
    { ...claim, site: { ...site, latitude: 91 } },
    'site.latitude',
    'site.latitude must be at most 90',
  ],
  ['no body', undefined, 'body', 'body must be of type object'],
] as const)('%s is named in words', async ([, json, field, message], context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }) });
  const headers = { 'content-type': 'application/json' };
  const answer = await server.ask('/api/v1/owner', { method: 'POST', json, headers });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    code: 'input.invalid',
    field,
    detail: message,
    repair: 'Correct the field that is named.',
  });
  expect(answer.body).toHaveProperty('reason.code', expect.stringMatching(/^request\./));
});

test('choices are listed, numbers in an address are read', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const ask = (query: string) => server.ask(`/api/v1/sites/home/history?metric=flow.pv&from=0&${query}`, { token });
  expect((await ask('aggregate=sideways')).body).toMatchObject({
    field: 'aggregate',
    detail: 'aggregate must be one of mean, timeMean, min, max, first, last, sum, count',
  });
  expect((await ask('stepMs=10')).body).toMatchObject({ field: 'stepMs' });
  expect(await ask('to=100000&stepMs=5000')).toMatchObject({ status: 200, body: { stepMs: 5000 } });
});

test('broken JSON and a body too large are refused without our own words for bugs', async (context) => {
  const server = await testServer(context);
  const send = async (text: string, path = '/api/v1/session') => {
    const headers = { 'content-type': 'application/json', 'content-length': String(text.length) };
    const sent = httpRequest({
      port: server.port,
      host: '127.0.0.1',
      path,
      method: 'POST',
      headers,
      agent: false,
    });
    sent.end(text);
    const response = await responseOf(sent);
    const { code, reason } = (await jsonOf(response)) as Problem;
    return [response.statusCode, code, reason?.code];
  };
  expect(await send('{"name": ')).toEqual([400, 'input.invalid', 'request.broken-json']);
  expect(await send('{"__proto__": {"role": "owner"}}')).toEqual([400, 'input.invalid', 'request.broken-json']);
  const large = JSON.stringify({ name: 'x'.repeat(1024 * 1024), password: 'y' });
  expect(await send(large)).toEqual([413, 'input.too-large', undefined]);
  const long = await send('{}', `/api/v1/sites/${'x'.repeat(200)}/devices`);
  expect(long).toEqual([414, 'input.too-long', undefined]);
});

test.for([
  ['a word that was misspelt', { nmae: 'Anna' }, 'nmae', 'nmae is not a field of this request; did you mean name?'],
  ['in another case', { ...claim, Password: 'x' }, 'Password', 'did you mean password?'],
  ['inside', { ...claim, site: { ...site, timezone: 'UTC' } }, 'site.timezone', 'did you mean timeZone?'],
  ['nothing like it', { ...claim, wibble: 1 }, 'wibble', 'known are name, password, code, site'],
  ['one too long to be told', { ['x'.repeat(500)]: 1 }, 'x'.repeat(60), 'is not a field of this request'],
] as const)('a field that is unknown is refused: %s', async ([, json, field, words], context) => {
  const server = await testServer(context, { hub: stubHub({ isClaimed: false }) });
  const answer = await server.ask('/api/v1/owner', { method: 'POST', json });
  expect(answer).toMatchObject({ status: 400, body: { code: 'input.invalid', field } });
  expect(answer.body).toHaveProperty('detail', expect.stringContaining(words));
});

test('a field that is unknown is refused in an item of a list, in one of several shapes, and in an address', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const send = (path: string, method: string, json?: unknown) => server.ask(path, { method, token, json });
  const rules = [{ site: 'home' }, { rawDay: 3 }];
  const budgets = [{ id: 'a', what: 'cost', per: 'month', limt: '3', limit: '3' }];
  const repair = { kind: 'exclude', source: 'x', fromMs: 0, toMs: 1, untilMs: 2 };
  const answers = [
    await send('/api/v1/history/retention', 'PUT', { rules }),
    await send('/api/v1/sites/home/budgets', 'PUT', { budgets }),
    await send('/api/v1/sites/home/repairs', 'POST', { repair, why: 'why' }),
    await send('/api/v1/sites/home/history?metric=flow.pv&from=0&agregate=max', 'GET'),
  ];
  expect(answers.map(({ status, body }) => [status, (body as Problem).field])).toEqual([
    [400, 'rules.1.rawDay'],
    [400, 'budgets.0.limt'],
    [400, 'repair.untilMs'],
    [400, 'agregate'],
  ]);
  expect(server.hub.calls).toEqual([]);
});

test('of many forms the one that was meant is judged, however far behind it stands', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const kinds = ['mqtt', 'victoria-metrics', 'postgres', 'webhook', 'sunspec-meter'];
  const fields = kinds.map(async (kind) => {
    const json = { settings: { kind, server: 5 } };
    const { body } = await server.ask('/api/v1/sites/home/outputs/test', { method: 'POST', token, json });
    return `${kind} ${(body as Problem).field}`;
  });
  expect(await Promise.all(fields)).toEqual([
    'mqtt settings.server',
    'victoria-metrics settings.server',
    'postgres settings.server',
    'webhook settings.server',
    'sunspec-meter settings.server',
  ]);
});

test('what nobody sees is refused in names, addresses and paths', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const device = { name: 'Roof', protocol: 'pi30', address: 'tcp://10.0.0.9:502' };
  const add = (json: unknown) => server.ask('/api/v1/sites/home/devices', { method: 'POST', token, json });
  for (const hidden of ['\0', '\n', '\u001b[31m', '\u007f', '\u200b', '\u202e', '\ufeff']) {
    const answers = [
      await add({ ...device, name: `Ro${hidden}of` }),
      await add({ ...device, address: `tcp://x${hidden}` }),
    ];
    const inPath = await server.ask(`/api/v1/sites/home/devices/r${encodeURIComponent(hidden)}/settings`, { token });
    for (const answer of [...answers, inPath])
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'input.invalid', reason: { code: 'request.characters' } },
      });
  }
  expect(server.hub.calls).toEqual([]);
  // Joiners make emoji and Persian words.
  for (const name of ['👨‍👩‍👧 roof', 'می‌خواهم', 'Süd – Dach']) await add({ ...device, name });
  expect(server.hub.calls).toHaveLength(3);
});

test.for([
  ['PATCH', '/api/v1/sites', 'GET, HEAD, POST'],
  ['PUT', '/api/v1/session', 'GET, HEAD, POST, DELETE'],
  ['PATCH', '/api/v1/sites/home/tariff', 'GET, HEAD, PUT, POST'],
  ['GET', '/api/v1/sites/home/devices/roof/commands', 'POST'],
  ['DELETE', '/health', 'GET, HEAD'],
  ['POST', '/', 'GET, HEAD'],
  ['OPTIONS', '/api/v1/sites/home/energy?by=day', 'GET, HEAD'],
] as const)('%s %s is told which methods there are', async ([method, path, allow], context) => {
  const server = await testServer(context);
  const answer = await server.ask(path, { method, token: server.hub.signedIn(owner) });
  expect(answer).toMatchObject({ status: 405, headers: { allow }, body: { code: 'path.method' } });
});

test('our own bug answers 500 with an id that stands in the log, and nothing of its inside', async (context) => {
  const protocols = () => {
    throw new TypeError('assertion: the secret table is upside down');
  };
  const server = await testServer(context, { hub: stubHub({ protocols }) });
  const answer = await server.ask('/api/v1/protocols?token=hidden', { token: server.hub.signedIn(owner) });
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(answer.text).not.toContain('upside down');
  const id = /request (\S+)\)/.exec(answer.text)?.[1] ?? 'no id';
  const line = server.log.find((text) => text.includes('request failed')) ?? '';
  expect(line).toContain('upside down');
  expect(line).toContain(`"requestId":"${id}"`);
  expect(server.log.join('')).not.toContain('hidden');
});

test('a failure is a problem of RFC 9457, whoever answers', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const { status, headers, body } = await server.ask('/api/v1/sites/nowhere/devices', { token });
  expect([status, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
  expect(body).toEqual({
    type: '/api/docs/errors#site.unknown',
    title: 'No such site',
    status: 404,
    detail: 'nowhere: no such site',
    code: 'site.unknown',
    repair: 'See the list of sites.',
    at: 'nowhere',
    requestId: expect.stringMatching(/^[\w-]{12}$/) as string,
  });
  // Nothing is there, the address cannot be read, an asset is missing.
  for (const path of ['/api/v1/nothing', '/api/%E0%A4%A', '/assets/none.js']) {
    const lost = await server.ask(path);
    expect(lost.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(lost.body).toMatchObject({
      status: lost.status,
      type: expect.stringMatching(/^\/api\/docs\/errors#/) as string,
    });
  }
});

test('failures of a device say which, and what to do', async (context) => {
  const server = await testServer(context);
  const token = server.hub.signedIn(owner);
  const answer = await server.ask('/api/v1/setup/test', {
    method: 'POST',
    token,
    json: { address: 'tcp://10.0.0.9:502' },
  });
  expect(answer).toMatchObject({
    status: 504,
    body: { code: 'link.timeout', detail: 'tcp://10.0.0.9:502: no answer in time' },
  });
  const device = { name: 'Roof', protocol: 'pi30', address: 'tcp://10.0.0.9:502', liveSeconds: 5, retries: 0 };
  const added = await server.ask('/api/v1/sites/home/devices', { method: 'POST', token, json: device });
  expect(added).toMatchObject({
    status: 409,
    body: { code: 'device.exists', field: 'address', detail: '"Roof" is set up there already' },
  });
  expect(server.hub.calls[0]?.[2]).toEqual({
    name: 'Roof',
    protocol: 'pi30',
    address: 'tcp://10.0.0.9:502',
    settings: { liveSeconds: 5, retries: 0 },
  });
});

test('an unknown address of the interfaces answers JSON, whatever the browser accepts', async (context) => {
  const server = await testServer(context);
  for (const path of ['/api', '/api/v1/nothing', '/ws/nothing', '/api/v1/nothing/']) {
    const answer = await server.ask(path, { headers: { accept: 'text/html' } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'path.unknown' } });
  }
  const broken = await server.ask('/api/%E0%A4%A');
  expect(broken).toMatchObject({ status: 400, body: { code: 'input.invalid' } });
});

test('a stranger is not told which file or server is not well', async (context) => {
  const hub = stubHub();
  const failing = { ...hub, access: { ...hub.access } };
  const server = await testServer(context, { hub: failing });
  failing.access.signIn = () => Promise.reject(new SolsteadError('store.failed', { at: '/data/of-anna/records.db' }));
  const answer = await server.ask('/api/v1/session', { method: 'POST', json: { name: 'Anna', password: 'x' } });
  expect(answer).toMatchObject({ status: 503, body: { code: 'store.failed' } });
  expect(answer.text).not.toContain('anna');
  expect(answer.text).not.toContain('records.db');
});

test.for([
  [new SolsteadError('access.throttled', { at: 'sign-in', retrySeconds: 7 }), '7'],
  [new SolsteadError('access.throttled', { at: 'sign-in' }), '60'],
  [new SolsteadError('access.credentials', { at: 'sign-in' }), undefined],
] as const)('who asks too often is told when to ask again: %s', async ([error, wait], context) => {
  const stub = stubHub();
  stub.access.signIn = () => Promise.reject(error);
  const { port } = await testServer(context, { hub: stub });
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Anna', password: 'guess' }),
  });
  expect(answer.headers.get('retry-after') ?? undefined).toBe(wait);
});
