// Addresses of outputs on the command line: whose each is, and what is wrong with one.
import { expect, test } from 'vitest';
import { chosenOutputs } from './places.ts';

test.each([
  ['mqtt', 'mqtt://broker:99999', /^--to: .*99999 is no port: that is a number from 1 to 65535/],
  ['mqtt', 'mqtt://', /^--to: .*the host is missing/],
  ['mqtt', 'mqtt://bob:geheim@broker', /^--to: leave the password out of the address.*SOLSTEAD_MQTT_PASSWORD/],
  ['json_udp', 'udp://127.0.0.1:0', /^--to: .*0 is no port/],
  ['json_udp', 'udp://127.0.0.1:x', /^--to: .*it cannot be read as a URL/],
  ['postgres', 'mqtt://broker', /^--to: none of the outputs goes to mqtt:\/\/broker/],
  ['postgres', 'postgrs://server', /^--to: none of the outputs goes to postgrs:\/\/server; did you mean postgres\?/],
])('%s to %s: %s', (output, to, said) => {
  const choose = (): unknown => chosenOutputs({ output: [output], to: [to] });
  expect(choose).toThrow(said);
  expect(choose).not.toThrow(/geheim/);
});

test('flags of the device are none of an output, and what is not named is not set', () => {
  const flags = { output: ['json_udp'], to: ['udp://127.0.0.1'], port: 'tcp://127.0.0.1:8899', filter: 'volt' };
  expect(chosenOutputs(flags)).toEqual([{ name: 'json_udp', settings: { filter: 'volt', host: '127.0.0.1' } }]);
});
