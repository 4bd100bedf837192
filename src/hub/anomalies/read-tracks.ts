// The tracks detectors read: roll-ups of 5 minutes out of history, one series after another, so that others get a turn.
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import { minuteMs } from '#core/time.ts';
import { isWatched } from '#energy/anomalies/find-anomalies.ts';
import type { Track } from '#energy/anomalies/types.ts';

/** What is read of which site; epoch ms, the end is not included. */
export interface TrackQuery {
  readonly site: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const stepMs = 5 * minuteMs;

async function trackOf(
  store: Pick<HistoryStore, 'range'>,
  key: SeriesKey,
  span: Pick<TrackQuery, 'fromMs' | 'toMs'>,
): Promise<Track | undefined> {
  const [points] = await store.range({ series: [key], ...span, stepMs, aggregate: 'mean' });
  return points === undefined || points.atMs.length === 0 ? undefined : points;
}

/** The watched series of a site, each when it was read; a last step that is not over yet is left out. */
export async function* readTracks(
  store: Pick<HistoryStore, 'range' | 'series'>,
  { site, fromMs, toMs }: TrackQuery,
): AsyncGenerator<Track> {
  const span = { fromMs, toMs: Math.floor(toMs / stepMs) * stepMs };
  for (const key of await store.series(site)) {
    if (!isWatched(key.metric)) continue;
    const track = await trackOf(store, key, span);
    if (track !== undefined) yield track;
  }
}
