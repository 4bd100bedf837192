// A clock that is set while the house runs, or was wrong from the start: what is read meanwhile waits and gets its right time.
import { expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { hourMs } from '#core/time.ts';
import type { MisdatedTime } from '#ledger/misdated.ts';
import type { LedgerEvent } from '#energy/types.ts';
import { makeClockGuard } from './clock-guard.ts';
import { batchOf } from './testing/batches.ts';

const startMs = Date.UTC(2026, 5, 1, 12);

/** A guard with clocks that the test moves: both go on, the wall can be set. */
function guarded(newestMs?: number) {
  let [wallMs, monotonicMs] = [startMs, 1000];
  const written: Batch[] = [];
  const told: LedgerEvent[] = [];
  const misdated: MisdatedTime[] = [];
  let knownMs: (() => number) | undefined;
  const clock = { ...systemClock, nowMs: () => wallMs, monotonicMs: () => monotonicMs };
  const guard = makeClockGuard({
    clock,
    newestMs,
    write: (batch) => written.push(batch),
    tell: (event) => told.push(event),
    misdated: (one) => misdated.push(one),
    knownOffsetMs: () => knownMs?.(),
  });
  const know = (offsetMs: number): void => {
    knownMs = () => offsetMs;
  };
  const run = (seconds: number): void => {
    for (let count = 0; count < seconds; count += 10) {
      wallMs += 10_000;
      monotonicMs += 10_000;
      guard.take(batchOf('roof', wallMs, { 'pv.power': 1000 }));
    }
  };
  const set = (byMs: number): void => {
    wallMs += byMs;
  };
  return { guard, written, told, misdated, run, set, know };
}

test('while nobody sets the clock everything passes at once', () => {
  const { written, told, run } = guarded(startMs - hourMs);
  run(100);
  expect([written.length, told]).toEqual([10, []]);
});

test('a clock that is set lets values wait for a minute; then they come in order with their right times, told once', () => {
  for (const byMs of [-hourMs, 21 * 24 * hourMs]) {
    const { written, told, run, set } = guarded();
    run(100);
    set(byMs);
    run(50);
    expect(written.length).toBe(10);
    run(60);
    expect(written.length).toBe(21);
    expect(written.map(({ atMs }) => atMs).slice(10)).toEqual(
      Array.from({ length: 11 }, (_none, index) => startMs + byMs + 110_000 + 10_000 * index),
    );
    expect(told).toMatchObject([{ kind: 'clock', source: 'clock' }]);
  }
});

test('until a clock that was set is believed, the time goes on as before', () => {
  const { guard, run, set } = guarded();
  run(100);
  set(7 * hourMs);
  expect(guard.nowMs()).toBe(startMs + 100_000);
  run(50);
  expect(guard.nowMs()).toBe(startMs + 150_000);
  run(60);
  expect(guard.nowMs()).toBe(startMs + 7 * hourMs + 210_000);
});

test('a clock that history has overtaken is not believed: what came before it is put right gets the right time', () => {
  const { written, run, set } = guarded(startMs + 24 * hourMs);
  run(30);
  expect(written).toEqual([]);
  set(48 * hourMs);
  run(700);
  expect(written.map(({ atMs }) => atMs)[0]).toBe(startMs + 48 * hourMs + 10_000);
  expect(written.length).toBe(73);
});

test('what brings its own time passes, and closing keeps what waits', () => {
  const { guard, written, run, set } = guarded();
  run(10);
  set(hourMs);
  guard.take(batchOf('roof', startMs - hourMs, { 'pv.power': 1 }));
  run(10);
  expect(written.length).toBe(2);
  guard.close();
  expect(written.length).toBe(3);
});

test('what an earlier process left waits on, and gets its right time; it is forgotten once it was written', () => {
  let [wallMs, monotonicMs] = [startMs, 1000];
  const written: Batch[] = [];
  const kept: number[] = [];
  let released = 0;
  const guard = makeClockGuard({
    clock: { ...systemClock, nowMs: () => wallMs, monotonicMs: () => monotonicMs },
    newestMs: startMs + 24 * hourMs,
    earlier: [
      // The clock was wrong then as well; the first is of before the machine was started again.
      {
        batch: batchOf('roof', startMs - 500_000, { 'pv.power': 1 }),
        wallMs: startMs - 500_000,
        beforeLastMs: 450_000,
      },
      {
        batch: batchOf('roof', startMs - 50_000, { 'pv.power': 2 }),
        wallMs: startMs - 50_000,
        agoMs: 50_000,
        beforeLastMs: 0,
      },
    ],
    keep: (_batch, atMs) => kept.push(atMs),
    released: () => (released += 1),
    write: (batch) => written.push(batch),
    tell: () => undefined,
  });
  guard.take(batchOf('roof', wallMs, { 'pv.power': 3 }));
  expect([written.length, kept, released]).toEqual([0, [startMs], 0]);
  wallMs += 48 * hourMs;
  for (let count = 0; count < 70; count += 1) {
    wallMs += 10_000;
    monotonicMs += 10_000;
    guard.take(batchOf('roof', wallMs, { 'pv.power': 4 }));
  }
  const rightMs = startMs + 48 * hourMs;
  expect(written.slice(0, 3).map(({ atMs, value }) => [atMs - rightMs, value[0]])).toEqual([
    [-500_000, 1],
    [-50_000, 2],
    [0, 3],
  ]);
  expect([kept.length, released]).toEqual([61, 1]);
  guard.close();
});

test('what waited while the clock jumped keeps its distances over a start of the machine', () => {
  const written: Batch[] = [];
  const yearMs = 365 * 24 * hourMs;
  const guard = makeClockGuard({
    clock: { ...systemClock, nowMs: () => startMs, monotonicMs: () => 1000 },
    newestMs: startMs - hourMs,
    earlier: [
      { batch: batchOf('roof', startMs - 90_000, { 'pv.power': 1 }), wallMs: startMs - 90_000, beforeLastMs: 60_000 },
      { batch: batchOf('roof', startMs + yearMs, { 'pv.power': 2 }), wallMs: startMs + yearMs, beforeLastMs: 30_000 },
      { batch: batchOf('roof', startMs - 30_000, { 'pv.power': 3 }), wallMs: startMs - 30_000, beforeLastMs: 0 },
    ],
    write: (batch) => written.push(batch),
    tell: () => undefined,
  });
  guard.take(batchOf('roof', startMs, { 'pv.power': 4 }));
  expect(written.map(({ atMs, value }) => [atMs - startMs, value[0]])).toEqual([
    [-90_000, 1],
    [-60_000, 2],
    [-30_000, 3],
    [0, 4],
  ]);
  guard.close();
});

test('the time that is trusted is a whole number of milliseconds, whatever the clocks say', () => {
  const guard = makeClockGuard({
    clock: { ...systemClock, nowMs: () => startMs, monotonicMs: () => 1000.437 },
    newestMs: undefined,
    knownOffsetMs: () => startMs + 24 * hourMs + 0.25,
    write: () => undefined,
    tell: () => undefined,
  });
  expect(guard.nowMs()).toBe(startMs + 24 * hourMs + 1001);
});

test('a clock that was wrong for a while: what was written by it is told when it comes back, and what was right is not', () => {
  for (const byMs of [24 * hourMs, -24 * hourMs, 366 * 24 * hourMs]) {
    const { written, misdated, run, set } = guarded();
    run(600);
    set(byMs);
    run(3600);
    set(-byMs);
    run(600);
    const [first, second] = misdated;
    // That the clock was set says nothing yet of who is right; it coming back does.
    expect(first).toMatchObject({ isSure: false, byMs });
    expect(second).toMatchObject({ isSure: true, byMs: -byMs, clears: [first?.fromMs] });
    const wrong = written.map(({ atMs }) => atMs).filter((at) => Math.abs(at - startMs) > 12 * hourMs);
    expect(wrong.length).toBeGreaterThan(350);
    expect([...(second?.moments ?? [])]).toEqual([['roof', wrong]]);
    expect(misdated.length).toBe(2);
  }
});

test('a clock that was wrong from the start: what another clock says later is sure', () => {
  const { misdated, run, know } = guarded();
  run(7200);
  expect(misdated).toEqual([]);
  know(startMs - 1000 + 5 * hourMs);
  run(60);
  expect(misdated).toMatchObject([{ isSure: true, byMs: 5 * hourMs, fromMs: startMs + 10_000 }]);
  expect(misdated[0]?.moments.get('roof')?.length).toBe(720);
});

test('a clock that drifts, or jumps by little, is no wrong clock', () => {
  const { misdated, run, set } = guarded();
  for (let count = 0; count < 200; count += 1) {
    set(count % 2 === 0 ? 900 : 700);
    run(100);
  }
  set(60_000);
  run(600);
  expect(misdated).toEqual([]);
});
