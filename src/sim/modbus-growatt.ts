// Emulated Growatt inverters, after "Inverter Modbus RTU Protocol II" and the off-grid document: groups of 125 input
// registers, high word first, tenths of watts; what flows in and out is counted apart, each positive.
import type { Emulator, ReadPlant } from './emulator.ts';
import { withoutFeedIn } from './home-values.ts';
import { type RegisterImage, type Registers, textWords, wide } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';

const tenths = (value: number): readonly number[] => wide(value * 10);
/** Energies count in tenths of a kilowatt-hour. */
const energy = (wh: number): readonly number[] => wide(wh / 100);
const positive = (value: number): number => Math.max(0, value);

function photovoltaics(input: Registers, base: number, { pv }: PlantSnapshot): void {
  input.set(base, 1, ...tenths(pv.powerW), pv.voltageV * 10, pv.currentA * 10, ...tenths(pv.powerW), 0, 0, 0, 0);
}

/** The groups from 0: AC side, energies, temperatures. */
function oldGroup(input: Registers, plant: PlantSnapshot): void {
  const { pv, grid, inverter, load } = plant;
  input.open(0, 125);
  photovoltaics(input, 0, plant);
  input.set(37, grid.frequencyHz * 100);
  for (const [index, { voltageV }] of grid.phases.entries())
    input.set(38 + 4 * index, voltageV * 10, 43, ...tenths((load.powerW - grid.powerW) / 3));
  input.set(53, ...energy(4200), ...energy(pv.energyWh));
  input.set(91, ...energy(pv.energyWh), inverter.temperatureC * 10, inverter.temperatureC * 10 + 20);
}

/** SPH and SPA: the group from 1000. */
function storageGroup(input: Registers, { battery, grid, load }: PlantSnapshot): void {
  input.open(1000, 125);
  input.set(
    1009,
    ...tenths(positive(battery.powerW)),
    ...tenths(positive(-battery.powerW)),
    battery.voltageV * 10,
    battery.soc,
  );
  input.set(1021, ...tenths(positive(grid.powerW)));
  input.set(1029, ...tenths(positive(-grid.powerW)));
  input.set(1037, ...tenths(load.powerW));
  input.set(1040, battery.cellC * 10);
  input.set(1046, ...energy(grid.importWh));
  input.set(1050, ...energy(grid.exportWh));
  input.set(1054, ...energy(battery.dischargeWh));
  input.set(1058, ...energy(battery.chargeWh));
  input.set(1062, ...energy(load.energyWh));
}

/** TL-X and TL-XH: the group from 3000. */
function flowGroup(input: Registers, { grid, load }: PlantSnapshot): void {
  input.set(3041, ...tenths(positive(grid.powerW)), ...tenths(positive(-grid.powerW)), ...tenths(load.powerW));
  input.set(
    3067,
    ...energy(0),
    ...energy(grid.importWh),
    ...energy(0),
    ...energy(grid.exportWh),
    ...energy(0),
    ...energy(load.energyWh),
  );
}

/** TL-XH: the group from 3125. */
function batteryGroup(input: Registers, { battery }: PlantSnapshot): void {
  input.open(3125, 125);
  input.set(3127, ...energy(battery.dischargeWh));
  input.set(3131, ...energy(battery.chargeWh));
  input.set(3169, battery.voltageV * 100, battery.currentA * 10, battery.soc);
  input.set(3178, ...tenths(positive(battery.powerW)), ...tenths(positive(-battery.powerW)));
}

interface GrowattOptions extends Pick<Emulator, 'sees'> {
  readonly name: string;
  readonly writable: readonly number[];
  show(image: RegisterImage, plant: PlantSnapshot): void;
}

function growatt({ show, ...rest }: GrowattOptions): (read: ReadPlant) => Emulator {
  return (read) =>
    createModbusSlave({
      ...rest,
      framing: 'rtu',
      unit: 1,
      baud: 9600,
      read,
      show(image, plant) {
        image.holding.open(0, 125);
        image.holding.set(3, 100);
        image.holding.set(9, ...textWords('DH1.0\0', 3));
        image.holding.set(23, ...textWords('XSK0CKS058', 5));
        show(image, plant);
      },
    });
}

function hybrid({ input, holding }: RegisterImage, plant: PlantSnapshot): void {
  oldGroup(input, plant);
  storageGroup(input, plant);
  holding.set(608, 15);
  holding.open(1000, 125);
  holding.set(1070, 100, 20);
  // Slots: begin and end as hour and minute in one register each, then whether it holds.
  holding.set(1080, 0, 0, 0);
  holding.set(1090, 100, 95, 0);
  holding.set(1100, (22 << 8) | 30, (6 << 8) | 0, 0);
}

