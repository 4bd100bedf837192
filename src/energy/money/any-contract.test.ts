// Any contract, compared with a plain loop over whole periods that shares only the vocabulary with the engine, and any cut of its time.
import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { bucket } from '../testing/buckets.ts';
import type { EnergyBucket } from '../types.ts';
import { costOf } from './cost.ts';
import { moneyNumber } from './decimal.ts';
import type { FileDemand, FilePrice, FileVersion } from './file-words.ts';
import { tariffFromText } from './tariff-file.ts';
import type { Tariff } from './tariff.ts';

const kWh = 1_000_000;
const stepMs = 3 * 3_600_000;
const zones = [
  'Europe/Madrid',
  'America/Sao_Paulo',
  'Australia/Sydney',
  'America/Los_Angeles',
  'Asia/Kolkata',
] as const;

const zoned = (atMs: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
const startOf = (date: string, zone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;

/** A reading of the reference: a moment by the clock, and what went over the meter in kilowatt-hours. */
interface Row {
  readonly when: Temporal.ZonedDateTime;
  readonly taken: number;
  readonly given: number;
}

/** The name of the period a row is in. */
function periodName({ when }: Row, per: string, version: FileVersion): string {
  const date = when.toPlainDate();
  switch (per) {
    case 'hour':
      return when.toString().slice(0, 13) + when.offset;
    case 'day':
      return date.toString();
    case 'month':
      return date.toString().slice(0, 7);
    case 'billing':
      return date
        .subtract({ days: (version.billing_day ?? 1) - 1 })
        .toString()
        .slice(0, 7);
    default: {
      const [month = 1, day = 1] = (version.year_start ?? '01-01').split('-').map(Number);
      return String(Temporal.PlainDate.compare(date, date.with({ month, day })) >= 0 ? date.year : date.year - 1);
    }
  }
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

/** The peak window of the contracts drawn here: 17:00 to 21:00. */
const isPeak = ({ when }: Row): boolean => when.hour >= 17 && when.hour < 21;

/** Cost of an energy in tiers. */
function inTiers(part: FilePrice & { kind: 'tiered' }, energy: number): number {
  let [from, cost] = [0, 0];
  for (const { price, up_to: upTo = Infinity } of part.tiers) {
    cost += price * Math.max(0, Math.min(energy, upTo) - from);
    from = upTo;
  }
  return cost;
}

/** What a part costs (or earns, below 0) over rows. */
function partCost(
  part: FilePrice,
  side: 'import' | 'export',
  { rows, version }: { rows: readonly Row[]; version: FileVersion },
): number {
  const own = (row: Row): number => (side === 'import' ? row.taken : row.given);
  const other = (row: Row): number => (side === 'import' ? row.given : row.taken);
  const per = typeof part.net === 'string' && part.net !== 'none' ? part.net : undefined;
  let cost = 0;
  if (part.kind === 'tiered') {
    for (const group of grouped(rows, (row) => periodName(row, part.per, version)).values())
      cost += inTiers(part, sum(group.map(own)));
  } else if (part.kind === 'flat' || part.kind === 'time-of-use') {
    const [high, low] =
      part.kind === 'flat' ? [part.price, part.price] : [part.windows[0]?.price ?? 0, part.otherwise.price];
    const groups =
      per === undefined
        ? rows.map((row) => [row])
        : [...grouped(rows, (row) => periodName(row, per, version)).values()];
    for (const group of groups) {
      const inWindow = (want: boolean, of: (row: Row) => number): number =>
        sum(group.filter((row) => part.kind === 'flat' || isPeak(row) === want).map(of));
      if (part.kind === 'flat') {
        const off = per === undefined ? 0 : inWindow(true, other);
        cost += high * Math.max(0, inWindow(true, own) - off);
        continue;
      }
      const [peak, rest] = [inWindow(true, own), inWindow(false, own)];
      const [peakOff, restOff] = per === undefined ? [0, 0] : [inWindow(true, other), inWindow(false, other)];
      const [peakLeft, restLeft] = [peak - peakOff, rest - restOff];
      // The surplus of one window is netted against the other.
      const spill = Math.min(0, peakLeft) + Math.min(0, restLeft);
      cost += high * Math.max(0, Math.max(0, peakLeft) + spill * (restLeft > 0 ? 0 : 1));
      cost += low * Math.max(0, Math.max(0, restLeft) + spill * (peakLeft > 0 ? 0 : 1));
    }
  }
  return side === 'import' ? cost : -cost;
}

function demandCost(charge: FileDemand, { rows, version }: { rows: readonly Row[]; version: FileVersion }): number {
  const figures: number[] = [];
  let cost = 0;
  for (const group of grouped(rows, (row) => periodName(row, 'billing', version)).values()) {
    // A row is the only one in its hour, so its energy is the mean power of the hour.
    const byDay = [...grouped(group, (row) => periodName(row, 'day', version)).values()];
    const peaks =
      charge.one_a_day === true
        ? byDay.map((day) => Math.max(...day.map(({ taken }) => taken)))
        : group.map(({ taken }) => taken);
    const highest = charge.highest ?? 1;
    const mean = sum(peaks.toSorted((left, right) => right - left).slice(0, highest)) / highest;
    figures.push(Math.max(charge.minimum ?? 0, mean));
    const last = figures.slice(-(charge.last ?? 1));
    cost += (charge.price ?? 0) * (sum(last) / last.length);
  }
  return cost;
}

const price = fc.integer({ min: 1, max: 900 }).map((cents) => cents / 1000);
const net = fc.constantFrom('none', 'hour', 'day', 'month', 'billing', 'year' as const);
const peakWhen = [{ from: '17:00', to: '21:00' }];

const part = (name: string): fc.Arbitrary<FilePrice> =>
  fc.oneof(
    fc.record({ kind: fc.constant('flat' as const), name: fc.constant(name), price, net }),
    fc.record({
      kind: fc.constant('time-of-use' as const),
      name: fc.constant(name),
      net,
      windows: price.map((high) => [{ name: 'peak', price: high, when: peakWhen }]),
      otherwise: price.map((low) => ({ name: 'rest', price: low })),
    }),
    fc.record({
      kind: fc.constant('tiered' as const),
      name: fc.constant(name),
      net: fc.constant('none' as const),
      per: fc.constantFrom('day', 'month', 'billing', 'year' as const),
      tiers: fc
        .tuple(price, price, price, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 90 }))
        .map(([a, b, c, first, more]) => [
          { name: 'a', price: a, up_to: first },
          { name: 'b', price: b, up_to: first + more },
          { name: 'c', price: c },
        ]),
    }),
  );

const anyVersion: fc.Arbitrary<FileVersion> = fc.record({
  from: fc.constant('2020-01-01'),
  billing_day: fc.integer({ min: 1, max: 28 }),
  year_start: fc.constantFrom('01-01', '04-01', '07-15'),
  import: fc.tuple(part('energy'), part('grid')),
  export: fc.tuple(part('surplus')),
  standing: fc.tuple(fc.record({ name: fc.constant('fee'), amount: price, per: fc.constant('day' as const) })),
  demand: fc.tuple(
    fc.record({
      name: fc.constant('capacity'),
      price,
      slot_minutes: fc.constant(60 as const),
      minimum: fc.integer({ min: 0, max: 3 }),
      highest: fc.integer({ min: 1, max: 4 }),
      one_a_day: fc.boolean(),
      last: fc.integer({ min: 1, max: 4 }),
    }),
  ),
  taxes: fc.tuple(
    fc.record({
      name: fc.constant('tax'),
      percent: fc.integer({ min: 0, max: 40 }),
      of: fc.subarray(['energy', 'grid', 'surplus', 'fee', 'capacity'], { minLength: 1 }),
    }),
  ),
});

const rowsOf = (energy: readonly EnergyBucket[], zone: string): Row[] =>
  energy.map(({ startMs, channels }) => ({
    when: zoned(startMs, zone),
    taken: (channels.import?.energy ?? 0) / kWh,
    given: (channels.export?.energy ?? 0) / kWh,
  }));

function tariffOf(version: FileVersion): Tariff {
  const outcome = tariffFromText(JSON.stringify({ name: 'any', currency: 'EUR', versions: [version] }));
  if ('tariff' in outcome) return outcome.tariff;
  throw new Error(JSON.stringify(outcome.problems));
}

/** A home of seventy days: a bucket every three hours, with any import and export. */
const home = fc.record({
  zone: fc.constantFrom(...zones),
  first: fc.constantFrom('2026-02-11', '2026-09-20', '2025-12-03'),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
});

function energyOf({ zone, first, seed }: { zone: string; first: string; seed: number }) {
  const startMs = startOf(first, zone);
  const endMs = startOf(Temporal.PlainDate.from(first).add({ days: 70 }).toString(), zone);
  const energy = Array.from({ length: Math.floor((endMs - startMs) / stepMs) }, (_, index) => {
    const drawn = ((index + seed) * 2_654_435_761) % 4_294_967_296;
    const sun = zoned(startMs + index * stepMs, zone).hour;
    return bucket(startMs + index * stepMs, {
      import: drawn % 3 === 0 ? 0 : (drawn % 4000) * 1000,
      export: sun > 8 && sun < 18 ? (drawn % 3517) * 1000 : 0,
    });
  });
  return { energy, span: { startMs, endMs } };
}

describe('any contract', { timeout: 120_000 }, () => {
  test('comes to what a plain loop over whole periods says', () => {
    fc.assert(
      fc.property(anyVersion, home, (version, of) => {
        const { energy, span } = energyOf(of);
        const rows = rowsOf(energy, of.zone);
        const all = { rows, version };
        const wanted = new Map<string, number>();
        for (const one of version.import) wanted.set(one.name, partCost(one, 'import', all));
        for (const one of version.export ?? []) wanted.set(one.name, partCost(one, 'export', all));
        for (const one of version.demand ?? []) wanted.set(one.name, demandCost(one, all));
        for (const one of version.standing ?? []) wanted.set(one.name, 70 * one.amount);
        for (const { name, percent, of: names } of version.taxes ?? [])
          wanted.set(name, (percent / 100) * sum(names.map((line) => wanted.get(line) ?? 0)));
        const cost = costOf({ buckets: energy, tariff: tariffOf(version), zone: of.zone, span });
        for (const [name, amount] of wanted) {
          const own = sum(cost.lines.filter((line) => line.name === name).map((line) => moneyNumber(line.amount)));
          expect([name, Math.abs(own - amount) < 1e-5, own, amount]).toEqual([name, true, own, amount]);
        }
        expect(moneyNumber(cost.total)).toBeCloseTo(sum([...wanted.values()]), 5);
      }),
      { numRuns: 40 },
    );
  });

  test('cut anywhere, its parts are the whole to the last digit', () => {
    fc.assert(
      fc.property(anyVersion, home, fc.integer({ min: 1, max: 70 * 8 - 2 }), (version, of, cut) => {
        const { energy, span } = energyOf(of);
        const tariff = tariffOf({
          ...version,
          limits: [{ name: 'least', of: ['energy', 'surplus', 'tax'], per: 'billing', at_least: 1, carry: 1 }],
          steps: [{ name: 'step', of: 'export', per: 'month', steps: [{ up_to: 300, amount: 2 }, { amount: 9 }] }],
        });
        const middle = span.startMs + cut * stepMs;
        const total = (startMs: number, endMs: number): bigint =>
          costOf({ buckets: energy, tariff, zone: of.zone, span: { startMs, endMs } }).total;
        expect(total(span.startMs, middle) + total(middle, span.endMs)).toBe(total(span.startMs, span.endMs));
      }),
      { numRuns: 20 },
    );
  });
});
