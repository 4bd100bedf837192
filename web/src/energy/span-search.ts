// The period in the address of the page, so that it can be kept, shared and navigated back to.
import { isDate, spanWidths, type SpanWidth } from './span.ts';

/** What comes after the `?`; absent parts are today. */
export interface SpanSearch {
  readonly by?: SpanWidth | undefined;
  readonly date?: string | undefined;
  /** Whether the address named a width or a date that does not exist; reported on the page. */
  readonly odd?: true | undefined;
}

/**
 * Reads it; an invalid width or date is treated as absent, and reported. All keys are always set, because the router lays the
 * result over what the address says: a key that is missing here would let the address through unchecked.
 */
export function spanSearch({ by, date, odd }: Record<string, unknown>): SpanSearch {
  const width = spanWidths.find((each) => each === by);
  const day = typeof date === 'string' && isDate(date) ? date : undefined;
  const isOdd = odd === true || (by !== undefined && width === undefined) || (date !== undefined && day === undefined);
  return { by: width, date: day, odd: isOdd ? true : undefined };
}
