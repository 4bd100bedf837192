// Wishes as an electrician writes them down, with the commands that have to come of them, worked out by hand before they were run.
import { expect, test } from 'vitest';
import { lines, printed, type Row, row, type Step } from './testing/lived-scenario.ts';

const grid = ['grid.power'] as const;
const soc = ['battery.soc'] as const;
const set = (device: string, point: string, rest: string): string =>
  `{kind: set, device: ${device}, point: ${point}, ${rest}}`;
const onPlug = (rest = ''): string => set('plug', 'relay.on.1', `value: "on"${rest}`);
const rule = (name: string, rest: string, ...does: string[]): string =>
  `  - {name: ${name}, ${rest}, do: [${does.join(', ')}]}\n`;
const boiler = (more = ''): string =>
  `loads:\n  - {name: Boiler, device: boiler, point: relay.on.1, power: 2000${more}}\n`;

const ofTime: readonly Row[] = [
  row(
    'a rule lets go earlier than its relay may',
    [
      `limits:\n  - {device: plug, point: relay.on.1, min_on: 10 min, min_off: 5 min}\nrules:\n${rule('Sun', 'while: grid.power < -1500 W', onPlug())}`,
      grid,
      [
        ['10:00:00', -2000],
        ['10:03:00', 0],
        // It rests five minutes from 10:10 on.
        ['10:11:00', -2000],
      ],
      '10:20:00',
    ],
    ['10:00:00 plug on (rule)', '10:10:02 plug off (put back)', '10:15:04 plug on (rule)'],
  ),
  row(
    'low for a minute is low, for half a minute it is not; held for ten minutes, and not again before it was full',
    [
      `rules:\n${rule('Low', 'when: [{kind: becomes, that: battery.soc < 20 %, for: 1 min}]', onPlug(', for: 10 min'))}`,
      soc,
      [
        ['10:00:00', 25],
        ['10:01:00', 19],
        ['10:01:30', 21],
        ['10:03:00', 19],
        ['10:12:00', 18],
        ['10:16:00', 30],
        ['10:17:00', 19],
      ],
      '10:20:00',
    ],
    ['10:04:00 plug on (rule)', '10:14:00 plug off (put back)', '10:18:00 plug on (rule)'],
  ),
  row(
    'what is old decides nothing at its time',
    [
      `rules:\n${rule('Night', 'when: [{kind: time, at: "22:00"}], if: battery.soc < 40 %', onPlug())}`,
      soc,
      [
        ['21:50:00', 30],
        ['21:55:00', null],
      ],
      '22:10:00',
    ],
    [],
  ),
  row(
    'in the night nothing comes on; in the morning it does',
    [
      `limits:\n  - {device: plug, point: relay.on.1, quiet: [{from: "22:00", to: "06:00"}]}\nrules:\n${rule('Full', 'while: battery.soc > 50 %', onPlug())}`,
      soc,
      [['05:50:00', 70]],
      '06:10:00',
    ],
    ['06:00:00 plug on (rule)'],
  ),
  row(
    'within its cooldown it does not begin again',
    [
      `rules:\n${rule('Low', 'when: [{kind: becomes, that: battery.soc < 20 %}], cooldown: 10 min', onPlug(', for: 1 min'))}`,
      soc,
      [
        ['10:00:00', 25],
        ['10:01:00', 19],
        ['10:03:00', 25],
        ['10:05:00', 19],
        ['10:07:00', 25],
        ['10:12:00', 19],
      ],
      '10:20:00',
    ],
    [
      '10:01:00 plug on (rule)',
      '10:02:00 plug off (put back)',
      '10:12:00 plug on (rule)',
      '10:13:00 plug off (put back)',
    ],
  ),
  row(
    'a time that was before it began is not made up for',
    [`rules:\n${rule('Late', 'when: [{kind: time, at: "22:00"}]', onPlug())}`, grid, [['22:20:00', 300]], '22:40:00'],
    [],
  ),
];

const onDay = (day: string, [name, scenario, expected]: Row): Row => [name, { ...scenario, day }, expected];

