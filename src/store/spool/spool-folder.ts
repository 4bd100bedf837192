// The files of one spool: segments named by their first position, and the mark that records what was delivered and dropped.
import { isRecord } from '#core/entries.ts';
import { mkdir, open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';
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
  /** Batches that went because there may be less than there was. */
  readonly shed?: number;
}

/** How much there may be, and how long its files are, bytes. */
interface Narrow {
  readonly bytes: number;
  readonly segmentBytes: number;
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
    if (isHeadless || gaps.length > 0)
      segments.push(...(await rewritten(folder, { segment, pieces: [frames] }, { done, dropped })));
    else {
      if (isCut) await truncate(path, end);
      segments.push(segment);
    }
  }
  done = Math.max(done, (segments[0]?.first ?? 0) - 1);
  return { segments, mark: { done, dropped }, ...(trouble === undefined ? {} : { trouble }) };
}

const withoutUpTo = ({ done, dropped }: SpoolMark, position: number): SpoolMark => ({
  done: Math.max(done, position),
  dropped: dropped + Math.max(0, position - done),
});

/** Frames in files of about this length. */
function inPieces(frames: readonly Spooled[], segmentBytes: number): readonly (readonly Spooled[])[] {
  const pieces: Spooled[][] = [];
  let left = 0;
  for (const frame of frames) {
    if (left <= 0) {
      pieces.push([]);
      left = segmentBytes - spoolHeading.length;
    }
    pieces.at(-1)?.push(frame);
    left -= spoolFrame(frame).length;
  }
  return pieces;
}

/**
 * What is left of a spool for which there is less room than it has: the oldest go one by one, not file by file, and files that are long for the
 * room become shorter ones, so that the next batch does not cost a large part of it.
 */
export async function narrowed(
  folder: string,
  found: FoundSpool,
  { bytes, segmentBytes }: Narrow,
): Promise<FoundSpool> {
  let over = found.segments.reduce((sum, segment) => sum + segment.bytes, 0) - bytes;
  if (over <= 0 && found.segments.every((one) => one.bytes <= 2 * segmentBytes)) return found;
  let { mark } = found;
  const segments: SpoolSegment[] = [];
  const gone: string[] = [];
  for (const segment of found.segments) {
    if (over >= segment.bytes) {
      over -= segment.bytes;
      gone.push(segment.path);
      mark = withoutUpTo(mark, segment.last);
      continue;
    }
    const isLong = segment.bytes > 2 * segmentBytes;
    if (over <= 0 && !isLong) {
      segments.push(segment);
      continue;
    }
    const frames = await segmentFrames<Batch>(segment.path);
    // Shorter files have more headings.
    if (over > 0) over += spoolHeading.length * Math.ceil(bytes / segmentBytes);
    const kept = frames.filter((frame) => {
      if (over <= 0) return true;
      over -= spoolFrame(frame).length;
      mark = withoutUpTo(mark, frame.position);
      return false;
    });
    if (kept.length === 0) gone.push(segment.path);
    else segments.push(...(await rewritten(folder, { segment, pieces: inPieces(kept, segmentBytes) }, mark)));
  }
  await saveMark(folder, mark);
  for (const path of gone) await rm(path, { force: true });
  return { ...found, segments, mark, shed: mark.dropped - found.mark.dropped };
}

/**
 * Puts frames of a file into files of their own: those that are intact, so that losses are counted once, or that are still wanted. A kill leaves
 * some of them twice, which is no harm: whoever reads goes by their positions.
 */
async function rewritten(
  folder: string,
  { segment, pieces }: { readonly segment: SpoolSegment; readonly pieces: readonly (readonly Spooled[])[] },
  mark: SpoolMark,
): Promise<readonly SpoolSegment[]> {
  const made = pieces.flatMap((frames) => {
    const [first, last] = [frames[0], frames.at(-1)];
    if (first === undefined || last === undefined) return [];
    const bytes = Buffer.concat([spoolHeading, ...frames.map(spoolFrame)]);
    return [{ path: segmentPath(folder, first.position), first: first.position, last: last.position, bytes }];
  });
  for (const { path, bytes } of made) await writeFile(`${path}.new`, bytes, { mode: 0o600, flush: true });
  await saveMark(folder, mark);
  // The one that takes the place of the file itself comes last.
  for (const { path } of made.toReversed()) await rename(`${path}.new`, path);
  if (made.every(({ path }) => path !== segment.path)) await rm(segment.path);
  return made.map(({ bytes, ...one }) => ({ ...one, bytes: bytes.length }));
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
