// Answers questions: rows of roll-ups where they suffice, decoded columns elsewhere, with what the log knows beside.
import { isSolsteadError } from '#core/errors.ts';
import type { HistoryTier, RangeQuery } from '#core/history.ts';
import { Answer, type StepColumns } from '../steps.ts';
import type { Block } from './backend.ts';
import { chunkPoints, hourMs } from './chunk-codec.ts';
import { placedRows } from './fresh-rows.ts';
import { blockMs, blockOf, finer, type RolledTier, rowMs } from './grid.ts';
import type { Heads } from './heads.ts';
import { available, type Piece, planned, tierOf } from './plan.ts';
import { merged, noPoints, type Points, sliced } from './points.ts';
import type { Devices, DeviceState, KeptFrom } from './registry.ts';
import type { Shelf } from './shelf.ts';
import { type Row, rowsOfPoints } from './summary.ts';

/** What questions are put to. */
export interface Sources {
  readonly shelf: Shelf;
  readonly devices: Devices;
  readonly heads: Heads;
}

/** Points of the log, by hour and series. */
export type OpenHours = ReturnType<Heads['snapshot']>;

/** Blocks read at once. */
const window = 256;

/** Series of one device that are kept alike. */
interface Group {
  readonly shelf: Shelf;
  readonly state: DeviceState;
  readonly kept: KeptFrom;
  readonly answers: ReadonlyMap<number, Answer>;
  readonly open: OpenHours;
}

/** Blocks of a stretch, a window at a time, each with the end of the time it covers. */
async function* windows(
  { shelf, state }: Group,
  { tier, fromMs, toMs }: Piece,
): AsyncGenerator<{ readonly blocks: readonly Block[]; readonly fromIndex: number; readonly toIndex: number }> {
  const endIndex = blockOf(tier, toMs - 1) + 1;
  for (let fromIndex = blockOf(tier, fromMs); fromIndex < endIndex; ) {
    const span = { tier, device: state.id, fromIndex, toIndex: endIndex, limit: window };
    const blocks = await shelf.blocks(span);
    const toIndex = blocks.length < window ? endIndex : (blocks.at(-1)?.index ?? endIndex) + 1;
    yield { blocks, fromIndex, toIndex };
    fromIndex = toIndex;
  }
}

const isFull = ({ answers }: Group): boolean => answers.values().every((answer) => answer.isFull);

async function readPoints(group: Group, piece: Piece): Promise<void> {
  const { shelf, answers, open } = group;
  for await (const { blocks, fromIndex, toIndex } of windows(group, piece)) {
    const byHour = new Map<number, Block | undefined>(blocks.map((block) => [block.index, block]));
    for (const hour of open.keys())
      if (hour >= fromIndex && hour < toIndex && !byHour.has(hour)) byHour.set(hour, undefined);
    for (const [hour, block] of [...byHour].toSorted(([one], [other]) => one - other)) {
      const { parts } = block === undefined ? { parts: [] } : shelf.parts(block);
      for (const [id, answer] of answers) {
        if (answer.isFull) continue;
        const points = safely(shelf, block, () => merged(chunkPoints(parts, id), open.get(hour)?.get(id) ?? noPoints));
        answer.addPoints(sliced(points, piece.fromMs, piece.toMs));
      }
    }
    if (isFull(group)) return;
  }
}

/** Points that decode, or none where they are damaged. */
export function safely(shelf: Shelf, block: Block | undefined, read: () => Points): Points {
  try {
    return read();
  } catch (thrown) {
    if (block === undefined || !isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    shelf.note(block, thrown);
    return noPoints;
  }
}

/** Rows of the log in a tier: for stretches whose points were let go. */
function openRows(open: OpenHours, id: number, tier: RolledTier): readonly Row[] {
  return [...open.values()].flatMap((hour) => rowsOfPoints(hour.get(id) ?? noPoints, rowMs[tier]));
}

async function readRows(
  group: Group,
  piece: Piece & { readonly tier: RolledTier; readonly standsIn: boolean },
): Promise<void> {
  const { shelf, answers, open } = group;
  const { tier } = piece;
  const widthMs = rowMs[tier];
  const wanted = new Set(answers.keys());
  const slots = [piece.fromMs / widthMs, piece.toMs / widthMs] as const;
  for await (const { blocks } of windows(group, piece)) {
    for (const block of blocks) {
      const rows = shelf.rows({ ...block, tier }, wanted);
      if (rows === undefined) {
        await readFiner(group, piece, block);
        continue;
      }
      for (const [id, answer] of answers) {
        let own = rows.get(id) ?? [];
        if (piece.standsIn && open.size > 0) {
          const [from, to] = [block.index * blockMs[tier], (block.index + 1) * blockMs[tier]].map((ms) => ms / widthMs);
          const late = openRows(open, id, tier).filter(({ slot }) => slot >= (from ?? 0) && slot < (to ?? 0));
          own = placedRows(own, { rows: late, isWhole: false }, [from ?? 0, to ?? 0]);
        }
        for (const { slot, summary } of own)
          if (slot >= slots[0] && slot < slots[1]) answer.addRow(summary, { startMs: slot * widthMs, widthMs });
      }
    }
    if (isFull(group)) return;
  }
}

/** What a damaged block of a roll-up told, from the finer tier where that is still kept. */
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

/** Groups of series that the same pieces answer. */
function groupsOf(sources: Sources, query: RangeQuery, answers: ReadonlyMap<number, Answer>): readonly Group[] {
  const { shelf, devices, heads } = sources;
  const byDevice = Map.groupBy(answers, ([id]) => devices.owner(id));
  return [...byDevice].flatMap(([state, own]) => {
    if (state === undefined) return [];
    const open = heads.snapshot(
      state.id,
      own.map(([id]) => id),
    );
    const alike = Map.groupBy(own, ([id]) => JSON.stringify(state.keptFrom.get(id) ?? {}));
    return [...alike.values()].map((members): Group => {
      const [first] = members;
      return { shelf, state, kept: state.keptFrom.get(first?.[0] ?? 0) ?? {}, answers: new Map(members), open };
    });
  });
}

const bound = (atMs: number): number => Math.min(Math.max(atMs, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);

/** Answers a question, a column pair a series asked for. */
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
  const told = new Map([...answers].map(([id, answer]) => [id, answer.columns()]));
  return numbers.map((id) => (id === undefined ? undefined : told.get(id)) ?? { atMs: [], value: [], cut: false });
}
