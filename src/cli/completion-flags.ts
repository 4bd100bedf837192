// `solstead completion`.
import { Argument, type Command } from 'commander';
import type { CommandContext } from './context.ts';
import { type Shell, shells } from './completion/scripts.ts';

/** Adds the command. */
export function addCompletion(program: Command, context: CommandContext): void {
  program
    .command('completion')
    .description('print what makes a shell complete commands and flags')
    .addArgument(
      new Argument('<shell>', 'which shell; `values` is what their scripts ask').choices([...shells, 'values']),
    )
    .addHelpText(
      'after',
      '\nExample:\n  solstead completion bash > solstead.bash\n\nIn your shell: source <(solstead completion bash)',
    )
    .argument('[word...]', 'with values: the words before the one that is written, behind --')
    .action(async (shell: Shell | 'values', words: readonly string[]) => {
      if (shell !== 'values') {
        process.stdout.write((await import('./completion/scripts.ts')).completionOf(program, shell));
        return;
      }
      const values = await (await import('./completion/values.ts')).valuesAfter(program, words, context);
      process.stdout.write(values.map((one) => `${one}\n`).join(''));
    });
}
