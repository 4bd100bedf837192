// Counters that do not deserve belief: zeroes, dead and mis-scaled ones, falls that return, spikes, with and without a power.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { columns, counter, day, every, hour, minute, second, settle, type Row } from '../testing/bench.ts';
import type { MeterPlan } from './plan.ts';

const start = Date.UTC(2026, 5, 1, 8);
const alone: MeterPlan = { sources: [counter({ plausibleW: 50_000 })] };

const sun = (everyMs: number, over = {}): MeterPlan => ({
  sources: [
    counter({
      id: 'counter',
      metric: 'pv.energy',
      channel: 'pv',
      shape: 'power',
      plausibleW: 50_000,
      intervalMs: everyMs,
      gapLimitMs: Math.max(minute, 3 * everyMs),
      timeZone: 'UTC',
      ...over,
    }),
    {
      kind: 'power',
      id: 'power',
      device: 'meter',
      metrics: ['pv.power'],
      positive: 'pv',
      books: [],
      intervalMs: everyMs,
      gapLimitMs: Math.max(minute, 3 * everyMs),
      plausibleW: 50_000,
    },
  ],
});

const rowsAt = (values: readonly number[], everyMs: number, fromMs = start): Row[] =>
  values.map((value, index) => [fromMs + index * everyMs, value]);

const counted = (rows: readonly Row[], span: readonly [number, number] = [start, start + 2 * day]) =>
  settle(alone, [columns(rows)], { span });

const beside = (
  everyMs: number,
  { counts, watts, span }: { counts: readonly Row[]; watts: readonly Row[]; span: readonly [number, number] },
) => settle(sun(everyMs), [columns(counts, 'pv.energy'), columns(watts, 'pv.power')], { span });

const kinds = (events: readonly { readonly kind: string }[]): string[] =>
  [...new Set(events.map(({ kind }) => kind))].sort();

describe('L1: a zero after an outage is no roll-over', () => {
  test('640000, 640040, an hour of silence, 0, 640580 … 640740 Wh: 740', () => {
    const rows = [
      ...rowsAt([640_000, 640_040], 10 * second),
      ...rowsAt([0, 640_580, 640_620, 640_660, 640_700, 640_740], 10 * second, start + hour),
    ];
    const { wh, events } = counted(rows);
    expect(wh('import')).toBe(740);
    expect(kinds(events)).toEqual(['gap', 'glitch']);
  });

  test('9.5 MWh, twelve hours of silence, one 0: nothing of it', () => {
    const rows = [
      ...rowsAt([9_500_000, 9_500_040], 10 * second),
      ...rowsAt([0, 9_506_000, 9_506_040], 10 * second, start + 12 * hour),
    ];
    expect(counted(rows).wh('import')).toBe(6040);
  });

  test('an inverter replaced at 9.3 MWh after two weeks: about nothing, and told', () => {
    const back = start + 14 * day;
    const rows = [
      ...rowsAt([9_299_900, 9_300_000], minute),
      ...every(minute, [back, back + hour], (at) => Math.floor((at - back) / minute) * 20),
    ];
    const { wh, events } = counted(rows, [start, back + hour]);
    expect(wh('import')).toBe(100 + 59 * 20);
    expect(kinds(events)).toContain('reset');
  });

  test('a true roll-over of a known width is booked, and a person can turn it', () => {
    const plan = { sources: [counter({ wrapWh: 6_553_600, plausibleW: 50_000 })] };
    const rows = rowsAt([6_553_300, 6_553_400, 6_553_500, 0, 100, 200, 300], minute);
    const span = [start, start + hour] as const;
    const booked = settle(plan, [columns(rows)], { span });
    expect(booked.wh('import')).toBe(600);
    const event = booked.events.find(({ kind }) => kind === 'rollover');
    expect(event?.energy).toBe(100_000);
    const turned = settle(plan, [columns(rows)], {
      span,
      corrections: [{ kind: 'overrule', event: event?.id ?? '', isBooked: false }],
    });
    expect(turned.wh('import')).toBe(500);
  });
});

