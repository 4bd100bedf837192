// Small homes as a stranger would write them into a file, through the command; every right value is worked out by hand beside it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { answer } from '../testing/energy-bench.ts';

const minute = 60_000;
const start = Date.UTC(2026, 5, 1, 8);

type Value = (minuteNo: number) => number | string | undefined;

/** A wide file: columns by heading, a row every `every` minutes up to and with the last. */
function wide(columns: Readonly<Record<string, Value>>, { to = 60, every = 1, fromMs = start } = {}): string {
  const rows = Array.from({ length: to / every + 1 }, (_none, index) => {
    const at = index * every;
    const cells = Object.values(columns).map((value) => value(at) ?? '');
    return [new Date(fromMs + at * minute).toISOString(), ...cells].join(',');
  });
  return `time,${Object.keys(columns).join(',')}\n${rows.join('\n')}\n`;
}

const hourly = { by: 'hour' } as const;
const kinds = (events: readonly { readonly kind: string }[]): string[] =>
  [...new Set(events.map(({ kind }) => kind))].sort();

describe('phases', () => {
  const three = { 'grid.power.l1': () => -2000, 'grid.power.l2': () => -1000, 'grid.power.l3': () => 4000 };
  test.each([
    ['net', 1000, 0],
    ['net-minute', 1000, 0],
    ['net-quarter', 1000, 0],
    ['each', 4000, 3000],
  ] as const)('20: −2, −1 and +4 kW, %s', async (phases, bought, sold) => {
    const { total } = await answer(wide(three), { ...hourly, phases });
    expect([total.import, total.export]).toEqual([bought, sold]);
  });

  test.each([
    ['net', 4 * 333.333, 4 * 333.333],
    ['net-quarter', 0, 0],
  ] as const)('4 kW for 5 minutes and −2 kW for 10, %s', async (phases, bought, sold) => {
    const csv = wide({ 'grid.power': (at) => (at % 15 < 5 ? 4000 : -2000) });
    const { total } = await answer(csv, { ...hourly, phases });
    expect(total.import).toBeCloseTo(bought, 1);
    expect(total.export).toBeCloseTo(sold, 1);
  });

  test('U2: sum counters beside phase powers: the powers are netted, and the counters are not', async () => {
    const csv = wide({
      'grid.power.l1': () => -1100,
      'grid.power.l2': () => 50,
      'grid.power.l3': () => 50,
      'grid.energy.import': (at) => Math.round(5000 + (100 * at) / 60),
      'grid.energy.export': (at) => Math.round(9000 + (1100 * at) / 60),
    });
    const net = (await answer(csv, { ...hourly, phases: 'net' })).total;
    expect([net.import, net.export]).toEqual([0, 1000]);
    const each = (await answer(csv, { ...hourly, phases: 'each' })).total;
    expect([each.import, each.export]).toEqual([100, 1100]);
  });

  test('L6: phase counters alone, one phase that sells: netted step by step', async () => {
    const csv = wide(
      {
        'grid.energy.import.l1': (at) => 1000 + (3000 * at) / 60,
        'grid.energy.import.l2': () => 500,
        'grid.energy.export.l2': (at) => 700 + (1000 * at) / 60,
      },
      { every: 15 },
    );
    const net = (await answer(csv, hourly)).total;
    expect([net.import, net.export]).toEqual([2000, 0]);
    const each = (await answer(csv, { ...hourly, phases: 'each' })).total;
    expect([each.import, each.export]).toEqual([3000, 1000]);
  });
});

