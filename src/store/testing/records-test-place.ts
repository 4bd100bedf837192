// For tests only: where a store of records is opened.
import type { TestContext } from 'vitest';
import type { RecordStore } from '#core/records.ts';

/** Gives a test an empty place; each call of the answer opens the store there, after the one before was closed. */
export type RecordsPlace = (owner: Pick<TestContext, 'onTestFinished'>) => () => Promise<RecordStore>;
