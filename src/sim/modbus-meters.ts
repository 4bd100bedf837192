// Emulated energy meters on RS485: Peacefair PZEM and Eastron SDM, filled from the makers' register tables.
import type { Emulator, ReadPlant } from './emulator.ts';
import { floatWords, wideLow } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { GridPhase } from './plant.ts';

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
    writable: [1],
    show({ input, holding }, { grid }) {
      const [phase] = grid.phases;
      const factor = phase.apparentVA === 0 ? 0 : Math.abs(phase.powerW) / phase.apparentVA;
      input.set(0, phase.voltageV * 10, ...wideLow(phase.currentA * 1000), ...wideLow(Math.abs(phase.powerW) * 10));
      input.set(5, ...wideLow(phase.importWh + phase.exportWh - resetWh), grid.frequencyHz * 10, factor * 100, 0);
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

const kilo = (value: number): number => value / 1000;
const reactive = ({ powerW, apparentVA }: GridPhase): number => Math.sqrt(Math.max(0, apparentVA ** 2 - powerW ** 2));
const factor = ({ powerW, apparentVA }: GridPhase): number => (apparentVA === 0 ? 1 : powerW / apparentVA);

/** SDM630 document, input registers; the SDM72 has the same without the last areas. */
function threePhaseSdm(name: string, hasPhaseCounters: boolean): (read: ReadPlant) => Emulator {
  return (read) =>
    createModbusSlave({
      name,
      framing: 'rtu',
      unit: 1,
      baud: 9600,
      read,
      maxRead: 80,
      show({ input }, { grid }) {
        const { phases } = grid;
        const floats = (register: number, ...values: readonly number[]): void => {
          for (const [index, value] of values.entries()) input.set(register + 2 * index, ...floatWords(value));
        };
        const sum = (of: (phase: GridPhase) => number): number => phases.reduce((total, phase) => total + of(phase), 0);
        input.open(0, 80);
        floats(0, ...phases.map(({ voltageV }) => voltageV));
        floats(6, ...phases.map(({ currentA }) => currentA));
        floats(12, ...phases.map(({ powerW }) => powerW));
        floats(18, ...phases.map(({ apparentVA }) => apparentVA));
        floats(24, ...phases.map(reactive));
        floats(30, ...phases.map(factor));
        floats(
          52,
          sum(({ powerW }) => powerW),
        );
        floats(
          56,
          sum(({ apparentVA }) => apparentVA),
        );
        floats(60, sum(reactive));
        floats(62, 1);
        floats(70, grid.frequencyHz, kilo(grid.importWh), kilo(grid.exportWh));
        if (!hasPhaseCounters) return;
        floats(224, 0.1);
        floats(346, ...phases.map(({ importWh }) => kilo(importWh)), ...phases.map(({ exportWh }) => kilo(exportWh)));
      },
    });
}

export const createSdm630 = threePhaseSdm('eastron-sdm630', true);
export const createSdm72 = threePhaseSdm('eastron-sdm72', false);

/** SDM120 document: one phase, at 2400 baud. */
export function createSdm120(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'eastron-sdm120',
    framing: 'rtu',
    unit: 1,
    baud: 2400,
    read,
    show({ input }, { grid }) {
      const [phase] = grid.phases;
      input.open(0, 90);
      const values = {
        0: phase.voltageV,
        6: phase.currentA,
        12: phase.powerW,
        18: phase.apparentVA,
        24: reactive(phase),
        30: factor(phase),
      };
      for (const [register, value] of Object.entries(values)) input.set(Number(register), ...floatWords(value));
      input.set(
        70,
        ...floatWords(grid.frequencyHz),
        ...floatWords(kilo(phase.importWh)),
        ...floatWords(kilo(phase.exportWh)),
      );
    },
  });
}
