import { expect, test } from 'vitest';
import { fallbackRequest, limitIn, profileRequest, profileSeconds } from './profiles.ts';
import { isOfNow, momentOf } from './stamps.ts';

const nowMs = Date.parse('2026-06-01T10:00:00Z');
const asked = (limit: Parameters<typeof profileRequest>[0], by: 'current' | 'power' = 'current') =>
  profileRequest(limit, { connector: 1, nowMs, words: { by, voltage: 230 } });
const periodOf = (request: object): unknown =>
  Reflect.get(
    Object(Reflect.get(Object(Reflect.get(request, 'csChargingProfiles')), 'chargingSchedule')),
    'chargingSchedulePeriod',
  );

test.each([
  [{ isEnabled: true, currentA: 13.37 }, 'current', [{ startPeriod: 0, limit: 13.3 }]],
  [{ isEnabled: true, currentA: 16, phases: 1 }, 'current', [{ startPeriod: 0, limit: 16, numberPhases: 1 }]],
  [{ isEnabled: false, currentA: 16, phases: 1 }, 'current', [{ startPeriod: 0, limit: 0 }]],
  [{ isEnabled: true }, 'current', [{ startPeriod: 0, limit: 80 }]],
  [{ isEnabled: true, currentA: 10, phases: 3 }, 'power', [{ startPeriod: 0, limit: 6900, numberPhases: 3 }]],
  [{ isEnabled: true, currentA: 10, phases: 1 }, 'power', [{ startPeriod: 0, limit: 2300, numberPhases: 1 }]],
] as const)('%j by %s', (limit, by, period) => expect(periodOf(asked(limit, by))).toEqual(period));

test('a limit ends by itself, and what is below it is the least that cars take', () => {
  expect(asked({ isEnabled: true, currentA: 16 })).toMatchObject({
    csChargingProfiles: {
      stackLevel: 1,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingSchedule: { duration: profileSeconds, startSchedule: '2026-06-01T09:59:00.000Z' },
    },
  });
  const fallback = fallbackRequest({ by: 'current', voltage: 230 });
  expect(fallback).toMatchObject({ csChargingProfiles: { stackLevel: 0 } });
  expect(periodOf(fallback)).toEqual([{ startPeriod: 0, limit: 6 }]);
  expect(JSON.stringify(fallback)).not.toContain('duration');
});

test.each([
  [
    { chargingRateUnit: 'A', chargingSchedulePeriod: [{ limit: 10 }] },
    { isEnabled: true, currentA: 10 },
  ],
  [{ chargingRateUnit: 'A', chargingSchedulePeriod: [{ limit: 0 }] }, { isEnabled: false }],
  [
    { chargingRateUnit: 'W', chargingSchedulePeriod: [{ limit: 2300, numberPhases: 1 }] },
    { isEnabled: true, currentA: 10, phases: 1 },
  ],
  [{ chargingSchedulePeriod: [] }, undefined],
  [{ chargingSchedulePeriod: [{ limit: 'x' }] }, undefined],
  [undefined, undefined],
])('the limit in a composite schedule: %j', (chargingSchedule, limit) =>
  expect(limitIn({ status: 'Accepted', chargingSchedule }, { voltage: 230 })).toEqual(limit),
);

test.each([
  // A clock that is right.
  ['2026-06-01T09:59:58Z', 600_000, '2026-06-01T09:59:58Z', true],
  // A little ahead: nothing happens in the future.
  ['2026-06-01T10:00:20Z', 600_000, '2026-06-01T10:00:00Z', true],
  // Local time that says it is UTC, 1970, and no time at all.
  ['2026-06-01T12:00:00Z', 10_000, '2026-06-01T10:00:00Z', true],
  ['1970-01-01T00:00:10Z', 10_000, '2026-06-01T10:00:00Z', true],
  ['yesterday', 10_000, '2026-06-01T10:00:00Z', true],
  [undefined, 10_000, '2026-06-01T10:00:00Z', true],
  // What was kept while it was offline comes right after it is back.
  ['2026-05-31T22:00:00Z', 10_000, '2026-05-31T22:00:00Z', false],
  // Hours later it is a wrong clock.
  ['2026-05-31T22:00:00Z', 600_000, '2026-06-01T10:00:00Z', true],
] as const)('a stamp %s, connected for %i ms, is of %s', (...[stamp, connectedMs, at, isNow]) => {
  expect(new Date(momentOf(stamp, { nowMs, connectedMs })).toISOString()).toBe(new Date(at).toISOString());
  expect(isOfNow(stamp, { nowMs, connectedMs })).toBe(isNow);
});
