// How many points the log holds that no chunk holds: given twice, they count once.
import { chunkPoints } from './chunk-codec.ts';
import type { Head } from './heads.ts';
import type { Holdings } from './holdings.ts';
import { merged } from './points.ts';
import { safely } from './question.ts';
import type { DeviceState } from './registry.ts';

async function addedBy(
  { shelf }: Holdings,
  state: DeviceState,
  [hour, head]: readonly [number, Head],
): Promise<number> {
  const block = await shelf.block({ tier: 'raw', device: state.id, index: hour });
  const parts = block === undefined ? [] : shelf.parts(block).parts;
  let added = 0;
  for (const [id, column] of head.columns) {
    if (hour < (state.keptFrom.get(id)?.raw ?? hour)) continue;
    const known = safely(shelf, block, () => chunkPoints(parts, id));
    added += merged(known, column.points()).atMs.length - known.atMs.length;
  }
  return added;
}

/** Points in the heads that would add to the chunks. */
export async function addedPoints(holdings: Holdings): Promise<number> {
  let sum = 0;
  for (const [id, { hours }] of holdings.heads.devices) {
    const state = holdings.devices.byId.get(id);
    if (state === undefined) continue;
    for (const entry of hours) {
      const [, head] = entry;
      if (head.counted?.of !== head.points)
        head.counted = { of: head.points, added: await addedBy(holdings, state, entry) };
      sum += head.counted.added;
    }
  }
  return sum;
}
