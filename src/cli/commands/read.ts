// `solstead read`: asks a device and prints what it answered, or gives it to outputs.
import { systemClock as clock } from '#core/clock.ts';
import { printable, toHex } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceAnswer } from '#core/field.ts';
import { because, inEnglish } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import { answerShapes } from '#devices/by-mode.ts';
import type { Definition } from '#devices/definition.ts';
import { findCommand } from '#devices/find-command.ts';
import { askDevice, type Heard } from '../answers/ask-device.ts';
import { type Asking, askingOf, isNothing } from '../answers/questions.ts';
import type { ReadFlags, Reading } from '../answers/reading.ts';
import { flagOf } from '../answers/flag-of.ts';
import type { ByteTrace, CommandContext } from '../context.ts';
import { devicePassword } from '../device-password.ts';
import { FoundAndFailed } from '../failure.ts';
import { formatFields } from '../format-fields.ts';
import { printJson, printTable } from '../print.ts';
import { tell } from '../tell-addresses.ts';

const jsonOf = ({ query, payload, fields, problems }: DeviceAnswer) => ({
  query,
  payload: toHex(payload),
  fields,
  problems,
});

type AnswerDocument = ReturnType<typeof jsonOf>;

/** What was heard, for programs: the answers, or what the program says by itself. */
async function documentsOf(definition: Definition, heard: Heard): Promise<readonly AnswerDocument[]> {
  if (heard.answers.length > 0) return heard.answers.map(jsonOf);
  return (await saidByItself(definition, heard)).map(({ command, fields }) => ({
    query: command,
    payload: '',
    fields: fields.map(({ name, value, unit }) => ({ name, label: name, value, unit })),
    problems: [],
  }));
}

/** What stands for the answers of a word that asks nothing of a device. */
async function saidByItself(definition: Definition, { asking, answers, failed }: Heard) {
  const { answerFor } = await import('../answers/answer-for.ts');
  const about = { device: '', atMs: clock.nowMs(), identity: {} };
  return answerFor(definition, asking, { answers, failed, about });
}

/** An error that ends the command, with what was answered before. */
function withAnswers(error: unknown, answers: readonly AnswerDocument[], failed: readonly string[]): unknown {
  return answers.length === 0 || !(error instanceof Error) ? error : new FoundAndFailed({ answers, failed }, error);
}

const tellError = (line: string): void => void process.stderr.write(`${line}\n`);

const traceBytes: ByteTrace = (what, bytes, link) =>
  tellError(`${link} ${what} ${bytes.length} bytes: ${toHex(bytes)} ${printable(bytes, 200)}`);

/** Flags that say nothing without an output. */
const ofOutputs = ['to', 'tag', 'filter', 'exclude', 'keepCase', 'topic', 'retain', 'dev', 'database'] as const;

/** A flag that would do nothing is a mistake. Errors: `input.usage`. */
function refuseIdle(flags: ReadFlags): void {
  if (flags.output !== undefined) return;
  const idle = ofOutputs.find((name) => flags[name] !== undefined);
  if (idle === undefined) return;
  throw new SolsteadError('input.usage', { at: flagOf(idle), why: because('read.needs-output') });
}

/** Prints what was heard: a table for each answer. */
function show({ definition, queries }: Reading, isAsked: boolean): (heard: Heard) => Promise<void> {
  return async (heard) => {
    const { answers } = heard;
    const withTitles = (queries.length > 1 || answers.length > 1) && isAsked;
    for (const answer of answers)
      tell(...(withTitles ? [`${answer.query} – ${answer.title}`] : []), formatFields(answer));
    if (answers.length > 0) return;
    for (const { fields } of await saidByItself(definition, heard))
      printTable(fields.map(({ name, value }) => ({ name, value })));
  };
}

/** A sentence for a word that asks nothing of a device. */
function nothingOf({ title }: Definition, { word }: Asking): string {
  const reason = because(word === 'get_settings' ? 'read.no-settings' : 'read.no-status', { title });
  return visible(`solstead: ${word}: ${inEnglish(reason)}.`);
}

/** A question that the device does not have. */
function unknownIn(definition: Definition, askings: readonly Asking[]): string | undefined {
  const known = 'commands' in definition ? definition.commands : [];
  return askings.flatMap(({ queries }) => queries).find((query) => findCommand(known, query) === undefined);
}

/**
 * Asks queries one after another, or listens if the device reports unasked. Errors: `command.unknown`,
 * `address.invalid`, `link.*`, `frame.*`, `command.refused`; `output.failed` and others of an output that could not deliver.
 */
export async function read(queries: readonly string[], flags: ReadFlags, context: CommandContext): Promise<void> {
  const { port: address, protocol, json = false, output, debug } = flags;
  refuseIdle(flags);
  const registry = await context.registry(flags);
  const definition = await registry.definitionOf(protocol);
  const reading: Reading = { definition, queries, flags, context, tellError };
  const askings = askingOf(definition, queries);
  const isAsked = answerShapes(definition).some(({ kind }) => kind === 'answer');
  const isEach = 'commands' in definition && definition.discover === undefined;
  for (const asking of askings.filter(isNothing)) tellError(nothingOf(definition, asking));
  const asked = askings.filter((asking) => !isNothing(asking));
  // What the definition says by itself needs no device, and none of what reaches one.
  const isAlone = asked.every((asking) => asking.queries.length === 0);
  const field = isAlone ? undefined : await context.openField(registry, debug === true ? traceBytes : undefined);
  const place = { address, protocol, password: context.secret(devicePassword) };
  const reports: AnswerDocument[] = [];
  const failed: string[] = [];
  const ask = (tellHeard: (heard: Heard) => Promise<void>): Promise<void> => {
    const onHeard = async (heard: Heard): Promise<void> => {
      if (json) reports.push(...(await documentsOf(definition, heard)));
      await tellHeard(heard);
    };
    const onFailed = (queries: readonly string[]): void => void failed.push(...queries);
    return askDevice(field, place, { askings: asked, isEach, listener: { onHeard, onFailed, tellError } });
  };
  try {
    const unknown = isEach ? unknownIn(definition, asked) : undefined;
    // It is refused before a byte is sent, and none of the others is sent either.
    if (unknown !== undefined) await field?.readOnce(place, { queries: [unknown] });
    if (output !== undefined) await (await import('../answers/to-outputs.ts')).toOutputs(reading, ask);
    else await ask(json ? async () => undefined : show(reading, isAsked));
    if (json) printJson(reports.length === 1 && isAsked ? reports[0] : reports);
  } catch (error) {
    throw json ? withAnswers(error, reports, failed) : error;
  } finally {
    await field?.close();
  }
}
