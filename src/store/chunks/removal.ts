// Takes single points out of a history: those that turned out to belong to another time, where they already are.
import { hourMs } from '#core/time.ts';
import { thinnedBlocks } from './compact.ts';
import { flush } from './flush.ts';
import { blockOf } from './grid.ts';
import type { DeviceState } from './registry.ts';
import { rowCount, summaryAt } from './row-list.ts';
import { commitNotes, lastsKept, notesKept, type StoreState } from './store-state.ts';

/** Which points: all values of a device at some moments. */
export interface RemovedPoints {
  readonly site: string;
  readonly device: string;
  /** Epoch ms. */
  readonly atMs: Float64Array;
}

/** Hours of one commit. */
const sliceHours = 24;
const manyBlocks = 2 ** 20;

/** The newest points of a device that are left, replacing those that were removed; texts stay as they are. */
async function lastAgain(store: StoreState, state: DeviceState, gone: ReadonlySet<number>): Promise<void> {
  const lost = [...state.last].filter(([, { atMs, value }]) => typeof value === 'number' && gone.has(atMs));
  if (lost.length === 0) return;
  for (const [id] of lost) state.last.delete(id);
  const [first, end] = [state.tiers.days.firstIndex ?? 0, blockOf('days', 8.64e15) + 1];
  const span = { tier: 'days', device: state.id, fromIndex: first, toIndex: end } as const;
  for (const block of await store.reader.blocks({ ...span, limit: manyBlocks }))
    for (const [id, rows] of store.reader.rows({ ...block, tier: 'days' }) ?? []) {
      if (rows.length === 0 || !lost.some(([one]) => one === id)) continue;
      const { lastMs, last } = summaryAt(rows, rowCount(rows) - 1);
      state.last.set(id, { atMs: lastMs, value: last, quality: 0 });
    }
}

/** Removes points, durably. What waits is flushed first: the log must not bring them back. Errors: `store.*`. */
export async function removePoints(store: StoreState, { site, device, atMs }: RemovedPoints): Promise<void> {
  const state = store.devices.find({ site, device });
  if (state === undefined) return;
  while (await flush(store, { nowMs: Number.NEGATIVE_INFINITY, isAll: true }));
  const gone = new Set(atMs);
  const hours = [...new Set(atMs.map((at) => Math.floor(at / hourMs)))].toSorted((one, other) => one - other);
  for (let from = 0; from < hours.length; from += sliceHours) {
    const undo = notesKept(state);
    const slice = await thinnedBlocks(store.reader, state, {
      hours: hours.slice(from, from + sliceHours),
      goes: (at) => gone.has(at),
    });
    await commitNotes(store, { kind: 'retention', states: [state], ...slice }, [undo]);
  }
  const undo = lastsKept(state);
  await lastAgain(store, state, gone);
  await commitNotes(store, { kind: 'retention', states: [state] }, [undo]);
}
