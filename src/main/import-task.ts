// What the thread of an import and that of the home say to each other.
import type { MessagePort } from 'node:worker_threads';
import type { HistoryPage, PageQuery, SeriesKey } from '#core/history.ts';
import type { ImportOutcome, ImportRequest, ImportStep, PointToImport } from '#core/history-import.ts';
import type { Batch } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';

/** What the thread is given. */
export interface ImportTask {
  /** The file or folder. */
  readonly path: string;
  readonly request: ImportRequest;
  readonly site: string;
  readonly timeZone: string;
  /** Devices that are set up. */
  readonly devices: readonly string[];
  readonly nowMs: number;
  /** Where it asks the home. */
  readonly home: MessagePort;
}

/** What it asks the home, one question after another. */
export type HomeCalls = {
  series(ask: undefined): Promise<readonly SeriesKey[]>;
  /** Begins to read; pages that were being read are forgotten. */
  openPages(query: PageQuery): void;
  nextPage(ask: undefined): Promise<HistoryPage | undefined>;
  append(batches: readonly Batch[]): Promise<void>;
  expect(points: readonly PointToImport[]): Promise<void>;
};

/** What it says. */
export type ImportNews =
  | { readonly kind: 'progress'; readonly step: ImportStep; readonly done: number; readonly total?: number }
  | { readonly kind: 'done'; readonly outcome: ImportOutcome }
  | { readonly kind: 'failed'; readonly why: Reason };
