// When the next backup is due, and which ones may go; pure.
import type { BackupRetention, BackupSchedule, PlacedBackup } from '#core/backup.ts';
import { madeMsOf } from './file-name.ts';

const minutesADay = 1440;

/** The next moment of a schedule after another one, epoch ms; a local time that does not exist that day is the one after the gap. */
export function nextDueMs({ every, weekday = 1, atMinute }: BackupSchedule, afterMs: number, timeZone: string): number {
  const after = Temporal.Instant.fromEpochMilliseconds(afterMs).toZonedDateTimeISO(timeZone);
  const minute = Math.max(0, Math.min(minutesADay - 1, Math.floor(atMinute)));
  const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
  for (let days = 0; days <= 8; days += 1) {
    const date = after.toPlainDate().add({ days });
    if (every === 'week' && date.dayOfWeek !== weekday) continue;
    const due = date.toZonedDateTime({ timeZone, plainTime: time });
    if (due.epochMilliseconds > afterMs) return due.epochMilliseconds;
  }
  throw new TypeError('assertion: a week without one of its days');
}

type Period = (date: Temporal.PlainDate) => string;

const periods: readonly (readonly [keyof BackupRetention, Period])[] = [
  ['days', (date) => date.toString()],
  ['weeks', (date) => `${date.yearOfWeek} ${date.weekOfYear}`],
  ['months', (date) => `${date.year} ${date.month}`],
];

/** Those that may go: not the newest of one of the last days, weeks and months that are kept. The newest of all never goes. */
export function leavingBackups<T extends PlacedBackup>(
  all: readonly T[],
  keep: BackupRetention,
  timeZone: string,
): readonly T[] {
  const newest = all.toSorted((one, other) => other.madeMs - one.madeMs);
  const kept = new Set<T>(newest.slice(0, 1));
  for (const [name, period] of periods) {
    const seen = new Set<string>();
    for (const one of newest) {
      const date = Temporal.Instant.fromEpochMilliseconds(one.madeMs).toZonedDateTimeISO(timeZone).toPlainDate();
      const key = period(date);
      if (seen.has(key)) continue;
      if (seen.size >= keep[name]) break;
      seen.add(key);
      kept.add(one);
    }
  }
  return newest.filter((one) => !kept.has(one));
}

/** The backups among the files of a place, the newest first; others are left alone. */
export function backupsAmong(
  files: readonly { readonly name: string; readonly bytes: number }[],
): readonly PlacedBackup[] {
  return files
    .flatMap(({ name, bytes }) => {
      const madeMs = madeMsOf(name);
      return madeMs === undefined ? [] : [{ name, bytes, madeMs }];
    })
    .toSorted((one, other) => other.madeMs - one.madeMs);
}
