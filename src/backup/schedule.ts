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

/** How a backup was made. */
export interface BackupOrigin {
  /** A person asked for it; else the schedule did. */
  readonly byHand?: true;
  /** Counts the passphrases there were before the one that opens it. */
  readonly passphrase: number;
}

/** What decides which backups stay. */
export interface KeepRule {
  readonly keep: BackupRetention;
  readonly timeZone: string;
  /** The one that was just made: others may have later names, from a clock that was ahead. */
  readonly arrived: string;
  /** Of one without an origin nothing is known but its name. */
  origin?(name: string): BackupOrigin | undefined;
}

/**
 * Those that may go: not the newest of one of the last days, weeks and months that are kept. The newest of all never goes, nor
 * does the one that just arrived, nor the newest under each passphrase; one made by hand stays as many days as are kept, and at least its own.
 */
export function leavingBackups<T extends PlacedBackup>(
  all: readonly T[],
  { keep, timeZone, arrived, origin = () => undefined }: KeepRule,
): readonly T[] {
  const dateOf = ({ madeMs }: T): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(madeMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const newest = all.toSorted((one, other) => other.madeMs - one.madeMs);
  const [first] = newest;
  if (first === undefined) return [];
  const kept = new Set<T>();
  const passphrases = new Set<number>();
  const handDays = dateOf(first).subtract({ days: Math.max(1, keep.days) - 1 });
  for (const one of newest) {
    const { byHand = false, passphrase = 0 } = origin(one.name) ?? {};
    const isByHand = byHand && Temporal.PlainDate.compare(dateOf(one), handDays) >= 0;
    if (isByHand || one.name === arrived || !passphrases.has(passphrase)) kept.add(one);
    passphrases.add(passphrase);
  }
  for (const [name, period] of periods) {
    const seen = new Set<string>();
    for (const one of newest) {
      const key = period(dateOf(one));
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
