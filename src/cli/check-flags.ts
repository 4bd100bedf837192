// Flags of `solstead check`.
import { type Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { devicesOption, pluginsOption } from './own-flags.ts';
import { fileKinds } from './file-kinds.ts';
import type { CheckFlags } from './commands/check.ts';

/** Adds the command. */
export function addCheck(program: Command, context: CommandContext): void {
  program
    .command('check')
    .description(
      'whether files that you wrote are right: a device, tariff, automation, daemon, bridge, uplink or plug-in; every mistake with its place',
    )
    .argument(
      '[file...]',
      'what each is, is seen by what it says (of a mapping of `import` it is not: --as mapping); none: all plug-ins of the folder',
    )
    .addOption(new Option('--data <folder>', 'data folder with devices and plug-ins of your own').env('SOLSTEAD_DATA'))
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .option('--json', 'print JSON')
    .addOption(new Option('--as <kind>', 'read it as this').choices([...fileKinds]))
    .addHelpText('after', '\nExample:\n  solstead check devices/heat-pump.yaml tariff.yaml house.yaml')
    .action(async (files: string[], options: CheckFlags) =>
      (await import('./commands/check.ts')).check(files, options, context),
    );
}
