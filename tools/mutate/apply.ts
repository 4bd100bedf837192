// Writes one mistake into a copy of the project and lets the tests look at it.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Mutation } from './mutations.ts';

/** What came of a mistake: noticed, not noticed, or not to be written because the code is another by now. */
export type Verdict = 'noticed' | 'survived' | 'explained' | 'outdated';

/** A copy of the project for mistakes. */
export interface Workshop {
  /** Whether the tests notice a mistake. */
  tryOut(mutation: Mutation): Verdict;
  close(): void;
}

const limitMs = 300_000;

/** The text with the mistake; undefined where its place does not stand once in it. */
export function mistaken(text: string, { from, to }: Pick<Mutation, 'from' | 'to'>): string | undefined {
  const at = text.indexOf(from);
  if (at < 0 || text.includes(from, at + 1)) return undefined;
  return text.slice(0, at) + to + text.slice(at + from.length);
}

/** Makes a copy of the files that git knows or would add. */
export function openWorkshop(root: string): Workshop {
  const place = mkdtempSync(join(tmpdir(), 'solstead-mutate-'));
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const path of list.toString().split('\0').filter(Boolean)) {
    cpSync(join(root, path), join(place, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'), 'dir');
  const vitest = join(root, 'node_modules', '.bin', 'vitest');
  const run = ({ file, tests }: Mutation): boolean => {
    const what = tests === undefined ? ['related', file, '--run', '--project', 'unit'] : ['run', ...tests];
    const { status } = spawnSync(vitest, [...what, '--configLoader', 'native', '--bail', '1', '--passWithNoTests'], {
      cwd: place,
      timeout: limitMs,
      stdio: 'ignore',
      env: { ...process.env, PATH: `${dirname(vitest)}:${process.env['PATH'] ?? ''}` },
    });
    // Tests that were stopped have noticed nothing.
    return status !== 0 && status !== null;
  };
  return {
    tryOut(mutation) {
      const path = join(place, mutation.file);
      const text = readFileSync(path, 'utf8');
      const wrong = mistaken(text, mutation);
      if (wrong === undefined) return 'outdated';
      if (mutation.explained !== undefined) return 'explained';
      writeFileSync(path, wrong);
      try {
        return run(mutation) ? 'noticed' : 'survived';
      } finally {
        writeFileSync(path, text);
      }
    },
    close: () => rmSync(place, { recursive: true, force: true }),
  };
}
