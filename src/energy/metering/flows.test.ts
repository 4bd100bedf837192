// The published rule of flows as a table an electrician can read, and what holds for any powers.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { flowPaths } from '../types.ts';
import { addFlows, meteringError, noFlows, type ChannelSums, type Flows } from './flows.ts';

const none: ChannelSums = { pv: 0, import: 0, export: 0, charge: 0, discharge: 0, load: 0, generator: 0 };

function flowsOf(sums: Partial<ChannelSums>): Partial<Flows> {
  const flows = noFlows();
  addFlows({ ...none, ...sums }, flows);
  return Object.fromEntries(Object.entries(flows).filter(([, energy]) => energy > 0));
}

describe('who gets what', () => {
  test.each([
    [{ pv: 5, load: 5 }, { pvToLoad: 5 }],
    [
      { pv: 9, load: 4, charge: 3, export: 2 },
      { pvToLoad: 4, pvToBattery: 3, pvToGrid: 2 },
    ],
    [
      { import: 9, load: 4, charge: 5 },
      { gridToLoad: 4, gridToBattery: 5 },
    ],
    [
      { discharge: 9, load: 4, export: 5 },
      { batteryToLoad: 4, batteryToGrid: 5 },
    ],
    [
      { pv: 2, discharge: 3, import: 4, load: 9 },
      { pvToLoad: 2, batteryToLoad: 3, gridToLoad: 4 },
    ],
    // The sun would serve the home alone, but what was sold can only have come from it.
    [
      { pv: 10, import: 5, load: 10, export: 5 },
      { pvToLoad: 5, pvToGrid: 5, gridToLoad: 5 },
    ],
    // What was charged beside a discharge came from the sun.
    [
      { pv: 4, discharge: 4, load: 4, charge: 4 },
      { pvToBattery: 4, batteryToLoad: 4 },
    ],
    // A generator goes before the grid, and nothing of it is bought.
    [
      { pv: 1, generator: 4, import: 3, load: 6, charge: 2 },
      { pvToLoad: 1, generatorToLoad: 4, gridToLoad: 1, gridToBattery: 2 },
    ],
    [
      { generator: 5, load: 2, charge: 2, export: 1 },
      { generatorToLoad: 2, generatorToBattery: 2, generatorToGrid: 1 },
    ],
    [{ import: 4, export: 3, load: 1 }, { gridToLoad: 1 }],
    [{ pv: 7, load: 5 }, { pvToLoad: 5 }],
    [{ pv: 5, load: 7 }, { pvToLoad: 5 }],
    [{}, {}],
  ] satisfies [Partial<ChannelSums>, Partial<Flows>][])('%o gives %o', (sums, flows) => {
    expect(flowsOf(sums)).toEqual(flows);
  });
});

test('any channels: no flow is negative, none gives more than there is, and what is left over is error or went through', () => {
  const energy = fc.nat(1000);
  const all = fc.record({
    pv: energy,
    import: energy,
    export: energy,
    charge: energy,
    discharge: energy,
    load: energy,
    generator: energy,
  });
  fc.assert(
    fc.property(all, (sums) => {
      const flows = noFlows();
      addFlows(sums, flows);
      for (const path of flowPaths) expect(flows[path]).toBeGreaterThanOrEqual(0);
      const left = {
        pv: sums.pv - flows.pvToLoad - flows.pvToBattery - flows.pvToGrid,
        discharge: sums.discharge - flows.batteryToLoad - flows.batteryToGrid,
        import: sums.import - flows.gridToLoad - flows.gridToBattery,
        generator: sums.generator - flows.generatorToLoad - flows.generatorToBattery - flows.generatorToGrid,
        load: sums.load - flows.pvToLoad - flows.batteryToLoad - flows.gridToLoad - flows.generatorToLoad,
        charge: sums.charge - flows.pvToBattery - flows.gridToBattery - flows.generatorToBattery,
        export: sums.export - flows.pvToGrid - flows.batteryToGrid - flows.generatorToGrid,
      };
      for (const one of Object.values(left)) expect(one).toBeGreaterThanOrEqual(0);
      const over = left.pv + left.discharge + left.import + left.generator - left.load - left.charge - left.export;
      expect(over).toBe(meteringError(sums));
      // A source with energy left and a sink that still wants some may not meet: only grid and grid, battery and battery.
      expect(left.pv > 0 && left.load + left.charge + left.export > 0).toBe(false);
    }),
  );
});
