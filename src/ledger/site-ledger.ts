// The ledger of one home: what comes in touches hours, hours are settled in the background, days are made from them, and the
// energy of today is what is stored and what is open. Answers, money and corrections build on its three parts.
import type { Clock } from '#core/clock.ts';
import type { HistoryReader } from '#core/history.ts';
import type { LedgerStore } from '#core/ledger.ts';
import type { Batch } from '#core/reading.ts';
import type { LedgerEvent } from '#energy/types.ts';
import { makeCalendar } from './calendar.ts';
import { type OptionStore, makeOptionStore } from './counting-options.ts';
import { Days } from './days.ts';
import type { PresentDevice } from './device-timeline.ts';
import { documentsOf, noteDocuments } from './documents.ts';
import { type ImportIndex, type ImportWay, openImportIndex } from './import-index.ts';
import { isMetered, isNoted } from './metered.ts';
import type { SitePlace } from '#energy/metering/gap-shape.ts';
import { Rules } from './rules.ts';
import { Settlement } from './settlement.ts';
import { upToNow } from './up-to-now.ts';

/** Options of {@link makeSiteLedger}. */
export interface SiteLedgerOptions {
  readonly site: string;
  readonly timeZone: string;
  /** Where the home is; absent: not known. */
  readonly place?: SitePlace | undefined;
  readonly clock: Clock;
  readonly store: LedgerStore;
  readonly history: HistoryReader;
  /** Resolves when what was taken is in history. */
  flush(): Promise<void>;
  /** Called when everything due has been settled. */
  onSettled(): void;
  /** The counting options, or what a device measures, have changed. */
  onOptions?(): void;
  onTrouble(error: unknown): void;
}

/** An import under way. */
export interface LedgerImport extends Pick<ImportIndex, 'expect'> {
  /** It is over, whole or not: what was written counts from now on. Resolves to how many hours are settled again. Errors: `store.failed`. */
  end(): Promise<number>;
}

/** The ledger of one home. */
export interface SiteLedger {
  readonly timeZone: string;
  /** What it keeps, up to now. */
  readonly store: LedgerStore;
  /** The same with hours that are still to come, settled by a clock that was ahead. */
  readonly whole: LedgerStore;
  readonly history: HistoryReader;
  /** What hours are settled with. */
  readonly rules: Rules;
  /** How energy is counted. */
  readonly countingOptions: OptionStore;
  /** What hours add up to, and today. */
  readonly days: Days;
  /** Which hours are settled when. */
  readonly settlement: Settlement;
  /** Begins; until then nothing is settled. Errors: `store.*`. */
  open(): Promise<void>;
  place(device: PresentDevice): void;
  remove(device: string): void;
  /** A device goes on under another protocol or other topics: its counters may be others from now on. */
  moved(device: string): void;
  /** Notes that values went to history. */
  took(batch: Batch): void;
  /** Begins an import into a home that runs: its hours are settled when it has ended. Errors: `store.failed`. */
  beginImport(way: Pick<ImportWay, 'isAgain'>): Promise<LedgerImport>;
  /** Keeps a decision that no reading led to, for example that the clock was set. */
  note(event: LedgerEvent): void;
  close(): Promise<void>;
}

const numeric = (value: unknown): boolean => typeof value === 'number';

/** The ledger of a home; it rests until it is opened. */
export function makeSiteLedger(options: SiteLedgerOptions): SiteLedger {
  const { site, timeZone, clock, store: whole, onTrouble } = options;
  const store = upToNow(whole, clock);
  const calendar = makeCalendar(timeZone);
  const rules = new Rules(options);
  const days = new Days({ ...options, store, rules, calendar });
  const settlement = new Settlement({ ...options, rules, days, calendar });
  const countingOptions = makeOptionStore({
    site,
    store,
    clock,
    counters: () => rules.counters(),
    apply(key) {
      rules.choose(key);
      options.onOptions?.();
    },
    touch: (hours) => settlement.touch(hours),
  });
  return {
    timeZone,
    store,
    whole,
    history: options.history,
    rules,
    countingOptions,
    days,
    settlement,
    async open() {
      await rules.open();
      await countingOptions.load();
      await days.open();
      await settlement.open();
      await countingOptions.goOn();
      await days.readToday();
      await settlement.catchUpShortly();
    },
    place: (device) => rules.place(device),
    remove: (device) => rules.remove(device),
    moved: (device) => rules.moved(device),
    took(batch) {
      const { device, atMs } = batch;
      const noted = batch.metric.filter((metric, index) => isNoted(metric) && numeric(batch.value[index]));
      if (noted.length > 0) rules.heard(device, noted, atMs);
      const metrics = noted.filter(isMetered);
      if (metrics.length === 0) return;
      days.take(batch);
      settlement.took(atMs);
    },
    async beginImport(way) {
      const index = await openImportIndex(store, site, { ...way, isRunning: true });
      return {
        expect: (points) => index.expect(points),
        async end() {
          const hours = index.touched();
          rules.bring(index.pages());
          await settlement.touch(hours);
          return hours.length;
        },
      };
    },
    note(event) {
      const { id, atMs } = event;
      documentsOf(store, site).save(noteDocuments, { id, atMs, content: event }).catch(onTrouble);
    },
    close: () => settlement.close(),
  };
}
