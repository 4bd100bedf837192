// Against the program `age`, which takes a passphrase from a terminal only: `script` gives it one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { decrypted, encrypted } from './age.ts';
import { chunked, gathered } from './testing/streams.ts';

const passphrase = 'four words of mine';

/** Runs `age` at a terminal and types the passphrase whenever it asks. */
async function age(path: string, args: readonly string[]): Promise<void> {
  const child = spawn('script', ['-qec', [path, ...args].join(' '), '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    if (!/passphrase[^\n]*: ?$/i.test(said)) return;
    said = '';
    child.stdin.write(`${passphrase}\n`);
  });
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
}

test('the program age opens what was sealed here, and what it seals opens here', async (context) => {
  const program = needs(context, 'age');
  const folder = tempDir(context);
  const [plain, ours, theirs, back] = ['plain', 'ours.age', 'theirs.age', 'back'].map((name) => join(folder, name));
  const bytes = Buffer.from('0123456789abcdef'.repeat(10_000));
  writeFileSync(plain ?? '', bytes);
  writeFileSync(ours ?? '', await gathered(encrypted(chunked(bytes), { passphrase })));
  await age(program, ['-d', '-o', back ?? '', ours ?? '']);
  expect(readFileSync(back ?? '').equals(bytes)).toBe(true);
  await age(program, ['-p', '-o', theirs ?? '', plain ?? '']);
  const out = await gathered(decrypted(chunked(readFileSync(theirs ?? '')), { passphrase, at: 'theirs' }));
  expect(out.equals(bytes)).toBe(true);
});
