// Flags of `solstead mcp`.
import { type Command, Option } from 'commander';
import type { McpFlags } from './commands/mcp.ts';
import { makeSecret } from '#core/secrets.ts';

const help = `
For assistants that start programs (Model Context Protocol on standard input and output). It asks the Solstead at --url with the token
of a program, and can do what that token can. The token comes from --token-file or from SOLSTEAD_TOKEN.
Example:
  SOLSTEAD_TOKEN=… solstead mcp --url http://home.local:6789`;

/** Adds `mcp`. */
export function addMcp(program: Command): void {
  program
    .command('mcp')
    .summary('lets an assistant ask a running home')
    .description('Lets an assistant ask a running home.')
    .addOption(new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'))
    .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
    .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
    .option('--write', 'offer the tools that change something as well')
    .addHelpText('after', help)
    .action(async (options: McpFlags) => (await import('./commands/mcp.ts')).mcp(options));
}
