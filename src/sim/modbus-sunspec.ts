// Emulated SunSpec devices: chains of models, and registers of the makers beside them.
import type { Emulator, ReadPlant } from './emulator.ts';
import { floatWords, type Registers, wide, wide64 } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import {
  battery802,
  batteryTrackers,
  common,
  controls,
  der701,
  inverter103,
  inverter113,
  meter203,
  type Model,
  notThere,
  storage124,
  strings,
  trackers160,
} from './sunspec-models.ts';

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

const floatLow = (value: number): readonly number[] => floatWords(value).toReversed();
const lowFirst = (value: number): readonly number[] => wide(value).toReversed();

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
