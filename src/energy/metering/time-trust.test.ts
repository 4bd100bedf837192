// Case 16: a clock that is set while readings come in.
import { describe, expect, test } from 'vitest';
import { columns, counter, hour, minute, power, second, settle, type Row } from '../testing/bench.ts';
import { takeTimed, trustNow, untrusted, type Timed, type TrustState } from './time-trust.ts';

const start = Date.UTC(2026, 5, 1);

/** Readings every 10 s, 3600 W, 10 Wh each; the wall clock is off by `offMs`. */
function batches(count: number, offMs: (index: number) => number): Timed<number>[] {
  return Array.from({ length: count }, (_none, index) => ({
    atMs: start + index * 10 * second + offMs(index),
    monotonicMs: 5000 + index * 10 * second,
    content: 70_000 + 10 * index,
  }));
}

function guarded(list: readonly Timed<number>[], from: TrustState<number>) {
  let state = from;
  const rows: Row[] = [];
  const events = [];
  for (const batch of list) {
    const taken = takeTimed(state, batch);
    state = taken.state;
    rows.push(...taken.released.map(({ atMs, content }): Row => [atMs, content]));
    events.push(...taken.events);
  }
  return { rows, state, events };
}

const known = (): TrustState<number> => trustNow(untrusted<number>(), { atMs: start, monotonicMs: 5000 }).state;

describe('16: a clock that is set', () => {
  test('set back 1 h while running, and put right again: no negative, no giant step, no double bucket', () => {
    const list = batches(720, (index) => (index >= 360 && index < 364 ? -hour : 0));
    const { rows, state, events } = guarded(list, known());
    expect(rows.map(([atMs]) => atMs)).toEqual(Array.from({ length: 720 }, (_none, index) => start + index * 10_000));
    expect(state.waiting).toEqual([]);
    expect(events).toEqual([]);
  });

  test('set back 1 h for good: what waited is stamped anew, and the hour that comes twice is booked once', () => {
    const list = batches(1440, (index) => (index >= 720 ? -hour : 0));
    const { rows, events } = guarded(list, known());
    expect(rows.length).toBe(1440);
    expect(events).toMatchObject([{ kind: 'clock', count: 7 }]);
    const span = [start, start + 3 * hour] as const;
    const metered = settle({ sources: [counter()] }, [columns(rows)], { span });
    const all = metered.buckets.map(({ channels }) => channels.import?.energy ?? -1);
    expect(all.every((energy) => energy >= 0)).toBe(true);
    expect(metered.wh('import')).toBe(10 * 1439);
    const watts = rows.map(([atMs]): Row => [atMs, 3600]);
    const integrated = settle({ sources: [power()] }, [columns(watts, 'grid.power')], { span });
    expect(Math.max(...integrated.buckets.map(({ channels }) => channels.import?.energy ?? 0))).toBe(300_000);
  });

  test('a start with the clock weeks old, then NTP: everything waits, then gets its time', () => {
    const weeks = 21 * 24 * hour;
    const list = batches(60, (index) => (index < 30 ? -weeks : 0));
    const before = guarded(list.slice(0, 30), untrusted());
    expect(before.rows).toEqual([]);
    const told = trustNow(before.state, { atMs: start + 300_000, monotonicMs: 305_000 });
    const after = guarded(list.slice(30), told.state);
    const rows = [...told.released.map(({ atMs, content }): Row => [atMs, content]), ...after.rows];
    expect(rows.map(([atMs]) => atMs)).toEqual(list.map((_one, index) => start + index * 10_000));
    expect(told.events).toMatchObject([{ kind: 'clock', count: 30 }]);
  });

  test('without being told, a clock that jumps after the start is believed once it has held', () => {
    const list = batches(200, (index) => (index < 30 ? -40 * 24 * hour : 0));
    const { rows } = guarded(list, untrusted());
    expect(rows.length).toBe(200);
    expect(rows[0]?.[0]).toBe(start);
  });

  test('a clock that drifts is followed', () => {
    const { rows } = guarded(
      batches(1000, (index) => index * 20),
      known(),
    );
    expect(rows.length).toBe(1000);
  });

  test('no more than a set number waits; the oldest are dropped and counted', () => {
    let state = untrusted<number>();
    for (const batch of batches(20, () => 0)) {
      state = takeTimed(state, batch, { driftMs: 1000, settledMs: minute, mostWaiting: 8 }).state;
    }
    expect(state.waiting.length).toBe(8);
    expect(state.dropped).toBe(12);
  });
});