const slotRegisters = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const sphWritable = [3, 122, 123, 608, 1070, 1071, 1090, 1091, 1092].concat(
  slotRegisters.flatMap((at) => [1080 + at, 1100 + at]),
);

/** TL-XH: settings of the battery from 3036; nothing takes the end of a slot without its begin. */
function xhSettings(holding: Registers): void {
  holding.open(3000, 125);
  holding.set(3036, 100, 10, 0, (23 << 8) | 59);
  holding.set(3047, 100, 100, 1);
}
const xhWritable = [3, 3036, 3037, 3038, 3039, 3040, 3041, 3042, 3043, 3044, 3045, 3047, 3048, 3049].concat(
  Array.from({ length: 10 }, (_, at) => 3050 + at),
);

/** Emulators of Growatt inverters by definition. */
export const growattMakers: Readonly<Record<string, (read: ReadPlant) => Emulator>> = {
  'growatt-sph': growatt({ name: 'growatt-sph', writable: sphWritable, show: hybrid }),
  'growatt-sph-tl3': growatt({ name: 'growatt-sph-tl3', writable: sphWritable, show: hybrid }),
  'growatt-min': growatt({
    name: 'growatt-min',
    writable: xhWritable,
    show({ input, holding }, plant) {
      const { pv, grid, load, inverter } = plant;
      input.open(3000, 125);
      photovoltaics(input, 3000, plant);
      input.set(
        3025,
        grid.frequencyHz * 100,
        grid.phases[0].voltageV * 10,
        43,
        ...tenths(Math.abs(load.powerW - grid.powerW)),
      );
      flowGroup(input, plant);
      input.set(3049, ...energy(4200), ...energy(pv.energyWh), ...energy(pv.energyWh));
      input.set(3092, inverter.busV * 10, inverter.temperatureC * 10);
      batteryGroup(input, plant);
      xhSettings(holding);
    },
  }),
  'growatt-mod': growatt({
    name: 'growatt-mod',
    writable: [...xhWritable, 122, 123, 3067, 3307, 3308],
    show({ input, holding }, plant) {
      oldGroup(input, plant);
      input.open(3000, 125);
      flowGroup(input, plant);
      batteryGroup(input, plant);
      xhSettings(holding);
      holding.open(3250, 125);
      holding.set(3307, 200, 150);
    },
  }),
  'growatt-string': growatt({
    name: 'growatt-string',
    writable: [],
    show({ input }, plant) {
      const { pv, grid, inverter } = plant;
      // The old map: 45 registers, the AC side of each phase from 14 on.
      input.open(0, 45);
      photovoltaics(input, 0, plant);
      input.set(11, ...tenths(pv.powerW), grid.frequencyHz * 100);
      for (const [index, { voltageV }] of grid.phases.entries())
        input.set(14 + 4 * index, voltageV * 10, pv.powerW / 69, ...tenths(pv.powerW / 3));
      input.set(26, ...energy(4200), ...energy(pv.energyWh));
      input.set(32, inverter.temperatureC * 10);
      input.set(41, inverter.temperatureC * 10 + 30, inverter.busV * 10);
    },
  }),
  'growatt-spf': growatt({
    name: 'growatt-spf',
    writable: [1, 2, 34, 38],
    sees: withoutFeedIn,
    show({ input, holding }, { pv, battery, grid, load, inverter }) {
      input.open(0, 100);
      input.set(0, pv.powerW > 0 ? 5 : 2, pv.voltageV * 10, 0, ...tenths(pv.powerW), 0, 0, pv.currentA * 10, 0);
      input.set(9, ...tenths(load.powerW), ...tenths(load.powerW * 1.05));
      input.set(17, battery.voltageV * 100, battery.soc);
      input.set(
        20,
        grid.phases[0].voltageV * 10,
        grid.frequencyHz * 100,
        2300,
        5000,
        0,
        inverter.temperatureC * 10,
        400,
        (load.powerW / 5000) * 1000,
      );
      input.set(36, ...tenths(positive(grid.powerW)));
      input.set(50, ...energy(pv.energyWh));
      input.set(62, ...energy(battery.dischargeWh));
      input.set(77, ...tenths(battery.powerW));
      holding.set(1, 0, 0);
      holding.set(34, 60);
      holding.set(38, 30);
    },
  }),
};
