// Energy and money of a home for somebody: questions and changes as the ledger takes them, permitted and logged.
import type { Principal } from '#core/access.ts';
import { permit } from '#core/permit.ts';
import { keyOfOptions, usualKey } from '#ledger/counting-options.ts';
import type { CountingOptions } from '#ledger/records.ts';
import type { SiteEnergy } from '#ledger/site-energy.ts';
import type { Performer } from './perform.ts';

/** Changes that name who made them. */
type Named = 'applyCorrection' | 'moveMisdated' | 'saveCountingOptions' | 'changeTariff' | 'saveRole';
type Unnamed<Change> = Change extends (what: infer What, ...rest: never) => infer Answer
  ? (what: What) => Answer
  : never;

/** Energy and money for one principal. */
export type EnergyDoor = Omit<SiteEnergy, Named | 'keepRole' | 'lookAround'> & {
  readonly [Key in Exclude<Named, 'applyCorrection' | 'moveMisdated'>]: Unnamed<SiteEnergy[Key]>;
} & {
  /** Errors: `input.invalid`. */
  applyCorrection(
    repair: Parameters<SiteEnergy['applyCorrection']>[0],
    why: string,
  ): ReturnType<SiteEnergy['applyCorrection']>;
  /** Errors: `input.invalid`, `store.*`. */
  moveMisdated(id: string, why: string): ReturnType<SiteEnergy['moveMisdated']>;
};

/** What {@link energyDoor} needs. */
export interface EnergyDoorParts {
  readonly site: string;
  readonly energy: SiteEnergy;
  readonly principal: Principal;
  readonly performer: Performer;
}

/** Options as the log names them. */
const told = (options: CountingOptions): string =>
  keyOfOptions(options) === usualKey ? 'as usual' : keyOfOptions(options).replace('"rules":2,', '');

type Done<T> = (result: T) => { readonly subject: string; readonly outcome: string } | undefined;
type Change = <T>(name: string, run: () => Promise<T>, done: Done<T>) => Promise<T>;

/** What is asked only. */
const questions = (energy: SiteEnergy) =>
  ({
    report: (question) => energy.report(question),
    events: (span) => energy.events(span),
    why: (channel, span) => energy.why(channel, span),
    prices: (span) => energy.prices(span),
    tariff: () => energy.tariff(),
    series: () => energy.series(),
    budgets: () => energy.budgets(),
    bills: () => energy.bills(),
    plant: () => energy.plant(),
    roles: () => energy.roles(),
    circuitCount: () => energy.circuitCount(),
    countingOptions: () => energy.countingOptions(),
    corrections: () => energy.corrections(),
    settled: () => energy.settled(),
  }) satisfies Partial<EnergyDoor>;

/** Repairs of energy. */
function correctionsDoor(
  { site, energy, principal }: EnergyDoorParts,
  change: Change,
): Pick<EnergyDoor, 'previewCorrection' | 'applyCorrection' | 'undoCorrection'> {
  return {
    async previewCorrection(repair) {
      permit(principal, { action: 'energy.manage', site });
      return energy.previewCorrection(repair);
    },
    applyCorrection: (repair, why) =>
      change(
        'repair energy',
        () => energy.applyCorrection(repair, { why, by: principal }),
        (result) => ({ subject: `${result.repair?.id ?? ''} ${repair.kind}: ${why}`, outcome: 'done' }),
      ),
    undoCorrection: (id) =>
      change(
        'undo repair',
        () => energy.undoCorrection(id),
        () => ({ subject: id, outcome: 'done' }),
      ),
  };
}

/** Values with a wrong date. */
function misdatedDoor(
  { site, energy, principal }: EnergyDoorParts,
  change: Change,
): Pick<EnergyDoor, 'misdated' | 'previewMisdated' | 'moveMisdated' | 'undoMisdated'> {
  return {
    misdated: () => energy.misdated(),
    async previewMisdated(id) {
      permit(principal, { action: 'energy.manage', site });
      return energy.previewMisdated(id);
    },
    moveMisdated: (id, why) =>
      change(
        'move misdated values',
        () => energy.moveMisdated(id, { why, by: principal }),
        () => ({ subject: `${id}: ${why}`, outcome: 'done' }),
      ),
    undoMisdated: (id) =>
      change(
        'undo moving misdated values',
        () => energy.undoMisdated(id),
        () => ({ subject: id, outcome: 'done' }),
      ),
  };
}

/** Opens a home's ledger to somebody. Errors: `site.unknown`, `access.denied`. */
export function energyDoor(parts: EnergyDoorParts): EnergyDoor {
  const { site, energy, principal, performer } = parts;
  permit(principal, { action: 'site.read', site });
  const change: Change = (name, run, done) =>
    performer.perform(principal, { permission: { action: 'energy.manage', site }, name, subject: '', done }, run);
  const saved = (subject: string) => ({ subject, outcome: 'saved' });
  return {
    ...questions(energy),
    ...correctionsDoor(parts, change),
    ...misdatedDoor(parts, change),
    saveCountingOptions(options) {
      const before = JSON.stringify(energy.countingOptions());
      return change(
        'change how energy is counted',
        () => energy.saveCountingOptions(options, principal),
        // The same again changes nothing.
        (result) => (JSON.stringify(result) === before ? undefined : saved(told(options))),
      );
    },
    saveRole: (role) =>
      change(
        'say what a device measures',
        () => energy.saveRole(role, principal),
        () => ({ subject: `${role.device}: ${JSON.stringify(role.role)}`, outcome: 'saved' }),
      ),
    countCircuits: () =>
      change(
        'add circuits to earlier hours',
        () => energy.countCircuits(),
        () => ({ subject: '', outcome: 'started' }),
      ),
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
    saveBills: (bills) =>
      change(
        'change bills',
        () => energy.saveBills(bills),
        () => saved(bills.map(({ id }) => id).join(', ')),
      ),
    savePlant: (plant) =>
      change(
        'change plant',
        () => energy.savePlant(plant),
        () => saved(plant === undefined ? '' : `${plant.price} since ${plant.since}`),
      ),
  };
}
