// Finding out what a device has, for definitions whose tables differ from unit to unit (SunSpec).
import { because } from '#core/reason.ts';
import { type ErrorCode, SolsteadError, isSolsteadError } from '#core/errors.ts';
import type { Table } from '#codec/table.ts';
import type { DiscoveryAnswer, DiscoveryStep, AskedDefinition, ReadCommand } from '#devices/definition.ts';
import type { Asked } from './ask.ts';

/** More questions than any device needs; a map that leads in circles ends here. */
const mostQuestions = 100;

/** Errors that leave a question unanswered although the line works. */
const unread = ['command.refused', 'link.timeout', 'frame.checksum', 'frame.malformed'] as const;

const noTable: Table = { rows: [], decode: () => ({ values: [], raws: [], problems: [] }) };

/**
 * The definition, completed with what the device has; one without discovery is unchanged. Errors: those of `ask`, except a
 * refusal, which is an answer, as is silence if the definition allows it; `frame.malformed` if the device is not of this kind.
 */
export async function discovered<D extends AskedDefinition>(
  definition: D,
  ask: (command: ReadCommand) => Promise<Asked>,
): Promise<D> {
  const { discover, title, discoversInSilence = false } = definition;
  if (discover === undefined) return definition;
  const answers: DiscoveryAnswer[] = [];
  while (answers.length < mostQuestions) {
    const step = discover(answers);
    if (step.kind === 'found') return { ...definition, ...step.definition, wire: definition.wire };
    if (step.kind === 'none') throw new SolsteadError('frame.malformed', { at: title, why: step.why });
    answers.push(await answerTo(step, { ask, forgives: discoversInSilence ? unread : ['command.refused'] }));
  }
  throw new SolsteadError('frame.malformed', {
    at: title,
    why: because('device.endless', { most: mostQuestions }),
  });
}

async function answerTo(
  { command, answerBytes }: Extract<DiscoveryStep, { kind: 'ask' }>,
  { ask, forgives }: { ask(command: ReadCommand): Promise<Asked>; readonly forgives: readonly ErrorCode[] },
): Promise<DiscoveryAnswer> {
  const question: ReadCommand = {
    kind: 'read',
    name: command,
    title: 'What the device has',
    answerBytes,
    table: noTable,
  };
  try {
    const { payload } = await ask(question);
    return { command, payload };
  } catch (error) {
    if (isSolsteadError(error, ...forgives)) return { command };
    throw error;
  }
}
