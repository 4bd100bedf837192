// The time an answer is about: of the readings themselves or as asked for, and its rows.
import { SolsteadError } from '#core/errors.ts';
import { hourMs } from '#core/time.ts';
import { firstAt, seriesOf, type SeriesSet } from '#energy/metering/columns.ts';
import type { TableKey, TablePlan } from '#energy/metering/table-plan.ts';
import { periodsIn, type Period, type PeriodKind, type Span } from '#energy/periods.ts';
import { bucketMs } from '#energy/types.ts';
import { readTime, wallClock, wallOffsets } from '#exchange/read-time.ts';
import type { Width } from './widths.ts';

/** How much a row covers. */
export type RowSpan = Span & Pick<Period, 'label'>;

const kinds = {
  '15min': 'quarter-hour',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month',
  year: 'year',
} as const;
const kindOf = (by: Exclude<Width, '5min'>): PeriodKind => kinds[by];

/** A moment as a person gives it, in the zone if it has no offset; errors: `input.usage` naming the flag. */
export function momentFrom(
  text: string,
  { flag, timeZone }: { readonly flag: string; readonly timeZone: string },
): number {
  const read = readTime(text, {});
  if (read.kind === 'unreadable') throw new SolsteadError('input.usage', { at: flag, why: read.why });
  if (read.kind === 'instant') return read.atMs;
  const found = wallClock(wallOffsets(timeZone))(read.wallMs);
  // A midnight that the clocks leave out: the day begins with its first moment.
  return (
    found ??
    Temporal.Instant.fromEpochMilliseconds(read.wallMs)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
      .toZonedDateTime(timeZone).epochMilliseconds
  );
}

/** First and last reading of all series; undefined if there is none. */
export function spanOfReadings(keys: readonly TableKey[], series: SeriesSet): Span | undefined {
  let [startMs, endMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { device, metric } of keys) {
    const { atMs } = seriesOf(series, device, metric);
    startMs = Math.min(startMs, atMs[0] ?? startMs);
    endMs = Math.max(endMs, atMs.at(-1) ?? endMs);
  }
  return startMs <= endMs ? { startMs, endMs } : undefined;
}

interface LastReading {
  readonly lastMs: number;
  readonly intervalMs: number;
  readonly timeZone: string;
}

/** Whether a last reading closes what was before it: exactly on midnight, or on an hour of many readings. */
function doesClose({ lastMs, intervalMs, timeZone }: LastReading): boolean {
  if (lastMs % hourMs === 0 && intervalMs * 4 <= hourMs) return true;
  const day = periodsIn({ startMs: lastMs, endMs: lastMs + 1 }, { kind: 'day', zone: timeZone })[0];
  return day?.startMs === lastMs && intervalMs * 4 <= 24 * hourMs;
}

/** How long the last readings hold: one interval for a power that is read regularly, and nothing beyond that is invented. */
export function heldUntil(
  { plan, rhythms }: TablePlan,
  { series, timeZone }: { readonly series: SeriesSet; readonly timeZone: string },
): number {
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const source of plan.sources) {
    const metrics = source.kind === 'power' ? source.metrics : [source.metric];
    const { intervalMs = 0 } = rhythms.get(source.id) ?? {};
    for (const metric of metrics) {
      const lastMs = seriesOf(series, source.device, metric).atMs.at(-1);
      if (lastMs === undefined) continue;
      const isOver = source.kind === 'counter' || doesClose({ lastMs, intervalMs, timeZone });
      untilMs = Math.max(untilMs, isOver ? lastMs : lastMs + intervalMs);
    }
  }
  return untilMs;
}

/** Whole days (or the hours and buckets that were asked for) around some time. */
export function wholeSpan(
  { startMs, endMs }: Span,
  { by, timeZone }: { readonly by: Width; readonly timeZone: string },
): Span {
  const last = Math.max(endMs, startMs + 1);
  if (by === '5min')
    return { startMs: Math.floor(startMs / bucketMs) * bucketMs, endMs: Math.ceil(last / bucketMs) * bucketMs };
  const kind = by === 'hour' || by === '15min' ? kindOf(by) : 'day';
  const periods = periodsIn({ startMs, endMs: last }, { kind, zone: timeZone });
  return { startMs: periods[0]?.startMs ?? startMs, endMs: periods.at(-1)?.endMs ?? last };
}

/** The rows of a span, cut at its ends. */
export function rowSpans(span: Span, { by, timeZone }: { readonly by: Width; readonly timeZone: string }): RowSpan[] {
  if (by === '5min') {
    const rows: RowSpan[] = [];
    const hours = periodsIn(span, { kind: 'quarter-hour', zone: timeZone });
    for (const { startMs, endMs, label } of hours) {
      for (let at = startMs; at < endMs; at += bucketMs) {
        if (at < span.startMs || at >= span.endMs) continue;
        const minute = String(Number(label.slice(14, 16)) + (at - startMs) / 60_000).padStart(2, '0');
        rows.push({ startMs: at, endMs: at + bucketMs, label: label.slice(0, 14) + minute + label.slice(16) });
      }
    }
    return rows;
  }
  return periodsIn(span, { kind: kindOf(by), zone: timeZone }).map(({ startMs, endMs, label }) => ({
    label,
    startMs: Math.max(startMs, span.startMs),
    endMs: Math.min(endMs, span.endMs),
  }));
}

/** How many readings a series has in a span. */
export function countIn(series: SeriesSet, { device, metric }: TableKey, { startMs, endMs }: Span): number {
  const own = seriesOf(series, device, metric);
  return firstAt(own, endMs) - firstAt(own, startMs);
}
