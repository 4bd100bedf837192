// What an electrician asks of fuses, signals of the operator, generators, cars and calls, as scenarios of the command line, with the commands that
// have to come of them, worked out by hand before they were run.
import { expect, test } from 'vitest';
import { lines, printed, type Scenario } from './testing/lived-scenario.ts';

const set = (device: string, point: string, rest: string): string =>
  `{kind: set, device: ${device}, point: ${point}, ${rest}}`;
const rule = (name: string, rest: string, ...does: string[]): string =>
  `  - {name: ${name}, ${rest}, do: [${does.join(', ')}]}\n`;
const onPlug = (rest = ''): string => set('plug', 'relay.on.1', `value: "on"${rest}`);
const offPlug = set('plug', 'relay.on.1', 'value: "off"');
const charger = '{charger.enabled: {starts: 0}, charger.current.limit: {starts: 16, min: 6, max: 16}}';
const home = 'home: {zone: Europe/Berlin, latitude: 52.5, longitude: 13.4}\n';

const fuses: readonly (readonly [string, Scenario, readonly string[]])[] = [
  [
    'the meter of a fuse is silent: after its minute and one more what may give way is off, and it comes back by the room there is',
    {
      text: `${home}devices:\n  boiler: {points: {relay.on.1: {starts: 1}}}
circuits:\n  - {name: Fuse, measured: grid.current.l1, limit: 20, gives: [{device: boiler, point: relay.on.1, takes: 9}]}\n`,
      columns: ['grid.current.l1'],
      steps: [
        ['10:00:00', 12],
        ['10:02:00', null],
        ['10:10:00', 3],
      ],
      until: '10:20:00',
    },
    // The value of 10:01:50 counts until 10:02:50.
    ['10:03:51 boiler off (protection)', '10:15:00 boiler on (put back)'],
  ],
  [
    'a car that the operator dims: 6 A on three phases while the signal is there',
    {
      text: `${home}devices:\n  garage: {kind: charger, points: ${charger}}\n  box: {points: {relay.on.2: {starts: 0}}}
chargers:\n  - {name: Garage, device: garage, mode: now}
circuits:\n  - {name: Operator, measured: charger.current.l1 of garage, limit: 6, when: relay.on.2 of box, gives: [{device: garage, point: charger.current.limit}]}\n`,
      columns: ['garage/charger.current.l1', 'garage/charger.plugged', 'box/relay.on.2'],
      steps: [
        ['10:00:00', 0, 1, 0],
        ['10:00:10', 16, 1, 0],
        ['10:10:00', 16, 1, 1],
        ['10:10:10', 6, 1, 1],
        ['10:20:00', 6, 1, 0],
      ],
      until: '10:25:00',
    },
    ['10:00:00 garage on (plan)', '10:10:03 garage 6 A (plan)', '10:20:00 garage 16 A (plan)'],
  ],
  [
    'the line of the operator’s signal breaks while it is there: the limit holds on',
    {
      text: `${home}devices:\n  garage: {kind: charger, points: ${charger}}\n  box: {points: {relay.on.2: {starts: 0}}}
chargers:\n  - {name: Garage, device: garage, mode: now}
circuits:\n  - {name: Operator, measured: charger.current.l1 of garage, limit: 6, when: relay.on.2 of box, gives: [{device: garage, point: charger.current.limit}]}\n`,
      columns: ['garage/charger.current.l1', 'garage/charger.plugged', 'box/relay.on.2'],
      steps: [
        ['10:00:00', 16, 1, 1],
        ['10:00:10', 6, 1, 1],
        ['10:05:00', 6, 1, null, 'offline box'],
        ['10:20:00', 6, 1, 0, 'online box'],
      ],
      until: '10:25:00',
    },
    ['10:00:00 garage on (plan)', '10:00:03 garage 6 A (plan)', '10:20:00 garage 16 A (plan)'],
  ],
  [
    'two cars behind one fuse, one on one phase and one on three: the first of the list gives what is too much of the fullest phase',
    {
      text: `${home}devices:\n  garage: {kind: charger, points: ${charger}}\n  carport: {kind: charger, points: ${charger}}
chargers:\n  - {name: Garage, device: garage, mode: now}\n  - {name: Carport, device: carport, mode: now, phases: 1}
circuits:\n  - name: Fuse\n    measured: [grid.current.l1, grid.current.l2, grid.current.l3]\n    limit: 25
    gives: [{device: carport, point: charger.current.limit}, {device: garage, point: charger.current.limit}]\n`,
      columns: [
        'grid.current.l1',
        'grid.current.l2',
        'grid.current.l3',
        'garage/charger.plugged',
        'carport/charger.plugged',
      ],
      steps: [
        ['10:00:00', 1, 1, 1, 1, 1],
        ['10:00:10', 33, 17, 17, 1, 1],
        ['10:00:20', 25, 17, 17, 1, 1],
        ['10:10:00', 9, 1, 1, 0, 1],
      ],
      until: '10:20:00',
    },
    [
      '10:00:00 garage on (plan)',
      '10:00:00 carport on (plan)',
      '10:00:13 carport 8 A (plan)',
      '10:10:00 garage off (surplus)',
      '10:15:00 carport 16 A (plan)',
    ],
  ],
];

