// What the devices in a table seem to measure: copies by their powers, circuits by their names, banks by their inverters.
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { fc } from '#tools/testkit/property.ts';
import { every, hour, minute, settle } from '../testing/bench.ts';
import { orderedSeries, type ReadingColumns } from './columns.ts';
import { roleByName } from './guess-roles.ts';
import type { MeterRole } from './roles.ts';
import { type TableOptions, tablePlan } from './table-plan.ts';

const start = Date.UTC(2026, 5, 1, 8);
const hours = 4;
const zone: TableOptions = { timeZone: 'Europe/Berlin' };

/** A home whose use varies: watts that rise and fall, never the same twice. */
const moving = (low: number, high: number, turns: number) => (atMs: number) =>
  Math.round(low + ((high - low) * (1 + Math.sin(((atMs - start) / hour) * turns))) / 2);

function readings(
  all: Readonly<Record<string, (atMs: number) => number>>,
  { everyMs = minute, staggerMs = 7000 } = {},
): ReadingColumns[] {
  return Object.entries(all).map(([name, value], index) => {
    const [device = '', metric = ''] = name.split(' ');
    const rows = every(everyMs, [start + index * staggerMs, start + hours * hour], value);
    return {
      key: { device, metric: metric as MetricId },
      atMs: rows.map(([at]) => at),
      value: rows.map(([, one]) => one),
    };
  });
}

function told(columns: readonly ReadingColumns[], roles: Readonly<Record<string, MeterRole>> = {}) {
  const options: TableOptions = { ...zone, roles: new Map(Object.entries(roles)) };
  const { plan, guesses } = tablePlan(
    columns.map(({ key }) => key),
    orderedSeries(columns),
    options,
  );
  const outcome = settle(plan, columns, { span: [start, start + hours * hour] });
  return { guesses, kwh: (channel: Parameters<typeof outcome.wh>[0]) => outcome.wh(channel) / 1000 };
}

const house = moving(200, 1800, 5);

