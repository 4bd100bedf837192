// What a daemon leaves out, and devices that report over MQTT: whole files against emulated devices and a real broker.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'mqtt';
import { expect, test, type TestContext, vi } from 'vitest';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { emulated, fileOf, solsteadBin, startDaemon } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

/** The topics that a broker was given. */
async function heardAt(context: TestContext, port: number): Promise<ReadonlySet<string>> {
  const client = connect({ host: '127.0.0.1', port });
  context.onTestFinished(() => void client.end(true));
  const heard = new Set<string>();
  client.on('message', (topic) => void heard.add(topic));
  await client.subscribeAsync('#', { qos: 1 });
  return heard;
}

const until = (condition: () => boolean, timeout = 30_000) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout, interval: 50 });

test('keys are let through and left out by regular expressions, in both kinds of files', async (context) => {
  const device = await emulated(context, 'pi30');
  const broker = await mosquitto(context);
  const heard = await heardAt(context, broker.port);
  const ini = fileOf(
    context,
    `[SETUP]
pause = 1
mqtt_broker = 127.0.0.1
mqtt_port = ${broker.port}
[inv]
port = ${device.place}
command = QPIGS
tag = ini
outputs = tag_mqtt
filter = ^ac_(in|out)put
exclfilter = power$
`,
  );
  await startDaemon(context, ini);
  await until(() => heard.has('ini/ac_output_voltage'));
  const second = await emulated(context, 'pi30');
  const yaml = fileOf(
    context,
    `every: 1
mqtt: {server: 'mqtt://127.0.0.1:${broker.port}'}
devices:
  inv: {protocol: pi30, port: '${second.place}', commands: [QPIGS], tag: yaml, answers: [tag_mqtt], filter: 'voltage', exclude: '^ac'}
`,
    'daemon.yaml',
  );
  await startDaemon(context, yaml);
  await until(() => heard.has('yaml/battery_voltage'));
  const keys = (tag: string): readonly string[] =>
    [...heard].filter((topic) => topic.startsWith(`${tag}/`)).map((topic) => topic.slice(tag.length + 1));
  expect(keys('ini').every((key) => /^ac_(in|out)put/.test(key) && !key.endsWith('power'))).toBe(true);
  expect(keys('ini')).toContain('ac_input_frequency');
  expect(keys('yaml').every((key) => key.includes('voltage') && !key.startsWith('ac'))).toBe(true);
  expect(keys('yaml').length).toBeGreaterThan(2);
});

test('readings go only while their condition holds, and only the metrics that are named', async (context) => {
  const device = await emulated(context, 'pi30');
  const broker = await mosquitto(context);
  const heard = await heardAt(context, broker.port);
  const output = (prefix: string, onlyWhen: string): string =>
    `  ${prefix}: {kind: mqtt, prefix: ${prefix}, filter: {metrics: ['battery.*'], onlyWhen: '${onlyWhen}'}}\n`;
  const file = fileOf(
    context,
    `every: 1
mqtt: {server: 'mqtt://127.0.0.1:${broker.port}'}
devices: {inv: {protocol: pi30, port: '${device.place}', commands: [QPIGS]}}
outputs:
${output('always', 'battery.voltage > 1 V')}${output('never', 'battery.voltage > 1 kV')}`,
    'daemon.yaml',
  );
  const daemon = await startDaemon(context, file, { flags: ['--data', tempDir(context)] });
  await until(() => heard.has('always/inv/battery/voltage'));
  await sleep(2500);
  expect(
    [...heard].filter((topic) => topic.startsWith('always/inv/') && !/\/(battery\/.*|status)$/.test(topic)),
  ).toEqual([]);
  expect([...heard].filter((topic) => topic.startsWith('never/inv/battery'))).toEqual([]);
  await daemon.stop();
  const wrong = fileOf(
    context,
    `mqtt: {server: 'mqtt://127.0.0.1:${broker.port}'}
devices: {inv: {protocol: pi30, port: '${device.place}'}}
outputs:
${output('wrong', 'batery.soc < 30 %')}`,
    'daemon.yaml',
  );
  const check = await startDaemon(context, wrong, { flags: ['--check', '--data', tempDir(context)] });
  await until(() => check.exit() !== undefined);
  expect(check.exit()).toBe(1);
  expect(check.output()).toMatch(/daemon\.yaml:4:\d+: .*batery\.soc.*battery\.soc/);
});

test('a device that reports over MQTT is heard, and its readings go on', async (context) => {
  const broker = await mosquitto(context);
  const heard = await heardAt(context, broker.port);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const emulate = [process.execPath, solsteadBin, 'emulate', 'shelly-pro3em', '--broker', url];
  const shelly = await spawned(context, emulate, { env: { SOLSTEAD_SOURCES: '1' } });
  await shelly.waitForOutput(/Ctrl-C/, 30_000);
  await until(() => [...heard].some((topic) => /\/(status|events|online)/.test(topic)));
  const prefix = [...heard].find((topic) => topic.includes('/'))?.split('/')[0] ?? '';
  const file = fileOf(
    context,
    `mqtt: {server: '${url}'}
devices: {meter: {protocol: shelly-pro3em, topic: ${prefix}}}
outputs: {house: {kind: mqtt, prefix: here}}
`,
    'daemon.yaml',
  );
  const daemon = await startDaemon(context, file, { flags: ['--data', tempDir(context)] });
  await daemon.waitForOutput('broker is reached', 30_000);
  await until(() => heard.has('here/meter/grid/power'));
  const once = await startDaemon(context, file, { flags: ['--once', '--data', tempDir(context)] });
  await until(() => once.exit() !== undefined, 60_000);
  expect(once.exit()).toBe(0);
});
