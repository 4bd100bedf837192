// Emulated GoodWe inverters, laid out after the recorded frames: ET and DT as Modbus (over TCP, or behind AA 55 over UDP),
// ES with frames of its own.
import type { Emulator, ReadPlant } from './emulator.ts';
import { floatWords, type RegisterImage, type Registers, textWords, wide } from './modbus-registers.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { outputOf, stringsOf } from './strings.ts';

const energy = (wh: number): readonly number[] => wide(wh / 100);
const batteryMode = (powerW: number): number => (powerW > 20 ? 2 : powerW < -20 ? 3 : 1);

function fillEtEnergies(holding: Registers, { pv, battery, load, today }: PlantSnapshot): void {
  // From 35195 on what went through the inverter's own terminals, whatever the home took of it.
  const [out, outToday] = [pv.energyWh + battery.dischargeWh / 2, today.pvWh + today.dischargeWh / 2];
  holding.set(
    35_191,
    ...energy(pv.energyWh),
    ...energy(today.pvWh),
    ...energy(out),
    ...wide(9000),
    outToday / 100,
    ...energy(battery.chargeWh / 50),
    today.chargeWh / 5000,
  );
  holding.set(
    35_203,
    ...energy(load.energyWh),
    today.loadWh / 100,
    ...energy(battery.chargeWh),
    today.chargeWh / 100,
    ...energy(battery.dischargeWh),
    today.dischargeWh / 100,
  );
}

function fillEt({ holding }: RegisterImage, plant: PlantSnapshot): void {
  const { pv, battery, grid, load, inverter } = plant;
  const { phases } = grid;
  const output = outputOf(plant);
  holding.open(35_000, 33);
  holding.set(35_001, 10_000, 254, ...textWords('9010KETU000W0000', 8), ...textWords('GW10K-ET  ', 5));
  holding.set(35_021, ...textWords('04029-06-S11', 6));
  holding.open(35_100, 125);
  holding.set(
    35_103,
    ...stringsOf(pv, 4).flatMap(({ voltageV, currentA, powerW }) => [voltageV * 10, currentA * 10, ...wide(powerW)]),
  );
  holding.set(
    35_121,
    ...output.phases.flatMap(({ voltageV, currentA, powerW }) => [
      voltageV * 10,
      currentA * 10,
      grid.frequencyHz * 100,
      ...wide(powerW),
    ]),
  );
  holding.set(35_137, ...wide(output.powerW), ...wide(-grid.powerW));
  // A quarter of the home hangs on the backup side.
  holding.set(35_169, ...wide(load.powerW / 4), ...wide((3 * load.powerW) / 4), load.powerW / 100);
  holding.set(35_174, inverter.temperatureC * 10 - 50, 0, inverter.temperatureC * 10);
  holding.set(
    35_178,
    inverter.busV * 10,
    inverter.busV * 5,
    battery.voltageV * 10,
    battery.currentA * 10,
    ...wide(battery.powerW),
    batteryMode(battery.powerW),
  );
  holding.set(35_187, 1);
  fillEtEnergies(holding, plant);
  holding.open(36_000, 45);
  holding.set(36_004, 1, ...phases.map(({ powerW }) => -powerW), -grid.powerW);
  holding.set(36_014, grid.frequencyHz * 100, ...floatWords(grid.exportWh), ...floatWords(grid.importWh));
  holding.set(36_019, ...phases.flatMap(({ powerW }) => wide(-powerW)), ...wide(-grid.powerW));
  holding.open(37_000, 24);
  holding.set(37_002, 1, battery.cellC * 10, 25, 25, 0, battery.soc, 99);
  fillEtSettings(holding);
}

/** What the settings say from the factory. */
function fillEtSettings(holding: Registers): void {
  holding.set(45_356, 20);
  holding.set(47_000, 0);
  holding.set(47_509, 0, 10_000, 1, 0);
  // Eco slots of newer firmwares: all day, off, every day, discharging with 20 %, to 100 %; the others never.
  holding.open(47_515, 16);
  holding.set(47_547, 0x0000, 0x173b, 0x007f, 20, 100, 0);
  for (const slot of [1, 2, 3]) holding.set(47_547 + 6 * slot, 0x3000, 0x3000, 0x0000, 100, 0, 0);
}

function fillDt({ holding }: RegisterImage, plant: PlantSnapshot): void {
  const { pv, grid, inverter, today } = plant;
  const { phases } = outputOf(plant, { hasBattery: false });
  holding.open(30_000, 41);
  holding.set(30_004, ...textWords('00000MSU00000000', 8), ...textWords('GW5000-MS ', 5));
  holding.open(30_100, 73, 0xffff);
  holding.set(30_103, ...stringsOf(pv, 3).flatMap(({ voltageV, currentA }) => [voltageV * 10, currentA * 10]));
  holding.set(30_118, ...phases.map(({ voltageV }) => voltageV * 10), ...phases.map(({ currentA }) => currentA * 10));
  holding.set(30_124, grid.frequencyHz * 100);
  holding.set(30_127, ...wide(pv.powerW), 1);
  holding.set(30_141, inverter.temperatureC * 10, 0xffff, 0xffff, today.pvWh / 100, ...energy(pv.energyWh));
  holding.set(30_163, inverter.busV * 10);
  holding.open(30_195, 15);
  holding.set(30_195, ...wide(-grid.powerW), ...wide(grid.exportWh), ...wide(grid.importWh));
}

