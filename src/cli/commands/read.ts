// `solstead read`: asks a device and prints what it answered.
import { toHex } from '#core/bytes.ts';
import type { DeviceAnswer } from '#core/field.ts';
import { answerShapes } from '#devices/by-mode.ts';
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

const jsonOf = ({ query, payload, fields, problems }: DeviceAnswer) => ({
  query,
  payload: toHex(payload),
  fields,
  problems,
});

/**
 * Asks queries one after another, or listens if the device reports unasked. Errors: `command.unknown`,
 * `address.invalid`, `link.*`, `frame.*`, `command.refused`.
 */
export async function read(
  queries: readonly string[],
  { port: address, protocol, json = false, ...flags }: ReadFlags,
  context: CommandContext,
): Promise<void> {
  const registry = await context.registry(flags);
  const isAsked = answerShapes(await registry.definitionOf(protocol)).some(({ kind }) => kind === 'answer');
  const withTitles = queries.length > 1 && isAsked;
  const show = (answer: DeviceAnswer): void => {
    const { query, title } = answer;
    tell(...(withTitles ? [`${query} – ${title}`] : []), formatFields(answer));
  };
  const field = await context.openField(registry);
  try {
    const answers = await field.readOnce({ address, protocol }, { queries, ...(json ? {} : { onAnswer: show }) });
    const reports = answers.map(jsonOf);
    if (json) printJson(reports.length === 1 && isAsked ? reports[0] : reports);
  } finally {
    await field.close();
  }
}