describe('L2: a dead or mis-scaled counter does not beat a visible power', () => {
  const span = [start, start + 2 * hour] as const;
  const watts = every(10 * second, span, () => 4000);

  test.each([10 * second, minute, 5 * minute])('4 kW for two hours beside a dead counter, every %d ms: 8 kWh', (ms) => {
    const outcome = beside(ms, {
      counts: every(ms, span, () => 5_000_000),
      watts: every(ms, span, () => 4000),
      span,
    });
    expect(Math.abs(outcome.wh('pv') - 8000)).toBeLessThanOrEqual((4000 * 1.01 * ms) / hour + 1);
    expect(kinds(outcome.events)).toEqual(['suspect']);
    const event = outcome.events[0];
    const turned = settle(
      sun(ms),
      [
        columns(
          every(ms, span, () => 5_000_000),
          'pv.energy',
        ),
        columns(watts, 'pv.power'),
      ],
      {
        span,
        corrections: [{ kind: 'overrule', event: event?.id ?? '', isBooked: true }],
      },
    );
    expect(turned.wh('pv')).toBe(0);
  });

  test.each([10, 1000, 3, 0.1, 0.001])('%d times too large: the power is booked, and told', (scale) => {
    const counts = every(10 * second, span, (at) => Math.floor((1_000_000 + ((at - start) / hour) * 4000) * scale));
    const outcome = beside(10 * second, { counts, watts, span });
    expect(Math.abs(outcome.wh('pv') - 8000)).toBeLessThan(400);
    expect(kinds(outcome.events)).toContain('suspect');
  });

  test('five days, dead from the second on: what the power says; alive again it is believed again', () => {
    const whole = [start, start + 5 * day] as const;
    const sunW = (at: number): number =>
      Math.max(0, Math.round(5000 * Math.sin((((at % day) / hour - 6) / 12) * Math.PI)));
    let wh = 20_000_000;
    let shown = wh;
    const counts = every(minute, whole, (at) => {
      if (at < start + day || at >= start + 3.5 * day) shown = Math.floor(wh);
      wh += sunW(at) / 60;
      return shown;
    });
    const outcome = beside(minute, { counts, watts: every(minute, whole, sunW), span: whole });
    expect(outcome.wh('pv') / (wh - 20_000_000)).toBeCloseTo(1, 2);
    expect(kinds(outcome.events)).toEqual(['suspect', 'trusted']);
    const dead = outcome.buckets.find(({ startMs }) => startMs === start + 2 * day + 3 * hour);
    expect(dead?.channels.pv).toMatchObject({ measuredMs: 0, estimatedMs: 5 * minute });
    const alive = outcome.buckets.find(
      ({ startMs }) => startMs === start + 4.9 * day - ((start + 4.9 * day) % (5 * minute)),
    );
    expect(alive?.channels.pv?.estimatedMs).toBe(0);
  });
});

describe('L3: a fall that returns does not stay booked', () => {
  test('1000002, 40000, 40001, 40002, 1000006 … every 5 s: 10', () => {
    const rows = rowsAt([1_000_000, 1_000_002, 40_000, 40_001, 40_002, 1_000_006, 1_000_008, 1_000_010], 5 * second);
    const { wh, events } = counted(rows);
    expect(wh('import')).toBe(10);
    expect(events.length).toBeGreaterThan(0);
  });

  test('a source that flips between Wh and kWh: what really flowed', () => {
    const rows = every(minute, [start, start + hour], (at) => {
      const wh = 6_259_000 + (at - start) / minute;
      const isKwh = at >= start + 20 * minute && at < start + 40 * minute;
      return isKwh ? Math.round(wh) / 1000 : wh;
    });
    expect(Math.abs(counted(rows).wh('import') - 59)).toBeLessThanOrEqual(1);
  });

  test.each([
    ['in turns', (index: number) => index % 2 === 1],
    ['three of six', (index: number) => index % 6 > 2],
    ['in runs of five', (index: number) => Math.floor(index / 5) % 2 === 1],
    ['as it comes', (index: number) => (index * index * 7 + index * 3) % 11 > 4],
    ['in long runs', (index: number) => Math.floor(index / 40) % 2 === 1],
  ] as const)('a counter that alternates with an answer ten minutes old, %s: never twice', (_name, isOld) => {
    const rows = every(10 * second, [start, start + hour], (at) => {
      const index = Math.round((at - start) / (10 * second));
      const shown = isOld(index) ? Math.max(start, at - 10 * minute) : at;
      return 700_000 + Math.floor(((shown - start) / hour) * 1100);
    });
    const { wh } = counted(rows);
    expect(wh('import')).toBeLessThanOrEqual(1100);
    expect(wh('import')).toBeGreaterThan(1100 - 185);
  });

  test('a computed counter that wavers: no ratchet', () => {
    const noise = (index: number): number => ((index * 7919) % 97) - 48;
    for (const amplitude of [0.2, 1, 3]) {
      const rows = every(10 * second, [start, start + 3 * hour], (at) => {
        const index = Math.round((at - start) / (10 * second));
        return 50_000 + Math.round(((at - start) / hour) * 599 + noise(index) * amplitude);
      });
      expect(Math.abs(counted(rows).wh('import') - 1797)).toBeLessThan(100 * amplitude + 5);
    }
  });
});

