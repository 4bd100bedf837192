// Hours of a device go from the write buffer into chunks, and from there into the roll-ups of 5 minutes, hours and days.
import type { HistoryTier } from '#core/history.ts';
import { hourMs } from '#core/time.ts';
import type { Block, BlockKey, BlockSpan } from './backend.ts';
import { chunkPoints, type Columns, encodePart, joinParts, type Part } from './chunk-codec.ts';
import { blockOf, gridOf, rolledTiers, type RolledTier, rowMs } from './grid.ts';
import type { BufferedHour } from './write-buffer.ts';
import { merged, type Points } from './points.ts';
import type { DeviceState, TierNote } from './registry.ts';
import { encodeRows, type Rows } from './row-codec.ts';
import type { BlockReader } from './block-reader.ts';
import {
  type Fresh,
  noRows,
  placedRows,
  rowCount,
  type RowList,
  rowsOfPoints,
  rowsWithin,
  type Slots,
  widerRows,
} from './row-list.ts';

type FreshRows = ReadonlyMap<number, Fresh>;

interface CompactedChunk {
  /** Absent: nothing is written. */
  readonly body?: Uint8Array;
  /** How many more points there are than before. */
  readonly added: number;
  readonly fresh: FreshRows;
}

/** Points of an hour of the write buffer. */
export function bufferedColumns({ columns }: BufferedHour): Columns {
  return new Map([...columns].toSorted(([one], [other]) => one - other).map(([id, column]) => [id, column.points()]));
}

const pointsIn = (columns: Columns): number => [...columns.values()].reduce((sum, { atMs }) => sum + atMs.length, 0);

const countIn = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => [...part.values()].reduce((own, { summary }) => own + summary.count, sum), 0);

const fiveOf = (points: Points): RowList => rowsOfPoints(points, rowMs.fiveMinutes);

function isLater(columns: Columns, parts: readonly Part[]): boolean {
  return [...columns].every(([id, { atMs }]) =>
    parts.every((part) => (part.get(id)?.summary.lastMs ?? Number.NEGATIVE_INFINITY) < (atMs[0] ?? 0)),
  );
}

function mergedColumns(columns: Columns, parts: readonly Part[]): Columns {
  const ids = new Set([...columns.keys(), ...parts.flatMap((part) => [...part.keys()])]);
  const whole = new Map<number, Points>();
  for (const id of [...ids].toSorted((one, other) => one - other)) {
    const [earlier, later] = [chunkPoints(parts, id), columns.get(id)];
    whole.set(id, later === undefined ? earlier : merged(earlier, later));
  }
  return whole;
}

/** The chunk of an hour with its buffered points merged in. */
function compactChunk(
  reader: BlockReader,
  columns: Columns,
  { old, hour }: { readonly old: Block | undefined; readonly hour: number },
): CompactedChunk {
  if (columns.size === 0) return { added: 0, fresh: new Map() };
  const fresh = (isWhole: (id: number) => boolean, of = columns): FreshRows =>
    new Map([...of].map(([id, points]) => [id, { rows: fiveOf(points), isWhole: isWhole(id) }]));
  const part = encodePart(columns, hour);
  if (old === undefined) return { body: joinParts([part]), added: pointsIn(columns), fresh: fresh(() => false) };
  const { parts, isWhole } = reader.parts(old);
  if (!isWhole || isLater(columns, parts)) {
    // Put before what cannot be read, whose length may be wrong.
    const body = Buffer.concat(isWhole ? [old.body, joinParts([part])] : [joinParts([part]), old.body]);
    return { body, added: pointsIn(columns), fresh: fresh(() => false) };
  }
  const whole = mergedColumns(columns, parts);
  const known = new Set(parts.flatMap((one) => [...one.keys()]));
  const body = joinParts([encodePart(whole, hour)]);
  return { body, added: pointsIn(whole) - countIn(parts), fresh: fresh((id) => known.has(id), whole) };
}

/** Blocks of the roll-ups as they were. */
type Olds = Readonly<Record<RolledTier, ReadonlyMap<number, Block>>>;

/** Blocks that are being written, by tier and index; each is loaded once. */
class Draft {
  readonly #reader: BlockReader;
  readonly #device: number;
  readonly #olds: Olds;
  readonly #blocks = new Map<
    string,
    { readonly key: BlockKey & { tier: RolledTier }; old?: Block; rows: Map<number, RowList>; isBroken: boolean }
  >();

