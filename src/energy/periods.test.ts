import { because } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { bucketCount, energyOf, ratiosOf } from './period-energy.ts';
import { isBucketEdge, neighbour, periodAt, periodsIn, type PeriodKind, type PeriodRule } from './periods.ts';
import { at, bucket, buckets, oneKilowatt, spanOf } from './testing/buckets.ts';
import type { LedgerEvent } from './types.ts';

const zones = [
  'Europe/Berlin',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Australia/Darwin',
  'Asia/Kathmandu',
  'UTC',
];

describe('case 14: 1 kW all day on the days the clocks change', () => {
  test.each([
    ['2026-03-29', 23, 92],
    ['2026-10-25', 25, 100],
    ['2026-06-01', 24, 96],
  ])('%s has %i hours and %i quarter-hours', (date, hours, quarters) => {
    const rule: PeriodRule = { kind: 'day', zone: 'Europe/Berlin' };
    const day = periodAt(at(`${date}T12:00Z`), rule);
    const power = buckets(day, (startMs) => ({ load: oneKilowatt(startMs) }));
    expect(day.label).toBe(date);
    expect(energyOf({ buckets: power, span: day }).channels.load?.energy).toBe(hours * 1_000_000);
    expect(periodsIn(day, { ...rule, kind: 'hour' })).toHaveLength(hours);
    const parts = periodsIn(day, { ...rule, kind: 'quarter-hour' });
    expect(parts).toHaveLength(quarters);
    expect(new Set(parts.map(({ label }) => label)).size).toBe(quarters);
  });
});

test('the two hours of one name have their offsets', () => {
  const day = periodAt(at('2026-10-25T12:00Z'), { kind: 'day', zone: 'Europe/Berlin' });
  const labels = periodsIn(day, { kind: 'hour', zone: 'Europe/Berlin' }).map(({ label }) => label);
  expect(labels.slice(1, 5)).toEqual([
    '2026-10-25T01:00+02:00',
    '2026-10-25T02:00+02:00',
    '2026-10-25T02:00+01:00',
    '2026-10-25T03:00+01:00',
  ]);
});

describe('case 15: days without a midnight, half hours and quarters', () => {
  test.each([
    ['Africa/Cairo', '2026-04-24', 23, '2026-04-24T01:00+03:00', 23],
    ['Asia/Beirut', '2026-03-29', 23, '2026-03-29T01:00+03:00', 23],
    ['America/Santiago', '2026-09-06', 23, '2026-09-06T01:00-03:00', 23],
    // Clocks go from 02:00 back to 01:30: the half hour is an hour of its own.
    ['Australia/Lord_Howe', '2026-04-05', 24.5, '2026-04-05T00:00+11:00', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5, '2026-10-04T00:00+10:30', 24],
    ['Asia/Kathmandu', '2026-06-01', 24, '2026-06-01T00:00+05:45', 24],
  ])('%s %s is %d hours, first %s', (...[zone, date, hours, first, count]) => {
    const noon = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: '12:00' });
    const day = periodAt(noon.epochMilliseconds, { kind: 'day', zone });
    expect(day.endMs - day.startMs).toBe(hours * hourMs);
    const parts = periodsIn(day, { kind: 'hour', zone });
    expect(parts[0]?.label).toBe(first);
    expect(parts).toHaveLength(count);
    const power = buckets(day, () => ({ load: 7 }));
    const sum = parts.reduce(
      (total, span) => total + (energyOf({ buckets: power, span }).channels.load?.energy ?? 0),
      0,
    );
    expect(sum).toBe(bucketCount(day) * 7);
  });

  test('the repeated half hour is told from the first', () => {
    const span = spanOf('2026-04-04T13:00Z/2026-04-05T13:30Z');
    const labels = periodsIn(span, { kind: 'hour', zone: 'Australia/Lord_Howe' }).map(({ label }) => label);
    expect(labels.slice(0, 4)).toEqual([
      '2026-04-05T00:00+11:00',
      '2026-04-05T01:00+11:00',
      '2026-04-05T01:30+10:30',
      '2026-04-05T02:00+10:30',
    ]);
  });
});

test.each([
  ['week', '2026-01-01T12:00Z', '2026-W01', '2025-12-28T23:00Z'],
  ['week', '2027-01-01T12:00Z', '2026-W53', '2026-12-27T23:00Z'],
  ['month', '2026-03-31T21:59Z', '2026-03', '2026-02-28T23:00Z'],
  ['month', '2026-03-31T22:00Z', '2026-04', '2026-03-31T22:00Z'],
  ['year', '2025-12-31T23:00Z', '2026', '2025-12-31T23:00Z'],
  ['billing', '2026-10-14T12:00Z', '2026-09-15/2026-10-14', '2026-09-14T22:00Z'],
  ['billing', '2026-10-15T12:00Z', '2026-10-15/2026-11-14', '2026-10-14T22:00Z'],
] as const)('%s of %s is %s', (...[kind, moment, label, start]) => {
  const period = periodAt(at(moment), { kind, zone: 'Europe/Berlin', billingDay: 15 });
  expect(period).toMatchObject({ label, startMs: at(start) });
});

