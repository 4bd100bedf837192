// Answers queries: from rows of roll-ups if they suffice, otherwise from decoded columns, with the points still in the log.
import { isSolsteadError } from '#core/errors.ts';
import type { HistoryTier, RangeQuery } from '#core/history.ts';
import { Answer, type StepColumns } from '../steps.ts';
import type { Block } from './backend.ts';
import { chunkPoints } from './chunk-codec.ts';
import { blockMs, blockOf, finer, type RolledTier, rowMs } from './grid.ts';
import type { WriteBuffer } from './write-buffer.ts';
import { available, type Piece, planned, tierOf } from './plan.ts';
import { merged, noPoints, type Points, sliced } from './points.ts';
import type { Devices, DeviceState, KeptFrom } from './registry.ts';
import type { BlockReader } from './block-reader.ts';
import {
  field,
  fieldAt,
  joinedRows,
  noRows,
  placedRows,
  rowCount,
  type RowList,
  rowsOfPoints,
  rowsWithin,
  summaryAt,
} from './row-list.ts';

/** What queries are answered from. */
export interface Sources {
  readonly reader: BlockReader;
  readonly devices: Devices;
  readonly buffer: WriteBuffer;
}

/** Points of the log, by hour and series. */
export type OpenHours = ReturnType<WriteBuffer['snapshot']>;

/** Blocks read at once. */
const window = 256;

/** Series of one device with the same retention. */
interface Group {
  readonly reader: BlockReader;
  readonly state: DeviceState;
  readonly kept: KeptFrom;
  readonly answers: ReadonlyMap<number, Answer>;
  readonly open: OpenHours;
}

/** Blocks of a time range, a window at a time, each with the end of the time it covers. */
async function* windows(
  { reader, state }: Group,
  { tier, fromMs, toMs }: Piece,
): AsyncGenerator<{ readonly blocks: readonly Block[]; readonly fromIndex: number; readonly toIndex: number }> {
  const endIndex = blockOf(tier, toMs - 1) + 1;
  for (let fromIndex = blockOf(tier, fromMs); fromIndex < endIndex; ) {
    const span = { tier, device: state.id, fromIndex, toIndex: endIndex, limit: window };
    const blocks = await reader.blocks(span);
    const toIndex = blocks.length < window ? endIndex : (blocks.at(-1)?.index ?? endIndex) + 1;
    yield { blocks, fromIndex, toIndex };
    fromIndex = toIndex;
  }
}

const isFull = ({ answers }: Group): boolean => answers.values().every((answer) => answer.isFull);

async function readPoints(group: Group, piece: Piece): Promise<void> {
  const { reader, answers, open } = group;
  for await (const { blocks, fromIndex, toIndex } of windows(group, piece)) {
    const byHour = new Map<number, Block | undefined>(blocks.map((block) => [block.index, block]));
    for (const hour of open.keys())
      if (hour >= fromIndex && hour < toIndex && !byHour.has(hour)) byHour.set(hour, undefined);
    for (const [hour, block] of [...byHour].toSorted(([one], [other]) => one - other)) {
      const { parts } = block === undefined ? { parts: [] } : reader.parts(block);
      for (const [id, answer] of answers) {
        if (answer.isFull) continue;
        const points = safely(reader, block, () => merged(chunkPoints(parts, id), open.get(hour)?.get(id) ?? noPoints));
        answer.addPoints(sliced(points, piece.fromMs, piece.toMs));
      }
    }
    if (isFull(group)) return;
  }
}

