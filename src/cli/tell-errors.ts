// What commander has to say of wrong arguments, in one line.
import type { Command } from 'commander';
import { nearWord } from '#core/near-word.ts';

/** What commander says of a word that is none of some, with the one that was perhaps meant. */
function withNearChoice(text: string): string {
  const [, word = '', choices = ''] = /'([^']*)' is invalid[^.]*\. Allowed choices are (.+?)\.$/s.exec(text) ?? [];
  const near = choices === '' ? undefined : nearWord(word, choices.split(', '));
  return near === undefined ? text : `${text} Did you mean ${near}?`;
}

/** One line: what is wrong, and where to see what is right, such as "`solstead read --help`". */
export function tellErrorsOf(command: Command, where: string): void {
  command.configureOutput({
    outputError: (text, write) =>
      write(
        `solstead: ${text
          .replace(/^error: /, '')
          .trim()
          .replaceAll(/\n+/g, ' ')
          .replace(/.*/s, withNearChoice)}. See ${where}.\n`.replace(/([.?)])\. See/, '$1 See'),
      ),
  });
}

/** Where the flags of mpp-solar are told: no help of a command has them. Who wanted a command of ours learns that it comes first. */
export const oldFlagsAt = 'docs/from-mpp-solar.md, or `solstead --help` for commands, which come before their flags';
