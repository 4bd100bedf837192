// The figures of a home by the day and by the hour: stored days, the open time on top, money as it was kept or computed now.
import { type Clock, nextTurn } from '#core/clock.ts';
import type { StoredDay, StoredMoney, StoredTotals } from '#core/ledger.ts';
import { dayMs, type TimeRange } from '#core/time.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import { type MoneyRun, moneyRun, type MoneyState, neededFrom, type PeriodMoney } from '#energy/money/period-money.ts';
import { localDay } from '#energy/local-day.ts';
import { periodsIn, type Span } from '#energy/periods.ts';
import { eventsIn, type ReportUnit } from '#energy/report.ts';
import { addedSums, noSums, sumsOf } from '#energy/sums.ts';
import type { EnergyBucket, LedgerEvent } from '#energy/types.ts';
import { eventsCodec, moneyCodec, sumsOfDay } from './documents.ts';
import { eachUnpacked, unpackBuckets } from './packing.ts';
import type { SiteLedger } from './site-ledger.ts';
import type { KeyedPricing, TariffStore } from './tariff-store.ts';

/** What figures are read from. */
export interface FiguresParts {
  readonly site: string;
  readonly clock: Clock;
  readonly ledger: SiteLedger;
  readonly tariffs: TariffStore;
  /** Money that is missing could not be computed. */
  onTrouble(error: unknown): void;
}

/** What the energy figures of a home are made from. */
export interface EnergyParts extends Omit<FiguresParts, 'onTrouble'> {
  readonly figures: Figures;
  deviceName(device: string): string | undefined;
  /** The serial number a device reports. */
  serialOf?(device: string): string | undefined;
}

/** The figures of a home. */
export interface Figures {
  /** The local days of a stretch that have figures, in order. */
  days(span: TimeRange): Promise<readonly ReportUnit[]>;
  /** The hours of a stretch that have figures, in order; the span is a whole number of hours. */
  hours(span: TimeRange): Promise<readonly ReportUnit[]>;
  /** The buckets of a stretch, the open time included; kept packed, and unpacked on each pass. */
  buckets(span: TimeRange): Promise<Iterable<EnergyBucket>>;
  /** The same, some days at a time. */
  bucketsOf(span: TimeRange): AsyncIterable<EnergyBucket>;
  /** The decisions of the days of a stretch. */
  events(span: TimeRange): Promise<readonly LedgerEvent[]>;
  /** Computes the money of all days that have none by the present tariff, in the background; one run at a time. */
  priceLater(): void;
}

/** Days that are kept or read together. */
const daysTogether = 64;
const sliceMs = 8;
/** Unpacked days that are remembered while days are priced one after another. */
const mostUnpacked = 70;
/** How many states of contracts are remembered. */
const mostStates = 3;

const moneyOfDay = (money: string, { startMs }: StoredTotals): PeriodMoney =>
  moneyCodec.decode(money, `ledger: money of day ${startMs}`);

/** Figures over the ledger of a home. */
export function makeFigures(parts: FiguresParts): Figures {
  return new HomeFigures(parts);
}

/** What a contract remembered at the start of a local day. */
interface KnownState {
  readonly key: string;
  readonly dayMs: number;
  readonly state: MoneyState;
}

type PackedDay = Pick<StoredDay, 'startMs' | 'buckets'>;

class HomeFigures implements Figures {
  readonly #parts: FiguresParts;
  readonly #unpacked = new Map<number, { readonly packed: Uint8Array; readonly buckets: readonly EnergyBucket[] }>();
  #states: readonly KnownState[] = [];
  #statesMadeBy = 0;
  #isPricingAsked = false;
  #pricing: Promise<void> | undefined;

  constructor(parts: FiguresParts) {
    this.#parts = parts;
  }

