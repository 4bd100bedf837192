// The days of a home: settled hours added up by the calendar, and today with the open time on top.
import { type Clock, nextTurn } from '#core/clock.ts';
import type { HistoryReader } from '#core/history.ts';
import type { LedgerStore } from '#core/ledger.ts';
import { dayMs, hourMs, hourOf, type TimeRange } from '#core/time.ts';
import type { Batch } from '#core/reading.ts';
import type { EnergyDay } from '#api/contract.ts';
import type { LocalDay } from '#energy/local-day.ts';
import { disagreementsOf, withoutOverruled } from '#energy/metering/balance.ts';
import type { LedgerState } from '#energy/metering/settle.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import { addedSums, type EnergySums, noSums, sumsOf } from '#energy/sums.ts';
import type { EnergyBucket } from '#energy/types.ts';
import type { Calendar } from './calendar.ts';
import { documentsOf, eventsCodec, sumsCodec, sumsDocuments, sumsOfDay, zoneDocuments } from './documents.ts';
import { energyDayOf } from './energy-day.ts';
import { bucketsOfHours, eventsOfHours } from './hour-buckets.ts';
import { isHeeded } from './metered.ts';
import { makeOpenHour, type OpenHour } from './open-hour.ts';
import { packBuckets, unpackHour } from './packing.ts';
import { readColumns } from './readings.ts';
import type { Rules } from './rules.ts';
import { wholeHours } from './whole-hours.ts';

/** What days are made from. */
export interface DaysParts {
  readonly site: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly store: LedgerStore;
  readonly history: HistoryReader;
  readonly rules: Rules;
  readonly calendar: Calendar;
}

/** A live view shows a day that is at most this old, ms. */
const liveDayMs = 1000;
/** Money of a day may depend on an hour after it. */
const beforeMs = 2 * dayMs;
/** Changes of days that are remembered. */
const mostChanges = 200;

/** The days of a home. */
export class Days {
  readonly #parts: DaysParts;
  readonly #open: OpenHour;
  readonly #dirty = new Set<number>();
  #today: { readonly startMs: number; readonly sums: EnergySums } | undefined;
  /** The day as last sent to live views, and until when it is valid (ms, monotonic). */
  #live: { readonly day: EnergyDay; readonly endMs: number; readonly untilMs: number } | undefined;
  #madeBy = 0;
  #reach: (atMs: number) => Promise<number> = async (atMs) => atMs;
  /** Starts of the days that were last rebuilt, and how many came before them. */
  #changed: number[] = [];
  #forgotten = 0;

  constructor(parts: DaysParts) {
    this.#parts = parts;
    const { clock, rules } = parts;
    this.#open = makeOpenHour({ clock, corrections: () => rules.corrections, planAt: (at) => rules.planAt(at) });
  }

  /** Reads which days are to be added up again. Errors: `store.*`. */
  async open(): Promise<void> {
    await this.#checkZone();
    await this.#checkSums();
    await this.readMarks();
  }

  /** Up to when money depends on the energy of a moment, by the tariff. */
  reachBy(reach: (atMs: number) => Promise<number>): void {
    this.#reach = reach;
  }

  /** How many times days were made, and the earliest start of a day made since a given count, epoch ms. */
  changedSince(changes: number): { readonly changes: number; readonly changedFromMs: number } {
    const since = this.#changed.slice(Math.max(0, changes - this.#forgotten));
    const isKnown = changes >= this.#forgotten;
    return {
      changes: this.#forgotten + this.#changed.length,
      changedFromMs: isKnown ? since.reduce((low, at) => Math.min(low, at), Infinity) : Number.NEGATIVE_INFINITY,
    };
  }

  /** Whether days are to be added up again; those that are still to come wait for their time. */
  get isDirty(): boolean {
    const nowMs = this.#parts.clock.nowMs();
    return this.#dirty.keys().some((startMs) => startMs <= nowMs);
  }

  /** Whether the open time has a settled state to continue from. */
  get isLive(): boolean {
    return this.#open.isReady;
  }

  take(batch: Batch): void {
    this.#open.take(batch);
  }

  /** Buckets of time that is not settled yet. */
  openBuckets(): readonly EnergyBucket[] {
    this.#obeyRules();
    return this.#open.buckets();
  }

