// `solstead export`: history as a file, from the data folder of a house that is not running.
import { because, said } from '#core/reason.ts';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import { exportFileName, exportHistory } from '#exchange/export-history.ts';
import { type ExportQuery, exportRequest } from '#exchange/export-request.ts';
import type { CommandContext } from '../context.ts';
import { printJson } from '../print.ts';
import { progressLine } from '../tell-progress.ts';

/** Flags of `solstead export`. */
export interface ExportFlags extends ExportQuery {
  readonly data: string;
  readonly site?: string;
  /** A file, or `-` for the standard output; absent: a name that says what is inside. */
  readonly output?: string;
  readonly json?: boolean;
}

const instead =
  'Export from its web address instead (GET /api/v1/sites/<site>/export, see docs/exchange.md), or stop it.';

async function writeOut(parts: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await pipeline(parts, process.stdout, { end: false });
  } catch (error) {
    // The reader has enough, as with `| head`.
    if (systemCode(error) !== 'EPIPE') throw error;
  }
}

async function write(parts: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  if (path === '-') return writeOut(parts);
  let isMine = false;
  const file = createWriteStream(path, { flags: 'wx' }).once('open', () => (isMine = true));
  try {
    await pipeline(parts, file);
  } catch (error) {
    // Half a file would look like a whole one.
    if (isMine) await rm(path, { force: true });
    if (isSolsteadError(error)) throw error;
    throw new SolsteadError('input.usage', { at: path, why: said(error), cause: error });
  }
}

/** Names the flag instead of the request's parameter. */
function asFlag(error: unknown): unknown {
  if (!isSolsteadError(error, 'input.invalid')) return error;
  return new SolsteadError('input.usage', {
    at: `--${error.at}`,
    ...(error.reason === undefined ? {} : { why: error.reason }),
  });
}

/** Writes an export. Errors: `input.usage`, `site.unknown`, `folder.locked`, `store.*`. */
export async function exportFile(
  { data, site: siteId, output, json = false, ...query }: ExportFlags,
  context: CommandContext,
): Promise<void> {
  if (json && output === '-')
    throw new SolsteadError('input.usage', { at: '--json', why: because('export.json-output') });
  const house = await context.openOffline({ folder: data, instead });
  const line = progressLine(clock, process.stderr);
  try {
    const { id, timeZone } = house.site(siteId);
    const frame = { store: house.history, site: id, timeZone, nowMs: clock.nowMs() };
    const request = await exportRequest(query, frame).catch((error: unknown) => {
      throw asFlag(error);
    });
    const path = output ?? exportFileName(request, id);
    let count = 0;
    const parts = exportHistory(house.history, request, {
      onProgress({ points, share }) {
        count = points;
        line.show(`${Math.round(share * 100)} %, ${points} points`);
      },
    });
    await write(parts, path);
    line.clear();
    if (json) printJson({ file: path, site: id, points: count, format: query.format ?? 'csv' });
    else process.stderr.write(`${count} points written to ${path === '-' ? 'the standard output' : path}\n`);
  } finally {
    await house.close();
  }
}