  async days(span: TimeRange): Promise<readonly ReportUnit[]> {
    const { site, ledger, tariffs } = this.#parts;
    const pricing = await tariffs.pricing();
    const stored = await ledger.store.totals(site, span);
    const open = this.#open(span);
    const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
    const closed = stored.filter(({ endMs }) => endMs <= openMs);
    const units = await this.#pricedDays(closed, pricing);
    const living = await this.#livingDays(pricing, { open, stored: stored.filter(({ endMs }) => endMs > openMs) });
    return [...units, ...living];
  }

  async hours({ fromMs, toMs }: TimeRange): Promise<readonly ReportUnit[]> {
    const { tariffs, ledger } = this.#parts;
    const pricing = await tariffs.pricing();
    const [found, events] = await Promise.all([this.buckets({ fromMs, toMs }), this.events({ fromMs, toMs })]);
    const buckets = [...found];
    const hours = periodsIn({ startMs: fromMs, endMs: toMs }, { kind: 'hour', zone: ledger.timeZone })
      .map(({ startMs, endMs }) => ({ startMs, endMs }))
      .filter((hour) => bucketsIn(buckets, hour).length > 0);
    const moneys = await this.#moneyOf(hours, pricing);
    return hours.flatMap((hour, index) => {
      const money = moneys[index];
      if (money === undefined) return [];
      return [{ ...hour, sums: sumsOf(bucketsIn(buckets, hour), eventsIn(events, hour)), money }];
    });
  }

