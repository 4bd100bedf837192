// One step of the simulated home: a pure function from a state to the next. The powers of a step are those at its end
// and hold for all of it, so energies are exactly power × time and the battery never passes its limits.
import { dayMs, hourMs } from '#core/time.ts';
import { type BatteryModel, chargeLimit, dischargeLimit, storedAfter } from './battery.ts';
import type { Loads } from './loads.ts';
import type { Dispatch } from './plant.ts';
import type { SolarSource } from './sun.ts';
import { type Boiler, heatBoiler, type RelayStates, switchedPowers, thermostat } from './switched-loads.ts';

/** What does not change while a home runs. */
export interface HomeModel {
  readonly seed: number;
  readonly source: SolarSource;
  readonly loads: Loads;
  readonly battery: BatteryModel;
  /** Most AC power of the inverter, from sun and battery together, W. */
  readonly inverterLimitW: number;
  /** 0–1, the small unrest of switched loads. */
  readonly wobble: (atMs: number) => number;
}

type Three = readonly [number, number, number];

/** Powers of one step, W, in whole 1/16 W: such numbers add without rounding, so the books balance exactly. */
export interface Powers {
  readonly pvW: number;
  /** + discharge. */
  readonly batteryW: number;
  readonly loadPhasesW: Three;
  /** + import. */
  readonly gridPhasesW: Three;
  readonly relaysW: Three;
}

/** Energies counted since the home was made, Wh. */
export interface Counters {
  readonly pvWh: number;
  readonly loadWh: number;
  readonly chargeWh: number;
  readonly dischargeWh: number;
  /** Sum of the phases, then counted (balanced metering). */
  readonly importWh: number;
  readonly exportWh: number;
  readonly importPhasesWh: Three;
  readonly exportPhasesWh: Three;
}

/** The home at one moment. */
export interface HomeState {
  readonly atMs: number;
  readonly storedWh: number;
  readonly boiler: Boiler;
  readonly relays: RelayStates;
  /** What a car at a charger takes of each phase, W. */
  readonly carPhasesW?: Three | undefined;
  readonly dispatch: Dispatch;
  readonly cellC: number;
  readonly inverterC: number;
  readonly powers: Powers;
  readonly counters: Counters;
  /** What they were at midnight (UTC). */
  readonly midnight: Counters;
}

const sixteenths = (watts: number): number => Math.round(watts * 16) / 16;
const sumOf = (three: Three): number => three[0] + three[1] + three[2];

/** Total load of a step, W. */
export const loadOf = (powers: Powers): number => sumOf(powers.loadPhasesW);
/** Total grid power of a step, W, + import. */
export const gridOf = (powers: Powers): number => sumOf(powers.gridPhasesW);

/** Temperature of the room where battery and inverter stand, °C: a cellar that follows the season. */
export function roomTemperature(atMs: number): number {
  const yearShare = (atMs % 31_556_952_000) / 31_556_952_000;
  return 15.5 - 5 * Math.cos(2 * Math.PI * (yearShare - 0.06));
}

/** Charging that spares the cells: the first 600 W of surplus and two fifths of the rest, so a bright day fills them by early afternoon. */
const gentleCharge = (surplusW: number): number => Math.min(surplusW, 600) + 0.4 * Math.max(0, surplusW - 600);

function batteryPower(
  model: HomeModel,
  state: HomeState,
  now: { readonly surplusW: number; readonly pvW: number; readonly hours: number },
): number {
  const { battery, inverterLimitW } = model;
  const { mayDischarge, gridChargeW } = state.dispatch;
  const chargeW = gentleCharge(Math.max(0, now.surplusW)) + gridChargeW;
  // Towards zero: a sixteenth more could pass the battery's limit.
  if (chargeW > 0) return 0 - Math.floor(Math.min(chargeW, chargeLimit(battery, state.storedWh, now.hours)) * 16) / 16;
  if (!mayDischarge) return 0;
  const mostW = Math.min(dischargeLimit(battery, state.storedWh, now.hours), inverterLimitW - now.pvW);
  return Math.floor(Math.max(0, Math.min(-now.surplusW, mostW)) * 16) / 16;
}

