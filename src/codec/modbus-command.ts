// The commands of every Modbus framing: a text such as `holding 3000 20` becomes the bytes between address and checksum
// (the PDU), and a PDU that came back becomes an answer. Source: MODBUS Application Protocol V1.1b3, §6 and §7.
import { because, type Reason } from '#core/reason.ts';
import type { Answer } from './wire.ts';

/** Most registers one read may ask for (§6.3, §6.4) and one write may carry (§6.12). */
export const maxRead = 125;
const maxWrite = 123;

/** A command of the wire: function and what it acts on. */
export type ModbusCommand =
  | { readonly kind: 'read'; readonly function: 3 | 4; readonly register: number; readonly count: number }
  | { readonly kind: 'write'; readonly function: 6; readonly register: number; readonly values: readonly number[] }
  | { readonly kind: 'write'; readonly function: 16; readonly register: number; readonly values: readonly number[] }
  /** A maker's own function without data, echoed when it was done (PZEM: 0x42 resets the energy). */
  | { readonly kind: 'call'; readonly function: number };

const mistake = (command: string): never => {
  throw new TypeError(`assertion: "${command}" is not a Modbus command`);
};

function isWord(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 0xffff;
}

/**
 * Reads a command: `holding 3000 20` and `input 0 10` read so many registers from an address, `write 6 1` sets one
 * (function 6), `write-block 6 1 2` several in a row (function 16), `call 66` is a maker's own function.
 */
export function parseModbusCommand(command: string): ModbusCommand {
  const [word = '', ...rest] = command.split(' ');
  const numbers = rest.map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : Number.NaN));
  const [register, ...values] = numbers;
  switch (word) {
    case 'holding':
    case 'input': {
      const count = values[0];
      if (
        !isWord(register) ||
        !isWord(count) ||
        values.length !== 1 ||
        count < 1 ||
        count > maxRead ||
        register + count > 0x1_0000
      )
        return mistake(command);
      return { kind: 'read', function: word === 'holding' ? 3 : 4, register, count };
    }
    case 'write':
    case 'write-block': {
      const isFitting = word === 'write' ? values.length === 1 : values.length >= 1 && values.length <= maxWrite;
      if (!isWord(register) || !isFitting || !values.every(isWord)) return mistake(command);
      return { kind: 'write', function: word === 'write' ? 6 : 16, register, values };
    }
    case 'call':
      if (register === undefined || values.length > 0 || !(register >= 65 && register <= 110)) return mistake(command);
      return { kind: 'call', function: register };
    default:
      return mistake(command);
  }
}

const high = (value: number): number => value >>> 8;
const low = (value: number): number => value & 0xff;

/** The request's PDU: function code and data, big endian. */
export function requestPdu(command: ModbusCommand): Uint8Array {
  if (command.kind === 'call') return Uint8Array.of(command.function);
  const head = [command.function, high(command.register), low(command.register)];
  if (command.kind === 'read') return Uint8Array.of(...head, high(command.count), low(command.count));
  const words = command.values.flatMap((value) => [high(value), low(value)]);
  if (command.function === 6) return Uint8Array.of(...head, ...words);
  const { length } = command.values;
  return Uint8Array.of(...head, high(length), low(length), words.length, ...words);
}

/**
 * Reads whose answers differ in form from that to a command, which names no register: fewer registers at the same place, which a device
 * that has them answers, and the other kind of register, which even a refusal names.
 */
export function guardsOf(command: ModbusCommand): readonly string[] {
  if (command.kind !== 'read') {
    const { register = 0 } = command.kind === 'write' ? command : {};
    return [`input ${register} 1`, `holding ${register} 1`];
  }
  const { register, count } = command;
  const [own, other] = command.function === 3 ? ['holding', 'input'] : ['input', 'holding'];
  // Two, as many devices hand out whole values of two registers only.
  const fewer = count > 2 ? [`${own} ${register} 2`] : count === 2 ? [`${own} ${register} 1`] : [];
  return [...fewer, `${other} ${register} 1`];
}

const acceptedCode = 5;
/** The exception codes that have a meaning (§7). */
const exceptions = [1, 2, 3, 4, 5, 6, 8, 10, 11] as const;

const foreign = (why: Reason): Answer => ({ kind: 'foreign', why });

function refused(code: number): Answer {
  const known = exceptions.find((each) => each === code);
  const why = known === undefined ? because('refused.modbus', { code }) : because(`refused.modbus-${known}`);
  return { kind: 'refused', why };
}

/** Reads a response's PDU as the answer to `command`: function, byte count and echoed fields must fit. */
export function answerOf(pdu: Uint8Array, command: ModbusCommand): Answer {
  const code = pdu[0] ?? 0;
  if (code === (command.function | 0x80)) {
    if (pdu.length !== 2) return foreign(because('frame.length', { bytes: pdu.length }));
    const reason = pdu[1] ?? 0;
    // §7, code 5: taken, and worked on; whether it was done shows when it is read.
    if (reason === acceptedCode && command.kind !== 'read') return { kind: 'ack' };
    return refused(reason);
  }
  if (code !== command.function) return foreign(because('frame.other-function', { code, asked: command.function }));
  if (command.kind === 'read') {
    const bytes = pdu[1] ?? 0;
    if (pdu.length !== 2 + bytes || bytes !== 2 * command.count)
      return foreign(because('frame.other-length', { bytes: Math.max(0, pdu.length - 2), asked: 2 * command.count }));
    return { kind: 'payload', payload: pdu.subarray(2) };
  }
  const request = requestPdu(command);
  const echo = command.kind === 'write' && command.function === 16 ? request.subarray(0, 5) : request;
  const isEcho = pdu.length === echo.length && echo.every((byte, index) => pdu[index] === byte);
  return isEcho ? { kind: 'ack' } : foreign(because('frame.other-write'));
}
