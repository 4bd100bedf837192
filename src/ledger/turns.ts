// By what act a person turns a decision of the ledger round: most are overruled, the others follow from an act of their own.
import type { Turn } from '#api/turn.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import type { LedgerEvent } from '#energy/types.ts';
import type { SavedCorrection } from './records.ts';

/** A decision with the act that turns it round. */
export interface TurnableEvent extends LedgerEvent {
  readonly turn: Turn;
}

type Decision = Pick<LedgerEvent, 'id' | 'kind' | 'source' | 'atMs'>;

/** The act that turns a decision round; `corrections` are those in force. */
export function turnOf({ id, kind, source, atMs }: Decision, corrections: readonly SavedCorrection[]): Turn {
  switch (kind) {
    case 'gap':
      return { by: id.includes('/silent/') ? 'energy' : 'overrule' };
    case 'role':
      return { by: 'role', device: source };
    case 'clock':
      return { by: 'misdated' };
    case 'replaced':
    case 'repair': {
      const own = corrections.find(
        ({ repair }) => repair.kind === 'replacement' && repair.source === source && repair.atMs === atMs,
      );
      return { by: 'undo', ...(own === undefined ? {} : { repair: own.id }) };
    }
    default:
      return { by: 'overrule' };
  }
}

function actOf(turn: Exclude<Turn, { readonly by: 'overrule' }>): Reason {
  switch (turn.by) {
    case 'role':
      return because('repair.role-decision', { device: turn.device });
    case 'misdated':
      return because('repair.clock-decision');
    case 'undo':
      return because('repair.replaced-decision', { id: turn.repair ?? '' });
    case 'energy':
      return because('repair.silent-decision');
  }
}

/** Refuses to overrule what another act turns round, and says which. Errors: `input.invalid`. */
export function assertOverrulable(event: string, corrections: readonly SavedCorrection[]): void {
  const [, source = '', word = '', at = ''] = /^(.+)\/(role|clock|replaced|silent)\/(\d+)$/.exec(event) ?? [];
  const kind = word === 'silent' ? 'gap' : word;
  if (kind !== 'role' && kind !== 'clock' && kind !== 'replaced' && kind !== 'gap') return;
  const turn = turnOf({ id: event, kind, source, atMs: Number(at) }, corrections);
  if (turn.by !== 'overrule') throw new SolsteadError('input.invalid', { at: 'repair.event', why: actOf(turn) });
}
