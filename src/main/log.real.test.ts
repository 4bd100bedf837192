// The log as a process writes it.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';

test('what is secret does not stand in it, wherever it is given', () => {
  const file = JSON.stringify(join(import.meta.dirname, 'log.ts'));
  const fields = `{ password: 'secret-1', token: 'secret-2', device: { token: 'secret-3', password: 'secret-4' },
    headers: { authorization: 'Bearer secret-5', cookie: 'session=secret-6', host: 'example' } }`;
  const program = `const { makeLog } = await import(${file}); makeLog('info').warn(${fields}, 'a line');`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(stderr).toContain('a line');
  expect(stderr).toContain('example');
  expect(stderr).not.toContain('secret');
});

test('an error about a URL that is none does not repeat it', () => {
  const file = JSON.stringify(join(import.meta.dirname, 'log.ts'));
  const program = `const { makeLog } = await import(${file}); const log = makeLog('info');
    for (const name of ['err', 'error']) try { new URL('http//u:geheim555@host'); } catch (thrown) { log.warn({ [name]: thrown }, 'a line'); }`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(stderr.match(/it cannot be read as a URL/g)).toHaveLength(2);
  expect(stderr).not.toContain('geheim');
});

test.for([
  ['auto', 'one stream', false],
  ['auto', 'two', true],
  ['json', 'one stream', true],
  ['text', 'two', false],
] as const)('lines of the log, %s, where both outputs are %s, are JSON: %s', ([format, streams, isJson], context) => {
  const file = JSON.stringify(join(import.meta.dirname, 'log.ts'));
  const program = `const { makeLog } = await import(${file}); console.log('friendly');
    makeLog('info', '${format}').info({ port: 1 }, 'a line');`;
  const path = join(tempDir(context), 'out');
  const out = openSync(path, 'w');
  spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', out, streams === 'two' ? openSync(`${path}.err`, 'w') : out],
  });
  const line = readFileSync(streams === 'two' ? `${path}.err` : path, 'utf8');
  expect(line).toContain('a line');
  expect(line.includes('"msg"')).toBe(isJson);
});

/** Writes many lines, says on standard output how long the slowest of its turns took (ms), and ends when it is told to, with what waits. */
const busy = (format: string): string => `
  const { makeLog } = await import(${JSON.stringify(join(import.meta.dirname, 'log.ts'))});
  const log = makeLog('info', '${format}');
  let [slowest, last] = [0, performance.now()];
  for (let turn = 0; turn < 100; turn += 1) {
    for (let count = 0; count < 10; count += 1) log.info({ fill: 'x'.repeat(400) }, \`line \${turn}.\${count}\`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    slowest = Math.max(slowest, performance.now() - last);
    last = performance.now();
  }
  process.stdout.write(\`\${slowest}\\n\`);
  await new Promise((resolve) => process.stdin.once('data', resolve));
  log.info('the end');
  process.exit(0);`;

test.for([
  ['a pipe', 'json'],
  ['a pipe', 'auto'],
  ['a socket', 'json'],
  ['a socket', 'auto'],
] as const)(
  '%s that nobody reads (%s) holds nothing up, and is told how many lines it lost',
  { timeout: 60_000 },
  async ([kind, format], context) => {
    const path = join(tempDir(context), 'pipe');
    execFileSync('mkfifo', [path]);
    const { O_RDWR, O_NONBLOCK } = constants;
    const held = openSync(path, O_RDWR | O_NONBLOCK);
    const write = openSync(path, constants.O_WRONLY);
    const stderr = kind === 'a pipe' ? write : 'pipe';
    const child = spawn(process.execPath, ['--input-type=module', '-e', busy(format)], {
      stdio: ['pipe', 'pipe', stderr],
    });
    context.onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    // At the time a line was waited for, up to a second each.
    expect(Number(line.toString())).toBeLessThan(900);
    let text = '';
    if (kind === 'a socket') child.stderr!.on('data', (bytes: Buffer) => void (text += bytes));
    else {
      const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'inherit'] });
      context.onTestFinished(() => void reader.kill('SIGKILL'));
      reader.stdout.on('data', (bytes: Buffer) => void (text += bytes));
    }
    await expect.poll(() => text, { timeout: 20_000 }).toMatch(/lines of the log could not be written/);
    child.stdin!.write('end\n');
    await once(child, 'exit');
    await expect.poll(() => text, { timeout: 20_000 }).toMatch(/the end/);
    for (const fd of [held, write]) closeSync(fd);
    const lost = Number(/"?lost"?[:=](\d+)/.exec(text)?.[1]);
    const whole = text.match(/line \d+\.\d/g) ?? [];
    expect(whole.length + lost).toBe(1000);
    expect(new Set(whole).size).toBe(whole.length);
  },
);
