// Opens files of a folder that others write to as well: a pipe would be waited for for ever, and hold up whatever else reads files.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { damaged } from './byte-reader.ts';

/** A pipe is opened at once. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK;

/** Opens a regular file. Errors: `input.invalid` for anything else; what the system throws. */
export async function openPlain(path: string): Promise<FileHandle> {
  const file = await open(path, flags);
  const isFile = await file.stat().then(
    (found) => found.isFile(),
    () => false,
  );
  if (isFile) return file;
  await file.close();
  throw damaged(path);
}

/** Its bytes. Errors: `input.invalid` for anything else, and for more than `mostBytes`; what the system throws. */
export async function plainBytes(path: string, mostBytes: number): Promise<Buffer> {
  const file = await openPlain(path);
  try {
    if ((await file.stat()).size > mostBytes) throw damaged(path);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
