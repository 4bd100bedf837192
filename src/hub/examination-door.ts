// Looks at the installation behind the door: who runs it begins one, and each is logged.
import { everySite, type Permission, type Principal } from '#core/access.ts';
import type { Examination, ExaminationDesk } from '#core/check-up.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { Performer } from './perform.ts';

/** Looks at the installation for one principal. Errors of both: `access.denied`. The demo has failed to look. */
export interface ExaminationDoor {
  /** The look under way, or the last one. */
  view(): Examination;
  /** Begins one, unless one is under way or was just now. */
  begin(): Promise<Examination>;
}

interface Visit {
  readonly inside: { readonly examinations?: ExaminationDesk | undefined };
  readonly performer: Performer;
  readonly principal: Principal;
}

const permission: Permission = { action: 'system.examine', site: everySite };

/** Where there is nothing to look at. */
const none: Examination = { state: 'failed', areas: [], lines: [], failure: because('demo.no-set-up') };

/** The looks. */
export function examinationDoor({ inside, performer, principal }: Visit): ExaminationDoor {
  return {
    view() {
      permit(principal, permission);
      return inside.examinations?.view() ?? none;
    },
    async begin() {
      const { isNew: _, ...begun } = await performer.perform<ReturnType<ExaminationDesk['begin']>>(
        principal,
        {
          permission,
          name: 'examine installation',
          subject: '',
          done: ({ isNew }) => (isNew ? {} : undefined),
        },
        async () => inside.examinations?.begin() ?? { ...none, isNew: true },
      );
      return begun;
    },
  };
}
