// A look at whole installations: real folders, a home that runs as a process of its own, ports that are taken, damage and other versions.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, type TestContext, vi } from 'vitest';
import type { CheckArea, CheckLine, CheckState } from '#core/check-up.ts';
import { inEnglish } from '#core/reason.ts';
import { makeSecret } from '#core/secrets.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { fc } from '#tools/testkit/property.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { environment } from '../environment.ts';
import { batchAt, openHome } from '../testing/home-contents.ts';
import { webService } from '../testing/web-stub.ts';
import { openVault } from '../vault.ts';
import { checkClock } from './computer.ts';
import { examine } from './doctor.ts';

vi.setConfig({ testTimeout: 180_000 });

const bin = join(import.meta.dirname, '../../../bin/solstead.js');

interface Place {
  readonly data: string;
  readonly port: number;
  readonly mqttPort: number;
}

async function place(context: TestContext): Promise<Place> {
  return { data: join(tempDir(context), 'data'), port: await freePort(), mqttPort: await freePort() };
}

async function filledPlace(context: TestContext): Promise<Place> {
  const made = await place(context);
  const home = await openHome(made.data);
  const { accounts, devices, sites } = home.records;
  await sites.save({ id: 'home', name: 'Home', timeZone: 'Europe/Berlin' });
  await devices.save({
    id: 'inverter',
    site: 'home',
    name: 'Roof',
    definition: 'pi30',
    address: 'tcp://10.0.0.9:502',
    settings: {},
  });
  const passwordHash = '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA';
  await accounts.saveFirst({ id: 'anna', name: 'Anna', passwordHash }, [{ site: '*', may: 'owner' }]);
  await home.history.append(Array.from({ length: 500 }, (_, index) => batchAt(index)));
  await home.close();
  return made;
}

const look = (given: Place & Partial<Parameters<typeof examine>[0]>): Promise<readonly CheckLine[]> =>
  examine({ host: '127.0.0.1', ...given });

const linesOf = (lines: readonly CheckLine[], area: CheckArea, state?: CheckState): readonly string[] =>
  lines
    .filter((line) => line.area === area && (state === undefined || line.state === state))
    .map(({ what, help }) => [what, help].flatMap((one) => (one === undefined ? [] : inEnglish(one))).join(' | '));

/** Every file of a folder with its bytes and its time. */
function contents(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, `${statSync(path).mtimeMs} ${readFileSync(path).toString('base64')}`];
    }),
  );
}

test('a home that does not run is looked at whole, and nothing of it is touched', async (context) => {
  const at = await filledPlace(context);
  const before = contents(at.data);
  const lines = await look(at);
  expect(lines.filter(({ state }) => state === 'fail')).toEqual([]);
  expect(linesOf(lines, 'folder')).toEqual([`${at.data} can be read and written`]);
  expect(linesOf(lines, 'database', 'ok').join('\n')).toMatch(
    /home\.json is whole\nrecords\.db opens.*\nrecords\.db: all \d+ pages.*\nhistory\.db opens.*\nhistory\.db: all \d+ pages/,
  );
  expect(linesOf(lines, 'broker')).toEqual([`port ${at.mqttPort} is free for the built-in MQTT broker`]);
  expect(linesOf(lines, 'web')).toEqual([`port ${at.port} is free for the web app`]);
  expect(contents(at.data)).toEqual(before);
});

test('a folder that is not there yet is none to worry about', async (context) => {
  const at = await place(context);
  expect((await look(at)).filter(({ state }) => state === 'fail')).toEqual([]);
});

test('a home that runs is looked at beside it, and keeps its lock', async (context) => {
  const at = await filledPlace(context);
  const flags = [
    '--data',
    at.data,
    '--host',
    '127.0.0.1',
    '--port',
    String(at.port),
    '--mqtt-port',
    String(at.mqttPort),
  ];
  const serve = [process.execPath, bin, 'serve', ...flags, '--no-mdns'];
  const running = await spawned(context, serve, { env: { SOLSTEAD_SOURCES: '1' } });
  await running.waitForOutput(/Solstead is at/, 60_000);
  const lines = await look(at);
  expect(lines.filter(({ state }) => state === 'fail')).toEqual([]);
  expect(linesOf(lines, 'folder')[0]).toContain('used by a Solstead that runs (process');
  expect(linesOf(lines, 'database', 'ok').join('\n')).toMatch(/records\.db opens.*\nhistory\.db opens/);
  expect(linesOf(lines, 'broker')).toEqual([`the built-in MQTT broker answers at port ${at.mqttPort}`]);
  expect(linesOf(lines, 'web')[0]).toMatch(/^Solstead \S+ answers at port \d+/);
  const second = spawnSync(process.execPath, [bin, 'audit', 'verify', '--data', at.data], { encoding: 'utf8' });
  expect(second.stderr).toContain('a running Solstead uses this folder');
  expect(running.exit()).toBeUndefined();
});

