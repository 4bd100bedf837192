// Whether an inverter has the grid, by the name of its mode: makers' words, in English as the tables have them.
import type { Batch } from './reading.ts';

const off =
  /\boff[- ]?grid\b|\bisland|micro ?grid|\beps\b|^backup|^battery( mode)?$|^inverter \(battery\) mode$|^inverting$/i;
const on = /\bon[- ]?grid\b|^line( mode)?$|\bbypass\b|^grid(-tied)?( mode)?$/i;

/** 1 if a mode's name implies the grid, 0 if it implies none; undefined if it implies neither. */
export function gridOfMode(mode: string): 0 | 1 | undefined {
  const name = mode.trim();
  if (off.test(name)) return 0;
  return on.test(name) ? 1 : undefined;
}

/** A batch that also says by number whether the grid is there, if only a mode shows it. */
export function withGrid(batch: Batch): Batch {
  const at = batch.metric.indexOf('inverter.mode');
  const mode = batch.value[at];
  if (at === -1 || typeof mode !== 'string' || batch.metric.includes('grid.connected')) return batch;
  const grid = gridOfMode(mode);
  if (grid === undefined) return batch;
  return {
    ...batch,
    metric: [...batch.metric, 'grid.connected'],
    value: [...batch.value, grid],
    quality: [...batch.quality, batch.quality[at] ?? 'good'],
  };
}
