// A stream into a file: all of it durable, or nothing left.
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { said } from '#core/reason.ts';

/** Writes a new file. Errors: `backup.failed`, those of the stream. */
export async function makeFile(
  path: string,
  stream: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void,
): Promise<void> {
  let isMine = false;
  let bytes = 0;
  const noted = (async function* () {
    for await (const chunk of stream) {
      yield chunk;
      onProgress((bytes += chunk.length));
    }
  })();
  try {
    await pipeline(
      noted,
      createWriteStream(path, { flags: 'wx', mode: 0o600 }).once('open', () => (isMine = true)),
    );
    const written = await open(path, 'r+');
    try {
      await written.sync();
    } finally {
      await written.close();
    }
  } catch (error) {
    if (isMine) await rm(path, { force: true });
    if (isSolsteadError(error)) throw error;
    throw new SolsteadError('backup.failed', { at: path, why: said(error), cause: error });
  }
}
