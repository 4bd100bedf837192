// Settles the hours of a home: those that closed, and again those that late readings, plans or corrections touch, until the
// state after an hour is what was stored. What is still to be done is kept in the store as dirty hours, so that a kill loses nothing.
import { type Clock, nextTurn } from '#core/clock.ts';
import type { HistoryReader, PageColumns } from '#core/history.ts';
import type { LedgerStore, StoredHour } from '#core/ledger.ts';
import { hourMs, hourOf, type TimeRange } from '#core/time.ts';
import type { Correction } from '#energy/metering/correction.ts';
import type { MeterPlan } from '#energy/metering/plan.ts';
import { emptyState, isSameState, type LedgerState, affectedFrom, settleHour } from '#energy/metering/settle.ts';
import type { Calendar } from './calendar.ts';
import type { OptionsKey } from './counting-options.ts';
import { type KeptHour, packHour, unpackHour } from './packing.ts';
import { lateCircuits, type LateCircuits, withCircuits } from './late-circuits.ts';
import type { Rules } from './rules.ts';
import { columnsIn, countIn, readColumns, seriesOfPlan } from './readings.ts';
import { silentUntil } from './silence.ts';
import { silentHourAhead } from './silent-hours.ts';
import { runningHour } from './up-to-now.ts';

/** What settling depends on. */
export interface HourSettlerParts {
  readonly site: string;
  readonly clock: Clock;
  readonly store: LedgerStore;
  readonly history: HistoryReader;
  readonly rules: Rules;
  readonly calendar: Calendar;
  /** Resolves when all that was taken is in history. */
  flush(): Promise<void>;
}

/** Settles the hours of a home and knows what is still to be done. */
export interface HourSettler {
  /** Hours before this are settled, epoch ms; absent before the first reading. */
  readonly headMs: number | undefined;
  /** Settled hours that are to be settled again. */
  readonly dirtyHours: number;
  /** How many hours were settled since the start. */
  readonly settledHours: number;
  /** Notes that readings of these hours came, or that their rules changed; only those that were settled already matter. */
  touch(hours: readonly number[]): void;
  /** Resolves when what was touched is kept. */
  saveDirty(): Promise<void>;
  /** Resolves when all that was taken is in history, and what is to be done with it is kept. Errors: `store.*`. */
  flush(): Promise<void>;
  /** The state after the last settled hour. */
  headState(): Promise<LedgerState | undefined>;
  /** Whether the clock was set back, so that hours were settled which are not over. */
  readonly mustStandBack: boolean;
  /** Those hours are settled again when they are over, and days are to be added up without them. Errors: `store.*`. */
  standBack(): Promise<boolean>;
  /** Hours that are closed and not settled, or to be settled again. */
  openWork(): number;
  /** Settles one run of hours; false when there is nothing to do. Errors: `store.*`. */
  settleNext(): Promise<boolean>;
  /** Adds circuits to hours that were settled without them, and changes nothing else; resolves to how many. Errors: `store.*`. */
  addCircuits(
    signal: AbortSignal,
    onProgress: (work: { readonly done: number; readonly total: number }) => void,
  ): Promise<number>;
  /** What hours would become with other corrections: those that differ, until the state after an hour is what was stored. */
  trySettling(hours: readonly number[], corrections: readonly Correction[]): Promise<ReadonlyMap<number, KeptHour>>;
}

/** How long after its end to wait before settling an hour, ms. */
const graceMs = 60_000;
/** Hours read and kept together. */
const runHours = 6;
/** The same while there is nothing to read: a home that stood still for months is kept in few transactions. */
const idleRunHours = 48;
/** How long the event loop may be held, ms; and how long settling then pauses, as a multiple. */
const slice = { ms: 5, rest: 1, mostRestMs: 50 } as const;
/** Clocks that were never set show earlier years. */
const earliestMs = Date.UTC(2010, 0, 1);

/** One run: what was stored before, and the result. */
interface Run {
  readonly fromMs: number;
  readonly stored: ReadonlyMap<number, StoredHour>;
  /** The stored ones, unpacked. */
  readonly known: ReadonlyMap<number, KeptHour>;
  readonly options: OptionsKey;
  readonly columns: readonly PageColumns[];
  readonly corrections: readonly Correction[];
}

/** A settled hour of a run. */
interface Done {
  readonly hourMs: number;
  /** Absent if what is stored stays. */
  readonly hour?: StoredHour;
  readonly settled: KeptHour;
  /** Whether the hour after it has to follow. */
  readonly goesOn: boolean;
  readonly affectsFromMs: number;
}

