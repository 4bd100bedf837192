// Readings in pages, and the latest of everything. A page ends at a moment, and the next begins there: nothing is counted or
// remembered between two of them, and what comes in late is where it belongs.
import { metricOf } from '#core/catalogue.ts';
import type { Aggregate, PageColumns, SeriesKey, SeriesPoints } from '#core/history.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import type { readingEndpoints } from '#api/endpoints/readings.ts';
import type { Latest, LatestQuery, ReadingPage, ReadingsQuery } from '#api/readings.ts';
import type { ExportRequest } from '#exchange/export-request.ts';
import type { ReadHistory, SiteDoor } from '#hub/types.ts';
import type { Call, HandlersOf } from './endpoint-routes.ts';
import { chosenValues } from './chosen-values.ts';
import { instantOf } from './history-query.ts';
import { siteMeant } from './one-site.ts';
import type { RouteContext } from './route-context.ts';
import { doorOf } from './session.ts';
import { readingsTextHandler } from './ways/readings-text.ts';

const usualPoints = 1000;

/** The beginning of a page as its cursor says it. Errors: `input.invalid`. */
function startOf(cursor: string | undefined, { fromMs, toMs }: Pick<ExportRequest, 'fromMs' | 'toMs'>): number {
  if (cursor === undefined) return fromMs;
  const startMs = /^[0-9a-z]{1,9}$/.test(cursor) ? Number.parseInt(cursor, 36) : Number.NaN;
  if (startMs >= fromMs && startMs < toMs) return startMs;
  throw new SolsteadError('input.invalid', { at: 'cursor', why: because('request.cursor') });
}

const cursorOf = (startMs: number): string => startMs.toString(36);

const nameOf = ({ device, metric }: SeriesKey) => ({ device, metric, unit: metricOf(metric).unit });

function storedSeries({ key, atMs, value, quality }: PageColumns): ReadingPage['series'][number] {
  const isGood = quality.every((one) => one === 'good');
  return { ...nameOf(key), atMs, value, ...(isGood ? {} : { quality }) };
}

const steppedSeries = ({ key, atMs, value }: SeriesPoints): ReadingPage['series'][number] => ({
  ...nameOf(key),
  atMs,
  value,
});

/** What a page is made from. */
interface PageQuestion extends Pick<ExportRequest, 'series' | 'toMs'> {
  readonly fromMs: number;
  readonly limit: number;
}

type Page = Pick<ReadingPage, 'fromMs' | 'toMs' | 'series' | 'next'>;

const pageUntil = ({ fromMs, toMs: lastMs }: PageQuestion, toMs: number, series: Page['series']): Page => ({
  fromMs,
  toMs,
  series,
  ...(toMs < lastMs ? { next: cursorOf(toMs) } : {}),
});

/** The points as they were stored. */
async function storedPage(store: ReadHistory, asked: PageQuestion): Promise<Page> {
  const { series, fromMs, toMs, limit } = asked;
  for await (const page of store.pages({ series, fromMs, toMs, pagePoints: limit })) {
    if (page.columns.length === 0) continue;
    return pageUntil(asked, Math.min(page.toMs, toMs), page.columns.map(storedSeries));
  }
  return pageUntil(asked, toMs, []);
}

/** Steps in which the next point is looked for, the widest first: those that stores keep ready. */
const searchSteps = [dayMs, hourMs, 5 * minuteMs];

/** The start of a step at or after `fromMs` before which there is nothing; undefined if there is nothing at all. */
async function nextStep(
  store: ReadHistory,
  { series, fromMs, toMs, stepMs }: PageQuestion & { readonly stepMs: number },
): Promise<number | undefined> {
  let [startMs, endMs] = [fromMs, toMs];
  for (const searchMs of [...searchSteps.filter((each) => each > stepMs), stepMs]) {
    const question = { series, fromMs: startMs, toMs: endMs, stepMs: searchMs, aggregate: 'count', limit: 1 } as const;
    const firsts = (await store.range(question)).flatMap(({ atMs }) => atMs.slice(0, 1));
    if (firsts.length === 0) return undefined;
    const foundMs = firsts.reduce((one, other) => Math.min(one, other));
    endMs = Math.min(endMs, foundMs + searchMs);
    startMs = Math.max(startMs, foundMs);
  }
  return startMs;
}

