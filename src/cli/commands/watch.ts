// `solstead watch`: asks a device again and again and shows its values as they change.
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AnswerField, DeviceAnswer, OnceQuestion } from '#core/field.ts';
import { visible } from '#core/visible.ts';
import type { CommandContext } from '../context.ts';
import type { DevicesFlag } from '../flags.ts';
import { type Asking, askingOf } from '../answers/questions.ts';
import { exitCodes, untilSignal } from '../ending.ts';
import { formatTable } from '../print.ts';

/** Flags of `solstead watch`. */
export interface WatchFlags extends DevicesFlag {
  readonly port: string;
  readonly protocol: string;
  /** Time between two looks, ms. */
  readonly every: number;
  /** It ends after so many looks; absent: with Ctrl-C. */
  readonly count?: number;
  readonly json?: boolean;
}

/** Where it is shown. */
export interface WatchScreen {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Cursor to the top, and what is below it cleared. */
const fromTop = '\u001b[H\u001b[J';

const present = (answers: readonly DeviceAnswer[]): readonly AnswerField[] =>
  answers.flatMap(({ fields }) => fields).filter(({ value }) => value !== null);

/** A look as a table; what differs from the look before is marked. */
export function watchTable(fields: readonly AnswerField[], before: ReadonlyMap<string, AnswerField['value']>): string {
  const isNew = ({ name, value }: AnswerField): boolean => before.size > 0 && before.get(name) !== value;
  return formatTable(
    fields.map((field) => ({
      ' ': isNew(field) ? '*' : ' ',
      field: field.name,
      value: visible(String(field.value)),
      unit: field.unit,
      metric: field.metric ?? '',
      meaning: field.label,
    })),
  );
}

/** The answers to all words; each is asked once. */
async function readAll(
  askings: readonly Asking[],
  read: (asked: OnceQuestion) => Promise<readonly DeviceAnswer[]>,
): Promise<readonly DeviceAnswer[]> {
  const plain = [...new Set(askings.flatMap(({ what, queries }) => (what === undefined ? queries : [])))];
  const optional = askings.flatMap((asking) => (asking.kind === 'one' ? [] : (asking.optional ?? [])));
  const answers = plain.length === 0 ? [] : [...(await read({ queries: plain, optional }))];
  for (const what of new Set(askings.flatMap((asking) => asking.what ?? [])))
    answers.push(...(await read({ queries: [], what })));
  return answers;
}

/**
 * Asks until it is ended. A look that fails is told and tried again at the next one; where the first fails for a reason that stays, such as a
 * wrong address, the command ends. Errors: `address.invalid`, `protocol.unknown`, `command.unknown`, `link.*`.
 */
export async function watch(
  queries: readonly string[],
  { port: address, protocol, every, count = Number.POSITIVE_INFINITY, json = false, ...flags }: WatchFlags,
  { context, screen }: { readonly context: CommandContext; readonly screen: WatchScreen },
): Promise<void> {
  const registry = await context.registry(flags);
  const definition = await registry.definitionOf(protocol);
  const askings = askingOf(definition, queries);
  const idle = askings.find((asking) => asking.queries.length === 0);
  if (idle !== undefined)
    throw new SolsteadError('input.usage', { at: idle.word, why: because('watch.nothing', { word: idle.word }) });
  const field = await context.openField(registry);
  const ending = new AbortController();
  const ended = untilSignal().then(() => ending.abort());
  const isDrawn = screen.isTTY === true && !json;
  let before = new Map<string, AnswerField['value']>();
  let answered = 0;
  try {
    for (let look = 0; look < count && !ending.signal.aborted; look += 1) {
      if (look > 0) await clock.sleep(every, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) break;
      const time = new Date(clock.nowMs()).toISOString();
      try {
        const read = readAll(askings, (asked) =>
          field.readOnce({ address, protocol }, { ...asked, signal: ending.signal }),
        );
        // A device that is silent is not waited for once it is to end.
        const answers = await Promise.race([read, ended]);
        if (answers === undefined) break;
        const fields = present(answers);
        answered += 1;
        const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
        if (json) screen.write(`${JSON.stringify({ time, values })}\n`);
        else screen.write(`${isDrawn ? fromTop : ''}${time}\n${watchTable(fields, before)}\n`);
        before = new Map(fields.map(({ name, value }) => [name, value]));
      } catch (error) {
        if (ending.signal.aborted) break;
        if (answered === 0 && !isSolsteadError(error, 'link.timeout', 'frame.checksum', 'frame.malformed')) throw error;
        process.stderr.write(`${visible(`${time} ${messageOf(error)}`)}\n`);
      }
    }
  } finally {
    await field.close();
  }
  if (answered === 0) process.exitCode = exitCodes.failed;
}
