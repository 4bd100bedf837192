// The history of a data folder checked, and started afresh if it is damaged. Checks are done on copies: opening a file may
// change it.
import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import { because, inEnglish, type Reason, said } from '#core/reason.ts';
import type { FolderFinding, KeptHistory } from '#cli/context.ts';
import { slotPaths } from '#store/log-file.ts';
import { forgetSums } from '#store/page-sums.ts';
import { assertFiles } from '#store/regular-file.ts';
import { salvageHistory } from '#store/salvage-history.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';

const file = 'history.db';
/** Most gaps that are reported. */
const mostTold = 5;

/** A folder that is repaired: `work` is a folder inside it that is removed at the end. */
export interface RepairPlace {
  readonly folder: string;
  readonly work: string;
}

/** Runs work on files. Errors: `store.failed`, naming the folder. */
export async function onDisk<T>(at: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    if (systemCode(thrown) === undefined || isSolsteadError(thrown)) throw thrown;
    throw new SolsteadError('store.failed', { at, why: said(thrown), cause: thrown });
  }
}

/** A SQLite file's own name and that of its journal. */
const sqliteNames = (name: string): readonly string[] => [name, `${name}-wal`];
const historyNames = (folder: string): readonly string[] => [
  ...slotPaths(join(folder, file)).map((path) => basename(path)),
  // Last, so that the log never exists without it.
  `${file}-end`,
  `${file}-sums`,
  `${file}-wal`,
  `${file}-shm`,
  file,
];

/** Copies files that are there into a new folder. Errors: `store.failed`. */
export async function copied(folder: string, to: string, names: readonly string[]): Promise<string> {
  await onDisk(folder, async () => {
    await mkdir(to, { recursive: true, mode: 0o700 });
    // Copying a pipe would wait for ever.
    assertFiles(...names.map((name) => join(folder, name)));
    for (const name of names)
      if (existsSync(join(folder, name)))
        await copyFile(join(folder, name), join(to, name), constants.COPYFILE_FICLONE);
  });
  return to;
}

interface Look {
  readonly owner: string;
  readonly points: number;
  readonly damage: readonly string[];
  /** What is said of its file as a whole. */
  readonly ofFile: readonly Reason[];
}

/** A file that is not as it was written, of those things that are said of it. */
export function changedSince(said: readonly Reason[] = [], what: 'records' | 'history'): readonly FolderFinding[] {
  const changed = said.find(({ code }) => code === 'pages.changed');
  if (changed === undefined) return [];
  const why = 'pages of it are not as they were written';
  return [{ what: `${what}-changed`, file: `${what}.db`, why, isMended: false }];
}

async function look(folder: string, home: string | undefined): Promise<Look> {
  const store = await openSqliteHistory({ folder: { path: folder, close: () => undefined }, isWithoutCopy: true });
  try {
    const { points, damage = [], file: ofFile = [] } = await store.status();
    const owner = (await store.belongTo?.(home ?? randomUUID())) ?? '';
    return {
      owner,
      points,
      ofFile,
      damage: damage.slice(0, mostTold).map((one) => `${one.at} ${inEnglish(one.reason)}`.trim()),
    };
  } finally {
    await store.close();
  }
}

interface Draft {
  readonly path: string;
  readonly kept: KeptHistory;
  readonly owner?: string;
}

/** Makes a new history of what can be read of a damaged one; an empty one if nothing usable was read. */
async function drafted({ folder, work, home }: HistoryRepair): Promise<Draft> {
  const source = await copied(folder, join(work, 'source'), sqliteNames(file));
  const path = join(work, 'draft');
  await onDisk(folder, () => mkdir(path, { mode: 0o700 }));
  const { hasLog, ...count } = await salvageHistory(join(source, file), join(path, file));
  if (hasLog)
    await copied(
      folder,
      path,
      slotPaths(join(folder, file)).map((slot) => basename(slot)),
    );
  try {
    const trial = await copied(path, join(work, 'trial'), historyNames(path));
    const { points, owner } = await look(trial, home);
    return { path, owner, kept: { points, ...count } };
  } catch (thrown) {
    if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    await onDisk(folder, () => rm(path, { recursive: true }));
    await onDisk(folder, () => mkdir(path, { mode: 0o700 }));
    await salvageHistory(join(path, 'none'), join(path, file));
    return {
      path,
      kept: { points: 0, rows: 0, damagedRows: count.rows + count.damagedRows, stretches: count.stretches },
    };
  }
}

