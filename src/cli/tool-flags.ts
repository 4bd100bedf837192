// Flags of the tools for who adds a device of their own.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EmulateFlags } from './commands/emulate.ts';
import type { TopicsFlags } from './commands/topics.ts';
import type { CommandContext } from './context.ts';
import type { JsonFlag } from './own-flags.ts';
import { portNumber } from './serve-flags.ts';

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value > 3600)
    throw new InvalidArgumentError('It must be a number of seconds, more than 0 and at most 3600.');
  return value;
}

/** Adds `check-device`, `topics` and `emulate`. */
export function addTools(program: Command, context: CommandContext): void {
  program
    .command('check-device')
    .description('check a file that describes a device of your own, with its example')
    .argument('<file...>', 'YAML files; see docs/user-devices.md')
    .option('--json', 'print JSON')
    .action(async (files: string[], options: JsonFlag) =>
      (await import('./commands/check-device.ts')).checkDevice(files, options, context),
    );

  program
    .command('topics')
    .description('list what is said at an MQTT broker, or draft a device of your own from it')
    .argument('<broker>', 'such as mqtt://name@localhost:1883; its password in SOLSTEAD_MQTT_PASSWORD')
    .option('--filter <filter>', 'topics to listen to', '#')
    .option('--draft <prefix>', 'write a file of a device with all numbers below this topic prefix')
    .addOption(new Option('--seconds <seconds>', 'how long to listen').argParser(seconds).default(10))
    .option('--json', 'print JSON')
    .action(async (broker: string, options: TopicsFlags) =>
      (await import('./commands/topics.ts')).topics(broker, options, context),
    );

  program
    .command('emulate')
    .description('pretend to be a device of a simulated home, over TCP and where possible a pty')
    .argument('<protocol>', 'such as pi30, pi18, jk-serial or shelly-pro3em; see `solstead list protocols`')
    .addOption(
      new Option('--tcp-port <number>', 'TCP port to listen on; 0 picks a free one').argParser(portNumber).default(0),
    )
    .option('--pty <path>', 'also offer a pty at this path (needs socat)')
    .option('--broker <url>', 'for MQTT devices: broker with its account, such as mqtt://name@localhost:1883')
    .option('--fault <name>', 'start with a fault: silence, garbage, checksum, split, merged or slow')
    .addOption(new Option('--for <seconds>', 'end by itself after this time').argParser(seconds))
    .option('--json', 'print JSON: where it answers, as soon as it does')
    .addHelpText(
      'after',
      '\nThe password of --broker comes from SOLSTEAD_MQTT_PASSWORD.\nExample:\n  solstead emulate pi30 --tcp-port 8899',
    )
    .action(async (protocol: string, options: EmulateFlags) =>
      (await import('./commands/emulate.ts')).emulate(protocol, options, context),
    );
}
