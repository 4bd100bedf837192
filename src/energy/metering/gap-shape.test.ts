// Gaps have the shape of their source: the sun never shines in the dark, a battery follows its charge, a home its own day.
import { describe, expect, test } from 'vitest';
import { sunAt } from '../anomalies/sun.ts';
import { columns, counter, day, every, hour, minute, power, settle, type Row } from '../testing/bench.ts';
import type { CounterSource, MeterPlan } from './plan.ts';

const place = { latitude: 52.5, longitude: 13.4 };
const start = Date.UTC(2026, 5, 1);
const watts = (at: number, peak: number): number =>
  Math.max(0, Math.round(peak * Math.sin((sunAt(at, { ...place, timeZone: 'UTC' }).altitude * Math.PI) / 180)));
/** A counter of what some watts brought, read every five minutes when it is heard. */
function counted(
  watt: (at: number) => number,
  [fromMs, toMs]: readonly [number, number],
  isHeard: (at: number) => boolean,
) {
  let wh = 4_000_000;
  const rows: Row[] = [];
  for (const [at, value] of every(5 * minute, [fromMs, toMs], watt)) {
    if (isHeard(at)) rows.push([at, Math.floor(wh)]);
    wh += value / 12;
  }
  return rows;
}

const pv = (device: string, over: Partial<CounterSource> = {}) =>
  counter({
    id: device,
    device,
    metric: 'pv.energy',
    channel: 'pv',
    intervalMs: 5 * minute,
    gapLimitMs: 15 * minute,
    ...over,
  });
const pvPower = (device: string) =>
  power({
    id: `${device}:power`,
    device,
    metrics: ['pv.power'],
    positive: 'pv',
    books: [],
    intervalMs: 5 * minute,
    gapLimitMs: 15 * minute,
  });
const isDark = (at: number): boolean =>
  [at, at + 5 * minute].every((when) => sunAt(when, { ...place, timeZone: 'UTC' }).altitude < -1);

