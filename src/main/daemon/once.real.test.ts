// `solstead daemon --once`, and mpp-solar's `-C file` without `--daemon`: everything is asked once, delivered, and then it ends.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { mongoPeer } from '#tools/testkit/mongo-peer.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { emulated, fileOf, solsteadBin } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

/** Runs the program to its end: exit code, standard output and error together. */
async function ran(context: TestContext, ...args: readonly string[]) {
  const child = await spawned(context, [process.execPath, solsteadBin, ...args], { env: { SOLSTEAD_SOURCES: '1' } });
  await vi.waitFor(() => expect(child.exit()).toBeDefined(), { timeout: 60_000, interval: 50 });
  return { code: child.exit(), text: child.output() };
}

/** The topics that a broker was given. */
async function heardAt(context: TestContext, port: number) {
  const client = connect({ host: '127.0.0.1', port });
  context.onTestFinished(() => void client.end(true));
  const heard: string[] = [];
  client.on('message', (topic) => void heard.push(topic));
  await client.subscribeAsync('#', { qos: 1 });
  return heard;
}

test('every device is asked once, every output has it before the end, and files stay', async (context) => {
  const [roof, battery] = [await emulated(context, 'pi30'), await emulated(context, 'jk-serial')];
  const broker = await mosquitto(context);
  const heard = await heardAt(context, broker.port);
  const folder = tempDir(context);
  const file = fileOf(
    context,
    `[SETUP]
pause = 1
mqtt_broker = 127.0.0.1
mqtt_port = ${broker.port}
[roof]
protocol = PI30
port = ${roof.place}
command = QPIGS#QMOD#get_settings
outputs = mqtt,json,prom_file
prom_output_dir = ${folder}
[battery]
protocol = JKSERIAL
port = ${battery.place}
porttype = remotesocket
command = getBalancerData
outputs = json_mqtt
`,
  );
  const { code, text } = await ran(context, '-C', file);
  expect(code).toBe(0);
  expect(text.match(/"_command":"QPIGS"/g)).toHaveLength(1);
  expect(text.match(/"_command":"get_settings"/g)).toHaveLength(1);
  expect(existsSync(join(folder, 'mpp-solar-roof-qpigs.prom'))).toBe(true);
  await vi.waitFor(() => expect(heard).toContain('getBalancerData/mpp-solar'), 20_000);
  expect(heard.filter((topic) => topic === 'QPIGS/status/ac_output_voltage/value')).toHaveLength(1);
  expect(heard.filter((topic) => topic === 'QMOD/status/device_mode/value')).toHaveLength(1);
});

test('readings of YAML are delivered, too, with the settings of a device that names no commands', async (context) => {
  const roof = await emulated(context, 'pi30');
  const broker = await mosquitto(context);
  const heard = await heardAt(context, broker.port);
  const file = fileOf(
    context,
    `mqtt: {server: 'mqtt://127.0.0.1:${broker.port}'}
devices: {roof: {protocol: pi30, port: '${roof.place}'}}
outputs: {house: {kind: mqtt, prefix: here}}
`,
    'daemon.yaml',
  );
  const { code } = await ran(context, 'daemon', '-C', file, '--once', '--data', tempDir(context));
  expect(code).toBe(0);
  await vi.waitFor(() => expect(heard).toContain('here/roof/pv/power'), 20_000);
});

test('an output that cannot be opened beside one over a broker ends it with 2', async (context) => {
  const broker = await mosquitto(context);
  const file = fileOf(
    context,
    `[SETUP]
mqtt_broker = 127.0.0.1
mqtt_port = ${broker.port}
[roof]
port = 127.0.0.1:${await freePort()}
command = QPIGS
outputs = hassd_mqtt,postgres
postgres_url = postgres://u:geheim555@169.254.169.254/db
mqtt_allowed_cmds = QPI.*
`,
  );
  for (const flags of [['--once'], []]) {
    const { code, text } = await ran(context, 'daemon', '-C', file, ...flags);
    expect([code, text]).toEqual([2, expect.stringContaining('solstead: postgres: ')]);
    expect(text).not.toContain('geheim555');
  }
  const { code } = await ran(
    context,
    'read',
    'QPIGS',
    '--protocol=pi30',
    `--port=tcp://127.0.0.1:${await freePort()}`,
    '--output=mqtt,postgres',
    `--to=mqtt://127.0.0.1:${broker.port}`,
    '--to=postgres://169.254.169.254',
  );
  expect(code).toBe(2);
});

test('MongoDB has the answers of a daemon', async (context) => {
  const [roof, peer] = [await emulated(context, 'pi30'), await mongoPeer(context, { users: { bob: 'p@' } })];
  const file = fileOf(
    context,
    `[SETUP]\n[roof]\nport = ${roof.place}\ncommand = QPIGS\noutputs = mongo\nmongo_url = mongodb://bob:p%40@127.0.0.1:${peer.port}\n`,
  );
  const { code } = await ran(context, '-C', file);
  expect(code).toBe(0);
  const documents = [...(peer.documents.get('mppsolar.QPIGS')?.values() ?? [])];
  expect(documents).toHaveLength(1);
  expect(documents[0]?.['ac_output_voltage']).toBeGreaterThan(200);
  expect(documents[0]?.['updated']).toBeInstanceOf(Date);
});

test('a device that is silent takes no other along, and is told with 1', async (context) => {
  const roof = await emulated(context, 'pi30');
  const file = fileOf(
    context,
    `devices:
  roof: {protocol: pi30, port: '${roof.place}', commands: [QPIGS], answers: [json]}
  shed: {protocol: pi30, port: '127.0.0.1:${await freePort()}', commands: [QPIGS], answers: [json], retries: 0}
`,
    'daemon.yaml',
  );
  const { code, text } = await ran(context, 'daemon', '-C', file, '--once');
  expect(code).toBe(1);
  expect(text.match(/"_command":"QPIGS"/g)).toHaveLength(1);
  expect(text).toMatch(/daemon\.yaml: shed did not answer all that was asked/);
});

test('a server that is away is told with 1 after some seconds', async (context) => {
  const roof = await emulated(context, 'pi30');
  const folder = tempDir(context);
  const file = fileOf(
    context,
    `[SETUP]
pause = 1
mqtt_broker = 127.0.0.1
mqtt_port = ${await freePort()}
[roof]
port = ${roof.place}
command = QPIGS
outputs = mqtt,prom_file,json
prom_output_dir = ${folder}
`,
  );
  const { code, text } = await ran(context, 'daemon', '-C', file, '--once');
  expect(code).toBe(1);
  // It has one round, however long the output is waited for.
  expect(text.match(/"_command":"QPIGS"/g)).toHaveLength(1);
  expect(text).toMatch(/"output":"mqtt","count":1,"msg":"answers have not reached/);
  expect(text).toMatch(/output mqtt: .*\n[\s\S]*one answer has not reached a server/);
  expect(readFileSync(join(folder, 'mpp-solar-roof-qpigs.prom'), 'utf8')).toContain('ac_output_voltage');
});
