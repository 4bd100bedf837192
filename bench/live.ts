// Rows "live": from ingest to the message in 100 browsers, against a server that broadcasts the same bytes at once.
import { hrtime } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import { startServer } from '#server/server.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import type { Contest, Side } from './contest.ts';
import { batchOf, openHouseOf20, person, site, size } from './house-of-20.ts';
import type { Place } from './place.ts';
import { openBareBroadcast } from './reference/bare-broadcast.ts';

const clients = 100;
const batchesPerSecond = 20;
const roundMs = 1500;
/** The hub gathers changes this long on purpose (src/hub/site.ts), ms. */
const gatherMs = 50;
/** After the last batch, until its message has come, ms. */
const lastMs = 250;

const program = fileURLToPath(new URL('child/watchers.ts', import.meta.url));
/** Ms of the machine's monotonic clock, which all processes share. */
const mark = (): number => Math.round(Number(hrtime.bigint()) / 1e3) / 1e3;

async function watchers(place: Place, address: string): Promise<Spawned> {
  const child = await spawned(place, [process.execPath, program, address, String(clients)]);
  await child.waitForOutput('ready', 20_000);
  return child;
}

/** Median and 99th of 100 of the ages the clients saw since they were asked last. */
async function seen(child: Spawned): Promise<{ readonly count: number; readonly p50: number; readonly p99: number }> {
  const past = child.output().split('end').length;
  child.write('tell\n');
  for (let waits = 0; child.output().split('end').length === past && waits < 1000; waits += 1) await sleep(5);
  const found = /seen (\d+) ([\d.]+) ([\d.]+) end\n$/.exec(child.output());
  if (found === null) throw new Error(`the clients saw nothing:\n${child.output().slice(-200)}`);
  return { count: Number(found[1]), p50: Number(found[2]), p99: Number(found[3]) };
}

/** Sends batches at the pace and gives what the clients saw. */
function watched(child: Spawned, send: (number: number) => void): Side {
  let number = 0;
  return async () => {
    await seen(child).catch(() => undefined);
    const batches = (roundMs / 1000) * batchesPerSecond;
    for (let batch = 0; batch < batches; batch += 1) {
      send((number += 1));
      await sleep(1000 / batchesPerSecond);
    }
    await sleep(lastMs);
    const { count, p50, p99 } = await seen(child);
    if (count < 0.9 * batches * clients) throw new Error(`${count} of ${batches * clients} changes came`);
    return [p50, p99, Math.max(0, p99 - gatherMs)];
  };
}

/** A message of changes as the app gets it, cut where its mark stands. */
async function sampleOf(hub: OpenHub): Promise<readonly [head: string, tail: string]> {
  const { promise, resolve } = Promise.withResolvers<string>();
  await sleep(2 * gatherMs);
  const leave = hub
    .as(person)
    .site(site)
    .subscribe((changes) => resolve(JSON.stringify({ type: 'changes', ...changes })));
  hub.ingest(batchOf(0, clock.nowMs(), 987_654_321));
  const [head = '', tail = ''] = (await promise).split('987654321');
  leave();
  return [head, tail];
}

async function serve(place: Place, hub: OpenHub): Promise<number> {
  const log = pino({ level: 'silent' });
  const current = () => ({ hub, demo: true });
  const host = '127.0.0.1';
  const server = await startServer({ host, port: 0, clock, log, version: 'bench', webRoot: '/nowhere', current });
  place.onTestFinished(() => server.close());
  return server.port;
}

/** Rows "live". */
export const liveContests: readonly Contest[] = [
  {
    figures: [
      { name: `live, ${clients} clients: median`, unit: 'ms' },
      { name: `live, ${clients} clients: 99 of 100`, unit: 'ms' },
      {
        name: `live, ${clients} clients: 99 of 100, beyond gathering`,
        unit: 'ms',
        goal: { of: 'ours', is: 'at most', bound: 15 },
        note: `changes are gathered for ${gatherMs} ms on purpose; the bare server sends at once, so its column stands for itself`,
      },
    ],
    async open(place) {
      const hub = await openHouseOf20(place);
      // A person may have 50 sockets of one server, and everybody here is the same visitor: two servers show the home.
      const ports = [await serve(place, hub), await serve(place, hub)];
      for (let index = 0; index < size.devices; index += 1) hub.ingest(batchOf(index, clock.nowMs()));
      const [head, tail] = await sampleOf(hub);
      const bare = await openBareBroadcast();
      place.onTestFinished(() => bare.close());
      const mine = await watchers(
        place,
        ports.map((port) => `ws://127.0.0.1:${port}/api/v1/live?site=${site}`).join(','),
      );
      const theirs = await watchers(place, `ws://127.0.0.1:${bare.port}`);
      const reference = watched(theirs, () => bare.send(`${head}${mark()}${tail}`));
      return {
        ours: watched(mine, (number) => hub.ingest(batchOf(number % size.devices, clock.nowMs(), mark()))),
        async reference() {
          const [p50 = Number.NaN, p99 = Number.NaN] = await reference();
          // Nothing was gathered here.
          return [p50, p99, p99];
        },
      };
    },
  },
];
