// Rows "backup" and "restore": a home that runs as one sealed file, and that file as a home again with everything checked before; against
// a sealed copy of the files of the same home, made and opened with nothing checked.
import { createWriteStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemClock as clock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import { beginArchive } from '#main/home-archive.ts';
import { stageHome } from '#main/restore-home.ts';
import { openHome, type OpenedHome } from '#main/testing/home-contents.ts';
import { openFolder } from '#store/folder.ts';
import type { Contest } from './contest.ts';
import { loadBatches, loadSite, loadStartMs } from './history-load.ts';
import type { Place } from './place.ts';
import { keyOf, openFile, sealFile } from './reference/bare-seal.ts';

const passphrase = 'four words of mine';
/** Ten devices of twenty values every ten seconds. */
const load = { devices: 10, pollMs: 10_000 };
const note = 'with the second that a key takes from its passphrase';

/** The files of a home that hold its records and its history. */
const files = ['records.db', 'history.db', 'history.db-log', 'history.db-wal', 'records.db-wal'];

/** A home with days of history behind it, at rest. */
async function livedIn(place: Place): Promise<{ readonly home: OpenedHome; readonly points: number }> {
  const home = await openHome(place.folder());
  place.onTestFinished(() => home.close());
  await home.records.sites.save({ id: loadSite, name: 'Home', timeZone: 'UTC' });
  const days = place.isQuick ? 1 : 4;
  const polls = dayMs / load.pollMs;
  for (let day = 0; day < days; day += 1)
    await home.history.append(loadBatches(load, { from: day * polls, to: (day + 1) * polls }));
  await home.history.maintain(loadStartMs + (days + 1) * dayMs);
  const { points } = await home.history.status();
  return { home, points };
}

async function backUp(home: OpenedHome, path: string): Promise<void> {
  const begun = await beginArchive({ ...home, folder: home.path }, { nowMs: loadStartMs, passphrase });
  await pipeline(begun.stream, createWriteStream(path));
  await begun.close();
}

async function restored(place: Place, path: string): Promise<void> {
  const folder = place.folder();
  const held = openFolder(folder);
  try {
    const staged = await stageHome({ path, passphrase }, { folder, clock }, { isReplacing: false });
    staged.swap();
  } finally {
    held.close();
  }
}

/** Points in a second of what one run takes. */
async function rate(points: number, run: () => void | Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await run();
  return (points / (performance.now() - beganMs)) * 1000;
}

const backups: Contest = {
  figures: [
    { name: 'backup of a home', unit: 'points/s', note },
    { name: 'restore of a home', unit: 'points/s', note: 'looked through whole before anything is written' },
    { name: 'backup of a home, size', unit: 'MB', note: 'reference: the files as they lie' },
  ],
  rounds: 3,
  async open(place) {
    const { home, points } = await livedIn(place);
    const folder = place.folder();
    const path = join(folder, 'home.age');
    const known = files.filter((name) => existsSync(join(home.path, name)));
    const sealed = (name: string): string => join(folder, `${name}.sealed`);
    const sizeOf = (paths: readonly string[]): number => paths.reduce((sum, one) => sum + statSync(one).size, 0) / 1e6;
    return {
      ours: async () => [
        await rate(points, () => backUp(home, path)),
        await rate(points, () => restored(place, path)),
        sizeOf([path]),
      ],
      reference: async () => [
        await rate(points, () => {
          const key = keyOf(passphrase);
          for (const name of known) sealFile(join(home.path, name), sealed(name), key);
        }),
        await rate(points, () => {
          const key = keyOf(passphrase);
          for (const name of known) openFile(sealed(name), join(folder, name), key);
        }),
        sizeOf(known.map((name) => join(home.path, name))),
      ],
    };
  },
};

/** Rows "backup" and "restore". */
export const backupContests: readonly Contest[] = [backups];
