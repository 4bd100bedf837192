// Small documents as files of JSON: each is written beside and renamed, so that it is whole however the process ends.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SolsteadError, systemCode, whyOf } from '#core/errors.ts';

import { readRegularFile } from './regular-file.ts';

const failed = (at: string, thrown: unknown): SolsteadError =>
  new SolsteadError('store.failed', { at, why: whyOf(thrown), cause: thrown });

/** What a file holds; undefined if there is none, or it is damaged. Errors: `store.failed`. */
export async function readKeptJson(path: string, mostBytes: number): Promise<unknown> {
  try {
    return JSON.parse(await readRegularFile(path, mostBytes));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || systemCode(thrown) === 'ENOENT') return undefined;
    throw failed(path, thrown);
  }
}

/** Writes it; durable when it resolves. Errors: `store.failed`. */
export async function writeKeptJson(path: string, content: unknown): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Whatever has this name is not ours; opening a pipe would wait for ever.
    await rm(`${path}.new`, { force: true, recursive: true });
    const file = await open(`${path}.new`, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(content));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  } catch (thrown) {
    throw failed(path, thrown);
  }
}

/** Removes it; nothing happens if there is none. Errors: `store.failed`. */
export async function removeKeptJson(path: string): Promise<void> {
  await rm(path, { force: true }).catch((thrown: unknown) => {
    throw failed(path, thrown);
  });
}
