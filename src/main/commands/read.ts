// `solstead read`: asks a device and prints what it said.
import { parseAddress } from '#core/address.ts';
import { toHex } from '#core/bytes.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { fields } from '#devices/readings.ts';
import type { PolledDefinition } from '#devices/definition.ts';
import { definitionOf } from '#devices/registry.ts';
import { type Asked, ask, commandOf } from '#gateway/ask.ts';
import { lineAddress } from '#gateway/line-address.ts';
import { withRetries } from '#gateway/retry.ts';
import { systemRandom } from '#core/random.ts';
import { makeLink } from '#transport/open-link.ts';
import { formatFields } from '../format-fields.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead read`. */
export interface ReadFlags {
  readonly port: string;
  readonly protocol: string;
  readonly json?: boolean;
}

/** Attempts after the first: a person waits at the terminal. */
const plan = { retries: 1, backoffSeconds: [0.3] };

function polled(protocol: string): PolledDefinition {
  const definition = definitionOf(protocol);
  if (definition.way === 'polled') return definition;
  throw new SolsteadError('input.usage', {
    at: protocol,
    why: `${definition.title} speaks by itself over MQTT and cannot be asked over a port`,
  });
}

function reportOf({ command, payload, decoded }: Asked) {
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

/** Asks queries one after another. Errors: `command.unknown`, `address.invalid`, `link.*`, `frame.*`, `command.refused`. */
export async function read(queries: readonly string[], { port, protocol, json = false }: ReadFlags): Promise<void> {
  const definition = polled(protocol);
  const commands = queries.map((name) => commandOf(definition, name));
  const link: Link = makeLink(lineAddress(parseAddress(port), definition), { clock });
  const never = new AbortController();
  try {
    const reports = [];
    for (const command of commands) {
      const attempt = async (): Promise<Asked> => {
        await link.open();
        return ask(link, definition, command);
      };
      const asked = await withRetries(attempt, {
        plan,
        clock,
        random: systemRandom,
        signal: never.signal,
        onFailure: () => undefined,
      });
      reports.push(reportOf(asked));
      if (!json)
        tell(...(commands.length > 1 ? [`${command.name} – ${command.title}`] : []), formatFields(reportOf(asked)));
    }
    if (json) printJson(reports.length === 1 ? reports[0] : reports);
  } finally {
    await link.close();
  }
}
