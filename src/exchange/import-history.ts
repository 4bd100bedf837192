// An import reads its source twice: once to see what is there, once to compare it with history and to write what differs.
import { dayMs } from '#core/time.ts';
import { metricOf, type MetricId } from '#core/catalogue.ts';
import type { HistoryStore } from '#core/history.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Continuation } from './counted-up.ts';
import { type Gatherer, gatherer, type GatheredPoints, mostGathered } from './gathered-points.ts';
import type { PlannedProduct, PlannedSeries } from './import-plan.ts';
import type { ImportSource, SourceItem, SourceReject, SourceSeries } from './import-source.ts';
import { otherPasts } from './same-past.ts';
import { see, type SeenSeries } from './seen-series.ts';
import { batchesOf, type ImportPoint, presentPoints, WaitingPoints } from './waiting-points.ts';

/** Places that could not be read or taken. */
export interface Rejects {
  count: number;
  /** The first of them. */
  readonly first: SourceReject[];
}

/** What a source holds. */
export interface Scan {
  readonly series: readonly SeenSeries[];
  readonly values: number;
  readonly rejects: Rejects;
}

/** Points of one fate, and over which days of UTC they lie. */
export interface PointSpan {
  points: number;
  readonly days: Set<number>;
  /** First and last, epoch ms. */
  fromMs: number;
  toMs: number;
}

/** What an import did, or would do. */
export interface ImportResult {
  /** Points history did not have. */
  readonly added: Readonly<PointSpan>;
  /** Points history had with another value. */
  readonly replaced: Readonly<PointSpan>;
  /** Points history already had. */
  readonly same: Readonly<PointSpan>;
  /** Values of series without a metric. */
  readonly leftOut: number;
  readonly rejects: Rejects;
  /** The first points, converted. */
  readonly first: readonly ImportPoint[];
  /** Devices imported before that cover the same time: both are counted. */
  readonly beside: readonly string[];
}

/** The target and the options of an import. */
export interface ImportOptions {
  readonly store: Pick<HistoryStore, 'append' | 'pages' | 'series'>;
  readonly site: string;
  readonly mapping: readonly PlannedSeries[];
  readonly products?: readonly PlannedProduct[];
  /** Whether a device is set up: its own readings are never moved. Absent: none is. */
  readonly isLive?: (device: string) => boolean;
  /** Whether a person said that the same past under another name is another device. */
  readonly isBeside?: boolean;
  readonly nowMs: number;
  /** Only reports what would change. */
  readonly isDry: boolean;
  /** Called with points before any of them is written: with all of them, and with those that history lacks or has with another value. */
  readonly onWrite?: (points: readonly ImportPoint[], isNew: (point: ImportPoint) => boolean) => Promise<void>;
  readonly onProgress?: (values: number) => void;
}

const shownRejects = 20;
const shownPoints = 5;
/** Points held at once. */
const pointsAtOnce = 20_000;
const earliestMs = Date.UTC(1990, 0, 1);
/** Clocks differ; more than a day ahead is a mistake. */
const aheadMs = dayMs;

const noRejects = (): Rejects => ({ count: 0, first: [] });

function reject(rejects: Rejects, item: SourceReject): void {
  rejects.count += 1;
  if (rejects.first.length < shownRejects) rejects.first.push(item);
}

/** Reads a source to its end and reports what is in it. Errors: those of the source. */
export async function scan(source: ImportSource, onProgress?: (values: number) => void): Promise<Scan> {
  const seen = new Map<SourceSeries, SeenSeries>();
  const rejects = noRejects();
  let values = 0;
  for await (const items of source.items()) {
    for (const item of items) {
      if (item.kind === 'reject') reject(rejects, item);
      else {
        see(seen, item);
        values += 1;
      }
    }
    onProgress?.(values);
  }
  return { series: [...seen.values()], values, rejects };
}

const nameOf = ({ part, name, unit }: SourceSeries): string => `${part ?? ''}\u0000${name}\u0000${unit ?? ''}`;

/** A value in the unit of its metric. */
// A product such as 1.005 · 1000 gets its last digits from the computer, not from the meter.
const scaled = (value: number, factor: number): number =>
  Math.abs(factor) === 1 ? value * factor : Number((value * factor).toPrecision(15));

/** Why a value is impossible for a metric; undefined if it is possible. */
function against(
  { metric, atMs, value }: Pick<ImportPoint, 'metric' | 'atMs' | 'value'>,
  nowMs: number,
): Reason | undefined {
  const { min, max, unit } = metricOf(metric);
  if (!(value >= min && value <= max))
    return because('import.outside', { text: external(`${value} ${unit}`), min, max, unit, metric });
  if (atMs < earliestMs) return because('import.past');
  return atMs <= nowMs + aheadMs ? undefined : because('import.future');
}

const keyOf = ({ device, metric }: Pick<ImportPoint, 'device' | 'metric'>): string => `${device}/${metric}`;

/** Counts while an import runs. */
interface Tally {
  readonly added: PointSpan;
  readonly replaced: PointSpan;
  readonly same: PointSpan;
  leftOut: number;
  readonly rejects: Rejects;
  readonly first: ImportPoint[];
  readonly beside: string[];
}

/** Refuses what history already holds under another name; notes devices that cover the same time. */
async function refuseSame(points: readonly ImportPoint[], options: ImportOptions, tally: Tally): Promise<void> {
  for (const { device, other, metric, isSame } of await otherPasts(points, options)) {
    if (isSame && options.isBeside !== true)
      throw new SolsteadError('input.invalid', { at: device, why: because('import.same-past', { metric, other }) });
    if (!tally.beside.includes(other)) tally.beside.push(other);
  }
}

const noPoints = (): PointSpan => ({ points: 0, days: new Set(), fromMs: Infinity, toMs: -Infinity });

