// How many points the log holds that no chunk holds: given twice, they count once.
import { chunkPoints } from './chunk-codec.ts';
import type { BufferedHour } from './write-buffer.ts';
import type { StoreState } from './store-state.ts';
import { merged } from './points.ts';
import { safely } from './query.ts';
import type { DeviceState } from './registry.ts';

async function addedBy(
  { reader }: StoreState,
  state: DeviceState,
  [hour, buffered]: readonly [number, BufferedHour],
): Promise<number> {
  const block = await reader.block({ tier: 'raw', device: state.id, index: hour });
  const parts = block === undefined ? [] : reader.parts(block).parts;
  let added = 0;
  for (const [id, column] of buffered.columns) {
    if (hour < (state.keptFrom.get(id)?.raw ?? hour)) continue;
    const known = safely(reader, block, () => chunkPoints(parts, id));
    added += merged(known, column.points()).atMs.length - known.atMs.length;
  }
  return added;
}

/** Points in the write buffer that would add to the chunks. */
export async function addedPoints(store: StoreState): Promise<number> {
  let sum = 0;
  for (const [id, { hours }] of store.buffer.devices) {
    const state = store.devices.byId.get(id);
    if (state === undefined) continue;
    for (const entry of hours) {
      const [, buffered] = entry;
      if (buffered.counted?.of !== buffered.points)
        buffered.counted = { of: buffered.points, added: await addedBy(store, state, entry) };
      sum += buffered.counted.added;
    }
  }
  return sum;
}
