// The command line: names and flags only; each command is loaded when it is called.
import { Command, CommanderError } from 'commander';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { isSecret } from '#core/secrets.ts';
import { addExamples } from './examples.ts';
import { exitCodes } from './ending.ts';
import { endingOf, tellFailure, wantsJson } from './failure.ts';
import type { CommandContext } from './context.ts';
import { tellOpenSecrets } from './open-to-all.ts';
import { tellErrorsOf } from './tell-errors.ts';
import { version } from './version.ts';

function makeProgram(): Command {
  return new Command('solstead')
    .description('The home-energy system for people who own their sun.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .exitOverride();
}

/** Makes every command, subcommands too, report its errors in one line. */
function tellErrorsBelow(command: Command, call: string): void {
  tellErrorsOf(command, `\`${call} --help\``);
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

/** Commands that are added together. */
interface CommandGroup {
  readonly names: readonly string[];
  /** What adds them; it is loaded when one of them is called, or all are listed. */
  load(): Promise<(program: Command, context: CommandContext) => void>;
}

/** All of them, in the order of the help. */
export const commandGroups: readonly CommandGroup[] = [
  { names: ['serve'], load: async () => (await import('./home-flags.ts')).addServe },
  { names: ['demo'], load: async () => (await import('./home-flags.ts')).addDemo },
  {
    names: ['addon'],
    async load() {
      const { addAddon } = await import('./addon-flags.ts');
      return (program, context) => addAddon(program, context, run);
    },
  },
  { names: ['daemon'], load: async () => (await import('./daemon-flags.ts')).addDaemon },
  { names: ['read', 'watch', 'set'], load: async () => (await import('./order-flags.ts')).addOrders },
  { names: ['plugins'], load: async () => (await import('./plug-in-flags.ts')).addPlugIns },
  { names: ['decode', 'probe', 'list'], load: async () => (await import('./protocol-flags.ts')).addDevices },
  { names: ['anomalies'], load: async () => (await import('./anomaly-flags.ts')).addAnomalies },
  { names: ['alerts', 'report'], load: async () => (await import('./alert-flags.ts')).addAlerts },
  { names: ['automation'], load: async () => (await import('./automation-flags.ts')).addAutomation },
  { names: ['chargers'], load: async () => (await import('./charger-flags.ts')).addChargers },
  { names: ['check-device', 'topics', 'emulate'], load: async () => (await import('./tool-flags.ts')).addTools },
  {
    names: ['export', 'import', 'history'],
    load: async () => (await import('./history-commands.ts')).addHistoryCommands,
  },
  { names: ['energy', 'tariff', 'prices'], load: async () => (await import('./energy-flags.ts')).addEnergy },
  { names: ['repairs'], load: async () => (await import('./repair-flags.ts')).addRepairs },
  { names: ['repair'], load: async () => (await import('./folder-flags.ts')).addFolderRepair },
  { names: ['backup', 'restore'], load: async () => (await import('./backup-flags.ts')).addBackups },
  { names: ['roles'], load: async () => (await import('./role-flags.ts')).addRoles },
  { names: ['recover', 'audit'], load: async () => (await import('./people-flags.ts')).addPeople },
  { names: ['token'], load: async () => (await import('./people-flags.ts')).addTokens },
  { names: ['uplink'], load: async () => (await import('./uplink-flags.ts')).addUplink },
  { names: ['broker'], load: async () => (await import('./broker-flags.ts')).addBroker },
  { names: ['device'], load: async () => (await import('./device-flags.ts')).addRunningDevices },
  { names: ['outputs'], load: async () => (await import('./output-flags.ts')).addOutputs },
  { names: ['home-assistant'], load: async () => (await import('./home-assistant-flags.ts')).addHomeAssistant },
  { names: ['mcp'], load: async () => (await import('./mcp-flags.ts')).addMcp },
  { names: ['check'], load: async () => (await import('./check-flags.ts')).addCheck },
  { names: ['doctor'], load: async () => (await import('./doctor-flags.ts')).addDoctor },
  // It prints what all the others are called.
  { names: [], load: async () => (await import('./completion-flags.ts')).addCompletion },
];

/** What a word needs: its own group, or all; the rest takes time to be made. */
function groupsFor(word: string): readonly CommandGroup[] {
  if (word === '--version') return [];
  const found = commandGroups.find(({ names }) => names.includes(word));
  return found === undefined ? commandGroups : [found];
}

/** Every command with its flags and its help; of a word that names one, those that are added with it. */
export async function everyCommand(context: CommandContext, word = ''): Promise<Command> {
  const program = makeProgram();
  const adding = await Promise.all(groupsFor(word).map((group) => group.load()));
  for (const add of adding) add(program, context);
  addExamples(program, 'solstead');
  return program;
}

/** Words that begin with a flag are in the spelling of mpp-solar: ours begin with a command. */
const isOldSpelling = ([first = '', ...more]: readonly string[]): boolean =>
  first.startsWith('-') && !(more.length === 0 && ['-h', '--help', '--version'].includes(first));

/** Runs the command line; the process's exit code says how it went. */
export async function run(given: readonly string[], plain: CommandContext): Promise<void> {
  let [args, context] = [given, plain];
  let running: Command | undefined;
  try {
    if (isOldSpelling(given)) {
      const translated = (await import('./old-spelling/translate.ts')).translate(given, plain);
      if (translated === undefined) return;
      ({ args, context } = translated);
    }
    const program = await everyCommand(context, args[0]);
    running = program;
    tellErrorsBelow(program, 'solstead');
    program.hook('preAction', (_program, command) => {
      running = command;
      refuseEmpty(command);
      tellOpenSecrets(command, process.stderr);
    });
    await program.parseAsync(upToUnknown(program, args), { from: 'user' });
  } catch (error) {
    const isAskedFor = error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help');
    if (!isAskedFor) tellFailure(error, { running, isJson: wantsJson(given) });
    if (error instanceof CommanderError) process.exitCode = isAskedFor ? exitCodes.done : exitCodes.usage;
    else process.exitCode = endingOf(error);
  }
}
