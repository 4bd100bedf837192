// The stored ledger of a home that is not running, laid out as `solstead energy` tells it: the figures the web shows.
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import type { StoredHour } from '#core/ledger.ts';
import { doesBook, type MeterPlan } from '#energy/metering/plan.ts';
import type { Rhythm } from '#energy/metering/rhythm.ts';
import type { TablePlan } from '#energy/metering/table-plan.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import type { Span } from '#energy/periods.ts';
import { bucketMs, channels, type Channel, type EnergyBucket } from '#energy/types.ts';
import { bucketsOfHours, eventsOfHours } from '#ledger/day-sums.ts';
import { joinedPlan } from '#ledger/device-book.ts';
import { unpackHour } from '#ledger/packing.ts';
import { readColumns, seriesOfPlan } from '#ledger/readings.ts';
import type { SiteLedger } from '#ledger/site-ledger.ts';
import { makeTariffShelf, type Pricing } from '#ledger/tariff-shelf.ts';
import type { CommandContext } from '../context.ts';
import type { Readings } from './readings-of.ts';
import type { SettledReadings } from './settle-readings.ts';

/** What is asked of a home. */
export interface HouseQuestion {
  readonly folder: string;
  readonly site: string | undefined;
  /** The time to tell of, where there is energy from when to when. */
  spanOf(found: Span, timeZone: string): Span;
  onProgress(text: string): void;
  readonly context: Pick<CommandContext, 'openOffline' | 'openLedger'>;
}

/** What its ledger answers. */
export interface HouseEnergy {
  readonly timeZone: string;
  readonly readings: Readings;
  readonly table: TablePlan;
  readonly has: readonly Channel[];
  readonly span: Span;
  readonly read: Span;
  readonly ledger: SettledReadings;
  /** What the home itself counts money and emissions by. */
  readonly pricing: Pricing;
}

interface Sources {
  readonly history: HistoryStore;
  readonly site: string;
  readonly ledger: SiteLedger;
}

const hourMs = 3_600_000;
/** Tiers and peaks count from the billing day, and a peak may end behind the time that is asked for. */
const billingReach = { beforeMs: 32 * 24 * hourMs, afterMs: hourMs } as const;
const hourOf = (atMs: number): number => Math.floor(atMs / hourMs) * hourMs;
const isKnown = ({ channels: own }: EnergyBucket): boolean =>
  Object.values(own).some(({ measuredMs, estimatedMs }) => measuredMs + estimatedMs > 0);

/** Times of the readings that history still holds of an hour. */
async function timesIn({ history, site, ledger }: Sources, fromMs: number): Promise<number[]> {
  const series = seriesOfPlan(site, ledger.planAt(fromMs));
  const columns = await readColumns(history, series, { fromMs, toMs: fromMs + hourMs });
  return columns.flatMap(({ atMs }) => [...atMs]);
}

