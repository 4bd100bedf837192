// Emulated SunSpec devices. The chains of models are laid out after the makers' printed maps and the models' documents.
import type { Emulator, ReadPlant } from './emulator.ts';
import { floatWords, type Registers, textWords, wide, wide64 } from './modbus-registers.ts';
import { reactiveVar } from './home-values.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { GridPhase, GridSnapshot, PlantSnapshot } from './plant.ts';
import { stringsOf } from './strings.ts';

/** Words of a model's points by offset from the register of its id; what is not given is "not implemented". */
type Points = Readonly<Record<number, readonly number[]>>;

interface Model {
  readonly id: number;
  readonly length: number;
  readonly points: Points;
}

/** What stands in a register that is not implemented: 0x8000 in the signed ones and scale factors. */
const notThere = 0x8000;

/** Lays a chain of models behind "SunS" at a base, ended by id 0xFFFF. */
function layChain(holding: Registers, base: number, models: readonly Model[]): void {
  holding.set(base, 0x5375, 0x6e53);
  let at = base + 2;
  for (const { id, length, points } of models) {
    holding.open(at, length + 2, notThere);
    holding.set(at, id, length);
    for (const [offset, words] of Object.entries(points)) holding.set(at + Number(offset), ...words);
    at += length + 2;
  }
  holding.set(at, 0xffff, 0);
}

