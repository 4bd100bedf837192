// Names of backup files: the moment in UTC, so that they sort by time whatever the zone, and how they are opened.

const stamp = /^solstead-(\d{4})-(\d\d)-(\d\d)-(\d\d)(\d\d)(\d\d)Z\.tar\.zst(?:\.age)?$/;

/** The name of a backup of this moment, epoch ms. */
export function backupFileName(madeMs: number, isSealed: boolean): string {
  const text = new Date(madeMs).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  return `solstead-${text}Z.tar.zst${isSealed ? '.age' : ''}`;
}

/** The moment in a name, epoch ms; undefined if it is not one of ours. */
export function madeMsOf(name: string): number | undefined {
  const [year, month, day, hour, minute, second] = (stamp.exec(name) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined) return undefined;
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return backupFileName(atMs, name.endsWith('.age')) === name ? atMs : undefined;
}
