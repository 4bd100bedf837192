// Outputs to NATS: who may come in and do what, over TLS, at several servers, and what is wrong with the settings; with a real server.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { messageOf } from '#core/errors.ts';
import type { OutputChange, OutputTrial } from '#core/output.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { natsCredentials, natsKey } from '#tools/testkit/nats-keys.ts';
import { natsServer } from '#tools/testkit/nats-server.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { tlsWay } from '#tools/testkit/tls-way.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';

vi.setConfig({ testTimeout: 120_000 });

const soon = { timeout: 40_000 };
const trial = (server: string, settings: object = {}, rest: Partial<OutputTrial> = {}): OutputTrial => ({
  settings: Object.assign({ kind: 'nats', server }, settings),
  ...rest,
});
const output = (...given: Parameters<typeof trial>): OutputChange => ({ name: 'NATS', isOn: true, ...trial(...given) });
const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const failureOf = (home: OutputHouse, ...given: Parameters<typeof trial>): Promise<unknown> =>
  home.desk.test('home', trial(...given)).then(
    (tested) => tested,
    (error: unknown) => error,
  );

async function knowing(context: TestContext): Promise<OutputHouse> {
  const home = await openOutputHouse(context);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 5, atMs: 1000 });
  return home;
}

test('a user with a password, a token, a key and credentials are let in; others are told, and nobody is shown the secret', async (context) => {
  const home = await knowing(context);
  const [{ nkey, seed }, other, { config, credentials }] = [natsKey(), natsKey(), natsCredentials()];
  const ways: readonly (readonly [config: string, settings: object, right: string, wrong: string])[] = [
    ['authorization { user: anna, password: "right one" }', { auth: 'basic', user: 'anna' }, 'right one', 'not this'],
    ['authorization { token: "right one" }', { auth: 'token' }, 'right one', 'not this'],
    [`authorization { users: [ { nkey: ${nkey} } ] }`, { auth: 'nkey' }, `${seed}\n`, other.seed],
    [config, { auth: 'credentials' }, credentials, natsCredentials().credentials],
  ];
  for (const [lines, settings, right, wrong] of ways) {
    const server = await natsServer(context, { config: lines, hasNoStreams: true });
    expect(await failureOf(home, server.url, settings, { secret: right })).toMatchObject({
      count: 1,
      samples: [{ to: 'solstead.home.roof' }],
      note: { code: 'nats.not-kept' },
    });
    const refused = await failureOf(home, server.url, settings, { secret: wrong });
    expect(refused).toMatchObject({
      code: 'output.failed',
      reason: { code: 'nats.not-let-in' },
      help: { code: 'help.nats-account' },
    });
    expect(messageOf(refused)).not.toContain(wrong.trim());
    expect(await failureOf(home, server.url)).toMatchObject({ reason: { code: 'nats.not-let-in' } });
    await server.stop();
  }
});

test('a secret that is none of its kind is told before anybody is asked', async (context) => {
  const home = await openOutputHouse(context);
  const { credentials } = natsCredentials();
  const cases: readonly (readonly [auth: string, secret: string, code: string])[] = [
    ['credentials', 'right', 'nats.no-credentials'],
    ['credentials', credentials.replace(/^SU[A-Z0-9]{56}$/m, 'SUX'), 'nats.no-credentials'],
    ['credentials', credentials.slice(0, 300), 'nats.no-credentials'],
    ['nkey', 'right', 'nats.no-seed'],
    ['nkey', natsKey().nkey, 'nats.no-seed'],
  ];
  for (const [auth, secret, code] of cases) {
    const failure = await failureOf(home, 'nats://127.0.0.1:9', { auth }, { secret });
    expect(failure).toMatchObject({ code: 'output.failed', reason: { code } });
    expect(messageOf(failure)).not.toContain(secret);
  }
});

