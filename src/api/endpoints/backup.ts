// Endpoints of backups and of restoring one. Who downloads or restores a backup holds everything a home has: the rows
// that change settings, download and restore ask for a proof of who it is (`access.step-up`).
import Type from 'typebox';
import {
  BackupChange,
  Backups,
  BackupTest,
  BackupTested,
  RestoreBegin,
  RestoreState,
  Upload,
  UploadBegin,
  UploadPart,
} from '../backup.ts';
import { type EndpointRows, Nothing } from './row.ts';

/** Backups of the installation. */
export const backupEndpoints = {
  readBackups: {
    action: 'backup.manage',
    summary: 'Settings, places with their backups, what is under way, the last and the next one.',
    answers: { 200: Backups },
    errors: ['backup.failed'],
  },
  makeBackup: {
    action: 'backup.manage',
    summary: 'Begins a backup of the home as it is now; it goes to every place.',
    answers: { 202: Backups },
    errors: ['backup.busy', 'backup.failed'],
  },
  saveBackupSettings: {
    action: 'backup.manage',
    summary: 'Sets schedule, retention and places; a passphrase and secrets that are absent stay.',
    body: BackupChange,
    headers: ['if-match'],
    answers: { 200: Backups },
    errors: ['request.outdated', 'access.step-up', 'backup.failed'],
  },
  testBackupPlace: {
    action: 'backup.manage',
    summary: 'Writes a small file to a place, reads it back and removes it; saves nothing.',
    body: BackupTest,
    answers: { 200: BackupTested },
    errors: ['access.step-up', 'backup.place', 'backup.failed'],
  },
  confirmDownload: {
    action: 'backup.manage',
    summary: 'Asks for the proof that a download needs, where a link cannot; nothing is sent.',
    answers: { 204: Nothing },
    errors: ['access.step-up'],
  },
  downloadBackup: {
    action: 'backup.manage',
    summary: 'A backup from a place as a file, streamed.',
    answers: { 200: Type.Unknown() },
    files: ['application/octet-stream'],
    errors: ['access.step-up', 'backup.unknown', 'backup.place', 'backup.failed', 'export.busy'],
  },
  beginUpload: {
    action: 'open',
    summary: 'Begins to send a backup for a restore: its owner, or with the set-up code while nobody owns the home.',
    body: UploadBegin,
    answers: { 201: Upload },
    errors: ['access.throttled', 'backup.refused', 'backup.busy', 'backup.failed', 'access.signed-out'],
  },
  readUpload: {
    action: 'open',
    summary: 'Where an upload is, to go on with it.',
    answers: { 200: Upload },
    errors: ['access.signed-out', 'backup.no-upload', 'backup.refused'],
  },
  sendUploadPart: {
    action: 'open',
    isUpload: true,
    summary: 'Sends the next part of a backup; its offset must be where the upload is.',
    body: UploadPart,
    answers: { 200: Upload },
    errors: ['access.signed-out', 'backup.no-upload', 'backup.refused'],
  },
  restoreUpload: {
    action: 'open',
    summary: 'Begins to restore what was sent: it is checked whole, then takes the place of what is there.',
    body: RestoreBegin,
    answers: { 202: RestoreState },
    errors: ['access.step-up', 'access.signed-out', 'backup.no-upload', 'backup.busy', 'backup.refused'],
  },
  readRestore: {
    action: 'open',
    summary: 'How far a restore is, by the name of its upload.',
    answers: { 200: RestoreState },
    errors: ['backup.no-upload', 'backup.refused'],
  },
  dropUpload: {
    action: 'open',
    summary: 'Forgets an upload.',
    answers: { 204: Nothing },
    errors: ['access.signed-out', 'backup.no-upload', 'backup.refused', 'backup.busy'],
  },
} as const satisfies EndpointRows;
