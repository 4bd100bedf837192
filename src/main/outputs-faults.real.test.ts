// Every kind of output to a real server behind a way on which everything goes wrong: what was given arrives in the end, what the person sees
// says why not, and no other output waits for it. `docs/faults.md` has a row for each fault.
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, test, type TestContext, vi } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { hostileWay, type WayFault } from '#tools/testkit/hostile-way.ts';
import { suiteOwner } from '#tools/testkit/owner.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';
import { type OutputServer, servedKinds } from './testing/output-servers.ts';
import { webService } from './testing/web-stub.ts';

// Most of them wait, for half a minute, side by side.
vi.setConfig({ testTimeout: 150_000, hookTimeout: 120_000, maxConcurrency: 12 });

const suite = suiteOwner();
const missing: Record<string, string> = {};
const servers: Record<string, OutputServer> = {};
/** Prometheus takes values of the last hour alone. */
const beginMs = Date.now() - 600_000;

beforeAll(async () => {
  for (const [name, { start }] of Object.entries(servedKinds)) {
    const skip = (why?: string): never => {
      missing[name] = why ?? 'missing';
      throw new Error(why);
    };
    try {
      servers[name] = await start({ skip: skip as TestContext['skip'], onTestFinished: suite.onTestFinished });
    } catch (error) {
      if (missing[name] === undefined) throw error;
    }
  }
});

const powers = (device: string, from: number, to: number): readonly Batch[] =>
  Array.from({ length: to - from }, (_none, index) =>
    batchOf(device, beginMs + (from + index) * 1000, { 'pv.power': from + index }),
  );
const stateOf = async ({ desk }: OutputHouse, id: string) =>
  (await desk.list('home')).find((output) => output.id === id)?.state;

const faults: readonly Exclude<WayFault, 'none'>[] = [
  'refused',
  'silent',
  'half-closed',
  'answer lost',
  'garbage',
  'endless',
  'cut off',
  'slow',
];
const cases = Object.keys(servedKinds).flatMap((kind) => faults.map((fault) => ({ kind, fault })));

/** Waits for something; tests that run side by side cannot share a poll. */
async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const endMs = performance.now() + 120_000;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`in vain: ${what}`);
    await sleep(100);
  }
}

test.concurrent.for(cases)(
  '$kind, $fault: all arrives, another output waits for nothing',
  async ({ kind, fault }, context) => {
    const { expect } = context;
    const [served, server] = [servedKinds[kind], servers[kind]];
    if (served === undefined || server === undefined) return context.skip(missing[kind]);
    const device = fault.replace(' ', '-');
    const way = await hostileWay(context, server.port);
    const neighbour = await webService(context, () => ({ status: 204 }));
    const home = await openOutputHouse(context);
    const settings = server.settings(way.port);
    const own = { name: kind, settings, isOn: true, ...(served.secret === undefined ? {} : { secret: served.secret }) };
    const { id } = await home.desk.add('home', own);
    const other = { kind: 'webhook', server: neighbour.url };
    const { id: otherId } = await home.desk.add('home', { name: 'other', settings: other, isOn: true });
    const there = async (): Promise<readonly number[]> =>
      [...(await server.powersOf(device))].toSorted((a, b) => a - b);
    const isEmpty = async (output: string): Promise<boolean> => (await stateOf(home, output))?.waiting === 0;

    home.give(...powers(device, 0, 5));
    await until(async () => (await there()).includes(4), 'the first values');
    const rssBefore = process.memoryUsage.rss();
    const { connections } = way;
    await way.set(fault);
    home.give(...powers(device, 5, 40));
    await until(() => isEmpty(otherId), 'the other output');
    if (fault === 'slow') await until(() => isEmpty(id), 'all of them, slowly');
    else {
      await until(async () => (await stateOf(home, id))?.state === 'failing', 'the trouble');
      // It was not only the connection of before.
      if (fault !== 'refused' && fault !== 'silent')
        await until(async () => way.connections > connections + 1, 'attempts');
      const { code } = (await stateOf(home, id))?.trouble?.reason ?? {};
      expect(code).toBeTypeOf('string');
    }
    home.give(...powers(device, 40, 60));
    // Whatever a server says: it is bounded.
    expect(process.memoryUsage.rss() - rssBefore).toBeLessThan(500 * 1024 * 1024);
    await way.set('none');
    await until(() => isEmpty(id), 'an empty spool');

    const last = served.keeps === 'newest' ? [59] : Array.from({ length: 60 }, (_none, index) => index);
    await until(async () => new Set(await there()).size === last.length && (await there()).at(-1) === 59, 'all values');
    expect(served.isOnce ? await there() : [...new Set(await there())]).toEqual(last);
    expect(await stateOf(home, id)).toMatchObject({ state: 'working', dropped: 0 });
    if (served.refusesAgain !== true) expect(await stateOf(home, id)).toMatchObject({ refused: 0 });
    expect(await stateOf(home, otherId)).toMatchObject({ state: 'working', sent: 60, refused: 0, dropped: 0 });
  },
);
