// A history whose time is moved, for engines that have no time before or near the epoch.
import type { HistoryStore } from '#core/history.ts';

/** A multiple of every step the conformance suite asks for, in 2020. */
const shiftMs = 1305 * 1_209_600_000;

/** The store as if its time began earlier by {@link shiftMs}. */
export function shiftedHistory(store: HistoryStore): HistoryStore {
  const later = <T extends { readonly fromMs: number; readonly toMs: number }>(query: T): T => ({
    ...query,
    fromMs: query.fromMs + shiftMs,
    toMs: query.toMs + shiftMs,
  });
  const earlier = (atMs: readonly number[]): readonly number[] => atMs.map((at) => at - shiftMs);
  return {
    ...store,
    append: (batches) => store.append(batches.map((batch) => ({ ...batch, atMs: batch.atMs + shiftMs }))),
    range: async (query) => (await store.range(later(query))).map((one) => ({ ...one, atMs: earlier(one.atMs) })),
    async *pages(query) {
      for await (const { fromMs, toMs, columns } of store.pages(later(query))) {
        const moved = columns.map((column) => ({ ...column, atMs: earlier(column.atMs) }));
        yield { fromMs: fromMs - shiftMs, toMs: toMs - shiftMs, columns: moved };
      }
    },
    lastValues: async (site) => (await store.lastValues(site)).map((one) => ({ ...one, atMs: one.atMs - shiftMs })),
  };
}