/** Opens the settler over what is stored. */
export async function openHourSettler(parts: HourSettlerParts): Promise<HourSettler> {
  const { site, store } = parts;
  const [last, dirty] = await Promise.all([store.lastHour(site), store.dirty(site, 'hour')]);
  return new Settler(parts, { headMs: last === undefined ? undefined : last.hourMs + hourMs, dirty });
}

class Settler implements HourSettler {
  readonly #parts: HourSettlerParts;
  #headMs: number | undefined;
  /** The end of what the current run reads, epoch ms. */
  #claimedMs = 0;
  /** How many hours that were never settled the next run takes. */
  #width = runHours;
  /** Settled hours from here on are not over by the clock, and wait; absent while there are none. */
  #asideMs: number | undefined;
  /** Hours to be settled again, with how often they were touched. */
  readonly #dirty = new Map<number, number>();
  /** Those that the store knows to be dirty. */
  readonly #kept = new Set<number>();
  #saving: Promise<void> = Promise.resolve();
  #sliceMs: number | undefined;
  settledHours = 0;

  constructor(parts: HourSettlerParts, { headMs, dirty }: { headMs: number | undefined; dirty: readonly number[] }) {
    this.#parts = parts;
    this.#headMs = headMs;
    for (const hour of dirty) {
      this.#dirty.set(hour, 0);
      this.#kept.add(hour);
    }
  }

  get headMs(): number | undefined {
    return this.#headMs === undefined ? undefined : Math.min(this.#headMs, this.#runningMs());
  }

