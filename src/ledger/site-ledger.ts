// The ledger of one home: what comes in touches hours, hours are settled beside the live path, days are made of them, and
// the energy of today is what is stored and what is open. Answers, money and repairs stand on this.
import { isSolsteadError } from '#core/errors.ts';
import type { MetricId } from '#core/catalogue.ts';
import { type Clock, nextTurn } from '#core/clock.ts';
import type { HistoryReader } from '#core/history.ts';
import type { LedgerSpan, LedgerStore } from '#core/ledger.ts';
import type { Batch } from '#core/reading.ts';
import type { LocalDay } from '#energy/local-day.ts';
import type { MeterPlan } from '#energy/metering/plan.ts';
import type { Repair } from '#energy/metering/repair.ts';
import { emptyState } from '#energy/metering/settle.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import type { EnergyBucket, LedgerEvent } from '#energy/types.ts';
import { type Calendar, makeCalendar } from './calendar.ts';
import type { EnergyDay } from '#api/contract.ts';
import { addedSums, type EnergySums, noSums, sumsOf } from '#energy/sums.ts';
import { bucketsOfHours, eventsOfHours } from './hour-buckets.ts';
import { type ChoiceShelf, type ChoicesKey, makeChoiceShelf } from './choices.ts';
import {
  deviceDocuments,
  type Documents,
  documentsOf,
  eventsCodec,
  importedDocuments,
  noteDocuments,
  repairDocuments,
  sumsCodec,
  sumsOfDay,
  zoneDocuments,
} from './documents.ts';
import type { BookedDevice, CounterName, SavedRepair } from './records.ts';
import { energyDayOf } from './energy-day.ts';
import { type DeviceBook, makeDeviceBook, type PresentDevice } from './device-book.ts';
import { hourOf, type Keeper, openKeeper } from './keeper.ts';
import { isMetered } from './metered.ts';
import { makeOpenHour, type OpenHour } from './open-hour.ts';
import { type KeptHour, packBuckets, unpackHour } from './packing.ts';
import { readColumns } from './readings.ts';

/** Options of {@link makeSiteLedger}. */
export interface SiteLedgerOptions {
  readonly site: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly store: LedgerStore;
  readonly history: HistoryReader;
  /** Resolves when what was taken is in history. */
  flush(): Promise<void>;
  /** What was to be settled is. */
  onSettled(): void;
  onTrouble(error: unknown): void;
}

/** How far settling is, in hours. */
export interface LedgerWork {
  readonly done: number;
  readonly total: number;
}

