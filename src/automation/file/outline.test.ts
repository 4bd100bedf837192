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
        'the state of charge of the battery is below 20 % for 1 min',
        'the mode of the inverter of “roof” becomes “Battery”',
        'it is 22:00 (weekends)',
        'it is 30 min before sunset',
        '“roof” does not answer for 5 min',
        'the scene “Evening” is called',
      ],
      ['power comes from the grid', 'it is between 09:00 and 17:00'],
      ['switch off relay 1 of “The boiler” for 1 h', 'set the scene “Evening”', 'say “At …”', 'wait for 5 min'],
    ],
    [
      'rules sun 18 true true',
      ['more than 1.5 kW go into the grid for 2 min'],
      [],
      ['set relay 1 of “The boiler” to this value: “var.a”'],
    ],
    ['loads rod 27 true false', [], [], ['run “rod” on what the sun has left (3 kW)']],
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
    ['scenes scene Evening 29 true false', [], [], ['keep the battery of “pack” from discharging']],
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
    'the solar energy expected tomorrow is below 5 kWh',
  );
  expect(said('rules', rule('while: forecast.pv.energy.rest > 8 kWh'))[0]).toBe(
    'the solar energy expected in the rest of today is above 8 kWh',
  );
});

test('a circuit says what it keeps, with its unit, and what gives way', () => {
  expect(said('circuits', text)).toEqual([
    'keep the grid current of phase 1 at 35 A at most',
    'if need be these give way, one after another: relay 1 of “boiler”',
  ]);
  const circuit = (measured: string): string =>
    `circuits: [{name: A, measured: ${measured}, limit: 4200, mean: 15 min, when: relay.on.2 of boiler, gives: [{device: garage, point: charger.current.limit}, {device: rod, point: heater.power.target}]}]`;
  expect(said('circuits', circuit('grid.power'))).toEqual([
    'relay 2 of “boiler” is on',
    'keep the grid power at 4.2 kW at most, on average over 15 min',
    'if need be these give way, one after another: “Garage”, “rod”',
  ]);
  expect(said('circuits', circuit('[grid.current.l1, grid.current.l2, grid.current.l3]'))[1]).toBe(
    'keep the grid current of each phase at 4,200 A at most, on average over 15 min',
  );
});

test.each([
  ['battery.soc >= 80 %', 'the state of charge of the battery is 80 % or more'],
  ['20 % > battery.soc', 'the state of charge of the battery is below 20 %'],
  ['battery.soc in 20 %..80 %', 'the state of charge of the battery is between 20 % and 80 %'],
  ["inverter.mode of roof in ('Battery', 'Off')", 'the mode of the inverter of “roof” is “Battery” or “Off”'],
  ["inverter.mode of roof != 'Battery'", 'the mode of the inverter of “roof” is not “Battery”'],
  ['relay.on.1 of boiler and not relay.on.2 of boiler', 'relay 1 of “boiler” is on and relay 2 of “boiler” is off'],
  ['not charger.plugged of garage', 'no car is connected at “Garage”'],
  [
    'price.import < 0.12 or price.export > 0.3',
    'the price of a kWh is below 0.12 or the price of a kWh that is fed in is above 0.3',
  ],
  ['grid.power < 0', 'power goes into the grid'],
  ['var.reserve > 10', 'the variable “reserve” is above 10'],
  [
    'not (battery.soc < 20 % and pv.power > 1 kW)',
    'it is not so that the state of charge of the battery is below 20 % and the solar power is above 1 kW',
  ],
  ['pv.power - load.power > 2 kW', 'the solar power minus the power of the home is above 2 kW'],
  ['nonsense > 1', '“nonsense > 1”'],
  ['(grid.power - 5 W) * 2 > 1 W', '(the grid power minus 5 W) times 2 is above 1 W'],
  [
    'battery.soc > 5 % and (pv.power > 1 W or var.guests)',
    'the state of charge of the battery is above 5 % and (the solar power is above 1 W or the variable “guests” is “yes”)',
  ],
  ['not var.guests', 'the variable “guests” is “no”'],
  ['grid.connected == false', 'the grid is away'],
  ['charger.enabled of garage != true', 'the car may not charge at “Garage”'],
  [
    'age(pv.power) < 5 min and is_fresh(battery.soc)',
    'the age of the last value (the solar power) is below 5 min and the state of charge of the battery is up to date',
  ],
  ['not is_known(car.soc of garage)', 'the state of charge of the car at “Garage” is not known'],
  ['max(pv.power, 1 kW) > load.power', 'the power of the home is less than the largest value (the solar power, 1 kW)'],
  [
    'pv.power in load.power..5 kW',
    'the solar power is at least the power of the home and the solar power is at most 5 kW',
  ],
  ["contains(inverter.mode, 'x')", 'the mode of the inverter contains “x”'],
  ["not contains(inverter.mode, 'x')", 'it is not so that the mode of the inverter contains “x”'],
  ['default(pv.power, 0 W) > 5 W', 'the solar power (if that is not known: 0 W) is above 5 W'],
])('%s is said: %s', (written, sentence) => {
  const yaml = `variables: {reserve: {start: 10}, guests: {start: false}}\nrules: [{name: R, while: ${JSON.stringify(written)}, do: [{kind: set, device: boiler, point: relay.on.1, value: on}]}]`;
  expect(said('rules', yaml)).toEqual([sentence, 'switch on relay 1 of “boiler”']);
});

