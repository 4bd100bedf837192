// The stores of a home, opened together: records and history know whose they are, and what is missing, swapped or damaged is reported.
// Without its records a home does not open; without its history it runs on and says so.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { HistoryStatus, HistoryStore } from '#core/history.ts';
import type { RecordStore } from '#core/records.ts';
import { brokenHistory } from '#store/broken-history.ts';
import type { DataFolder } from '#store/folder.ts';
import {
  assertSameHome,
  assertSibling,
  fileNames,
  type HomeFile,
  readHomeFile,
  writeHomeFile,
} from '#store/home-file.ts';
import type { HistoryCopyStep } from '#store/history-copy.ts';
import { assertHistoryOpens } from '#store/sqlite-backend.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { unbegunHistory } from '#store/unbegun-history.ts';
import { type HistorySecrets, isWithoutHistoryCopy } from './environment.ts';
import { formatHistoryPlace, type HistoryPlace, type OpenHistory, openHistoryPlace } from './history-place.ts';
import { lookAtHomeFile, lostFiles, ownId } from './known-home.ts';
import { markedRecords } from './records-mark.ts';
import { finishServers } from './restore-servers.ts';
import { formatRecordsPlace, openRecords, type RecordsPlace } from './records-place.ts';

/** Where the stores of a home are, and what they need. */
export interface HomeStoresOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Where the history is kept; absent: in the folder. */
  readonly history?: { readonly place: HistoryPlace; readonly secrets: HistorySecrets } | undefined;
  /** Where the records are kept; absent: in the folder. */
  readonly records?: RecordsPlace | undefined;
  /** A home that is not running: its history is flushed and shortened only when asked, and thrown where it is damaged. */
  readonly isOffline?: boolean;
  /** Whether another time source confirms the wall clock. */
  isTimeConfirmed(): boolean;
}

const isOwn = (folder: DataFolder, history: HomeStoresOptions['history']): boolean =>
  history === undefined || (history.place.kind === 'folder' && resolve(history.place.path) === folder.path);

/** Says in the log how far the copy of a history of an earlier version is. */
function tellCopy({ to, doneBytes, totalBytes, isMade }: HistoryCopyStep, log: Logger): void {
  const [doneMb, totalMb] = [doneBytes, totalBytes].map((bytes) => Math.ceil(bytes / 2 ** 20));
  if (isMade) log.info({ at: to }, 'a copy of the history as the earlier version wrote it: delete it when all is well');
  else
    log.info(
      { at: to, doneMb, totalMb },
      'the history of an earlier version is copied before it is brought up to date',
    );
}

async function openHistory(
  folder: DataFolder,
  { history, clock, log, isTimeConfirmed, isOffline = false }: HomeStoresOptions,
): Promise<OpenHistory> {
  if (history === undefined || isOwn(folder, history)) {
    const store = await openSqliteHistory({
      folder,
      isWithoutCopy: isWithoutHistoryCopy(),
      onCopy: (step) => tellCopy(step, log),
      ...(isOffline ? {} : { clock, isTimeConfirmed }),
    });
    return { store, close: () => store.close() };
  }
  const { place, secrets } = history;
  const isFolder = place.kind === 'folder';
  const context = { clock, maintained: !isOffline, isTimeConfirmed, secrets: isFolder ? {} : secrets };
  return openHistoryPlace(place, context);
}

/** Checks whose history it is; one that cannot be asked now is asked the next time. Errors: `store.corrupt` if it belongs to another home. */
async function checkOwner(store: HistoryStore, at: string, home: string): Promise<void> {
  try {
    assertSameHome(at, (await store.belongTo?.(home)) ?? home, home);
  } catch (error) {
    if (!isSolsteadError(error, 'store.failed')) throw error;
  }
}

/** Whether the folder has no history and never had one. */
const isUnbegun = (folder: DataFolder, known: HomeFile | undefined): boolean =>
  known?.files.includes('history.db') !== true &&
  !readdirSync(folder.path).some((name) => name.startsWith('history.db'));