describe('two of one thing', () => {
  test('L5: two meters of one grid that differ by 2 % are counted once, and told', () => {
    const columns = readings({ 'a grid.power': house, 'b grid.power': (at) => house(at) * 1.02 });
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'b', role: { kind: 'copy', of: 'a' }, why: 'likeness', side: 'grid' }]);
    expect(kwh('import')).toBeCloseTo(told(columns.slice(0, 1)).kwh('import'), 1);
  });

  describe('with opposite signs', () => {
    const grid = moving(-1200, 1800, 5);
    const turned = (at: number): number => -1.02 * grid(at);
    const sun = moving(0, 3000, 2);

    test('are told, with the one by which the home would give; as a reversed copy it is counted once', () => {
      const load = (at: number): number => 300 + Math.max(0, grid(at));
      const home = { 'roof pv.power': (at: number) => load(at) - grid(at) };
      const right = readings({ 'a grid.power': grid, ...home });
      const alone = told(right);
      for (const names of [
        ['a', 'b'],
        ['b', 'a'],
      ] as const) {
        const [first, second] = names;
        const columns = readings({ [`${first} grid.power`]: grid, [`${second} grid.power`]: turned, ...home });
        expect(told(columns).guesses).toMatchObject([
          { device: second, beside: first, role: { kind: 'own' }, why: 'mirrored', side: 'grid' },
        ]);
        const said = told(columns, { [second]: { kind: 'copy', of: first, reversed: true } });
        expect(said.guesses).toEqual([]);
        for (const channel of ['import', 'export'] as const)
          expect(said.kwh(channel)).toBeCloseTo(alone.kwh(channel), 1);
      }
    });

    test('a reversed copy stands in with the right sign, by its power and by its counters', () => {
      const counters = (way: number, share: number) => {
        let [sum, lastMs] = [0, start];
        return (at: number) => {
          sum += (Math.max(0, way * grid(at)) * share * (at - lastMs)) / hour;
          lastMs = at;
          return Math.round(sum);
        };
      };
      const other = {
        'b grid.power': turned,
        'b grid.energy.import': counters(-1, 1),
        'b grid.energy.export': counters(1, 1),
      };
      const alone = told(readings({ 'a grid.power': grid }));
      const roles = { b: { kind: 'copy', of: 'a', reversed: true } } as const;
      const silent = readings({ 'a grid.power': grid, ...other }).map((one) =>
        one.key.device === 'a'
          ? { ...one, atMs: Array.from(one.atMs).slice(0, 5), value: Array.from(one.value).slice(0, 5) }
          : one,
      );
      const { kwh } = told(silent, roles);
      for (const channel of ['import', 'export'] as const) {
        expect(kwh(channel) / alone.kwh(channel)).toBeGreaterThan(0.97);
        expect(kwh(channel) / alone.kwh(channel)).toBeLessThan(1.03);
      }
    });

    test('a meter of the sun in a home that uses little is no mirror of the grid', () => {
      const columns = readings({ 'a grid.power': (at) => 60 - sun(at), 'b grid.power': sun });
      expect(told(columns).guesses.map(({ why }) => why)).not.toContain('mirrored');
    });

    test('a meter that only takes is told after half a day', () => {
      const long = (all: Readonly<Record<string, (atMs: number) => number>>): ReadingColumns[] =>
        Object.entries(all).map(([device, value]) => {
          const rows = every(minute, [start, start + 13 * hour], value);
          const key = { device, metric: 'grid.power' as const };
          return { key, atMs: rows.map(([at]) => at), value: rows.map(([, one]) => one) };
        });
      const both = { a: (at: number) => -house(at), b: house };
      expect(told(long(both)).guesses).toMatchObject([{ device: 'a', beside: 'b', why: 'mirrored' }]);
      const short = told(readings({ 'a grid.power': both.a, 'b grid.power': both.b }));
      expect(short.guesses.map(({ why }) => why)).not.toContain('mirrored');
    });
  });

  test('L5: the same by their counters alone', () => {
    const count = (share: number) => {
      let [sum, lastMs] = [0, start];
      return (at: number) => {
        sum += (house(at) * share * (at - lastMs)) / hour;
        lastMs = at;
        return Math.round(sum);
      };
    };
    const columns = readings({ 'a grid.energy.import': count(1), 'b grid.energy.import': count(1.02) });
    expect(told(columns).guesses).toMatchObject([{ device: 'b', role: { kind: 'copy', of: 'a' } }]);
  });

  test('U6: one BMS by two ways is counted once', () => {
    const columns = readings({ 'usb battery.power': moving(-900, 900, 3), 'tcp battery.power': moving(-900, 900, 3) });
    expect(told(columns).guesses).toMatchObject([{ device: 'usb', role: { kind: 'copy', of: 'tcp' } }]);
  });

  test.each(['pv', 'load'] as const)('L5: two of %s that show the same are both counted, and told', (side) => {
    const columns = readings({ [`a ${side}.power`]: house, [`b ${side}.power`]: house });
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'b', beside: 'a', role: { kind: 'own' }, why: 'twins', side }]);
    expect(kwh(side)).toBeCloseTo(2 * told(columns.slice(0, 1)).kwh(side), 1);
  });

  const hybrid = (id: string, share = 1) => ({
    [`${id} pv.power`]: (at: number) => share * moving(0, 3000, 2)(at),
    [`${id} battery.power`]: (at: number) => share * moving(-900, 900, 3)(at),
    [`${id} load.power`]: house,
  });

  test('one hybrid inverter by two ways is told once, and counted as two until a person says that it is one', () => {
    const { guesses } = told(readings({ ...hybrid('cable'), ...hybrid('dongle') }));
    expect(guesses).toMatchObject([{ device: 'dongle', beside: 'cable', role: { kind: 'own' }, why: 'twins' }]);
    const said = told(readings({ ...hybrid('cable'), ...hybrid('dongle') }), { dongle: { kind: 'copy', of: 'cable' } });
    const alone = told(readings(hybrid('cable')));
    expect(said.guesses).toEqual([]);
    expect(said.kwh('pv')).toBeCloseTo(alone.kwh('pv'), 1);
    expect(said.kwh('discharge')).toBeCloseTo(alone.kwh('discharge'), 1);
  });

  test.each([
    ['all they show', 1],
    ['the grid alone', 0.6],
  ])('two parallel inverters that show %s alike are never taken for one by themselves', (_what, share) => {
    const input = moving(-1200, 1500, 4);
    const both = {
      ...hybrid('left'),
      ...hybrid('right', share),
      'left grid.power': input,
      'right grid.power': input,
    };
    const { guesses, kwh } = told(readings(both, { staggerMs: 0 }));
    expect(guesses.map(({ role }) => role.kind)).toEqual(share === 1 ? ['own'] : []);
    const left = told(readings({ ...hybrid('left'), 'left grid.power': input }, { staggerMs: 0 }));
    expect(kwh('pv')).toBeCloseTo((1 + share) * left.kwh('pv'), 1);
    expect(kwh('import')).toBeCloseTo(2 * left.kwh('import'), 1);
  });

  /** Two inverters that both read the meter of the grid, each with a home circuit of its own. */
  const behindOneMeter = {
    'left pv.power': moving(0, 3000, 2),
    'left load.power': moving(100, 500, 7),
    'left grid.power': moving(-1200, 1500, 4),
    'right pv.power': moving(0, 1200, 3),
    'right load.power': moving(300, 2500, 5),
    'right grid.power': moving(-1200, 1500, 4),
  };

  test('two inverters behind one meter are told, and counted as two until a person says that its power is one', () => {
    const columns = readings(behindOneMeter, { staggerMs: 0 });
    const alone = told(columns.slice(0, 3));
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'right', beside: 'left', role: { kind: 'own' }, why: 'shared-grid' }]);
    expect(kwh('import')).toBeCloseTo(2 * alone.kwh('import'), 1);
    const said = told(columns, { right: { kind: 'same-grid', of: 'left' } });
    expect(said.guesses).toEqual([]);
    for (const channel of ['import', 'export'] as const) expect(said.kwh(channel)).toBeCloseTo(alone.kwh(channel), 2);
    expect(said.kwh('pv')).toBeCloseTo(kwh('pv'), 3);
  });

  test('the grid of one that is silent is taken from the other; a ring of them counts', () => {
    const columns = readings(behindOneMeter, { staggerMs: 0 });
    const half = (one: ReadingColumns): ReadingColumns =>
      one.key.device === 'left'
        ? { key: one.key, atMs: Array.from(one.atMs).slice(0, 120), value: Array.from(one.value).slice(0, 120) }
        : one;
    const whole = told(columns.slice(0, 3)).kwh('import');
    const said = told(columns.map(half), { right: { kind: 'same-grid', of: 'left' } });
    expect(said.kwh('import')).toBeCloseTo(whole, 1);
    const ring = told(columns, {
      left: { kind: 'same-grid', of: 'right' },
      right: { kind: 'same-grid', of: 'left' },
    });
    expect(ring.kwh('import')).toBeGreaterThan(whole * 0.9);
  });

  test('two inverters that make sun and sell it alike are told once, and not taken for one', () => {
    const pair = (id: string) => ({
      [`${id} pv.power`]: moving(0, 3000, 2),
      [`${id} grid.power`]: moving(-2000, 500, 4),
    });
    expect(told(readings({ ...pair('a'), ...pair('b') })).guesses).toMatchObject([
      { device: 'b', beside: 'a', role: { kind: 'own' }, why: 'twins' },
    ]);
  });

  test('two hybrid inverters of which one gives a tenth less are two', () => {
    expect(told(readings({ ...hybrid('a'), ...hybrid('b', 0.9) })).guesses).toEqual([]);
  });

  test('two inverters of one roof, two like banks and two different meters are two', () => {
    const sun = moving(0, 2000, 1);
    const roofs = readings({ 'east pv.power': sun, 'west pv.power': (at) => sun(at) * 0.96 });
    expect(told(roofs)).toMatchObject({ guesses: [] });
    const banks = readings({ 'one battery.power': sun, 'two battery.power': (at) => sun(at) * 0.95 });
    expect(told(banks).guesses).toEqual([]);
    const meters = readings({ 'one grid.power': house, 'two grid.power': moving(100, 900, 2) });
    expect(told(meters).guesses).toEqual([]);
  });

  test('what a person said is never guessed against', () => {
    const columns = readings({ 'a grid.power': house, 'b grid.power': house });
    expect(told(columns, { b: { kind: 'grid' } }).guesses).toEqual([]);
    expect(told(columns, { b: { kind: 'grid' } }).kwh('import')).toBeCloseTo(
      2 * told(columns.slice(0, 1)).kwh('import'),
      1,
    );
  });

  test('any noise up to 2 % and any scale: a copy is found, and once is once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 9000 }), fc.integer({ min: -20, max: 20 }), (most, permille) => {
        const one = moving(most / 10, most, 4);
        const columns = readings({ 'a grid.power': one, 'b grid.power': (at) => one(at) * (1 + permille / 1000) });
        expect(told(columns).guesses.map(({ role }) => role)).toEqual([{ kind: 'copy', of: 'a' }]);
      }),
      { numRuns: 15 },
    );
  });
});

