// `solstead daemon` as people run it: whole files against emulated devices and a real broker, signals, and the socket of a service manager.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import type { Spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { emulated, emulatedPty, fileOf, notifySocket, startDaemon } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

/** What a broker says, by topic; the last of each. */
async function heardAt(context: TestContext, port: number, account = {}) {
  const client = connect({ host: '127.0.0.1', port, reconnectPeriod: 50, ...account });
  client.on('error', () => undefined);
  context.onTestFinished(() => void client.end(true));
  const heard = new Map<string, string>();
  client.on('message', (topic, payload) => void heard.set(topic, payload.toString()));
  await new Promise<void>((resolve) => void client.once('connect', () => resolve()));
  await client.subscribeAsync('#', { qos: 1 });
  return { client, heard };
}

async function ended(child: Spawned, withinMs = 15_000): Promise<number | NodeJS.Signals | undefined> {
  const untilMs = performance.now() + withinMs;
  while (child.exit() === undefined && performance.now() < untilMs) await sleep(20);
  return child.exit();
}

const until = (condition: () => boolean, timeout = 20_000) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout, interval: 50 });

test('the founding file: an inverter and a battery to the screen, files and Home Assistant; SIGTERM ends it cleanly', async (context) => {
  const pty = await emulatedPty(context, 'pi30');
  const battery = await emulated(context, 'jk-serial');
  const broker = await mosquitto(context, { users: { bob: 'p%s # 1' } });
  const { heard } = await heardAt(context, broker.port, { username: 'bob', password: 'p%s # 1' });
  const folder = tempDir(context);
  const file = fileOf(
    context,
    `[SETUP]
pause = 2  # Seconds between poll cycles
mqtt_broker = 127.0.0.1
mqtt_port = ${broker.port}
mqtt_user = bob
mqtt_pass = p%s # 1

[inverter_1]
type = mppsolar
protocol = pi30
port = ${pty}
porttype = serial
command = QPIGS
tag = roof
outputs = screen,json,prom_file,hass_mqtt
prom_output_dir = ${folder}

[battery_1]
type = jkbms
protocol = jkserial
port = ${battery.place}
porttype = remotesocket
command = getBalancerData
outputs = hass_mqtt,json_mqtt
`,
  );
  const daemon = await startDaemon(context, file);
  await daemon.waitForOutput('Command: QPIGS', 30_000);
  await daemon.waitForOutput(/"_command":"QPIGS"/, 30_000);
  await until(() => [...heard.keys()].some((topic) => /^homeassistant\/sensor\/mpp_roof_.*\/config$/.test(topic)));
  await until(() => heard.has('getBalancerData/mpp-solar'));
  const volts = (): number =>
    Number([...heard].find(([topic]) => topic.endsWith('mpp_roof_ac_output_voltage/state'))?.[1]);
  await until(() => volts() > 200);
  await until(() => existsSync(join(folder, 'mpp-solar-inverter_1-qpigs.prom')));
  const prom = readFileSync(join(folder, 'mpp-solar-inverter_1-qpigs.prom'), 'utf8');
  expect(prom).toMatch(/mpp_solar_ac_output_voltage\{inverter="inverter_1".*cmd="QPIGS"\} 2\d\d/);
  // What is kept in the file is in no line of the log.
  expect(daemon.output()).not.toContain('p%s');
  expect(daemon.output()).toContain('what follows # is taken as a comment');
  daemon.signal('SIGTERM');
  expect(await ended(daemon)).toBe(0);
});

