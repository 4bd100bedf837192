// Pages of raw points with their qualities: some hours at a time, cut where a page is full.
import type { PageQuery } from '#core/history.ts';
import { hourMs } from '#core/time.ts';
import type { Block } from './backend.ts';
import { chunkPoints } from './chunk-codec.ts';
import { blockOf } from './grid.ts';
import { merged, noPoints, type Points, sliced } from './points.ts';
import { safely, type Sources } from './query.ts';
import type { DeviceState } from './registry.ts';

/** About how many points a page has unless the query says so. */
const standardPoints = 50_000;
/** Hours of a device read at once, at most. */
const longestWindow = 12;

/** A page: a column names its series by its place in the query. */
export interface PagePart {
  readonly fromMs: number;
  /** Exclusive; the next page begins here. */
  readonly toMs: number;
  readonly columns: readonly { readonly series: number; readonly points: Points }[];
}

interface DeviceQuery {
  readonly state: DeviceState;
  /** Number of a series -> its place in the query. */
  readonly places: ReadonlyMap<number, number>;
}

interface Gathered {
  /** Points by place in the query, hour by hour. */
  readonly points: readonly (readonly [place: number, points: Points])[];
  /** They are complete up to here. */
  readonly untilMs: number;
}

function askedOf({ devices }: Sources, { series }: PageQuery): readonly DeviceQuery[] {
  const asked = new Map<DeviceState, Map<number, number>>();
  for (const [place, key] of series.entries()) {
    const state = devices.find(key);
    const id = state?.series.get(key.metric);
    if (state === undefined || id === undefined) continue;
    const places = asked.getOrInsertComputed(state, () => new Map<number, number>());
    if (!places.has(id)) places.set(id, place);
  }
  return [...asked].map(([state, places]) => ({ state, places }));
}

async function gathered(
  { reader, buffer }: Sources,
  { state, places }: DeviceQuery,
  { fromMs, toMs, window }: { readonly fromMs: number; readonly toMs: number; readonly window: number },
): Promise<Gathered> {
  const open = buffer.snapshot(state.id, [...places.keys()]);
  const [fromIndex, toIndex] = [blockOf('raw', fromMs), blockOf('raw', toMs - 1) + 1];
  const blocks = await reader.blocks({ tier: 'raw', device: state.id, fromIndex, toIndex, limit: window });
  const endIndex = blocks.length < window ? toIndex : (blocks.at(-1)?.index ?? toIndex) + 1;
  const byHour = new Map<number, Block | undefined>(blocks.map((block) => [block.index, block]));
  for (const hour of open.keys())
    if (hour >= fromIndex && hour < endIndex && !byHour.has(hour)) byHour.set(hour, undefined);
  const points = [...byHour]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([hour, block]) => {
      const parts = block === undefined ? [] : reader.parts(block).parts;
      return [...places].map(([id, place]) => {
        const own = open.get(hour)?.get(id) ?? noPoints;
        return [place, safely(reader, block, () => merged(chunkPoints(parts, id), own))] as const;
      });
    });
  return { points, untilMs: Math.min(toMs, endIndex * hourMs) };
}

/**
 * The points of all devices from a moment on. One hour is read first: it shows how many hours make a page, so that dense history is not
 * read again for each of its pages.
 */
async function enough(
  sources: Sources,
  asked: readonly DeviceQuery[],
  page: { fromMs: number; toMs: number; most: number },
) {
  const { most, ...range } = page;
  const read = async (window: number): Promise<readonly Gathered[]> => {
    const all: Gathered[] = [];
    for (const one of asked) all.push(await gathered(sources, one, { ...range, window }));
    return all;
  };
  const first = await read(1);
  const untilMs = Math.min(...first.map((one) => one.untilMs));
  const count = first.flatMap((one) => one.points).reduce((sum, [, { atMs }]) => sum + atMs.length, 0);
  const hours = Math.min(longestWindow, Math.floor(most / Math.max(1, count)));
  return hours < 2 || untilMs >= range.toMs ? first : read(hours);
}

/** Where a page of at most so many points ends: after at least one time stamp. */
function pageEnd(points: Gathered['points'], untilMs: number, most: number): number {
  const total = points.reduce((sum, [, { atMs }]) => sum + atMs.length, 0);
  if (total <= most) return untilMs;
  const times = new Float64Array(total);
  let at = 0;
  for (const [, { atMs }] of points) {
    times.set(atMs, at);
    at += atMs.length;
  }
  times.sort();
  const endMs = times[most] ?? untilMs;
  const firstMs = times[0] ?? endMs;
  return endMs > firstMs ? endMs : (times.find((one) => one > firstMs) ?? untilMs);
}

/** The next page of a query from `fromMs` on; undefined if nothing is left. */
export async function nextPage(sources: Sources, query: PageQuery): Promise<PagePart | undefined> {
  const asked = askedOf(sources, query);
  const toMs = Math.min(query.toMs, Number.MAX_SAFE_INTEGER);
  for (let fromMs = Math.max(query.fromMs, Number.MIN_SAFE_INTEGER); fromMs < toMs && asked.length > 0; ) {
    const most = query.pagePoints ?? standardPoints;
    const all = await enough(sources, asked, { fromMs, toMs, most });
    const untilMs = Math.min(...all.map((one) => one.untilMs));
    const points = all
      .flatMap((one) => one.points)
      .map(([place, own]) => [place, sliced(own, fromMs, untilMs)] as const)
      .filter(([, { atMs }]) => atMs.length > 0);
    if (points.length === 0) {
      fromMs = untilMs;
      continue;
    }
    const endMs = pageEnd(points, untilMs, most);
    const columns = Map.groupBy(points, ([place]) => place)
      .entries()
      .map(([series, parts]) => {
        const own = parts.reduce((whole, [, part]) => merged(whole, part), noPoints);
        return { series, points: sliced(own, fromMs, endMs) };
      })
      .filter(({ points: { atMs } }) => atMs.length > 0);
    return { fromMs, toMs: endMs, columns: [...columns].toSorted((one, other) => one.series - other.series) };
  }
  return undefined;
}
