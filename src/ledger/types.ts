// Types of the ledger beyond the contract: queries with their times as numbers, and what a person changes.
import type { EnergyPeriod } from '#api/ledger.ts';
import type { TariffChange } from '#api/tariffs.ts';

/** A query for rows, epoch ms. */
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
