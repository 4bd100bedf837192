// Flags of `solstead outputs`.
import { type Command, Option } from 'commander';
import { makeSecret } from '#core/secrets.ts';
import type { OutputFlags } from './commands/outputs.ts';

const help = `
It asks the Solstead at --url with the token of a program that may manage the home (page Access, or \`solstead token\`), from --token-file or
SOLSTEAD_TOKEN. What waits is kept on the disk until the server has it; what was lost went over the bound of that.
Example:
  solstead outputs list --url http://home.local:6789 --token-file ./token
  solstead outputs test house`;

const asking = (command: Command): Command =>
  command
    .addOption(new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'))
    .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
    .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
    .option('--site <id>', 'the home; absent: the only one')
    .option('--json', 'print JSON')
    .addHelpText('after', help);

/** Adds it. */
export function addOutputs(program: Command): void {
  const outputs = program.command('outputs').description('where a home that runs gives its readings');
  asking(
    outputs
      .command('list', { isDefault: true })
      .description('list them with their state, what waits, and the last error'),
  ).action(async (options: OutputFlags) => (await import('./commands/outputs.ts')).listOutputs(options));
  asking(
    outputs
      .command('test')
      .description('show what one would send, and whether its server takes it')
      .argument('<id>', 'its id or name'),
  ).action(async (id: string, options: OutputFlags) => (await import('./commands/outputs.ts')).testOutput(id, options));
}
