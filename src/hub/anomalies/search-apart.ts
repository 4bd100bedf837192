// A search in a thread of its own: what crosses at a time is one track, as columns transferred without a copy.
import { Worker } from 'node:worker_threads';
import type { Anomaly, Place, Track } from '#energy/anomalies/types.ts';
import type { SentTrack } from './search-worker.ts';

/** One search under way. */
export interface ApartSearch {
  add(track: Track): void;
  /** Searches the tracks that were added, once; in no order. Rejects if the thread ends before. */
  find(): Promise<readonly Anomaly[]>;
  close(): void;
}

/** Begins a search apart. */
export function searchApart(place: Place): ApartSearch {
  const { timeZone, latitude, longitude } = place;
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), {
    workerData: { timeZone, latitude, longitude },
  });
  // It must not keep alive a program that has otherwise ended.
  worker.unref();
  const { promise, resolve, reject } = Promise.withResolvers<readonly Anomaly[]>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new TypeError('the search was ended')));
  // A caller that closes it without searching does not wait.
  promise.catch(() => undefined);
  return {
    add({ key: { device, metric }, atMs, value }) {
      const sent: SentTrack = {
        key: { device, metric },
        atMs: new Float64Array(atMs),
        value: new Float64Array(value),
      };
      worker.postMessage(sent, [sent.atMs.buffer, sent.value.buffer]);
    },
    find() {
      worker.postMessage('search');
      return promise;
    },
    close: () => void worker.terminate(),
  };
}
