// Decodes recorded bytes with a definition, for the command line and for people who look into a log.
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { wholeAnswer, type Decoded } from '#codec/table.ts';
import { type ByMode, byMode } from './by-mode.ts';
import type { Definition, HttpDefinition, MqttDefinition, PushDefinition, RequestDefinition } from './definition.ts';
import { findCommand } from './find-command.ts';
import type { MessageState } from './message-dialect.ts';
import { composedFor } from './message-parts.ts';
import { withKnown } from '#core/near-word.ts';
import { fields, type Field, type FieldSource } from './readings.ts';

/** What became of the bytes. */
export type FrameOutcome =
  | { readonly kind: 'payload' | 'ack' | 'partial' }
  /** Why, as a code and in English. */
  | {
      readonly kind: 'refused' | 'foreign' | 'checksum' | 'malformed';
      readonly reason: Reason;
      readonly why: string;
    };

/** A field that could not be read; without `field` it is the rest of the answer. */
export interface FieldProblem {
  readonly field?: string;
  /** Why, as a code and in English. */
  readonly reason: Reason;
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

const faults = { checksum: because('frame.bad-checksum'), malformed: because('frame.not-of-protocol') } as const;

/** No answer, and why: as a code, and in English. */
const notAnswered = (kind: 'refused' | 'foreign' | keyof typeof faults, reason: Reason): Opened => ({
  answer: { kind, reason, why: inEnglish(reason) },
});

const opened = (source: FieldSource, decoded: Decoded): Opened => ({
  answer: { kind: 'payload' },
  content: { source, decoded },
});

function unknown({ id }: Definition, name: string, known: readonly { readonly name: string }[]): SolsteadError {
  const names = known.map((one) => one.name);
  const why = withKnown(because('device.no-command', { id }), name, names);
  return new SolsteadError('command.unknown', { at: name, why });
}

function openAnswer(definition: RequestDefinition | HttpDefinition, name: string): Opener {
  const { wire, commands } = definition;
  const command = findCommand(commands, name);
  if (command === undefined) throw unknown(definition, name, commands);
  const source = { rows: command.table.rows, derive: command.derive };
  return ({ bytes }) => {
    const answer = wire.answer(bytes, name);
    if (answer.kind === 'payload') return opened(source, command.table.decode(answer.payload));
    return answer.kind === 'ack' ? { answer } : notAnswered(answer.kind, answer.why);
  };
}

function openReport(definition: PushDefinition, name: string): Opener {
  const { wire, reports } = definition;
  const wanted = reports.find((known) => known.name === name);
  if (wanted === undefined) throw unknown(definition, name, reports);
  const source = { rows: wanted.table.rows, derive: wanted.derive };
  return ({ bytes }) => {
    const spoken = wire.read(bytes);
    return spoken?.report === name ? opened(source, wanted.table.decode(spoken.payload)) : undefined;
  };
}

/** A topic below the prefix, or a whole one in which `device` stands for it. */
const wholeTopic = (topic: string): string => (topic.split('/').includes('device') ? topic : `device/${topic}`);

function openState(plain: MqttDefinition, state: MessageState): Opened {
  const definition = composedFor(plain, state);
  return opened(definition, definition.decode(state));
}

function openMessage(definition: MqttDefinition, topic: string, bytes: Uint8Array): Opened {
  const content = definition.dialect.read('device', topic === 'rpc' ? 'reply/rpc' : wholeTopic(topic), bytes);
  switch (content.kind) {
    case 'malformed':
      return notAnswered('malformed', content.why);
    case 'response':
      if (content.refused !== undefined) return notAnswered('refused', content.refused);
      return content.state === undefined ? { answer: { kind: 'ack' } } : openState(definition, content.state);
    case 'state':
      return openState(definition, content.state);
    case 'online':
    case 'stamp':
    case 'turned-away':
    case 'other':
      return notAnswered('foreign', because('frame.no-values'));
  }
}

type Opener = (frame: Frame) => Opened | undefined;

const openers: ByMode<(name: string) => Opener> = {
  request: (definition) => (name) => openAnswer(definition, name),
  http: (definition) => (name) => openAnswer(definition, name),
  push: (definition) => (name) => openReport(definition, name),
  mqtt:
    (definition) =>
    (topic) =>
    ({ bytes }) =>
      openMessage(definition, topic, bytes),
};

/**
 * Reads frames as the answer to a command, as a report of a device that reports by itself, or as the payload of a topic;
 * undefined for a report of another kind. Errors: `command.unknown`.
 */
export function frameOpener(definition: Definition, name: string): Opener {
  const open = byMode(openers, definition)(name);
  return (frame) => (frame.fault === undefined ? open(frame) : notAnswered(frame.fault, faults[frame.fault]));
}

/** The first frame that is the answer; else the first that was none, else the first faulty one. */
function openFrames(framer: Framer, open: Opener, bytes: Uint8Array): Opened {
  let answered: Opened | undefined;
  let faulty: Opened | undefined;
  for (const frame of [...framer.push(bytes), ...(framer.end?.() ?? [])]) {
    const found = open(frame);
    if (found?.content !== undefined) return found;
    if (frame.fault === undefined) answered ??= found;
    else faulty ??= found;
  }
  const nothing: Opened =
    framer.pending > 0 ? { answer: { kind: 'partial' } } : notAnswered('malformed', faults.malformed);
  return answered ?? faulty ?? nothing;
}

/** Bytes that end before a frame does, and do not begin as one either: they are no part of an answer. */
function begunOtherwise(
  definition: RequestDefinition | HttpDefinition | PushDefinition,
  command: string,
  bytes: Uint8Array,
): Opened | undefined {
  if (!('commands' in definition)) return undefined;
  const told = definition.wire.answer(bytes, command);
  return told.kind === 'foreign' && told.why.code === 'frame.begin' ? notAnswered('foreign', told.why) : undefined;
}

/**
 * What bytes mean as the answer to a command, before it is put into words; arguments as in {@link decodeFrame}.
 * Errors: `command.unknown`.
 */
export function openFrame(definition: Definition, command: string, bytes: Uint8Array): Opened {
  const open = frameOpener(definition, command);
  if ('wire' in definition) {
    const found = openFrames(definition.wire.framer(), open, bytes);
    return found.answer.kind === 'partial' ? (begunOtherwise(definition, command, bytes) ?? found) : found;
  }
  // A message is whole.
  return open({ bytes }) ?? notAnswered('malformed', faults.malformed);
}

/** What was opened, as people read it. */
export function frameReport({ answer, content }: Opened): FrameReport {
  if (content === undefined) return { answer, fields: [], problems: [] };
  const { source, decoded } = content;
  const problems = decoded.problems.map(({ row, why }) => {
    const field = row === wholeAnswer ? undefined : source.rows[row]?.name;
    const told = { reason: why, why: inEnglish(why) };
    return field === undefined ? told : { field, ...told };
  });
  return { answer, fields: fields(source, decoded), problems };
}

/**
 * What bytes mean as the answer to a command: for a polled device a whole frame as it came over the wire, for one that speaks
 * by itself the name of the report, for an MQTT device
 * the payload of a topic, `command` being the topic below its prefix (`events/rpc`, `status/em:0`; `rpc` for an answer) or a whole one in
 * which `device` stands for the prefix.
 * Errors: `command.unknown`.
 */
export function decodeFrame(definition: Definition, command: string, bytes: Uint8Array): FrameReport {
  return frameReport(openFrame(definition, command, bytes));
}
