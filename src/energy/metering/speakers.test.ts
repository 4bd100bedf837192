// What speaks for a side of a home when: roles of meters, sources that stand in, phases, and sides that are not measured.
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { channels } from '../types.ts';
import { columns, every, hour, minute, second, settle } from '../testing/bench.ts';
import type { ReadingColumns } from './columns.ts';
import type { Correction } from './correction.ts';
import { planOf } from './plan-of.ts';
import type { MeteredDevice, PlanOptions } from './plan-options.ts';
import type { MeterRole } from './roles.ts';

const zone: PlanOptions = { timeZone: 'Europe/Berlin' };
const start = Date.UTC(2026, 5, 1, 8);
const device = (id: string, kind: DeviceKind, ...metrics: MetricId[]): MeteredDevice => ({
  id,
  kind,
  metrics,
  intervalMs: 10 * second,
});
const withRoles = (roles: Readonly<Record<string, MeterRole>>, rest: Partial<PlanOptions> = {}): PlanOptions => ({
  ...zone,
  ...rest,
  roles: new Map(Object.entries(roles)),
});

type Watts = number | ((atMs: number) => number);

/** Readings of a power every 10 s from one moment to another. */
function steady(name: string, watts: Watts, { fromMs = start, toMs = start + hour } = {}): ReadingColumns {
  const [id = '', metric = ''] = name.split(' ');
  const value = typeof watts === 'number' ? () => watts : watts;
  return columns(every(10 * second, [fromMs, toMs], value), metric as MetricId, id);
}

/** A counter of so many watts, read every 10 s. */
const counted = (name: string, watts: number): ReadingColumns =>
  steady(name, (atMs) => 1_000_000 + Math.round(((atMs - start) / hour) * watts));

interface Choices extends PlanOptions {
  readonly corrections?: readonly Correction[];
}

function energyOf(
  devices: readonly MeteredDevice[],
  { corrections = [], ...choices }: Choices,
  readings: readonly ReadingColumns[],
) {
  const lastMs = Math.max(...readings.flatMap(({ atMs }) => Array.from(atMs)));
  const hours = Math.ceil((lastMs + 1 - start) / hour);
  const outcome = settle(planOf(devices, choices), readings, { span: [start, start + hours * hour], corrections });
  const wh = Object.fromEntries(channels.map((channel) => [channel, Math.round(outcome.wh(channel))]));
  const shares = (channel: (typeof channels)[number]) => {
    const all = outcome.buckets.map((bucket) => bucket.channels[channel]);
    const sum = (pick: 'measuredMs' | 'estimatedMs') => all.reduce((total, one) => total + (one?.[pick] ?? 0), 0);
    return { measured: sum('measuredMs') / minute, estimated: sum('estimatedMs') / minute };
  };
  return { ...outcome, outcomeWh: outcome.wh, wh, shares };
}

const inverter = device('axpert', 'inverter', 'pv.power', 'battery.power', 'load.power', 'grid.voltage');
const pack = device('jk', 'battery', 'battery.power');
const away = { toMs: start + 20 * minute };

