// Circuits that are counted in another unit than what gives way is set in, an operator's 4.2 kW, a generator and a sale by price, as scenarios of
// the command line, with the commands that have to come of them, worked out by hand.
import { expect, test } from 'vitest';
import { lines, printed, type Scenario } from './testing/lived-scenario.ts';

const home = 'home: {zone: Europe/Berlin, latitude: 52.5, longitude: 13.4}\n';
const garage = (on: 0 | 1): string =>
  `  garage: {kind: charger, points: {charger.enabled: {starts: ${on}}, charger.current.limit: {starts: 16, min: 6, max: 16}}}\n`;
const car = '{device: garage, point: charger.current.limit}';
const three = ['garage/charger.current.l1', 'garage/charger.current.l2', 'garage/charger.current.l3'] as const;

const dimmed: Scenario = {
  text: `${home}devices:\n${garage(0)}  box: {points: {relay.on.2: {starts: 0}}}
chargers:\n  - {name: Garage, device: garage, mode: now}
circuits:\n  - {name: Operator, measured: charger.power of garage, limit: 4200, when: relay.on.2 of box, gives: [${car}]}\n`,
  columns: ['garage/charger.power', ...three, 'garage/charger.plugged', 'box/relay.on.2'],
  steps: [
    ['10:00:00', 0, 0, 0, 0, 1, 0],
    ['10:00:10', 11_040, 16, 16, 16, 1, 0],
    ['10:10:00', 11_040, 16, 16, 16, 1, 1],
    // 236 V: 4,248 W are 48 W too much, and no reason to stop.
    ['10:10:10', 4248, 6, 6, 6, 1, 1],
    ['10:20:00', 4248, 6, 6, 6, 1, 0],
  ],
  until: '10:25:00',
};

const wanted: readonly (readonly [string, Scenario, readonly string[]])[] = [
  [
    'a car that the operator dims to 4.2 kW, in watts: 6 A on three phases',
    dimmed,
    ['10:00:00 garage on (plan)', '10:10:03 garage 6 A (plan)', '10:20:00 garage 16 A (plan)'],
  ],
  [
    'the peak of a quarter of an hour: the car charges with less, is not paused, and has it back in the next one',
    {
      text: `${home}devices:\n${garage(1)}  boiler: {points: {relay.on.1: {starts: 1}}}
circuits:\n  - {name: Peak, measured: grid.power, limit: 8000, mean: 15 min, gives: [${car}, {device: boiler, point: relay.on.1, takes: 2000}]}\n`,
      columns: ['grid.power', ...three, 'garage/charger.plugged'],
      steps: [
        ['10:00:00', 13_000, 16, 16, 16, 1],
        // 5.4 kW too much are 7.8 A: 8 A are left.
        ['10:01:10', 7480, 8, 8, 8, 1],
        ['10:15:00', 2000, 8, 8, 8, 1],
      ],
      until: '10:25:00',
    },
    [
      '10:01:00 garage 8 A (protection)', // There was room for a part of it since 10:12:54.
      '10:17:54 garage 16 A (put back)',
    ],
  ],
  [
    'a rod in percent in a circuit in watts gives up what is too much, and has it back',
    {
      text: `${home}devices:\n  rod: {kind: heater, points: {heater.level.target: {starts: 100, min: 0, max: 100, step: 1}}}
circuits:\n  - {name: Line, measured: grid.power, limit: 4000, gives: [{device: rod, point: heater.level.target, takes: 3000}]}\n`,
      columns: ['grid.power'],
      steps: [
        ['10:00:00', 5200],
        ['10:00:10', 3980],
        ['10:10:00', 1800],
      ],
      until: '10:20:00',
    },
    // 1,200 W of 30 W each are 40 %.
    ['10:00:03 rod 60 heater.level.target (protection)', '10:15:00 rod 100 heater.level.target (put back)'],
  ],
  [
    'a generator starts at 20 % and runs its two hours, also where it is at 80 % before',
    {
      text: `${home}devices:\n  gen: {points: {relay.on.1: {starts: 0}}}
rules:\n  - {name: Start, when: [{kind: becomes, that: battery.soc < 20 %, for: 1 min}], do: [{kind: set, device: gen, point: relay.on.1, value: "on"}]}
  - {name: Stop, when: [{kind: becomes, that: battery.soc > 80 %}], do: [{kind: set, device: gen, point: relay.on.1, value: "off"}]}
limits:\n  - {device: gen, point: relay.on.1, min_on: 2 h}\n`,
      columns: ['battery.soc'],
      steps: [
        ['10:00:00', 25],
        ['10:10:00', 19],
        ['11:00:00', 81],
        ['12:00:00', 70],
      ],
      until: '12:30:00',
    },
    ['10:11:00 gen on (rule)', '12:11:02 gen off (rule)'],
  ],
  [
    'what the battery sells by price ends at its floor, and at the end of the price',
    {
      text: `${home}devices:\n  pack: {kind: battery, points: {battery.mode: {starts: self-consumption}}}
prices: [{at: "00:00", import: 0.28, export: 0.08}, {at: "17:00", import: 0.55, export: 0.40}, {at: "21:00", import: 0.30, export: 0.08}]
rules:\n  - {name: Sell, while: price.export > 0.3 and battery.soc > 30 %, do: [{kind: set, device: pack, point: battery.mode, value: discharge}]}\n`,
      columns: ['battery.soc'],
      steps: [
        ['16:50:00', 80],
        ['19:00:00', 30],
        ['20:00:00', 45],
      ],
      until: '21:10:00',
    },
    [
      '17:00:00 pack discharge battery.mode (rule)',
      '19:00:00 pack self-consumption battery.mode (put back)',
      '20:00:00 pack discharge battery.mode (rule)',
      '21:00:00 pack self-consumption battery.mode (put back)',
    ],
  ],
];

test.each(wanted)('%s', async (_name, scenario, expected) => {
  expect(await lines(scenario)).toEqual(expected);
});

test('who asks why a car charges slowly is told whose limit it is', async () => {
  const { commands } = await printed(dimmed);
  expect(commands.find(({ value }) => value === 6)?.why.text).toBe(
    'it charges as fast as it can; limited: the circuit “Operator” is overloaded',
  );
});
