// The answers to queries that a person chose, in the maker's words: asked one after another, or listened for.
import { SolsteadError } from '#core/errors.ts';
import type { DeviceAnswer, OnceQuestion } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { ByteDefinition, ListeningDefinition, PolledDefinition, ReadCommand } from '#devices/definition.ts';
import { fields } from '#devices/readings.ts';
import { type Asked, commandOf } from './ask.ts';
import { discovered } from './discover.ts';
import { hear } from './listen-once.ts';
import { type OnceContext, patientAsker } from './patient-asker.ts';

/** What is asked, and what it takes. */
export interface AnswersContext extends OnceContext, OnceQuestion {}

function answerOf({
  command,
  payload,
  decoded,
}: Pick<Asked, 'payload' | 'decoded'> & {
  readonly command: Pick<ReadCommand, 'name' | 'title' | 'table' | 'derive'>;
}): DeviceAnswer {
  const { name, title, table, derive } = command;
  const problems = decoded.problems.map(({ row, why }) => {
    const field = table.rows[row]?.name;
    return field === undefined ? { why } : { field, why };
  });
  return { query: name, title, payload, fields: fields({ rows: table.rows, derive }, decoded), problems };
}

async function asked(link: Link, plain: PolledDefinition, context: AnswersContext): Promise<readonly DeviceAnswer[]> {
  const patiently = patientAsker(link, plain, context);
  const definition = await discovered(plain, patiently);
  const answers: DeviceAnswer[] = [];
  for (const command of context.queries.map((name) => commandOf(definition, name))) {
    const answer = answerOf(await patiently(command));
    context.onAnswer?.(answer);
    answers.push(answer);
  }
  return answers;
}

async function reported(
  link: Link,
  definition: ListeningDefinition,
  context: AnswersContext,
): Promise<readonly DeviceAnswer[]> {
  const heard = await hear(link, definition, { ...context, isEnough: () => false });
  const answers = heard
    .filter(({ report }) => context.queries.includes(report.name))
    .map(({ report, payload, decoded }) => answerOf({ command: report, payload, decoded }));
  if (answers.length === 0)
    throw new SolsteadError('link.timeout', { at: link.name, why: `${definition.title} said nothing` });
  for (const answer of answers) context.onAnswer?.(answer);
  return answers;
}

/** Errors: `command.unknown` for a query that the device cannot be asked, as far as that is known before it is asked. */
export function checkQueries(definition: ByteDefinition, queries: readonly string[]): void {
  if (definition.way === 'polled') {
    if (definition.discover === undefined) for (const name of queries) commandOf(definition, name);
    return;
  }
  const unknown = queries.find((name) => !definition.reports.some((report) => report.name === name));
  if (unknown === undefined) return;
  const why = `${definition.id} has no such report; it has ${definition.reports.map(({ name }) => name).join(', ')}`;
  throw new SolsteadError('command.unknown', { at: unknown, why });
}

/** What a device answers to queries. Errors: `command.*`, `link.*`, `frame.*`. */
export function answersOf(
  link: Link,
  definition: ByteDefinition,
  context: AnswersContext,
): Promise<readonly DeviceAnswer[]> {
  return definition.way === 'polled' ? asked(link, definition, context) : reported(link, definition, context);
}
