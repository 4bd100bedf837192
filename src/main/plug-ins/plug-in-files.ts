// The files of plug-ins; listing them starts none.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { said } from '#core/reason.ts';
import type { PlugIns } from './plug-in-set.ts';

/** Most files of a folder. */
const mostFiles = 50;

/** Whether a file is one by its name. */
export const isPlugIn = (name: string): boolean => /^[^.].*\.(?:ts|mts|js|mjs)$/.test(name) && !name.endsWith('.d.ts');

/** At once: see `main/device-files.ts`. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    throw new SolsteadError('folder.missing', { at: folder, why: said(error), cause: error });
  }
}

/** The files of a folder in the order of their names; none where there is no folder. */
export async function plugInFiles(folder: string): Promise<readonly string[]> {
  const files = namesIn(folder).filter(isPlugIn).toSorted();
  return files.slice(0, mostFiles).map((name) => join(folder, name));
}

/** Where there are none. */
export const noPlugIns: PlugIns = {
  definitions: new Map(),
  broken: [],
  actions: new Map(),
  list: () => [],
  allowNetwork: (file) => Promise.reject(new SolsteadError('plugin.unknown', { at: file })),
};