describe('meters that are the same, or are not', () => {
  const use = (at: number): number => 800 + 300 * Math.sin(at / 7);
  const kwh = async (columns: Readonly<Record<string, Value>>, flags = {}) =>
    (await answer(wide(columns, { to: 240 }), { ...hourly, ...flags })).total;

  test('L5: three meters of one grid are one', async () => {
    const one = await kwh({ 'a/grid.power': use });
    const all = await kwh({
      'a/grid.power': use,
      'b/grid.power': (at) => use(at) * 1.01,
      'c/grid.power': (at) => use(at) * 0.99,
    });
    expect(all.import).toBeCloseTo(one.import ?? 0, 0);
  });

  test('a meter of the grid and two parts of the home: two circuits, and the rest', async () => {
    const answered = await answer(
      wide(
        {
          'm/grid.power': (at) => use(at) + 1000,
          'p/grid.power': () => 600,
          'q/grid.power': (at) => (at % 60 < 30 ? 800 : 0),
        },
        { to: 240 },
      ),
      hourly,
    );
    const { total, warnings } = answered;
    expect(total.circuits?.map(({ device, energy }) => [device, Math.round(energy)])).toEqual([
      ['p', 2400],
      ['q', 1600],
    ]);
    expect(total.everythingElse).toBeCloseTo((total.load ?? 0) - 4000, 0);
    expect(warnings.join('\n')).toMatch(/p is taken for circuit:p: it never shows more than the home uses by m/);
  });

  test('a plug with a relay’s power only, in a home and alone', async () => {
    const plug = { 'plug/relay.power.1': () => 120, 'plug/relay.power.2': () => 30 };
    const home = await kwh({ 'm/grid.power': use, ...plug });
    expect(home.circuits).toMatchObject([{ device: 'plug', energy: 600 }]);
    const alone = await kwh(plug);
    expect(alone).toMatchObject({ measured: 1, missing: 0, circuits: [{ device: 'plug', energy: 600 }] });
    expect(alone.load).toBeUndefined();
    expect((await kwh({ 'm/grid.power': use, ...plug }, { role: ['plug=nothing'] })).circuits).toBeUndefined();
    // Solar on a plug.
    const solar = await kwh({ 'm/grid.power': use, ...plug }, { role: ['plug=pv'] });
    expect(solar.pv).toBe(600);
    expect(solar.load).toBeCloseTo((home.load ?? 0) + 600, 0);
  });

  test('a reversed meter beside sun and the home’s own use is told, and the flag puts it right', async () => {
    const columns = { 'i/pv.power': () => 3000, 'i/load.power': () => 1000, 'm/grid.power': () => 2000 };
    const wrong = await answer(wide(columns, { to: 240 }), hourly);
    expect(kinds(wrong.total.events)).toContain('disagreement');
    expect(wrong.total.meteringError).toBe(16_000);
    const righted = await kwh(columns, { role: ['m=grid:reversed'] });
    expect(righted).toMatchObject({ import: 0, export: 8000, load: 4000, meteringError: 0 });
  });

  test('a battery with its sign turned beside all the others', async () => {
    const columns = {
      'i/pv.power': () => 2000,
      'i/load.power': () => 500,
      'b/battery.power': () => 1500,
      'm/grid.power': () => 0,
    };
    const wrong = await kwh(columns);
    expect(wrong.meteringError).toBe(12_000);
    expect(kinds(wrong.events)).toEqual(['disagreement']);
    expect(await kwh(columns, { role: ['b=battery:reversed'] })).toMatchObject({ charge: 6000, meteringError: 0 });
  });
});