const ofDays: readonly Row[] = [
  onDay(
    '2026-10-25',
    row(
      'three hours are three hours when the clocks go back',
      [
        `rules:\n${rule('Night', 'when: [{kind: time, at: "01:00"}]', onPlug(', for: 3 h'))}`,
        grid,
        [['00:55:00', 300]],
        '03:10:00',
      ],
      ['01:00:00 plug on (rule)', '03:00:00 plug off (put back)'],
    ),
  ),
  onDay(
    '2026-03-29',
    row(
      'half past two comes once on the day without it',
      [
        `rules:\n${rule('Night', 'when: [{kind: time, at: "02:30"}]', onPlug(', for: 30 min'))}`,
        grid,
        [['01:50:00', 300]],
        '04:10:00',
      ],
      ['03:30:00 plug on (rule)', '04:00:00 plug off (put back)'],
    ),
  ),
  onDay(
    '2026-05-01',
    row(
      'the first of May is a Friday and no workday',
      [
        `holidays: {country: DE}\nrules:\n${rule('Work', 'when: [{kind: time, at: "06:00", days: [workday]}]', onPlug())}${rule(
          'Holiday',
          'when: [{kind: time, at: "06:10", days: [holiday]}]',
          set('boiler', 'relay.on.1', 'value: "on"'),
        )}`,
        grid,
        [['05:50:00', 300]],
        '06:20:00',
      ],
      ['06:10:00 boiler on (rule)'],
    ),
  ),
];

const ofPriority: readonly Row[] = [
  row(
    'a person before a rule, a rule before the sun; each goes on where the one before ends',
    [
      `${boiler()}rules:\n${rule('Block', 'when: [{kind: time, at: "10:10"}]', set('boiler', 'relay.on.1', 'value: "off", for: 20 min'))}`,
      grid,
      [
        ['10:00:00', -2400],
        ['10:02:10', -400],
        ['10:10:10', -2400],
        ['10:15:00', -2400, 'set boiler relay.on.1 on for 5 min'],
        ['10:15:10', -400],
        ['10:20:10', -2400],
      ],
      '10:40:00',
    ],
    [
      '10:02:00 boiler on (surplus)',
      '10:10:00 boiler off (rule)',
      '10:15:00 boiler on (person)',
      '10:20:00 boiler off (rule)',
      '10:32:01 boiler on (surplus)',
    ],
  ),
  row(
    'a reserve below what is allowed is what is allowed',
    [
      `home: {zone: Europe/Berlin}\ndevices:\n  pack: {kind: battery, points: {battery.soc.min: {starts: 20, min: 0, max: 100}}}
limits:\n  - {device: pack, point: battery.soc.min, least: 10}\nrules:\n${rule(
        'Drain',
        'when: [{kind: time, at: "18:00"}]',
        set('pack', 'battery.soc.min', 'value: 5, for: 10 min'),
      )}`,
      grid,
      [['17:59:00', 300]],
      '18:20:00',
    ],
    ['18:00:00 pack 10 battery.soc.min (rule)', '18:10:00 pack 20 battery.soc.min (put back)'],
  ),
  row(
    'the operator dims what heats to 4.2 kW for as long as the signal is there',
    [
      `home: {zone: Europe/Berlin}\ndevices:\n  rod: {points: {heater.power.target: {starts: 0, max: 9000}}}\n  box: {points: {relay.on.2: {starts: 0}}}
circuits:\n  - {name: Operator, measured: relay.power.1 of rod, limit: 4200, when: relay.on.2 of box, gives: [{device: rod, point: heater.power.target}]}
rules:\n${rule('Heat', 'while: "true"', set('rod', 'heater.power.target', 'value: 6000'))}`,
      ['rod/relay.power.1', 'box/relay.on.2'],
      [
        ['10:00:00', 0, 0],
        ['10:00:10', 6000, 0],
        ['10:10:00', 6000, 1],
        ['10:10:10', 4200, 1],
        ['10:20:00', 4200, 0],
      ],
      '10:25:00',
    ],
    ['10:00:00 rod 6000 W (rule)', '10:10:03 rod 4200 W (rule)', '10:20:00 rod 6000 W (rule)'],
  ),
  row(
    'a scene goes back, each part to what it was; called again it begins anew',
    [
      `scenes:\n  - name: Evening\n    set:\n      - {device: plug, point: relay.on.1, value: "on"}\n      - {device: pack, point: battery.mode, value: charge}
rules:\n${rule('Call', 'when: [{kind: called, by: webhook, name: evening}]', '{kind: scene, name: Evening, for: 10 min}')}`,
      grid,
      [
        ['18:00:00', 300],
        ['18:01:00', 300, 'webhook evening'],
        ['18:05:00', 300, 'webhook evening'],
      ],
      '18:20:00',
    ],
    [
      '18:01:00 plug on (rule)',
      '18:01:00 pack charge battery.mode (rule)',
      '18:15:00 plug off (put back)',
      '18:15:00 pack self-consumption battery.mode (put back)',
    ],
  ),
];

