// Which devices a home had when, and since when they reported what: the meter plan of every hour follows from it, so that a
// device that comes or goes later does not change what was settled before.
import { entriesOf, keysOf } from '#core/entries.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { CounterWidths } from '#core/field.ts';
import { idOfPart } from '#core/meter-part.ts';
import { hourMs, hourOf, type TimeRange } from '#core/time.ts';
import { partsOf } from '#energy/metering/parts.ts';
import { planOf } from '#energy/metering/plan-of.ts';
import type { MeteredDevice } from '#energy/metering/plan-options.ts';
import type { SitePlace } from '#energy/metering/gap-shape.ts';
import { addedCircuits, type MeterPlan } from '#energy/metering/plan.ts';
import { circuitsKeyOf, type OptionsKey, planOptionsOf, usualKey } from './counting-options.ts';
import type { OpenDocument } from './documents.ts';
import { firstOf, importedAt, importedPages } from './import-index.ts';
import { isNoted } from './metered.ts';
import type { BookedDevice, CounterName, ImportedPage } from './records.ts';

/** A device as it is now. */
export interface PresentDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly intervalMs: number;
  /** Where its counters begin again from 0; absent: as reported before. */
  readonly widths?: CounterWidths | undefined;
}

/** What is known of the devices of a home, over time. */
export interface DeviceTimeline {
  /** Notes that a device is there; called again when its interval changes. */
  place(device: PresentDevice, nowMs: number): void;
  remove(device: string, nowMs: number): void;
  /** Notes that a device goes on under another protocol or other topics from now on. */
  moved(device: string, nowMs: number): void;
  /** Notes that a device gave metrics; true if that is new, or earlier than was known. */
  heard(device: string, metrics: readonly MetricId[], atMs: number): boolean;
  /** What was imported from when to when, from now on. */
  bring(imported: ReadonlyMap<string, ImportedPage>): void;
  knows(device: string, metric: MetricId): boolean;
  /** When the first reading of any device was, epoch ms. */
  firstMs(): number | undefined;
  /** When a device was first heard, epoch ms. */
  firstMsOf(device: string): number | undefined;
  /** The parts of a device that may have a role of their own: their ids. */
  partsOf(device: string): readonly string[];
  /** The devices of an hour, imported ones included. */
  devicesAt(hourMs: number): readonly MeteredDevice[];
  /** All counters that were ever read, in order of their devices. */
  counters(): readonly CounterName[];
  /** Makes plans with other options from now on. */
  choose(options: OptionsKey): void;
  /** The options plans are made with. */
  readonly options: OptionsKey;
  /** The plan of an hour, by the options in force or others; the same object as long as it is the same plan. */
  planAt(hourMs: number, options?: OptionsKey): MeterPlan;
}

/** What a book is made with. */
export interface DeviceTimelineOptions {
  readonly timeZone: string;
  /** Where the home is; absent: not known. */
  readonly place?: SitePlace | undefined;
  /** Pages of what was imported. */
  readonly imported?: readonly OpenDocument<ImportedPage>[];
  /** Is called with every page that changes. */
  save(page: Pick<OpenDocument<BookedDevice>, 'id' | 'content'>): void;
}

/** Moves of a device that are remembered: more are no moves but somebody who tries. */
const mostMoves = 50;

const counted = /\.energy(\.|$)/;

/** The devices of saved pages as last known, including those that are gone. */
export const bookedDevices = (saved: readonly OpenDocument<BookedDevice>[]): PresentDevice[] =>
  saved.map(({ id, content: { kind, intervals } }) => ({
    id,
    kind,
    intervalMs: intervals.at(-1)?.intervalMs ?? hourMs,
  }));

