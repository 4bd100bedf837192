// The period in the address of the page, so that it can be kept, sent and gone back to.
import { isDate, spanWidths, type SpanWidth } from './span.ts';

/** What stands behind the `?`; absent parts are today. */
export interface SpanSearch {
  readonly by?: SpanWidth;
  readonly date?: string;
}

/** Reads it; what is no width or no date is left out. */
export function spanSearch(search: Record<string, unknown>): SpanSearch {
  const by = spanWidths.find((each) => each === search['by']);
  const { date } = search;
  return {
    ...(by === undefined ? {} : { by }),
    ...(typeof date === 'string' && isDate(date) ? { date } : {}),
  };
}
