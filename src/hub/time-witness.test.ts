// What is known of the time beside the wall clock, and what the guard of a site makes of it.
import { expect, test } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeClockGuard } from './clock-guard.ts';
import { batchOf } from './testing/batches.ts';
import { makeTimeWitness } from './time-witness.ts';

const startMs = Date.UTC(2026, 5, 1, 12);

function watched(newestMs?: number) {
  const clock = fakeClock(startMs);
  const witness = makeTimeWitness(clock);
  const written: Batch[] = [];
  const guard = makeClockGuard({
    clock,
    newestMs,
    knownOffsetMs: () => witness.offsetMs(),
    write: (batch) => written.push(batch),
    tell: () => undefined,
  });
  const read = (): void => guard.take(batchOf('roof', clock.nowMs(), { 'pv.power': 1000 }));
  return { clock, witness, written, read };
}

test('nobody knows anything: neither right nor wrong', () => {
  const { witness } = watched();
  expect([witness.offsetMs(), witness.isConfirmed()]).toEqual([undefined, false]);
  witness.synchronised(undefined);
  witness.synchronised(false);
  expect(witness.isConfirmed()).toBe(false);
});

test('what was decided a moment ago holds no longer than the clock is left alone, or another one says something else', () => {
  const { clock, witness } = watched();
  witness.hears('meter', startMs);
  witness.hears('roof', startMs);
  const rightMs = witness.offsetMs();
  expect(witness.isConfirmed()).toBe(true);
  clock.setNow(startMs + dayMs);
  expect(witness.isConfirmed()).toBe(false);
  expect(witness.offsetMs()).toBe(rightMs);
  for (const source of ['one', 'two', 'three']) witness.hears(source, startMs + dayMs);
  expect(witness.isConfirmed()).toBe(true);
});

test('NTP confirms the clock as it is, for a quarter of an hour, and not one that was set since', async () => {
  const { clock, witness } = watched();
  witness.synchronised(true);
  expect(witness.isConfirmed()).toBe(true);
  await clock.advance(14 * minuteMs);
  expect(witness.isConfirmed()).toBe(true);
  clock.setNow(clock.nowMs() + dayMs);
  expect(witness.isConfirmed()).toBe(false);
  witness.synchronised(true);
  await clock.advance(16 * minuteMs);
  expect(witness.isConfirmed()).toBe(false);
});

test('a clock that is set a year ahead is told by a device that goes on as before; readings keep coming in with the right time', async () => {
  const { clock, witness, written, read } = watched();
  witness.hears('device meter', startMs + 400);
  read();
  clock.setNow(startMs + 366 * dayMs);
  for (let minute = 1; minute <= 20; minute += 1) {
    await clock.advance(minuteMs);
    witness.hears('device meter', startMs + minute * minuteMs + 400);
    read();
  }
  expect(witness.isConfirmed()).toBe(false);
  expect(written.map(({ atMs }) => atMs)).toEqual(
    Array.from({ length: 21 }, (_none, minute) => startMs + minute * minuteMs),
  );
});

test('after a start with a clock that history is ahead of, nothing waits where a peer confirms the time', async () => {
  const { clock, witness, written, read } = watched(startMs + 30 * dayMs);
  read();
  expect(written).toEqual([]);
  witness.hears('http://10.0.0.7', startMs);
  await clock.advance(1000);
  read();
  expect(written.map(({ atMs }) => atMs)).toEqual([startMs, startMs + 1000]);
});

test('one device with a wrong clock is no witness; two that agree are; what a person says goes first', () => {
  const { clock, witness } = watched();
  witness.hears('device one', startMs - 400 * dayMs);
  expect(witness.offsetMs()).toBeUndefined();
  witness.hears('device two', startMs - 400 * dayMs + 30_000);
  expect(witness.offsetMs()).toBeLessThan(clock.nowMs() - 399 * dayMs);
  expect(witness.isConfirmed()).toBe(false);
  witness.personSays(true);
  expect(witness.isConfirmed()).toBe(true);
  clock.setNow(startMs + hourMs);
  expect(witness.isConfirmed(), 'another clock than the person saw').toBe(false);
});

test('a device whose clock jumps with ours says nothing', () => {
  const { clock, witness } = watched();
  witness.hears('device one', startMs);
  clock.setNow(startMs + dayMs);
  witness.hears('device one', startMs + dayMs);
  // It agrees with the clock as it is now: that is all anybody can say.
  expect(witness.isConfirmed()).toBe(true);
  clock.setNow(startMs);
  expect(witness.isConfirmed()).toBe(false);
});

test('however many sources there are, memory stays bounded', () => {
  const { witness } = watched();
  for (let index = 0; index < 5000; index += 1) witness.hears(`device ${index}`, startMs + index * dayMs);
  expect(witness.offsetMs()).toBeUndefined();
});