  constructor(reader: BlockReader, { device, olds }: { readonly device: number; readonly olds: Olds }) {
    this.#reader = reader;
    this.#device = device;
    this.#olds = olds;
  }

  open(tier: RolledTier, index: number) {
    const name = `${tier} ${index}`;
    const known = this.#blocks.get(name);
    if (known !== undefined) return known;
    const key = { tier, device: this.#device, index };
    const old = this.#olds[tier].get(index);
    const rows = old === undefined ? new Map<number, RowList>() : this.#reader.rows({ ...old, tier });
    const opened = {
      key,
      ...(old === undefined ? {} : { old }),
      rows: new Map(rows ?? []),
      isBroken: rows === undefined,
    };
    this.#blocks.set(name, opened);
    return opened;
  }

  /** What is to be written; counts go into the notes. A block that cannot be read stays: finer tiers answer in its place. */
  written(notes: Record<RolledTier, TierNote>): readonly Block[] {
    return [...this.#blocks.values()].flatMap(({ key, old, rows, isBroken }) => {
      if (isBroken) return [];
      const sorted: Rows = new Map([...rows].toSorted(([one], [other]) => one - other));
      const body = encodeRows(sorted, gridOf(key.tier, key.index));
      const note = notes[key.tier];
      note.bytes += body.length - (old?.body.length ?? 0);
      if (old === undefined) note.blocks += 1;
      note.firstIndex = Math.min(note.firstIndex ?? key.index, key.index);
      return [{ ...key, body }];
    });
  }
}

/** Slots of a tier in the rows of a wider one that hold some time. */
function wideSlots(
  [fromMs, toMs]: readonly [number, number],
  { width, slot }: { readonly width: number; readonly slot: number },
): Slots {
  return [(Math.floor(fromMs / width) * width) / slot, (Math.ceil(toMs / width) * width) / slot];
}

/** Places fresh 5-minute rows of an hour, and what follows from them in the wider tiers. */
function rollUp(
  draft: Draft,
  fresh: FreshRows,
  { hour, notes }: { readonly hour: number; readonly notes: Record<RolledTier, TierNote> },
): void {
  let given = fresh;
  let [fromMs, toMs] = [hour * hourMs, (hour + 1) * hourMs];
  for (const [level, tier] of rolledTiers.entries()) {
    const { rows } = draft.open(tier, blockOf(tier, fromMs));
    const slots = [Math.floor(fromMs / rowMs[tier]), Math.ceil(toMs / rowMs[tier])] as const;
    const next = rolledTiers[level + 1];
    const following = new Map<number, Fresh>();
    const wide = next === undefined ? slots : wideSlots([fromMs, toMs], { width: rowMs[next], slot: rowMs[tier] });
    for (const [id, one] of given) {
      const old = rows.get(id) ?? noRows;
      const placed = placedRows(old, one, slots);
      rows.set(id, placed);
      notes[tier].rows += rowCount(placed) - rowCount(old);
      if (next === undefined) continue;
      // If there were finer rows before, the wider one is rebuilt from them.
      const wasKnown = rowsWithin(old, wide).length > 0;
      const own = rowsWithin(placed, wasKnown ? wide : slots);
      following.set(id, { rows: widerRows(own, rowMs[next] / rowMs[tier]), isWhole: wasKnown });
    }
    if (next === undefined) return;
    given = following;
    [fromMs, toMs] = [Math.floor(fromMs / rowMs[next]) * rowMs[next], Math.ceil(toMs / rowMs[next]) * rowMs[next]];
  }
}

