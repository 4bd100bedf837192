// Whose the kept secret of a place is: of the server and the account that it was entered for.
import type { BackupPlaceSettings } from '#core/backup.ts';

/** Who gets the secret of a place. */
function holderOf(place: BackupPlaceSettings): string {
  switch (place.kind) {
    case 'folder':
      return 'folder';
    case 'webdav':
    case 's3':
      return JSON.stringify([place.kind, new URL(place.url).origin, place.account]);
    case 'sftp':
      return JSON.stringify([place.kind, place.host.toLowerCase(), place.port, place.account]);
  }
}

/** Whether a place may have the secret that is kept for it as it was before: a host whose key was known has to be the same one. */
export function isSameHolder(before: BackupPlaceSettings, after: BackupPlaceSettings): boolean {
  if (holderOf(before) !== holderOf(after)) return false;
  const known = before.kind === 'sftp' ? before.hostKey : undefined;
  return known === undefined || (after.kind === 'sftp' && after.hostKey === known);
}
