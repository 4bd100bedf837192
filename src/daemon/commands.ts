// The commands of a device in a file: what is asked for each, and why one cannot be. A poll only reads: what sets something is told apart
// here, before anything is sent.
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import type { MetricValue } from '#core/reading.ts';
import { answerShapes } from '#devices/by-mode.ts';
import type { Definition, WriteCommand } from '#devices/definition.ts';
import { findCommand } from '#devices/find-command.ts';
import { isLookedThrough, optionalOf } from '#devices/mpp-solar/rounds.ts';
import {
  asksOf,
  defaultOf,
  listingWords,
  ourName,
  type SpecialWord,
  specialWords,
  theirNames,
} from './mpp-solar-commands.ts';
import type { PlannedCommand } from './plan.ts';

/** Characters of a command that are shown. */
const shown = 60;

/** Numbers of a setting that are looked through for the one that is meant. */
const mostNumbers = 20_000;

/** A command of a file, or why it is none. */
export type CommandOutcome = { readonly command: PlannedCommand; readonly note?: Reason } | { readonly why: Reason };

/** Whether a device answers, or reports, under this name. */
export function canAsk(definition: Definition, name: string): boolean {
  if ('commands' in definition) return findCommand(definition.commands, name) !== undefined;
  return answerShapes(definition).some((shape) => shape.kind === 'report' && shape.name === name);
}

/** What a writer may be told, in the order in which it is looked through. */
function* valuesOf({ value }: WriteCommand): Iterable<MetricValue> {
  if (value.kind === 'choice') yield* Object.keys(value.options);
  else if (value.kind === 'none') yield '';
  else if (value.kind === 'number') {
    const count = Math.min(mostNumbers, Math.round((value.max - value.min) / value.step));
    for (let index = 0; index <= count; index += 1) yield Number((value.min + index * value.step).toFixed(6));
  }
}

/** A setting and a value of it. */
export interface LiteralWrite {
  readonly write: WriteCommand;
  readonly value: MetricValue;
}

/** What a command in the maker's letters sets, such as `POP02`; undefined if it sets nothing that is known. */
export function literalWrite({ writes }: Pick<Definition, 'writes'>, command: string): LiteralWrite | undefined {
  const isLikely = ({ name }: WriteCommand): boolean => command.startsWith(name.slice(0, 2));
  // Those that begin alike first: most of the others need not be looked through.
  const ordered = [...writes.filter(isLikely), ...writes.filter((write) => !isLikely(write))];
  for (const write of ordered) {
    if (write.value.kind === 'text') {
      const value = command.slice(write.name.length);
      if (command.startsWith(write.name) && write.request(value) === command) return { write, value };
      continue;
    }
    for (const value of valuesOf(write)) if (write.request(value) === command) return { write, value };
  }
  return undefined;
}

/** Whether a command would set something, known or not: its letters are those of a setting. */
function isSetter(definition: Definition, command: string): boolean {
  const { writes } = definition;
  const isNamed = writes.some(
    ({ name }) => name.length >= 2 && new RegExp(`^${RegExp.escape(name)}[\\d.,^]*$`).test(command),
  );
  return isNamed || literalWrite(definition, command) !== undefined;
}

function namesOf(definition: Definition): readonly string[] {
  const own = answerShapes(definition).flatMap(({ name, example }) => example ?? name);
  return [...own, ...theirNames(definition), ...specialWords];
}

/** A word that is no command but several with commas between them, as mpp-solar had it before 0.16; else the word alone. */
export function separated(definition: Definition, word: string): readonly string[] {
  const parts = word.split(',').map((part) => part.trim());
  const isKnown = (part: string): boolean => part !== '' && 'command' in plannedCommand(definition, part);
  return parts.length > 1 && !isKnown(word) && parts.every(isKnown) ? parts : [word];
}

/** What a word that stands for several questions leaves to the device. */
function roundOf(
  definition: Definition,
  { word, asks }: { readonly word: SpecialWord; readonly asks: readonly string[] },
): Pick<PlannedCommand, 'what' | 'optional'> {
  if (word === 'get_device_id') return {};
  const optional = optionalOf(definition, asks);
  return {
    ...(isLookedThrough(definition) ? { what: word === 'get_status' ? 'status' : 'settings' } : {}),
    ...(optional.length === 0 ? {} : { optional }),
  };
}

/** What is asked for a word of a file. */
export function plannedCommand(definition: Definition, word: string): CommandOutcome {
  const special = specialWords.find((one) => one === word);
  if (special !== undefined || word === '') {
    const asks = asksOf(definition, special ?? '').filter((name) => canAsk(definition, name));
    const round = roundOf(definition, { word: special ?? 'get_status', asks });
    if (word !== '') return { command: { name: word, asks, ...round } };
    // Outputs, and entities after it, are called by the name that it has there.
    const name = defaultOf(definition);
    if (name === undefined)
      return { command: { name: 'get_status', asks, ...round }, note: because('daemon.asks-status', { asks }) };
    return { command: { name, asks }, note: because('daemon.no-default', { name }) };
  }
  if (listingWords.includes(word)) return { why: because('daemon.special', { value: word, protocol: definition.id }) };
  const name = ourName(definition, word);
  if (canAsk(definition, name)) return { command: { name: word, asks: [name] } };
  const value = external(word.slice(0, shown));
  if (isSetter(definition, word)) return { why: because('daemon.setter', { value }) };
  const why = because('daemon.command', { value, title: definition.title });
  return { why: withNearest(why, word, namesOf(definition)) };
}
