// Backups in a folder of this computer, or one that is mounted: a disk, a share.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { because } from '#core/reason.ts';
import { assertArrived, atPlace, type BackupPlace, partName, placeError, told } from '../place.ts';

/** A folder. Errors: `backup.place`. */
export function folderPlace(path: string): BackupPlace {
  const at = path;
  return {
    at,
    list: () =>
      atPlace(at, async () => {
        await mkdir(path, { recursive: true, mode: 0o700 });
        const files = (await readdir(path, { withFileTypes: true })).filter((one) => one.isFile());
        return Promise.all(files.map(async ({ name }) => ({ name, bytes: (await stat(join(path, name))).size })));
      }),
    put: (name, file, onSent) =>
      atPlace(at, async () => {
        if (!isAbsolute(path)) throw placeError(at, because('backup.absolute'));
        await mkdir(path, { recursive: true, mode: 0o700 });
        const part = join(path, partName(name));
        await pipeline(told(file, onSent), createWriteStream(part, { mode: 0o600 }));
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
    remove: (name) => atPlace(at, () => rm(join(path, name), { force: true })),
    close: async () => undefined,
  };
}
