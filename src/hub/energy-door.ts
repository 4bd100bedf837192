// Energy and money of a home for somebody: questions and changes as the ledger takes them, asked for and written down.
import type { Principal } from '#core/access.ts';
import { permit } from '#core/permit.ts';
import { keyOfChoices } from '#ledger/choices.ts';
import type { SiteEnergy } from '#ledger/site-energy.ts';
import type { Performer } from './perform.ts';

/** Changes that name who made them. */
type Named = 'applyRepair' | 'saveChoices' | 'changeTariff';
type Unnamed<Change> = Change extends (what: infer What, ...rest: never) => infer Answer
  ? (what: What) => Answer
  : never;

/** Energy and money for one principal. */
export type EnergyDoor = Omit<SiteEnergy, Named> & {
  readonly [Key in Exclude<Named, 'applyRepair'>]: Unnamed<SiteEnergy[Key]>;
} & {
  /** Errors: `input.invalid`. */
  applyRepair(repair: Parameters<SiteEnergy['applyRepair']>[0], why: string): ReturnType<SiteEnergy['applyRepair']>;
};

/** What {@link energyDoor} needs. */
export interface EnergyDoorParts {
  readonly site: string;
  readonly energy: SiteEnergy;
  readonly principal: Principal;
  readonly performer: Performer;
}

/** Opens a home's ledger to somebody. Errors: `site.unknown`, `access.denied`. */
export function energyDoor({ site, energy, principal, performer }: EnergyDoorParts): EnergyDoor {
  permit(principal, { action: 'site.read', site });
  type Done<T> = (result: T) => { readonly subject: string; readonly outcome: string } | undefined;
  const change = <T>(name: string, run: () => Promise<T>, done: Done<T>): Promise<T> =>
    performer.perform(principal, { permission: { action: 'energy.manage', site }, name, subject: '', done }, run);
  const saved = (subject: string) => ({ subject, outcome: 'saved' });
  return {
    report: (question) => energy.report(question),
    events: (span) => energy.events(span),
    why: (channel, span) => energy.why(channel, span),
    tariff: () => energy.tariff(),
    series: () => energy.series(),
    budgets: () => energy.budgets(),
    choices: () => energy.choices(),
    repairs: () => energy.repairs(),
    settled: () => energy.settled(),
    async previewRepair(repair) {
      permit(principal, { action: 'energy.manage', site });
      return energy.previewRepair(repair);
    },
    applyRepair: (repair, why) =>
      change(
        'repair energy',
        () => energy.applyRepair(repair, { why, by: principal }),
        (result) => ({ subject: `${result.repair?.id ?? ''} ${repair.kind}: ${why}`, outcome: 'done' }),
      ),
    undoRepair: (id) =>
      change(
        'undo repair',
        () => energy.undoRepair(id),
        () => ({ subject: id, outcome: 'done' }),
      ),
    saveChoices(choices) {
      const before = JSON.stringify(energy.choices());
      return change(
        'change how energy is counted',
        () => energy.saveChoices(choices, principal),
        // The same again changes nothing.
        (result) => (JSON.stringify(result) === before ? undefined : saved(keyOfChoices(choices) || 'as usual')),
      );
    },
    changeTariff: (tariff) =>
      change(
        'change tariff',
        () => energy.changeTariff(tariff, principal),
        (result) => (result.saved ? saved(`revision ${result.tariff?.revision ?? 0}`) : undefined),
      ),
    importSeries: (text) =>
      change(
        'import prices',
        () => energy.importSeries(text),
        (result) => (result.saved ? saved(`${text.series}, ${result.series.slots} slots`) : undefined),
      ),
    saveBudgets: (budgets) =>
      change(
        'change budgets',
        () => energy.saveBudgets(budgets),
        () => saved(budgets.map(({ id }) => id).join(', ')),
      ),
  };
}
