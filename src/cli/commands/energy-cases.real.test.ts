// The numbered cases of the energy ledger as files a stranger would write, through the command.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { answer, type Answer, longCsv, steady } from '../testing/energy-bench.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 5, 1);
const kinds = ({ total }: Answer): string[] => total.events.map(({ kind }) => kind).sort();

describe('from power', () => {
  const spike = longCsv('load.power', [
    ['2026-06-01T23:00:00Z', 0],
    ['2026-06-02T00:45:52.818Z', 105],
    ['2026-06-02T00:47:42.810Z', 0],
  ]);

  test.each([{}, { gapLimit: Number.POSITIVE_INFINITY }, { interval: 600 }])('1: 3.2 Wh, with %o', async (flags) => {
    const { total } = await answer(spike, flags);
    expect(total.load).toBeCloseTo(3.208, 2);
  });

  test('1: the same where the source tells every 7 s that it is alive', async () => {
    const [on, off] = [start + 105 * minute + 52_818, start + 107 * minute + 42_810];
    const rows = steady(7000, [start, start + 3 * hour], (at) => (at >= on && at < off ? 105 : 0));
    const { total } = await answer(longCsv('load.power', [...rows, [on, 105], [off, 0]]));
    expect(total.load).toBeCloseTo(3.208, 2);
  });

  test('1: a warning says that time is missing and which flag helps', async () => {
    const { warnings, sources } = await answer(spike);
    expect(warnings.join(' ')).toMatch(/% of the time .* is missing: .*900 s.*--gap-limit none/);
    expect(sources).toMatchObject([{ id: 'file:load.power', gapLimitSeconds: 900 }]);
    expect((await answer(spike, { gapLimit: Number.POSITIVE_INFINITY })).sources[0]).not.toHaveProperty(
      'gapLimitSeconds',
    );
  });

  test('2: long 0 W, 700 W for 40 s, 0 W: 7.8 Wh', async () => {
    const rows = [
      ['2026-06-01T00:00:00Z', 0],
      ['2026-06-01T09:00:00Z', 700],
      ['2026-06-01T09:00:40Z', 0],
    ] as const;
    expect((await answer(longCsv('load.power', rows))).total.load).toBeCloseTo(7.778, 2);
    const later = [...rows, ['2026-06-01T18:00:00Z', 0]] as const;
    expect((await answer(longCsv('load.power', later))).total.load).toBeCloseTo(7.778, 2);
  });

  test.each([
    ['every minute', steady(minute, [start, start + day], () => 33.5)],
    ['every hour', steady(hour, [start, start + day], () => 33.5)],
    ['at both ends', steady(day, [start, start + day + 1], () => 33.5)],
  ])('3: 33.5 W told %s: 804 Wh a day', async (_name, rows) => {
    const { rows: days } = await answer(longCsv('load.power', rows));
    expect(days.map(({ load }) => load)).toEqual([804]);
  });

  test('3: told once, held because a person says so', async () => {
    const flags = { to: '2026-06-02', gapLimit: Number.POSITIVE_INFINITY };
    expect((await answer(longCsv('load.power', [[start, 33.5]]), flags)).total.load).toBe(804);
  });

  test.each([5 * second, minute, 10 * minute])('4: last 495 W, dead 20:41–11:13, read every %i ms', async (every) => {
    const [from, dead] = [Date.UTC(2026, 5, 1, 20), Date.UTC(2026, 5, 1, 20, 41)];
    const back = Date.UTC(2026, 5, 2, 11, 13);
    const rows = [...steady(every, [from, dead + 1], () => 495), ...steady(every, [back, back + hour], () => 100)];
    const { rows: hours } = await answer(longCsv('load.power', rows), { by: 'hour' });
    const silent = hours.slice(2, 15);
    expect(silent).toHaveLength(13);
    expect(silent.map(({ load, missing }) => [load, missing])).toEqual(silent.map(() => [undefined, 1]));
    expect(hours.flatMap(({ events }) => events).map(({ kind }) => kind)).toEqual(['gap']);
    // Read late, the time is filled.
    const late = steady(every, [dead, back], () => 56);
    const filled = await answer(longCsv('load.power', [...rows, ...late]), { by: 'hour' });
    expect(filled.rows.slice(2, 15).map(({ load }) => load)).toEqual(silent.map(() => 56));
  });

  test('4: four rows are enough to tell', async () => {
    const rows = [
      ['2026-06-01T20:21:00Z', 495],
      ['2026-06-01T20:31:00Z', 495],
      ['2026-06-01T20:41:00Z', 495],
      ['2026-06-02T11:13:00Z', 0],
    ] as const;
    const { rows: hours } = await answer(longCsv('load.power', rows), { by: 'hour' });
    expect(hours.slice(2).reduce((sum, { load = 0 }) => sum + load, 0)).toBe(0);
  });

  test('13: garbage is rejected, counted and told with its place', async () => {
    const garbage = ['2147483647', 'NaN', '-0', '2.7e23', '', 'unavailable'];
    const bad = garbage.map((value, index): [number, string] => [start + 5000 + index * minute, value]);
    const rows = steady(10_000, [start, start + hour], () => 600);
    const { total, warnings, readings } = await answer(longCsv('load.power', [...rows, ...bad]), { by: 'hour' });
    expect(total.load).toBe(600);
    expect(readings.rejected.count).toBe(6);
    expect(total.events).toMatchObject([{ kind: 'rejected', count: 6 }]);
    expect(warnings).toContain('stdin:364:37: "-0" is what programs write for nothing');
  });

  test('13: garbage beside a good value of the same moment does not hide it', async () => {
    const rows = steady(10_000, [start, start + hour], () => 600);
    const bad = steady(10_000, [start, start + hour], () => '2.7e23');
    expect((await answer(longCsv('load.power', [...rows, ...bad]))).total.load).toBe(600);
  });

  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Africa/Cairo', '2026-04-24', 23],
    ['America/Santiago', '2026-09-06', 23],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Asia/Kathmandu', '2026-04-05', 24],
    ['Australia/Sydney', '2026-04-05', 25],
  ])('14, 15: 1 kW all day in %s on %s: %d kWh, and its parts add up', async (timezone, date, hours) => {
    const from = Temporal.PlainDate.from(date).subtract({ days: 1 }).toZonedDateTime(timezone).epochMilliseconds;
    const csv = longCsv(
      'load.power',
      steady(minute, [from, from + 3 * day], () => 1000),
    );
    const days = await answer(csv, { timezone });
    const own = days.rows.find(({ label }) => label === date);
    expect(own?.load).toBe(hours * 1000);
    const quarters = await answer(csv, { timezone, by: '15min', from: own?.start ?? '', to: own?.end ?? '' });
    expect(quarters.rows).toHaveLength(hours * 4);
    expect(quarters.rows.reduce((sum, { load = 0 }) => sum + load, 0)).toBe(hours * 1000);
    expect(days.rows.reduce((sum, { load = 0 }) => sum + load, 0)).toBe(days.total.load);
  });

  test('14: local times without an offset', async () => {
    const zone = 'Europe/Berlin';
    for (const [date, hours] of [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
    ] as const) {
      const from = Temporal.PlainDate.from(date).toZonedDateTime(zone);
      const rows = steady(minute, [0, hours * hour], () => 1000).map(([at]): [string, number] => [
        from.add({ milliseconds: at }).toPlainDateTime().toString(),
        1000,
      ]);
      expect((await answer(longCsv('load.power', rows), { timezone: zone })).rows.map(({ load }) => load)).toEqual([
        hours * 1000,
      ]);
    }
  });

  test('16: a clock set back an hour: nothing negative, nothing twice', async () => {
    const rows = [
      ...steady(10_000, [start, start + 2 * hour], () => 1000),
      ...steady(10_000, [start + hour, start + 3 * hour], () => 1000),
    ];
    expect((await answer(longCsv('load.power', rows))).total.load).toBe(3000);
  });

  test('20: phases −2, −1, +4 kW for 1 h, netted and each by itself', async () => {
    const rows = steady(10_000, [start, start + hour], () => 0).map(
      ([at]) => `${new Date(at).toISOString()},-2000,-1000,4000`,
    );
    const csv = `time,grid.power.l1,grid.power.l2,grid.power.l3\n${rows.join('\n')}\n`;
    expect((await answer(csv)).total).toMatchObject({ import: 1000, export: 0 });
    expect((await answer(csv, { phases: 'each' })).total).toMatchObject({ import: 4000, export: 3000 });
  });

  test('23: the same rows twice, in any order: the same', async () => {
    const rows = steady(10_000, [start, start + hour], (at) => (at / 1000) % 700);
    const once = await answer(longCsv('grid.power', rows));
    const twice = await answer(longCsv('grid.power', [...rows.toReversed(), ...rows]));
    expect(twice.rows).toEqual(once.rows);
  });
});

