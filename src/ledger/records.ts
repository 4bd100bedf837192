// What the ledger of a home remembers beside hours and days, as it is kept. The codecs are in documents.ts.
import type { CarbonFactors } from '#api/tariffs.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { CounterWidths } from '#core/field.ts';
import type { KeptReason } from '#energy/metering/guess-roles.ts';
import type { PhaseRule } from '#energy/metering/plan-options.ts';
import type { MeterRole } from '#energy/metering/roles.ts';
import type { Correction } from '#energy/metering/correction.ts';

/** A counter of a device. */
export interface CounterName {
  readonly device: string;
  readonly metric: MetricId;
}

/** How a home wants its energy counted; the highest power in W, absent: 50 000. */
export interface CountingOptions {
  readonly phases: PhaseRule;
  readonly load: 'own' | 'derived';
  /** Counters that start again each midnight. */
  readonly daily: readonly CounterName[];
  readonly plausibleW?: number;
  /** What devices measure. */
  readonly roles?: readonly AssignedRole[];
  /** Devices whose counters were found to add up what each phase counts. */
  readonly sumsPhases?: readonly string[];
}

/** What a device measures from an hour on; 0: always. */
export interface AssignedRole {
  readonly device: string;
  readonly fromMs: number;
  readonly role: MeterRole;
  /** Why it was guessed; absent: a person said it. */
  readonly why?: KeptReason;
}

/** Options with who chose them and when. */
export interface SavedOptions {
  readonly choices: CountingOptions;
  readonly by: string;
  readonly atMs: number;
  /** Whether all hours that have to be settled again for it are marked; after a kill in between they are marked again. */
  readonly isMarked: boolean;
}

/** A correction with who made it, when and why. */
export interface SavedCorrection {
  readonly id: string;
  readonly repair: Correction;
  readonly why: string;
  readonly by: string;
  readonly atMs: number;
  /** Hours that were settled again because of it. */
  readonly hours: readonly number[];
}

/** Values that were written by a clock that was set afterwards. */
export interface SavedMisdated {
  /** As they were dated, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What is to be added, ms. */
  readonly byMs: number;
  readonly isSure: boolean;
  readonly state: 'offered' | 'moved';
  readonly moved?: { readonly by: string; readonly why: string; readonly atMs: number };
  /** Times of their readings before they were moved, rising. */
  readonly devices: readonly { readonly device: string; readonly atMs: readonly number[] }[];
}

/** How far moving them has got. */
export interface MisdatedWork {
  readonly byMs: number;
  readonly slices: number;
  readonly left: SavedMisdated['devices'];
}

/** A tariff as it was saved. */
export interface TariffRevision {
  readonly revision: number;
  readonly text: string;
  readonly by: string;
  readonly atMs: number;
  readonly carbon?: CarbonFactors;
}

/** What is remembered of a device; also when it is gone, because its past remains. */
export interface BookedDevice {
  readonly kind: DeviceKind;
  /** In order; the first holds for all time before, too. */
  readonly intervals: readonly { readonly fromMs: number; readonly intervalMs: number }[];
  /** Time without the device, in order; the last may be open. */
  readonly away: readonly { readonly fromMs: number; readonly toMs?: number }[];
  /** When each metric was read first, epoch ms. */
  readonly metrics: Readonly<Partial<Record<MetricId, number>>>;
  /** Where its counters begin again from 0; absent: not known. */
  readonly widths?: CounterWidths | undefined;
  /** When it went on under another protocol or other topics, rising, epoch ms; absent: never. */
  readonly moved?: readonly number[];
}

/** What was imported of a metric: its first and last moment, and how often it was reported; all ms. */
export interface ImportedMetric {
  readonly fromMs: number;
  readonly toMs: number;
  readonly intervalMs: number;
  /** How many points there are and the sum of their values, which identify the same past under another name. */
  readonly count?: number;
  readonly sum?: number;
}

/** What was imported under the name of a device. */
export interface ImportedPage {
  readonly metrics: Readonly<Partial<Record<MetricId, ImportedMetric>>>;
}
