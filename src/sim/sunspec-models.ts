// The models of emulated SunSpec devices as the makers' printed maps and the models' documents lay them out: words by offset.
import { reactiveVar } from './home-values.ts';
import { floatWords, textWords, wide, wide64 } from './modbus-registers.ts';
import type { GridPhase, GridSnapshot, PlantSnapshot } from './plant.ts';
import { stringsOf } from './strings.ts';

/** Words of a model's points by offset from the register of its id; what is not given is "not implemented". */
type Points = Readonly<Record<number, readonly number[]>>;

/** One model of the chain. */
export interface Model {
  readonly id: number;
  readonly length: number;
  readonly points: Points;
}

/** What stands in a register that is not implemented: 0x8000 in the signed ones and scale factors. */
export const notThere = 0x8000;

/** Model 1: maker, model and serial number. */
export const common = ([maker, model, serial]: readonly [string, string, string], length: 65 | 66 = 66): Model => ({
  id: 1,
  length,
  points: {
    2: textWords(maker, 16),
    18: textWords(model, 16),
    34: textWords('', 8),
    42: textWords('1.28.7-1', 8),
    50: textWords(serial, 16),
  },
});

const u32 = (value: number): readonly number[] => wide(value);
const scale = (power: number): readonly number[] => [power & 0xffff];

/** In percent: worse with little power. */
const powerFactor = (powerW: number): number => Math.min(100, 90 + Math.abs(powerW) / 300);

/** Model 103: three phases, powers in W, voltages in 0.1 V, currents in 0.01 A. */
export function inverter103(plant: PlantSnapshot, acW: number): Model {
  const { grid, pv, inverter } = plant;
  const current = Math.abs(acW) / 3 / 230;
  return {
    id: 103,
    length: 50,
    points: {
      2: [current * 300, current * 100, current * 100, current * 100, -2 & 0xffff],
      10: grid.phases.map(({ voltageV }) => voltageV * 10),
      13: scale(-1),
      14: [acW, 0],
      16: [grid.frequencyHz * 100, -2 & 0xffff],
      18: [Math.abs(acW), 0],
      20: [-acW / 20, 0],
      22: [powerFactor(acW) * 100, -2 & 0xffff],
      24: [...u32(pv.energyWh), 0],
      27: [pv.currentA * 100, -2 & 0xffff, pv.voltageV * 10, -1 & 0xffff, pv.powerW, 0],
      33: [inverter.temperatureC * 10, inverter.temperatureC * 10 + 40, notThere, notThere, -1 & 0xffff],
      38: [acW > 5 ? 4 : 8, 0, 0, 0],
    },
  };
}

/** Model 113: the same in single precision. */
export function inverter113({ grid, pv, inverter }: PlantSnapshot, acW: number): Model {
  const floats = (...values: readonly number[]): readonly number[] => values.flatMap(floatWords);
  const current = Math.abs(acW) / 3 / 230;
  return {
    id: 113,
    length: 60,
    points: {
      2: floats(3 * current, current, current, current),
      16: floats(
        ...grid.phases.map(({ voltageV }) => voltageV),
        acW,
        grid.frequencyHz,
        Math.abs(acW),
        -acW / 20,
        powerFactor(acW),
        pv.energyWh,
      ),
      34: floats(
        pv.currentA,
        pv.voltageV,
        pv.powerW,
        inverter.temperatureC,
        inverter.temperatureC + 4,
        Number.NaN,
        Number.NaN,
      ),
      48: [acW > 5 ? 4 : 8, 0, 0, 0],
    },
  };
}

interface Tracker {
  readonly voltageV: number;
  readonly currentA: number;
  readonly powerW: number;
  readonly energyWh: number;
  /** As the inverter calls it. */
  readonly name?: string;
}

/** Model 160: every tracker 20 registers, behind a head of 10. */
export function trackers160(list: readonly Tracker[]): Model {
  const points: Record<number, readonly number[]> = {
    2: [-2 & 0xffff, -1 & 0xffff, 0, 0, 0, 0, list.length, notThere],
  };
  for (const [index, { voltageV, currentA, powerW, energyWh, name = 'String' }] of list.entries()) {
    const base = 10 + 20 * index;
    points[base] = [
      index + 1,
      ...textWords(`${name} ${index + 1}`, 8),
      currentA * 100,
      voltageV * 10,
      powerW,
      ...u32(energyWh),
    ];
    points[base + 16] = [30 + powerW / 500, 4];
  }
  return { id: 160, length: 8 + 20 * list.length, points };
}

/** Two strings of modules. */
export const strings = ({ pv }: PlantSnapshot): readonly Tracker[] => stringsOf(pv, 2);

/** Fronius: the third tracker charges the battery, the fourth discharges it; both are positive. */
export function batteryTrackers({ battery }: PlantSnapshot): readonly Tracker[] {
  const { powerW, voltageV, chargeWh, dischargeWh } = battery;
  const one = (name: string, power: number, energyWh: number): Tracker => ({
    name,
    voltageV,
    currentA: power / voltageV,
    powerW: power,
    energyWh,
  });
  return [one('StCha', Math.max(0, -powerW), chargeWh), one('StDisCha', Math.max(0, powerW), dischargeWh)];
}

