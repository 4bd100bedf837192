// Times in the site's time zone, whatever zone the browser is in; safe across daylight-saving changes.
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { clock } from './clock.ts';
import { locale } from './words.ts';

const parts = new Map<string, Intl.DateTimeFormat>();

function partsFormat(timeZone: string): Intl.DateTimeFormat {
  let format = parts.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    parts.set(timeZone, format);
  }
  return format;
}

/** Wall-clock time of an instant as if it were UTC, ms. */
function wallMs(atMs: number, timeZone: string): number {
  const found: Record<string, number> = {};
  for (const { type, value } of partsFormat(timeZone).formatToParts(atMs)) found[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first instant whose wall clock shows at least this; a midnight that does not exist gives the change itself. */
function instantOf(wall: number, timeZone: string): number {
  const guesses = [dayMs, -dayMs].map((before) => wall - (wallMs(wall - before, timeZone) - (wall - before)));
  const first = Math.min(...guesses);
  const exact = [first, ...guesses].find((guess) => wallMs(guess, timeZone) === wall);
  if (exact !== undefined) return exact;
  let at = first;
  while (wallMs(at, timeZone) < wall) at += 15 * minuteMs;
  return at;
}

/** Local midnight that begins the day of an instant, `days` later or earlier. */
export function startOfDay(atMs: number, timeZone: string, days = 0): number {
  const wall = wallMs(atMs, timeZone);
  return instantOf(Math.floor(wall / dayMs) * dayMs + days * dayMs, timeZone);
}

/** Instants within a span that show a full multiple of `hours` on the wall clock. */
export function hourMarks(fromMs: number, toMs: number, place: { timeZone: string; hours: number }): readonly number[] {
  const marks: number[] = [];
  const step = place.hours * hourMs;
  let wall = Math.ceil(wallMs(fromMs, place.timeZone) / step) * step;
  for (let at = instantOf(wall, place.timeZone); at <= toMs; at = instantOf(wall, place.timeZone)) {
    if (at >= fromMs && at !== marks.at(-1)) marks.push(at);
    wall += step;
  }
  return marks;
}

/** An instant as `2026-10-25T02:30`, on the clock of a zone. */
export function wallText(atMs: number, timeZone: string): string {
  return new Date(wallMs(atMs, timeZone)).toISOString().slice(0, 16);
}

/** The first instant at which the clock of a zone shows `2026-10-25T02:30`; absent for anything else. */
export function instantFrom(text: string, timeZone: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return undefined;
  const wall = Date.parse(`${text}Z`);
  return Number.isNaN(wall) ? undefined : instantOf(wall, timeZone);
}

const words = new Map<string, Intl.DateTimeFormat>();

function wordFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${name}`;
  let format = words.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale(), options);
    words.set(key, format);
  }
  return format;
}

/** `14:05` or `2:05 PM`, as the reader's country writes it. */
export function timeText(atMs: number, timeZone: string): string {
  return wordFormat(`time ${timeZone}`, { timeZone, hour: '2-digit', minute: '2-digit' }).format(atMs);
}

/** The year where an instant is in another one than now: a day without it is of this year. */
function otherYear(atMs: number, timeZone: string): Intl.DateTimeFormatOptions {
  const yearOf = (ms: number): number => new Date(wallMs(ms, timeZone)).getUTCFullYear();
  return yearOf(atMs) === yearOf(clock.nowMs()) ? {} : { year: 'numeric' };
}

const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;

/** `Fri 20 Nov`, or `Sat, 20 Nov 2027` of another year, as the reader's country writes it. */
export function dayText(atMs: number, timeZone: string): string {
  const year = otherYear(atMs, timeZone);
  return wordFormat(`day ${year.year ?? ''} ${timeZone}`, { timeZone, ...day, ...year }).format(atMs);
}

/** `November 2031`, as the reader's country writes it. */
export const monthText = (atMs: number, timeZone: string): string =>
  wordFormat(`month ${timeZone}`, { timeZone, month: 'long', year: 'numeric' }).format(atMs);

/** `Friday`; Monday is 1, as in ISO 8601, and the first of January 2024 was one. */
export function weekdayText(weekday: number): string {
  return wordFormat('weekday', { timeZone: 'UTC', weekday: 'long' }).format(Date.UTC(2024, 0, weekday));
}

/** `Fri 20 Nov, 14:05`, or `Sat, 20 Nov 2027, 14:05` of another year, as the reader's country writes it. */
export function momentText(atMs: number, timeZone: string): string {
  const year = otherYear(atMs, timeZone);
  const options = { timeZone, ...day, ...year, hour: '2-digit', minute: '2-digit' } as const;
  return wordFormat(`moment ${year.year ?? ''} ${timeZone}`, options).format(atMs);
}

/** Time zones the browser knows, its own first in line by {@link browserZone}. */
export function knownZones(): readonly string[] {
  const zones = Intl.supportedValuesOf('timeZone');
  return zones.includes('UTC') ? zones : ['UTC', ...zones];
}

/** The time zone the browser is in. */
export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
