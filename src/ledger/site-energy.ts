// The energy and money of one home: all queries to its ledger, and everything people change in it.
import type { Principal } from '#core/access.ts';
import { nameWithPart } from '#core/meter-part.ts';
import type { TimeRange } from '#core/time.ts';
import { neededUntil } from '#energy/money/period-money.ts';
import type { Channel } from '#energy/types.ts';
import { billsOf, saveBills } from './bills.ts';
import { budgetsOf, saveBudgets } from './budgets.ts';
import { paybackOfPlant, savePlant } from './plant.ts';
import { usualOptions } from './counting-options.ts';
import { type Corrections, makeCorrections } from './corrections.ts';
import { type EnergyParts, makeFigures } from './energy-figures.ts';
import { eventsIn, reportIn, whyIn } from './energy-queries.ts';
import type { CountingOptions } from './records.ts';
import { type KnownPrices, knownPrices } from './known-prices.ts';
import { makeMisdated, type MisdatedParts, type MisdatedValues } from './misdated.ts';
import { keepRole, lookAround, type RoleParts, rolesView, type RoleToKeep } from './meter-roles.ts';
import type { SeriesText } from './series-formats.ts';
import { makeTariffStore } from './tariff-store.ts';
import type { Bill, BillStates, Plant, PlantState } from '#api/bills.ts';
import type { CountingOptionsView, EnergyEvent, EnergyReport, EnergyWhy } from '#api/ledger.ts';
import type { Budget, BudgetStates, SeriesImported, SeriesSummary, SiteTariff, TariffSaved } from '#api/tariffs.ts';
import type { CircuitCount, MeterRoles } from '#api/meter-roles.ts';
import type { EnergyQuestion, TariffEdit } from './types.ts';

/** Queries for the figures. */
export interface EnergyReports {
  /** Periods that touch the range, whole. Errors: `input.invalid`. */
  report(question: EnergyQuestion): Promise<EnergyReport>;
  events(span: TimeRange): Promise<readonly EnergyEvent[]>;
  /** Errors: `input.invalid` if the range is too long. */
  why(channel: Channel, span: TimeRange): Promise<EnergyWhy>;
  /** Resolves when everything due now is settled. */
  settled(): Promise<void>;
}

/** Tariff, prices, budgets, bills and what the plant cost. */
export interface SiteMoney {
  /** What a kWh costs and earns over a stretch, as far as that is known; undefined: the home has no tariff. */
  prices(span: TimeRange): Promise<KnownPrices | undefined>;
  tariff(): Promise<SiteTariff>;
  changeTariff(change: TariffEdit, by: Principal): Promise<TariffSaved>;
  series(): Promise<readonly SeriesSummary[]>;
  importSeries(text: SeriesText & { readonly dryRun?: boolean }): Promise<SeriesImported>;
  budgets(): Promise<BudgetStates>;
  saveBudgets(budgets: readonly Budget[]): Promise<BudgetStates>;
  /** Bills against what was counted, the newest first. */
  bills(): Promise<BillStates>;
  /** Errors: `input.invalid`. */
  saveBills(bills: readonly Bill[]): Promise<BillStates>;
  plant(): Promise<PlantState>;
  /** Undefined: it is forgotten. Errors: `input.invalid`. */
  savePlant(plant: Plant | undefined): Promise<PlantState>;
}

/** What devices measure, and how it is counted. */
export interface CountingRules {
  /** What devices measure, what they seem to measure, and which one counts for each side. Errors: `store.*`. */
  roles(): Promise<MeterRoles>;
  /** In force when it resolves. Errors: `device.unknown`, `input.invalid`. */
  saveRole(change: Omit<RoleToKeep, 'why'>, by: Principal): Promise<MeterRoles>;
  /** Keeps what a device measures that was just added; nothing is queried again. */
  keepRole(change: RoleToKeep, by: string): Promise<void>;
  /** Checks whether two devices measure the same. Errors: `store.*`. */
  lookAround(): Promise<void>;
  /** How far adding circuits to earlier hours is. */
  circuitCount(): CircuitCount;
  /** Begins to add circuits to hours that were settled before there were any. */
  countCircuits(): Promise<CircuitCount>;
  countingOptions(): CountingOptionsView;
  /** In force for all time when it resolves; the past is settled again in the background. Errors: `input.invalid`. */
  saveCountingOptions(options: CountingOptions, by: Principal): Promise<CountingOptionsView>;
}