  async buckets({ fromMs, toMs }: TimeRange): Promise<Iterable<EnergyBucket>> {
    const open = this.#open({ fromMs, toMs });
    const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
    const days: PackedDay[] = [];
    for await (const { startMs, buckets } of this.#daysOf({ fromMs, toMs })) days.push({ startMs, buckets });
    const isIn = ({ startMs }: EnergyBucket): boolean => startMs >= fromMs && startMs < Math.min(toMs, openMs);
    return {
      *[Symbol.iterator]() {
        for (const { startMs, buckets } of days)
          for (const bucket of eachUnpacked(buckets, `ledger: day ${startMs}`)) if (isIn(bucket)) yield bucket;
        yield* open;
      },
    };
  }

  async *bucketsOf({ fromMs, toMs }: TimeRange): AsyncGenerator<EnergyBucket> {
    const open = this.#open({ fromMs, toMs });
    const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
    for await (const day of this.#daysOf({ fromMs, toMs }))
      for (const bucket of this.#unpack(day))
        if (bucket.startMs >= fromMs && bucket.startMs < Math.min(toMs, openMs)) yield bucket;
    yield* open;
  }

  /** The stored days of a stretch, some at a time. */
  async *#daysOf({ fromMs, toMs }: TimeRange): AsyncGenerator<StoredDay> {
    const { site, ledger } = this.#parts;
    // A day that begins before the span overlaps it.
    const [first] = await ledger.store.totals(site, { fromMs: Math.max(0, fromMs - 2 * dayMs), toMs });
    let atMs = first?.startMs ?? toMs;
    while (atMs < toMs) {
      const untilMs = Math.min(toMs, atMs + daysTogether * dayMs);
      yield* await ledger.store.days(site, { fromMs: atMs, toMs: untilMs });
      atMs = untilMs;
    }
  }

  async events({ fromMs, toMs }: TimeRange): Promise<readonly LedgerEvent[]> {
    const { site, ledger } = this.#parts;
    const days = await ledger.store.days(site, { fromMs: fromMs - 2 * dayMs, toMs });
    return days
      .flatMap((day) => {
        // What was decided about the day before is listed with the day that decided it.
        const within = (atMs: number): number => Math.max(day.startMs, Math.min(atMs, day.endMs - 1));
        const decided = eventsCodec.decode(day.events, `ledger: events of day ${day.startMs}`);
        return decided.map((event) => ({ ...event, atMs: within(event.atMs) }));
      })
      .filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  }

  priceLater(): void {
    this.#isPricingAsked = true;
    if (this.#pricing !== undefined) return;
    this.#pricing = this.#priceWhileAsked()
      .catch((error: unknown) => this.#parts.onTrouble(error))
      .finally(() => {
        this.#pricing = undefined;
      });
  }

  async #priceWhileAsked(): Promise<void> {
    while (this.#isPricingAsked) {
      this.#isPricingAsked = false;
      await this.#priceAll();
    }
  }

  async #priceAll(): Promise<void> {
    const { site, ledger, tariffs } = this.#parts;
    const pricing = await tariffs.pricing();
    await this.#pricedDays(await ledger.store.unpriced(site, pricing.key), pricing);
  }

  #open({ fromMs, toMs }: TimeRange): readonly EnergyBucket[] {
    return bucketsIn(this.#parts.ledger.days.openBuckets(), { startMs: fromMs, endMs: toMs });
  }

  #unpack({ startMs, buckets: packed }: PackedDay) {
    const known = this.#unpacked.get(startMs);
    if (known !== undefined && Buffer.compare(known.packed, packed) === 0) return known.buckets;
    const buckets = unpackBuckets(packed, `ledger: day ${startMs}`);
    if (this.#unpacked.size >= mostUnpacked) this.#unpacked.clear();
    this.#unpacked.set(startMs, { packed, buckets });
    return buckets;
  }

  /** Days that are stored, with the money that is kept or is computed now and kept. */
  async #pricedDays(days: readonly StoredTotals[], pricing: KeyedPricing): Promise<ReportUnit[]> {
    const { site, ledger } = this.#parts;
    const isKept = ({ money, moneyKey }: StoredTotals): boolean => money !== undefined && moneyKey === pricing.key;
    const fresh = new Map<number, PeriodMoney>();
    const missing = days.filter((day) => !isKept(day));
    const moneys = await this.#moneyOf(missing, pricing);
    let priced: StoredMoney[] = [];
    for (const [index, { startMs, totals }] of missing.entries()) {
      const money = moneys[index];
      if (money === undefined) continue;
      fresh.set(startMs, money);
      priced.push({ startMs, totals, money: moneyCodec.encode(money), moneyKey: pricing.key });
      if (priced.length < daysTogether && index < missing.length - 1) continue;
      await ledger.store.saveMoney(site, priced);
      priced = [];
    }
    return days.flatMap((day): ReportUnit[] => {
      const { startMs, endMs, money: kept } = day;
      const money = fresh.get(startMs) ?? (kept === undefined ? undefined : moneyOfDay(kept, day));
      return money === undefined ? [] : [{ startMs, endMs, sums: sumsOfDay(day), money }];
    });
  }

  /** The money of spans in order, in one pass: a state of the contract is remembered, so that the next pass is short. */
  async #moneyOf(given: readonly Span[], pricing: KeyedPricing): Promise<PeriodMoney[]> {
    const spans = given.map(({ startMs, endMs }) => ({ startMs, endMs }));
    const [first, last] = [spans[0], spans.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (!pricing.countsFromBefore) return this.#moneyOfDays(spans, pricing);
    const { clock } = this.#parts;
    const known = this.#stateBefore(first.startMs, pricing);
    const changes = this.#statesMadeBy;
    const fromMs = Math.max(neededFrom(pricing, first.startMs), known?.dayMs ?? Number.NEGATIVE_INFINITY);
    const run = moneyRun(pricing, spans, known === undefined ? undefined : structuredClone(known.state));
    const wanted = this.#dayStarts([first.startMs, last.startMs], fromMs);
    let sinceMs = clock.monotonicMs();
    for await (const bucket of this.bucketsOf({ fromMs: Math.max(0, fromMs), toMs: last.endMs + dayMs })) {
      while (wanted[0] !== undefined && wanted[0] <= bucket.startMs)
        this.#keepState(run, wanted.shift() ?? 0, { key: pricing.key, changes });
      run.add(bucket);
      if (clock.monotonicMs() - sinceMs < sliceMs) continue;
      await nextTurn();
      sinceMs = clock.monotonicMs();
    }
    return run.finish();
  }

  /** If each day is priced independently, days between those asked for need not be read. */
  async #moneyOfDays(spans: readonly Span[], pricing: KeyedPricing): Promise<PeriodMoney[]> {
    const { clock } = this.#parts;
    const moneys: PeriodMoney[] = [];
    let sinceMs = clock.monotonicMs();
    for (let index = 0; index < spans.length; ) {
      const together: Span[] = [];
      for (let span = spans[index]; span !== undefined && together.length < daysTogether; span = spans[index]) {
        const before = together.at(-1);
        if (before !== undefined && span.startMs - before.endMs > dayMs) break;
        together.push(span);
        index += 1;
      }
      const [first, last] = [together[0], together.at(-1)];
      if (first === undefined || last === undefined) break;
      const run = moneyRun(pricing, together);
      const fromMs = Math.max(0, neededFrom(pricing, first.startMs));
      for await (const bucket of this.bucketsOf({ fromMs, toMs: last.endMs })) {
        run.add(bucket);
        if (clock.monotonicMs() - sinceMs < sliceMs) continue;
        await nextTurn();
        sinceMs = clock.monotonicMs();
      }
      for (const money of run.finish()) moneys.push(money);
    }
    return moneys;
  }

