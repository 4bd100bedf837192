// The server over the real hub and its stores in a folder: what the stub of the other tests stands for.
import { because } from '#core/reason.ts';
import { pino } from 'pino';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { expect, test, type TestContext } from 'vitest';
import { closeCodes } from '#api/close-codes.ts';
import * as contract from '#api/contract.ts';
import { Ports } from '#api/ports.ts';
import * as monitoring from '#api/monitoring.ts';
import * as deviceTest from '#api/device-test.ts';
import * as corrections from '#api/corrections.ts';
import * as ledger from '#api/ledger.ts';
import * as setUp from '#api/set-up.ts';
import * as tariffs from '#api/tariffs.ts';
import * as settings from '#api/settings.ts';
import { systemClock } from '#core/clock.ts';
import type { SettingView } from '#core/command.ts';
import type { DeviceStatus, Field } from '#core/field.ts';
import { openHub, type OpenHub } from '#hub/open-hub.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { startServer } from './server.ts';
import { ask, checkedAnswers, client } from './testing/test-server.ts';

const claim = { name: 'Anna', password: 'correct horse', site: { name: 'Casa Azul', timeZone: 'America/Sao_Paulo' } };
const roof = { name: 'Roof', protocol: 'pi30', address: 'serial:///dev/ttyUSB0?baud=2400', liveSeconds: 5 };

const counters = { requests: 3, answers: 3, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 };
const online: DeviceStatus = { state: 'online', intervalMs: 5000, identity: { serial: '92931' }, health: counters };

const priority: SettingView = {
  name: 'POP',
  title: 'Output priority',
  value: { kind: 'choice', options: ['Utility first', 'Solar first', 'SBU first'] },
  dangerous: false,
  readable: true,
  stored: false,
  current: 'Solar first',
  currentAtMs: 5,
};

/** A field whose only device says what the test says. */
function quietField(): Field {
  const title = 'Axpert family';
  return {
    start: async () => {},
    stop: async () => {},
    status: () => online,
    capabilities: async () => [],
    settings: async () => [priority],
    shown: () => [],
    check: () => priority,
    ask: () => Promise.reject(new TypeError('not scripted')),
    set: async ({ value }) => ({ outcome: 'confirmed', before: 'Solar first', after: value }),
    testDevice: async () => ({
      protocol: 'pi30',
      title,
      kind: 'inverter',
      proposedName: 'Axpert',
      identity: {},
      values: [{ name: 'pv_power', label: 'Solar power', value: 900, unit: 'W', metric: 'pv.power' }],
      plausibility: because('test.plausible', { count: 1 }),
      tookMs: 12,
    }),
    refresh: () => true,
    lines: () => [],
    ports: async () => [
      { address: 'serial:///dev/ttyUSB0', path: '/dev/ttyUSB0', kind: 'serial', title: 'CP2102', usable: true },
    ],
    counterWidths: async () => ({}),
    metricsOf: async () => [],
    protocols: () => [
      {
        id: 'pi30',
        title,
        maker: 'Voltronic',
        kind: 'inverter',
        links: ['serial', 'tcp'],
        baud: 2400,
        verified: 'document',
      },
    ],
    unknownTopics: async () => ({ address: '', topics: [], left: 0 }),
    lastSaid: () => undefined,
    found: () => [],
    foundPrograms: () => [],
    close: async () => {},
  };
}

interface Running {
  readonly port: number;
  readonly hub: OpenHub;
  close(): Promise<void>;
}

