// Emulated JK boards that send records: by Bluetooth behind a bridge of bytes (20-byte requests), the PB series on RS485
// (FC16 triggers, acknowledged), and the old balancer on RS485 (74 bytes).
import type { Emulator, ReadPlant } from './emulator.ts';
import { cellRecord, deviceInfoRecord, type JkGeneration, settingsRecord } from './jk-records.ts';
import { big, fixedRequests, modbusCrc, total } from './wire-bytes.ts';

/** How the emulated board behaves. */
export interface JkRecordOptions {
  readonly read: ReadPlant;
  readonly generation?: JkGeneration;
}

/** Makes an emulated JK board with Bluetooth, behind a bridge of bytes. */
export function createJk02Emulator({ read, generation = 'jk02-32' }: JkRecordOptions): Emulator {
  let counter = 0;
  const switches: [charge: number, discharge: number] = [1, 1];
  return {
    name: generation === 'jk04' ? 'jk04' : 'jk02',
    baud: 115_200,
    takeRequest: fixedRequests([0xaa, 0x55, 0x90, 0xeb], 20),
    respond(request) {
      if (request[19] !== (total(request.subarray(0, 19)) & 0xff)) return undefined;
      counter += 1;
      if (request[4] === 0x97) return deviceInfoRecord(generation, counter);
      if (generation !== 'jk04' && (request[4] === 0x1d || request[4] === 0x1e) && request[5] === 4) {
        switches[request[4] === 0x1d ? 0 : 1] = request[6] ?? 0;
        const taken = [...request.subarray(0, 4), 0xc8, 1, 1, ...Array.from({ length: 12 }, () => 0)];
        return Uint8Array.of(...taken, total(Uint8Array.from(taken)) & 0xff);
      }
      if (request[4] !== 0x96) return undefined;
      const cells = cellRecord(generation, read(), counter);
      // Settings come first, then cells; JK04 has none.
      return generation === 'jk04' ? cells : Uint8Array.of(...settingsRecord(read(), counter, switches), ...cells);
    },
  };
}

/** Makes an emulated JK PB unit at an address; it fills its answer with zeros to 310 bytes. */
export function createJkPbEmulator({
  read,
  address = 1,
}: {
  readonly read: ReadPlant;
  readonly address?: number;
}): Emulator {
  let counter = 0;
  /** Registers 1070 (charging) and 1074 (discharging). */
  const switches: [charge: number, discharge: number] = [1, 1];
  const recordOf = (register: number): Uint8Array | undefined => {
    counter += 1;
    if (register === 0x161c) return deviceInfoRecord('jk02-32', counter);
    if (register === 0x161e) return settingsRecord(read(), counter, switches);
    return register === 0x1620 ? cellRecord('jk02-32', read(), counter) : undefined;
  };
  return {
    name: 'jk-pb',
    baud: 115_200,
    takeRequest(held) {
      // A trigger carries one register, a switch two.
      const taken = fixedRequests([address, 0x10], 11)(held);
      return taken.request?.[6] === 4 ? fixedRequests([address, 0x10], 13)(held) : taken;
    },
    respond(request) {
      const end = request.length - 2;
      const crc = modbusCrc(request.subarray(0, end));
      if (request[end] !== (crc & 0xff) || request[end + 1] !== crc >> 8) return undefined;
      const register = ((request[2] ?? 0) << 8) + (request[3] ?? 0);
      const acknowledge = [...request.subarray(0, 6)];
      const check = modbusCrc(acknowledge);
      if (register === 0x1070 || register === 0x1074) {
        switches[register === 0x1070 ? 0 : 1] = request[10] ?? 0;
        return Uint8Array.of(...acknowledge, check & 0xff, check >> 8);
      }
      const record = recordOf(register);
      if (record === undefined) return undefined;
      return Uint8Array.of(...record, 0, ...acknowledge, check & 0xff, check >> 8, 0);
    },
  };
}

/** Makes an emulated JK balancer. */
export function createJk485Emulator({ read }: { readonly read: ReadPlant }): Emulator {
  return {
    name: 'jk485',
    baud: 9600,
    takeRequest: fixedRequests([0x55, 0xaa], 7),
    respond(request) {
      if (request[2] !== 1 || request[3] !== 0xff || request[6] !== (total(request.subarray(0, 6)) & 0xff))
        return undefined;
      const { cellsV, voltageV, cellC } = read().battery;
      const milli = cellsV.map((volts) => Math.round(volts * 1000));
      const max = Math.max(...milli);
      const min = Math.min(...milli);
      // Places of cells that are not there repeat the first.
      const all = Array.from({ length: 24 }, (_, index) => milli[index] ?? milli[0] ?? 0);
      const frame = [
        0xeb,
        0x90,
        1,
        0xff,
        ...big(voltageV * 100, 2),
        ...big(total(milli) / milli.length, 2),
        milli.length,
        milli.indexOf(max) + 1,
        milli.indexOf(min) + 1,
        0,
        0,
        ...[max - min, 0, 5, 1000].flatMap((value) => big(value, 2)),
        1,
        milli.length,
        ...all.flatMap((value) => big(value, 2)),
        ...big(cellC, 2),
      ];
      return Uint8Array.of(...frame, total(frame) & 0xff);
    },
  };
}
