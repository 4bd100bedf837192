// `home.json` of a data folder: which home it is and which files it had, so that one that is missing or from another home is
// reported instead of being created again. A home whose records are lost must not open to the next visitor.
import { type AuditHead, auditChains } from '#core/audit.ts';
import { isRecord } from '#core/entries.ts';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isSolsteadError, SolsteadError, systemCode, whyOf } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { readRegularFileSync } from './regular-file.ts';

/** Files of a home that others rely on, or that are told when they are gone. */
export const fileNames = ['records.db', 'history.db', 'secrets/key', 'broker.journal'] as const;
/** One of them. */
export type HomeFileName = (typeof fileNames)[number];

/** The content of `home.json`. */
export interface HomeFile {
  readonly version: 1;
  /** Id of the home. */
  readonly home: string;
  /** Files this home had. */
  readonly files: readonly HomeFileName[];
  /** Whether it has an owner: then records without an account are not its latest. */
  readonly isOwned?: boolean;
  /** The ends of the audit log when this was written: records that end before are not the latest. */
  readonly heads?: readonly AuditHead[];
  /** Its records were found to be older than they once were, and nobody has accepted that yet. */
  readonly older?: OlderRecords;
}

/** Records that are older than they once were: a journal was lost, or an old copy was put back. */
export interface OlderRecords {
  /** When it was noticed, epoch ms. */
  readonly noticedMs: number;
  /** Lines of the audit log that are missing, or were written anew. */
  readonly lines: number;
}

/** It holds a few lines. */
const mostBytes = 1024 * 1024;

const nameOf = (folder: string): string => join(folder, 'home.json');

function headsIn(found: unknown): readonly AuditHead[] {
  if (!Array.isArray(found)) return [];
  return found.filter(isRecord).flatMap(({ chain, last, hash }): readonly AuditHead[] => {
    const known = auditChains.find((one) => one === chain);
    const isWhole = known !== undefined && Number.isSafeInteger(last) && typeof hash === 'string';
    return isWhole ? [{ chain: known, last: Number(last), hash }] : [];
  });
}

function olderIn(found: unknown): OlderRecords | undefined {
  if (!isRecord(found)) return undefined;
  const { noticedMs, lines } = found;
  if (!Number.isSafeInteger(noticedMs) || !Number.isSafeInteger(lines)) return undefined;
  return { noticedMs: Number(noticedMs), lines: Number(lines) };
}

/** How many lines records lack of those that were noted; one that differs from a noted one counts as one. */
export function missingLines(noted: readonly AuditHead[], found: readonly AuditHead[]): number {
  return noted.reduce((sum, { chain, last, hash }) => {
    const now = found.find((one) => one.chain === chain) ?? { last: 0, hash: '' };
    return sum + Math.max(0, last - now.last) + (last > 0 && now.last === last && now.hash !== hash ? 1 : 0);
  }, 0);
}

const sumOf = (content: object): number => crc32(JSON.stringify(content));

/** Whether its content is that which was written; one of an earlier version does not say. */
function isWhole(found: unknown): boolean {
  if (!isRecord(found)) return false;
  const { sum, ...content } = found;
  return sum === undefined || sum === sumOf(content);
}

/** Reads it; undefined if there is none, as in a folder of version 0.1. Errors: `store.corrupt`, `store.newer`, `store.failed`. */
export function readHomeFile(folder: string): HomeFile | undefined {
  const at = nameOf(folder);
  let text: string;
  try {
    text = readRegularFileSync(at, mostBytes);
  } catch (thrown) {
    if (isSolsteadError(thrown)) throw thrown;
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw new SolsteadError('store.failed', { at, why: whyOf(thrown), cause: thrown });
  }
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (thrown) {
    throw new SolsteadError('store.corrupt', { at, why: whyOf(thrown), cause: thrown });
  }
  const { version, home, files, isOwned, ...rest }: Readonly<Record<string, unknown>> = isRecord(found) ? found : {};
  if (typeof version === 'number' && version > 1)
    throw new SolsteadError('store.newer', { at, why: because('store.version', { version, known: 1 }) });
  if (version !== 1 || typeof home !== 'string' || !Array.isArray(files) || !isWhole(found))
    throw new SolsteadError('store.corrupt', { at, why: because('document.broken') });
  const heads = headsIn(rest['heads']);
  const older = olderIn(rest['older']);
  return {
    version,
    home,
    files: fileNames.filter((name) => files.includes(name)),
    isOwned: isOwned === true,
    ...(heads.length === 0 ? {} : { heads }),
    ...(older === undefined ? {} : { older }),
  };
}

/** Writes it, completely or not at all. Errors: `folder.unwritable`. */
export async function writeHomeFile(folder: string, content: HomeFile): Promise<void> {
  const at = nameOf(folder);
  try {
    // Whatever has this name is not ours; opening a pipe would wait for ever.
    await rm(`${at}.new`, { force: true, recursive: true });
    const file = await open(`${at}.new`, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ ...content, sum: sumOf(content) })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${at}.new`, at);
  } catch (thrown) {
    throw new SolsteadError('folder.unwritable', { at, why: whyOf(thrown), cause: thrown });
  }
}

/**
 * Refuses a file that is missing although the home had it. Records also count as missing if there is a history without them:
 * its contents would belong to the first visitor. Errors: `store.corrupt`.
 */
export function assertSibling(folder: string, file: HomeFileName, known: HomeFile | undefined): void {
  if (existsSync(join(folder, file))) return;
  const hasHistory = existsSync(join(folder, 'history.db'));
  if (known?.files.includes(file) !== true && !(file === 'records.db' && hasHistory)) return;
  throw new SolsteadError('store.corrupt', {
    at: join(folder, file),
    why: because('store.sibling-missing', { file }),
  });
}

/** Refuses what belongs to another home. Errors: `store.corrupt`. */
export function assertSameHome(at: string, found: string, home: string): void {
  if (found !== home) throw new SolsteadError('store.corrupt', { at, why: because('store.other-home') });
}