const rest: readonly (readonly [string, Scenario, readonly string[]])[] = [
  [
    'a generator starts at 20 %, stops at 80 %, and runs half an hour at least',
    {
      text: `limits:\n  - {device: plug, point: relay.on.1, min_on: 30 min}
rules:\n${rule('Start', 'when: [{kind: becomes, that: battery.soc < 20 %}]', onPlug())}${rule('Stop', 'when: [{kind: becomes, that: battery.soc > 80 %}]', offPlug)}`,
      columns: ['battery.soc'],
      steps: [
        ['10:00:00', 25],
        ['10:01:00', 19],
        ['10:05:00', 50],
        ['10:10:00', 81],
      ],
      until: '10:40:00',
    },
    ['10:01:00 plug on (rule)', '10:31:02 plug off (rule)'],
  ],
  [
    'a generator that waits for its half hour to stop, and is wanted again meanwhile, runs on',
    {
      text: `limits:\n  - {device: plug, point: relay.on.1, min_on: 30 min}
rules:\n${rule('Start', 'when: [{kind: becomes, that: battery.soc < 20 %}]', onPlug())}${rule('Stop', 'when: [{kind: becomes, that: battery.soc > 80 %}]', offPlug)}`,
      columns: ['battery.soc'],
      steps: [
        ['10:00:00', 25],
        ['10:01:00', 19],
        ['10:10:00', 81],
        ['10:20:00', 19],
      ],
      until: '10:50:00',
    },
    ['10:01:00 plug on (rule)'],
  ],
  [
    'a pump that rests half an hour is started behind it, not never',
    {
      text: `limits:\n  - {device: plug, point: relay.on.1, min_off: 30 min}
rules:\n${rule('Dry', 'when: [{kind: called, by: webhook, name: dry}]', offPlug)}${rule('Wet', 'when: [{kind: called, by: webhook, name: wet}]', onPlug())}`,
      columns: ['grid.power'],
      steps: [
        ['09:00:00', 300, 'webhook wet'],
        ['10:00:00', 300, 'webhook dry'],
        ['10:10:00', 300, 'webhook wet'],
      ],
      until: '10:50:00',
    },
    ['09:00:00 plug on (rule)', '10:00:00 plug off (rule)', '10:30:02 plug on (rule)'],
  ],
  [
    'an hour a day by six in the evening, and none may begin from five on: it begins before that',
    {
      text: `loads:\n  - {name: Boiler, device: boiler, point: relay.on.1, power: 2000, least: {for: 1 h, by: "18:00"}}
limits:\n  - {device: boiler, point: relay.on.1, quiet: [{from: "17:00", to: "19:00"}]}\n`,
      columns: ['grid.power'],
      steps: [['16:00:00', 300]],
      until: '18:30:00',
    },
    // Two minutes before; it runs from when it shows that it is on.
    ['16:58:00 boiler on (surplus)', '17:58:01 boiler off (surplus)'],
  ],
  [
    'a car of 60 kWh for seven in the night that has an hour more: it begins as much later as that hour is long',
    {
      text: `chargers:\n  - {name: Garage, device: garage, mode: plan, goal: {energy: 60, by: "07:00"}}\n`,
      columns: ['grid.power', 'garage/charger.plugged'],
      steps: [['01:50:00', 300, 1]],
      day: '2026-10-25',
      until: '03:10:00',
    },
    // 60 kWh at 11.04 kW, a twentieth more and ten minutes: 5 h 52 min 23.5 s before 06:00 UTC.
    ['02:07:37 garage on (plan)'],
  ],
  [
    'by hand for ten minutes, then the rule goes on',
    {
      text: `rules:\n${rule('On', 'while: grid.power > -100 kW', onPlug())}`,
      columns: ['grid.power'],
      steps: [
        ['10:00:00', 300],
        ['10:05:00', 300, 'set plug relay.on.1 off for 10 min'],
      ],
      until: '10:30:00',
    },
    ['10:00:00 plug on (rule)', '10:05:00 plug off (person)', '10:15:00 plug on (rule)'],
  ],
  [
    'what is held by a price lets go when it ends',
    {
      text: `prices: [{at: "00:00", import: 0.28}, {at: "06:00", import: 0.36}]
rules:\n${rule('Cheap', 'while: price.import < 0.3', onPlug())}`,
      columns: ['grid.power'],
      steps: [['05:50:00', 300]],
      until: '06:10:00',
    },
    ['05:50:00 plug on (rule)', '06:00:00 plug off (put back)'],
  ],
  [
    'a wait goes on over a restart',
    {
      text: `rules:\n${rule('Water', 'when: [{kind: called, by: webhook, name: go}]', onPlug(), '{kind: wait, for: 5 min}', offPlug)}`,
      columns: ['grid.power'],
      steps: [
        ['10:00:00', 300, 'webhook go'],
        ['10:02:00', 300, 'restart'],
        ['10:04:00', 300, 'restart'],
      ],
      until: '10:10:00',
    },
    ['10:00:00 plug on (rule)', '10:05:00 plug off (rule)'],
  ],
  [
    'a message with its text begins a rule, another text does not',
    {
      text: `rules:\n${rule('Night', 'when: [{kind: called, by: mqtt, name: house/mode, text: night}]', onPlug(', for: 10 min'))}`,
      columns: ['grid.power'],
      steps: [
        ['22:00:00', 300, 'mqtt house/mode day'],
        ['22:05:00', 300, 'mqtt house/mode night'],
      ],
      until: '22:20:00',
    },
    ['22:05:00 plug on (rule)', '22:15:00 plug off (put back)'],
  ],
  [
    'who is away decides over what was on, and who is back over what goes on',
    {
      text: `variables: {presence: {start: home}}
rules:\n${rule('Away', "while: var.presence == 'away'", offPlug)}${rule('On', 'while: grid.power > -100 kW', onPlug())}`,
      columns: ['grid.power'],
      steps: [
        ['10:00:00', 300],
        ['10:05:00', 300, 'variable presence away'],
        ['10:10:00', 300, 'variable presence home'],
      ],
      until: '10:20:00',
    },
    ['10:00:00 plug on (rule)', '10:05:00 plug off (rule)', '10:10:00 plug on (rule)'],
  ],
  [
    'a cron of half past two comes once on the day that has no such time, and once on the day that has two',
    {
      text: `rules:\n${rule('Night', 'when: [{kind: cron, pattern: "30 2 * * *"}]', onPlug(', for: 5 min'))}`,
      columns: ['grid.power'],
      steps: [['01:50:00', 300]],
      day: '2026-10-25',
      until: '04:00:00',
    },
    ['02:30:00 plug on (rule)', '02:35:00 plug off (put back)'],
  ],
  [
    'the inverter gives three kilowatts while the battery is full, and what it may before',
    {
      text: `${home}devices:\n  roof: {points: {grid.export.limit: {starts: 10000, max: 10000}}}
rules:\n${rule('Full', 'while: battery.soc > 98 %, release: 5 min', set('roof', 'grid.export.limit', 'value: 3000'))}`,
      columns: ['battery.soc', 'grid.power'],
      steps: [
        ['10:00:00', 97, -1000],
        ['10:05:00', 99, -5000],
        ['10:20:00', 98, -3000],
      ],
      until: '10:30:00',
    },
    ['10:05:00 roof 3000 grid.export.limit (rule)', '10:25:00 roof 10000 grid.export.limit (put back)'],
  ],
];

