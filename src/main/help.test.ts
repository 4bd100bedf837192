// What `--help` prints: every command shows an example, with flags that it has.
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commandGroups, everyCommand } from '#cli/program.ts';
import { commandContext } from './command-context.ts';

/** Commands that do something, by how they are called; not those that only hold others. */
function leavesOf(command: Command, call: string): readonly (readonly [call: string, command: Command])[] {
  if (command.commands.length === 0) return [[call, command]];
  return command.commands.flatMap((one) => leavesOf(one, `${call} ${one.name()}`));
}

/** What `--help` of a command prints. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (words) => void (text += words) }).outputHelp();
  return text;
}

test('each command is found in the group that it is made in', async () => {
  const all = (await everyCommand(commandContext)).commands.map((one) => one.name());
  for (const { names } of commandGroups)
    for (const name of names)
      expect((await everyCommand(commandContext, name)).commands.map((one) => one.name())).toEqual(names);
  expect(all).toEqual([...commandGroups.flatMap(({ names }) => names), 'completion']);
});

test('every command shows an example of itself, with flags that it has', async () => {
  const leaves = leavesOf(await everyCommand(commandContext), 'solstead');
  expect(leaves.length).toBeGreaterThan(40);
  const wrong: string[] = [];
  for (const [call, command] of leaves) {
    const lines = helpOf(command).split('\nExample:\n')[1]?.split('\n') ?? [];
    const own = lines.filter((line) => `${line} `.includes(` ${call.replace(/ make$/, '')} `));
    if (own.length === 0) wrong.push(`${call}: no example`);
    const known = new Set(command.options.map(({ long }) => long));
    for (const flag of own.flatMap((line) => line.match(/(?<= )--[a-z-]+/g) ?? []))
      if (!known.has(flag)) wrong.push(`${call}: it has no ${flag}`);
  }
  expect(wrong).toEqual([]);
});
