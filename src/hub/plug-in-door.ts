// Plug-ins behind the door: who runs the installation sees them, and agrees to what they may do. Each consent is logged.
import { everySite, type Permission, type Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { OutputDesk, OwnOutputKind } from '#core/output.ts';
import { permit } from '#core/permit.ts';
import type { PlugInDesk, PlugInView } from '#core/plug-in.ts';
import type { Performer } from './perform.ts';

/** The plug-ins of an installation for one principal. Errors of all: `access.denied`. */
export interface PlugInDoor {
  list(): Promise<readonly PlugInView[]>;
  /** Kinds of outputs that are plug-ins, for everybody: nothing of them is secret. */
  outputKinds(): readonly OwnOutputKind[];
  /** Errors: `access.step-up`, `plugin.unknown`, `plugin.failed`. */
  allowNetwork(file: string, isAllowed: boolean): Promise<PlugInView>;
}

interface Visit {
  readonly inside: {
    readonly plugIns?: PlugInDesk | undefined;
    readonly outputs?: Pick<OutputDesk, 'ownKinds'> | undefined;
  };
  readonly performer: Performer;
  readonly principal: Principal;
}

const permission: Permission = { action: 'plugin.manage', site: everySite };

/** The plug-ins. */
export function plugInDoor({ inside, performer, principal }: Visit): PlugInDoor {
  return {
    async list() {
      permit(principal, permission);
      return inside.plugIns?.list() ?? [];
    },
    outputKinds: () => inside.outputs?.ownKinds() ?? [],
    allowNetwork: (file, isAllowed) =>
      performer.perform(
        principal,
        {
          permission,
          name: isAllowed ? 'allow plug-in connections' : 'deny plug-in connections',
          subject: file,
          isSensitive: true,
        },
        async () => {
          if (inside.plugIns === undefined) throw new SolsteadError('plugin.unknown', { at: file });
          return inside.plugIns.allowNetwork(file, isAllowed);
        },
      ),
  };
}
