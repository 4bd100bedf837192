// What an earlier system left, behind the door: who runs the installation begins a look through the folder that was named at start.
import { everySite, type Permission, type Principal } from '#core/access.ts';
import type { ImportDesk, ImportPlace, ImportRequest, ImportState } from '#core/history-import.ts';
import type { PredecessorDesk, PredecessorLook } from '#core/predecessor.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { Performer } from './perform.ts';

/** Looks for one principal. Errors of all: `access.denied`. */
export interface PredecessorDoor {
  /** The look under way, or the last one. */
  view(): PredecessorLook;
  /** Begins one, unless one is under way. Errors: `access.step-up`. */
  begin(): Promise<PredecessorLook>;
  /** Ends the one under way. */
  end(): Promise<PredecessorLook>;
  /** Takes what was found into a home. Errors: `site.unknown`. */
  imports(site: string): ImportDoor;
}

/** Imports into one home. Errors of all: `access.denied`. */
export interface ImportDoor {
  /** The import under way, or the last one. */
  view(): ImportState;
  /** Begins one, or only says what it would change. Errors: `import.busy`, `input.invalid`, `store.*`. */
  begin(request: ImportRequest): Promise<ImportState>;
  /** Ends the one under way; what it wrote stays. */
  end(): Promise<ImportState>;
}

interface Visit {
  readonly inside: {
    readonly predecessor?: PredecessorDesk | undefined;
    readonly imports?: ImportDesk | undefined;
    importPlace(site: string): ImportPlace;
  };
  readonly performer: Performer;
  readonly principal: Principal;
}

const permission: Permission = { action: 'history.manage', site: everySite };

/** Where no folder was named. */
const none: PredecessorLook = { state: 'failed', found: [], failure: because('predecessor.no-folder') };

const noImport: ImportState = { state: 'failed', failure: because('predecessor.no-folder') };

/** What the log says that an import takes. */
const subjectOf = ({ path, isDry }: ImportRequest): string => (isDry ? `${path} (shown only)` : path);

/** Whoever takes history from the folder of the computer manages all homes, not one. */
function importDoor({ inside, performer, principal }: Visit, site: string): ImportDoor {
  return {
    view() {
      permit(principal, permission);
      inside.importPlace(site);
      return inside.imports?.view(site) ?? noImport;
    },
    begin: (request) =>
      performer.perform<ImportState>(
        principal,
        { permission, name: 'import history', subject: `${site}: ${subjectOf(request)}` },
        async () => (await inside.imports?.begin(inside.importPlace(site), request)) ?? noImport,
      ),
    end: () =>
      performer.perform<ImportState>(
        principal,
        { permission, name: 'end the import of history', subject: site },
        async () => (await inside.imports?.end(site)) ?? noImport,
      ),
  };
}

/** The looks. */
export function predecessorDoor({ inside, performer, principal }: Visit): PredecessorDoor {
  return {
    view() {
      permit(principal, permission);
      return inside.predecessor?.view() ?? none;
    },
    // What files of the computer hold is shown: the person proves who it is.
    begin: () =>
      performer.perform<PredecessorLook>(
        principal,
        {
          permission,
          name: 'look for an earlier system',
          subject: inside.predecessor?.view().folder ?? '',
          isSensitive: true,
        },
        async () => {
          if (inside.predecessor === undefined) return none;
          const { isNew: _, ...begun } = inside.predecessor.begin();
          return begun;
        },
      ),
    end: () =>
      performer.perform<PredecessorLook>(
        principal,
        { permission, name: 'end the look for an earlier system', subject: '' },
        async () => inside.predecessor?.end() ?? none,
      ),
    imports: (site) => importDoor({ inside, performer, principal }, site),
  };
}
