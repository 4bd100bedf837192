// The period in the address of the page, so that it can be kept, sent and gone back to.
import { isDate, spanWidths, type SpanWidth } from './span.ts';

/** What stands behind the `?`; absent parts are today. */
export interface SpanSearch {
  readonly by?: SpanWidth | undefined;
  readonly date?: string | undefined;
  /** Whether the address named a width or a date there is none of; told on the page. */
  readonly odd?: true | undefined;
}

/**
 * Reads it; what is no width or no date is as if it were not there, and told. All keys are always set, because the router lays the
 * result over what the address says: a key that is missing here would let the address through unchecked.
 */
export function spanSearch({ by, date, odd }: Record<string, unknown>): SpanSearch {
  const width = spanWidths.find((each) => each === by);
  const day = typeof date === 'string' && isDate(date) ? date : undefined;
  const isOdd = odd === true || (by !== undefined && width === undefined) || (date !== undefined && day === undefined);
  return { by: width, date: day, odd: isOdd ? true : undefined };
}
