// Flags of `solstead energy`, `solstead tariff` and `solstead prices`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './context.ts';
import type { EnergyFlags } from './commands/energy.ts';
import type { PricesFlags } from './commands/tariff.ts';
import type { JsonFlag } from './own-flags.ts';
import { widths } from './energy/widths.ts';

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

const secondsOrNone = (text: string): number => (text === 'none' ? Number.POSITIVE_INFINITY : positive(text));

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

const per = (): Option =>
  new Option('--prices-per <unit>', 'what the prices are of')
    .choices(['kilowatt-hour', 'megawatt-hour', 'hundredth'])
    .default('kilowatt-hour');

const channelNames = ['pv', 'import', 'export', 'charge', 'discharge', 'load', 'generator'];

/** The command itself, where it reads and what it answers. */
function energyCommand(program: Command): Command {
  return program
    .command('energy')
    .description('what a home made, used, bought and sold: from a file of readings, or from its history')
    .option(
      '--readings <file>',
      'CSV of readings, - for the standard input: time,metric,value[,device] or time,<metric>,…',
    )
    .option('--data <folder>', 'folder of a home that is not running, instead of a file')
    .option('--site <id>', 'with --data: the home; absent: the only one')
    .option('--timezone <zone>', 'zone of days and of times without an offset, such as Europe/Berlin; absent: UTC')
    .addOption(new Option('--decimal <sign>', 'sign before decimals; absent: found out').choices([',', '.']))
    .option('--from <time>', 'first moment, such as 2026-06-01; absent: the day of the first reading')
    .option('--to <time>', 'end, not included; absent: the day of the last reading')
    .addOption(new Option('--by <width>', 'width of a row').choices([...widths]).default('day'))
    .option('--json', 'print JSON')
    .option('--events', 'list every decision of the ledger')
    .addOption(new Option('--why <channel>', 'tell where the energy of a channel comes from').choices(channelNames));
}

/** How readings are taken, if a file does not show it. */
function readingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--interval <seconds>', 'time between readings; absent: told from their times').argParser(positive),
    )
    .addOption(
      new Option(
        '--gap-limit <seconds>',
        'how long a reading holds, or none: until the next; absent: 3 intervals',
      ).argParser(secondsOrNone),
    )
    .addOption(new Option('--max-power <power>', 'most power the home can have; absent: 50000').argParser(positive))
    .addOption(
      new Option(
        '--phases <rule>',
        'phases of the grid: netted at every moment, within a minute or 15, or each',
      ).choices(['net', 'net-minute', 'net-quarter', 'each']),
    )
    .addOption(
      new Option('--load <rule>', 'own: its own readings where there are any; derived: from the others').choices([
        'own',
        'derived',
      ]),
    )
    .addOption(new Option('--source <side=device>', 'who speaks for pv, grid, battery or load').argParser(collect))
    .addOption(
      new Option(
        '--role <device=what>',
        'what a device measures: grid, pv, battery, home, circuit:name, generator, copy:device',
      ).argParser(collect),
    )
    .addOption(new Option('--daily <metric>', 'a counter that begins again each midnight').argParser(collect));
}

/** Adds the commands of energy and money. */
export function addEnergy(program: Command, context: CommandContext): void {
  readingOptions(energyCommand(program))
    .option('--tariff <file>', 'tariff as YAML, or preset:<name>; see `solstead tariff presets`')
    .addOption(
      new Option(
        '--prices <name=file>',
        'prices of a series the tariff names: CSV with start,price or start,end,price; once for each series',
      ).argParser(collect),
    )
    .addOption(per())
    .option('--co2 <factor>', 'kilograms for a kilowatt-hour of the grid, or a CSV with start,grams')
    .addHelpText(
      'after',
      '\nExample:\n  solstead energy --readings day.csv --timezone Europe/Berlin --tariff preset:de-flat --by hour',
    )
    .action(async (options: EnergyFlags) =>
      (await import('./commands/energy.ts')).energy(
        options,
        { stdin: process.stdin, out: process.stdout, err: process.stderr },
        context,
      ),
    );
  addTariff(program);
  addPrices(program);
}

function addTariff(program: Command): void {
  const tariff = program.command('tariff').description('look at tariffs: check a file, list and show typical ones');
  tariff
    .command('check')
    .description('check a tariff; problems are reported with line and column')
    .argument('<file>', 'YAML or JSON')
    .option('--json', 'print JSON')
    .action(async (file: string, options: JsonFlag) =>
      (await import('./commands/tariff.ts')).checkTariff(file, options, process.stdout),
    );
  tariff
    .command('presets')
    .description('list typical tariffs')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) =>
      (await import('./commands/tariff.ts')).listPresets({ isJson: json === true }, process.stdout),
    );
  tariff
    .command('show')
    .description('print a typical tariff as a file to adapt to a contract')
    .argument('<preset>', 'such as preset:de-flat')
    .option('--json', 'print JSON')
    .action(async (preset: string, options: JsonFlag) =>
      (await import('./commands/tariff.ts')).showPreset(preset, options, process.stdout),
    );
}

function addPrices(program: Command): void {
  program
    .command('prices')
    .description('look at market prices')
    .command('check')
    .description('check a CSV of prices: its slots, gaps and range')
    .argument('<file>', 'CSV with start,price or start,end,price')
    .addOption(new Option('--currency <code>', 'ISO 4217').default('EUR'))
    .addOption(per())
    .option('--json', 'print JSON')
    .action(async (file: string, options: PricesFlags) =>
      (await import('./commands/tariff.ts')).checkPrices(file, options, process.stdout),
    );
}
