// `solstead check-device`: whether a file describes a device, with every problem at its place.
import { answerShapes } from '#devices/by-mode.ts';
import { existsSync } from 'node:fs';
import { inEnglish } from '#core/reason.ts';
import { exitCodes } from '../ending.ts';
import { tell } from '../tell-addresses.ts';
import type { CommandContext } from '../context.ts';

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Checks files; exit code 1 if one has problems, 2 if one is not there. */
export async function checkDevice(files: readonly string[], context: CommandContext): Promise<void> {
  for (const file of files) {
    const outcome = await context.readDevice(file);
    if ('problems' in outcome) {
      tell(...outcome.problems.map(inEnglish));
      process.exitCode = existsSync(file) ? exitCodes.failed : exitCodes.usage;
      continue;
    }
    const { definition, examples } = outcome;
    const readings = answerShapes(definition).reduce(
      (sum, { rows, derive = [] }) => sum + rows.length + derive.length,
      0,
    );
    const example = examples === 0 ? 'no example to decode' : 'decodes the example';
    tell(
      `${definition.id}: ok: ${counted(readings, 'reading')}, ${counted(definition.writes.length, 'setting')}, ${example}`,
    );
  }
}