/** Points as decoded, or none if they are damaged. */
export function safely(reader: BlockReader, block: Block | undefined, read: () => Points): Points {
  try {
    return read();
  } catch (thrown) {
    if (block === undefined || !isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    reader.note(block, thrown);
    return noPoints;
  }
}

/** Points of the log as rows of a tier: for times whose raw points were deleted. */
function openRows(open: OpenHours, id: number, tier: RolledTier): RowList {
  return joinedRows([...open.values()].map((hour) => rowsOfPoints(hour.get(id) ?? noPoints, rowMs[tier])));
}

async function readRows(
  group: Group,
  piece: Piece & { readonly tier: RolledTier; readonly standsIn: boolean },
): Promise<void> {
  const { reader, answers, open } = group;
  const { tier } = piece;
  const widthMs = rowMs[tier];
  const wanted = new Set(answers.keys());
  const slots = [piece.fromMs / widthMs, piece.toMs / widthMs] as const;
  const standsIn = piece.standsIn && open.size > 0;
  const lateRows = new Map(standsIn ? [...wanted].map((id) => [id, openRows(open, id, tier)] as const) : []);
  for await (const { blocks } of windows(group, piece)) {
    for (const block of blocks) {
      const rows = reader.rows({ ...block, tier }, wanted);
      if (rows === undefined) {
        await readFiner(group, piece, block);
        continue;
      }
      for (const [id, answer] of answers) {
        let own = rows.get(id) ?? noRows;
        const allLate = lateRows.get(id);
        if (allLate !== undefined) {
          const [from, to] = [block.index * blockMs[tier], (block.index + 1) * blockMs[tier]].map((ms) => ms / widthMs);
          const late = rowsWithin(allLate, [from ?? 0, to ?? 0]);
          own = placedRows(own, { rows: late, isWhole: false }, [from ?? 0, to ?? 0]);
        }
        const wanted = rowsWithin(own, slots);
        for (let row = 0; row < rowCount(wanted); row += 1)
          answer.addRow(summaryAt(wanted, row), { startMs: fieldAt(wanted, row, field.slot) * widthMs, widthMs });
      }
    }
    if (isFull(group)) return;
  }
}

/** The content of a damaged block of a roll-up, from the finer tier if that is still kept. */
async function readFiner(
  group: Group,
  { tier, fromMs, toMs }: Piece & { readonly tier: RolledTier },
  { index }: Block,
): Promise<void> {
  const below: HistoryTier = finer(tier);
  const keptMs = (group.kept[below] ?? Number.NEGATIVE_INFINITY) * blockMs[below];
  const span = {
    tier: below,
    fromMs: Math.max(fromMs, index * blockMs[tier], keptMs),
    toMs: Math.min(toMs, (index + 1) * blockMs[tier]),
  };
  if (span.fromMs < span.toMs) await readPiece(group, { ...span, standsIn: false });
}

async function readPiece(group: Group, piece: Piece & { readonly standsIn: boolean }): Promise<void> {
  const { tier } = piece;
  if (tier === 'raw') await readPoints(group, piece);
  else await readRows(group, { ...piece, tier });
}

/** Groups of series answered by the same pieces. */
function groupsOf(sources: Sources, query: RangeQuery, answers: ReadonlyMap<number, Answer>): readonly Group[] {
  const { reader, devices, buffer } = sources;
  const byDevice = Map.groupBy(answers, ([id]) => devices.owner(id));
  return [...byDevice].flatMap(([state, own]) => {
    if (state === undefined) return [];
    const open = buffer.snapshot(
      state.id,
      own.map(([id]) => id),
    );
    const alike = Map.groupBy(own, ([id]) => JSON.stringify(state.keptFrom.get(id) ?? {}));
    return [...alike.values()].map((members): Group => {
      const [first] = members;
      return { reader, state, kept: state.keptFrom.get(first?.[0] ?? 0) ?? {}, answers: new Map(members), open };
    });
  });
}

const bound = (atMs: number): number => Math.min(Math.max(atMs, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);

/** Answers a query, one pair of columns for each series. */
export async function answered(sources: Sources, query: RangeQuery): Promise<readonly StepColumns[]> {
  const numbers = query.series.map((key) => sources.devices.find(key)?.series.get(key.metric));
  const answers = new Map(numbers.flatMap((id) => (id === undefined ? [] : [[id, new Answer(query)] as const])));
  const span = { fromMs: bound(query.fromMs), toMs: bound(query.toMs) };
  for (const group of groupsOf(sources, query, answers)) {
    const pieces = planned(tierOf(query.stepMs), span, [...group.open.keys()]).flatMap((piece) =>
      available(piece, group.kept),
    );
    for (const piece of pieces) {
      await readPiece(group, piece);
      if (isFull(group)) break;
    }
  }
  const columns = new Map([...answers].map(([id, answer]) => [id, answer.columns()]));
  return numbers.map((id) => (id === undefined ? undefined : columns.get(id)) ?? { atMs: [], value: [], cut: false });
}