/** Sets an existing history aside under another name, and puts a new one in its place. */
async function replace(folder: string, draft: string | undefined, stamp: string): Promise<string> {
  const aside = `${file}.damaged-${stamp}`;
  await onDisk(folder, async () => {
    for (const name of historyNames(folder))
      if (existsSync(join(folder, name)))
        await rename(join(folder, name), join(folder, `${aside}${name.slice(file.length)}`));
    if (draft === undefined) return;
    for (const name of historyNames(draft).toReversed())
      if (existsSync(join(draft, name))) await rename(join(draft, name), join(folder, name));
  });
  return aside;
}

/** What is asked of a history. */
export interface HistoryRepair extends RepairPlace {
  /** Whose it must be; absent: not known. */
  readonly home: string | undefined;
  /** Whether the home had one. */
  readonly isExpected: boolean;
  readonly isActing: boolean;
  /** Goes into the name of what is set aside. */
  readonly stamp: string;
}

/** What is wrong with it, and whose it is. */
export interface HistoryReport {
  readonly findings: readonly FolderFinding[];
  readonly owner?: string;
}

async function damaged(repair: HistoryRepair, why: string): Promise<HistoryReport> {
  const { path, kept, owner } = await drafted(repair);
  const aside = repair.isActing ? await replace(repair.folder, path, repair.stamp) : undefined;
  const finding = { what: 'history-damaged', file, why, kept, isMended: repair.isActing } as const;
  return {
    findings: [aside === undefined ? finding : { ...finding, aside }],
    ...(owner === undefined ? {} : { owner }),
  };
}

async function missing({ folder, isActing, home, stamp }: HistoryRepair): Promise<HistoryReport> {
  const finding = { what: 'history-missing', file, why: 'it is missing, but this home had it' } as const;
  if (!isActing) return { findings: [{ ...finding, isMended: false }] };
  const hasRest = historyNames(folder).some((name) => existsSync(join(folder, name)));
  const aside = hasRest ? await replace(folder, undefined, stamp) : undefined;
  const { owner } = await look(folder, home);
  return { findings: [{ ...finding, isMended: true, ...(aside === undefined ? {} : { aside }) }], owner };
}

/** Checks the history, and starts a damaged or missing one afresh on request. Errors: `store.failed`, `store.newer`. */
export async function repairHistory(repair: HistoryRepair): Promise<HistoryReport> {
  const { folder, work, home, isExpected } = repair;
  if (!existsSync(join(folder, file))) {
    const hasRest = historyNames(folder).some((name) => existsSync(join(folder, name)));
    return isExpected || hasRest ? missing(repair) : { findings: [] };
  }
  const copy = await copied(folder, join(work, 'look'), historyNames(folder));
  try {
    const { owner, damage, ofFile } = await look(copy, home);
    const changed = changedSince(ofFile, 'history').map((one) => ({ ...one, isMended: repair.isActing }));
    if (repair.isActing && changed.length > 0) forgetSums(join(folder, file));
    const told = { file, isMended: false } as const;
    const other = inEnglish(because('store.other-home'));
    const findings: readonly FolderFinding[] = [
      ...(home !== undefined && owner !== home ? [{ ...told, what: 'history-other-home', why: other } as const] : []),
      ...(damage.length > 0 ? [{ ...told, what: 'history-gaps', why: damage.join('; ') } as const] : []),
      ...changed,
    ];
    return { findings, owner };
  } catch (thrown) {
    if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    return damaged(repair, thrown.why ?? 'it is damaged');
  }
}
