// The commands about history: out, in, how much there is, and where it is kept. Names and flags only.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExportFlags } from './commands/export.ts';
import type { KeepFlags, MoveFlags, StatusFlags } from './commands/history.ts';
import type { ImportFlags } from './commands/import.ts';
import type { CommandContext } from './context.ts';
import { makeSecret } from '#core/secrets.ts';

/** Adds `export`, `import` and `history` to the command line. */
export function addHistoryCommands(program: Command, context: CommandContext): void {
  addExport(program, context);
  addImport(program, context);
  addHistory(program, context);
}

function addExport(program: Command, context: CommandContext): void {
  program
    .command('export')
    .description('write history to a file; Solstead must not be running with this folder')
    .addOption(new Option('--data <folder>', 'folder of its data').env('SOLSTEAD_DATA').default(context.dataFolder))
    .option('--site <id>', 'the home; absent: the only one')
    .option('--format <name>', 'csv, csv-wide, jsonl, xlsx, parquet or parquet-wide', 'csv')
    .option('--from <time>', 'first moment, such as 2026-06-01; absent: the first point')
    .option('--to <time>', 'end, not included; absent: now')
    .option('--metrics <ids>', 'metrics or beginnings such as battery.*, comma-separated; absent: all')
    .option('--devices <ids>', 'devices, comma-separated; absent: all')
    .option('--step <length>', 'one value each 30s, 5m, 1h or 1d; absent: the points as stored')
    .option('--aggregate <name>', 'with --step: mean, timeMean, min, max, first, last, sum or count')
    .option('--times <zone>', 'utc or local', 'utc')
    .option('--output <file>', 'file to write, - for the standard output; absent: named by its content')
    .option('--json', 'print JSON: the file, and what is in it')
    .addHelpText('after', '\nExample:\n  solstead export --format xlsx --from 2026-06-01 --to 2026-07-01 --step 15m')
    .action(async (options: ExportFlags) => (await import('./commands/export.ts')).exportFile(options, context));
}

function addImport(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description('take over history from a file or another program; shows what it would do until --yes')
    .argument(
      '<source>',
      'file, folder of .prom files or one to look through such as /share, http:// address of an InfluxDB 1, or mpp-solar.conf for its devices',
    )
    .addOption(new Option('--data <folder>', 'folder of its data').env('SOLSTEAD_DATA').default(context.dataFolder))
    .option('--site <id>', 'the home; absent: the only one')
    .option('--device <id>', 'device that gets the history; needed if the source names none')
    .option('--mapping <file>', 'YAML or JSON: name in the source to metric, null, or {metric, unit, factor, device}')
    .option('--dry-run', 'only show what would change (the default)')
    .option('--yes', 'do it')
    .option('--beside', 'the same past under another name is another device: count both')
    .option('--look', 'only tell what a folder holds and what would become of it; needs no home')
    .option('--json', 'print JSON')
    .addOption(
      new Option('--kind <name>', 'what the source is; absent: found out').choices([
        'csv',
        'annotated-csv',
        'green-button',
        'jsonl',
        'home-assistant',
        'line-protocol',
        'prometheus',
      ]),
    )
    .option('--timezone <zone>', 'zone of times without an offset; absent: that of the home')
    .addOption(new Option('--decimal <sign>', 'sign before decimals; absent: found out').choices([',', '.']))
    .addOption(new Option('--date-order <order>', 'order in dates such as 06/07/2026').choices(['dmy', 'mdy']))
    .addOption(
      new Option('--meter-value <name>', 'Home Assistant: value of a meter').choices(['sum', 'state']).default('sum'),
    )
    .option(
      '--measurement <name>',
      'InfluxDB: measurement to read, * for all of a file; absent: state, and units as names',
    )
    .option('--database <name>', 'InfluxDB: database to read', 'home_assistant')
    .option('--user <name>', 'InfluxDB: name to sign in with')
    .addHelpText(
      'after',
      '\nThe password of --user comes from SOLSTEAD_INFLUX_PASSWORD.\nExample:\n  solstead import old.csv --device inverter --yes',
    )
    .addOption(
      new Option('--url <address>', 'with mpp-solar’s file: the home that gets its devices')
        .env('SOLSTEAD_URL')
        .default('http://localhost:6789'),
    )
    .addOption(new Option('--token-file <file>', 'file with the token for it').env('SOLSTEAD_TOKEN_FILE'))
    .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
    .action(async (source: string, options: ImportFlags) =>
      (await import('./commands/import.ts')).importFrom(source, options, context),
    );
}

