// `solstead read`: asks a device and prints what it said.
import { parseAddress } from '#core/address.ts';
import { toHex } from '#core/bytes.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { fields } from '#devices/readings.ts';
import type { ByteDefinition, Definition, ListeningDefinition, ReadCommand } from '#devices/definition.ts';
import { type Asked, ask, commandOf } from '#drivers/ask.ts';
import { hear } from '#drivers/listen-once.ts';
import { definitionAt, lineAddress } from '#drivers/line-address.ts';
import { discovered } from '#drivers/discover.ts';
import { withRetries } from '#drivers/retry.ts';
import { systemRandom } from '#core/random.ts';
import { makeLink } from '#transport/open-link.ts';
import { formatFields } from '../format-fields.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';
import { type DevicesFlag, readRegistry } from '#main/user-devices.ts';

/** Flags of `solstead read`. */
export interface ReadFlags extends DevicesFlag {
  readonly port: string;
  readonly protocol: string;
  readonly json?: boolean;
}

/** Attempts after the first: a person waits at the terminal. */
const plan = { retries: 1, backoffSeconds: [0.3] };

function readable(definition: Definition): ByteDefinition {
  if (definition.way !== 'messages') return definition;
  throw new SolsteadError('input.usage', {
    at: definition.id,
    why: `${definition.title} speaks by itself over MQTT and cannot be asked over a port`,
  });
}

/** An answer or a report, by the query or report it belongs to. */
type Reading = Pick<Asked, 'payload' | 'decoded'> & {
  readonly command: Pick<ReadCommand, 'name' | 'table' | 'derive'>;
};

function reportOf({ command, payload, decoded }: Reading) {
  const problems = decoded.problems.map(({ row, why }) => {
    const field = command.table.rows[row]?.name;
    return field === undefined ? { why } : { field, why };
  });
  return {
    query: command.name,
    payload: toHex(payload),
    fields: fields({ rows: command.table.rows, derive: command.derive }, decoded),
    problems,
  };
}

/** Listens to a device until it has said what is wanted. Errors: `command.unknown`, `link.*`. */
async function readSpoken(
  link: Link,
  definition: ListeningDefinition,
  { names, json }: { names: readonly string[]; json: boolean },
): Promise<void> {
  const unknown = names.find((name) => !definition.reports.some((report) => report.name === name));
  if (unknown !== undefined) {
    const why = `${definition.id} has no such report; it has ${definition.reports.map(({ name }) => name).join(', ')}`;
    throw new SolsteadError('command.unknown', { at: unknown, why });
  }
  try {
    const heard = await hear(link, definition, { clock, isEnough: () => false });
    const wanted = heard.filter(({ report }) => names.includes(report.name));
    if (wanted.length === 0)
      throw new SolsteadError('link.timeout', { at: link.name, why: `${definition.title} said nothing` });
    const reports = wanted.map(({ report, payload, decoded }) => reportOf({ command: report, payload, decoded }));
    if (json) printJson(reports);
    else tell(...reports.map(formatFields));
  } finally {
    await link.close();
  }
}

/** Asks queries one after another, or listens where the device speaks by itself. Errors: `command.unknown`, `address.invalid`, `link.*`, `frame.*`, `command.refused`. */
export async function read(
  queries: readonly string[],
  { port, protocol, json = false, devices }: ReadFlags,
): Promise<void> {
  const address = parseAddress(port);
  const registry = await readRegistry(devices);
  const known = definitionAt(address, readable(registry.definitionOf(protocol)));
  if (known.way === 'listening')
    return readSpoken(makeLink(lineAddress(address, known), { clock }), known, { names: queries, json });
  const plain = known;
  if (plain.discover === undefined) for (const name of queries) commandOf(plain, name);
  const link: Link = makeLink(lineAddress(address, plain), { clock });
  const never = new AbortController();
  const patiently = (command: ReadCommand): Promise<Asked> => {
    const attempt = async (): Promise<Asked> => {
      await link.open();
      return ask(link, plain, command);
    };
    return withRetries(attempt, {
      plan,
      clock,
      random: systemRandom,
      signal: never.signal,
      onFailure: () => undefined,
    });
  };
  try {
    const definition = await discovered(plain, patiently);
    const commands = queries.map((name) => commandOf(definition, name));
    const reports = [];
    for (const command of commands) {
      const asked = await patiently(command);
      if (plain.pauseMs !== undefined) await clock.sleep(plain.pauseMs);
      reports.push(reportOf(asked));
      if (!json)
        tell(...(commands.length > 1 ? [`${command.name} – ${command.title}`] : []), formatFields(reportOf(asked)));
    }
    if (json) printJson(reports.length === 1 ? reports[0] : reports);
  } finally {
    await link.close();
  }
}
