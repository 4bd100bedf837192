// Deletes what is too old, a slice at a time: whole blocks if nothing in them is kept, otherwise columns of blocks.
import { isSolsteadError } from '#core/errors.ts';
import { daysKept, type RetentionRule } from '#core/history.ts';
import { dayMs } from '#core/time.ts';
import type { Block, BlockSpan } from './backend.ts';
import { chunkPoints, encodePart, joinParts } from './chunk-codec.ts';
import { blockMs, gridOf, type RolledTier } from './grid.ts';
import type { DeviceState } from './registry.ts';
import { encodeRows } from './row-codec.ts';
import { rowCount } from './row-list.ts';
import type { BlockReader } from './block-reader.ts';

/** Tiers that are eventually deleted; days are kept forever. */
const leavingTiers = ['raw', 'fiveMinutes', 'hours'] as const;
type LeavingTier = (typeof leavingTiers)[number];
/** Blocks of one slice. */
const sliceBlocks = 24;

/** Asserts rules: lengths above 0. */
export function assertRules(rules: readonly RetentionRule[]): void {
  for (const { rawDays, fiveMinuteDays, hourDays } of rules)
    for (const days of [rawDays, fiveMinuteDays, hourDays])
      if (typeof days === 'number' && !(days > 0)) throw new TypeError(`assertion: ${days} days cannot be kept`);
}

function fits({ site, metric = '*' }: RetentionRule, state: DeviceState, id: string): boolean {
  if (site !== undefined && site !== state.site) return false;
  return metric.endsWith('*') ? id.startsWith(metric.slice(0, -1)) : id === metric;
}

/** How long a series is kept in each tier, ms; a wider tier never shorter than a finer one. */
function keptMs(
  rules: readonly RetentionRule[],
  state: DeviceState,
  metric: string,
): Readonly<Record<LeavingTier, number>> {
  const rule = rules.find((one) => fits(one, state, metric)) ?? {};
  const raw = daysKept(rule, 'rawDays');
  const fiveMinutes = Math.max(raw, daysKept(rule, 'fiveMinuteDays'));
  const hours = Math.max(fiveMinutes, daysKept(rule, 'hourDays'));
  return { raw: raw * dayMs, fiveMinutes: fiveMinutes * dayMs, hours: hours * dayMs };
}

/** Something to delete: blocks of a device and tier from `fromIndex` on. */
export interface Leaving {
  readonly state: DeviceState;
  readonly tier: LeavingTier;
  readonly fromIndex: number;
  /** First block that some series keep, by series. */
  readonly until: ReadonlyMap<number, number>;
}

/** What is due for a device at a time. */
export function leavingOf(state: DeviceState, rules: readonly RetentionRule[], nowMs: number): readonly Leaving[] {
  return leavingTiers.flatMap((tier): readonly Leaving[] => {
    const { firstIndex } = state.tiers[tier];
    if (firstIndex === undefined) return [];
    const until = new Map<number, number>();
    let fromIndex = Number.POSITIVE_INFINITY;
    for (const [metric, id] of state.series) {
      const index = Math.floor((nowMs - keptMs(rules, state, metric)[tier]) / blockMs[tier]);
      const done = Math.max(firstIndex, state.keptFrom.get(id)?.[tier] ?? firstIndex);
      until.set(id, index);
      if (index > done) fromIndex = Math.min(fromIndex, done);
    }
    return fromIndex === Number.POSITIVE_INFINITY ? [] : [{ state, tier, fromIndex, until }];
  });
}

/** Blocks still to be looked at. */
export function lengthOf({ fromIndex, until }: Leaving): number {
  return Math.max(0, ...[...until.values()].map((index) => index - fromIndex));
}

interface Lighter {
  /** Absent: nothing of the block is left. */
  readonly body?: Uint8Array;
  readonly rowsLess: number;
}