const et = {
  name: 'goodwe-et',
  unit: 0xf7,
  show: fillEt,
  strings: 4,
  writable: [45_356, 47_000, 47_509, 47_510, 47_511, 47_512].concat(Array.from({ length: 24 }, (_, at) => 47_547 + at)),
} as const;
const dt = { name: 'goodwe-dt', unit: 0x7f, show: fillDt, strings: 3, writable: [] } as const;

/** Emulators with a LAN kit (Modbus TCP), by definition. */
export const goodweMakers: Readonly<Record<string, (read: ReadPlant) => Emulator>> = {
  'goodwe-et': (read) => createModbusSlave({ ...et, framing: 'tcp', baud: 115_200, read }),
  'goodwe-dt': (read) => createModbusSlave({ ...dt, framing: 'tcp', baud: 115_200, read }),
};

/** The Wi-Fi module: requests as on a serial line, AA 55 in front of every answer. */
function behindModule(inverter: Emulator): Emulator {
  return {
    ...inverter,
    respond(request) {
      const answer = inverter.respond(request);
      return answer === undefined ? undefined : Uint8Array.of(0xaa, 0x55, ...answer);
    },
  };
}

/** Big-endian bytes of a whole number, negative ones in two's complement. */
const big = (value: number, bytes: 1 | 2 | 4): readonly number[] => {
  const whole = Math.round(value) >>> 0;
  return [24, 16, 8, 0].slice(4 - bytes).map((shift) => (whole >>> shift) & 0xff);
};

/** Payload of the running data: values by offset. */
function esRunning(plant: PlantSnapshot): Uint8Array {
  const { pv, battery, grid, load, inverter, today } = plant;
  const [one, two] = stringsOf(pv, 2);
  const { powerW: outputW } = outputOf(plant);
  const [{ voltageV }] = grid.phases;
  const payload = new Uint8Array(140);
  const put = (offset: number, value: number, bytes: 1 | 2 | 4 = 2): void => payload.set(big(value, bytes), offset);
  put(0, (one?.voltageV ?? 0) * 10);
  put(2, (one?.currentA ?? 0) * 10);
  put(4, pv.powerW > 0 ? 2 : 0, 1);
  put(5, (two?.voltageV ?? 0) * 10);
  put(7, (two?.currentA ?? 0) * 10);
  put(9, pv.powerW > 0 ? 2 : 0, 1);
  put(10, battery.voltageV * 10);
  put(16, battery.cellC * 10);
  put(18, Math.abs(battery.currentA) * 10);
  put(20, 74);
  put(22, 74);
  put(26, battery.soc, 1);
  put(29, 98, 1);
  put(30, batteryMode(battery.powerW), 1);
  put(34, voltageV * 10);
  put(36, (Math.abs(grid.powerW) / voltageV) * 10);
  put(38, Math.abs(grid.powerW));
  put(40, grid.frequencyHz * 100);
  put(43, voltageV * 10 - 2);
  put(45, (load.powerW / 4 / voltageV) * 10);
  put(47, (3 * load.powerW) / 4);
  put(52, 2, 1);
  put(53, inverter.temperatureC * 10);
  put(59, pv.energyWh / 100, 4);
  put(67, today.pvWh / 100);
  put(69, today.loadWh / 100);
  put(71, load.energyWh / 100, 4);
  put(75, outputW);
  put(81, load.powerW / 4);
  put(80, grid.powerW > 0 ? 2 : 1, 1);
  return payload;
}

function text(payload: Uint8Array, offset: number, words: string): void {
  for (let index = 0; index < words.length; index += 1) payload[offset + index] = words.charCodeAt(index);
}

/** ES, EM and BP. */
function createEs(read: ReadPlant): Emulator {
  const payloadOf = (code: number): Uint8Array | undefined => {
    if (code === 0x06) return esRunning(read());
    if (code === 0x09) return new Uint8Array(86);
    if (code !== 0x02) return undefined;
    const info = new Uint8Array(77);
    text(info, 0, '2323G');
    text(info, 5, 'GW5048D-ES');
    text(info, 31, '95048ESU227W0000');
    return info;
  };
  return {
    name: 'goodwe-es',
    baud: 115_200,
    takeRequest(held) {
      if (held.length < 7) return { used: 0 };
      const length = 9 + (held[6] ?? 0);
      return held.length < length ? { used: 0 } : { request: held.slice(0, length), used: length };
    },
    respond(request) {
      const payload =
        request[0] === 0xaa && request[3] === 0x7f && request[4] === 1 ? payloadOf(request[5] ?? 0) : undefined;
      if (payload === undefined) return undefined;
      const body = [0xaa, 0x55, 0x7f, 0xc0, 1, (request[5] ?? 0) | 0x80, payload.length, ...payload];
      const sum = body.reduce((total, byte) => total + byte, 0);
      return Uint8Array.of(...body, (sum >> 8) & 0xff, sum & 0xff);
    },
  };
}

/** Emulators behind a Wi-Fi module (UDP), by definition. */
export const udpMakers: Readonly<Record<string, (read: ReadPlant) => Emulator>> = {
  'goodwe-et': (read) => behindModule(createModbusSlave({ ...et, framing: 'rtu', baud: 115_200, read })),
  'goodwe-dt': (read) => behindModule(createModbusSlave({ ...dt, framing: 'rtu', baud: 115_200, read })),
  'goodwe-es': createEs,
};
