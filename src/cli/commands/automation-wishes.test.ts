// What the founding documents of the home ask of rules, each as a file that is tried with `solstead automation --simulate`, and what it then does.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { automation } from './automation.ts';

/** A wish: its text, a day's readings, and what is done at which time. */
interface Wish {
  readonly text: string;
  /** Rows of a CSV; the first one names the columns behind the time. */
  readonly readings: readonly string[];
  readonly every?: string;
  readonly behind?: string;
  readonly does: readonly string[];
}

const devices = `
home: {zone: Europe/Berlin, latitude: 52.5, longitude: 13.4}
devices:
  relays: {points: {relay.on.1: {starts: 0}, relay.on.2: {starts: 0}, relay.on.3: {starts: 0}}}
  roof:
    kind: inverter
    points:
      battery.mode: {starts: self-consumption}
      battery.charge.from_grid: {starts: 0}
      battery.soc.min: {starts: 20}
`;

/** A minute of the day by the clock. */
const clockAt = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

const wishes: Readonly<Record<string, Wish>> = {
  // Telemetry → a trigger matches → a device, and a notification.
  'a value falls: a device is switched, and people are told': {
    text: `rules:
  - name: Battery low
    when: [{kind: becomes, that: battery.soc < 20 %, for: 1 min}]
    do:
      - {kind: set, device: relays, point: relay.on.1, value: on, for: 2 min}
      - {kind: notify, title: Battery low, text: "{battery.soc} left", severity: warning}`,
    // At four it is not known for a while: that begins nothing anew.
    readings: ['battery.soc', '10:00:00,25', '10:01:00,19', '10:01:30,19', '10:02:00,18', '10:03:00,18', '10:05:00,18'],
    behind: '3 min',
    does: [
      '10:02:00 relays relay.on.1 = 1 (Battery low)',
      '10:02:00 warning: Battery low – 18 % left',
      '10:04:00 relays relay.on.1 = 0 (put back)',
    ],
  },
  'only when a stale value is not in the way': {
    text: `rules:
  - name: Battery low
    when: [{kind: becomes, that: battery.soc < 20 %}]
    do: [{kind: set, device: relays, point: relay.on.1, value: on}]`,
    // It fell while nothing was heard for 10 min: what is old decides nothing.
    readings: ['battery.soc', '10:00:00,25', '10:10:00,'],
    does: [],
  },
  // A schedule by a cron pattern.
  'a schedule: on weekdays at ten in the evening, for half an hour': {
    text: `rules:
  - name: Pump
    when: [{kind: cron, pattern: "0 22 * * 1-5"}]
    do: [{kind: set, device: relays, point: relay.on.2, value: on, for: 30 min}]`,
    // A Friday, then the Saturday behind it.
    readings: ['battery.soc', '2026-06-12 21:59:00,50', '2026-06-12 22:31:00,50', '2026-06-13 22:01:00,50'],
    every: '30 s',
    does: ['22:00:00 relays relay.on.2 = 1 (Pump)', '22:30:00 relays relay.on.2 = 0 (put back)'],
  },
  // Presets.
  'a scene sets several things at once, and goes on after a while': {
    text: `scenes:
  - name: Away
    set:
      - {device: relays, point: relay.on.1, value: on}
      - {device: roof, point: battery.soc.min, value: 40}
rules:
  - name: Away
    when: [{kind: called, by: scene, name: Away}]
    do: [{kind: scene, name: Away, for: 10 min}]`,
    readings: ['event', '10:00:00,', '10:01:00,scene Away', '10:12:00,'],
    does: [
      '10:01:00 relays relay.on.1 = 1 (Away)',
      '10:01:00 roof battery.soc.min = 40 (Away)',
      '10:11:00 relays relay.on.1 = 0 (put back)',
      '10:11:00 roof battery.soc.min = 20 (put back)',
    ],
  },
  // Safety limits on rules.
  'a limit that no rule passes: twice in an hour at most, 5 min on at least': {
    text: `rules:
  - name: Sun
    while: grid.power < -1000 W
    do: [{kind: set, device: relays, point: relay.on.1, value: on}]
limits:
  - {device: relays, point: relay.on.1, min_on: 5 min, most_per_hour: 2}`,
    readings: [
      'grid.power',
      '10:00:00,-2000',
      '10:01:00,500',
      '10:02:00,500',
      '10:03:00,500',
      '10:04:00,500',
      '10:05:00,500',
      '10:06:00,500',
      '10:07:00,-2000',
      '10:08:00,-2000',
      '10:09:00,-2000',
    ],
    does: ['10:00:00 relays relay.on.1 = 1 (Sun)', '10:05:02 relays relay.on.1 = 0 (put back)'],
  },
  // Rules of notifications: one of six values, an operator, AND and OR, a time window with weekdays, a pause, a severity, a template.
  'and: a low battery and a low grid in the evening of a weekday, once in half an hour': {
    text: `rules:
  - name: Evening
    when: [{kind: becomes, that: battery.soc < 30 % and grid.voltage of roof < 210 V}]
    between: [{from: "18:00", to: "23:00", days: [weekday]}]
    cooldown: 30 min
    do: [{kind: notify, title: "Low at {battery.soc}", text: "Grid {grid.voltage of roof}", severity: alarm}]`,
    readings: [
      'battery.soc,roof/grid.voltage',
      // Friday: too early, in time, too soon again, in time again.
      '2026-06-12 17:50:00,25,205',
      '2026-06-12 17:51:00,25,230',
      '2026-06-12 18:10:00,25,230',
      '2026-06-12 18:11:00,25,205',
      '2026-06-12 18:12:00,25,230',
      '2026-06-12 18:20:00,24,205',
      '2026-06-12 18:21:00,24,230',
      '2026-06-12 18:45:00,22,205',
      '2026-06-12 18:46:00,22,230',
      // Saturday.
      '2026-06-13 18:30:00,22,230',
      '2026-06-13 18:31:00,22,205',
    ],
    every: '10 s',
    does: ['18:11:00 alarm: Low at 25 % – Grid 205 V', '18:45:00 alarm: Low at 22 % – Grid 205 V'],
  },
  'or: the house or the grid takes too much': {
    text: `rules:
  - name: Much
    when: [{kind: becomes, that: load.power > 5000 W or grid.power > 4000 W}]
    do: [{kind: notify, title: "House {load.power}, grid {grid.power}"}]`,
    readings: [
      'load.power,grid.power',
      '10:00:00,1000,500',
      '10:01:00,5200,3000',
      '10:02:00,1000,500',
      '10:03:00,3000,4100',
    ],
    does: ['10:01:00 info: House 5200 W, grid 3000 W – ', '10:03:00 info: House 3000 W, grid 4100 W – '],
  },
  'equal, at least, at most': {
    text: `rules:
  - name: Full
    when: [{kind: becomes, that: battery.soc == 100 %}]
    do: [{kind: notify, title: Full}]
  - name: Nearly
    when: [{kind: becomes, that: battery.soc >= 95 %}]
    do: [{kind: notify, title: Nearly full}]
  - name: Dark
    when: [{kind: becomes, that: pv.power <= 10 W}]
    do: [{kind: notify, title: Dark}]`,
    readings: ['battery.soc,pv.power', '10:00:00,94,500', '10:01:00,95,11', '10:02:00,100,10'],
    does: ['10:01:00 info: Nearly full – ', '10:02:00 info: Full – ', '10:02:00 info: Dark – '],
  },
  // Notifications of changes: charging from the grid, the mode of work, the battery begins to charge.
  'somebody allows charging from the grid, and the mode of work changes': {
    text: `rules:
  - name: Grid charge
    when: [{kind: changes, value: battery.charge.from_grid, device: roof, to: on}]
    do: [{kind: notify, title: Charging from the grid is allowed}]
  - name: Mode
    when: [{kind: changes, value: inverter.mode, device: roof}]
    do: [{kind: notify, title: "Now {inverter.mode of roof}"}]
  - name: Charges
    when: [{kind: becomes, that: battery.power < -50 W, for: 10 s}]
    do: [{kind: notify, title: The battery charges}]`,
    readings: [
      'roof/inverter.mode,battery.power,event',
      '10:00:00,Line,0,',
      '10:00:30,Line,0,set roof battery.charge.from_grid on for 1 h',
      '10:00:50,Battery,200,',
      '10:01:10,Battery,-800,',
      '10:01:30,Battery,-800,',
    ],
    does: [
      '10:00:30 roof battery.charge.from_grid = 1 (by hand)',
      '10:00:32 info: Charging from the grid is allowed – ',
      '10:00:50 info: Now Battery – ',
      '10:01:20 info: The battery charges – ',
    ],
  },
  // Charging from the grid at the lowest prices of the night.
  'charging in the cheapest two hours of the night, while the battery is not full': {
    text: `rules:
  - name: Cheap
    while: battery.soc < 80 %
    cheapest: {for: 2 h, from: "22:00", to: "06:00", together: true}
    do: [{kind: set, device: roof, point: battery.mode, value: charge}]
prices:
  - {at: "00:00", import: 0.30}
  - {at: "02:00", import: 0.12}
  - {at: "04:00", import: 0.25}
  - {at: "06:00", import: 0.35}`,
    readings: ['battery.soc', ...Array.from({ length: 130 }, (_, at) => `${clockAt(115 + at)}:00,50`)],
    every: '30 s',
    does: ['02:00:00 roof battery.mode = charge (Cheap)', '04:00:00 roof battery.mode = self-consumption (put back)'],
  },
  'little sun is expected tomorrow: charged at night, and not by what was said of another day': {
    text: `rules:
  - name: Before a dark day
    when: [{kind: time, at: "23:00"}]
    if: forecast.pv.energy.tomorrow < 5 kWh and battery.soc < 60 %
    do: [{kind: set, device: roof, point: battery.mode, value: charge, for: 5 min}]`,
    readings: [
      'battery.soc,forecast.pv.energy.tomorrow',
      // Said eleven hours before: it counts. A day of much sun: nothing. Said a day before: it counts no more.
      '2026-06-12 12:00:00,40,4500',
      '2026-06-12 22:59:30,40,',
      '2026-06-12 23:06:00,40,',
      '2026-06-13 22:00:00,40,18000',
      '2026-06-13 22:59:30,40,',
      '2026-06-14 00:30:00,40,4500',
      '2026-06-14 22:59:30,40,',
    ],
    every: '30 s',
    does: [
      '23:00:00 roof battery.mode = charge (Before a dark day)',
      '23:05:00 roof battery.mode = self-consumption (put back)',
    ],
  },
  'what is expected falls below a limit: told once each day, also on two dark days in a row': {
    text: `rules:
  - name: Dark
    when: [{kind: becomes, that: forecast.pv.energy.tomorrow < 5 kWh}]
    do: [{kind: notify, title: "Tomorrow {forecast.pv.energy.tomorrow}"}]`,
    readings: [
      'forecast.pv.energy.tomorrow',
      '2026-06-12 18:00:00,9000',
      '2026-06-12 19:00:00,4900',
      '2026-06-12 20:00:00,4700',
      // Of the next day; between midnight and then nothing is known.
      '2026-06-13 00:20:00,3000',
      '2026-06-13 12:00:00,2900',
      '2026-06-13 13:00:00,5100',
      '2026-06-14 00:20:00,12000',
      '2026-06-14 01:20:00,4000',
    ],
    every: '1 min',
    does: [
      '19:00:00 info: Tomorrow 4900 Wh – ',
      '00:20:00 info: Tomorrow 3000 Wh – ',
      '01:20:00 info: Tomorrow 4000 Wh – ',
    ],
  },
  'held while much sun is still to come today, and let go when that is not known any more': {
    text: `rules:
  - name: Empty it
    while: forecast.pv.energy.rest > 8 kWh
    do: [{kind: set, device: roof, point: battery.soc.min, value: 10}]`,
    readings: [
      'forecast.pv.energy.rest',
      '06:00:00,14000',
      '09:00:00,8200',
      // Three hours later it is too old, and a minute of grace is over.
      '12:05:00,',
    ],
    every: '30 s',
    does: ['06:00:00 roof battery.soc.min = 10 (Empty it)', '12:01:30 roof battery.soc.min = 20 (put back)'],
  },
};

