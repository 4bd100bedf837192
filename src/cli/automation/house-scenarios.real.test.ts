// Houses and their days as scenarios of the command line, with the commands that come of them, worked out by hand.
import { expect, test } from 'vitest';
import { lines, type Row, row } from './testing/lived-scenario.ts';

const boiler = (more = ''): string => `{name: Boiler, device: boiler, point: relay.on.1, power: 2000${more}}`;
const loads = (...written: string[]): string => `loads:\n${written.map((one) => `  - ${one}\n`).join('')}`;
const rod = (more = ''): string => `{name: Rod, device: rod, point: heater.power.target, power: 3000${more}}`;
const rule = (name: string, rest: string, [device = 'boiler', value = 'on']: readonly string[] = []): string =>
  `  - {name: ${name}, ${rest}, do: [{kind: set, device: ${device}, point: relay.on.1, value: "${value}"}]}\n`;
const grid = ['grid.power'] as const;
const packed = ['grid.power', 'battery.power', 'battery.soc'] as const;
const [onAtTwo, sunny] = ['10:02:00 boiler on (surplus)', ['10:00:00', -2400]] as const;

const ofLoads: readonly Row[] = [
  row(
    'a rod rises by what there is and does not follow what is less than a step',
    [
      loads(rod()),
      grid,
      [
        ['10:00:00', -1550],
        ['10:02:10', 0],
        ['10:05:00', -60],
        ['10:06:00', -20],
        ['10:07:00', -60],
      ],
      '10:20:00',
    ],
    ['10:02:00 rod 1550 W (surplus)'],
  ),
  row(
    'a rod goes down at once and up by what there is',
    [
      loads(rod()),
      grid,
      [
        ['10:00:00', -1550],
        ['10:02:10', 0],
        ['10:10:00', 500],
        ['10:10:10', 0],
        ['10:20:00', -500],
        ['10:20:10', 0],
      ],
      '10:30:00',
    ],
    ['10:02:00 rod 1550 W (surplus)', '10:10:00 rod 1050 W (surplus)', '10:20:00 rod 1550 W (surplus)'],
  ),
  row(
    'once off it rests for its time',
    [
      loads(boiler(', min_off: 10 min')),
      grid,
      [sunny, ['10:02:10', -400], ['10:10:00', 1800], ['10:15:10', -200], ['10:16:00', -2400]],
      '10:40:00',
    ],
    [onAtTwo, '10:15:00 boiler off (surplus)', '10:25:02 boiler on (surplus)'],
  ),
  row(
    'two changes an hour are two',
    [
      loads(boiler(', most_per_hour: 2')),
      grid,
      [sunny, ['10:02:10', -400], ['10:10:00', 1800], ['10:15:10', -200], ['10:16:00', -2400]],
      '11:10:00',
    ],
    [onAtTwo, '10:15:00 boiler off (surplus)', '11:02:02 boiler on (surplus)'],
  ),
  row(
    'in quiet hours nothing comes on, and what runs runs on',
    [
      `${loads(boiler())}limits:\n  - {device: boiler, point: relay.on.1, quiet: [{from: "10:01", to: "10:30"}]}\n`,
      grid,
      [sunny],
      '10:40:00',
    ],
    ['10:30:00 boiler on (surplus)'],
  ),
  row(
    'power from the grid that is tolerated',
    [loads(boiler(', grid: 500')), grid, [sunny, ['10:02:10', -400], ['10:10:00', 490], ['10:40:00', 600]], '10:50:00'],
    [onAtTwo, '10:45:00 boiler off (surplus)'],
  ),
  row(
    'a load before the battery takes what charges it',
    [
      loads(boiler(', battery: before')),
      packed,
      [
        ['10:00:00', 0, -2500, 50],
        ['10:02:10', 0, -500, 50],
      ],
      '10:30:00',
    ],
    [onAtTwo],
  ),
  row(
    'a load behind the battery waits until it is full',
    [
      loads(boiler()),
      packed,
      [
        ['10:00:00', 0, -2500, 50],
        ['10:10:00', -2500, 0, 99],
        ['10:12:10', -500, 0, 99],
      ],
      '10:30:00',
    ],
    ['10:12:00 boiler on (surplus)'],
  ),
  row(
    'only above a charge of the battery',
    [
      loads(boiler(', battery_above: 80')),
      packed,
      [
        ['10:00:00', -2500, -2500, 70],
        ['10:10:00', -2500, -2500, 81],
        ['10:12:10', -500, -2500, 81],
      ],
      '10:30:00',
    ],
    ['10:12:00 boiler on (surplus)'],
  ),
  row(
    'between: the battery has the sun until it is at 60 %, the load then, the battery what is left',
    [
      `battery: {charge: 3000}\n${loads(boiler(', battery_above: 60'))}`,
      packed,
      [
        ['10:00:00', 0, -2500, 50],
        ['10:10:00', 0, -2500, 61],
        ['10:12:10', 0, -500, 61],
        ['10:30:00', 0, -500, 59],
      ],
      '10:40:00',
    ],
    ['10:12:00 boiler on (surplus)', '10:35:00 boiler off (surplus)'],
  ),
  row(
    'only above a charge of the battery, and behind it all the same',
    [
      `battery: {charge: 3000}\n${loads(boiler(', battery: after, battery_above: 60'))}`,
      packed,
      [
        ['10:00:00', 0, -2500, 70],
        ['10:10:00', -2600, -2900, 80],
      ],
      '10:20:00',
    ],
    ['10:12:00 boiler on (surplus)'],
  ),
  row(
    'a battery whose power is not known any more is no sun',
    [
      loads(boiler()),
      packed,
      [
        ['10:00:00', -2400, 0, 99],
        ['10:02:10', -400, 0, 99],
        ['10:10:00', -400, null, 99],
      ],
      '10:30:00',
    ],
    [onAtTwo, '10:15:51 boiler off (surplus)'],
  ),
  row(
    'two loads, sun for one',
    [
      loads(boiler(), boiler().replace('Boiler', 'Second').replace('device: boiler', 'device: plug')),
      grid,
      [sunny, ['10:02:10', -400]],
      '10:30:00',
    ],
    [onAtTwo],
  ),
  row(
    'two loads, sun for both',
    [
      loads(boiler(), boiler().replace('Boiler', 'Second').replace('device: boiler', 'device: plug')),
      grid,
      [
        ['10:00:00', -4400],
        ['10:02:10', -400],
      ],
      '10:30:00',
    ],
    [onAtTwo, '10:02:00 plug on (surplus)'],
  ),
  row(
    'not longer than its time in a day',
    [loads(boiler(', most: 30 min')), grid, [sunny, ['10:02:10', -400]], '11:00:00'],
    [onAtTwo, '10:32:01 boiler off (surplus)'],
  ),
  row(
    'only while its condition is true',
    [
      loads(boiler(', if: device.temperature of plug < 60 °C')),
      ['grid.power', 'plug/device.temperature'],
      [
        ['10:00:00', -2400, 65],
        ['10:10:00', -2400, 50],
        ['10:12:10', -400, 50],
        ['10:20:00', -400, 61],
      ],
      '10:30:00',
    ],
    ['10:12:00 boiler on (surplus)', '10:25:00 boiler off (surplus)'],
  ),
  row(
    'a boiler whose thermostat is open leaves its sun to the next',
    [
      loads(boiler(', measured: relay.power.1 of boiler'), '{name: Plug, device: plug, point: relay.on.1, power: 500}'),
      ['grid.power', 'boiler/relay.power.1'],
      [
        ['10:00:00', -2400, 0],
        ['10:02:10', -400, 2000],
        ['10:20:00', -2400, 0],
      ],
      '10:30:00',
    ],
    [onAtTwo, '10:22:00 plug on (surplus)'],
  ),
  row(
    'a relay that is away is commanded when it is back',
    [
      loads(boiler()),
      grid,
      [
        ['10:00:00', -2400, 'offline boiler'],
        ['10:10:00', -2400, 'online boiler'],
        ['10:10:10', -400, ''],
      ],
      '10:20:00',
    ],
    ['10:10:00 boiler on (surplus)'],
  ),
  row(
    'what a person releases the sun has again',
    [
      loads(boiler()),
      grid,
      [
        ['10:00:00', -2400, 'set boiler relay.on.1 off for 2 h'],
        ['10:00:10', -2400, ''],
        ['10:10:00', -2400, 'release boiler relay.on.1'],
      ],
      '10:20:00',
    ],
    ['10:12:01 boiler on (surplus)'],
  ),
  row(
    'a least of a day in kWh, from the grid at the last moment',
    [loads(boiler(', least: {energy: 1, by: "12:00"}')), grid, [['11:00:00', 300]], '12:10:00'],
    ['11:30:00 boiler on (surplus)', '12:00:00 boiler off (surplus)'],
  ),
];

