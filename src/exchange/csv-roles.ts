// What each column of a table is for: judged by what its cells hold, and by its heading if they could be several things.
import { entriesOf } from '#core/entries.ts';
import { dayMs } from '#core/time.ts';
import { readTime } from './read-time.ts';

/** What a column is for. */
export type ColumnRole =
  | 'time'
  | 'date'
  | 'clock'
  | 'hour'
  | 'until'
  | 'untilDate'
  | 'untilClock'
  | 'zone'
  | 'series'
  | 'value'
  | 'part'
  | 'unit'
  | 'quality'
  | 'site'
  | 'note'
  | 'column';

const words: Readonly<Partial<Record<ColumnRole, readonly string[]>>> = {
  time: (
    'time|timestamp|datetime|date time|date/time|zeitpunkt|zeitstempel|datum/zeit|datum und uhrzeit|datum uhrzeit|' +
    'last_changed|last_updated|start|start_time|start_ts|created|_time|ts|epoch|horodate|updated time|hour start'
  ).split('|'),
  date: ['date', 'datum', 'tag', 'day', 'fecha', 'data', 'giorno', 'jour'],
  clock: ['uhrzeit', 'zeit', 'time of day', 'hora', 'heure', 'ora'],
  series: 'metric|series|entity_id|statistic_id|sensor|field|_field|topic|name|messgröße|kanal|register'.split('|'),
  value: ['value', 'state', 'wert', '_value', 'messwert', 'volume'],
  part: ['device', 'gerät', 'geraet'],
  unit: ['unit', 'einheit', 'unit_of_measurement', 'eenheid', 'unidad', 'unité'],
  quality: ['quality'],
  site: ['site'],
  zone: ['time zone', 'timezone', 'zeitzone'],
};

const roleByWord: ReadonlyMap<string, ColumnRole> = new Map(
  entriesOf(words).flatMap(([role, some]) => some.map((word) => [word, role] as const)),
);

const bare = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[([].*$/, '')
    .trim();

/** Whether a heading names a time, a date or a clock. */
export function namesTime(heading: string): boolean {
  const role = roleByWord.get(bare(heading));
  return role === 'time' || role === 'date' || role === 'clock';
}

/** What the cells of a column hold. */
export type Content = 'time' | 'date' | 'clock' | 'hour' | 'number' | 'text' | 'nothing';

const aDate = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([./-])\d{1,2}\2(\d{4}|\d{2})|(19|20)\d{6})$/;
const aClock = /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/;
const isTime = (text: string): boolean =>
  readTime(text, { dateOrder: 'dmy' }).kind !== 'unreadable' ||
  readTime(text, { dateOrder: 'mdy' }).kind !== 'unreadable';