function count(span: PointSpan, { atMs }: Pick<ImportPoint, 'atMs'>): void {
  span.points += 1;
  span.days.add(Math.floor(atMs / dayMs));
  if (atMs < span.fromMs) span.fromMs = atMs;
  if (atMs > span.toMs) span.toMs = atMs;
}

/** Compares the points that wait with history, and writes those that differ. None waits afterwards. */
async function settle({ points, options, tally }: Pick<Running, 'points' | 'options' | 'tally'>): Promise<void> {
  const all = points.all();
  if (all.length === 0) return;
  await refuseSame(all, options, tally);
  const { same, other } = await presentPoints(points, options);
  points.clear();
  for (const point of all) count(same.has(point) ? tally.same : other.has(point) ? tally.replaced : tally.added, point);
  if (options.isDry) return;
  await options.onWrite?.(all, (point) => !same.has(point));
  const changed = all.filter((point) => !same.has(point));
  if (changed.length > 0) await options.store.append(batchesOf(changed, options.site));
}

/** What an import needs while it runs. */
interface Running {
  readonly options: ImportOptions;
  readonly tally: Tally;
  readonly mapped: ReadonlyMap<string, PlannedSeries>;
  readonly held: Gatherer;
  readonly points: WaitingPoints;
}

function addPoint(point: ImportPoint, { tally, points }: Running): void {
  if (tally.first.length < shownPoints) tally.first.push(point);
  points.add(point);
}

const isPlaced = (planned: PlannedSeries): planned is PlannedSeries & { readonly metric: MetricId } =>
  planned.metric !== undefined;

/** Adds one item to the points that wait or to what is gathered, or counts why not. */
function take(item: SourceItem, running: Running): void {
  const { tally, mapped, options, held } = running;
  if (item.kind === 'reject') return reject(tally.rejects, item);
  const target = mapped.get(nameOf(item.series));
  if (target === undefined || !isPlaced(target)) {
    tally.leftOut += 1;
    return;
  }
  const { metric, device, factor, gathered } = target;
  const { atMs, quality = 'good', file, line, series } = item;
  const value = scaled(item.value, factor) + 0;
  // A part of a power has one direction; the sum is checked once it is made. No energy is below 0.
  const isPart = gathered !== undefined && metricOf(metric).kind !== 'counter';
  const why = against({ metric, atMs, value: isPart ? Math.abs(value) : value }, options.nowMs);
  if (why !== undefined) return reject(tally.rejects, { kind: 'reject', file, line, column: series.name, why });
  if (gathered === undefined) addPoint({ device, metric, atMs, value, quality }, running);
  else held.hold(target, { ...item, value });
}

/** What history has for a meter. */
async function continuationOf(
  { device, metric }: Pick<ImportPoint, 'device' | 'metric'>,
  { store, site, nowMs, isLive }: ImportOptions,
): Promise<Continuation> {
  const atMs: number[] = [];
  const value: number[] = [];
  const series = (await store.series(site)).filter((key) => key.device === device && key.metric === metric);
  if (series.length > 0)
    for await (const { columns } of store.pages({ series, fromMs: earliestMs, toMs: nowMs + aheadMs }))
      for (const column of columns) {
        for (const at of column.atMs) atMs.push(at);
        for (const one of column.value) value.push(one);
      }
  return { known: { atMs, value }, isLive: isLive?.(device) ?? false };
}

/** Writes what was gathered, piece by piece. */
async function settleGathered(running: Running): Promise<void> {
  const { held, options, points } = running;
  if (held.count === 0) return;
  const known = new Map<string, Continuation>();
  for (const key of held.counted())
    if (!known.has(keyOf(key))) known.set(keyOf(key), await continuationOf(key, options));
  const none: Continuation = { known: { atMs: [], value: [] }, isLive: false };
  for (const made of held.points((device, metric) => known.get(keyOf({ device, metric })) ?? none)) {
    for (const point of pointsOf(made, running)) {
      addPoint(point, running);
      if (points.count >= pointsAtOnce) await settle(running);
    }
  }
  await settle(running);
}

function* pointsOf(
  { device, metric, atMs, value, quality }: GatheredPoints,
  { options, tally }: Running,
): Generator<ImportPoint> {
  for (const [row, at] of atMs.entries()) {
    const point = { device, metric, atMs: at, value: value[row] ?? Number.NaN, quality };
    const why = against(point, options.nowMs + aheadMs);
    if (why === undefined) yield point;
    else reject(tally.rejects, { kind: 'reject', file: device, line: row + 1, column: metric, why });
  }
}

/**
 * Imports a source as its mapping says. Repeating it changes nothing. Of points of the same time
 * the last one counts. Errors: those of the source, `store.failed`.
 */
export async function importHistory(source: ImportSource, options: ImportOptions): Promise<ImportResult> {
  const spans = { added: noPoints(), replaced: noPoints(), same: noPoints() };
  const tally: Tally = { ...spans, leftOut: 0, rejects: noRejects(), first: [], beside: [] };
  const mapped = new Map(options.mapping.map((one) => [nameOf(one.series), one] as const));
  const points = new WaitingPoints();
  const running = { options, tally, mapped, points, held: gatherer({ products: options.products ?? [] }) };
  let values = 0;
  for await (const items of source.items()) {
    for (const item of items) {
      take(item, running);
      // One piece after another, which keeps memory flat.
      if (points.count >= pointsAtOnce) await settle(running);
    }
    values += items.length;
    options.onProgress?.(values);
    if (running.held.count > mostGathered)
      throw new SolsteadError('input.invalid', {
        at: source.title,
        why: because('import.too-large', { most: mostGathered }),
      });
  }
  await settle(running);
  await settleGathered(running);
  return tally;
}
