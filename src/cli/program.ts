// The command line: names and flags only; each command is loaded when it is called.
import { visible } from '#core/visible.ts';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { isSecret, makeSecret } from '#core/secrets.ts';
import type { AnomaliesFlags } from './commands/anomalies.ts';
import type { TopicsFlags } from './commands/topics.ts';
import type { EmulateFlags } from './commands/emulate.ts';
import type { ReadFlags } from './commands/read.ts';
import type { SetFlags } from './commands/set.ts';
import { addBackups } from './backup-flags.ts';
import { addEnergy } from './energy-flags.ts';
import { addExamples } from './examples.ts';
import { exitCodes } from './ending.ts';
import {
  type CommandContext,
  type DemoFlags,
  type DemoGuest,
  demoGuests,
  type DevicesFlag,
  logFormats,
  logLevels,
  type ServeFlags,
} from './context.ts';
import { addHistoryCommands } from './history-commands.ts';
import { addFolderRepair } from './folder-flags.ts';
import { addBroker } from './broker-flags.ts';
import { addPeople, addTokens } from './people-flags.ts';
import { addRunningDevices } from './device-flags.ts';
import { addMcp } from './mcp-flags.ts';
import { addRepairs } from './repair-flags.ts';
import { addRoles } from './role-flags.ts';
import {
  accessOptions,
  drainSeconds,
  listed,
  portNumber,
  proxies,
  tlsOptions,
  uplinkOptions,
  wayOptions,
} from './serve-flags.ts';
import { addUplink } from './uplink-flags.ts';
import { version } from './version.ts';

/** Flag of commands that can print JSON. */
interface JsonFlag {
  readonly json?: boolean;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value > 3600)
    throw new InvalidArgumentError('It must be a number of seconds, more than 0 and at most 3600.');
  return value;
}

function makeProgram(): Command {
  return new Command('solstead')
    .description('The home-energy system for people who own their sun.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .exitOverride();
}

/** One line: what is wrong, and how to see what is right. */
function tellErrorsOf(command: Command, call: string): void {
  command.configureOutput({
    outputError: (text, write) =>
      write(
        `solstead: ${text
          .replace(/^error: /, '')
          .trim()
          .replaceAll(/\n+/g, ' ')}. See \`${call} --help\`.\n`.replace(/([.?)])\. See/, '$1 See'),
      ),
  });
}

function devicesOption(): Option {
  return new Option(
    '--devices <folder>',
    'folder with devices of your own (*.yaml); `devices` in the data folder if absent',
  ).env('SOLSTEAD_DEVICES');
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
    .addOption(
      new Option('--log-level <level>', 'what to log')
        .env('SOLSTEAD_LOG_LEVEL')
        .choices([...logLevels])
        .default('info'),
    )
    .addOption(
      new Option('--log-format <format>', 'lines of text, or JSON; auto: text where it is read between other lines')
        .env('SOLSTEAD_LOG_FORMAT')
        .choices([...logFormats])
        .default('auto'),
    );
}

function addServe(program: Command, context: CommandContext): void {
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
    .addOption(devicesOption())
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
  tlsOptions(accessOptions(uplinkOptions(wayOptions(serve))))
    .addOption(
      new Option(
        '--drain <seconds>',
        'when it is to end, answer “not ready” at /health/ready for so long before it does',
      )
        .env('SOLSTEAD_DRAIN')
        .argParser(drainSeconds),
    )
    .addHelpText(
      'after',
      '\nThe password of --mqtt-broker comes from SOLSTEAD_MQTT_PASSWORD, that of the broker a bridge leads to from' +
        '\nSOLSTEAD_BRIDGE_PASSWORD, that of --records from' +
        '\nSOLSTEAD_RECORDS_PASSWORD, those of --history from SOLSTEAD_HISTORY_PASSWORD or SOLSTEAD_HISTORY_TOKEN.',
    )
    .action(async (options: ServeFlags) => (await import('./commands/serve.ts')).serve(options, context));
}

function guestsOf(text: string): readonly DemoGuest[] {
  return [...new Set(listed(text))].map((name) => {
    const guest = demoGuests.find((one) => one === name);
    if (guest === undefined) throw new InvalidArgumentError(`“${visible(name)}” is none of ${demoGuests.join(', ')}.`);
    return guest;
  });
}

