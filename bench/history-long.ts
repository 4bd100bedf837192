// Rows "history" of what takes long: a back-fill until all of it is flushed, hours of commits, years of days.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Batch } from '#core/reading.ts';
import { hourMs } from '#core/time.ts';
import { writeYears } from '#store/testing/years.ts';
import type { Contest } from './contest.ts';
import { type Load, loadBatches, loadStartMs } from './history-load.ts';
import { openStore } from './history-place.ts';
import { openBareBulk } from './reference/bare-bulk.ts';
import { openBareLog } from './reference/bare-log.ts';
import { stalled } from './stall.ts';

const house: Load = { devices: 20, pollMs: 10_000 };
const pollsAnHour = hourMs / house.pollMs;

const countOf = (batches: readonly Batch[]): number => batches.reduce((sum, { value }) => sum + value.length, 0);

/** Whole hours of a house, each time later ones. */
function hours(load: Load, count: number): () => readonly Batch[] {
  let from = 0;
  return () => loadBatches(load, { from, to: (from += count * pollsAnHour) });
}

/** Back-fills of two hours: until they are durable, and until they are in chunks and roll-ups and the log is free. */
export const bulk: Contest = {
  figures: [
    {
      name: 'history, bulk until put away',
      unit: 'points/s',
      goal: { of: 'ratio', is: 'at least', bound: 0.5 },
      note: 'the reference encodes, compresses and rolls up the same hours in one thread and writes them one after the other',
    },
    { name: 'history, bulk until durable', unit: 'points/s' },
    { name: 'history, stall while appending', unit: 'ms', goal: { of: 'ours', is: 'at most', bound: 20 } },
    { name: 'history, kept in chunks', unit: 'bytes/point', goal: { of: 'ours', is: 'at most', bound: 0.95 } },
    { name: 'history, kept with roll-ups', unit: 'bytes/point' },
    {
      name: 'history, file with its logs',
      unit: 'bytes/point',
      note: 'when nothing comes the logs give their room back',
    },
  ],
  async open(place) {
    const store = await openStore(place);
    const file = openBareBulk(join(place.folder(), 'bulk'));
    place.onTestFinished(() => file.close());
    const [mine, theirs] = [hours(house, 2), hours(house, 2)];
    let round = 0;
    return {
      async ours() {
        const batches = mine();
        round += 1;
        const beginMs = performance.now();
        const { tookMs, stallMs } = await stalled(() => store.append(batches));
        await store.maintain(loadStartMs + (2 * round + 1) * hourMs);
        const allMs = performance.now() - beginMs;
        const { bytes, points, tiers } = await store.status();
        const rolled = Object.values(tiers ?? {}).reduce((sum, tier) => sum + tier.bytes, 0);
        const count = countOf(batches) * 1000;
        return [
          count / allMs,
          count / tookMs,
          stallMs,
          (tiers?.raw.bytes ?? Number.NaN) / points,
          rolled / points,
          bytes / points,
        ];
      },
      reference() {
        const batches = theirs();
        const beginMs = performance.now();
        const bytes = file.fill(batches);
        const speed = (countOf(batches) * 1000) / (performance.now() - beginMs);
        const each = bytes / countOf(batches);
        return [speed, speed, Number.NaN, Number.NaN, each, each];
      },
    };
  },
};

/** A quarter of a year of a device that is read four times an hour: what it takes when all is put away. */
export const slow: Contest = {
  figures: [
    {
      name: 'history, polls of 15 minutes',
      unit: 'bytes/point',
      goal: { of: 'ours', is: 'at most', bound: 3 },
      note: 'file with its logs and all roll-ups',
    },
  ],
  rounds: 1,
  async open(place) {
    const store = await openStore(place);
    const load = { devices: 1, pollMs: hourMs / 4 };
    const polls = 92 * 96;
    return {
      async ours() {
        await store.setRetention([{ rawDays: null, fiveMinuteDays: null }]);
        for (let from = 0; from < polls; from += 96) await store.append(loadBatches(load, { from, to: from + 96 }));
        await store.maintain(loadStartMs + 93 * 24 * hourMs);
        const { bytes, points } = await store.status();
        return [bytes / points];
      },
    };
  },
};

/** Bytes this process has given the disk so far. */
function written(): number {
  const told = /^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'));
  return Number(told?.[1]);
}

/** Three hours of commits of 100 points, flushed as they end: everything a store writes. */
export const writes: Contest = {
  figures: [
    {
      name: 'history, written by commits of 100 points',
      unit: 'bytes/point',
      goal: { of: 'ratio', is: 'at most', bound: 1.3 },
      note: 'write_bytes of the process: log, chunks and roll-ups against a log of 16 bytes a point',
    },
  ],
  rounds: 3,
  async open(place) {
    if (process.platform !== 'linux') place.skip('/proc/self/io is Linux');
    const store = await openStore(place);
    const log = openBareLog(join(place.folder(), 'log'));
    place.onTestFinished(() => log.close());
    const load = { devices: 5, pollMs: 10_000 };
    const [mine, theirs] = [hours(load, place.isQuick ? 1 : 3), hours(load, place.isQuick ? 1 : 3)];
    const run = async (batches: readonly Batch[], append: (some: readonly Batch[]) => unknown): Promise<number> => {
      const before = written();
      for (const poll of Map.groupBy(batches, ({ atMs }) => Math.floor(atMs / load.pollMs)).values())
        await append(poll);
      return (written() - before) / countOf(batches);
    };
    return {
      ours: async () => [await run(mine(), store.append)],
      reference: async () => [await run(theirs(), log.append)],
    };
  },
};

/** What the process prints. */
interface Asked {
  readonly openMs: number;
  readonly tookMs: number;
}

/** Days of all 90 series of three homes, asked by a process that was just started. */
export const years: Contest = {
  figures: [
    { name: 'history, days of a year, 90 series, cold', unit: 'ms', goal: { of: 'ours', is: 'at most', bound: 300 } },
    { name: 'history, days of 5 years, 90 series, cold', unit: 'ms', goal: { of: 'ours', is: 'at most', bound: 300 } },
    { name: 'history, opening of that history', unit: 'ms' },
  ],
  async open(place) {
    const folder = place.folder();
    await writeYears(join(folder, 'history.db'));
    const child = fileURLToPath(new URL('./child/years.ts', import.meta.url));
    const asked = (count: number): Asked =>
      JSON.parse(execFileSync(process.execPath, [child, folder, `${count}`], { encoding: 'utf8' })) as Asked;
    return {
      ours() {
        const [one, five] = [asked(1), asked(5)];
        return [one.tookMs, five.tookMs, five.openMs];
      },
    };
  },
};
