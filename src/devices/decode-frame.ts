// Decodes recorded bytes with a definition, for the command line and for people who look into a log.
import { SolsteadError } from '#core/errors.ts';
import { wholeAnswer, type Decoded } from '#codec/table.ts';
import type { Definition, ListeningDefinition, MessageDefinition, PolledDefinition } from './definition.ts';
import { findCommand } from './find-command.ts';
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

function report(source: FieldSource, decoded: Decoded): FrameReport {
  const problems = decoded.problems.map(({ row, why }) => {
    const field = row === wholeAnswer ? undefined : source.rows[row]?.name;
    return field === undefined ? { why } : { field, why };
  });
  return { answer: { kind: 'payload' }, fields: fields(source, decoded), problems };
}

const empty = (answer: FrameOutcome): FrameReport => ({ answer, fields: [], problems: [] });

const faults = {
  checksum: 'the checksum does not match',
  malformed: 'the bytes are not a frame of this protocol',
} as const;

function decodePolled({ wire, commands, id }: PolledDefinition, name: string, bytes: Uint8Array): FrameReport {
  const command = findCommand(commands, name);
  if (command === undefined) {
    throw new SolsteadError('command.unknown', {
      at: name,
      why: `${id} has no such command; it has ${commands.map((known) => known.name).join(', ')}`,
    });
  }
  const framer = wire.framer();
  let answered: FrameOutcome | undefined;
  let faulty: FrameOutcome | undefined;
  for (const frame of [...framer.push(bytes), ...(framer.end?.() ?? [])]) {
    if (frame.fault !== undefined) {
      faulty ??= { kind: frame.fault, why: faults[frame.fault] };
      continue;
    }
    const answer = wire.answer(frame.bytes, name);
    if (answer.kind === 'payload') {
      return report({ rows: command.table.rows, derive: command.derive }, command.table.decode(answer.payload));
    }
    answered ??= answer;
  }
  return empty(
    answered ?? faulty ?? (framer.pending > 0 ? { kind: 'partial' } : { kind: 'malformed', why: faults.malformed }),
  );
}

function decodeSpoken({ wire, reports, id }: ListeningDefinition, name: string, bytes: Uint8Array): FrameReport {
  const wanted = reports.find((known) => known.name === name);
  if (wanted === undefined) {
    const why = `${id} has no such report; it has ${reports.map((known) => known.name).join(', ')}`;
    throw new SolsteadError('command.unknown', { at: name, why });
  }
  const framer = wire.framer();
  let faulty: FrameOutcome | undefined;
  for (const frame of framer.push(bytes)) {
    const spoken = frame.fault === undefined ? wire.read(frame.bytes) : undefined;
    if (spoken?.report === name)
      return report({ rows: wanted.table.rows, derive: wanted.derive }, wanted.table.decode(spoken.payload));
    if (frame.fault !== undefined) faulty ??= { kind: frame.fault, why: faults[frame.fault] };
  }
  return empty(faulty ?? (framer.pending > 0 ? { kind: 'partial' } : { kind: 'malformed', why: faults.malformed }));
}

function decodeMessage(definition: MessageDefinition, topic: string, bytes: Uint8Array): FrameReport {
  const content = definition.dialect.read('device', topic === 'rpc' ? 'reply/rpc' : `device/${topic}`, bytes);
  switch (content.kind) {
    case 'malformed':
      return empty({ kind: 'malformed', why: content.why });
    case 'response':
      if (content.refused !== undefined) return empty({ kind: 'refused', why: content.refused });
      return content.state === undefined
        ? empty({ kind: 'ack' })
        : report(definition, definition.decode(content.state));
    case 'state':
      return report(definition, definition.decode(content.state));
    case 'online':
    case 'other':
      return empty({ kind: 'foreign', why: 'it carries no values' });
  }
}

/**
 * What bytes mean as the answer to a command: for a polled device a whole frame as it came over the wire, for one that speaks
 * by itself the name of the report, for an MQTT device
 * the payload of a topic, `command` being the topic below its prefix (`events/rpc`, `status/em:0`; `rpc` for an answer).
 * Errors: `command.unknown`.
 */
export function decodeFrame(definition: Definition, command: string, bytes: Uint8Array): FrameReport {
  switch (definition.way) {
    case 'polled':
      return decodePolled(definition, command, bytes);
    case 'listening':
      return decodeSpoken(definition, command, bytes);
    case 'messages':
      return decodeMessage(definition, command, bytes);
  }
}