/** What is new about a home. */
type HomeNews = Pick<HomeFile, 'isOwned' | 'heads' | 'older'>;

/** Writes down what the home has. */
interface HomeNotes {
  /** Which files it has by now, whether it has an owner, and how far its records are. */
  note(news?: HomeNews): Promise<void>;
}

function homeNotes(folder: DataFolder, home: string): HomeNotes {
  // One after the other: they write the same file.
  let last: Promise<void> = Promise.resolve();
  const write = async (news: HomeNews): Promise<void> => {
    const known = readHomeFile(folder.path);
    const files = fileNames.filter(
      (name) => existsSync(join(folder.path, name)) || known?.files.includes(name) === true,
    );
    const isOwned = news.isOwned === true || known?.isOwned === true;
    const isNews =
      known === undefined ||
      files.length > known.files.length ||
      (isOwned && known.isOwned !== true) ||
      news.heads !== undefined;
    if (isNews) await writeHomeFile(folder.path, { ...known, ...news, version: 1, home, files, isOwned });
  };
  return {
    note(news = {}) {
      last = last.catch(() => undefined).then(() => write(news));
      return last;
    },
  };
}

/**
 * Records that write down when the home gets its owner. Refuses those that lost him: a journal that is lost takes the newest records
 * with it. Errors: `store.corrupt`, `store.failed`.
 */
async function ownedRecords(
  records: RecordStore,
  { at, known, notes, log }: { at: string; known: HomeFile | undefined; notes: HomeNotes; log: Logger },
): Promise<RecordStore> {
  const isOwned = await records.accounts.any();
  if (known?.isOwned === true && !isOwned)
    throw new SolsteadError('store.corrupt', { at, why: because('store.owner-missing') });
  await notes.note({ isOwned });
  const accounts: RecordStore['accounts'] = {
    ...records.accounts,
    async saveFirst(account, grants) {
      const isSaved = await records.accounts.saveFirst(account, grants);
      // What cannot be written now is at the next start.
      if (isSaved)
        await notes.note({ isOwned: true }).catch((error: unknown) => log.warn({ why: messageOf(error) }, 'home.json'));
      return isSaved;
    },
  };
  return { ...records, accounts };
}

interface KnownHome {
  readonly home: string;
  readonly known: HomeFile | undefined;
  readonly notes: HomeNotes;
}

/** The history of a home that has none yet. */
function begunLater(folder: DataFolder, options: HomeStoresOptions, { home, notes }: KnownHome): OpenHistory {
  const at = join(folder.path, 'history.db');
  const begin = async (): Promise<HistoryStore> => {
    const { store } = await openHistory(folder, options);
    try {
      await checkOwner(store, at, home);
      await notes.note();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  };
  const store = unbegunHistory(at, begin);
  return { store, close: () => store.close() };
}

/** Opens the history of a home, or a substitute while it is damaged, missing or another home's. Errors: `store.failed`, `store.newer`. */
async function openOwnHistory(
  folder: DataFolder,
  options: HomeStoresOptions,
  { home, known, notes }: KnownHome,
): Promise<OpenHistory> {
  const at =
    options.history === undefined ? join(folder.path, 'history.db') : formatHistoryPlace(options.history.place);
  let opened: OpenHistory | undefined;
  try {
    if (isOwn(folder, options.history)) {
      if (isUnbegun(folder, known)) return begunLater(folder, options, { home, known, notes });
      assertSibling(folder.path, 'history.db', known);
    }
    opened = await openHistory(folder, options);
    await checkOwner(opened.store, at, home);
    return opened;
  } catch (error) {
    await opened?.close();
    const isOwnFile = isOwn(folder, options.history) && isSolsteadError(error, 'folder.unwritable', 'store.failed');
    if (options.isOffline === true || !(isOwnFile || isSolsteadError(error, 'store.corrupt'))) throw error;
    options.log.error({ why: error.message }, 'the history cannot be used: the home lives without it');
    return { store: brokenHistory(error), close: async () => undefined };
  }
}

/** Damage of a history that is written into the log at a start, and in which words. */
const [mostTold, lostValues, fileOfHome] = [5, 'values of the history are lost', 'a file of the home'] as const;

function isReadableFolder(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    // It is missing, or what is wrong with it is told by who uses it.
    return false;
  }
}

