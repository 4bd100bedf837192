// `solstead read`: asks a device and prints what it answered.
import { toHex } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceAnswer } from '#core/field.ts';
import type { Definition } from '#devices/definition.ts';
import type { CommandContext, DevicesFlag } from '../context.ts';
import { formatFields } from '../format-fields.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead read`. */
export interface ReadFlags extends DevicesFlag {
  readonly port: string;
  readonly protocol: string;
  readonly json?: boolean;
}

function checkReadable({ id, title, way }: Definition): void {
  if (way !== 'messages') return;
  throw new SolsteadError('input.usage', {
    at: id,
    why: `${title} speaks by itself over MQTT and cannot be asked over a port`,
  });
}

const jsonOf = ({ query, payload, fields, problems }: DeviceAnswer) => ({
  query,
  payload: toHex(payload),
  fields,
  problems,
});

/**
 * Asks queries one after another, or listens where the device reports by itself. Errors: `command.unknown`,
 * `address.invalid`, `link.*`, `frame.*`, `command.refused`.
 */
export async function read(
  queries: readonly string[],
  { port: address, protocol, json = false, ...flags }: ReadFlags,
  context: CommandContext,
): Promise<void> {
  const registry = await context.registry(flags);
  const definition = registry.definitionOf(protocol);
  checkReadable(definition);
  const withTitles = queries.length > 1 && definition.way === 'polled';
  const show = (answer: DeviceAnswer): void => {
    const { query, title } = answer;
    tell(...(withTitles ? [`${query} – ${title}`] : []), formatFields(answer));
  };
  const field = await context.openField(registry);
  try {
    const answers = await field.readOnce({ address, protocol }, { queries, ...(json ? {} : { onAnswer: show }) });
    const reports = answers.map(jsonOf);
    if (json) printJson(reports.length === 1 && definition.way === 'polled' ? reports[0] : reports);
  } finally {
    await field.close();
  }
}
