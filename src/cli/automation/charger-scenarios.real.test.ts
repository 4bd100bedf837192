// Circuits and chargers as scenarios of the command line, with the commands that come of them, worked out by hand.
import { expect, test } from 'vitest';
import { lines, type Row, row } from './testing/lived-scenario.ts';

const car = (more = ''): string => `chargers:\n  - {name: Garage, device: garage${more}}\n`;
const grid = ['grid.power'] as const;
const charging = ['grid.power', 'garage/charger.power', 'garage/charger.plugged'] as const;

const ofCircuits: readonly Row[] = [
  row(
    'a fuse sheds in its order and gives back in the reverse one',
    [
      `circuits:\n  - {name: Fuse, measured: grid.power, limit: 4000, gives: [{device: plug, point: relay.on.1, takes: 500}, {device: boiler, point: relay.on.1, takes: 2000}]}\n`,
      ['grid.power', 'boiler/relay.on.1', 'plug/relay.on.1'],
      [
        ['10:00:00', 3000, 1, 1],
        ['10:10:00', 6000, null, null],
        ['10:10:04', 5500, null, null],
        ['10:10:10', 3500, null, null],
        ['10:20:00', 1000, null, null],
        ['10:25:10', 3000, null, null],
      ],
      '10:40:00',
    ],
    [
      '10:10:03 plug off (protection)',
      '10:10:06 boiler off (protection)',
      '10:25:00 boiler on (put back)',
      '10:30:00 plug on (put back)',
    ],
  ),
  row(
    'the mean of a quarter of an hour: too much for a minute takes the load away until there is room',
    [
      `circuits:\n  - {name: Peak, measured: grid.power, limit: 5000, mean: 15 min, gives: [{device: boiler, point: relay.on.1, takes: 2000}]}\n`,
      ['grid.power', 'boiler/relay.on.1'],
      [
        ['10:00:00', 8000, 1],
        ['10:01:10', 2000, null],
      ],
      '10:20:00',
    ],
    ['10:01:00 boiler off (protection)', '10:06:10 boiler on (put back)'],
  ),
  row(
    'the operator dims to 4.2 kW: a car goes on with 6 A on three phases',
    [
      `${car(', mode: now')}circuits:\n  - {name: Dimmed, measured: [charger.current.l1 of garage], limit: 6, when: relay.on.2 of plug, gives: [{device: garage, point: charger.current.limit}]}\n`,
      ['grid.power', 'garage/charger.plugged', 'garage/charger.power', 'garage/charger.current.l1', 'plug/relay.on.2'],
      [
        ['10:00:00', 11_300, 1, 11_040, 16, 0],
        ['10:10:00', 11_300, 1, 11_040, 16, 1],
        ['10:10:10', 4400, 1, 4140, 6, 1],
        ['10:30:00', 4400, 1, 4140, 6, 0],
      ],
      '10:40:00',
    ],
    ['10:00:00 garage on (plan)', '10:10:03 garage 6 A (plan)', '10:30:00 garage 16 A (plan)'],
  ),
  row(
    'a car that takes less than it may is told the limit at once',
    [
      `${car(', mode: now')}circuits:\n  - {name: Dimmed, measured: [charger.current.l1 of garage], limit: 6, when: relay.on.2 of plug, gives: [{device: garage, point: charger.current.limit}]}\n`,
      ['grid.power', 'garage/charger.plugged', 'garage/charger.power', 'garage/charger.current.l1', 'plug/relay.on.2'],
      [
        ['10:00:00', 4700, 1, 4400, 6.4, 0],
        ['10:10:00', 4700, 1, 4400, 6.4, 1],
        ['10:10:10', 4400, 1, 4140, 6, 1],
      ],
      '10:20:00',
    ],
    ['10:00:00 garage on (plan)', '10:10:03 garage 6 A (plan)'],
  ),
  row(
    'a car that takes nothing yet gives way all the same: it may begin at any moment',
    [
      `${car(', mode: now')}circuits:\n  - {name: Phase, measured: grid.current.l1, limit: 16, gives: [{device: garage, point: charger.current.limit}]}\n`,
      ['grid.power', 'garage/charger.plugged', 'garage/charger.power', 'garage/charger.current.l1', 'grid.current.l1'],
      [
        ['10:00:00', 2000, 1, 0, 0, 9],
        ['10:10:00', 4200, 1, 0, 0, 18],
        ['10:10:05', 3600, 1, 0, 0, 16],
      ],
      '10:12:00',
    ],
    ['10:00:00 garage on (plan)', '10:10:03 garage 14 A (plan)'],
  ),
];

const limited = (limit: number): string =>
  `${car(', mode: now')}circuits:\n  - {name: Phase, measured: [charger.current.l1 of garage, grid.current.l1], limit: ${limit}, gives: [{device: garage, point: charger.current.limit}]}\n`;

