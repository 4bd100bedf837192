// The stored ledger of a home that is not running, laid out as `solstead energy` prints it: the figures the web app shows.
import { because } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStore, SeriesKey } from '#core/history.ts';
import type { LedgerStore, StoredHour } from '#core/ledger.ts';
import type { SiteRecord } from '#core/records.ts';
import { hourMs, hourOf } from '#core/time.ts';
import { doesBook, isDerived, type MeterPlan } from '#energy/metering/plan.ts';
import type { Rhythm } from '#energy/metering/rhythm.ts';
import type { TablePlan } from '#energy/metering/table-plan.ts';
import { type Why, whyOf } from '#energy/metering/why.ts';
import type { Pricing } from '#energy/money/period-money.ts';
import { bucketsIn } from '#energy/period-energy.ts';
import type { Span } from '#energy/periods.ts';
import { bucketMs, channels, type Channel, type EnergyBucket } from '#energy/types.ts';
import { bucketsOfHours } from '#ledger/hour-buckets.ts';
import { decisionsIn } from '#ledger/energy-queries.ts';
import { joinedPlan } from '#ledger/device-timeline.ts';
import { type KeptHour, unpackHour } from '#ledger/packing.ts';
import { readColumns, seriesOfPlan } from '#ledger/readings.ts';
import type { SiteLedger } from '#ledger/site-ledger.ts';
import type { CommandContext } from '../context.ts';
import type { OfflineLedger } from '../offline.ts';
import type { Readings } from './readings-of.ts';
import type { BucketList, Figures } from './pass-over.ts';

/** What is asked of a home. */
export interface HouseQuestion {
  readonly folder: string;
  readonly site: string | undefined;
  readonly clock: Clock;
  /** The channel whose energy is to be explained. */
  readonly why: Channel | undefined;
  /** The range to report, given the range that has data. */
  spanOf(found: Span, timeZone: string): Span;
  /** From where on buckets are needed for the money of a range, epoch ms; `pricing` is the home's own. */
  bucketsFrom(span: Span, pricing: Pricing): Promise<number>;
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
  readonly ledger: Figures;
  /** Hours before this are settled. */
  readonly settledMs: number;
  readonly why?: Why;
  /** What the home itself counts money and emissions by. */
  readonly pricing: Pricing;
}

interface Sources {
  readonly history: HistoryStore;
  readonly site: string;
  readonly ledger: SiteLedger;
}

const isKnown = ({ channels: own }: EnergyBucket): boolean =>
  Object.values(own).some(({ measuredMs, estimatedMs }) => measuredMs + estimatedMs > 0);

type HourHead = Pick<StoredHour, 'hourMs' | 'readings'>;

const readTogetherMs = 31 * 24 * hourMs;
const pagePoints = 20_000;

/** The settled hours of a home, a month at a time. */
async function* hoursOf(store: LedgerStore, site: string): AsyncGenerator<StoredHour> {
  const [firstMs, last] = await Promise.all([store.firstHourMs(site), store.lastHour(site)]);
  if (firstMs === undefined || last === undefined) return;
  for (let fromMs = firstMs; fromMs <= last.hourMs; fromMs += readTogetherMs)
    yield* await store.hours(site, { fromMs, toMs: Math.min(fromMs + readTogetherMs, last.hourMs + hourMs) });
}

/** Times of the readings that history still holds of an hour. */
async function timesIn({ history, site, ledger }: Sources, fromMs: number): Promise<number[]> {
  const series = seriesOfPlan(site, ledger.rules.planAt(fromMs));
  const columns = await readColumns(history, series, { fromMs, toMs: fromMs + hourMs });
  return columns.flatMap(({ atMs }) => [...atMs]);
}

