// Flags of `solstead addon`: the home as an app of Home Assistant.
import { join } from 'node:path';
import type { Command } from 'commander';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { AddonFlags } from './addon-words.ts';
import type { CommandContext } from './context.ts';
import { printJson } from './print.ts';

/** Adds it. `run` runs the command that its options make. */
export function addAddon(
  program: Command,
  context: CommandContext,
  run: (words: readonly string[], context: CommandContext) => Promise<void>,
): void {
  program
    .command('addon')
    .description('run the home as an app of Home Assistant: its options say what `serve` is told')
    .option('--folder <folder>', 'where its data is', '/data')
    .option('--options <file>', 'its options; options.json in that folder if absent')
    .option('--supervisor <url>', 'where the Supervisor answers', 'http://supervisor')
    .option('--ingress-from <address>', 'where connections of ingress come from', '172.30.32.2')
    .option('--check', 'only look whether the options are right')
    .option('--json', 'print JSON; with --check')
    .addHelpText('after', '\nExample:\n  solstead addon --folder ./data --check')
    .action(async (flags: AddonFlags) => {
      if (flags.json === true && flags.check !== true)
        throw new SolsteadError('input.usage', { at: '--json', why: because('addon.json') });
      const words = await context.addonWords(flags);
      if (flags.check !== true) await run(words, context);
      else if (flags.json === true)
        printJson({ file: flags.options ?? join(flags.folder, 'options.json'), ok: true, problems: [] });
    });
}
