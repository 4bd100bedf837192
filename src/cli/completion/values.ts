// What may stand at a place of a call: choices of a flag or an argument, protocols, questions, settings, outputs, devices of a home that runs.
import type { Argument, Command, Option } from 'commander';
import { answerShapes } from '#devices/by-mode.ts';
import { isRecord } from '#core/entries.ts';
import type { CommandContext } from '../context.ts';
import { askHome } from '../running-home.ts';

/** A call up to the word that is being written. */
interface Place {
  readonly command: Command;
  /** Values of its flags by their long names. */
  readonly flags: ReadonlyMap<string, string>;
  /** The flag whose value is written. */
  readonly flag?: Option;
  /** Arguments that are written already. */
  readonly before: readonly string[];
}

/** Longest wait for a home that is asked for its devices: somebody waits at the keyboard, ms. */
const patienceMs = 1500;

const takesValue = ({ required, optional }: Option): boolean => required || optional;

/** Reads the words of a call. */
function placeOf(program: Command, words: readonly string[]): Place {
  let command = program;
  let flag: Option | undefined;
  const flags = new Map<string, string>();
  const before: string[] = [];
  for (const word of words) {
    if (flag !== undefined) {
      flags.set(flag.long ?? '', word);
      flag = undefined;
    } else if (word.startsWith('-')) {
      const found = command.options.find(({ long, short }) => word === long || word === short);
      flag = found !== undefined && takesValue(found) ? found : undefined;
    } else {
      const next = before.length === 0 ? command.commands.find((one) => one.name() === word) : undefined;
      if (next === undefined) before.push(word);
      else command = next;
    }
  }
  return { command, flags, before, ...(flag === undefined ? {} : { flag }) };
}

/** The argument that is written; the last one may come again and again. */
function argumentOf({ command, before }: Place): Argument | undefined {
  const { registeredArguments: all } = command;
  const last = all.at(-1);
  return all[before.length] ?? (last?.variadic === true ? last : undefined);
}

async function devices(flags: ReadonlyMap<string, string>, context: CommandContext): Promise<readonly string[]> {
  const token = context.secret('SOLSTEAD_TOKEN');
  const tokenFile = flags.get('--token-file');
  const url = flags.get('--url') ?? 'http://localhost:6789';
  const asked = { url, ...(token === undefined ? {} : { token }), ...(tokenFile === undefined ? {} : { tokenFile }) };
  const late = AbortSignal.timeout(patienceMs);
  const aborted = new Promise<undefined>((resolve) => late.addEventListener('abort', () => resolve(undefined)));
  const found = await Promise.race([askHome(asked, { method: 'GET', path: 'api/v1/devices' }), aborted]);
  return Array.isArray(found) ? found.flatMap((one) => (isRecord(one) ? [String(one['id'])] : [])) : [];
}

/** What a word of this name may be. */
async function named(name: string, place: Place, context: CommandContext): Promise<readonly string[]> {
  const own = Object.fromEntries(
    (['devices', 'plugins'] as const).flatMap((key) => {
      const value = place.flags.get(`--${key}`);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
  const protocol = place.flags.get('--protocol') ?? place.before[0] ?? '';
  switch (name) {
    case 'protocol':
      return (await context.registry(own)).listed.map(({ id }) => id);
    case 'query': {
      const definition = await (await context.registry(own)).definitionOf(protocol);
      const { specialWords } = await import('../answers/special-words.ts');
      return [...answerShapes(definition).map((one) => one.name), ...specialWords].filter((one) => !one.includes(' '));
    }
    case 'setting':
      return (await (await context.registry(own)).definitionOf(protocol)).writes.map((one) => one.name);
    case 'output':
      return Object.keys((await import('#outputs/answers/settings.ts')).answerOutputs);
    case 'what':
      return place.command.name() === 'list' ? ['protocols', 'commands', 'settings', 'set-points', 'ports'] : [];
    case 'preset':
      return (await import('#energy/money/presets/presets.ts')).presets.map(({ id }) => `preset:${id}`);
    case 'device':
      return place.command.options.some(({ long }) => long === '--url') ? devices(place.flags, context) : [];
    default:
      return [];
  }
}

/** The values that may follow; none where nothing is known, or cannot be found out now. */
export async function valuesAfter(
  program: Command,
  words: readonly string[],
  context: CommandContext,
): Promise<readonly string[]> {
  const place = placeOf(program, words);
  const { flag } = place;
  const argument = flag === undefined ? argumentOf(place) : undefined;
  const choices = flag?.argChoices ?? argument?.argChoices;
  if (choices !== undefined) return choices;
  const name = flag === undefined ? argument?.name() : flag.long?.replace('--', '');
  // Whoever completes wants words, not complaints.
  return name === undefined ? [] : named(name, place, context).catch(() => []);
}
