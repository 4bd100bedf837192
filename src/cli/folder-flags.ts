// Flags of `solstead repair`.
import { type Command, Option } from 'commander';
import type { FolderFlags } from './commands/repair.ts';
import type { CommandContext } from './context.ts';

const help = `
A damaged history.db is kept under another name; what can still be read of it is copied into a new one. A missing one is
begun anew. Damaged records are told and left alone: restore them from a backup.
With --adopt, lost records are begun anew: accounts, devices and settings are gone, and the next visitor becomes the owner.
It needs room for two more copies of the history.
Example:
  solstead repair --data ./data --yes`;

/** Adds `solstead repair`. */
export function addFolderRepair(program: Command, context: CommandContext): void {
  program
    .command('repair')
    .description(
      'report what is wrong with a data folder, and repair it with --yes; Solstead must not be running with it',
    )
    .addOption(new Option('--data <folder>', 'the data folder').env('SOLSTEAD_DATA').default(context.dataFolder))
    .option('--dry-run', 'only report (the default)')
    .addOption(new Option('--yes', 'do it').conflicts('dryRun'))
    .option('--adopt', 'start lost records afresh, and accept those that are there')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (options: FolderFlags) =>
      (await import('./commands/repair.ts')).repairData(options, { out: process.stdout, context }),
    );
}
