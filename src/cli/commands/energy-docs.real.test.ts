// The worked examples of docs/energy.md: every answer that is printed there is what the command answers.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/energy.md'), 'utf8');

interface Block {
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

const blocks = [...page.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', name = '', text = '']): Block => ({ language, name, text }),
);

test('the examples answer what the page says', (task) => {
  const cwd = tempDir(task);
  writeFileSync(join(cwd, 'prices.csv'), 'start,price\n2026-01-01T00:00Z,0.3\n');
  let answers = 0;
  for (const { language, name, text } of blocks) {
    if (language === 'csv') writeFileSync(join(cwd, name), text);
    if (language !== 'console') continue;
    for (const call of text.split(/^\$ /m).filter((part) => part !== '')) {
      const [line = '', ...rest] = call.split('\n');
      const [command = '', target] = line.split(' > ');
      const args = [join(root, 'bin/solstead.js'), ...command.split(' ').slice(1)];
      const { status, stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 60_000 });
      expect([line, status]).toEqual([line, 0]);
      if (target !== undefined) writeFileSync(join(cwd, target), stdout);
      const wanted = rest.join('\n').trimEnd();
      if (wanted === '') continue;
      expect(stdout.trimEnd()).toBe(wanted);
      answers += 1;
    }
  }
  expect(answers).toBe(2);
}, 60_000);
