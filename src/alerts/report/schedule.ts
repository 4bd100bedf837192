// When reports are due: a week on its Monday, a month on its first, in the morning by the clocks of the home; once for each channel. Pure.
import type { ChannelRecord, ReportPeriod } from '#core/alert.ts';
import { periodAt } from '#energy/periods.ts';

/** The last period that a channel was sent, by `<channel> <period>`. */
export type ReportMarks = Readonly<Record<string, string>>;

/** A report that is due; `day` lies in its period. */
interface DueReport {
  readonly channel: string;
  readonly period: ReportPeriod;
  readonly day: string;
}

/** Local hour of the day from which on it is sent. */
const hourOfDay = 7;

/** What is due, and the marks after it. One that was missed is made up for, but only the last; a new channel begins with the next. */
export function dueReports(
  channels: readonly ChannelRecord[],
  marks: ReportMarks,
  { nowMs, timeZone }: { readonly nowMs: number; readonly timeZone: string },
): { readonly due: readonly DueReport[]; readonly marks: ReportMarks } {
  const due: DueReport[] = [];
  const next: Record<string, string> = {};
  for (const { id, isOn, reports } of channels)
    for (const period of reports) {
      const current = periodAt(nowMs, { kind: period, zone: timeZone });
      const last = periodAt(current.startMs - 1, { kind: period, zone: timeZone });
      const key = `${id} ${period}`;
      const begin = Temporal.Instant.fromEpochMilliseconds(current.startMs).toZonedDateTimeISO(timeZone);
      const isTime = nowMs >= begin.with({ hour: hourOfDay }).epochMilliseconds;
      const known = marks[key];
      if (known === undefined || !isOn) next[key] = known ?? last.label;
      else if (known !== last.label && isTime) {
        const day = Temporal.Instant.fromEpochMilliseconds(last.startMs).toZonedDateTimeISO(timeZone).toPlainDate();
        due.push({ channel: id, period, day: day.toString() });
        next[key] = last.label;
      } else next[key] = known;
    }
  return { due, marks: next };
}
