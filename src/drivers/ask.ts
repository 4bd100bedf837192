// One question to a polled device over its link: request bytes out, the matching answer in, decoded.
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { printable } from '#core/bytes.ts';
import type { Answer } from '#codec/wire.ts';
import type { Decoded } from '#codec/table.ts';
import type { AskedDefinition, ReadCommand } from '#devices/definition.ts';
import { findCommand } from '#devices/find-command.ts';
import { withNearest } from '#core/near-word.ts';
import { type AskedLine, unnamedOf } from './line-order.ts';

/** The answer to one command. */
export interface Asked {
  readonly command: ReadCommand;
  readonly payload: Uint8Array;
  readonly decoded: Decoded;
}

/** The command of that name. Errors: `command.unknown`. */
export function commandOf(definition: AskedDefinition, name: string): ReadCommand {
  const command = findCommand(definition.commands, name);
  if (command === undefined) {
    const known = definition.commands.map((one) => one.name);
    // Who asks for `POP02` wants to set something: that goes another way, and is no misspelt question.
    const setting = definition.writes.find((one) => one.name.length > 1 && name.startsWith(one.name))?.name;
    const why =
      setting === undefined
        ? withNearest(because('device.no-query', { id: definition.id }), name, known)
        : because('device.query-sets', { id: definition.id, setting });
    throw new SolsteadError('command.unknown', { at: name, why });
  }
  return command;
}

/** How many times the usual size an answer may have. */
const sizeMargin = 2;

/** What a question needs of a link. */
export type AskedLink = Pick<AskedLine, 'name' | 'sendAndReceive'>;

/** A command that may judge what counts as its answer; without a judge every answer of the wire format does. */
export interface Question extends ReadCommand {
  accepts?(decoded: Decoded, bytes: number, payload: Uint8Array): boolean;
  /** Ends the exchange when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks one command. Errors: `link.*`, `frame.*` (retried by the caller), `command.refused`. */
export async function ask(link: AskedLink, definition: AskedDefinition, command: Question): Promise<Asked> {
  const { wire } = definition;
  const { signal } = command;
  let answer: Answer | undefined;
  let decoded: Decoded | undefined;
  // The frame accepted last is the one the link returns: what was decoded of it here is not decoded again.
  const accepts = (bytes: Uint8Array): boolean => {
    answer = wire.answer(bytes, command.name);
    if (answer.kind !== 'payload') return answer.kind !== 'foreign';
    if (wire.meaning !== undefined) return true;
    decoded = command.table.decode(answer.payload);
    return command.accepts?.(decoded, bytes.length, answer.payload) ?? true;
  };
  const frame = await link.sendAndReceive(wire.request(command.name), {
    framer: wire.framer(),
    accepts,
    responseMs: definition.responseMs,
    maxBytes: Math.min(wire.maxFrame, command.answerBytes * sizeMargin),
    signal,
    unnamed: unnamedOf(wire, { command: command.name, pauseMs: definition.pauseMs }),
  });
  const at = `${link.name} ${command.name}`;
  const said = payloadOf(answer, at, frame);
  const payload = wire.meaning === undefined ? said : await wire.meaning(said, command.name);
  if (payload === undefined) throw unreadable(at, frame);
  return { command, payload, decoded: decoded ?? command.table.decode(payload) };
}

function payloadOf(answer: Answer | undefined, at: string, frame: Uint8Array): Uint8Array {
  switch (answer?.kind) {
    case 'payload':
      return answer.payload;
    case 'refused':
      throw new SolsteadError('command.refused', { at, why: answer.why });
    default:
      throw unreadable(at, frame);
  }
}

function unreadable(at: string, frame: Uint8Array): SolsteadError {
  const why = because('answer.unreadable', { bytes: external(printable(frame, 40)) });
  return new SolsteadError('frame.malformed', { at, why });
}
