// The outputs of a daemon's file with the kinds that there are: slips of the pen in a filter, and two that would be in each other's way.
import { expect, test } from 'vitest';
import { linesOf } from '#daemon/testing/known.ts';
import { knownOutputs } from './known-outputs.ts';

const file = (outputs: string): string => `mqtt: {server: 'mqtt://broker.local'}
devices:
  roof: {protocol: pi30, port: /dev/hidraw0}
outputs:
${outputs}
`;
const linesWith = (outputs: string) => linesOf(file(outputs), { outputs: async () => knownOutputs(), hasFolder: true });

test('every word of a filter that means nothing is told at its place, and what is wrong beside it', async () => {
  const filter = `{devices: [rof], metrics: ['pv.*', 'batery.*'], deadBands: [{metrics: grid.pwr, by: 5}]}`;
  expect(await linesWith(`  a: {kind: mqtt, filter: ${filter}, prefix: 'a#'}`)).toEqual([
    'f:5:38: devices: the home has no device rof; did you mean roof?',
    'f:5:62: metrics: no metric of the catalogue begins as batery.* does; did you mean battery.*?',
    'f:5:86: deadBands: it counts only with changesOnly, which is not set',
    'f:5:97: metrics: metric grid.pwr is not in the catalogue; did you mean grid.power?',
    expect.stringMatching(/^f:5:125: prefix: /),
  ]);
});

test('two outputs in one place are told, whatever their account and kind', async () => {
  expect(
    await linesWith(`  a: {kind: mqtt}
  b: {kind: home-assistant, server: 'mqtt://anna@Broker.local:1883'}
  c: {kind: mqtt, prefix: c}
  d: {kind: mqtt, prefix: c, form: json}
  e: {kind: mqtt, server: 'mqtt://other.local'}`),
  ).toEqual([
    expect.stringMatching(/^f:6:3: the output a has this place already, .*: give this one another$/),
    expect.stringMatching(/^f:8:27: prefix: the output c has this place already, /),
  ]);
});