describe('L9: an inverter that is away', () => {
  const span = [start, start + 12 * day] as const;
  const [away, back] = [start + 3 * day + 10 * hour, start + 10 * day + 9 * hour];
  const isHeard = (at: number): boolean => at < away || at >= back;
  const west = counted((at) => watts(at, 6000), span, isHeard);
  const truth = (from: number, to: number): number =>
    every(5 * minute, [from, to], (at) => watts(at, 6000) / 12).reduce((sum, [, wh]) => sum + wh, 0);

  const check = (plan: MeterPlan, readings: Parameters<typeof settle>[1], factor: number) => {
    const { buckets, wh } = settle(plan, readings, { span });
    const dark = buckets
      .filter(({ startMs }) => isDark(startMs))
      .reduce((sum, one) => sum + (one.channels.pv?.energy ?? 0), 0);
    const whole = (west.at(-1)?.[1] ?? 0) - (west[0]?.[1] ?? 0);
    expect(Math.abs(wh('pv') - factor * whole)).toBeLessThan(2 * factor + factor * 1);
    return { dark, wh };
  };

  test('beside another one: its shape, and nothing at night', () => {
    const plan = { sources: [pv('west'), pv('east', { shape: 'east:power' }), pvPower('east')], place };
    const east = [
      columns(
        counted(
          (at) => watts(at, 3000),
          span,
          () => true,
        ),
        'pv.energy',
        'east',
      ),
      columns(
        every(5 * minute, span, (at) => watts(at, 3000)),
        'pv.power',
        'east',
      ),
    ];
    const { dark, wh } = check(plan, [columns(west, 'pv.energy', 'west'), ...east], 1.5);
    expect(dark / 1000).toBeLessThan(10);
    const noon = start + 6 * day + 10 * hour;
    expect(wh('pv', noon, noon + 2 * hour) / (1.5 * truth(noon, noon + 2 * hour))).toBeCloseTo(1, 1);
  });

  test('one whose own power was heard until it fell silent in the sun: the same, and the rest of its counter is still all of it', () => {
    const plan = {
      sources: [
        pv('west', { shape: 'west:power' }),
        pvPower('west'),
        pv('east', { shape: 'east:power' }),
        pvPower('east'),
      ],
      place,
    };
    const powers = (peak: number, heard: (at: number) => boolean): Row[] =>
      every(5 * minute, span, (at) => watts(at, peak)).filter(([at]) => heard(at));
    const readings = [
      columns(west, 'pv.energy', 'west'),
      columns(powers(6000, isHeard), 'pv.power', 'west'),
      columns(
        counted(
          (at) => watts(at, 3000),
          span,
          () => true,
        ),
        'pv.energy',
        'east',
      ),
      columns(
        powers(3000, () => true),
        'pv.power',
        'east',
      ),
    ];
    const { dark, wh } = check(plan, readings, 1.5);
    expect(dark / 1000).toBeLessThan(10);
    const noon = start + 6 * day + 10 * hour;
    expect(wh('pv', noon, noon + 2 * hour) / (1.5 * truth(noon, noon + 2 * hour))).toBeCloseTo(1, 1);
    // Without the other one: by the sky of the place.
    const alone = { sources: [pv('west', { shape: 'west:power' }), pvPower('west')], place };
    expect(check(alone, readings.slice(0, 2), 1).dark / 1000).toBeLessThan(10);
  });

  test('beside another one: clouds that one saw were over both', () => {
    const cloudy = (at: number): number => (at >= start + 6 * day && at < start + 6 * day + 10 * hour ? 0 : 1);
    const plan = { sources: [pv('west'), pv('east', { shape: 'east:power' }), pvPower('east')], place };
    const seen = (at: number): number => watts(at, 3000) * cloudy(at);
    const readings = [
      columns(
        counted((at) => watts(at, 6000) * cloudy(at), span, isHeard),
        'pv.energy',
        'west',
      ),
      columns(
        counted(seen, span, () => true),
        'pv.energy',
        'east',
      ),
      columns(every(5 * minute, span, seen), 'pv.power', 'east'),
    ];
    const { wh } = settle(plan, readings, { span });
    expect(wh('pv', start + 6 * day, start + 6 * day + 10 * hour)).toBeLessThan(200);
  });

  test('alone: by the clear sky of the place', () => {
    const { dark, wh } = check({ sources: [pv('west')], place }, [columns(west, 'pv.energy', 'west')], 1);
    // A watt-hour or two of every dawn, whose step the counter showed late.
    expect(dark / 1000).toBeLessThan(10);
    const noon = start + 6 * day + 10 * hour;
    expect(wh('pv', noon, noon + 2 * hour) / truth(noon, noon + 2 * hour)).toBeCloseTo(1, 0.8);
  });

  test('without a place: by the sun of the day before', () => {
    const { dark } = check({ sources: [pv('west')], learnsDays: true }, [columns(west, 'pv.energy', 'west')], 1);
    expect(dark / 1000).toBeLessThan(200);
  });

  test.each(['Europe/Berlin', 'Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kathmandu'])(
    'without anything: not into the night of its zone, %s',
    (timeZone) => {
      const midnight = Temporal.PlainDate.from('2026-06-01').toZonedDateTime(timeZone).epochMilliseconds;
      const rows: Row[] = [
        [midnight + 12 * hour, 1_000_000],
        [midnight + 36 * hour, 1_030_000],
      ];
      const plan = { sources: [pv('west', { timeZone })] };
      const { wh } = settle(plan, [columns(rows, 'pv.energy', 'west')], { span: [midnight, midnight + 37 * hour] });
      expect(wh('pv')).toBe(30_000);
      expect(wh('pv', midnight + 22 * hour, midnight + 27 * hour)).toBe(0);
    },
  );
});

test('L9: a battery that is away follows its charge', () => {
  const span = [start, start + day] as const;
  const source = counter({
    id: 'charge',
    device: 'pack',
    metric: 'battery.energy.charge',
    channel: 'charge',
    intervalMs: 5 * minute,
    gapLimitMs: 15 * minute,
  });
  const rows: Row[] = [
    [start, 100_000],
    [start + 20 * hour, 106_000],
  ];
  const soc = every(5 * minute, span, (at) => {
    const hours = (at - start) / hour;
    return hours < 9 ? 20 : hours < 12 ? 20 + (hours - 9) * 20 : 80;
  });
  const { wh } = settle(
    { sources: [source] },
    [columns(rows, 'battery.energy.charge', 'pack'), columns(soc, 'battery.soc', 'pack')],
    {
      span,
    },
  );
  expect(wh('charge')).toBe(6000);
  expect(wh('charge', start + 9 * hour, start + 12 * hour)).toBeGreaterThan(5500);
  expect(wh('charge', start, start + 8 * hour)).toBe(0);
});

