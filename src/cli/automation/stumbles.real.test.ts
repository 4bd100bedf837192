// What users of solar automations stumble on, as scenarios of the command line: each has its house, its readings, and the commands with their
// times, worked out by hand.
import { expect, test } from 'vitest';
import { lines, printed, type Step } from './testing/lived-scenario.ts';

const boiler = '{name: Boiler, device: boiler, point: relay.on.1, power: 2000}';
const loads = (...written: string[]): string => `loads:\n${written.map((one) => `  - ${one}\n`).join('')}`;
const car = (more = ''): string => `chargers:\n  - {name: Garage, device: garage${more}}\n`;
const grid = ['grid.power'] as const;
const charging = ['grid.power', 'garage/charger.power', 'garage/charger.plugged'] as const;
const packed = ['grid.power', 'battery.power', 'battery.soc'] as const;

test('1 a spike neither brings a load on nor off: each begins its time anew', async () => {
  const steps = [
    ['10:00:00', -2400],
    ['10:01:30', 3000],
    ['10:01:40', -2400],
    // On two minutes behind the spike; 400 W are left.
    ['10:03:50', -400],
    ['10:06:00', 2500],
    ['10:06:20', -400],
  ] as const;
  expect(await lines({ text: loads(boiler), columns: grid, steps, until: '10:30:00' })).toEqual([
    '10:03:40 boiler on (surplus)',
  ]);
});

