// What every source of an import gives: values of named series and the places where one could not be read.
import type { Quality } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';
import type { KnownColumn } from './known-column.ts';

/** A series as the source names it; one object for each series. */
export interface SourceSeries {
  /** Column, topic, statistic or label. */
  readonly name: string;
  /** Part of a home it belongs to, if the source says so (`inverter_2`, a device's name). */
  readonly part?: string;
  /** Unit as the source writes it. */
  readonly unit?: string;
  /** Whether it is a meter that only counts up, if the source says so. */
  readonly meter?: boolean;
  /** What it is, if the program that wrote the file is recognised by its headings. */
  readonly known?: KnownColumn;
}

/** A value that was read. */
export interface SourceValue {
  readonly kind: 'value';
  readonly series: SourceSeries;
  /** Epoch ms. */
  readonly atMs: number;
  /** End of the value's interval, epoch ms, if the source gives it. */
  readonly untilMs?: number;
  /** In the unit of the source. */
  readonly value: number;
  /** Absent: good, as it was measured. */
  readonly quality?: Quality;
  readonly file: string;
  /** Counted from 1: line of a file, row of a table. */
  readonly line: number;
}

/** A place that could not be read. */
export interface SourceReject {
  readonly kind: 'reject';
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly why: Reason;
}

/** One thing found in a source. */
export type SourceItem = SourceValue | SourceReject;

/** A source that can be read more than once: to look at it, then to import it. */
export interface ImportSource {
  /** In words, such as `CSV, a column a series`. */
  readonly title: string;
  /** What a person should know about how it is read. */
  readonly notes?: readonly Reason[];
  /** Whether values of one moment were written together, so that a missing one was left empty. */
  readonly isRows?: true;
  /** Whether energies and means are dated by the end of their interval; absent: by its beginning. */
  readonly isEndStamped?: true;
  /** In pieces of bounded size. Errors: `input.invalid` if it cannot be read at all. */
  items(): AsyncIterable<readonly SourceItem[]>;
}

/** Opens the bytes of a source from their beginning. */
export type OpenBytes = () => AsyncIterable<Uint8Array>;

/** The most series one source may have: with more, a column of values was taken for names. */
const mostSeries = 20_000;

/** Keeps one object for each series of a source. */
export interface SeriesBook {
  /** Undefined when there are too many. */
  series(found: SourceSeries): SourceSeries | undefined;
}

/** An empty list. */
export function seriesBook(): SeriesBook {
  const known = new Map<string, SourceSeries>();
  return {
    series(found) {
      const key = `${found.part ?? ''}\u0000${found.name}\u0000${found.unit ?? ''}`;
      const before = known.get(key);
      if (before !== undefined || known.size >= mostSeries) return before;
      known.set(key, found);
      return found;
    },
  };
}
