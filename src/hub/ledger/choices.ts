// How a home wants its energy counted, for all time: kept with the ledger, and a part of every plan. A settled hour says by
// which choices it was settled, for hours whose readings history gave up stay as they were.
import type { MetricId } from '#core/catalogue.ts';
import type { LedgerStore } from '#core/ledger.ts';
import type { PlanChoices } from '#energy/metering/plan-of.ts';

/** A counter of a device. */
export interface CounterName {
  readonly device: string;
  readonly metric: MetricId;
}

/** What a person chooses; most power in W, absent: 50 000. */
export interface EnergyChoices {
  readonly phases: 'net' | 'each';
  readonly load: 'own' | 'derived';
  /** Counters that start again each midnight. */
  readonly daily: readonly CounterName[];
  readonly plausibleW?: number;
}

/** Choices with who made them and when. */
export interface SavedChoices {
  readonly choices: EnergyChoices;
  readonly by: string;
  readonly atMs: number;
  /** Whether all hours that are to be settled again for it are marked; after a kill in between they are marked anew. */
  readonly isMarked: boolean;
}

/** Choices as one text, the same for the same choices; empty for those nobody made. */
export type ChoicesKey = string;

const kind = 'choices';

/** What holds until somebody chooses. */
export const usualChoices: EnergyChoices = { phases: 'net', load: 'derived', daily: [] };

/** The key of choices: only what differs from the usual. */
export function keyOfChoices({ phases, load, daily, plausibleW }: EnergyChoices): ChoicesKey {
  const names = [...new Set(daily.map(({ device, metric }) => `${device} ${metric}`))].sort();
  const other = {
    ...(phases === usualChoices.phases ? {} : { phases }),
    ...(load === usualChoices.load ? {} : { load }),
    ...(names.length === 0 ? {} : { daily: names }),
    ...(plausibleW === undefined ? {} : { plausibleW }),
  };
  return Object.keys(other).length === 0 ? '' : JSON.stringify(other);
}

/** What a plan is made by, out of a key. */
export function planChoicesOf(key: ChoicesKey, timeZone: string): PlanChoices {
  if (key === '') return { timeZone };
  const { daily, ...rest } = JSON.parse(key) as Omit<PlanChoices, 'daily'> & { readonly daily?: readonly string[] };
  return { ...rest, timeZone, ...(daily === undefined ? {} : { daily: new Set(daily) }) };
}

/** The choices of a site; absent where nobody made any. */
export async function loadChoices(store: LedgerStore, site: string): Promise<SavedChoices | undefined> {
  const [document] = await store.documents(site, kind);
  return document === undefined ? undefined : (JSON.parse(document.content) as SavedChoices);
}

/** Keeps the choices of a site. */
export async function saveChoices(store: LedgerStore, site: string, saved: SavedChoices): Promise<void> {
  await store.saveDocument(site, { kind, id: kind, atMs: saved.atMs, content: JSON.stringify(saved) });
}