describe('sources that fall silent', () => {
  const until =
    (last: number, watts: number): Value =>
    (at) =>
      at < last ? watts : undefined;
  const rows = async (columns: Readonly<Record<string, Value>>, flags = {}) =>
    (await answer(wide(columns, { to: 240 }), { ...hourly, ...flags })).rows;

  test('the meter of the grid: its figures are absent and not none, and nothing but the sun is measured', async () => {
    const [first, , third] = await rows({ 'm/grid.power': until(60, 500), 'i/pv.power': () => 1000 });
    expect(first).toMatchObject({ import: 500, load: 1500 });
    expect(third).not.toHaveProperty('import');
    expect(third).not.toHaveProperty('export');
    expect(third).not.toHaveProperty('load');
    expect(third).not.toHaveProperty('meteringError');
    expect(third).toMatchObject({ pv: 1000 });
    expect(third?.measured).toBeCloseTo(1 / 4, 2);
  });

  test('the meter of the grid with an inverter that knows it: estimated, and told', async () => {
    const [, , third] = await rows({
      'm/grid.power': until(60, 500),
      'i/grid.power': () => 480,
      'i/pv.power': () => 1000,
    });
    expect(third).toMatchObject({ import: 480, load: 1480 });
    expect(third?.estimated).toBeGreaterThan(0);
    expect(kinds(third?.events ?? [])).toEqual(['stand-in']);
  });

  test('a battery whose use comes from an inverter: nothing is bought in its stead', async () => {
    const [first, , third] = await rows({
      'i/pv.power': () => 0,
      'i/load.power': () => 400,
      'i/grid.voltage': () => 230,
      'b/battery.power': until(60, 400),
    });
    expect(first).toMatchObject({ import: 0, discharge: 400 });
    expect(third?.import ?? 0).toBe(0);
    expect(third).not.toHaveProperty('discharge');
  });

  test('one of two inverters: the sun is what is left, and marked', async () => {
    const [first, , third] = await rows({
      'a/pv.power': () => 1000,
      'b/pv.power': until(60, 800),
      'm/grid.power': () => 0,
    });
    expect(first?.pv).toBe(1800);
    expect(third?.pv).toBe(1000);
    expect(third?.missing).toBeGreaterThan(0.3);
  });

  test('a generator: absent, not none', async () => {
    const [first, , third] = await rows(
      { 'g/grid.power': until(60, 900), 'm/grid.power': () => 100 },
      { role: ['g=generator'] },
    );
    expect(first).toMatchObject({ generator: 900, import: 100, load: 1000 });
    expect(third).not.toHaveProperty('generator');
    expect(third).toMatchObject({ import: 100 });
  });
});

describe('gaps', () => {
  const zone = 'Europe/Berlin';
  test.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])('a counter that is silent over the night the clocks change, %s', async (date, hours) => {
    const from = Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
    const count: Value = (at) => (at > 30 && at < 600 ? undefined : 1000 + Math.round((1000 * at) / 60));
    const csv = wide({ 'grid.energy.import': count }, { to: hours * 60, fromMs: from });
    const { rows: days } = await answer(csv, { timezone: zone });
    expect(days.map(({ import: bought }) => bought)).toEqual([hours * 1000]);
    const { rows: by } = await answer(csv, { timezone: zone, by: 'hour' });
    expect(by).toHaveLength(hours);
    for (const row of by) expect(row.import).toBeCloseTo(1000, -2);
  });

  test('L9: one of two inverters is away overnight: nothing is booked in the dark', async () => {
    const sun = (at: number): number => {
      const local = (at / 60 + 16) % 24;
      return local > 6 && local < 20 ? 2000 * Math.sin(((local - 6) / 14) * Math.PI) : 0;
    };
    let sum = 0;
    const counted = Array.from({ length: 24 * 60 + 1 }, (_none, at) => {
      if (at > 0) sum += sun(at - 1) / 60;
      return Math.round(50_000 + sum);
    });
    const csv = wide(
      {
        'a/pv.power': sun,
        'a/pv.energy': (at) => counted[at],
        'b/pv.energy': (at) => (at > 60 && at < 16 * 60 ? undefined : counted[at]),
      },
      { to: 24 * 60, fromMs: Date.UTC(2026, 5, 1, 16) },
    );
    const { rows: by, total } = await answer(csv, { by: 'hour', timezone: 'UTC' });
    expect(total.pv).toBeCloseTo(2 * ((counted.at(-1) ?? 0) - 50_000), -1);
    const night = by.filter(({ start: at }) => /T(2[0-3]|0[0-5]):00/.test(at));
    expect(night).toHaveLength(10);
    expect(night.reduce((dark, { pv = 0 }) => dark + pv, 0)).toBeLessThan(30);
  });

  test('two days of silence are shared between the days, and add up exactly', async () => {
    const count: Value = (at) => (at > 60 && at < 3 * 24 * 60 - 60 ? undefined : Math.round(7000 + (600 * at) / 60));
    const csv = wide({ 'load.energy': count }, { to: 3 * 24 * 60, fromMs: Date.UTC(2026, 5, 1) });
    const { rows: days, total } = await answer(csv);
    expect(total.load).toBe(43_200);
    for (const { load } of days) expect(load).toBeCloseTo(14_400, -1);
  });
});

