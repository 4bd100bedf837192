// Looks through the folder that was named at start for what an earlier system left, by a process of its own: large exports are read without
// holding up the home, and a look can be ended. A client names no path.
import { type ChildProcess, spawn } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import type { FoundLeft, PredecessorDesk, PredecessorLook } from '#core/predecessor.ts';
import { because, isReason, type Reason } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';
import { environmentWith } from './environment.ts';

/** How long a look may take, ms, and most that it may say, bytes. */
const lookBounds = Object.freeze({ longestMs: 20 * minuteMs, mostBytes: 8 * 1024 * 1024 });

const program = fileURLToPath(new URL('../../bin/solstead.js', import.meta.url));

const kinds = ['export', 'backup', 'database', 'settings'] as const;

/** What was printed of one thing; its form is that of the command that is run, and of the same version. */
function foundOf(given: unknown, folder: string): readonly FoundLeft[] {
  if (!isRecord(given) || !isReason(given['what']) || typeof given['path'] !== 'string') return [];
  const kind = kinds.find((one) => one === given['kind']);
  if (kind === undefined) return [];
  return [{ ...(given as Omit<FoundLeft, 'kind'>), kind, path: relative(folder, given['path']) || '.' }];
}

/** What a look printed; undefined: it did not come to its end. */
function printed(text: string, folder: string): readonly FoundLeft[] | undefined {
  try {
    const said: unknown = JSON.parse(text);
    if (!isRecord(said) || !Array.isArray(said['found'])) return undefined;
    return said['found'].flatMap((one: unknown) => foundOf(one, folder));
  } catch {
    return undefined;
  }
}

/** The desk of one folder; it is closed with the home. */
export function openPredecessorDesk(
  folder: string,
  { clock, command = [process.execPath, program] }: { readonly clock: Clock; readonly command?: readonly string[] },
): PredecessorDesk & { close(): void } {
  let last: PredecessorLook = { state: 'none', folder, found: [] };
  let child: ChildProcess | undefined;
  const over = (
    change: Pick<PredecessorLook, 'state' | 'found'> | { readonly state: 'failed'; readonly failure: Reason },
  ): void => {
    if (last.state !== 'running') return;
    last = { ...last, ...change, endedMs: clock.nowMs() };
    child?.kill('SIGKILL');
    child = undefined;
  };
  const failed = (failure: Reason): void => over({ state: 'failed', failure });
  const start = (): void => {
    const [node = process.execPath, ...before] = command;
    const started = spawn(node, [...before, 'import', folder, '--look', '--json'], {
      env: environmentWith({}),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child = started;
    const { longestMs, mostBytes } = lookBounds;
    const cancel = clock.after(longestMs, () => failed(because('predecessor.late', { minutes: longestMs / minuteMs })));
    const parts: Buffer[] = [];
    let bytes = 0;
    started.stdout.on('data', (more: Buffer) => {
      bytes += more.length;
      if (bytes > mostBytes) return failed(because('predecessor.look-ended'));
      parts.push(more);
    });
    const ended = (): void => {
      cancel();
      if (child !== started) return;
      const found = printed(Buffer.concat(parts).toString('utf8'), folder);
      if (found === undefined) failed(because('predecessor.look-ended'));
      else over({ state: 'done', found });
    };
    started.once('error', ended);
    started.once('close', ended);
  };
  return {
    view: () => last,
    begin() {
      if (last.state === 'running') return { ...last, isNew: false };
      last = { state: 'running', folder, beganMs: clock.nowMs(), found: [] };
      start();
      return { ...last, isNew: true };
    },
    end() {
      failed(because('predecessor.stopped'));
      return last;
    },
    close: () => failed(because('predecessor.look-ended')),
  };
}
