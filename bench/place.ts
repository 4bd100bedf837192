// Where a contest runs: what it starts and makes belongs to its place and is gone with it, last made first.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPart, PARTS, type Part } from '#tools/testkit/needs.ts';
import type { Owner } from '#tools/testkit/owner.ts';

/** A contest that cannot run on this machine; the message says why. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** The place of one contest; an owner as the test kit knows it. */
export interface Place extends Owner {
  readonly isQuick: boolean;
  /** A new empty folder. */
  folder(): string;
  /** Path of a system part. Throws {@link Skipped}. */
  need(part: Part): string;
  skip(reason?: string | boolean): never;
  end(): Promise<void>;
}

function skip(reason?: string | boolean): never {
  throw new Skipped(String(reason));
}

/** An empty place. */
export function makePlace(isQuick: boolean): Place {
  const ends: (() => void | Promise<void>)[] = [];
  return {
    isQuick,
    onTestFinished: (end) => void ends.push(end),
    folder() {
      const path = mkdtempSync(join(tmpdir(), 'solstead-bench-'));
      ends.push(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
      return path;
    },
    need: (part) => findPart(part) ?? skip(`needs ${part}: apt-get install ${PARTS[part]}`),
    skip,
    async end() {
      for (let last = ends.pop(); last !== undefined; last = ends.pop()) await last();
    },
  };
}
