// What is sent: requests that read, requests that change something, and the harmless questions that tell what a device is.
import type { Target } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MetricValue } from '#core/reading.ts';
import { because } from '#core/reason.ts';
import type { ByteScheme, Definition, RequestDefinition } from '#devices/definition.ts';
import { findCommand } from '#devices/find-command.ts';
import { definitions } from '#devices/registry.ts';

/**
 * The definition of a device at another unit address, in another framing or behind a logger; itself where there is but one
 * way. Framings differ by link: Modbus over `tcp` has an MBAP header where the device itself has the port.
 */
export function atTarget(definition: RequestDefinition, scheme: ByteScheme, target: Target = {}): RequestDefinition {
  const wire = definition.wireAt?.(scheme, target);
  return wire === undefined ? definition : { ...definition, wire };
}

/** The bytes that ask for a command. Errors: `command.unknown`. */
export function request({ id, wire, commands }: RequestDefinition, command: string): Uint8Array {
  if (findCommand(commands, command) === undefined) {
    const known = commands.map(({ name }) => name);
    const why = because('word.known', { reason: because('device.no-command', { id }), known });
    throw new SolsteadError('command.unknown', { at: command, why });
  }
  return wire.request(command);
}

/** A setting and what it shall become. */
export interface Setting {
  /** Name of one of the definition's `writes`. */
  readonly name: string;
  /** A word of its choice, a number between its limits in its unit, a text, or '' for an action. */
  readonly value: MetricValue;
}

/** The bytes that change a setting; undefined where the value is outside its limits. Errors: `command.unknown`. */
export function writeRequest({ id, wire, writes }: RequestDefinition, setting: Setting): Uint8Array | undefined {
  const write = writes.find(({ name }) => name === setting.name);
  if (write === undefined) {
    const known = writes.map(({ name }) => name);
    const why = because('word.known', { reason: because('device.no-setting', { id }), known });
    throw new SolsteadError('command.unknown', { at: setting.name, why });
  }
  const command = write.request(setting.value);
  return command === undefined ? undefined : wire.request(command);
}

/** A harmless question whose answer tells whether a device is of a definition. */
export interface ProbeQuestion {
  readonly definition: RequestDefinition;
  readonly command: string;
  readonly bytes: Uint8Array;
  /** Whether the bytes that came are the answer of such a device. */
  matches(answer: Uint8Array): boolean;
}

/** The question that tells a device of this definition. */
export function probeQuestion(definition: RequestDefinition): ProbeQuestion {
  const { probe, wire } = definition;
  return {
    definition,
    command: probe.command,
    bytes: wire.request(probe.command),
    matches(answer) {
      const framer = wire.framer();
      for (const { bytes, fault } of [...framer.push(answer), ...(framer.end?.() ?? [])]) {
        const found = fault === undefined ? wire.answer(bytes, probe.command) : undefined;
        if (found?.kind === 'payload' && probe.matches(found.payload)) return true;
      }
      return false;
    },
  };
}

const isRequest = (definition: Definition): definition is RequestDefinition => definition.mode === 'request';

/** The questions of every definition that is asked over a link of this kind, in the order of the list. */
export function probeQuestions(scheme: ByteScheme): readonly ProbeQuestion[] {
  return definitions
    .filter(isRequest)
    .filter(({ links }) => links.includes(scheme))
    .map((definition) => probeQuestion(atTarget(definition, scheme)));
}
