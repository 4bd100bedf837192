// The numbered cases of the energy ledger that metering decides, each with its input and its result.
import { inEnglish } from '#core/reason.ts';
import { describe, expect, test } from 'vitest';
import { columns, counter, day, every, hour, minute, power, second, settle, type Row } from '../testing/bench.ts';
import type { MeterPlan } from './plan.ts';

const start = Date.UTC(2026, 5, 1);
const load = power({ id: 'load', metrics: ['load.power'], positive: 'load', books: ['load'] });
const home: MeterPlan = { sources: [load] };
const bought: MeterPlan = { sources: [counter()] };

const loadOf = (rows: readonly Row[], span: readonly [number, number] = [start, start + day]) =>
  settle(home, [columns(rows, 'load.power')], { span });

/** Steps of a power, repeated every `everyMs` as a live source does. */
function told(steps: readonly Row[], untilMs: number, everyMs: number): Row[] {
  return steps.flatMap(([fromMs, watts], index) =>
    every(everyMs, [fromMs, steps[index + 1]?.[0] ?? untilMs], () => watts),
  );
}

/** Values of a counter, one every 10 s. */
const counts = (values: readonly number[], fromMs = start): Row[] =>
  values.map((value, index) => [fromMs + index * 10 * second, value]);

const countOf = (rows: readonly Row[], plan = bought) =>
  settle(plan, [columns(rows)], { span: [start, start + 2 * day] });

describe('from power', () => {
  test('1: 0 W at 23:00:00, 105 W at 00:45:52.818, 0 W at 00:47:42.810, source alive: 3.2 Wh', () => {
    const [on, off] = [start + 105 * minute + 52_818, start + 107 * minute + 42_810];
    const rows = told(
      [
        [start, 0],
        [on, 105],
        [off, 0],
      ],
      start + 3 * hour,
      7000,
    );
    expect(loadOf(rows).wh('load')).toBeCloseTo(3.208, 3);
    expect(loadOf(rows).wh('load', start, start + 105 * minute)).toBe(0);
  });

  test('2: long 0 W, 700 W for 40 s, 0 W: 7.8 Wh', () => {
    const rows = told(
      [
        [start, 0],
        [start + 5 * hour, 700],
        [start + 5 * hour + 40_000, 0],
      ],
      start + 6 * hour,
      30_000,
    );
    expect(loadOf(rows).wh('load')).toBeCloseTo(7.778, 3);
  });

  test('3: 33.5 W constant, re-reported only as keep-alive: 804 Wh a day', () => {
    expect(loadOf(every(minute, [start, start + day], () => 33.5)).wh('load')).toBe(804);
  });

  test('4: last 495 W, link dead 20:41–11:13: nothing measured past the gap limit, and nothing invented', () => {
    const [dead, back] = [start + 41 * minute, start + 41 * minute + 14 * hour + 32 * minute];
    const rows: Row[] = [...every(10_000, [start, dead], () => 495), [back, 0]];
    const outcome = loadOf(rows);
    const alive = (495 * (41 * minute + 50 * second)) / hour;
    expect(outcome.wh('load')).toBeCloseTo(alive, 3);
    expect(outcome.wh('load', start + 45 * minute)).toBe(0);
    expect(outcome.buckets[20]?.channels.load).toMatchObject({ energy: 0, measuredMs: 0, estimatedMs: 0 });
    expect(outcome.events).toMatchObject([{ kind: 'gap', energy: 0, count: 1 }]);
    // What was read late fills the time.
    const late = every(10_000, [dead, start + 140 * minute], () => 495);
    expect(loadOf([...rows, ...late]).wh('load')).toBeCloseTo((495 * (140 * minute + 50 * second)) / hour, 2);
  });

  test('13: 2 147 483 647 W, NaN, 2.7e23 W: rejected, counted, shown; −0 is 0', () => {
    const good = every(10_000, [start, start + hour], () => 600);
    const bad: Row[] = [2_147_483_647, Number.NaN, 2.7e23, Number.POSITIVE_INFINITY].map((watts, index) => [
      start + 5 * second + index * minute,
      watts,
    ]);
    const outcome = loadOf([...good, ...bad], [start, start + hour]);
    expect(outcome.wh('load')).toBe(600);
    expect(outcome.events).toMatchObject([{ kind: 'rejected', count: 4, energy: 0 }]);
    expect(inEnglish(outcome.events[0]?.reason ?? { code: '', params: {} })).toMatch(/2147483647/);
    expect(loadOf([...good, [start + 30 * minute + 1, -0]], [start, start + hour]).wh('load')).toBeLessThan(600);
  });

  test('a power that crosses 0 books both ways, and their difference is the signed integral', () => {
    const rows = every(7000, [start, start + hour], (at) => Math.sin(at / 300_000) * 3000);
    const outcome = settle({ sources: [power()] }, [columns(rows, 'grid.power')], { span: [start, start + hour] });
    const signed = rows.reduce((sum, [atMs, watts]) => sum + (watts * Math.min(7000, start + hour - atMs)) / hour, 0);
    expect(outcome.wh('import') - outcome.wh('export')).toBeCloseTo(signed, 1);
    expect(Math.min(outcome.wh('import'), outcome.wh('export'))).toBeGreaterThan(100);
  });

  test('20: phases −2, −1, +4 kW for 1 h: net: import 1; per phase: import 4, export 3', () => {
    const metrics = ['grid.power.l1', 'grid.power.l2', 'grid.power.l3'] as const;
    const readings = metrics.map((metric, index) =>
      columns(
        every(10_000, [start, start + hour], () => [-2000, -1000, 4000][index] ?? 0),
        metric,
      ),
    );
    const span = [start, start + hour] as const;
    const net = settle({ sources: [power({ metrics })] }, readings, { span });
    expect([net.wh('import'), net.wh('export')]).toEqual([1000, 0]);
    const sources = metrics.map((metric) => power({ id: metric, metrics: [metric] }));
    const each = settle({ sources, derives: 'load' }, readings, { span });
    expect([each.wh('import'), each.wh('export'), each.wh('load')]).toEqual([4000, 3000, 1000]);
    expect(each.buckets[0]?.flows.gridToLoad).toBe(Math.round(1e6 / 12));
    expect(each.buckets[0]?.meteringError).toBe(0);
  });
});

