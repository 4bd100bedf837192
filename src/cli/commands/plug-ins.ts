// `solstead plugins`: what plug-ins there are, and the consent to their connections.
import { SolsteadError } from '#core/errors.ts';
import type { PlugInView } from '#core/plug-in.ts';
import { because, inEnglish } from '#core/reason.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../ending.ts';
import { tell } from '../tell-addresses.ts';

/** Its flags. */
export interface PlugInFlags {
  readonly json?: boolean;
  readonly plugins?: string;
  readonly data?: string;
}

const networks = {
  none: '',
  asked: '; wants to open connections, and nobody has agreed',
  allowed: '; may open connections',
} as const;

/** What a plug-in is, in a line. */
function lineOf({ file, kind, id, title, problem, network }: PlugInView): string {
  if (problem !== undefined) return `left out: ${inEnglish(problem)}`;
  return `${file}: ${kind} ${id} “${title}”${networks[network]}`;
}

/** Lists them, or agrees to something. Errors: `input.usage`, `folder.missing`, `plugin.unknown`, `plugin.failed`. */
export async function plugIns(
  { act, file }: { readonly act?: string | undefined; readonly file?: string | undefined },
  { json = false, ...flags }: PlugInFlags,
  context: CommandContext,
): Promise<void> {
  const isConsent = act === 'allow' || act === 'deny';
  if ((act !== undefined && !isConsent) || (isConsent && file === undefined))
    throw new SolsteadError('input.usage', { at: act ?? '', why: because('plugin.usage') });
  const desk = await context.plugIns.list(flags);
  const shown = isConsent && file !== undefined ? [await desk.allowNetwork(file, act === 'allow')] : desk.list();
  if (json) process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  else tell(...(shown.length === 0 ? ['no plug-ins'] : shown.map(lineOf)));
  if (shown.some(({ problem }) => problem !== undefined)) process.exitCode = exitCodes.failed;
}