/** The folder and those of its files that users other than the owner may read or write. */
export function openToOthers(folder: string): readonly string[] {
  // Windows keeps permissions elsewhere.
  if (process.platform === 'win32') return [];
  const namesIn = (path: string): readonly string[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((one) => (one.isFile() || one.isDirectory() ? one.name : []));
  const secrets = join(folder, 'secrets');
  const secret = isReadableFolder(secrets) ? namesIn(secrets) : [];
  return ['', ...namesIn(folder), ...secret.map((name) => join('secrets', name))]
    .map((name) => join(folder, name))
    .filter((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0);
}

/** Who owns a folder, if that is somebody else than who runs this; undefined if it is the same. */
export function otherOwner(folder: string): number | undefined {
  const own = process.getuid?.();
  const { uid } = statSync(folder);
  return own === undefined || uid === own ? undefined : uid;
}

/** The stores of a home. */
export interface HomeStores {
  readonly records: RecordStore;
  readonly history: HistoryStore;
  /** What is wrong with them, or was found and put right at this start. */
  readonly troubles: readonly Reason[];
  close(): Promise<void>;
}

/** Says in the log what a history lost. */
async function tellDamage({ store }: OpenHistory, { log }: HomeStoresOptions): Promise<void> {
  const { damage = [], file = [] } = await store.status().catch((): Partial<HistoryStatus> => ({}));
  for (const reason of file) log.error({ why: inEnglish(reason) }, fileOfHome);
  for (const { at, reason } of damage.slice(0, mostTold)) log.error({ at, why: inEnglish(reason) }, lostValues);
}

/** Opens them. Errors: `store.*`, `folder.unwritable`. */
export async function openHomeStores(folder: DataFolder, options: HomeStoresOptions): Promise<HomeStores> {
  const opened = new AsyncDisposableStack();
  try {
    await finishServers(folder.path, options);
    const { known, damaged } = lookAtHomeFile(folder.path, options);
    if (options.records === undefined) assertSibling(folder.path, 'records.db', known);
    if (isOwn(folder, options.history)) assertHistoryOpens(join(folder.path, 'history.db'), isWithoutHistoryCopy());
    const records = await openRecords(folder, options.records);
    opened.defer(() => records.close());
    const { home, renewed } = await ownId(records, { folder: folder.path, known, damaged, ...options });
    const at = options.records === undefined ? join(folder.path, 'records.db') : formatRecordsPlace(options.records);
    if (known !== undefined) assertSameHome(at, home, known.home);
    const notes = homeNotes(folder, home);
    const own = await ownedRecords(records, { at, known, notes, log: options.log });
    const marked = await markedRecords(own, {
      clock: options.clock,
      known,
      note: (news) => notes.note(news),
      onTrouble: (error) => options.log.warn({ at: 'home.json', why: messageOf(error) }, 'not written'),
    });
    opened.defer(() => marked.settle());
    if (marked.trouble !== undefined) options.log.error({ at, why: inEnglish(marked.trouble) }, 'older records');
    const found = [renewed ?? [], lostFiles(folder.path, known)].flat();
    for (const reason of [...found, ...(records.damage?.() ?? [])])
      options.log.error({ at: folder.path, why: inEnglish(reason) }, fileOfHome);
    const history = await openOwnHistory(folder, options, { home, known, notes });
    opened.defer(() => history.close());
    await tellDamage(history, options);
    await notes.note();
    for (const name of openToOthers(folder.path))
      options.log.warn({ at: name }, 'others may read this: make it readable by its owner only (chmod go= )');
    const owner = otherOwner(folder.path);
    if (owner !== undefined)
      options.log.warn(
        { at: folder.path, owner },
        'the folder belongs to another user, who can change and delete what is in it',
      );
    return {
      records: marked.records,
      history: history.store,
      get troubles() {
        return [found, records.damage?.() ?? [], marked.trouble ?? []].flat();
      },
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