function lighterChunk(reader: BlockReader, block: Block, goes: (id: number) => boolean): Lighter | undefined {
  const { parts, isWhole } = reader.parts(block);
  const ids = new Set(parts.flatMap((part) => [...part.keys()]));
  const leaving = [...ids].filter(goes);
  const rowsLess = parts.reduce(
    (sum, part) => leaving.reduce((own, id) => own + (part.get(id)?.summary.count ?? 0), sum),
    0,
  );
  if (leaving.length === ids.size) return { rowsLess };
  if (leaving.length === 0 || !isWhole) return undefined;
  const kept = [...ids].filter((id) => !goes(id)).toSorted((one, other) => one - other);
  const columns = new Map(kept.map((id) => [id, chunkPoints(parts, id)]));
  return { body: joinParts([encodePart(columns, block.index)]), rowsLess };
}

function lighterRows(
  reader: BlockReader,
  block: Block & { readonly tier: RolledTier },
  goes: (id: number) => boolean,
): Lighter | undefined {
  const rows = reader.rows(block);
  if (rows === undefined) return undefined;
  const leaving = [...rows].filter(([id]) => goes(id));
  const rowsLess = leaving.reduce((sum, [, list]) => sum + rowCount(list), 0);
  if (leaving.length === rows.size) return { rowsLess };
  if (leaving.length === 0) return undefined;
  const kept = new Map([...rows].filter(([id]) => !goes(id)));
  return { body: encodeRows(kept, gridOf(block.tier, block.index)), rowsLess };
}

function lighter(reader: BlockReader, block: Block, goes: (id: number) => boolean): Lighter | undefined {
  const { tier } = block;
  try {
    return tier === 'raw' ? lighterChunk(reader, block, goes) : lighterRows(reader, { ...block, tier }, goes);
  } catch (thrown) {
    if (!isSolsteadError(thrown, 'store.corrupt')) throw thrown;
    reader.note(block, thrown);
    return undefined;
  }
}

/** Writes of one slice; the notes of the device count them already. */
export interface LeavingSlice {
  readonly put: readonly Block[];
  readonly drop: readonly BlockSpan[];
}

/** Notes how far a slice came, for each series of the device. */
function noteKept({ state, tier, until }: Leaving, doneIndex: number): void {
  for (const [id, index] of until) {
    const kept = state.keptFrom.get(id) ?? {};
    const from = Math.max(kept[tier] ?? Number.NEGATIVE_INFINITY, Math.min(index, doneIndex));
    if (from > (state.tiers[tier].firstIndex ?? from)) state.keptFrom.set(id, { ...kept, [tier]: from });
  }
}

/** The next slice to be deleted. */
export async function leavingSlice(reader: BlockReader, leaving: Leaving): Promise<LeavingSlice> {
  const { state, tier, fromIndex, until } = leaving;
  const endIndex = Math.max(...until.values());
  const blocks = await reader.blocks({ tier, device: state.id, fromIndex, toIndex: endIndex, limit: sliceBlocks });
  const doneIndex = blocks.length < sliceBlocks ? endIndex : (blocks.at(-1)?.index ?? endIndex) + 1;
  const put: Block[] = [];
  const drop: BlockSpan[] = [];
  const note = state.tiers[tier];
  for (const block of blocks) {
    const { index, body } = block;
    const goes = (id: number): boolean => index < (until.get(id) ?? Number.NEGATIVE_INFINITY) || !until.has(id);
    const left = lighter(reader, block, goes);
    if (left === undefined) continue;
    note.rows -= left.rowsLess;
    note.bytes += (left.body?.length ?? 0) - body.length;
    if (left.body === undefined) note.blocks -= 1;
    if (left.body === undefined) drop.push({ tier, device: state.id, fromIndex: index, toIndex: index + 1 });
    else put.push({ tier, device: state.id, index, body: left.body });
  }
  noteKept(leaving, doneIndex);
  const wholeUntil = Math.min(doneIndex, ...until.values());
  if (wholeUntil > (note.firstIndex ?? wholeUntil)) note.firstIndex = wholeUntil;
  return { put, drop };
}
