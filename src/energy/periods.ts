// Hours, days, months and years as people in a place have them, each a whole number of buckets, by the calendar of an IANA
// time zone. Two hours of one name (autumn) are told apart by their offset.
import { hourMs } from '#core/time.ts';
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { isTimeZone } from './local-day.ts';
import { bucketMs } from './types.ts';

/** A stretch of time: `startMs` inclusive, `endMs` exclusive, epoch ms. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** What a period may be; a `billing` period is a month that begins on the billing day. */
export type PeriodKind = 'quarter-hour' | 'hour' | 'day' | 'week' | 'month' | 'year' | 'billing';

/** What periods are wanted, and where. */
export interface PeriodRule {
  readonly kind: PeriodKind;
  /** IANA name. */
  readonly zone: string;
  /** First day of a `billing` period, 1 to 28; 1 if absent. */
  readonly billingDay?: number;
}

/** A period with the name people give it. */
export interface Period extends Span {
  readonly kind: PeriodKind;
  /**
   * `2026-10-25T02:00+01:00` (hour, quarter-hour), `2026-10-25`, `2026-W43` (ISO week), `2026-10`, `2026`, or first and last day
   * of a billing period `2026-10-15/2026-11-14`.
   */
  readonly label: string;
}

const clockMs = { 'quarter-hour': 900_000, hour: hourMs } as const;

const zonedAt = (atMs: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);

/** A stretch in which the clocks of a zone are not changed. */
interface Steady extends Span {
  readonly offsetMs: number;
  readonly offset: string;
}

function steadyAt(atMs: number, zone: string): Steady {
  const zoned = zonedAt(atMs, zone);
  const next = zoned.getTimeZoneTransition('next');
  // The transition before the next millisecond is the one at or before this moment.
  const last = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return {
    startMs: last?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    endMs: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: Math.round(zoned.offsetNanoseconds / 1e6),
    offset: zoned.offset,
  };
}

function clockPeriod(atMs: number, kind: keyof typeof clockMs, steady: Steady): Period {
  const widthMs = clockMs[kind];
  const wholeMs = Math.floor((atMs + steady.offsetMs) / widthMs) * widthMs - steady.offsetMs;
  // Clocks that change in mid-hour (Lord Howe) end one hour there and begin another.
  const startMs = Math.max(wholeMs, steady.startMs);
  const wall = Temporal.Instant.fromEpochMilliseconds(startMs + steady.offsetMs)
    .toString()
    .slice(0, 16);
  return { kind, label: `${wall}${steady.offset}`, startMs, endMs: Math.min(wholeMs + widthMs, steady.endMs) };
}

function firstDay(date: Temporal.PlainDate, { kind, billingDay = 1 }: PeriodRule): Temporal.PlainDate {
  switch (kind) {
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 });
    case 'month':
      return date.with({ day: 1 });
    case 'year':
      return date.with({ month: 1, day: 1 });
    case 'billing': {
      const start = date.with({ day: billingDay });
      return date.day >= billingDay ? start : start.subtract({ months: 1 });
    }
    case 'day':
    case 'hour':
    case 'quarter-hour':
      return date;
  }
}

const length = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  year: { years: 1 },
  billing: { months: 1 },
};

function labelOf(first: Temporal.PlainDate, kind: keyof typeof length): string {
  const text = first.toString();
  switch (kind) {
    case 'day':
      return text;
    case 'month':
      return text.slice(0, 7);
    case 'year':
      return text.slice(0, 4);
    case 'week':
      return `${first.yearOfWeek ?? first.year}-W${String(first.weekOfYear ?? 0).padStart(2, '0')}`;
    case 'billing':
      return `${text}/${first.add({ months: 1 }).subtract({ days: 1 }).toString()}`;
  }
}

function calendarPeriod(atMs: number, rule: PeriodRule, kind: keyof typeof length): Period {
  const first = firstDay(zonedAt(atMs, rule.zone).toPlainDate(), rule);
  return {
    kind,
    label: labelOf(first, kind),
    startMs: first.toZonedDateTime(rule.zone).epochMilliseconds,
    endMs: first.add(length[kind]).toZonedDateTime(rule.zone).epochMilliseconds,
  };
}

/** A name in the form of a zone that Temporal knows is one; making a formatter to check costs a thousand times more. */
function isKnownZone(zone: string): boolean {
  if (!/^[A-Za-z_]+(\/[\w+-]+)*$/.test(zone)) return isTimeZone(zone);
  try {
    return zonedAt(0, zone).timeZoneId !== '';
  } catch {
    // Temporal throws for zones it does not know.
    return false;
  }
}

function checkRule({ zone, billingDay = 1 }: PeriodRule): void {
  if (!isKnownZone(zone))
    throw new SolsteadError('input.invalid', { at: 'zone', why: because('period.zone', { zone }) });
  if (!Number.isInteger(billingDay) || billingDay < 1 || billingDay > 28)
    throw new SolsteadError('input.invalid', { at: 'billingDay', why: because('period.billing-day') });
}

/** The period a moment is in; `input.invalid` for an unknown zone or billing day. */
export function periodAt(atMs: number, rule: PeriodRule): Period {
  checkRule(rule);
  return rule.kind === 'hour' || rule.kind === 'quarter-hour'
    ? clockPeriod(atMs, rule.kind, steadyAt(atMs, rule.zone))
    : calendarPeriod(atMs, rule, rule.kind);
}

/** The period before (-1) or after (+1) another. */
export function neighbour(period: Span, rule: PeriodRule, step: -1 | 1): Period {
  return periodAt(step === 1 ? period.endMs : period.startMs - 1, rule);
}

/** The periods that touch a stretch of time, in order, without gap or overlap; the first and last may reach beyond it. */
export function periodsIn({ startMs, endMs }: Span, rule: PeriodRule): Period[] {
  checkRule(rule);
  const { kind, zone } = rule;
  const found: Period[] = [];
  let steady: Steady | undefined;
  for (let atMs = startMs; atMs < endMs; atMs = found.at(-1)?.endMs ?? endMs) {
    if (kind === 'hour' || kind === 'quarter-hour') {
      if (steady === undefined || atMs >= steady.endMs) steady = steadyAt(atMs, zone);
      found.push(clockPeriod(atMs, kind, steady));
    } else found.push(calendarPeriod(atMs, rule, kind));
  }
  return found;
}

/** Whether a moment is the edge of a bucket. */
export const isBucketEdge = (atMs: number): boolean => atMs % bucketMs === 0;