/** A timeline from what was saved. */
export function makeDeviceTimeline(
  saved: readonly OpenDocument<BookedDevice>[],
  { timeZone, place, imported = [], save }: DeviceTimelineOptions,
): DeviceTimeline {
  const brought = new Map(importedPages(imported));
  const book = new Map(saved.map(({ id, content }) => [id, content]));
  const plan = planner(book, brought, { timeZone, place });
  let chosen: OptionsKey = usualKey;
  const keep = (id: string, device: BookedDevice): void => {
    book.set(id, device);
    save({ id, content: device });
  };
  return {
    place(device, nowMs) {
      const placed = placedDevice(book.get(device.id), device, nowMs);
      if (placed !== undefined) keep(device.id, placed);
    },
    remove(id, nowMs) {
      const known = book.get(id);
      if (known === undefined) return;
      const last = known.away.at(-1);
      if (last !== undefined && last.toMs === undefined) return;
      keep(id, { ...known, away: [...known.away, { fromMs: nowMs }] });
    },
    moved(id, nowMs) {
      const known = book.get(id);
      if (known !== undefined) keep(id, { ...known, moved: [...(known.moved ?? []), nowMs].slice(-mostMoves) });
    },
    heard(id, metrics, atMs) {
      const told = heardDevice(book.get(id), metrics, atMs);
      if (told !== undefined) keep(id, told);
      return told !== undefined;
    },
    bring(imported) {
      for (const [id, page] of imported) brought.set(id, page);
    },
    knows: (id, metric) =>
      book.get(id)?.metrics[metric] !== undefined || brought.get(id)?.metrics[metric] !== undefined,
    firstMs() {
      const firsts = [...book.values()].flatMap(({ metrics }) => Object.values(metrics));
      const older = [...brought.values()].map(firstOf);
      const first = Math.min(Infinity, ...firsts.filter((one) => one !== undefined), ...older);
      return first === Infinity ? undefined : first;
    },
    firstMsOf: (device) => firstHeard(book.get(device), brought.get(device)),
    partsOf(id) {
      const kind = book.get(id)?.kind ?? 'meter';
      const metrics = [...keysOf(book.get(id)?.metrics ?? {}), ...keysOf(brought.get(id)?.metrics ?? {})];
      return partsOf({ id, kind, metrics }).map(idOfPart);
    },
    devicesAt: (at) => devicesAt(book, brought, at),
    counters: () =>
      inOrder(book).flatMap(([device, { metrics }]) =>
        keysOf(metrics)
          .filter((metric) => counted.test(metric))
          .sort()
          .map((metric) => ({ device, metric })),
      ),
    choose(options) {
      chosen = options;
    },
    get options() {
      return chosen;
    },
    planAt: (at, options = chosen) => plan(at, options),
  };
}

/** What is remembered of a device once it is there; undefined if nothing is new. */
function placedDevice(
  known: BookedDevice | undefined,
  { kind, intervalMs, widths: told }: PresentDevice,
  nowMs: number,
): BookedDevice | undefined {
  const widths = told ?? known?.widths ?? {};
  if (known === undefined) return { kind, intervals: [{ fromMs: 0, intervalMs }], away: [], metrics: {}, widths };
  const last = known.away.at(-1);
  const isBack = last !== undefined && last.toMs === undefined;
  const isOther = known.intervals.at(-1)?.intervalMs !== intervalMs;
  const isSameWidth = JSON.stringify(widths) === JSON.stringify(known.widths ?? {});
  if (!isBack && !isOther && known.kind === kind && isSameWidth) return undefined;
  const away = known.away.map((span) => (span === last && isBack ? { ...span, toMs: nowMs } : span));
  const fromMs = hourOf(nowMs);
  const kept = known.intervals.filter((one) => one.fromMs < fromMs || one.fromMs === 0);
  const intervals = isOther ? [...kept, { fromMs, intervalMs }] : known.intervals;
  return { ...known, kind, away: away.filter((span) => (span.toMs ?? Infinity) > span.fromMs), intervals, widths };
}

/** What is remembered of a device once it gave metrics; undefined if nothing is new. */
function heardDevice(
  known: BookedDevice | undefined,
  metrics: readonly MetricId[],
  atMs: number,
): BookedDevice | undefined {
  const news = metrics.filter((metric) => isNoted(metric) && atMs < (known?.metrics[metric] ?? Infinity));
  if (known === undefined || news.length === 0) return undefined;
  return { ...known, metrics: { ...known.metrics, ...Object.fromEntries(news.map((metric) => [metric, atMs])) } };
}

/** When a device was first heard, configured or imported. */
function firstHeard(device: BookedDevice | undefined, page: ImportedPage | undefined): number | undefined {
  const firsts = Object.values(device?.metrics ?? {}).filter((one) => one !== undefined);
  const first = Math.min(Infinity, ...firsts, page === undefined ? Infinity : firstOf(page));
  return first === Infinity ? undefined : first;
}

