// `solstead repair`: what is wrong with a data folder, file by file, repaired on request. Nothing is ever deleted.
import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSolsteadError, systemCode } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';
import type { FolderFinding, FolderRepair } from '#cli/context.ts';
import { type HomeFile, missingLines, readHomeFile, writeHomeFile } from '#store/home-file.ts';
import { beginKey, keyPath } from '#store/key-file.ts';
import { forgetSums } from '#store/page-sums.ts';
import { assertFiles } from '#store/regular-file.ts';
import { changedSecrets, noteSecrets } from '#store/secret-notes.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { environment } from './environment.ts';
import { lockedFolder } from './offline-stores.ts';
import { changedSince, copied, onDisk, repairHistory, type RepairPlace } from './repair-history.ts';
import { openVault } from './vault.ts';

const [homeFile, recordsFile, historyFile] = ['home.json', 'records.db', 'history.db'] as const;

/** What a file says; a damaged one is a finding. */
interface Look<T> {
  readonly value?: T;
  readonly findings: readonly FolderFinding[];
}

function lookAtHomeFile(folder: string): Look<HomeFile> {
  try {
    const value = readHomeFile(folder);
    return value === undefined ? { findings: [] } : { value, findings: [] };
  } catch (thrown) {
    if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    return { findings: [{ what: 'home-damaged', file: homeFile, why: thrown.why ?? '', isMended: false }] };
  }
}

/** Records that end before what was noted of them, now or at an earlier start. */
async function olderThan({ audit }: RecordStore, known: HomeFile | undefined): Promise<readonly FolderFinding[]> {
  const lines = missingLines(known?.heads ?? [], await audit.heads()) + (known?.older?.lines ?? 0);
  if (lines === 0) return [];
  const why = `they are older than they were: ${lines} lines of the audit log are missing`;
  return [{ file: recordsFile, isMended: false, what: 'records-older', why }];
}

/** Secrets that are missing or older than what was written last; on request they are accepted. */
async function lookAtSecrets(folder: string, isMended: boolean): Promise<readonly FolderFinding[]> {
  const changed = await changedSecrets(folder);
  if (isMended && changed.length > 0) await noteSecrets(folder, { isAccepting: true });
  return changed.map(({ name, isMissing }) => ({
    what: 'secrets-changed',
    file: `secrets/${name}`,
    why: isMissing ? 'it is missing' : 'it is older than what was written last, or was changed',
    isMended,
  }));
}

interface KeyLook {
  readonly stamp: string;
  readonly known: HomeFile | undefined;
}

/** The key of the installation, if what it sealed cannot be opened; on request a new one is begun. */
async function lookAtKey(
  folder: string,
  { isActing, isAdopting, stamp, known }: Pick<FolderRepair, 'isActing' | 'isAdopting'> & KeyLook,
): Promise<readonly FolderFinding[]> {
  // One that never had a key would be given one by opening it.
  const hasNone = await readdir(join(folder, 'secrets')).then(
    (names) => names.length === 0,
    (thrown: unknown) => systemCode(thrown) === 'ENOENT',
  );
  if (known?.files.includes(keyPath) !== true && hasNone) return [];
  const { lost } = await openVault(folder, environment);
  if (lost === undefined) return lookAtSecrets(folder, isActing);
  const isMended = isActing && isAdopting;
  const secrets = join(folder, 'secrets');
  const aside = `secrets.damaged-${stamp}`;
  const hasRest = lstatSync(secrets, { throwIfNoEntry: false }) !== undefined;
  if (isMended && hasRest) await onDisk(folder, () => rename(secrets, join(folder, aside)));
  if (isMended) {
    await beginKey(folder);
    await noteSecrets(folder, { isAccepting: true });
  }
  const why = lost.why ?? '';
  return [{ what: 'key-lost', file: keyPath, why, isMended, ...(isMended && hasRest ? { aside } : {}) }];
}

/** Whose the records are. */
async function lookAtRecords({ folder, work }: RepairPlace, known: HomeFile | undefined): Promise<Look<string>> {
  const told = { file: recordsFile, isMended: false } as const;
  if (!existsSync(join(folder, recordsFile))) {
    // Records on a server are not named in `home.json`.
    const isMissing = known === undefined || known.files.includes(recordsFile);
    const why = 'it is missing, but this home had it';
    return { findings: isMissing ? [{ ...told, what: 'records-missing', why }] : [] };
  }
  try {
    assertFiles(...['-shm', '-journal'].map((end) => join(folder, `${recordsFile}${end}`)));
    const path = await copied(folder, join(work, 'records'), [
      recordsFile,
      `${recordsFile}-wal`,
      `${recordsFile}-sums`,
    ]);
    const records = await openSqliteRecords({ folder: { path, close: () => undefined } });
    try {
      const isLost = known?.isOwned === true && !(await records.accounts.any());
      const why = inEnglish(because('store.owner-missing'));
      const findings = isLost
        ? [{ ...told, what: 'records-damaged' as const, why }]
        : [...(await olderThan(records, known)), ...changedSince(records.damage?.(), 'records')];
      return { value: await records.belongTo(known?.home ?? randomUUID()), findings };
    } finally {
      await records.close();
    }
  } catch (thrown) {
    if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    return { findings: [{ ...told, what: 'records-damaged', why: thrown.why ?? '' }] };
  }
}

