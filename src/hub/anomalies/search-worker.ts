// The thread that looks for what is unusual, so that the event loop never has to: takes tracks one by one, then searches.
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock as clock } from '#core/clock.ts';
import { searchesOf } from '#energy/anomalies/find-anomalies.ts';
import type { Anomaly, Place, Track } from '#energy/anomalies/types.ts';

/** A track as it crosses threads. */
export interface SentTrack extends Pick<Track, 'key'> {
  readonly atMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
}

/** Rests this multiple of the time it worked: a fifth of one processor at most. */
const restTimes = 4;

const port = parentPort;
if (port === null) throw new TypeError('assertion: this runs as a thread');
const place = workerData as Place;
const tracks: Track[] = [];

async function search(): Promise<Anomaly[]> {
  const found: Anomaly[] = [];
  for (const one of searchesOf({ tracks, place })) {
    const beganMs = clock.monotonicMs();
    found.push(...one());
    await clock.sleep(restTimes * (clock.monotonicMs() - beganMs));
  }
  return found;
}

port.on('message', (said: SentTrack | 'search') => {
  if (said === 'search') {
    // An exception ends the thread, and the waiting caller hears of it.
    void search().then((found) => port.postMessage(found));
    return;
  }
  tracks.push({ key: said.key, atMs: [...said.atMs], value: [...said.value] });
});
