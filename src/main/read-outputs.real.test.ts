// `solstead read` with outputs, and the old spelling: real processes, an emulated inverter, a real broker, gateway, collector, database.
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test, type TestContext, vi } from 'vitest';
import { isRecord } from '#core/entries.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { needs } from '#tools/testkit/needs.ts';
import { needsPostgres, postgres } from '#tools/testkit/postgres.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

// Each is a process or several, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 240_000 });

const bin = join(import.meta.dirname, '../../bin/solstead.js');

async function inverter(ctx: TestContext): Promise<string> {
  const child = await spawned(ctx, [process.execPath, bin, 'emulate', 'pi30', '--for', '100']);
  return (await child.waitForOutput(/answers at tcp:\S+/)).replace('answers at ', '');
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

const read = (address: string, ...rest: readonly string[]) => [
  'read',
  '--port',
  address,
  '--protocol',
  'pi30',
  ...rest,
];

test('with --json the document of the answers stands alone, beside outputs that go elsewhere and in the old spelling', async (ctx) => {
  const address = await inverter(ctx);
  const folder = tempDir(ctx);
  const given = run(read(address, 'QMOD', '--json', '--output', 'prom_file', '--to', folder));
  expect([given.code, given.err, JSON.parse(given.out)]).toMatchObject([0, '', { query: 'QMOD' }]);
  expect(readdirSync(folder).filter((name) => name.endsWith('.prom'))).toHaveLength(1);
  const twice = run(read(address, 'QMOD', '--json', '--output', 'csv'));
  expect([twice.code, JSON.parse(twice.out)]).toMatchObject([2, { error: { at: '--output csv' } }]);
  const place = address.replace('tcp://', '').replace(/\?.*/, '');
  const old = run(['-p', place, '--porttype', 'remotesocket', '-P', 'PI30', '-c', 'QMOD', '--json']);
  expect([old.code, JSON.parse(old.out)]).toMatchObject([0, { query: 'QMOD' }]);
});

test('three of three runs have all messages at the broker before they end', async (ctx) => {
  const program = needs(ctx, 'mosquitto_sub');
  const broker = await mosquitto(ctx);
  const address = await inverter(ctx);
  const listener = await spawned(ctx, [program, '-p', String(broker.port), '-t', 'roof/#', '-v']);
  await vi.waitFor(() => expect(broker.output()).toMatch(/SUBSCRIBE|New client/i), { timeout: 20_000 });
  for (const turn of [1, 2, 3]) {
    const { code, err } = run(read(address, 'QMOD', '--output', 'mqtt,json_mqtt', '--to', broker.url, '--tag', 'roof'));
    expect([code, err]).toEqual([0, '']);
    await vi.waitFor(
      () => expect(listener.output().match(/^roof\/status\/device_mode\/value \S+$/gm)).toHaveLength(turn),
      { timeout: 20_000 },
    );
    expect(listener.output().match(/^roof\/mpp-solar \{.*\}$/gm)).toHaveLength(turn);
  }
});

test('Home Assistant finds the entities of the old program after it was away', async (ctx) => {
  const program = needs(ctx, 'mosquitto_sub');
  const broker = await mosquitto(ctx, { users: { ada: 'lovelace' } });
  const address = await inverter(ctx);
  const place = broker.url.replace('mqtt://', 'mqtt://ada@');
  const args = read(address, 'QPIGS', '-o', 'hassd_mqtt', '--to', place, '--tag', 'roof', '--name', 'inverter');
  expect(run(args, { SOLSTEAD_MQTT_PASSWORD: 'lovelace' })).toMatchObject({ code: 0, err: '' });
  const kept = spawnSync(
    program,
    ['-p', String(broker.port), '-u', 'ada', '-P', 'lovelace', '-t', 'homeassistant/#', '-v', '-W', '2'],
    { encoding: 'utf8' },
  ).stdout;
  const line = kept.split('\n').find((one) => one.startsWith('homeassistant/sensor/mpp_roof_battery_voltage/config '));
  const config: unknown = JSON.parse(line?.slice(line.indexOf('{')) ?? 'null');
  expect(config).toMatchObject({
    unique_id: 'mpp_roof_battery_voltage',
    state_topic: 'homeassistant/sensor/mpp_roof_battery_voltage/state',
    device_class: 'voltage',
    device: { identifiers: ['inverter'] },
  });
  expect(kept).toContain('homeassistant/binary_sensor/mpp_roof_is_load_on/config ');
  const wrong = run(args, { SOLSTEAD_MQTT_PASSWORD: 'wrong' });
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(/account|password/i);
  expect(wrong.err).not.toContain('wrong');
});

test('a broker that is not there takes no other output along, and the command says so', async (ctx) => {
  const address = await inverter(ctx);
  const to = `mqtt://127.0.0.1:${await freePort()}`;
  const { code, out, err } = run(read(address, 'QMOD', 'QID', '-o', 'mqtt,simple', '--to', to));
  expect(code).toBe(1);
  expect(out).toMatch(/^device_mode=\w+\nserial_number=\d+\n$/);
  expect(err.split('\n').filter((line) => line !== '')).toHaveLength(1);
  expect(err).toContain('nothing listens on this port');
});

test('a broker that takes nothing ends the command within its bound', async (ctx) => {
  const address = await inverter(ctx);
  const mute = await spawned(ctx, [
    process.execPath,
    '-e',
    'require("net").createServer(()=>{}).listen(0,"127.0.0.1",function(){console.log("at "+this.address().port)})',
  ]);
  const port = (await mute.waitForOutput(/at \d+/)).slice(3);
  const { code, err } = run(read(address, 'QMOD', '-o', 'mqtt', '--to', `mqtt://127.0.0.1:${port}`, '--wait', '2'));
  expect(code).toBe(1);
  expect(err).toContain('not taken within 2 s');
});

test('files for node_exporter are taken by promtool and by it, and earlier ones stay beside', async (ctx) => {
  const promtool = needs(ctx, 'promtool');
  const exporter = needs(ctx, 'prometheus-node-exporter');
  const address = await inverter(ctx);
  const folder = join(tempDir(ctx), 'texts');
  for (const _ of [1, 2, 3])
    expect(run(read(address, 'QPIGS', 'QMOD', '-o', 'prom_file', '--to', folder, '--name', 'roof')).err).toBe('');
  expect(readdirSync(folder).toSorted()).toEqual(
    ['qmod', 'qpigs'].flatMap((name) => ['', '.bak.1', '.bak.2'].map((end) => `mpp-solar-roof-${name}.prom${end}`)),
  );
  for (const name of ['qmod', 'qpigs']) {
    const input = readFileSync(join(folder, `mpp-solar-roof-${name}.prom`));
    const { stderr, stdout } = spawnSync(promtool, ['check', 'metrics'], { input, encoding: 'utf8' });
    // What it says of style is not what it says of form.
    expect(`${stdout}${stderr}`).not.toMatch(/error while linting|pars/i);
  }
  const port = await freePort();
  const collector = await spawned(ctx, [
    exporter,
    `--web.listen-address=127.0.0.1:${port}`,
    '--collector.disable-defaults',
    '--collector.textfile',
    `--collector.textfile.directory=${folder}`,
  ]);
  await collector.waitForPort(port);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toMatch(/^mpp_solar_battery_voltage\{cmd="QPIGS",device="None",inverter="roof"\} [\d.]+$/m);
  expect(text).toMatch(/^node_textfile_scrape_error 0$/m);
});

test('a Pushgateway takes it under the labels of the old program', async (ctx) => {
  const gateway = needs(ctx, 'prometheus-pushgateway');
  const port = await freePort();
  const child = await spawned(ctx, [gateway, `--web.listen-address=127.0.0.1:${port}`, '--persistence.file=']);
  await child.waitForPort(port);
  const address = await inverter(ctx);
  const url = `http://127.0.0.1:${port}`;
  expect(run(read(address, 'QPIGS', '-o', 'prom_pushd', '--to', url))).toMatchObject({ code: 0, err: '' });
  expect(run(read(address, 'QMOD', '-o', 'prom_push', '--to', `${url}/metrics/job/pushgateway`))).toMatchObject({
    code: 0,
    err: '',
  });
  const text = await (await fetch(`${url}/metrics`)).text();
  expect(text).toMatch(/^mpp_solar_battery_voltage\{cmd="QPIGS",[^}]*inverter="mpp_solar",job="mppsolar"\} [\d.]+$/m);
  expect(text).toMatch(/^mpp_solar_device_mode\{.*job="pushgateway",myStr="\w+"\} 1$/m);
  const { code, err } = run(read(address, 'QMOD', '-o', 'prom_push', '--to', `${url}/nothing/here`));
  expect(code).toBe(1);
  expect(err).toMatch(/40[45]/);
});

