// The history of a home that has none yet. It is empty until something is to be kept: only then is its file made, and the thread that
// owns it started, which takes 10 MB.
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import { because } from '#core/reason.ts';
import { assertRange } from './steps.ts';

/**
 * A history of chunks at `at` that `begin` makes when something is to be kept; if that fails, it is tried again with the next. Errors of
 * what keeps something: those of `begin`, too.
 */
export function unbegunHistory(at: string, begin: () => Promise<HistoryStore>): HistoryStore {
  let begun: Promise<HistoryStore> | undefined;
  const begins = (): Promise<HistoryStore> => {
    begun ??= begin().catch((error: unknown) => {
      begun = undefined;
      throw error;
    });
    return begun;
  };
  return {
    append: async (batches, fence) => (await begins()).append(batches, fence),
    setRetention: async (rules) => (await begins()).setRetention(rules),
    async range(query) {
      assertRange(query);
      if (begun !== undefined) return (await begun).range(query);
      return query.series.map((key) => ({ key, atMs: [], value: [], cut: false }));
    },
    async *pages(query) {
      assertRange({ ...query, ...(query.pagePoints === undefined ? {} : { limit: query.pagePoints }) });
      if (begun !== undefined) yield* (await begun).pages(query);
    },
    series: async (site) => (await begun)?.series(site) ?? [],
    lastValues: async (site) => (await begun)?.lastValues(site) ?? [],
    forget: async (site, device) => (await begun)?.forget(site, device),
    async remove(points, fence) {
      await (await begun)?.remove?.(points, fence);
    },
    status: async () => (await begun)?.status() ?? { points: 0, bytes: 0, series: 0, retention: [] },
    async snapshot(atMoment) {
      const { snapshot } = (await begun) ?? {};
      if (snapshot !== undefined) return snapshot(atMoment);
      await atMoment?.();
      return { form: 'none', facts: {}, async *pieces() {}, close: async () => undefined };
    },
    maintain: async (nowMs) => (await begun)?.maintain(nowMs),
    async close() {
      // Nothing more is made; one that is being made is awaited, and closed if it succeeds.
      const last = begun;
      begun = Promise.reject(new SolsteadError('store.failed', { at, why: because('store.closed') }));
      begun.catch(() => undefined);
      await (await last?.catch(() => undefined))?.close();
    },
  };
}
