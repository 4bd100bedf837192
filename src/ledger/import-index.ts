// What was imported from when to when, beside the timeline of devices. An import has an end, and no device need be set up for it:
// it counts for a side of the home only in hours in which no configured device does, so that nothing is counted twice.
import { entriesOf } from '#core/entries.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { DocumentStore, LedgerStore } from '#core/ledger.ts';
import { hourMs, hourOf } from '#core/time.ts';
import { orderedSeries, seriesOf } from '#energy/metering/columns.ts';
import type { MeteredDevice } from '#energy/metering/plan-options.ts';
import { rhythmOf } from '#energy/metering/rhythm.ts';
import { documentsOf, importedDocuments, type OpenDocument } from './documents.ts';
import { isMetered, isNoted } from './metered.ts';
import type { ImportedMetric, ImportedPage } from './records.ts';

/** The time of the first imported reading of a page, epoch ms; Infinity if there is none. */
export function firstOf({ metrics }: ImportedPage): number {
  return Math.min(Infinity, ...Object.values(metrics).map((metric) => metric?.fromMs ?? Infinity));
}

/** A point that is about to be imported. */
export interface PointToBook {
  readonly device: string;
  readonly metric: MetricId;
  readonly atMs: number;
  readonly value: number;
  /** Whether history does not already have exactly this point. */
  readonly isNew: boolean;
}

/** Clocks that were never set show years before. */
const earliestMs = Date.UTC(2010, 0, 1);
/** Fewer points may be equal by chance. */
const leastAlike = 3;
const sideOf = (metric: string): string => metric.split('.')[0] ?? '';

/** The pages as they were saved, by device. */
export const importedPages = (saved: readonly OpenDocument<ImportedPage>[]): ReadonlyMap<string, ImportedPage> =>
  new Map(saved.map(({ id, content }) => [id, content]));

/** A series for one side only is its meter or battery; one that covers the sun, the load or more is an inverter. */
function kindOf(metrics: readonly MetricId[]): DeviceKind {
  const sides = new Set(metrics.map(sideOf));
  const [only] = sides;
  if (sides.size > 1) return 'inverter';
  return only === 'grid' ? 'meter' : only === 'battery' ? 'battery' : 'inverter';
}

/** Imported devices as the plan of an hour sees them, beside the devices that are set up. */
export function importedAt(
  pages: ReadonlyMap<string, ImportedPage>,
  { hourMs: at, devices }: { readonly hourMs: number; readonly devices: readonly MeteredDevice[] },
): MeteredDevice[] {
  const taken = new Set(devices.flatMap(({ metrics }) => metrics.filter(isMetered).map(sideOf)));
  const sorted = [...pages].toSorted(([left], [right]) => (left < right ? -1 : 1));
  // The same past under two names is one past: the first name counts.
  const isAgain = (place: number, metric: MetricId, own: ImportedMetric): boolean =>
    sorted.slice(0, place).some(([, page]) => isSamePast(page.metrics[metric], own));
  return sorted.flatMap(([id, page], place): MeteredDevice[] => {
    const own = entriesOf(page.metrics)
      .filter(
        ([metric, one]) =>
          !taken.has(sideOf(metric)) && one.fromMs < at + hourMs && one.toMs >= at && !isAgain(place, metric, one),
      )
      .toSorted(([left], [right]) => (left < right ? -1 : 1));
    if (own.length === 0) return [];
    const metrics = own.map(([metric]) => metric);
    const intervals = new Map(own.map(([metric, { intervalMs }]) => [metric, intervalMs]));
    return [{ id, kind: kindOf(metrics), intervalMs: Math.min(...intervals.values()), intervals, metrics }];
  });
}

/** How often a series was reported, ms; without a regular interval, long enough that a reading holds as long as it may. */
function intervalOf(points: readonly PointToBook[]): number {
  const [first] = points;
  if (first === undefined) return hourMs;
  const { device, metric } = first;
  const columns = {
    key: { device, metric },
    atMs: points.map(({ atMs }) => atMs),
    value: points.map(({ value }) => value),
  };
  const { intervalMs, gapLimitMs } = rhythmOf(seriesOf(orderedSeries([columns]), device, metric));
  return intervalMs ?? gapLimitMs / 3;
}

/** Continues the known count; a page from before counting has none. */
function talliedOf(
  known: ImportedMetric | undefined,
  points: readonly PointToBook[],
): Pick<ImportedMetric, 'count' | 'sum'> {
  if (known !== undefined && (known.count === undefined || known.sum === undefined)) return {};
  const fresh = points.filter(({ isNew, value }) => isNew && Number.isFinite(value));
  const sum = fresh.reduce((total, { value }) => total + Math.round(value * 1000), known?.sum ?? 0);
  return { count: (known?.count ?? 0) + fresh.length, sum };
}