/** What a cell could be, most specific first. A plain number may be an epoch time: the column's place and heading decide. */
export function contentOf(text: string): Content {
  const cell = text.trim();
  if (cell === '') return 'nothing';
  if (aClock.test(cell)) return 'clock';
  if (aDate.test(cell)) return 'date';
  if (/^[+-]?[\d.,'\u00a0\u202f ]*\d[.,]?$|^[+-]?\d+(\.\d+)?e[+-]?\d+$/i.test(cell)) return 'number';
  return isTime(cell) ? 'time' : 'text';
}

interface Column {
  readonly index: number;
  readonly word: ColumnRole | undefined;
  readonly content: Content;
  readonly first: string;
}

function columnsOf(headings: readonly string[], rows: readonly (readonly string[])[]): readonly Column[] {
  return headings.map((heading, index): Column => {
    const word = roleByWord.get(bare(heading));
    const cells = rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
    const kinds = new Set(cells.map(contentOf));
    const isOne = (some: Content): boolean => kinds.size === 1 && kinds.has(some);
    const isEpoch = isOne('number') && cells.every((cell) => /^\d{9,14}(\.\d+)?$/.test(cell));
    const isHour = isOne('number') && cells.every((cell) => /^\d{1,2}$/.test(cell) && Number(cell) <= 25);
    const isMostlyNumber = [...kinds].includes('number') || kinds.size === 0;
    const content: Content =
      (isEpoch && (word === 'time' || (index === 0 && word !== 'series'))) || isOne('time')
        ? 'time'
        : isOne('date')
          ? 'date'
          : isOne('clock')
            ? 'clock'
            : isHour && (word === 'clock' || /^(hour|stunde|uur)$/.test(bare(heading)))
              ? 'hour'
              : kinds.size === 2 && kinds.has('time') && kinds.has('date')
                ? 'time'
                : isMostlyNumber
                  ? 'number'
                  : 'text';
    return { index, word, content, first: cells[0] ?? '' };
  });
}

/** The columns for the beginning and the end of a row's time. */
function timesOf(columns: readonly Column[]): ReadonlyMap<number, ColumnRole> {
  const roles = new Map<number, ColumnRole>();
  const full = columns.filter(({ content }) => content === 'time');
  const dates = columns.filter(
    ({ content, index, word, first }) =>
      content === 'date' && (!/^\d{8}$/.test(first) || index === 0 || word !== undefined),
  );
  const clocks = columns.filter(({ content }) => content === 'clock' || content === 'hour');
  const time = full.find(({ word }) => word === 'time') ?? full[0];
  if (time !== undefined) {
    roles.set(time.index, 'time');
    const next = full.find(({ index, word }) => index === time.index + 1 && word === undefined);
    const [from, to] = [time.first, next?.first ?? ''].map((text) => readTime(text, { dateOrder: 'dmy' }));
    if (next !== undefined && from !== undefined && to !== undefined && isAfter(from, to))
      roles.set(next.index, 'until');
    return roles;
  }
  const [date, untilDate] = dates;
  const [clock, untilClock] = clocks;
  if (date === undefined) {
    if (clock !== undefined && clock.content === 'clock') roles.set(clock.index, 'time');
    return roles;
  }
  if (clock === undefined) {
    roles.set(date.index, 'time');
    const [from, to] = [date.first, untilDate?.first ?? ''].map((text) => readTime(text, { dateOrder: 'dmy' }));
    if (untilDate !== undefined && from !== undefined && to !== undefined && isAfter(from, to))
      roles.set(untilDate.index, 'until');
    return roles;
  }
  roles.set(date.index, 'date').set(clock.index, clock.content === 'hour' ? 'hour' : 'clock');
  if (untilClock !== undefined && untilClock.content === 'clock' && untilClock.index > clock.index) {
    roles.set(untilClock.index, 'untilClock');
    if (untilDate !== undefined && untilDate.index > date.index) roles.set(untilDate.index, 'untilDate');
  }
  return roles;
}

function isAfter(from: ReturnType<typeof readTime>, to: ReturnType<typeof readTime>): boolean {
  const msOf = (read: ReturnType<typeof readTime>): number =>
    read.kind === 'instant' ? read.atMs : read.kind === 'wall' ? read.wallMs : Number.NaN;
  const length = msOf(to) - msOf(from);
  return length > 0 && length <= 400 * dayMs;
}

/** Gives each column its role. A file with the words of both shapes counts as long if it has a column for the value. */
export function rolesOf(headings: readonly string[], rows: readonly (readonly string[])[]): readonly ColumnRole[] {
  const columns = columnsOf(headings, rows);
  const words = new Set(columns.map(({ word }) => word));
  const isLong = words.has('series') && words.has('value');
  const times = timesOf(columns);
  const byWord =
    rows.length > 0 ? undefined : (columns.find(({ word }) => word === 'time' || word === 'date')?.index ?? -1);
  const wide: ReadonlySet<ColumnRole> = new Set(['series', 'value', 'unit', 'quality']);
  return columns.map(({ index, word, content }): ColumnRole => {
    const timed = times.get(index);
    if (timed !== undefined) return timed;
    if (byWord !== undefined && index === byWord) return 'time';
    const isTimed = content === 'time' || content === 'date' || content === 'clock';
    if (word === 'time' || word === 'date' || word === 'clock') return times.size === 0 ? 'time' : 'note';
    if (isTimed) return 'note';
    if (word === undefined || (!isLong && wide.has(word))) {
      return content === 'text' || content === 'hour' ? 'note' : 'column';
    }
    return word;
  });
}