test('limits have their unit; what a load and a charger get is said', () => {
  expect(said('limits', 'limits: [{device: rod, point: heater.power.target, least: 100, most: 3000}]')).toEqual([
    'it is set to 100 W at least',
    'it is set to 3 kW at most',
  ]);
  const load = '{name: B, device: boiler, point: relay.on.1, power: 2000, least: {for: 2 h, by: "18:00"}}';
  expect(said('loads', `loads: [${load}]`)[1]).toBe('it gets 2 h a day at least, by 18:00');
  const charger = '{name: G, device: garage, mode: plan, goal: {energy: 20, by: "07:00"}}';
  expect(said('chargers', `chargers: [${charger}]`)).toEqual(['charge at “Garage”: ready in time', '20 kWh by 07:00']);
});

test('a text that cannot be read has no outline, an empty one an empty one', () => {
  expect(outlineOf('rules: [')).toBeUndefined();
  expect(outlineOf('rulez: []')).toBeUndefined();
  expect(outlineOf('# nothing')).toEqual([]);
});

test.each([
  ['{kind: set, device: boiler, point: relay.on.1, value: off}', 'switch off relay 1 of “boiler”'],
  ['{kind: set, device: garage, point: charger.enabled, value: false}', 'forbid charging the car at “Garage”'],
  [
    '{kind: set, device: pack, point: battery.charge.from_grid, value: on}',
    'allow charging the battery of “pack” from the grid',
  ],
  [
    '{kind: set, device: pack, point: battery.mode, value: charge, for: 2 h}',
    'charge the battery of “pack” as fast as it may (from the grid too) for 2 h',
  ],
  [
    '{kind: set, device: roof, point: inverter.priority.output, value: solar-first}',
    'feed the home at “roof” from the sun first',
  ],
  ['{kind: set, device: pack, point: battery.soc.min, value: 40}', 'set the lowest state of charge of “pack” to 40 %'],
  [
    '{kind: set, device: garage, point: charger.current.limit, value: 10}',
    'set the largest charging current of the car at “Garage” to 10 A',
  ],
  [
    '{kind: set, device: pack, point: battery.soc.min, to: "min(var.reserve, 60 %)"}',
    'set the lowest state of charge of “pack” to this value: the smallest value (the variable “reserve”, 60 %)',
  ],
  ['{kind: variable, name: guests, value: true}', 'set the variable “guests” to “yes”'],
  [
    '{kind: variable, name: reserve, to: battery.soc - 10 %}',
    'set the variable “reserve” to this value: the state of charge of the battery minus 10 %',
  ],
  ['{kind: publish, topic: house/mode, payload: x}', 'publish a message on “house/mode”'],
])('%s is said: %s', (written, sentence) => {
  const variables = 'variables: {reserve: {start: 10, unit: "%"}, guests: {start: false}}';
  const yaml = `${variables}\nrules: [{name: R, when: [{kind: time, at: "07:00"}], do: [${written}]}]`;
  expect(said('rules', yaml)).toEqual(['it is 07:00', sentence]);
});

test.each([
  ['{kind: changes, value: charger.plugged, device: garage, to: on}', 'a car is connected at “Garage”'],
  [
    '{kind: changes, value: battery.charge.from_grid, device: pack, to: on}',
    'the battery of “pack” may be charged from the grid',
  ],
  ['{kind: changes, value: grid.export.limit, device: roof}', '“Largest power into the grid” of “roof” changes'],
  [
    '{kind: changes, value: charger.phases, device: garage, to: 3}',
    'the number of phases of the charger at “Garage” becomes 3',
  ],
  ['{kind: gap, device: roof, value: pv.power, for: 10 min}', '“roof” gives no value of “Solar power” for 10 min'],
  ['{kind: sun, at: dusk, offset: 1 h}', 'it is 1 h after the end of dusk'],
])('%s begins when %s', (written, sentence) => {
  const yaml = `rules: [{name: R, when: [${written}], do: [{kind: wait, for: 1 s}]}]`;
  expect(said('rules', yaml)[0]).toBe(sentence);
});
