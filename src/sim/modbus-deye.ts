// Emulated Deye inverters and the Solarman logger in front of them, after the makers' tables: function 3 only for reading,
// 16 for writing, low word first, temperatures from −100 °C.
import type { Emulator, ReadPlant } from './emulator.ts';
import { type Registers, textWords, wideLow } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { outputOf, type PvString, stringsOf } from './strings.ts';

const celsius = (value: number): number => value * 10 + 1000;
const energy = (wh: number): readonly number[] => wideLow(wh / 100);

/** The same in all six time slots. */
const slots = (value: number): readonly number[] => [1, 2, 3, 4, 5, 6].map(() => value);

/**
 * "Control board special function 1": two bits each, 10 for off and 11 for on, of which bits 2 and 3 are the peak shaving of
 * the generator and bits 4 and 5 that of the grid.
 */
const switchesOff = 0b1010_1010;

function identity(holding: Registers, kind: number): void {
  holding.open(0, 60);
  holding.set(0, kind, 1, 0x0104, ...textWords('2303124567', 5));
}

/** Charge, discharge, import, export, load and sun of the day, in tenths of a kilowatt-hour. */
const days = ({ today }: PlantSnapshot): readonly number[] =>
  [today.chargeWh, today.dischargeWh, today.importWh, today.exportWh, today.loadWh, today.pvWh].map((wh) => wh / 100);

const voltsAndAmperes = ({ voltageV, currentA }: PvString): readonly number[] => [voltageV * 10, currentA * 10];

/** What the settings say from the factory; powers in units of `watts`. */
function threePhaseSettings(holding: Registers, watts: number): void {
  holding.open(60, 200);
  holding.set(108, 120, 120);
  holding.set(115, 20, 40, 30);
  holding.set(127, 30, 60, 0, 1);
  holding.set(141, 1, 2, 8000 / watts, 0, 1, 255);
  holding.set(148, 0, 500, 900, 1300, 1700, 2100, ...slots(8000 / watts));
  holding.set(166, 100, 100, 100, 20, 20, 20, ...slots(0));
  holding.set(178, switchesOff);
  holding.set(190, 8000 / watts, 8000 / watts);
}

function threePhaseEnergies(holding: Registers, plant: PlantSnapshot): void {
  const { battery, grid, load, pv } = plant;
  const todays = days(plant);
  holding.set(514, ...todays.slice(0, 2), ...energy(battery.chargeWh), ...energy(battery.dischargeWh));
  holding.set(520, ...todays.slice(2, 4));
  holding.set(526, todays[4] ?? 0);
  holding.set(529, todays[5] ?? 0);
  holding.set(522, ...energy(grid.importWh), ...energy(grid.exportWh));
  holding.set(527, ...energy(load.energyWh));
  holding.set(534, ...energy(pv.energyWh));
}

/** Three phases; powers in units of `watts`, battery voltage in `perVolt` parts. */
function threePhase(kind: number, { watts, perVolt, count }: { watts: number; perVolt: number; count: 4 | 8 }) {
  return (holding: Registers, plant: PlantSnapshot): void => {
    const { battery, grid, load, inverter } = plant;
    identity(holding, kind);
    threePhaseSettings(holding, watts);
    holding.open(500, 240);
    holding.set(500, 2);
    threePhaseEnergies(holding, plant);
    holding.set(540, celsius(inverter.temperatureC + 3), celsius(inverter.temperatureC));
    holding.set(
      586,
      celsius(battery.cellC),
      battery.voltageV * perVolt,
      battery.soc,
      0,
      battery.powerW / watts,
      battery.currentA * 100,
    );
    holding.set(598, ...grid.phases.map(({ voltageV }) => voltageV * 10));
    holding.set(609, grid.frequencyHz * 100);
    // Low words here, high words from 687 on, those of the load from 656.
    const gridPowers = [...grid.phases.map(({ powerW }) => powerW), grid.powerW].map(wideLow);
    holding.set(622, ...gridPowers.map(([low]) => low));
    holding.set(687, ...gridPowers.map(([, high]) => high));
    holding.set(616, ...gridPowers.map(([low]) => low));
    holding.set(705, ...gridPowers.map(([, high]) => high));
    const output = outputOf(plant);
    const outputPowers = [...output.phases.map(({ powerW }) => powerW), output.powerW].map(wideLow);
    holding.set(633, ...outputPowers.map(([low]) => low));
    holding.set(691, ...outputPowers.map(([, high]) => high));
    holding.set(650, ...load.phasesW, load.powerW);
    const strings = stringsOf(plant.pv, count);
    const four = strings.slice(0, 4);
    holding.set(672, ...four.map(({ powerW }) => powerW / watts), ...four.flatMap(voltsAndAmperes));
    holding.set(727, ...strings.slice(4).map(({ powerW }) => powerW / watts));
  };
}

