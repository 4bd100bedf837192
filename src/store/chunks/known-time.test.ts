// The time deletion goes by: with any clocks, never more than has passed or was confirmed for a day.
import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { fc } from '#tools/testkit/property.ts';
import { firstKnown, type KnownTime, reach, readSettings } from './known-time.ts';

const startMs = Date.UTC(2026, 5, 1);

test('whatever the wall clock says, deletion goes no further than time that passed, and two hours for each start', () => {
  const look = fc.record({
    wallMs: fc.integer({ min: 0, max: 4e12 }),
    passedMs: fc.integer({ min: 0, max: hourMs }),
    isFirst: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 50 }), (looks) => {
      let known: KnownTime = firstKnown(startMs, startMs);
      let mostMs = startMs;
      for (const { isFirst, ...seen } of looks) {
        const reached = reach(known, { ...seen, isConfirmed: false }, isFirst);
        mostMs += seen.passedMs + 5 * minuteMs + (isFirst ? 2 * hourMs : 0);
        expect(reached.untilMs).toBeLessThanOrEqual(mostMs);
        expect(reached.untilMs).toBeLessThanOrEqual(seen.wallMs);
        ({ known } = reached);
      }
    }),
  );
});

test('confirmation that breaks off begins again', () => {
  let known = firstKnown(startMs, startMs);
  const wallMs = startMs + 100 * dayMs;
  const step = (isConfirmed: boolean) => {
    const reached = reach(known, { wallMs, passedMs: hourMs, isConfirmed }, false);
    ({ known } = reached);
    return reached;
  };
  for (let hour = 0; hour < 23; hour += 1) expect(step(true).aheadMs).toBeDefined();
  expect(step(false).aheadMs).toBeDefined();
  for (let hour = 0; hour < 23; hour += 1) expect(step(true).aheadMs).toBeDefined();
  expect(step(true)).toMatchObject({ untilMs: wallMs });
});

test('a wall clock that is behind at the start does not agree: what the machine was off for is still to be learnt', () => {
  const known = firstKnown(startMs, startMs);
  const look = (wallMs: number) => reach(known, { wallMs, passedMs: 0, isConfirmed: false }, true).agrees;
  expect(look(startMs - hourMs)).toBe(false);
  expect(look(startMs)).toBe(true);
  expect(look(startMs + hourMs)).toBe(true);
  expect(look(startMs + dayMs)).toBe(false);
});

test('a history of before knows the time of its newest point, and a point of the future tells nothing', () => {
  expect(firstKnown(startMs, startMs + dayMs).reachedMs).toBe(startMs);
  expect(firstKnown(startMs + 400 * dayMs, startMs).reachedMs).toBe(startMs);
  expect(firstKnown(undefined, startMs).reachedMs).toBe(startMs);
});

test('settings of an earlier version are rules alone', () => {
  expect(readSettings('[{"rawDays":3}]')).toEqual({ rules: [{ rawDays: 3 }] });
  expect(readSettings(undefined)).toEqual({ rules: [] });
  const kept = { rules: [{ rawDays: 3 }], known: { reachedMs: 5, confirmedMs: 0 } };
  expect(readSettings(JSON.stringify(kept))).toEqual(kept);
});
