// Conservation: what the meters disagree by cannot cancel, is compared with the battery's charge, and is reported with its likely culprit.
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { because, inEnglish } from '#core/reason.ts';
import { columns, day, every, hour, minute, outcomeOf, settle } from '../testing/bench.ts';
import { rowOf, unitRun } from '../report.ts';
import { disagreementsOf } from './balance.ts';
import { planOf } from './plan-of.ts';

const start = Date.UTC(2026, 5, 1);
const span = [start, start + day] as const;

/** A home of 1 kW with 4 kW of sun by day and a battery of 10 kWh, watt by watt in balance. */
const truth = (at: number) => {
  const ofDay = (at - start) % day;
  const isDay = ofDay >= 8 * hour && ofDay < 16 * hour;
  const pv = isDay ? 4000 : 0;
  const load = 1000 + 200 * Math.round(Math.sin(at / 3e6) * 2);
  const isCharging = ofDay >= 8 * hour && ofDay < 11 * hour;
  const isGiving = ofDay >= 18 * hour && ofDay < 22 * hour;
  const battery = isCharging ? -2000 : isGiving ? 1000 : 0;
  const soc = isCharging
    ? 20 + (ofDay - 8 * hour) / (hour / 20)
    : ofDay < 8 * hour
      ? 20
      : isGiving
        ? 80 - (ofDay - 18 * hour) / (hour / 10)
        : ofDay < 18 * hour
          ? 80
          : 40;
  return { pv, load, battery, grid: load - pv - battery, soc };
};
type Truth = ReturnType<typeof truth>;

function home(change: (now: Truth) => Partial<Truth>, has: readonly MetricId[], load: 'own' | 'derived' = 'own') {
  const of = (key: keyof Truth) => every(minute, span, (at) => ({ ...truth(at), ...change(truth(at)) })[key]);
  const all = {
    'pv.power': columns(of('pv'), 'pv.power', 'roof'),
    'load.power': columns(of('load'), 'load.power', 'roof'),
    'grid.power': columns(of('grid'), 'grid.power', 'meter'),
    'battery.power': columns(of('battery'), 'battery.power', 'pack'),
    'battery.soc': columns(of('soc'), 'battery.soc', 'pack'),
  };
  const of1 = (id: string, kind: 'inverter' | 'meter' | 'battery', own: readonly MetricId[]) => ({
    id,
    kind,
    intervalMs: minute,
    metrics: own.filter((metric) => has.includes(metric)),
  });
  const devices = [
    of1('roof', 'inverter', ['pv.power', 'load.power']),
    of1('meter', 'meter', ['grid.power']),
    of1('pack', 'battery', ['battery.power', 'battery.soc']),
  ].filter(({ metrics }) => metrics.length > 0);
  const plan = planOf(devices, { timeZone: 'UTC', load });
  const readings = Object.entries(all).flatMap(([metric, one]) => (has.includes(metric as MetricId) ? [one] : []));
  const { buckets, settled } = settle(plan, readings, { span });
  const events = disagreementsOf(buckets);
  const run = unitRun([{ startMs: span[0], endMs: span[1] }], { zone: 'UTC' });
  for (const bucket of buckets) run.add(bucket);
  const [unit] = run.finish(events);
  const frame = { pricing: {}, nowMs: span[1], settledMs: span[1] };
  const row = rowOf({ label: 'x', startMs: span[0], endMs: span[1] }, unit === undefined ? [] : [unit], frame);
  return { plan, settled, buckets, events, row, told: events.map(({ reason }) => inEnglish(reason)) };
}

const whole: readonly MetricId[] = ['pv.power', 'load.power', 'grid.power', 'battery.power'];

