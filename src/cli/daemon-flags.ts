// Flags of `solstead daemon`.
import { type Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import type { DaemonFlags } from './flags.ts';
import { devicesOption, pluginsOption } from './own-flags.ts';
import { logFormatOption, logLevelOption } from './log-flags.ts';

/** Adds `daemon`. */
export function addDaemon(program: Command, context: CommandContext): void {
  program
    .command('daemon')
    .description('read the devices of a file and give what they say to its outputs, without a home and a web page')
    .requiredOption('-C, --configfile <file>', 'mpp-solar’s INI as it is, or YAML; see docs/daemon.md')
    .option('--check', 'print what it would do, or all that is wrong with the file')
    .option('--json', 'with --check: print JSON')
    .addOption(
      new Option('--once', 'ask each device once, and end when the outputs have it').conflicts(['check', 'pidfile']),
    )
    .addOption(
      new Option(
        '--data <folder>',
        'folder of what waits for servers; absent: STATE_DIRECTORY of systemd, if there is one',
      ),
    )
    .option('--pidfile <file>', 'write the number of the process there')
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .addOption(logLevelOption())
    .addOption(logFormatOption())
    .addHelpText(
      'after',
      '\nSIGHUP reads the file again; a wrong one changes nothing. The log goes to the standard error.' +
        '\nWith --once the exit code is 0 if every device answered and every output has it, else 1.' +
        '\nExample:\n  solstead daemon -C /etc/mpp-solar/mpp-solar.conf --check',
    )
    .action(async (options: DaemonFlags) => (await import('./commands/daemon.ts')).daemon(options, context));
}
