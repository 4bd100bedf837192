// The wire format of JK (Jikong) boards by Bluetooth, "55 AA EB 90": 300 bytes with a sum, asked for by 20 bytes. The same
// record is the answer of the PB series on RS485 to a Modbus write (FC16), followed by that write's acknowledgement.
// Source: [jk-ble] and [jk-pb], [mpp-solar] jk02 and jkpb.
import { because } from '#core/reason.ts';
import { concatBytes, toLatin1 } from '#core/bytes.ts';
import { crc16Modbus, sum8 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { type FrameKinds, type FrameStart, scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

const recordBytes = 300;
const recordMark = [0x55, 0xaa, 0xeb, 0x90] as const;
const requestMark = [0xaa, 0x55, 0x90, 0xeb] as const;
const requestBytes = 20;
const acknowledgeBytes = 8;

/** What a record holds, by its type byte. */
const recordTypes: ReadonlyMap<string, number> = new Map([
  ['settings', 1],
  ['cell_info', 2],
  ['device_info', 3],
]);
const deviceInfo = 3;
/** Where a device-info record holds the passcodes; they are blanked before anybody sees the payload. */
const passcodes: readonly (readonly [from: number, to: number])[] = [
  [62, 78],
  [118, 134],
];
/** The serial number, and where the passcode behind it begins on boards whose serial number has at most 11 letters. */
const serial = { from: 86, passcode: 97, to: 102 } as const;
/** From this firmware on a serial number may be longer, over the place of the passcode; a NUL ends it. */
const longSerialSoftware = 19;

function typeOf(command: string): number {
  const type = recordTypes.get(command);
  if (type === undefined) throw new TypeError(`assertion: "${command}" is not a record of JK`);
  return type;
}

const sumOfRest = (held: Uint8Array, start: number, end: number): boolean =>
  held[end - 1] === sum8(held, start, end - 1);
const recordStart: FrameStart = { mark: recordMark, length: () => recordBytes, isGood: sumOfRest };

/** Where the passcode behind the serial number begins. */
function passcodeStart(record: Uint8Array): number {
  const software = Number(/^V?(\d+)\./i.exec(toLatin1(record.subarray(30, 38)))?.[1] ?? 0);
  if (software < longSerialSoftware) return serial.passcode;
  const end = record.indexOf(0, serial.from);
  return end < 0 || end > serial.to ? serial.to : end;
}

/** A record's bytes, passcodes blanked in a copy; undefined if it is of another type. */
function record(bytes: Uint8Array, command: string): Uint8Array | undefined {
  if (bytes[4] !== typeOf(command)) return undefined;
  if (bytes[4] !== deviceInfo) return bytes.subarray(0, recordBytes);
  const payload = bytes.slice(0, recordBytes);
  for (const [from, to] of passcodes) payload.fill(0, from, to);
  payload.fill(0, passcodeStart(bytes), serial.to);
  return payload;
}

function payloadAnswer(bytes: Uint8Array, command: string): Answer {
  const payload = record(bytes, command);
  return payload === undefined
    ? { kind: 'foreign', why: because('frame.other-type', { type: bytes[4] ?? 0 }) }
    : { kind: 'payload', payload };
}

const bluetooth: FrameKinds = {
  maxFrame: recordBytes,
  headerBytes: 4,
  starts: [recordStart, { mark: requestMark, length: () => requestBytes, isGood: sumOfRest }],
};

/** 0x97 asks for the device info; 0x96 for the settings, after which cell records stream by themselves. */
const asks: Readonly<Record<string, number>> = { device_info: 0x97, settings: 0x96, cell_info: 0x96 };

/** Bytes of a value that is written, and what acknowledges it: a frame with this command and value. */
const valueBytes = 4;
const acknowledged = [0xc8, 0x01, 0x01] as const;

/** The register and its value a command such as `1D=01` sets; undefined if it asks for a record. */
function writeOf(command: string): { readonly register: number; readonly value: number } | undefined {
  const [, register, value = ''] = /^(1D|1E)=(0[01])$/.exec(command) ?? [];
  return register === undefined ? undefined : { register: Number.parseInt(register, 16), value: Number(value) };
}

/** JK by Bluetooth, or through a bridge of bytes to it; the payload is the whole record, offsets as in the documents; `1D=01` and `1E=00` set the switches. */
export const jk55aaWire: WireFormat = Object.freeze({
  id: 'jk-55aa',
  title: 'JK 55 AA EB 90 records',
  maxFrame: recordBytes,
  request(command: string) {
    const bytes = new Uint8Array(requestBytes);
    const write = writeOf(command);
    if (write === undefined) typeOf(command);
    if (write === undefined) bytes.set([...requestMark, asks[command] ?? 0]);
    else bytes.set([...requestMark, write.register, valueBytes, write.value]);
    bytes[requestBytes - 1] = sum8(bytes, 0, requestBytes - 1);
    return bytes;
  },
  framer: scanFrames(bluetooth),
  answer(frame: Uint8Array, command: string): Answer {
    if (writeOf(command) !== undefined) {
      const isTaken = frame.length === requestBytes && acknowledged.every((byte, index) => frame[4 + index] === byte);
      return isTaken ? { kind: 'ack' } : { kind: 'foreign', why: because('frame.no-value') };
    }
    return frame[0] === requestMark[0]
      ? { kind: 'foreign', why: because('frame.request') }
      : payloadAnswer(frame, command);
  },
});

/** Registers of the switches for charging and discharging: 32 bits each. */
const switchRegisters: Readonly<Record<string, number>> = { '1070': 0x1070, '1074': 0x1074 };

/** The switch and its value a command such as `1070=01` sets; undefined if it asks for a record. */
function switchOf(command: string): { readonly register: number; readonly value: number } | undefined {
  const [, name = '', value = ''] = /^(1070|1074)=(0[01])$/.exec(command) ?? [];
  const register = switchRegisters[name];
  return register === undefined ? undefined : { register, value: Number(value) };
}

/** Registers whose writing makes a PB unit send a record. */
const triggers: Readonly<Record<string, number>> = { device_info: 0x161c, settings: 0x161e, cell_info: 0x1620 };
const writeRegisters = 0x10;

function hasGoodCrc(bytes: Uint8Array, start: number, end: number): boolean {
  const crc = crc16Modbus(bytes.subarray(start, end - 2));
  return bytes[end - 2] === (crc & 0xff) && bytes[end - 1] === crc >>> 8;
}

/** Both bytes of the CRC behind what they are of. */
function withCrc(bytes: Uint8Array): Uint8Array {
  const crc = crc16Modbus(bytes, bytes.length - 2);
  bytes.set([crc & 0xff, crc >>> 8], bytes.length - 2);
  return bytes;
}

/**
 * An acknowledgement of registers written in a page of them; it is looked at whole, so that our own echo is not taken for a
 * broken one.
 */
function acknowledgement(unit: number, page: number): FrameStart {
  return {
    mark: [unit, writeRegisters, page],
    length: (held, start) => (hasGoodCrc(held, start, start + acknowledgeBytes) ? acknowledgeBytes : undefined),
    isGood: () => true,
  };
}

/** Pairs each record with the acknowledgement that follows it: the record alone does not say which unit sent it. */
function pairs(scanner: Framer): Framer {
  let waiting: Uint8Array | undefined;

  const release = (): Frame[] => {
    const bytes = waiting;
    waiting = undefined;
    return bytes === undefined ? [] : [{ bytes, fault: 'malformed' }];
  };
  const take = (frame: Frame): Frame[] => {
    if (frame.fault !== undefined) return [...release(), frame];
    if (frame.bytes.length === recordBytes) {
      const before = release();
      waiting = frame.bytes;
      return before;
    }
    if (waiting === undefined) return [frame];
    const bytes = concatBytes(waiting, frame.bytes);
    waiting = undefined;
    return [{ bytes }];
  };

  return {
    push: (bytes) => scanner.push(bytes).flatMap(take),
    end: release,
    reset() {
      scanner.reset();
      waiting = undefined;
    },
    get pending() {
      return scanner.pending + (waiting?.length ?? 0);
    },
  };
}

/** Most zero bytes a unit puts between record and acknowledgement, and after it; they are passed over. */
const padding = 2;

/** JK PB at 115200 8N1, the unit of this address (1 to 15); `1070=01` and `1074=00` set the switches. */
export function jkPbWire(unit: number): WireFormat {
  const openScanner = scanFrames({
    maxFrame: recordBytes,
    headerBytes: acknowledgeBytes,
    starts: [recordStart, acknowledgement(unit, 0x16), acknowledgement(unit, 0x10)],
  });
  return Object.freeze({
    id: 'jk-pb',
    title: 'JK PB: record on FC16',
    maxFrame: 2 * recordBytes + acknowledgeBytes + padding,
    request(command: string) {
      const set = switchOf(command);
      if (set !== undefined) {
        const { register, value } = set;
        const words = [unit, writeRegisters, register >>> 8, register & 0xff, 0, 2, 4, 0, 0, 0, value];
        return withCrc(Uint8Array.of(...words, 0, 0));
      }
      typeOf(command);
      const register = triggers[command] ?? 0;
      return withCrc(Uint8Array.of(unit, writeRegisters, register >>> 8, register & 0xff, 0, 1, 2, 0, 0, 0, 0));
    },
    framer: () => pairs(openScanner()),
    answer(frame: Uint8Array, command: string): Answer {
      const set = switchOf(command);
      if (set !== undefined) {
        const isOurs = frame.length === acknowledgeBytes && frame[2] === 0x10 && frame[3] === (set.register & 0xff);
        return isOurs ? { kind: 'ack' } : { kind: 'foreign', why: because('frame.other-register') };
      }
      if (frame.length < recordBytes) return { kind: 'foreign', why: because('frame.no-value') };
      const low = frame[recordBytes + 3];
      if (low !== ((triggers[command] ?? 0) & 0xff)) return { kind: 'foreign', why: because('frame.other-register') };
      return payloadAnswer(frame, command);
    },
  });
}
