// Emulated Growatt inverters, after "Inverter Modbus RTU Protocol II" and the off-grid document: groups of 125 input
// registers, high word first, tenths of watts; what flows in and out is counted apart, each positive.
import type { Emulator, ReadPlant } from './emulator.ts';
import { withoutFeedIn } from './home-values.ts';
import { type RegisterImage, type Registers, textWords, wide } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { outputOf, stringsOf } from './strings.ts';

const tenths = (value: number): readonly number[] => wide(value * 10);
/** Energies count in tenths of a kilowatt-hour. */
const energy = (wh: number): readonly number[] => wide(wh / 100);
const positive = (value: number): number => Math.max(0, value);

/** State, the sum of the strings, then voltage, current and power of each. */
function photovoltaics(input: Registers, { pv }: PlantSnapshot, { base = 0, strings = 2 } = {}): void {
  input.set(base, 1, ...tenths(pv.powerW));
  for (const [index, { voltageV, currentA, powerW }] of stringsOf(pv, strings).entries())
    input.set(base + 3 + 4 * index, voltageV * 10, currentA * 10, ...tenths(powerW));
}

/** What each string gave today and in total. */
function stringEnergies(input: Registers, { pv, today }: PlantSnapshot, { base = 59, strings = 2 } = {}): void {
  const [todays, totals] = [stringsOf({ ...pv, energyWh: today.pvWh }, strings), stringsOf(pv, strings)];
  for (const [index, { energyWh }] of totals.entries())
    input.set(base + 4 * index, ...energy(todays[index]?.energyWh ?? 0), ...energy(energyWh));
}

/** How many strings and phases a model has. */
interface Sides {
  readonly strings: number;
  readonly phases: 1 | 3;
}

/** The groups from 0: AC side, energies, temperatures. */
function oldGroup(input: Registers, plant: PlantSnapshot, { strings, phases }: Sides): void {
  const { pv, grid, inverter, today } = plant;
  const output = outputOf(plant);
  input.open(0, 125);
  photovoltaics(input, plant, { strings });
  input.set(35, ...tenths(positive(output.powerW)), grid.frequencyHz * 100);
  const [{ voltageV: onlyV }] = grid.phases;
  const only = { voltageV: onlyV, currentA: Math.abs(output.powerW) / onlyV, powerW: output.powerW };
  for (const [index, { voltageV, currentA, powerW }] of (phases === 1 ? [only] : output.phases).entries())
    input.set(38 + 4 * index, voltageV * 10, currentA * 10, ...tenths(powerW));
  input.set(53, ...energy(today.pvWh), ...energy(pv.energyWh));
  stringEnergies(input, plant);
  input.set(91, ...energy(pv.energyWh), inverter.temperatureC * 10, inverter.temperatureC * 10 + 20);
}

/** SPH and SPA: the group from 1000. */
function storageGroup(input: Registers, { battery, grid, load, today }: PlantSnapshot): void {
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
  input.set(1044, ...energy(today.importWh), ...energy(grid.importWh));
  input.set(1048, ...energy(today.exportWh), ...energy(grid.exportWh));
  input.set(1052, ...energy(today.dischargeWh), ...energy(battery.dischargeWh));
  input.set(1056, ...energy(today.chargeWh), ...energy(battery.chargeWh));
  input.set(1060, ...energy(today.loadWh), ...energy(load.energyWh));
}

/** TL-X and TL-XH: the group from 3000. */
function flowGroup(input: Registers, { grid, load, today }: PlantSnapshot): void {
  input.set(3041, ...tenths(positive(grid.powerW)), ...tenths(positive(-grid.powerW)), ...tenths(load.powerW));
  input.set(
    3067,
    ...energy(today.importWh),
    ...energy(grid.importWh),
    ...energy(today.exportWh),
    ...energy(grid.exportWh),
    ...energy(today.loadWh),
    ...energy(load.energyWh),
  );
}

/** TL-XH: the group from 3125. */
function batteryGroup(input: Registers, { battery, today }: PlantSnapshot): void {
  input.open(3125, 125);
  input.set(3125, ...energy(today.dischargeWh), ...energy(battery.dischargeWh));
  input.set(3129, ...energy(today.chargeWh), ...energy(battery.chargeWh));
  input.set(3169, battery.voltageV * 100, battery.currentA * 10, battery.soc);
  input.set(3178, ...tenths(positive(battery.powerW)), ...tenths(positive(-battery.powerW)));
}

