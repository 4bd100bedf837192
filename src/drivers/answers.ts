// The answers to queries that a person chose, in the maker's words.
import { isSolsteadError } from '#core/errors.ts';
import { inEnglish } from '#core/reason.ts';
import type { DeviceAnswer, OnceQuestion } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { AskedDefinition, ReadCommand } from '#devices/definition.ts';
import { fields } from '#devices/readings.ts';
import { type Asked, commandOf } from './ask.ts';
import { discovered } from './discover.ts';
import { type OnceContext, patientAsker } from './patient-asker.ts';

/** What is asked, and what it takes. */
export interface AnswersContext extends OnceContext, OnceQuestion {}

/** An answer or a report in the maker's words. */
export function answerOf({
  command,
  payload,
  decoded,
}: Pick<Asked, 'payload' | 'decoded'> & {
  readonly command: Pick<ReadCommand, 'name' | 'title' | 'table' | 'derive'>;
}): DeviceAnswer {
  const { name, title, table, derive } = command;
  const problems = decoded.problems.map(({ row, why }) => {
    const field = table.rows[row]?.name;
    const told = { reason: why, why: inEnglish(why) };
    return field === undefined ? told : { field, ...told };
  });
  return { query: name, title, payload, fields: fields({ rows: table.rows, derive }, decoded), problems };
}

/** What a device answers to queries, asked one after another. Errors: `command.*`, `link.*`, `frame.*`. */
export async function answersOf(
  link: Link,
  plain: AskedDefinition,
  context: AnswersContext,
): Promise<readonly DeviceAnswer[]> {
  const patiently = patientAsker(link, plain, context);
  const definition = await discovered(plain, patiently);
  const answers: DeviceAnswer[] = [];
  const { what, queries } = context;
  const names = what === undefined ? queries : definition[what === 'status' ? 'live' : 'settings'].commands;
  for (const command of names.map((name) => commandOf(definition, name))) {
    try {
      const answer = answerOf(await patiently(command));
      context.onAnswer?.(answer);
      answers.push(answer);
    } catch (error) {
      if (!isSolsteadError(error, 'command.refused') || context.optional?.includes(command.name) !== true) throw error;
    }
  }
  return answers;
}

/** Errors: `command.unknown` for a query that the device does not have, if that is known before asking. */
export function checkQueries(definition: AskedDefinition, { queries, what }: OnceQuestion): void {
  if (definition.discover === undefined && what === undefined) for (const name of queries) commandOf(definition, name);
}
