// GoodWe over UDP: two formats that both begin with AA 55. Newer families (ET, DT) put a Modbus RTU answer behind it; older
// ones (ES, EM, BP) have frames of their own with a 16-bit sum. Source: marcelblijleven/goodwe protocol.py and its recorded
// frames; an answer may come in two datagrams.
import { because } from '#core/reason.ts';
import { concatBytes } from '#core/bytes.ts';
import { crc16Modbus, sum16 } from '#core/checksum.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { answerOf, guardsOf, parseModbusCommand, requestPdu } from './modbus-command.ts';
import { rtuFrame } from './modbus-rtu.ts';
import type { Answer, WireFormat } from './wire.ts';

const mark = [0xaa, 0x55] as const;
/** Mark, the largest RTU frame, and room to spare. */
const maxFrame = 2 + 256;

/** Length of the frame that begins the buffer: undefined while it is not known, 0 where none begins. */
type LengthRule = (held: Uint8Array, fill: number) => number | undefined;

function markedFramer(lengthOf: LengthRule, isWhole: (frame: Uint8Array) => boolean): Framer {
  const held = new Uint8Array(maxFrame + 1);
  let fill = 0;

  /** Bytes of a damaged frame that was given away: what overlaps with it is not told again. */
  let told = 0;
  const drop = (count: number): void => {
    told = Math.max(0, told - count);
    held.copyWithin(0, count, fill);
    fill -= count;
  };
  const length = (): number | undefined => {
    if (held[0] !== mark[0] || (fill > 1 && held[1] !== mark[1])) return 0;
    const whole = fill < 2 ? undefined : lengthOf(held, fill);
    return whole !== undefined && whole > maxFrame ? 0 : whole;
  };
  const step = (frames: Frame[]): boolean => {
    if (fill === 0) return false;
    const whole = length();
    if (whole === 0) {
      drop(1);
      return true;
    }
    if (whole === undefined || fill < whole) return false;
    const bytes = held.slice(0, whole);
    const isGood = isWhole(bytes);
    if (isGood) frames.push({ bytes });
    else if (told === 0) {
      frames.push({ bytes, fault: 'checksum' });
      told = whole;
    }
    drop(isGood ? whole : 1);
    return true;
  };

  return {
    push(bytes) {
      const frames: Frame[] = [];
      for (const byte of bytes) {
        held[fill] = byte;
        fill += 1;
        while (step(frames)) continue;
      }
      return frames;
    },
    reset() {
      fill = 0;
    },
    get pending() {
      return fill;
    },
  };
}

/** Mark, unit, function, then as Modbus RTU says. */
const modbusLength: LengthRule = (held, fill) => {
  if (fill < 5) return undefined;
  const code = held[3] ?? 0;
  if (code === 3) return 7 + (held[4] ?? 0);
  if (code === 6 || code === 16) return 10;
  return code >= 0x80 ? 7 : 0;
};

function hasModbusCrc(frame: Uint8Array): boolean {
  const crc = crc16Modbus(frame.subarray(2, -2));
  return frame.at(-2) === (crc & 0xff) && frame.at(-1) === crc >>> 8;
}

/** GoodWe's Modbus over UDP: plain RTU requests, answers behind AA 55. */
export function goodweUdpWire(unit: number): WireFormat {
  return Object.freeze<WireFormat>({
    id: 'goodwe-udp',
    title: 'GoodWe Modbus over UDP',
    maxFrame: maxFrame + 2,
    inOrder: Object.freeze({
      device: `goodwe ${unit}`,
      guards: (command: string) => guardsOf(parseModbusCommand(command)),
    }),
    request: (command) => rtuFrame(unit, requestPdu(parseModbusCommand(command))),
    framer: () => markedFramer(modbusLength, hasModbusCrc),
    answer(frame, command): Answer {
      if (frame[2] !== unit)
        return { kind: 'foreign', why: because('frame.other-unit', { from: frame[2] ?? 0, unit }) };
      return answerOf(frame.subarray(3, -2), parseModbusCommand(command));
    },
  });
}

/** The questions of the older families: control and function code. */
const questions: Readonly<Record<string, readonly [control: number, code: number]>> = {
  info: [0x01, 0x02],
  running: [0x01, 0x06],
  settings: [0x01, 0x09],
};

function questionOf(command: string): readonly [control: number, code: number] {
  const found = Object.hasOwn(questions, command) ? questions[command] : undefined;
  if (found === undefined) throw new TypeError(`assertion: "${command}" is not an AA55 command`);
  return found;
}

/** Mark, from, to, control, function, length, payload, sum. */
const aa55Length: LengthRule = (held, fill) => (fill < 7 ? undefined : 9 + (held[6] ?? 0));

function hasSum(frame: Uint8Array): boolean {
  const sum = sum16(frame, 0, frame.length - 2);
  return frame.at(-2) === sum >>> 8 && frame.at(-1) === (sum & 0xff);
}

const master = 0xc0;
const inverter = 0x7f;

/** GoodWe's own frames of the ES, EM and BP families; commands are `info`, `running` and `settings`. */
export const aa55Wire: WireFormat = Object.freeze({
  id: 'goodwe-aa55',
  title: 'GoodWe AA55',
  maxFrame: maxFrame + 2,
  request(command: string) {
    const [control, code] = questionOf(command);
    const body = Uint8Array.of(...mark, master, inverter, control, code, 0);
    const sum = sum16(body);
    return concatBytes(body, Uint8Array.of(sum >>> 8, sum & 0xff));
  },
  framer: () => markedFramer(aa55Length, hasSum),
  answer(frame: Uint8Array, command: string): Answer {
    const [control, code] = questionOf(command);
    if (frame[2] !== inverter || frame[3] !== master) return { kind: 'foreign', why: because('frame.not-to-us') };
    if (frame[4] !== control || frame[5] !== (code | 0x80))
      return { kind: 'foreign', why: because('frame.other-request') };
    return { kind: 'payload', payload: frame.subarray(7, -2) };
  },
});
