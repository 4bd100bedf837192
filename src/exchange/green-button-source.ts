// Green Button as XML (ESPI, NAESB REQ.21): interval blocks of a meter reading, whose reading type says what is counted, which way,
// in which unit. Entries of the feed refer to each other by links; times are seconds since 1970 in UTC.
// Source: greenbuttonalliance.org, espi.xsd and its code lists (FlowDirectionType, UnitSymbolType, AccumulationBehaviourType).
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { type ImportSource, type OpenBytes, seriesBook, type SourceItem, type SourceSeries } from './import-source.ts';
import type { KnownColumn } from './known-column.ts';
import { attributeOf, type XmlEvent, xmlEvents } from './xml-elements.ts';

const itemsAtOnce = 2000;
/** More entries that say what is counted than any meter has. */
const mostTypes = 1000;
const format = 'Green Button';

/** What a feed is, by its beginning. */
export const isGreenButton = (text: string): boolean =>
  /^\s*<[?!\w]/.test(text) && /naesb\.org\/espi|<(?:[\w.-]+:)?(IntervalBlock|UsagePoint|MeterReading)\b/.test(text);

interface ReadingType {
  readonly flowDirection?: number;
  readonly uom?: number;
  readonly powerOfTenMultiplier?: number;
  readonly accumulationBehaviour?: number;
}

/** Which entries the links of a feed name. */
interface Feed {
  readonly types: ReadonlyMap<string, ReadingType>;
  /** The type of a meter reading, by the links of both. */
  readonly typeOf: ReadonlyMap<string, string>;
}

const [forward, reverse] = [1, 19] as const;
const [watts, wattHours] = [38, 72] as const;
/** The registers' own values, instead of the energy of each interval. */
const cumulative: readonly (number | undefined)[] = [1, 2, 3, 9];
/** Values a utility made up, in its code list of qualities. */
const estimated: ReadonlySet<string> = new Set(['8', '9', '12']);

function knownOf(type: ReadingType): KnownColumn {
  const { flowDirection = forward, uom = wattHours, powerOfTenMultiplier = 0, accumulationBehaviour } = type;
  const scale = 10 ** powerOfTenMultiplier;
  const isBack = flowDirection === reverse;
  if ((flowDirection !== forward && !isBack) || (uom !== watts && uom !== wattHours)) return { format };
  if (uom === watts) return { metric: 'grid.power', scale, sign: isBack ? -1 : 1, kind: 'mean', format };
  const kind = cumulative.includes(accumulationBehaviour) ? 'total' : 'interval';
  return { metric: isBack ? 'grid.energy.export' : 'grid.energy.import', scale, kind, format };
}

/** An entry while it is read. */
interface Entry {
  kind?: 'ReadingType' | 'MeterReading' | 'IntervalBlock';
  self?: string;
  up?: string;
  readonly related: string[];
  readonly type: Record<string, number>;
}

const whole = (link: string): string => link.replace(/\/+$/, '');
const numbers: ReadonlySet<string> = new Set(['flowDirection', 'uom', 'powerOfTenMultiplier', 'accumulationBehaviour']);

function takeLink(entry: Entry, attributes: string): void {
  const [rel, href] = [attributeOf(attributes, 'rel'), attributeOf(attributes, 'href')];
  if (href === undefined) return;
  if (rel === 'self') entry.self = whole(href);
  if (rel === 'up') entry.up = whole(href);
  if (rel === 'related' && entry.related.length < mostTypes) entry.related.push(whole(href));
}

function takeEvent(entry: Entry, event: XmlEvent): void {
  if (event.kind === 'open') {
    if (event.name === 'link') takeLink(entry, event.attributes);
    if (event.name === 'ReadingType' || event.name === 'MeterReading' || event.name === 'IntervalBlock')
      entry.kind = event.name;
  } else if (numbers.has(event.name) && /^-?\d{1,4}$/.test(event.text)) entry.type[event.name] = Number(event.text);
}