test('an account that may not publish, or not ask for streams, is told what it needs; nothing is lost', async (context) => {
  const users = `authorization { users: [
    { user: asks, password: a, permissions: { publish: ["$JS.API.>"], subscribe: ["_INBOX.>"] } }
    { user: sends, password: a, permissions: { publish: ["solstead.>"], subscribe: ["nothing"] } }
    { user: both, password: a, permissions: { publish: ["solstead.>", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.INFO.*"], subscribe: ["_INBOX.>"] } }
    { user: root, password: a } ] }`;
  const server = await natsServer(context, { config: users, looksAs: { user: 'root', pass: 'a' } });
  await server.stream('HOME', ['solstead.home.roof']);
  const home = await knowing(context);
  const as = (user: string, settings: object = {}) =>
    [server.url, { auth: 'basic', user, ...settings }, { secret: 'a' }] as const;
  expect(await failureOf(home, ...as('asks'))).toMatchObject({
    code: 'output.failed',
    reason: { code: 'nats.denied' },
    help: { code: 'help.nats-denied' },
  });
  expect(await failureOf(home, ...as('asks', { delivery: 'core' }))).toMatchObject({ reason: { code: 'nats.denied' } });
  expect(await failureOf(home, ...as('sends'))).toMatchObject({ help: { code: 'help.nats-streams' } });
  expect(await failureOf(home, ...as('sends', { delivery: 'core' }))).toMatchObject({ count: 1 });
  expect(await failureOf(home, ...as('both'))).toMatchObject({
    count: 1,
    note: { code: 'nats.kept', params: { streams: { external: 'HOME' } } },
  });
  const { id } = await home.desk.add('home', output(...as('asks')));
  home.give(batchOf('roof', 5000, { 'pv.power': 1 }));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  expect(await stateOf(home)).toMatchObject({ waiting: 1, refused: 0 });
  await home.desk.change('home', id, output(...as('both')));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
});

test('over TLS, after the greeting and from the first byte, with a certificate of this side; another certificate gets nothing', async (context) => {
  const [right, stranger, mine] = ['server', 'stranger', 'mine'].map((name) =>
    madeCertificate(name, Date.UTC(2100, 0)),
  );
  if (right === undefined || stranger === undefined || mine === undefined) throw new TypeError('three');
  const folder = tempDir(context);
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return JSON.stringify(join(folder, name));
  };
  const files = `cert_file: ${file('cert', right.cert)}, key_file: ${file('key', right.key)}`;
  const sealed = await natsServer(context, { config: `tls { ${files} }`, hasNoStreams: true });
  const strict = await natsServer(context, {
    config: `tls { ${files}, verify: true, ca_file: ${file('ca', mine.cert)} }`,
    hasNoStreams: true,
  });
  const plain = await natsServer(context, { hasNoStreams: true });
  const first = await tlsWay(context, plain.port, right);
  const home = await knowing(context);
  const tls = (port: number): string => `tls://127.0.0.1:${port}`;
  const ca = { ca: right.cert };
  expect(await failureOf(home, tls(sealed.port), ca)).toMatchObject({ count: 1 });
  expect(await failureOf(home, tls(first.port), ca)).toMatchObject({ count: 1 });
  expect(await failureOf(home, tls(strict.port), { ...ca, cert: mine.cert }, { clientKey: mine.key })).toMatchObject({
    count: 1,
  });
  expect(await failureOf(home, tls(strict.port), ca)).toMatchObject({ code: 'link.unavailable' });
  expect(await failureOf(home, sealed.url)).toMatchObject({ reason: { code: 'nats.wants-tls' } });
  expect(await failureOf(home, tls(plain.port), ca)).toMatchObject({ reason: { code: 'host.no-tls' } });
  const { received } = first;
  for (const port of [sealed.port, first.port])
    expect(await failureOf(home, tls(port), { ca: stranger.cert, auth: 'token' }, { secret: 'hush' })).toMatchObject({
      code: 'link.unavailable',
      reason: { code: 'host.untrusted' },
    });
  expect(first.received).toBe(received);
  first.show(stranger);
  expect(await failureOf(home, tls(first.port), ca)).toMatchObject({ reason: { code: 'host.untrusted' } });
});