interface Told {
  readonly commands: readonly {
    time: string;
    device: string;
    setPoint: string;
    value: unknown;
    holder: { kind: string; name: string } | null;
  }[];
  readonly notices: readonly { time: string; what: { title: string; text: string; severity: string } }[];
}

const clockOf = (time: string): string =>
  Temporal.Instant.from(time).toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString({ smallestUnit: 'second' });

const whoOf = (holder: Told['commands'][number]['holder']): string =>
  holder === null ? 'put back' : holder.kind === 'person' ? 'by hand' : holder.name;

/** What is done, a line each in order of time. */
function linesOf({ commands, notices }: Told): readonly string[] {
  const lines = [
    ...commands.map(({ time, device, setPoint, value, holder }) => ({
      time,
      line: `${clockOf(time)} ${device} ${setPoint} = ${String(value)} (${whoOf(holder)})`,
    })),
    ...notices.map(({ time, what: { title, text, severity } }) => ({
      time,
      line: `${clockOf(time)} ${severity}: ${title} – ${text}`,
    })),
  ];
  return lines.toSorted((one, other) => one.time.localeCompare(other.time)).map(({ line }) => line);
}

test.each(Object.entries(wishes))('%s', async (_name, { text, readings, every = '1 s', behind = '1 min', does }) => {
  const folder = tempDir({ onTestFinished });
  const [file, csv] = [join(folder, 'house.yaml'), join(folder, 'readings.csv')];
  const [columns = '', ...rows] = readings;
  const dated = rows.map((row) => (/^\d{4}-/.test(row) ? row : `2026-06-12 ${row}`));
  writeFileSync(file, `${text}\n${devices}`);
  writeFileSync(csv, [`time,${columns}`, ...dated].join('\n'));
  let out = '';
  const streams = { stdin: (async function* none() {})(), out: { write: (part: string) => (out += part) } };
  await automation({ simulate: file, readings: csv, every, behind, json: true }, streams);
  expect(linesOf(JSON.parse(out) as Told)).toEqual(does);
});

