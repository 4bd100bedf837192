// The contract of every endpoint, made from the table: its example is sent to a real house with emulated devices and answered as the
// table says; what is wrong with a request is named; a home or a device of somebody else is one that does not exist. That a role is
// refused what it may not do is shown for every endpoint by endpoint-access.test.ts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IsObject } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alerts } from '#api/alerts.ts';
import type { Backups, RestoreState, Upload } from '#api/backup.ts';
import type { CredentialView, PasskeyOptions } from '#api/credentials.ts';
import type { MisdatedList } from '#api/misdated.ts';
import type { ReadingPage } from '#api/readings.ts';
import { noteMisdated } from '#ledger/misdated.ts';
import { codeOf, stepAt } from '#hub/credentials/totp.ts';
import { endpointIds, endpoints } from '#api/endpoints.ts';
import { outputExamples } from '#api/examples/outputs.ts';
import { examples } from '#api/examples.ts';
import type { Example } from '#api/examples/example.ts';
import type { Problem } from '#api/problem.ts';
import type { MadeFarHome } from '#api/uplink.ts';
import { type EndpointId, routeOf } from '#api/routes.ts';
import type { Command } from '#api/commands.ts';
import { type Answer, ask, withoutId } from '#server/testing/test-server.ts';
import { systemClock } from '#core/clock.ts';
import { hourMs } from '#core/time.ts';
import { type AnswerCheck, answerCheck } from '#server/testing/answer-check.ts';
import { serveHome } from './serve-home.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { homeAssistantStub, stubToken } from './testing/home-assistant-stub.ts';
import { type AnswerRecord, answerRecord } from './testing/answer-record.ts';
import { type SoftKey, softKey } from '#hub/testing/soft-key.ts';
import { openOwnedHouse, type OwnedHouse, password } from './testing/owned-house.ts';

const owner = suiteOwner();

let home: OwnedHouse;
let check: AnswerCheck;
let record: AnswerRecord;

beforeAll(async () => {
  check = answerCheck();
  home = await openOwnedHouse({ watchAnswer: check.watchAnswer });
  record = answerRecord();
}, 120_000);
// The examples of answers in the OpenAPI document are what was answered here: `RECORD_ANSWERS=1` writes them anew.
afterAll(() => process.env['RECORD_ANSWERS'] === undefined || record.save(endpointIds));
afterAll(() => home.close());

