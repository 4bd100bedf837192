// Days of a device that is read a few times an hour, each kept as one part instead of an hour at a time: the head of a block would
// take more than its points. Roll-ups that follow from the points are not kept at all, but made on demand. Each hour
// is in one place, here or in its own block; callers that ask for blocks do not see which.
import type { DatabaseSync } from 'node:sqlite';
import { isSolsteadError } from '#core/errors.ts';
import type { HistoryTier } from '#core/history.ts';
import type { Block, BlockSpan } from './chunks/backend.ts';
import { chunkPoints, type Columns, decodeChunk, decodeDay, encodePart, joinParts } from './chunks/chunk-codec.ts';
import { gridOf, rowMs } from './chunks/grid.ts';
import { joined, type Points, sliced } from './chunks/points.ts';
import { decodeRows, encodeRows, type Rows } from './chunks/row-codec.ts';
import { isSameSummary } from './chunks/summary-codec.ts';
import {
  field,
  fieldAt,
  joinedRows,
  noRows,
  rowCount,
  type RowList,
  rowsOfPoints,
  summaryAt,
  widerRows,
} from './chunks/row-list.ts';
import { hourMs } from '#core/time.ts';

/** The table: which hours are here as points and as rows of 5 minutes (a bit each), and whether the day's rows of hours do. */
export const sparseSchema = `
  CREATE TABLE sparse_day (
    id INTEGER PRIMARY KEY, raw INTEGER NOT NULL, five INTEGER NOT NULL, hours INTEGER NOT NULL, body BLOB NOT NULL
  ) STRICT;
`;

/** Tiers that may be here; blocks of days are few. */
type SparseTier = Exclude<HistoryTier, 'days'>;
type RolledSparse = Exclude<SparseTier, 'raw'>;
const isSparse = (tier: HistoryTier): tier is SparseTier => tier !== 'days';

const hoursADay = 24;
/** A device is read rarely enough if no series has more points in a day. */
const mostPolls = 288;
/** Blocks that are longer on average belong to another device, and are not even looked at, bytes. */
const mostMeanBytes = 4096;

/** How blocks are found in the tables: rowids by device and index. */
export interface SparsePlace {
  readonly db: DatabaseSync;
  rowid(device: number, index: number): number;
  /** Names of the tables. */
  readonly tableOf: Readonly<Record<HistoryTier, string>>;
  /** In errors. */
  readonly at: string;
}

/** The sparse days of a file. */
export interface SparseDays {
  /** Blocks of a span that are here, in order, at most `limit`. Errors: `store.corrupt`. */
  blocks(span: BlockSpan & { readonly limit: number }): readonly Block[];
  /** Blocks of a span are no longer here. */
  clear(span: BlockSpan): void;
  /** Takes in days whose blocks were just written and that are over, judging by the device's points. */
  pack(put: readonly Block[]): void;
  forget(device: number): void;
  /** How many blocks of a tier are here, by device. */
  counts(tier: HistoryTier): ReadonlyMap<number, number>;
}

interface DayRow {
  readonly day: number;
  readonly raw: number;
  readonly five: number;
  readonly hours: number;
  readonly body: Uint8Array;
}

const bitsOf = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** Bits of the hours of a day within a span of hours. */
function maskOf(day: number, fromHour: number, toHour: number): number {
  const from = Math.max(0, fromHour - day * hoursADay);
  const to = Math.min(hoursADay, toHour - day * hoursADay);
  return to <= from ? 0 : ((1 << to) - 1) & ~((1 << from) - 1);
}

const ofHour = (columns: Columns, hour: number): Columns =>
  new Map(
    [...columns].flatMap(([id, points]): readonly (readonly [number, Points])[] => {
      const own = sliced(points, hour * hourMs, (hour + 1) * hourMs);
      return own.atMs.length === 0 ? [] : [[id, own]];
    }),
  );

function fiveRows(columns: Columns, hour: number): Rows {
  return new Map([...ofHour(columns, hour)].map(([id, points]) => [id, rowsOfPoints(points, rowMs.fiveMinutes)]));
}

