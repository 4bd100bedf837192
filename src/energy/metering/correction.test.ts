// What a person puts right: each kind, with preview (settled with it) and undo (settled without it again).
import { describe, expect, test } from 'vitest';
import { columns, counter, every, hour, minute, power, settle, sumsOf, type Row } from '../testing/bench.ts';
import type { MeterPlan } from './plan.ts';
import { provisional } from './provisional.ts';
import type { Correction } from './correction.ts';
import { emptyState } from './settle.ts';
import { whyOf } from './why.ts';

const start = Date.UTC(2026, 5, 1);
const span = [start, start + 4 * hour] as const;
const plan: MeterPlan = { sources: [counter()] };

/** 1 Wh every 10 s. */
const steady = (from: number, to: number, base: number): Row[] =>
  every(10_000, [from, to], (at) => base + (at - from) / 10_000);

const tried = (rows: readonly Row[], corrections: readonly Correction[]) =>
  settle(plan, [columns(rows)], { span, corrections });

describe('repairs', () => {
  test('readings left out: the span is bridged', () => {
    const rows: Row[] = [
      ...steady(start, start + hour, 1000),
      ...steady(start + hour, start + 2 * hour, 20_000),
      ...steady(start + 2 * hour, start + 3 * hour, 1720),
    ];
    const repair: Correction = { kind: 'exclude', source: 'counter', fromMs: start + hour, toMs: start + 2 * hour };
    expect(tried(rows, []).wh('import')).not.toBe(1079);
    expect(tried(rows, [repair]).wh('import')).toBe(1079);
    expect(sumsOf(tried(rows, []).buckets)).not.toEqual(sumsOf(tried(rows, [repair]).buckets));
  });

  test('an exchanged meter: the series goes on', () => {
    const rows = [...steady(start, start + hour, 700_000), ...steady(start + hour + minute, start + 2 * hour, 3)];
    const repair: Correction = {
      kind: 'replacement',
      source: 'counter',
      atMs: start + hour + 30_000,
      oldEndWh: 700_362,
      newStartWh: 2,
    };
    const outcome = tried(rows, [repair]);
    expect(outcome.wh('import')).toBe(362 + 1 + 353);
    expect(outcome.events).toMatchObject([{ kind: 'replaced', energy: 3000 }]);
  });

  test('the energy of a span set by hand: exact, marked, and everything else as it was', () => {
    const rows = steady(start, start + 4 * hour, 1000);
    const repair: Correction = {
      kind: 'energy',
      channel: 'import',
      fromMs: start + 30 * minute,
      toMs: start + 130 * minute,
      energy: 7_000_001,
    };
    const [before, after] = [tried(rows, []), tried(rows, [repair])];
    const within = [start + 30 * minute, start + 130 * minute] as const;
    expect(Math.round(after.wh('import', ...within) * 1000)).toBe(7_000_001);
    expect(after.buckets[10]?.channels.import?.from).toMatchObject([{ rule: 'repair', source: 'home' }]);
    expect(after.wh('import', within[1])).toBe(before.wh('import', within[1]));
    expect(after.wh('import', span[0], within[0])).toBe(before.wh('import', span[0], within[0]));
  });

  test('a decision turned: a jump is booked after all, a reset is not', () => {
    const jump: Row[] = [...steady(start, start + hour, 1000), ...steady(start + hour, start + 2 * hour, 900_000)];
    const held = tried(jump, []).events.find(({ kind }) => kind === 'held')?.id ?? '';
    const before = tried(jump, []).wh('import');
    const after = tried(jump, [{ kind: 'overrule', event: held, isBooked: true }]).wh('import');
    expect([before, after]).toEqual([359 + 359, 900_359 - 1000]);
    const reset: Row[] = [...steady(start, start + hour, 50_000), ...steady(start + hour, start + 2 * hour, 40)];
    const found = tried(reset, []).events.find(({ kind }) => kind === 'reset')?.id ?? '';
    expect(tried(reset, []).wh('import')).toBe(359 + 40 + 359);
    expect(tried(reset, [{ kind: 'overrule', event: found, isBooked: false }]).wh('import')).toBe(359 + 359);
  });
});

describe('what a person is told', () => {
  const both: MeterPlan = { sources: [counter({ shape: 'power' }), power({ books: ['export'] })] };
  const rows = steady(start, start + 4 * hour, 1000).filter(([at]) => at < start + hour || at >= start + 2 * hour);
  const given = [
    columns(rows),
    columns(
      every(10_000, [start, start + 4 * hour], () => 350),
      'grid.power',
    ),
  ];

  test('why: sources, rules, shares, decisions, and the counter against integration', () => {
    const outcome = settle(both, given, { span });
    const why = whyOf('import', { plan: both, ...outcome }, { fromMs: span[0], toMs: span[1] });
    expect(why.energy).toBe(1_439_000);
    expect(why.from.map(({ rule }) => rule)).toEqual(['counter', 'gap-shape']);
    expect(why.measured).toBeCloseTo(0.75, 2);
    expect(why.estimated).toBeCloseTo(0.25, 2);
    expect(why.missing).toBeCloseTo(0, 2);
    expect(why.events).toMatchObject([{ kind: 'gap' }]);
    expect(why.integrated).toEqual({ energy: 1_400_000, difference: 39_000 });
  });

  test('the hour that is not over: what is booked, and what no counter has shown yet', () => {
    const coarse = { sources: [counter({ shape: 'power', resolutionWh: 100 }), power({ books: ['export'] })] };
    const shown = every(10_000, [start, start + hour], (at) => 100 * Math.floor((at - start) / (20 * minute)));
    const readings = [
      columns(shown),
      columns(
        every(10_000, [start, start + hour], () => 300),
        'grid.power',
      ),
    ];
    const totals = provisional({ plan: coarse, readings }, emptyState(start), start + 50 * minute);
    expect(totals.import).toEqual({ energy: 200_000, pending: 50_000 });
    expect(totals.export).toEqual({ energy: 0, pending: 0 });
    expect(totals.pv).toBeUndefined();
  });
});
