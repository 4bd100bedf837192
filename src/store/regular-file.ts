// Reads files that must be regular and small: opening a pipe waits for ever, and a device never ends.
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** A pipe is opened at once. Windows has no such flag, and no such pipes. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK;

interface Found {
  readonly size: number;
  isFile(): boolean;
}

function check(path: string, found: Found, mostBytes: number): void {
  const why = found.isFile() ? because('file.large', { most: mostBytes }) : because('store.no-file');
  if (!found.isFile() || found.size > mostBytes) throw new SolsteadError('store.failed', { at: path, why });
}

/** Refuses paths where something else than a file is: SQLite would wait for a pipe. Errors: `store.corrupt`. */
export function assertFiles(...paths: readonly string[]): void {
  for (const path of paths)
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
      throw new SolsteadError('store.corrupt', { at: path, why: because('store.no-file') });
}

/** The bytes of a regular file of `mostBytes` at most. Errors: `store.failed` for anything else; what the system throws. */
export async function readRegular(path: string, mostBytes: number): Promise<Buffer> {
  const file = await open(path, flags);
  try {
    check(path, await file.stat(), mostBytes);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Its text. */
export const readRegularFile = async (path: string, mostBytes: number): Promise<string> =>
  (await readRegular(path, mostBytes)).toString('utf8');

/** The same at once. */
export const readRegularFileSync = (path: string, mostBytes: number): string =>
  readRegularBytes(path, mostBytes).toString('utf8');

/** The same as bytes. */
export function readRegularBytes(path: string, mostBytes: number): Buffer {
  const file = openSync(path, flags);
  try {
    const found = fstatSync(file);
    check(path, found, mostBytes);
    const bytes = Buffer.alloc(found.size);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(file, bytes, length, bytes.length - length, length);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