test.for([...fuses, ...rest])('%s', async ([, scenario, expected]) => {
  expect(await lines(scenario)).toEqual(expected);
});

test('of a scene that fails in one part the other holds, and the failed one is tried again after a quarter of an hour', async () => {
  const text = `${home}devices:\n  plug: {points: {relay.on.1: {starts: 0}}, fails: refused}\n  pack: {kind: battery, points: {battery.mode: {starts: self-consumption}}}
scenes:\n  - name: Evening\n    set:\n      - {device: plug, point: relay.on.1, value: "on"}\n      - {device: pack, point: battery.mode, value: charge}
rules:\n${rule('Call', 'when: [{kind: called, by: webhook, name: evening}]', '{kind: scene, name: Evening, for: 20 min}')}`;
  const told = await lines({
    text,
    columns: ['grid.power'],
    steps: [
      ['18:00:00', 300],
      ['18:01:00', 300, 'webhook evening'],
    ],
    until: '18:30:00',
  });
  expect(told.filter((line) => line.includes('pack'))).toEqual([
    '18:01:00 pack charge battery.mode (rule)',
    '18:21:00 pack self-consumption battery.mode (put back)',
  ]);
  const tries = told.filter((line) => line.includes('plug'));
  expect(tries[0]).toBe('18:01:00 plug on (rule)');
  expect(tries[1]).toMatch(/^18:16:0\d plug on \(rule\)$/);
  expect(tries).toHaveLength(2);
});

