// A text as sentences: each kind of trigger and action has one, with the names of the devices.
import { expect, test } from 'vitest';
import { inEnglish as saidIn, type Reason } from '#core/reason.ts';
import { outlineOf } from './outline.ts';

const inEnglish = (reason: Reason): string => saidIn(reason).replaceAll('\u00a0', ' ');

const text = `rules:
  - name: Low battery
    on: false
    when:
      - {kind: becomes, that: battery.soc < 20 %, for: 1 min}
      - {kind: changes, value: inverter.mode, device: roof, to: Battery}
      - {kind: time, at: "22:00", days: [weekend]}
      - {kind: sun, at: sunset, before: 30 min}
      - {kind: offline, device: roof, for: 5 min}
      - {kind: called, by: scene, name: Evening}
    if: grid.power > 0 W
    between: [{from: "09:00", to: "17:00"}]
    do:
      - {kind: set, device: boiler, point: relay.on.1, value: off, for: 1 h}
      - {kind: scene, name: Evening}
      - {kind: notify, title: "At {battery.soc}"}
      - {kind: wait, for: 5 min}
  - name: Sun
    while: grid.power < -1500 W
    for: 2 min
    do: [{kind: set, device: boiler, point: relay.on.1, to: var.a}]
limits:
  - {device: boiler, point: relay.on.1, min_on: 10 min, most_per_hour: 4, quiet: [{from: "22:00", to: "06:00"}]}
circuits:
  - {name: House, measured: grid.current.l1, limit: 35, gives: [{device: boiler, point: relay.on.1, takes: 9}]}
loads:
  - {name: Rod, device: rod, point: heater.power.target, power: 3000}
scenes:
  - {name: Evening, set: [{device: pack, point: battery.mode, value: hold}]}
`;

test('a text is told in sentences, with its lines, its set-points and what may be called', () => {
  const entries = outlineOf(text, (id) => (id === 'boiler' ? 'The boiler' : id)) ?? [];
  const told = entries
    .filter(({ section }) => section !== 'circuits')
    .map(({ begins, only, does, section, id, line, isOn, isHeld }) => [
      `${section} ${id} ${line} ${isOn} ${isHeld}`,
      begins.map(inEnglish),
      only.map(inEnglish),
      does.map(inEnglish),
    ]);
  expect(told).toEqual([
    [
      'rules low-battery 2 false false',
      [
        'Battery state of charge is below 20 % for 1 min',
        'Inverter mode of roof becomes Battery',
        'it is 22:00 (weekends)',
        'it is 30 min before the sun sets',
        'roof does not answer for 5 min',
        'the scene Evening is called',
      ],
      ['more than 0 W come from the grid', 'it is between 09:00 and 17:00'],
      ['set Relay 1 of The boiler to off for 1 h', 'set the scene Evening', 'say “At …”', 'wait for 5 min'],
    ],
    [
      'rules sun 18 true true',
      ['more than 1.5 kW go into the grid for 2 min'],
      [],
      ['set Relay 1 of The boiler to var.a'],
    ],
    ['loads rod 27 true false', [], [], ['run Heater power of rod on what the sun has left (3 kW)']],
    [
      'limits boiler/relay.on.1 23 true false',
      [],
      [],
      [
        'once on, it runs for 10 min at least',
        'it is switched at most 4 times an hour',
        'it does not come on while it is between 22:00 and 06:00',
      ],
    ],
    ['scenes scene Evening 29 true false', [], [], ['set Battery mode of pack to hold']],
  ]);
  expect(entries[0]?.targets).toEqual([
    { device: 'boiler', setPoint: 'relay.on.1' },
    { device: 'pack', setPoint: 'battery.mode' },
  ]);
  expect(entries[0]?.calls).toEqual([{ what: 'scene', name: 'Evening' }]);
});

/** What an entry of one section says, of a text. */
const said = (section: string, yaml: string): readonly string[] =>
  (outlineOf(yaml, (id) => (id === 'garage' ? 'Garage' : id)) ?? [])
    .filter((one) => one.section === section)
    .flatMap(({ begins, only, does }) => [...begins, ...only, ...does].map(inEnglish));

