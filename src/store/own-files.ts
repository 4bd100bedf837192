// Files for their owner only: what others may read is refused, and what is written is there whole or not at all.
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { readRegularFile } from './regular-file.ts';

const openToOthers = 0o077;
/** Longer ones are not ours. */
const mostBytes = 65_536;

/** The content of a file; undefined if there is none. Errors: `store.failed`, unless told otherwise also if others may read it. */
export async function readOwn(
  path: string,
  { mayBeOpen = false }: { readonly mayBeOpen?: boolean } = {},
): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if (!mayBeOpen && (mode & openToOthers) !== 0) {
      const why = because('secret.open');
      throw new SolsteadError('store.failed', { at: path, why });
    }
    return await readRegularFile(path, mostBytes);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    if (error instanceof SolsteadError) throw error;
    throw new SolsteadError('store.failed', { at: path, why: said(error), cause: error });
  }
}

/** Writes a file for its owner only: under another name and renamed, so that a power cut leaves the old one or the new one. */
export async function writeOwn(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, name);
  const fresh = `${path}.new`;
  // Not one left over with another mode.
  await rm(fresh, { force: true });
  const file = await open(fresh, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  const parent = await open(folder);
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}
