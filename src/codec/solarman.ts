// Solarman V5: Modbus RTU inside the frames of a Wi-Fi logger (LSW-3 and its brands) at TCP port 8899. Little endian.
// Source: jmccrohan/pysolarmanv5 docs/solarmanv5_protocol.rst; frames of kbialek/deye-inverter-mqtt tests.
import { because, type Reason } from '#core/reason.ts';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Modbus, sum8 } from '#core/checksum.ts';
import { answerOf, parseModbusCommand, requestPdu } from './modbus-command.ts';
import { rtuFrame } from './modbus-rtu.ts';
import { scanFrames } from './scan-frames.ts';
import type { Answer, WireFormat } from './wire.ts';

/** Which logger, and which unit behind it. */
export interface SolarmanOptions {
  /** Serial number on the logger's label. */
  readonly logger: number;
  readonly unit: number;
}

const start = 0xa5;
const end = 0x15;
/** Start, length, control, sequence, serial; checksum and end come behind the payload. */
const headBytes = 11;
const tailBytes = 2;
const requestControl = 0x4510;
const responseControl = 0x1510;
/** Payload in front of the RTU frame: of a request, of a response. */
const requestHead = 15;
const responseHead = 14;
/** A response with the largest RTU frame, doubled CRC included. */
const maxFrame = headBytes + responseHead + 260 + tailBytes;

/** Sequence number of a command, echoed by the logger: made from the command, so that an answer to another one never fits. */
export function sequenceOf(command: string): number {
  const crc = crc16Modbus(fromLatin1(command));
  return (crc ^ (crc >>> 8)) & 0xff;
}

const u16 = (value: number): readonly number[] => [value & 0xff, (value >>> 8) & 0xff];
const u32 = (value: number): readonly number[] => [...u16(value % 0x1_0000), ...u16(Math.floor(value / 0x1_0000))];
const word = (frame: Uint8Array, at: number): number => (frame[at] ?? 0) | ((frame[at + 1] ?? 0) << 8);

/** A whole V5 frame around a payload. */
export function solarmanFrame(
  control: number,
  sequence: number,
  { logger, payload }: { logger: number; payload: Uint8Array },
): Uint8Array {
  const body = Uint8Array.of(...u16(payload.length), ...u16(control), ...u16(sequence), ...u32(logger), ...payload);
  return concatBytes(Uint8Array.of(start), body, Uint8Array.of(sum8(body), end));
}

/** Frames by their length; start, checksum and end must fit. */
const framer = scanFrames({
  maxFrame,
  headerBytes: 3,
  starts: [
    {
      mark: [start],
      length(held, at) {
        const whole = headBytes + word(held, at + 1) + tailBytes;
        return whole > maxFrame ? undefined : whole;
      },
      isGood: (held, from, to) => held[to - 1] === end && held[to - 2] === sum8(held, from + 1, to - 2),
    },
  ],
});

type LoggerReason =
  | 'refused.logger-register'
  | 'refused.logger-silent'
  | 'refused.logger-unit'
  | 'refused.logger-serial';

/** What the logger says instead of an RTU frame (two bytes: code and sensor). */
const loggerErrors: Readonly<Record<number, LoggerReason>> = {
  1: 'refused.logger-register',
  3: 'refused.logger-silent',
  5: 'refused.logger-unit',
  6: 'refused.logger-serial',
};

function loggerReason(code: number): Reason {
  const known = loggerErrors[code];
  return known === undefined ? because('refused.logger-code', { code }) : because(known);
}

/** The RTU frame inside a response without the zeros some loggers put behind its CRC; undefined if the CRC is wrong. */
function wholeRtu(payload: Uint8Array): Uint8Array | undefined {
  const isWhole = (frame: Uint8Array): boolean => {
    const crc = crc16Modbus(frame.subarray(0, -2));
    return frame.length >= 5 && frame.at(-2) === (crc & 0xff) && frame.at(-1) === crc >>> 8;
  };
  const trimmed = payload.subarray(0, -2);
  const isDoubled = payload.at(-1) === 0 && payload.at(-2) === 0 && isWhole(trimmed);
  if (isDoubled) return trimmed;
  return isWhole(payload) ? payload : undefined;
}

function answer(frame: Uint8Array, command: string, { logger, unit }: SolarmanOptions): Answer {
  if (word(frame, 3) !== responseControl) return { kind: 'foreign', why: because('frame.logger-report') };
  if (frame[5] !== sequenceOf(command)) return { kind: 'foreign', why: because('frame.other-sequence') };
  const from = word(frame, 7) + word(frame, 9) * 0x1_0000;
  const payload = frame.subarray(headBytes + responseHead, -tailBytes);
  if (from !== logger) {
    const why = because('frame.other-logger', { from, logger });
    return payload.length < 5 ? { kind: 'refused', why } : { kind: 'foreign', why };
  }
  if (payload.length < 5) {
    const code = payload[0] ?? 0;
    return { kind: 'refused', why: loggerReason(code) };
  }
  const rtu = wholeRtu(payload);
  if (rtu === undefined) return { kind: 'foreign', why: because('frame.inner-checksum') };
  if (rtu[0] !== unit) return { kind: 'foreign', why: because('frame.other-unit', { from: rtu[0] ?? 0, unit }) };
  return answerOf(rtu.subarray(1, -2), parseModbusCommand(command));
}

/** The wire format of a unit behind a logger. */
export function solarmanWire(options: SolarmanOptions): WireFormat {
  const { logger, unit } = options;
  return Object.freeze<WireFormat>({
    id: 'solarman-v5',
    title: 'Solarman V5 (Modbus in a Wi-Fi logger)',
    maxFrame: maxFrame + 1,
    request(command) {
      const rtu = rtuFrame(unit, requestPdu(parseModbusCommand(command)));
      const payload = concatBytes(Uint8Array.of(2), new Uint8Array(requestHead - 1), rtu);
      return solarmanFrame(requestControl, sequenceOf(command), { logger, payload });
    },
    framer,
    answer: (frame, command) => answer(frame, command, options),
  });
}
