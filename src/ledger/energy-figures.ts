// The figures of a home by the day and by the hour: stored days, the open time on top, money as it was kept or computed now.
import { type Clock, nextTurn } from '#core/clock.ts';
import type { StoredMoney, StoredTotals } from '#core/ledger.ts';
import { dayMs, type TimeRange } from '#core/time.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import { coursesOf, moneyOf, type PeriodMoney } from '#energy/money/period-money.ts';
import { periodsIn, type Span } from '#energy/periods.ts';
import { eventsIn, type ReportUnit, unitOf } from '#energy/report.ts';
import { addedSums, noSums, sumsOf } from '#energy/sums.ts';
import type { EnergyBucket, LedgerEvent } from '#energy/types.ts';
import { eventsCodec, moneyCodec, sumsOfDay } from './documents.ts';
import { unpackBuckets } from './packing.ts';
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

/** What the energy of a home is told from. */
export interface EnergyParts extends Omit<FiguresParts, 'onTrouble'> {
  readonly figures: Figures;
  deviceName(device: string): string | undefined;
}

/** The figures of a home. */
export interface Figures {
  /** The local days of a stretch that have figures, in order. */
  days(span: TimeRange): Promise<readonly ReportUnit[]>;
  /** The hours of a stretch that have figures, in order; the span is a whole number of hours. */
  hours(span: TimeRange): Promise<readonly ReportUnit[]>;
  /** The buckets of a stretch, the open time included. */
  buckets(span: TimeRange): Promise<readonly EnergyBucket[]>;
  /** The decisions of the days of a stretch. */
  events(span: TimeRange): Promise<readonly LedgerEvent[]>;
  /** Computes the money of all days that have none by the tariff as it is now, beside the live path; one run at a time. */
  priceLater(): void;
}

/** A billing period is at most a month long. */
const billingMs = 32 * dayMs;
/** Days priced before others have their turn; days kept together. */
const pricedTogether = 64;
const sliceMs = 8;
/** Unpacked days that are remembered while days are priced one after another. */
const mostUnpacked = 70;

const moneyOfDay = (money: string, { startMs }: StoredTotals): PeriodMoney =>
  moneyCodec.decode(money, `ledger: money of day ${startMs}`);

/** Figures over the ledger of a home. */
export function makeFigures(parts: FiguresParts): Figures {
  return new HomeFigures(parts);
}

class HomeFigures implements Figures {
  readonly #parts: FiguresParts;
  readonly #unpacked = new Map<number, { readonly packed: Uint8Array; readonly buckets: readonly EnergyBucket[] }>();
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
    const backMs = pricing.needsBilling ? billingMs : dayMs;
    const [buckets, events] = await Promise.all([
      this.buckets({ fromMs: fromMs - backMs, toMs: toMs + dayMs }),
      this.events({ fromMs, toMs }),
    ]);
    const courses = coursesOf(buckets);
    const units: ReportUnit[] = [];
    let sinceMs = this.#parts.clock.monotonicMs();
    for (const hour of periodsIn({ startMs: fromMs, endMs: toMs }, { kind: 'hour', zone: ledger.timeZone })) {
      if (bucketsIn(buckets, hour).length === 0) continue;
      units.push(unitOf(hour, { courses, events: eventsIn(events, hour), pricing }));
      if (this.#parts.clock.monotonicMs() - sinceMs < sliceMs) continue;
      await nextTurn();
      sinceMs = this.#parts.clock.monotonicMs();
    }
    return units;
  }

  async buckets({ fromMs, toMs }: TimeRange): Promise<readonly EnergyBucket[]> {
    const { site, ledger } = this.#parts;
    // A day that begins before the span reaches into it.
    const days = await ledger.store.days(site, { fromMs: fromMs - 2 * dayMs, toMs });
    const open = this.#open({ fromMs, toMs });
    const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
    const stored = days.flatMap((day) => [...this.#unpack(day)]).filter(({ startMs }) => startMs < openMs);
    return bucketsIn([...stored, ...open], { startMs: fromMs, endMs: toMs });
  }

  async events({ fromMs, toMs }: TimeRange): Promise<readonly LedgerEvent[]> {
    const { site, ledger } = this.#parts;
    const days = await ledger.store.days(site, { fromMs: fromMs - 2 * dayMs, toMs });
    return days
      .flatMap((day) => {
        // What was decided about the day before is told with the day that decided.
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

  #unpack({ startMs, buckets: packed }: { readonly startMs: number; readonly buckets: Uint8Array }) {
    const known = this.#unpacked.get(startMs);
    if (known !== undefined && Buffer.compare(known.packed, packed) === 0) return known.buckets;
    const buckets = unpackBuckets(packed, `ledger: day ${startMs}`);
    if (this.#unpacked.size >= mostUnpacked) this.#unpacked.clear();
    this.#unpacked.set(startMs, { packed, buckets });
    return buckets;
  }

  /** Days that are stored, with the money that is kept or is computed now and kept. */
  async #pricedDays(days: readonly StoredTotals[], pricing: KeyedPricing): Promise<ReportUnit[]> {
    const { site, ledger, clock } = this.#parts;
    const units: ReportUnit[] = [];
    let fresh: StoredMoney[] = [];
    let sinceMs = clock.monotonicMs();
    const keep = async (): Promise<void> => {
      const priced = fresh;
      fresh = [];
      if (priced.length > 0) await ledger.store.saveMoney(site, priced);
    };
    for (const day of days) {
      const sums = sumsOfDay(day);
      if (day.money !== undefined && day.moneyKey === pricing.key) {
        units.push({ startMs: day.startMs, endMs: day.endMs, sums, money: moneyOfDay(day.money, day) });
        continue;
      }
      const money = await this.#moneyOfDay(day, pricing);
      units.push({ startMs: day.startMs, endMs: day.endMs, sums, money });
      fresh.push({ startMs: day.startMs, totals: day.totals, money: moneyCodec.encode(money), moneyKey: pricing.key });
      if (fresh.length >= pricedTogether) await keep();
      if (clock.monotonicMs() - sinceMs < sliceMs) continue;
      await nextTurn();
      sinceMs = clock.monotonicMs();
    }
    await keep();
    return units;
  }

  async #moneyOfDay({ startMs, endMs }: Span, pricing: KeyedPricing): Promise<PeriodMoney> {
    const { site, ledger } = this.#parts;
    const span = { startMs, endMs };
    if (pricing.needsBilling)
      return moneyOf(
        pricing,
        coursesOf(await this.buckets({ fromMs: startMs - billingMs, toMs: endMs + dayMs })),
        span,
      );
    const open = this.#open({ fromMs: startMs, toMs: endMs });
    const [day] = await ledger.store.days(site, { fromMs: startMs, toMs: startMs + 1 });
    const stored = day === undefined ? [] : unpackBuckets(day.buckets, `ledger: day ${startMs}`);
    const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
    return moneyOf(pricing, coursesOf([...stored.filter((bucket) => bucket.startMs < openMs), ...open]), span);
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
    const units: ReportUnit[] = [];
    for (const day of periodsIn({ startMs, endMs: last.startMs + 1 }, { kind: 'day', zone })) {
      const known = stored.find((one) => one.startMs === day.startMs);
      const before = known === undefined ? noSums : sumsOfDay(known);
      const sums = addedSums([before, sumsOf(bucketsIn(open, day), 0)]);
      units.push({ startMs: day.startMs, endMs: day.endMs, sums, money: await this.#moneyOfDay(day, pricing) });
    }
    return units;
  }
}