test('2 a cloud of a minute switches nothing off, one of five minutes does', async () => {
  const steps = [
    ['10:00:00', -2400],
    ['10:02:10', -400],
    ['10:06:00', 1800],
    ['10:07:00', -400],
    ['10:20:00', 1800],
  ] as const;
  expect(await lines({ text: loads(boiler), columns: grid, steps, until: '10:30:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
    '10:25:00 boiler off (surplus)',
  ]);
});

test('3 behind a cloud a car rises by steps of 4 A at most, and begins its time anew', async () => {
  const steps = [
    ['10:00:00', -9300, 0, 1],
    ['10:04:00', 1000, 0, 1],
    ['10:05:00', -9300, 0, 1],
  ] as const;
  const told = await lines({ text: car(), columns: charging, steps, until: '10:08:00' });
  const currents = told.filter((line) => line.includes(' A ')).map((line) => line.split(' ')[2]);
  expect(currents).toEqual(['6', '10', '13', '6', '10', '13']);
  expect(told.filter((line) => / (on|off) /.test(line))).toEqual(['10:02:00 garage on (surplus)']);
});

test('4 what is steered is part of the surplus: 9 kW run on although 1 kW is left at the meter', async () => {
  const large = '{name: Boiler, device: boiler, point: relay.on.1, power: 9000}';
  const steps = [
    ['10:00:00', -10_000],
    ['10:02:10', -1000],
  ] as const;
  expect(await lines({ text: loads(large), columns: grid, steps, until: '11:00:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
  ]);
});

test('5 once begun it runs its least time, however cloudy; a car too', async () => {
  const steps = [
    ['10:00:00', -2400],
    ['10:03:00', 2300],
  ] as const;
  const rests = boiler.replace('}', ', min_on: 30 min}');
  expect(await lines({ text: loads(rests), columns: grid, steps, until: '11:00:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
    '10:32:02 boiler off (surplus)',
  ]);
  const clouds = [
    ['10:00:00', -5000, 0, 1],
    ['10:02:10', -800, 4140, 1],
    ['10:03:00', 4000, 4140, 1],
  ] as const;
  const told = await lines({ text: car(', min_on: 20 min'), columns: charging, steps: clouds, until: '10:40:00' });
  expect(told.filter((line) => / (on|off) /.test(line))).toEqual([
    '10:02:00 garage on (surplus)',
    '10:22:00 garage off (surplus)',
  ]);
});

test('6 the least of a day is a floor and ends nothing', async () => {
  const least = boiler.replace('}', ', least: {for: 30 min, by: "14:00"}}');
  const steps = [
    ['10:00:00', -2400],
    ['10:02:10', -400],
  ] as const;
  expect(await lines({ text: loads(least), columns: grid, steps, until: '12:00:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
  ]);
  // Without sun it runs at its last moment, for half an hour.
  const dark = await lines({ text: loads(least), columns: grid, steps: [['13:00:00', 500]], until: '14:10:00' });
  expect(dark).toEqual(['13:30:00 boiler on (surplus)', '14:00:00 boiler off (surplus)']);
});

test('7 each load and each car has delays of its own', async () => {
  const text = `${loads(
    boiler.replace('}', ', on_after: 1 min}'),
    '{name: Plug, device: plug, point: relay.on.1, power: 500, on_after: 4 min}',
  )}${car(', start_after: 15 min')}`;
  const steps = [
    ['10:00:00', -9000, 0, 1],
    ['10:01:10', -7000, 0, 1],
    ['10:04:10', -6500, 0, 1],
  ] as const;
  const told = await lines({ text, columns: charging, steps, until: '10:15:30' });
  expect(told.filter((line) => / on /.test(line))).toEqual([
    '10:01:00 boiler on (surplus)',
    '10:04:00 plug on (surplus)',
    '10:15:00 garage on (surplus)',
  ]);
});

test('8 what a person switches stays so until its end: on without sun, off with it; a car too', async () => {
  const steps = [
    ['10:00:00', 300, 'set boiler relay.on.1 on for 30 min'],
    ['10:00:10', 2300, ''],
    ['10:36:00', -2400, ''],
    ['10:38:10', -400, ''],
    ['10:40:00', -400, 'set boiler relay.on.1 off for 30 min'],
    ['10:40:10', -2400, ''],
  ] as const;
  expect(await lines({ text: loads(boiler), columns: grid, steps, until: '11:20:00' })).toEqual([
    '10:00:00 boiler on (person)',
    '10:35:01 boiler off (surplus)',
    '10:38:00 boiler on (surplus)',
    '10:40:00 boiler off (person)',
    '11:12:01 boiler on (surplus)',
  ]);
  const held = [
    ['10:00:00', -5000, 0, 1, 'set garage charger.enabled off for 30 min'],
    ['10:00:10', -5000, 0, 1, ''],
  ] as const;
  const told = await lines({ text: car(), columns: charging, steps: held, until: '10:40:00' });
  expect(told.filter((line) => / on /.test(line))).toEqual(['10:32:01 garage on (surplus)']);
});

test('9 a meter that is silent is no sun: what runs goes off after its delay', async () => {
  const steps = [
    ['10:00:00', -2400],
    ['10:02:10', -400],
    ['10:10:00', null],
  ] as const;
  // The last value is of 10:09:50 and counts for a minute.
  expect(await lines({ text: loads(boiler), columns: grid, steps, until: '10:40:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
    '10:15:51 boiler off (surplus)',
  ]);
  const silent = [
    ['10:00:00', -5000, 0, 1],
    ['10:02:10', -800, 4140, 1],
    ['10:10:00', null, 4140, 1],
  ] as const;
  const told = await printed({ text: car(), columns: charging, steps: silent, until: '10:40:00' });
  const pause = told.commands.find(({ setPoint, value }) => setPoint === 'charger.enabled' && value === 0);
  expect([pause?.time, pause?.why.code]).toEqual(['2026-06-10T08:15:51.000Z', 'act.load-silent']);
});

test('10 a value that is old counts no more, although its device goes on answering', async () => {
  const columns = ['grid.power', 'grid.voltage', 'garage/charger.power', 'garage/charger.plugged'];
  const steps = [
    ['10:00:00', -2400, 230, 0, 0],
    ['10:02:10', -400, 231, 0, 0],
    ['10:10:00', null, 230, 0, 0],
  ] as const;
  expect(await lines({ text: loads(boiler) + car(), columns, steps, until: '10:40:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
    '10:15:51 boiler off (surplus)',
  ]);
});

test('10 a meter that repeats one value while the sun moves is not believed: what runs goes off, and people are told', async () => {
  const columns = ['grid.power', 'pv.power'];
  const clouds = [2500, 2200, 1900, 1500, 900, 400, 0];
  const steps: Step[] = [
    ['10:00:00', -2400, 2900],
    ['10:02:10', -400, 2900],
    // The source of the meter is away, its gateway says 400 W again and again; the sun goes.
    ...clouds.map((pv, index): Step => [`10:${20 + 2 * index}:00`, -400, pv]),
    ['11:00:00', 1900, 0],
    ['11:10:00', -2400, 3000],
  ];
  const told = await printed({ text: loads(boiler), columns, steps, until: '11:20:00' });
  // The fifth change that left no trace is that of 10:28; the load goes off five minutes later, and on when there is sun again.
  expect(told.commands.map(({ time, value }) => [time.slice(11, 19), value])).toEqual([
    ['08:02:00', 1],
    ['08:33:00', 0],
    ['09:12:00', 1],
  ]);
  expect(told.notices.map(({ time, what }) => [time.slice(11, 19), what.text])).toEqual([
    ['08:28:00', expect.stringMatching(/has said -400\sW for 26 min/)],
  ]);
  expect(told.diary.map(({ by, why }) => [by, why.code])).toContainEqual(['grid.power', 'act.meter-moves']);

  // A car whose charging leaves no trace, with nothing else to be seen: its own power moves.
  const steady = [
    ['10:00:00', -5000, 0, 1],
    ['10:02:10', -5000, 4140, 1],
    ['10:04:00', -5000, 6900, 1],
    ['10:06:00', -5000, 9660, 1],
    ['10:08:00', -5000, 11_040, 1],
    ['10:10:00', -5000, 10_900, 1],
  ] as const;
  const car10 = await printed({ text: car(), columns: charging, steps: steady, until: '10:40:00' });
  const paused = car10.commands.find(({ setPoint, value }) => setPoint === 'charger.enabled' && value === 0);
  expect([paused?.time.slice(11, 19), paused?.why.code]).toEqual(['08:15:00', 'act.load-silent']);
});

test('10 a meter that stays the same is believed: nothing beside it moves, a regulated one, one that is read seldom', async () => {
  const calm = [
    ['10:00:00', -2400],
    ['10:02:10', -400],
  ] as const;
  const still = await lines({ text: loads(boiler), columns: grid, steps: calm, until: '11:50:00' });
  expect(still).toEqual(['10:02:00 boiler on (surplus)']);
  // Nothing into the grid: the inverter holds the meter at 20 W, whatever the sun does.
  const regulated = Array.from(
    { length: 30 },
    (_, index): Step => [`10:${String(10 + index)}:00`, 20, 1500 + 200 * (index % 3)],
  );
  const steps: Step[] = [['10:00:00', -2400, 2900], ['10:02:10', 20, 1600], ...regulated];
  const columns = ['grid.power', 'pv.power'];
  const held = loads(boiler.replace('}', ', grid: 100}'));
  expect(await lines({ text: held, columns, steps, until: '10:50:00' })).toEqual(['10:02:00 boiler on (surplus)']);
});

test('10 nobody follows a meter for ever on which his own switching has no effect', async () => {
  const steps = [['10:00:00', -2400]] as const;
  expect(await lines({ text: loads(boiler), columns: grid, steps, until: '13:00:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
    // Two hours the same, and five minutes of delay.
    '12:05:00 boiler off (surplus)',
  ]);
});

test('11 what is unavailable is not 0', async () => {
  const steps = [
    ['10:00:00', 'unavailable'],
    ['10:10:00', -2400],
    ['10:12:10', -400],
    ['10:14:00', 'unavailable'],
    ['10:14:40', -400],
  ] as const;
  const rule = `rules:\n  - {name: Low, while: grid.power > -100 W, do: [{kind: set, device: plug, point: relay.on.1, value: "on"}]}\n`;
  expect(await lines({ text: loads(boiler) + rule, columns: grid, steps, until: '10:30:00' })).toEqual([
    '10:12:00 boiler on (surplus)',
  ]);
});

test('12 the battery of the home feeds neither heater nor car', async () => {
  const steps = [
    ['10:00:00', -2400, 0, 99],
    ['10:02:10', -400, 0, 99],
    // The sun is gone; the battery holds the meter at 0.
    ['10:10:00', 0, 2300, 90],
  ] as const;
  expect(await lines({ text: loads(boiler), columns: packed, steps, until: '10:40:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
    '10:15:00 boiler off (surplus)',
  ]);
  const columns = [...packed, 'garage/charger.power', 'garage/charger.plugged'];
  const drained = [
    ['10:00:00', -5000, 0, 99, 0, 1],
    ['10:02:10', -800, 0, 99, 4140, 1],
    ['10:10:00', 0, 4400, 90, 4140, 1],
  ] as const;
  const told = await lines({ text: car(), columns, steps: drained, until: '10:40:00' });
  expect(told.filter((line) => / (on|off) /.test(line))).toEqual([
    '10:02:00 garage on (surplus)',
    '10:15:00 garage off (surplus)',
  ]);
});

test('13 the battery takes 4.5 of 6 kW: the rest goes to the car', async () => {
  const columns = [...packed, 'garage/charger.power', 'garage/charger.plugged'];
  const steps = [
    ['10:00:00', -1500, -4500, 50, 0, 1],
    ['10:02:10', -120, -4500, 50, 1380, 1],
  ] as const;
  const text = `battery: {charge: 4500}\n${car(', phases: 1')}`;
  const told = await lines({ text, columns, steps, until: '10:30:00' });
  expect(told).toEqual(['10:02:00 garage 6 A (surplus)', '10:02:00 garage on (surplus)']);
  // A battery that could take more keeps it.
  const more = await lines({ text: text.replace('4500', '6500'), columns, steps, until: '10:30:00' });
  expect(more).toEqual([]);
});

test('14 a small load gives way to the large one before it; a load to the car before it', async () => {
  const plug = '{name: Plug, device: plug, point: relay.on.1, power: 500}';
  const steps = [
    ['10:00:00', -1200],
    ['10:02:10', -700],
    // 2,100 W with what the plug takes: enough for the boiler alone.
    ['10:10:00', -1600],
    ['10:12:10', 400],
    ['10:17:10', -100],
  ] as const;
  expect(await lines({ text: loads(boiler, plug), columns: grid, steps, until: '10:30:00' })).toEqual([
    '10:02:00 plug on (surplus)',
    '10:12:00 boiler on (surplus)',
    '10:17:00 plug off (surplus)',
  ]);
  const swap = [
    ['10:00:00', -2300, 0, 1],
    ['10:02:10', -300, 0, 1],
    ['10:10:00', -2300, 0, 1],
    ['10:12:10', 1840, 4140, 1],
    ['10:17:10', -160, 4140, 1],
  ] as const;
  const told = await lines({
    text: loads(boiler) + car(', first: true'),
    columns: charging,
    steps: swap,
    until: '10:30:00',
  });
  expect(told.filter((line) => / (on|off) /.test(line))).toEqual([
    '10:02:00 boiler on (surplus)',
    '10:12:00 garage on (surplus)',
    '10:17:00 boiler off (surplus)',
  ]);
});

test('15 phases turn after five minutes of enough, seldom, and a car begins with one', async () => {
  const steps = [
    ['10:00:00', -2000, 0, 1],
    ['10:02:10', -620, 1380, 1],
    // 5 kW in all: three phases after five minutes.
    ['10:10:00', -3620, 1380, 1],
    ['10:15:10', -860, 4140, 1],
    // 3 kW: one phase after five minutes without, and ten since the turn.
    ['10:17:00', 1140, 4140, 1],
  ] as const;
  const told = await lines({ text: car(', phases: auto'), columns: charging, steps, until: '10:30:00' });
  expect(told.filter((line) => line.includes('phases'))).toEqual([
    '10:02:00 garage 1 phases (surplus)',
    '10:15:00 garage 3 phases (surplus)',
    '10:25:00 garage 1 phases (surplus)',
  ]);
});

test('16 a restart takes over what it finds', async () => {
  const steps = [
    ['10:00:00', -2400, ''],
    ['10:02:10', -400, ''],
    ['10:10:00', -400, 'restart'],
  ] as const;
  expect(await lines({ text: loads(boiler), columns: grid, steps, until: '10:40:00' })).toEqual([
    '10:02:00 boiler on (surplus)',
  ]);
});

test('17 a charger that takes half a minute for a command is told once', async () => {
  const text = `home: {zone: Europe/Berlin}\ndevices:\n  garage:\n    kind: charger\n    delay: 30 s\n    points: {charger.enabled: {starts: 0}, charger.current.limit: {starts: 16, min: 6, max: 32}}\n${car()}`;
  const steps = [
    ['10:00:00', -5000, 0, 1],
    ['10:02:50', -860, 4140, 1],
    ['10:10:00', 4000, 4140, 1],
  ] as const;
  const told = await lines({ text, columns: charging, steps, until: '10:20:00' });
  expect(told.filter((line) => / (on|off) /.test(line))).toEqual([
    '10:02:00 garage on (surplus)',
    '10:15:00 garage off (surplus)',
  ]);
});

test('18 the grid goes: loads and cars are off at once', async () => {
  const columns = ['grid.power', 'grid.connected', 'garage/charger.power', 'garage/charger.plugged'];
  const steps = [
    ['10:00:00', -8000, 1, 0, 1],
    ['10:02:10', -1860, 1, 4140, 1],
    ['10:10:00', 0, 0, 4140, 1],
    ['10:10:10', 0, 0, 0, 1],
  ] as const;
  const told = await printed({ text: loads(boiler) + car(), columns, steps, until: '10:30:00' });
  const off = told.commands.filter(({ value }) => value === 0);
  expect(off.map(({ time, device, why }) => [time, device, why.code])).toEqual([
    ['2026-06-10T08:10:00.000Z', 'boiler', 'act.load-grid-away'],
    ['2026-06-10T08:10:00.000Z', 'garage', 'act.charge-grid-away'],
  ]);
});

test('19 the clocks change: a time comes once, a stretch is as long as it is, a goal is reached by its time', async () => {
  const rule = `rules:\n  - {name: Night, when: [{kind: time, at: "02:30"}], do: [{kind: set, device: plug, point: relay.on.1, value: "on", for: 10 min}]}\n`;
  for (const day of ['2026-03-29', '2026-10-25']) {
    const told = await lines({
      text: rule,
      columns: grid,
      steps: [['00:00:00', 300]],
      day,
      until: '06:00:00',
      every: 60,
    });
    expect([day, told.filter((line) => line.includes(' on ')).length]).toEqual([day, 1]);
  }
  // Two hours by 04:00 are begun at 01:00 of the night that has an hour less.
  const least = boiler.replace('}', ', least: {for: 2 h, by: "04:00"}}');
  const short = await lines({
    text: loads(least),
    columns: grid,
    steps: [['00:00:00', 300]],
    day: '2026-03-29',
    until: '05:00:00',
    every: 60,
  });
  expect(short).toEqual(['01:00:00 boiler on (surplus)', '04:00:00 boiler off (surplus)']);
  // 11.04 kWh with 11.04 kW: an hour, a twentieth more, and ten minutes.
  const text = car(', mode: plan, goal: {energy: 11.04, by: "04:00"}');
  const columns = [...charging, 'garage/charger.energy'];
  const told = await lines({
    text,
    columns,
    steps: [['00:00:00', 300, 0, 1, 0]],
    day: '2026-03-29',
    until: '04:00:00',
    every: 60,
  });
  expect(told.filter((line) => line.includes(' on '))).toEqual(['01:47:00 garage on (plan)']);
});

test('20 what a circuit has switched off the surplus does not bring back', async () => {
  const circuit = `circuits:\n  - {name: Fuse, measured: load.power, limit: 4000, gives: [{device: boiler, point: relay.on.1, takes: 2000}]}\n`;
  const steps = [
    ['10:00:00', -2400, 1000],
    ['10:02:10', -400, 3000],
    // Others take 2.5 kW more, from the sun: there is enough of it, and too much in the wire.
    ['10:10:00', -400, 5500],
    ['10:10:10', -2400, 3500],
  ] as const;
  expect(
    await lines({ text: loads(boiler) + circuit, columns: ['grid.power', 'load.power'], steps, until: '10:30:00' }),
  ).toEqual(['10:02:00 boiler on (surplus)', '10:10:03 boiler off (protection)']);
});

test('21 what changes its power is begun by its programme: 1 kWh in two hours, with peaks of 2 kW', async () => {
  const washing = '{name: Washing, device: plug, point: relay.on.1, power: 500, program: 2 h}';
  const steps = [
    ['10:00:00', -700],
    ['10:02:10', 1300],
    ['10:20:00', -500],
    ['11:00:00', 900],
  ] as const;
  expect(await lines({ text: loads(washing), columns: grid, steps, until: '12:20:00' })).toEqual([
    '10:02:00 plug on (surplus)',
    // Two hours, and five minutes without sun.
    '12:07:00 plug off (surplus)',
  ]);
});

test('10 rules and circuits do not act on a meter that repeats one value either', async () => {
  const columns = ['grid.power', 'pv.power'];
  const clouds = [2500, 2200, 1900, 1500, 900, 400, 0];
  const steps: Step[] = [
    ['10:00:00', 4500, 2900],
    ['10:02:00', 1000, 2900],
    ['10:04:00', 1000, 2900],
    ...clouds.map((pv, index): Step => [`10:${20 + 2 * index}:00`, 1000, pv]),
    ['11:00:00', 900, 0],
  ];
  const text = `
circuits:
  - {name: Fuse, measured: grid.power, limit: 4000, back: 30 min, gives: [{device: boiler, point: relay.on.1, takes: 2000}]}
rules:
  - {name: Night, while: grid.power > 500 W, do: [{kind: set, device: boiler, point: relay.on.1, value: on}]}
`;
  // There is room from 10:02 on; the meter is found frozen at 10:28, and the half hour begins anew when it moves at 11:00.
  expect(await lines({ text, columns, steps, until: '11:40:00' })).toEqual([
    '10:00:00 boiler on (rule)',
    '10:00:03 boiler off (protection)',
    '11:30:00 boiler on (rule)',
  ]);
  // A rule lets go a minute later, as with a meter that is silent.
  const [, rule = ''] = text.split('rules:');
  expect(await lines({ text: `rules:${rule}`, columns, steps, until: '11:10:00' })).toEqual([
    '10:00:00 boiler on (rule)',
    '10:29:01 boiler off (put back)',
    '11:00:00 boiler on (rule)',
  ]);
});