const phaseColumns = [
  'grid.power',
  'garage/charger.plugged',
  'garage/charger.power',
  'garage/charger.current.l1',
  'grid.current.l1',
];
const ofPhases: readonly Row[] = [
  row(
    'a phase that leaves a car less than 6 A pauses it, and it comes back when there is room for that',
    [
      limited(20),
      phaseColumns,
      [
        ['10:00:00', 0, 1, 11_040, 16, 18],
        ['10:10:00', 0, 1, 11_040, 16, 32],
        ['10:10:10', 0, 1, 0, 0, 16],
        ['10:20:00', 0, 1, 0, 0, 10],
        ['10:25:10', 0, 1, 6900, 10, 20],
      ],
      '10:26:00',
    ],
    [
      '10:00:00 garage on (plan)',
      '10:10:03 garage 6 A (plan)',
      '10:10:03 garage off (protection)',
      '10:25:00 garage 10 A (plan)',
      '10:25:00 garage on (plan)',
    ],
  ),
];

const ofChargers: readonly Row[] = [
  row(
    'as fast as it goes',
    [car(', mode: now, max_current: 20'), charging, [['10:00:00', 300, 0, 1]], '10:05:00'],
    ['10:00:00 garage 20 A (plan)', '10:00:00 garage on (plan)'],
  ),
  row(
    'the least at any rate',
    [
      car(', mode: sun-first'),
      charging,
      [
        ['10:00:00', 300, 0, 1],
        ['10:00:10', 4440, 4140, 1],
      ],
      '10:05:00',
    ],
    ['10:00:00 garage 6 A (surplus)', '10:00:00 garage on (surplus)'],
  ),
  row('off is off', [car(', mode: "off"'), charging, [['10:00:00', -9000, 0, 1]], '10:10:00'], []),
  row(
    'a car that takes no less than 8 A waits for 5.5 kW',
    [
      car(', min_current: 8'),
      charging,
      [
        ['10:00:00', -5500, 0, 1],
        ['10:10:00', -5530, 0, 1],
        ['10:12:10', -10, 5520, 1],
      ],
      '10:20:00',
    ],
    ['10:12:00 garage 8 A (surplus)', '10:12:00 garage on (surplus)'],
  ),
  row(
    'without a car nothing is allowed, and it is begun with when one comes',
    [
      car(', mode: now'),
      charging,
      [
        ['10:00:00', 300, 0, 0],
        ['10:10:00', 300, 0, 1],
        ['10:20:00', 300, 0, 0],
      ],
      '10:30:00',
    ],
    ['10:10:00 garage on (plan)', '10:20:00 garage off (surplus)'],
  ),
  row(
    'a socket is a charger that is switched',
    [
      'chargers:\n  - {name: Shed, device: plug, point: relay.on.1, power: 2300}\n',
      grid,
      [
        ['10:00:00', -2400],
        ['10:02:10', -100],
        ['10:10:00', 2300],
      ],
      '10:20:00',
    ],
    ['10:02:00 plug on (surplus)', '10:15:00 plug off (surplus)'],
  ),
  row(
    'ready in time: an hour, a twentieth more and ten minutes before',
    [
      car(', mode: plan, goal: {energy: 11.04, by: "12:00"}'),
      [...charging, 'garage/charger.energy'],
      [
        ['10:00:00', 300, 0, 1, 5000],
        ['10:47:10', 11_340, 11_040, 1, 5000],
        ['11:30:00', 11_340, 11_040, 1, 16_040],
      ],
      '12:10:00',
    ],
    ['10:47:00 garage on (plan)', '11:30:00 garage off (surplus)'],
  ),
  row(
    'ready in time in the cheapest hour',
    [
      `home: {zone: Europe/Berlin}\nprices: [{at: "00:00", import: 0.3}, {at: "02:00", import: 0.2}, {at: "03:15", import: 0.3}]
devices:\n  garage:\n    kind: charger\n    points: {charger.enabled: {starts: 0}, charger.current.limit: {starts: 16, min: 6, max: 32}}
${car(', mode: plan, goal: {energy: 11.04, by: "07:00"}')}`,
      [...charging, 'garage/charger.energy'],
      [
        ['00:00:00', 300, 0, 1, 0],
        ['02:00:10', 11_340, 11_040, 1, 0],
        ['03:00:00', 11_340, 11_040, 1, 11_040],
      ],
      '04:00:00',
    ],
    ['02:00:00 garage on (plan)', '03:00:00 garage off (surplus)'],
  ),
];

test.for([...ofCircuits, ...ofPhases, ...ofChargers])('%s', async ([, scenario, expected]) => {
  expect(await lines(scenario)).toEqual(expected);
});
