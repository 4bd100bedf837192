// Rows "fan-out": 5000 monitoring sockets in 100 systems, each told every five seconds, and every second the live page of each system,
// against a bare loop over sockets that sends the same bytes.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Clock, systemClock } from '#core/clock.ts';
import type { SiteChanges } from '#hub/types.ts';
import { startServer } from '#server/server.ts';
import { owner, snapshot, stubHub } from '#server/testing/stub-hub.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import type { Contest, Side } from './contest.ts';
import type { Place } from './place.ts';
import { openBareFanOut } from './reference/bare-fan-out.ts';

const [systems, each] = [100, 50];
const clients = systems * each;
/** One turn of all systems, as they do in five seconds. */
const turnMs = 5000;
const liveEvery = 5;
const program = fileURLToPath(new URL('child/crowd.ts', import.meta.url));
const watchers = fileURLToPath(new URL('child/watchers.ts', import.meta.url));

async function crowd(place: Place, address: string, token: string): Promise<Spawned> {
  const child = await spawned(place, [process.execPath, program, address, token, String(systems), String(each)]);
  await child.waitForOutput('ready', 40_000);
  return child;
}

/** One page a system that shows it live. */
async function livePages(place: Place, addresses: readonly string[]): Promise<void> {
  const child = await spawned(place, [process.execPath, watchers, addresses.join(','), String(addresses.length)]);
  await child.waitForOutput('ready', 20_000);
}

async function seen(child: Spawned): Promise<{ readonly count: number; readonly p99: number }> {
  const past = child.output().split('end').length;
  child.write('tell\n');
  for (let waits = 0; child.output().split('end').length === past && waits < 1000; waits += 1) await sleep(5);
  const found = /seen (\d+) ([\d.]+) end\n$/.exec(child.output());
  if (found === null) throw new Error(`the clients saw nothing:\n${child.output().slice(-200)}`);
  return { count: Number(found[1]), p99: Number(found[2]) };
}

/** One system after the other, evenly over the turn; what it cost this process. */
function turn(child: Spawned, tell: (system: number) => void, live: (system: number) => void): Side {
  return async () => {
    await seen(child).catch(() => undefined);
    const before = process.cpuUsage();
    const startMs = performance.now();
    for (let system = 0; system < systems; system += 1) {
      tell(system);
      for (let one = 0; one < liveEvery; one += 1) live((system * liveEvery + one) % systems);
      await sleep(Math.max(0, startMs + ((system + 1) * turnMs) / systems - performance.now()));
    }
    await sleep(300);
    const used = process.cpuUsage(before);
    const { count, p99 } = await seen(child);
    if (count < 0.99 * clients) throw new Error(`${count} of ${clients} messages came`);
    return [p99, (used.user + used.system) / 1000];
  };
}

/** A clock whose five-second jobs run when they are told to. */
function turnedClock(): { readonly clock: Clock; readonly jobs: (() => void)[] } {
  const jobs: (() => void)[] = [];
  const every: Clock['every'] = (ms, run) => {
    if (ms !== turnMs) return systemClock.every(ms, run);
    jobs.push(run);
    return () => void jobs.splice(jobs.indexOf(run), 1);
  };
  return { clock: { ...systemClock, every }, jobs };
}

async function settled(): Promise<number> {
  global.gc?.();
  await sleep(100);
  return process.memoryUsage().rss;
}

interface Ready {
  readonly side: Side;
  readonly bytes: number;
}

async function ours(place: Place): Promise<Ready> {
  const sites = Array.from({ length: systems }, (_one, index) => ({
    id: `system-${index}`,
    name: `System ${index}`,
    timeZone: 'UTC',
  }));
  const { clock, jobs } = turnedClock();
  const listeners = new Map<string, ((changes: SiteChanges) => void)[]>();
  const hub = stubHub({
    sites: () => sites,
    snapshot: () => ({ ...snapshot, atMs: clock.nowMs() }),
    subscribe(site, listener) {
      listeners.getOrInsertComputed(site, () => []).push(listener);
      return () => undefined;
    },
  });
  const token = hub.signedIn(owner);
  const before = await settled();
  const most = clients + 500;
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    clock,
    log: pino({ level: 'silent' }),
    version: 'bench',
    webRoot: '/nowhere',
    current: () => ({ hub, demo: false }),
    connections: { all: most, network: most, strangers: most },
    sockets: { all: most, network: most, own: most },
  });
  place.onTestFinished(() => server.close());
  const child = await crowd(place, `ws://127.0.0.1:${server.port}/ws/monitoring`, token);
  await livePages(
    place,
    sites.map(({ id }) => `ws://127.0.0.1:${server.port}/api/v1/live?site=${id}&token=${token}`),
  );
  const live = (system: number): void => {
    for (const listener of listeners.get(`system-${system}`) ?? [])
      listener({ atMs: clock.nowMs(), values: snapshot.values });
  };
  return { side: turn(child, (system) => jobs[system]?.(), live), bytes: (await settled()) - before };
}

/** The data of a system as they are sent, cut where their time stands. */
const told = JSON.stringify({ ...snapshot, chart_data: Array.from({ length: 24 }, (_one, hour) => hour) });

async function bare(place: Place): Promise<Ready> {
  const before = await settled();
  const server = await openBareFanOut();
  place.onTestFinished(() => server.close());
  const child = await crowd(place, `ws://127.0.0.1:${server.port}`, '');
  await livePages(
    place,
    Array.from({ length: systems }, (_one, index) => `ws://127.0.0.1:${server.port}/live-${index}`),
  );
  const tell = (system: number): void =>
    server.send(`system-${system}`, `{"last_updated":"${new Date().toISOString()}","data":${told}}`);
  const live = (system: number): void => server.send(`live-${system}`, told);
  return { side: turn(child, tell, live), bytes: (await settled()) - before };
}

/** Rows "fan-out". */
export const fanOutContests: readonly Contest[] = [
  {
    figures: [
      { name: `fan-out, ${clients} sockets: 99 of 100`, unit: 'ms', note: 'delay from the data to the client' },
      { name: `fan-out, ${clients} sockets: processor time of a turn of 5 s`, unit: 'ms' },
      { name: `fan-out, ${clients} sockets: memory`, unit: 'MB' },
    ],
    rounds: 3,
    async open(place) {
      const theirs = await bare(place);
      const mine = await ours(place);
      const withMemory =
        ({ side, bytes }: Ready): Side =>
        async () => [...(await side()), bytes / 1e6];
      return { ours: withMemory(mine), reference: withMemory(theirs) };
    },
  },
];