describe('L7: the metering error', () => {
  test('of meters that agree is nothing, and nothing is told', () => {
    const { row, events } = home(() => ({}), [...whole, 'battery.soc']);
    // Milliwatt-hours of rounding.
    expect(row.meteringErrorWh).toBeLessThan(1);
    expect(events).toEqual([]);
  });

  test('does not cancel: 4 kW too much one hour and too little the next is 8 kWh', () => {
    const odd = home((now) => ({ load: now.load + (now.soc === 80 ? 600 : now.soc === 20 ? -600 : 0) }), whole);
    expect(odd.row.meteringErrorWh).toBeGreaterThan(600 * 14);
  });

  test.each([
    ['battery', (now: Truth) => ({ battery: -now.battery }), 'sign'],
    ['grid', (now: Truth) => ({ grid: -now.grid }), 'sign'],
    ['pv', (now: Truth) => ({ pv: 2 * now.pv }), 'duplicate'],
    ['grid', (now: Truth) => ({ grid: now.grid / 3 }), 'phase'],
    ['pv', (now: Truth) => ({ pv: now.pv / 10 }), 'scale'],
  ] as const)('a wrong %s is told as what it is', (side, change, culprit) => {
    const { events, row } = home(change, whole);
    expect(events).toMatchObject([{ kind: 'disagreement', reason: { code: `balance.${culprit}`, params: { side } } }]);
    expect(row.meteringErrorWh).toBeGreaterThan(5000);
    expect(events[0]?.source).not.toBe('home');
  });

  test('two meters of the grid that cancel are told as that', () => {
    const of = (key: keyof Truth, sign = 1) => every(minute, span, (at) => sign * truth(at)[key]);
    const devices = [
      { id: 'roof', kind: 'inverter', intervalMs: minute, metrics: ['pv.power', 'load.power'] },
      { id: 'meter', kind: 'meter', intervalMs: minute, metrics: ['grid.power'] },
      { id: 'second', kind: 'meter', intervalMs: minute, metrics: ['grid.power'] },
      { id: 'pack', kind: 'battery', intervalMs: minute, metrics: ['battery.power'] },
    ] as const;
    const { buckets } = settle(
      planOf(devices, { timeZone: 'UTC', load: 'own' }),
      [
        columns(of('pv'), 'pv.power', 'roof'),
        columns(of('load'), 'load.power', 'roof'),
        columns(of('grid'), 'grid.power', 'meter'),
        columns(of('grid', -1), 'grid.power', 'second'),
        columns(of('battery'), 'battery.power', 'pack'),
      ],
      { span },
    );
    const events = disagreementsOf(buckets);
    expect(events).toMatchObject([{ kind: 'disagreement', reason: { code: 'balance.mirrored' } }]);
    expect(['meter:grid.power', 'second:grid.power']).toContain(events[0]?.source);
    expect(inEnglish(events[0]?.reason ?? because('balance.off', { kwh: 0 }))).toContain('with opposite signs');
  });

  test('what is sold goes along with the sun: the side that leaves nothing open is told', () => {
    // Two of three phases cancel: a third of the grid is left.
    const { events } = home(({ grid, pv, load, battery }) => ({ grid: grid / 3, load, pv, battery }), whole);
    expect(events[0]?.reason).toMatchObject({ code: 'balance.phase', params: { side: 'grid' } });
    const sold = home(({ pv }) => ({ pv, load: 300, battery: 0, grid: (300 - pv) / 3 }), whole);
    expect(sold.events[0]?.reason).toMatchObject({ code: 'balance.phase', params: { side: 'grid' } });
  });

  test('a battery whose sign is turned contradicts its charge, also where the home is derived from the others', () => {
    for (const load of ['own', 'derived'] as const) {
      const { events, row } = home(({ battery }) => ({ battery: -battery }), [...whole, 'battery.soc'], load);
      // 6 kWh in and 4 kWh out, each the wrong way.
      expect(row.meteringErrorWh ?? 0).toBeGreaterThan(18_000);
      expect(events[0]).toMatchObject({ kind: 'disagreement', source: 'pack:battery.power', energy: 20_000_000 });
      expect(events[0]?.reason.code).toBe('balance.charge');
    }
  });

  test('a derived home that would have to give is an error with a culprit', () => {
    const { events, row } = home(
      ({ battery }) => ({ battery: -battery }),
      ['pv.power', 'grid.power', 'battery.power'],
      'derived',
    );
    expect(row.meteringErrorWh ?? 0).toBeGreaterThan(1000);
    expect(events).toMatchObject([
      { kind: 'disagreement', reason: { code: 'balance.sign', params: { side: 'battery' } } },
    ]);
  });
});

describe('L8: where nothing can balance there is no error', () => {
  test.each([
    [['pv.power']],
    [['grid.power']],
    [['battery.power', 'battery.soc']],
    [['pv.power', 'load.power']],
  ] as const)('%j', (has) => {
    const { row, events } = home(() => ({}), has, 'own');
    expect(row.meteringErrorWh).toBeUndefined();
    expect(events).toEqual([]);
  });
});

test('the charge is the same however the hour was cut', () => {
  const { plan, settled, buckets } = home(({ battery }) => ({ battery: -battery }), [...whole, 'battery.soc']);
  const again = outcomeOf(plan, settled, { span }).buckets;
  expect(again.map(({ disagreement }) => disagreement)).toEqual(buckets.map(({ disagreement }) => disagreement));
});
