// The period in the address of the page, so that it can be kept, sent and gone back to.
import { isDate, spanWidths, type SpanWidth } from './span.ts';

/** What stands behind the `?`; absent parts are today. */
export interface SpanSearch {
  readonly by?: SpanWidth | undefined;
  readonly date?: string | undefined;
}

/**
 * Reads it; what is no width or no date is as if it were not there. Both keys are always set, because the router lays the
 * result over what the address says: a key that is missing here would let the address through unchecked.
 */
export function spanSearch({ by, date }: Record<string, unknown>): SpanSearch {
  return {
    by: spanWidths.find((each) => each === by),
    date: typeof date === 'string' && isDate(date) ? date : undefined,
  };
}
