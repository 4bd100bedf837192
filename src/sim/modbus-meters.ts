// Emulated energy meters on RS485: Peacefair PZEM and Eastron SDM, filled from the makers' register tables.
import type { Emulator, ReadPlant } from './emulator.ts';
import { firstPhaseOnly, reactiveVar, withoutDirection } from './home-values.ts';
import { floatWords, wideLow } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { type RegisterList, registerDevice } from './register-device.ts';

/** PZEM-004T manual §3: input registers 0 to 9, low word first, power without direction. */
export function createPzem004t(read: ReadPlant): Emulator {
  let resetWh = 0;
  return createModbusSlave({
    name: 'pzem-004t',
    framing: 'rtu',
    unit: 1,
    generalUnit: 0xf8,
    baud: 9600,
    read,
    sees: (plant) => withoutDirection(firstPhaseOnly(plant)),
    steps: { 'grid.energy.import': 2 },
    writable: [1],
    show({ input, holding }, { grid }) {
      const [phase] = grid.phases;
      const factor = phase.apparentVA === 0 ? 0 : grid.powerW / phase.apparentVA;
      input.set(0, phase.voltageV * 10, ...wideLow(phase.currentA * 1000), ...wideLow(grid.powerW * 10));
      input.set(5, ...wideLow(grid.importWh - resetWh), grid.frequencyHz * 10, factor * 100, 0);
      holding.set(1, 23_000, 1);
    },
    call(code) {
      if (code !== 0x42) return false;
      const [phase] = read().grid.phases;
      resetWh = phase.importWh + phase.exportWh;
      return true;
    },
  });
}

/** PZEM-017 manual §3: input registers 0 to 7; here on the solar string. */
export function createPzem017(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'pzem-017',
    framing: 'rtu',
    unit: 1,
    baud: 9600,
    read,
    writable: [0, 1, 2, 3],
    show({ input, holding }, { pv }) {
      input.set(0, pv.voltageV * 100, pv.currentA * 100, ...wideLow(pv.powerW * 10), ...wideLow(pv.energyWh), 0, 0);
      holding.set(0, 30_000, 700, 1, 0);
    },
    call: (code) => code === 0x42,
  });
}

const threePhases = {
  'grid.voltage.l1': [0, 'f32'],
  'grid.voltage.l2': [2, 'f32'],
  'grid.voltage.l3': [4, 'f32'],
  'grid.current.l1': [6, 'f32'],
  'grid.current.l2': [8, 'f32'],
  'grid.current.l3': [10, 'f32'],
  'grid.power.l1': [12, 'f32'],
  'grid.power.l2': [14, 'f32'],
  'grid.power.l3': [16, 'f32'],
  'grid.power_apparent.l1': [18, 'f32'],
  'grid.power_apparent.l2': [20, 'f32'],
  'grid.power_apparent.l3': [22, 'f32'],
  'grid.power_factor.l1': [30, 'f32'],
  'grid.power_factor.l2': [32, 'f32'],
  'grid.power_factor.l3': [34, 'f32'],
  'grid.power': [52, 'f32'],
  'grid.power_apparent': [56, 'f32'],
  'grid.power_reactive': [60, 'f32'],
  'grid.frequency': [70, 'f32'],
  'grid.energy.import': [72, 'f32', 1000],
  'grid.energy.export': [74, 'f32', 1000],
} as const satisfies RegisterList['shows'];

/** Reactive power of the phases (24, 26, 28). */
const reactive: RegisterList['also'] = ({ grid }) => ({
  24: grid.phases.flatMap((phase) => floatWords(reactiveVar(phase))),
});
/** What flows in the neutral conductor at least: the largest less the smallest phase, A. */
const neutralA = ({ grid }: PlantSnapshot): number => {
  const currents = grid.phases.map(({ currentA }) => currentA);
  return Math.max(...currents) - Math.min(...currents);
};

const sdm = { framing: 'rtu', unit: 1, baud: 9600, maxRead: 80 } as const;

/** SDM630 document, input registers. */
export const createSdm630 = registerDevice({
  ...sdm,
  name: 'eastron-sdm630',
  input: {
    open: [[0, 80]],
    shows: {
      ...threePhases,
      'grid.energy.import.l1': [346, 'f32', 1000],
      'grid.energy.import.l2': [348, 'f32', 1000],
      'grid.energy.import.l3': [350, 'f32', 1000],
      'grid.energy.export.l1': [352, 'f32', 1000],
      'grid.energy.export.l2': [354, 'f32', 1000],
      'grid.energy.export.l3': [356, 'f32', 1000],
    },
    also: (plant) => ({ ...reactive(plant), 224: floatWords(neutralA(plant)) }),
  },
});

/** The SDM72 has the same without counters of the phases. */
export const createSdm72 = registerDevice({
  ...sdm,
  name: 'eastron-sdm72',
  input: { open: [[0, 80]], shows: threePhases, also: reactive },
});

/** SDM72D-M of the first generation: power of all phases, two counters and their sum. */
export const createSdm72v1 = registerDevice({
  ...sdm,
  name: 'eastron-sdm72v1',
  input: {
    shows: {
      'grid.power': [0x34, 'f32'],
      'grid.energy.import': [0x48, 'f32', 1000],
      'grid.energy.export': [0x4a, 'f32', 1000],
    },
    also: ({ grid }) => ({ 342: floatWords((grid.importWh + grid.exportWh) / 1000) }),
  },
});

/** SDM120 document: one phase, at 2400 baud. */
export const createSdm120 = registerDevice({
  ...sdm,
  name: 'eastron-sdm120',
  baud: 2400,
  sees: firstPhaseOnly,
  input: {
    open: [[0, 80]],
    shows: {
      'grid.voltage': [0, 'f32'],
      'grid.current': [6, 'f32'],
      'grid.power': [12, 'f32'],
      'grid.power_apparent': [18, 'f32'],
      'grid.power_reactive': [24, 'f32'],
      'grid.frequency': [70, 'f32'],
      'grid.energy.import': [72, 'f32', 1000],
      'grid.energy.export': [74, 'f32', 1000],
    },
    also: ({
      grid: {
        phases: [phase],
      },
    }) => ({ 30: floatWords(phase.powerW / Math.max(1, phase.apparentVA)) }),
  },
});
