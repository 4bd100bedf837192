// The period in the address of the page, so that it can be kept, shared and navigated back to.
import { comparisons, type Comparison } from './compare.ts';
import { isDate, isPeriod, spanWidths, type SpanWidth } from './span.ts';

/** How the period is shown, if not as bars. */
export const looks = ['flow', 'days', 'table'] as const;
/** One of {@link looks}. */
export type Look = (typeof looks)[number];

/** What can be looked at day by day: made, used, bought, sold, self-sufficiency, money. */
export const dayFigures = ['pv', 'load', 'import', 'export', 'selfSufficiency', 'bill'] as const;
/** One of {@link dayFigures}. */
export type DayFigure = (typeof dayFigures)[number];

/** What comes after the `?`; absent parts are today. */
export interface SpanSearch {
  readonly by?: SpanWidth | undefined;
  readonly date?: string | undefined;
  /** The last day of a custom period, of which `date` is the first. */
  readonly to?: string | undefined;
  /** Which other period it is compared with. */
  readonly compare?: Comparison | undefined;
  /** How it is shown; absent: as bars. */
  readonly look?: Look | undefined;
  /** The figure of its calendar. */
  readonly figure?: DayFigure | undefined;
  /** Whether the address named a width or a date that does not exist; reported on the page. */
  readonly odd?: true | undefined;
}

/**
 * Reads it; an invalid width or date is treated as absent, and reported. All keys are always set, because the router lays the
 * result over what the address says: a key that is missing here would let the address through unchecked.
 */
export function spanSearch({ by, date, to, compare, look, figure, odd }: Record<string, unknown>): SpanSearch {
  const width = spanWidths.find((each) => each === by);
  const day = typeof date === 'string' && isDate(date) ? date : undefined;
  const last =
    width === 'custom' && typeof to === 'string' && isDate(to) && day !== undefined && isPeriod(day, to)
      ? to
      : undefined;
  const isHalf = width === 'custom' && last === undefined;
  const other = comparisons.find((each) => each === compare);
  const shown = looks.find((each) => each === look);
  const counted = dayFigures.find((each) => each === figure);
  const isOdd =
    odd === true ||
    (by !== undefined && width === undefined) ||
    (date !== undefined && day === undefined) ||
    isHalf ||
    (to !== undefined && last === undefined) ||
    (compare !== undefined && other === undefined) ||
    (look !== undefined && shown === undefined) ||
    (figure !== undefined && counted === undefined);
  return {
    by: isHalf ? undefined : width,
    date: day,
    to: last,
    compare: other,
    look: shown,
    figure: counted,
    odd: isOdd ? true : undefined,
  };
}
