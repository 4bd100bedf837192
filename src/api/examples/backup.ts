// Examples of the endpoints of backups and restores.
import type { Examples } from './example.ts';

const keep = { days: 7, weeks: 4, months: 6 };
const place = { id: 'disk', kind: 'folder', path: '/mnt/backups' } as const;
const upload = { upload: 'k3Vb0r9YQ2mZ' };
const taken = { place: 'disk', name: 'solstead-2026-06-01-003000Z.tar.zst.age' };

/** Backups. */
export const backupExamples = {
  readBackups: {},
  makeBackup: {},
  saveBackupSettings: {
    body: {
      settings: { schedule: { every: 'day', atMinute: 150 }, keep, places: [place] },
      passphrase: 'four words of mine',
    },
  },
  testBackupPlace: { body: { place } },
  confirmDownload: { params: taken },
  downloadBackup: { params: taken },
  beginUpload: { body: { bytes: 48_000_000 } },
  readUpload: { params: upload },
  sendUploadPart: { params: upload, body: { offset: 0, data: 'YWdlLWVuY3J5cHRpb24ub3Jn' } },
  restoreUpload: { params: upload, body: { passphrase: 'four words of mine' } },
  readRestore: { params: upload },
  dropUpload: { params: upload },
} as const satisfies Partial<Examples>;
