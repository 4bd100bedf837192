// `solstead check-device`: whether a file describes a device, with every problem at its place.
import { answerShapes } from '#devices/by-mode.ts';
import { existsSync } from 'node:fs';
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import { type Checked, foundOf, printChecked, tellChecked, toldReason } from '../checked.ts';
import { exitCodes } from '../ending.ts';
import type { CommandContext } from '../context.ts';
import type { JsonFlag } from '../own-flags.ts';

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Looks at one file. */
export async function deviceChecked(file: string, context: Pick<CommandContext, 'readDevice'>): Promise<Checked> {
  const outcome = await context.readDevice(file);
  if ('problems' in outcome) {
    const { problems } = outcome;
    return {
      file,
      kind: 'device',
      problems: problems.map(toldReason),
      holds: {},
      lines: problems.map((one) => visible(inEnglish(one))),
      failure: new SolsteadError('input.invalid', {
        at: file,
        why: because('check.wrong', { count: problems.length }),
      }),
      ending: existsSync(file) ? exitCodes.failed : exitCodes.usage,
    };
  }
  if ('plugIn' in outcome) {
    const { kind, id, params, wantsNetwork } = outcome.plugIn;
    const net = wantsNetwork ? ', wants to open connections' : '';
    const words = counted(params.length, kind === 'output' ? 'setting' : 'parameter');
    return {
      file,
      kind: 'plug-in',
      problems: [],
      holds: { id, plugIn: kind, params, wantsNetwork },
      lines: [`${id}: ok: ${kind}, ${words}${net}`],
    };
  }
  const { definition, examples } = outcome;
  const readings = answerShapes(definition).reduce(
    (sum, { rows, derive = [] }) => sum + rows.length + derive.length,
    0,
  );
  const settings = definition.writes.length;
  const example = examples === 0 ? 'no example to decode' : 'decodes the example';
  return {
    file,
    kind: 'device',
    problems: [],
    holds: { id: definition.id, readings, settings, examples },
    lines: [`${definition.id}: ok: ${counted(readings, 'reading')}, ${counted(settings, 'setting')}, ${example}`],
  };
}

/** Checks files; exit code 1 if one has problems, 2 if one is not there. */
export async function checkDevice(
  files: readonly string[],
  { json = false }: JsonFlag,
  context: Pick<CommandContext, 'readDevice'>,
): Promise<void> {
  const { stdout: out, stderr: err } = process;
  const all: Checked[] = [];
  for (const file of files) all.push(await deviceChecked(file, context));
  const wrong = all.findLast(({ failure }) => failure !== undefined);
  if (json) printChecked({ files: all.map(foundOf) }, wrong ?? {}, { out });
  else for (const one of all) tellChecked(one, { out, err });
}
