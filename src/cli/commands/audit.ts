// `solstead audit`: who did what in a home that is not running – as a file, and whether a line was changed since.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type AuditHead, auditChains } from '#core/audit.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { instantIn } from '#core/instant.ts';
import { because, said } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { auditFile, type AuditFormat } from '#exchange/audit-file.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../ending.ts';
import { printJson, printTable } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Where the log is. */
interface LogFlags {
  readonly data: string;
  readonly records?: Secret;
}

/** Flags of `solstead audit verify`. */
export interface VerifyFlags extends LogFlags {
  readonly head?: readonly string[];
  readonly json?: boolean;
}

/** Flags of `solstead audit export`. */
export interface AuditExportFlags extends LogFlags {
  readonly format: AuditFormat;
  readonly output: string;
  readonly who?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

const instead = 'Read it from its web address instead (GET /api/v1/audit/export and /api/v1/audit/heads), or stop it.';

/** A head as text: `changes.12.ab…`. Errors: `input.usage`. */
function headOf(text: string): AuditHead {
  const [, name, last, hash] = /^([a-z]+)\.(\d{1,15})\.([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  const chain = auditChains.find((one) => one === name);
  if (chain === undefined || last === undefined || hash === undefined)
    throw new SolsteadError('input.usage', { at: '--head', why: because('audit.head') });
  return { chain, last: Number(last), hash };
}

/** A moment in UTC. Errors: `input.usage`. */
function momentOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const atMs = instantIn('UTC', text);
  if (atMs === undefined)
    throw new SolsteadError('input.usage', { at: flag, why: because('request.time', { field: flag }) });
  return atMs;
}

const open = (context: CommandContext, { data, records }: LogFlags) =>
  context.openRecords({ folder: data, instead, ...(records === undefined ? {} : { place: records }) });

/** Reads the whole log and says whether it is as it was written. Errors: `input.usage`, `folder.locked`, `store.*`. */
export async function verifyAudit({ head = [], json, ...flags }: VerifyFlags, context: CommandContext): Promise<void> {
  const known = head.map(headOf);
  const records = await open(context, flags);
  try {
    const checks = await records.audit.check(known);
    const isWhole = checks.every(({ brokenAt }) => brokenAt === undefined);
    if (!isWhole) process.exitCode = exitCodes.failed;
    if (json === true) {
      printJson(checks);
      return;
    }
    printTable(
      checks.map(({ chain, first, last, brokenAt }) => ({
        chain,
        lines: last === 0 ? '–' : `${first}–${last}`,
        state: brokenAt === undefined ? 'as written' : `not as written from line ${brokenAt} on`,
      })),
    );
    tell(
      '',
      isWhole ? 'Every line is as it was written. Heads to note elsewhere:' : 'The log was changed.',
      ...(isWhole ? checks.map(({ chain, last, hash }) => `  ${chain}.${last}.${hash}`) : []),
    );
  } finally {
    await records.close();
  }
}

/** Writes the log to a file or the standard output. Errors: `input.usage`, `folder.locked`, `store.*`. */
export async function exportAudit(flags: AuditExportFlags, context: CommandContext) {
  const { format, output, who, action, outcome, json = false } = flags;
  if (json && output === '-')
    throw new SolsteadError('input.usage', { at: '--json', why: because('export.json-output') });
  const wanted = { who, action, outcome, fromMs: momentOf(flags.from, '--from'), toMs: momentOf(flags.to, '--to') };
  const records = await open(context, flags);
  try {
    let lines = 0;
    const newest: typeof records.audit.newest = async (asked) => {
      const found = await records.audit.newest(asked);
      lines += found.length;
      return found;
    };
    const parts = auditFile(newest, format, wanted);
    if (output === '-') await pipeline(parts, process.stdout, { end: false });
    else await pipeline(parts, createWriteStream(output, { flags: 'wx', mode: 0o600 }));
    if (json) printJson({ file: output, format, lines });
  } catch (error) {
    const code = systemCode(error);
    // The reader has enough, as with `| head`.
    if (code === 'EPIPE') return;
    if (output === '-' || code === undefined || code.startsWith('ERR_')) throw error;
    throw new SolsteadError('input.usage', { at: output, why: said(error), cause: error });
  } finally {
    await records.close();
  }
}