/** Reads what the entries say about each other. */
async function feedOf(open: OpenBytes, file: string): Promise<Feed> {
  const types = new Map<string, ReadingType>();
  const related = new Map<string, readonly string[]>();
  let entry: Entry = { related: [], type: {} };
  for await (const events of xmlEvents(file, open()))
    for (const event of events) {
      if (event.name === 'entry' && event.kind === 'open') entry = { related: [], type: {} };
      takeEvent(entry, event);
      const isDone = event.kind === 'close' && (event.name === 'ReadingType' || event.name === 'entry');
      if (!isDone) continue;
      const key = entry.self ?? `type ${types.size + 1}`;
      if (event.name === 'ReadingType' && types.size < mostTypes) types.set(key, entry.type);
      if (
        event.name === 'entry' &&
        entry.kind === 'MeterReading' &&
        entry.self !== undefined &&
        related.size < mostTypes
      )
        related.set(entry.self, entry.related);
    }
  const typeOf = new Map(
    [...related].flatMap(([reading, links]): [string, string][] => {
      const type = links.find((link) => types.has(link));
      return type === undefined ? [] : [[reading, type]];
    }),
  );
  return { types, typeOf };
}

/** The type of an interval block: by its links, or the only one of the feed, or the last before it. */
function typeOfBlock({ types, typeOf }: Feed, { up }: Entry, before: string | undefined): string | undefined {
  const reading = up?.replace(/\/IntervalBlock$/, '');
  const linked = reading === undefined ? undefined : typeOf.get(reading);
  if (linked !== undefined) return linked;
  const [only, ...others] = types.keys();
  return others.length === 0 ? only : before;
}

/** Each meter reading is a series, named by the end of its link. */
function nameOf(key: string, type: ReadingType): string {
  const way = type.flowDirection === reverse ? 'given' : 'taken';
  return `${way} (${key.replace(/^.*\//, '')})`;
}

/** A value of an interval while it is read. */
interface Reading {
  start?: number;
  duration?: number;
  value?: string;
  isEstimated?: true;
}

async function* itemsOf(open: OpenBytes, file: string, feed: Feed): AsyncGenerator<readonly SourceItem[]> {
  const book = seriesBook();
  let items: SourceItem[] = [];
  let entry: Entry = { related: [], type: {} };
  let before: string | undefined;
  let reading: Reading | undefined;
  let series: SourceSeries | undefined;
  const take = (found: Reading, line: number): void => {
    const { start, duration = 0, value = '' } = found;
    if (start === undefined || !/^-?\d{1,15}$/.test(value))
      return void items.push({ kind: 'reject', file, line, why: because('espi.no-reading') });
    if (series === undefined) return void items.push({ kind: 'reject', file, line, why: because('espi.no-type') });
    const atMs = start * 1000;
    const end = duration > 0 ? { untilMs: atMs + duration * 1000 } : {};
    const quality = found.isEstimated === true ? { quality: 'estimated' as const } : {};
    items.push({ kind: 'value', series, atMs, ...end, value: Number(value), ...quality, file, line });
  };
  for await (const events of xmlEvents(file, open())) {
    for (const event of events) {
      if (event.kind === 'open') {
        if (event.name === 'entry') entry = { related: [], type: {} };
        takeEvent(entry, event);
        if (event.name === 'ReadingType') before = entry.self ?? before;
        if (event.name === 'IntervalReading') reading = {};
        if (event.name === 'IntervalBlock') {
          const key = typeOfBlock(feed, entry, before);
          const type = key === undefined ? undefined : feed.types.get(key);
          series =
            key === undefined || type === undefined
              ? undefined
              : book.series({
                  name: nameOf(entry.up?.replace(/\/IntervalBlock$/, '') ?? key, type),
                  known: knownOf(type),
                });
        }
      } else if (event.name === 'IntervalReading') {
        if (reading !== undefined) take(reading, event.line);
        reading = undefined;
      } else if (reading !== undefined) {
        const { name, text } = event;
        if (name === 'value') reading.value = text;
        if (name === 'quality' && estimated.has(text)) reading.isEstimated = true;
        if ((name === 'start' || name === 'duration') && /^\d{1,12}$/.test(text)) reading[name] = Number(text);
      }
    }
    if (items.length < itemsAtOnce) continue;
    yield items;
    items = [];
  }
  if (items.length > 0) yield items;
}

/** Reads a Green Button feed. Errors: `input.invalid` if it has no interval that could be read. */
export async function greenButtonSource(open: OpenBytes, { file }: { readonly file: string }): Promise<ImportSource> {
  const feed = await feedOf(open, file);
  if (feed.types.size === 0) throw new SolsteadError('input.invalid', { at: file, why: because('espi.no-type') });
  return { title: 'Green Button, XML', items: () => itemsOf(open, file, feed) };
}