function devicesAt(
  book: ReadonlyMap<string, BookedDevice>,
  brought: ReadonlyMap<string, ImportedPage>,
  at: number,
): readonly MeteredDevice[] {
  const devices = inOrder(book).flatMap(([id, device]) => presentAt({ id, device }, at));
  return brought.size === 0 ? devices : [...devices, ...importedAt(brought, { hourMs: at, devices })];
}

/** Plans of hours by options; hours with the same devices share one. */
function planner(
  book: ReadonlyMap<string, BookedDevice>,
  brought: ReadonlyMap<string, ImportedPage>,
  { timeZone, place }: Pick<DeviceTimelineOptions, 'timeZone' | 'place'>,
): (hourMs: number, options: OptionsKey) => MeterPlan {
  const plans = new Map<string, MeterPlan>();
  const planAt = (at: number, options: OptionsKey): MeterPlan => {
    const all = devicesAt(book, brought, at);
    // A map does not become JSON: the intervals of imports are given as entries.
    const told = JSON.stringify(all, (_name, value: unknown) => (value instanceof Map ? [...value] : value));
    const planned = options === '' || options === usualKey ? undefined : planOptionsOf(options, timeZone, at);
    const roles = planned?.roles === undefined ? '' : JSON.stringify([...planned.roles]);
    return plans.getOrInsertComputed(`${options}\n${roles}\n${told}`, () => {
      const plan = planOf(all, planned ?? planOptionsOf(options, timeZone, at));
      const circuits = planned === undefined ? undefined : circuitsKeyOf(options);
      const whole = circuits === undefined ? plan : addedCircuits(plan, planAt(at, circuits)).whole;
      return { ...whole, learnsDays: true, ...(place === undefined ? {} : { place }) };
    });
  };
  return planAt;
}

const inOrder = (book: ReadonlyMap<string, BookedDevice>) =>
  [...book].toSorted(([left], [right]) => (left < right ? -1 : 1));

/** When in an hour a device was no part of the home: it had not spoken yet, or was removed. */
function awayWithin({ away, metrics }: BookedDevice, at: number): TimeRange[] {
  const endMs = at + hourMs;
  const firstMs = Math.min(Infinity, ...Object.values(metrics).filter((one) => one !== undefined));
  return [{ fromMs: at, toMs: firstMs }, ...away]
    .map(({ fromMs, toMs = Infinity }) => ({ fromMs: Math.max(fromMs, at), toMs: Math.min(toMs, endMs) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}

/** A device as the plan of an hour sees it; none if it was away or had not been heard yet. */
function presentAt(
  { id, device }: { readonly id: string; readonly device: BookedDevice },
  at: number,
): MeteredDevice[] {
  const { kind, intervals } = device;
  const away = awayWithin(device, at);
  if (away.some(({ fromMs, toMs }) => toMs - fromMs === hourMs)) return [];
  const metrics = entriesOf(device.metrics)
    .filter(([, firstMs]) => firstMs < at + hourMs)
    .map(([metric]) => metric)
    .sort();
  if (metrics.length === 0) return [];
  const { intervalMs = hourMs } = intervals.findLast(({ fromMs }) => fromMs <= at) ?? intervals[0] ?? {};
  const { widths } = device;
  const moved = device.moved?.filter((moveMs) => moveMs < at + hourMs) ?? [];
  return [
    {
      id,
      kind,
      intervalMs,
      metrics,
      ...(widths === undefined ? {} : { widths }),
      ...(moved.length === 0 ? {} : { moved }),
      ...(away.length === 0 ? {} : { away }),
    },
  ];
}

/** A plan of all sources that hours of a stretch had, each by the options it records. */
export function joinedPlan(
  book: Pick<DeviceTimeline, 'planAt'>,
  hours: readonly { readonly fromMs: number; readonly options?: OptionsKey }[],
): MeterPlan {
  const plans = new Set(hours.map(({ fromMs, options }) => book.planAt(fromMs, options)));
  const sources = new Map([...plans].flatMap((plan) => plan.sources.map((source) => [source.id, source] as const)));
  const derives = [...plans].find((plan) => plan.derives !== undefined)?.derives;
  const circuits = new Map([...plans].flatMap((plan) => plan.circuits ?? []).map((one) => [one.device, one] as const));
  return {
    sources: [...sources.values()],
    ...(derives === undefined ? {} : { derives }),
    ...(circuits.size === 0 ? {} : { circuits: [...circuits.values()] }),
  };
}