describe('the best speaker alive', () => {
  test('U1: the inverter stands in for a battery that went away: nothing is bought, and it is told', () => {
    const readings = [
      steady('axpert load.power', 250),
      steady('axpert pv.power', 0),
      steady('axpert battery.power', 263),
      steady('axpert grid.voltage', 0),
      steady('jk battery.power', 250, away),
    ];
    const { wh, shares, events } = energyOf([inverter, pack], zone, readings);
    // The battery's last reading holds a minute, then the inverter speaks.
    expect(wh).toMatchObject({ load: 250, import: 0, discharge: 258 });
    expect(shares('discharge').measured).toBeCloseTo(20 + 50 / 60);
    expect(shares('discharge').estimated).toBeCloseTo(39 + 10 / 60);
    const stoodIn = events.filter(({ kind }) => kind === 'stand-in');
    expect(stoodIn).toMatchObject([{ source: 'jk:battery.power', count: 39 }]);
    expect(stoodIn.map(({ energy }) => Math.round(energy / 1000))).toEqual([171]);
    expect(stoodIn.map(({ reason }) => inEnglish(reason))).toEqual([
      'jk:battery.power was silent; axpert:battery.power was booked instead, as an estimate.',
    ]);
  });

  test('U1: a battery that comes in the middle of an hour changes nothing that was booked before it', () => {
    const alone = [
      steady('axpert load.power', 250),
      steady('axpert pv.power', 0),
      steady('axpert battery.power', 263),
      steady('axpert grid.voltage', 230),
    ];
    const before = energyOf([inverter], zone, alone);
    const joined = [...alone, steady('jk battery.power', 300, { fromMs: start + 31 * minute })];
    const after = energyOf([inverter, pack], zone, joined);
    const early = [start, start + 30 * minute] as const;
    expect(after.outcomeWh('discharge', ...early)).toBe(before.outcomeWh('discharge', ...early));
    expect(after.outcomeWh('import', ...early)).toBe(before.outcomeWh('import', ...early));
    expect(after.events.filter(({ kind }) => kind === 'stand-in')).toEqual([]);
  });

  test('two banks with a BMS each: one that is silent is stood in for by the inverter, which sees both', () => {
    const readings = [
      steady('axpert battery.power', 1000),
      steady('one battery.power', 500),
      steady('two battery.power', 480, away),
      steady('axpert load.power', 1000),
      steady('axpert grid.voltage', 0),
    ];
    const banks = [device('one', 'battery', 'battery.power'), device('two', 'battery', 'battery.power')];
    const { wh } = energyOf(
      [device('axpert', 'inverter', 'battery.power', 'load.power', 'grid.voltage'), ...banks],
      zone,
      readings,
    );
    expect(wh['discharge']).toBe(Math.round(980 / 3 + 1000 / 1.5));
    expect(wh['import']).toBe(0);
  });

  test('a counter that is back after a gap is the truth of the gap; what stood in is not booked beside it', () => {
    const meter = device('meter', 'meter', 'grid.power', 'grid.energy.import');
    const other = device('hybrid', 'inverter', 'grid.power');
    const silent = (atMs: number): boolean => atMs < start + 10 * minute || atMs >= start + 50 * minute;
    const keep = (all: ReadingColumns): ReadingColumns => {
      const kept = Array.from(all.atMs).flatMap((at, index) => (silent(at) ? [index] : []));
      return { ...all, atMs: kept.map((at) => all.atMs[at] ?? 0), value: kept.map((at) => all.value[at] ?? 0) };
    };
    const readings = [
      keep(counted('meter grid.energy.import', 1200)),
      keep(steady('meter grid.power', 1200)),
      steady('hybrid grid.power', 900),
    ];
    expect(energyOf([meter, other], zone, readings).wh['import']).toBe(1200);
  });

  test('any silence of either: the battery is never booked twice and never bought', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 40 });
    fc.assert(
      fc.property(minutes, (dead) => {
        const isDead = new Set(dead);
        const rows = every(10 * second, [start, start + hour], () => 600).filter(
          ([atMs]) => !isDead.has(Math.floor((atMs - start) / minute)),
        );
        const readings = [
          columns(rows, 'battery.power', 'jk'),
          steady('axpert battery.power', 600),
          steady('axpert load.power', 600),
          steady('axpert pv.power', 0),
          steady('axpert grid.voltage', 230),
        ];
        const { wh } = energyOf([inverter, pack], zone, readings);
        expect(wh).toMatchObject({ discharge: 600, import: 0 });
      }),
      { numRuns: 25 },
    );
  });
});

