// The values of the simulated home by metric, for emulators that are filled from a list and for tests that compare.
import type { MetricId } from '#core/catalogue.ts';
import type { GridPhase, PlantSnapshot } from './plant.ts';
import { type PvString, stringsOf } from './strings.ts';

/** Values by metric, in the catalogue's units and signs. */
export type HomeValues = Readonly<Partial<Record<MetricId, number>>>;

/** Reactive power of a phase, var; its sign is not simulated. */
export const reactiveVar = ({ powerW, apparentVA }: GridPhase): number =>
  Math.sqrt(Math.max(0, apparentVA ** 2 - powerW ** 2));
const factorOf = ({ powerW, apparentVA }: GridPhase): number => (apparentVA === 0 ? 1 : powerW / apparentVA);

function phaseValues(phase: GridPhase, index: number): HomeValues {
  const line = `l${index + 1}` as const;
  return {
    [`grid.power.${line}`]: phase.powerW,
    [`grid.voltage.${line}`]: phase.voltageV,
    [`grid.current.${line}`]: phase.currentA,
    [`grid.power_apparent.${line}`]: phase.apparentVA,
    [`grid.power_factor.${line}`]: factorOf(phase),
    [`grid.energy.import.${line}`]: phase.importWh,
    [`grid.energy.export.${line}`]: phase.exportWh,
  };
}

function stringValues(pv: PvString, count: number): HomeValues {
  return Object.fromEntries(
    stringsOf(pv, count).flatMap(({ powerW, voltageV, currentA }, index) => [
      [`pv.power.s${index + 1}`, powerW],
      [`pv.voltage.s${index + 1}`, voltageV],
      [`pv.current.s${index + 1}`, currentA],
    ]),
  );
}

/** What the metrics of the home are at one moment, its modules in so many strings. */
export function homeValues({ pv, battery, grid, load, inverter }: PlantSnapshot, strings = 1): HomeValues {
  const { phases } = grid;
  const [first] = phases;
  const sum = (of: (phase: GridPhase) => number): number => phases.reduce((total, phase) => total + of(phase), 0);
  return {
    'pv.power': pv.powerW,
    ...stringValues(pv, strings),
    'pv.energy': pv.energyWh,
    'battery.power': battery.powerW,
    'battery.voltage': battery.voltageV,
    'battery.current': battery.currentA,
    'battery.soc': battery.soc,
    'battery.temperature': battery.cellC,
    'battery.energy.charge': battery.chargeWh,
    'battery.energy.discharge': battery.dischargeWh,
    'load.power': load.powerW,
    'load.energy': load.energyWh,
    'load.power.l1': load.phasesW[0],
    'load.power.l2': load.phasesW[1],
    'load.power.l3': load.phasesW[2],
    'grid.power': grid.powerW,
    'grid.power_apparent': sum(({ apparentVA }) => apparentVA),
    'grid.power_reactive': sum(reactiveVar),
    'grid.voltage': first.voltageV,
    'grid.current': first.currentA,
    'grid.frequency': grid.frequencyHz,
    'grid.energy.import': grid.importWh,
    'grid.energy.export': grid.exportWh,
    ...phaseValues(phases[0], 0),
    ...phaseValues(phases[1], 1),
    ...phaseValues(phases[2], 2),
    'inverter.temperature': inverter.temperatureC,
    'inverter.bus.voltage': inverter.busV,
  };
}

/** The home as a device on its first phase sees it; the other phases carry nothing. */
export function firstPhaseOnly(plant: PlantSnapshot): PlantSnapshot {
  const { grid } = plant;
  const [phase] = grid.phases;
  const none: GridPhase = { ...phase, powerW: 0, currentA: 0, apparentVA: 0, importWh: 0, exportWh: 0 };
  const { powerW, importWh, exportWh } = phase;
  return { ...plant, grid: { ...grid, powerW, importWh, exportWh, phases: [phase, none, none] } };
}

/** The same seen by a device that tells no direction: it counts and shows what flows, whichever way. */
export function withoutDirection(plant: PlantSnapshot): PlantSnapshot {
  const { grid } = plant;
  const importWh = grid.importWh + grid.exportWh;
  return { ...plant, grid: { ...grid, powerW: Math.abs(grid.powerW), importWh, exportWh: 0 } };
}

/** The home behind an inverter that cannot feed in: it takes from the sun only what the home and the battery use. */
export function withoutFeedIn(plant: PlantSnapshot): PlantSnapshot {
  const { pv, grid } = plant;
  const powerW = pv.powerW - Math.max(0, -grid.powerW);
  const currentA = pv.voltageV > 0 ? powerW / pv.voltageV : 0;
  return { ...plant, pv: { ...pv, powerW, currentA }, grid: { ...grid, powerW: Math.max(0, grid.powerW) } };
}