describe('money', () => {
  const file = (context: Parameters<typeof tempDir>[0], name: string, text: string): string => {
    const path = join(tempDir(context), name);
    writeFileSync(path, text);
    return path;
  };

  test('quarter-hour prices over the autumn night, some below 0', async (context) => {
    const from = Date.parse('2026-10-24T22:00:00Z');
    const slots = Array.from({ length: 100 }, (_none, index) => {
      const at = new Date(from + index * 15 * minute).toISOString();
      return `${at},${((index % 7) - 2) / 10}`;
    });
    const prices = file(context, 'p.csv', `start,price\n${slots.join('\n')}\n`);
    const tariff = file(
      context,
      't.yaml',
      'name: T\ncurrency: EUR\nversions:\n  - from: 2026-01-01\n    import: [{ kind: dynamic, name: energy, series: market }]\n',
    );
    const csv = wide({ 'load.power': () => 4000, 'grid.power': () => 4000 }, { to: 25 * 60, fromMs: from });
    const { total, rows: by } = await answer(csv, { timezone: 'Europe/Berlin', by: '15min', tariff, prices: [prices] });
    expect(by).toHaveLength(100);
    // A kilowatt-hour a quarter-hour: fourteen rounds of −0.2 … 0.4, which come to 0.7 each, and −0.2, −0.1.
    expect(Number(total.cost)).toBeCloseTo(14 * 0.7 - 0.3, 9);
  });

  test('a generator: its fuel is a part of the cost, and a line', async (context) => {
    const tariff = file(
      context,
      't.yaml',
      `name: T
currency: EUR
versions:
  - from: 2026-01-01
    import: [{ kind: flat, name: energy, price: 0.30 }]
    generator: [{ name: diesel, price: 0.55 }]
`,
    );
    const csv = wide({ 'g/grid.power': () => 2000, 'm/grid.power': () => 1000 });
    const answered = await answer(csv, { ...hourly, tariff, role: ['g=generator'] });
    expect(answered.total).toMatchObject({ generator: 2000, import: 1000, load: 3000, cost: '1.4' });
    expect(answered).toMatchObject({ bill: { lines: [{ kind: 'import' }, { kind: 'generator', amount: '1.1' }] } });
    const island = wide({ 'g/grid.power': () => 2000, 'i/pv.power': () => 500, 'i/load.power': () => 2500 });
    const off = await answer(island, { ...hourly, tariff, role: ['g=generator'] });
    expect(off.total).toMatchObject({ cost: '1.1', savings: { pv: '0.275' } });
  });

  test('a cap of the month, a tax on the sum, and a holiday that is taken out', async (context) => {
    const tariff = file(
      context,
      't.yaml',
      `name: T
currency: EUR
versions:
  - from: 2026-01-01
    vat: 10
    vat_included: false
    holidays: { country: DE, except: [2026-05-01] }
    import:
      - kind: time-of-use
        name: energy
        windows: [{ name: rest day, price: 0.1, when: [{ days: [sun, holiday] }] }]
        otherwise: { name: work day, price: 0.4 }
    limits: [{ name: cap, of: [energy], per: month, at_most: 9 }]
    taxes: [{ name: tax, percent: 20, of: [energy, cap] }]
`,
    );
    // 1 kW from 30 April to 4 May: Thursday and Friday (the removed holiday) at 0.4, Saturday too, Sunday at 0.1.
    const csv = wide({ 'grid.power': () => 1000 }, { to: 4 * 24 * 60, every: 10, fromMs: Date.UTC(2026, 3, 30) });
    const { total } = await answer(csv, { timezone: 'UTC', tariff });
    // April 24 × 0.4 = 9.6, capped at 9; May 48 × 0.4 + 24 × 0.1 = 21.6, capped at 9; 18 × 1.2 × 1.1.
    expect(Number(total.cost)).toBeCloseTo(18 * 1.2 * 1.1, 9);
  });
});
