// Time ranges from an address, converted into the ledger's questions.
import { because } from '#core/reason.ts';
import type { EnergyQuery, EventsQuery } from '#api/ledger.ts';
import { SolsteadError } from '#core/errors.ts';
import type { EnergyQuestion } from '#ledger/types.ts';
import { instantOf, type QueryFrame } from './history-query.ts';

type By = EnergyQuestion['by'];

/** What is shown if no range is given: this many of these around now. */
const usual: Readonly<Record<By, 'day' | 'month' | 'year'>> = {
  hour: 'day',
  day: 'month',
  week: 'month',
  month: 'year',
  year: 'year',
};

const zoned = (atMs: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate();

function startOf(date: Temporal.PlainDate, unit: 'day' | 'month' | 'year'): Temporal.PlainDate {
  if (unit === 'day') return date;
  return unit === 'month' ? date.with({ day: 1 }) : date.with({ month: 1, day: 1 });
}

/** Reads from and to. Errors: `input.invalid`, naming the field. */
function stretch(
  { from, to }: EventsQuery,
  { timeZone, nowMs }: QueryFrame,
  unit: 'day' | 'month' | 'year',
): { readonly fromMs: number; readonly toMs: number } {
  const fromMs =
    from === undefined
      ? startOf(zoned(nowMs, timeZone), unit).toZonedDateTime(timeZone).epochMilliseconds
      : instantOf(from, 'from', timeZone);
  const toMs =
    to === undefined
      ? startOf(zoned(fromMs, timeZone), unit)
          .add({ days: unit === 'day' ? 1 : 0, months: unit === 'month' ? 1 : 0, years: unit === 'year' ? 1 : 0 })
          .toZonedDateTime(timeZone).epochMilliseconds
      : instantOf(to, 'to', timeZone);
  if (fromMs >= toMs) throw new SolsteadError('input.invalid', { at: 'from', why: because('request.from-to') });
  return { fromMs, toMs };
}

/** The question for rows. Errors: `input.invalid`, naming the field. */
export function energyQuestion(query: EnergyQuery, frame: QueryFrame): EnergyQuestion {
  const { by = 'day' } = query;
  return { by, ...stretch(query, frame, usual[by]) };
}

/** A stretch for events and explanations; default: this month. Errors: `input.invalid`, naming the field. */
export function stretchOf(query: EventsQuery, frame: QueryFrame): { readonly fromMs: number; readonly toMs: number } {
  return stretch(query, frame, 'month');
}
