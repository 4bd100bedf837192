// `solstead repair`: what is wrong with the data folder of a home that is not running; reported first, repaired on request.
import { systemClock as clock } from '#core/clock.ts';
import { visible } from '#core/visible.ts';
import type { CommandContext, FolderFault, FolderFinding, KeptHistory } from '../context.ts';
import { exitCodes } from '../ending.ts';

/** Flags of `solstead repair`. */
export interface FolderFlags {
  readonly data: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly adopt?: boolean;
  readonly json?: boolean;
}

interface Remedy {
  /** What was done. */
  readonly done: string;
  /** What does it, or who. */
  readonly todo: string;
}

const byHand = (todo: string): Remedy => ({ done: '', todo });

const remedies: Readonly<Record<FolderFault, Remedy>> = {
  'history-damaged': {
    done: 'Set aside; a new history was begun with what can still be read.',
    todo: 'With --yes it is set aside, and a new history is begun with what can still be read.',
  },
  'history-missing': {
    done: 'A new, empty history was begun.',
    todo: 'Put it back from a copy; or with --yes a new, empty history is begun.',
  },
  'history-gaps': byHand('The history can be used; what is lost stays reported. Nothing needs to be done.'),
  'history-other-home': byHand('Left alone: put back the history of this home from a copy.'),
  'records-damaged': byHand('Left alone: restore it from a backup.'),
  'records-missing': {
    done: 'New, empty records were begun: the next visitor becomes the owner, so set the home up at once.',
    todo: 'Put it back from a copy; or with --adopt --yes new, empty records are begun, and the next visitor becomes the owner.',
  },
  'records-older': {
    done: 'Accepted as they are.',
    todo: 'Put the newest copy of records.db back; or with --yes these are accepted, once accounts, tokens and devices were looked through.',
  },
  'records-changed': {
    done: 'Accepted as they are.',
    todo: 'Put the newest copy of records.db back; or with --yes these are accepted, once accounts, tokens and devices were looked through.',
  },
  'history-changed': {
    done: 'Accepted as it is.',
    todo: 'Put the newest copy of history.db back; or with --yes this one is accepted as it is.',
  },
  'key-lost': {
    done: 'A new key was begun, and the secrets of the old one were set aside: give the passwords again.',
    todo: 'Put it back from a backup; or with --adopt --yes a new key is begun, and every password has to be given again.',
  },
  'secrets-changed': {
    done: 'Accepted as they are.',
    todo: 'Put the newest copy back, or give the password again where it is used; or with --yes they are accepted as they are.',
  },
  'home-damaged': { done: 'Written anew.', todo: 'With --yes it is written anew.' },
  'home-other': {
    done: 'Written anew, for the home of the records.',
    todo: 'Put the records of this home back from a copy; or with --adopt --yes those that are there are accepted.',
  },
};

function keptText({ points, rows, damagedRows, stretches }: KeptHistory, isMended: boolean): string {
  const lost = `${damagedRows} damaged and ${stretches} stretches that cannot be read at all`;
  return `${isMended ? 'Kept' : 'Readable'}: ${points} points in ${rows} rows of the file; not: ${lost}.`;
}

function textOf({ what, file, why, isMended, aside, kept }: FolderFinding): string {
  const { done, todo } = remedies[what];
  return [
    `${file}: ${why}.`,
    ...(kept === undefined ? [] : [keptText(kept, isMended)]),
    ...(aside === undefined ? [] : [`The damaged file is now ${aside}.`]),
    isMended ? done : todo,
  ].join('\n  ');
}

/**
 * Prints what is wrong with a data folder, and repairs it with `--yes`; the exit code is 1 if something needs repair and was not
 * repaired, also where it was only looked at. Errors: `input.usage`, `folder.*`, `store.failed`, `store.newer`.
 */
export async function repairData(
  { data, yes = false, adopt = false, json = false }: FolderFlags,
  {
    out,
    context,
  }: { readonly out: Pick<NodeJS.WritableStream, 'write'>; readonly context: Pick<CommandContext, 'repairFolder'> },
): Promise<void> {
  const findings = await context.repairFolder({ folder: data, isActing: yes, isAdopting: adopt, clock });
  const lines = findings.length === 0 ? ['Nothing is wrong with this folder.'] : findings.map(textOf);
  if (!yes && findings.length > 0) lines.push('Nothing was changed.');
  out.write(json ? `${JSON.stringify({ findings }, undefined, 2)}\n` : `${visible(lines.join('\n'))}\n`);
  if (findings.some(({ what, isMended }) => what !== 'history-gaps' && !isMended)) process.exitCode = exitCodes.failed;
}
