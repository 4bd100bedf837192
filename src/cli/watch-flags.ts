// Flags of `solstead watch`.
import { durationMs } from '#automation/duration.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { WatchFlags } from './commands/watch.ts';
import { devicesOption, pluginsOption } from './own-flags.ts';
import type { CommandContext } from './context.ts';

function pace(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined || ms < 1000)
    throw new InvalidArgumentError('It is a duration of at least 1 s, such as 5 s or 1 min.');
  return ms;
}

function looks(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

/** Adds the command. */
export function addWatch(program: Command, context: CommandContext): void {
  program
    .command('watch')
    .description('ask a device again and again, and show its values as they change')
    .argument('<query...>', 'queries in the maker’s letters, such as QPIGS')
    .requiredOption('--port <address>', 'link, such as serial:///dev/ttyUSB0?baud=2400 or tcp://192.168.1.5:8899')
    .requiredOption('--protocol <name>', 'protocol; see `solstead list protocols`')
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .addOption(new Option('--every <duration>', 'time between two looks').argParser(pace).default(5000, '5 s'))
    .addOption(new Option('--count <number>', 'end after so many looks').argParser(looks))
    .option('--json', 'print a line of JSON for each look')
    .addHelpText(
      'after',
      '\nExample:\n  solstead watch --port serial:///dev/ttyUSB0?baud=2400 --protocol pi30 QPIGS --every 2s',
    )
    .action(async (queries: string[], options: WatchFlags) =>
      (await import('./commands/watch.ts')).watch(queries, options, { context, screen: process.stdout }),
    );
}