/** Whether two series are one: equally many points over the same time with the same total. */
function isSamePast(one: ImportedMetric | undefined, other: ImportedMetric): boolean {
  if (one === undefined || other.count === undefined || other.count < leastAlike) return false;
  return (
    one.fromMs === other.fromMs &&
    one.toMs === other.toMs &&
    one.count === other.count &&
    one.sum === other.sum &&
    other.sum !== 0
  );
}

function extended(known: ImportedMetric | undefined, points: readonly PointToBook[]): ImportedMetric {
  const times = points.map(({ atMs }) => atMs);
  const least = times.reduce((one, other) => Math.min(one, other));
  const most = times.reduce((one, other) => Math.max(one, other));
  return {
    fromMs: Math.min(known?.fromMs ?? least, least),
    toMs: Math.max(known?.toMs ?? most, most),
    intervalMs: Math.max(known?.intervalMs ?? 0, intervalOf(points)),
    ...talliedOf(known, points),
  };
}

/** Hours in which a series changed, or counts for the first time. */
function touchedBy(
  points: readonly PointToBook[],
  { known, next: { intervalMs } }: { readonly known: ImportedMetric | undefined; readonly next: ImportedMetric },
): number[] {
  const hours = points
    .filter(({ atMs, isNew }) => isNew || known === undefined || atMs < known.fromMs || atMs > known.toMs)
    .map(({ atMs }) => hourOf(atMs));
  // How long each reading holds has changed.
  if (known !== undefined && known.intervalMs !== intervalMs)
    for (let at = hourOf(known.fromMs); at <= known.toMs; at += hourMs) hours.push(at);
  return hours;
}

/** Announces an import to the ledger of a home before it is written. */
export interface ImportIndex {
  /** Resolves when a kill can no longer lose that these points are to be settled. Errors: `store.failed`. */
  expect(points: readonly PointToBook[]): Promise<void>;
  /** How many hours are settled again: at the next start, if the home is not running. */
  readonly hours: number;
  /** Those hours. */
  touched(): readonly number[];
  /** What was imported from when to when, now. */
  pages(): ReadonlyMap<string, ImportedPage>;
}

/** How an import comes. */
export interface ImportWay {
  /** The home runs, and hours end while it is written: each one is marked, whether it was settled or not. */
  readonly isRunning?: boolean;
  /** It goes on after it broke off: what it wrote then is settled again too. */
  readonly isAgain?: boolean;
}

/** Opens the import book of a site. Errors: `store.failed`. */
export async function openImportIndex(
  store: DocumentStore & Pick<LedgerStore, 'lastHour' | 'markDirty'>,
  site: string,
  { isRunning = false, isAgain = false }: ImportWay = {},
): Promise<ImportIndex> {
  const documents = documentsOf(store, site);
  const pages = new Map(importedPages(await documents.all(importedDocuments)));
  const headMs = isRunning
    ? Number.POSITIVE_INFINITY
    : ((await store.lastHour(site))?.hourMs ?? Number.NEGATIVE_INFINITY) + hourMs;
  const dirty = new Set<number>();
  return {
    get hours() {
      return dirty.size;
    },
    touched: () => [...dirty],
    pages: () => pages,
    async expect(points) {
      const own = points.filter(({ metric, atMs }) => isNoted(metric) && atMs >= earliestMs);
      const hours = new Set<number>();
      for (const [id, some] of Map.groupBy(own, ({ device }) => device)) {
        const before: ImportedPage = pages.get(id) ?? { metrics: {} };
        const metrics: Partial<Record<MetricId, ImportedMetric>> = { ...before.metrics };
        for (const [metric, series] of Map.groupBy(some, (point) => point.metric)) {
          const known = before.metrics[metric];
          const next = extended(known, series);
          metrics[metric] = next;
          const touched = isAgain ? series.map(({ atMs }) => hourOf(atMs)) : touchedBy(series, { known, next });
          for (const hour of touched) hours.add(hour);
        }
        const page: ImportedPage = { metrics };
        if (JSON.stringify(page) === JSON.stringify(before)) continue;
        pages.set(id, page);
        const atMs = firstOf(page);
        await documents.save(importedDocuments, { id, atMs, content: page });
      }
      // Hours that were never settled are due anyway.
      const fresh = [...hours].filter((hour) => hour < headMs && !dirty.has(hour));
      for (const hour of fresh) dirty.add(hour);
      if (fresh.length > 0) await store.markDirty(site, 'hour', fresh);
    },
  };
}
