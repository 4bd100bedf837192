// Where the energy of a circuit came from: a circuit has no wire of its own to the sun, so in each bucket it is fed like the home it
// is a part of. A heat pump that runs at noon runs on the sun, the same heat pump at night on the battery or the grid.
import type { EnergyBucket, FlowPath, MilliWh } from './types.ts';

/** The flows that feed the home, in the order of {@link originsOf}. */
const feeding = ['pvToLoad', 'batteryToLoad', 'generatorToLoad', 'gridToLoad'] as const satisfies readonly FlowPath[];

/** What a circuit was fed by: sun, battery, generator, grid. What is missing to its energy has no known origin. */
export type Origins = readonly [pv: MilliWh, battery: MilliWh, generator: MilliWh, grid: MilliWh];

/** Nothing. */
export const noOrigins: Origins = [0, 0, 0, 0];

/**
 * The origins of an energy that was used at home within a bucket, in whole milliwatt-hours: together they are that energy, or
 * nothing where it is not known what fed the home.
 */
export function originsOf(energy: MilliWh, flows: EnergyBucket['flows']): Origins {
  const whole = feeding.reduce((sum, path) => sum + flows[path], 0);
  if (whole <= 0) return noOrigins;
  // Rounded at the edges between the parts: they can neither leave a rest nor exceed the whole.
  let [passed, edge] = [0, 0];
  const partOf = (path: (typeof feeding)[number]): MilliWh => {
    passed += flows[path];
    const next = Math.round((energy * passed) / whole);
    const part = next - edge;
    edge = next;
    return part;
  };
  return [partOf('pvToLoad'), partOf('batteryToLoad'), partOf('generatorToLoad'), partOf('gridToLoad')];
}