/** Models 120 to 123: ratings, settings, status, immediate controls. */
export const controls = ({ pv, battery }: PlantSnapshot): readonly Model[] => [
  {
    id: 120,
    length: 26,
    points: { 2: [82], 3: [10_000, 0], 19: [notThere + 0x7fff, notThere], 23: [10_240, 0, 10_240, 0] },
  },
  { id: 121, length: 30, points: { 2: [10_000], 22: [0] } },
  { id: 122, length: 44, points: { 2: [7, 7, 1], 5: wide64(pv.energyWh + battery.dischargeWh) } },
  { id: 123, length: 24, points: { 4: [1, 10_000, 0, 0, 0, 0], 23: scale(-2) } },
];

/** Model 124: storage. */
export function storage124({ battery }: PlantSnapshot): Model {
  const chargeState = battery.powerW > 20 ? 3 : battery.powerW < -20 ? 4 : 6;
  return {
    id: 124,
    length: 24,
    points: {
      2: [
        10_240,
        100,
        100,
        0,
        0xffff,
        500,
        battery.soc * 100,
        0xffff,
        battery.voltageV * 10,
        chargeState,
        10_000,
        10_000,
        0xffff,
        0,
        0xffff,
        0,
      ],
      18: [0, 0, notThere, -2 & 0xffff, -2 & 0xffff, notThere, -1 & 0xffff, -2 & 0xffff],
    },
  };
}

/** Model 203: import positive, `sign` −1 for makers that count feed-in as positive. */
export function meter203({ phases, importWh, exportWh, frequencyHz, powerW }: GridSnapshot, sign: 1 | -1): Model {
  const total = (of: (phase: GridPhase) => number): number => phases.reduce((sum, phase) => sum + of(phase), 0);
  const factor = (watts: number, apparent: number): number =>
    apparent === 0 ? 10_000 : (watts * sign * 10_000) / apparent;
  const exported = phases.flatMap((phase) => u32(phase.exportWh));
  const imported = phases.flatMap((phase) => u32(phase.importWh));
  return {
    id: 203,
    length: 105,
    points: {
      2: [total(({ currentA }) => currentA * 100), ...phases.map(({ currentA }) => currentA * 100), -2 & 0xffff],
      7: [phases[0].voltageV * 10, ...phases.map(({ voltageV }) => voltageV * 10)],
      15: scale(-1),
      16: [frequencyHz * 100, -2 & 0xffff],
      18: [powerW * sign, ...phases.map((phase) => phase.powerW * sign), 0],
      23: [total(({ apparentVA }) => apparentVA), ...phases.map(({ apparentVA }) => apparentVA), 0],
      28: [total(reactiveVar), ...phases.map(reactiveVar), 0],
      33: [
        factor(
          powerW,
          total(({ apparentVA }) => apparentVA),
        ),
        ...phases.map((phase) => factor(phase.powerW, phase.apparentVA)),
      ],
      37: scale(-2),
      38: [...u32(exportWh), ...exported, ...u32(importWh), ...imported, 0],
    },
  };
}

/** Model 802: discharge positive. */
export function battery802({ battery }: PlantSnapshot): Model {
  return {
    id: 802,
    length: 62,
    points: {
      2: [battery.capacityAh, (battery.capacityAh * battery.voltageV) / 10],
      11: [battery.soc * 10, 0, 990, ...u32(120)],
      22: [3],
      34: [battery.voltageV * 10],
      37: [Math.max(...battery.cellsV) * 1000],
      40: [Math.min(...battery.cellsV) * 1000],
      44: [battery.currentA * 10],
      47: [battery.powerW],
      // AHRtg, WHRtg, WChaDisChaMax, DisChaRte, SoC, DoD, SoH, V, CellV, A, AMax, W
      52: [0, 1, 0, 0, -1 & 0xffff, 0, -1 & 0xffff, -1 & 0xffff, -3 & 0xffff, -1 & 0xffff, 0, 0],
    },
  };
}

/** Model 701 of IEEE 1547 devices. */
export function der701(plant: PlantSnapshot): Model {
  const { grid, pv, inverter } = plant;
  const current = pv.powerW / 3 / 230;
  const phase = (index: 0 | 1 | 2): readonly number[] => [
    pv.powerW / 3,
    pv.powerW / 3,
    0,
    100,
    current * 10,
    notThere,
    grid.phases[index].voltageV * 10,
    ...wide64(pv.energyWh / 3),
  ];
  return {
    id: 701,
    length: 153,
    points: {
      2: [
        2,
        1,
        pv.powerW > 5 ? 3 : 7,
        1,
        0,
        0,
        0,
        0,
        pv.powerW,
        pv.powerW,
        -pv.powerW / 20,
        powerFactor(pv.powerW),
        current * 30,
      ],
      15: [
        notThere + 0x7fff,
        grid.phases[0].voltageV * 10,
        ...u32(grid.frequencyHz * 100),
        ...wide64(pv.energyWh),
        ...wide64(pv.energyWh / 50),
      ],
      36: [inverter.temperatureC * 10, inverter.temperatureC * 10 + 40],
      41: phase(0),
      64: phase(1),
      87: phase(2),
      113: [-1 & 0xffff, -1 & 0xffff, -2 & 0xffff, 0, -2 & 0xffff, 0, 0, 0, 0, -1 & 0xffff],
    },
  };
}
