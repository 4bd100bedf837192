// For tests: moments of the simulated home in which everything an emulator shows moves – day and night, import and feed-in, charge and
// discharge, and an inverter on each of the phases.
import { createHome } from '../home.ts';
import type { PlantSnapshot } from '../plant.ts';

/** A moment and what it is called. */
export interface Moment {
  readonly time: string;
  readonly plant: PlantSnapshot;
}

/** The same with the inverter on another phase. */
function turned(plant: PlantSnapshot, by: 1 | 2): PlantSnapshot {
  const { grid, load } = plant;
  const [a, b, c] = grid.phases;
  const [loadA, loadB, loadC] = load.phasesW;
  return {
    ...plant,
    grid: { ...grid, phases: by === 1 ? [c, a, b] : [b, c, a] },
    load: { ...load, phasesW: by === 1 ? [loadC, loadA, loadB] : [loadB, loadC, loadA] },
  };
}

/** A summer day – night on the battery, morning, noon with feed-in, evening –, a winter evening in which every phase draws. */
export function homeMoments(): readonly Moment[] {
  const home = createHome({ startMs: Date.parse('2026-06-20T00:00:00Z'), seed: 4, soc: 60 });
  const summer = ['02:00', '07:30', '11:30', '19:45'].map((time): Moment => {
    home.advance(Date.parse(`2026-06-20T${time}:00Z`));
    return { time, plant: home.snapshot() };
  });
  const winter = createHome({ startMs: Date.parse('2026-12-10T00:00:00Z'), seed: 4, soc: 5 });
  for (const relay of [0, 1, 2] as const) winter.setRelay(relay, true);
  winter.advance(Date.parse('2026-12-10T19:00:00Z'));
  const noon = summer[2];
  if (noon === undefined) throw new TypeError('assertion: there is a noon');
  return [
    ...summer,
    { time: '19:00 in winter', plant: winter.snapshot() },
    { time: 'noon, the inverter on L2', plant: turned(noon.plant, 1) },
    { time: 'noon, the inverter on L3', plant: turned(noon.plant, 2) },
  ];
}
