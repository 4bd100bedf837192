// Flags of `solstead device …`: devices of a home that runs.
import { type Command, Option } from 'commander';
import { makeSecret } from '#core/secrets.ts';
import type { MoveFlags, RunningDeviceFlags, SwitchFlags } from './commands/running-devices.ts';

const help = `
It asks the Solstead at --url with the token of a program (page Account and people, or \`solstead token\`), from --token-file or
SOLSTEAD_TOKEN, and can do what that token can.`;

const asking = (command: Command): Command =>
  command
    .addOption(new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'))
    .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
    .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
    .option('--json', 'print JSON')
    .addHelpText('after', help);

/** Adds `device`. */
export function addRunningDevices(program: Command): void {
  const device = program.command('device').description('the devices of a home that runs');
  asking(device.command('list').description('list them with their state')).action(async (options: RunningDeviceFlags) =>
    (await import('./commands/running-devices.ts')).listDevices(options),
  );
  asking(
    device
      .command('move')
      .description('show what other firmware, topics or another address does to a device, and with --yes change it')
      .argument('<device>', 'its id; see `solstead device list`')
      .option('--protocol <protocol>', 'what it speaks now; see `solstead list protocols`')
      .option('--topic <prefix>', 'its topic prefix now')
      .option('--address <address>', 'its address now, such as http://192.168.1.40')
      .option('--yes', 'change it; without, nothing is changed'),
  ).action(async (id: string, options: MoveFlags) =>
    (await import('./commands/running-devices.ts')).moveDevice(id, options),
  );
  asking(
    device
      .command('switch')
      .description('list the relays that would be switched, and with --yes switch them')
      .argument('<command>', 'on or off')
      .argument('[device...]', 'ids of devices; absent: all relays of the home')
      .option('--site <id>', 'the home; absent: the only one')
      .option('--yes', 'switch them; without, nothing is switched'),
  ).action(async (command: string, ids: string[], options: SwitchFlags) =>
    (await import('./commands/running-devices.ts')).switchDevices({ command, ids }, options),
  );
}
