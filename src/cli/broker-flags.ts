// Flags of `solstead broker`.
import type { Command } from 'commander';
import type { BrokerFilesFlags } from './commands/broker-files.ts';
import type { CommandContext } from './context.ts';
import { recordsOptions } from './people-flags.ts';

const aclHelp = `
It writes a password file and an access list, in which each device may do on Mosquitto what it may do here and nothing
besides, and makes an account for the home itself. Devices keep their names and passwords.
Example:
  solstead broker acl --output /etc/mosquitto/solstead`;

/** Adds `broker`. */
export function addBroker(program: Command, context: CommandContext): void {
  const broker = program
    .command('broker')
    .description('accounts of the built-in broker; Solstead must not be running with this folder');
  recordsOptions(broker.command('acl').description('write them as files for Mosquitto'), context)
    .requiredOption('--output <folder>', 'folder for the files; they must not be there yet')
    .option('--home <name>', 'name of the account of the home itself, which may use every topic', 'solstead')
    .option('--json', 'print JSON')
    .addHelpText('after', aclHelp)
    .action(async (options: BrokerFilesFlags) =>
      (await import('./commands/broker-files.ts')).writeBrokerFiles(options, context),
    );
}
