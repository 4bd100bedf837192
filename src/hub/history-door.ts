// How long history is kept, behind the door.
import { everySite, type Principal } from '#core/access.ts';
import { permit } from '#core/permit.ts';
import type { Upkeep } from './inside.ts';
import type { Performer } from './perform.ts';
import type { HistoryDoor } from './types.ts';

interface Visit {
  readonly inside: Pick<Upkeep, 'historyStatus' | 'setRetention'>;
  readonly performer: Performer;
  readonly principal: Principal;
}

/** The history as a thing. */
export function historyDoor({ inside, performer, principal }: Visit): HistoryDoor {
  return {
    async status() {
      // It counts what all homes have.
      permit(principal, { action: 'site.read', site: everySite });
      return inside.historyStatus();
    },
    setRetention: (rules) =>
      performer.perform(
        principal,
        {
          permission: { action: 'history.manage', site: everySite },
          name: 'set retention',
          subject: JSON.stringify(rules),
        },
        () => inside.setRetention(rules),
      ),
  };
}
