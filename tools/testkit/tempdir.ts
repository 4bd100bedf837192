// A folder of its own for a test, removed with everything in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner } from './owner.ts';

/** Makes an empty folder and returns its path. */
export function tempDir(owner: Owner): string {
  const path = mkdtempSync(join(tmpdir(), 'solstead-'));
  owner.onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