/** From the first reading to the last; rounded to the hour if history no longer holds them. */
async function spanOfHours(sources: Sources, hours: readonly HourHead[]): Promise<Span | undefined> {
  const read = hours.filter(({ readings }) => readings > 0).map((hour) => hour.hourMs);
  const live = sources.ledger.days
    .openBuckets()
    .filter(isKnown)
    .map(({ startMs }) => hourOf(startMs));
  const [first, last] = [read[0] ?? live[0], live.at(-1) ?? read.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [begin, end] = [await timesIn(sources, first), await timesIn(sources, last)];
  return {
    // One by one: the times of a busy hour are too many for the arguments of one call.
    startMs: begin.length === 0 ? first : begin.reduce((low, at) => Math.min(low, at)),
    endMs: end.length === 0 ? last + hourMs - 1 : end.reduce((high, at) => Math.max(high, at)),
  };
}

/** How many readings history holds of each series of a plan, by `device metric`. */
async function countsOf(
  history: HistoryStore,
  { site, plan, span }: { readonly site: string; readonly plan: MeterPlan; readonly span: Span },
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const series = seriesOfPlan(site, plan);
  if (series.length === 0) return counts;
  const add = ({ device, metric }: SeriesKey, count: number): void => {
    const name = `${device} ${metric}`;
    counts.set(name, (counts.get(name) ?? 0) + count);
  };
  // Whole hours are counted already; what they were made of need not be read.
  const whole = { fromMs: Math.ceil(span.startMs / hourMs) * hourMs, toMs: Math.floor(span.endMs / hourMs) * hourMs };
  const edges =
    whole.fromMs < whole.toMs
      ? [
          { fromMs: span.startMs, toMs: whole.fromMs },
          { fromMs: whole.toMs, toMs: span.endMs },
        ]
      : [{ fromMs: span.startMs, toMs: span.endMs }];
  for (let fromMs = whole.fromMs; fromMs < whole.toMs; fromMs += readTogetherMs) {
    const toMs = Math.min(whole.toMs, fromMs + readTogetherMs);
    for (const { key, value } of await history.range({ series, fromMs, toMs, stepMs: hourMs, aggregate: 'count' }))
      add(
        key,
        value.reduce((sum, one) => sum + one, 0),
      );
  }
  for (const edge of edges)
    if (edge.fromMs < edge.toMs)
      for await (const { columns } of history.pages({ series, ...edge, pagePoints }))
        for (const { key, atMs } of columns) add(key, atMs.length);
  return counts;
}

/** Why a channel is what it is: a stored day does not say what it is made of, so its hours are computed again. */
async function explained({ ledger }: OfflineLedger, { site, plan, channel, span }: Explaining): Promise<Why> {
  const { startMs, endMs } = span;
  const settled: KeptHour[] = [];
  for await (const hour of hoursOf(ledger.store, site))
    if (hour.hourMs + hourMs > startMs && Math.min(hour.hourMs, hour.affectsFromMs) < endMs)
      settled.push(unpackHour(hour));
  const time = { fromMs: startMs, toMs: endMs };
  const corrections = ledger.rules.corrections;
  const made = bucketsOfHours({ span: time, settled, corrections, planAt: (at, by) => ledger.rules.planAt(at, by) });
  const open = bucketsIn(ledger.days.openBuckets(), span);
  const openMs = open[0]?.startMs ?? Number.POSITIVE_INFINITY;
  const buckets = [...made.filter((bucket) => bucket.startMs < openMs), ...open];
  return whyOf(channel, { plan, buckets, settled }, time);
}

interface Explaining {
  readonly site: string;
  readonly plan: MeterPlan;
  readonly channel: Channel;
  readonly span: Span;
}

/** Answers from the ledger of a home. Errors: `input.usage`, `readings.invalid`, `site.unknown`, `folder.locked`, `store.*`. */
export async function houseEnergy(question: HouseQuestion): Promise<HouseEnergy> {
  const { folder, clock, onProgress, context } = question;
  const instead = 'Stop it while this command runs, or ask it at its web address.';
  await using opened = new AsyncDisposableStack();
  const house = await context.openOffline({ folder, instead });
  opened.defer(() => house.close());
  const site = house.site(question.site);
  const closed = await context.openLedger(house, { site, clock, onProgress });
  opened.defer(() => closed.close());
  // Awaited here, because what it reads from is closed afterwards.
  return await answerFrom({ site, history: house.history, closed }, question);
}

interface OpenHome {
  readonly site: SiteRecord;
  readonly history: HistoryStore;
  readonly closed: OfflineLedger;
}

async function answerFrom({ site, history, closed }: OpenHome, question: HouseQuestion): Promise<HouseEnergy> {
  const { ledger, figures } = closed;
  const { folder, why: channel, clock } = question;
  const hours: HourHead[] = [];
  for await (const { hourMs: at, readings } of hoursOf(ledger.store, site.id)) hours.push({ hourMs: at, readings });
  const found = await spanOfHours({ history, site: site.id, ledger }, hours);
  if (found === undefined) throw new SolsteadError('readings.invalid', { at: folder, why: because('readings.none') });
  const span = question.spanOf(found, site.timeZone);
  const planHours = new Set([...hours.map(({ hourMs: at }) => at), hourOf(clock.nowMs())]);
  const asked = [...planHours].filter((at) => at + hourMs > span.startMs && at < span.endMs);
  const plan = joinedPlan(
    ledger.rules,
    asked.map((fromMs) => ({ fromMs })),
  );
  question.onProgress('adding up');
  const pricing = await closed.tariffs.pricing();
  const time = { fromMs: span.startMs, toMs: span.endMs };
  const fromMs = Math.max(
    0,
    Math.min(span.startMs, await question.bucketsFrom(span, { ...pricing, zone: site.timeZone })),
  );
  // A peak may end after the time that is asked for.
  const buckets = await figures.buckets({ fromMs, toMs: time.toMs + hourMs });
  const { list, first, last } = looked(buckets, span);
  const read = { startMs: first, endMs: Math.min(last + bucketMs, found.endMs + 1) };
  const counts = await countsOf(history, { site: site.id, plan, span });
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const rejected = { count: 0, first: [] };
  return {
    timeZone: site.timeZone,
    readings: { keys: [], series: new Map(), name: folder, rows, others: [], rejected, counts },
    table: { plan, rhythms: rhythmsOf(plan), guesses: [] },
    has: channels.filter((one) => isDerived(plan, one) || plan.sources.some((source) => doesBook(source, one))),
    span,
    read,
    ledger: { buckets: list, events: await decisionsIn({ site: site.id, figures, ledger }, time) },
    settledMs: ledger.settlement.settledMs ?? 0,
    pricing,
    ...(channel === undefined ? {} : { why: await explained(closed, { site: site.id, plan, channel, span }) }),
  };
}

/** One pass over buckets: when they begin, and the first and last in a span about which anything is known. */
function looked(
  buckets: Iterable<EnergyBucket>,
  span: Span,
): { readonly list: BucketList; readonly first: number; readonly last: number } {
  const starts: number[] = [];
  const known: number[] = [];
  for (const bucket of buckets) {
    const { startMs } = bucket;
    starts.push(startMs);
    if (startMs >= span.startMs && startMs < span.endMs && isKnown(bucket)) known.push(startMs);
  }
  const hasIn = ({ startMs, endMs }: Span): boolean => (starts[firstIn(starts, startMs)] ?? endMs) < endMs;
  const list = { [Symbol.iterator]: () => buckets[Symbol.iterator](), hasIn };
  return { list, first: known[0] ?? span.startMs, last: known.at(-1) ?? span.startMs };
}

/** The index of the first moment at or after another, among some in order. */
function firstIn(moments: readonly number[], wanted: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((moments[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rhythmsOf({ sources }: MeterPlan): Map<string, Rhythm> {
  return new Map(
    sources.map(({ id, intervalMs, gapLimitMs }) => [id, { intervalMs, gapLimitMs, why: because('rhythm.polled') }]),
  );
}