describe('sides nobody measures', () => {
  test('L14: a battery whose power nobody tells is never taken for bought', () => {
    const king = device('king', 'inverter', 'pv.power', 'load.power', 'grid.voltage', 'battery.soc', 'battery.voltage');
    const readings = [steady('king load.power', 800), steady('king pv.power', 100), steady('king grid.voltage', 230)];
    const { buckets, wh } = energyOf([king], zone, readings);
    expect(buckets[0]?.channels.import).toBeUndefined();
    expect(wh).toMatchObject({ load: 800, pv: 100 });
  });

  test('L14: what is derived of the grid is estimated, never measured', () => {
    const plain = device('king', 'inverter', 'pv.power', 'load.power', 'grid.voltage');
    const readings = [steady('king load.power', 800), steady('king pv.power', 100), steady('king grid.voltage', 230)];
    const { wh, shares } = energyOf([plain], zone, readings);
    expect(wh['import']).toBe(700);
    expect(shares('import')).toEqual({ measured: 0, estimated: 60 });
  });

  test('a battery that is silent with nobody to stand in is missing, not bought', () => {
    const plain = device('king', 'inverter', 'pv.power', 'load.power', 'grid.voltage');
    const readings = [
      steady('king load.power', 600),
      steady('king pv.power', 0),
      steady('king grid.voltage', 230),
      steady('jk battery.power', 600, { toMs: start + 30 * minute }),
    ];
    const { wh, shares } = energyOf([plain, pack], zone, readings);
    expect(wh['import']).toBe(0);
    expect(shares('import').estimated).toBeLessThanOrEqual(31);
  });

  describe('a grid that is silent with nobody to stand in: what the home used is not known', () => {
    const devices = [device('i', 'inverter', 'pv.power'), pack, device('m', 'meter', 'grid.power')];
    const half = { toMs: start + 30 * minute };
    const sunAlone = [steady('i pv.power', 1000), steady('jk battery.power', 0)];

    test('not the sun, and no error', () => {
      const { wh, shares, buckets } = energyOf(devices, zone, [...sunAlone, steady('m grid.power', 500, half)]);
      // The last reading of the meter holds for a minute.
      expect(wh).toMatchObject({ pv: 1000, import: 257, load: 774 });
      expect(shares('load').measured + shares('load').estimated).toBeLessThanOrEqual(31);
      expect(buckets.slice(7).map(({ channels: own }) => own.load?.energy)).toEqual([0, 0, 0, 0, 0]);
      expect(buckets.map(({ meteringError }) => meteringError)).toEqual(buckets.map(() => 0));
    });

    test('an inverter that sleeps says nothing against the grid', () => {
      const readings = [steady('i pv.power', 0, half), steady('jk battery.power', 0), steady('m grid.power', 500)];
      expect(energyOf(devices, zone, readings).wh).toMatchObject({ pv: 0, import: 500, load: 500 });
    });

    test('what is charged meanwhile is owed by no minute before it', () => {
      const readings = [
        steady('i pv.power', 1000),
        steady('jk battery.power', (at) => (at < half.toMs ? 0 : -3000)),
        steady('m grid.power', 500, half),
      ];
      const { wh, buckets } = energyOf(devices, zone, readings);
      expect(wh).toMatchObject({ load: 750, charge: 1500 });
      expect(buckets.map(({ meteringError }) => meteringError)).toEqual(buckets.map(() => 0));
    });

    test('but if a person says what was bought, the home used it', () => {
      const readings = [...sunAlone, steady('m grid.power', 500, half)];
      const corrections: Correction[] = [
        { kind: 'energy', channel: 'import', fromMs: half.toMs, toMs: start + hour, energy: 400_000 },
      ];
      const { wh, buckets } = energyOf(devices, { ...zone, corrections }, readings);
      expect(wh).toMatchObject({ import: 650, load: 1650 });
      expect(buckets.map(({ meteringError }) => meteringError)).toEqual(buckets.map(() => 0));
    });
  });

  test('U1: off the grid nothing is bought, by the volts of the input or by the mode', () => {
    const devices = [device('king', 'inverter', 'pv.power', 'load.power', 'grid.voltage', 'grid.connected')];
    const common = [steady('king load.power', 600), steady('king pv.power', 100)];
    const half = (atMs: number) => (atMs < start + 30 * minute ? 1 : 0);
    const byMode = [...common, steady('king grid.voltage', 230), steady('king grid.connected', half)];
    expect(energyOf(devices, zone, byMode).wh['import']).toBe(250);
    const byVolts = [...common, steady('king grid.voltage', (atMs) => 230 * half(atMs))];
    expect(energyOf(devices, zone, byVolts).wh['import']).toBe(250);
  });
});

