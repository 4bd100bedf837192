// Times as people and programs write them, and wall times of a zone turned into instants: the hour that an autumn night has
// twice is resolved by the order of the rows, the hour that a spring night lacks is an error.

import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';

/** Day and month in dates with slashes. */
export type DateOrder = 'dmy' | 'mdy';

/** How times of a source are read. */
export interface TimeRules {
  /** IANA zone of times without an offset. */
  readonly timeZone: string;
  readonly dateOrder?: DateOrder;
}

/** An instant, a wall time (its digits as if they were UTC), or the reason it is neither. */
export type ReadTime =
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'wall'; readonly wallMs: number }
  | { readonly kind: 'unreadable'; readonly why: Reason };

const iso =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:\b[A-Z]{3,5}(?=[+-]))?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;
/** Digits of a day, and of its time: 20260621, 20260621 1200, 20260621120000. */
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:[T _-]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?(Z)?$/;
const dotted =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:Uhr|([ap])\.?m\.?)?\s*([+-]\d{2}:?\d{2})?$/i;
/** Seconds of the year 5138; milliseconds of 1973: so the size of an epoch time shows its unit. */
const secondsLimit = 1e11;
const latestMs = 8.64e15;

interface Digits {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly clock: readonly (string | undefined)[];
}

/** The digits of a wall time as if they were UTC; undefined if there is no such day or hour. */
function wallMs({ year, month, day, clock: [hour = '0', minute = '0', second = '0', fraction = ''] }: Digits) {
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const isTime = (h <= 23 && m <= 59 && s <= 59) || (h === 24 && m === 0 && s === 0);
  if (!isDay || !isTime) return undefined;
  return midnight + ((h * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

function offsetMs(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return 0;
  const size = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
  return match[1] === '-' ? -size : size;
}

const unreadable = (why: Reason): ReadTime => ({ kind: 'unreadable', why });

function epoch(text: string): ReadTime {
  const count = Number(text);
  const atMs = Math.round(count < secondsLimit ? count * 1000 : count);
  return atMs <= latestMs ? { kind: 'instant', atMs } : unreadable(because('import.epoch'));
}

function dottedDigits(match: RegExpExecArray, dateOrder: DateOrder | undefined): Digits | undefined {
  const [, first = '', sign, second = '', years = '', hour, minute, seconds, fraction, half] = match;
  // With dots and dashes the day comes first everywhere; with slashes it may not.
  const order = sign === '/' ? dateOrder : (dateOrder ?? 'dmy');
  if (order === undefined) return undefined;
  const [day, month] = order === 'dmy' ? [first, second] : [second, first];
  // 12 am is midnight, 12 pm noon.
  const ofHalf = half === undefined ? hour : String((Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0));
  const year = Number(years) + (years.length === 2 ? 2000 : 0);
  return { year, month: Number(month), day: Number(day), clock: [ofHalf, minute, seconds, fraction] };
}

const noTime = (text: string): Reason =>
  text === '' ? because('import.no-time') : because('import.not-time', { text: external(text.slice(0, 40)) });

function compactTime(match: RegExpExecArray, text: string): ReadTime {
  const [, year, month, day, hour, minute, second, zone] = match;
  const digits = { year: Number(year), month: Number(month), day: Number(day), clock: [hour, minute, second] };
  const wall = wallMs(digits);
  if (wall === undefined) return unreadable(because('import.no-day', { text: external(text) }));
  return zone === undefined ? { kind: 'wall', wallMs: wall } : { kind: 'instant', atMs: wall };
}

/** Reads a time: ISO 8601, `21.06.2026 12:00`, `06/21/2026 12:00`, `6/21/2026 2:15 PM`, `20260621`, epoch seconds or milliseconds. */
export function readTime(text: string, { dateOrder }: Omit<TimeRules, 'timeZone'>): ReadTime {
  const trimmed = text.trim();
  // Fourteen digits that form a date and time of our age are not epoch milliseconds of the year 2612.
  if (/^\d{9,16}(\.\d+)?$/.test(trimmed) && !/^20\d{12}$/.test(trimmed)) return epoch(trimmed);
  const isoMatch = iso.exec(trimmed);
  if (isoMatch !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = isoMatch;
    const digits = {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      clock: [hour, minute, second, fraction],
    };
    const wall = wallMs(digits);
    if (wall === undefined) return unreadable(because('import.no-day', { text: external(trimmed) }));
    if (zone === undefined) return { kind: 'wall', wallMs: wall };
    return { kind: 'instant', atMs: wall - offsetMs(zone) };
  }
  const compactMatch = compact.exec(trimmed);
  if (compactMatch !== null) return compactTime(compactMatch, trimmed);
  const match = dotted.exec(trimmed);
  if (match === null) return unreadable(noTime(trimmed));
  const digits = dottedDigits(match, dateOrder);
  if (digits === undefined) return unreadable(because('import.date-order'));
  const wall = wallMs(digits);
  if (wall === undefined) return unreadable(because('import.no-day', { text: external(trimmed) }));
  const zone = match[10];
  return zone === undefined ? { kind: 'wall', wallMs: wall } : { kind: 'instant', atMs: wall - offsetMs(zone) };
}

/** Offsets a wall time may have, earlier instant first: one, two in the hour that occurs twice, none in the one that is missing. */
export type WallOffsets = (wallMs: number) => readonly number[];

const blockMs = 900_000;
const mostBlocks = 10_000;

/** The offsets of a zone's wall times, remembered by quarters of an hour, on which alone they change. */
export function wallOffsets(timeZone: string): WallOffsets {
  const known = new Map<number, readonly number[]>();
  const find = (wall: number): readonly number[] => {
    const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
    const instants = (['earlier', 'later'] as const)
      .map((disambiguation) => plain.toZonedDateTime(timeZone, { disambiguation }))
      .filter((zoned) => zoned.toPlainDateTime().equals(plain))
      .map((zoned) => zoned.epochMilliseconds);
    return [...new Set(instants)].map((atMs) => wall - atMs);
  };
  return (wall) => {
    const block = Math.floor(wall / blockMs);
    const found = known.get(block);
    if (found !== undefined) return found;
    const offsets = find(block * blockMs);
    if (known.size >= mostBlocks) known.clear();
    known.set(block, offsets);
    return offsets;
  };
}

/**
 * Turns the wall times of one series, row after row, into instants; undefined for one that never existed. In the hour that occurs
 * twice rows run on in time (02:00 … 02:45, 02:00 … 02:45) or are sorted by their digits, each time twice (02:00, 02:00, 02:15 …).
 */
export function wallClock(offsetsOf: WallOffsets): (wallMs: number) => number | undefined {
  let last: { readonly wall: number; readonly atMs: number } | undefined;
  let isFalling = false;
  // Whether the times of this hour come in pairs: each of them stands for both hours.
  let isPaired = false;
  const twice = (wall: number, [first, second]: readonly [number, number]): number => {
    if (last === undefined) return first;
    const [sooner, other] = isFalling ? [second, first] : [first, second];
    if (wall === last.wall) {
      isPaired = last.atMs === sooner;
      return other;
    }
    const goesOn = isFalling ? wall < last.wall : wall > last.wall;
    if (isPaired && goesOn) return sooner;
    isPaired = false;
    const isPast = isFalling ? sooner >= last.atMs : sooner <= last.atMs;
    return isPast ? other : sooner;
  };
  return (wall) => {
    const [earlier, later] = offsetsOf(wall).map((offset) => wall - offset);
    if (earlier === undefined) return undefined;
    let atMs = earlier;
    if (later !== undefined) atMs = twice(wall, [earlier, later]);
    else {
      isPaired = false;
      if (last !== undefined && earlier !== last.atMs) isFalling = earlier < last.atMs;
    }
    last = { wall, atMs };
    return atMs;
  };
}
