// The thread that owns the history file: it waits for the disk, so that the event loop never does.
import { parentPort, workerData } from 'node:worker_threads';
import type { HistoryStatus, LastValue, RangeQuery, SeriesKey } from '#core/history.ts';
import { type HistoryTables, openHistoryTables } from './history-tables.ts';
import type { PointColumns } from './point-columns.ts';
import { statementFailure } from './sqlite-file.ts';
import type { StepColumns } from './steps.ts';
import { answerCalls } from './worker-calls.ts';

/** What the thread answers. */
export type HistoryCalls = {
  /** Answers when the file is open. */
  readonly open: (ask: undefined) => void;
  readonly append: (columns: PointColumns) => void;
  readonly range: (query: RangeQuery) => readonly StepColumns[];
  readonly series: (site: string) => readonly SeriesKey[];
  readonly lastValues: (ask: undefined) => readonly LastValue[];
  readonly forget: (which: { readonly site: string; readonly device: string }) => void;
  readonly status: (ask: undefined) => HistoryStatus;
  readonly close: (ask: undefined) => void;
};

function callsOf(tables: HistoryTables, path: string): HistoryCalls {
  const classed = <T>(run: () => T): T => {
    try {
      return run();
    } catch (thrown) {
      throw statementFailure(path, thrown);
    }
  };
  return {
    open: () => undefined,
    append: (columns) => classed(() => tables.append(columns)),
    range: (query) => classed(() => tables.range(query)),
    series: (site) => classed(() => tables.series(site)),
    lastValues: () => classed(() => tables.lastValues()),
    forget: ({ site, device }) => classed(() => tables.forget(site, device)),
    status: () => classed(() => tables.status()),
    close: () => classed(() => tables.close()),
  };
}

if (parentPort !== null) {
  const { path } = workerData as { readonly path: string };
  const opened = openHistoryTables(path).then((tables) => callsOf(tables, path));
  // Every call tells of a failed opening; unanswered it would end the thread.
  opened.catch(() => undefined);
  answerCalls(parentPort, opened);
}
