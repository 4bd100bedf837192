// What the automations of an installation can be asked, and what they answer.
import type { Notice } from '#automation/engine.ts';
import type { TextEdit } from '#automation/file/edit.ts';
import type { OutlineEntry } from '#automation/file/outline.ts';
import type { RecipeName, RecipeWish } from '#automation/file/recipes.ts';
import type { Target } from '#automation/claim.ts';
import type { Happening } from '#automation/happening.ts';
import type { AutomationStore } from '#core/automation.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import type { IssuedCommand } from '#core/issued-command.ts';
import type { Lease } from '#core/lease.ts';
import type { Value } from '#core/expression/tree.ts';
import type { ActionKind } from '#core/plug-in.ts';
import type { Reason } from '#core/reason.ts';
import type { TimeRange } from '#core/time.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import type { ActingHome } from './acting-home.ts';
import type { Board } from './running.ts';
import type { Trial } from './trials.ts';

/** The automation of a home as people see it. */
export interface AutomationView {
  readonly text: string;
  readonly changedMs?: number;
  readonly changedBy?: string;
  /** What is wrong with it now, such as a device that is gone: the rest of it goes on. */
  readonly problems: readonly PlacedProblem[];
  /** What it says, for people; empty while it cannot be read. */
  readonly outline: readonly OutlineEntry[];
}

/** What would become of a text. */
export interface AutomationCheck {
  readonly problems: readonly PlacedProblem[];
  /** Absent while it cannot be read. */
  readonly outline?: readonly OutlineEntry[] | undefined;
}

/** A recipe that is of use in a home, and the set-points it could be for. */
export interface PossibleRecipe {
  readonly recipe: RecipeName;
  readonly targets: readonly Target[];
}

/** A change of a text by a button. */
export type DeskEdit = Extract<TextEdit, { kind: 'switch' }> | ({ readonly kind: 'recipe' } & RecipeWish);

/** What a desk is made of. */
export interface AutomationDeskParts {
  readonly clock: Clock;
  readonly store: AutomationStore;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  homeOf(facts: SiteFacts): ActingHome;
  /** Delivers what is to be told or done outside of devices. */
  tell(site: string, notice: Notice): Promise<Reason | undefined>;
  /** Hears what is said at a topic of the home's broker from now on, as text; the returned function ends it. */
  hear(site: string, topic: string, onText: (text: string) => void): () => void;
  /** Actions of plug-ins; absent: there are none. */
  readonly actions?: readonly ActionKind[] | undefined;
}

/** The automations of an installation. Errors of all: `site.unknown`, `store.failed`. */
export interface AutomationDesk {
  /** The consumer of a site that is being opened. */
  consumer(facts: SiteFacts, lease: Lease): Promise<Consumer>;
  view(site: string): AutomationView;
  /** What would be wrong with a text in this home. */
  check(site: string, text: string): AutomationCheck;
  /** What can begin here without being written by hand. */
  recipes(site: string): Promise<readonly PossibleRecipe[]>;
  /** A text after a change; nothing is saved. Errors: `automation.invalid`, `input.invalid`. */
  edit(site: string, text: string, edit: DeskEdit): Promise<string>;
  /** Errors: `automation.invalid`. */
  save(site: string, text: string, by: string): Promise<AutomationView>;
  board(site: string): Board;
  /** The last trial over the past of the home. */
  trial(site: string): Trial | undefined;
  /** Tries a text over the past; nothing is saved or set. Errors: `automation.invalid`, `automation.busy`, `input.invalid`. */
  beginTrial(site: string, text: string, span: TimeRange): Trial;
  endTrial(site: string): void;
  /** Somebody gave a command: what it sets holds for a while against rules and surplus. */
  commanded(command: IssuedCommand): void;
  /** Something happened that people or programs say. */
  happen(site: string, one: Exclude<Happening, { kind: 'answered' }>): void;
  /** Errors: `automation.invalid` for one that the text does not have, or a value of another kind. */
  setVariable(site: string, name: string, value: Value): void;
  /** Automations that are not right any more. */
  issues(): readonly Reason[];
}
