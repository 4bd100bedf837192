// Flags of `solstead home-assistant`.
import { type Command, Option } from 'commander';
import { systemClock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import type { StatisticsFlags } from './commands/home-assistant.ts';

const help = `
Energy of every settled hour since the first one becomes statistics (solstead:<home>_pv, …) that the energy dashboard takes. What Home Assistant has
already is left; a second run gives only what is new or was corrected. It asks the Solstead at --url with the token of a program
(SOLSTEAD_TOKEN or --token-file), and Home Assistant with a long-lived token of an administrator in HOME_ASSISTANT_TOKEN.
Example:
  solstead home-assistant statistics --home-assistant ws://homeassistant.local:8123/api/websocket
  solstead home-assistant statistics --yes`;

/** Adds it. */
export function addHomeAssistant(program: Command): void {
  program
    .command('home-assistant')
    .description('what Home Assistant gets besides live values')
    .command('statistics')
    .description('give Home Assistant the energy of all hours for its dashboard; shows it first')
    .addOption(new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'))
    .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
    .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
    .option('--site <id>', 'the home; absent: the only one')
    .addOption(
      new Option('--home-assistant <url>', 'its WebSocket interface')
        .env('HOME_ASSISTANT_URL')
        .default('ws://homeassistant.local:8123/api/websocket'),
    )
    .addOption(
      new Option('--home-assistant-token <token>').env('HOME_ASSISTANT_TOKEN').argParser(makeSecret).hideHelp(),
    )
    .option('--dry-run', 'only show it (the default)')
    .addOption(new Option('--yes', 'give it to Home Assistant').conflicts('dryRun'))
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (flags: StatisticsFlags) =>
      (await import('./commands/home-assistant.ts')).giveStatistics(flags, {
        out: process.stdout,
        clock: systemClock,
      }),
    );
}