describe('banks and their inverters', () => {
  const bank = moving(-800, 800, 3);
  const other = moving(-300, 1200, 7);

  test('L5: two inverters, one bank with a BMS: the BMS belongs to the one that shows the same', () => {
    const columns = readings({
      'bms battery.power': bank,
      'left pv.power': () => 0,
      'left battery.power': other,
      'right pv.power': () => 0,
      'right battery.power': (at) => bank(at) * 1.03,
    });
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'bms', role: { kind: 'battery', of: 'right' } }]);
    const alone = (name: string) => told(columns.filter(({ key }) => key.device === name)).kwh('discharge');
    expect(kwh('discharge')).toBeCloseTo(alone('bms') + alone('left'), 1);
  });

  test.each([
    ['a half each', 0.5],
    ['the whole of it each', 1],
  ])(
    'two inverters that share one bank and show %s: counted once, and nothing else of them is lost',
    (_what, share) => {
      const sun = moving(0, 4000, 2);
      const columns = readings(
        {
          'bms battery.power': bank,
          'left pv.power': sun,
          'left battery.power': (at) => bank(at) * share,
          'right pv.power': sun,
          'right battery.power': (at) => bank(at) * share,
        },
        { staggerMs: 0 },
      );
      const { guesses, kwh } = told(columns);
      expect(guesses).toEqual([]);
      expect(kwh('pv')).toBeCloseTo(2 * told(columns.slice(1, 2)).kwh('pv'), 3);
      expect(kwh('charge')).toBeCloseTo(told(columns.slice(0, 1)).kwh('charge'), 3);
    },
  );

  test('a BMS of one of two like banks of an inverter is a part of what the inverter shows', () => {
    const columns = readings({
      'bms battery.power': bank,
      'hybrid pv.power': () => 0,
      'hybrid battery.power': (at) => bank(at) * 2.02,
    });
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'bms', role: { kind: 'copy', of: 'hybrid' }, why: 'part' }]);
    expect(kwh('charge')).toBeCloseTo(told(columns.slice(1)).kwh('charge'), 1);
  });

  /** A power in some hours of the four, otherwise none. */
  const during = (from: number, to: number, watts: number) => (at: number) =>
    at >= start + from * hour && at < start + to * hour ? watts : 0;

  test('L5: two inverters with a bank each that charge alike and evenly, one with a BMS: two banks', () => {
    const bankOf = during(1, 3, -1000);
    const columns = readings(
      {
        'bms battery.power': bankOf,
        'left pv.power': during(1, 3, 1500),
        'left battery.power': bankOf,
        'right pv.power': during(1, 3, 1500),
        'right battery.power': bankOf,
      },
      { staggerMs: 0 },
    );
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'bms', role: { kind: 'battery', of: 'left' } }]);
    expect(kwh('charge')).toBeCloseTo(4, 6);
  });

  test('L5: a bank that works at other times than the inverter’s is added to it, though most of the time both do', () => {
    const columns = readings({
      'bms battery.power': during(1, 3.5, -1000),
      'hybrid pv.power': during(0.5, 3, 1500),
      'hybrid battery.power': during(0.5, 3, -1000),
    });
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'bms', role: { kind: 'battery', apart: true }, why: 'unlike' }]);
    expect(kwh('charge')).toBeCloseTo(5, 1);
  });

  test('a BMS that shows one value for hours is no second bank', () => {
    const columns = readings({
      'bms battery.power': () => -900,
      'hybrid pv.power': () => 0,
      'hybrid battery.power': (at) => (bank(at) < -400 ? bank(at) : 0),
    });
    expect(told(columns).guesses.filter(({ why }) => why === 'unlike')).toEqual([]);
  });

  test('L5: a bank that goes another way than the inverter is added to it', () => {
    const columns = readings({
      'bms battery.power': bank,
      'hybrid pv.power': () => 0,
      'hybrid battery.power': moving(-3000, -2900, 11),
    });
    const { guesses } = told(columns);
    expect(guesses).toMatchObject([{ device: 'bms', role: { kind: 'battery', apart: true }, why: 'unlike' }]);
  });
});

