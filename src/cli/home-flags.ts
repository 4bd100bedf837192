// Flags of `solstead serve` and `solstead demo`.
import { visible } from '#core/visible.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { nearWord } from '#core/near-word.ts';
import { makeSecret } from '#core/secrets.ts';
import type { CommandContext } from './context.ts';
import { type DemoFlags, type DemoGuest, demoGuests, type ServeFlags } from './flags.ts';
import { logFormatOption, logLevelOption } from './log-flags.ts';
import { devicesOption, pluginsOption } from './own-flags.ts';
import {
  accessOptions,
  ingressOptions,
  drainSeconds,
  givenDeviceOptions,
  listed,
  portNumber,
  proxies,
  tlsOptions,
  uplinkOptions,
  wayOptions,
} from './serve-flags.ts';

function outputFilesOption(): Option {
  return new Option(
    '--output-files <folder>',
    'where outputs may write files, those of a home in a folder of its own; `outputs` in the data folder if absent',
  ).env('SOLSTEAD_OUTPUT_FILES');
}

function serverOptions(command: Command, standard: { host: string; data?: string }): Command {
  const data = new Option('--data <folder>', 'folder of its data').env('SOLSTEAD_DATA');
  return command
    .addOption(
      new Option('--port <number>', 'port of the web app; 0 picks a free one')
        .env('SOLSTEAD_PORT')
        .argParser(portNumber)
        .default(6789),
    )
    .addOption(new Option('--host <address>', 'address to listen on').env('SOLSTEAD_HOST').default(standard.host))
    .addOption(standard.data === undefined ? data : data.default(standard.data))
    .addOption(
      new Option('--mqtt-port <number>', 'port of the built-in MQTT broker; 0 picks a free one')
        .env('SOLSTEAD_MQTT_PORT')
        .argParser(portNumber)
        .default(1883),
    )
    .addOption(logLevelOption())
    .addOption(logFormatOption());
}

const servePasswords =
  '\nThe password of --mqtt-broker comes from SOLSTEAD_MQTT_PASSWORD, that of the broker a bridge leads to from' +
  '\nSOLSTEAD_BRIDGE_PASSWORD, that of --records from' +
  '\nSOLSTEAD_RECORDS_PASSWORD, those of --history from SOLSTEAD_HISTORY_PASSWORD or SOLSTEAD_HISTORY_TOKEN.';

/** Adds `serve`. */
export function addServe(program: Command, context: CommandContext): void {
  const serve = serverOptions(
    program.command('serve').description('run the home: web app, devices, history, MQTT broker'),
    { host: '0.0.0.0', data: context.dataFolder },
  )
    .addOption(
      new Option(
        '--mqtt-broker <url>',
        'use this broker instead of the built-in one, such as mqtt://name@host:1883',
      ).env('SOLSTEAD_MQTT_BROKER'),
    )
    .addOption(
      new Option(
        '--mqtt-bridge <file>',
        'copy topics to and from a second broker, as this file (YAML) says; see docs/broker.md',
      ).env('SOLSTEAD_MQTT_BRIDGE'),
    )
    .addOption(outputFilesOption())
    .addOption(devicesOption())
    .addOption(pluginsOption())
    .addOption(
      new Option(
        '--history <place>',
        'keep the history there instead of in the data folder; see `solstead history --help`',
      )
        .env('SOLSTEAD_HISTORY')
        .argParser(makeSecret),
    )
    .addOption(
      new Option(
        '--records <address>',
        'keep homes, devices, people and the ledger on a server instead of in the data folder, such as' +
          ' postgres://name@host/database',
      )
        .env('SOLSTEAD_RECORDS')
        .argParser(makeSecret),
    )
    .addOption(
      new Option(
        '--trusted-proxies <addresses>',
        'believe X-Forwarded headers of these proxies, such as 127.0.0.1,10.0.0.2',
      )
        .env('SOLSTEAD_TRUSTED_PROXIES')
        .argParser(proxies),
    )
    .addOption(
      new Option('--name <names>', 'names under which browsers may ask for this computer, such as solar.example.com')
        .env('SOLSTEAD_NAME')
        .argParser(listed),
    );
  givenDeviceOptions(tlsOptions(ingressOptions(accessOptions(uplinkOptions(wayOptions(serve))))))
    .addOption(
      new Option(
        '--drain <seconds>',
        'when it is to end, answer “not ready” at /health/ready for so long before it does',
      )
        .env('SOLSTEAD_DRAIN')
        .argParser(drainSeconds),
    )
    .addHelpText('after', servePasswords)
    .action(async (options: ServeFlags) => (await import('./commands/serve.ts')).serve(options, context));
}

function guestsOf(text: string): readonly DemoGuest[] {
  return [...new Set(listed(text))].map((name) => {
    const guest = demoGuests.find((one) => one === name);
    const near = nearWord(name, demoGuests);
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    if (guest === undefined)
      throw new InvalidArgumentError(`“${visible(name)}” is none of ${demoGuests.join(', ')}.${meant}`);
    return guest;
  });
}

/** Adds `demo`. */
export function addDemo(program: Command, context: CommandContext): void {
  const demo = wayOptions(
    serverOptions(
      program.command('demo').description('run a simulated home on this computer, with a day and a half of history'),
      { host: '127.0.0.1' },
    ),
  );
  uplinkOptions(demo)
    .addOption(
      new Option(
        '--with <devices>',
        `further devices on its broker, comma-separated: ${demoGuests.join(', ')}`,
      ).argParser(guestsOf),
    )
    .option('--no-charger', 'without its charger and the car')
    .option('--lose-broker', 'its MQTT devices lose the broker for 20 s in every 90 s, to see what a home shows then')
    .addOption(new Option('--seed <number>', 'another home and weather').argParser(Number).default(1).hideHelp())
    .action(async (options: DemoFlags) => (await import('./commands/demo.ts')).demo(options, context));
}