/** Days to keep. */
function days(text: string): number {
  if (text === 'forever') return Number.POSITIVE_INFINITY;
  const value = Number(text);
  if (text.trim() === '' || !(value > 0) || value > 100_000)
    throw new InvalidArgumentError('It must be a number of days, or forever.');
  return value;
}

const historyHelp = `
Places of a history:
  <folder>                                           a data folder of Solstead
  postgres://name@host:5432/database                 PostgreSQL
  victoria+http://host:8428                          VictoriaMetrics (?prefix=solstead)
  influx+http://name@host:8086?database=solstead     InfluxDB 1
  influx+http://host:8086?org=home&bucket=solstead   InfluxDB 2
Passwords come from SOLSTEAD_HISTORY_PASSWORD or SOLSTEAD_HISTORY_TOKEN; the ends of a move may have their
own: SOLSTEAD_HISTORY_FROM_PASSWORD, SOLSTEAD_HISTORY_TO_TOKEN and so on.`;

function addHistory(program: Command, context: CommandContext): void {
  const history = program
    .command('history')
    .description('see how much history there is, and move it between places')
    .addHelpText('after', historyHelp);
  history
    .command('move')
    .description('copy all history to another place; run it again after an interruption and it goes on')
    .requiredOption('--from <place>', 'where it is; no Solstead may be writing there', (text: string) =>
      makeSecret(text),
    )
    .requiredOption('--to <place>', 'where it goes', (text: string) => makeSecret(text))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${historyHelp}\nExample:\n  solstead history move --from ./data --to victoria+http://localhost:8428`,
    )
    .action(async (options: MoveFlags) => (await import('./commands/history.ts')).move(options, context));
  history
    .command('keep')
    .description('set how long points and roll-ups are kept; Solstead must not be running with this folder')
    .addOption(new Option('--data <folder>', 'the data folder that holds it; the same as --history with a folder'))
    .addOption(
      new Option('--history <place>', 'the place')
        .env('SOLSTEAD_HISTORY')
        .argParser(makeSecret)
        .default(makeSecret(context.dataFolder), context.dataFolder),
    )
    .option('--site <id>', 'of this home; absent: of every one')
    .option('--metric <id>', 'of this metric or beginning such as battery.cell.*; absent: of every one')
    .addOption(new Option('--raw <days>', 'points as they came, or forever; standard 90').argParser(days))
    .addOption(new Option('--five-minutes <days>', 'roll-ups of 5 minutes, or forever; standard 365').argParser(days))
    .addOption(new Option('--hours <days>', 'roll-ups of an hour, or forever (the standard)').argParser(days))
    .option('--standard', 'remove the rule for this home and metric')
    .option('--json', 'print JSON')
    .addHelpText('after', "\nExample:\n  solstead history keep --metric 'battery.cell.*' --raw 14 --five-minutes 90")
    .action(async (options: KeepFlags) => (await import('./commands/history.ts')).keep(options, context));
  history
    .command('status')
    .description('show how many points a place holds')
    .addOption(new Option('--data <folder>', 'the data folder that holds it; the same as --history with a folder'))
    .addOption(
      new Option('--history <place>', 'the place')
        .env('SOLSTEAD_HISTORY')
        .argParser(makeSecret)
        .default(makeSecret(context.dataFolder), context.dataFolder),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', historyHelp)
    .action(async (options: StatusFlags) => (await import('./commands/history.ts')).status(options, context));
}
