// What was imported as the plan of an hour sees it: the same past under two names is one.
import { expect, test } from 'vitest';
import { hourMs } from '#core/time.ts';
import type { LedgerDocument } from '#core/ledger.ts';
import { importedDocuments } from './documents.ts';
import { importedAt, openImportIndex, type PointToBook } from './import-index.ts';
import type { ImportedPage } from './records.ts';

/** Imports points and gives the pages that are kept. */
async function imported(all: readonly PointToBook[][]): Promise<ReadonlyMap<string, ImportedPage>> {
  const kept = new Map<string, LedgerDocument>();
  const store = {
    documents: async () => [...kept.values()],
    saveDocument: async (_site: string, document: LedgerDocument) => void kept.set(document.id, document),
    removeDocument: async () => undefined,
    lastHour: async () => undefined,
    markDirty: async () => undefined,
  };
  for (const points of all) await (await openImportIndex(store, 'home')).expect(points);
  return new Map([...kept].map(([id, { content }]) => [id, importedDocuments.codec.decode(content, id)]));
}

const startMs = Date.UTC(2026, 4, 9);
const past = (device: string, factor = 1): PointToBook[] =>
  Array.from({ length: 24 }, (_none, hour) => ({
    device,
    metric: 'pv.energy',
    atMs: startMs + hour * hourMs,
    value: 1000 + factor * hour * 250,
    isNew: true,
  }));

const speakers = (pages: ReadonlyMap<string, ImportedPage>): string[] =>
  importedAt(pages, { hourMs: startMs + 5 * hourMs, devices: [] }).map(({ id }) => id);

test('L5: the same past imported under two names counts once; two pasts of one roof are two', async () => {
  expect(speakers(await imported([past('solaredge'), past('roof')]))).toEqual(['roof']);
  expect(speakers(await imported([past('east'), past('west', 0.97)]))).toEqual(['east', 'west']);
  // The same points again are not new.
  const again = past('roof').map((point) => ({ ...point, isNew: false }));
  expect(speakers(await imported([past('solaredge'), past('roof'), again]))).toEqual(['roof']);
});