test('a page that is not as it was written is found, without a change', async (context) => {
  const at = await filledPlace(context);
  const path = join(at.data, 'history.db');
  const bytes = readFileSync(path);
  // Somewhere inside a page: two bits, so that nothing could put it right.
  const spot = bytes.length - 2000;
  bytes[spot] = (bytes[spot] ?? 0) ^ 0b101;
  writeFileSync(path, bytes);
  const lines = await look(at);
  expect(linesOf(lines, 'database', 'fail')[0]).toMatch(
    /history\.db: 1 page is not as written.*solstead repair --data/,
  );
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test('files of other versions are told, the newer as what cannot be used', async (context) => {
  const at = await filledPlace(context);
  const change = (sql: string): void => {
    const db = new DatabaseSync(join(at.data, 'records.db'));
    db.exec(sql);
    db.close();
  };
  change("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', '2030')");
  expect(linesOf(await look(at), 'database', 'fail')[0]).toMatch(/9999-later.*Start that version/);
  change(
    "DELETE FROM kysely_migration WHERE name = '9999-later' OR name = (SELECT max(name) FROM kysely_migration WHERE name < '9')",
  );
  expect(linesOf(await look(at), 'database', 'warn')[0]).toMatch(/records\.db is of an earlier version.*backup/);
});

test('a file that is missing, one that is nonsense and one that others may read are told', async (context) => {
  const at = await filledPlace(context);
  writeFileSync(join(at.data, 'records.db'), 'nonsense', { mode: 0o644 });
  spawnSync('chmod', ['644', join(at.data, 'records.db')]);
  const lines = await look(at);
  expect(linesOf(lines, 'database', 'fail')[0]).toMatch(/records\.db.*solstead repair/);
  expect(linesOf(lines, 'folder', 'warn')[0]).toMatch(/1 file of it can be read by others.*chmod -R go=/);
});

test('ports that another program has are told with it', async (context) => {
  const at = await place(context);
  for (const port of [at.port, at.mqttPort]) {
    const server = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('hello'),
    );
    await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
    context.onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  }
  const lines = await look(at);
  expect(linesOf(lines, 'web', 'fail')[0]).toMatch(/^port \d+ is taken by .*--port/);
  expect(linesOf(lines, 'broker', 'fail')[0]).toMatch(/^port \d+ is taken by .*--mqtt-broker mqtt:\/\/localhost/);
});

test('a clock that is behind what was written last is wrong', async (context) => {
  const { data } = await filledPlace(context);
  const nowMs = Date.UTC(2001, 0, 1);
  const clock = { nowMs: () => nowMs } as never;
  const [kept, early] = await checkClock({ data, clock }, async () => true);
  expect(kept?.state).toBe('ok');
  expect(early?.state).toBe('fail');
  expect((await checkClock({ data, clock }, async () => false))[0]?.state).toBe('warn');
});

test('the file of a daemon is read, and the servers that it names are tried', async (context) => {
  const at = await place(context);
  const file = join(tempDir(context), 'mpp-solar.conf');
  const closed = await freePort();
  const text = (protocol: string) =>
    `[SETUP]\nmqtt_broker = 127.0.0.1\nmqtt_port = ${closed}\n[roof]\nprotocol = ${protocol}\nport = /dev/ttyUSB0\ncommand = QPIGS\noutputs = screen,hassd_mqtt\n`;
  writeFileSync(file, text('PI30'));
  const lines = await look({ ...at, configfile: file });
  expect(linesOf(lines, 'files', 'ok')).toContain('mpp-solar.conf is right');
  expect(linesOf(lines, 'outputs', 'fail')[0]).toMatch(/^hassd_mqtt: .*nothing listens/);
  writeFileSync(file, text('PI31'));
  const ofWrong = await look({ ...at, configfile: file });
  expect(linesOf(ofWrong, 'files', 'fail')[0]).toMatch(/mpp-solar\.conf.*PI30/i);
  // That they are not tried is no word about whether there are any.
  expect(linesOf(ofWrong, 'outputs', 'skipped')).toEqual([
    'the outputs of mpp-solar.conf are not tried while the file is wrong',
  ]);
  expect(linesOf(ofWrong, 'outputs', 'ok')).toEqual([]);
});

test('the file of an uplink is read, and what is wrong in it is told with its line', async (context) => {
  const at = await place(context);
  const folder = tempDir(context);
  const [uplinkFile, secret] = [join(folder, 'uplink.yaml'), join(folder, 'uplink.secret')];
  writeFileSync(secret, 'hush hush hush', { mode: 0o600 });
  const text = `address: wss://hub.example.com:8000\nclient: home-1\nsecret_file: ${secret}\n`;
  writeFileSync(uplinkFile, text);
  expect(linesOf(await look({ ...at, uplinkFile }), 'files', 'ok')).toContain('uplink.yaml is right');
  writeFileSync(uplinkFile, `${text}comands: true\n`);
  expect(linesOf(await look({ ...at, uplinkFile }), 'files', 'fail')[0]).toMatch(/uplink\.yaml:4.*comands/);
});

/** A home and a file of a daemon with one password everywhere; one of the outputs goes to a service that says back what it was told. */
async function placeWith(secret: string, context: TestContext) {
  const at = await filledPlace(context);
  const home = await openHome(at.data);
  const closed = await freePort();
  const account = `mqtt://anna@127.0.0.1:${closed}`;
  const mqtt = { kind: 'mqtt', server: account };
  const echo = await webService(context, ({ headers }) => ({ status: 400, text: JSON.stringify(headers) }));
  const back = { kind: 'victoria-metrics', server: echo.url, auth: 'bearer' };
  const { outputs } = home.records;
  await outputs.save({ id: 'o1', site: 'home', name: 'To Node-RED', settings: mqtt, filter: {}, isOn: true });
  await outputs.save({ id: 'o2', site: 'home', name: 'Off', settings: mqtt, filter: {}, isOn: false });
  await outputs.save({ id: 'o3', site: 'home', name: 'Echo', settings: back, filter: {}, isOn: true });
  const { secrets } = await openVault(at.data, environment);
  await secrets.save('output.o1', secret);
  await secrets.save('output.o3', secret);
  await home.close();
  const configfile = join(tempDir(context), 'daemon.yaml');
  const roof = { protocol: 'pi30', port: '/dev/ttyUSB0', answers: ['json_mqtt'] };
  writeFileSync(configfile, JSON.stringify({ mqtt: { server: account, password: secret }, devices: { roof } }));
  mkdirSync(join(at.data, 'devices'));
  writeFileSync(join(at.data, 'devices', 'wrong.yaml'), `id: x\npassword: ${JSON.stringify(secret)}\n`);
  const spelled = encodeURIComponent(secret);
  const mqttBroker = `mqtt://anna:${spelled}@127.0.0.1:${closed}`;
  const history = makeSecret(`influx+http://u:${spelled}@127.0.0.1:${closed}/?database=x`);
  return { ofHome: at, all: { ...at, configfile, mqttBroker, history } };
}

const anyPassword = fc
  .string({ minLength: 8, maxLength: 20, unit: fc.constantFrom('a', 'Z', '0', '#', '+', ':', '@', '/', '&', ' ') })
  .map((text) => `s${text}t`);

test('outputs of a home are tried with their passwords, and none is in the report', async (context) => {
  await fc.assert(
    fc.asyncProperty(anyPassword, async (secret) => {
      const { ofHome, all } = await placeWith(secret, context);
      vi.stubEnv('SOLSTEAD_MQTT_PASSWORD', secret);
      vi.stubEnv('SOLSTEAD_TOKEN', secret);
      const lines = [...(await look(all)), ...(await look(ofHome))];
      vi.unstubAllEnvs();
      expect(linesOf(lines, 'outputs', 'fail').join('\n')).toMatch(/To Node-RED: /);
      expect(linesOf(lines, 'outputs', 'fail').join('\n')).toMatch(/Echo: /);
      expect(linesOf(lines, 'outputs', 'skipped')).toContain('Off is switched off');
      const text = `${JSON.stringify(lines)}${lines.map(({ what }) => inEnglish(what)).join('\n')}`;
      expect(text).not.toContain(secret);
      expect(text).not.toContain(encodeURIComponent(secret));
    }),
    { numRuns: 5 },
  );
});

test('the command prints aligned lines, JSON, and ends with what it found', async (context) => {
  const at = await filledPlace(context);
  const flags = [
    '--data',
    at.data,
    '--host',
    '127.0.0.1',
    '--port',
    String(at.port),
    '--mqtt-port',
    String(at.mqttPort),
  ];
  const run = (...more: readonly string[]) =>
    spawnSync(process.execPath, [bin, 'doctor', ...flags, ...more], {
      encoding: 'utf8',
      env: { ...process.env, SOLSTEAD_SOURCES: '1' },
    });
  const text = run();
  expect(text.status).toBe(0);
  const told = text.stdout.split('\n').filter((line) => /^[a-z]/.test(line));
  for (const line of told) expect(line).toMatch(/^[a-z]+ +(ok|warn|FAIL|–) +\S.*\.$/);
  expect(new Set(told.map((line) => line.search(/(?<=(ok|warn|FAIL|–) +)\S/))).size).toBe(1);
  const json: unknown = JSON.parse(run('--json').stdout);
  expect(json).toMatchObject({ ok: true });
  expect(JSON.stringify(json)).toContain('"area":"disk"');
  const wrong = run('-C', join(at.data, 'nothing.conf'));
  expect(wrong.status).toBe(1);
  expect(wrong.stdout).toMatch(/files +FAIL .*nothing\.conf/);
  expect(run('--prot', '1').status).toBe(2);
});
