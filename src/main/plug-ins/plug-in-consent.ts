// What whoever runs the home has agreed to: connections of a plug-in, for its file as it was then. Kept beside the plug-ins, so that it goes
// where they go; a file that changed is asked for anew.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { said } from '#core/reason.ts';
import { readRegularFileSync } from '#store/regular-file.ts';

/** Name of the file. */
const consentFile = 'allowed.json';
const mostBytes = 65_536;

/** What was agreed to. */
export interface PlugInConsent {
  /** Whether this file, as it is now, may open connections. */
  mayConnect(path: string): boolean;
  /** Errors: `plugin.failed` where it cannot be kept. */
  allow(path: string, isAllowed: boolean): void;
}

/** The sum of a file; undefined if it cannot be read. */
function sumOf(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined;
  }
}

/** The sums by name of the file; what cannot be read allows nothing. */
function kept(folder: string): ReadonlyMap<string, string> {
  try {
    const read: unknown = JSON.parse(readRegularFileSync(join(folder, consentFile), mostBytes));
    const network = isRecord(read) ? read['network'] : undefined;
    const pairs = isRecord(network) ? Object.entries(network) : [];
    return new Map(pairs.flatMap(([name, sum]) => (typeof sum === 'string' ? [[name, sum] as const] : [])));
  } catch {
    return new Map();
  }
}

/** What is kept in a folder of plug-ins; it is read each time, as it may be changed by another program. */
export function consentIn(folder: string): PlugInConsent {
  return {
    mayConnect(path) {
      const sum = kept(folder).get(basename(path));
      return sum !== undefined && sum === sumOf(path);
    },
    allow(path, isAllowed) {
      const all = new Map(kept(folder));
      const sum = sumOf(path);
      if (isAllowed && sum !== undefined) all.set(basename(path), sum);
      else all.delete(basename(path));
      const target = join(folder, consentFile);
      const draft = `${target}.${process.pid}`;
      try {
        writeFileSync(draft, `${JSON.stringify({ network: Object.fromEntries(all) }, undefined, 2)}\n`, {
          mode: 0o600,
        });
        renameSync(draft, target);
      } catch (error) {
        rmSync(draft, { force: true });
        throw new SolsteadError('plugin.failed', { at: target, why: said(error), cause: error });
      }
    },
  };
}