test.each([
  [
    '{kind: forecast, above: 5}',
    undefined,
    /a forecast is a value like others: \{kind: becomes, that: forecast\.pv\.energy\.tomorrow < 5 kWh\}/,
  ],
  [
    '{kind: time, at: "10:00"}',
    'forecast.pv < 5 kWh',
    /a forecast is forecast\.pv\.energy\.today, .* or forecast\.pv\.power\.next_hour/,
  ],
])('who writes of a forecast in other words is told its words: %s', async (when, condition, told) => {
  const folder = tempDir({ onTestFinished });
  const file = join(folder, 'house.yaml');
  const extra = condition === undefined ? '' : `\n    if: ${condition}`;
  writeFileSync(file, `rules:\n  - name: A\n    when: [${when}]${extra}\n    do: [{kind: wait, for: 1 s}]\n`);
  let out = '';
  const streams = { stdin: (async function* none() {})(), out: { write: (part: string) => (out += part) } };
  await automation({ check: file }, streams);
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  expect(out).toMatch(/:\d+:\d+: /);
  expect(out).toMatch(told);
});

test.each([true, false])('readings without the forecast that a rule stands on are told, json: %s', async (json) => {
  const folder = tempDir({ onTestFinished });
  const [file, csv] = [join(folder, 'house.yaml'), join(folder, 'readings.csv')];
  writeFileSync(
    file,
    'rules: [{name: A, while: forecast.pv.energy.rest > 8 kWh, do: [{kind: set, device: it, point: relay.on.1, value: on}]}]\ndevices: {it: {points: {relay.on.1: {starts: 0}}}}\n',
  );
  writeFileSync(csv, 'time,pv.power\n2026-06-12T10:00:00,100\n');
  let out = '';
  const streams = { stdin: (async function* none() {})(), out: { write: (part: string) => (out += part) } };
  await automation({ simulate: file, readings: csv, json }, streams);
  expect(out).toMatch(/forecast\.pv\.energy\.rest is told by no device of this home: a forecast comes from a service/);
  const { commands, diary } = json
    ? (JSON.parse(out) as Record<string, unknown>)
    : { commands: [], diary: [{ by: csv }] };
  expect([commands, diary]).toMatchObject([[], [{ by: csv }]]);
});

