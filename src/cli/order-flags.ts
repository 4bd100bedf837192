// Flags of what asks and sets a device.
import type { Command } from 'commander';
import type { SetFlags } from './commands/set.ts';
import type { CommandContext } from './context.ts';
import { devicesOption, pluginsOption } from './own-flags.ts';
import { addRead } from './read-flags.ts';
import { addWatch } from './watch-flags.ts';

/** Adds `read`, `watch` and `set`. */
export function addOrders(program: Command, context: CommandContext): void {
  addRead(program, context);
  addWatch(program, context);

  program
    .command('set')
    .description('set a device, and see whether it shows what was set')
    .argument('<setting>', 'set-point or setting; see `solstead list set-points` and `list settings <protocol>`')
    .argument('[value]', 'what it is set to; an action takes none')
    .requiredOption('--port <address>', 'link, such as serial:///dev/ttyUSB0?baud=2400 or tcp://192.168.1.5:8899')
    .requiredOption('--protocol <name>', 'protocol; see `solstead list protocols`')
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .option('--confirm <setting>', 'for dangerous settings: the name of the setting, typed once more')
    .option('--force', 'write it also where the device shows it already')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      "\nExample:\n  solstead set --port serial:///dev/ttyUSB0?baud=2400 --protocol pi30 POP 'Solar first'",
    )
    .action(async (setting: string, value: string | undefined, options: SetFlags) =>
      (await import('./commands/set.ts')).set({ setting, value }, options, context),
    );
}
