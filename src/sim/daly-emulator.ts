// An emulated Daly board on its UART with 9600 baud: ids 90 to 98 of Daly's UART/485 protocol. Cells and temperatures come in
// frames numbered from 1, as recorded boards do.
import type { Emulator, ReadPlant } from './emulator.ts';
import type { BatterySnapshot } from './plant.ts';
import { big, fixedRequests, total } from './wire-bytes.ts';

/** How the emulated board behaves. */
export interface DalyOptions {
  readonly read: ReadPlant;
  /** The address of hosts it answers. */
  readonly host?: 0x80 | 0x40;
  /** Whether it sends all 16 cell frames, with zeros for cells it has not. */
  readonly sendsAllFrames?: boolean;
  /** Whether a current above 30000 charges. */
  readonly chargeIsPositive?: boolean;
}

const eight = (...bytes: readonly number[]): number[] => [
  ...bytes,
  ...Array.from({ length: 8 - bytes.length }, () => 0),
];
const degrees = (celsius: number): number => Math.round(celsius) + 40;

function cellFrames(cellsV: readonly number[], sendsAllFrames: boolean): number[][] {
  const count = sendsAllFrames ? 16 : Math.ceil(cellsV.length / 3);
  return Array.from({ length: count }, (_, frame) => {
    const cells = [0, 1, 2].flatMap((index) => big((cellsV[3 * frame + index] ?? 0) * 1000, 2));
    return [frame + 1, ...cells, 0x40];
  });
}

function extremes(values: readonly number[]): { max: number; maxAt: number; min: number; minAt: number } {
  const max = Math.max(...values);
  const min = Math.min(...values);
  return { max, maxAt: values.indexOf(max) + 1, min, minAt: values.indexOf(min) + 1 };
}

type DalyWays = Required<Pick<DalyOptions, 'sendsAllFrames' | 'chargeIsPositive'>> & {
  /** Whether charging and discharging are on. */
  readonly switches: { charge: number; discharge: number };
};

function dataOf(
  id: number,
  battery: BatterySnapshot,
  { sendsAllFrames, chargeIsPositive, switches }: DalyWays,
): number[][] | undefined {
  const { voltageV, currentA, soc, capacityAh, cellsV, cellC } = battery;
  const { max, maxAt, min, minAt } = extremes(cellsV);
  switch (id) {
    case 0x90:
      // Above 30000 while discharging, on most boards.
      return [
        [
          ...big(voltageV * 10, 2),
          0,
          0,
          ...big(30_000 + (chargeIsPositive ? -1 : 1) * currentA * 10, 2),
          ...big(soc * 10, 2),
        ],
      ];
    case 0x91:
      return [eight(...big(max * 1000, 2), maxAt, ...big(min * 1000, 2), minAt)];
    case 0x92:
      return [eight(degrees(cellC), 1, degrees(cellC - 1), 2)];
    case 0x93: {
      const state = Math.abs(currentA) < 0.1 ? 0 : currentA < 0 ? 1 : 2;
      return [[state, switches.charge, switches.discharge, 77, ...big(soc * capacityAh * 10, 4)]];
    }
    case 0x94:
      return [eight(cellsV.length, 2, currentA < 0 ? 1 : 0, 0, 0, 0, 42)];
    case 0x95:
      return cellFrames(cellsV, sendsAllFrames);
    case 0x96:
      return [eight(1, degrees(cellC), degrees(cellC - 1))];
    case 0x97:
      return [eight(currentA < -1 && max > 3.4 ? 1 : 0)];
    case 0x98:
      return [eight(0, 0, soc < 5 ? 0x40 : 0)];
    default:
      return undefined;
  }
}

/** Makes an emulated Daly board. */
export function createDalyEmulator({
  read,
  host = 0x80,
  sendsAllFrames = false,
  chargeIsPositive = false,
}: DalyOptions): Emulator {
  const switches = { charge: 1, discharge: 1 };
  /** DA and D9 set the switches by the first byte, and are echoed. */
  const turned = (id: number, data: Uint8Array): number[][] | undefined => {
    if (id !== 0xda && id !== 0xd9) return undefined;
    switches[id === 0xda ? 'charge' : 'discharge'] = data[0] === 1 ? 1 : 0;
    return [[...data]];
  };
  return {
    name: host === 0x80 ? 'daly' : 'daly40',
    baud: 9600,
    takeRequest: fixedRequests([0xa5], 13),
    respond(request) {
      if (request[1] !== host || request[12] !== (total(request.subarray(0, 12)) & 0xff)) return undefined;
      const id = request[2] ?? 0;
      const frames =
        turned(id, request.subarray(4, 12)) ??
        dataOf(id, read().battery, { sendsAllFrames, chargeIsPositive, switches });
      if (frames === undefined) return undefined;
      return Uint8Array.from(
        frames.flatMap((data) => {
          const frame = [0xa5, 0x01, id, 8, ...data];
          return [...frame, total(frame) & 0xff];
        }),
      );
    },
  };
}
