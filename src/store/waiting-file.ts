// Readings whose time is not known yet, in a file: one line each, synced together, removed when they have their time. Each line has
// the time since the machine was started, which tells a later process when that was whatever the wall clock said.
import { constants, readFileSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { SolsteadError, systemCode } from '#core/errors.ts';
import type { Batch } from '#core/reading.ts';
import { said } from '#core/reason.ts';
import { checkedLine, readCheckedLines } from './checked-lines.ts';
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

/** The batches of a file's whole lines, with their age if the machine has not been rebooted since. */
function batchesIn(text: string, boot: Boot): readonly WaitingBatch[] {
  const lines = readCheckedLines(text) as readonly Line[];
  return lines.map(({ boot: id, upMs, wallMs, batch }): WaitingBatch => {
    const agoMs = boot.upMs() - upMs;
    return { batch, wallMs, ...(id === boot.id && agoMs >= 0 ? { agoMs } : {}) };
  });
}

/** Opening a pipe fails at once instead of waiting for a reader. */
const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;

async function append(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
  try {
    await file.appendFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The place of a site in a data folder. `boot` is a parameter of tests. */
export function waitingFile(folder: string, site: string, boot: Boot = machineBoot()): WaitingPlace {
  const path = join(folder, 'waiting', `${site}.jsonl`);
  let bytes = 0;
  let pending: string[] = [];
  let isClearing = false;
  let working: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (isClearing || pending.length > 0) {
      if (isClearing) {
        isClearing = false;
        bytes = 0;
        await rm(path, { force: true });
        continue;
      }
      await append(path, pending.splice(0).join(''));
    }
  };
  const work = (): void => {
    // What cannot be written still waits in memory; the history says on its own that the disk is full.
    working ??= write()
      .catch(() => undefined)
      .finally(() => (working = undefined));
  };
  return {
    async load() {
      try {
        const text = await readRegularFile(path, 2 * mostBytes);
        bytes = text.length;
        // A line that was cut by the end of the process is not continued.
        if (!text.endsWith('\n')) pending.push('\n');
        return batchesIn(text, boot);
      } catch (thrown) {
        if (systemCode(thrown) === 'ENOENT') return [];
        throw new SolsteadError('store.failed', { at: path, why: said(thrown), cause: thrown });
      }
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
    async settled() {
      await working;
    },
  };
}
