// Emulated batteries of the YD/T 1363.3 family: Pylontech (version 20), Seplos V2 (version 20) and PACE (version 25), by the
// makers' documents (Pylontech RS485 protocol V3.3, SEPLOS protocol V2.0 tables 8 and 11, PACE RS232 protocol).
import type { Emulator, ReadPlant } from './emulator.ts';
import type { BatterySnapshot } from './plant.ts';
import { ascii, big, fixedText, total } from './wire-bytes.ts';

/** The families that speak it. */
export type PackFamily = 'pylontech' | 'seplos-v2' | 'pace' | 'pace-v20' | 'pylontech-stack';

interface Family {
  readonly version: string;
  /** CID1. */
  readonly kind?: string;
  readonly address: number;
  readonly baud: number;
  info(cid2: string, battery: BatterySnapshot): readonly number[] | undefined;
}

const kelvin = (celsius: number): number[] => big(celsius * 10 + 2731, 2);
const milliCells = ({ cellsV }: BatterySnapshot): number[] => [
  cellsV.length,
  ...cellsV.flatMap((volts) => big(volts * 1000, 2)),
];
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const quietCells = ({ cellsV }: BatterySnapshot): number[] => [cellsV.length, ...zeros(cellsV.length)];

/** Positive while charging. */
const chargeA = ({ currentA }: BatterySnapshot): number => -currentA;
const leftAh = ({ soc, capacityAh }: BatterySnapshot): number => (soc * capacityAh) / 100;

function manufacturer(device: string, maker: string): number[] {
  return [...fixedText(device, 10), 2, 8, ...fixedText(maker, 20)];
}

const pylontech: Family = {
  version: '20',
  address: 2,
  baud: 115_200,
  info(cid2, battery) {
    const { voltageV, capacityAh, cellC, soc } = battery;
    switch (cid2) {
      case '42': {
        const left = big(leftAh(battery) * 1000, 3);
        const full = big(capacityAh * 1000, 3);
        return [
          0,
          2,
          ...milliCells(battery),
          5,
          ...[cellC + 1, cellC, cellC, cellC, cellC - 1].flatMap(kelvin),
          ...big(chargeA(battery) * 10, 2),
          ...big(voltageV * 1000, 2),
          // Both are more than two bytes hold: they follow in three.
          0xff,
          0xff,
          4,
          0xff,
          0xff,
          ...big(42, 2),
          ...left,
          ...full,
        ];
      }
      case '44':
        return [0, 2, ...quietCells(battery), 5, ...zeros(5), 0, soc < 5 ? 1 : 0, 0, 0, 0x0e, 0, 0, 0];
      case '92':
        return [2, ...big(56_000, 2), ...big(46_000, 2), ...big(555, 2), ...big(-555, 2), 0xc0];
      case '51':
        return manufacturer('US3000C', 'Pylon');
      case '93':
        return [2, ...fixedText('PPTBH02400710243', 16)];
      default:
        return undefined;
    }
  },
};

/** One pack of the answer to "all": the second carries what the first does not. */
function packOf({ cellC, voltageV, capacityAh, ...battery }: BatterySnapshot, pack: 1 | 2): number[] {
  const first = Math.round(-battery.currentA * 4);
  const tenths = pack === 1 ? first : Math.round(-battery.currentA * 10) - first;
  const left = (battery.soc * capacityAh) / 200;
  return [
    ...milliCells({ ...battery, cellC, voltageV, capacityAh }),
    2,
    ...[cellC, cellC - 1].flatMap(kelvin),
    ...big(tenths, 2),
    ...big(voltageV * 1000, 2),
    0xff,
    0xff,
    4,
    0xff,
    0xff,
    ...big(40 + pack, 2),
    ...big(left * 1000, 3),
    ...big(capacityAh * 500, 3),
  ];
}

/** Two packs, told one after another. */
const stack: Family = {
  ...pylontech,
  info: (cid2, battery) =>
    cid2 === '42' ? [0, 2, ...packOf(battery, 1), ...packOf(battery, 2)] : pylontech.info(cid2, battery),
};

const seplos: Family = {
  version: '20',
  address: 0,
  baud: 19_200,
  info(cid2, battery) {
    const { voltageV, capacityAh, cellC, switchC, soc } = battery;
    switch (cid2) {
      case '42':
        return [
          0,
          0,
          ...milliCells(battery),
          6,
          ...[cellC, cellC, cellC - 1, cellC - 1, cellC - 2, switchC].flatMap(kelvin),
          ...big(chargeA(battery) * 100, 2),
          ...big(voltageV * 100, 2),
          ...big(leftAh(battery) * 100, 2),
          10,
          ...[capacityAh * 100, soc * 10, capacityAh * 100, 42, 995, voltageV * 100, 0, 0, 0, 0].flatMap((value) =>
            big(value, 2),
          ),
        ];
      case '44': {
        const events = [0, 0, 0, 0, 0, soc < 5 ? 4 : 0, 3, 0, 0, chargeA(battery) > 0 ? 2 : 1, 0, 0, 0, 0];
        return [0, 0, ...quietCells(battery), 6, ...zeros(6), 0, 0, 20, ...events, ...zeros(6)];
      }
      case '51':
        return manufacturer('1101-SP76', 'SEPLOS');
      default:
        return undefined;
    }
  },
};

