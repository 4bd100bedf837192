// Modbus as wire formats: one object for each framing and unit address. A command is a text such as `holding 3000 20`
// (modbus-command.ts); the block planner of registers.ts makes them.
import { because } from '#core/reason.ts';
import { fromLatin1 } from '#core/bytes.ts';
import { crc16Modbus } from '#core/checksum.ts';
import { answerOf, guardsOf, parseModbusCommand, requestPdu } from './modbus-command.ts';
import { isGeneralUnit, maxRtuFrame, rtuFrame, rtuFramer } from './modbus-rtu.ts';
import { maxTcpFrame, readTcpFrame, tcpFrame, tcpFramer } from './modbus-tcp.ts';
import type { WireFormat } from './wire.ts';

/** `rtu` on serial lines and bridges that pass bytes through, `tcp` with an MBAP header. */
export type ModbusFraming = 'rtu' | 'tcp';

/** Unit 0 to 247, 248 for PZEM's general address, 255 for devices that are alone behind TCP. */
export interface ModbusOptions {
  readonly framing: ModbusFraming;
  readonly unit: number;
}

/** Transaction number of a command: made from the command itself, so that a late answer to another one never fits. */
export function transactionOf(command: string): number {
  return crc16Modbus(fromLatin1(command));
}

/** Commands a wire remembers: those of a device's tables; what is set differs each time and is soon forgotten. */
const mostRemembered = 64;

/** The same as the function, computed once for each of the last commands. */
function remembered<T>(compute: (command: string) => T): (command: string) => T {
  const known = new Map<string, T>();
  return (command) => {
    const found = known.get(command);
    if (found !== undefined) return found;
    if (known.size === mostRemembered) known.clear();
    const computed = compute(command);
    known.set(command, computed);
    return computed;
  };
}

function rtuWire(unit: number): WireFormat {
  const parsed = remembered(parseModbusCommand);
  return Object.freeze<WireFormat>({
    id: 'modbus-rtu',
    title: 'Modbus RTU',
    // One more than a frame may have: a framer holds back less.
    maxFrame: maxRtuFrame + 1,
    inOrder: Object.freeze({ device: `modbus ${unit}`, guards: (command: string) => guardsOf(parsed(command)) }),
    request: (command) => rtuFrame(unit, requestPdu(parsed(command))),
    framer: () => rtuFramer(unit),
    answer(frame, command) {
      const from = frame[0] ?? 0;
      if (from !== unit && !isGeneralUnit(unit))
        return { kind: 'foreign', why: because('frame.other-unit', { from, unit }) };
      return answerOf(frame.subarray(1, -2), parsed(command));
    },
  });
}

function tcpWire(unit: number): WireFormat {
  const parsed = remembered(parseModbusCommand);
  const transaction = remembered(transactionOf);
  return Object.freeze<WireFormat>({
    id: 'modbus-tcp',
    title: 'Modbus TCP',
    maxFrame: maxTcpFrame + 1,
    request: (command) => tcpFrame(unit, transaction(command), requestPdu(parsed(command))),
    framer: tcpFramer,
    answer(frame, command) {
      const { transaction: answered, unit: from, pdu } = readTcpFrame(frame);
      if (answered !== transaction(command)) return { kind: 'foreign', why: because('frame.other-transaction') };
      if (from !== unit) return { kind: 'foreign', why: because('frame.other-unit', { from, unit }) };
      return answerOf(pdu, parsed(command));
    },
  });
}

/** The wire format of a framing and unit. */
export function modbusWire({ framing, unit }: ModbusOptions): WireFormat {
  return framing === 'rtu' ? rtuWire(unit) : tcpWire(unit);
}
