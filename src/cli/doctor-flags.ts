// Flags of `solstead doctor`: where everything is, as `solstead serve` is told it.
import { type Command, Option } from 'commander';
import { makeSecret } from '#core/secrets.ts';
import type { DoctorCommandFlags } from './commands/doctor.ts';
import type { CommandContext } from './context.ts';
import { portNumber, updateOption } from './serve-flags.ts';

const help = `
Each line has an area, ok, warn, fail or – for what was not looked at, what was found, and what to do about it. Nothing is changed, and it
works beside a Solstead that runs. No password is in it, so that it can be sent to who helps.
Exit code: 0 nothing failed, 1 something did, 2 the arguments are wrong. Outputs are tried, as on their page.

Example:
  solstead doctor
  solstead doctor -C /etc/mpp-solar/mpp-solar.conf --json`;

/** Adds it. */
export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description(
      'look at the whole installation: ports, folder, disk, clock, broker, outputs, and what to do about what is wrong',
    )
    .addOption(new Option('--data <folder>', 'folder of its data').env('SOLSTEAD_DATA').default(context.dataFolder))
    .option('-C, --configfile <file>', 'also the file of a daemon, and the servers that it names')
    .addOption(
      new Option('--port <number>', 'port of the web app').env('SOLSTEAD_PORT').argParser(portNumber).default(6789),
    )
    .addOption(new Option('--host <address>', 'address it listens on').env('SOLSTEAD_HOST').default('0.0.0.0'))
    .addOption(
      new Option('--mqtt-port <number>', 'port of the built-in MQTT broker')
        .env('SOLSTEAD_MQTT_PORT')
        .argParser(portNumber)
        .default(1883),
    )
    .addOption(
      new Option('--mqtt-broker <url>', 'the broker that is used instead of the built-in one').env(
        'SOLSTEAD_MQTT_BROKER',
      ),
    )
    .addOption(new Option('--mqtt-bridge <file>', 'file of a bridge').env('SOLSTEAD_MQTT_BRIDGE'))
    .addOption(new Option('--uplink-file <file>', 'file of an uplink').env('SOLSTEAD_UPLINK_FILE'))
    .addOption(new Option('--output-files <folder>', 'where outputs may write files').env('SOLSTEAD_OUTPUT_FILES'))
    .addOption(new Option('--devices <folder>', 'folder with devices of your own (*.yaml)').env('SOLSTEAD_DEVICES'))
    .addOption(
      new Option('--history <place>', 'where the history is kept, if not in the data folder')
        .env('SOLSTEAD_HISTORY')
        .argParser(makeSecret),
    )
    .addOption(
      new Option('--records <address>', 'server that keeps the home, if the data folder does not')
        .env('SOLSTEAD_RECORDS')
        .argParser(makeSecret),
    )
    .addOption(updateOption())
    .option('--json', 'print JSON')
    .option('--jsonl', 'print a line of JSON for each area, as soon as it has been looked at')
    .addHelpText('after', help)
    .action(async (options: DoctorCommandFlags) =>
      (await import('./commands/doctor.ts')).doctor(options, { out: process.stdout, context }),
    );
}
