// Rows "mqtt": from the message of a node through the broker, the driver, the gate, history and ledger to the message at a WebSocket,
// against Aedes with a table and a broadcast. What a session costs in memory while it says nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Aedes } from 'aedes';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import type { Principal } from '#core/access.ts';
import { nodeAccess } from '#hub/broker-places.ts';
import { openHouse } from '#main/house.ts';
import { startServer } from '#server/server.ts';
import { startBroker } from '#transport/broker.ts';
import { usualBounds } from '#transport/broker-bounds.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import type { Contest, Side } from './contest.ts';
import type { Place } from './place.ts';
import { openBareMqtt } from './reference/bare-mqtt.ts';

const host = '127.0.0.1';
const site = 'home';
const nodes = 100;
const clients = 20;
const perSecond = 5000;
const messages = 2 * perSecond;
/** Delays on purpose, ms: what changed is gathered for a page, and before that the topics of one report of a node. */
const delays = { page: 50, report: 50 } as const;
const person: Principal = { id: 'bench', name: 'bench', kind: 'home', grants: [{ site: '*', may: 'owner' }] };
const programs = {
  nodes: fileURLToPath(new URL('child/nodes.ts', import.meta.url)),
  watchers: fileURLToPath(new URL('child/watchers.ts', import.meta.url)),
};

const placeOf = (index: number): string => `homesync/${site}/nodes/n${index}`;
const topicOf = (index: number): string => `${placeOf(index)}/telemetry/uptime`;
const indices = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index);

interface Account {
  readonly username: string;
  readonly password: string;
  readonly topic: string;
}

async function child(place: Place, program: string, ...args: readonly string[]): Promise<Spawned> {
  const started = await spawned(place, [process.execPath, program, ...args]);
  await started.waitForOutput('ready', 40_000);
  return started;
}

/** Says something to a child, and waits for its answer. */
async function asked(one: Spawned, text: string, answer: RegExp): Promise<readonly number[]> {
  const past = one.output().length;
  one.write(`${text}\n`);
  for (let waits = 0; waits < 4000; waits += 1) {
    const found = answer.exec(one.output().slice(past));
    if (found !== null) return found.slice(1).map(Number);
    await sleep(5);
  }
  throw new Error(`no answer to ${text}: ${one.output().slice(-200)}`);
}

/** Messages at the pace: how many a second of processor time, and the age of 99 of 100 at a page, beyond what is waited on purpose. */
function through(speakers: Spawned, watching: Spawned, delayMs: number): Side {
  return async () => {
    await asked(watching, 'tell', /seen (\d+)/);
    const before = process.cpuUsage();
    await asked(speakers, `${messages} ${perSecond}`, /sent (\d+) in (\d+) end/);
    await sleep(300);
    const used = process.cpuUsage(before);
    const [count = 0, , p99 = Number.NaN] = await asked(watching, 'tell', /seen (\d+) (\S+) (\S+) end/);
    if (count < clients * nodes) throw new Error(`${count} changes came`);
    return [messages / ((used.user + used.system) / 1e6), Math.max(0, p99 - delayMs)];
  };
}

async function ours(place: Place): Promise<Side> {
  const log = pino({ level: 'silent' });
  const house = await openHouse({ folder: place.folder(), clock, log, broker: { host, port: 0 } });
  place.onTestFinished(() => house.close());
  await house.hub.addSite({ id: site, name: 'Home', timeZone: 'UTC' });
  const accounts: Account[] = [];
  for (const index of indices(nodes)) {
    const made = await house.broker.accounts?.add(`n${index}`, nodeAccess(placeOf(index)));
    if (made === undefined) throw new TypeError('assertion: the broker is built in');
    accounts.push({ ...made, topic: topicOf(index) });
    const device = { name: `n${index}`, protocol: 'homesync-node', address: 'mqtt://built-in:1883' };
    await house.hub
      .as(person)
      .site(site)
      .devices.add({ ...device, topic: placeOf(index) });
  }
  const current = () => ({ hub: house.hub, demo: true });
  const server = await startServer({ host, port: 0, clock, log, version: 'bench', webRoot: '/nowhere', current });
  place.onTestFinished(() => server.close());
  const address = `ws://${host}:${server.port}/api/v1/live?site=${site}`;
  const watching = await child(place, programs.watchers, address, String(clients));
  const told = JSON.stringify({ port: house.broker.port, nodes: accounts });
  return through(await child(place, programs.nodes, told), watching, delays.page + delays.report);
}

async function bare(place: Place): Promise<Side> {
  const server = await openBareMqtt(`${place.folder()}/bare.db`);
  place.onTestFinished(() => server.close());
  const watching = await child(place, programs.watchers, `ws://${host}:${server.socketPort}`, String(clients));
  const accounts = indices(nodes).map((index) => ({ username: `n${index}`, password: 'x', topic: topicOf(index) }));
  const told = JSON.stringify({ port: server.mqttPort, nodes: accounts });
  return through(await child(place, programs.nodes, told), watching, delays.page);
}

const idle = 1000;

/** What is held after everything that nobody holds was collected; the memory of the process as a whole says little of so small things. */
async function settled(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times += 1) {
    await sleep(100);
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Memory of so many connections that say nothing, kB each. */
async function held(place: Place, port: number): Promise<number> {
  const before = await settled();
  const accounts = indices(idle).map((index) => ({ username: `n${index}`, password: 'x', topic: 'x' }));
  await child(place, programs.nodes, JSON.stringify({ port, nodes: accounts }));
  return ((await settled()) - before) / 1000 / idle;
}

/** Rows "mqtt". */
export const mqttContests: readonly Contest[] = [
  {
    figures: [
      {
        name: `mqtt, in to out, ${nodes} nodes, ${clients} pages: messages`,
        unit: 'messages/s of processor time',
        goal: { of: 'ratio', is: 'at least', bound: 0.5 },
        note: `at ${perSecond} messages/s, by what the process used: what it could take on one processor, whatever else runs on the machine`,
      },
      {
        name: `mqtt, in to out, ${perSecond} messages/s: 99 of 100`,
        unit: 'ms',
        goal: { of: 'ours', is: 'at most', bound: 15 },
        note: `beyond what is waited on purpose: ${delays.page} ms for the page on both sides, ${delays.report} ms for the other topics of a node’s report on ours`,
      },
    ],
    rounds: 5,
    async open(place) {
      const reference = await bare(place);
      return { ours: await ours(place), reference };
    },
  },
  {
    figures: [{ name: `mqtt, ${idle} idle sessions: memory of each`, unit: 'kB' }],
    rounds: 1,
    async open(place) {
      const bounds = { ...usualBounds, connections: { ...usualBounds.connections, all: idle, address: idle } };
      const authenticate = async () => ({ topics: ['home/#'] });
      const log = pino({ level: 'silent' });
      const broker = await startBroker({ host, port: 0, clock, log, bounds, authenticate });
      place.onTestFinished(() => broker.close());
      const aedes = await Aedes.createBroker();
      const server = createServer((socket) => void aedes.handle(socket)).listen(0, host);
      await once(server, 'listening');
      place.onTestFinished(async () => {
        server.close();
        await new Promise<void>((resolve) => aedes.close(resolve));
      });
      const address = server.address();
      if (address === null || typeof address === 'string') throw new TypeError('assertion: no port');
      return {
        ours: async () => [await held(place, broker.port)],
        reference: async () => [await held(place, address.port)],
      };
    },
  },
];
