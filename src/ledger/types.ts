// The words of the ledger as the server above sees them. Shapes match the schemas of the api room, which the server holds them
// against. Energy in Wh with whole milliwatt-hours, money as exact decimal text.
import type { Channel, LedgerEvent, Rule } from '#energy/types.ts';
import type { PeriodKind } from '#energy/periods.ts';
import type { EnergyRow, ReportFigures } from '#energy/report.ts';
import type { CounterName, EnergyChoices } from './choices.ts';

/** Energy of a local day so far, Wh. */
export interface EnergyDay {
  readonly date: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly pvWh: number;
  readonly importWh: number;
  readonly exportWh: number;
  readonly chargeWh: number;
  readonly dischargeWh: number;
  readonly loadWh: number;
  /** Percent, by the flows of the ledger; absent where there is no whole. */
  readonly autarky?: number;
  readonly selfConsumption?: number;
  /** Share of the day so far in which the home's power was known, 0 to 1. */
  readonly measured: number;
}

/** Widths of rows. */
export type EnergyPeriod = Extract<PeriodKind, 'hour' | 'day' | 'week' | 'month' | 'year'>;

/** A question for rows, epoch ms. */
export interface EnergyQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly by: EnergyPeriod;
}

/** Rows in order and their exact sum. */
export interface EnergyReport extends ReportFigures {
  readonly timeZone: string;
  readonly by: EnergyPeriod;
  readonly tariff?: { readonly name: string; readonly revision: number; readonly origin: 'own' | 'preset' };
  readonly settledMs?: number;
  readonly work?: { readonly done: number; readonly total: number };
}

/** A decision for a person. */
export interface EnergyEvent extends Omit<LedgerEvent, 'energy'> {
  readonly device?: string;
  readonly deviceName?: string;
  readonly energyWh: number;
}

/** Why a channel's energy is what it is. */
export interface EnergyWhy {
  readonly channel: Channel;
  readonly startMs: number;
  readonly endMs: number;
  readonly energyWh: number;
  readonly from: readonly {
    readonly source: string;
    readonly device?: string;
    readonly deviceName?: string;
    readonly metric?: string;
    readonly rule: Rule;
    readonly ruleText: string;
    readonly energyWh: number;
    readonly share: number;
  }[];
  readonly measured: number;
  readonly estimated: number;
  readonly missing: number;
  readonly events: readonly EnergyEvent[];
  readonly integrated?: { readonly energyWh: number; readonly differenceWh: number };
}

/** Emission factor and what a tree takes up in a year. */
export interface CarbonFactors {
  readonly kgPerKwh: number;
  readonly kgPerTree: number;
  readonly series?: string;
}

/** The tariff of a site. */
export interface SiteTariff {
  readonly origin: 'own' | 'preset';
  readonly revision: number;
  readonly name: string;
  readonly currency: string;
  readonly text: string;
  readonly notice?: string;
  readonly versions: readonly {
    readonly edition: number;
    readonly from: string;
    readonly note?: string;
    readonly startMs?: number;
    readonly endMs?: number;
  }[];
  readonly carbon: CarbonFactors;
  readonly revisions: readonly {
    readonly revision: number;
    readonly atMs: number;
    readonly by: string;
    readonly text: string;
  }[];
}

/** A change of the tariff. */
export interface TariffChange {
  readonly text: string;
  readonly carbon?: CarbonFactors;
  /** The text is one version, to be appended. */
  readonly add: boolean;
  readonly dryRun?: boolean;
}

/** What became of it. */
export interface SavedTariff {
  readonly saved: boolean;
  readonly problems: readonly { readonly line: number; readonly column: number; readonly why: string }[];
  readonly tariff?: SiteTariff;
}

/** A typical tariff. */
export interface TariffPreset {
  readonly id: string;
  readonly country: string;
  readonly zone: string;
  readonly name: string;
  readonly currency: string;
  readonly carbon: CarbonFactors;
  readonly asOf: string;
  readonly notice: string;
  readonly text: string;
}

/** Formats of prices and emission factors. */
export type SeriesFormat =
  | 'csv'
  | 'entsoe'
  | 'awattar'
  | 'nordpool'
  | 'energy-charts'
  | 'smard'
  | 'octopus'
  | 'tibber'
  | 'energinet'
  | 'elering'
  | 'carbonintensity';

/** A series of a site. */
export interface SeriesSummary {
  readonly series: string;
  readonly kind: 'price' | 'carbon';
  readonly currency?: string;
  readonly slots: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** What an import brought. */
export interface SeriesImported {
  readonly saved: boolean;
  readonly series: SeriesSummary;
  readonly notes: readonly {
    readonly kind: 'gap' | 'overlap' | 'duplicate';
    readonly startMs: number;
    readonly endMs: number;
  }[];
}

/** A limit of a month or year, in Wh or in the currency. */
export interface Budget {
  readonly id: string;
  readonly what: 'import' | 'load' | 'cost';
  readonly per: 'month' | 'year';
  readonly limit: string;
}

/** How budgets stand. */
export interface BudgetStates {
  readonly currency?: string;
  readonly budgets: readonly (Budget & {
    readonly startMs: number;
    readonly endMs: number;
    readonly used: string;
    readonly left: string;
    readonly projected?: string;
    readonly state: 'within' | 'heading-over' | 'over';
  })[];
}

/** How energy is counted, the counters there are to choose from, and who chose last. */
export interface ChoicesView extends EnergyChoices {
  readonly counters: readonly (CounterName & { readonly deviceName?: string })[];
  readonly changed?: { readonly by: string; readonly atMs: number };
}

/** Something a person puts right, energy in Wh. */
export type EnergyRepair =
  | { readonly kind: 'exclude'; readonly source: string; readonly fromMs: number; readonly toMs: number }
  | {
      readonly kind: 'replacement';
      readonly source: string;
      readonly atMs: number;
      readonly oldEndWh?: number;
      readonly newStartWh: number;
    }
  | {
      readonly kind: 'energy';
      readonly channel: Channel;
      readonly fromMs: number;
      readonly toMs: number;
      readonly energyWh: number;
    }
  | { readonly kind: 'overrule'; readonly event: string; readonly isBooked: boolean };

/** A repair in force. */
export interface RepairView {
  readonly id: string;
  readonly repair: EnergyRepair;
  readonly why: string;
  readonly by: string;
  readonly atMs: number;
}

/** The days a repair changes, as they were and as they are or would be. */
export interface RepairOutcome {
  readonly saved: boolean;
  readonly repair?: RepairView;
  readonly before: readonly EnergyRow[];
  readonly after: readonly EnergyRow[];
}