/** Starts records afresh. A journal that is left of the lost ones is set aside. */
async function beginRecords(folder: string, home: string, stamp: string): Promise<void> {
  const path = join(folder, recordsFile);
  for (const end of ['-wal', '-shm', '-sums'])
    if (existsSync(`${path}${end}`))
      await onDisk(folder, () => rename(`${path}${end}`, `${path}.damaged-${stamp}${end}`));
  const records = await openSqliteRecords({ folder: { path: folder, close: () => undefined } });
  try {
    await records.belongTo(home);
  } finally {
    await records.close();
  }
}

async function repairIn(
  place: RepairPlace,
  { isActing, isAdopting, clock }: FolderRepair,
): Promise<readonly FolderFinding[]> {
  const { folder } = place;
  const stamp = new Date(clock.nowMs()).toISOString().replaceAll(/[:.]/g, '-');
  const { value: known, findings: ofHome } = lookAtHomeFile(folder);
  const { value: owner, findings: ofRecords } = await lookAtRecords(place, known);
  const isOther = owner !== undefined && known !== undefined && owner !== known.home;
  const other = inEnglish(because('store.other-home'));
  const home = isOther && !isAdopting ? known.home : (owner ?? known?.home);
  const isExpected = known?.files.includes(historyFile) === true;
  const { findings: ofHistory, owner: ofPoints } = await repairHistory({ ...place, home, isExpected, isActing, stamp });
  const ofKey = await lookAtKey(folder, { isActing, isAdopting, stamp, known });
  const isAdopted = isActing && isAdopting;
  const isBegun = isAdopted && ofRecords.some(({ what }) => what === 'records-missing');
  const own = home ?? ofPoints ?? randomUUID();
  if (isBegun) await beginRecords(folder, own, stamp);
  const isTold = isActing && ofHome.length > 0 && (owner !== undefined || isBegun);
  const isOlder = ofRecords.some(({ what }) => what === 'records-older');
  if (isTold || isBegun || (isAdopted && isOther) || (isActing && isOlder)) {
    const files = ([recordsFile, historyFile] as const).filter(
      (name) => existsSync(join(folder, name)) || known?.files.includes(name) === true,
    );
    const isOwned = isOlder && known?.isOwned === true;
    await writeHomeFile(folder, { version: 1, home: own, files, isOwned });
  }
  const isAccepted = isActing && (!isOther || isAdopting);
  const isMended = ({ what }: FolderFinding): boolean =>
    (isBegun && what === 'records-missing') ||
    (isActing && what === 'records-older') ||
    (isAccepted && what === 'records-changed');
  if (isAccepted && ofRecords.some(({ what }) => what === 'records-changed')) forgetSums(join(folder, recordsFile));
  return [
    ...ofHome.map((one) => ({ ...one, isMended: isTold })),
    ...ofRecords.map((one) => ({ ...one, isMended: isMended(one) })),
    ...(isOther
      ? [{ what: 'home-other', file: homeFile, why: `${recordsFile}: ${other}`, isMended: isAdopted } as const]
      : []),
    ...ofHistory,
    ...ofKey,
  ];
}

/**
 * Reports what is wrong with a data folder, and repairs it on request: what is damaged is kept under another name.
 * Errors: `input.usage`, `folder.*`, `store.failed`, `store.newer`.
 */
export async function repairFolder(repair: FolderRepair): Promise<readonly FolderFinding[]> {
  const instead = 'Stop it, then repair.';
  const held = lockedFolder({ folder: repair.folder, instead }, [homeFile, recordsFile, historyFile]);
  const place = { folder: held.path, work: join(held.path, 'repair.new') };
  const clear = () => onDisk(held.path, () => rm(place.work, { recursive: true, force: true }));
  try {
    await clear();
    await onDisk(held.path, () => mkdir(place.work, { mode: 0o700 }));
    return await repairIn(place, repair);
  } finally {
    await clear();
    held.close();
  }
}
