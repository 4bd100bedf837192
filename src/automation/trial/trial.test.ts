// An automation over a recorded past.
import { expect, test } from 'vitest';
import { hourMs, minuteMs } from '#core/time.ts';
import { compiled } from '../file/compile.ts';
import type { FileAutomation } from '../file/words.ts';
import type { SimulatedRow } from '../simulate/simulate.ts';
import { runTrial, type TrialOptions } from './trial.ts';

const start = Date.parse('2026-06-10T00:00:00Z');

function program(file: FileAutomation) {
  const outcome = compiled(file, { devices: ['boiler'] });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.program;
}

const options: TrialOptions = {
  zone: 'UTC',
  freshMs: 3 * minuteMs,
  everyMs: minuteMs,
  signal: new AbortController().signal,
  devices: new Map([
    [
      'boiler',
      {
        kind: 'relay',
        points: new Map([['relay.on.1', { starts: 0 }]]),
        delayMs: 1000,
        freshMs: 3 * minuteMs,
      },
    ],
  ]),
};

/** A day: 2500 W go into the grid from ten to two, 300 W are bought at other times. */
async function* day(extra: (hour: number) => SimulatedRow['values'] = () => []): AsyncGenerator<SimulatedRow> {
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    const hour = minute / 60;
    const gridW = hour >= 10 && hour < 14 ? -2500 : 300;
    const values = [{ device: '', metric: 'grid.power' as const, value: gridW }, ...extra(hour)];
    yield { atMs: start + minute * minuteMs, values, events: [] };
  }
}

const load = { name: 'Boiler', device: 'boiler', point: 'relay.on.1', power: 2000 } as const;

test('a load that would have run is put on the meter, and its sun is told', async () => {
  const { loads, commands, commandCount } = await runTrial(program({ loads: [load] }), day(), options);
  expect(commands.map(({ atMs, value }) => [(atMs - start) / hourMs, value])).toEqual([
    [expect.closeTo(10.03, 1), 1],
    [expect.closeTo(14.08, 1), 0],
  ]);
  expect(commandCount).toBe(2);
  const [boiler] = loads;
  expect(boiler).toMatchObject({ id: 'boiler', starts: 1 });
  // Four hours of 2 kW, and the minutes until it went off, from the grid.
  expect((boiler?.sunWh ?? 0) / 1000).toBeCloseTo(7.9, 0);
  expect(boiler?.gridWh).toBeGreaterThan(100);
  expect(boiler?.gridWh).toBeLessThan(300);
  expect((boiler?.energyWh ?? 0) - (boiler?.gridWh ?? 0)).toBeCloseTo(boiler?.sunWh ?? 0, 6);
});

test('what the load took then does not count twice', async () => {
  const measured = program({ loads: [{ ...load, measured: 'relay.power.1 of boiler' }] });
  // It ran from ten to eleven that day: the meter showed 500 W less than it would have without it.
  const took = (hour: number): SimulatedRow['values'] => [
    { device: 'boiler', metric: 'relay.power.1', value: hour >= 10 && hour < 11 ? 2000 : 0 },
  ];
  const { loads } = await runTrial(measured, day(took), options);
  expect((loads[0]?.sunWh ?? 0) / 1000).toBeCloseTo(7.9, 0);
});

test('rules tell when they would have begun; of very many the first are told, and how many there were', async () => {
  const rules: FileAutomation = {
    rules: [
      { name: 'Each', when: [{ kind: 'cron', pattern: '* * * * *' }], do: [{ kind: 'notify', title: 'now' }] },
      { name: 'Noon', when: [{ kind: 'time', at: '12:00' }], do: [{ kind: 'notify', title: 'noon' }] },
    ],
  };
  const { notices, noticeCount, diary } = await runTrial(program(rules), day(), options);
  expect([notices.length, noticeCount]).toEqual([500, 1440]);
  // What comes seldom is told beside what comes often.
  expect(diary.map(({ by, count, lines }) => [by, count, lines.length])).toEqual([
    ['each', 1439, 100],
    ['noon', 1, 1],
  ]);
});

test('it ends when it is told to', async () => {
  const control = new AbortController();
  async function* endless(): AsyncGenerator<SimulatedRow> {
    for (let minute = 0; ; minute += 1) {
      if (minute === 10) control.abort(new Error('enough'));
      yield { atMs: start + minute * minuteMs, values: [], events: [] };
    }
  }
  await expect(runTrial(program({}), endless(), { ...options, signal: control.signal })).rejects.toThrow('enough');
});
