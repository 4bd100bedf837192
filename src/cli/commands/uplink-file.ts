// `solstead check` of the file of an uplink.
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import { placedIn } from '#daemon/read-plan.ts';
import type { CommandContext } from '../context.ts';
import { type Checked, toldPlace } from '../checked.ts';
import { exitCodes } from '../ending.ts';
import { uplinkDocument } from './daemon.ts';

/** Looks at one. Errors: `input.usage` for one that cannot be read. */
export async function uplinkChecked(file: string, context: Pick<CommandContext, 'readUplink'>): Promise<Checked> {
  const read = await context.readUplink(file);
  if ('uplink' in read) {
    const holds = uplinkDocument(read.uplink);
    const line = visible(`${file}: nothing is wrong with it: to ${holds.address} as ${holds.client}`);
    const notes = read.notes.map((note) => visible(inEnglish(note)));
    return {
      file,
      kind: 'uplink',
      problems: [],
      holds,
      lines: [line],
      ...(notes.length > 0 ? { warnings: notes } : {}),
    };
  }
  const why = because('daemon.wrong', { count: read.complaints.length });
  return {
    file,
    kind: 'uplink',
    problems: read.complaints.map(toldPlace),
    warnings: read.complaints.map((one) => visible(inEnglish(placedIn(file, one)))),
    holds: {},
    lines: [inEnglish(why)],
    failure: new SolsteadError('input.usage', { at: file, why }),
    ending: exitCodes.failed,
  };
}