const pace: Family = {
  version: '25',
  address: 1,
  baud: 9600,
  info(cid2, battery) {
    const { voltageV, capacityAh, cellC, switchC, soc } = battery;
    switch (cid2) {
      case '42':
        return [
          0,
          1,
          ...milliCells(battery),
          6,
          ...[cellC, cellC, cellC - 1, cellC - 1, switchC, cellC - 2].flatMap(kelvin),
          ...big(chargeA(battery) * 100, 2),
          ...big(voltageV * 1000, 2),
          ...big(leftAh(battery) * 100, 2),
          3,
          ...[capacityAh * 100, 42, capacityAh * 100].flatMap((value) => big(value, 2)),
        ];
      case '44':
        return [
          0,
          1,
          ...quietCells(battery),
          6,
          ...zeros(6),
          0,
          0,
          0,
          0,
          0,
          chargeA(battery) > 0 ? 0x26 : 0x0e,
          0,
          0,
          0,
          0,
          0,
          soc < 5 ? 0x80 : 0,
        ];
      case 'C1':
        return [...ascii('P16S100A-21812-1.00')];
      case 'C2':
        return [...ascii('1812A10112345678')];
      default:
        return undefined;
    }
  },
};

/** Tenths of a kelvin as this family counts them. */
const from273 = (celsius: number): number[] => big(celsius * 10 + 2730, 2);

/** EG4 LifePower4 document: after four sensors environment and MOS, then pack values, extremes and counters. */
const paceV20: Family = {
  version: '20',
  kind: '4A',
  address: 1,
  baud: 9600,
  info(cid2, battery) {
    const { voltageV, capacityAh, cellC, switchC, soc, cellsV, chargeWh, dischargeWh } = battery;
    switch (cid2) {
      case '42':
        return [
          16,
          1,
          ...milliCells(battery),
          4,
          ...[cellC, cellC, cellC - 1, cellC - 1, cellC - 2, switchC].flatMap(from273),
          ...[chargeA(battery), voltageV, leftAh(battery), capacityAh].flatMap((value) => big(value * 100, 2)),
          ...big(84, 2),
          15,
          ...[soc, 98, Math.max(...cellsV) * 1000, Math.min(...cellsV) * 1000, 4].flatMap((value) => big(value, 2)),
          ...[cellC, cellC - 1].flatMap(from273),
          ...[711_360, 676_949, chargeWh, dischargeWh, 1664, 76].flatMap((value) => big(value, 4)),
          ...big(42, 2),
          ...big(24, 2),
        ];
      case '51':
        return [...fixedText(' '.repeat(20), 20), 0, 0, ...fixedText('QTHN', 20), 0x30, 0x64, 3, 6];
      default:
        return undefined;
    }
  },
};

const families: Readonly<Record<PackFamily, Family>> = {
  pylontech,
  'pylontech-stack': stack,
  'seplos-v2': seplos,
  pace,
  'pace-v20': paceV20,
};

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** A frame: LENGTH carries the complement of its digits' sum, CHKSUM that of all letters'. */
function frame(head: string, info: readonly number[]): Uint8Array {
  const letters = info.map((byte) => hex(byte, 2)).join('');
  const digits = hex(letters.length, 3);
  const lengthSum = total(Array.from(digits, (digit) => Number.parseInt(digit, 16))) % 16;
  const body = `${head}${hex((16 - lengthSum) % 16, 1)}${digits}${letters}`;
  return ascii(`~${body}${hex((0x1_0000 - (total(ascii(body)) % 0x1_0000)) % 0x1_0000, 4)}\r`);
}

/** Makes an emulated battery of one of the families. */
export function createPackEmulator(name: PackFamily, { read }: { readonly read: ReadPlant }): Emulator {
  const { version, kind = '46', address, baud, info } = families[name];
  return {
    name,
    baud,
    takeRequest(held) {
      const from = held.indexOf(0x7e);
      if (from < 0) return { used: held.length };
      const to = held.indexOf(0x0d, from);
      return to < 0 ? { used: from } : { request: held.slice(from, to + 1), used: to + 1 };
    },
    respond(request) {
      const text = String.fromCharCode(...request);
      const match = /^~(..)(....)(..)(.{4}.*)(....)\r$/.exec(text);
      const sum = hex((0x1_0000 - total(ascii(text.slice(1, -5)))) & 0xffff, 4);
      if (match === null || match[1] !== version || match[2] !== `${hex(address, 2)}${kind}` || match[5] !== sum)
        return undefined;
      const data = info(match[3] ?? '', read().battery);
      return data === undefined
        ? frame(`${version}${hex(address, 2)}${kind}04`, [])
        : frame(`${version}${hex(address, 2)}${kind}00`, data);
    },
  };
}