  get mustStandBack(): boolean {
    const runningMs = this.#runningMs();
    return (this.#headMs ?? runningMs) > runningMs && runningMs < (this.#asideMs ?? Number.POSITIVE_INFINITY);
  }

  get dirtyHours(): number {
    return this.#dirty.size;
  }

  touch(hours: readonly number[]): void {
    const limit = Math.max(this.#headMs ?? 0, this.#claimedMs);
    const fresh: number[] = [];
    for (const hour of hours) {
      if (hour >= limit || hour < earliestMs) continue;
      this.#dirty.set(hour, (this.#dirty.get(hour) ?? 0) + 1);
      if (this.#kept.has(hour)) continue;
      this.#kept.add(hour);
      fresh.push(hour);
    }
    if (fresh.length === 0) return;
    const { site, store } = this.#parts;
    const saved = store.markDirty(site, 'hour', fresh);
    this.#saving = Promise.all([this.#saving, saved]).then(() => undefined);
    // Callers that need it wait for it; until then it is in memory and is tried again with its hour.
    this.#saving.catch(() => undefined);
  }

  async saveDirty(): Promise<void> {
    const saving = this.#saving;
    this.#saving = Promise.resolve();
    await saving;
  }

  async flush(): Promise<void> {
    const { rules, flush } = this.#parts;
    await rules.saved();
    await this.saveDirty();
    await flush();
  }

  async headState(): Promise<LedgerState | undefined> {
    const last = await this.#parts.store.lastHour(this.#parts.site, this.#runningMs());
    return last === undefined ? undefined : unpackHour(last).after;
  }

  async standBack(): Promise<boolean> {
    const { site, store, calendar } = this.#parts;
    const runningMs = this.#runningMs();
    const head = this.#headMs ?? runningMs;
    const isDue = this.mustStandBack;
    this.#asideMs = head > runningMs ? runningMs : undefined;
    if (!isDue) return false;
    const first = Math.max(runningMs, (await store.firstHourMs(site)) ?? runningMs);
    const reaching = await store.affecting(site, runningMs);
    const fromMs = reaching.reduce((least, { affectsFromMs }) => Math.min(least, affectsFromMs), first);
    this.#dirty.set(first, (this.#dirty.get(first) ?? 0) + 1);
    this.#kept.add(first);
    const days = calendar.startsIn({ fromMs, toMs: head });
    await store.saveHours(site, { hours: [], done: [], next: [first], days });
    return true;
  }

  #runningMs(): number {
    return runningHour(this.#parts.clock);
  }

  /** The first hour that was never settled, taken from the readings if nothing was settled yet. */
  #head(): number | undefined {
    if (this.#headMs !== undefined) return this.#headMs;
    const first = this.#parts.rules.firstMs;
    return first === undefined ? undefined : Math.max(hourOf(first), earliestMs);
  }

  #closedMs(): number {
    return hourOf(this.#parts.clock.nowMs() - graceMs);
  }

  openWork(): number {
    const head = this.#head() ?? Number.POSITIVE_INFINITY;
    const runningMs = this.#runningMs();
    const again =
      head <= runningMs ? this.#dirty.size : this.#dirty.keys().reduce((sum, at) => sum + Number(at < runningMs), 0);
    return again + Math.max(0, (this.#closedMs() - head) / hourMs);
  }

  async settleNext(): Promise<boolean> {
    const head = this.#head();
    if (head === undefined) return false;
    const runningMs = this.#runningMs();
    const first = this.#dirty
      .keys()
      .filter((at) => at < runningMs)
      .reduce((least, at) => Math.min(least, at), head);
    const isAgain = first < head;
    const fromMs = await this.#afterStored(Math.min(head, first));
    const limitMs = isAgain ? Math.min(head, runningMs) : this.#closedMs();
    const untilMs = Math.min(limitMs, fromMs + this.#width * hourMs);
    if (untilMs <= fromMs) return false;
    this.#claimedMs = untilMs;
    const seen = this.#dirtyIn({ fromMs, toMs: untilMs });
    try {
      await this.flush();
      const corrections = this.#parts.rules.corrections;
      const run = await this.#openRun({ fromMs, toMs: untilMs }, corrections);
      const done: Done[] = [];
      for await (const one of this.#settleRun(run, untilMs)) {
        done.push(one);
        this.settledHours += 1;
        const nextMs = one.hourMs + hourMs;
        // Settling again stops when nothing follows; hours never settled go on.
        if (isAgain && !one.goesOn && !this.#dirty.has(nextMs)) break;
      }
      await this.#keep(done, seen);
      const isIdle = done.every(({ hour }) => hour?.readings === 0);
      this.#width = isIdle ? Math.min(2 * this.#width, idleRunHours) : runHours;
      await this.#passSilence(done, limitMs, corrections);
    } finally {
      this.#claimedMs = 0;
    }
    return true;
  }

  /** Where settling begins for an hour: hours without a stored one before them were passed over, and what was known comes first. */
  async #afterStored(at: number): Promise<number> {
    const { site, store } = this.#parts;
    const before = await store.lastHour(site, at);
    return before === undefined ? at : Math.min(at, before.hourMs + hourMs);
  }

  /** After hours of silence: until when it goes on, and what those hours will be; undefined if that is not worth anything. */
  async #silenceAfter(done: readonly Done[], limitMs: number, corrections: readonly Correction[]) {
    const hourAt = silentHourAhead(done.map(({ hour, settled }) => ({ readings: hour?.readings ?? 1, settled })));
    const last = done.at(-1);
    if (hourAt === undefined || last === undefined || (last.settled.options ?? '') !== this.#parts.rules.options)
      return undefined;
    const fromMs = last.hourMs + hourMs;
    await this.flush();
    const parts = { ...this.#parts, corrections, pause: () => this.#pause() };
    const untilMs = await silentUntil(parts, { fromMs, toMs: limitMs });
    return untilMs > fromMs + hourMs ? { fromMs, untilMs, hourAt } : undefined;
  }

  /** Passes over hours that are as silent as those before them: the first and the last of them are kept. */
  async #passSilence(done: readonly Done[], limitMs: number, corrections: readonly Correction[]): Promise<void> {
    const nextMs = (done.at(-1)?.hourMs ?? limitMs) + hourMs;
    const touched = this.#dirty.keys().reduce((least, at) => (at > nextMs ? Math.min(least, at) : least), limitMs);
    // What comes from now on is noted as late.
    this.#claimedMs = touched;
    const seen = this.#dirtyIn({ fromMs: nextMs, toMs: nextMs + hourMs });
    const silence = await this.#silenceAfter(done, touched, corrections);
    if (silence === undefined) return;
    const edges = [silence.fromMs, silence.untilMs - hourMs].flatMap((at): Done[] => {
      const settled = silence.hourAt(at);
      if (settled === undefined) return [];
      const hour = { hourMs: at, affectsFromMs: at, readings: 0, content: packHour(settled) };
      return [{ hourMs: at, hour, settled, goesOn: true, affectsFromMs: at }];
    });
    await this.#keep(edges, seen);
  }

  /** How often the hours of a stretch were touched. */
  #dirtyIn({ fromMs, toMs }: TimeRange): ReadonlyMap<number, number> {
    const seen = new Map<number, number>();
    for (let at = fromMs; at < toMs; at += hourMs) {
      const count = this.#dirty.get(at);
      if (count !== undefined) seen.set(at, count);
    }
    return seen;
  }

  async #openRun({ fromMs, toMs }: TimeRange, corrections: readonly Correction[]): Promise<Run> {
    const { site, store, history, rules } = this.#parts;
    const stored = await store.hours(site, { fromMs: fromMs - hourMs, toMs });
    this.#sliceMs = undefined;
    const known = new Map<number, KeptHour>();
    for (const hour of stored) {
      await this.#pause();
      known.set(hour.hourMs, unpackHour(hour));
    }
    const { options } = rules;
    const series = new Map<string, ReturnType<typeof seriesOfPlan>[number]>();
    for (let at = fromMs; at < toMs; at += hourMs)
      // Whether history still has what an hour was settled from is seen by the plan of that time.
      for (const by of new Set([options, known.get(at)?.options ?? '']))
        for (const key of seriesOfPlan(site, rules.planAt(at, by))) series.set(`${key.device} ${key.metric}`, key);
    const columns = await readColumns(history, [...series.values()], { fromMs, toMs });
    // Reading does not block anything else.
    this.#sliceMs = undefined;
    return { fromMs, stored: new Map(stored.map((hour) => [hour.hourMs, hour])), known, options, columns, corrections };
  }

  async *#settleRun(run: Run, untilMs: number, first?: LedgerState): AsyncGenerator<Done, void> {
    const { fromMs, known } = run;
    let state = first ?? known.get(fromMs - hourMs)?.after ?? emptyState(fromMs);
    for (let at = fromMs; at < untilMs; at += hourMs) {
      await this.#pause();
      const one = this.#settleOne(run, at, state);
      state = one.settled.after;
      yield one;
    }
  }

  #settleOne({ stored, known: unpacked, options, columns, corrections }: Run, at: number, before: LedgerState): Done {
    const { rules } = this.#parts;
    const plan = rules.planAt(at, options);
    const span = { fromMs: at, toMs: at + hourMs };
    const old = stored.get(at);
    const known = unpacked.get(at);
    const readings = countIn(columns, plan, span);
    const oldPlan = rules.planAt(at, known?.options ?? '');
    const left = oldPlan === plan ? readings : countIn(columns, oldPlan, span);
    // What history no longer holds cannot be settled again: what was stored stays.
    if (old !== undefined && known !== undefined && left < old.readings)
      return { hourMs: at, settled: known, goesOn: false, affectsFromMs: at };
    const made = settleHour({ plan, readings: columnsIn(columns, span), corrections }, before, at + hourMs);
    const settled: KeptHour = options === '' ? made : { ...made, options };
    const affectsFromMs = affectedFrom(settled);
    const hour = { hourMs: at, affectsFromMs, readings, content: packHour(settled) };
    const goesOn = known === undefined || !isSameState(settled.after, known.after);
    return {
      hourMs: at,
      hour,
      settled,
      goesOn,
      affectsFromMs: Math.min(affectsFromMs, old?.affectsFromMs ?? affectsFromMs),
    };
  }

  async #keep(done: readonly Done[], seen: ReadonlyMap<number, number>): Promise<void> {
    const { site, store, calendar } = this.#parts;
    const last = done.at(-1);
    if (last === undefined) return;
    const nextMs = last.hourMs + hourMs;
    const head = Math.max(this.#headMs ?? nextMs, nextMs);
    // A touch that came meanwhile stays; what is cleared is forgotten in memory before the store is updated, so that one that
    // comes from now on is written after it.
    const over = done.filter(({ hourMs: at }) => this.#dirty.get(at) === seen.get(at)).map(({ hourMs: at }) => at);
    // What is not over by the clock is settled again when it is, whatever its state.
    const next = nextMs < head && (last.goesOn || nextMs >= this.#runningMs()) ? [nextMs] : [];
    for (const at of over) {
      this.#dirty.delete(at);
      this.#kept.delete(at);
    }
    for (const at of next) {
      this.#dirty.set(at, (this.#dirty.get(at) ?? 0) + 1);
      this.#kept.add(at);
    }
    const hours = done.flatMap(({ hour }) => (hour === undefined ? [] : [hour]));
    const days = new Set(
      done.flatMap((one) => [...calendar.startsIn({ fromMs: one.affectsFromMs, toMs: one.hourMs + hourMs })]),
    );
    try {
      await store.saveHours(site, { hours, done: over, next, days: [...days] });
    } catch (error) {
      for (const at of over) this.#dirty.set(at, 0);
      throw error;
    }
    this.#headMs = head;
  }

  async addCircuits(...[signal, onProgress]: Parameters<HourSettler['addCircuits']>): Promise<number> {
    const { site, store } = this.#parts;
    const head = this.#headMs ?? 0;
    const first = (await store.firstHourMs(site)) ?? head;
    await this.flush();
    let count = 0;
    let last: KeptHour | undefined;
    for (let fromMs = first; fromMs < head && !signal.aborted; fromMs += runHours * hourMs) {
      const run = await this.#addCircuitsIn({ fromMs, toMs: Math.min(head, fromMs + runHours * hourMs) }, last);
      count += run.count;
      onProgress({ done: Math.min(head, fromMs + runHours * hourMs) - first, total: head - first });
      last = run.last;
    }
    return count;
  }

  /** The same for a run of hours after one that may have circuits already. */
  async #addCircuitsIn(span: TimeRange, last: KeptHour | undefined) {
    const { site, store, history, rules, calendar } = this.#parts;
    const { options, corrections } = rules;
    const by: LateCircuits = { options, corrections, planAt: (at, key) => rules.planAt(at, key) };
    const all: { readonly hour: StoredHour; readonly kept: KeptHour; readonly circuits: MeterPlan }[] = [];
    for (const hour of await store.hours(site, span)) {
      await this.#pause();
      const kept = unpackHour(hour);
      all.push({ hour, kept, circuits: lateCircuits(by, kept) });
    }
    const series = new Map(
      all.flatMap(({ circuits }) => seriesOfPlan(site, circuits)).map((key) => [`${key.device} ${key.metric}`, key]),
    );
    const columns = await readColumns(history, [...series.values()], span);
    this.#sliceMs = undefined;
    const hours: StoredHour[] = [];
    const days = new Set<number>();
    let before = last;
    for (const { hour, kept, circuits } of all) {
      await this.#pause();
      // Hours in between were passed over: what was known before the silence goes on after it.
      const state = before === undefined ? undefined : { ...before.after, atMs: kept.fromMs };
      const made =
        circuits.sources.length === 0
          ? undefined
          : withCircuits({ hour, kept, columns }, circuits, { ...by, before: state });
      before = made?.kept ?? kept;
      if (made === undefined) continue;
      hours.push(made.hour);
      for (const day of calendar.startsIn({ fromMs: made.affectsFromMs, toMs: kept.toMs })) days.add(day);
    }
    if (hours.length > 0) await store.saveHours(site, { hours, done: [], next: [], days: [...days] });
    return { count: hours.length, last: before };
  }

  async trySettling(
    hours: readonly number[],
    corrections: readonly Correction[],
  ): Promise<ReadonlyMap<number, KeptHour>> {
    const head = this.headMs ?? 0;
    const changed = new Map<number, KeptHour>();
    const wanted = new Set(hours.filter((at) => at < head));
    await this.flush();
    for (const first of [...wanted].sort((left, right) => left - right)) {
      if (changed.has(first)) continue;
      let state = changed.get(first - hourMs)?.after;
      let goesOn = true;
      let fromMs = state === undefined ? await this.#afterStored(first) : first;
      let done: Done[] = [];
      while (goesOn && fromMs < head) {
        const toMs = Math.min(head, fromMs + runHours * hourMs);
        const run = await this.#openRun({ fromMs, toMs }, corrections);
        for await (const one of this.#settleRun(run, toMs, state)) {
          changed.set(one.hourMs, one.settled);
          done.push(one);
          state = one.settled.after;
          goesOn = one.goesOn || wanted.has(one.hourMs + hourMs);
          if (!goesOn) break;
        }
        fromMs = toMs;
        const nextWanted = wanted.values().reduce((least, at) => (at >= toMs ? Math.min(least, at) : least), head);
        const silence = goesOn ? await this.#silenceAfter(done, nextWanted, corrections) : undefined;
        if (silence === undefined) continue;
        fromMs = silence.untilMs;
        state = silence.hourAt(fromMs - hourMs)?.after;
        done = [];
      }
    }
    return changed;
  }

  /** Yields to others when the loop was held long enough. */
  async #pause(): Promise<void> {
    const { clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    this.#sliceMs ??= nowMs;
    const heldMs = nowMs - this.#sliceMs;
    if (heldMs < slice.ms) return;
    await nextTurn();
    await clock.sleep(Math.min(heldMs * slice.rest, slice.mostRestMs));
    this.#sliceMs = clock.monotonicMs();
  }
}