test('a device that is silent, and one that cannot be, hold up no other', async (context) => {
  const [well, silent] = [await emulated(context, 'pi30'), await emulated(context, 'pi30')];
  await silent.faults.set({ silent: true });
  const section = (name: string, port: string): string =>
    `[${name}]\nprotocol = pi30\nport = ${port}\ncommand = QMOD\noutputs = simple\n`;
  const placeholder = '[ble]\ntype = jkbms\nport = XX:XX:XX:XX:XX:XX\ncommand = getCellData\n';
  const nobody = `127.0.0.1:${await freePort()}`;
  const file = fileOf(
    context,
    `[SETUP]\npause = 1\n${section('silent', silent.place)}${section('nobody', nobody)}${placeholder}${section('well', well.place)}`,
  );
  const daemon = await startDaemon(context, file);
  await until(() => (daemon.output().match(/device_mode=/g) ?? []).length >= 4);
  expect(daemon.output()).toMatch(/device cannot be read.*device="?ble/);
  daemon.signal('SIGINT');
  expect(await ended(daemon)).toBe(0);
});

test('SIGHUP changes what changed: a link that is not touched stays open, and a wrong file changes nothing', async (context) => {
  const [kept, changed, gone, fresh] = [
    await emulated(context, 'pi30'),
    await emulated(context, 'pi30'),
    await emulated(context, 'pi30'),
    await emulated(context, 'pi30'),
  ];
  const section = (name: string, port: string, [command, outputs] = ['QMOD', 'simple']): string =>
    `[${name}]\nprotocol = pi30\nport = ${port}\ncommand = ${command}\noutputs = ${outputs}\n`;
  const file = fileOf(
    context,
    `[SETUP]\npause = 1\n${section('kept', kept.place)}${section('changed', changed.place)}${section('gone', gone.place)}`,
  );
  const daemon = await startDaemon(context, file);
  await until(() => [kept, changed, gone].every((one) => one.connections() === 1));
  await daemon.waitForOutput('device_mode=');

  writeFileSync(file, '[SETUP]\npause = one\n[x]\nport = COM1\n');
  daemon.signal('SIGHUP');
  await daemon.waitForOutput('pause: one is no number from 0 to 86400');
  await daemon.waitForOutput('COM1 is no port');
  await daemon.waitForOutput('everything goes on as before');
  const before = (daemon.output().match(/device_mode=/g) ?? []).length;
  await until(() => (daemon.output().match(/device_mode=/g) ?? []).length > before + 3);

  // Nor does one that is gone: told in a line, as any other mistake.
  rmSync(file);
  daemon.signal('SIGHUP');
  await daemon.waitForOutput(/error .*mpp-solar\.conf: there is no such file/);
  await until(() => (daemon.output().match(/everything goes on as before/g) ?? []).length === 2);
  expect(daemon.output()).not.toContain('stack');

  writeFileSync(
    file,
    `[SETUP]\npause = 1\n${section('kept', kept.place, ['QMOD', 'value'])}${section('changed', changed.place, ['QPIGS', 'simple'])}${section('fresh', fresh.place)}`,
  );
  daemon.signal('SIGHUP');
  await daemon.waitForOutput('the file was read again');
  await until(() => fresh.connections() === 1 && changed.connections() === 2);
  await daemon.waitForOutput('ac_output_voltage=');
  await daemon.waitForOutput(/\n(Line|Battery|Standby)\n/);
  expect([kept.connections(), gone.connections()]).toEqual([1, 1]);
  daemon.signal('SIGTERM');
  expect(await ended(daemon)).toBe(0);
});

test('a service manager hears that it is ready, how it goes, that it is alive, that it reloads and ends', async (context) => {
  const device = await emulated(context, 'pi30');
  const { path, heard } = await notifySocket(context);
  const file = fileOf(
    context,
    `[SETUP]\npause = 1\n[a]\nprotocol = pi30\nport = ${device.place}\ncommand = QMOD\noutputs = value\n`,
  );
  const pidfile = join(tempDir(context), 'daemon.pid');
  const daemon = await startDaemon(context, file, {
    flags: ['--pidfile', pidfile],
    env: { NOTIFY_SOCKET: path, WATCHDOG_USEC: '1000000' },
  });
  await heard.waitForOutput('said READY=1');
  await heard.waitForOutput('said WATCHDOG=1');
  await heard.waitForOutput('said STATUS=1 of 1 devices answer');
  const pid = Number(readFileSync(pidfile, 'utf8'));
  expect(pid).toBeGreaterThan(0);
  daemon.signal('SIGHUP');
  await heard.waitForOutput('said RELOADING=1');
  await heard.waitForOutput(/said MONOTONIC_USEC=\d+/);
  const ready = (): number => (heard.output().match(/READY=1/g) ?? []).length;
  await until(() => ready() === 2);
  // What stands still says nothing.
  process.kill(pid, 'SIGSTOP');
  await sleep(500);
  const pings = (): number => (heard.output().match(/WATCHDOG=1/g) ?? []).length;
  const before = pings();
  await sleep(2500);
  expect(pings()).toBe(before);
  process.kill(pid, 'SIGCONT');
  await until(() => pings() > before);
  daemon.signal('SIGTERM');
  expect(await ended(daemon)).toBe(0);
  expect(heard.output()).toContain('said STOPPING=1');
  expect(existsSync(pidfile)).toBe(false);
});

test('commands over MQTT: what the file allows and nothing else, asked or set once', async (context) => {
  const device = await emulated(context, 'pi30');
  const broker = await mosquitto(context);
  const { client, heard } = await heardAt(context, broker.port);
  const file = fileOf(
    context,
    `[SETUP]\npause = 1\nmqtt_broker = 127.0.0.1\nmqtt_port = ${broker.port}\n[inv]\nprotocol = pi30\nport = ${device.place}\ncommand = QMOD\noutputs = tag_mqtt\ntag = t\nmqtt_allowed_cmds = POP0[0-2], QPIRI, PF\n`,
  );
  const daemon = await startDaemon(context, file);
  await until(() => heard.has('t/device_mode'));
  await daemon.waitForOutput('broker is reached');
  const topic = `${hostname().split('.')[0]}/inv/cmd`;
  const asked = async (command: string): Promise<string> => {
    heard.delete(`${topic}_response`);
    await client.publishAsync(topic, command, { qos: 1 });
    await until(() => heard.has(`${topic}_response`));
    return heard.get(`${topic}_response`) ?? '';
  };
  await until(() => daemon.output().includes('device answers'));
  expect(await asked('QPIRI')).toMatch(/^\{"result":\{.*"command":"QPIRI","timestamp":"20.*Z"\}$/);
  expect(await asked('POP01')).toMatch(/"result":"(confirmed|acknowledged)"/);
  expect(await asked('POP01;QPIRI')).toMatch(/"error":".*not among those/);
  expect(await asked('PEa')).toMatch(/"error":".*not among those/);
  expect(await asked('PF')).toMatch(/"error":".*set it by hand/);
  daemon.signal('SIGTERM');
  expect(await ended(daemon)).toBe(0);
});

test('commands over MQTT: a query with its argument comes by its pattern, matched whole', async (context) => {
  const device = await emulated(context, 'pi30max');
  const broker = await mosquitto(context);
  const { client, heard } = await heardAt(context, broker.port);
  const file = fileOf(
    context,
    `[SETUP]\npause = 1\nmqtt_broker = 127.0.0.1\nmqtt_port = ${broker.port}\n[inv]\nprotocol = pi30max\nport = ${device.place}\ncommand = QMOD\noutputs = tag_mqtt\ntag = t\nmqtt_allowed_cmds = QPGS[0-9]\n`,
  );
  const daemon = await startDaemon(context, file);
  await until(() => heard.has('t/device_mode'));
  await until(() => daemon.output().includes('device answers'));
  const topic = `${hostname().split('.')[0]}/inv/cmd`;
  const asked = async (command: string): Promise<string> => {
    heard.delete(`${topic}_response`);
    await client.publishAsync(topic, command, { qos: 1 });
    await until(() => heard.has(`${topic}_response`));
    return heard.get(`${topic}_response`) ?? '';
  };
  expect(await asked('QPGS0')).toMatch(/^\{"result":\{.*"command":"QPGS0","timestamp":"20.*Z"\}$/);
  expect(await asked('QPGS1')).toMatch(/^\{"result":\{.*"command":"QPGS1"/);
  for (const other of ['QPIGS', 'QPGS', 'QPGS10', 'QPGS0;QPIGS', 'xQPGS0', 'POP01'])
    expect(await asked(other)).toMatch(/"error":".*not among those/);
  daemon.signal('SIGTERM');
  expect(await ended(daemon)).toBe(0);
});

test('readings for a broker that is away wait on the disk, over a kill −9 too', async (context) => {
  const device = await emulated(context, 'pi30');
  const broker = await mosquitto(context);
  const { heard } = await heardAt(context, broker.port);
  const data = tempDir(context);
  const file = fileOf(
    context,
    `every: 1
mqtt: {server: 'mqtt://127.0.0.1:${broker.port}'}
devices:
  inverter:
    protocol: pi30
    port: ${device.place}
outputs:
  house: {kind: mqtt, prefix: here, retain: false, filter: {metrics: [inverter.mode, pv.power]}}
`,
    'daemon.yaml',
  );
  const first = await startDaemon(context, file, { flags: ['--data', data] });
  await until(() => heard.has('here/inverter/pv/power'));
  await broker.stop();
  await sleep(4000);
  first.signal('SIGKILL');
  await ended(first);
  await device.faults.set({ silent: true });
  await broker.start();
  heard.clear();
  await startDaemon(context, file, { flags: ['--data', data] });
  // The device is silent: what comes was read before the kill.
  await until(() => heard.has('here/inverter/pv/power'), 40_000);
});

test('a wrong file is told line by line and ends with 2; looking at one writes nothing', async (context) => {
  const wrong = fileOf(context, '[SETUP]\npauze = 1\n[a]\nport = COM1\n');
  const daemon = await startDaemon(context, wrong);
  expect(await ended(daemon)).toBe(2);
  expect(daemon.output()).toMatch(
    /mpp-solar\.conf:2:1: \[SETUP\] pauze: .*\n(?:.*\n)?.*mpp-solar\.conf:4:1: \[a\] port: /,
  );
  const check = await startDaemon(context, wrong, { flags: ['--check'] });
  expect(await ended(check)).toBe(1);
  const right = fileOf(
    context,
    '[SETUP]\nmqtt_broker = h\nmqtt_pass = secret\n[a]\nport = /dev/ttyUSB9\noutputs = mqtt\n',
  );
  const shown = await startDaemon(context, right, { flags: ['--check'] });
  expect(await ended(shown)).toBe(0);
  expect(shown.output()).toContain('serial:///dev/ttyUSB9');
  expect(shown.output()).not.toContain('secret');
});
