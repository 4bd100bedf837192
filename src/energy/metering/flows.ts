// Where energy came from and went to, by one rule, for every minute:
// sun to the home first, then to the battery, then to the grid; battery to the home, then to the grid; grid to the home, then
// to the battery; what a generator gave goes the same ways before the grid's – each as far as every other channel can still be
// served. What the meters disagree by stays unallocated.
import type { Channel, FlowPath, MilliWh } from '../types.ts';

/** The channels of one stretch of time. */
export type ChannelSums = Record<Channel, MilliWh>;

/** Flows of one stretch of time. */
export type Flows = Record<FlowPath, MilliWh>;

const paths = [
  ['pvToLoad', 'pv', 'load'],
  ['pvToBattery', 'pv', 'charge'],
  ['pvToGrid', 'pv', 'export'],
  ['batteryToLoad', 'discharge', 'load'],
  ['batteryToGrid', 'discharge', 'export'],
  ['generatorToLoad', 'generator', 'load'],
  ['generatorToBattery', 'generator', 'charge'],
  ['generatorToGrid', 'generator', 'export'],
  ['gridToLoad', 'import', 'load'],
  ['gridToBattery', 'import', 'charge'],
] as const satisfies readonly (readonly [FlowPath, Channel, Channel])[];

/** No flow at all. */
export function noFlows(): Flows {
  return {
    pvToLoad: 0,
    pvToBattery: 0,
    pvToGrid: 0,
    batteryToLoad: 0,
    batteryToGrid: 0,
    gridToLoad: 0,
    gridToBattery: 0,
    generatorToLoad: 0,
    generatorToBattery: 0,
    generatorToGrid: 0,
  };
}

/** Sources less sinks: what the meters disagree by. */
export function meteringError({
  pv,
  import: bought,
  discharge,
  load,
  charge,
  export: sold,
  generator,
}: ChannelSums): MilliWh {
  return pv + bought + discharge + generator - load - charge - sold;
}

/**
 * Adds the flows of one stretch to `into`. The home and the battery are each a closed account with the sun: grid never feeds
 * grid, battery never feeds battery; what came in and went out at once is not a flow within the home.
 */
export function addFlows(sums: ChannelSums, into: Flows): void {
  const left = { ...sums };
  // A surplus stays unallocated: no sink has to take it.
  const spare = Math.max(0, meteringError(sums));
  const throughGrid = Math.min(left.export, Math.max(0, left.import - left.load - left.charge - spare));
  left.import -= throughGrid;
  left.export -= throughGrid;
  const throughBattery = Math.min(left.charge, Math.max(0, left.discharge - left.load - left.export - spare));
  left.discharge -= throughBattery;
  left.charge -= throughBattery;
  for (const [path, source, sink] of paths) {
    let most = Math.min(left[source], left[sink]);
    // A flow may not take what import or export (the first), discharge or charge (the second) cannot do without.
    if (source !== 'import' && sink !== 'export') most = Math.min(most, left.load + left.charge + spare - left.import);
    if (source !== 'discharge' && sink !== 'charge')
      most = Math.min(most, left.load + left.export + spare - left.discharge);
    const energy = Math.max(0, most);
    left[source] -= energy;
    left[sink] -= energy;
    into[path] += energy;
  }
}