test('what is expected of the sun is said by its name', () => {
  const rule = (begins: string): string => `rules: [{name: A, ${begins}, do: [{kind: wait, for: 1 s}]}]`;
  expect(said('rules', rule('when: [{kind: becomes, that: forecast.pv.energy.tomorrow < 5 kWh}]'))[0]).toBe(
    'Solar energy expected tomorrow is below 5 kWh',
  );
  expect(said('rules', rule('while: forecast.pv.energy.rest > 8 kWh'))[0]).toBe(
    'Solar energy expected in the rest of today is above 8 kWh',
  );
});

test('a circuit says what it keeps, with its unit, and what gives way', () => {
  expect(said('circuits', text)).toEqual([
    'keep Grid current, phase 1 at 35 A at most',
    'if need be these give way, one after another: Relay 1 of boiler',
  ]);
  const circuit = (measured: string): string =>
    `circuits: [{name: A, measured: ${measured}, limit: 4200, mean: 15 min, when: relay.on.2 of boiler, gives: [{device: garage, point: charger.current.limit}, {device: rod, point: heater.power.target}]}]`;
  expect(said('circuits', circuit('grid.power'))).toEqual([
    'Relay 2 of boiler is on',
    'keep the mean of Grid power over 15 min at 4.2 kW at most',
    'if need be these give way, one after another: Garage, Heater power of rod',
  ]);
  expect(said('circuits', circuit('[grid.current.l1, grid.current.l2, grid.current.l3]'))[1]).toBe(
    'keep the mean of Grid current of each phase over 15 min at 4,200 A at most',
  );
});

test.each([
  ['battery.soc >= 80 %', 'Battery state of charge is 80 % or more'],
  ['20 % > battery.soc', 'Battery state of charge is below 20 %'],
  ['battery.soc in 20 %..80 %', 'Battery state of charge is between 20 % and 80 %'],
  ["inverter.mode of roof in ('Battery', 'Off')", 'Inverter mode of roof is Battery or Off'],
  ["inverter.mode of roof != 'Battery'", 'Inverter mode of roof is not Battery'],
  ['relay.on.1 of boiler and not relay.on.2 of boiler', 'Relay 1 of boiler is on and Relay 2 of boiler is off'],
  ['not charger.plugged of garage', '“Car connected of Garage” is not so'],
  [
    'price.import < 0.12 or price.export > 0.3',
    'the price of a kWh is below 0.12 or the price of a kWh that is fed in is above 0.3',
  ],
  ['grid.power < 0', 'more than 0 W go into the grid'],
  ['var.reserve > 10', 'reserve is above 10'],
  [
    'not (battery.soc < 20 % and pv.power > 1 kW)',
    'it is not so that Battery state of charge is below 20 % and Solar power is above 1 kW',
  ],
  ['pv.power - load.power > 2 kW', 'pv.power - load.power is above 2 kW'],
  ['nonsense > 1', 'nonsense > 1'],
])('%s is said: %s', (written, sentence) => {
  const yaml = `variables: {reserve: {start: 10}}\nrules: [{name: R, while: ${JSON.stringify(written)}, do: [{kind: set, device: boiler, point: relay.on.1, value: on}]}]`;
  expect(said('rules', yaml)).toEqual([sentence, 'set Relay 1 of boiler to on']);
});

test('limits have their unit; what a load and a charger get is said', () => {
  expect(said('limits', 'limits: [{device: rod, point: heater.power.target, least: 100, most: 3000}]')).toEqual([
    'it is set to 100 W at least',
    'it is set to 3 kW at most',
  ]);
  const load = '{name: B, device: boiler, point: relay.on.1, power: 2000, least: {for: 2 h, by: "18:00"}}';
  expect(said('loads', `loads: [${load}]`)[1]).toBe('it gets 2 h a day at least, by 18:00');
  const charger = '{name: G, device: garage, mode: plan, goal: {energy: 20, by: "07:00"}}';
  expect(said('chargers', `chargers: [${charger}]`)).toEqual(['charge at Garage: ready in time', '20 kWh by 07:00']);
});

test('a text that cannot be read has no outline, an empty one an empty one', () => {
  expect(outlineOf('rules: [')).toBeUndefined();
  expect(outlineOf('rulez: []')).toBeUndefined();
  expect(outlineOf('# nothing')).toEqual([]);
});
