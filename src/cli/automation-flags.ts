// Flags of `solstead automation`.
import { type Command, Option } from 'commander';
import type { AutomationFlags } from './commands/automation.ts';

/** Adds the command. */
export function addAutomation(program: Command): void {
  program
    .command('automation')
    .description(
      'look at what a home is to do by itself: is it right, and what would it have done with these readings?',
    )
    .option('--check <file>', 'rules, limits and loads (YAML); every mistake is told with its place')
    .option('--simulate <file>', 'the same with the devices it is tried on; see docs/automation.md')
    .option('--readings <file>', 'CSV of readings, - for the standard input: time,<metric>,<device>/<metric>,…,event')
    .option('--every <duration>', 'how often it is decided', '1 s')
    .option('--behind <duration>', 'how long it goes on behind the last reading', '1 min')
    .addOption(new Option('--decimal <sign>', 'sign before decimals; absent: found out').choices([',', '.']))
    .option('--json', 'print JSON: commands, holders, notices, diary, answers and rejected cells')
    .addHelpText('after', '\nExample:\n  solstead automation --simulate house.yaml --readings yesterday.csv --json')
    .action(async (flags: AutomationFlags) =>
      (await import('./commands/automation.ts')).automation(flags, { stdin: process.stdin, out: process.stdout }),
    );
}
