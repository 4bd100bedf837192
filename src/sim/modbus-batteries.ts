// Emulated boards that speak Modbus: Seplos BMS 3.0 (function 4, a unit a pack) and Daly of the newer generation (unit 0xD2), after
// recorded answers. Both count current as positive while charging.
import type { Emulator, ReadPlant } from './emulator.ts';
import { textWords } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';

/** Tenths of a kelvin. */
const kelvin = (celsius: number): number => celsius * 10 + 2731;
/** Cells in millivolts, the places without one 0. */
const millivolts = (cellsV: readonly number[], places: number): readonly number[] =>
  Array.from({ length: places }, (_, index) => (cellsV[index] ?? 0) * 1000);

/** Seplos: pack values from 0x1000, cells from 0x1100. */
export function createSeplosV3(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'seplos-v3',
    framing: 'rtu',
    unit: 1,
    baud: 19_200,
    read,
    show({ input }, { battery }) {
      const { cellsV, capacityAh, soc } = battery;
      const [least, most] = [Math.min(...cellsV), Math.max(...cellsV)];
      const mean = cellsV.reduce((sum, volts) => sum + volts, 0) / cellsV.length;
      input.set(
        0x1700,
        ...textWords('XZHTEC', 10),
        ...textWords('1101-SP76', 10),
        0x3136,
        ...textWords('CN0123456789', 15),
      );
      input.set(
        0x1000,
        battery.voltageV * 100,
        -battery.currentA * 100,
        capacityAh * soc,
        capacityAh * 100,
        battery.dischargeWh / battery.voltageV / 10,
        soc * 10,
        999,
        9,
      );
      input.set(0x1008, mean * 1000, kelvin(battery.cellC), most * 1000, least * 1000);
      input.set(0x100c, kelvin(battery.cellC + 1), kelvin(battery.cellC - 1), 0, 180, 180);
      input.set(0x1100, ...millivolts(cellsV, 16));
      input.set(0x1110, ...[0, 1, 2, 3].map((sensor) => kelvin(battery.cellC + sensor / 10)), 0, 0, 0, 0);
      input.set(0x1118, kelvin(23), kelvin(battery.switchC));
    },
  });
}

/** Daly: 62 registers from 0. */
export function createDalyModbus(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'daly-modbus',
    framing: 'rtu',
    unit: 0xd2,
    baud: 9600,
    read,
    show({ holding }, { battery }) {
      const { cellsV, capacityAh, soc } = battery;
      const [least, most] = [Math.min(...cellsV), Math.max(...cellsV)];
      holding.set(0, ...millivolts(cellsV, 32), battery.cellC + 40, battery.cellC + 41, 0, 0, 0, 0, 0, 0);
      holding.set(40, battery.voltageV * 10, 30_000 - battery.currentA * 10, soc * 10, most * 1000, least * 1000);
      holding.set(45, battery.cellC + 41, battery.cellC + 40, battery.powerW > 0 ? 2 : 1);
      holding.set(48, (capacityAh * soc) / 10, cellsV.length, 2, 57, 0, 1, 1);
      const mean = cellsV.reduce((sum, volts) => sum + volts, 0) / cellsV.length;
      holding.set(55, mean * 1000, (most - least) * 1000, Math.abs(battery.powerW), 0, 0, 0, 0);
      holding.set(0xa9, ...textWords('T00K_321042_11', 8), ...textWords('H2.0_103R_309F', 8));
    },
  });
}