/** The blocks that follow from the points of a day. */
function madeBlock(tier: SparseTier, columns: Columns, index: number): Uint8Array {
  if (tier === 'raw') return joinParts([encodePart(ofHour(columns, index), index)]);
  if (tier === 'fiveMinutes') return encodeRows(fiveRows(columns, index), gridOf(tier, index));
  const rows = new Map<number, RowList[]>();
  for (let hour = index * hoursADay; hour < (index + 1) * hoursADay; hour += 1)
    for (const [id, own] of fiveRows(columns, hour))
      rows.getOrInsertComputed(id, () => []).push(widerRows(own, rowMs.hours / rowMs.fiveMinutes));
  const sorted = [...rows].toSorted(([one], [other]) => one - other).map(([id, own]) => [id, joinedRows(own)] as const);
  return encodeRows(new Map(sorted), gridOf(tier, index));
}

/** Whether stored rows equal the computed ones, except for the rounding of sums. */
function follows(
  { tier, index }: { readonly tier: RolledSparse; readonly index: number },
  kept: Uint8Array,
  made: Uint8Array,
): boolean {
  if (Buffer.compare(kept, made) === 0) return true;
  const [mine, theirs] = [kept, made].map((body) => decodeRows(body, { ...gridOf(tier, index), name: `${index}` }));
  return (
    mine?.size === theirs?.size &&
    mine?.entries().every(([id, rows]) => {
      const others = theirs?.get(id) ?? noRows;
      const isSame = (row: number): boolean =>
        fieldAt(rows, row, field.slot) === fieldAt(others, row, field.slot) &&
        isSameSummary(summaryAt(rows, row), summaryAt(others, row));
      return rows.length === others.length && Array.from({ length: rowCount(rows) }, (_, row) => row).every(isSame);
    }) === true
  );
}

/** Indexes of a row's blocks of a tier within a span. */
function indexesOf({ day, raw, five, hours }: DayRow, { tier, fromIndex, toIndex }: BlockSpan): readonly number[] {
  if (tier === 'hours') return hours !== 0 && day >= fromIndex && day < toIndex ? [day] : [];
  const mask = (tier === 'raw' ? raw : five) & maskOf(day, fromIndex, toIndex);
  return Array.from({ length: hoursADay }, (_, hour) => hour).flatMap((hour) =>
    (mask & (1 << hour)) === 0 ? [] : [day * hoursADay + hour],
  );
}

function statements({ db, tableOf }: SparsePlace) {
  return {
    rows: db.prepare(
      'SELECT id AS id, raw AS raw, five AS five, hours AS hours, body AS body FROM sparse_day WHERE id >= ? AND id < ? ORDER BY id',
    ),
    masks: db.prepare('UPDATE sparse_day SET raw = raw & ?, five = five & ?, hours = hours & ? WHERE id = ?'),
    clean: db.prepare('DELETE FROM sparse_day WHERE id = ? AND raw = 0 AND five = 0 AND hours = 0'),
    put: db.prepare('INSERT OR REPLACE INTO sparse_day VALUES (?, ?, ?, ?, ?)'),
    drop: db.prepare('DELETE FROM sparse_day WHERE id >= ? AND id < ?'),
    any: db.prepare('SELECT 1 FROM sparse_day LIMIT 1'),
    all: db.prepare('SELECT id AS id, raw AS raw, five AS five, hours AS hours FROM sparse_day'),
    size: db.prepare(
      `SELECT count(*) AS count, total(length(body)) AS bytes FROM ${tableOf.raw} WHERE id >= ? AND id < ?`,
    ),
    newest: db.prepare(`SELECT max(id) AS id FROM ${tableOf.raw} WHERE id >= ? AND id < ?`),
    plain: Object.fromEntries(
      (['raw', 'fiveMinutes', 'hours'] as const).map((tier) => [
        tier,
        {
          read: db.prepare(`SELECT id AS id, body AS body FROM ${tableOf[tier]} WHERE id >= ? AND id < ? ORDER BY id`),
          drop: db.prepare(`DELETE FROM ${tableOf[tier]} WHERE id >= ? AND id < ?`),
          put: db.prepare(`INSERT OR REPLACE INTO ${tableOf[tier]} VALUES (?, ?)`),
        },
      ]),
    ),
  };
}
/** What a file has here. */
export function sparseDays(place: SparsePlace): SparseDays {
  return new Sparse(place);
}

