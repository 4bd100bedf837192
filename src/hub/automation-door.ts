// What a home does by itself, behind the door: who may see it, who may change it, who may call a scene or set something by hand for a while.
import { isPermitted, type Permission, type Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { Value } from '#core/expression/tree.ts';
import type { TimeRange } from '#core/time.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import type {
  AutomationCheck,
  AutomationDesk,
  AutomationView,
  DeskEdit,
  PossibleRecipe,
} from './automation/desk-types.ts';
import type { Board } from './automation/running.ts';
import type { Trial } from './automation/trials.ts';
import type { Performer } from './perform.ts';

/** A set-point and a value that a person wants it to have for a while. */
export interface OverrideRequest {
  readonly device: string;
  readonly setPoint: SetPointId;
  readonly value: MetricValue;
  readonly forMs: number;
}

/** The automation of a home for one principal. Errors of all: `access.denied`, `automation.invalid` where there is none. */
export interface AutomationDoor {
  view(): AutomationView;
  board(): Board;
  check(text: string): AutomationCheck;
  recipes(): Promise<readonly PossibleRecipe[]>;
  /** A text after a change by a button; nothing is saved. Errors: `automation.invalid`, `input.invalid`. */
  edit(text: string, edit: DeskEdit): Promise<string>;
  /** Errors: `automation.invalid`. */
  save(text: string): Promise<AutomationView>;
  /** The last trial over the past. */
  trial(): Trial | undefined;
  /** Tries a text over the past. Errors: `automation.invalid`, `automation.busy`, `input.invalid`. */
  beginTrial(text: string, span: TimeRange): Promise<Trial>;
  endTrial(): void;
  /** Gives a variable of the text a value. */
  setVariable(name: string, value: Value): Promise<void>;
  /** Begins what waits for a scene or a web hook of this name. */
  call(what: 'scene' | 'webhook', name: string, text?: string): Promise<void>;
  /** Holds a value against everything else. */
  hold(request: OverrideRequest): Promise<void>;
  /** Lets it go before its time. */
  release(target: Pick<OverrideRequest, 'device' | 'setPoint'>): Promise<void>;
}

interface Visit {
  readonly inside: { readonly automations?: AutomationDesk | undefined };
  readonly performer: Performer;
  readonly principal: Principal;
}

/** Trials over the past. */
function trialDoor(
  { principal, desk, manages }: { readonly principal: Principal; readonly manages: Permission; desk(): AutomationDesk },
  site: string,
): Pick<AutomationDoor, 'trial' | 'beginTrial' | 'endTrial'> {
  return {
    trial() {
      permit(principal, manages);
      return desk().trial(site);
    },
    async beginTrial(text, span) {
      permit(principal, manages);
      return desk().beginTrial(site, text, span);
    },
    endTrial() {
      permit(principal, manages);
      desk().endTrial(site);
    },
  };
}

/** The automation of a site. */
export function automationDoor({ inside, performer, principal }: Visit, site: string): AutomationDoor {
  const desk = (): AutomationDesk => {
    if (inside.automations !== undefined) return inside.automations;
    throw new SolsteadError('automation.invalid', { at: 'automation', why: because('act.none') });
  };
  const sees: Permission = { action: 'site.read', site };
  const manages: Permission = { action: 'automation.manage', site };
  const commands = (device?: string): Permission =>
    device === undefined ? { action: 'device.command', site } : { action: 'device.command', site, device };
  const by = { id: principal.id, name: principal.name };
  return {
    view() {
      permit(principal, sees);
      const view = desk().view(site);
      // Addresses of web hooks may hold tokens: who may not change the text has its sentences.
      return isPermitted(principal, manages) ? view : { ...view, text: '' };
    },
    board() {
      permit(principal, sees);
      return desk().board(site);
    },
    check(text) {
      permit(principal, manages);
      return desk().check(site, text);
    },
    async recipes() {
      permit(principal, manages);
      return desk().recipes(site);
    },
    async edit(text, edit) {
      permit(principal, manages);
      return desk().edit(site, text, edit);
    },
    save: (text) =>
      performer.perform(
        principal,
        { permission: manages, name: 'change automation', subject: `${text.length} characters` },
        () => desk().save(site, text, principal.name),
      ),
    ...trialDoor({ principal, desk, manages }, site),
    setVariable: (name, value) =>
      performer.perform(
        principal,
        { permission: commands(), name: 'set variable', subject: `${name}: ${String(value)}` },
        async () => desk().setVariable(site, name, value),
      ),
    call: (what, name, text) =>
      performer.perform(principal, { permission: commands(), name: `call ${what}`, subject: name }, async () =>
        desk().happen(site, { kind: 'called', what, name, text }),
      ),
    hold: ({ device, setPoint, value, forMs }) =>
      performer.perform(
        principal,
        { permission: commands(device), name: 'hold', subject: `${device} ${setPoint}: ${String(value)}` },
        async () => {
          const untilMs = desk().board(site).atMs + forMs;
          desk().happen(site, { kind: 'override', target: { device, setPoint }, value, untilMs, by });
        },
      ),
    release: (target) =>
      performer.perform(
        principal,
        { permission: commands(target.device), name: 'release', subject: `${target.device} ${target.setPoint}` },
        async () => desk().happen(site, { kind: 'override-ended', target }),
      ),
  };
}