describe('roles of meters', () => {
  const grid = device('main', 'meter', 'grid.power');
  const heat = device('heat', 'meter', 'grid.power');
  const both = [steady('main grid.power', 2250), steady('heat grid.power', 34)];

  test('U6: a circuit is inside the home, no second grid', () => {
    const { wh } = energyOf([grid, heat], withRoles({ heat: { kind: 'circuit', name: 'Heat pump' } }), both);
    expect(wh).toMatchObject({ import: 2250, load: 2250 });
  });

  test('L5: a copy is counted once and stands in', () => {
    const readings = [steady('main grid.power', 1000, away), steady('heat grid.power', 1020)];
    const choices = withRoles({ heat: { kind: 'copy', of: 'main' } });
    const { wh, shares } = energyOf([grid, heat], choices, readings);
    expect(wh['import']).toBe(Math.round(1000 / 3 + 1020 / 1.5));
    expect(shares('import').measured).toBeCloseTo(20 + 50 / 60);
    expect(shares('import').estimated).toBeCloseTo(39 + 10 / 60);
  });

  test('L5: two banks, one with a BMS, are added up where each is of its own', () => {
    const hybrid = device('hybrid', 'inverter', 'battery.power', 'grid.power');
    const bms = device('bms', 'battery', 'battery.power');
    const readings = [
      steady('hybrid battery.power', -6000),
      steady('bms battery.power', -6000),
      steady('hybrid grid.power', 12_500),
    ];
    expect(energyOf([hybrid, bms], zone, readings).wh['charge']).toBe(6000);
    const choices = withRoles({ bms: { kind: 'battery', apart: true } });
    expect(energyOf([hybrid, bms], choices, readings).wh).toMatchObject({ charge: 12_000, import: 12_500, load: 500 });
  });

  test('two inverters with a bank each, one with a BMS: the BMS speaks for its own inverter only', () => {
    const [one, two] = [device('one', 'inverter', 'battery.power'), device('two', 'inverter', 'battery.power')];
    const readings = [
      steady('one battery.power', 510),
      steady('two battery.power', 700),
      steady('bms battery.power', 500, away),
    ];
    const choices = withRoles({ bms: { kind: 'battery', of: 'one' } });
    const { wh } = energyOf([one, two, device('bms', 'battery', 'battery.power')], choices, readings);
    expect(wh['discharge']).toBe(Math.round(500 / 3 + 510 / 1.5 + 700));
  });

  test('two inverters and a meter of both suns: the inverters count, the meter stands in; apart it is added', () => {
    const suns = [device('east', 'inverter', 'pv.power'), device('west', 'inverter', 'pv.power')];
    const meter = device('roof', 'meter', 'grid.power', 'grid.power.l1');
    const readings = [
      steady('east pv.power', 1000),
      steady('west pv.power', 500, away),
      steady('roof grid.power', -1450),
    ];
    const sum = withRoles({ roof: { kind: 'pv', reversed: true } });
    expect(energyOf([...suns, meter], sum, readings).wh['pv']).toBe(Math.round(1500 / 3 + 1450 / 1.5));
    const apart = withRoles({ roof: { kind: 'pv', reversed: true, apart: true } });
    expect(
      energyOf(
        [...suns, meter],
        apart,
        [readings[0], readings[2]].filter((one) => one !== undefined),
      ).wh['pv'],
    ).toBe(2450);
  });

  test('a meter of the whole house without a meter of the grid: what is left is bought and sold, as an estimate', () => {
    const sun = device('roof', 'inverter', 'pv.power');
    const house = device('house', 'meter', 'grid.power', 'grid.energy.import');
    const readings = [
      steady('roof pv.power', (atMs) => (atMs < start + 30 * minute ? 3000 : 0)),
      steady('house grid.power', 1000),
      counted('house grid.energy.import', 1000),
    ];
    const { wh, shares } = energyOf([sun, house], withRoles({ house: { kind: 'home' } }), readings);
    expect(wh).toMatchObject({ pv: 1500, export: 1000 });
    expect(Math.abs((wh['load'] ?? 0) - 997)).toBeLessThan(2);
    expect(shares('export').measured).toBe(0);
  });

  test('a meter alone that sells: what the home used of what nobody measures is an estimate', () => {
    const only = [steady('main grid.power', (atMs) => (atMs < start + 30 * minute ? 500 : -2000))];
    const sold = energyOf([grid], withRoles({}), only).shares('load');
    expect(sold.measured).toBe(0);
    expect(sold.estimated).toBeGreaterThan(50);
    const bought = energyOf([grid], withRoles({}), [steady('main grid.power', 500)]).shares('load');
    expect(bought.measured).toBeGreaterThan(50);
  });

  test('a generator is a source of its own: nothing of it is bought, and the home used it', () => {
    const readings = [steady('main grid.power', 500), steady('heat grid.power', 1500)];
    const { wh } = energyOf([grid, heat], withRoles({ heat: { kind: 'generator' } }), readings);
    expect(Math.round(wh['import'] ?? 0)).toBe(500);
    expect(Math.round(wh['generator'] ?? 0)).toBe(1500);
    expect(Math.round(wh['load'] ?? 0)).toBe(2000);
  });

  test('a generator at the input of an inverter is not the grid, whatever the inverter calls it', () => {
    const hybrid = device('hybrid', 'inverter', 'pv.power', 'grid.power', 'load.power');
    const readings = [
      steady('hybrid pv.power', 200),
      steady('hybrid load.power', 2000),
      steady('hybrid grid.power', (atMs) => (atMs < start + 30 * minute ? 1800 : 400)),
      steady('heat grid.power', (atMs) => (atMs < start + 30 * minute ? 1800 : 0)),
    ];
    const { wh } = energyOf([hybrid, heat], withRoles({ heat: { kind: 'generator' } }), readings);
    expect(Math.abs((wh['generator'] ?? 0) - 900)).toBeLessThanOrEqual(6);
    expect(Math.abs((wh['import'] ?? 0) - 200)).toBeLessThanOrEqual(6);
    expect(Math.abs((wh['load'] ?? 0) - 1300)).toBeLessThanOrEqual(12);
  });

  test('a generator off the grid: what an inverter took from it is not bought either', () => {
    const hybrid = device('hybrid', 'inverter', 'pv.power', 'load.power', 'battery.power', 'grid.voltage');
    const readings = [
      steady('hybrid pv.power', 0),
      steady('hybrid load.power', 800),
      steady('hybrid battery.power', -1000),
      steady('hybrid grid.voltage', 230),
      steady('heat grid.power', 1800),
    ];
    const { wh } = energyOf([hybrid, heat], withRoles({ heat: { kind: 'generator' } }), readings);
    expect(wh).toMatchObject({ import: 0 });
    expect(Math.round(wh['generator'] ?? 0)).toBe(1800);
  });

  test('a meter of nothing books nothing; a ring of copies still speaks', () => {
    const readings = [steady('main grid.power', 500), steady('heat grid.power', 500)];
    const none = withRoles({ heat: { kind: 'nothing' }, main: { kind: 'nothing' } });
    expect(planOf([grid, heat], none).sources).toEqual([]);
    const ring = withRoles({ heat: { kind: 'copy', of: 'main' }, main: { kind: 'copy', of: 'heat' } });
    expect(energyOf([grid, heat], ring, readings).wh['import']).toBeGreaterThanOrEqual(500);
  });

  test('an inverter that is told to speak for the sun alone leaves the rest to others', () => {
    const hybrid = device('hybrid', 'inverter', 'pv.power', 'grid.power');
    expect(planOf([hybrid], withRoles({ hybrid: { kind: 'pv' } })).sources.map(({ id }) => id)).toEqual([
      'hybrid:pv.power',
    ]);
  });
});