describe('L4: spikes and the end of a day', () => {
  test('one reading 0.8 kWh too high beside a power: not booked', () => {
    const span = [start, start + 2 * hour] as const;
    const counts = every(
      minute,
      span,
      (at) => 900_000 + ((at - start) / minute) * 20 + (at === start + hour ? 800 : 0),
    );
    const outcome = beside(minute, { counts, watts: every(minute, span, () => 1200), span });
    expect(outcome.wh('pv')).toBe(119 * 20);
    expect(kinds(outcome.events)).toEqual(['glitch']);
  });

  test('the same without a power: taken out again when the counter comes back', () => {
    const span = [start, start + 2 * hour] as const;
    const rows = every(minute, span, (at) => 900_000 + ((at - start) / minute) * 20 + (at === start + hour ? 800 : 0));
    const { wh, events, buckets } = counted(rows, span);
    expect(wh('import')).toBe(119 * 20);
    expect(kinds(events)).toEqual(['glitch']);
    expect(buckets.every(({ channels }) => (channels.import?.energy ?? 0) >= 0)).toBe(true);
  });

  test.each([10 * second, minute, 5 * minute])(
    '52 kWh too high for five readings every %d ms: nothing of it stays',
    (ms) => {
      const span = [start, start + 6 * hour] as const;
      const atMs = start + 3 * hour;
      const rows = every(ms, span, (at) => {
        const wh = 900_000 + Math.floor(((at - start) / hour) * 1200);
        return wh + (at >= atMs && at < atMs + 5 * ms ? 52_000 : 0);
      });
      const last = rows.at(-1)?.[1] ?? 0;
      const { wh, buckets } = counted(rows, span);
      expect(wh('import')).toBe(last - 900_000);
      expect(buckets.every(({ channels }) => (channels.import?.energy ?? 0) >= 0)).toBe(true);
    },
  );

  test.each([3, 4, 5, 9])(
    'L4: the same beside a power, for %d readings: what the power had brought is in it once',
    (many) => {
      const span = [start, start + 2 * hour] as const;
      const counts = every(minute, span, (at) => {
        const isHigh = at >= start + hour && at < start + hour + many * minute;
        return 900_000 + ((at - start) / minute) * 20 + (isHigh ? 52_000 : 0);
      });
      const outcome = beside(minute, { counts, watts: every(minute, span, () => 1200), span });
      expect(outcome.wh('pv')).toBe(119 * 20);
    },
  );

  test('the last minutes before midnight of a daily counter are filled from its power', () => {
    const from = Date.UTC(2026, 5, 1, 22);
    const span = [from, from + 4 * hour] as const;
    const midnight = Date.UTC(2026, 5, 2);
    const wh = (at: number): number => (at < midnight ? (at - from) / hour : (at - midnight) / hour) * 6000;
    const counts = every(5 * minute, [from + 2 * minute, span[1]], (at) => Math.floor(wh(at)));
    const watts = every(5 * minute, [from + 2 * minute, span[1]], () => 6000);
    const outcome = settle(
      sun(5 * minute, { span: 'daily' }),
      [columns(counts, 'pv.energy'), columns(watts, 'pv.power')],
      { span },
    );
    expect(outcome.wh('pv', from, midnight) / 11_800).toBeCloseTo(1, 2);
    expect(outcome.wh('pv', midnight)).toBeGreaterThan(11_000);
  });
});

