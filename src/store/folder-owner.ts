// A data folder of somebody else in which root works, as with `sudo solstead backup`: what root makes there would keep its owner, the user of the
// service, out of his own home. It is given to him when the folder is let go.
import { closeSync, constants, fchownSync, fstatSync, lstatSync, openSync, readdirSync, type Stats } from 'node:fs';
import { systemCode } from '#core/errors.ts';

interface Owner extends Pick<Stats, 'uid' | 'gid' | 'dev'> {
  /** Whether this is the data folder itself. */
  readonly isTop: boolean;
}

/** Whether others than its owner, root, are kept out. What they may read was put there as it is, and a second name may be of a file elsewhere. */
const isShut = (one: Stats): boolean =>
  one.uid === 0 && (one.mode & 0o077) === 0 && (one.isDirectory() || (one.isFile() && one.nlink === 1));

/** By the number of the open folder: nobody can put a link in its place meanwhile. */
function giveBelow(folder: number, { isTop, ...owner }: Owner): void {
  const at = `/proc/self/fd/${folder}`;
  for (const name of readdirSync(at)) {
    const path = `${at}/${name}`;
    const seen = lstatSync(path, { throwIfNoEntry: false });
    // A disk that is mounted has its own, which is root's.
    if (seen === undefined || seen.dev !== owner.dev || (isTop && name === 'lost+found')) continue;
    if (!seen.isDirectory() && !isShut(seen)) continue;
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = fstatSync(file);
      if (found.isDirectory()) giveBelow(file, { ...owner, isTop: false });
      if (isShut(found)) fchownSync(file, owner.uid, owner.gid);
    } finally {
      closeSync(file);
    }
  }
}

/** Gives what only root can open in a folder to the owner of the folder. For root on Linux; for others there is nothing to give. */
export function giveToOwner(path: string): void {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return;
  try {
    const folder = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      const { uid, gid, dev } = fstatSync(folder);
      if (uid !== 0) giveBelow(folder, { uid, gid, dev, isTop: true });
    } finally {
      closeSync(folder);
    }
  } catch (thrown) {
    // Removed meanwhile, or on a disk that cannot be written: it stays as it is.
    if (systemCode(thrown) === undefined) throw thrown;
  }
}