/** The ledger of one home. */
export interface SiteLedger {
  readonly timeZone: string;
  readonly store: LedgerStore;
  /** Begins; until then nothing is settled. */
  open(): Promise<void>;
  place(device: PresentDevice): void;
  remove(device: string): void;
  /** Values went to history. */
  took(batch: Batch): void;
  /** Resolves when nothing that was taken can be forgotten by a kill, once history has it. */
  saveMarks(): Promise<void>;
  /** To be called a few times a second. */
  tick(): void;
  /** Resolves when all that is to be done now is done. Errors: `store.*`. */
  settled(): Promise<void>;
  /** The energy of today up to now. */
  energyDay(): EnergyDay;
  /** The same for live views: made anew at most once a second, and at once after something was settled or changed. */
  liveDay(): EnergyDay;
  /** Hours before this are settled; absent before the first reading. */
  readonly settledMs: number | undefined;
  readonly work: LedgerWork | undefined;
  /** How many hours were settled since the start: again counts again. */
  readonly settledHours: number;
  /** The plan of an hour, by the choices in force or others. */
  planAt(hourMs: number, choices?: ChoicesKey): MeterPlan;
  /** How energy is counted. */
  readonly choices: ChoiceShelf;
  /** All counters that were ever read. */
  counters(): readonly CounterName[];
  /** What people put right, in order of time. */
  readonly repairs: readonly SavedRepair[];
  /** Reads them again, after one was saved or taken away. */
  loadRepairs(): Promise<void>;
  /** Keeps a decision that no reading led to, as of a clock that was set. */
  note(event: LedgerEvent): void;
  /** Buckets of time that is not settled yet. */
  openBuckets(): readonly EnergyBucket[];
  /** Hours are to be settled again, as their rules are others. */
  touch(hours: readonly number[]): Promise<void>;
  /** Days are to be added up again. */
  touchDays(span: LedgerSpan): Promise<void>;
  trySettling(hours: readonly number[], repairs: readonly Repair[]): Promise<ReadonlyMap<number, KeptHour>>;
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Late values often come in many pieces: waits until they have settled, but not for ever, ms. */
const quiet = { ms: 1000, longestMs: 10_000 } as const;
/** Values older than this came late. */
const lateMs = 120_000;
/** So many hours are settled before anything else after a start. */
const shortHours = 2;
const retryMs = 30_000;
/** A live view shows a day that is at most so old, ms. */
const liveDayMs = 1000;
/** Money of a day may hang on the days of its billing period before it, and on an hour after it. */
const billingReach = { beforeMs: 2 * dayMs, afterMs: 33 * dayMs } as const;
const numeric = (value: unknown): boolean => typeof value === 'number';

/** The ledger of a home; it rests until it is opened. */
export function makeSiteLedger(options: SiteLedgerOptions): SiteLedger {
  return new HomeLedger(options);
}

class HomeLedger implements SiteLedger {
  readonly choices: ChoiceShelf;
  readonly #options: SiteLedgerOptions;
  readonly #present = new Map<string, PresentDevice>();
  readonly #open: OpenHour;
  readonly #calendar: Calendar;
  readonly #documents: Documents;
  readonly #dayMarks = new Set<number>();
  #book: DeviceBook | undefined;
  #keeper: Keeper | undefined;
  #bookSaved: Promise<unknown> = Promise.resolve();
  #today: { readonly startMs: number; readonly sums: EnergySums } | undefined;
  #running: Promise<void> | undefined;
  /** Whether history has told what it holds: a server that is away is asked again. */
  #hasAsked = false;
  #doneBefore = 0;
  #isBehind = true;
  #due: { readonly sinceMs: number; readonly atMs: number } | undefined;
  #notBeforeMs = 0;
  #isClosed = false;
  /** The day as live views were told last, and until when it is good (ms, monotonic). */
  #live: { readonly day: EnergyDay; readonly endMs: number; readonly untilMs: number } | undefined;
  #repairs: readonly SavedRepair[] = [];
  #rules: readonly Repair[] = [];

