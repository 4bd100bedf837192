// The files of user-defined devices; listing them loads no definition.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { mostCharacters } from '#devices/user/limits.ts';

/** Bytes of one file: a character of UTF-8 has up to four. */
export const mostFileBytes = 4 * mostCharacters;

const isDeviceFile = (name: string): boolean => /^[^.].*\.ya?ml$/i.test(name);

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Where device files are. */
export interface DeviceFolder {
  readonly folder: string;
  /** Names, sorted; none if the folder does not exist and nobody asked for it by name. */
  readonly files: readonly string[];
}

/** The folder `devices`, or the one in the data folder. Errors: `folder.missing` if `devices` names none. */
export async function deviceFiles(devices: string | undefined, data: string): Promise<DeviceFolder> {
  const folder = devices ?? join(data, 'devices');
  try {
    // At once: what Node has for files by promises is slow to load, and a command on a terminal needs no more of it.
    const names = readdirSync(folder);
    return { folder, files: names.filter(isDeviceFile).toSorted() };
  } catch (error) {
    // Whether the data folder is one is said by those who open it.
    const isNone = systemCode(error) === 'ENOENT' || (systemCode(error) === 'ENOTDIR' && !isFolder(data));
    if (isNone && devices === undefined) return { folder, files: [] };
    throw new SolsteadError('folder.missing', {
      at: folder,
      why: systemCode(error) === 'ENOENT' ? because('folder.none') : said(error),
      cause: error,
    });
  }
}
