// Flags of what is done with protocols: explain bytes, find a device, list.
import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import type { DevicesFlag } from './flags.ts';
import { devicesOption, type JsonFlag, pluginsOption } from './own-flags.ts';

/** Adds `decode`, `probe` and `list`. */
export function addDevices(program: Command, context: CommandContext): void {
  program
    .command('decode')
    .description('explain recorded bytes: no device needed')
    .argument('<protocol>', 'protocol; see `solstead list protocols`')
    .argument('<query>', 'the query the bytes answer, such as QPIGS')
    .argument('<hex...>', 'the bytes of the answer in hex, checksum included')
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  solstead decode pi30 QMOD 2842e7c90d')
    .action(async (protocol: string, query: string, ...[hex, options]: [string[], JsonFlag & DevicesFlag]) =>
      (await import('./commands/decode.ts')).decode({ protocol, query, hex }, options, context),
    );

  program
    .command('probe')
    .description('find out what is connected to a link, with harmless queries only')
    .argument(
      '[address...]',
      'links to look at; without any, all serial and HID ports of this computer and the known Bluetooth devices in reach',
    )
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .option('--json', 'print JSON')
    .action(async (addresses: string[], options: JsonFlag & DevicesFlag) =>
      (await import('./commands/probe.ts')).probe(addresses, options, context),
    );

  program
    .command('list')
    .description('list protocols, the queries, settings or set-points of one, or the ports of this computer')
    .argument('<what>', 'protocols, commands, settings, set-points or ports')
    .argument('[protocol]', 'for commands, settings and set-points: the protocol')
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .option('--json', 'print JSON')
    .action(async (what: string, protocol: string | undefined, options: JsonFlag & DevicesFlag) => {
      if (what === 'protocols' && !(await context.hasOwnDevices(options)))
        return (await import('./commands/list-protocols.ts')).listProtocols(options.json === true);
      return (await import('./commands/list.ts')).list({ what, protocol }, options, context);
    });
}
