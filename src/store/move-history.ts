// Moving a history: every point of one history into another, page by page, each counted at its destination before the next. Interrupted
// at any time it continues where it stopped; repeated, it changes nothing.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryPage, HistoryStore, LastValue, PageColumns, SeriesKey } from '#core/history.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import type { MetricId } from '#core/catalogue.ts';
import { keyText } from './series-text.ts';

/** The progress of a move. */
export interface MoveState {
  /** Which move it is: the places, without secrets. */
  readonly move: string;
  /** Everything before this is moved and counted, epoch ms. */
  readonly untilMs: number;
  /** Points moved so far. */
  readonly points: number;
}

/** Remembers the progress of a move, even beyond the end of the process. */
export interface MoveMark {
  load(): Promise<MoveState | undefined>;
  /** Undefined when the move is done. */
  save(state: MoveState | undefined): Promise<void>;
}

/** A progress report of a move. */
export interface MoveProgress {
  /** Points moved, those before an interruption included. */
  readonly points: number;
  /** About how many points the old history held when the move began. */
  readonly total: number;
  /** The page just moved, epoch ms: of its first and its last point. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Options of {@link moveHistory}. */
export interface MoveOptions {
  readonly from: HistoryStore;
  readonly to: HistoryStore;
  /** Names the move, so that another one does not continue from its mark. */
  readonly move: string;
  readonly mark: MoveMark;
  readonly onProgress?: (progress: MoveProgress) => void;
  /** About how many points a page has. */
  readonly pagePoints?: number;
}

/** What a move did. */
export interface MoveResult {
  /** Points, those before an interruption included. */
  readonly points: number;
  readonly series: number;
}

/** One step over any past: its count is that of a whole page. */
const ageMs = 10_000_000_000_000;

/** Points of a page as batches: those of one device and time stamp together. */
export function batchesOf(columns: readonly PageColumns[]): readonly Batch[] {
  interface Open extends Batch {
    readonly metric: MetricId[];
    readonly value: MetricValue[];
    readonly quality: Quality[];
  }
  const devices = Map.groupBy(columns, ({ key }) => JSON.stringify([key.site, key.device]));
  return [...devices.values()].flatMap((own) => {
    const moments = new Map<number, Open>();
    for (const { key, atMs, value, quality } of own) {
      const { site, device, metric } = key;
      for (const [index, at] of atMs.entries()) {
        const batch = moments.getOrInsertComputed(at, () => ({
          site,
          device,
          atMs: at,
          metric: [],
          value: [],
          quality: [],
        }));
        batch.metric.push(metric);
        batch.value.push(value[index] ?? Number.NaN);
        batch.quality.push(quality[index] ?? 'good');
      }
    }
    return [...moments.values()];
  });
}

/** The times of a page's first and last point; pages themselves may reach to the ends of time. */
function extentOf(page: HistoryPage): { readonly fromMs: number; readonly toMs: number } {
  const firsts = page.columns.map(({ atMs }) => atMs[0] ?? page.toMs);
  const lasts = page.columns.map(({ atMs }) => atMs.at(-1) ?? page.fromMs);
  return { fromMs: Math.min(...firsts), toMs: Math.max(...lasts) };
}

/** Fails when fewer points of a series are at the new place than were moved there. */
async function verify(to: HistoryStore, page: HistoryPage): Promise<void> {
  const { fromMs, toMs } = extentOf(page);
  const series = page.columns.map(({ key }) => key);
  const counts = await to.range({ series, fromMs, toMs: toMs + 1, stepMs: ageMs, aggregate: 'count' });
  for (const [index, { key, atMs }] of page.columns.entries()) {
    const arrived = counts[index]?.value.reduce((sum, count) => sum + count, 0) ?? 0;
    if (arrived >= atMs.length) continue;
    const name = `${key.site}/${key.device} ${key.metric}`;
    const when = `${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
    const why = because('store.not-arrived', { count: atMs.length, name, when, arrived });
    throw new SolsteadError('store.failed', { at: 'move', why });
  }
}

/** Every series: those of all sites that have a last value. */
export async function allSeries(from: HistoryStore, last: readonly LastValue[]): Promise<readonly SeriesKey[]> {
  const keys = new Map(last.map(({ key }) => [keyText(key), key]));
  for (const site of new Set(last.map(({ key }) => key.site)))
    for (const key of await from.series(site)) keys.set(keyText(key), key);
  return [...keys.values()];
}

/** Moves the last values that no point carried: texts, and those whose points were forgotten. */
export async function moveLastValues(to: HistoryStore, last: readonly LastValue[]): Promise<void> {
  const there = new Map((await to.lastValues()).map((one) => [keyText(one.key), one]));
  const missing = last.filter(({ key, atMs, value, quality }) => {
    const known = there.get(keyText(key));
    return known?.atMs !== atMs || known.value !== value || known.quality !== quality;
  });
  await to.append(
    missing.map(({ key: { site, device, metric }, atMs, value, quality }): Batch => {
      return { site, device, atMs, metric: [metric], value: [value], quality: [quality] };
    }),
  );
}

/**
 * Copies all points with their qualities, and the last values; the old history stays as it is. Nothing else may write into
 * the old one during the move: late points for times already moved are left behind. The new place makes its own roll-ups.
 * Errors: `store.failed`, also when points did not arrive; call again to continue.
 */
export async function moveHistory(options: MoveOptions): Promise<MoveResult> {
  const { from, to, move, mark, onProgress, pagePoints } = options;
  const before = await mark.load();
  let { untilMs, points } = before?.move === move ? before : { untilMs: Number.MIN_SAFE_INTEGER, points: 0 };
  const last = await from.lastValues();
  const series = await allSeries(from, last);
  const { points: total } = await from.status();
  const sized = pagePoints === undefined ? {} : { pagePoints };
  for await (const page of from.pages({ series, fromMs: untilMs, toMs: Number.MAX_SAFE_INTEGER, ...sized })) {
    await to.append(batchesOf(page.columns));
    await verify(to, page);
    points += page.columns.reduce((sum, { atMs }) => sum + atMs.length, 0);
    untilMs = page.toMs;
    await mark.save({ move, untilMs, points });
    onProgress?.({ points, total, ...extentOf(page) });
  }
  await moveLastValues(to, last);
  await mark.save(undefined);
  return { points, series: series.length };
}
