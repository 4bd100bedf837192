// The password or the key of a device in both kinds of files: from the environment, from a file, in the file itself, or told why not.
import { expect, test } from 'vitest';
import { readPlan } from './read-plan.ts';
import { known, linesOf, planOf } from './testing/known.ts';

const ini = (more: string, port = 'http://192.168.1.40'): string => `[SETUP]
[sun]
protocol = shelly-pro3em-http
port = ${port}
${more}`;
const yaml = (more: string, device = 'protocol: shelly-pro3em-http, port: "http://192.168.1.40"'): string =>
  `devices:\n  sun: {${device}, ${more}}\n`;

test.each([
  ['of the environment', ini('password = ${MQTT_PASSWORD}'), 'from-environment'],
  ['of a file', ini('password_file = /run/secrets/mqtt'), 'from-file'],
  ['of a file, YAML', yaml('password_file: /run/secrets/mqtt'), 'from-file'],
  ['of the environment, YAML', yaml("password: '${MQTT_PASSWORD}'"), 'from-environment'],
  ['of an advertisement', yaml('password: 0f1e2d', 'protocol: victron-ble-mppt, port: "AA:BB:CC:DD:EE:FF"'), '0f1e2d'],
])('a password %s', async (_name, text, password) => {
  const plan = await planOf(text);
  expect(plan.devices[0]?.secret?.reveal()).toBe(password);
  expect(JSON.stringify(plan)).not.toContain(password);
});

test('one that stands in the file is told where everybody may read that; one of another place is not', async () => {
  const hasSecrets = async (text: string) => {
    const outcome = await readPlan(text, known);
    return 'plan' in outcome && outcome.hasSecrets;
  };
  expect(await hasSecrets(ini('password = plain'))).toBe(true);
  expect(await hasSecrets(yaml('password: plain'))).toBe(true);
  expect(await hasSecrets(yaml("password: '${MQTT_PASSWORD}'"))).toBe(false);
});

test('what cannot be had or is of no use is told at its key, without the password', async () => {
  const serial = yaml('password: secret', 'protocol: pi30, port: /dev/ttyUSB0');
  const found = await Promise.all(
    [
      ini('password = x\npassword_file = /run/secrets/mqtt'),
      ini('password_file = /run/secrets/none'),
      ini('password = secret', '/dev/ttyUSB0'),
      yaml("password: '${NONE}'"),
      serial,
    ].map((text) => linesOf(text)),
  );
  expect(found.map((lines) => lines.at(-1))).toEqual([
    expect.stringMatching(/f:6:\d+: .*password or password_file, not both/),
    expect.stringMatching(/f:5:\d+: .*password_file/),
    expect.stringMatching(/f:5:\d+: .*what is at serial:\/\/ takes no password/),
    expect.stringMatching(/f:2:\d+: .*NONE/),
    expect.stringMatching(/f:2:\d+: .*what is at serial:\/\/ takes no password/),
  ]);
  expect(found.flat().join('\n')).not.toContain('secret\n');
});
