// What a set-point is put back to when nobody in the home holds it any more: the value with which a device looks after itself.
import type { MetricValue } from '#core/reading.ts';
import { setPointKey, type SetPointKey } from '#core/set-points.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { SeenPoint } from './image.ts';

/** `largest`: the device's own limit; `before`: what it was before the home moved it, else as it is. */
type Safe = { readonly value: MetricValue } | { readonly before: MetricValue } | 'largest' | 'before';

const table: Readonly<Record<SetPointKey, Safe>> = {
  'battery.mode': { value: 'self-consumption' },
  'battery.power.target': { value: 0 },
  'battery.power.limit.charge': 'largest',
  'battery.power.limit.discharge': 'largest',
  // Which of a battery's current limits is right its owner knows.
  'battery.current.limit.charge': 'before',
  'battery.current.limit.charge.from_grid': 'before',
  'battery.current.limit.discharge': 'before',
  'battery.soc.min': 'before',
  'battery.soc.max': 'before',
  'battery.soc.target': 'before',
  'battery.charge.enabled': { value: 1 },
  'battery.discharge.enabled': { value: 1 },
  'battery.charge.from_grid': { value: 0 },
  'inverter.priority.output': 'before',
  'inverter.priority.charge': 'before',
  'inverter.priority.solar': 'before',
  'inverter.enabled': 'before',
  'grid.export.limit': 'before',
  'grid.export.enabled': 'before',
  'grid.import.limit': 'before',
  'pv.power.limit': 'largest',
  // What was switched off, such as a freezer, comes on again.
  'relay.on.#': { before: 0 },
  'charger.enabled': 'before',
  'charger.current.limit': 'before',
  'charger.phases': 'before',
  'heater.level.target': { before: 0 },
  'heater.power.target': { before: 0 },
};

/** What a set-point is put back to; undefined: it stays. `before`: what it was before the home moved it, where that is known. */
export function safeValue(id: SetPointId, point: SeenPoint, before: MetricValue | undefined): MetricValue | undefined {
  const safe = table[setPointKey(id)];
  if (safe === 'before') return before;
  if (safe === 'largest') return point.max;
  const value = 'before' in safe ? (before ?? safe.before) : safe.value;
  return typeof value === 'string' && !point.words.includes(value) ? undefined : value;
}
