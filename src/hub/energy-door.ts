// Energy and money of a home for somebody: questions and changes as the ledger takes them, asked for and written down.
import type { Principal } from '#core/access.ts';
import { permit } from '#core/permit.ts';
import { keyOfChoices } from '#ledger/choices.ts';
import type { LedgerDesk } from '#ledger/desk-types.ts';
import type { Performer } from './perform.ts';

/** Changes that name who made them. */
type Named = 'applyRepair' | 'saveChoices' | 'changeTariff';
type Unnamed<Change> = Change extends (what: infer What, ...rest: never) => infer Answer
  ? (what: What) => Answer
  : never;

/** Energy and money for one principal. */
export type EnergyDoor = Omit<LedgerDesk, Named> & {
  readonly [Key in Exclude<Named, 'applyRepair'>]: Unnamed<LedgerDesk[Key]>;
} & {
  /** Errors: `input.invalid`. */
  applyRepair(repair: Parameters<LedgerDesk['applyRepair']>[0], why: string): ReturnType<LedgerDesk['applyRepair']>;
};

/** What {@link energyDoor} needs. */
export interface EnergyDoorParts {
  readonly site: string;
  readonly desk: LedgerDesk;
  readonly principal: Principal;
  readonly performer: Performer;
}

/** Opens a home's ledger to somebody. Errors: `site.unknown`, `access.denied`. */
export function energyDoor({ site, desk, principal, performer }: EnergyDoorParts): EnergyDoor {
  permit(principal, { action: 'site.read', site });
  type Done<T> = (result: T) => { readonly subject: string; readonly outcome: string } | undefined;
  const change = <T>(name: string, run: () => Promise<T>, done: Done<T>): Promise<T> =>
    performer.perform(principal, { permission: { action: 'energy.manage', site }, name, subject: '', done }, run);
  const saved = (subject: string) => ({ subject, outcome: 'saved' });
  return {
    report: (question) => desk.report(question),
    events: (span) => desk.events(span),
    why: (channel, span) => desk.why(channel, span),
    tariff: () => desk.tariff(),
    series: () => desk.series(),
    budgets: () => desk.budgets(),
    choices: () => desk.choices(),
    repairs: () => desk.repairs(),
    settled: () => desk.settled(),
    async previewRepair(repair) {
      permit(principal, { action: 'energy.manage', site });
      return desk.previewRepair(repair);
    },
    applyRepair: (repair, why) =>
      change(
        'repair energy',
        () => desk.applyRepair(repair, { why, by: principal }),
        (result) => ({ subject: `${result.repair?.id ?? ''} ${repair.kind}: ${why}`, outcome: 'done' }),
      ),
    undoRepair: (id) =>
      change(
        'undo repair',
        () => desk.undoRepair(id),
        () => ({ subject: id, outcome: 'done' }),
      ),
    saveChoices(choices) {
      const before = JSON.stringify(desk.choices());
      return change(
        'change how energy is counted',
        () => desk.saveChoices(choices, principal),
        // The same again changes nothing.
        (result) => (JSON.stringify(result) === before ? undefined : saved(keyOfChoices(choices) || 'as usual')),
      );
    },
    changeTariff: (tariff) =>
      change(
        'change tariff',
        () => desk.changeTariff(tariff, principal),
        (result) => (result.saved ? saved(`revision ${result.tariff?.revision ?? 0}`) : undefined),
      ),
    importSeries: (text) =>
      change(
        'import prices',
        () => desk.importSeries(text),
        (result) => (result.saved ? saved(`${text.series}, ${result.series.slots} slots`) : undefined),
      ),
    saveBudgets: (budgets) =>
      change(
        'change budgets',
        () => desk.saveBudgets(budgets),
        () => saved(budgets.map(({ id }) => id).join(', ')),
      ),
  };
}
