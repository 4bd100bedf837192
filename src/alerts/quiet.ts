// Quiet hours: local times of a home between which a person is told nothing.
import type { AlertPreferences, Severity } from '#core/alert.ts';

/** When something may be told that is to be told now, epoch ms: now, or when the quiet hours end. */
export function tellableMs(
  nowMs: number,
  { quiet, criticalPasses }: Pick<AlertPreferences, 'quiet' | 'criticalPasses'>,
  { severity, timeZone }: { readonly severity: Severity; readonly timeZone: string },
): number {
  if (quiet === undefined || quiet.from === quiet.to || (criticalPasses && severity === 'critical')) return nowMs;
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone);
  const [from, to] = [Temporal.PlainTime.from(quiet.from), Temporal.PlainTime.from(quiet.to)];
  const time = now.toPlainTime();
  const isBefore = (one: Temporal.PlainTime, other: Temporal.PlainTime): boolean =>
    Temporal.PlainTime.compare(one, other) < 0;
  const isOverMidnight = isBefore(to, from);
  const isQuiet = isOverMidnight
    ? !isBefore(time, from) || isBefore(time, to)
    : !isBefore(time, from) && isBefore(time, to);
  if (!isQuiet) return nowMs;
  const day = isOverMidnight && !isBefore(time, from) ? now.toPlainDate().add({ days: 1 }) : now.toPlainDate();
  return day.toZonedDateTime({ timeZone, plainTime: to }).epochMilliseconds;
}
