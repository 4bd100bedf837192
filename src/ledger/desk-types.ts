// What people ask of the ledger of a home and change in it.
import type { Principal } from '#core/access.ts';
import type { Channel } from '#energy/types.ts';
import type { EnergyChoices } from './records.ts';
import type { SeriesText } from './series-formats.ts';
import type {
  Budget,
  BudgetStates,
  EnergyChoicesView,
  EnergyEvent,
  EnergyRepair,
  EnergyReport,
  EnergyWhy,
  RepairOutcome,
  SavedRepair,
  TariffSaved,
  SeriesImported,
  SeriesSummary,
  SiteTariff,
} from '#api/ledger.ts';
import type { EnergyQuestion, TariffEdit } from './types.ts';

/** What people put right. */
export interface Corrections {
  /** Newest first. */
  repairs(): readonly SavedRepair[];
  /** Before and after, nothing is kept. Errors: `input.invalid`. */
  previewRepair(repair: EnergyRepair): Promise<RepairOutcome>;
  /** Errors: `input.invalid`. */
  applyRepair(repair: EnergyRepair, given: { readonly why: string; readonly by: Principal }): Promise<RepairOutcome>;
  /** Errors: `input.invalid` for an unknown one. */
  undoRepair(id: string): Promise<RepairOutcome>;
}

/** How energy is counted. */
export interface ChoiceDesk {
  choices(): EnergyChoicesView;
  /** In force for all time when it resolves; the past is settled again beside the live path. Errors: `input.invalid`. */
  saveChoices(choices: EnergyChoices, by: Principal): Promise<EnergyChoicesView>;
}

/** What people ask of the ledger of a home. */
export interface LedgerDesk extends Corrections, ChoiceDesk {
  /** Periods that touch the stretch, whole. Errors: `input.invalid`. */
  report(question: EnergyQuestion): Promise<EnergyReport>;
  events(span: { readonly fromMs: number; readonly toMs: number }): Promise<readonly EnergyEvent[]>;
  /** Errors: `input.invalid` where it is too long. */
  why(channel: Channel, span: { readonly fromMs: number; readonly toMs: number }): Promise<EnergyWhy>;
  tariff(): Promise<SiteTariff>;
  changeTariff(change: TariffEdit, by: Principal): Promise<TariffSaved>;
  series(): Promise<readonly SeriesSummary[]>;
  importSeries(text: SeriesText & { readonly dryRun?: boolean }): Promise<SeriesImported>;
  budgets(): Promise<BudgetStates>;
  saveBudgets(budgets: readonly Budget[]): Promise<BudgetStates>;
  /** Resolves when all that is to be settled now is. */
  settled(): Promise<void>;
}
