// Outputs that are plug-ins: the documented one over TCP behind its spool, and those that are slow, loud, huge, broken, or leak.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { isMeterKind, type OutputSettings } from '#core/output.ts';
import { inEnglish } from '#core/reason.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { batchOf, openOutputHouse, type OutputHouse } from '../testing/output-house.ts';
import type { PlugIns } from './plug-in-set.ts';
import { loadPlugIns } from './plug-ins.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 90_000 };
const root = join(import.meta.dirname, '../../..');

/** A server that takes lines and answers each, as the example says. */
async function lineServer(context: TestContext) {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  let answer = (line: string): string => (line.length > 0 ? 'ok' : 'ok');
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    let rest = '';
    socket.on('data', (bytes) => {
      const parts = (rest + bytes.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts.filter((one) => one !== '')) {
        lines.push(line);
        if (!line.startsWith('key ')) socket.write(`${answer(line)}\n`);
      }
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  context.onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const at = server.address();
  return {
    lines,
    port: typeof at === 'object' && at !== null ? at.port : 0,
    answers: (next: typeof answer) => void (answer = next),
  };
}

async function plugInsOf(context: TestContext, files: Readonly<Record<string, string>>) {
  const folder = join(tempDir(context), 'plugins');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const logged: string[] = [];
  const plugIns = await loadPlugIns(
    folder,
    { clock: systemClock, log: (line) => logged.push(line) },
    { takenBy: () => undefined },
  );
  return { folder, plugIns, logged };
}

const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const troubleOf = async (home: OutputHouse): Promise<string> => {
  const reason = (await stateOf(home))?.trouble?.reason;
  return reason === undefined ? '' : inEnglish(reason);
};
const example = readFileSync(join(root, 'docs/examples/my-output.ts'), 'utf8');

/** An output that does this with what it is given. */
const output = (body: string, more = ''): string =>
  `export const plugin = { api: 1, kind: 'output', id: 'x', title: 'X', secret: 'Key', ${more}
     settings: { where: { type: 'text', label: 'Where', optional: true } },
     async deliver(batches, context) { ${body} } };`;

const own = (settings: object): OutputSettings => ({ kind: 'plugin-x', ...settings });

const added = async (
  context: TestContext,
  plugIns: PlugIns,
  { secret, ...settings }: { readonly secret?: string; readonly where?: string } = {},
) => {
  const home = await openOutputHouse(context, { plugIns });
  const change = { name: 'Mine', settings: own(settings), isOn: true };
  const { id } = await home.desk.add('home', { ...change, ...(secret === undefined ? {} : { secret }) });
  return { home, id };
};

test('the documented output waits for consent, delivers in order behind its spool, and leaves out what is never taken', async (context) => {
  const server = await lineServer(context);
  const { plugIns, folder } = await plugInsOf(context, {
    'my-output.ts': example.replace('../../packaging/plugin/', './'),
  });
  expect(plugIns.list()).toEqual([
    { file: 'my-output.ts', kind: 'output', id: 'csv-lines', title: 'CSV over TCP', network: 'asked' },
  ]);
  const home = await openOutputHouse(context, { plugIns });
  const settings: OutputSettings & Readonly<Record<string, unknown>> = {
    kind: 'plugin-csv-lines',
    host: '127.0.0.1',
    port: server.port,
  };
  const { id } = await home.desk.add('home', { name: 'CSV', settings, isOn: true, secret: 'hush' });
  home.give(batchOf('roof', 1000, { 'pv.power': 1 }));
  await expect.poll(() => troubleOf(home), soon).toContain('nobody has agreed');
  expect(server.lines).toEqual([]);
  expect(await plugIns.allowNetwork('my-output.ts', true)).toMatchObject({ network: 'allowed' });
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  home.give(batchOf('roof', 2000, { 'pv.power': 2 }), batchOf('pack', 2500, { 'battery.soc': 55 }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  const values = server.lines.filter((line) => !line.startsWith('key '));
  expect(values).toEqual([
    '1970-01-01T00:00:01.000Z;roof;pv.power;1',
    '1970-01-01T00:00:02.000Z;roof;pv.power;2',
    '1970-01-01T00:00:02.500Z;pack;battery.soc;55',
  ]);
  expect(server.lines).toContain('key hush');
  server.answers((line) => (line.includes('666') ? 'never' : 'ok'));
  home.give(batchOf('roof', 3000, { 'pv.power': 666 }), batchOf('roof', 4000, { 'pv.power': 4 }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(await stateOf(home)).toMatchObject({ refused: 1, state: 'working' });
  expect(server.lines.at(-1)).toContain('pv.power;4');
  home.known.push({ device: 'roof', metric: 'pv.power', value: 7, atMs: 5000 });
  const tested = await home.desk.test('home', { id, settings });
  expect(tested.samples[0]).toEqual({ to: 'CSV over TCP', content: '1970-01-01T00:00:05.000Z;roof;pv.power;7' });
  // Another server gets the key only when it is entered again.
  const moved: OutputSettings & Readonly<Record<string, unknown>> = { ...settings, host: 'evil.example' };
  await expect(home.desk.test('home', { id, settings: moved })).rejects.toMatchObject({
    reason: { code: 'secret.again' },
  });
  for (const wrong of [{ port: 0 }, { port: '9' }, { host: undefined }, { other: 1 }])
    await expect(home.desk.test('home', { settings: { ...settings, ...wrong } })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  // A file that changes is asked for anew.
  writeFileSync(join(folder, 'my-output.ts'), `${example.replace('../../packaging/plugin/', './')}\n// changed`);
  expect(plugIns.list()[0]).toMatchObject({ network: 'asked' });
  await plugIns.allowNetwork('my-output.ts', false);
  expect(JSON.parse(readFileSync(join(folder, 'allowed.json'), 'utf8'))).toEqual({ network: {} });
});

test('one that loops, ends or says a gigabyte is ended and tried again; another output and the home go on', async (context) => {
  const body = `
    const { where } = context.settings;
    const fs = await import('node:fs');
    if (where === 'loop') for (;;);
    if (where === 'end') process.exit(3);
    if (where === 'gigabyte') for (let n = 0; n < 16_384; n += 1) fs.writeSync(3, 'x'.repeat(65_536));
    if (where === 'lines') for (;;) fs.writeSync(3, '{"id":0}\\n');
    if (where === 'huge') { const all = []; for (;;) all.push(Buffer.alloc(10_000_000, 1)); }
    if (where === 'throw') throw new Error('not now');`;
  const { plugIns } = await plugInsOf(context, { 'x.ts': output(body) });
  const said: Readonly<Record<string, RegExp>> = {
    loop: /it worked for more than 5 s|did not answer/,
    end: /it ended by itself/,
    gigabyte: /it said more than|EAGAIN/,
    lines: /it said more than|EAGAIN/,
    huge: /more than 256 MiB|more than 64 MiB/,
    throw: /not now/,
  };
  for (const [where, words] of Object.entries(said)) {
    const { home } = await added(context, plugIns, { where });
    const beforeBytes = process.memoryUsage().rss;
    home.give(batchOf('roof', 1, { 'pv.power': 1 }));
    await expect.poll(() => troubleOf(home), soon).toMatch(words);
    expect(await stateOf(home)).toMatchObject({ state: 'failing', waiting: 1 });
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(200_000_000);
    await home.close();
  }
  const { home } = await added(context, plugIns);
  home.give(batchOf('roof', 1, { 'pv.power': 1 }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(plugIns.list()[0]?.trouble?.reason).toBeDefined();
});

test('its key is in no log, error, test or page, whatever form it is written in', async (context) => {
  const secret = 'h"us h+1';
  const body = `
    const { secret, log } = context;
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) log('key ' + form);
    for (let n = 0; n < 1000; n += 1) log('again ' + n + secret);
    process.stderr.write('TypeError: ' + secret + '\\n');
    console.log(secret);
    if (context.settings.where === 'end') process.exit(1);
    throw new Error('with ' + secret);`;
  const { plugIns, logged } = await plugInsOf(context, {
    'x.ts': output(body, `test: (_, { secret }) => ['as ' + secret],`),
  });
  for (const where of ['throw', 'end']) {
    const { home, id } = await added(context, plugIns, { where, secret });
    home.give(batchOf('roof', 1, { 'pv.power': 1 }));
    await expect.poll(() => troubleOf(home), soon).toContain(where === 'throw' ? 'with …' : 'TypeError: …');
    const shown = JSON.stringify([
      await home.desk.list('home'),
      await home.desk.test('home', { id, settings: own({ where }) }),
      plugIns.list(),
      logged,
    ]);
    for (const form of ['h"us', 'h\\"us', 'h%22us', Buffer.from(secret).toString('base64')])
      expect(shown).not.toContain(form);
    await home.close();
  }
  expect(logged.some((line) => line.includes('key …'))).toBe(true);
  expect(logged.length).toBeLessThanOrEqual(80);
});

test('answers twice, for others, late, and with names of the prototype change nothing', async (context) => {
  const body = `
    const fs = await import('node:fs');
    const say = (text) => fs.writeSync(3, text + '\\n');
    for (let id = 0; id < 50; id += 1) say(JSON.stringify({ id, said: 'forged' }));
    say('{"__proto__":{"polluted":1},"id":1,"said":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}');
    say('{"id":{"toString":1}}'); say('[]'); say('null'); say('{"log":{"a":1}}'); say('{"id":1e999}'); say('\\u0000{');
    setTimeout(() => say('{"id":1,"error":"late"}'), 50);`;
  const { plugIns } = await plugInsOf(context, { 'x.ts': output(body) });
  const { home } = await added(context, plugIns);
  for (let n = 1; n <= 5; n += 1) home.give(batchOf('roof', n, { 'pv.power': n }));
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('working');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('what is wrong with one is named with its line; a name of Solstead’s own kinds is out of reach', async (context) => {
  const files: Readonly<Record<string, string>> = {
    'mqtt.ts': output('').replace("id: 'x'", "id: 'mqtt'"),
    'twice.ts': output('').replace("id: 'x'", "id: 'mqtt'"),
    'type.ts': output('').replace("type: 'text'", "type: 'word'"),
    'bound.ts': output('').replace("type: 'text'", "least: '1', type: 'number'"),
    'label.ts': output('').replace(/type: 'text', label: '[^']*'/, "type: 'flag'"),
    'name.ts': output('').replace('where:', 'constructor:'),
    'proto.ts': output('').replace('where:', '["__proto__"]:'),
    'kind.ts': output('').replace("kind: 'output'", "kind: 'ouput'"),
    'none.ts': output('').replace('async deliver', 'async deliverr'),
    'default.ts': output('').replace('optional: true', 'default: "long", longest: 2'),
    'syntax.ts': 'export const plugin = {\n  api: 1,\n  kind: = 2,\n};',
    'syntax.js': 'export const plugin = {\n  api: 1,\n  kind: = 2,\n};',
  };
  const { plugIns } = await plugInsOf(context, files);
  const problems = Object.fromEntries(
    plugIns.broken.map(({ file, problems: [first] }) => [file, first ? inEnglish(first) : '']),
  );
  expect(Object.keys(problems).toSorted()).toEqual(
    Object.keys(files)
      .filter((file) => file !== 'mqtt.ts')
      .toSorted(),
  );
  expect(problems['twice.ts']).toContain('mqtt is taken by mqtt.ts');
  expect(problems['type.ts']).toMatch(
    /line 2: settings\/where\/type: word is not one of text, number, choice, flag(?!; did)/,
  );
  // The kind of setting that was meant is the one that is looked at.
  expect(problems['bound.ts']).toMatch(/settings\/where\/least must be number/);
  expect(problems['label.ts']).toMatch(/settings\/where must have required properties label/);
  expect(problems['name.ts']).toContain('the name constructor means something else');
  expect(problems['kind.ts']).toMatch(/line 1: kind: ouput is not one of protocol.*did you mean output/);
  expect(problems['none.ts']).toContain('it has no function deliver');
  expect(problems['default.ts']).toContain('what where begins with is not a value of it');
  expect([problems['syntax.ts'], problems['syntax.js']]).toEqual([
    expect.stringContaining('line 3'),
    expect.stringContaining('line 3'),
  ]);
  // The kind of Solstead is what it was: a plug-in is another one, whatever it is called.
  expect(plugIns.outputKinds?.find('mqtt')?.title).toBeUndefined();
  expect(plugIns.outputKinds?.find('plugin-mqtt')?.title).toBe('X');
  // A name that sounds like a played meter makes none of it: it has a filter, a spool and a secret.
  expect([isMeterKind('shelly-meter'), isMeterKind('plugin-my-meter')]).toEqual([true, false]);
  const home = await openOutputHouse(context, { plugIns });
  const gone = { name: 'x', settings: { kind: 'plugin-gone' }, isOn: true };
  await expect(home.desk.add('home', gone)).rejects.toMatchObject({ reason: { code: 'plugin.gone' } });
});