describe('phases', () => {
  const meter = device(
    'em',
    'meter',
    ...(['grid.power', 'grid.energy.import', 'grid.energy.export'] as const).flatMap((metric): MetricId[] => [
      metric,
      `${metric}.l1`,
      `${metric}.l2`,
      `${metric}.l3`,
    ]),
  );
  /** Powers and counters as a Shelly Pro 3EM has them, two hours of three phases each. */
  const phased = (hours: readonly (readonly [number, number, number])[]): ReadingColumns[] => {
    const at = (atMs: number) => hours[Math.floor((atMs - start) / hour)] ?? [0, 0, 0];
    const until = { toMs: start + hours.length * hour };
    const count = (phase: number, sign: number) => (atMs: number) =>
      hours.reduce((sum, one, index) => {
        const held = Math.max(0, Math.min(hour, atMs - start - index * hour)) / hour;
        return sum + Math.max(0, sign * (one[phase] ?? 0)) * held;
      }, 10_000);
    const both = ['import', 'export'] as const;
    const phaseList = [0, 1, 2] as const;
    return [
      steady('em grid.power', (atMs) => at(atMs).reduce((sum, one) => sum + one, 0), until),
      ...phaseList.map((phase) => steady(`em grid.power.l${phase + 1}`, (atMs) => at(atMs)[phase] ?? 0, until)),
      ...both.flatMap((way) => [
        ...phaseList.map((phase) =>
          steady(`em grid.energy.${way}.l${phase + 1}`, count(phase, way === 'import' ? 1 : -1), until),
        ),
        steady(
          `em grid.energy.${way}`,
          (atMs) =>
            phaseList.reduce<number>(
              (sum, phase) => sum + count(phase, way === 'import' ? 1 : -1)(atMs) - 10_000,
              30_000,
            ),
          until,
        ),
      ]),
    ];
  };
  const rows = phased([
    [-2000, -1000, 4000],
    [1000, 1000, -3000],
  ]);
  const kwh = (wh: number | undefined): number => Math.round((wh ?? 0) / 100) / 10;

  test.each([
    ['net', 1, 1],
    ['net-minute', 1, 1],
    ['net-quarter', 1, 1],
    ['each', 6, 6],
  ] as const)('L6: phases %s of a meter whose counters add up its phases: %d and %d kWh', (phases, bought, sold) => {
    const { wh } = energyOf([meter], { ...zone, phases }, rows);
    expect([kwh(wh['import']), kwh(wh['export'])]).toEqual([bought, sold]);
  });

  test('L6: phase counters alone can be read, netted minute by minute or each', () => {
    const only = rows.filter(({ key }) => /energy\..*\.l/.test(key.metric));
    const bare = device('em', 'meter', ...only.map(({ key }) => key.metric));
    const net = energyOf([bare], { ...zone, phases: 'net' }, only);
    expect([kwh(net.wh['import']), kwh(net.wh['export'])]).toEqual([1, 1]);
    const each = energyOf([bare], { ...zone, phases: 'each' }, only);
    expect([kwh(each.wh['import']), kwh(each.wh['export'])]).toEqual([6, 6]);
  });

  test('L6: within a quarter of an hour what goes both ways is set off by that rule alone', () => {
    const swings = (atMs: number) => ((atMs - start) % (10 * minute) < 5 * minute ? 1200 : -600);
    const readings = [steady('main grid.power', swings)];
    const devices = [device('main', 'meter', 'grid.power')];
    const of = (phases: PlanOptions['phases']) =>
      energyOf(devices, { ...zone, ...(phases === undefined ? {} : { phases }) }, readings).wh;
    expect(of('net')).toMatchObject({ import: 600, export: 300 });
    expect(of('net-minute')).toMatchObject({ import: 600, export: 300 });
    // 10 + 5 min: +1200 −600 +1200 → 150, then −600 +1200 −600 → 0.
    expect(of('net-quarter')).toMatchObject({ import: 300, export: 0 });
  });

  test('while powers are silent the counters stand in, set off', () => {
    const some = rows.map((one) => {
      const isPower = one.key.metric.startsWith('grid.power');
      const kept = Array.from(one.atMs).flatMap((at, index) => (isPower && at >= start + 30 * minute ? [] : [index]));
      return { ...one, atMs: kept.map((at) => one.atMs[at] ?? 0), value: kept.map((at) => one.value[at] ?? 0) };
    });
    const { wh } = energyOf([meter], zone, some);
    expect([kwh(wh['import']), kwh(wh['export'])]).toEqual([1, 1]);
  });
});
