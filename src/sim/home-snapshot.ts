// From the state of the simulated home to everything a meter could show: voltages, currents, cells, temperatures.
import { cellVoltages, packVoltage } from './battery.ts';
import { gridOf, type HomeModel, type HomeState, loadOf } from './home-step.ts';
import { smoothNoise } from './noise.ts';
import type { BatterySnapshot, DaySnapshot, GridPhase, GridSnapshot, PlantSnapshot, RelaySnapshot } from './plant.ts';

type Phase = 0 | 1 | 2;

function gridPhase(model: HomeModel, state: HomeState, phase: Phase): GridPhase {
  const powerW = state.powers.gridPhasesW[phase];
  // The street's voltage wanders; feeding in lifts it, drawing lowers it.
  const voltageV =
    229 +
    5 * smoothNoise(model.seed, 61 + phase, 240_000)(state.atMs) +
    smoothNoise(model.seed, 65 + phase, 4000)(state.atMs) -
    powerW / 1500;
  const reactiveVar = 45 + 0.12 * state.powers.loadPhasesW[phase];
  const apparentVA = Math.hypot(powerW, reactiveVar);
  return {
    powerW,
    voltageV,
    apparentVA,
    currentA: apparentVA / voltageV,
    importWh: state.counters.importPhasesWh[phase],
    exportWh: state.counters.exportPhasesWh[phase],
  };
}

function gridSnapshot(model: HomeModel, state: HomeState): GridSnapshot {
  return {
    powerW: gridOf(state.powers),
    frequencyHz: 49.96 + 0.08 * smoothNoise(model.seed, 71, 45_000)(state.atMs),
    phases: [gridPhase(model, state, 0), gridPhase(model, state, 1), gridPhase(model, state, 2)],
    importWh: state.counters.importWh,
    exportWh: state.counters.exportWh,
  };
}

function batterySnapshot(model: HomeModel, state: HomeState): BatterySnapshot {
  const powerW = state.powers.batteryW;
  // Rounding of the last step may leave the cells a hair outside.
  const soc = Math.min(100, Math.max(0, (100 * state.storedWh) / model.battery.capacityWh));
  const voltageV = packVoltage(model.battery, soc, powerW);
  const currentA = powerW / voltageV;
  return {
    powerW,
    voltageV,
    currentA,
    soc,
    cellsV: cellVoltages(model.battery, { voltageV, soc, seed: model.seed }),
    capacityAh: model.battery.capacityAh,
    storedWh: state.storedWh,
    cellC: state.cellC,
    switchC: state.cellC + 2 + Math.abs(currentA) * 0.22,
    chargeWh: state.counters.chargeWh,
    dischargeWh: state.counters.dischargeWh,
  };
}

function panelVoltage(model: HomeModel, { powers, atMs }: HomeState): number {
  if (powers.pvW <= 0) return 0;
  // Working point of eight panels in a string: quick to rise at dawn, a little lower when hot.
  const rise = 1 - Math.exp(-powers.pvW / 25);
  return (318 - powers.pvW / 180 + 6 * smoothNoise(model.seed, 72, 20_000)(atMs)) * (0.45 + 0.55 * rise);
}

function todayOf({ counters, midnight }: HomeState): DaySnapshot {
  return {
    pvWh: counters.pvWh - midnight.pvWh,
    loadWh: counters.loadWh - midnight.loadWh,
    chargeWh: counters.chargeWh - midnight.chargeWh,
    dischargeWh: counters.dischargeWh - midnight.dischargeWh,
    importWh: counters.importWh - midnight.importWh,
    exportWh: counters.exportWh - midnight.exportWh,
  };
}

/** Every value of the home as a meter would show it. */
export function snapshotOf(model: HomeModel, state: HomeState): PlantSnapshot {
  const { powers, counters } = state;
  const voltageV = panelVoltage(model, state);
  const relay = (index: Phase): RelaySnapshot => ({ isOn: state.relays[index], powerW: powers.relaysW[index] });
  return {
    atMs: state.atMs,
    pv: { powerW: powers.pvW, voltageV, currentA: voltageV > 0 ? powers.pvW / voltageV : 0, energyWh: counters.pvWh },
    battery: batterySnapshot(model, state),
    grid: gridSnapshot(model, state),
    load: { powerW: loadOf(powers), phasesW: powers.loadPhasesW, energyWh: counters.loadWh },
    inverter: {
      temperatureC: state.inverterC,
      busV: 380 + 40 * Math.min(1, (powers.pvW + Math.abs(powers.batteryW)) / 3000),
      limitW: model.inverterLimitW,
    },
    relays: [relay(0), relay(1), relay(2)],
    today: todayOf(state),
  };
}
