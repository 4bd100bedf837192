// What the commands of `npm run` take: a wrong option is told with the usage, and ends with 2.
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Prints what is wrong, and how the command is called; ends with 2. */
export function misused(what: string, usage: string): never {
  console.error(`${what}\n${usage}`);
  process.exit(2);
}

/** The options that were given. `--help` prints the usage and ends with 0. */
export function givenOptions<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    // Node adds how a word that begins with a dash could be given, which nobody wants here.
    return misused(thrown.message.split('. ')[0] ?? thrown.message, usage);
  }
}

/** The number above zero of an option, or the usual one. */
export function numberGiven(name: string, text: string | undefined, { usual, usage }: NumberRule): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  return misused(`--${name} takes a number above zero, not ${JSON.stringify(text)}`, usage);
}

interface NumberRule {
  readonly usual: number;
  readonly usage: string;
}
