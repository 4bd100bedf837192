// An emulated SRNE ASF hybrid, after the maker's "MODBUS Protocol for Energy Storage Inverter" V1.96: battery + while discharging, a
// phase + while it feeds the grid, the low word of a counter first.
import type { Emulator, ReadPlant } from './emulator.ts';
import { type Registers, wideLow } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { stringsOf } from './strings.ts';

function direct(holding: Registers, { pv, battery }: PlantSnapshot): void {
  const [one, two] = stringsOf(pv, 2).map(({ voltageV, currentA, powerW }) => [voltageV * 10, currentA * 10, powerW]);
  holding.open(0x100, 0x12);
  holding.set(0x100, battery.soc, battery.voltageV * 10, battery.currentA * 10, battery.cellC * 10);
  holding.set(0x107, ...(one ?? []), pv.powerW, battery.powerW < 0 ? 1 : 0);
  holding.set(0x10e, Math.max(0, -battery.powerW), ...(two ?? []));
}

function alternating(holding: Registers, { grid, load, inverter, battery }: PlantSnapshot): void {
  const [first, second, third] = grid.phases;
  holding.open(0x200, 0x44);
  holding.set(0x210, 5, 0, inverter.busV * 10, first.voltageV * 10, first.currentA * 10, grid.frequencyHz * 100);
  holding.set(0x216, 2300, 12, 5000);
  holding.set(0x21b, load.phasesW[0], load.phasesW[0] * 1.02);
  holding.set(
    0x21f,
    load.powerW / 120,
    inverter.temperatureC * 10 + 40,
    inverter.temperatureC * 10,
    inverter.temperatureC * 10 - 30,
  );
  holding.set(0x21e, Math.max(0, Math.min(grid.powerW, -battery.powerW)) / 5);
  holding.set(0x22a, second.voltageV * 10, third.voltageV * 10, 2300, 2300);
  holding.set(0x232, load.phasesW[1], load.phasesW[2], load.phasesW[1] * 1.02, load.phasesW[2] * 1.02);
  holding.set(0x238, second.currentA * 10, third.currentA * 10, ...grid.phases.map(({ powerW }) => -powerW));
  holding.set(0x240, ...load.phasesW);
}

/** Makes an emulated ASF. */
export function createSrneHybrid(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'srne-hybrid',
    strings: 2,
    framing: 'rtu',
    unit: 1,
    baud: 9600,
    read,
    maxRead: 30,
    writable: [0xe00f, 0xe01d, 0xe01f, 0xe020, 0xe204, 0xe205, 0xe20a, 0xe20f],
    show({ holding }, plant) {
      const { pv, grid, load, battery, today } = plant;
      holding.set(0x0b, 4);
      holding.set(0x14, 196);
      direct(holding, plant);
      alternating(holding, plant);
      holding.open(0xf02c, 0x20);
      holding.set(0xf02c, today.exportWh / 100, 0, 0, today.pvWh / 100, today.loadWh / 100);
      holding.set(0xf03d, today.importWh / 100);
      holding.set(
        0xf032,
        ...wideLow(grid.exportWh / 100),
        ...wideLow(battery.chargeWh / 51),
        ...wideLow(battery.dischargeWh / 51),
        ...wideLow(pv.energyWh / 100),
      );
      holding.set(0xf03a, ...wideLow(load.energyWh / 100));
      holding.set(0xf048, ...wideLow(grid.importWh / 100));
      holding.open(0xe000, 0x30);
      holding.open(0xe200, 0x20);
      holding.set(0xe00f, 5);
      holding.set(0xe01d, 100, 15, 10, 100);
      holding.set(0xe204, 0, 600);
      holding.set(0xe20a, 800);
      holding.set(0xe20f, 0);
    },
  });
}
