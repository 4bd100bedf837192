// Flags of `solstead plugins`.
import { type Command, Option } from 'commander';
import type { PlugInFlags } from './commands/plug-ins.ts';
import type { CommandContext } from './context.ts';
import { pluginsOption } from './own-flags.ts';

/** Adds it. */
export function addPlugIns(program: Command, context: CommandContext): void {
  program
    .command('plugins')
    .description('what plug-ins there are, what is wrong with them, and whether they may open connections')
    .argument('[act]', '`allow` or `deny` connections of one')
    .argument('[file]', 'name of its file')
    .addOption(pluginsOption())
    .addOption(new Option('--json', 'print JSON'))
    .addHelpText(
      'after',
      '\nA plug-in that wants to open connections waits until you agree, and again when its file has changed: read it first.' +
        '\nExample:\n  solstead plugins\n  solstead plugins allow my-output.ts',
    )
    .action(async (act: string | undefined, file: string | undefined, options: PlugInFlags) =>
      (await import('./commands/plug-ins.ts')).plugIns({ act, file }, options, context),
    );
}
