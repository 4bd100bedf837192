// Flags of `solstead alerts …` and `solstead report`: what wants attention of a home that runs, and its reports.
import { type Command, Option } from 'commander';
import { makeSecret } from '#core/secrets.ts';
import type { AlertFlags, AlertListFlags, ReportFlags, SnoozeFlags } from './commands/alerts.ts';

const help = `
It asks the Solstead at --url with the token of a program (page Account and people, or \`solstead token\`), from --token-file or
SOLSTEAD_TOKEN, and can do what that token can.`;

const asking = (command: Command): Command =>
  command
    .addOption(new Option('--url <address>', 'where Solstead is').env('SOLSTEAD_URL').default('http://localhost:6789'))
    .addOption(new Option('--token-file <file>', 'file with the token').env('SOLSTEAD_TOKEN_FILE'))
    .addOption(new Option('--token <token>').env('SOLSTEAD_TOKEN').argParser(makeSecret).hideHelp())
    .option('--site <id>', 'the home; absent: the only one')
    .option('--json', 'print JSON')
    .addHelpText('after', help);

function addChannels(alerts: Command): void {
  const channels = alerts.command('channels').description('over what people and programs are told of them');
  asking(
    channels
      .command('list', { isDefault: true })
      .description('list them with what waits, when something was told last, and the last error'),
  ).action(async (options: AlertFlags) => (await import('./commands/alert-channels.ts')).listChannels(options));
  asking(
    channels
      .command('test')
      .description('send a message over one now, and say whether it was taken')
      .argument('<id>', 'its id or name'),
  ).action(async (id: string, options: AlertFlags) =>
    (await import('./commands/alert-channels.ts')).testChannel(id, options),
  );
}

/** Adds both. */
export function addAlerts(program: Command): void {
  const alerts = program.command('alerts').description('what wants attention of a home that runs');
  asking(
    alerts
      .command('list', { isDefault: true })
      .description('list alerts, the newest first; ends with 1 if one is open and --check is given')
      .addOption(
        new Option('--state <state>', 'only these').choices(['open', 'acknowledged', 'resolved']).default('open'),
      )
      .option('--check', 'end with 1 if there is one: for scripts'),
  ).action(async (options: AlertListFlags) => (await import('./commands/alerts.ts')).listAlerts(options));
  asking(
    alerts.command('acknowledge').description('say that somebody has seen it').argument('<id>', 'of the alert'),
  ).action(async (id: string, options: AlertFlags) =>
    (await import('./commands/alerts.ts')).acknowledgeAlert(id, options),
  );
  asking(
    alerts
      .command('snooze')
      .description('tell nobody of it for a while')
      .argument('<id>', 'of the alert')
      .option('--minutes <number>', 'so long', '60'),
  ).action(async (id: string, options: SnoozeFlags) => (await import('./commands/alerts.ts')).snoozeAlert(id, options));
  addChannels(alerts);
  asking(
    program
      .command('report')
      .description('print the report of a week or a month of a home that runs, as it is sent by e-mail')
      .addOption(new Option('--period <period>', 'of what').choices(['week', 'month']).default('week'))
      .option('--day <date>', 'a day in it, YYYY-MM-DD; absent: the last one that is over')
      .option('--html', 'as HTML'),
  ).action(async (options: ReportFlags) => (await import('./commands/alerts.ts')).printReport(options));
}
