// The simulated home: sun, clouds, panels, loads and battery put together into one Plant. The state at a moment follows
// from the seed, the start and the steps alone; steps fall on whole multiples of their length.
import { hourMs } from '#core/time.ts';
import { type BatteryModel, defaultBattery } from './battery.ts';
import { cloudsOver } from './clouds.ts';
import { type Counters, type HomeModel, type HomeState, powersAt, roomTemperature, stepHome } from './home-step.ts';
import { snapshotOf } from './home-snapshot.ts';
import { homeLoads } from './loads.ts';
import { smoothNoise } from './noise.ts';
import { defaultPlace, localDays, type Place } from './place.ts';
import type { Plant, PlantSnapshot } from './plant.ts';
import { sineSource } from './sine-system.ts';
import { defaultPanels, type PanelField, sunSource } from './sun.ts';
import type { RelayStates } from './switched-loads.ts';

/** How a home is made; all but the start have defaults. */
export interface HomeOptions {
  /** The moment the simulation begins, epoch ms. */
  readonly startMs: number;
  /** 32 bits; the same seed gives the same weather and habits. */
  readonly seed?: number;
  readonly place?: Place;
  readonly panels?: PanelField;
  readonly battery?: BatteryModel;
  readonly inverterLimitW?: number;
  /** `sun` (default) or the 6–18 h sine of the founding document. */
  readonly sky?: 'sun' | 'sine';
  /** State of charge at the start, %. */
  readonly soc?: number;
  /** What the counters show at the start, Wh; zero where absent. */
  readonly counters?: Partial<Counters>;
}

/** Step in live use, ms. */
const liveStepMs = 1000;
/** Step where much time is to be caught up, ms. */
export const pastStepMs = 60_000;
/** Above this the plant catches up in {@link pastStepMs}, ms: the computer slept. */
const catchUpMs = 600_000;

const zeroCounters: Counters = {
  pvWh: 0,
  loadWh: 0,
  chargeWh: 0,
  dischargeWh: 0,
  importWh: 0,
  exportWh: 0,
  importPhasesWh: [0, 0, 0],
  exportPhasesWh: [0, 0, 0],
};

/** Everything about a home that stays: made once from its options. */
export function homeModel(options: HomeOptions): HomeModel {
  const { seed = 1, place = defaultPlace, panels = defaultPanels, sky = 'sun' } = options;
  const dayOf = localDays(place.timeZone);
  return {
    seed,
    source: sky === 'sine' ? sineSource(seed, dayOf) : sunSource({ place, panels, clouds: cloudsOver(seed, dayOf) }),
    loads: homeLoads(seed, dayOf),
    battery: options.battery ?? defaultBattery,
    inverterLimitW: options.inverterLimitW ?? 5000,
    wobble: smoothNoise(seed, 51, 9000),
  };
}

/** The state a home begins in. */
export function startState(model: HomeModel, { startMs, soc = 45, counters = {} }: HomeOptions): HomeState {
  const relays: RelayStates = [false, false, false];
  const room = roomTemperature(startMs);
  const state: HomeState = {
    atMs: startMs,
    storedWh: (model.battery.capacityWh * Math.min(100, Math.max(0, soc))) / 100,
    boiler: { waterC: 35, isHeating: true },
    relays,
    dispatch: { mayDischarge: true, gridChargeW: 0 },
    cellC: room + 4,
    inverterC: room + 14,
    powers: { pvW: 0, batteryW: 0, loadPhasesW: [0, 0, 0], gridPhasesW: [0, 0, 0], relaysW: [0, 0, 0] },
    counters: { ...zeroCounters, ...counters },
    midnight: { ...zeroCounters, ...counters },
  };
  return { ...state, powers: powersAt(model, state, { atMs: startMs, hours: liveStepMs / hourMs }) };
}

/** Makes a simulated home. */
export function createHome(options: HomeOptions): Plant {
  const model = homeModel(options);
  let state = startState(model, options);
  let seen: { readonly state: HomeState; readonly snapshot: PlantSnapshot } | undefined;
  return {
    get atMs() {
      return state.atMs;
    },
    advance(toMs, stepMs) {
      while (state.atMs < toMs) {
        const length = stepMs ?? (toMs - state.atMs > catchUpMs ? pastStepMs : liveStepMs);
        const nextMs = (Math.floor(state.atMs / length) + 1) * length;
        if (nextMs > toMs) return;
        state = stepHome(model, state, nextMs);
      }
    },
    snapshot() {
      if (seen?.state !== state) seen = { state, snapshot: snapshotOf(model, state) };
      return seen.snapshot;
    },
    setRelay(index, isOn) {
      const { relays } = state;
      state = {
        ...state,
        relays: [index === 0 ? isOn : relays[0], index === 1 ? isOn : relays[1], index === 2 ? isOn : relays[2]],
      };
    },
    setCar(carPhasesW) {
      state = { ...state, carPhasesW };
    },
    setDispatch(dispatch) {
      state = { ...state, dispatch };
    },
  };
}
