// What the decode rows run, by name: each job turns one recorded answer into values, ours and the barest way.
import { fromHex } from '#core/bytes.ts';
import { jkSerial } from '#devices/jikong/jk-serial.ts';
import { readings } from '#devices/readings.ts';
import type { PolledDefinition, ReadCommand } from '#devices/definition.ts';
import { samples } from '#devices/voltronic/captures/pi30.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { splitNumbers, viewNumbers } from './reference/bare-decode.ts';

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

function commandOf(definition: PolledDefinition, name: string): ReadCommand {
  const command = definition.commands.find((known) => known.name === name);
  if (command === undefined) throw new TypeError(`assertion: ${definition.id} has no ${name}`);
  return command;
}

function payloadOf({ wire }: PolledDefinition, name: string, bytes: Uint8Array): Uint8Array {
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

/** Every job, by name. */
export const jobs = {
  qpigs: () => qpigs.table.decode(payloadOf(pi30, 'QPIGS', qpigsBytes)).values.length,
  'qpigs table': () => qpigs.table.decode(qpigsPayload).values.length,
  'qpigs readings': () => readings(source, qpigs.table.decode(payloadOf(pi30, 'QPIGS', qpigsBytes))).metric.length,
  jk: () => readAll.table.decode(payloadOf(jkSerial, 'read_all', jkBytes)).values.length,
  'jk readings': () => readings(jkSource, readAll.table.decode(payloadOf(jkSerial, 'read_all', jkBytes))).metric.length,
  'bare qpigs': () => splitNumbers(qpigsBuffer).length,
  'bare jk': () => viewNumbers(jkBytes).length,
} as const satisfies Record<string, Job>;

/** The name of a job. */
export type JobName = keyof typeof jobs;
