// Flags of `solstead repairs`.
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { HomeFlags, MisdatedStep, RepairFlags, RepairKind } from './commands/repairs.ts';
import type { CommandContext } from './context.ts';

const kinds = ['exclude', 'replacement', 'energy', 'overrule'] as const satisfies readonly RepairKind[];
const channelNames = ['pv', 'import', 'export', 'charge', 'discharge', 'load'];

function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('It must be a number of 0 or more.');
  return value;
}

const help = `
Kinds:
  exclude      readings of a source are left out: --source --from --to
  replacement  a meter was exchanged: --source --at --old-end --new-start
  energy       the energy of a channel is known from elsewhere: --channel --from --to --energy
  overrule     a decision of the ledger is turned round: --event --book
Sources are named by \`solstead energy --data <folder>\`, decisions by its --events --json.
Example:
  solstead repairs preview exclude --source meter:grid.power --from 2026-06-01T12:00 --to 2026-06-01T13:00
  solstead repairs apply exclude --source meter:grid.power --from 2026-06-01T12:00 --to 2026-06-01T13:00 --why 'clamp off'`;

/** Which home, and how it is printed. */
export function homeOptions(command: Command, { dataFolder }: CommandContext): Command {
  return command
    .addOption(new Option('--data <folder>', 'folder of its data').env('SOLSTEAD_DATA').default(dataFolder))
    .option('--site <id>', 'the home; absent: the only one')
    .option('--json', 'print JSON');
}

function repairOptions(command: Command, context: CommandContext): Command {
  const kind = new Argument('<kind>', 'what is put right').choices([...kinds]);
  return homeOptions(command.addArgument(kind), context)
    .option('--source <id>', 'source, such as meter:grid.energy.import')
    .option('--from <time>', 'first moment, such as 2026-06-01T12:00, in the zone of the home')
    .option('--to <time>', 'end, not included')
    .option('--at <time>', 'when a meter was replaced')
    .addOption(new Option('--old-end <energy>', 'what the old meter showed last, in watt-hours').argParser(notNegative))
    .addOption(
      new Option('--new-start <energy>', 'what the new meter showed first, in watt-hours').argParser(notNegative),
    )
    .addOption(new Option('--channel <channel>', 'channel of the energy').choices(channelNames))
    .addOption(new Option('--energy <energy>', 'energy of the channel, in watt-hours').argParser(notNegative))
    .option('--event <id>', 'decision of the ledger')
    .addOption(new Option('--book <answer>', 'whether what the decision is about is booked').choices(['yes', 'no']))
    .addHelpText('after', help);
}

/** Adds `solstead repairs`. */
export function addRepairs(program: Command, context: CommandContext): void {
  const repairs = program
    .command('repairs')
    .description('correct the energy of a home; Solstead must not be running with this folder');
  const load = () => import('./commands/repairs.ts');
  const frame = { out: process.stdout, err: process.stderr, context };
  homeOptions(repairs.command('list').description('list the corrections'), context).action(async (options: HomeFlags) =>
    (await load()).listCorrections(options, frame),
  );
  const run = async (asked: { kind: RepairKind; isApplied: boolean }, options: RepairFlags): Promise<void> =>
    (await load()).repair(asked, options, frame);
  repairOptions(repairs.command('preview').description('show what a correction would change'), context).action(
    async (kind: RepairKind, options: RepairFlags) => run({ kind, isApplied: false }, options),
  );
  repairOptions(repairs.command('apply').description('apply a correction; it can be undone'), context)
    .requiredOption('--why <text>', 'why, for who reads it later')
    .action(async (kind: RepairKind, options: RepairFlags) => run({ kind, isApplied: true }, options));
  homeOptions(repairs.command('undo').description('undo a correction').argument('<id>', 'correction'), context).action(
    async (id: string, options: HomeFlags) => (await load()).undoCorrection(id, options, frame),
  );
  const misdated = repairs
    .command('misdated')
    .description('values that were written while the clock was wrong: to be moved to their right time');
  homeOptions(misdated.command('list').description('list them'), context).action(async (options: HomeFlags) =>
    (await load()).listMisdated(options, frame),
  );
  const step = (name: MisdatedStep, description: string): Command =>
    homeOptions(misdated.command(name).description(description).argument('<id>', 'as list prints it'), context).action(
      async (id: string, options: RepairFlags) => (await load()).misdated({ step: name, id }, options, frame),
    );
  step('preview', 'show what would move');
  step('move', 'move them; it can be undone').requiredOption('--why <text>', 'why, for who reads it later');
  step('undo', 'move them back');
}
