// `solstead emulate`: a device of a simulated home to connect to, for trials, demonstrations and tests.
import { systemClock as clock } from '#core/clock.ts';
import { answerShapes } from '#devices/by-mode.ts';
import type { Definition } from '#devices/definition.ts';
import { builtIn } from '#devices/on-demand.ts';
import type { CommandContext, Emulation } from '../context.ts';
import { untilSignal } from '../ending.ts';
import { printLine } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead emulate`. */
export interface EmulateFlags {
  readonly tcpPort: number;
  readonly pty?: string;
  readonly broker?: string;
  readonly fault?: string;
  /** Seconds after which it ends automatically. */
  readonly for?: number;
  readonly json?: boolean;
}

/** A command as it is typed: Modbus commands contain spaces. */
const quoted = (command: string): string => (command.includes(' ') ? `'${command}'` : command);

const firstQuery = (definition: Definition): string =>
  answerShapes(definition).find(({ kind, isLive }) => isLive && kind !== 'state')?.name ?? '';

function tellEmulation({ name, addresses, pty, topic }: Emulation, definition: Definition, broker = ''): void {
  for (const address of addresses)
    tell(
      `${name} answers at ${address}`,
      `  solstead read --port ${address} --protocol ${definition.id} ${quoted(firstQuery(definition))}`,
    );
  if (pty !== undefined) tell('reason' in pty ? `No pty: ${pty.reason}` : `and at ${pty.address}`);
  if (topic !== undefined) tell(`${topic} connects to ${broker}; its topics begin with ${topic}/`);
}

/** Where it answers, for programs. */
const documentOf = ({ name, addresses, pty, topic }: Emulation, { id: protocol }: Definition) => ({
  name,
  protocol,
  addresses,
  ...(pty === undefined ? {} : { pty }),
  ...(topic === undefined ? {} : { topic }),
});

/** Emulates a device until it is ended. Errors: `protocol.unknown`, `input.usage`, `port.taken`, `broker.refused`. */
export async function emulate(protocol: string, flags: EmulateFlags, context: CommandContext): Promise<void> {
  const ended = untilSignal();
  const over = new AbortController();
  const definition = await builtIn.definitionOf(protocol);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const emulation = await context.emulate(definition.id, { ...flags, log });
  try {
    if (flags.json === true) printLine(documentOf(emulation, definition));
    else {
      tellEmulation(emulation, definition, flags.broker);
      tell('Ctrl-C ends it.');
    }
    const ends = flags.for === undefined ? [ended] : [ended, clock.sleep(flags.for * 1000, { signal: over.signal })];
    await Promise.race([...ends, ...(emulation.failed === undefined ? [] : [emulation.failed])]);
  } finally {
    // A wait that goes on would keep the program from ending.
    over.abort();
    await emulation.close();
  }
}