describe('from counters', () => {
  test('5: 3.737 kWh, absent, 0.000, 3.746 within 4 s: +9 Wh', () => {
    const rows: Row[] = [
      [start, 3737],
      [start + 2 * second, 0],
      [start + 4 * second, 3746],
    ];
    const outcome = countOf(rows);
    expect(outcome.wh('import')).toBe(9);
    expect(outcome.events).toMatchObject([{ kind: 'glitch', energy: 0, count: 1 }]);
  });

  test('6: 5 688 566, 5 213 928, 5 688 570 Wh: +4 Wh', () => {
    expect(countOf(counts([5_688_566, 5_213_928, 5_688_570])).wh('import')).toBe(4);
  });

  test('7: 439 534, 718, 730, 755 staying low: reset, +755, flagged', () => {
    const outcome = countOf(counts([439_534, 718, 730, 755]));
    expect(outcome.wh('import')).toBe(755);
    expect(outcome.events.find(({ kind }) => kind === 'reset')).toMatchObject({ energy: 755_000, count: 1 });
  });

  const pv = counter({ metric: 'pv.energy', channel: 'pv', span: 'daily', timeZone: 'UTC' });
  const daily = (rows: readonly Row[], plan: MeterPlan = { sources: [pv] }) =>
    settle(plan, [columns(rows, 'pv.energy')], { span: [start, start + 2 * day] });

  test('8: a daily counter 0 at 14:05, then back: ignored; 0 at 00:02: accepted', () => {
    const wh = (at: number): number => Math.floor(((at - start) % day) / (2 * minute));
    const reset = start + day + 2 * minute;
    const rows = every(10_000, [start, start + day + hour], (at) => {
      if (at >= start + 14 * hour + 5 * minute && at < start + 14 * hour + 5 * minute + 30_000) return 0;
      return at < start + day ? wh(at) : at < reset ? 719 : wh(at);
    });
    const outcome = daily(rows);
    expect(outcome.wh('pv', start, start + day)).toBe(719);
    expect(outcome.wh('pv', start + day)).toBe(29);
    expect(outcome.events.map(({ kind }) => kind).sort()).toEqual(['day-start', 'glitch']);
  });

  test('9: a day counter still holds yesterday until 00:07: yesterday unchanged, today from 0', () => {
    const rows = every(10_000, [start + 20 * hour, start + day + hour], (at) => {
      const since = at < start + day + 7 * minute ? Math.min(at, start + day) - start - 12 * hour : at - start - day;
      return Math.floor(since / minute);
    });
    const outcome = daily(rows);
    expect(outcome.wh('pv', start, start + day)).toBe(240);
    expect(outcome.wh('pv', start + day)).toBe(59);
    expect(outcome.buckets.find(({ startMs }) => startMs === start + day)?.channels.pv?.energy).toBeGreaterThan(4000);
    const known = outcome.buckets.filter(
      ({ startMs }) => startMs >= start + 21 * hour && startMs < start + day + 50 * minute,
    );
    expect(known.every(({ channels }) => channels.pv?.measuredMs === 5 * minute)).toBe(true);
  });

  test('a daily counter whose day starts elsewhere is right by its own zone', () => {
    const kiritimati = { ...pv, timeZone: 'Pacific/Kiritimati' };
    const reset = start + 10 * hour;
    const rows = every(10_000, [start, start + 20 * hour], (at) =>
      Math.floor((at < reset ? at - start + 14 * hour : at - reset) / minute),
    );
    expect(daily(rows, { sources: [kiritimati] }).wh('pv')).toBe(599 + 599);
  });

  test('a daily counter that was not seen over midnight counts from midnight', () => {
    const rows: Row[] = [
      ...every(10_000, [start + 20 * hour, start + 21 * hour], () => 12_000),
      ...every(10_000, [start + day + 9 * hour, start + day + 10 * hour], () => 15_000),
    ];
    const outcome = daily(rows);
    expect(outcome.wh('pv', start, start + day)).toBe(0);
    expect(outcome.wh('pv', start + day, start + day + 9 * hour + 5 * minute)).toBe(15_000);
    expect(outcome.wh('pv', start + day, start + day + hour)).toBeCloseTo(15_000 / 9, 0);
  });

  test('10: a sum of 6 inverters, one reports 0 at dusk: the total never falls', () => {
    const devices = [1, 2, 3, 4, 5, 6].map((number) => `inverter${number}`);
    const sources = devices.map((device) => counter({ id: device, device, metric: 'pv.energy', channel: 'pv' }));
    const dusk = start + 2 * hour;
    const dawn = start + 12 * hour;
    const readings = devices.map((device, index) =>
      columns(
        every(10_000, [start, start + 14 * hour], (at) => {
          if (index === 3 && at >= dusk && at < dawn) return 0;
          const ran = Math.min(at, dusk) - start + Math.max(0, at - dawn);
          return 100_000 * (index + 1) + Math.floor(ran / (10 * second));
        }),
        'pv.energy',
        device,
      ),
    );
    const outcome = settle({ sources }, readings, { span: [start, start + 14 * hour] });
    expect(outcome.buckets.every(({ channels }) => (channels.pv?.energy ?? -1) >= 0)).toBe(true);
    expect(outcome.wh('pv')).toBeCloseTo(6 * (720 + 719), 9);
    expect(outcome.events.filter(({ kind }) => kind === 'reset')).toEqual([]);
  });

  test('11: the same reading after a silent month: 0', () => {
    const [last, next] = [start + hour, start + 30 * day];
    const rows: Row[] = [...every(10_000, [start, last], () => 70_000), [next, 70_000]];
    const outcome = settle(bought, [columns(rows)], { span: [start, next + hour] });
    expect(outcome.wh('import')).toBe(0);
  });

  test('12: 0xFFFFFFF0, 0x00000010 (32 bit, Wh): +32 Wh, roll-over', () => {
    const outcome = countOf(counts([0xffff_ffe0, 0xffff_fff0, 0x10, 0x18]));
    expect(outcome.wh('import')).toBe(16 + 32 + 8);
    expect(outcome.events).toMatchObject([{ kind: 'rollover', energy: 32_000 }]);
  });

  test('99 999.9 kWh to 0 is a roll-over, not a reset', () => {
    const source = counter({ resolutionWh: 100, plausibleW: 100_000 });
    const outcome = countOf(counts([99_999_900, 100]), { sources: [source] });
    expect(outcome.wh('import')).toBe(200);
    expect(outcome.events.map(({ kind }) => kind)).toEqual(['rollover']);
  });

  test('a counter that fell back to an older value never counts twice', () => {
    const before = every(10_000, [start, start + hour], (at) => 50_000 + (at - start) / (10 * second));
    const after = every(10_000, [start + hour, start + 2 * hour], (at) => 50_100 + (at - start - hour) / (10 * second));
    const outcome = countOf([...before, ...after]);
    expect(outcome.wh('import')).toBe(359 + 359);
    expect(outcome.events.map(({ kind }) => kind)).toEqual(['reset']);
  });

  test('a counter that comes back after a false reset books only what is missing', () => {
    const values = [50_000, 50_001, 0, 0, 1, 2, 3, 50_005, 50_006];
    expect(countOf(counts(values)).wh('import')).toBe(6);
  });

  test('a small fall long ago is no roll-over, however much could have flowed since', () => {
    const rows: Row[] = [[start, 17], ...every(10_000, [start + 10_000, start + 6 * hour], () => 10)];
    const outcome = countOf([...rows, [start + 6 * hour, 20]]);
    expect(outcome.wh('import')).toBe(3);
    expect(outcome.events.map(({ kind }) => kind).sort()).toEqual(['gap', 'glitch']);
  });

  test('a signed counter that runs backwards is no reset', () => {
    const signed = counter({ fallsTo: 'export' });
    const outcome = countOf(counts([-467_114, -467_120, -467_110]), { sources: [signed] });
    expect([outcome.wh('import'), outcome.wh('export')]).toEqual([10, 6]);
    expect(outcome.events).toEqual([]);
  });

  test('a session counter: the lifetime is the sum of sessions', () => {
    const values = [0, 10, 20, 30, 0, 10, 20, 30, 40, 0, 10, 20, 25];
    expect(countOf(counts(values)).wh('import')).toBe(30 + 40 + 25);
  });

  test('a step that no power could bring waits for three readings, and beyond all reason is not booked', () => {
    const spike = countOf(counts([1000, 1001, 900_000, 1002]));
    expect(spike.wh('import')).toBe(2);
    expect(spike.events).toMatchObject([{ kind: 'glitch' }]);
    const jump = countOf(counts([1000, 1001, 900_000, 900_001, 900_002, 900_003]));
    expect(jump.wh('import')).toBe(1 + 3);
    expect(jump.events).toMatchObject([{ kind: 'held', energy: 0 }]);
    const slow = countOf(every(10_000, [start, start + hour], (at) => 300 * Math.floor((at - start) / (5 * minute))));
    expect(slow.wh('import')).toBe(3300);
  });

  test('a counter that says what devices say when they know nothing is passed over', () => {
    const outcome = countOf(counts([1000, 0xffff_ffff, Number.NaN, -5, 2_147_483_647, 1003]));
    expect(outcome.wh('import')).toBe(3);
    expect(outcome.events).toMatchObject([{ kind: 'rejected', count: 4 }]);
  });
});

