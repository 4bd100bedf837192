// An emulated JBD UP16S: areas by function 0x78, behind the CRC of Modbus ([jbd-up] as dbus-serialbattery reads them).
import type { Emulator, ReadPlant } from './emulator.ts';
import type { BatterySnapshot } from './plant.ts';
import { big, fixedText } from './wire-bytes.ts';

/** The serial line's CRC, low byte first. */
function crc(bytes: readonly number[]): number[] {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value % 2 === 1 ? (value >> 1) ^ 0xa001 : value >> 1;
  }
  return [value & 0xff, value >> 8];
}

const celsius = (value: number): number => value * 10 + 500;

function status(battery: BatterySnapshot): number[] {
  const { cellsV, cellC, switchC, capacityAh, soc, voltageV, currentA } = battery;
  const [least, most] = [Math.min(...cellsV) * 1000, Math.max(...cellsV) * 1000];
  const words = (...values: readonly number[]): number[] => values.flatMap((value) => big(value, 2));
  return [
    ...words(voltageV * 100, 0),
    // Positive while charging, from 3000 A below zero.
    ...big(300_000 - currentA * 100, 4),
    ...words(soc * 100, soc * capacityAh, capacityAh * 100, capacityAh * 100, celsius(switchC), celsius(22), 1, 100),
    ...big(0, 4),
    ...big(0, 4),
    ...words(3, 4, 42, 10, most, 1, least, (least + most) / 2),
    ...words(1, celsius(cellC), 4, celsius(cellC - 1), celsius(cellC), 576, 2400, 432, 5500),
    ...words(cellsV.length, ...cellsV.map((volts) => volts * 1000)),
    ...words(4, ...[0, 1, 2, 3].map((sensor) => celsius(cellC - sensor / 10))),
    ...words(0, 0, 0x0c01),
    ...fixedText('JBD87654321', 30),
    ...words(3, 7, 0, 4, 0),
  ];
}

function areaOf(begin: number, battery: BatterySnapshot): number[] | undefined {
  if (begin === 0x1000) return status(battery);
  if (begin !== 0x2810) return undefined;
  const versions = [0x21, 3, 12, 1, 7, 0x24].flatMap((value) => big(value, 2));
  return [...versions, ...fixedText('UP16S015.16S200A', 16), ...fixedText('JBD', 16)];
}

/** Makes an emulated UP16S at address 1. */
export function createJbdUpEmulator({ read }: { readonly read: ReadPlant }): Emulator {
  return {
    name: 'jbd-up',
    baud: 9600,
    takeRequest(held) {
      const at = held.findIndex((byte, index) => byte === 1 && held[index + 1] === 0x78);
      if (at < 0) return { used: held.at(-1) === 1 ? held.length - 1 : held.length };
      return held.length < at + 10 ? { used: at } : { request: held.slice(at, at + 10), used: at + 10 };
    },
    respond(request) {
      const head = [...request.subarray(0, 8)];
      const [low, high] = crc(head);
      if (request[8] !== low || request[9] !== high) return undefined;
      const data = areaOf(((request[2] ?? 0) << 8) | (request[3] ?? 0), read().battery);
      if (data === undefined) return undefined;
      const body = [...head.slice(0, 6), ...big(data.length, 2), ...data];
      return Uint8Array.of(...body, ...crc(body));
    },
  };
}
