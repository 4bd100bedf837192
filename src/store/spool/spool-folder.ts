// The files of one spool: segments named by their first position, and the mark that says what was delivered and dropped.
import { mkdir, open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '#core/errors.ts';
import type { Spooled } from '#core/spool.ts';
import { readSpoolFrames } from './spool-frames.ts';

/** One file of frames. */
export interface SpoolSegment {
  readonly path: string;
  /** Positions of its first and last frame. */
  readonly first: number;
  last: number;
  bytes: number;
}

/** What was delivered, and how many batches were lost. */
export interface SpoolMark {
  readonly done: number;
  readonly dropped: number;
}

/** What a folder held when it was opened. */
export interface FoundSpool {
  readonly segments: readonly SpoolSegment[];
  readonly mark: SpoolMark;
}

const suffix = '.spool';
const digits = 16;
const markName = 'mark.json';

/** The file of a segment that begins with this position. */
export function segmentPath(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(digits, '0')}${suffix}`);
}

/** Reads the frames of a segment. */
export async function segmentFrames(path: string): Promise<readonly Spooled[]> {
  return readSpoolFrames(await readFile(path)).frames;
}

/** Opens a folder, created if missing. What a kill cut off half-way was never acknowledged and is removed. */
export async function findSpool(folder: string): Promise<FoundSpool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let { done, dropped } = await loadMark(folder);
  const segments: SpoolSegment[] = [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(suffix)).sort();
  let isCut = false;
  for (const name of names) {
    const path = join(folder, name);
    const bytes = await readFile(path);
    const { frames, end } = readSpoolFrames(bytes);
    const [first, last] = [frames[0], frames.at(-1)];
    const before = segments.at(-1)?.last ?? done;
    // Behind a file that was damaged in its middle positions are missing.
    if (isCut && first !== undefined) dropped += Math.max(0, first.position - Math.max(before, done) - 1);
    isCut = end < bytes.length;
    if (first === undefined || last === undefined || last.position <= done) {
      await rm(path);
      continue;
    }
    if (isCut) await truncate(path, end);
    segments.push({ path, first: first.position, last: last.position, bytes: end });
  }
  done = Math.max(done, (segments[0]?.first ?? 0) - 1);
  return { segments, mark: { done, dropped } };
}

async function loadMark(folder: string): Promise<SpoolMark> {
  try {
    const { done, dropped } = JSON.parse(await readFile(join(folder, markName), 'utf8')) as Partial<SpoolMark>;
    if (Number.isSafeInteger(done) && Number.isSafeInteger(dropped))
      return { done: Number(done), dropped: Number(dropped) };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError) && systemCode(thrown) !== 'ENOENT') throw thrown;
  }
  // Without a mark everything that is there is delivered, some of it perhaps again.
  return { done: 0, dropped: 0 };
}

/** Keeps a mark: written beside and renamed, so that it is whole after any end of the process. */
export async function saveMark(folder: string, mark: SpoolMark): Promise<void> {
  const beside = join(folder, `${markName}.new`);
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify({ v: 1, ...mark }));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(beside, join(folder, markName));
}