test('L9: what a home used while nobody looked has the shape of its day before', () => {
  const span = [start, start + 3 * day] as const;
  const use = (at: number): number => ((at % day) / hour >= 18 && (at % day) / hour < 20 ? 3000 : 200);
  const source = counter({
    id: 'load',
    device: 'house',
    metric: 'load.energy',
    channel: 'load',
    intervalMs: 5 * minute,
    gapLimitMs: 15 * minute,
  });
  const rows = counted(use, span, (at) => at < start + day + 12 * hour || at >= start + 2 * day + 12 * hour);
  const { wh } = settle({ sources: [source], learnsDays: true }, [columns(rows, 'load.energy', 'house')], { span });
  const evening = start + day + 18 * hour;
  expect(wh('load', evening, evening + 2 * hour) / 6000).toBeCloseTo(1, 1);
  expect(wh('load', evening + 3 * hour, evening + 5 * hour) / 400).toBeCloseTo(1, 0.8);
});

describe('a gap follows the day before only where that is known', () => {
  const evening = start + day + 18 * hour;
  const use = (at: number): number => ((at % day) / hour >= 18 && (at % day) / hour < 20 ? 3000 : 200);
  const span = [start, start + 3 * day] as const;
  const home = (metric: 'grid.energy.import' | 'battery.energy.charge', channel: 'import' | 'charge') =>
    counter({ id: 'house', device: 'house', metric, channel, intervalMs: 5 * minute, gapLimitMs: 15 * minute });

  test.each([
    ['grid.energy.import', 'import'],
    ['battery.energy.charge', 'charge'],
  ] as const)('%s of a home that has nothing else', (metric, channel) => {
    const rows = counted(use, span, (at) => at < start + day + 12 * hour || at >= start + 2 * day + 12 * hour);
    const plan = { sources: [home(metric, channel)], learnsDays: true };
    const { wh } = settle(plan, [columns(rows, metric, 'house')], { span });
    expect(wh(channel, evening, evening + 2 * hour) / 6000).toBeCloseTo(1, 1);
    expect(wh(channel, evening + 3 * hour, evening + 5 * hour) / 400).toBeCloseTo(1, 0.8);
  });

  test('two hours of a day say nothing of the rest of it', () => {
    const rows = counted(use, span, (at) => at < start + 2 * hour || at >= start + day + 2 * hour);
    const plan = { sources: [home('grid.energy.import', 'import')], learnsDays: true };
    const { wh } = settle(plan, [columns(rows, 'grid.energy.import', 'house')], { span });
    const whole = wh('import', start + 2 * hour, start + day + 2 * hour);
    expect(wh('import', start + 8 * hour, start + 14 * hour) / whole).toBeCloseTo(0.25, 2);
  });

  test('a second silent day has the shape of the last one that was seen, not of the first silent one', () => {
    const long = [start, start + 5 * day] as const;
    const rows = counted(use, long, (at) => {
      const silent = [1, 2].some((one) => at >= start + one * day + 12 * hour && at < start + one * day + 35 * hour);
      return !silent;
    });
    const plan = { sources: [home('grid.energy.import', 'import')], learnsDays: true };
    const { wh } = settle(plan, [columns(rows, 'grid.energy.import', 'house')], { span: long });
    for (const from of [evening, evening + day]) expect(wh('import', from, from + 2 * hour) / 6000).toBeCloseTo(1, 1);
  });

  test('a counter of whole kilowatt-hours: no lumps', () => {
    const coarse = counted(use, span, (at) => at < start + day + 12 * hour || at >= start + 2 * day + 12 * hour).map(
      ([at, value]): Row => [at, Math.floor(value / 1000) * 1000],
    );
    const plan = { sources: [home('grid.energy.import', 'import')], learnsDays: true };
    const { wh } = settle(plan, [columns(coarse, 'grid.energy.import', 'house')], { span });
    const night = start + day + 22 * hour;
    for (let at = night; at < night + 6 * hour; at += hour) expect(wh('import', at, at + hour)).toBeLessThan(700);
  });
});