async function running(context: TestContext, path: string): Promise<Running> {
  const folder = openFolder(path);
  const log = pino({ level: 'silent' });
  const [history, records] = [await openSqliteHistory({ folder }), await openSqliteRecords({ folder })];
  const hub = await openHub({
    ...inMemory((error) => expect(error).toBe('no mistake')),
    clock: systemClock,
    log,
    history,
    records,
    field: quietField(),
  });
  const options = { host: '127.0.0.1', port: 0, clock: systemClock, log, version: '1', webRoot: '/nowhere/web' };
  const server = await startServer({
    ...options,
    current: () => ({ hub, demo: false }),
    watchAnswer: checkedAnswers(context).watchAnswer,
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await server.close();
    await hub.close();
    await history.close();
    await records.close();
    folder.close();
  };
  context.onTestFinished(close);
  return { port: server.port, hub, close };
}

function conforms(schema: TSchema, value: unknown): void {
  expect(Value.Errors(schema, value)).toEqual([]);
}

async function claimed(port: number): Promise<string> {
  const answer = await ask(port, '/api/v1/owner', { method: 'POST', json: claim });
  expect(answer.body).toMatchObject({ state: 'signed-in', account: { name: 'Anna', role: 'owner' } });
  return /solstead=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? '';
}

test('from the first visit to a device that is seen live, every answer fits the contract', async (context) => {
  const { port, hub } = await running(context, tempDir(context));
  const token = await claimed(port);
  const added = await ask(port, '/api/v1/sites/casa-azul/devices', { method: 'POST', token, json: roof });
  expect(added.status).toBe(201);
  conforms(contract.Device, added.body);

  const live = client(port, '/api/v1/live?site=casa-azul', { token });
  conforms(contract.Snapshot, await live.next());
  const atMs = systemClock.nowMs();
  hub.ingest({ site: 'casa-azul', device: 'roof', atMs, metric: ['pv.power'], value: [900], quality: ['good'] });
  const changes = await live.next();
  conforms(contract.Changes, changes);
  expect(changes).toMatchObject({ type: 'changes', flow: { pv: { powerW: 900 } } });

  const site = '/api/v1/sites/casa-azul';
  const answers: readonly (readonly [string, TSchema])[] = [
    ['/health', contract.Health],
    ['/api/v1/session', contract.Session],
    ['/api/v1/sites', contract.Sites],
    [`${site}/latest`, contract.Snapshot],
    [`${site}/energy`, ledger.EnergyReport],
    [`${site}/energy?by=hour`, ledger.EnergyReport],
    [`${site}/energy/choices`, ledger.CountingOptionsView],
    [`${site}/energy/events`, ledger.EnergyEvents],
    [`${site}/energy/why?channel=pv`, ledger.EnergyWhy],
    [`${site}/tariff`, tariffs.SiteTariff],
    [`${site}/tariff/prices`, tariffs.SeriesList],
    [`${site}/budgets`, tariffs.BudgetStates],
    [`${site}/repairs`, corrections.Repairs],
    ['/api/v1/tariff-presets', tariffs.TariffPresets],
    [`${site}/devices`, contract.Devices],
    [`${site}/history?metric=flow.pv,pv.power&from=${atMs - 60_000}`, contract.History],
    ['/api/v1/setup/ports', Ports],
    ['/api/v1/setup/found', setUp.Founds],
    ['/api/v1/protocols', setUp.Protocols],
    ['/ws/monitoring', monitoring.MonitoringStatistics],
    ['/ws/monitoring/casa-azul', monitoring.MonitoringData],
  ];
  for (const [path, schema] of answers) {
    const { status, body } = await ask(port, path, { token });
    expect([path, status]).toEqual([path, 200]);
    conforms(schema, body);
  }
  const monitored = await client(port, '/ws/monitoring/casa-azul', { token }).next();
  expect(monitored).toMatchObject({ system_id: 'casa-azul', status: 'online', current_generation_kw: 0.9 });
});

test('what is set up and who is signed in outlives a restart; what is removed is gone', async (context) => {
  const folder = tempDir(context);
  const before = await running(context, folder);
  const token = await claimed(before.port);
  await ask(before.port, '/api/v1/sites/casa-azul/devices', { method: 'POST', token, json: roof });
  await before.close();

  const { port } = await running(context, folder);
  const devices = await ask(port, '/api/v1/sites/casa-azul/devices', { token });
  expect(devices.body).toMatchObject([{ id: 'roof', name: 'Roof', address: roof.address }]);
  const twin = await ask(port, '/api/v1/sites/casa-azul/devices', { method: 'POST', token, json: roof });
  expect(twin).toMatchObject({ status: 409, body: { code: 'device.exists', field: 'address' } });
  const order = { setPoint: 'relay.on.1', value: true };
  const path = '/api/v1/sites/casa-azul/devices/roof';
  conforms(settings.CommandOutcome, (await ask(port, `${path}/commands`, { method: 'POST', token, json: order })).body);
  const tested = await ask(port, '/api/v1/setup/test', { method: 'POST', token, json: { address: roof.address } });
  conforms(deviceTest.TestResult, tested.body);
  expect((await ask(port, path, { method: 'DELETE', token })).status).toBe(204);
  expect((await ask(port, path, { method: 'DELETE', token })).status).toBe(404);
});

test('guessing a password is slowed down, and a wrong zone is named', async (context) => {
  const { port } = await running(context, tempDir(context));
  const nowhere = { ...claim, site: { ...claim.site, timeZone: 'Mars/Olympus' } };
  const refused = await ask(port, '/api/v1/owner', { method: 'POST', json: nowhere });
  expect(refused).toMatchObject({ status: 400, body: { code: 'input.invalid', field: 'site.timeZone' } });
  await claimed(port);
  const guess = () => ask(port, '/api/v1/session', { method: 'POST', json: { name: 'Anna', password: 'guess' } });
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await guess()).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
});

test('a client opens sockets with its access token in their address, and they close with its session', async (context) => {
  const { port } = await running(context, tempDir(context));
  const owner = await claimed(port);
  const [{ id = '' } = {}] = (await ask(port, '/api/v1/sites', { token: owner })).body as { id?: string }[];
  const json = { name: claim.name, password: claim.password };
  const { body } = await ask(port, '/api/v1/auth/token', { method: 'POST', json });
  const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
  const open = (token: string) => client(port, `/api/v1/live?site=${id}&token=${token}`);
  const own = open(accessToken);
  expect(await own.next()).toMatchObject({ type: 'snapshot' });
  // Requests have headers: an address ends up in logs and histories.
  expect((await ask(port, `/api/v1/sites?token=${accessToken}`)).status).toBe(401);
  const [head = '', payload = '', signature = ''] = accessToken.split('.');
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  for (const forged of [refreshToken, `${none}.${payload}.`, `${head}.${payload}.${changed}`])
    expect(await open(forged).ended).toBe(closeCodes.signedOut);
  const revoked = await ask(port, '/api/v1/auth/revoke', { method: 'POST', json: { token: refreshToken } });
  expect(revoked.status).toBe(204);
  expect(await own.ended).toBe(closeCodes.signedOut);
  expect(await open(accessToken).ended).toBe(closeCodes.signedOut);
});