describe('names', () => {
  test.each([
    ['Heat pump meter', 'circuit'],
    ['wallbox', 'circuit'],
    ['Wärmepumpe', 'circuit'],
    ['sdm630-kitchen', 'circuit'],
    ['PV meter', 'pv'],
    ['balcony_solar', 'pv'],
    ['Speicher', 'battery'],
    ['Generator', 'generator'],
    ['Whole house', 'home'],
    ['Main meter', undefined],
    ['Shelly 3EM', undefined],
    ['piggery', undefined],
  ])('%s: %s', (name, kind) => {
    expect(roleByName(name)?.kind).toBe(kind);
  });

  test('U6: a meter named after a heat pump is no second grid; the only meter is the grid whatever its name', () => {
    const columns = readings({ 'main grid.power': house, 'heat-pump grid.power': moving(0, 1500, 2) });
    const { guesses, kwh } = told(columns);
    expect(guesses).toMatchObject([{ device: 'heat-pump', role: { kind: 'circuit' }, why: 'name' }]);
    expect(kwh('import')).toBeCloseTo(told(columns.slice(0, 1)).kwh('import'), 2);
    expect(told(columns.slice(1)).guesses).toEqual([]);
  });
});

describe('phases of a table', () => {
  const phase = (watts: number) => () => watts;
  const counter = (watts: number) => (at: number) => 5000 + Math.round(((at - start) / hour) * watts);
  const columns = (bought: number, sold: number) =>
    readings(
      {
        'm grid.power.l1': phase(-1100),
        'm grid.power.l2': phase(50),
        'm grid.power.l3': phase(50),
        'm grid.energy.import': counter(bought),
        'm grid.energy.export': counter(sold),
      },
      { everyMs: 10_000, staggerMs: 0 },
    );

  function booked(all: readonly ReadingColumns[], phases: 'net' | 'each') {
    const options = { ...zone, phases };
    const { plan } = tablePlan(
      all.map(({ key }) => key),
      orderedSeries(all),
      options,
    );
    const outcome = settle(plan, all, { span: [start, start + hour] });
    return [outcome.wh('import'), outcome.wh('export')].map((wh) => Math.round(wh));
  }

  test('U2: counters that add up phases do not speak for the net', () => {
    expect(booked(columns(100, 1100), 'net')).toEqual([0, 1000]);
    const [bought, sold] = booked(columns(100, 1100), 'each');
    expect(bought).toBe(100);
    expect(sold).toBe(1100);
  });

  test('U2: counters that net themselves do', () => {
    const [bought, sold] = booked(columns(0, 1000), 'net');
    expect(bought).toBe(0);
    // The last reading of a counter is before the end of the hour.
    expect(sold).toBeGreaterThanOrEqual(995);
  });
});