const ofRules: readonly Row[] = [
  row(
    'a rule comes before the sun',
    [
      `${loads(boiler())}rules:\n${rule('Off', 'while: battery.soc < 30 %', ['boiler', 'off'])}`,
      packed,
      [
        ['10:00:00', -2400, 0, 20],
        ['10:10:00', -2400, 0, 99],
        ['10:12:10', -400, 0, 99],
      ],
      '10:20:00',
    ],
    ['10:12:01 boiler on (surplus)'],
  ),
  row(
    'of two rules the upper one has it',
    [
      `rules:\n${rule('First', 'while: grid.power < 0 W', ['boiler', 'off'])}${rule('Second', 'while: grid.power < 100 W')}`,
      grid,
      [
        ['10:00:00', 50],
        ['10:10:00', -50],
      ],
      '10:20:00',
    ],
    ['10:00:00 boiler on (rule)', '10:10:00 boiler off (rule)'],
  ),
  row(
    'a rule holds when that has lasted, and lets go when that has',
    [
      `rules:\n${rule('Sun', 'while: grid.power < -1500 W, for: 2 min, release: 5 min')}`,
      grid,
      [
        ['10:00:00', -2000],
        ['10:10:00', 0],
        ['10:12:00', -2000],
        ['10:20:00', 0],
      ],
      '10:30:00',
    ],
    ['10:02:00 boiler on (rule)', '10:25:00 boiler off (put back)'],
  ),
  row(
    'a rule whose value is missing holds for its grace',
    [
      `rules:\n${rule('Sun', 'while: grid.power < -1500 W, grace: 2 min')}`,
      grid,
      [
        ['10:00:00', -2000],
        ['10:10:00', null],
      ],
      '10:30:00',
    ],
    // The last value is of 10:09:50 and counts for a minute.
    ['10:00:00 boiler on (rule)', '10:12:51 boiler off (put back)'],
  ),
  row(
    'a generator starts at 20 % and stops at 80 %',
    [
      `rules:\n${rule('Start', 'when: [{kind: becomes, that: battery.soc < 20 %}]', ['plug'])}${rule('Stop', 'when: [{kind: becomes, that: battery.soc > 80 %}]', ['plug', 'off'])}`,
      packed,
      [
        ['10:00:00', 300, 300, 25],
        ['10:10:00', 300, 300, 19],
        ['10:20:00', 0, -2000, 21],
        ['10:30:00', 0, -2000, 50],
        ['11:00:00', 0, -2000, 81],
      ],
      '11:10:00',
    ],
    ['10:10:00 plug on (rule)', '11:00:00 plug off (rule)'],
  ),
  row(
    'loads go off while the battery is low, and come back',
    [
      `rules:\n${rule('Low', 'while: battery.soc < 15 %, release: 10 min', ['plug', 'off'])}`,
      [...packed, 'plug/relay.on.1'],
      [
        ['10:00:00', 300, 300, 16, 1],
        ['10:10:00', 300, 300, 14, null],
        ['10:20:00', 300, 300, 16, null],
      ],
      '10:40:00',
    ],
    ['10:10:00 plug off (rule)', '10:30:00 plug on (put back)'],
  ),
  row(
    'a value that flickers begins a rule as often as it may',
    [
      `rules:\n${rule('Often', 'when: [{kind: becomes, that: grid.power > 0 W}], most_per_hour: 2')}${rule('Back', 'when: [{kind: becomes, that: grid.power < 0 W}], most_per_hour: 2', ['boiler', 'off'])}`,
      grid,
      [
        ['10:00:00', -10],
        ['10:01:00', 10],
        ['10:02:00', -10],
        ['10:03:00', 10],
        ['10:04:00', -10],
        ['10:05:00', 10],
        ['10:06:00', -10],
      ],
      '10:10:00',
    ],
    [
      '10:01:00 boiler on (rule)',
      '10:02:00 boiler off (rule)',
      '10:03:00 boiler on (rule)',
      '10:04:00 boiler off (rule)',
    ],
  ),
  row(
    'nothing into the grid while that costs money',
    [
      `home: {zone: Europe/Berlin}\nprices: [{at: "00:00", import: 0.3, export: 0.08}, {at: "12:00", export: -0.01}, {at: "14:00", export: 0.08}]
devices:\n  roof: {kind: inverter, points: {grid.export.limit: {starts: 10000}}}
rules:\n  - {name: Negative, while: price.export < 0, do: [{kind: set, device: roof, point: grid.export.limit, value: 0}]}\n`,
      grid,
      [['11:59:00', -3000]],
      '14:10:00',
    ],
    ['12:00:00 roof 0 grid.export.limit (rule)', '14:00:00 roof 10000 grid.export.limit (put back)'],
  ),
  row(
    'the battery is charged in the cheapest hour of the night',
    [
      `home: {zone: Europe/Berlin}\nprices: [{at: "00:00", import: 0.3}, {at: "03:00", import: 0.2}, {at: "04:00", import: 0.3}]
devices:\n  pack: {kind: battery, points: {battery.mode: {starts: self-consumption}}}
rules:\n  - {name: Night, while: "true", cheapest: {for: 1 h, from: "00:00", to: "06:00"}, do: [{kind: set, device: pack, point: battery.mode, value: charge}]}\n`,
      grid,
      [['02:00:00', 300]],
      '05:00:00',
    ],
    ['03:00:00 pack charge battery.mode (rule)', '04:00:00 pack self-consumption battery.mode (put back)'],
  ),
];

test.for([...ofLoads, ...ofRules])('%s', async ([, scenario, expected]) => {
  expect(await lines(scenario)).toEqual(expected);
});