/** From the first reading to the last; to the hour where history holds them no more. */
async function spanOfHours(sources: Sources, hours: readonly StoredHour[]): Promise<Span | undefined> {
  const read = hours.filter(({ readings }) => readings > 0).map((hour) => hour.hourMs);
  const live = sources.ledger
    .openBuckets()
    .filter(isKnown)
    .map(({ startMs }) => hourOf(startMs));
  const [first, last] = [read[0] ?? live[0], live.at(-1) ?? read.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [begin, end] = [await timesIn(sources, first), await timesIn(sources, last)];
  return {
    startMs: begin.length === 0 ? first : Math.min(...begin),
    endMs: end.length === 0 ? last + hourMs - 1 : Math.max(...end),
  };
}

async function countsOf(
  history: HistoryStore,
  { site, plan, span }: { readonly site: string; readonly plan: MeterPlan; readonly span: Span },
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const series = seriesOfPlan(site, plan);
  if (series.length === 0) return counts;
  for await (const { columns } of history.pages({ series, fromMs: span.startMs, toMs: span.endMs }))
    for (const { key, atMs } of columns) {
      const name = `${key.device} ${key.metric}`;
      counts.set(name, (counts.get(name) ?? 0) + atMs.length);
    }
  return counts;
}

/** The settled hours of a span, and the time that is not settled yet on top. */
function laidOut(ledger: SiteLedger, hours: readonly StoredHour[], { startMs, endMs }: Span): SettledReadings {
  const span = { fromMs: startMs, toMs: endMs };
  const settled = hours
    .filter(({ hourMs: at, reachMs }) => at + hourMs > startMs && Math.min(at, reachMs) < endMs)
    .map(unpackHour);
  const repairs = ledger.repairs.map(({ repair }) => repair);
  const made = bucketsOfHours({ span, settled, repairs, planAt: (at, by) => ledger.planAt(at, by) });
  const open = bucketsIn(ledger.openBuckets(), { startMs, endMs });
  const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
  const buckets = bucketsIn([...made.filter((bucket) => bucket.startMs < openMs), ...open], { startMs, endMs });
  return { settled, buckets, events: eventsOfHours(settled, span) };
}

/** Answers from the ledger of a home. Errors: `input.usage`, `readings.invalid`, `site.unknown`, `folder.locked`, `store.*`. */
export async function houseEnergy({
  folder,
  site: id,
  spanOf,
  onProgress,
  context,
}: HouseQuestion): Promise<HouseEnergy> {
  const instead = 'Stop it for the time of the answer, or ask it at its web address.';
  await using opened = new AsyncDisposableStack();
  const house = await context.openOffline({ folder, instead });
  opened.defer(() => house.close());
  const site = house.site(id);
  const closed = await context.openLedger(house, { site, clock, onProgress });
  opened.defer(() => closed.close());
  const { ledger } = closed;
  const hours = await ledger.store.hours(site.id, { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
  const found = await spanOfHours({ history: house.history, site: site.id, ledger }, hours);
  if (found === undefined)
    throw new SolsteadError('readings.invalid', { at: folder, why: 'there is no reading of energy or power in it' });
  const span = spanOf(found, site.timeZone);
  const planHours = new Set([...hours.map(({ hourMs: at }) => at), hourOf(clock.nowMs())]);
  const asked = [...planHours].filter((at) => at + hourMs > span.startMs && at < span.endMs);
  const plan = joinedPlan(
    ledger,
    asked.map((fromMs) => ({ fromMs })),
  );
  const { store, timeZone } = ledger;
  const pricing = await makeTariffShelf({ site: site.id, timeZone, clock, store }).pricing();
  const { beforeMs, afterMs } = pricing.needsBilling ? billingReach : { beforeMs: 0, afterMs: 0 };
  const reach = { startMs: span.startMs - beforeMs, endMs: span.endMs + afterMs };
  const settled = laidOut(ledger, hours, reach);
  const known = bucketsIn(settled.buckets, span).filter(isKnown);
  const [first, last] = [known[0]?.startMs ?? span.startMs, known.at(-1)?.startMs ?? span.startMs];
  const read = { startMs: first, endMs: Math.min(last + bucketMs, found.endMs + 1) };
  const counts = await countsOf(house.history, { site: site.id, plan, span });
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const rejected = { count: 0, first: [] };
  return {
    timeZone: site.timeZone,
    readings: { keys: [], series: new Map(), name: folder, rows, others: [], rejected, counts },
    table: { plan, rhythms: rhythmsOf(plan) },
    has: channels.filter((channel) => channel === plan.derives || plan.sources.some((one) => doesBook(one, channel))),
    span,
    read,
    ledger: settled,
    pricing,
  };
}

function rhythmsOf({ sources }: MeterPlan): Map<string, Rhythm> {
  return new Map(
    sources.map(({ id, intervalMs, gapLimitMs }) => [id, { intervalMs, gapLimitMs, why: 'as the home asks it' }]),
  );
}
