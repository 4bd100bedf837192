// The interface of the ledger's own store, beside the records: settled hours, days made of them, what is to be recomputed,
// and what people wrote (tariffs, prices, repairs, budgets). Contents are the hub's; a store only keeps and finds them.
import type { TimeRange } from './time.ts';

/** An hour as it was settled. */
export interface StoredHour {
  readonly hourMs: number;
  /** Start of the earliest time to which this hour allocated energy, epoch ms. */
  readonly affectsFromMs: number;
  /** How many readings it was settled from. */
  readonly readings: number;
  /** What was settled and the state after it. */
  readonly content: Uint8Array;
}

/** A local day made of settled hours; money is absent until it was computed. */
export interface StoredDay {
  readonly startMs: number;
  readonly endMs: number;
  /** JSON of its sums. */
  readonly totals: string;
  /** JSON of its decisions. */
  readonly events: string;
  readonly buckets: Uint8Array;
}

/** The sums of a day without its buckets. */
export interface StoredTotals extends Pick<StoredDay, 'startMs' | 'endMs' | 'totals'> {
  /** JSON of its money, and the key of the tariff it was computed with. */
  readonly money?: string;
  readonly moneyKey?: string;
}

/** Money of a day with these sums; discarded if the day's totals have changed since. */
export interface StoredMoney {
  readonly startMs: number;
  readonly totals: string;
  readonly money: string;
  readonly moneyKey: string;
}

/** Something a person wrote or the hub remembers, as JSON. */
export interface LedgerDocument {
  /** `tariff`, `repair`, `budgets`, `series`, `note`, `device`, … */
  readonly kind: string;
  readonly id: string;
  readonly atMs: number;
  readonly content: string;
}

/** A slot of a price or emission series; `value` is a whole number in decimal digits. */
export interface StoredSlot {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: string;
}

/** What is to be recomputed: hours to settle, days to add up. */
export type DirtyKind = 'hour' | 'day';

/** Hours that were settled, with what follows from them; stored in one transaction. */
export interface HourChange {
  readonly hours: readonly StoredHour[];
  /** Dirty hours that are done. */
  readonly done: readonly number[];
  /** Hours to be settled next. */
  readonly next: readonly number[];
  /** Starts of the days to be added up again. */
  readonly days: readonly number[];
}

/** Settled hours of a home. */
export interface HourStore {
  /** In order of time; those in the midst of a long silence are absent. */
  hours(site: string, span: TimeRange): Promise<readonly StoredHour[]>;
  /** Hours from `toMs` on that allocated something to time before it. */
  affecting(site: string, beforeMs: number): Promise<readonly StoredHour[]>;
  /** The last one before a moment; of all, without one. */
  lastHour(site: string, beforeMs?: number): Promise<StoredHour | undefined>;
  firstHourMs(site: string): Promise<number | undefined>;
  saveHours(site: string, change: HourChange): Promise<void>;
}

/** What is to be recomputed, kept until it is done. */
export interface DirtyStore {
  /** In order of time. */
  dirty(site: string, kind: DirtyKind): Promise<readonly number[]>;
  markDirty(site: string, kind: DirtyKind, atMs: readonly number[]): Promise<void>;
  clearDirty(site: string, kind: DirtyKind, atMs: readonly number[]): Promise<void>;
}

/** Days of a home, with their sums and their money. */
export interface DayStore {
  /** Days that begin in a span, in order of time, without buckets and events. */
  totals(site: string, span: TimeRange): Promise<readonly StoredTotals[]>;
  /** Days whose money was not computed with this key. */
  unpriced(site: string, moneyKey: string): Promise<readonly StoredTotals[]>;
  /** Days that begin in a span, in order of time. */
  days(site: string, span: TimeRange): Promise<readonly StoredDay[]>;
  /** Keeps a day, which is no longer dirty; money of `unpriced` is forgotten. */
  saveDay(site: string, day: StoredDay, unpriced: TimeRange): Promise<void>;
  saveMoney(site: string, days: readonly StoredMoney[]): Promise<void>;
  /** Forgets all days, as when the zone of the site has changed. */
  clearDays(site: string): Promise<void>;
}

/** What people wrote, and the ledger remembers. */
export interface DocumentStore {
  /** In order of their time. */
  documents(site: string, kind: string): Promise<readonly LedgerDocument[]>;
  saveDocument(site: string, document: LedgerDocument): Promise<void>;
  removeDocument(site: string, kind: string, id: string): Promise<void>;
}

/** Series of prices and emissions. */
export interface SlotStore {
  /** In order of time. */
  slots(site: string, series: string): Promise<readonly StoredSlot[]>;
  /** Keeps slots; those of the same start are replaced. */
  saveSlots(site: string, series: string, slots: readonly StoredSlot[]): Promise<void>;
}

/** The store of one home's ledger. Every call is durable when it resolves. Errors: `store.failed`. */
export interface LedgerStore extends HourStore, DirtyStore, DayStore, DocumentStore, SlotStore {
  /**
   * The same store for the present holder of a site: its writes for that site are refused, in the transaction of each, once somebody
   * else has taken the site. Errors of its writes: `store.fenced`, `store.failed`.
   */
  heldBy?(site: string): Promise<LedgerStore>;
}
