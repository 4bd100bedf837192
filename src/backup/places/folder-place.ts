// Backups in a folder of this computer, or one that is mounted: a disk, a share.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { assertArrived, atPlace, type BackupPlace, partName, placeError, told } from '../place.ts';
import { markFolder, markName, markOf } from './folder-mark.ts';

/** What the folder was known by at its first use, and what hears it then; absent: it is not marked. */
export interface FolderMark {
  readonly known: string | undefined;
  onMark(mark: string): void;
}

/** Refuses a folder that is missing: one that is made in place of a disk that is not mounted would fill the disk of the system. */
async function assertFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') throw placeError(path, because('backup.no-folder'), error);
    throw error;
  });
  if (!found.isDirectory()) throw placeError(path, because('backup.no-folder'));
}

/** A folder that is there already, and the one it was. Errors: `backup.place`. */
export function folderPlace(path: string, mark?: FolderMark): BackupPlace {
  const at = path;
  const assertSame = async (): Promise<void> => {
    await assertFolder(path);
    if (mark?.known === undefined || (await markOf(path)) === mark.known) return;
    throw placeError(path, because('backup.not-mounted', { file: external(markName) }));
  };
  return {
    at,
    list: () =>
      atPlace(at, async () => {
        await assertSame();
        const files = (await readdir(path, { withFileTypes: true })).filter(
          (one) => one.isFile() && one.name !== markName,
        );
        return Promise.all(files.map(async ({ name }) => ({ name, bytes: (await stat(join(path, name))).size })));
      }),
    put: (name, file, onSent) =>
      atPlace(at, async () => {
        if (!isAbsolute(path)) throw placeError(at, because('backup.absolute'));
        await assertSame();
        if (mark !== undefined && mark.known === undefined) mark.onMark(await markFolder(path));
        const part = join(path, partName(name));
        // What is there under this name may be a link that leads elsewhere, or a file that somebody else can read.
        await rm(part, { force: true });
        await pipeline(told(file, onSent), createWriteStream(part, { mode: 0o600, flags: 'wx' }));
        const written = await open(part, 'r+');
        try {
          await written.sync();
        } finally {
          await written.close();
        }
        await assertArrived(at, file, createReadStream(part));
        await rename(part, join(path, name));
      }),
    get: async (name) => createReadStream(join(path, name)),
    remove: (name) =>
      atPlace(at, async () => {
        await assertSame();
        await rm(join(path, name), { force: true });
      }),
    close: async () => undefined,
  };
}