function onePhase(holding: Registers, plant: PlantSnapshot): void {
  const { pv, battery, grid, load, inverter } = plant;
  const todays = days(plant);
  const strings = stringsOf(pv, 4);
  const { powerW: outputW } = outputOf(plant);
  identity(holding, 0x0300);
  holding.set(16, ...wideLow(8000 * 10));
  holding.open(59, 280);
  holding.set(59, 2);
  holding.set(70, ...todays.slice(0, 2), ...energy(battery.chargeWh), ...energy(battery.dischargeWh));
  holding.set(76, ...todays.slice(2, 4));
  holding.set(84, todays[4] ?? 0);
  holding.set(108, todays[5] ?? 0);
  const [low = 0, high = 0] = energy(grid.importWh);
  holding.set(78, low, grid.frequencyHz * 100, high, ...energy(grid.exportWh));
  holding.set(85, ...energy(load.energyWh));
  holding.set(90, celsius(inverter.temperatureC + 3), celsius(inverter.temperatureC));
  holding.set(96, ...energy(pv.energyWh));
  holding.set(109, ...strings.flatMap(voltsAndAmperes));
  holding.set(150, grid.phases[0].voltageV * 10);
  holding.set(157, grid.phases[0].voltageV * 10);
  // Split phase: both lines, then their sum; the current transformers outside see the same.
  const lines = [grid.powerW * 0.75, grid.powerW * 0.25, grid.powerW];
  holding.set(167, ...lines, ...lines);
  holding.set(175, outputW, load.powerW * 0.75, load.powerW * 0.25, load.powerW);
  holding.set(182, celsius(battery.cellC), battery.voltageV * 100, battery.soc);
  holding.set(186, ...strings.map(({ powerW }) => powerW), battery.powerW, battery.currentA * 100, 5000);
  holding.set(210, 120, 120);
  holding.set(217, 20, 40, 30);
  holding.set(229, 30, 60, 0, 1);
  holding.set(243, 1, 2, 8000, 0, 1, 255);
  holding.set(250, 0, 500, 900, 1300, 1700, 2100, ...slots(8000));
  holding.set(268, 100, 100, 100, 20, 20, 20, ...slots(0));
  // Four bits each: export of a microinverter, generator, grid, always on the grid; all off.
  holding.set(280, 0);
  holding.set(292, 8000, 8000);
}

function gridTied(kind: number, tempScale: number) {
  return (holding: Registers, plant: PlantSnapshot): void => {
    const { pv, grid, inverter, load, today } = plant;
    const { phases } = outputOf(plant, { hasBattery: false });
    identity(holding, kind);
    holding.open(59, 160);
    holding.set(59, 2, today.pvWh / 100);
    holding.set(63, ...energy(pv.energyWh));
    holding.set(
      73,
      ...phases.map(({ voltageV }) => voltageV * 10),
      ...phases.map(({ currentA }) => currentA * 10),
      grid.frequencyHz * 100,
    );
    holding.set(82, ...wideLow(pv.powerW * 10));
    holding.set(86, ...wideLow(pv.powerW * 10));
    holding.set(90, inverter.temperatureC * tempScale + 1000, celsius(inverter.temperatureC));
    holding.set(109, ...stringsOf(pv, 4).flatMap(voltsAndAmperes));
    holding.set(198, ...wideLow(load.powerW));
    holding.set(203, ...wideLow(grid.powerW));
  };
}

