// Spellings that people have: what means one thing is taken, what does not is told with the place and the nearest right one.
import { expect, test } from 'vitest';
import { because, inEnglish } from '#core/reason.ts';
import { durationMs, durationText } from '../duration.ts';
import { outlineOf } from './outline.ts';
import { readSimulated } from './read.ts';

test.each([
  ['90s', 90_000, '90 s'],
  ['1 min', 60_000, '1 min'],
  ['1min', 60_000, '1 min'],
  ['5 minutes', 300_000, '5 min'],
  ['1 hour', 3_600_000, '1 h'],
  ['1h30m', 5_400_000, '1 h 30 min'],
  ['1 h 30 min', 5_400_000, '1 h 30 min'],
  ['PT1M', 60_000, '1 min'],
  ['PT1H30M', 5_400_000, '1 h 30 min'],
  ['P1DT2H', 93_600_000, '1 d 2 h'],
  ['1.5 h', 5_400_000, '1.5 h'],
])('%s is a duration', (text, ms, said) => {
  expect(durationMs(text)).toBe(ms);
  expect(durationText(text)).toBe(said);
});

test.each(['', '5', 'P', 'PT', '1 M', '30 min 1 h', '5 min ', '1:30', '-5 min', 'PT5', '5 mi'])(
  '%j is none',
  (text) => {
    expect(durationMs(text)).toBeUndefined();
  },
);

const home = `home: {zone: Europe/Berlin, latitude: 52.5, longitude: 13.4}
devices:
  boiler: {points: {relay.on.1: {starts: off}}}
  garage: {kind: charger, points: {charger.enabled: {starts: 0}, charger.current.limit: {starts: 16}}}
`;
const toldOf = (text: string): readonly string[] => {
  const outcome = readSimulated(home + text);
  return 'problems' in outcome
    ? outcome.problems.map(({ line, column, why }) => `${line}:${column} ${inEnglish(why)}`)
    : [];
};
const set = (value: string): string => `do: [{kind: set, device: boiler, point: relay.on.1, value: ${value}}]`;
const at = (when: string): string => `rules:\n  - {name: A, when: [{kind: time, ${when}}], ${set('on')}}\n`;

test.each(['at: 7:00', 'at: 07:00', 'at: "24:00"', 'at: "7:05", days: [mon, weekend]'])('%s is taken', (when) => {
  expect(toldOf(at(when))).toEqual([]);
});

test.each(['on', 'On', 'OFF', 'true', '1', '"on"', 'yes'])('a relay is set to %s', (value) => {
  expect(toldOf(`rules:\n  - {name: A, while: battery.soc>20%, ${set(value)}}\n`)).toEqual([]);
});

test.each([
  [at('at: 7'), '6:39 at: 7 is not a time such as 07:30'],
  [at('at: "24:30"'), '6:39 at: "24:30" is not a time such as 07:30'],
  [at('at: "07:00", days: [Monday]'), 'did you mean mon?'],
  [at('at: "07:00", days: [weekdays]'), 'did you mean weekday?'],
  [`by_hand: 120\n`, '5:10 by_hand: 120 is not a duration such as 30 s, 5 min or 2 h'],
  [
    `loads:\n  - {name: L, device: boiler, point: relay.on.1, power: 2 kW}\n`,
    'without quotes and units; did you mean 2000?',
  ],
  [`chargers:\n  - {name: C, device: garage, goal: {energy: 20 kWh, by: 7:00}}\n`, 'did you mean 20?'],
  [`chargers:\n  - {name: C, device: garage, phases: "1"}\n`, 'phases: "1" is given where a number is needed'],
  [`chargers:\n  - {name: C, device: garage, mode: sun first}\n`, 'did you mean sun-first?'],
  [`chargers:\n  - {name: C, device: garge}\n`, 'did you mean garage?'],
])('%s is told', (text, told) => {
  expect(toldOf(text)).toEqual([expect.stringContaining(told)]);
});

test('a device of a run begins as it is said, on or off, and with no other word', () => {
  const outcome = readSimulated(home);
  expect('home' in outcome && outcome.home.devices.get('boiler')?.points.get('relay.on.1')?.starts).toBe(0);
  const wrong = readSimulated(home.replace('starts: off', 'starts: open'));
  expect('problems' in wrong && wrong.problems.map(({ line, why }) => [line, why.code])).toEqual([[3, 'file.of-key']]);
});

test('a sentence says a duration by the signs of its units', () => {
  const [rule] =
    outlineOf(`rules:\n  - {name: A, while: battery.soc > 20 %, for: PT5M, ${set('on, for: 2 hours')}}\n`) ?? [];
  expect(inEnglish(rule?.begins[0] ?? because('act.none'))).toContain('for 5 min');
  expect(inEnglish(rule?.does[0] ?? because('act.none'))).toContain('for 2 h');
});
