// Hours of a home with twenty devices, far faster than life: of all answers some go wrong, and so do requests of an output. What must hold:
// hardly a read fails after its retries, memory does not grow from hour to hour, and nothing that was read is missing at the output.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Clock, systemClock } from '#core/clock.ts';
import type { Consumer } from '#core/consumer.ts';
import { seededRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { person } from '#core/testing/principals.ts';
import { builtIn } from '#devices/on-demand.ts';
import { memoryVault } from '#hub/credentials/memory-vault.ts';
import { outputOpeners } from '#main/output-openers.ts';
import { openOutputDesk } from '#outputs/desk.ts';
import type { OutputHome } from '#outputs/output-kind.ts';
import { spoolsIn } from '#store/spool/spools-in.ts';
import { crashDisk } from '../simulate/crash-disk.ts';
import { openLife } from '../simulate/life.ts';
import { virtualTime } from '../simulate/virtual-time.ts';
import { farServer, valueName } from './far-server.ts';
import { countReads, type ReadCounts } from './reads.ts';
import { soakWorld } from './soak-world.ts';

/** How long, and how bad it is. */
export interface SoakOptions {
  /** Hours of the home, h. */
  readonly hours: number;
  /** Of all answers, and of all requests of the output, 0 to 1. */
  readonly faultRate: number;
  readonly seed: number;
  readonly tell?: (line: string) => void;
}

/** What came of it. */
export interface SoakReport extends ReadCounts {
  readonly devices: number;
  /** Answers that went wrong on the way. */
  readonly injected: number;
  /** Values that the home took, and those of them that the output's server never got. */
  readonly values: number;
  readonly missing: readonly string[];
  readonly requests: number;
  readonly failedRequests: number;
  /** Devices that are not online in the end. */
  readonly silent: readonly string[];
  /** Heap after a collection at the end of each hour, bytes. */
  readonly heapBytes: readonly number[];
  readonly seconds: number;
}

const owner = person('Anna');
const home = { id: 'home', name: 'Home', timeZone: 'Europe/Berlin', latitude: 52.5, longitude: 13.4 };
const startMs = Date.UTC(2026, 5, 1, 9);

/** A collection of what nobody holds any more. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return () => {
    if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  };
}

/** Pauses of outputs are real ones, and short. */
const quick: Clock = {
  ...systemClock,
  sleep: (ms, options) => systemClock.sleep(ms / 100, options),
};

/** What a home without a flow and a ledger of its own says to its output. */
function homeFor(facts: OutputHome['facts']): OutputHome {
  const none = (): never => {
    throw new TypeError('assertion: a web service asks for nothing');
  };
  return {
    facts,
    values: () => [],
    grid: () => undefined,
    now: () => ({ devices: [], values: [], flow: undefined }),
    settings: none,
    command: none,
    flow: () => ({}),
    energy: none,
  };
}

function outputsOf(folder: string) {
  const records = new Map<string, object>();
  return openOutputDesk({
    clock: quick,
    random: seededRandom(3),
    log: { info: () => undefined, warn: () => undefined },
    store: {
      ofSite: async () => [],
      save: async (record) => void records.set(record.id, record),
      remove: async (id) => void records.delete(id),
    },
    secrets: memoryVault().secrets,
    spools: spoolsIn({ path: folder }, systemClock),
    openers: outputOpeners({
      clock: systemClock,
      folder,
      openBroker: () => {
        throw new TypeError('assertion: no broker');
      },
    }),
    homeOf: homeFor,
  });
}

/** Values on their way: how many there were, and those that have not arrived. */
class UnderWay {
  readonly missing = new Set<string>();
  count = 0;

  given({ device, atMs, metric, value }: Batch): void {
    for (const [index, id] of metric.entries()) {
      const one = value[index];
      if (typeof one !== 'string' && !Number.isFinite(one)) continue;
      this.count += 1;
      this.missing.add(valueName(device, atMs, id));
    }
  }
}

/** Passes on what a consumer takes. */
function noting(consumer: Consumer, underWay: UnderWay): Consumer {
  return {
    ...consumer,
    take(batch) {
      underWay.given(batch);
      consumer.take(batch);
    },
  };
}

/** A home of twenty devices that begins, and all that stands around it. */
async function begun({ faultRate, seed, tell = () => undefined }: SoakOptions) {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'solstead-soak-'));
  const time = virtualTime(startMs);
  const { clock } = time.life(() => 0);
  const world = soakWorld({ startMs, world: time.world, random, faultRate });
  const [reads, underWay] = [countReads(), new UnderWay()];
  const far = await farServer({
    random: seededRandom(seed + 1),
    faultRate,
    onTaken: (name) => void underWay.missing.delete(name),
  });
  const desk = outputsOf(folder);
  // Files are read in real time, which would be minutes in here.
  for (const { protocol } of world.devices) await builtIn.definitionOf(protocol);
  const driven = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    await time.runTo(time.nowMs() + 10 * minuteMs, () => isDone);
    return done;
  };
  const life = await driven(
    openLife({
      folder,
      clock,
      random,
      disk: crashDisk(),
      cables: world.cables.map((cable) => ({
        ...cable,
        link: (own, isAlive) => reads.watch(cable.link(own, isAlive), own),
      })),
      broker: world.broker,
      isAlive: () => true,
      onStep: () => undefined,
      onStored: () => undefined,
      onGiven: () => undefined,
      onLog: (line) => tell(`${new Date(time.nowMs()).toISOString()} ${line}`),
      consumers: async (facts, lease) => [noting(await desk.consumer(facts, lease), underWay)],
    }),
  );
  const close = async (): Promise<void> => {
    await driven(life.close()).catch(() => undefined);
    await far.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { time, world, reads, underWay, far, desk, life, driven, close };
}

/** Lives through it. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const { hours, tell = () => undefined } = options;
  const begunMs = performance.now();
  const collect = collector();
  const { time, world, reads, underWay, far, desk, life, driven, close } = await begun(options);
  try {
    await driven(life.hub.addSite(home));
    await desk.add('home', { name: 'far', settings: { kind: 'webhook', server: far.url } as never, isOn: true });
    const site = life.hub.as(owner).site(home.id);
    for (const device of world.devices) await driven(site.devices.add(device));
    const heapBytes: number[] = [];
    for (let hour = 1; hour <= Math.ceil(hours); hour += 1) {
      await time.runTo(startMs + Math.min(hour, hours) * hourMs, () => false);
      collect();
      heapBytes.push(process.memoryUsage().heapUsed);
      tell(`hour ${hour}: ${JSON.stringify(reads.counts())}`);
    }
    const silent = site.snapshot().devices.flatMap(({ id, state }) => (state === 'online' ? [] : [id]));
    const waiting = async (): Promise<number> => (await desk.list('home'))[0]?.state.waiting ?? 0;
    for (let round = 0; round < 600 && (await waiting()) > 0; round += 1) await sleep(100);
    return {
      ...reads.counts(),
      devices: world.devices.length,
      injected: world.injected(),
      values: underWay.count,
      missing: [...underWay.missing],
      requests: far.requests,
      failedRequests: far.failed,
      silent,
      heapBytes,
      seconds: (performance.now() - begunMs) / 1000,
    };
  } finally {
    await close();
  }
}
