// Backups of a home that is not running, for the command line.
import { statSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { draftName } from '#backup/desk.ts';
import { backupFileName } from '#backup/file-name.ts';
import { makeFile } from '#backup/make-file.ts';
import { openPlace } from '#backup/open-place.ts';
import { placeAt } from '#backup/place-address.ts';
import type { BackupFacts, BackupFile, BackupRequest, HomePlace, RestoredHome, RestoreRequest } from '#cli/context.ts';
import type { Principal } from '#core/access.ts';
import type { AuditRecord } from '#core/audit.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { RecordStore } from '#core/records.ts';
import { because } from '#core/reason.ts';
import { type DataFolder, openFolder } from '#store/folder.ts';
import { isMetadata } from '#transport/metadata-hosts.ts';
import { historySecrets, secretOf } from './environment.ts';
import { parseHistoryPlace } from './history-place.ts';
import { beginArchive } from './home-archive.ts';
import { openHomeStores } from './home-stores.ts';
import { makeLog } from './log.ts';
import { lockedFolder } from './offline-stores.ts';
import { parseRecordsPlace } from './records-place.ts';
import { stageHome, verifyBackup } from './restore-home.ts';
import type { RestoreTarget } from './restore-stores.ts';

const placesOf = ({ history, records }: HomePlace): Pick<RestoreTarget, 'history' | 'records'> => ({
  history: history === undefined ? undefined : { place: parseHistoryPlace(history), secrets: historySecrets() },
  records: records === undefined ? undefined : parseRecordsPlace(records, secretOf('SOLSTEAD_RECORDS_PASSWORD')),
});

/** What a file holds, after it was read to its end. Errors: `backup.*`, `input.usage`. */
export async function factsOf(
  { path, passphrase }: BackupFile,
  onProgress: (share: number) => void,
): Promise<BackupFacts> {
  const file = { path, passphrase: passphrase?.reveal() };
  const { manifest, parts, bytes } = await verifyBackup(file, (done, total) => onProgress(done / Math.max(1, total)));
  const { solstead, sites, madeMs, hasSecrets } = manifest;
  const { size } = await stat(file.path);
  return { path: file.path, size, solstead, sites, madeMs, hasSecrets, parts, bytes };
}

const instead = 'It makes backups while it runs: by `solstead backup now`, on its page Backups, or by its schedule.';

/** Writes the file of a home that is held. */
async function writeHome(
  path: string,
  request: BackupRequest & { readonly nowMs: number },
  held: DataFolder,
): Promise<void> {
  const { devices, passphrase, onProgress, nowMs } = request;
  const log = makeLog('silent');
  const options = { clock, log, isOffline: true, isTimeConfirmed: () => false, ...placesOf(request) };
  const stores = await openHomeStores(held, options);
  try {
    const begun = await beginArchive(
      { folder: held.path, devices, ...stores },
      { nowMs, passphrase: passphrase?.reveal() },
    );
    try {
      await makeFile(path, begun.stream, onProgress);
    } finally {
      await begun.close();
    }
  } finally {
    await stores.close();
  }
}

/** Makes a backup, and reads it back; one for a place elsewhere is then sent there. Errors: `backup.*`, `folder.locked`, `store.*`, `input.usage`. */
export async function makeBackup(request: BackupRequest): Promise<BackupFacts> {
  const { folder, passphrase, to, hostKey, secret } = request;
  const nowMs = clock.nowMs();
  const name = backupFileName(nowMs, passphrase !== undefined);
  const settings = to === undefined ? undefined : placeAt(to, hostKey);
  const held = lockedFolder({ folder, instead }, ['history.db', 'records.db', 'home.json']);
  // Of a draft that a killed process left, the next start of the home clears the folder.
  const drafts = settings === undefined ? undefined : await openDrafts(held.path);
  try {
    const path = drafts === undefined ? fileAt(to, name) : join(drafts, name);
    await writeHome(path, { ...request, nowMs }, held);
    const facts = await factsOf({ path, passphrase }, () => undefined);
    if (settings === undefined) return facts;
    const place = await openPlace(settings, {
      clock,
      secret: secret?.reveal() ?? '',
      isForbidden: isMetadata,
      isHostNamed: true,
      onHostKey: () => undefined,
    });
    try {
      await place.put(name, { path, bytes: facts.size }, request.onProgress);
      return { ...facts, path: `${place.at.replace(/\/$/, '')}/${name}` };
    } finally {
      await place.close();
    }
  } finally {
    if (drafts !== undefined) await rm(drafts, { recursive: true, force: true });
    held.close();
  }
}

/** The file to be written: in a folder that is there it is named by the moment. */
function fileAt(to: string | undefined, name: string): string {
  if (to === undefined) return name;
  const isFolder = statSync(to, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(to, name) : to;
}

async function openDrafts(folder: string): Promise<string> {
  const drafts = join(folder, 'backups', draftName);
  await rm(drafts, { recursive: true, force: true });
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  return drafts;
}

/** Writes into the audit log of a restored home that it was restored. Errors: `store.failed`. */
export async function noteRestore(
  { audit }: Pick<RecordStore, 'audit'>,
  { atMs, madeMs, by }: { readonly atMs: number; readonly madeMs: number; readonly by: AuditRecord['principal'] },
): Promise<void> {
  const { id, name, kind } = by;
  const principal = { name, kind, ...(id === undefined ? {} : { id }) };
  const subject = `as of ${new Date(madeMs).toISOString()}`;
  await audit.append({ atMs, principal, action: 'restore backup', subject, outcome: 'done' });
}

/** Restores one. Errors: `backup.*`, `folder.*`, `store.*`, `input.usage`. */
export async function restoreBackup(request: RestoreRequest & { readonly by: Principal }): Promise<RestoredHome> {
  const { path, isReplacing, onProgress } = request;
  const passphrase = request.passphrase?.reveal();
  const places = placesOf(request);
  // Looked at before a folder is made for it.
  await verifyBackup({ path, passphrase }, (done, total) => onProgress('verify', done / Math.max(1, total)));
  const held = openLocked(request.folder);
  try {
    const target = { folder: held.path, clock, ...places };
    const onRead = (step: 'verify' | 'load', done: number, total: number): void =>
      onProgress(step, done / Math.max(1, total));
    const staged = await stageHome({ path, passphrase }, target, { isReplacing, onRead });
    const aside = staged.swap();
    const { sites, madeMs } = staged.manifest;
    // What is on servers is put in place when the home is opened.
    const options = { clock, log: makeLog('silent'), isOffline: true, isTimeConfirmed: () => false, ...places };
    const stores = await openHomeStores(held, options);
    try {
      await noteRestore(stores.records, { atMs: clock.nowMs(), madeMs, by: request.by });
    } finally {
      await stores.close();
    }
    return { sites, madeMs, aside };
  } finally {
    held.close();
  }
}

function openLocked(folder: string): ReturnType<typeof openFolder> {
  try {
    return openFolder(folder);
  } catch (error) {
    if (!isSolsteadError(error, 'folder.locked')) throw error;
    const help = because('help.running', { instead: 'Stop it, then restore; or restore on its page Backups.' });
    throw new SolsteadError('folder.locked', { at: folder, why: because('folder.in-use'), help, cause: error });
  }
}