interface GrowattOptions extends Pick<Emulator, 'sees' | 'strings'> {
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

const hybrid =
  (sides: Sides) =>
  ({ input, holding }: RegisterImage, plant: PlantSnapshot): void => {
    oldGroup(input, plant, sides);
    storageGroup(input, plant);
    holding.set(608, 15);
    holding.open(1000, 125);
    holding.set(1070, 100, 20);
    // Slots: begin and end as hour and minute in one register each, then whether it holds.
    holding.set(1080, 0, 0, 0);
    holding.set(1090, 100, 95, 0);
    holding.set(1100, (22 << 8) | 30, (6 << 8) | 0, 0);
  };

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
  'growatt-sph': growatt({
    name: 'growatt-sph',
    writable: sphWritable,
    strings: 2,
    show: hybrid({ strings: 2, phases: 1 }),
  }),
  'growatt-sph-tl3': growatt({
    name: 'growatt-sph-tl3',
    writable: sphWritable,
    strings: 3,
    show: hybrid({ strings: 3, phases: 3 }),
  }),
  'growatt-min': growatt({
    name: 'growatt-min',
    writable: xhWritable,
    strings: 4,
    show({ input, holding }, plant) {
      const { pv, grid, inverter, today } = plant;
      const { powerW } = outputOf(plant);
      const [{ voltageV }] = grid.phases;
      input.open(3000, 125);
      photovoltaics(input, plant, { base: 3000, strings: 4 });
      input.set(
        3023,
        ...tenths(positive(powerW)),
        grid.frequencyHz * 100,
        voltageV * 10,
        (Math.abs(powerW) / voltageV) * 10,
        ...tenths(Math.abs(powerW)),
      );
      flowGroup(input, plant);
      input.set(3049, ...energy(today.pvWh), ...energy(pv.energyWh), ...energy(pv.energyWh));
      stringEnergies(input, plant, { base: 3055, strings: 3 });
      input.set(3092, inverter.busV * 10, inverter.temperatureC * 10);
      batteryGroup(input, plant);
      xhSettings(holding);
    },
  }),
  'growatt-mod': growatt({
    name: 'growatt-mod',
    writable: [...xhWritable, 122, 123, 3067, 3307, 3308],
    strings: 3,
    show({ input, holding }, plant) {
      oldGroup(input, plant, { strings: 3, phases: 3 });
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
    strings: 2,
    show({ input }, plant) {
      const { pv, grid, inverter, today } = plant;
      // The old map: 45 registers, the AC side of each phase from 14 on.
      input.open(0, 45);
      photovoltaics(input, plant);
      input.set(11, ...tenths(pv.powerW), grid.frequencyHz * 100);
      for (const [index, { voltageV, currentA, powerW }] of outputOf(plant, { hasBattery: false }).phases.entries())
        input.set(14 + 4 * index, voltageV * 10, currentA * 10, ...tenths(powerW));
      input.set(26, ...energy(today.pvWh), ...energy(pv.energyWh));
      input.set(32, inverter.temperatureC * 10);
      input.set(41, inverter.temperatureC * 10 + 30, inverter.busV * 10);
    },
  }),
  'growatt-spf': growatt({
    name: 'growatt-spf',
    writable: [1, 2, 34, 38],
    sees: withoutFeedIn,
    strings: 2,
    show({ input, holding }, { pv, battery, grid, load, inverter, today }) {
      const strings = stringsOf(pv, 2);
      const fromGridW = positive(grid.powerW);
      const acChargeW = Math.min(fromGridW, positive(-battery.powerW));
      input.open(0, 100);
      input.set(
        0,
        pv.powerW > 0 ? 5 : 2,
        ...strings.map(({ voltageV }) => voltageV * 10),
        ...strings.flatMap(({ powerW }) => tenths(powerW)),
        ...strings.map(({ currentA }) => currentA * 10),
      );
      input.set(13, ...tenths(acChargeW));
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
        battery.switchC * 10,
        (load.powerW / 5000) * 1000,
      );
      input.set(36, ...tenths(positive(grid.powerW)));
      input.set(
        48,
        ...stringsOf({ ...pv, energyWh: today.pvWh }, 2).flatMap(({ energyWh }, index) => [
          ...energy(energyWh),
          ...energy(strings[index]?.energyWh ?? 0),
        ]),
      );
      input.set(56, ...energy(today.chargeWh / 4), ...energy(battery.chargeWh / 4));
      input.set(60, ...energy(today.dischargeWh), ...energy(battery.dischargeWh));
      input.set(77, ...tenths(battery.powerW));
      holding.set(1, 0, 0);
      holding.set(34, 60);
      holding.set(38, 30);
    },
  }),
};