describe('gaps', () => {
  const rows: Row[] = [
    ...every(10_000, [start, start + hour], (at) => Math.floor((at - start) / (10 * second))),
    ...every(10_000, [start + 5 * hour, start + 6 * hour], (at) => 4360 + Math.floor((at - start - 5 * hour) / 10_000)),
  ];

  test('a difference across a gap is laid over it evenly, as estimated; never one lump', () => {
    const outcome = countOf(rows);
    expect(outcome.wh('import')).toBe(4360 + 359);
    expect(outcome.wh('import', start + 2 * hour, start + 3 * hour)).toBeCloseTo(1000, 0);
    expect(outcome.buckets[30]?.channels.import).toMatchObject({ measuredMs: 0, estimatedMs: 5 * minute });
    expect(outcome.buckets[30]?.channels.import?.from).toMatchObject([{ source: 'counter', rule: 'gap-even' }]);
    expect(outcome.events).toMatchObject([{ kind: 'gap', energy: 4_001_000, count: 1 }]);
  });

  test('by the shape of the power where that was known', () => {
    const plan = { sources: [counter({ shape: 'power' }), power({ device: 'other', books: ['export'] })] };
    const shape = every(10_000, [start, start + 6 * hour], (at) =>
      at >= start + 2 * hour && at < start + 3 * hour ? 4000 : 0,
    );
    const outcome = settle(plan, [columns(rows), columns(shape, 'grid.power', 'other')], {
      span: [start, start + 6 * hour],
    });
    expect(outcome.wh('import')).toBe(4360 + 359);
    expect(outcome.wh('import', start + 2 * hour, start + 3 * hour)).toBeCloseTo(4001, 0);
    expect(outcome.buckets[30]?.channels.import?.from).toMatchObject([{ rule: 'gap-shape' }]);
  });

  test('a gap of weeks: the same', () => {
    const back = start + 40 * day + 17 * minute;
    const outcome = settle(
      bought,
      [
        columns([
          [start, 0],
          [back, 400_000],
        ]),
      ],
      { span: [start, back + hour] },
    );
    expect(outcome.wh('import')).toBe(400_000);
    expect(outcome.wh('import', start + 20 * day, start + 21 * day)).toBeCloseTo(400_000 / 40, -2);
    expect(JSON.stringify(outcome.settled.at(-1)).length).toBeLessThan(5000);
  });
});

test('a coarse counter is shaped by its power between its changes', () => {
  const plan = { sources: [counter({ shape: 'power' }), power({ books: ['export'] })] };
  const watts = (at: number): number => ((at - start) % (20 * minute) < 5 * minute ? 3000 : 100);
  let wh = 0;
  const counted = every(10_000, [start, start + 4 * hour], (at) => {
    const shown = 100 * Math.floor(wh / 100);
    wh += watts(at) / 360;
    return shown;
  });
  const shape = every(10_000, [start, start + 4 * hour], watts);
  const outcome = settle(plan, [columns(counted), columns(shape, 'grid.power')], { span: [start, start + 4 * hour] });
  const high = outcome.buckets.filter((_bucket, index) => index % 4 === 0 && index > 0 && index < 40);
  expect(high.length).toBe(9);
  for (const { channels } of high) expect((channels.import?.energy ?? 0) / 250_000).toBeCloseTo(1, 0.5);
});
