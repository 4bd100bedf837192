// An emulated JBD board (Xiaoxiang) on its UART with 9600 baud: registers 03, 04 and 05 of JBD's communication protocol.
import type { Emulator, ReadPlant } from './emulator.ts';
import type { BatterySnapshot } from './plant.ts';
import { ascii, big, total } from './wire-bytes.ts';

function basic(
  { voltageV, currentA, soc, capacityAh, cellsV, cellC, switchC }: BatterySnapshot,
  switches: number,
): number[] {
  const kelvin = (celsius: number): number[] => big((celsius + 273.1) * 10, 2);
  // Positive while charging.
  const body = [
    ...big(voltageV * 100, 2),
    ...big(-currentA * 100, 2),
    ...big(soc * capacityAh, 2),
    ...big(capacityAh * 100, 2),
    ...big(42, 2),
    ...big(((2024 - 2000) << 9) | (3 << 5) | 28, 2),
    ...big(currentA < -1 && Math.max(...cellsV) > 3.4 ? 1 : 0, 2),
    ...big(0, 2),
    ...big(soc < 5 ? 8 : 0, 2),
    0x80,
    Math.round(soc),
    switches,
    cellsV.length,
  ];
  return [...body, 3, ...kelvin(switchC), ...kelvin(cellC), ...kelvin(cellC - 0.7)];
}

function dataOf(register: number, battery: BatterySnapshot, switches: number): readonly number[] | undefined {
  if (register === 3) return basic(battery, switches);
  if (register === 4) return battery.cellsV.flatMap((volts) => big(volts * 1000, 2));
  return register === 5 ? [...ascii('JBD-SP16S020A-L16S-100A')] : undefined;
}

/** Makes an emulated JBD board. */
export function createJbdEmulator({ read }: { readonly read: ReadPlant }): Emulator {
  /** Bit 0 charging, bit 1 discharging, set while on. */
  let switches = 3;
  /** What a write of register E1 answers: a set bit turns off. */
  const turned = (request: Uint8Array): number[] => {
    if (request[2] !== 0xe1 || request[3] !== 2 || (request[5] ?? 4) > 3) return [0x80, 0];
    switches = 3 & ~(request[5] ?? 0);
    return [0, 0];
  };
  return {
    name: 'jbd',
    baud: 9600,
    takeRequest(held) {
      const at = held.indexOf(0xdd);
      if (at < 0) return { used: held.length };
      if (held.length < at + 4) return { used: at };
      const length = 7 + (held[at + 3] ?? 0);
      return held.length < at + length ? { used: at } : { request: held.slice(at, at + length), used: at + length };
    },
    respond(request) {
      const sum = (0x1_0000 - total(request.subarray(2, -3))) & 0xffff;
      const isSound = request.at(-1) === 0x77 && request.at(-3) === sum >> 8 && request.at(-2) === (sum & 0xff);
      if (!isSound || (request[1] !== 0xa5 && request[1] !== 0x5a)) return undefined;
      const register = request[2] ?? 0;
      const data = request[1] === 0x5a ? undefined : dataOf(register, read().battery, switches);
      const body = data === undefined ? (request[1] === 0x5a ? turned(request) : [0x80, 0]) : [0, data.length, ...data];
      return Uint8Array.of(0xdd, register, ...body, ...big(0x1_0000 - total(body), 2), 0x77);
    },
  };
}