/** Powers of the step that ends at `atMs`; the inverter and the switched loads hang on L1. */
export function powersAt(
  model: HomeModel,
  state: HomeState,
  step: { readonly atMs: number; readonly hours: number },
): Powers {
  const [l1, l2, l3] = model.loads.powerAt(step.atMs);
  const relays = switchedPowers(state.relays, state.boiler, model.wobble(step.atMs)).map(sixteenths);
  const relaysW: Three = [relays[0] ?? 0, relays[1] ?? 0, relays[2] ?? 0];
  const [car1, car2, car3] = (state.carPhasesW ?? [0, 0, 0]).map(sixteenths);
  const loadPhasesW: Three = [
    sixteenths(l1) + sumOf(relaysW) + (car1 ?? 0),
    sixteenths(l2) + (car2 ?? 0),
    sixteenths(l3) + (car3 ?? 0),
  ];
  const pvW = sixteenths(Math.min(model.inverterLimitW, Math.max(0, model.source(step.atMs))));
  const batteryW = batteryPower(model, state, { surplusW: pvW - loadPhasesW[0], pvW, hours: step.hours });
  return {
    pvW,
    batteryW,
    loadPhasesW,
    relaysW,
    gridPhasesW: [loadPhasesW[0] - pvW - batteryW, loadPhasesW[1], loadPhasesW[2]],
  };
}

function count(counters: Counters, powers: Powers, hours: number): Counters {
  const into = (watts: number): number => Math.max(0, watts) * hours;
  const grid = gridOf(powers);
  const add = (held: Three, sign: 1 | -1): Three => [
    held[0] + into(sign * powers.gridPhasesW[0]),
    held[1] + into(sign * powers.gridPhasesW[1]),
    held[2] + into(sign * powers.gridPhasesW[2]),
  ];
  return {
    pvWh: counters.pvWh + into(powers.pvW),
    loadWh: counters.loadWh + into(loadOf(powers)),
    chargeWh: counters.chargeWh + into(-powers.batteryW),
    dischargeWh: counters.dischargeWh + into(powers.batteryW),
    importWh: counters.importWh + into(grid),
    exportWh: counters.exportWh + into(-grid),
    importPhasesWh: add(counters.importPhasesWh, 1),
    exportPhasesWh: add(counters.exportPhasesWh, -1),
  };
}

function towards(value: number, target: number, share: number): number {
  return value + (target - value) * (1 - Math.exp(-share));
}

const dayOf = (atMs: number): number => Math.floor(atMs / dayMs);

/** The home at `toMs`, one step after `state`. */
export function stepHome(model: HomeModel, state: HomeState, toMs: number): HomeState {
  const hours = (toMs - state.atMs) / hourMs;
  const asked: HomeState = { ...state, boiler: { ...state.boiler, isHeating: thermostat(state.boiler) } };
  const powers = powersAt(model, asked, { atMs: toMs, hours });
  const room = roomTemperature(toMs);
  const litres40C = model.loads.hotWaterBetween(state.atMs, toMs);
  return {
    ...asked,
    atMs: toMs,
    powers,
    storedWh: storedAfter(model.battery, state.storedWh, { powerW: powers.batteryW, hours }),
    boiler: heatBoiler(asked.boiler, { hours, powerW: powers.relaysW[0], litres40C }),
    cellC: towards(state.cellC, room + 3 + Math.abs(powers.batteryW) / 400, hours / 2),
    inverterC: towards(state.inverterC, room + 12 + (powers.pvW + Math.abs(powers.batteryW)) / 200, hours / 0.25),
    counters: count(state.counters, powers, hours),
    midnight: dayOf(toMs) === dayOf(state.atMs) ? state.midnight : state.counters,
  };
}
