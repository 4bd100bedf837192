// Flags of `solstead uplink`.
import { type Command, Option } from 'commander';
import { makeSecret } from '#core/secrets.ts';
import { uplinkForms } from '#core/uplink.ts';
import type { AddHomeFlags, FarHomeFlags, UplinkStatusFlags, UplinkTestFlags } from './commands/uplink.ts';
import type { CommandContext } from './context.ts';
import { recordsOptions } from './people-flags.ts';

const help = `
A home sends its readings to another Solstead with --uplink of \`solstead serve\`, or as its page "Account and people" is told.`;

/** Adds it. */
export function addUplink(program: Command, context: CommandContext): void {
  const uplink = program
    .command('uplink')
    .description('readings to another Solstead: try it, and the homes that send to this one')
    .addHelpText('after', help);
  const command = () => import('./commands/uplink.ts');
  uplink
    .command('test')
    .description('connect to another Solstead and leave again; the secret is in SOLSTEAD_UPLINK_SECRET or a file')
    .argument('<url>', 'such as wss://hub.example.com:8000')
    .addOption(new Option('--uplink-client <id>', 'client id that it gave').env('SOLSTEAD_UPLINK_CLIENT'))
    .addOption(
      new Option('--uplink-secret-file <file>', 'file that holds the secret').env('SOLSTEAD_UPLINK_SECRET_FILE'),
    )
    .addOption(
      new Option('--uplink-ca <file>', 'certificate (PEM) of who signed its certificate').env('SOLSTEAD_UPLINK_CA'),
    )
    .addOption(new Option('--uplink-form <form>', 'form of the messages').choices([...uplinkForms]))
    .option('--json', 'print JSON')
    .action(async (url: string, options: UplinkTestFlags) => (await command()).testUplink(url, options, context));
  recordsOptions(uplink.command('homes').description('list the homes that send to one that is not running'), context)
    .option('--json', 'print JSON')
    .action(async (options: FarHomeFlags) => (await command()).listHomes(options, context));
  recordsOptions(uplink.command('add-home').description('let a home send; its secret is printed once'), context)
    .requiredOption('--name <text>', 'what it is called')
    .requiredOption('--site <id>', 'home here that takes its readings')
    .option('--json', 'print JSON')
    .action(async (options: AddHomeFlags) => (await command()).addHome(options, context));
  recordsOptions(uplink.command('new-secret').description('give a home a new secret; the one before ends'), context)
    .argument('<id>', 'its client id')
    .option('--json', 'print JSON')
    .action(async (id: string, options: FarHomeFlags) => (await command()).renewHome(id, options, context));
  recordsOptions(uplink.command('remove-home').description('let a home send no more'), context)
    .argument('<id>', 'its client id')
    .option('--json', 'print JSON')
    .action(async (id: string, options: FarHomeFlags) => (await command()).removeHome(id, options, context));
  uplink
    .command('status')
    .description('the homes that send to one that runs, asked with the token of a program')
    .addOption(new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'))
    .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
    .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
    .option('--json', 'print JSON')
    .action(async (options: UplinkStatusFlags) => (await command()).uplinkStatus(options));
}
