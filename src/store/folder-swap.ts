// A data folder whose content is replaced: the new content is made beside the old one, in `restore.new`; then a mark says what is
// to be moved where, and the moves follow. Interrupted before the mark the folder is the old one, after it the new one: whoever
// opens the folder next makes the rest of the moves. A folder itself cannot always be renamed: it may be a mount.
import { isRecord } from '#core/entries.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

/** Where the new content is made. */
const freshName = 'restore.new';
/** Where a backup arrives that is sent in parts. */
export const uploadName = 'restore.upload';
const markName = 'restore.json';
const asidePrefix = 'before-restore-';
/** Where a restored home goes that could not be opened. */
const failedPrefix = 'failed-restore-';
/**
 * What belongs to the folder and not to the home in it; `tls` is the certificate of this computer, and a disk that is mounted there
 * has its `lost+found`, which nobody but root may move.
 */
const kept = (name: string): boolean =>
  /^(lock\.db|restore\.)/.test(name) ||
  name.startsWith(asidePrefix) ||
  name.startsWith(failedPrefix) ||
  name === 'backups' ||
  name === 'lost+found' ||
  name === 'tls';

/** A server whose part of the home is replaced with the folder's. */
export type SwapServer = 'records' | 'history';

interface Swap {
  readonly version: 1;
  /** Folder in the folder for what was there. */
  readonly aside: string;
  readonly out: readonly string[];
  readonly in: readonly string[];
  /** Folder in the folder where `in` comes from; absent: where new content is made. */
  readonly from?: string;
  readonly servers: readonly SwapServer[];
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Everything below a folder is on the disk when it returns. */
function syncTree(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const at = join(path, entry.name);
    if (entry.isDirectory()) syncTree(at);
    else {
      const file = openSync(at, 'r+');
      fsyncSync(file);
      closeSync(file);
    }
  }
  syncFolder(path);
}

function readSwap(folder: string): Swap | undefined {
  const at = join(folder, markName);
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(at, 'utf8'));
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw new SolsteadError('store.corrupt', { at, why: said(thrown), cause: thrown });
  }
  const isNames = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.every((one) => typeof one === 'string' && !/[/\\]/.test(one) && one !== '..');
  if (isRecord(found)) {
    const { version, aside, out, in: fresh, from, servers } = found;
    const isFrom = from === undefined || (typeof from === 'string' && isNames([from]));
    if (version === 1 && typeof aside === 'string' && isNames(out) && isNames(fresh) && isNames(servers) && isFrom)
      return {
        version,
        aside,
        out,
        in: fresh,
        ...(from === undefined ? {} : { from }),
        servers: (['records', 'history'] as const).filter((one) => servers.includes(one)),
      };
  }
  throw new SolsteadError('store.corrupt', { at, why: because('document.broken') });
}

function writeSwap(folder: string, swap: Swap): void {
  const path = join(folder, markName);
  const draft = `${path}.tmp`;
  rmSync(draft, { force: true });
  writeFileSync(draft, JSON.stringify(swap), { mode: 0o600, flush: true });
  renameSync(draft, path);
  syncFolder(folder);
}

/** Whether a folder holds a home, or something of one. */
export function hasHome(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => !kept(name));
}

/** The folder for new content, empty. */
export function freshFolder(folder: string): string {
  const path = join(folder, freshName);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** What was asked for when content is replaced. */
export interface SwapRequest {
  /** Ends the name of the folder that takes the old content. */
  readonly stamp: string;
  readonly servers: readonly SwapServer[];
}

/**
 * From here on the content of `restore.new` is that of the folder; {@link finishSwap} moves it. No store of the folder may be open.
 * Returns where the old content will be; undefined if there is none. Errors: `folder.unwritable`.
 */
export function beginSwap(folder: string, { stamp, servers }: SwapRequest): string | undefined {
  const fresh = join(folder, freshName);
  const at = folder;
  try {
    syncTree(fresh);
    const out = readdirSync(folder).filter((name) => !kept(name));
    const aside = `${asidePrefix}${stamp}`;
    writeSwap(folder, { version: 1, aside, out, in: readdirSync(fresh), servers });
    return out.length === 0 ? undefined : join(folder, aside);
  } catch (thrown) {
    throw new SolsteadError('folder.unwritable', { at, why: said(thrown), cause: thrown });
  }
}

function move(folder: string, { aside, out, in: names, from = freshName }: Swap): void {
  const [old, fresh] = [join(folder, aside), join(folder, from)];
  if (out.length > 0) mkdirSync(old, { recursive: true, mode: 0o700 });
  // One that is there already was moved before; what has its name now is the new one.
  for (const name of out)
    if (existsSync(join(folder, name)) && !existsSync(join(old, name))) renameSync(join(folder, name), join(old, name));
  if (out.length > 0) syncFolder(old);
  syncFolder(folder);
  for (const name of names) if (existsSync(join(fresh, name))) renameSync(join(fresh, name), join(folder, name));
  syncFolder(folder);
  // Empty now, unless something was put there by hand.
  if (from !== freshName && existsSync(fresh) && readdirSync(fresh).length === 0) rmdirSync(fresh);
}

/**
 * Makes the moves of a swap that was begun, and clears up after one that was not. Servers that are still to be swapped are returned;
 * {@link endSwap} follows when they were. The caller holds the folder. Errors: `folder.unwritable`, `store.corrupt`.
 */
export function finishSwap(folder: string): readonly SwapServer[] {
  try {
    const swap = readSwap(folder);
    if (swap !== undefined) move(folder, swap);
    for (const name of [freshName, uploadName]) rmSync(join(folder, name), { recursive: true, force: true });
    if (swap === undefined) return [];
    if (swap.servers.length === 0) endSwap(folder);
    return swap.servers;
  } catch (thrown) {
    if (thrown instanceof SolsteadError) throw thrown;
    throw new SolsteadError('folder.unwritable', { at: folder, why: said(thrown), cause: thrown });
  }
}

/**
 * Puts back the home that a swap put aside; the one that took its place is kept in `failed-restore-…`, which is returned. It survives
 * an interruption like the swap itself. No store of the folder may be open, and no server may have been swapped. Errors:
 * `folder.unwritable`, `store.corrupt`.
 */
export function undoSwap(folder: string, aside: string): string {
  const from = basename(aside);
  const failed = failedPrefix + from.slice(asidePrefix.length);
  try {
    const out = readdirSync(folder).filter((name) => !kept(name));
    writeSwap(folder, { version: 1, aside: failed, out, in: readdirSync(aside), from, servers: [] });
  } catch (thrown) {
    throw new SolsteadError('folder.unwritable', { at: folder, why: said(thrown), cause: thrown });
  }
  finishSwap(folder);
  return join(folder, failed);
}

/** Servers that are still to be swapped. */
export const pendingServers = (folder: string): readonly SwapServer[] => readSwap(folder)?.servers ?? [];

/** All is where it belongs. */
export function endSwap(folder: string): void {
  rmSync(join(folder, markName), { force: true });
  syncFolder(folder);
}