/** Blocks with points of a device added, by hour; its notes count them. The caller commits, and undoes the notes on failure. */
export async function compactedBlocks(
  reader: BlockReader,
  state: DeviceState,
  hours: ReadonlyMap<number, Columns>,
): Promise<readonly Block[]> {
  const indexes = [...hours.keys()];
  const read = (tier: HistoryTier): Promise<ReadonlyMap<number, Block>> =>
    reader.blocksAt(
      tier,
      state.id,
      indexes.map((hour) => blockOf(tier, hour * hourMs)),
    );
  const olds = await read('raw');
  const rolled = { fiveMinutes: await read('fiveMinutes'), hours: await read('hours'), days: await read('days') };
  const draft = new Draft(reader, { device: state.id, olds: rolled });
  const chunks: Block[] = [];
  const note = state.tiers.raw;
  for (const [hour, whole] of hours) {
    const key = { tier: 'raw', device: state.id, index: hour } as const;
    // Raw points older than those that are kept only go into the roll-ups.
    const kept = new Map([...whole].filter(([id]) => hour >= (state.keptFrom.get(id)?.raw ?? hour)));
    const old = olds.get(hour);
    const { body, added, fresh } = compactChunk(reader, kept, { old, hour });
    const past = [...whole].filter(([id]) => !kept.has(id));
    const rows: FreshRows = new Map([
      ...fresh,
      ...past.map(([id, points]) => [id, { rows: fiveOf(points), isWhole: false }] as const),
    ]);
    rollUp(draft, rows, { hour, notes: state.tiers });
    if (body === undefined) continue;
    chunks.push({ ...key, body });
    note.rows += added;
    note.bytes += body.length - (old?.body.length ?? 0);
    if (old === undefined) note.blocks += 1;
    note.firstIndex = Math.min(note.firstIndex ?? hour, hour);
  }
  return [...chunks, ...draft.written(state.tiers)];
}

/** Blocks of a device without some of its points, and those of which nothing is left. */
export interface Thinned {
  readonly put: readonly Block[];
  readonly drop: readonly BlockSpan[];
}

/** The points of a series that remain. */
function staying(points: Points, goes: (atMs: number) => boolean): Points {
  const kept = Uint32Array.from([...points.atMs.keys()].filter((index) => !goes(points.atMs[index] ?? 0)));
  return {
    atMs: Float64Array.from(kept, (index) => points.atMs[index] ?? 0),
    value: Float64Array.from(kept, (index) => points.value[index] ?? 0),
    quality: Uint8Array.from(kept, (index) => points.quality[index] ?? 0),
  };
}

/**
 * Removes points from hours of a device that have nothing buffered; roll-ups are rebuilt from what is left, which its notes count.
 * The caller commits, and undoes the notes on failure. Hours that cannot be read completely stay as they are.
 */
export async function thinnedBlocks(
  reader: BlockReader,
  state: DeviceState,
  { hours, goes }: { readonly hours: readonly number[]; readonly goes: (atMs: number) => boolean },
): Promise<Thinned> {
  const read = (tier: HistoryTier): Promise<ReadonlyMap<number, Block>> => {
    const indexes = hours.map((hour) => blockOf(tier, hour * hourMs));
    return reader.blocksAt(tier, state.id, indexes);
  };
  const olds = await read('raw');
  const rolled = { fiveMinutes: await read('fiveMinutes'), hours: await read('hours'), days: await read('days') };
  const draft = new Draft(reader, { device: state.id, olds: rolled });
  const put: Block[] = [];
  const drop: BlockSpan[] = [];
  const note = state.tiers.raw;
  for (const [hour, old] of olds) {
    const { parts, isWhole } = reader.parts(old);
    if (!isWhole) continue;
    const ids = [...new Set(parts.flatMap((part) => [...part.keys()]))].toSorted((one, other) => one - other);
    const kept = new Map(ids.map((id) => [id, staying(chunkPoints(parts, id), goes)]));
    const left = new Map([...kept].filter(([, { atMs }]) => atMs.length > 0));
    const gone = countIn(parts) - pointsIn(left);
    if (gone === 0) continue;
    rollUp(draft, new Map([...kept].map(([id, points]) => [id, { rows: fiveOf(points), isWhole: true }])), {
      hour,
      notes: state.tiers,
    });
    note.rows -= gone;
    const body = left.size === 0 ? undefined : joinParts([encodePart(left, hour)]);
    note.bytes += (body?.length ?? 0) - old.body.length;
    if (body === undefined) note.blocks -= 1;
    if (body === undefined) drop.push({ tier: 'raw', device: state.id, fromIndex: hour, toIndex: hour + 1 });
    else put.push({ tier: 'raw', device: state.id, index: hour, body });
  }
  return { put: [...put, ...draft.written(state.tiers)], drop };
}
