// The progress of a move, in a file: written under another name and renamed, so that it is intact however the process ends.
import { isRecord } from '#core/entries.ts';
import { said } from '#core/reason.ts';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SolsteadError, systemCode } from '#core/errors.ts';
import type { MoveMark, MoveState } from './move-history.ts';
import { readRegularFile } from './regular-file.ts';

/** It holds one line. */
const mostBytes = 64 * 1024;

function parsed(text: string): MoveState | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (!isRecord(read)) return undefined;
    const { move, untilMs, points } = read;
    if (typeof move !== 'string' || !Number.isSafeInteger(untilMs) || !Number.isSafeInteger(points)) return undefined;
    return { move, untilMs: Number(untilMs), points: Number(points) };
  } catch {
    // Not ours: the move starts over, which changes nothing that was moved.
    return undefined;
  }
}

async function write(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

/** A mark in a file, made with its folder when first saved and removed when the move is done. Errors: `folder.unwritable`. */
export function fileMark(path: string): MoveMark {
  const guarded = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (thrown) {
      throw new SolsteadError('folder.unwritable', { at: path, why: said(thrown), cause: thrown });
    }
  };
  return {
    load: () =>
      guarded(async () => {
        try {
          return parsed(await readRegularFile(path, mostBytes));
        } catch (thrown) {
          if (systemCode(thrown) === 'ENOENT') return undefined;
          throw thrown;
        }
      }),
    save: (state) =>
      guarded(() => (state === undefined ? rm(path, { force: true }) : write(path, JSON.stringify(state)))),
  };
}
