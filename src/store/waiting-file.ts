// Readings whose time is not known yet, in a file: one line each, synced together, removed when they have their time. Each line has
// the time since the machine was started, which tells a later process when that was whatever the wall clock said.
import { constants, readFileSync } from 'node:fs';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { systemClock } from '#core/clock.ts';
import { isSolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { Batch } from '#core/reading.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { setAside } from './aside.ts';
import { checkedLine, lineBreak, readCheckedLines } from './checked-lines.ts';
import { type FileEnd, openFileEnd } from './file-end.ts';
import { readRegularFile } from './regular-file.ts';
import type { WaitingBatch, WaitingPlace } from '#core/waiting.ts';

/** Beyond it nothing more is kept in the file, bytes: ten minutes of the largest home need a fraction. */
const mostBytes = 64 * 1024 * 1024;

interface Line {
  readonly boot: string;
  readonly upMs: number;
  readonly wallMs: number;
  readonly batch: Batch;
}

/** Which boot of the machine this is, and how long ago, ms. */
export interface Boot {
  readonly id: string;
  upMs(): number;
}

/** The current boot of this machine; if it has no id, no boot equals another. */
export function machineBoot(): Boot {
  let id: string = randomUUID();
  try {
    id = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Not Linux.
  }
  return { id, upMs: () => uptime() * 1000 };
}

/** How long one line is behind another, ms: the wall clock may have been set between them, and counts only across a start of the machine. */
function apartMs(line: Line, next: Line | undefined): number {
  if (next === undefined) return 0;
  return Math.max(0, line.boot === next.boot ? next.upMs - line.upMs : next.wallMs - line.wallMs);
}

/** The batches of whole lines, with their age if the machine has not been rebooted since. */
function batchesIn(values: readonly unknown[], boot: Boot): readonly WaitingBatch[] {
  const lines = values as readonly Line[];
  const batches: WaitingBatch[] = [];
  let beforeLastMs = 0;
  for (const [index, line] of [...lines.entries()].toReversed()) {
    beforeLastMs += apartMs(line, lines[index + 1]);
    const { boot: id, upMs, wallMs, batch } = line;
    const agoMs = boot.upMs() - upMs;
    batches.push({ batch, wallMs, beforeLastMs, ...(id === boot.id && agoMs >= 0 ? { agoMs } : {}) });
  }
  return batches.toReversed();
}

/** Opening a pipe fails at once instead of waiting for a reader. */
const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;

/** Writes behind what is there. */
async function append(path: string, text: string, noted: FileEnd): Promise<void> {
  await makeFolder(path);
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
  try {
    await file.appendFile(text);
    await file.datasync();
    noted.note((await file.stat()).size, Buffer.from(text.slice(-64)));
  } finally {
    await file.close();
  }
}

/** Makes the folder of a file; what else has its name is set aside. */
async function makeFolder(path: string): Promise<void> {
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === false) await setAside(folder, 'moved', systemClock.nowMs());
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

async function removed(path: string, noted: FileEnd): Promise<void> {
  // First: a kill between these leaves more than was noted.
  await noted.awaits(0, new Uint8Array());
  await rm(path, { force: true });
  noted.note(0, new Uint8Array());
}

/** What an earlier process left, and what is wrong with it. */
interface Left {
  readonly batches: readonly WaitingBatch[];
  readonly bytes: number;
  /** It ends with a line that was cut by the end of the process: that one is not continued. */
  readonly isCut: boolean;
  readonly trouble?: Reason;
}

/** Reads what was left; a file that cannot be used is set aside, one with damaged lines is kept besides. */
async function readLeft(path: string, boot: Boot): Promise<Left> {
  const file = external(path);
  try {
    const text = await readRegularFile(path, 2 * mostBytes);
    const { values, damaged: count } = readCheckedLines(text);
    const left = { batches: batchesIn(values, boot), bytes: text.length, isCut: text !== '' && !text.endsWith('\n') };
    if (count === 0) return left;
    const aside = external((await setAside(path, 'copied', systemClock.nowMs())) ?? path);
    return { ...left, trouble: because('waiting.damaged', { file, count, aside }) };
  } catch (thrown) {
    const none = { batches: [], bytes: 0, isCut: false };
    if (systemCode(thrown) === 'ENOENT') return none;
    const why = isSolsteadError(thrown) ? (thrown.reason ?? because('store.damaged')) : said(thrown);
    const aside = await setAside(path, 'moved', systemClock.nowMs());
    const reason =
      aside === undefined
        ? because('waiting.unusable', { file, why })
        : because('waiting.set-aside', { file, why, aside: external(aside) });
    return { ...none, trouble: reason };
  }
}

/** What is left, and what is told of it; readings that were written and are not there are told. */
async function comparedLeft(path: string, boot: Boot, noted: FileEnd): Promise<Left> {
  const bytes = await stat(path).then(
    (found) => (found.isFile() && found.size <= 2 * mostBytes ? readFile(path) : undefined),
    () => Buffer.alloc(0),
  );
  const left = await readLeft(path, boot);
  const isShort = bytes !== undefined && noted.isShort(bytes);
  return left.trouble === undefined && isShort
    ? { ...left, trouble: because('waiting.short', { file: external(path) }) }
    : left;
}

/** The place of a site in a data folder. `boot` is a parameter of tests. */
export function waitingFile(folder: string, site: string, boot: Boot = machineBoot()): WaitingPlace {
  const path = join(folder, 'waiting', `${site}.jsonl`);
  let opening: Promise<FileEnd> | undefined;
  const noted = (): Promise<FileEnd> => (opening ??= openFileEnd(folder, `waiting.${site}`));
  let bytes = 0;
  let pending: string[] = [];
  let isClearing = false;
  let working: Promise<void> | undefined;
  let isCut = false;
  let [found, unwritten]: (Reason | undefined)[] = [];
  const write = async (): Promise<void> => {
    while (isClearing || pending.length > 0) {
      if (isClearing) {
        isClearing = false;
        bytes = 0;
        isCut = false;
        await removed(path, await noted());
        unwritten = undefined;
        continue;
      }
      const lines = pending.splice(0);
      try {
        await append(path, `${isCut ? lineBreak : ''}${lines.join('')}`, await noted());
        unwritten = undefined;
        isCut = false;
      } catch (thrown) {
        // It still waits in memory, and is written with the next one, behind what may have been written of it.
        pending.unshift(...lines);
        isCut = true;
        unwritten = because('waiting.unwritten', { file: external(path), why: said(thrown) });
        return;
      }
    }
  };
  const work = (): void => {
    working ??= write()
      .catch(() => undefined)
      .finally(() => (working = undefined));
  };
  return {
    async load() {
      const left = await comparedLeft(path, boot, await noted());
      bytes = left.bytes;
      found = left.trouble;
      isCut = left.isCut;
      return left.batches;
    },
    add(batch, wallMs) {
      const line = checkedLine({ boot: boot.id, upMs: boot.upMs(), wallMs, batch });
      if (bytes + line.length > mostBytes) return;
      bytes += line.length;
      pending.push(line);
      work();
    },
    clear() {
      pending = [];
      isClearing = true;
      work();
    },
    trouble: () => unwritten ?? found,
    async settled() {
      await working;
      await (await noted()).settled();
    },
    async close() {
      await working;
      await (await opening)?.close();
    },
  };
}
