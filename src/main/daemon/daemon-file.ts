// The file of a daemon, read from the disk with what it refers to: secrets in other files, the environment, the kinds of outputs.
import { basename } from 'node:path';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import type { DaemonFile } from '#cli/context.ts';
import { closingOf, isOpenToAll } from '#cli/open-to-all.ts';
import type { Note } from '#daemon/plan.ts';
import { readPlan } from '#daemon/read-plan.ts';
import type { Registry } from '#devices/on-demand.ts';
import { readRegularFile } from '#store/regular-file.ts';
import { environment } from '../environment.ts';
import { secretFileReader } from '../secret-file.ts';
import { plugInsOf } from '../user-devices.ts';

/** Larger files are none that a person wrote. */
const mostBytes = 1024 * 1024;

/** What reading it needs. */
export interface DaemonFileParts {
  readonly registry: Registry;
  /** Whether there is a folder for what waits. */
  readonly hasFolder: boolean;
}

/** Reads a file. Errors: `input.usage` for one that is not there, or no file. */
export async function readDaemonFile(path: string, { registry, hasFolder }: DaemonFileParts): Promise<DaemonFile> {
  const name = basename(path);
  let text: string;
  try {
    text = await readRegularFile(path, mostBytes);
  } catch (error) {
    const why = error instanceof SolsteadError ? (error.reason ?? said(error)) : said(error);
    throw new SolsteadError('input.usage', { at: path, why, cause: error });
  }
  const reader = secretFileReader();
  const outcome = await readPlan(text, {
    registry,
    environment,
    secretFile: reader.secretFile,
    hasFolder,
    outputs: async () => (await import('./known-outputs.ts')).knownOutputs(plugInsOf(registry)?.outputKinds),
  });
  if ('complaints' in outcome) return { name, ...outcome };
  const { plan, notes, hasSecrets } = outcome;
  const open: readonly Note[] =
    hasSecrets && isOpenToAll(path)
      ? [{ line: 1, column: 1, why: because('daemon.world-readable', { how: external(closingOf(path)) }) }]
      : [];
  const others = reader.open.map((why): Note => ({ line: 1, column: 1, why }));
  return { name, plan, notes: [...open, ...others, ...notes] };
}