class Sparse implements SparseDays {
  readonly #place: SparsePlace;
  readonly #sql: ReturnType<typeof statements>;
  /** Whether there is any day at all: most files have none, and writing them must not pay for it. */
  #hasAny: boolean;
  #last: { readonly id: number; readonly columns: Columns } | undefined;

  constructor(place: SparsePlace) {
    this.#place = place;
    this.#sql = statements(place);
    this.#hasAny = this.#sql.any.get() !== undefined;
  }

  #rows({ tier, device, fromIndex, toIndex }: BlockSpan): readonly DayRow[] {
    const [from, to] = tier === 'hours' ? [fromIndex, toIndex] : [fromIndex / hoursADay, toIndex / hoursADay];
    const { rowid } = this.#place;
    return this.#sql.rows
      .all(rowid(device, Math.floor(from)), rowid(device, Math.ceil(to)))
      .map(({ id, raw, five, hours, body }) => ({
        day: Number(id) - rowid(device, 0),
        raw: Number(raw),
        five: Number(five),
        hours: Number(hours),
        body: body instanceof Uint8Array ? body : new Uint8Array(),
      }));
  }

  #columns(device: number, { day, body }: DayRow): Columns {
    const id = this.#place.rowid(device, day);
    if (this.#last?.id === id) return this.#last.columns;
    const name = `${this.#place.at}: day ${day} of device ${device}`;
    const part = decodeDay(body, { hour: day * hoursADay, name });
    const columns = new Map([...part].map(([series, column]) => [series, column.points()]));
    this.#last = { id, columns };
    return columns;
  }

  blocks(span: BlockSpan & { readonly limit: number }): readonly Block[] {
    const { tier, device, limit } = span;
    if (!this.#hasAny || !isSparse(tier)) return [];
    const found: Block[] = [];
    for (const row of this.#rows(span))
      for (const index of indexesOf(row, span)) {
        if (found.length >= limit) return found;
        found.push({ tier, device, index, body: madeBlock(tier, this.#columns(device, row), index) });
      }
    return found;
  }

  clear(span: BlockSpan): void {
    const { tier, device, fromIndex, toIndex } = span;
    if (!this.#hasAny || !isSparse(tier)) return;
    const all = -1;
    for (const { day } of this.#rows(span)) {
      const id = this.#place.rowid(device, day);
      const kept = ~maskOf(day, fromIndex, toIndex);
      this.#sql.masks.run(
        tier === 'raw' ? kept : all,
        tier === 'fiveMinutes' ? kept : all,
        tier === 'hours' ? 0 : all,
        id,
      );
      this.#sql.clean.run(id);
    }
  }

  forget(device: number): void {
    this.#last = undefined;
    const { rowid } = this.#place;
    this.#sql.drop.run(rowid(device, -(2 ** 32)), rowid(device, 2 ** 32));
  }

  counts(tier: HistoryTier): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    if (!isSparse(tier)) return counts;
    const space = this.#place.rowid(1, 0) - this.#place.rowid(0, 0);
    for (const { id, raw, five, hours } of this.#sql.all.iterate()) {
      const device = Math.floor(Number(id) / space);
      const own = tier === 'raw' ? bitsOf(Number(raw)) : tier === 'fiveMinutes' ? bitsOf(Number(five)) : Number(hours);
      counts.set(device, (counts.get(device) ?? 0) + own);
    }
    return counts;
  }

  pack(put: readonly Block[]): void {
    const byDevice = Map.groupBy(
      put.filter(({ tier }) => tier === 'raw'),
      ({ device }) => device,
    );
    for (const [device, blocks] of byDevice) {
      const days = new Set(blocks.map(({ index }) => Math.floor(index / hoursADay)));
      const newest = this.#newestDay(device, Number.POSITIVE_INFINITY);
      const before = this.#newestDay(device, Math.min(...days));
      if (before !== undefined) days.add(before);
      for (const day of days) if (newest !== undefined && day < newest) this.#packDay(device, day);
    }
    // What is written may still be rolled back.
    this.#last = undefined;
  }

  /** The newest day before another one that has blocks of points of its own. */
  #newestDay(device: number, beforeDay: number): number | undefined {
    const { rowid } = this.#place;
    const end = Math.min(2 ** 32, beforeDay * hoursADay);
    const id = this.#sql.newest.get(rowid(device, -(2 ** 32)), rowid(device, end))?.['id'];
    return typeof id === 'number' ? Math.floor((id - rowid(device, 0)) / hoursADay) : undefined;
  }

  /** The blocks of a day wherever they are; by index. */
  #blocksOf(tier: SparseTier, device: number, day: number): ReadonlyMap<number, Uint8Array> {
    const { rowid } = this.#place;
    const span =
      tier === 'hours'
        ? { tier, device, fromIndex: day, toIndex: day + 1 }
        : { tier, device, fromIndex: day * hoursADay, toIndex: (day + 1) * hoursADay };
    const here = this.blocks({ ...span, limit: hoursADay });
    const plain = this.#sql.plain[tier]?.read.all(rowid(device, span.fromIndex), rowid(device, span.toIndex)) ?? [];
    return new Map([
      ...here.map(({ index, body }) => [index, body] as const),
      ...plain.map(
        ({ id, body }) =>
          [Number(id) - rowid(device, 0), body instanceof Uint8Array ? body : new Uint8Array()] as const,
      ),
    ]);
  }

  /** The points of a day, from blocks that can be read completely and are a sparse day's. */
  #pointsOf(device: number, blocks: ReadonlyMap<number, Uint8Array>): Columns | undefined {
    const columns = new Map<number, Points[]>();
    for (const [hour, body] of [...blocks].toSorted(([one], [other]) => one - other)) {
      const parts = decodeChunk(body, { hour, name: `hour ${hour} of device ${device}` });
      const ids = new Set(parts.flatMap((part) => [...part.keys()]));
      for (const id of ids) columns.getOrInsertComputed(id, () => []).push(chunkPoints(parts, id));
    }
    const whole = [...columns].toSorted(([one], [other]) => one - other).map(([id, own]) => [id, joined(own)] as const);
    const isFew = whole.every(([, { atMs }]) => atMs.length > 0 && atMs.length <= mostPolls);
    return isFew && whole.length > 0 ? new Map(whole) : undefined;
  }

  #packDay(device: number, day: number): void {
    const { rowid } = this.#place;
    const [first, end] = [day * hoursADay, (day + 1) * hoursADay];
    const { count, bytes } = this.#sql.size.get(rowid(device, first), rowid(device, end)) ?? {};
    if (Number(count) === 0 || Number(bytes) / Number(count) > mostMeanBytes) return;
    try {
      const raw = this.#blocksOf('raw', device, day);
      const columns = this.#pointsOf(device, raw);
      if (columns !== undefined) this.#keep(device, { day, raw, columns });
    } catch (thrown) {
      // What cannot be read stays as it is, and is reported when it is read.
      if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    }
  }

  #keep(
    device: number,
    {
      day,
      raw,
      columns,
    }: { readonly day: number; readonly raw: ReadonlyMap<number, Uint8Array>; readonly columns: Columns },
  ): void {
    const { rowid } = this.#place;
    const first = day * hoursADay;
    const maskIn = (indexes: Iterable<number>): number =>
      [...indexes].reduce((mask, index) => mask | (1 << (index - first)), 0);
    const following = (tier: RolledSparse): readonly number[] => {
      const blocks = this.#blocksOf(tier, device, day);
      const same: number[] = [];
      for (const [index, body] of blocks)
        if (follows({ tier, index }, body, madeBlock(tier, columns, index))) same.push(index);
        else this.#sql.plain[tier]?.put.run(rowid(device, index), body);
      for (const index of same) this.#sql.plain[tier]?.drop.run(rowid(device, index), rowid(device, index + 1));
      return same;
    };
    const five = maskIn(following('fiveMinutes'));
    const hours = following('hours').length;
    this.#sql.plain['raw']?.drop.run(rowid(device, first), rowid(device, first + hoursADay));
    this.#sql.put.run(rowid(device, day), maskIn(raw.keys()), five, hours, encodePart(columns, first));
    this.#last = undefined;
    this.#hasAny = true;
  }
}