const programs = (first: number): readonly number[] => [0, 1, 2, 3, 4, 5].map((index) => first + index);
const p3Writable = [
  108,
  109,
  115,
  116,
  117,
  127,
  128,
  130,
  141,
  142,
  143,
  145,
  146,
  ...programs(148),
  ...programs(154),
  ...programs(166),
  ...programs(172),
  178,
  190,
  191,
];
const p1Writable = [
  210,
  211,
  217,
  218,
  219,
  229,
  230,
  232,
  243,
  244,
  245,
  247,
  248,
  ...programs(250),
  ...programs(256),
  ...programs(268),
  ...programs(274),
  280,
  292,
  293,
];

type Fill = (holding: Registers, plant: PlantSnapshot) => void;

function deye(
  name: string,
  show: Fill,
  { writable = [], strings = 4 }: { readonly writable?: readonly number[]; readonly strings?: number } = {},
): (read: ReadPlant) => Emulator {
  return (read) =>
    createModbusSlave({
      name,
      framing: 'tcp',
      unit: 1,
      baud: 115_200,
      read,
      maxRead: 100,
      writable,
      strings,
      show: ({ holding }, plant) => show(holding, plant),
    });
}

const lowVoltage = { watts: 1, perVolt: 100, count: 4 } as const;

/** Emulators of Deye inverters with a LAN stick, by definition. */
export const deyeMakers: Readonly<Record<string, (read: ReadPlant) => Emulator>> = {
  'deye-p3': deye('deye-p3', threePhase(0x0500, lowVoltage), { writable: p3Writable }),
  'deye-p3-hv': deye('deye-p3-hv', threePhase(0x0600, { watts: 10, perVolt: 10, count: 8 }), {
    writable: p3Writable,
    strings: 8,
  }),
  'deye-p1': deye('deye-p1', onePhase, { writable: p1Writable }),
  'deye-micro': deye('deye-micro', gridTied(0x0400, 100)),
  'deye-string': deye('deye-string', gridTied(0x0200, 10)),
};

/** A Deye inverter on the serial line of a Wi-Fi logger. */
export function createDeyeBehindLogger(read: ReadPlant, logger: number): Emulator {
  const inverter = createModbusSlave({
    name: 'deye-p3',
    framing: 'rtu',
    unit: 1,
    baud: 9600,
    read,
    writable: p3Writable,
    strings: 4,
    show: ({ holding }, plant) => threePhase(0x0500, lowVoltage)(holding, plant),
  });
  return createSolarmanLogger(inverter, logger);
}

const little = (value: number, bytes: number): readonly number[] =>
  Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) % 256);

/** The logger: takes V5 frames for its serial number, passes the Modbus inside on, wraps the answer (pysolarmanv5's description). */
function createSolarmanLogger(inverter: Emulator, logger: number): Emulator {
  const wrap = (request: Uint8Array, modbus: Uint8Array): Uint8Array => {
    const payload = [2, 1, ...little(3_600_000, 4), ...little(86_400, 4), ...little(1_700_000_000, 4), ...modbus];
    const body = [...little(payload.length, 2), 0x10, 0x15, request[5] ?? 0, 0x42, ...little(logger, 4), ...payload];
    const sum = body.reduce((total, byte) => total + byte, 0) & 0xff;
    return Uint8Array.of(0xa5, ...body, sum, 0x15);
  };
  return {
    name: `${inverter.name} behind logger ${logger}`,
    baud: 115_200,
    ...(inverter.strings === undefined ? {} : { strings: inverter.strings }),
    takeRequest(held) {
      if (held.length > 0 && held[0] !== 0xa5) return { used: 1 };
      const length = 13 + (held[1] ?? 0) + 256 * (held[2] ?? 0);
      if (held.length < 13 || held.length < length) return { used: 0 };
      return { request: held.slice(0, length), used: length };
    },
    respond(request) {
      const isMine = little(logger, 4).every((byte, index) => request[7 + index] === byte);
      if (!isMine) return wrap(request, Uint8Array.of(6, 0));
      const { request: modbus } = inverter.takeRequest(request.subarray(26, -2));
      const answer = modbus === undefined ? undefined : inverter.respond(modbus);
      return wrap(request, answer ?? Uint8Array.of(5, 0));
    },
  };
}