const car = (more: string): string => `chargers:\n  - {name: Garage, device: garage${more}}\n`;
const charging = ['grid.power', 'garage/charger.power', 'garage/charger.plugged', 'garage/car.soc'] as const;

const ofCars: readonly Row[] = [
  row(
    'from 50 to 80 % of 60 kWh by seven: 19.8 kWh at 11 kW, a twentieth more, and ten minutes',
    [
      car(', mode: plan, goal: {soc: 80, by: "07:00"}, car: 60'),
      charging,
      [
        ['04:50:00', 300, 0, 1, 50],
        ['04:57:10', 11_300, 11_040, 1, 50],
        ['05:05:00', 11_300, 11_040, 1, 80],
      ],
      '05:10:00',
    ],
    // 19.8 kWh take 107 min and 37 s.
    ['04:57:01 garage on (plan)', '05:05:00 garage off (surplus)'],
  ),
  row(
    'one phase begins with 1.4 kW and rises by four amperes at most',
    [
      car(', phases: 1'),
      charging,
      [
        ['10:00:00', -3000, 0, 1, 50],
        ['10:02:10', -1620, 1380, 1, 50],
        ['10:02:50', -700, 2300, 1, 50],
        ['10:03:30', -10, 2990, 1, 50],
      ],
      '10:10:00',
    ],
    [
      '10:02:00 garage 6 A (surplus)',
      '10:02:00 garage on (surplus)',
      '10:02:50 garage 10 A (surplus)',
      '10:03:40 garage 13 A (surplus)',
    ],
  ),
];

test.for([...ofTime, ...ofDays, ...ofPriority, ...ofCars])('%s', async ([, scenario, expected]) => {
  expect(await lines(scenario)).toEqual(expected);
});

test('two rules that undo each other are stopped after eight switchings, and it is told', async () => {
  const when = (to: string): string => `when: [{kind: changes, value: relay.on.1, device: plug, to: "${to}"}]`;
  const text = `rules:\n${rule('Off', when('on'), set('plug', 'relay.on.1', 'value: "off"'))}${rule('On', when('off'), onPlug())}`;
  const steps: Step[] = [
    ['10:00:00', 300],
    ['10:01:00', 300, 'set plug relay.on.1 on for 1 s'],
  ];
  const { commands, diary } = await printed({ text, columns: grid, steps, until: '11:00:00' });
  // Every two seconds until the eighth, and no more.
  expect(commands.map(({ time }) => time.slice(11, 19))).toEqual(
    Array.from({ length: 8 }, (_, index) => `08:01:${String(2 * index).padStart(2, '0')}`),
  );
  const told = diary.find(({ why }) => why.code === 'act.loop');
  expect([told?.time.slice(11, 19), told?.by]).toEqual(['08:01:16', 'plug/relay.on.1']);
});

test('the sun sets in Berlin on the tenth of June at 21:26', async () => {
  const steps: Step[] = [['20:50:00', 300]];
  const text = `rules:\n${rule('Dusk', 'when: [{kind: sun, at: sunset, before: 30 min}]', onPlug())}`;
  const [line = ''] = await lines({ text, columns: grid, steps, until: '21:05:00' });
  expect(line).toMatch(/^20:5[5-8]:\d\d plug on/);
});
