// A stream into a file: it has its name when all of it is durable, or there is nothing under that name.
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { partName } from './place.ts';

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Writes a new file; until it is whole it is called `.….part`, and one of that name is removed: it was left by a process that was
 * killed. Errors: `backup.failed`, those of the stream.
 */
export async function makeFile(
  path: string,
  stream: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void,
): Promise<void> {
  if (existsSync(path)) throw new SolsteadError('backup.failed', { at: path, why: because('backup.exists') });
  const part = join(dirname(path), partName(basename(path)));
  let bytes = 0;
  const noted = (async function* () {
    for await (const chunk of stream) {
      yield chunk;
      onProgress((bytes += chunk.length));
    }
  })();
  try {
    await rm(part, { force: true });
    await pipeline(noted, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
    await synced(part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    if (isSolsteadError(error)) throw error;
    throw new SolsteadError('backup.failed', { at: path, why: said(error), cause: error });
  }
}
