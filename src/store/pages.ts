// Pages of stored points for a store that answers ranges: each as long as no series of it was cut.
import type { HistoryPage, HistoryStore, PageQuery, SeriesPoints } from '#core/history.ts';

const standardPoints = 50_000;

/** Up to where every answer is whole: before the last point of those that were cut. */
function wholeUntil(answers: readonly SeriesPoints[], toMs: number): number {
  return Math.min(toMs, ...answers.filter(({ cut }) => cut).map(({ atMs }) => atMs.at(-1) ?? toMs));
}

/** Pages out of `range`; qualities are not told by it and count as good. */
export async function* pagesOf(range: HistoryStore['range'], query: PageQuery): AsyncGenerator<HistoryPage> {
  const { series, toMs, pagePoints = standardPoints } = query;
  const limit = Math.max(2, Math.ceil(pagePoints / Math.max(1, series.length)));
  for (let { fromMs } = query; fromMs < toMs; ) {
    // Each page begins where the one before ended.
    const answers = await range({ series, fromMs, toMs, limit });
    const endMs = wholeUntil(answers, toMs);
    const columns = answers.flatMap(({ key, atMs, value }) => {
      const count = atMs.findIndex((at) => at >= endMs);
      const size = count === -1 ? atMs.length : count;
      if (size === 0) return [];
      return [
        {
          key,
          atMs: atMs.slice(0, size),
          value: value.slice(0, size),
          quality: atMs.slice(0, size).map(() => 'good' as const),
        },
      ];
    });
    if (columns.length > 0) yield { fromMs, toMs: endMs, columns };
    fromMs = endMs;
  }
}
