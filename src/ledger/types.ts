// The words of the ledger that are not of the contract: questions with their times as numbers, and what a person changes.
import type { EnergyPeriod, TariffChange } from '#api/ledger.ts';

/** A question for rows, epoch ms. */
export interface EnergyQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly by: EnergyPeriod;
}

/** A change of the tariff. */
export type TariffEdit = TariffChange & {
  /** The text is one version, to be appended. */
  readonly add: boolean;
};