test('people read the clocks of the home, and what flows with its unit and its tenths', async () => {
  const folder = tempDir({ onTestFinished });
  const [file, csv] = [join(folder, 'house.yaml'), join(folder, 'night.csv')];
  writeFileSync(
    file,
    `home: {zone: Europe/Berlin, latitude: 52.5, longitude: 13.4}
devices:
  garage: {points: {charger.enabled: {starts: 0}, charger.current.limit: {starts: 16, min: 6, max: 16, step: 1}}}
chargers: [{name: Garage, device: garage, mode: plan, phases: 1, goal: {energy: 5, by: "07:00"}}]
circuits:
  - name: Operator
    measured: charger.current.l1 of garage
    limit: 6
    gives: [{device: garage, point: charger.current.limit}]
`,
  );
  const rows = [0, 1, 2, 3].map((minute) => `2026-06-01T06:0${minute}:00,0,connected,${minute < 2 ? '' : 6.4}`);
  writeFileSync(csv, ['time,grid.power,garage/charger.state,garage/charger.current.l1', ...rows].join('\n'));
  let said = '';
  const out = { write: (text: string): void => void (said += text) };
  await automation({ simulate: file, readings: csv, every: '10 s' }, { out, stdin: (async function* () {})() });
  expect(said).toContain('Times are those of Europe/Berlin.\n');
  expect(said).toMatch(
    /^2026-06-01 06:00:00 {2}garage charger\.enabled = 1 {2}\(plan Garage: .* 07:00 CEST it lacks 1\.32\skWh\)$/m,
  );
  expect(said).toMatch(/operator: 6\.4\sA flow where 6\sA may/);
});
