// Emulated SMA inverters (unit 3) and an SRNE charge controller, after the makers' lists of registers.
import type { Emulator, ReadPlant } from './emulator.ts';
import { type Registers, textWords, wide, wide64 } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { outputOf, stringsOf } from './strings.ts';

const positive = (value: number): number => Math.max(0, value);

function sides(holding: Registers, { pv, grid, inverter, today }: PlantSnapshot): void {
  const strings = stringsOf(pv, 3);
  holding.set(30_201, ...wide(307));
  holding.set(30_513, ...wide64(pv.energyWh), ...wide64(today.pvWh));
  holding.set(30_581, ...wide(grid.importWh), ...wide(grid.exportWh));
  // Current, voltage and power of each string: the first, then B and C.
  for (const [index, { currentA, voltageV, powerW }] of strings.entries())
    holding.set(
      [30_769, 30_957, 30_963][index] ?? 0,
      ...wide(currentA * 1000),
      ...wide(voltageV * 100),
      ...wide(powerW),
    );
  holding.set(30_865, ...wide(positive(grid.powerW)), ...wide(positive(-grid.powerW)));
  holding.set(30_953, ...wide(inverter.temperatureC * 10));
  holding.set(30_783, ...grid.phases.flatMap(({ voltageV }) => wide(voltageV * 100)));
  holding.set(30_803, ...wide(grid.frequencyHz * 100));
  holding.set(
    31_259,
    ...grid.phases.flatMap(({ powerW }) => wide(positive(-powerW))),
    ...grid.phases.flatMap(({ powerW }) => wide(positive(powerW))),
  );
  holding.set(31_253, ...grid.phases.flatMap(({ voltageV }) => wide(voltageV * 100)));
}

/** Sunny Boy: AC power is what the sun gives. */
export function createSmaInverter(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'sma-inverter',
    strings: 3,
    framing: 'tcp',
    unit: 3,
    baud: 115_200,
    read,
    show({ holding }, plant) {
      sides(holding, plant);
      holding.set(30_775, ...wide(plant.pv.powerW));
    },
  });
}

/** Sunny Tripower Smart Energy. */
export function createSmaHybrid(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'sma-hybrid',
    strings: 3,
    framing: 'tcp',
    unit: 3,
    baud: 115_200,
    read,
    writable: [40_236, 40_237, 40_793, 40_794, 40_795, 40_796, 40_797, 40_798, 40_799, 40_800, 40_801, 40_802],
    show({ holding }, plant) {
      const { battery } = plant;
      sides(holding, plant);
      holding.set(30_775, ...wide(outputOf(plant).powerW));
      holding.set(30_843, ...wide(Math.abs(battery.currentA) * 1000), ...wide(battery.soc));
      holding.set(30_849, ...wide(battery.cellC * 10), ...wide(battery.voltageV * 100));
      holding.set(
        31_393,
        ...wide(positive(-battery.powerW)),
        ...wide(positive(battery.powerW)),
        ...wide64(battery.chargeWh),
        ...wide64(battery.dischargeWh),
      );
      holding.set(40_236, ...wide(2424));
      holding.set(40_793, ...wide(0), ...wide(10_000), ...wide(0), ...wide(10_000), ...wide(0));
    },
  });
}

/** Sunny Boy Storage: AC power is what the battery gives. The set point and its switch are written only (SMA: SBS3.7-6.0-10, GG10 V13). */
export function createSmaBattery(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'sma-battery',
    framing: 'tcp',
    unit: 3,
    baud: 115_200,
    read,
    writable: [40_149, 40_150, 40_151, 40_152],
    writtenOnly: [40_149, 40_150, 40_151, 40_152],
    show({ holding }, plant) {
      const { battery } = plant;
      sides(holding, plant);
      holding.set(30_775, ...wide(battery.powerW));
      holding.set(30_843, ...wide(Math.abs(battery.currentA) * 1000), ...wide(battery.soc));
      holding.set(30_849, ...wide(battery.cellC * 10), ...wide(battery.voltageV * 100));
      // They are written only: a read gives what means no number.
      holding.set(40_149, 0x8000, 0, 0xffff, 0xffff);
    },
  });
}

/** Temperatures of SRNE: sign in the highest bit, then the magnitude. */
const signed = (value: number): number => (value < 0 ? 0x80 : 0) | (Math.round(Math.abs(value)) & 0x7f);

/** SRNE ML4860. */
export function createSrne(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'srne',
    framing: 'rtu',
    unit: 1,
    baud: 9600,
    read,
    show({ holding }, { pv, battery, inverter, load, today }) {
      holding.open(0x0a, 20);
      holding.set(0x0a, (60 << 8) | 60);
      holding.set(0x0c, ...textWords('    ML4860      ', 8));
      holding.set(0x18, ...wide(21_190_456));
      holding.open(0x100, 0x24);
      holding.set(
        0x100,
        battery.soc,
        battery.voltageV * 10,
        (pv.powerW / battery.voltageV) * 100,
        (signed(inverter.temperatureC) << 8) | signed(battery.cellC),
      );
      // A small load hangs on the controller itself.
      const dcW = load.phasesW[2] / 20;
      holding.set(0x104, battery.voltageV * 10, (dcW / battery.voltageV) * 100, dcW);
      holding.set(0x107, pv.voltageV * 10, pv.currentA * 100, pv.powerW);
      holding.set(0x113, today.pvWh, today.loadWh / 60);
      holding.set(0x11c, ...wide(pv.energyWh), ...wide(load.energyWh / 60), pv.powerW > 0 ? 2 : 0);
    },
  });
}