function addDemo(program: Command, context: CommandContext): void {
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
    .option('--lose-broker', 'its MQTT devices lose the broker for 20 s in every 90 s, to see what a home shows then')
    .addOption(new Option('--seed <number>', 'another home and weather').argParser(Number).default(1).hideHelp())
    .action(async (options: DemoFlags) => (await import('./commands/demo.ts')).demo(options, context));
}

/** What asks and sets a device. */
function addOrders(program: Command, context: CommandContext): void {
  program
    .command('read')
    .description('ask a device one or more queries and print the answer')
    .argument('<query...>', 'queries in the maker’s letters, such as QPIGS')
    .requiredOption('--port <address>', 'link, such as serial:///dev/ttyUSB0?baud=2400 or tcp://192.168.1.5:8899')
    .requiredOption('--protocol <name>', 'protocol; see `solstead list protocols`')
    .addOption(devicesOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  solstead read --port serial:///dev/ttyUSB0?baud=2400 --protocol pi30 QPIGS')
    .action(async (queries: string[], options: ReadFlags) =>
      (await import('./commands/read.ts')).read(queries, options, context),
    );

  program
    .command('set')
    .description('set a device, and see whether it shows what was set')
    .argument('<setting>', 'set-point or setting; see `solstead list set-points` and `list settings <protocol>`')
    .argument('[value]', 'what it is set to; an action takes none')
    .requiredOption('--port <address>', 'link, such as serial:///dev/ttyUSB0?baud=2400 or tcp://192.168.1.5:8899')
    .requiredOption('--protocol <name>', 'protocol; see `solstead list protocols`')
    .addOption(devicesOption())
    .option('--confirm <setting>', 'for dangerous settings: the name of the setting, typed once more')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      "\nExample:\n  solstead set --port serial:///dev/ttyUSB0?baud=2400 --protocol pi30 POP 'Solar first'",
    )
    .action(async (setting: string, value: string | undefined, options: SetFlags) =>
      (await import('./commands/set.ts')).set({ setting, value }, options, context),
    );
}

function addDevices(program: Command, context: CommandContext): void {
  program
    .command('decode')
    .description('explain recorded bytes: no device needed')
    .argument('<protocol>', 'protocol; see `solstead list protocols`')
    .argument('<query>', 'the query the bytes answer, such as QPIGS')
    .argument('<hex...>', 'the bytes of the answer in hex, checksum included')
    .addOption(devicesOption())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  solstead decode pi30 QMOD 2842e7c90d')
    .action(async (protocol: string, query: string, ...[hex, options]: [string[], JsonFlag & DevicesFlag]) =>
      (await import('./commands/decode.ts')).decode({ protocol, query, hex }, options, context),
    );

  program
    .command('probe')
    .description('find out what is connected to a link, with harmless queries only')
    .argument('[address...]', 'links to look at; without any, all serial and HID ports of this computer')
    .addOption(devicesOption())
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
    .option('--json', 'print JSON')
    .action(async (what: string, protocol: string | undefined, options: JsonFlag & DevicesFlag) => {
      if (what === 'protocols' && !(await context.hasOwnDevices(options)))
        return (await import('./commands/list-protocols.ts')).listProtocols(options.json === true);
      return (await import('./commands/list.ts')).list({ what, protocol }, options, context);
    });
}

function addTools(program: Command, context: CommandContext): void {
  program
    .command('check-device')
    .description('check a file that describes a device of your own, with its example')
    .argument('<file...>', 'YAML files; see docs/user-devices.md')
    .action(async (files: string[]) => (await import('./commands/check-device.ts')).checkDevice(files, context));

  program
    .command('topics')
    .description('list what is said at an MQTT broker, or draft a device of your own from it')
    .argument('<broker>', 'such as mqtt://name@localhost:1883; its password in SOLSTEAD_MQTT_PASSWORD')
    .option('--filter <filter>', 'topics to listen to', '#')
    .option('--draft <prefix>', 'write a file of a device with all numbers below this topic prefix')
    .addOption(new Option('--seconds <seconds>', 'how long to listen').argParser(seconds).default(10))
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
    .addHelpText(
      'after',
      '\nThe password of --broker comes from SOLSTEAD_MQTT_PASSWORD.\nExample:\n  solstead emulate pi30 --tcp-port 8899',
    )
    .action(async (protocol: string, options: EmulateFlags) =>
      (await import('./commands/emulate.ts')).emulate(protocol, options, context),
    );
}