  constructor(options: SiteLedgerOptions) {
    this.#options = options;
    this.#calendar = makeCalendar(options.timeZone);
    this.#documents = documentsOf(options.store, options.site);
    const { site, store, clock } = options;
    this.choices = makeChoiceShelf({
      site,
      store,
      clock,
      apply: (key) => {
        this.#book?.choose(key);
        this.#startAgain();
      },
      touch: (hours) => this.touch(hours),
    });
    this.#open = makeOpenHour({
      clock: options.clock,
      repairs: () => this.#rules,
      planAt: (at) => this.planAt(at),
    });
  }

  get timeZone(): string {
    return this.#options.timeZone;
  }

  get store(): LedgerStore {
    return this.#options.store;
  }

  get settledMs(): number | undefined {
    return this.#keeper?.headMs;
  }

  get settledHours(): number {
    return this.#keeper?.settledHours ?? 0;
  }

  get work(): LedgerWork | undefined {
    const left = this.#keeper?.openWork() ?? 0;
    if (left === 0) return undefined;
    const done = this.settledHours - this.#doneBefore;
    return { done, total: done + left };
  }

  planAt(at: number, choices?: ChoicesKey): MeterPlan {
    return this.#book?.planAt(at, choices) ?? { sources: [] };
  }

  counters(): readonly CounterName[] {
    return this.#book?.counters() ?? [];
  }

  get repairs(): readonly SavedRepair[] {
    return this.#repairs;
  }

  async loadRepairs(): Promise<void> {
    this.#repairs = (await this.#documents.all(repairDocuments)).map(({ content }) => content);
    this.#rules = this.#repairs.map(({ repair }) => repair);
    this.#startAgain();
  }

  note(event: LedgerEvent): void {
    const { id, atMs } = event;
    this.#documents.save(noteDocuments, { id, atMs, content: event }).catch(this.#options.onTrouble);
  }

  openBuckets(): readonly EnergyBucket[] {
    return this.#open.buckets();
  }

  async open(): Promise<void> {
    const { site, timeZone, store, history, clock } = this.#options;
    await this.loadRepairs();
    const pages = await this.#documents.all(deviceDocuments);
    const imported = await this.#documents.all(importedDocuments);
    const book = makeDeviceBook(pages, { timeZone, imported, save: (page) => this.#saveBook(page) });
    this.#book = book;
    for (const device of this.#present.values()) book.place(device, clock.nowMs());
    await this.choices.load();
    await this.#checkZone();
    for (const day of await store.marks(site, 'day')) this.#dayMarks.add(day);
    this.#keeper = await openKeeper({
      site,
      clock,
      store,
      history,
      book,
      repairs: () => this.#rules,
      flush: () => this.#flush(),
      daysOf: (span) => this.#calendar.startsIn(span),
    });
    await this.#askHistory(book);
    await this.choices.goOn();
    const today = this.#calendar.dayAt(clock.nowMs());
    const [stored] = await store.totals(site, { fromMs: today.startMs, toMs: today.startMs + 1 });
    if (stored !== undefined) this.#today = { startMs: today.startMs, sums: sumsOfDay(stored) };
    // After a short absence today is right at once; a long one is made up for beside the live path.
    if (this.#keeper.openWork() <= shortHours) await this.#run();
  }

  place(device: PresentDevice): void {
    this.#present.set(device.id, device);
    this.#book?.place(device, this.#options.clock.nowMs());
    this.#startAgain();
  }

  remove(device: string): void {
    this.#present.delete(device);
    this.#book?.remove(device, this.#options.clock.nowMs());
    this.#startAgain();
  }

  took(batch: Batch): void {
    const { device, atMs } = batch;
    const metrics = batch.metric.filter((metric, index) => isMetered(metric) && numeric(batch.value[index]));
    if (metrics.length === 0) return;
    if (this.#book?.heard(device, metrics, atMs) === true) this.#startAgain();
    this.#open.take(batch);
    const keeper = this.#keeper;
    if (keeper === undefined) return;
    if (!this.#open.isReady) this.#beginLive(keeper);
    keeper.touch([hourOf(atMs)]);
    if (atMs < this.#options.clock.nowMs() - lateMs) this.#want();
  }

  async saveMarks(): Promise<void> {
    await this.#keeper?.saveMarks();
  }

  tick(): void {
    if (this.#isClosed || this.#running !== undefined || this.#keeper === undefined) return;
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs < this.#notBeforeMs || nowMs < (this.#due?.atMs ?? 0)) return;
    const isBehind = this.#isBehind && this.#book?.firstMs() !== undefined;
    if (this.#hasAsked && this.#keeper.openWork() === 0 && this.#dayMarks.size === 0 && !isBehind) return;
    void this.#run();
  }

  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#run();
  }

  energyDay(): EnergyDay {
    const nowMs = this.#options.clock.nowMs();
    const day = this.#calendar.dayAt(nowMs);
    const stored = this.#today?.startMs === day.startMs ? this.#today.sums : noSums;
    const open = bucketsIn(this.#open.buckets(), day);
    return energyDayOf({ day, nowMs, sums: addedSums([stored, sumsOf(open, 0)]), pending: this.#open.pending() });
  }

  liveDay(): EnergyDay {
    const { clock } = this.#options;
    const live = this.#live;
    if (live !== undefined && clock.monotonicMs() < live.untilMs && clock.nowMs() < live.endMs) return live.day;
    const day = this.energyDay();
    this.#live = { day, endMs: this.#calendar.dayAt(day.toMs).endMs, untilMs: clock.monotonicMs() + liveDayMs };
    return day;
  }

  async touch(hours: readonly number[]): Promise<void> {
    this.#keeper?.touch(hours);
    await this.#keeper?.saveMarks();
    this.#isBehind = true;
    this.#want();
  }

  async touchDays(span: LedgerSpan): Promise<void> {
    const { site, store } = this.#options;
    const days = this.#calendar.startsIn(span);
    for (const day of days) this.#dayMarks.add(day);
    await store.mark(site, 'day', days);
    this.#startAgain();
  }

  async trySettling(hours: readonly number[], repairs: readonly Repair[]): Promise<ReadonlyMap<number, KeptHour>> {
    return (await this.#keeper?.trySettling(hours, repairs)) ?? new Map();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    await this.#flush().catch(() => undefined);
  }

  /** A home without a past is live from its first reading on. */
  #beginLive(keeper: Keeper): void {
    const firstMs = this.#book?.firstMs();
    if (firstMs === undefined || keeper.headMs !== undefined || keeper.openWork() > 0) return;
    this.#open.rebase(emptyState(hourOf(firstMs)));
  }

  /** What the open time is made by has changed. */
  #startAgain(): void {
    this.#open.startAgain();
    this.#live = undefined;
  }

  #saveBook({ id, content }: { readonly id: string; readonly content: BookedDevice }): void {
    const { clock, onTrouble } = this.#options;
    const saved = this.#documents.save(deviceDocuments, { id, atMs: clock.nowMs(), content });
    this.#bookSaved = Promise.all([this.#bookSaved, saved]).catch(onTrouble);
  }

  /** Another zone has other days. */
  async #checkZone(): Promise<void> {
    const { site, timeZone, store, clock } = this.#options;
    const [known] = await this.#documents.all(zoneDocuments);
    if (known?.content === timeZone) return;
    const [firstMs, last] = await Promise.all([store.firstHourMs(site), store.lastHour(site)]);
    if (firstMs !== undefined && last !== undefined) {
      await store.clearDays(site);
      await store.mark(site, 'day', this.#calendar.startsIn({ fromMs: firstMs, toMs: last.hourMs + hourMs }));
    }
    await this.#documents.save(zoneDocuments, { id: 'zone', atMs: clock.nowMs(), content: timeZone });
  }

  /** As {@link #discover}; a history that is away keeps no home from starting. */
  async #askHistory(book: DeviceBook): Promise<void> {
    try {
      await this.#discover(book);
    } catch (error) {
      if (!isSolsteadError(error, 'store.failed')) throw error;
      this.#options.onTrouble(error);
    }
  }

  /** Series that history has and the book does not know, as of a home from before the ledger. */
  async #discover(book: DeviceBook): Promise<void> {
    const { site, history } = this.#options;
    const series = (await history.series(site)).filter(
      ({ device, metric }) => this.#present.has(device) && isMetered(metric) && !book.knows(device, metric),
    );
    this.#hasAsked = series.length === 0;
    if (this.#hasAsked) return;
    const firsts = await history.range({ series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 1 });
    const touched: number[] = [];
    for (const { key, atMs } of firsts) {
      const first = atMs[0];
      if (first === undefined) continue;
      book.heard(key.device, [key.metric], first);
      touched.push(hourOf(first));
    }
    this.#keeper?.touch(touched);
    this.#hasAsked = true;
  }

  async #flush(): Promise<void> {
    await this.#bookSaved;
    await this.#keeper?.saveMarks();
    await this.#options.flush();
  }

  #want(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const sinceMs = this.#due?.sinceMs ?? nowMs;
    this.#due = { sinceMs, atMs: Math.min(nowMs + quiet.ms, sinceMs + quiet.longestMs) };
  }

  async #run(): Promise<void> {
    const { clock, onTrouble, onSettled } = this.#options;
    this.#running = this.#work().then(onSettled, (error: unknown) => {
      if (this.#isClosed) return;
      this.#notBeforeMs = clock.monotonicMs() + retryMs;
      onTrouble(error);
    });
    await this.#running;
    this.#running = undefined;
  }

  async #work(): Promise<void> {
    const keeper = this.#keeper;
    if (keeper === undefined) return;
    this.#due = undefined;
    if (!this.#hasAsked && this.#book !== undefined) await this.#discover(this.#book);
    this.#doneBefore = keeper.settledHours;
    while (!this.#isClosed) {
      const before = keeper.settledHours;
      if (await keeper.settleNext()) {
        this.#isBehind ||= keeper.settledHours > before;
        for (const day of await this.#options.store.marks(this.#options.site, 'day')) this.#dayMarks.add(day);
        await this.#addUp(keeper.headMs ?? 0);
        continue;
      }
      await this.#addUp(Number.POSITIVE_INFINITY);
      break;
    }
    if (this.#isBehind && !this.#isClosed) await this.#catchUp(keeper);
    this.#live = undefined;
  }

  /** Adds up marked days that end before a moment, or all. */
  async #addUp(untilMs: number): Promise<void> {
    for (const startMs of [...this.#dayMarks].sort((left, right) => left - right)) {
      const day = this.#calendar.dayAt(startMs);
      if (this.#isClosed || day.endMs > untilMs) continue;
      await this.#addUpDay(day);
      await nextTurn();
    }
  }

  async #addUpDay({ startMs, endMs }: LocalDay): Promise<void> {
    const { site, store, clock } = this.#options;
    const hours = { fromMs: hourOf(startMs), toMs: Math.ceil(endMs / hourMs) * hourMs };
    const stored = [...(await store.hours(site, hours)), ...(await store.reaching(site, hours.toMs))];
    const settled = stored.map(unpackHour);
    const span = { fromMs: startMs, toMs: endMs };
    const buckets = bucketsOfHours({ span, settled, repairs: this.#rules, planAt: (at, by) => this.planAt(at, by) });
    const events = eventsOfHours(settled, span);
    const sums = sumsOf(buckets, events.length);
    const day = {
      startMs,
      endMs,
      totals: sumsCodec.encode(sums),
      events: eventsCodec.encode(events),
      buckets: packBuckets(buckets),
    };
    this.#dayMarks.delete(startMs);
    await store.saveDay(site, day, { fromMs: startMs - billingReach.beforeMs, toMs: startMs + billingReach.afterMs });
    if (this.#calendar.dayAt(clock.nowMs()).startMs === startMs) this.#today = { startMs, sums };
  }

  /** The open time goes on from the last settled hour. */
  async #catchUp(keeper: Keeper): Promise<void> {
    const { site, clock, history } = this.#options;
    const nowMs = clock.nowMs();
    const firstMs = this.#book?.firstMs();
    const state = (await keeper.headState()) ?? (firstMs === undefined ? undefined : emptyState(hourOf(firstMs)));
    if (state === undefined) return;
    this.#isBehind = false;
    if (this.#open.isReady) {
      this.#open.rebase(state);
      return;
    }
    const devices = [...this.#present.keys()];
    const series = (await history.series(site)).filter(
      ({ device, metric }) => devices.includes(device) && isMetered(metric satisfies MetricId),
    );
    await this.#flush();
    const columns = await readColumns(history, series, { fromMs: state.atMs, toMs: nowMs + hourMs });
    this.#open.rebase(state);
    this.#open.recall(columns);
  }
}
