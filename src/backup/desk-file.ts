// What the desk of backups remembers, in `backup.json` of the data folder: settings, and how the last ones went.
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupSettings, PlacedBackup } from '#core/backup.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { isReason, type Reason, said } from '#core/reason.ts';
import type { BackupOrigin } from './schedule.ts';
import { smallText } from './small-file.ts';

/** Settings and what is known of places, some kilobytes; of a longer one nothing is believed. */
const mostBytes = 4 * 2 ** 20;

/** What is remembered. */
export interface DeskState {
  readonly settings: BackupSettings;
  /** From when on the schedule counts, epoch ms: the last try, or when it was set. */
  readonly sinceMs: number;
  readonly lastMs?: number;
  readonly failure?: { readonly atMs: number; readonly reason: Reason };
  /** How often the passphrase was changed; absent: never. */
  readonly passphrase?: number;
  /** Of the latest backups, by their names, what their names do not say. */
  readonly made?: Readonly<Record<string, BackupOrigin>>;
  /** What folders were known by at their first use, by the ids of their places. */
  readonly marks?: Readonly<Record<string, { readonly path: string; readonly mark: string }>>;
  /** What was seen at the places, by their ids. */
  readonly seen: Readonly<Record<string, { readonly backups: readonly PlacedBackup[]; readonly failure?: Reason }>>;
}

const nameOf = (folder: string): string => join(folder, 'backup.json');

function isState(value: unknown): value is DeskState {
  if (!isRecord(value)) return false;
  const { settings, sinceMs, seen, failure, made = {}, marks = {} } = value;
  const isFailure = failure === undefined || (isRecord(failure) && isReason(failure['reason']));
  return (
    isRecord(settings) &&
    Array.isArray(settings['places']) &&
    typeof sinceMs === 'number' &&
    isRecord(seen) &&
    isRecord(made) &&
    isRecord(marks) &&
    isFailure
  );
}

/** Reads it; undefined if there is none. Errors: `store.failed`. */
export async function readDesk(folder: string): Promise<DeskState | undefined> {
  const at = nameOf(folder);
  try {
    const found: unknown = JSON.parse((await smallText(at, mostBytes)) ?? '');
    if (isState(found)) return found;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError))
      throw new SolsteadError('store.failed', { at, why: said(error), cause: error });
  }
  // Settings can be set again: a home does not stay closed for them.
  return undefined;
}

/** Writes it, completely or not at all. Errors: `store.failed`. */
export async function writeDesk(folder: string, state: DeskState): Promise<void> {
  const at = nameOf(folder);
  try {
    const file = await open(`${at}.new`, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(state)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${at}.new`, at);
  } catch (error) {
    throw new SolsteadError('store.failed', { at, why: said(error), cause: error });
  }
}
