// What the decode rows run, by name: each job turns one recorded answer into values, ours and the barest way.
import { modbusWire, transactionOf } from '#codec/modbus.ts';
import { tcpFrame } from '#codec/modbus-tcp.ts';
import type { Framer } from '#core/framer.ts';
import { fromHex, fromLatin1 } from '#core/bytes.ts';
import { jk02of24, jk02of32 } from '#devices/jikong/captures/records.ts';
import { jk02 } from '#devices/jikong/jk02.ts';
import { jkSerial } from '#devices/jikong/jk-serial.ts';
import { readings } from '#devices/readings.ts';
import type { RequestDefinition, ReadCommand } from '#devices/definition.ts';
import { samples } from '#devices/voltronic/captures/pi30.ts';
import { sunspecInverter } from '#devices/sunspec/makers.ts';
import { vedirect } from '#devices/victron/vedirect.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { jk02Numbers, lineNumbers, splitNumbers, sunspecNumbers, viewNumbers } from './reference/bare-decode.ts';

/** Decodes one answer and returns how many values came out, so that nothing is optimised away. */
export type Job = () => number;

const place = { latitude: 48.1, longitude: 11.6, timeZone: 'Europe/Berlin' };

/** A recorded QPIGS answer of 110 bytes. */
export function qpigsAnswer(): Uint8Array {
  const found = samples.find(({ command }) => command === 'QPIGS');
  if (found === undefined) throw new TypeError('assertion: no sample of QPIGS');
  return fromHex(found.responseHex);
}

function jkAnswer(): Uint8Array {
  const home = createDemoHome({ startMs: Date.UTC(2026, 5, 1, 10), seed: 1, place });
  const answer = home.battery.respond(jkSerial.wire.request('read_all'));
  if (answer === undefined) throw new TypeError('assertion: the emulated battery is silent');
  return answer;
}

function commandOf(definition: RequestDefinition, name: string): ReadCommand {
  const command = definition.commands.find((known) => known.name === name);
  if (command === undefined) throw new TypeError(`assertion: ${definition.id} has no ${name}`);
  return command;
}

function payloadOf({ wire }: RequestDefinition, name: string, bytes: Uint8Array): Uint8Array {
  const [frame] = wire.framer().push(bytes);
  const answer = frame === undefined ? undefined : wire.answer(frame.bytes, name);
  if (answer?.kind !== 'payload') throw new TypeError(`assertion: the answer to ${name} is not good`);
  return answer.payload;
}

const qpigs = commandOf(pi30, 'QPIGS');
const readAll = commandOf(jkSerial, 'read_all');
const qpigsBytes = qpigsAnswer();
const qpigsBuffer = Buffer.from(qpigsBytes);
const jkBytes = jkAnswer();
const qpigsPayload = payloadOf(pi30, 'QPIGS', qpigsBytes);
const source = { rows: qpigs.table.rows, derive: qpigs.derive };
const jkSource = { rows: readAll.table.rows, derive: readAll.derive };

/** How bytes come from a Bluetooth bridge or a serial port: so many at a time. */
const pieceBytes = 128;
const pieces = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.slice(index * pieceBytes, (index + 1) * pieceBytes),
  );

/** The frame that pieces make. */
function frameOf(framer: Framer, parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) {
    const [frame] = framer.push(part);
    if (frame !== undefined && frame.fault === undefined) return frame.bytes;
  }
  throw new TypeError('assertion: the pieces make no frame');
}

/** How many values came out. */
function present(values: readonly unknown[]): number {
  let count = 0;
  for (const value of values) if (value !== undefined) count += 1;
  return count;
}

/** As it runs live: the board has said its software, so the layout is known; one framer an answer, as drivers ask. */
function jk02Job(): Job {
  const softwareOf32 = fromHex(jk02of24.deviceInfo).with(30, 0x31).with(31, 0x31);
  const step = jk02.discover?.([{ command: 'device_info', payload: softwareOf32 }]);
  if (step?.kind !== 'found') throw new TypeError('assertion: the board was not recognised');
  const { wire, commands } = step.definition;
  const table = commands.find(({ name }) => name === 'cell_info')?.table;
  const parts = pieces(fromHex(jk02of32.cellInfo));
  return () => {
    const answer = wire.answer(frameOf(wire.framer(), parts), 'cell_info');
    if (answer.kind !== 'payload' || table === undefined) throw new TypeError('assertion: no record');
    return present(table.decode(answer.payload).values);
  };
}

