import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';
import { linesOf, planOf } from './testing/known.ts';

const device = (more: string): string => `devices:\n  a:\n    protocol: pi30\n    port: /dev/ttyUSB0\n${more}`;
const upwards = (more: string): string =>
  device(`uplink:\n  address: wss://hub.example.com:8000\n  client: abc\n${more}`);

test.each([
  [upwards(''), 'f:5:1: no secret was given yet'],
  [upwards('  secret: hunter2-written'), /f:8:11: secret: a secret does not stand in this file/],
  [upwards('  secret: ${NOT_THERE}'), 'f:8:11: secret: the environment variable NOT_THERE is not set'],
  [upwards('  secret_file: /nowhere'), /f:8:16: secret_file: the file cannot be read/],
  [upwards('  secret: ${MQTT_PASSWORD}'), /f:5:1: the uplink keeps what the far side has not stored yet/],
  [upwards('  secret: ${MQTT_PASSWORD}\n  client_id: x'), /f:9:3: the key "client_id" is unknown/],
  [
    upwards('  secret: ${MQTT_PASSWORD}\n  form: documented\n  commands: true'),
    /f:10:13: commands: its home speaks a form/,
  ],
  [upwards('  secret: ${MQTT_PASSWORD}\n  filter: {devices: [b]}'), /f:9:22: devices: the home has no device b/],
  [upwards('  secret: ${MQTT_PASSWORD}\n  filter: {metrics: ["Pv!"]}'), /f:9:22: metrics: it takes ids of metrics/],
  [upwards('  secret: ${MQTT_PASSWORD}\n  filter: {onlyWhen: x}'), /f:9:12: the key "onlyWhen" is unknown/],
  [device('uplink: {client: x, secret_file: /run/secrets/mqtt}'), 'f:5:1: the key address is missing'],
  [
    device('uplink: {address: "ws://example.com", client: x, secret_file: /run/secrets/mqtt}'),
    /f:5:19: address: ws:\/\/ sends/,
  ],
  [
    device('uplink: {address: wss://h, client: " ", secret_file: /run/secrets/mqtt}'),
    /f:5:36: client: the client id is missing/,
  ],
])('a wrong uplink is told: %j', async (text, complaint) => {
  const lines = await linesOf(text);
  expect(lines).toSatisfy((all: readonly string[]) =>
    all.some((line) => (typeof complaint === 'string' ? line === complaint : complaint.test(line))),
  );
  expect(lines.join('\n')).not.toMatch(/hunter2|from-file|from-environment/);
});

test('an uplink of a daemon is planned, and another one is seen as a change', async () => {
  const text = upwards('  secret: ${MQTT_PASSWORD}\n  commands: true\n  filter: {devices: [a], metrics: [pv.*]}');
  const plan = await planOf(text, { hasFolder: true });
  expect(plan.uplink).toMatchObject({
    settings: { address: 'wss://hub.example.com:8000/', clientId: 'abc', form: 'solstead', mayCommand: true },
    filter: { devices: ['a'], metrics: ['pv.*'] },
  });
  expect(plan.uplink?.secret.reveal()).toBe('from-environment');
  const other = await planOf(
    text.replace('${MQTT_PASSWORD}', 'X').replace('secret:', 'secret_file:').replace('X', '/run/secrets/mqtt'),
    {
      hasFolder: true,
    },
  );
  expect([changesOf(plan, plan), changesOf(plan, other)].map(({ isOtherUplink }) => isOtherUplink)).toEqual([
    false,
    true,
  ]);
});
