// Rows "start": how long until the command line has answered and the home shows its page, and the memory it takes.
import { setTimeout as sleep } from 'node:timers/promises';
import { toHex } from '#core/bytes.ts';
import type { Contest, Figure, Goal } from './contest.ts';
import { qpigsAnswer } from './decode-jobs.ts';
import type { Place } from './place.ts';
import { residentMb } from './resident.ts';
import { runSolstead, runToEnd, startBareNode, startBareServer, startLoaded, startSolstead } from './start-jobs.ts';

/** Time a process gets to settle before its memory is read, ms. */
const settleMs = 1000;
const demoMs = 20_000;
const demoQuickMs = 5000;
const heapMb = 128;

const atMost = (of: Goal['of'], bound: number): Goal => ({ of, is: 'at most', bound });

function commandLine(name: string, args: readonly string[]): Contest {
  return {
    figures: [{ name, unit: 'ms', goal: atMost('ratio', 2.5) }],
    async open() {
      // Fills the system's file cache.
      await runSolstead(args);
      return { ours: async () => [await runSolstead(args)], reference: async () => [await runToEnd(['-e', '0'])] };
    },
  };
}

async function idleMb(pid: number): Promise<number> {
  await sleep(settleMs);
  return residentMb(pid);
}

async function bareNodeMb(place: Place): Promise<number> {
  const node = await startBareNode(place);
  const mb = await idleMb(node.pid);
  await node.stop();
  return mb;
}

const serve: Contest = {
  figures: [
    { name: 'start, serve to first /health', unit: 'ms' },
    { name: 'start, serve to first page', unit: 'ms', goal: atMost('ours', 1500) },
    { name: 'start, memory of serve idle', unit: 'MB', goal: atMost('ratio', 2.2) },
  ],
  open: (place) => ({
    async ours() {
      // As `npm start` does it: from the build where one is up to date.
      const { child, healthMs, pageMs } = await startSolstead(place, { command: 'serve' });
      const mb = await idleMb(child.pid);
      await child.stop();
      return [healthMs, pageMs, mb];
    },
    async reference() {
      const { child, healthMs, pageMs } = await startBareServer(place);
      await child.stop();
      return [healthMs, pageMs, await bareNodeMb(place)];
    },
  }),
};

const demo: Contest = {
  figures: [
    { name: 'start, demo to first page', unit: 'ms' },
    {
      name: 'start, memory of the demo',
      unit: 'MB',
      goal: atMost('ours', 160),
      note: 'once, 20 s after its first page',
    },
  ],
  rounds: 1,
  open: (place) => ({
    async ours() {
      const { child, pageMs } = await startSolstead(place, { command: 'demo' });
      await sleep(place.isQuick ? demoQuickMs : demoMs);
      const mb = residentMb(child.pid);
      await child.stop();
      return [pageMs, mb];
    },
    reference: async () => [Number.NaN, await bareNodeMb(place)],
  }),
};

/** What the memory of an idle home is made of: each stage loaded alone, from its sources; nothing of it runs yet. */
const stages: Readonly<Record<string, string>> = {
  'the contract': 'api/endpoints.ts',
  'definitions of devices': 'devices/registry.ts',
  drivers: 'drivers/open-field.ts',
  records: 'store/sqlite-records.ts',
  broker: 'transport/broker.ts',
  hub: 'hub/open-hub.ts',
  'web server': 'server/server.ts',
  'all that serve loads': 'main/serve-home.ts',
};

const memoryByStage: Contest = {
  figures: Object.keys(stages).map((stage) => ({ name: `start, memory with ${stage} loaded`, unit: 'MB' })),
  rounds: 1,
  open: (place) => ({
    async ours() {
      const measured: number[] = [];
      for (const path of Object.values(stages)) {
        const node = await startLoaded(place, path);
        measured.push(await idleMb(node.pid));
        await node.stop();
      }
      return measured;
    },
    async reference() {
      const mb = await bareNodeMb(place);
      return Object.keys(stages).map(() => mb);
    },
  }),
};

function smallHeap(command: 'serve' | 'demo'): Contest {
  const note = `started with --max-old-space-size=${heapMb}; a process that runs out of heap fails this row`;
  const figure: Figure = { name: `start, ${command} in a heap of ${heapMb} MB`, unit: 'ms to page', note };
  return {
    figures: [figure],
    rounds: 1,
    open: (place) => ({
      async ours() {
        const env = { NODE_OPTIONS: `--max-old-space-size=${heapMb}` };
        const { child, pageMs } = await startSolstead(place, { command, env });
        await sleep(settleMs);
        if (child.exit() !== undefined) throw new Error(`it ended:\n${child.output()}`);
        await child.stop();
        return [pageMs];
      },
    }),
  };
}

/** Rows "start". */
export const startContests: readonly Contest[] = [
  commandLine('start, command line: list protocols', ['list', 'protocols']),
  commandLine('start, command line: QPIGS explained', ['decode', 'pi30', 'QPIGS', toHex(qpigsAnswer())]),
  serve,
  memoryByStage,
  demo,
  smallHeap('serve'),
  smallHeap('demo'),
];
