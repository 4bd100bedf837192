// What rows of outputs have in common: batches of a home, our way to a server until it has them, and a bare client's.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutputSettings } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { openOutputHouse } from '#main/testing/output-house.ts';
import type { Contest, Side } from './contest.ts';
import { loadBatches, standardLoad } from './history-load.ts';
import type { Place } from './place.ts';

/** Batches in one request of a bare client: as many as an output takes at once. */
export const atOnce = 200;
const sweepsOf = ({ isQuick }: Place): number => (isQuick ? 20 : 60);
export const count = (batches: readonly Batch[]): number => batches.reduce((sum, { metric }) => sum + metric.length, 0);

/** Batches of the next moments, each time later ones, close to now: servers take no others. */
export function nextBatches(place: Place): () => readonly Batch[] {
  const load = { ...standardLoad, pollMs: 1000 };
  const sweeps = sweepsOf(place);
  const first = loadBatches(load, { from: 0, to: 1 })[0]?.atMs ?? 0;
  const shiftMs = Math.floor(Date.now() / 1000) * 1000 - 3_000_000 - first;
  let from = 0;
  return () => {
    const made = loadBatches(load, { from, to: from + sweeps });
    from += sweeps;
    return made.map((batch) => ({ ...batch, site: 'home', atMs: batch.atMs + shiftMs }));
  };
}

/** Ours: points a second until nothing waits. */
export async function ours(
  place: Place,
  {
    settings,
    secret,
  }: { readonly settings: OutputSettings & Readonly<Record<string, unknown>>; readonly secret?: string },
  next: () => readonly Batch[],
): Promise<Side> {
  const home = await openOutputHouse(place);
  await home.desk.add('home', { name: 'Server', settings, isOn: true, ...(secret === undefined ? {} : { secret }) });
  let sent = 0;
  return async () => {
    const batches = next();
    sent += batches.length;
    const startMs = performance.now();
    home.give(...batches);
    for (;;) {
      const [one] = await home.desk.list('home');
      if (one?.state.trouble !== undefined) throw new Error(JSON.stringify(one.state));
      if (one?.state.sent === sent) break;
      await sleep(1);
    }
    return [count(batches) / ((performance.now() - startMs) / 1000)];
  };
}

interface Posted {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  body(batches: readonly Batch[]): string | Uint8Array<ArrayBuffer>;
}

/** A bare client: points a second of what it does with each `atOnce` batches. */
export const bareClient =
  (send: (batches: readonly Batch[]) => Promise<unknown>, next: () => readonly Batch[]): Side =>
  async () => {
    const batches = next();
    const startMs = performance.now();
    for (let from = 0; from < batches.length; from += atOnce) await send(batches.slice(from, from + atOnce));
    return [count(batches) / ((performance.now() - startMs) / 1000)];
  };

/** A bare client: encodes and posts. */
export const bare = (url: string, { path, headers = {}, body }: Posted, next: () => readonly Batch[]): Side =>
  bareClient(async (some) => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: body(some) });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
  }, next);

/** A row of points a second. */
export const pointsFigure = (name: string, note: string): Contest['figures'] => [
  { name: `outputs: ${name}`, unit: 'points/s', note },
];