/** The address of an example. */
function addressOf(id: EndpointId, { params = {}, query = {} }: Example): string {
  const path = routeOf(id).path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** An example, and where it is sent by whom unless it is the house and its owner. */
interface Staged extends Example {
  readonly token?: string;
  readonly port?: number;
}

async function send(id: EndpointId, example: Staged, by: string | undefined = home.token): Promise<Answer> {
  const { method } = routeOf(id);
  const { port = home.port, token = by } = example;
  const json = method === 'GET' || method === 'DELETE' ? undefined : (example.body ?? {});
  // Passkeys belong to a name.
  const headers = { host: `localhost:${port}` };
  const as = port === home.port ? { token } : {};
  return ask(port, addressOf(id, example), { method, headers, ...as, ...(json === undefined ? {} : { json }) });
}

const bodyOf = async <T>(id: EndpointId, example: Staged = examples[id]): Promise<T> =>
  (await send(id, example)).body as T;

/** The repair of the example, of an hour that the house has lived through. */
function pastRepair(preview: boolean): unknown {
  const { body } = examples.addCorrection as { readonly body: { readonly repair: object } };
  const toMs = Math.floor(systemClock.nowMs() / hourMs - 3) * hourMs;
  return { ...body, repair: { ...body.repair, fromMs: toMs - hourMs, toMs }, preview };
}

/** In the data folder: the example names a disk that is not there. */
const backupsHere: Example = {
  body: { settings: { keep: { days: 1, weeks: 1, months: 1 }, places: [] }, passphrase: 'four words of mine' },
};
const testPlace = mkdtempSync(join(tmpdir(), 'solstead-place-'));
afterAll(() => rmSync(testPlace, { recursive: true, force: true }));

/** The challenge that options of a passkey hold. */
const challengeOf = async (id: 'optionsForPasskey' | 'requestPasskey'): Promise<string> =>
  (await bodyOf<PasskeyOptions>(id)).challenge;

/** The owner's passkey. */
async function ownPasskey(): Promise<{ readonly key: SoftKey; readonly id: string }> {
  const key = softKey(`http://localhost:${home.port}`);
  const body = { name: 'Key', passkey: key.made(await challengeOf('optionsForPasskey')) };
  const { passkeys } = await bodyOf<CredentialView>('addPasskey', { body });
  return { key, id: passkeys.at(-1)?.id ?? '' };
}

/** The code that an app shows for its secret. */
function appCode(secret: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = secret
    .split('')
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return codeOf(Buffer.from(bytes), stepAt(systemClock.nowMs()));
}

/** Some minutes of the grid meter as if a clock had been wrong; the id of the stretch. */
async function wrongDates(): Promise<string> {
  const toMs = Math.floor(systemClock.nowMs() / hourMs - 5) * hourMs;
  const query = { site: 'demo', devices: 'grid-meter', metrics: 'grid.power', from: toMs - 600_000, to: toMs };
  const [series] = (await bodyOf<ReadingPage>('listReadings', { query })).series;
  const times = series?.atMs ?? [];
  const span = { fromMs: times[0] ?? 0, toMs: times.at(-1) ?? 0 };
  const moments = new Map([['grid-meter', times]]);
  const ledger = { store: home.house.records.ledger };
  const time = { ...span, byMs: 500, isSure: true, clears: [], moments };
  await noteMisdated({ site: 'demo', ledger, clock: systemClock }, time);
  const { stretches } = await bodyOf<MisdatedList>('listMisdated');
  return stretches[0]?.id ?? '';
}

/** A battery that jumps from nearly empty to nearly full, as no battery does; the id of what is found. */
async function impossibleStep(): Promise<string> {
  const { hub } = home.house;
  const nowMs = systemClock.nowMs();
  for (const [index, soc] of [10, 10, 10, 10, 95, 95, 95, 95].entries())
    hub.ingest({
      site: 'demo',
      device: 'battery',
      atMs: nowMs + index,
      metric: ['battery.soc'],
      value: [soc],
      quality: ['good'],
    });
  const found = await bodyOf<readonly { id: string; kind: string }[]>('listAnomalies', { params: { site: 'demo' } });
  return found.find(({ kind }) => kind === 'step')?.id ?? '';
}

/** An example that is sent after something else, so that its answer holds something. */
async function after(first: EndpointId, given: Staged, then: Staged = {}): Promise<Staged> {
  await send(first, given);
  return then;
}
/** A device put together from topics. */
const ownDevice = async (): Promise<{ id: string }> => ({
  id: (await bodyOf<{ id: string }>('addOwnDevice')).id,
});

let outputs = 0;

/** An output, at a place of its own. */
async function madeOutput(): Promise<string> {
  outputs += 1;
  const { params, body } = outputExamples.addOutput;
  const settings = { ...body.settings, prefix: `solstead/demo/made-${outputs}` };
  return (await bodyOf<{ id: string }>('addOutput', { params, body: { ...body, settings } })).id;
}

/** An alert that a rule has made. */
async function madeAlert(): Promise<string> {
  const text =
    'rules:\n  - {name: Tell, when: [{kind: called, by: webhook, name: tell}], do: [{kind: notify, title: Hello}]}\n';
  await send('saveAutomation', { params: { site: 'demo' }, body: { text } });
  await send('callAutomation', { params: { site: 'demo' }, body: { what: 'webhook', name: 'tell' } });
  for (;;) {
    const { alerts } = await bodyOf<Alerts>('listAlerts');
    const open = alerts.find(({ kind, state }) => kind === 'rule' && state === 'open');
    if (open !== undefined) return open.id;
    await sleep(100);
  }
}

/** What has to be there before an example can be sent, and the names it has got. */
const stages: Partial<Record<EndpointId, () => Promise<Staged>>> = {
  listTokens: () => after('addToken', examples.addToken),
  listInvitations: () => after('invitePerson', examples.invitePerson),
  listPrices: () => after('importPrices', examples.importPrices, examples.listPrices),
  listCorrections: () =>
    after('addCorrection', { ...examples.addCorrection, body: pastRepair(false) }, examples.listCorrections),
  listAnomalies: async () => {
    await impossibleStep();
    return examples.listAnomalies;
  },
  // By somebody who is not signed in: with a session it would be ended by the new one.
  signIn: async () => ({ ...examples.signIn, token: '' }),
  readCommand: async () => ({ params: { id: (await bodyOf<Command>('issueCommand')).id } }),
  saveTariff: async () => {
    const { text } = await bodyOf<{ text: string }>('readTariff');
    return { ...examples.saveTariff, body: { text, dryRun: true } };
  },
  endSession: async () => {
    await home.house.hub.access.signIn({ name: 'Anna', password, from: '127.0.0.1' });
    const sessions = await bodyOf<readonly { id: string; current: boolean }[]>('listSessions');
    return { params: { id: sessions.find(({ current }) => !current)?.id ?? '' } };
  },
  changeGrant: async () => {
    await home.person('Ben', [{ site: 'demo', may: 'viewer' }]);
    return examples.changeGrant;
  },
  endPersonSessions: async () => {
    await home.person('Ben', []);
    return examples.endPersonSessions;
  },
  removePerson: async () => {
    await home.person('Ben', []);
    return examples.removePerson;
  },
  withdrawInvitation: async () => ({ params: { id: (await bodyOf<{ id: string }>('invitePerson')).id } }),
  readInvitation: async () => ({ body: { code: (await bodyOf<{ code: string }>('invitePerson')).code } }),
  acceptInvitation: async () => {
    const { code } = await bodyOf<{ code: string }>('invitePerson');
    return { body: { ...(examples.acceptInvitation.body as object), code }, token: '' };
  },
  openKiosk: async () => ({
    body: { secret: (await bodyOf<{ secret: string }>('addKiosk')).secret },
    token: '',
  }),
  removeKiosk: async () => ({
    params: { site: 'demo', id: (await bodyOf<{ id: string }>('addKiosk')).id },
  }),
  testDevice: async () => {
    const { devices } = home.house.hub
      .as({ id: 'x', name: 'x', kind: 'home', grants: [{ site: '*', may: 'owner' }] })
      .site('demo')
      .snapshot();
    return { body: { address: devices.find(({ definition }) => definition === 'pi30')?.address } };
  },
  changeOwnDevice: async () => ({ ...examples.changeOwnDevice, params: await ownDevice() }),
  removeOwnDevice: async () => ({ params: await ownDevice() }),
  removeBrokerAccount: async () => {
    await send('addBrokerAccount', { body: { username: 'shed' } });
    return { params: { username: 'shed' } };
  },
  saveBackupSettings: async () => backupsHere,
  makeBackup: async () => {
    await send('saveBackupSettings', backupsHere);
    return {};
  },
  testBackupPlace: async () => ({ body: { place: { id: 'disk', kind: 'folder', path: testPlace } } }),
  downloadBackup: async () => {
    for (;;) {
      const { places, failure } = await bodyOf<Backups>('readBackups');
      const name = places[0]?.backups[0]?.name;
      if (name !== undefined || failure !== undefined) return { params: { place: 'here', name: name ?? '' } };
      await sleep(50);
    }
  },
  testUplink: async () => {
    const { id, secret } = await bodyOf<MadeFarHome>('addFarHome');
    const address = `ws://127.0.0.1:${home.port}/api/v1/uplink`;
    return {
      params: { site: 'demo' },
      body: { settings: { address, clientId: id, form: 'solstead', mayCommand: false }, secret },
    };
  },
  giveStatistics: async () => ({
    params: { site: 'demo' },
    body: { address: (await homeAssistantStub(owner)).url, token: stubToken, give: true },
  }),
  acknowledgeAlert: async () => ({ params: { site: 'demo', id: await madeAlert() } }),
  snoozeAlert: async () => ({ ...examples.snoozeAlert, params: { site: 'demo', id: await madeAlert() } }),
  changeAlertChannel: async () => ({
    ...examples.changeAlertChannel,
    params: { site: 'demo', id: (await bodyOf<{ id: string }>('addAlertChannel')).id },
  }),
  removeAlertChannel: async () => ({
    params: { site: 'demo', id: (await bodyOf<{ id: string }>('addAlertChannel')).id },
  }),
  changeOutput: async () => {
    const { body } = outputExamples.changeOutput;
    const settings = { ...body.settings, prefix: 'solstead/demo/changed' };
    return { body: { ...body, settings }, params: { site: 'demo', id: await madeOutput() } };
  },
  removeOutput: async () => ({ params: { site: 'demo', id: await madeOutput() } }),
  renewFarHome: async () => ({ params: { id: (await bodyOf<MadeFarHome>('addFarHome')).id } }),
  removeFarHome: async () => ({ params: { id: (await bodyOf<MadeFarHome>('addFarHome')).id } }),
  addCorrection: async () => ({ ...examples.addCorrection, body: pastRepair(true) }),
  undoCorrection: async () => {
    const saved = await bodyOf<{ repair: { id: string } }>('addCorrection', {
      ...examples.addCorrection,
      body: pastRepair(false),
    });
    return { params: { site: 'demo', id: saved.repair.id } };
  },
  removeToken: async () => ({ params: { id: (await bodyOf<{ id: string }>('addToken')).id } }),
  refreshTokens: async () => {
    const { refreshToken } = await bodyOf<{ refreshToken: string }>('issueTokens');
    return { body: { refreshToken } };
  },
  optionsForPasskey: async () => ({ body: { use: 'make' } }),
  addPasskey: async () => {
    const key = softKey(`http://localhost:${home.port}`);
    return { body: { name: 'Phone', passkey: key.made(await challengeOf('optionsForPasskey')) } };
  },
  signInByPasskey: async () => {
    const { key } = await ownPasskey();
    return { body: { passkey: key.signed(await challengeOf('requestPasskey')) }, token: '' };
  },
  removePasskey: async () => ({ params: { id: (await ownPasskey()).id } }),
  turnOnTotp: async () => {
    const token = await home.person('Tom', [{ site: 'demo', may: 'owner' }]);
    const { secret } = await bodyOf<{ secret: string }>('beginTotp', { body: {}, token });
    return { body: { code: appCode(secret) }, token };
  },
  recoverPassword: async () => {
    const token = await home.person('Rita', [{ site: 'demo', may: 'owner' }]);
    const { codes } = await bodyOf<{ codes: readonly string[] }>('makeRecoveryCodes', { body: {}, token });
    return { body: { name: 'Rita', code: codes[0], newPassword: 'another sentence of mine' } };
  },
  chooseCharging: async () => {
    const text = 'chargers:\n  - {name: Garage, device: relays, point: relay.on.3, power: 2300}\n';
    await send('saveAutomation', { params: { site: 'demo' }, body: { text } });
    return examples.chooseCharging;
  },
  renewChargerKey: async () => {
    const body = { name: 'Wallbox', protocol: 'ocpp16', address: 'ocpp://CP-1' };
    const { id } = await bodyOf<{ id: string }>('addDevice', { params: { site: 'demo' }, body });
    return { params: { site: 'demo', device: id } };
  },
  dismissAnomaly: async () => ({ params: { site: 'demo', id: await impossibleStep() } }),
  moveMisdated: async () => ({
    params: { site: 'demo', id: await wrongDates() },
    body: { why: 'The clock was wrong' },
  }),
  undoMisdated: async () => {
    const { stretches } = await bodyOf<MisdatedList>('listMisdated');
    return { params: { site: 'demo', id: stretches.find(({ state }) => state === 'moved')?.id ?? '' } };
  },
  changePassword: async () => ({ body: { password, newPassword: 'another sentence of mine' } }),
};

/** Files of text that are asked for in more than one format. */
const formats: Partial<Record<EndpointId, readonly string[]>> = {
  exportHistory: ['csv', 'jsonl'],
  exportAudit: ['csv', 'jsonl'],
};

/** They end what the others need. */
const last: readonly EndpointId[] = ['removeDevice', 'endOtherSessions', 'signOut', 'changePassword'];

/** They are answered by a home that nobody owns, in this order. */
const unowned: readonly EndpointId[] = [
  'startDemo',
  'leaveDemo',
  'beginUpload',
  'sendUploadPart',
  'readUpload',
  'restoreUpload',
  'readRestore',
  'dropUpload',
  'claimHome',
];

async function isAnswered(id: EndpointId, staged: Staged = {}): Promise<void> {
  const example = { ...((await stages[id]?.()) ?? examples[id]), ...staged };
  const answer = await send(id, example);
  record.keep(id, answer);
  for (const format of formats[id] ?? [])
    record.keep(id, await send(id, { ...example, query: { ...example.query, format } }));
  const { code = '', detail = '' } = (answer.status < 300 ? {} : answer.body) as Partial<Problem>;
  const good = endpoints[id].answers[answer.status] === undefined ? 'an answer of the table' : answer.status;
  expect([answer.status, code, detail]).toEqual([good, '', '']);
  expect(check.faults).toEqual([]);
}

describe('every example is answered as the table says', () => {
  test.for(endpointIds.filter((id) => !last.includes(id) && !unowned.includes(id)))('%s', (id) => isAnswered(id));
});

describe('those of a home without an owner', () => {
  let port: number;
  const folder = mkdtempSync(join(tmpdir(), 'solstead-unowned-'));
  const quiet = { logLevel: 'silent', logFormat: 'json' } as const;
  const flags = { port: 0, host: '127.0.0.1', mqttPort: 0, mqttsPort: 0, data: folder, ...quiet };
  const ends = new AsyncDisposableStack();
  beforeAll(async () => {
    const served = await serveHome({ ...flags });
    ends.defer(() => served.close());
    port = served.port;
  }, 60_000);
  afterAll(async () => {
    await ends.disposeAsync();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = Buffer.from('no backup');
  let upload = '';
  const uploads: Partial<Record<EndpointId, Example>> = {
    beginUpload: { body: { bytes: file.length } },
    sendUploadPart: { body: { offset: 0, data: file.toString('base64') } },
    restoreUpload: { body: { passphrase: 'four words of mine' } },
  };
  test.for(unowned)('%s', async (id) => {
    // What is no backup is found out at once; nothing is dropped before.
    while (
      id === 'dropUpload' &&
      (await bodyOf<RestoreState>('readRestore', { params: { upload }, port })).state === 'running'
    )
      await sleep(20);
    const named = routeOf(id).path.includes(':upload') ? { params: { upload } } : {};
    const answer = await send(id, { ...(uploads[id] ?? examples[id]), ...named, port });
    record.keep(id, answer);
    if (id === 'beginUpload') upload = (answer.body as Upload).upload;
    check.watchAnswer({ endpoint: id, status: answer.status, body: answer.body });
    expect([id, answer.status < 300, answer.body]).toEqual([id, true, answer.body]);
    expect(check.faults).toEqual([]);
  });
});

/** Required fields of the body of an endpoint. */
function requiredOf(id: EndpointId): readonly string[] {
  const { body } = endpoints[id];
  return body !== undefined && IsObject(body) ? (body.required ?? []) : [];
}

/** Everything that can be wrong with a request, by the field that has to be named. */
function spoiled(id: EndpointId): readonly (readonly [field: string, example: Example])[] {
  const { query, body } = endpoints[id];
  const example = examples[id];
  const inQuery =
    query === undefined ? [] : [['wibble', { ...example, query: { ...example.query, wibble: 1 } }] as const];
  if (body === undefined) return inQuery;
  const given = example.body as Readonly<Record<string, unknown>>;
  const missing = requiredOf(id).map((field) => {
    const { [field]: _left, ...rest } = given;
    return [field, { ...example, body: rest }] as const;
  });
  const another = [
    ['body', { ...example, body: [] }] as const,
    ['wibble', { ...example, body: { ...given, wibble: 1 } }] as const,
  ];
  return [...inQuery, ...another, ...missing];
}

test('whatever is wrong with a request is named, at every endpoint', async () => {
  const token = await home.person('Olga', [{ site: '*', may: 'owner' }]);
  const cases = endpointIds
    .filter((id) => endpoints[id].action !== 'open')
    .flatMap((id) => spoiled(id).map(([field, example]) => ({ id, field, example })));
  expect(cases.length).toBeGreaterThan(80);
  const wrong: unknown[] = [];
  for (const { id, field, example } of cases) {
    const { status, body } = await send(id, example, token);
    const told = (body as Problem | undefined)?.field;
    if (status !== 400 || told !== field) wrong.push([id, field, status, body]);
  }
  expect(wrong).toEqual([]);
});

test('a home, a device or a command of somebody else answers as one that does not exist', async () => {
  const guest = await home.person('Guest', [{ site: 'elsewhere', may: 'owner' }]);
  const { id } = await bodyOf<Command>('issueCommand');
  const names = (text: string): string => text.replaceAll(/\bdemo\b/g, 'nowhere').replaceAll('relays', 'nothing');
  let count = 0;
  for (const endpoint of endpointIds) {
    const example = endpoint === 'readCommand' ? { params: { id } } : examples[endpoint];
    const named = JSON.stringify([
      example.params,
      example.query,
      (example.body as { site?: string } | undefined)?.site,
    ]);
    if (!/"demo"|"relays"/.test(named) && endpoint !== 'readCommand') continue;
    if (endpoints[endpoint].action === 'open') continue;
    const absent = JSON.parse(names(JSON.stringify(example)).replaceAll(id, '0000000000000000')) as Example;
    const [theirs, nowhere] = [await send(endpoint, example, guest), await send(endpoint, absent, guest)];
    expect([endpoint, theirs.status]).toEqual([
      endpoint,
      expect.toSatisfy((status) => status === 404 || status === 403),
    ]);
    const told = names(JSON.stringify(withoutId(theirs.body))).replaceAll(id, '0000000000000000');
    expect([endpoint, told]).toEqual([endpoint, JSON.stringify(withoutId(nowhere.body))]);
    count += 1;
  }
  expect(count).toBeGreaterThan(40);
});

describe('and those that end what the others need', () => {
  test.for(last)('%s', async (id) => {
    const { token } = await home.house.hub.access.signIn({ name: 'Anna', password, from: '127.0.0.1' });
    await isAnswered(id, { token });
  });
});
