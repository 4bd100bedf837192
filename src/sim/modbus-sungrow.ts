// An emulated Sungrow SH10RT, filled from the maker's tables (document number less one is the address on the wire).
import type { Emulator, ReadPlant } from './emulator.ts';
import { type Registers, textWords, wideLow } from './modbus-registers.ts';
import { reactiveVar } from './home-values.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { outputOf, stringsOf } from './strings.ts';

/** Bits of register 13001 of the document ("Power flow status"). */
function powerFlow(pvW: number, batteryW: number, gridW: number): number {
  return (
    (pvW > 0 ? 1 : 0) |
    (batteryW < 0 ? 2 : 0) |
    (batteryW > 0 ? 4 : 0) |
    8 |
    (gridW < 0 ? 0x10 : 0) |
    (gridW > 0 ? 0x20 : 0)
  );
}

/** What the settings say from the factory. */
function showSettings(holding: Registers): void {
  holding.open(13_000, 110);
  holding.set(13_049, 0, 0xcc, 0);
  holding.set(13_057, 1000, 50);
  holding.set(13_073, 10_000, 0x55);
  holding.set(13_086, 0x55);
  holding.set(13_088, 0x55, 1000);
  holding.set(33_046, 1060, 1060);
}

/** What the sun gave, and what of it went straight into the home. */
function showSunEnergies(input: Registers, { pv, battery, grid, today }: PlantSnapshot): void {
  input.set(13_001, today.pvWh / 100, ...wideLow(pv.energyWh / 100));
  const direct = (sunWh: number, fedWh: number, intoWh: number): number => Math.max(0, sunWh - fedWh - intoWh) / 100;
  input.set(
    13_016,
    direct(today.pvWh, today.exportWh, today.chargeWh),
    ...wideLow(direct(pv.energyWh, grid.exportWh, battery.chargeWh)),
  );
}

/** Registers of the string inverters' list, which the hybrids have too. */
function showOldList(input: Registers, plant: PlantSnapshot): void {
  const { pv, battery, grid, load, inverter, today } = plant;
  const { phases } = grid;
  const [one, two, three, four] = stringsOf(pv, 4).map(({ voltageV, currentA }) => [voltageV * 10, currentA * 10]);
  input.open(4949, 60);
  input.set(4953, ...textWords('SAPPHIRE-H_03011.95.01', 15));
  input.set(4989, ...textWords('A2340512345', 10), 0x0e03);
  input.open(5000, 40);
  input.set(5000, 100);
  // The old counters hold what the battery gave, too.
  input.set(5002, (today.pvWh + today.dischargeWh) / 100, ...wideLow((pv.energyWh + battery.dischargeWh) / 100));
  input.set(5007, inverter.temperatureC * 10);
  input.set(5010, ...(one ?? []), ...(two ?? []), ...(three ?? []), ...wideLow(pv.powerW));
  input.set(5032, ...wideLow(-reactiveVar(phases[0])));
  input.set(5018, ...phases.map(({ voltageV }) => voltageV * 10));
  input.set(5034, 1000);
  input.set(5114, ...(four ?? []));
  input.set(5634, 30, 30, 0, 0, (battery.capacityAh * 51.2) / 10);
  const backupW = load.phasesW.map((powerW) => powerW / 4);
  input.set(5722, ...backupW, ...wideLow(load.powerW / 4));
  input.open(5727, 13);
  input.set(
    5740,
    ...phases.map(({ voltageV }) => voltageV * 10),
    ...phases.map(({ currentA }) => Math.abs(currentA) * 100),
  );
  input.set(5213, ...wideLow(battery.powerW));
  input.set(5241, grid.frequencyHz * 100);
  input.set(5600, ...wideLow(grid.powerW), ...phases.flatMap(({ powerW }) => wideLow(powerW)));
  input.set(5630, battery.currentA * 10);
}

/** Registers from 13 000 on, which hybrids alone have. */
function showNewList(input: Registers, plant: PlantSnapshot): void {
  const { pv, battery, grid, load, today } = plant;
  const output = outputOf(plant);
  input.open(12_999, 60);
  input.set(12_999, 0x0040, powerFlow(pv.powerW, battery.powerW, grid.powerW));
  showSunEnergies(input, plant);
  input.set(13_007, ...wideLow(load.powerW), ...wideLow(-grid.powerW));
  input.set(13_019, battery.voltageV * 10, Math.abs(battery.currentA) * 10, Math.abs(battery.powerW));
  input.set(13_022, battery.soc * 10, 990, battery.cellC * 10);
  input.set(13_025, today.dischargeWh / 100, ...wideLow(battery.dischargeWh / 100));
  input.set(13_030, ...output.phases.map(({ currentA }) => currentA * 10), ...wideLow(output.powerW));
  input.set(13_035, today.importWh / 100);
  input.set(13_039, today.chargeWh / 100);
  input.set(13_044, today.exportWh / 100);
  input.set(13_036, ...wideLow(grid.importWh / 100));
  input.set(13_040, ...wideLow(battery.chargeWh / 100));
  input.set(13_045, ...wideLow(grid.exportWh / 100));
}

/** Makes an emulated hybrid inverter with its own LAN port. */
export function createSungrow(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'sungrow-hybrid',
    framing: 'tcp',
    unit: 1,
    baud: 115_200,
    read,
    maxRead: 100,
    writable: [13_049, 13_050, 13_051, 13_057, 13_058, 13_073, 13_074, 13_086, 13_088, 13_089, 13_099, 33_046, 33_047],
    strings: 4,
    show({ input, holding }, plant) {
      showOldList(input, plant);
      showNewList(input, plant);
      showSettings(holding);
    },
  });
}

/** An emulated SG10RT with a meter: the string inverters' own list, document number less one. */
export function createSungrowString(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'sungrow-string',
    framing: 'tcp',
    unit: 1,
    baud: 115_200,
    read,
    maxRead: 100,
    strings: 3,
    show({ input }, plant) {
      const { pv, grid, load, inverter, today } = plant;
      const { phases } = grid;
      const output = outputOf(plant, { hasBattery: false });
      input.open(4989, 160);
      input.set(4989, ...textWords('A2261012345', 10), 0x2432, 100, 1);
      input.set(5002, today.pvWh / 100, ...wideLow(pv.energyWh / 1000));
      input.set(5007, inverter.temperatureC * 10, ...wideLow(pv.powerW));
      const strings = stringsOf(pv, 3).flatMap(({ voltageV, currentA }) => [voltageV * 10, currentA * 10]);
      input.set(5010, ...strings, ...wideLow(pv.powerW));
      input.set(
        5018,
        ...output.phases.map(({ voltageV }) => voltageV * 10),
        ...output.phases.map(({ currentA }) => currentA * 10),
      );
      input.set(
        5030,
        ...wideLow(pv.powerW),
        ...wideLow(-reactiveVar(phases[0])),
        998,
        grid.frequencyHz * 10,
        0,
        pv.powerW > 0 ? 0 : 0x1400,
      );
      input.set(5082, ...wideLow(grid.powerW), ...phases.flatMap(({ powerW }) => wideLow(powerW)));
      input.set(5090, ...wideLow(load.powerW));
      input.set(5094, ...wideLow(grid.exportWh / 100));
      input.set(5098, ...wideLow(grid.importWh / 100));
      input.set(5143, ...wideLow(pv.energyWh / 100));
    },
  });
}