  /** The energy of today up to now. */
  today(): EnergyDay {
    const { clock, calendar, rules } = this.#parts;
    const nowMs = clock.nowMs();
    const day = calendar.dayAt(nowMs);
    const stored = this.#today?.startMs === day.startMs ? this.#today.sums : noSums;
    const open = bucketsIn(this.openBuckets(), day);
    const sums = addedSums([stored, sumsOf(open, 0)]);
    return energyDayOf({ day, nowMs, firstMs: rules.firstMs, sums, pending: this.#open.pending() });
  }

  /** The same for live views: recomputed at most once a second, and at once after something was settled or changed. */
  live(): EnergyDay {
    const { clock, calendar } = this.#parts;
    this.#obeyRules();
    const live = this.#live;
    if (live !== undefined && clock.monotonicMs() < live.untilMs && clock.nowMs() < live.endMs) return live.day;
    const day = this.today();
    this.#live = { day, endMs: calendar.dayAt(day.toMs).endMs, untilMs: clock.monotonicMs() + liveDayMs };
    return day;
  }

  /** Marks days to be added up again. Errors: `store.failed`. */
  async touch(span: TimeRange): Promise<void> {
    const { site, store, calendar } = this.#parts;
    const days = calendar.startsIn(span);
    for (const day of days) this.#dirty.add(day);
    await store.markDirty(site, 'day', days);
    this.#open.startAgain();
    this.#live = undefined;
  }

  /** Notes the days that hours touched when they were stored. Errors: `store.failed`. */
  async readMarks(): Promise<void> {
    for (const day of await this.#parts.store.dirty(this.#parts.site, 'day')) this.#dirty.add(day);
  }

  /** What was added up of today before a restart. Errors: `store.*`. */
  async readToday(): Promise<void> {
    const { site, store, clock, calendar } = this.#parts;
    const { startMs } = calendar.dayAt(clock.nowMs());
    const [stored] = await store.totals(site, { fromMs: startMs, toMs: startMs + 1 });
    if (stored !== undefined) this.#today = { startMs, sums: sumsOfDay(stored) };
  }

  /** Adds up dirty days that end before a moment, or all that have begun, until it is stopped. Errors: `store.*`. */
  async addUp(untilMs: number, stop: AbortSignal): Promise<void> {
    for (const startMs of [...this.#dirty].sort((left, right) => left - right)) {
      const day = this.#parts.calendar.dayAt(startMs);
      if (stop.aborted || day.endMs > untilMs || startMs > this.#parts.clock.nowMs()) continue;
      await this.#addUp(day);
      await nextTurn();
    }
  }

  /** A home without a past is live from its first reading on. */
  begin(state: LedgerState): void {
    this.#open.rebase(state);
  }

  /** The open time continues from a settled state; after a start its readings come from history. Errors: `store.*`. */
  async goOnFrom(state: LedgerState, flush: () => Promise<void>): Promise<void> {
    const { site, clock, history, rules } = this.#parts;
    // Readings from before the state it continued from were not taken: a clock that was set back needs them.
    if (this.#open.isReady && state.atMs >= (this.#open.baseMs ?? 0)) {
      this.#open.rebase(state);
      return;
    }
    const nowMs = clock.nowMs();
    // One that was removed in the open time counts until then.
    const hours = [hourOf(state.atMs), hourOf(nowMs)];
    const booked = new Set(hours.flatMap((at) => rules.devicesAt(at).map(({ id }) => id)));
    const series = (await history.series(site)).filter(
      ({ device, metric }) => (rules.isPresent(device) || booked.has(device)) && isHeeded(metric),
    );
    await flush();
    const columns = await readColumns(history, series, { fromMs: state.atMs, toMs: nowMs + hourMs });
    this.#open.rebase(state);
    this.#open.recall(columns);
  }

  /** Something was settled: live views are updated at once. */
  settled(): void {
    this.#live = undefined;
  }

  /** What was made with other rules is rebuilt. */
  #obeyRules(): void {
    const { version } = this.#parts.rules;
    if (version === this.#madeBy) return;
    this.#madeBy = version;
    this.#open.startAgain();
    this.#live = undefined;
  }

  async #addUp({ startMs, endMs }: LocalDay): Promise<void> {
    const { site, store, clock, calendar, rules } = this.#parts;
    const hours = { fromMs: hourOf(startMs), toMs: Math.ceil(endMs / hourMs) * hourMs };
    const later = (await store.affecting(site, hours.toMs)).map(unpackHour);
    const settled = [...(await wholeHours(store, site, hours)), ...later];
    const span = { fromMs: startMs, toMs: endMs };
    const { corrections } = rules;
    const buckets = bucketsOfHours({ span, settled, corrections, planAt: (at, by) => rules.planAt(at, by) });
    const events = [...eventsOfHours(settled, span), ...withoutOverruled(disagreementsOf(buckets), corrections)];
    const sums = sumsOf(buckets, events.length);
    const day = {
      startMs,
      endMs,
      totals: sumsCodec.encode(sums),
      events: eventsCodec.encode(events),
      buckets: packBuckets(buckets),
    };
    this.#dirty.delete(startMs);
    const reachMs = await this.#reach(startMs);
    const toMs = Math.min(Math.max(reachMs, endMs + dayMs), Number.MAX_SAFE_INTEGER);
    await store.saveDay(site, day, { fromMs: startMs - beforeMs, toMs });
    this.#changed.push(startMs);
    if (this.#changed.length > mostChanges) this.#forgotten += this.#changed.splice(0, mostChanges / 2).length;
    if (calendar.dayAt(clock.nowMs()).startMs === startMs) this.#today = { startMs, sums };
  }

  /** Another zone has other days. */
  async #checkZone(): Promise<void> {
    const { site, timeZone, store, clock, calendar } = this.#parts;
    const documents = documentsOf(store, site);
    const [known] = await documents.all(zoneDocuments);
    if (known?.content === timeZone) return;
    const [firstMs, last] = await Promise.all([store.firstHourMs(site), store.lastHour(site)]);
    if (firstMs !== undefined && last !== undefined) {
      await store.clearDays(site);
      await store.markDirty(site, 'day', calendar.startsIn({ fromMs: firstMs, toMs: last.hourMs + hourMs }));
    }
    await documents.save(zoneDocuments, { id: 'zone', atMs: clock.nowMs(), content: timeZone });
  }

  /** Days that were added up before circuits had origins are added up again, once. */
  async #checkSums(): Promise<void> {
    const { site, store, clock } = this.#parts;
    const documents = documentsOf(store, site);
    if ((await documents.all(sumsDocuments)).length > 0) return;
    const stored = await store.totals(site, { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    const isOld = ({ circuits, origins }: EnergySums): boolean => circuits !== undefined && origins === undefined;
    const old = stored.filter((day) => isOld(sumsOfDay(day))).map(({ startMs }) => startMs);
    if (old.length > 0) await store.markDirty(site, 'day', old);
    await documents.save(sumsDocuments, { id: 'sums', atMs: clock.nowMs(), content: 1 });
  }
}
