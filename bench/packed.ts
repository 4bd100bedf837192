// Rows "packed": what `npm run release` packs, put somewhere as people put it: its size, its start and its memory, against the Node in it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildServer } from '#tools/build-server.ts';
import { packFolder } from '#tools/release/archive.ts';
import { makeFolder } from '#tools/release/folder.ts';
import { architectures } from '#tools/release/parts.ts';
import type { Contest } from './contest.ts';
import type { Place } from './place.ts';
import { residentMb } from './resident.ts';
import { startBareNode, startBareServer, startSolstead } from './start-jobs.ts';

const root = join(import.meta.dirname, '..');
/** Time a process gets to settle before its memory is read, ms. */
const settleMs = 1000;

/** The folder of a release for this computer. */
async function packed(place: Place): Promise<string> {
  const architecture = architectures.find(({ node }) => node === process.arch);
  if (process.platform !== 'linux' || architecture === undefined) place.skip('a release is for Linux on x64 and arm64');
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) place.skip('the web app is not built: node tools/build.ts');
  await buildServer({ onlyIfStale: true });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return makeFolder({ root, out: place.folder(), version }, architecture);
}

async function idleMb(pid: number): Promise<number> {
  await sleep(settleMs);
  return residentMb(pid);
}

const start: Contest = {
  figures: [
    { name: 'packed, start to first /health', unit: 'ms', note: 'against a bare server on the same Node' },
    { name: 'packed, start to first page', unit: 'ms', goal: { of: 'ours', is: 'at most', bound: 1500 } },
    {
      name: 'packed, memory of serve idle',
      unit: 'MB',
      goal: { of: 'ratio', is: 'at most', bound: 2.2 },
      note: 'against a Node that does nothing',
    },
  ],
  rounds: 3,
  async open(place) {
    const program = join(await packed(place), 'bin', 'solstead');
    return {
      async ours() {
        const { child, healthMs, pageMs } = await startSolstead(place, { command: 'serve', program: [program] });
        const mb = await idleMb(child.pid);
        await child.stop();
        return [healthMs, pageMs, mb];
      },
      async reference() {
        const { child, healthMs, pageMs } = await startBareServer(place);
        await child.stop();
        const node = await startBareNode(place);
        const mb = await idleMb(node.pid);
        await node.stop();
        return [healthMs, pageMs, mb];
      },
    };
  },
};

/** What a folder takes, MB. */
const folderMb = (folder: string): number =>
  Number(execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t')[0]) / 1e6;

const size: Contest = {
  figures: [
    {
      name: 'packed, size of the archive',
      unit: 'MB',
      goal: { of: 'ours', is: 'at most', bound: 60 },
      note: 'reference: the Node in it, unpacked',
    },
    { name: 'packed, size of the folder', unit: 'MB', note: 'reference: the Node in it' },
  ],
  rounds: 1,
  async open(place) {
    const folder = await packed(place);
    const target = join(place.folder(), 'packed.tar.zst');
    await packFolder(folder, target, 0);
    const nodeMb = statSync(join(folder, 'lib', 'node')).size / 1e6;
    return {
      ours: () => [statSync(target).size / 1e6, folderMb(folder)],
      reference: () => [nodeMb, nodeMb],
    };
  },
};

export const packedContests: readonly Contest[] = [start, size];
