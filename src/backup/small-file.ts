// Small files that others may have put there: a pipe is not waited for, and of what has no end no more than its beginning is read.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The beginning of a file as text; undefined for what is no file. Throws what the system throws. */
export async function smallText(path: string, mostBytes: number): Promise<string | undefined> {
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const found = await file.stat();
  if (!found.isFile()) return undefined;
  const bytes = Buffer.alloc(Math.min(found.size, mostBytes));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return bytes.toString('utf8', 0, bytesRead);
}