test('of several servers the first that is there is taken, and the next one when it is gone', async (context) => {
  const [one, two] = [
    await natsServer(context, { hasNoStreams: true }),
    await natsServer(context, { hasNoStreams: true }),
  ];
  const [ofOne, ofTwo] = [await one.hear('solstead.>'), await two.hear('solstead.>')];
  const home = await openOutputHouse(context);
  await home.desk.add('home', output(`nats://127.0.0.1:9, ${one.url},${two.url}`));
  home.give(batchOf('roof', 1000, { 'pv.power': 1 }));
  await expect.poll(() => ofOne.length, soon).toBe(1);
  await one.stop();
  home.give(batchOf('roof', 2000, { 'pv.power': 2 }));
  await expect.poll(() => ofTwo.length, soon).toBe(1);
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
});

test('values go into a bucket of keys and values', async (context) => {
  const server = await natsServer(context);
  await server.stream('KV_house', ['$KV.house.>'], {
    max_msgs_per_subject: 1,
    discard: 'new',
    allow_rollup_hdrs: true,
  });
  const home = await openOutputHouse(context);
  await home.desk.add('home', output(server.url, { body: 'plain', subject: '$KV.house.{{device}}.{{metric}}' }));
  home.give(batchOf('roof', 1000, { 'pv.power': 1, 'battery.soc': 50 }), batchOf('roof', 2000, { 'pv.power': 2 }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect((await server.kept('KV_house')).map(({ subject, text }) => [subject, text])).toEqual([
    ['$KV.house.roof.battery.soc', '50'],
    ['$KV.house.roof.pv.power', '2'],
  ]);
});

test('what is wrong with the settings is named', async (context) => {
  const home = await openOutputHouse(context);
  const url = 'nats://host:4222';
  const wrong: readonly (readonly [object, string, string])[] = [
    [{ server: 'mqtt://host' }, 'settings.server', 'output.nats'],
    [{ server: 'host:4222' }, 'settings.server', 'output.nats'],
    [{ server: 'nats://host:99999' }, 'settings.server', 'output.nats'],
    [{ server: 'nats://host/path' }, 'settings.server', 'output.nats'],
    [{ server: 'nats://one,tls://two' }, 'settings.server', 'output.nats'],
    [{ server: 'nats://one,' }, 'settings.server', 'output.nats'],
    [{ server: Array.from({ length: 11 }, () => 'nats://h').join(',') }, 'settings.server', 'output.nats'],
    [{ server: 'nats://anna@host' }, 'settings.server', 'output.nats-user'],
    [{ server: 'nats://one, nats://anna:secret@host' }, 'settings.server', 'output.password'],
    [{ auth: 'basic' }, 'settings.user', 'output.needed'],
    [{ ca: 'x' }, 'settings.ca', 'output.ca-unused'],
    [{ server: 'tls://host', ca: 'x' }, 'settings.ca', 'output.ca'],
    [{ server: 'tls://host', cert: 'x' }, 'settings.cert', 'output.ca'],
    [{ subject: 'a b' }, 'settings.subject', 'output.subject'],
    [{ subject: 'a..{{device}}' }, 'settings.subject', 'output.subject'],
    [{ subject: 'house.*' }, 'settings.subject', 'output.subject'],
    [{ subject: '{{metrics}}' }, 'settings.subject', 'output.subject-gap'],
    [{ subject: '$SYS.{{device}}' }, 'settings.subject', 'output.subject-server'],
    [{ subject: 'house.{{metric}}' }, 'settings.subject', 'output.subject-not'],
    [{ subject: 'house.{{device}}', body: 'plain' }, 'settings.subject', 'output.subject-needs'],
    [{ subject: 'house.{{metric}}', body: 'plain' }, 'settings.subject', 'output.subject-needs'],
    [{ delivery: 'later' }, 'settings', 'output.settings'],
  ];
  for (const [settings, at, code] of wrong) {
    const failure = await home.desk.add('home', output(url, settings)).catch((error: unknown) => error);
    expect([settings, failure]).toMatchObject([settings, { code: 'input.invalid', at, reason: { code } }]);
  }
  expect(await failureOf(home, 'nats://169.254.169.254')).toMatchObject({ code: 'link.forbidden' });
  expect(await failureOf(home, 'nats://127.0.0.1:9')).toMatchObject({ reason: { code: 'host.refused' } });
  expect(await failureOf(home, 'nats://nobody.invalid')).toMatchObject({ code: 'link.unavailable' });
});
