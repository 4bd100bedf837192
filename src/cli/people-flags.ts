// Flags of `solstead recover` and `solstead audit`.
import { type Command, Option } from 'commander';
import type { AuditExportFlags, VerifyFlags } from './commands/audit.ts';
import type { RecoverFlags } from './commands/recover.ts';
import type { CommandContext } from './context.ts';

function recordsOptions(command: Command, { dataFolder }: CommandContext): Command {
  return command
    .addOption(new Option('--data <folder>', 'the data folder').env('SOLSTEAD_DATA').default(dataFolder))
    .addOption(
      new Option('--records <address>', 'server of the records, as for `solstead serve`').env('SOLSTEAD_RECORDS'),
    );
}

const verifyHelp = `
Each line holds the hash of itself and of the line before it, so that a line that was changed or taken out shows. Who can
write the database can also write all hashes anew: note the heads elsewhere, and give them with --head later.
Example:
  solstead audit verify --head changes.12.8a1f…`;

/** Adds `recover` and `audit`. */
export function addPeople(program: Command, context: CommandContext): void {
  recordsOptions(
    program
      .command('recover')
      .description('make a new password for an account; Solstead must not be running with this folder'),
    context,
  )
    .option('--name <account>', 'the account; absent: the only one')
    .action(async (options: RecoverFlags) => (await import('./commands/recover.ts')).recover(options, context));

  const audit = program
    .command('audit')
    .description('who did what in a home; Solstead must not be running with this folder');
  recordsOptions(audit.command('verify').description('check that every line is as it was written'), context)
    .option('--head <head...>', 'heads that were noted before')
    .option('--json', 'print JSON')
    .addHelpText('after', verifyHelp)
    .action(async (options: VerifyFlags) => (await import('./commands/audit.ts')).verifyAudit(options, context));
  recordsOptions(audit.command('export').description('write the log to a file'), context)
    .addOption(new Option('--format <name>', 'csv or jsonl').choices(['csv', 'jsonl']).default('csv'))
    .option('--output <file>', 'file to write, - for the standard output', '-')
    .action(async (options: AuditExportFlags) => (await import('./commands/audit.ts')).exportAudit(options, context));
}
