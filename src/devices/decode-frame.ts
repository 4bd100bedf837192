// Decodes recorded bytes with a definition, for the command line and for people who look into a log.
import { SolsteadError } from '#core/errors.ts';
import type { Frame } from '#core/framer.ts';
import { wholeAnswer, type Decoded } from '#codec/table.ts';
import type {
  ByteDefinition,
  Definition,
  ListeningDefinition,
  MessageDefinition,
  PolledDefinition,
} from './definition.ts';
import { findCommand } from './find-command.ts';
import { nearest } from './nearest.ts';
import { fields, type Field, type FieldSource } from './readings.ts';

/** What became of the bytes. */
export type FrameOutcome =
  | { readonly kind: 'payload' | 'ack' | 'partial' }
  | { readonly kind: 'refused' | 'foreign' | 'checksum' | 'malformed'; readonly why: string };

/** A field that could not be read; without `field` it is the rest of the answer. */
export interface FieldProblem {
  readonly field?: string;
  readonly why: string;
}

/** The meaning of recorded bytes. */
export interface FrameReport {
  readonly answer: FrameOutcome;
  readonly fields: readonly Field[];
  readonly problems: readonly FieldProblem[];
}

/** What became of the bytes, and the values where they are an answer. */
export interface Opened {
  readonly answer: FrameOutcome;
  readonly content?: { readonly source: FieldSource; readonly decoded: Decoded };
}

const faults = {
  checksum: 'the checksum does not match',
  malformed: 'the bytes are not a frame of this protocol',
} as const;

const opened = (source: FieldSource, decoded: Decoded): Opened => ({
  answer: { kind: 'payload' },
  content: { source, decoded },
});

function unknown({ id }: Definition, name: string, known: readonly { readonly name: string }[]): SolsteadError {
  const names = known.map((one) => one.name);
  const hint = nearest(name, names) || `; it has ${names.join(', ')}`;
  const why = `${id} has no such command or report${hint}`;
  return new SolsteadError('command.unknown', { at: name, why });
}

function openPolled(definition: PolledDefinition, name: string): (frame: Frame) => Opened | undefined {
  const { wire, commands } = definition;
  const command = findCommand(commands, name);
  if (command === undefined) throw unknown(definition, name, commands);
  const source = { rows: command.table.rows, derive: command.derive };
  return ({ bytes }) => {
    const answer = wire.answer(bytes, name);
    return answer.kind === 'payload' ? opened(source, command.table.decode(answer.payload)) : { answer };
  };
}

function openSpoken(definition: ListeningDefinition, name: string): (frame: Frame) => Opened | undefined {
  const { wire, reports } = definition;
  const wanted = reports.find((known) => known.name === name);
  if (wanted === undefined) throw unknown(definition, name, reports);
  const source = { rows: wanted.table.rows, derive: wanted.derive };
  return ({ bytes }) => {
    const spoken = wire.read(bytes);
    return spoken?.report === name ? opened(source, wanted.table.decode(spoken.payload)) : undefined;
  };
}

/**
 * Reads frames as the answer to a command, or as a report of a device that speaks by itself; undefined for a report of
 * another kind. Errors: `command.unknown`.
 */
export function frameOpener(definition: ByteDefinition, name: string): (frame: Frame) => Opened | undefined {
  const open = definition.way === 'polled' ? openPolled(definition, name) : openSpoken(definition, name);
  return (frame) =>
    frame.fault === undefined ? open(frame) : { answer: { kind: frame.fault, why: faults[frame.fault] } };
}

/** The first frame that is the answer; else the first that was none, else the first faulty one. */
function openBytes(definition: ByteDefinition, name: string, bytes: Uint8Array): Opened {
  const open = frameOpener(definition, name);
  const framer = definition.wire.framer();
  let answered: Opened | undefined;
  let faulty: Opened | undefined;
  for (const frame of [...framer.push(bytes), ...(framer.end?.() ?? [])]) {
    const found = open(frame);
    if (found?.content !== undefined) return found;
    if (frame.fault === undefined) answered ??= found;
    else faulty ??= found;
  }
  const nothing: FrameOutcome = framer.pending > 0 ? { kind: 'partial' } : { kind: 'malformed', why: faults.malformed };
  return answered ?? faulty ?? { answer: nothing };
}

function openMessage(definition: MessageDefinition, topic: string, bytes: Uint8Array): Opened {
  const content = definition.dialect.read('device', topic === 'rpc' ? 'reply/rpc' : `device/${topic}`, bytes);
  switch (content.kind) {
    case 'malformed':
      return { answer: content };
    case 'response':
      if (content.refused !== undefined) return { answer: { kind: 'refused', why: content.refused } };
      return content.state === undefined
        ? { answer: { kind: 'ack' } }
        : opened(definition, definition.decode(content.state));
    case 'state':
      return opened(definition, definition.decode(content.state));
    case 'online':
    case 'other':
      return { answer: { kind: 'foreign', why: 'it carries no values' } };
  }
}

/**
 * What bytes mean as the answer to a command, before it is put into words; arguments as in {@link decodeFrame}.
 * Errors: `command.unknown`.
 */
export function openFrame(definition: Definition, command: string, bytes: Uint8Array): Opened {
  return definition.way === 'messages'
    ? openMessage(definition, command, bytes)
    : openBytes(definition, command, bytes);
}

/** What was opened, as people read it. */
export function frameReport({ answer, content }: Opened): FrameReport {
  if (content === undefined) return { answer, fields: [], problems: [] };
  const { source, decoded } = content;
  const problems = decoded.problems.map(({ row, why }) => {
    const field = row === wholeAnswer ? undefined : source.rows[row]?.name;
    return field === undefined ? { why } : { field, why };
  });
  return { answer, fields: fields(source, decoded), problems };
}

/**
 * What bytes mean as the answer to a command: for a polled device a whole frame as it came over the wire, for one that speaks
 * by itself the name of the report, for an MQTT device
 * the payload of a topic, `command` being the topic below its prefix (`events/rpc`, `status/em:0`; `rpc` for an answer).
 * Errors: `command.unknown`.
 */
export function decodeFrame(definition: Definition, command: string, bytes: Uint8Array): FrameReport {
  return frameReport(openFrame(definition, command, bytes));
}
