// The files of one spool: segments named by their first position, and the mark that records what was delivered and dropped.
import { isRecord } from '#core/entries.ts';
import { mkdir, open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import type { Spooled } from '#core/spool.ts';
import { damagedAtEnd, isNewerSpool, readSpoolFrames, spoolFrame, spoolHeading } from './spool-frames.ts';

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
  /** Reports files of a later version, which were set aside. */
  readonly trouble?: string;
}

const suffix = '.spool';
const digits = 16;
const markName = 'mark.json';

/** The file of a segment that begins with this position. */
export function segmentPath(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(digits, '0')}${suffix}`);
}

/** Reads the frames of a segment. */
export async function segmentFrames<Item>(path: string): Promise<readonly Spooled<Item>[]> {
  return readSpoolFrames<Item>(await readFile(path)).frames;
}

/** Opens a folder, created if missing. What a kill cut off half-way was never acknowledged and is removed. */
export async function findSpool(folder: string): Promise<FoundSpool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let { done, dropped } = await loadMark(folder);
  const segments: SpoolSegment[] = [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(suffix)).sort();
  let isCut = false;
  let trouble: string | undefined;
  for (const name of names) {
    const path = join(folder, name);
    const bytes = await readFile(path);
    if (isNewerSpool(bytes)) {
      await rename(path, `${path}.newer`);
      trouble = messageOf(new SolsteadError('store.newer', { at: `${path}.newer` }));
      continue;
    }
    const { frames, end, gaps } = readSpoolFrames(bytes);
    const [first, last] = [frames[0], frames.at(-1)];
    const before = Math.max(segments.at(-1)?.last ?? 0, done);
    const named = Number(name.slice(0, -suffix.length));
    // After damage, positions are missing.
    const isHeadless = first !== undefined && first.position > named;
    if (first !== undefined && (isCut || isHeadless))
      dropped += Math.max(0, first.position - 1 - (isCut ? before : Math.max(before, named - 1)));
    for (const [from, to] of gaps) dropped += Math.max(0, to - 1 - Math.max(from, done));
    isCut = end < bytes.length;
    if (isCut && name === names.at(-1)) {
      const lost = damagedAtEnd(bytes, {
        end: Math.max(end, spoolHeading.length),
        position: last?.position ?? named - 1,
      });
      dropped += lost;
      if (lost > 0) await saveMark(folder, { done, dropped });
    }
    if (first === undefined || last === undefined || last.position <= done) {
      await rm(path);
      continue;
    }
    const segment = { path, first: first.position, last: last.position, bytes: end };
    if (isHeadless || gaps.length > 0) segments.push(await rewritten(folder, { segment, frames }, { done, dropped }));
    else {
      if (isCut) await truncate(path, end);
      segments.push(segment);
    }
  }
  done = Math.max(done, (segments[0]?.first ?? 0) - 1);
  return { segments, mark: { done, dropped }, ...(trouble === undefined ? {} : { trouble }) };
}

/** Puts the intact frames of a damaged file into a file of their own, so that losses are counted once. */
async function rewritten(
  folder: string,
  { segment, frames }: { readonly segment: SpoolSegment; readonly frames: readonly Spooled[] },
  mark: SpoolMark,
): Promise<SpoolSegment> {
  const bytes = Buffer.concat([spoolHeading, ...frames.map(spoolFrame)]);
  const path = segmentPath(folder, segment.first);
  await writeFile(`${path}.new`, bytes, { mode: 0o600, flush: true });
  await saveMark(folder, mark);
  await rename(`${path}.new`, path);
  if (segment.path !== path) await rm(segment.path);
  return { ...segment, path, bytes: bytes.length };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

async function loadMark(folder: string): Promise<SpoolMark> {
  try {
    const read: unknown = JSON.parse(await readFile(join(folder, markName), 'utf8'));
    const { done, dropped }: Readonly<Record<string, unknown>> = isRecord(read) ? read : {};
    if (isCount(done) && isCount(dropped)) return { done, dropped };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError) && systemCode(thrown) !== 'ENOENT') throw thrown;
  }
  // Without a mark everything there is delivered, some of it perhaps again.
  return { done: 0, dropped: 0 };
}

/** Saves a mark: written under another name and renamed, so that it is intact however the process ends. */
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