test('unknown zones and billing days are told', () => {
  expect(() => periodAt(0, { kind: 'day', zone: 'Mars/Olympus' })).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  );
  expect(() => periodAt(0, { kind: 'billing', zone: 'UTC', billingDay: 29 })).toThrow(
    expect.objectContaining({ code: 'input.invalid' }),
  );
});

test('periods of every kind and zone follow each other on bucket edges, and know their neighbours', () => {
  const kinds: PeriodKind[] = ['quarter-hour', 'hour', 'day', 'week', 'month', 'year', 'billing'];
  const moments = fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2035-01-01T00:00Z') });
  const rules = fc.record({
    kind: fc.constantFrom(...kinds),
    zone: fc.constantFrom(...zones),
    billingDay: fc.integer({ min: 1, max: 28 }),
  });
  fc.assert(
    fc.property(rules, moments, (rule, moment) => {
      const period = periodAt(moment, rule);
      expect(moment >= period.startMs && moment < period.endMs).toBe(true);
      expect(isBucketEdge(period.startMs) && isBucketEdge(period.endMs)).toBe(true);
      expect(neighbour(neighbour(period, rule, 1), rule, -1)).toEqual(period);
      expect(periodAt(period.endMs - 1, rule)).toEqual(period);
    }),
    { numRuns: 300 },
  );
});

test('hours, days, months and years add up to the last milliwatt-hour and millisecond', () => {
  const zoned = fc.record({ zone: fc.constantFrom(...zones), seed: fc.integer({ min: 1, max: 9973 }) });
  fc.assert(
    fc.property(zoned, ({ zone, seed }) => {
      const year = periodAt(at('2026-06-01T00:00Z'), { kind: 'year', zone });
      // Every seventh bucket is missing.
      const energy = buckets(year, (startMs) => ({ import: ((startMs / 300_000) * seed) % 100_003 })).filter(
        (_, index) => index % 7 !== 3,
      );
      const whole = energyOf({ buckets: energy, span: year, channels: ['import'] });
      for (const kind of ['hour', 'day', 'month'] as const) {
        const sum = { energy: 0, measuredMs: 0, missingMs: 0, estimatedMs: 0 };
        for (const span of periodsIn(year, { kind, zone })) {
          const part = energyOf({ buckets: energy, span, channels: ['import'] }).channels.import;
          sum.energy += part?.energy ?? 0;
          sum.measuredMs += part?.measuredMs ?? 0;
          sum.missingMs += part?.missingMs ?? 0;
        }
        expect(sum).toEqual(whole.channels.import);
      }
    }),
    { numRuns: 4 },
  );
});

test('a month keeps to the clocks of the site, not to UTC', () => {
  const evening = bucket(at('2026-03-31T22:30Z'), { pv: 1000 });
  const month = periodAt(evening.startMs, { kind: 'month', zone: 'Europe/Berlin' });
  expect(month.label).toBe('2026-04');
  expect(energyOf({ buckets: [evening], span: month }).channels.pv?.energy).toBe(1000);
});

test('self-sufficiency and self-consumption are within 0 to 100, and absent where there is nothing to divide', () => {
  const none = {
    pvToLoad: 0,
    pvToBattery: 0,
    pvToGrid: 0,
    batteryToLoad: 0,
    batteryToGrid: 0,
    gridToLoad: 0,
    gridToBattery: 0,
    generatorToLoad: 0,
    generatorToBattery: 0,
    generatorToGrid: 0,
  };
  expect(ratiosOf(none)).toEqual({});
  expect(ratiosOf({ ...none, gridToBattery: 5 })).toEqual({});
  expect(ratiosOf({ ...none, pvToLoad: 3, gridToLoad: 1, pvToGrid: 9 })).toEqual({
    selfSufficiency: 75,
    selfConsumption: 25,
  });
  const flows = fc.record(Object.fromEntries(Object.keys(none).map((key) => [key, fc.nat(1e9)])));
  fc.assert(
    fc.property(flows, (some) => {
      for (const ratio of Object.values(ratiosOf({ ...none, ...some }))) expect(ratio >= 0 && ratio <= 100).toBe(true);
    }),
  );
});

test('a channel without a bucket is missing where the home has it, absent where not; events are those of the span', () => {
  const span = spanOf('2026-01-01T00:00Z/2026-01-01T01:00Z');
  const event = (atMs: number): LedgerEvent => ({
    id: `${atMs}`,
    atMs,
    source: 'm',
    kind: 'gap',
    energy: 0,
    reason: because('power.gap', { seconds: 1 }),
    count: 1,
  });
  const events = [event(span.startMs), event(span.endMs)];
  const energy = energyOf({ buckets: [bucket(span.startMs, { pv: 5 })], span, channels: ['pv', 'import'], events });
  expect(energy.channels).toEqual({
    pv: { energy: 5, measuredMs: 300_000, estimatedMs: 0, missingMs: 3_300_000 },
    import: { energy: 0, measuredMs: 0, estimatedMs: 0, missingMs: 3_600_000 },
  });
  expect(energy.events).toEqual([events[0]]);
});
