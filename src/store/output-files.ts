// Files of outputs: written beside their place, made durable, and moved there, so that a reader has one or the other and a kill leaves no
// half one. They stay below one folder: names that lead out of it, and links that do, are refused.
import { constants } from 'node:fs';
import { chmod, link, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import type { OutputFiles } from '#core/output-files.ts';
import { because, said } from '#core/reason.ts';

/** Words between slashes: no `..`, no hidden file. */
const isName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name);
/** Others read them, also of a service whose own files are for nobody else: a collector runs as somebody else. */
const fileMode = 0o644;
const folderMode = 0o755;

/** What is done, step by step; a test ends the process before one of them. */
export type FileStep = 'write' | 'backup' | 'rename' | 'sync-folder' | 'prune';

const failure = (at: string, thrown: unknown): SolsteadError =>
  isSolsteadError(thrown) ? thrown : new SolsteadError('output.failed', { at, why: said(thrown), cause: thrown });

/** Takes one code of the system as no failure. */
async function unless(code: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    if (systemCode(thrown) !== code) throw thrown;
  }
}

/** Makes the entries of a folder durable. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function made(folder: string): Promise<void> {
  await mkdir(folder);
  await chmod(folder, folderMode);
}

/** The folders of a name, made one by one; none of them may be a link to elsewhere. Errors: `output.failed`. */
async function folderOf(root: string, name: string): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o750 });
  let path = await realpath(root);
  const inside = `${path}${sep}`;
  for (const part of name.split('/').slice(0, -1)) {
    path = join(path, part);
    await unless('EEXIST', made(path));
    if (!(await lstat(path)).isDirectory())
      throw new SolsteadError('output.failed', { at: name, why: because('output.file-link') });
  }
  if (!`${await realpath(path)}${sep}`.startsWith(inside))
    throw new SolsteadError('output.failed', { at: name, why: because('output.file-link') });
  return path;
}

/** Beside a file: what is being written, and those before it; their endings keep collectors away. */
const unfinished = (file: string): string => `.${file}.new`;
const earlierIn = (entries: readonly string[], file: string): readonly string[] =>
  entries.filter((entry) => entry.startsWith(`${file}.`) && /\.\d{6,}\.bak$/.test(entry.slice(file.length))).toSorted();

async function write(path: string, text: string): Promise<void> {
  // One that a kill has left is not written on, and a link that somebody put there is not followed.
  await rm(path, { force: true });
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(path, flags, fileMode);
  try {
    await handle.chmod(fileMode);
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The file that is there gets a second name; the number of the next one is one more. */
async function backUp(folder: string, file: string): Promise<void> {
  const last = earlierIn(await readdir(folder), file).at(-1);
  const number = Number(/\.(\d+)\.bak$/.exec(last ?? '')?.[1] ?? '0') + 1;
  await unless('ENOENT', link(join(folder, file), join(folder, `${file}.${String(number).padStart(6, '0')}.bak`)));
}

async function prune(folder: string, file: string, backups: number): Promise<void> {
  const earlier = earlierIn(await readdir(folder), file);
  for (const entry of earlier.slice(0, Math.max(0, earlier.length - backups)))
    await rm(join(folder, entry), { force: true });
}

/** The files of outputs below a folder; `before` is told each step. */
export function outputFilesIn(root: string, before: (step: FileStep) => void = () => undefined): OutputFiles {
  const within = async <Result>(name: string, act: (folder: string, file: string) => Promise<Result>) => {
    if (!isName(name)) throw new SolsteadError('input.invalid', { at: 'settings.file', why: because('output.file') });
    try {
      return await act(await folderOf(root, name), basename(name));
    } catch (thrown) {
      throw failure(name, thrown);
    }
  };
  return {
    save: (name, text, backups) =>
      within(name, async (folder, file) => {
        before('write');
        await write(join(folder, unfinished(file)), text);
        before('backup');
        if (backups > 0) await backUp(folder, file);
        before('rename');
        await rename(join(folder, unfinished(file)), join(folder, file));
        before('sync-folder');
        await syncFolder(folder);
        before('prune');
        await prune(folder, file, backups);
      }),
    attempt: (name, text) =>
      within(name, async (folder, file) => {
        const path = join(folder, `${unfinished(file)}.test`);
        try {
          await write(path, text);
        } finally {
          await rm(path, { force: true });
        }
        // A folder of this name would be in the way.
        const there = await lstat(join(folder, file)).catch(() => undefined);
        if (there !== undefined && !there.isFile())
          throw new SolsteadError('output.failed', { at: name, why: because('output.file-taken') });
      }),
    remove: (name) =>
      within(name, async (folder, file) => {
        for (const entry of [file, unfinished(file), ...earlierIn(await readdir(folder), file)])
          await rm(join(folder, entry), { force: true });
        if (dirname(name) !== '.') await syncFolder(folder);
      }),
  };
}
