// The data folder and the files of the store, looked at without a lock: also while a Solstead runs on them, and never changed.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bad, type Checked, doubtful, good, skipped } from '#core/check-up.ts';
import { isSolsteadError, reasonOf, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { type FileLook, lookAtFile } from '#store/file-look.ts';
import { assertSibling, type HomeFileName, readHomeFile } from '#store/home-file.ts';
import { isOlderRecords } from '#store/sqlite-records.ts';
import { isOlderHistory } from '#store/sqlite-backend.ts';
import { fileHolder } from '#transport/port-holder.ts';
import { openToOthers, otherOwner } from '../home-stores.ts';
import type { DoctorParts } from './doctor-parts.ts';

/** Files of the store, and how each says that it is of an earlier version. */
const files = [
  { name: 'records.db', isOlder: isOlderRecords },
  { name: 'history.db', isOlder: isOlderHistory },
] as const;

/** Whether this user may do all with a folder that a home does; why not. */
function barred(folder: string): Reason | undefined {
  try {
    if (!statSync(folder).isDirectory()) return because('file.no-folder');
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (thrown) {
    return said(thrown);
  }
}

/** The nearest folder above that is there: in it the data folder will be made. */
export function nearestFolder(path: string): string {
  const absolute = resolve(path);
  const above = dirname(absolute);
  return existsSync(absolute) || above === absolute ? absolute : nearestFolder(above);
}

async function inUse(folder: string): Promise<Checked> {
  const at = external(folder);
  const holder = await fileHolder(join(folder, 'lock.db'));
  return good(
    holder === undefined ? because('doctor.in-use', { at }) : because('doctor.in-use-by', { at, pid: holder.pid }),
  );
}

function permissions(folder: string): readonly Checked[] {
  const at = external(folder);
  // Root looks at the folder of the service, as with `sudo`: to give it to root would keep the service out.
  const owner = process.getuid?.() === 0 ? undefined : otherOwner(folder);
  const open = openToOthers(folder);
  return [
    ...(owner === undefined
      ? []
      : [doubtful(because('doctor.folder-other', { at, owner }), because('help.doctor-owner'))]),
    ...(open.length === 0
      ? []
      : [
          doubtful(
            because('doctor.open', { count: open.length, at: external(open[0] ?? '') }),
            because('help.doctor-open', { at }),
          ),
        ]),
  ];
}

/** The folder: whether it can be used, by whom, and whether a home runs there. */
export async function checkFolder({
  data,
  isRunning,
}: Pick<DoctorParts, 'data' | 'isRunning'>): Promise<readonly Checked[]> {
  const folder = resolve(data);
  const at = external(folder);
  if (!existsSync(folder)) {
    const why = barred(nearestFolder(folder));
    if (why === undefined) return [good(because('doctor.no-folder', { at }))];
    const place = external(nearestFolder(folder));
    return [bad(because('doctor.unwritable', { at: place, reason: why }), because('help.doctor-folder'))];
  }
  const why = barred(folder);
  if (why !== undefined) return [bad(because('doctor.unwritable', { at, reason: why }), because('help.doctor-folder'))];
  return [isRunning ? await inUse(folder) : good(because('doctor.folder', { at })), ...permissions(folder)];
}

/** What helps where the system refuses a file; undefined: it did not. */
export function helpWithSystem(thrown: unknown): Reason | undefined {
  const cause = isSolsteadError(thrown) && thrown.cause !== undefined ? thrown.cause : thrown;
  switch (systemCode(cause)) {
    case 'EACCES':
    case 'EPERM':
      return because('help.doctor-folder');
    case 'ENOSPC':
    case 'EDQUOT':
      return because('help.doctor-room');
    case 'EROFS':
    case 'EIO':
      return because('help.doctor-unwritable');
    default:
      return undefined;
  }
}

/** What helps with a file of the store that cannot be used. */
function helpFor(thrown: unknown, folder: string): Reason {
  if (isSolsteadError(thrown, 'store.newer')) return because('help.doctor-newer');
  const help = helpWithSystem(thrown);
  if (help !== undefined) return help;
  if (isSolsteadError(thrown, 'folder.unwritable')) return because('help.doctor-folder');
  return because('help.doctor-repair', { at: external(folder) });
}

/** Bytes of a megabyte. */
const mib = 2 ** 20;

function pagesOf(name: string, { pages }: FileLook, folder: string): readonly Checked[] {
  const file = external(name);
  if (pages === undefined) return [];
  const { compared, changed } = pages;
  if (compared === 0) return [skipped(because('doctor.sums-none', { file }))];
  if (changed.length === 0) return [good(because('doctor.sums', { file, pages: compared }))];
  const what = because('doctor.sums-changed', { file, count: changed.length, page: changed[0] ?? 0 });
  return [bad(what, because('help.doctor-repair', { at: external(folder) }))];
}

function checkFile(folder: string, { name, isOlder }: (typeof files)[number], isInUse: boolean): readonly Checked[] {
  const file = external(name);
  try {
    assertSibling(folder, name, readHomeFile(folder));
    const path = join(folder, name);
    if (!existsSync(path)) return [skipped(because('doctor.no-file', { file }))];
    const look = lookAtFile(path, { isInUse, isOlder });
    const size = Math.max(1, Math.round(look.bytes / mib));
    return [
      look.isOlder
        ? doubtful(because('doctor.older', { file }), because('help.doctor-older'))
        : good(because('doctor.file', { file, size })),
      ...pagesOf(name, look, folder),
    ];
  } catch (thrown) {
    return [bad(reasonOf(thrown), helpFor(thrown, folder))];
  }
}

/** The files of the store: whether they open, belong together, are of this version, and are as they were written. */
export async function checkDatabase({ data, isRunning, records, history }: DoctorParts): Promise<readonly Checked[]> {
  const folder = resolve(data);
  if (!existsSync(folder)) return [skipped(because('doctor.no-folder', { at: external(folder) }))];
  const elsewhere: readonly HomeFileName[] = [
    ...(records === undefined ? [] : (['records.db'] as const)),
    ...(history === undefined ? [] : (['history.db'] as const)),
  ];
  const lines: Checked[] = [];
  try {
    if (readHomeFile(folder) !== undefined) lines.push(good(because('doctor.home')));
  } catch (thrown) {
    lines.push(bad(reasonOf(thrown), helpFor(thrown, folder)));
    return lines;
  }
  for (const file of files) if (!elsewhere.includes(file.name)) lines.push(...checkFile(folder, file, isRunning));
  if (isRunning) lines.push(skipped(because('doctor.sums-running')));
  return lines;
}

/** When a file of the home was last written, epoch ms; undefined for a folder without a home, or one that this user may not read. */
export function lastWrittenMs(data: string): number | undefined {
  const times = ['home.json', 'records.db', 'history.db', 'history.db-end', 'broker.journal'].flatMap((name) => {
    try {
      return statSync(join(data, name), { throwIfNoEntry: false })?.mtimeMs ?? [];
    } catch {
      // The area of the folder says why.
      return [];
    }
  });
  return times.length === 0 ? undefined : Math.max(...times);
}
