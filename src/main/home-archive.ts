// What a home puts into a backup: its stores as they are at one moment, and the files of its folder.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Part, writeBackup } from '#backup/archive.ts';
import { archiveVersion, type Manifest } from '#backup/manifest.ts';
import { type Group, groupRules, isPartName } from '#backup/names.ts';
import { version } from '#cli/version.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { HistoryStore } from '#core/history.ts';
import type { RecordStore } from '#core/records.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { pointsSnapshot } from '#store/dump/point-dump.ts';
import { readRegular } from '#store/regular-file.ts';

/** A home that is backed up; it may run. */
export interface ArchivedHome {
  /** Its data folder. */
  readonly folder: string;
  readonly records: RecordStore;
  readonly history: HistoryStore;
  /** Folder with devices of its own; absent: `devices` in the data folder. */
  readonly devices?: string | undefined;
}

/** What is to be written. */
export interface ArchiveRequest {
  readonly nowMs: number;
  /** Absent: not encrypted, and then without secrets. */
  readonly passphrase?: string | undefined;
}

/** A backup that was begun: its content is fixed, and read as it is taken. */
export interface BegunArchive {
  readonly manifest: Manifest;
  /** About how many bytes the stores hold; for the share that is done. */
  readonly expectedBytes: number;
  readonly stream: AsyncIterable<Uint8Array>;
  /** Bytes of the parts that were put in so far. */
  doneBytes(): number;
  close(): Promise<void>;
}

/** Files of the data folder that say how the home is set up, beside the records. */
const settingsFiles = ['backup.json', 'uplink.json', 'given-device.json'] as const;

interface GroupFolder {
  readonly group: Group;
  readonly path: string;
  readonly isWanted: (name: string) => boolean;
}

async function namesIn({ group, path, isWanted }: GroupFolder): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = (await readdir(path)).filter(isWanted).toSorted();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
  const odd = names.find((name) => !isPartName(group, name));
  if (odd !== undefined) {
    const why = because('backup.name', { name: external(odd) });
    throw new SolsteadError('backup.failed', { at: join(path, odd), why });
  }
  return names;
}

async function filesOf(folder: GroupFolder): Promise<readonly Part[]> {
  const { group, path } = folder;
  const parts: Part[] = [];
  for (const name of await namesIn(folder)) {
    const at = join(path, name);
    const found = await stat(at);
    if (!found.isFile()) {
      // A device is left out when the home starts, too, and that is told there; reading a pipe would never end.
      if (group === 'devices') continue;
      throw new SolsteadError('backup.failed', { at, why: because('store.no-file') });
    }
    const { size } = found;
    const most = groupRules[group].mostBytes;
    if (size > most) {
      const why = because('backup.too-large', { part: external(name), bytes: size, most });
      throw new SolsteadError('backup.failed', { at, why });
    }
    parts.push({ group, name, bytes: await readRegular(at, most) });
  }
  return parts;
}

/** The files of a home that go into a backup, as they are now. They are small. Errors: `backup.failed`. */
async function homeFiles(
  { folder, devices = join(folder, 'devices') }: ArchivedHome,
  hasSecrets: boolean,
): Promise<readonly Part[]> {
  const groups: readonly GroupFolder[] = [
    { group: 'settings', path: folder, isWanted: (name) => settingsFiles.some((one) => one === name) },
    { group: 'devices', path: devices, isWanted: (name) => /^[^.].*\.ya?ml$/i.test(name) },
    ...(hasSecrets
      ? [
          {
            group: 'secrets',
            path: join(folder, 'secrets'),
            isWanted: (name: string) => !name.endsWith('.new'),
          } as const,
        ]
      : []),
    { group: 'waiting', path: join(folder, 'waiting'), isWanted: (name) => name.endsWith('.jsonl') },
  ];
  try {
    return (await Promise.all(groups.map(filesOf))).flat();
  } catch (error) {
    if (error instanceof SolsteadError) throw error;
    const why = because('outside.said', { said: external(error instanceof Error ? error.message : String(error)) });
    throw new SolsteadError('backup.failed', { at: folder, why, cause: error });
  }
}

interface Moment {
  readonly records: Snapshot;
  readonly history: Snapshot;
  readonly files: readonly Part[];
}

/** Stores and files at one moment: while nothing is added to the history, the records are caught. */
async function momentOf(home: ArchivedHome, hasSecrets: boolean): Promise<Moment> {
  const { history: store } = home;
  let caught: Pick<Moment, 'records' | 'files'> | undefined;
  const atMoment = async (): Promise<void> => {
    const files = await homeFiles(home, hasSecrets);
    caught = { records: await home.records.snapshot(), files };
  };
  try {
    const history = await (store.snapshot === undefined ? pointsSnapshot(store, atMoment) : store.snapshot(atMoment));
    if (caught === undefined) throw new TypeError('assertion: a history has no moment');
    return { ...caught, history };
  } catch (error) {
    await caught?.records.close();
    throw error;
  }
}

const piecesName = (count: number, end: string): string => `${String(count).padStart(7, '0')}.${end}`;

async function* partsOf({ records, history, files }: Moment): AsyncGenerator<Part> {
  yield* files;
  let count = 0;
  for await (const bytes of records.pieces()) yield { group: 'records', name: piecesName((count += 1), 'json'), bytes };
  count = 0;
  for await (const bytes of history.pieces()) yield { group: 'history', name: piecesName((count += 1), 'bin'), bytes };
}

const factsOf = ({ form, facts }: Snapshot): Pick<Snapshot, 'form' | 'facts'> => ({ form, facts });

/**
 * Begins a backup of a home, which may go on meanwhile: everything that was acknowledged before is in it. To be closed. Errors:
 * `backup.failed`, `store.failed`.
 */
export async function beginArchive(home: ArchivedHome, { nowMs, passphrase }: ArchiveRequest): Promise<BegunArchive> {
  const hasSecrets = passphrase !== undefined;
  const moment = await momentOf(home, hasSecrets);
  const close = async (): Promise<void> => {
    await Promise.all([moment.records.close(), moment.history.close()]);
  };
  try {
    const [{ bytes: expectedBytes }, sites] = await Promise.all([home.history.status(), home.records.sites.list()]);
    const manifest: Manifest = {
      format: 'solstead-backup',
      version: archiveVersion,
      solstead: version(),
      home: await home.records.belongTo(''),
      sites: sites.map(({ name }) => name),
      madeMs: nowMs,
      hasSecrets,
      records: factsOf(moment.records),
      history: factsOf(moment.history),
    };
    let done = 0;
    const parts = (async function* () {
      for await (const part of partsOf(moment)) {
        yield part;
        done += part.bytes.length;
      }
    })();
    const stream = writeBackup({ manifest, parts }, passphrase === undefined ? undefined : { passphrase });
    return { manifest, expectedBytes, stream, doneBytes: () => done, close };
  } catch (error) {
    await close();
    throw error;
  }
}