test('a datagram arrives, and PostgreSQL has its row', async (ctx) => {
  const server = await postgres(needsPostgres(ctx), ctx);
  const address = await inverter(ctx);
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  ctx.onTestFinished(() => void socket.close());
  const heard = new Promise<string>((resolve) => {
    socket.once('message', (bytes) => resolve(bytes.toString()));
  });
  const url = new URL(server.url);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const to = ['--to', `udp://127.0.0.1:${socket.address().port}`, '--to', url.toString().replace(/\?.*$/, '')];
  const { code, err } = run(read(address, 'QMOD', '-o', 'json_udp,postgres', ...to), {
    SOLSTEAD_OUTPUT_PASSWORD: password,
  });
  expect([code, err]).toEqual([0, '']);
  expect(await heard).toMatch(/^\{"device_mode":"\w+"\}$/);
  const client = new pg.Client(server.url);
  await client.connect();
  const { rows } = await client.query('SELECT command, data FROM mppsolar');
  await client.end();
  expect(rows).toMatchObject([{ command: 'QMOD' }]);
  expect(JSON.stringify(rows)).toMatch(/"device_mode":"\w+","updated":"\d{4}-/);
});

test('the old spelling asks the same', async (ctx) => {
  const place = (await inverter(ctx)).replace('tcp://', '');
  const { code, out } = run(['-p', place, '-P', 'PI30', '-c', 'QMOD#QID', '-o', 'simple']);
  expect(code).toBe(0);
  expect(out).toMatch(/^device_mode=\w+\nserial_number=\d+\n$/);
  const id = run(['-p', place, '--getDeviceId', '-o', 'json']);
  const told: unknown = JSON.parse(id.out);
  expect(isRecord(told) && told['deviceid']).toMatch(/^PI30:\d{3}:/);
  expect(run(['-p', place, '-c', '-o', 'simple']).out).toContain('qpigs=General status\n');
  expect(run(['-p', place, '-c', 'QMOD', '-D']).err).toMatch(/sent 7 bytes: 514d4f4449c10d/);
  const visible = run(['-p', place, '-c', 'QMOD', '-o', 'simple', '--mqttpass', 'secret']);
  expect(visible.err.match(/SOLSTEAD_MQTT_PASSWORD/g)).toHaveLength(1);
  expect(visible.err).not.toContain('secret');
  expect(run(['--nosuch'])).toMatchObject({ code: 2 });
});

test('a query that the device has not is refused before a byte is sent', async (ctx) => {
  const address = await inverter(ctx);
  const { code, out, err } = run(read(address, 'QMOD', 'POP02', '-o', 'simple', '--debug'));
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).not.toMatch(/ sent \d+ bytes/);
});

