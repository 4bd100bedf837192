// Plug-ins in processes of their own: the documented one over TCP, and those that are broken, slow, loud, huge, or look where they may not.
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi, type TestContext } from 'vitest';
import { type Clock, systemClock } from '#core/clock.ts';
import { inEnglish } from '#core/reason.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { loadRegistry } from '../user-devices.ts';
import { plugInProcess } from './plug-in-child.ts';

vi.setConfig({ testTimeout: 180_000 });

const root = join(import.meta.dirname, '../../..');
const documented = join(root, 'docs/examples/my-plugin.ts');

/** The meter of the documented plug-in: −1234 W, 230.5 V. */
async function meter(context: TestContext): Promise<string> {
  const frame = [0x68, 0x06, 0x2d, 0x00, 0x12, 0x34, 0x23, 0x05];
  const answer = Buffer.from([...frame, frame.reduce((all, byte) => all ^ byte, 0)]);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (asked) => {
      if (asked.toString('hex') !== '68011079') return;
      socket.write(answer.subarray(0, 4));
      setImmediate(() => socket.write(answer.subarray(4)));
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  context.onTestFinished(() => void server.close());
  const at = server.address();
  return `tcp://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
}

function solstead(args: readonly string[], data: string) {
  const env = { PATH: process.env['PATH'] ?? '', SOLSTEAD_DATA: data };
  return new Promise<{ readonly code: number; readonly text: string }>((resolve) => {
    execFile(process.execPath, [join(root, 'src/main/solstead.ts'), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr }),
    );
  });
}

test('the documented plug-in is checked, and its device is read over TCP', async (context) => {
  const data = tempDir(context);
  mkdirSync(join(data, 'plugins'));
  copyFileSync(documented, join(data, 'plugins', 'my-plugin.ts'));
  writeFileSync(join(data, 'plugins', 'broken.ts'), 'export const plugin = {};');
  const checked = await solstead(['check-device', documented], data);
  expect(checked).toEqual({ code: 0, text: 'my-packed-meter: ok: 2 readings, 0 settings, no example to decode\n' });
  const read = await solstead(
    ['read', 'live', '--port', await meter(context), '--protocol', 'my-packed-meter', '--json'],
    data,
  );
  expect(read.text).toMatch(/-1234/);
  expect(read.text).toMatch(/230\.5/);
  expect(read.text).toContain('left out: broken.ts: what it exports is not a plug-in of this version');
  expect(read.code).toBe(0);
  expect((await solstead(['list', 'protocols'], data)).text).toContain('my-packed-meter');
});

test('a file that is none is left out with its reason; the others are there', async (context) => {
  const data = tempDir(context);
  const folder = join(data, 'plugins');
  mkdirSync(folder);
  const files: Readonly<Record<string, string>> = {
    'a.ts': `export const plugin = 1 +`,
    'b.js': `export const other = 1;`,
    'c.ts': `process.exit(3);`,
    'd.ts': `export const plugin = { ...(await import('./my.ts')).plugin };`,
    'e.ts': readFileSync(documented, 'utf8').replace("unit: 'W'", "unit: 'w'"),
    'f.ts': readFileSync(documented, 'utf8').replace("kind: 'protocol'", "kind: 'driver'"),
    'notes.txt': 'x',
    'types.d.ts': 'export {};',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  copyFileSync(documented, join(folder, 'my.ts'));
  copyFileSync(documented, join(folder, 'twice.ts'));
  const { broken, find } = await loadRegistry(undefined, data);
  expect(find('my-packed-meter')?.title).toBe('A meter with packed digits');
  expect(broken.map(({ file }) => file)).toEqual(['a.ts', 'b.js', 'c.ts', 'd.ts', 'e.ts', 'f.ts', 'twice.ts']);
  const said = broken.flatMap(({ problems }) => problems.map(inEnglish)).join('\n');
  expect(said).toContain('\nb.js: it exports no plugin');
  expect(said).toContain('it ended by itself');
  expect(said).toMatch(/unit: w is not one of W, VA, .*; did you mean W\?/);
  expect(said).toContain('kind: driver is not one of protocol, output, action');
  // Another file cannot be read.
  expect(said).toContain('a plug-in may read no file but its own');
  expect(said).toContain('my-packed-meter is taken by my.ts');
});

/** A plug-in that does something when it is asked. */
function asked(context: TestContext, body: string, clock: Clock = systemClock) {
  const path = join(tempDir(context), 'x.ts');
  writeFileSync(path, `export const plugin = { async decode(question: string) { ${body} } };`);
  const plugIn = plugInProcess({ path, name: 'x.ts', clock });
  context.onTestFinished(() => plugIn.close());
  return async (question: string): Promise<unknown> =>
    plugIn
      .ask({ ask: 'decode', question, bytes: '00' })
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
}

test('what loops, ends, is huge or loud is ended, told, and rests before it is asked again', async (context) => {
  const ask = asked(
    context,
    `if (question === 'loop') for (;;);
     if (question === 'end') process.exit(1);
     if (question === 'loud') return 'x'.repeat(100_000);
     if (question === 'throw') throw new Error('not mine');
     return 'fine';`,
  );
  expect(await ask('ok')).toBe('fine');
  expect(await ask('throw')).toMatch(/^x\.ts: line 4: not mine$/);
  const late = /^x\.ts: it (?:worked for more than 2 s on one answer|did not answer within 10 s), and was ended$/;
  expect(await ask('loop')).toMatch(late);
  expect(await ask('ok')).toMatch(late);
  await expect.poll(() => ask('ok'), { timeout: 20_000, interval: 300 }).toBe('fine');
  expect(await ask('end')).toBe('x.ts: it ended by itself');
  await expect.poll(() => ask('ok'), { timeout: 20_000, interval: 300 }).toBe('fine');
  expect(await ask('loud')).toMatch(/^x\.ts: it said more than|^x\.ts: EAGAIN|^x\.ts: .*temporarily/);
});

test('memory is bounded', async (context) => {
  const ask = asked(context, `const all = []; for (;;) all.push(Array.from({ length: 10_000 }, Math.random));`);
  expect(await ask('huge')).toMatch(/more than 64 MiB|did not answer/);
});

test('files, network, programs, threads and signals are out of reach; of the environment nothing is seen', async (context) => {
  const ask = asked(
    context,
    `if (question === 'env') return Object.keys(process.env);
     if (question === 'kill') return typeof process.kill;
     if (question === 'file') return (await import('node:fs')).readFileSync('/etc/hostname', 'utf8');
     if (question === 'write') return (await import('node:fs')).writeFileSync('/tmp/solstead-plugin', '');
     if (question === 'spawn') return (await import('node:child_process')).execSync('id').toString();
     if (question === 'thread') return new (await import('node:worker_threads')).Worker('1', { eval: true });
     if (question === 'eval') return eval('1');
     if (question === 'sqlite') return new (await import('node:sqlite')).DatabaseSync('${join(root, 'package.json')}');
     if (question === 'flags') return (await import('node:v8')).setFlagsFromString('--max-old-space-size=4000');
     if (question === 'priority') return (await import('node:os')).setPriority(process.ppid, 19);
     if (question === 'debug') return (await import('node:process'))._debugProcess(process.ppid);
     if (question === 'named kill') return (await import('node:process')).kill(process.ppid, 0);
     if (question === 'inspector') return (await import('node:inspector')).open(0);
     if (question === 'parent') return (await import('node:fs')).readFileSync('/proc/' + process.ppid + '/environ');
     if (question === 'link') return (await import('node:fs')).symlinkSync('/etc/passwd', '/tmp/solstead-plugin-link');
     if (question === 'execve') return process.execve('/bin/true', ['true']);
     if (question === 'library') return (await import('node:ffi')).dlopen('libc.so.6', {});
     if (question === 'report') return process.report.writeReport('/tmp/solstead-report.json');
     if (question === 'snapshot') return (await import('node:v8')).writeHeapSnapshot('/tmp/solstead.heapsnapshot');
     if (question === 'names') return (await import('node:dns/promises')).lookup('localhost');
     if (question === 'listen') return new Promise((done, fail) => import('node:net').then(({ createServer }) => {
       try { createServer().on('error', fail).listen(0, '127.0.0.1', done); } catch (error) { fail(error); } }));
     if (question === 'unix') return new Promise((done, fail) => import('node:net').then(({ connect }) => connect('/run/dbus/system_bus_socket').on('error', fail).on('connect', done)));
     const { connect } = await import('node:net');
     return new Promise((done, fail) => void connect(9, '127.0.0.1').on('error', fail).on('connect', done));`,
  );
  expect([await ask('env'), await ask('kill')]).toEqual([[], 'undefined']);
  for (const what of [
    'file',
    'write',
    'spawn',
    'thread',
    'network',
    'inspector',
    'parent',
    'link',
    'execve',
    'library',
    'report',
    'snapshot',
    'names',
    'unix',
  ])
    expect(`${what}: ${String(await ask(what))}`).toMatch(/restricted|permission|ERR_ACCESS_DENIED/i);
  // What permissions leave open.
  expect(await ask('sqlite')).toMatch(/No such built-in module/);
  for (const what of ['flags', 'priority', 'debug', 'named kill'])
    expect(`${what}: ${String(await ask(what))}`).toMatch(/is not a function/);
  // Node throws it past everybody: the process ends, and the home goes on.
  expect(await ask('listen')).toMatch(/ended|restricted/);
  await expect
    .poll(() => ask('eval'), { timeout: 20_000, interval: 300 })
    .toMatch(/Code generation from strings disallowed/);
});

test('the page shows the examples as they are; the command line says what each is, and agrees to connections', async (context) => {
  const page = readFileSync(join(root, 'docs/plug-ins.md'), 'utf8');
  const examples = ['my-output.ts', 'my-action.ts'] as const;
  const data = tempDir(context);
  const folder = join(data, 'elsewhere');
  mkdirSync(folder);
  for (const name of examples) {
    const text = readFileSync(join(root, 'docs/examples', name), 'utf8');
    expect(page).toContain(text.trim());
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, 'broken.ts'), 'export const plugin = {\n  api: 2,\n};\n');
  const run = (...args: readonly string[]) => solstead([...args, '--plugins', folder], data);
  expect(await run('check')).toEqual({
    code: 1,
    text:
      'left out: broken.ts: what it exports is not a plug-in of this version: kind is missing\n' +
      'my-action.ts: action siren “Siren in the hall”; wants to open connections, and nobody has agreed\n' +
      'my-output.ts: output csv-lines “CSV over TCP”; wants to open connections, and nobody has agreed\n',
  });
  expect((await run('plugins', 'allow', 'my-output.ts')).text).toContain('may open connections');
  expect((await run('plugins')).text).toContain('my-output.ts: output csv-lines “CSV over TCP”; may open connections');
  expect((await run('plugins', 'allow', 'other.ts')).code).not.toBe(0);
  const rules = join(data, 'house.yaml');
  writeFileSync(
    rules,
    'rules:\n  - name: A\n    when: [{kind: time, at: "10:00"}]\n    do: [{kind: action, name: sirene, with: {host: a}}]\n',
  );
  expect((await run('check', rules)).text).toMatch(/house\.yaml:4:\d+: there is no action sirene.*did you mean siren/);
  const daemon = join(data, 'daemon.yaml');
  const file = (port: number): string =>
    `devices:\n  roof: {protocol: pi30, port: /dev/hidraw0}\noutputs:\n  csv: {kind: plugin-csv-lines, host: 127.0.0.1, port: ${port}}\n`;
  writeFileSync(daemon, file(0));
  expect((await run('daemon', '-C', daemon, '--check', '--data', data)).text).toMatch(/daemon\.yaml:4:\d+/);
  writeFileSync(daemon, file(9100));
  const right = await run('daemon', '-C', daemon, '--check', '--data', data);
  expect(right.code).toBe(0);
  expect(right.text).toContain('csv');
  expect((await solstead(['check', '--plugins', join(data, 'none')], data)).text).toContain('there is no such folder');
});

test('what takes too much while it is asked nothing is ended as well, and told at the next question', {
  timeout: 240_000,
}, async (context) => {
  const ask = asked(
    context,
    `const all = [];
     if (question === 'memory') setInterval(() => { if (all.length < 12) all.push(Buffer.alloc(50 * 1_048_576, 1)); }, 20);
     if (question === 'work') setInterval(() => { const end = Date.now() + 80; while (Date.now() < end); }, 90);
     return process.pid;`,
  );
  for (const [question, why] of [
    ['memory', 'x.ts: it took more than 256 MiB of memory, and was ended'],
    ['work', 'x.ts: it worked for more than 5 s although it was asked nothing, and was ended'],
  ] as const) {
    const isThere = (pid: unknown): boolean => existsSync(`/proc/${String(pid)}`);
    let pid: unknown;
    // After the first it rests.
    await expect.poll(async () => (pid = await ask(question)), { timeout: 20_000, interval: 100 }).toBeTypeOf('number');
    // Work is counted by the processor, of which a busy machine gives little.
    await expect.poll(() => isThere(pid), { timeout: 100_000, interval: 50 }).toBe(false);
    expect(await ask('again')).toBe(why);
  }
});

test('a process whose consent to connect is withdrawn ends at once, also while it is asked nothing', async (context) => {
  const path = join(tempDir(context), 'x.ts');
  writeFileSync(path, 'export const plugin = { async decode() { return process.pid; } };');
  let isAllowed = true;
  const plugIn = plugInProcess({ path, name: 'x.ts', clock: systemClock, mayConnect: () => isAllowed });
  context.onTestFinished(() => plugIn.close());
  const ask = async () => Number(await plugIn.ask({ ask: 'decode', question: 'pid', bytes: '00' }));
  const first = await ask();
  await systemClock.sleep(600);
  expect(await ask()).toBe(first);
  isAllowed = false;
  await expect.poll(() => existsSync(`/proc/${first}`), { timeout: 20_000, interval: 50 }).toBe(false);
  // It may be asked, without connections.
  expect(await ask()).not.toBe(first);
});

test('answers to questions that were not asked yet, and second ones, are passed over', async (context) => {
  const ask = asked(
    context,
    `const { writeSync } = await import('node:fs');
     if (question === 'first') for (let id = 3; id < 40; id += 1) writeSync(3, JSON.stringify({ id, said: 'forged' }) + '\\n');
     if (question !== 'first') setTimeout(() => writeSync(3, JSON.stringify({ id: 2, said: 'again' }) + '\\n'), 5);
     await new Promise((done) => setTimeout(done, 50));
     return 'real ' + question;`,
  );
  expect(await ask('first')).toBe('real first');
  expect(await ask('second')).toBe('real second');
  expect(await ask('third')).toBe('real third');
});

test('a process that is asked nothing for a while ends without harm, and is there when it is asked again', async (context) => {
  // A minute takes six seconds.
  const quick: Clock = {
    ...systemClock,
    monotonicMs: () => systemClock.monotonicMs() * 10,
    every: (ms, run) => systemClock.every(ms / 10, run),
  };
  const ask = asked(context, 'return process.pid;', quick);
  const first = Number(await ask('pid'));
  expect(await ask('pid')).toBe(first);
  const isThere = (): boolean => existsSync(`/proc/${first}`);
  await expect.poll(isThere, { timeout: 20_000, interval: 200 }).toBe(false);
  const second = await ask('pid');
  expect(second).toBeTypeOf('number');
  expect(second).not.toBe(first);
});

test('those that take their time to load hold up none of the others', async (context) => {
  const data = tempDir(context);
  mkdirSync(join(data, 'plugins'));
  const slow = 'await new Promise((done) => void setTimeout(done, 3000));\nexport const plugin = {};';
  for (const name of ['a.ts', 'b.ts', 'c.ts']) writeFileSync(join(data, 'plugins', name), slow);
  const startMs = performance.now();
  const { broken } = await loadRegistry(undefined, data);
  expect(broken.map(({ file }) => file)).toEqual(['a.ts', 'b.ts', 'c.ts']);
  expect(performance.now() - startMs).toBeLessThan(8500);
});