test('where the sun does not set no sunset begins anything, and noon comes', async () => {
  const text = `home: {zone: Europe/Oslo, latitude: 69.65, longitude: 18.96}\ndevices:\n  plug: {points: {relay.on.1: {starts: 0}}}
rules:\n${rule('Dusk', 'when: [{kind: sun, at: sunset, offset: 30 min}, {kind: sun, at: dusk}]', '{kind: notify, title: Dusk}')}${rule('Noon', 'when: [{kind: sun, at: noon}]', '{kind: notify, title: Noon}')}`;
  const { notices } = await printed({
    text,
    columns: ['grid.power'],
    steps: [['00:00:00', 300]],
    until: '23:59:00',
    every: 60,
  });
  expect(notices.map(({ time }) => time.slice(0, 16))).toEqual([expect.stringMatching(/^2026-06-10T10:4[3-5]$/)]);
});

test('what a rule sets once and a device that is away never gets is told, once', async () => {
  const { commands, notices } = await printed({
    text: `rules:\n${rule('Stop', 'when: [{kind: time, at: "10:05"}]', onPlug())}`,
    columns: ['grid.power'],
    steps: [
      ['10:00:00', 300, 'offline plug'],
      ['10:15:00', 300, 'online plug'],
    ],
    until: '10:30:00',
  });
  expect(commands).toEqual([]);
  expect(notices.map(({ time, by }) => `${time.slice(11, 19)} ${by}`)).toEqual(['08:10:00 stop']);
});

test('a fuse of which nothing is known is told, once', async () => {
  const [, scenario] = fuses[0] ?? [];
  if (scenario === undefined) throw new TypeError('assertion: there is one');
  const { notices, diary } = await printed(scenario);
  expect(notices.map(({ by }) => by)).toEqual(['fuse']);
  expect(diary.map(({ why }) => why.code)).toEqual(['act.circuit-fell', 'act.circuit-sees', 'act.circuit-room']);
});