test('the old spelling: a broker that is the screen prints, commas are as before 0.16, and all of a status is watched', async (ctx) => {
  const address = await inverter(ctx);
  const shown = run(['-p', address, '-c', 'QMOD', '-T', 'roof', '-o', 'mqtt', '-q', 'screen']);
  expect([shown.code, shown.err]).toEqual([0, '']);
  expect(shown.out).toMatch(/^mqtt debug output only .* - topic: 'roof\/status\/device_mode\/value', payload: '\w+'$/m);
  const both = run(['-p', address, '-c', 'QPI,QMOD', '-o', 'simple']);
  expect([both.code, both.err]).toEqual([0, '']);
  expect(both.out).toMatch(/protocol_id=PI30[^]*device_mode=/);
  const watched = run(['watch', '--port', address, '--protocol', 'pi30', 'get_status', '--count', '1', '--json']);
  expect([watched.code, watched.err]).toEqual([0, '']);
  expect(watched.out).toMatch(/"ac_output_voltage":\d+[^]*"device_mode":"\w+"/);
  const idle = run(['watch', '--port', address, '--protocol', 'pi30', 'list_commands']);
  expect([idle.code, idle.err]).toEqual([
    2,
    expect.stringContaining('list_commands asks nothing of the device: use it with `solstead read`'),
  ]);
  const none = run(['read', '--port', address, '--protocol', 'daly-modbus', 'get_settings']);
  expect([none.code, none.err]).toEqual([
    0,
    expect.stringMatching(/^solstead: get_settings: .* has no settings that can be read\.\n$/),
  ]);
});

test.for([
  ['postgres', 'postgres://u@', '/d'],
  ['mongo', 'mongodb://', ''],
  ['mqtt', 'mqtt://', ''],
  ['prom_push', 'http://', ''],
] as const)(
  'the wait for %s is for all, where a server takes the call and never answers',
  async ([name, scheme, database], ctx) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    ctx.onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const at = server.address();
    const place = `${scheme}127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}${database}`;
    const call = read(await inverter(ctx), 'QMOD', 'QPI', '--output', name, '--to', place, '--wait', '2');
    const beganMs = performance.now();
    const child = await spawned(ctx, [process.execPath, bin, ...call]);
    await child.waitForOutput(name === 'mongo' ? /mongo/ : `${name}, ${place}`);
    await expect.poll(() => child.exit(), { timeout: 20_000 }).toBe(1);
    // What a busy machine takes to start comes on top; it was 10 s.
    expect(performance.now() - beganMs).toBeLessThan(6000);
  },
);
