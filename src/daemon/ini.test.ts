import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { anyCharacter } from '#tools/testkit/any-text.ts';
import { fc } from '#tools/testkit/property.ts';
import { readIni } from './ini.ts';
import { isAnyKey } from './mpp-solar-keys.ts';
import { noFindings } from './plan.ts';

function read(text: string) {
  const findings = noFindings();
  const sections = readIni(text, isAnyKey, findings);
  return {
    sections: Object.fromEntries(
      sections.map(({ name, entries }) => [
        name,
        Object.fromEntries([...entries].map(([key, { value }]) => [key, value])),
      ]),
    ),
    complaints: findings.complaints.map(({ line, column, why }) => `${line}:${column} ${inEnglish(why)}`),
  };
}

test('what Python’s configparser reads is read alike', () => {
  const text = [
    '\ufeff# a comment',
    '[SETUP]',
    'Pause = 60',
    '; another',
    'mqtt_broker: host.local',
    '',
    '[inverter 1]',
    '  command = QPIGS#QMOD',
    '  port=/dev/ttyUSB0',
    'filter = one',
    '   # inside',
    '   two',
    'push_url = http://host:9091/a=b',
  ].join('\r\n');
  expect(read(text)).toEqual({
    sections: {
      SETUP: { pause: '60', mqtt_broker: 'host.local' },
      'inverter 1': {
        command: 'QPIGS#QMOD',
        port: '/dev/ttyUSB0',
        filter: 'one\ntwo',
        push_url: 'http://host:9091/a=b',
      },
    },
    complaints: [],
  });
});

test('percent signs are themselves, but for what configparser has them for', () => {
  const { sections } = read('[a]\nmqtt_pass = 5%%x%y%(tag)s%(none)s\ntag = T');
  expect(sections['a']?.['mqtt_pass']).toBe('5%x%yT%(none)s');
});

test('DEFAULT counts for all, and less than a section', () => {
  expect(read('[DEFAULT]\nbaud = 2400\ntag = d\n[a]\ntag = own').sections).toEqual({ a: { baud: '2400', tag: 'own' } });
});

test.each([
  ['port = x', '1:1 a section such as [SETUP] has to come first'],
  ['[a]\n[a]', '2:1 the section [a] is there already, in line 1'],
  ['[a]\ntag = 1\nTAG = 2', '3:1 the key tag is there already, in line 2'],
  [
    '[a]\ntag = 1\n  port = 2',
    '3:3 it is indented, so that it belongs to the value of tag above: begin the line where that one begins',
  ],
  ['[a]\nwhat', '2:1 it is neither a section such as [inverter], nor a key with its value such as pause = 60'],
  [`[a]\ntag = ${'x'.repeat(5000)}`, '2:1 the line, or the value it goes on with, is longer than 4,000 characters'],
  ['x'.repeat(200_001), '1:1 the text is longer than 200,000 characters'],
])('%j is wrong', (text, complaint) => {
  expect(read(text).complaints).toEqual([complaint]);
});

test('references that double a value fill no memory', () => {
  const text = `[a]\nx0 = ${'y'.repeat(150)}\n${Array.from({ length: 90 }, (_, index) => `x${index + 1} = ${`%(x${index})s`.repeat(500)}`).join('\n')}`;
  const { sections } = read(text);
  const total = Object.values(sections['a'] ?? {}).reduce((sum, { length }) => sum + length, 0);
  expect(total).toBeLessThan(2_000_000);
});

test('hostile text gives bounded complaints and never throws', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '=',
    ':',
    '\n',
    '\r',
    '  ',
    '#',
    ';',
    '%(a)s',
    '%%',
    'a',
    '\u0000',
    '\ufeff',
    '[a]\n',
    'port = ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(anyCharacter, { maxLength: 500 }).map((all) => all.join('')),
        fc.array(piece, { maxLength: 300 }).map((all) => all.join('')),
      ),
      (text) => {
        const { complaints } = read(text);
        expect(complaints.length).toBeLessThanOrEqual(50);
      },
    ),
  );
});
