// Rows "start": how long until the command line has answered and the home shows its page, and the memory it takes.
import { setTimeout as sleep } from 'node:timers/promises';
import { toHex } from '#core/bytes.ts';
import { minuteMs } from '#core/time.ts';
import type { Contest, Figure, Goal } from './contest.ts';
import { qpigsAnswer } from './decode-jobs.ts';
import type { Place } from './place.ts';
import { residentMb } from './resident.ts';
import {
  askHome,
  installed,
  runSolstead,
  runToEnd,
  startAnswerer,
  startBareNode,
  startBareServer,
  startDaemon,
  startInverter,
  startLoaded,
  startPtyAnswerer,
  startSolstead,
} from './start-jobs.ts';

/** Time a process gets to settle before its memory is read, ms. */
const settleMs = 1000;
const demoMs = 20_000;
const demoQuickMs = 5000;
const readMs = 10_000;
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

/** A command that asks a device, which answers at once: from its start to its end. */
function reading<Port>(
  name: string,
  start: (place: Place) => Promise<Port>,
  argsFor: (port: Port) => readonly string[],
): Contest {
  return {
    figures: [{ name, unit: 'ms', goal: atMost('ratio', 2.5), note: 'against `node -e 0`; as it is installed' }],
    async open(place) {
      const args = argsFor(await start(place));
      const program = await installed(place);
      const run = (): Promise<number> => runToEnd([program, ...args]);
      await run();
      return { ours: async () => [await run()], reference: async () => [await runToEnd(['-e', '0'])] };
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

/** What a home grows to while it is set up and lives, as it is shipped. */
const memoryByStage: Contest = {
  figures: [
    { name: 'start, memory with all that serve loads', unit: 'MB' },
    { name: 'start, memory of serve listening', unit: 'MB' },
    { name: 'start, memory of serve with its owner', unit: 'MB' },
    { name: 'start, memory of serve reading an inverter', unit: 'MB', note: '10 s after it was added' },
    { name: 'start, memory of serve, idle minute', unit: 'MB', note: 'the inverter is read on' },
  ],
  rounds: 1,
  open: (place) => ({
    async ours() {
      const { child, port } = await startSolstead(place, { command: 'serve' });
      const loaded = await startLoaded(place);
      const measured = [await idleMb(loaded.pid), residentMb(child.pid)];
      await loaded.stop();
      const ask = askHome(port);
      await ask('owner', { name: 'Anna', password: 'correct horse', site: { name: 'Home', timeZone: 'UTC' } });
      measured.push(await idleMb(child.pid));
      const address = await startInverter(place);
      await ask('sites/home/devices', { name: 'Roof', protocol: 'pi30', address, liveSeconds: 1 });
      await sleep(place.isQuick ? settleMs : readMs);
      measured.push(residentMb(child.pid));
      await sleep(place.isQuick ? settleMs : minuteMs);
      measured.push(residentMb(child.pid));
      await child.stop();
      return measured;
    },
    async reference() {
      const mb = await bareNodeMb(place);
      return memoryByStage.figures.map(() => mb);
    },
  }),
};

/** What runs beside no home: inverters that are read each second, their values as text. */
const daemonReading = (devices: number): Contest => ({
  figures: [
    {
      name: `start, memory of the daemon reading ${devices === 1 ? 'an inverter' : `${devices} inverters`}`,
      unit: 'MB',
      goal: atMost('ratio', 2.2),
    },
  ],
  rounds: 1,
  open: (place) => ({
    async ours() {
      const child = await startDaemon(place, { address: await startInverter(place), devices });
      await sleep(place.isQuick ? settleMs : readMs);
      const mb = residentMb(child.pid);
      await child.stop();
      return [mb];
    },
    reference: async () => [await bareNodeMb(place)],
  }),
});

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
  reading('start, command line: solstead read', startAnswerer, (port) =>
    `read --port tcp://127.0.0.1:${port} --protocol pi30 QMOD`.split(' '),
  ),
  reading('start, command line: solstead -p -c', startAnswerer, (port) =>
    `-p 127.0.0.1:${port} -P PI30 -c QMOD -o screen`.split(' '),
  ),
  reading('start, command line: -p -c over serial', startPtyAnswerer, (port) =>
    `-p ${port} -P PI30 -c QPIGS -o screen`.split(' '),
  ),
  reading('start, command line: --getstatus over serial', startPtyAnswerer, (port) =>
    `-p ${port} -P PI30 --getstatus`.split(' '),
  ),
  serve,
  memoryByStage,
  daemonReading(1),
  daemonReading(20),
  demo,
  smallHeap('serve'),
  smallHeap('demo'),
];
