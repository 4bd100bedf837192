// Completion, asked of a real bash, zsh and fish.
import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { expect, test, type TestContext, vi } from 'vitest';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandContext } from '#main/command-context.ts';
import { everyCommand } from '../program.ts';
import { completionOf, type Shell } from './scripts.ts';

function program(): Command {
  const made = new Command('solstead').description('x');
  made
    .command('serve')
    .description("it's served: a home")
    .option('--port <number>', 'port')
    .option('--data <folder>', 'folder');
  const backup = made.command('backup').description('backups');
  backup.command('make').option('--to <file>', 'where');
  backup.command('verify');
  return made;
}

/** What bash offers behind some words; the last one is being written. */
function offered(script: string, words: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(
    'bash',
    [
      '--norc',
      '-c',
      `source "$1"; shift; compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _solstead; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      script,
      ...words,
    ],
    { encoding: 'utf8', timeout: 20_000 },
  );
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

test('bash completes commands, subcommands and flags', (context) => {
  const path = join(tempDir(context), 'solstead.bash');
  writeFileSync(path, completionOf(program(), 'bash'));
  expect(offered(path, ['solstead', ''])).toEqual(['serve', 'backup', '--help']);
  expect(offered(path, ['solstead', 'ba'])).toEqual(['backup']);
  expect(offered(path, ['solstead', 'backup', ''])).toEqual(['make', 'verify', '--help']);
  expect(offered(path, ['solstead', 'backup', 'make', '--t'])).toEqual(['--to']);
  expect(offered(path, ['solstead', 'serve', '--port', '7000', '--d'])).toEqual(['--data']);
  expect(offered(path, ['solstead', 'nothing', '--x'])).toEqual([]);
});

test('the scripts of the other shells name every command, and quote what they say', () => {
  for (const shell of ['zsh', 'fish'] as const) {
    const script = completionOf(program(), shell);
    for (const word of ['serve', 'backup make', 'backup verify', 'port']) expect(script).toContain(word);
    // An odd number of quotes outside of escapes would end the script early.
    expect(script.replaceAll("'\\''", '').match(/'/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
  }
});

test('bash completes values: protocols, questions, choices of flags and arguments, outputs', async (context) => {
  const folder = tempDir(context);
  const path = join(folder, 'solstead.bash');
  writeFileSync(path, completionOf(await everyCommand(commandContext), 'bash'));
  // The command itself, as the script calls it.
  const command = join(folder, 'solstead');
  writeFileSync(
    command,
    `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, '../../main/solstead.ts')}" "$@"\n`,
    { mode: 0o755 },
  );
  const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
  vi.stubEnv('PATH', PATH);
  context.onTestFinished(() => void vi.unstubAllEnvs());
  expect(offered(path, ['solstead', 'read', '--protocol', 'pi30m'])).toContain('pi30max');
  expect(offered(path, ['solstead', 'read', '--protocol', 'pi30', 'QPI'])).toEqual(
    expect.arrayContaining(['QPI', 'QPIGS', 'QPIRI']),
  );
  expect(offered(path, ['solstead', 'read', '--output', 'prom'])).toContain('prom_push');
  expect(offered(path, ['solstead', 'import', '--kind', 'g'])).toEqual(['green-button']);
  expect(offered(path, ['solstead', 'repairs', 'preview', 'ov'])).toEqual(['overrule']);
  expect(offered(path, ['solstead', 'read', '--prot'])).toEqual(['--protocol']);
}, 60_000);

/** Every command's script for a shell, and a `solstead` on the path as the script calls it. */
async function scriptOf(context: TestContext, shell: Shell): Promise<string> {
  const folder = tempDir(context);
  const script = join(folder, `solstead.${shell}`);
  writeFileSync(script, completionOf(await everyCommand(commandContext), shell));
  const command = join(folder, 'solstead');
  const source = join(import.meta.dirname, '../../main/solstead.ts');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${source}" "$@"\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  context.onTestFinished(() => void vi.unstubAllEnvs());
  return script;
}

/** What a shell printed, by lines, without what is said about a word. */
function printed(shell: string, args: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(shell, args, { encoding: 'utf8', timeout: 30_000 });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').flatMap((line) => /^[^\t:]+/.exec(line)?.[0] ?? []);
}

/** What is asked of both, and what has to be offered. */
const asked = [
  [['ba'], 'backup'],
  [['backup', ''], 'verify'],
  [['serve', '--da'], '--data'],
  [['read', '--protocol', 'pi30m'], 'pi30max'],
  [['read', '--protocol', 'pi30', 'QPI'], 'QPIGS'],
  [['import', '--kind', 'g'], 'green-button'],
] as const;

test('fish takes the script and completes commands, flags and values', async (context) => {
  const fish = needs(context, 'fish');
  const script = await scriptOf(context, 'fish');
  for (const [words, expected] of asked) {
    const line = ['solstead', ...words].join(' ');
    expect(printed(fish, ['-N', '-c', 'source $argv[1]; complete -C $argv[2]', script, line])).toContain(expected);
  }
}, 60_000);

// What zsh calls with what it found is printed here; that it keeps what begins as the word is its own doing.
const zshCalls = `compdef() { : }
compadd() { shift; print -l -- "\${(@P)1}" }
_describe() { print -l -- "\${(@P)4}" }
_files() { : }
source "$1"; shift
words=("$@"); CURRENT=$#
_solstead`;

test('zsh takes the script and completes commands, flags and values', async (context) => {
  const zsh = needs(context, 'zsh');
  const script = await scriptOf(context, 'zsh');
  for (const [words, expected] of asked)
    expect(printed(zsh, ['-f', '-c', zshCalls, 'zsh', script, 'solstead', ...words])).toContain(expected);
}, 60_000);
