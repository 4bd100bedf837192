// What emulators see of the simulated home: one snapshot of every electrical value, and the few handles they may turn.
// Signs as everywhere: sources are positive (grid + import, battery + discharge, pv ≥ 0), load = pv + grid + battery.
import type { RelayIndex } from './switched-loads.ts';

/** One phase at the grid connection. */
export interface GridPhase {
  /** + import, − export. */
  readonly powerW: number;
  readonly voltageV: number;
  /** Unsigned. */
  readonly currentA: number;
  readonly apparentVA: number;
  readonly importWh: number;
  readonly exportWh: number;
}

/** The grid connection; `importWh` and `exportWh` count the sum of the phases (balanced metering). */
export interface GridSnapshot {
  readonly powerW: number;
  readonly frequencyHz: number;
  readonly phases: readonly [GridPhase, GridPhase, GridPhase];
  readonly importWh: number;
  readonly exportWh: number;
}

/** The battery at its terminals. */
export interface BatterySnapshot {
  /** + discharge, − charge. */
  readonly powerW: number;
  readonly voltageV: number;
  /** + discharge, − charge. */
  readonly currentA: number;
  /** 0–100 %. */
  readonly soc: number;
  readonly cellsV: readonly number[];
  readonly capacityAh: number;
  readonly storedWh: number;
  /** Cells and switch (MOS), °C. */
  readonly cellC: number;
  readonly switchC: number;
  readonly chargeWh: number;
  readonly dischargeWh: number;
}

/** One switchable load. */
export interface RelaySnapshot {
  readonly isOn: boolean;
  readonly powerW: number;
}

/** Energies of a day, Wh. */
export interface DaySnapshot {
  readonly pvWh: number;
  readonly loadWh: number;
  readonly chargeWh: number;
  readonly dischargeWh: number;
  readonly importWh: number;
  readonly exportWh: number;
}

/** Every electrical value of the home at one moment. */
export interface PlantSnapshot {
  readonly atMs: number;
  readonly pv: {
    readonly powerW: number;
    readonly voltageV: number;
    readonly currentA: number;
    readonly energyWh: number;
  };
  readonly battery: BatterySnapshot;
  readonly grid: GridSnapshot;
  /** The whole home, switchable loads included; `phasesW` sums to `powerW`. */
  readonly load: {
    readonly powerW: number;
    readonly phasesW: readonly [number, number, number];
    readonly energyWh: number;
  };
  readonly inverter: { readonly temperatureC: number; readonly busV: number; readonly limitW: number };
  readonly relays: readonly [RelaySnapshot, RelaySnapshot, RelaySnapshot];
  /** Counted since midnight (UTC). */
  readonly today: DaySnapshot;
}

/** What the inverter does with the battery; set by its priorities. */
export interface Dispatch {
  /** Whether the battery may feed the home. */
  readonly mayDischarge: boolean;
  /** Power taken from the grid to charge, W; 0 for sun only. */
  readonly gridChargeW: number;
}

/** A simulated home that runs forward in time. */
export interface Plant {
  /** The moment it has reached, epoch ms. */
  readonly atMs: number;
  /** Runs forward in whole steps up to a moment; an earlier moment changes nothing. */
  advance(toMs: number, stepMs?: number): void;
  snapshot(): PlantSnapshot;
  /** Switches a load; its power follows with the next step. */
  setRelay(index: RelayIndex, isOn: boolean): void;
  /** What a car at a charger takes of each phase, W. */
  setCar(phasesW: readonly [number, number, number]): void;
  setDispatch(dispatch: Dispatch): void;
}
