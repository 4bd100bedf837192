// `solstead doctor`: what was found, line by line, and what to do about it.
import { type CheckArea, type CheckLine, reportText } from '#core/check-up.ts';
import { inEnglish } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import type { CommandContext } from '../context.ts';
import type { DoctorFlags } from '../flags.ts';
import { exitCodes } from '../ending.ts';

/** Flags of `solstead doctor`. */
export interface DoctorCommandFlags extends DoctorFlags {
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

const counted = (lines: readonly CheckLine[], state: CheckLine['state']): number =>
  lines.filter((line) => line.state === state).length;

function summary(lines: readonly CheckLine[]): string {
  const [failed, warned] = [counted(lines, 'fail'), counted(lines, 'warn')];
  if (failed === 0 && warned === 0) return 'Nothing is wrong.';
  return `${failed} failed, ${warned} to look at.`;
}

/** A line for programs: codes and parameters, and the same in English. */
const jsonOf = ({ area, state, what, help }: CheckLine) => ({
  area,
  state,
  what: inEnglish(what),
  reason: what,
  ...(help === undefined ? {} : { help: inEnglish(help), advice: help }),
});

/** What is printed of an area as soon as it has been looked at: a line of JSON. */
const jsonLine = (area: CheckArea, lines: readonly CheckLine[]): string =>
  `${JSON.stringify({ area, lines: lines.map(jsonOf) })}\n`;

/** Looks, and prints; the exit code is 1 if something does not work. */
export async function doctor(
  { json = false, jsonl = false, ...flags }: DoctorCommandFlags,
  {
    out,
    context,
  }: { readonly out: Pick<NodeJS.WritableStream, 'write'>; readonly context: Pick<CommandContext, 'examine'> },
): Promise<void> {
  const tell = (area: CheckArea, found: readonly CheckLine[]): void => void (jsonl && out.write(jsonLine(area, found)));
  const lines = await context.examine(flags, tell);
  if (counted(lines, 'fail') > 0) process.exitCode = exitCodes.failed;
  if (jsonl) return;
  const text = json
    ? JSON.stringify({ ok: counted(lines, 'fail') === 0, lines: lines.map(jsonOf) }, undefined, 2)
    : visible([...reportText(lines, inEnglish), '', summary(lines)].join('\n'));
  out.write(`${text}\n`);
}