/** Everything that can be queried and changed. */
export type SiteEnergy = EnergyReports & SiteMoney & CountingRules & Corrections & MisdatedValues;

/** Options of {@link energyParts}. */
export interface EnergyPartsOptions
  extends Pick<EnergyParts, 'site' | 'clock' | 'ledger' | 'deviceName'>,
    Pick<RoleParts, 'serialOf'> {
  /** Money that is missing could not be computed. */
  onTrouble(error: unknown): void;
}

/** The tariffs and figures of a home, over its ledger. */
export function energyParts({
  site,
  clock,
  ledger,
  deviceName: nameOf,
  serialOf,
  onTrouble,
}: EnergyPartsOptions): EnergyParts {
  const deviceName = (device: string): string | undefined => nameWithPart(device, nameOf);
  const tariffs = makeTariffStore({ site, timeZone: ledger.timeZone, clock, store: ledger.store });
  ledger.days.reachBy(async (atMs) => neededUntil(await tariffs.pricing(), atMs));
  return {
    site,
    clock,
    ledger,
    deviceName,
    ...(serialOf === undefined ? {} : { serialOf }),
    tariffs,
    figures: makeFigures({ site, clock, ledger, tariffs, onTrouble }),
  };
}

/** The energy of a home. */
export function siteEnergy(parts: MisdatedParts): SiteEnergy {
  const { ledger, tariffs, figures } = parts;
  /** What is saved is costed in the background; a question in the meantime is priced on demand. */
  const priced = <T extends { readonly saved: boolean }>(change: T): T => {
    if (change.saved) figures.priceLater();
    return change;
  };
  return {
    report: (question) => reportIn(parts, question),
    events: (span) => eventsIn(parts, span),
    why: (channel, span) => whyIn(parts, channel, span),
    prices: async (span) => knownPrices(await tariffs.pricing(), span),
    tariff: () => tariffs.view(),
    changeTariff: async (change, by) => priced(await tariffs.change(change, by.name)),
    series: () => tariffs.series(),
    importSeries: async (text) => priced(await tariffs.importSeries(text)),
    budgets: () => budgetsOf(parts),
    saveBudgets: (budgets) => saveBudgets(parts, budgets),
    bills: () => billsOf(parts),
    saveBills: (bills) => saveBills(parts, bills),
    plant: () => paybackOfPlant(parts),
    savePlant: (plant) => savePlant(parts, plant),
    roles: () => rolesView(parts),
    async saveRole(change, by) {
      await keepRole(parts, change, by.name);
      return rolesView(parts);
    },
    async keepRole(change, by) {
      await keepRole(parts, change, by);
    },
    lookAround: () => lookAround(parts),
    circuitCount: () => ledger.settlement.circuitCount,
    async countCircuits() {
      // Its troubles are those of settling, and told there.
      if (!ledger.settlement.circuitCount.isRunning) void ledger.settlement.countCircuitsAgain();
      return ledger.settlement.circuitCount;
    },
    countingOptions: () => optionsView(parts),
    async saveCountingOptions(options, by) {
      // What devices measure is chosen elsewhere.
      await ledger.countingOptions.choose(
        ({ roles, sumsPhases }) => ({
          ...options,
          ...(roles === undefined ? {} : { roles }),
          ...(sumsPhases === undefined ? {} : { sumsPhases }),
        }),
        by.name,
      );
      return optionsView(parts);
    },
    settled: () => ledger.settlement.settled(),
    ...makeCorrections(parts),
    ...makeMisdated(parts),
  };
}

function optionsView({ ledger, deviceName }: EnergyParts): CountingOptionsView {
  const { saved } = ledger.countingOptions;
  const { roles: _elsewhere, sumsPhases: _found, ...options } = saved?.choices ?? usualOptions;
  return {
    ...options,
    counters: ledger.rules.counters().map(({ device, metric }) => {
      const name = deviceName(device);
      return { device, metric, ...(name === undefined ? {} : { deviceName: name }) };
    }),
    ...(saved === undefined ? {} : { changed: { by: saved.by, atMs: saved.atMs } }),
  };
}