describe('from counters', () => {
  const counts = (values: readonly (number | string)[], from = start): string =>
    longCsv(
      'grid.energy.import',
      values.map((value, index) => [from + index * 10_000, value]),
    );

  test('5: 3.737 kWh, absent, 0.000, 3.746 within 4 s: +9 Wh', async () => {
    const rows = [3737, '', 0, 3746].map((value, index): [number, number | string] => [
      start + (index * 4000) / 3,
      value,
    ]);
    const found = await answer(longCsv('grid.energy.import', rows));
    expect(found.total.import).toBe(9);
    expect(kinds(found)).toEqual(['glitch', 'rejected']);
    const inKilo = await answer(
      `time,grid.energy.import (kWh)\n${start},3.737\n${start + 2000},0.000\n${start + 4000},3.746\n`,
    );
    expect(inKilo.total.import).toBe(9);
  });

  test.each([
    { name: '6', values: [5_688_566, 5_213_928, 5_688_570], energy: 4, decided: ['glitch'] },
    { name: '7', values: [439_534, 718, 730, 755], energy: 755, decided: ['reset'] },
    { name: '12', values: [0xffff_fff0, 0x10], energy: 32, decided: ['rollover'] },
    { name: '11', values: [70_000, 70_000], energy: 0, decided: [] },
  ])('$name: $values: $energy Wh', async ({ values, energy, decided }) => {
    const found = await answer(counts(values));
    expect(found.total.import).toBe(energy);
    expect(kinds(found)).toEqual(decided);
  });

  test('8: a daily counter 0 at 14:05, then back: ignored; 0 at 00:02: accepted', async () => {
    const wh = (at: number): number => Math.floor(((at - start) % day) / (2 * minute));
    const [gone, reset] = [start + 14 * hour + 5 * minute, start + day + 2 * minute];
    const rows = steady(minute, [start, start + day + hour], (at) => {
      if (at >= gone && at < gone + 2 * minute) return 0;
      return at < start + day ? wh(at) : at < reset ? 719 : wh(at);
    });
    const found = await answer(longCsv('pv.energy', rows));
    expect(found.sources).toMatchObject([{ kind: 'counter of the day' }]);
    expect(found.rows.map(({ pv }) => pv)).toEqual([719, 29]);
    expect(kinds(found)).toEqual(['day-start', 'glitch']);
  });

  test('7: a counter that fell for good at another hour is no counter of the day', async () => {
    const rows = [1200, 0, 40, 90, 130].map((value, index): [number, number] => [start + (20 + index) * hour, value]);
    const found = await answer(
      longCsv('pv.energy', [[start + 10 * hour, 900], [start + 11 * hour, 0], [start + 12 * hour, 10], ...rows]),
    );
    expect(found.sources).toMatchObject([{ kind: 'counter' }]);
  });

  test('8: three rows over midnight are enough', async () => {
    const rows = [
      ['2026-06-01T23:50:00Z', 12_000],
      ['2026-06-02T00:02:00Z', 0],
      ['2026-06-02T00:12:00Z', 50],
    ] as const;
    expect((await answer(longCsv('pv.energy', rows))).rows.map(({ pv }) => pv)).toEqual([0, 50]);
  });

  test('9: a day counter still holds yesterday until 00:07', async () => {
    const rows = steady(minute, [start + 20 * hour, start + day + hour], (at) => {
      const since = at < start + day + 7 * minute ? Math.min(at, start + day) - start - 12 * hour : at - start - day;
      return Math.floor(since / minute);
    });
    expect((await answer(longCsv('pv.energy', rows))).rows.map(({ pv }) => pv)).toEqual([240, 59]);
  });

  test('10: a sum of 6 inverters, one reports 0 at dusk: the total never falls', async () => {
    const [dusk, dawn] = [start + 2 * hour, start + 12 * hour];
    const lines = steady(minute, [start, start + 14 * hour], () => 0).map(([at]) => {
      const ran = Math.floor((Math.min(at, dusk) - start + Math.max(0, at - dawn)) / minute);
      const cells = [1, 2, 3, 4, 5, 6].map((own) => (own === 3 && at >= dusk && at < dawn ? 0 : own * 100_000 + ran));
      return `${at},${cells.join(',')}`;
    });
    const heading = [1, 2, 3, 4, 5, 6].map((own) => `inverter${own}/pv.energy`).join(',');
    const found = await answer(`time,${heading}\n${lines.join('\n')}\n`, { by: 'hour' });
    expect(found.total.pv).toBe(6 * (120 + 119));
    expect(found.rows.every(({ pv = -1 }) => pv >= 0)).toBe(true);
    expect(kinds(found)).not.toContain('reset');
  });

  test('11: the same reading after a silent month: 0', async () => {
    const found = await answer(
      longCsv('grid.energy.import', [
        [start, 70_000],
        [start + 30 * day, 70_000],
      ]),
    );
    expect(found.total.import).toBe(0);
    expect(found.rows).toHaveLength(30);
  });

  test('energy across a gap is laid over it, as estimated', async () => {
    const rows = [
      ...steady(10_000, [start, start + hour], () => 1000),
      ...steady(10_000, [start + 5 * hour, start + 6 * hour], () => 5000),
    ];
    const { rows: hours, total } = await answer(longCsv('grid.energy.import', rows), { by: 'hour' });
    expect(total.import).toBe(4000);
    expect(hours[2]).toMatchObject({ measured: 0, estimated: 1 });
    expect(hours[2]?.import).toBeCloseTo(1000, -1);
  });
});

