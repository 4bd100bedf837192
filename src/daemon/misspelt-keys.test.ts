// Keys of mpp-solar's file that are nearly one that is known, and those that are like none.
import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { readPlan, toldOf } from './read-plan.ts';
import { known, linesOf } from './testing/known.ts';

const section = (lines: string): string => `[SETUP]\n[a]\nprotocol = pi30\nport = /dev/ttyUSB0\n${lines}`;

/** Each is passed over by mpp-solar; a device would be read otherwise than its file says. */
test.each([
  ['protocl = PI30', 'protocol'],
  ['protcol = PI30', 'protocol'],
  ['comand = QPIGS', 'command'],
  ['commands = QPIGS', 'command'],
  ['output = screen', 'outputs'],
  ['prot = /dev/x', 'port'],
  ['port_type = serial', 'porttype'],
  ['mqtt-topic = x', 'mqtt_topic'],
  ['bauds = 9600', 'baud'],
])('a key that is nearly one stops the daemon: %s', async (line, near) => {
  const outcome = await readPlan(section(line), known);
  const [key = ''] = line.split(' ');
  expect('complaints' in outcome && outcome.complaints.map(({ why }) => inEnglish(why))).toEqual([
    `[a] ${key}: the key "${key}" is unknown; did you mean ${near}?`,
  ]);
});

test.each([
  ['knid: newest', 'f:5:15: the key "knid" is unknown; did you mean kind?'],
  ['url: u', 'f:5:11: the key kind is missing; it is one of kept or newest'],
  ['kind: kept, url: u, filtr: {}', 'f:5:35: the key "filtr" is unknown; did you mean filter?'],
  ['kind: kept, url: u, pasword: p', 'f:5:35: the key "pasword" is unknown; did you mean password?'],
  ['kind: kept, url: u, passwordfile: p', 'f:5:35: the key "passwordfile" is unknown; did you mean password_file?'],
])('of an output of readings, too: {%s}', async (keys, line) => {
  expect(
    await linesOf(`devices:\n  a:\n    protocol: pi30\n    port: /dev/ttyUSB0\noutputs: {x: {${keys}}}`),
  ).toContain(line);
});

test.each(['x = 1', 'log = 1', 'pause = 5', 'name = roof', 'model = 5k', 'timeout = 3', 'commands_topic = a'])(
  'a key that is like none is passed over: %s',
  async (line) => {
    const outcome = await readPlan(section(line), known);
    expect('plan' in outcome && outcome.notes.length).toBeGreaterThan(0);
  },
);

test('what is only noted is none of what is wrong, and is told with it', async () => {
  const outcome = await readPlan(section('x = 1\ny = 2\nprotocl = PI30'), known);
  expect('complaints' in outcome && outcome.complaints.length).toBe(1);
  expect(toldOf(outcome).map(({ line, why }) => `${line} ${inEnglish(why).replace(/:.*/, '')}`)).toEqual(
    expect.arrayContaining(['5 note', '6 note', '7 [a] protocl']),
  );
});