  /** Starts of the local days of some moments, those from `sinceMs` on, in order. */
  #dayStarts(moments: readonly number[], sinceMs: number): number[] {
    const { timeZone } = this.#parts.ledger;
    const starts = new Set(moments.map((atMs) => localDay(atMs, timeZone).startMs));
    return [...starts].filter((atMs) => atMs > sinceMs).sort((left, right) => left - right);
  }

  /** The latest state before a moment whose past has not changed since. */
  #stateBefore(atMs: number, { key }: KeyedPricing): KnownState | undefined {
    const { changes, changedFromMs } = this.#parts.ledger.days.changedSince(this.#statesMadeBy);
    this.#states = this.#states.filter((one) => one.key === key && one.dayMs <= changedFromMs);
    this.#statesMadeBy = changes;
    return this.#states.filter(({ dayMs: at }) => at <= atMs).toSorted((left, right) => right.dayMs - left.dayMs)[0];
  }

  /** A state made of days that have changed since is not kept. */
  #keepState(
    run: MoneyRun,
    dayStartMs: number,
    { key, changes }: { readonly key: string; readonly changes: number },
  ): void {
    if (this.#parts.ledger.days.changedSince(changes).changes !== changes) return;
    const others = this.#states.filter((one) => one.dayMs !== dayStartMs).slice(1 - mostStates);
    this.#states = [...others, { key, dayMs: dayStartMs, state: run.stateAt(dayStartMs) }];
  }

  /** Days that the open time reaches into: computed each time, never kept. */
  async #livingDays(
    pricing: KeyedPricing,
    { open, stored }: { readonly open: readonly EnergyBucket[]; readonly stored: readonly StoredTotals[] },
  ): Promise<ReportUnit[]> {
    const [first, last] = [open[0], open.at(-1)];
    if (first === undefined || last === undefined) return [];
    const zone = this.#parts.ledger.timeZone;
    const startMs = Math.min(first.startMs, stored[0]?.startMs ?? first.startMs);
    const days = periodsIn({ startMs, endMs: last.startMs + 1 }, { kind: 'day', zone });
    const moneys = await this.#moneyOf(days, pricing);
    return days.flatMap((day, index): ReportUnit[] => {
      const known = stored.find((one) => one.startMs === day.startMs);
      const before = known === undefined ? noSums : sumsOfDay(known);
      const sums = addedSums([before, sumsOf(bucketsIn(open, day), 0)]);
      const money = moneys[index];
      return money === undefined ? [] : [{ startMs: day.startMs, endMs: day.endMs, sums, money }];
    });
  }
}