/** A block of a SmartSolar 75/15 as it was recorded ([vedirect]); a device that speaks keeps its framer. */
const smartSolar = fromLatin1(
  [
    '\r\nPID\t0xA053\r\nFW\t156\r\nSER#\tHQ1942K7LJ8\r\nV\t12450\r\nI\t0\r\nVPV\t10\r\nPPV\t0\r\nCS\t0\r\nMPPT\t0\r\n',
    'OR\t0x00000001\r\nERR\t0\r\nLOAD\tON\r\nIL\t0\r\nH19\t3\r\nH20\t0\r\nH21\t24\r\nH22\t1\r\nH23\t15\r\nHSDS\t3\r\nChecksum\t\u00e1',
  ].join(''),
);

function vedirectJob(): Job {
  const { wire, reports } = vedirect;
  const framer = wire.framer();
  const parts = pieces(smartSolar);
  return () => {
    const spoken = wire.read(frameOf(framer, parts));
    const table = reports[0]?.table;
    if (spoken === undefined || table === undefined) throw new TypeError('assertion: no block');
    return present(table.decode(spoken.payload).values);
  };
}

/** Model 103 of a three-phase inverter at full sun, from its id on, laid out after the specification. */
const model103 =
  '103 50 217 72 73 72 -1 4012 4009 4015 2312 2309 2318 -1 5012 0 5001 -2 5020 0 653 0 998 -3 291 17767 0 81 -1 6421 -1 5150 0 412 395 0 0 -1 4 2 0 0'
    .split(' ')
    .map(Number);

/** The command that reads model 103 of a usual device, and the frame that answers it. */
function sunspecAnswer(): { command: ReadCommand; frame: Uint8Array } {
  const command = sunspecInverter.commands.find(({ table }) => table.rows.some(({ name }) => name === 'ac_power'));
  if (command === undefined) throw new TypeError('assertion: no model 103');
  const count = Number(command.name.split(' ')[2]);
  const words = Array.from({ length: count }, (_, index) => model103[index] ?? 0);
  const bytes = words.flatMap((word) => [(word >> 8) & 0xff, word & 0xff]);
  const pdu = Uint8Array.of(3, bytes.length, ...bytes);
  return { command, frame: tcpFrame(sunspecUnit, transactionOf(command.name), pdu) };
}

const sunspecUnit = 1;
const sunspec = sunspecAnswer();

function sunspecJob(): Job {
  const wire = modbusWire({ framing: 'tcp', unit: sunspecUnit });
  const parts = [sunspec.frame];
  return () => {
    const answer = wire.answer(frameOf(wire.framer(), parts), sunspec.command.name);
    if (answer.kind !== 'payload') throw new TypeError('assertion: no registers');
    return present(sunspec.command.table.decode(answer.payload).values);
  };
}

const jk02Parts = pieces(fromHex(jk02of32.cellInfo));
const smartSolarParts = pieces(smartSolar);

/** Every job, by name. */
export const jobs = {
  qpigs: () => qpigs.table.decode(payloadOf(pi30, 'QPIGS', qpigsBytes)).values.length,
  'qpigs table': () => qpigs.table.decode(qpigsPayload).values.length,
  'qpigs readings': () => readings(source, qpigs.table.decode(payloadOf(pi30, 'QPIGS', qpigsBytes))).metric.length,
  jk: () => readAll.table.decode(payloadOf(jkSerial, 'read_all', jkBytes)).values.length,
  'jk readings': () => readings(jkSource, readAll.table.decode(payloadOf(jkSerial, 'read_all', jkBytes))).metric.length,
  jk02: jk02Job(),
  vedirect: vedirectJob(),
  sunspec: sunspecJob(),
  'bare qpigs': () => splitNumbers(qpigsBuffer).length,
  'bare jk': () => viewNumbers(jkBytes).length,
  'bare jk02': () => jk02Numbers(jk02Parts).length,
  'bare vedirect': () => lineNumbers(smartSolarParts).length,
  'bare sunspec': () => sunspecNumbers(sunspec.frame, transactionOf(sunspec.command.name)).length,
} as const satisfies Record<string, Job>;

/** The name of a job. */
export type JobName = keyof typeof jobs;