test('a computed counter that swings slowly, by day and by night: no ratchet', () => {
  for (const [amplitude, period] of [
    [40, 10 * minute],
    [150, 25 * minute],
    [300, 40 * minute],
  ] as const) {
    const rows = every(10 * second, [start, start + 6 * hour], (at) => {
      const growing = Math.min(at - start, 2 * hour) + Math.max(0, at - start - 5 * hour);
      return 50_000 + Math.round((growing / hour) * 599 + amplitude * Math.sin(((at - start) / period) * 2 * Math.PI));
    });
    expect(Math.abs(counted(rows).wh('import') - 1797)).toBeLessThan(2 * amplitude + 20);
  }
});

test('any damage to a counter beside a true power stays within bounds of the truth, and is told', () => {
  const span = [start, start + 10 * hour] as const;
  const watts = (at: number): number => 2000 + Math.round(1500 * Math.sin(at / 2e6));
  const ms = 30 * second;
  const truth: Row[] = [];
  let wh = 3_000_000;
  for (const [at, value] of every(ms, span, watts)) {
    truth.push([at, Math.floor(wh)]);
    wh += (value * ms) / hour;
  }
  const whole = wh - 3_000_000;
  const damages: Record<string, (value: number, index: number) => number> = {
    zero: () => 0,
    stuck: () => 3_002_000,
    large: (value) => value * 10,
    kilo: (value) => value / 1000,
    offset: (value) => value + 60_000,
    back: (value) => Math.max(0, value - 7000),
    waver: (value, index) => value + ((index * 7919) % 2001) - 1000,
    old: (value, index) => (index % 3 === 0 ? value : value - 900),
    other: (_value, index) => 500 + index,
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(damages)),
      fc.integer({ min: 30, max: 900 }),
      fc.integer({ min: 1, max: 700 }),
      (name, first, length) => {
        const counts = truth.map(
          ([at, value], index): Row =>
            index >= first && index < first + length ? [at, damages[name]?.(value, index) ?? value] : [at, value],
        );
        const outcome = beside(ms, { counts, watts: every(ms, span, watts), span });
        // What wavers by a kilowatt-hour cannot be known better than that.
        const unsure = name === 'waver' ? 1000 : 0;
        expect(Math.abs(outcome.wh('pv') - whole)).toBeLessThan(0.04 * whole + unsure);
        expect(length <= 120 || outcome.events.length > 0).toBe(true);
      },
    ),
    { numRuns: 80 },
  );
});

describe('small powers: a scale that is wrong is seen within the day', () => {
  const small = [Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 3)] as const;
  const [from] = small;
  const shown = (scale: number, watt: number) =>
    beside(minute, {
      counts: every(minute, small, (at) => Math.floor((1_000_000 + ((at - from) / hour) * watt) * scale)),
      watts: every(minute, small, () => watt),
      span: small,
    });

  test.each([
    [10, 60],
    [10, 200],
    [3, 200],
    [0.1, 120],
    [0.001, 120],
    [0.3, 300],
  ])('%d times at %d W', (scale, watt) => {
    const { wh, events } = shown(scale, watt);
    expect(kinds(events)).toContain('suspect');
    expect(Math.abs(wh('pv') - 48 * watt)).toBeLessThan(0.05 * 48 * watt);
  });

  test.each([
    [1.05, 200],
    [0.95, 200],
    [1, 30],
  ])('%d times at %d W is as meters are', (scale, watt) => {
    expect(kinds(shown(scale, watt).events)).toEqual([]);
  });

  test('a power that shows nothing below 40 W is no reason to doubt a counter', () => {
    const counts = every(minute, small, (at) => Math.floor(1_000_000 + ((at - from) / hour) * 35));
    const { wh, events } = beside(minute, { counts, watts: every(minute, small, () => 0), span: small });
    expect(kinds(events)).toEqual([]);
    expect(Math.round(wh('pv') / 10)).toBe(168);
  });
});

test('a counter of whole kilowatt-hours is not dead before its first step', () => {
  const span = [start, start + 8 * hour] as const;
  const counts = every(minute, span, (at) => Math.floor(5001 + (at - start) / hour / 2.5) * 1000);
  const { wh, events } = beside(minute, { counts, watts: every(minute, span, () => 400), span });
  expect(kinds(events)).toEqual([]);
  expect(wh('pv')).toBe(3000);
});
