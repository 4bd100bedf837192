// Files that other programs read while they are written again and again: whole or not at all, with some earlier ones beside them.
import { chmod, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '#core/errors.ts';

const beside = (path: string, place: number): string => `${path}.bak.${place}`;

async function ignoring(codes: readonly string[], work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!codes.includes(systemCode(error) ?? '')) throw error;
  }
}

/** Keeps the file that is there as the first of so many earlier ones: another name of the same content, nothing is copied. */
async function keepEarlier(path: string, most: number): Promise<void> {
  if (most === 0) return;
  await rm(beside(path, most), { force: true });
  for (let place = most - 1; place > 0; place -= 1)
    await ignoring(['ENOENT'], rename(beside(path, place), beside(path, place + 1)));
  // A file system without hard links keeps none.
  await ignoring(['ENOENT', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP'], link(path, beside(path, 1)));
}

/**
 * Writes a file for everybody to read: under another name and renamed, so that a reader, a kill or a power cut has the old one or the new
 * one. `earlier`: how many before it stay as `<path>.bak.1` and on. The folder is made if it is not there.
 */
export async function writeShown(path: string, text: string, { earlier = 0 } = {}): Promise<void> {
  const made = await mkdir(dirname(path), { recursive: true });
  // Also of a service whose new files are for nobody else.
  if (made !== undefined) await chmod(dirname(path), 0o755);
  // Not `.prom` at its end: who looks for such files must not find half of one.
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  const file = await open(fresh, 'wx', 0o644);
  try {
    await file.chmod(0o644);
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
  await keepEarlier(path, earlier);
  await rename(fresh, path);
}

/** Removes a file that was written so, and its earlier ones. */
export async function removeShown(path: string, { earlier = 0 } = {}): Promise<void> {
  for (const one of [path, ...Array.from({ length: earlier }, (_, index) => beside(path, index + 1))])
    await rm(one, { force: true });
}
