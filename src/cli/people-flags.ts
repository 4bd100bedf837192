// Flags of `solstead recover`, `solstead token` and `solstead audit`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TokenAddFlags, TokenFlags } from './commands/token.ts';
import type { AuditExportFlags, VerifyFlags } from './commands/audit.ts';
import type { RecoverFlags } from './commands/recover.ts';
import type { CommandContext } from './context.ts';
import { makeSecret } from '#core/secrets.ts';

/** Where the records are. */
export function recordsOptions(command: Command, { dataFolder }: CommandContext): Command {
  return command
    .addOption(new Option('--data <folder>', 'the data folder').env('SOLSTEAD_DATA').default(dataFolder))
    .addOption(
      new Option('--records <address>', 'server of the records, as for `solstead serve`')
        .env('SOLSTEAD_RECORDS')
        .argParser(makeSecret),
    );
}

const verifyHelp = `
Each line holds the hash of itself and of the line before it, so that a line that was changed or taken out shows. Who can
write the database can also write all hashes anew: note the heads elsewhere, and give them with --head later.
Example:
  solstead audit verify --head changes.12.8a1f…`;

const tokenHelp = `
A token of the installation stays when people go; with --account it is a personal one, and ends with the account.
Example:
  solstead token add --name "Grafana" --site home --may viewer --days 365
  solstead token add --name "Tenant's display" --site home --may site.read --devices meter`;

function positive(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw new InvalidArgumentError('It must be a number of days from 1 to 3650.');
  return days;
}

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Adds `token`. */
export function addTokens(program: Command, context: CommandContext): void {
  const token = program
    .command('token')
    .description('tokens of programs; Solstead must not be running with this folder');
  const account = ['--account <name>', 'personal ones of this account; absent: those of the installation'] as const;
  const command = () => import('./commands/token.ts');
  recordsOptions(token.command('add').description('make one; it is printed once'), context)
    .requiredOption('--name <text>', 'what it is for')
    .option('--site <id>', 'home it is good for, * for every home', '*')
    .option('--may <what>', 'viewer, operator, admin, owner, or actions between commas', 'viewer')
    .option('--json', 'print JSON')
    .addOption(new Option('--devices <ids>', 'only these devices of the home, between commas').argParser(listed))
    .addOption(new Option('--days <number>', 'how long it works; absent: until it is removed').argParser(positive))
    .option(...account)
    .addHelpText('after', tokenHelp)
    .action(async (options: TokenAddFlags) => (await command()).addToken(options, context));
  recordsOptions(
    token
      .command('list')
      .description(
        'those of the installation and wall tablets, or personal ones with --account; never the tokens themselves',
      ),
    context,
  )
    .option(...account)
    .option('--json', 'print JSON')
    .action(async (options: TokenFlags & { json?: boolean }) => (await command()).listTokens(options, context));
  recordsOptions(token.command('remove').description('end one'), context)
    .argument('<id>', 'its id; see `solstead token list`')
    .option(...account)
    .option('--json', 'print JSON')
    .action(async (id: string, options: TokenFlags) => (await command()).removeToken(id, options, context));
}

/** Adds `recover` and `audit`. */
export function addPeople(program: Command, context: CommandContext): void {
  recordsOptions(
    program
      .command('recover')
      .description('make a new password for an account; Solstead must not be running with this folder'),
    context,
  )
    .option('--name <account>', 'the account; absent: the only one')
    .option('--json', 'print JSON')
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
    .option('--who <name>', 'only what whoever has exactly this name did')
    .option('--action <act>', 'only this act, such as "sign in"')
    .option('--outcome <word>', 'only what ended like this, such as done or access.denied')
    .option('--from <time>', 'only from then on, such as 2026-06-01 (UTC)')
    .option('--to <time>', 'only before then')
    .option('--json', 'print JSON: the file, and how many lines')
    .action(async (options: AuditExportFlags) => (await import('./commands/audit.ts')).exportAudit(options, context));
}
