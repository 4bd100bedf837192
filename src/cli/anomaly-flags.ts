// Flags of `solstead anomalies`.
import { type Command, Option } from 'commander';
import type { AnomaliesFlags } from './commands/anomalies.ts';
import type { CommandContext } from './context.ts';

/** Adds it. */
export function addAnomalies(program: Command, context: CommandContext): void {
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
