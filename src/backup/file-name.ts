// Names of backup files: the moment in UTC, so that they sort by time whatever the zone, and how they are opened.

/** The name of a backup of this moment, epoch ms. */
export function backupFileName(madeMs: number, isSealed: boolean): string {
  const text = new Date(madeMs).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  return `solstead-${text}Z.tar.zst${isSealed ? '.age' : ''}`;
}