function addAnomalies(program: Command, context: CommandContext): void {
  program
    .command('anomalies')
    .description('report what was unusual in a home; Solstead must not be running with this folder')
    .addOption(new Option('--data <folder>', 'folder of its data').env('SOLSTEAD_DATA').default(context.dataFolder))
    .option('--site <id>', 'the home; absent: the only one')
    .option('--from <time>', 'first moment, such as 2026-06-01; absent: the first point')
    .option('--to <time>', 'end, not included; absent: now')
    .option('--json', 'print JSON')
    .action(async (options: AnomaliesFlags) =>
      (await import('./commands/anomalies.ts')).tellAnomalies(options, context),
    );
}

/** Makes every command, subcommands too, report its errors in one line. */
function tellErrorsBelow(command: Command, call: string): void {
  tellErrorsOf(command, call);
  for (const one of command.commands) tellErrorsBelow(one, `${call} ${one.name()}`);
}

/** Whether words name a command, or nothing at all. */
function isCommand(command: Command, [word, ...rest]: readonly string[]): boolean {
  if (word === undefined || word.startsWith('-')) return true;
  const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
  return next !== undefined && isCommand(next, rest);
}

/** The words up to one that is no command: `nosuch --help` is a wrong command, not a request for help. */
function upToUnknown(program: Command, args: readonly string[]): readonly string[] {
  let command = program;
  for (const [index, word] of args.entries()) {
    if (command.commands.length === 0 || word.startsWith('-')) return args;
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    // Help about a word that is no command is a wrong command too.
    if (next === undefined && word === 'help')
      return isCommand(command, args.slice(index + 1)) ? args : args.toSpliced(index, 1);
    if (next === undefined) return args.slice(0, index + 1);
    command = next;
  }
  return args;
}

/** An option with an empty text names nothing: `--data ''` is most often a variable that is not set. */
function refuseEmpty(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    const text = isSecret(value) ? value.reveal() : value;
    if (command.getOptionValueSource(name) === 'cli' && text === '')
      throw new SolsteadError('input.usage', { at: option.long ?? name, why: because('flag.empty') });
  }
}

/** A command as it is called: `solstead backup verify`. */
function callOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${callOf(parent)} ${command.name()}`;
}

/** What helps after an error: the help of the command that was called. */
function hintOf(error: unknown, running: Command): string {
  if (!isSolsteadError(error)) return '';
  // What helps with this very error says more than the help of the command.
  const isPlain = error.code === 'input.usage' && error.help === undefined;
  return isPlain ? ` See \`${callOf(running)} --help\`.` : ` ${error.cliRepair}`;
}

/** Every command with its flags and its help. */
export function everyCommand(context: CommandContext): Command {
  const program = makeProgram();
  addServe(program, context);
  addDemo(program, context);
  addOrders(program, context);
  addDevices(program, context);
  addAnomalies(program, context);
  addTools(program, context);
  addHistoryCommands(program, context);
  addEnergy(program, context);
  addRepairs(program, context);
  addFolderRepair(program, context);
  addBackups(program, context);
  addRoles(program, context);
  addPeople(program, context);
  addTokens(program, context);
  addUplink(program, context);
  addBroker(program, context);
  addRunningDevices(program);
  addMcp(program);
  addExamples(program, 'solstead');
  return program;
}

/** Runs the command line; the process's exit code says how it went. */
export async function run(args: readonly string[], context: CommandContext): Promise<void> {
  const program = everyCommand(context);
  tellErrorsBelow(program, 'solstead');
  let running = program;
  program.hook('preAction', (_program, command) => {
    running = command;
    refuseEmpty(command);
  });
  try {
    await program.parseAsync(upToUnknown(program, args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 || error.code === 'commander.help' ? exitCodes.done : exitCodes.usage;
    } else {
      process.stderr.write(
        `${visible(`solstead: ${messageOf(error).replace(/(?<![.?!])$/, '.')}${hintOf(error, running)}`)}\n`,
      );
      process.exitCode = isSolsteadError(
        error,
        'input.usage',
        'input.hex',
        'input.invalid',
        'address.invalid',
        'protocol.unknown',
        'command.unknown',
        'folder.missing',
        'backup.passphrase',
        'command.limits',
        'command.not-armed',
        'readings.invalid',
        'tariff.invalid',
        'series.invalid',
      )
        ? exitCodes.usage
        : exitCodes.failed;
    }
  }
}
