// Flags of `solstead chargers`.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { makeSecret } from '#core/secrets.ts';
import type { ChargerFlags, ChargesFlags, ModeFlags } from './commands/chargers.ts';

const help = `
It asks the Solstead at --url with the token of a program (page Access, or \`solstead token\`), from --token-file or SOLSTEAD_TOKEN.
Example:
  solstead chargers list --url http://home.local:6789 --token-file ./token
  solstead chargers mode garage plan --energy 20 --hours 8
  solstead chargers charges --days 90 --csv > charges.csv`;

const modes = ['off', 'sun', 'sun-first', 'now', 'plan', 'written'];

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0) || number > 1e5) throw new InvalidArgumentError('It must be a number above 0.');
  return number;
}

function modeOf(text: string): string {
  if (modes.includes(text)) return text;
  throw new InvalidArgumentError(`It must be one of ${modes.join(', ')}.`);
}

/** Adds it. */
export function addChargers(program: Command): void {
  const chargers = program.command('chargers').description('chargers of cars, and what they did, of a home that runs');
  const command = () => import('./commands/chargers.ts');
  const asking = (one: Command): Command =>
    one
      .addOption(
        new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'),
      )
      .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
      .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
      .option('--site <id>', 'the home; absent: the only one')
      .addHelpText('after', help);
  asking(chargers.command('list', { isDefault: true }).description('how each charges, and what it takes'))
    .option('--json', 'print JSON')
    .action(async (options: ChargerFlags) => (await command()).listChargers(options));
  asking(chargers.command('charges').description('charges of cars with the share of the sun and the cost'))
    .addOption(new Option('--days <number>', 'of the last days').argParser(positive).default(31))
    .option('--csv', 'as a file for a spreadsheet')
    .option('--json', 'print JSON')
    .action(async (options: ChargesFlags) => (await command()).listCharges(options));
  asking(chargers.command('mode').description('choose how a car is charged'))
    .argument('<charger>', 'its id in the automation')
    .argument('<mode>', `${modes.join(', ')}: the last is as the automation has it`, modeOf)
    .addOption(new Option('--energy <kWh>', 'with plan: since the car came').argParser(positive))
    .addOption(new Option('--soc <percent>', 'with plan: state of charge of the car').argParser(positive))
    .addOption(new Option('--hours <number>', 'with plan: in so many hours').argParser(positive))
    .option('--json', 'print JSON')
    .action(async (charger: string, mode: string, options: ModeFlags) =>
      (await command()).chooseMode(charger, mode, options),
    );
}
