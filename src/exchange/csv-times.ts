// The times of a table's rows: one column or several, an end beside a beginning, numbered hours.
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { CsvLayout } from './csv-layout.ts';
import type { ColumnRole } from './csv-roles.ts';
import { type ReadTime, readTime, type TimeRules, wallClock, wallOffsets } from './read-time.ts';

/** The time of a row, epoch ms. */
export interface RowTime {
  readonly atMs: number;
  /** End of the interval of its values, if the row gives it. */
  readonly untilMs?: number;
}

type Clock = (wallMs: number) => number | undefined;

interface Places {
  readonly time: number;
  readonly date: number;
  readonly clock: number;
  readonly hour: number;
  readonly until: number;
  readonly untilDate: number;
  readonly untilClock: number;
  readonly zone: number;
}

const cellAt = (cells: readonly string[], index: number): string => (index === -1 ? '' : (cells[index] ?? ''));

/** Reads the times of rows; rows of different series are tracked separately in the hour that occurs twice. */
export interface RowTimes {
  /** The time of a row, or the reason there is none. */
  read(cells: readonly string[], series: unknown): RowTime | Reason;
}

/** A reader of the times of a table. */
export function rowTimes(layout: CsvLayout, rules: TimeRules): RowTimes {
  const { roles, zone } = layout;
  const at = (role: ColumnRole): number => roles.indexOf(role);
  const places: Places = {
    time: at('time'),
    date: at('date'),
    clock: at('clock'),
    hour: at('hour'),
    until: at('until'),
    untilDate: at('untilDate'),
    untilClock: at('untilClock'),
    zone: at('zone'),
  };
  const order = rules.dateOrder ?? layout.dateOrder;
  const dates = order === undefined ? {} : { dateOrder: order };
  const timeZone = typeof zone === 'string' ? zone : rules.timeZone;
  const offsets = wallOffsets(timeZone);
  const clocks = new Map<unknown, { readonly start: Clock; readonly end: Clock }>();
  let last: { readonly text: string; readonly read: ReadTime } | undefined;

  const instantOf = (text: string, { clock, cells }: { clock: Clock; cells: readonly string[] }): number | Reason => {
    if (last?.text !== text) last = { text, read: readTime(text, dates) };
    const { read } = last;
    if (read.kind === 'instant') return read.atMs;
    if (read.kind === 'unreadable') return read.why;
    const fixed = typeof zone === 'number' ? zone : statedOffset(cellAt(cells, places.zone));
    if (fixed !== undefined) return read.wallMs - fixed;
    return clock(read.wallMs) ?? because('import.never', { text: external(text.trim()), zone: timeZone });
  };
  const hourOf = (cells: readonly string[]): number | Reason => {
    const read = readTime(cellAt(cells, places.date), dates);
    if (read.kind === 'unreadable') return read.why;
    const midnightMs = read.kind === 'instant' ? read.atMs : read.wallMs - (offsets(read.wallMs)[0] ?? 0);
    return midnightMs + Number(cellAt(cells, places.hour)) * hourMs;
  };
  const startOf = (cells: readonly string[], clock: Clock): number | Reason => {
    if (places.hour !== -1) return hourOf(cells);
    const text =
      places.clock === -1 ? cellAt(cells, places.time) : `${cellAt(cells, places.date)} ${cellAt(cells, places.clock)}`;
    return instantOf(text, { clock, cells });
  };
  const untilOf = (cells: readonly string[], end: { clock: Clock; startMs: number }): number | undefined => {
    if (places.until === -1 && places.untilClock === -1) return undefined;
    const date = cellAt(cells, places.untilDate === -1 ? places.date : places.untilDate);
    const text = places.until === -1 ? `${date} ${cellAt(cells, places.untilClock)}` : cellAt(cells, places.until);
    const atMs = instantOf(text, { clock: end.clock, cells });
    if (typeof atMs !== 'number') return undefined;
    if (atMs > end.startMs) return wholeEnd(end.startMs, atMs);
    // 23:45 to 00:00 with one date for both.
    return places.untilDate === -1 && places.until === -1 ? wholeEnd(end.startMs, atMs + dayMs) : undefined;
  };
  return {
    read(cells, series) {
      const own = clocks.getOrInsertComputed(series, () => ({ start: wallClock(offsets), end: wallClock(offsets) }));
      const atMs = startOf(cells, own.start);
      if (typeof atMs !== 'number') return atMs;
      const untilMs = untilOf(cells, { clock: own.end, startMs: atMs });
      return untilMs === undefined ? { atMs } : { atMs, untilMs };
    },
  };
}

/** Ends such as 00:14 and 00:14:59 name the last minute or second of a quarter of an hour. */
function wholeEnd(startMs: number, endMs: number): number {
  const last = [minuteMs, 1000].find((step) => (endMs - startMs + step) % (5 * minuteMs) === 0);
  return endMs + (last ?? 0);
}

/** ms of `UTC+01:00`; undefined for any other text. */
function statedOffset(text: string): number | undefined {
  const [found, sign, hours, minutes = '0'] = /^\s*(?:UTC|GMT)\s*([+-])(\d{1,2})(?::(\d{2}))?\s*$/.exec(text) ?? [];
  if (found === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/**
 * Whether rows carry the end of their interval, judged by the first of them: hours that are numbered from 1, a 24:00, or a day that
 * begins one step after midnight.
 */
export function isEndStamped({ roles }: CsvLayout, rows: readonly (readonly string[])[]): boolean {
  const at = (role: ColumnRole): number => roles.indexOf(role);
  if (at('until') !== -1 || at('untilClock') !== -1) return false;
  const hours = rows.map((row) => Number(cellAt(row, at('hour'))));
  if (at('hour') !== -1) return !hours.includes(0);
  const texts = rows.map((row) => (at('clock') === -1 ? cellAt(row, at('time')) : cellAt(row, at('clock'))));
  if (texts.some((text) => /(^|[T ])24:00(:00)?\b/.test(text))) return true;
  const minutes = texts
    .map((text) => /(?:^|[T ])(\d{1,2}):(\d{2})/.exec(text))
    .map((match) => (match === null ? -1 : Number(match[1]) * 60 + Number(match[2])));
  const different = minutes.filter((minute, index) => index === 0 || minute !== minutes[index - 1]);
  const [first = -1, second = -1] = different;
  const step = second - first;
  return (
    step > 0 &&
    step <= 60 &&
    first === step &&
    different.slice(1, 12).every((minute, index) => minute - (different[index] ?? 0) === step || minute === 0)
  );
}