/** Points in steps: as many of them as fit on a page for every series. */
async function steppedPage(
  store: ReadHistory,
  asked: PageQuestion & { readonly stepMs: number; readonly aggregate: Aggregate | undefined },
): Promise<Page> {
  const { series, limit, stepMs, aggregate } = asked;
  const { usualAggregate } = await import('#exchange/export-points.ts');
  const groups = Map.groupBy(series, (key) => aggregate ?? usualAggregate(key));
  const steps = Math.max(1, Math.floor(limit / Math.max(1, series.length)));
  const endOf = (fromMs: number): number => Math.min(asked.toMs, (Math.floor(fromMs / stepMs) + steps) * stepMs);
  const read = async (fromMs: number) => {
    const answers: SeriesPoints[] = [];
    for (const [each, keys] of groups)
      answers.push(...(await store.range({ series: keys, fromMs, toMs: endOf(fromMs), stepMs, aggregate: each })));
    return answers.filter(({ atMs }) => atMs.length > 0).map(steppedSeries);
  };
  const [first, firstEndMs] = [await read(asked.fromMs), endOf(asked.fromMs)];
  if (first.length > 0 || firstEndMs >= asked.toMs) return pageUntil(asked, firstEndMs, first);
  // Page after page of nothing would be asked for otherwise.
  const nextMs = await nextStep(store, { ...asked, fromMs: firstEndMs });
  return nextMs === undefined ? pageUntil(asked, asked.toMs, []) : pageUntil(asked, endOf(nextMs), await read(nextMs));
}

/** The page that a query means. Errors: `input.invalid`, those of the store. */
async function pageOf(site: SiteDoor, query: ReadingsQuery, nowMs: number): Promise<ReadingPage> {
  const { exportRequest } = await import('#exchange/export-request.ts');
  const { id, timeZone } = site.record;
  const { limit = usualPoints, cursor, site: _site, ...rest } = query;
  const toMs = query.to === undefined ? nowMs : instantOf(query.to, 'to', timeZone);
  const from = query.from ?? String(toMs - dayMs);
  const store = await site.history();
  const asked = await exportRequest({ ...rest, from, format: 'jsonl' }, { store, site: id, timeZone, nowMs });
  const question = { series: asked.series, fromMs: startOf(cursor, asked), toMs: asked.toMs, limit };
  const { stepMs, aggregate } = asked;
  if (question.series.length === 0) return { site: id, ...pageUntil(question, question.toMs, []) };
  if (stepMs === undefined) return { site: id, ...(await storedPage(store, question)) };
  const page = await steppedPage(store, { ...question, stepMs, aggregate });
  return { site: id, ...page, stepMs, ...(aggregate === undefined ? {} : { aggregate }) };
}

function latestOf(site: SiteDoor, query: LatestQuery): Latest {
  return { site: site.record.id, atMs: site.seen().atMs, values: chosenValues(site, query) };
}

/** Answers about readings. */
export function readingHandlers({ options: { clock } }: RouteContext): HandlersOf<typeof readingEndpoints> {
  const list = ({ query, request }: Pick<Call<'listReadings'>, 'query' | 'request'>): Promise<ReadingPage> =>
    pageOf(siteMeant(doorOf(request), query.site), query, clock.nowMs());
  return {
    listReadings: list,
    listReadingsShort: list,
    readReadingsText: readingsTextHandler(),
    readLatest: ({ query, request }) => latestOf(siteMeant(doorOf(request), query.site), query),
  };
}
