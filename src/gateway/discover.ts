// Finding out what a device has, for definitions whose tables differ from unit to unit (SunSpec).
import { SolsteadError, isSolsteadError } from '#core/errors.ts';
import type { Table } from '#codec/table.ts';
import type { DiscoveryAnswer, PolledDefinition, ReadCommand } from '#devices/definition.ts';
import type { Asked } from './ask.ts';

/** More questions than any device needs; a map that leads in circles ends here. */
const mostQuestions = 100;

const noTable: Table = { rows: [], decode: () => ({ values: [], raws: [], problems: [] }) };

/**
 * The definition with what the device has filled in; one without discovery as it is. Errors: those of `ask`, except a
 * refusal, which is an answer; `frame.malformed` where the device is none of this kind.
 */
export async function discovered(
  definition: PolledDefinition,
  ask: (command: ReadCommand) => Promise<Asked>,
): Promise<PolledDefinition> {
  const { discover, title } = definition;
  if (discover === undefined) return definition;
  const answers: DiscoveryAnswer[] = [];
  while (answers.length < mostQuestions) {
    const step = discover(answers);
    if (step.kind === 'found') return { ...definition, ...step.definition, wire: definition.wire };
    if (step.kind === 'none') throw new SolsteadError('frame.malformed', { at: title, why: step.why });
    answers.push(await answerTo(step.command, step.answerBytes, ask));
  }
  throw new SolsteadError('frame.malformed', {
    at: title,
    why: `its map does not end after ${mostQuestions} questions`,
  });
}

async function answerTo(
  name: string,
  answerBytes: number,
  ask: (command: ReadCommand) => Promise<Asked>,
): Promise<DiscoveryAnswer> {
  const question: ReadCommand = { kind: 'read', name, title: 'What the device has', answerBytes, table: noTable };
  try {
    const { payload } = await ask(question);
    return { command: name, payload };
  } catch (error) {
    if (isSolsteadError(error, 'command.refused')) return { command: name };
    throw error;
  }
}