const common = ([maker, model, serial]: readonly [string, string, string], length: 65 | 66 = 66): Model => ({
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

const floatLow = (value: number): readonly number[] => floatWords(value).toReversed();
const lowFirst = (value: number): readonly number[] => wide(value).toReversed();
const u32 = (value: number): readonly number[] => wide(value);
const scale = (power: number): readonly number[] => [power & 0xffff];

/** In percent: worse with little power. */
const powerFactor = (powerW: number): number => Math.min(100, 90 + Math.abs(powerW) / 300);

/** Model 103: three phases, powers in W, voltages in 0.1 V, currents in 0.01 A. */
function inverter103(plant: PlantSnapshot, acW: number): Model {
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
function inverter113({ grid, pv, inverter }: PlantSnapshot, acW: number): Model {
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
function trackers160(list: readonly Tracker[]): Model {
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
const strings = ({ pv }: PlantSnapshot): readonly Tracker[] => stringsOf(pv, 2);

/** Fronius: the third tracker charges the battery, the fourth discharges it; both are positive. */
function batteryTrackers({ battery }: PlantSnapshot): readonly Tracker[] {
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

const controls = ({ pv, battery }: PlantSnapshot): readonly Model[] => [
  {
    id: 120,
    length: 26,
    points: { 2: [82], 3: [10_000, 0], 19: [notThere + 0x7fff, notThere], 23: [10_240, 0, 10_240, 0] },
  },
  { id: 121, length: 30, points: { 2: [10_000], 22: [0] } },
  { id: 122, length: 44, points: { 2: [7, 7, 1], 5: wide64(pv.energyWh + battery.dischargeWh) } },
  { id: 123, length: 24, points: { 4: [1, 10_000, 0, 0, 0, 0], 23: scale(-2) } },
];

function storage124({ battery }: PlantSnapshot): Model {
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
function meter203({ phases, importWh, exportWh, frequencyHz, powerW }: GridSnapshot, sign: 1 | -1): Model {
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

const acOf = ({ load, grid }: PlantSnapshot): number => load.powerW - grid.powerW;

interface SunspecOptions {
  readonly name: string;
  /** Registers of the maker beside the map. */
  readonly own?: Readonly<Record<number, readonly number[]>>;
  /** Registers of its battery beside the map. */
  battery?(plant: PlantSnapshot): Readonly<Record<number, readonly number[]>>;
  readonly unit: number;
  /** How many strings it shows. */
  readonly strings?: number;
  readonly base?: number;
  models(plant: PlantSnapshot): readonly Model[];
}

/** Points that can be set: connection, limit, its time-out and switch (123); mode, reserve, rates, time-out, grid (124); limit (704). */
const writablePoints: Readonly<Record<number, readonly number[]>> = {
  123: [4, 5, 7, 9],
  124: [5, 7, 12, 13, 15, 17],
  704: [14, 15],
};

/** Registers that can be set in a chain of models, which begins after two registers that say SunS. */
function writableOf(base: number, models: readonly Model[]): readonly number[] {
  let address = base + 2;
  return models.flatMap(({ id, length }) => {
    const first = address;
    address += 2 + length;
    return (writablePoints[id] ?? []).map((point) => first + point);
  });
}

function sunspecDevice({
  base = 40_000,
  models,
  own = {},
  battery,
  ...rest
}: SunspecOptions): (read: ReadPlant) => Emulator {
  return (read) =>
    createModbusSlave({
      ...rest,
      writable: [
        ...writableOf(base, models(read())),
        ...Object.entries(own).flatMap(([first, words]) => words.map((_, index) => Number(first) + index)),
      ],
      framing: 'tcp',
      baud: 115_200,
      read,
      show({ holding }, plant) {
        layChain(holding, base, models(plant));
        if (battery !== undefined) holding.open(0xe100, 0x90);
        for (const [first, words] of Object.entries({ ...own, ...battery?.(plant) }))
          holding.set(Number(first), ...words);
      },
    });
}

const pvInverter = (plant: PlantSnapshot, maker: string): readonly Model[] => [
  common([maker, 'Inverter 10', '7E1234567']),
  inverter103(plant, plant.pv.powerW),
  ...controls(plant),
  trackers160(strings(plant)),
];

/** Model 802: discharge positive. */
function battery802({ battery }: PlantSnapshot): Model {
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
function der701(plant: PlantSnapshot): Model {
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

/** Emulators of SunSpec devices by definition. */
export const sunspecMakers: Readonly<Record<string, (read: ReadPlant) => Emulator>> = {
  sunspec: sunspecDevice({
    name: 'sunspec',
    strings: 2,
    unit: 1,
    base: 50_000,
    models: (plant) => pvInverter(plant, 'Any'),
  }),
  'sunspec-meter': sunspecDevice({
    name: 'sunspec-meter',
    unit: 1,
    base: 0,
    models: ({ grid }) => [common(['Any', 'Meter', 'M1']), meter203(grid, 1)],
  }),
  // Fronius prints 103 at 40069, 120 at 40121, 160 at 40253 and 124 at 40343.
  'fronius-gen24': sunspecDevice({
    name: 'fronius-gen24',
    strings: 2,
    unit: 1,
    models: (plant) => [
      common(['Fronius', 'Symo GEN24 10.0 Plus', '32334455'], 65),
      inverter103(plant, acOf(plant)),
      ...controls(plant),
      trackers160([...strings(plant), ...batteryTrackers(plant)]),
      storage124(plant),
    ],
  }),
  'fronius-meter': sunspecDevice({
    name: 'fronius-meter',
    unit: 200,
    models: ({ grid }) => [common(['Fronius', 'Smart Meter TS 65A-3', '1234'], 65), meter203(grid, 1)],
  }),
  'fronius-symo': sunspecDevice({
    name: 'fronius-symo',
    strings: 2,
    unit: 1,
    models: (plant) => [
      common(['Fronius', 'Symo 10.0-3-M', '29012345'], 65),
      inverter113(plant, plant.pv.powerW),
      ...controls(plant),
      trackers160(strings(plant)),
    ],
  }),
  // SolarEdge: the meter's models follow a second common block; 203 then stands at 40188.
  solaredge: sunspecDevice({
    name: 'solaredge',
    unit: 1,
    // StorEdge: control, AC charge policy and its limit, backup reserve, default mode, time-out, command, limits.
    battery: ({ battery }) => ({
      0xe142: floatLow(battery.capacityAh * 51.2),
      0xe16c: [...floatLow(battery.cellC), ...floatLow(battery.cellC + 1)],
      0xe170: [
        ...floatLow(battery.voltageV),
        ...floatLow(-battery.currentA),
        ...floatLow(-battery.powerW),
        ...wide64(battery.dischargeWh).toReversed(),
        ...wide64(battery.chargeWh).toReversed(),
        ...floatLow(battery.capacityAh * 51.2),
        ...floatLow(battery.capacityAh * 0.512 * battery.soc),
        ...floatLow(99),
        ...floatLow(battery.soc),
        ...lowFirst(battery.powerW > 0 ? 4 : 3),
      ],
    }),
    own: {
      0xe004: [1, 1, ...floatLow(0), ...floatLow(10), 7, ...lowFirst(3600), 7, ...floatLow(5000), ...floatLow(5000)],
    },
    models: (plant) => [
      common(['SolarEdge', 'SE10K-RWB', '7E0A1B2C'], 65),
      // The battery hangs on the DC side: AC is what both give.
      inverter103(plant, plant.pv.powerW + plant.battery.powerW),
      common(['SolarEdge', 'SE-MTR-3Y', '606060'], 65),
      meter203(plant.grid, -1),
    ],
  }),
  'kostal-plenticore': sunspecDevice({
    name: 'kostal-plenticore',
    strings: 2,
    unit: 71,
    models: (plant) => [...pvInverter(plant, 'KOSTAL'), battery802(plant)],
  }),
  fimer: sunspecDevice({ name: 'fimer', strings: 2, unit: 2, models: (plant) => pvInverter(plant, 'FIMER') }),
  'sma-sunspec': sunspecDevice({
    name: 'sma-sunspec',
    strings: 2,
    unit: 126,
    models: (plant) => pvInverter(plant, 'SMA'),
  }),
  'enphase-modbus': sunspecDevice({
    name: 'enphase-modbus',
    unit: 126,
    models: (plant) => [
      common(['Enphase', 'IQ Gateway', '1220']),
      der701(plant),
      { id: 702, length: 50, points: { 2: [10_000], 26: [10_000], 34: [0, 0], 45: [0] } },
      { id: 703, length: 17, points: { 2: [1] } },
      { id: 704, length: 65, points: { 14: [0, 100], 22: [0, 0, 0, 0], 54: [0, 0] } },
    ],
  }),
};