describe('money', () => {
  const write = (name: string, text: string, task: Parameters<typeof tempDir>[0]): string => {
    const path = join(tempDir(task), name);
    writeFileSync(path, text);
    return path;
  };
  const head = 'name: Test\ncurrency: EUR\nversions:\n';

  test('17: the hour 00–01, pushed at 01:01:10, is at its old price', async (task) => {
    const tariff = write(
      'tariff.yaml',
      `${head}  - { from: 2026-01-01, import: [{ kind: flat, name: energy, price: 0.1 }] }\n  - { from: "2026-06-01T01:00+00:00", import: [{ kind: flat, name: energy, price: 9 }] }\n`,
      task,
    );
    const rows = Array.from({ length: 5 }, (_none, index): [number, number] => [
      start - hour + index * hour + 70_000,
      1000 * index,
    ]);
    const { rows: hours } = await answer(longCsv('grid.energy.import', rows), { tariff, by: 'hour' });
    expect(hours.slice(1, 3).map(({ import: own, cost }) => [own, cost])).toEqual([
      [1000, '0.1'],
      [1000, '9'],
    ]);
  });

  test('18: a tariff edge inside a sample: split at the edge', async (task) => {
    const tariff = write(
      'tariff.yaml',
      `${head}  - from: 2026-01-01\n    import:\n      - kind: time-of-use\n        name: energy\n        windows: [{ name: night, price: 0.1, when: [{ from: "00:00", to: "06:35" }] }]\n        otherwise: { name: day, price: 0.4 }\n`,
      task,
    );
    const { total } = await answer(
      longCsv(
        'grid.power',
        steady(hour, [start + 5 * hour + 600_000, start + 9 * hour], () => 1200),
      ),
      {
        tariff,
        gapLimit: 3600,
        from: '2026-06-01T06:10',
        to: '2026-06-01T07:10',
      },
    );
    expect(total.import).toBe(1200);
    expect(Number(total.cost)).toBeCloseTo((1.2 * 25 * 0.1 + 1.2 * 35 * 0.4) / 60, 9);
  });

  test('19: negative prices, and a standing charge on a 23-h day: exact', async (task) => {
    const tariff = write(
      'tariff.yaml',
      `${head}  - from: 2026-01-01\n    import: [{ kind: dynamic, name: energy, series: market }]\n    export: [{ kind: flat, name: feed-in, price: 0.08 }]\n    standing: [{ name: meter, amount: 0.5, per: day }]\n`,
      task,
    );
    const prices = write('prices.csv', 'start,end,price\n2026-03-28T23:00Z,2026-03-29T22:00Z,-0.1\n', task);
    const from = Date.UTC(2026, 2, 28, 23);
    const csv = longCsv(
      'grid.power',
      steady(minute, [from, from + 23 * hour], () => 1000),
    );
    const { rows, currency, total } = await answer(csv, { tariff, prices: [prices], timezone: 'Europe/Berlin' });
    expect(currency).toBe('EUR');
    expect(rows.map(({ label, import: own, export: sold, cost, earned }) => [label, own, sold, cost, earned])).toEqual([
      ['2026-03-29', 23_000, 0, '-1.8', '0'],
    ]);
    expect(total.cost).toBe('-1.8');
    const { warnings } = await answer(csv, { tariff, timezone: 'Europe/Berlin' });
    expect(warnings).toContain(
      'No price for 23000 Wh of import (energy): no market price in the series market; they are not part of any amount.',
    );
  });
});
