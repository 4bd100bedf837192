import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { backupFileName, madeMsOf } from './file-name.ts';
import { backupsAmong, leavingBackups, nextDueMs } from './schedule.ts';

const zone = 'Europe/Berlin';
const at = (text: string): number => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
const day = 86_400_000;

describe('the next backup', () => {
  test.each([
    ['later today', '2026-03-10T01:00', '2026-03-10T02:30'],
    ['tomorrow once it was', '2026-03-10T02:30', '2026-03-11T02:30'],
    ['after the gap where the time does not exist', '2026-03-28T12:00', '2026-03-29T03:30'],
    ['once where the time comes twice', '2026-10-24T12:00', '2026-10-25T02:30'],
  ])('is %s', (_words, after, due) => {
    expect(nextDueMs({ every: 'day', atMinute: 150 }, at(after), zone)).toBe(at(due));
  });

  test('of a week is on its day', () => {
    const sunday = { every: 'week', weekday: 7, atMinute: 60 } as const;
    expect(nextDueMs(sunday, at('2026-03-10T12:00'), zone)).toBe(at('2026-03-15T01:00'));
    expect(nextDueMs(sunday, at('2026-03-15T01:00'), zone)).toBe(at('2026-03-22T01:00'));
  });

  test('is always later, and within eight days', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.nat(1439),
        fc.integer({ min: 1, max: 7 }),
        (afterMs, minute, weekday) => {
          const due = nextDueMs({ every: 'week', weekday, atMinute: minute }, afterMs, zone);
          expect(due).toBeGreaterThan(afterMs);
          expect(due).toBeLessThan(afterMs + 8 * day);
        },
      ),
    );
  });
});

test('a name says its moment, and others are no backups', () => {
  const madeMs = Date.UTC(2026, 1, 3, 4, 5, 6);
  expect(backupFileName(madeMs, true)).toBe('solstead-2026-02-03-040506Z.tar.zst.age');
  for (const isSealed of [true, false]) expect(madeMsOf(backupFileName(madeMs, isSealed))).toBe(madeMs);
  for (const name of ['solstead-2026-13-03-040506Z.tar.zst', 'x', 'solstead-2026-02-03-040506Z.tar.zst.age.part'])
    expect(madeMsOf(name)).toBeUndefined();
});

test('the newest of the last days, weeks and months stay, whatever else goes', () => {
  const names = Array.from({ length: 200 }, (_, index) => ({
    name: backupFileName(at('2026-07-20T02:00') - index * day, true),
    bytes: 1,
  }));
  const all = backupsAmong([...names, { name: 'holiday.jpg', bytes: 5 }]);
  expect(all.length).toBe(200);
  const rule = { timeZone: zone, arrived: all[0]?.name ?? '' };
  const leaving = new Set(leavingBackups(all, { ...rule, keep: { days: 3, weeks: 2, months: 3 } }));
  const kept = all.filter((one) => !leaving.has(one)).map(({ madeMs }) => new Date(madeMs).toISOString().slice(0, 10));
  expect(kept).toEqual(['2026-07-20', '2026-07-19', '2026-07-18', '2026-06-30', '2026-05-31']);
  expect(leavingBackups(all, { ...rule, keep: { days: 0, weeks: 0, months: 0 } })).toEqual(all.slice(1));
});
