// What a backup says about itself: in front what it is, at the end what it held.
import { entriesOf, isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Snapshot } from '#core/snapshot.ts';
import type { Group } from './names.ts';

/** Goes up when a reader of the version before would read it wrongly. */
export const archiveVersion = 1;

/** A store in a backup. */
export type StoreFacts = Pick<Snapshot, 'form' | 'facts'>;

/** What a backup is. */
export interface Manifest {
  readonly format: 'solstead-backup';
  readonly version: number;
  /** Version of the program that made it. */
  readonly solstead: string;
  /** Id of the home. */
  readonly home: string;
  /** Names of its sites. */
  readonly sites: readonly string[];
  /** The moment that it shows, epoch ms. */
  readonly madeMs: number;
  /** Whether secrets are in it: only where it is encrypted. */
  readonly hasSecrets: boolean;
  readonly records: StoreFacts;
  readonly history: StoreFacts;
}

/** What the parts of a group were. */
export interface PartTotal {
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a backup held. */
export interface Trailer {
  readonly parts: Readonly<Partial<Record<Group, PartTotal>>>;
}

const damaged = (at: string, part: string): SolsteadError =>
  new SolsteadError('backup.damaged', { at, why: because('backup.part', { part }) });

function parsed(bytes: Uint8Array, part: string, at: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(found)) return found;
  } catch {
    // Told below.
  }
  throw damaged(at, part);
}

function isFacts(value: unknown): value is StoreFacts {
  if (!isRecord(value)) return false;
  const { form, facts } = value;
  const isFact = (one: unknown): boolean => typeof one === 'string' || typeof one === 'number';
  return typeof form === 'string' && isRecord(facts) && Object.values(facts).every(isFact);
}

/** Reads what a backup is. Errors: `backup.newer`, `backup.damaged`. */
export function readManifest(bytes: Uint8Array, at: string): Manifest {
  const { format, version, solstead, home, sites, madeMs, hasSecrets, records, history } = parsed(
    bytes,
    'manifest',
    at,
  );
  if (format !== 'solstead-backup' || typeof version !== 'number') throw damaged(at, 'manifest');
  if (version > archiveVersion) {
    const why = because('backup.version', { version, known: archiveVersion });
    throw new SolsteadError('backup.newer', { at, why });
  }
  const isTexts = Array.isArray(sites) && sites.every((one) => typeof one === 'string');
  if (typeof solstead !== 'string' || typeof home !== 'string' || !isTexts || !Number.isSafeInteger(madeMs))
    throw damaged(at, 'manifest');
  if (!isFacts(records) || !isFacts(history)) throw damaged(at, 'manifest');
  return {
    format,
    version,
    solstead,
    home,
    sites,
    madeMs: Number(madeMs),
    hasSecrets: hasSecrets === true,
    records,
    history,
  };
}

function isTotal(value: unknown): value is PartTotal {
  if (!isRecord(value)) return false;
  const { count, bytes, sha256 } = value;
  return Number.isSafeInteger(count) && Number.isSafeInteger(bytes) && typeof sha256 === 'string';
}

/** Reads what a backup held. Errors: `backup.damaged`. */
export function readTrailer(bytes: Uint8Array, at: string): Trailer {
  const { parts } = parsed(bytes, 'trailer', at);
  if (!isRecord(parts) || !entriesOf(parts).every(([, one]) => isTotal(one))) throw damaged(at, 'trailer');
  return { parts };
}
