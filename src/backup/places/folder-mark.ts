// How a folder is known again: by a small file in it. The folder that a disk is mounted at is there without the disk too, empty, and what
// is written then fills the disk of the system and is hidden when the other one is back.
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '#core/errors.ts';
import { smallText } from '../small-file.ts';

/** Its name; it is no backup, and no list shows it. */
export const markName = '.solstead-backups';

/** Longest mark that is looked at. */
const mostLetters = 100;

/** The mark of a folder; undefined if it has none. */
export async function markOf(folder: string): Promise<string | undefined> {
  try {
    return (await smallText(join(folder, markName), mostLetters))?.trim() ?? '';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The mark of a folder, made if it has none yet. */
export async function markFolder(folder: string): Promise<string> {
  const found = await markOf(folder);
  if (found !== undefined && found !== '') return found;
  const mark = randomUUID();
  const at = join(folder, markName);
  // A link there would lead elsewhere.
  await rm(at, { force: true });
  await writeFile(at, `${mark}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return mark;
}
