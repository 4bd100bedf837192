// An emulated Modbus device: RTU or TCP framing around register images that are filled from the simulated home. Written
// from the Modbus documents, with a CRC of its own; it shares nothing with the decoder.
import type { Emulator, ReadPlant, TakenRequest } from './emulator.ts';
import { createRegisters, type RegisterImage } from './modbus-registers.ts';
import type { PlantSnapshot } from './plant.ts';

/** A Modbus device to emulate. */
export interface ModbusSlaveOptions extends Pick<Emulator, 'sees' | 'steps' | 'strings'> {
  readonly name: string;
  readonly framing: 'rtu' | 'tcp';
  /** Its own address. */
  readonly unit: number;
  /** Also answers there, with its own address (PZEM: 0xF8). */
  readonly generalUnit?: number;
  readonly baud: number;
  readonly read: ReadPlant;
  /** Fills the registers as the device would show them now; the home is the one it sees. */
  show(image: RegisterImage, plant: PlantSnapshot): void;
  /** Registers a client may write; what it writes stays. */
  readonly writable?: readonly number[];
  /** Those of them that are written only: what is read there is what `show` filled in. */
  readonly writtenOnly?: readonly number[];
  /** Most registers of one read; 125 is the standard's. */
  readonly maxRead?: number;
  /** A maker's own function: whether it was done. */
  readonly call?: (code: number) => boolean;
}

/** The bitwise CRC of the serial line document, §6.2. */
function serialCrc(bytes: Uint8Array): readonly [low: number, high: number] {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return [crc & 0xff, crc >> 8];
}

const exception = (code: number, reason: number): Uint8Array => Uint8Array.of(code | 0x80, reason);
const wordAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Answers PDUs; `written` keeps what clients wrote. */
function responder(options: ModbusSlaveOptions): (pdu: Uint8Array) => Uint8Array {
  const written = new Map<number, number>();
  const { sees = (plant: PlantSnapshot) => plant } = options;
  const readBlock = (code: number, first: number, count: number): Uint8Array => {
    if (count < 1 || count > 125) return exception(code, 3);
    if (count > (options.maxRead ?? 125)) return exception(code, 2);
    const image: RegisterImage = { input: createRegisters(), holding: createRegisters() };
    options.show(image, sees(options.read()));
    if (code === 3)
      for (const [register, value] of written)
        if (options.writtenOnly?.includes(register) !== true) image.holding.set(register, value);
    const bytes: number[] = [];
    for (let register = first; register < first + count; register += 1) {
      const word = (code === 3 ? image.holding : image.input).get(register);
      if (word === undefined) return exception(code, 2);
      bytes.push(word >> 8, word & 0xff);
    }
    return Uint8Array.of(code, bytes.length, ...bytes);
  };
  const write = (code: number, first: number, values: readonly number[]): Uint8Array => {
    const isFree = values.every((_, index) => options.writable?.includes(first + index));
    if (!isFree) return exception(code, 2);
    for (const [index, value] of values.entries()) written.set(first + index, value);
    return Uint8Array.of(
      code,
      first >> 8,
      first & 0xff,
      ...(code === 6 ? [(values[0] ?? 0) >> 8, (values[0] ?? 0) & 0xff] : [0, values.length]),
    );
  };
  return (pdu) => {
    const code = pdu[0] ?? 0;
    const first = wordAt(pdu, 1);
    if (code === 3 || code === 4) return readBlock(code, first, wordAt(pdu, 3));
    if (code === 6) return write(code, first, [wordAt(pdu, 3)]);
    if (code === 16) {
      const count = wordAt(pdu, 3);
      if (pdu[5] !== 2 * count || pdu.length !== 6 + 2 * count) return exception(code, 3);
      return write(
        code,
        first,
        Array.from({ length: count }, (_, index) => wordAt(pdu, 6 + 2 * index)),
      );
    }
    return options.call?.(code) === true ? Uint8Array.of(code) : exception(code, 1);
  };
}

/** Length of the RTU request that begins so; 0 where more bytes are needed, −1 where none begins so. */
function rtuLength(held: Uint8Array): number {
  const code = held[1];
  if (code === undefined) return 0;
  if (code >= 1 && code <= 6) return 8;
  if (code === 16) return held.length < 7 ? 0 : 9 + (held[6] ?? 0);
  return code >= 65 && code <= 72 ? 4 : -1;
}

function takeRtu(held: Uint8Array): TakenRequest {
  const length = rtuLength(held);
  if (length === 0 || held.length < length) return { used: 0 };
  const request = held.slice(0, Math.max(0, length));
  const [low, high] = serialCrc(request.subarray(0, -2));
  if (length < 0 || request.at(-2) !== low || request.at(-1) !== high) return { used: 1 };
  return { request, used: length };
}

function takeTcp(held: Uint8Array): TakenRequest {
  if (held.length < 6) return { used: 0 };
  const length = 6 + wordAt(held, 4);
  if (wordAt(held, 2) !== 0 || length > 260) return { used: held.length };
  return held.length < length ? { used: 0 } : { request: held.slice(0, length), used: length };
}

/** Makes an emulated Modbus device. */
export function createModbusSlave(options: ModbusSlaveOptions): Emulator {
  const { name, framing, unit, generalUnit, baud, sees, steps, strings } = options;
  const respond = responder(options);
  const isMeant = (to: number): boolean => to === unit || to === generalUnit;
  return {
    name,
    baud,
    ...(sees === undefined ? {} : { sees }),
    ...(steps === undefined ? {} : { steps }),
    ...(strings === undefined ? {} : { strings }),
    takeRequest: framing === 'rtu' ? takeRtu : takeTcp,
    respond(request) {
      if (framing === 'rtu') {
        if (!isMeant(request[0] ?? 0)) return undefined;
        const body = Uint8Array.of(unit, ...respond(request.subarray(1, -2)));
        return Uint8Array.of(...body, ...serialCrc(body));
      }
      const to = request[6] ?? 0;
      // A gateway that has nobody at this address says so.
      const pdu = isMeant(to) ? respond(request.subarray(7)) : exception(request[7] ?? 0, 11);
      return Uint8Array.of(...request.subarray(0, 4), (pdu.length + 1) >> 8, (pdu.length + 1) & 0xff, to, ...pdu);
    },
  };
}
