// The place of some settings; the code of a kind is loaded when one is used.
import type { BackupPlaceSettings } from '#core/backup.ts';
import type { Clock } from '#core/clock.ts';
import type { BackupPlace } from './place.ts';
import type { IsForbidden } from './reach.ts';
import { type FolderMark, folderPlace } from './places/folder-place.ts';

/** What opening takes. */
export interface OpenPlaceContext {
  readonly clock: Clock;
  /** Password or key. */
  readonly secret: string;
  /** What must not be asked. */
  readonly isForbidden: IsForbidden;
  /** Called with the key of a host that is met for the first time. */
  onHostKey(fingerprint: string): void;
  /** Whether the key of a host has to be known before anything is sent. */
  readonly isHostNamed?: boolean;
  /** How the folder is known again; absent: it is not. */
  readonly mark?: FolderMark | undefined;
}

/** Opens a place; it is reached when it is used. */
export async function openPlace(
  settings: BackupPlaceSettings,
  { clock, secret, isForbidden, onHostKey, isHostNamed = false, mark }: OpenPlaceContext,
): Promise<BackupPlace> {
  switch (settings.kind) {
    case 'folder':
      return folderPlace(settings.path, mark);
    case 'webdav': {
      const { webdavPlace } = await import('./places/webdav-place.ts');
      return webdavPlace({ ...settings, password: secret, isForbidden });
    }
    case 's3': {
      const { s3Place } = await import('./places/s3-place.ts');
      const { url, bucket, prefix, region, account: id } = settings;
      return s3Place({ url, bucket, prefix, region, id, secret, clock, isForbidden });
    }
    case 'sftp': {
      const { sftpPlace } = await import('./places/sftp-place.ts');
      return sftpPlace({ ...settings, secret, isForbidden, onHostKey, isHostNamed });
    }
  }
}
