// `--json` of every command, found by walking the tree of commands: offered, one document when it worked, and one when it did not.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { errorRegistry } from '#core/errors.ts';
import { makeAccess } from '#hub/access.ts';
import { makeKiosks } from '#hub/credentials/kiosks.ts';
import { commandContext } from '#main/command-context.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { everyCommand, run } from './program.ts';

vi.setConfig({ testTimeout: 180_000 });

const docs = join(import.meta.dirname, '../../docs');

/** Commands that print no result of their own, and what stands for it. */
const without: Readonly<Record<string, string>> = {
  serve: 'runs until it is ended; its lines are JSON with --log-format json',
  demo: 'as serve',
  addon: 'starts serve with the options of Home Assistant',
  mcp: 'speaks JSON on its standard output to a program',
  completion: 'prints a program for a shell',
};

interface Called {
  readonly call: string;
  readonly command: Command;
}

/** Every command that does something. */
function* calledIn(command: Command, call: readonly string[] = []): Generator<Called> {
  if (command.commands.length === 0) yield { call: call.join(' '), command };
  for (const one of command.commands) yield* calledIn(one, [...call, one.name()]);
}

const all = [...calledIn(await everyCommand(commandContext))];
const withJson = all.filter(({ call }) => without[call] === undefined);

interface Ended {
  readonly code: number | string | undefined;
  readonly out: string;
  readonly told: string;
}

/** Variables that name a home, those of whoever runs the test among them. */
const named = (): readonly string[] => Object.keys(process.env).filter((name) => name.startsWith('SOLSTEAD_'));

/** Runs the command line in this process: a start for each of so many calls would take minutes. */
async function called(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  for (const name of named()) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let [out, told] = ['', ''];
  const toOut = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))));
  const toErr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((told += String(text))));
  process.exitCode = 0;
  try {
    await run(args, commandContext);
    return { code: process.exitCode, out, told };
  } finally {
    process.exitCode = 0;
    toOut.mockRestore();
    toErr.mockRestore();
    vi.unstubAllEnvs();
  }
}

test('every command that prints something offers --json', () => {
  expect(all.length).toBeGreaterThan(60);
  const lacking = withJson.filter(({ command }) => !command.options.some(({ long }) => long === '--json'));
  expect(lacking.map(({ call }) => call)).toEqual([]);
  for (const call of Object.keys(without)) expect(all.map((one) => one.call)).toContain(call);
});

/** Arguments that every command can be called with, and that cannot be served: by the name of the argument or of the flag. */
const words: Readonly<Record<string, readonly string[]>> = {
  query: ['QPIGS'],
  setting: ['POP', 'Solar first'],
  value: [],
  hex: ['zz'],
  what: ['nothing'],
  mode: ['sun'],
  kind: ['exclude'],
  command: ['on'],
  url: ['ws://127.0.0.1:1'],
  broker: ['mqtt://127.0.0.1:1'],
  address: ['tcp://127.0.0.1:1'],
  preset: ['preset:nothing'],
  act: ['nothing'],
  shell: ['bash'],
};

/** What else some of them need to be called at all. */
const more: Readonly<Record<string, readonly string[]>> = {
  read: ['--port', 'tcp://127.0.0.1:1', '--protocol', 'pi30'],
  watch: ['--port', 'tcp://127.0.0.1:1', '--protocol', 'nothing', '--count', '1'],
  set: ['--port', 'tcp://127.0.0.1:1', '--protocol', 'pi30'],
  'token add': ['--name', 'x'],
  'uplink add-home': ['--name', 'x', '--site', 'home'],
  'broker acl': ['--output', '/dev/null/acl'],
  'history move': ['--from', '/nonexistent/a', '--to', '/nonexistent/b'],
  'repairs apply': ['--why', 'x'],
  'repairs misdated move': ['--why', 'x'],
  'audit export': ['--output', '/dev/null/audit'],
  export: ['--output', '/dev/null/export'],
  doctor: ['--port', 'x'],
  daemon: ['--configfile', '/nonexistent/solar.conf'],
  emulate: ['--broker', 'x'],
  probe: ['--plugins', '/nonexistent/plugins'],
  plugins: ['--plugins', '/nonexistent/plugins'],
  import: ['--kind', 'csv'],
  'device move': ['--protocol', 'pi30'],
  automation: ['--check', '/nonexistent/house.yaml'],
};

function failingArgs({ call, command }: Called): readonly string[] {
  const given = command.registeredArguments.flatMap((one) => words[one.name()] ?? ['/nonexistent/file']);
  const has = (long: string): boolean => command.options.some((one) => one.long === long);
  return [
    ...call.split(' '),
    ...given,
    ...(more[call] ?? []),
    ...(has('--data') ? ['--data', '/nonexistent/data'] : []),
    ...(has('--url') && !has('--data') ? ['--url', 'http://127.0.0.1:1'] : []),
    '--json',
  ];
}

/** They print a list that is part of the program. */
const cannotFail = ['tariff presets'];

test('a command that fails prints one document with its code and its message, and ends as documented', async () => {
  let seen = 0;
  for (const one of withJson.filter(({ call }) => !cannotFail.includes(call))) {
    const args = failingArgs(one);
    const { code, out, told } = await called(args, { SOLSTEAD_TOKEN: 'x' });
    const said = `${args.join(' ')}\n${out}\n${told}`;
    expect({ said, isFailure: code === 1 || code === 2 }).toEqual({ said, isFailure: true });
    const document: unknown = JSON.parse(out.trim() === '' ? `"nothing: ${JSON.stringify(said).slice(1)}` : out);
    const error = isRecord(document) && isRecord(document['error']) ? document['error'] : {};
    expect(Object.keys(errorRegistry)).toContain(error['code']);
    expect(error['message']).toMatch(/./);
    // A person who looks on is told, too.
    expect(told).not.toBe('');
    seen += 1;
  }
  expect(seen).toBe(withJson.length - cannotFail.length);
});

test('so does one whose words are wrong, before anything is done', async () => {
  for (const args of [
    ['read', 'QPIGS', '--json'],
    ['list', 'protocols', '--jsno', '--json'],
    ['import', 'x.csv', '--decimal', ';', '--json'],
    ['daemon', '-C', 'x.yaml', '--json'],
    ['nothing', '--json'],
  ]) {
    const { code, out, told } = await called(args);
    expect({ told, code }).toEqual({ told, code: 2 });
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'input.usage' } });
    expect(told).toMatch(/^solstead: /);
  }
  // Without the flag the standard output stays empty.
  expect((await called(['read', 'QPIGS'])).out).toBe('');
});

test('a command that streams ends its lines with the failure as one more line', async () => {
  const { code, out } = await called([
    'watch',
    'QPIGS',
    '--port',
    'tcp://127.0.0.1:1',
    '--protocol',
    'pi30',
    '--count',
    '1',
    '--json',
  ]);
  const lines = out.trim().split('\n');
  const documents = lines.map((line): unknown => JSON.parse(line));
  expect(documents.length).toBeGreaterThan(0);
  expect(code).toBe(1);
});

/** The one document that a call prints. */
async function documentOf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { code, out, told } = await called([...args, '--json'], env);
  const said = `${args.join(' ')}\n${out}\n${told}`;
  expect({ said, code }).toEqual({ said, code: 0 });
  return JSON.parse(out);
}

/** Hangs a tablet up in a home at rest: a link that nobody has opened yet. */
async function hangUp(path: string, site: string, name: string): Promise<string> {
  const folder = openFolder(path);
  const records = await openSqliteRecords({ folder });
  try {
    return (await makeKiosks(records, clock, { changed: () => undefined }).add(site, name)).id;
  } finally {
    await records.close();
    folder.close();
  }
}

test('of a device, what was answered is told beside what was not, and what asks nothing of it is told as well', async () => {
  const ofExample = ['--port', 'test:pi30', '--protocol', 'pi30max', '--json'];
  const read = (...queries: readonly string[]): readonly string[] => ['read', ...queries, ...ofExample];
  const partly = await called(read('QMOD', 'QPIGS2'));
  expect(partly.code).toBe(1);
  expect(JSON.parse(partly.out)).toMatchObject({
    answers: [{ query: 'QMOD', fields: [{ name: 'device_mode', value: 'Line' }] }],
    failed: ['QPIGS2'],
    error: { code: 'command.refused' },
  });
  // That these are examples is told once, however often the link is opened.
  expect(partly.told.match(/nothing of this was measured/g)).toHaveLength(1);
  expect(JSON.parse((await called(read('get_status'))).out)).toMatchObject({
    answers: [{ query: 'QPIGS' }, { query: 'QMOD' }, { query: 'QPIWS' }],
    failed: ['QPIGS2'],
  });
  expect(JSON.parse((await called(read('QPIGS2'))).out)).not.toHaveProperty('answers');
  expect(JSON.parse((await called(read('list_commands', 'QMOD'))).out)).toMatchObject([
    { query: 'list_commands', fields: expect.arrayContaining([expect.objectContaining({ name: 'QMOD' })]) as unknown },
    { query: 'QMOD' },
  ]);
  expect(JSON.parse((await called(read('get_version'))).out)).toMatchObject({
    query: 'get_version',
    fields: [{ value: expect.stringMatching(/^\d+\.\d+/) as string }],
  });
});

test('what a look at a link and at bytes found is told by codes, without an error of the command', async () => {
  const nobody = await called(['probe', 'tcp://127.0.0.1:1', '--json']);
  expect(nobody.code).toBe(1);
  expect(JSON.parse(nobody.out)).toEqual([
    {
      address: 'tcp://127.0.0.1:1',
      problem: expect.stringContaining('nothing listens') as string,
      code: 'link.unavailable',
      reason: { code: 'host.refused', params: {} },
    },
  ]);
  const spoiled = await called(['decode', 'pi30', 'QMOD', '2842e7c80d', '--json']);
  expect([spoiled.code, JSON.parse(spoiled.out)]).toMatchObject([
    1,
    { answer: { kind: 'checksum', reason: { code: 'frame.bad-checksum' } }, fields: [] },
  ]);
});

test('files that are right and wrong are told as one document, with every mistake at its place', async (context) => {
  const folder = tempDir(context);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const daemon = file(
    'solar.conf',
    '[SETUP]\npause = 60\n[roof]\nport = /dev/ttyUSB0\nporttype = serial\nprotocol = PI30\ncommand = QPIGS\noutputs = json\n',
  );
  expect(await documentOf(['daemon', '-C', daemon, '--check'])).toMatchObject({
    ok: true,
    devices: [{ name: 'roof', protocol: 'pi30', answers: ['json'] }],
  });
  const tariff = file('tariff.yaml', 'name: x\ncurrency: EUR\nversions: [{prise: 1}]\n');
  const wrong = await called(['tariff', 'check', tariff, '--json']);
  expect(wrong.code).toBe(1);
  const told: unknown = JSON.parse(wrong.out);
  expect(told).toMatchObject({ ok: false, error: { code: 'tariff.invalid' } });
  expect(isRecord(told) && Array.isArray(told['problems']) ? told['problems'][0] : undefined).toMatchObject({
    line: 3,
  });
  const several = await called(['check', daemon, tariff, join(docs, 'examples/my-heat-pump.yaml'), '--json']);
  expect(several.code).toBe(1);
  expect(JSON.parse(several.out)).toMatchObject({
    files: [
      { kind: 'daemon', ok: true },
      { kind: 'tariff', ok: false },
      { kind: 'device', ok: true },
    ],
    error: { code: 'tariff.invalid' },
  });
  expect(await documentOf(['check-device', join(docs, 'examples/my-heat-pump.yaml')])).toMatchObject({
    files: [{ kind: 'device', ok: true }],
  });
  expect(await documentOf(['tariff', 'show', 'preset:de-flat'])).toMatchObject({ tariff: { currency: 'EUR' } });
  const prices = file('prices.csv', 'start,price\n2026-01-01T00:00Z,0.3\n2026-01-01T01:00Z,0.1\n');
  expect(await documentOf(['prices', 'check', prices])).toMatchObject({ slots: 2, lowest: '0.1000', notes: [] });
  const house = file('house.yaml', 'rules: [{name: x}]\n');
  const rules = await called(['automation', '--check', house, '--json']);
  expect(JSON.parse(rules.out)).toMatchObject({ ok: false, error: { code: 'automation.invalid' } });
});

/** A home at rest. */
async function home(path: string): Promise<void> {
  mkdirSync(path, { recursive: true });
  const folder = openFolder(path);
  const records = await openSqliteRecords({ folder });
  try {
    const access = makeAccess(records, clock, { addSite: async (site) => records.sites.save({ ...site, id: 'home' }) });
    const claim = { name: 'Anna', password: 'the roof is warm today', site: { name: 'Casa', timeZone: 'UTC' } };
    await access.claim(claim, { from: '10.0.0.1' });
  } finally {
    await records.close();
    folder.close();
  }
}

test('what is done with a home at rest is told as one document each', async (context) => {
  const folder = tempDir(context);
  const data = join(folder, 'home');
  await home(data);
  const at = ['--data', data];
  const readings = join(folder, 'old.csv');
  writeFileSync(readings, 'time,battery.soc\n2026-01-01T00:00Z,50\n2026-01-01T00:05Z,51\n');
  expect(await documentOf(['import', readings, '--device', 'old', ...at])).toMatchObject({ added: 2, isDry: true });
  expect(await documentOf(['import', readings, '--device', 'old', '--yes', ...at])).toMatchObject({
    added: 2,
    isDry: false,
    series: [{ metric: 'battery.soc', device: 'old' }],
  });
  const output = join(folder, 'out.csv');
  expect(await documentOf(['export', '--output', output, ...at])).toMatchObject({ file: output, points: 2 });
  expect(existsSync(output)).toBe(true);
  expect((await called(['export', '--output', '-', '--json', ...at])).code).toBe(2);
  expect(await documentOf(['history', 'keep', '--raw', '14', ...at])).toMatchObject({ retention: [{ rawDays: 14 }] });
  expect(await documentOf(['history', 'status', ...at])).toMatchObject({ points: 2 });
  expect(await documentOf(['history', 'move', '--from', data, '--to', join(folder, 'moved')])).toMatchObject({
    points: 2,
  });
  const token = await documentOf(['token', 'add', '--name', 'Grafana', ...at]);
  expect(token).toMatchObject({ name: 'Grafana', token: expect.any(String) as string });
  const id = isRecord(token) ? String(token['id']) : '';
  expect(await documentOf(['token', 'list', ...at])).toMatchObject([{ name: 'Grafana' }]);
  expect(await documentOf(['token', 'remove', id, ...at])).toMatchObject({ id, removed: true });
  const tablet = await hangUp(data, 'home', 'Hall');
  expect(await documentOf(['token', 'list', ...at])).toMatchObject([
    { id: tablet, name: 'Hall', kind: 'kiosk', site: 'home' },
  ]);
  expect((await called(['token', 'list', ...at])).out).toMatch(/Hall +wall tablet, link not opened +home: viewer/);
  expect(await documentOf(['token', 'remove', tablet, ...at])).toMatchObject({ id: tablet, removed: true });
  expect(await documentOf(['token', 'list', ...at])).toEqual([]);
  expect(await documentOf(['recover', ...at])).toMatchObject({
    account: 'Anna',
    password: expect.any(String) as string,
  });
  const far = await documentOf(['uplink', 'add-home', '--name', 'Summer', '--site', 'home', ...at]);
  const client = isRecord(far) ? String(far['id']) : '';
  expect(await documentOf(['uplink', 'homes', ...at])).toMatchObject([{ id: client }]);
  expect(await documentOf(['uplink', 'new-secret', client, ...at])).toMatchObject({
    secret: expect.any(String) as string,
  });
  expect(await documentOf(['uplink', 'remove-home', client, ...at])).toMatchObject({ removed: true });
  expect(await documentOf(['broker', 'acl', '--output', join(folder, 'acl'), ...at])).toMatchObject({ leftOut: [] });
  const log = join(folder, 'audit.csv');
  expect(await documentOf(['audit', 'export', '--output', log, ...at])).toMatchObject({ file: log, format: 'csv' });
  expect(await documentOf(['audit', 'verify', ...at])).toMatchObject([{ chain: 'changes' }, {}, {}, {}]);
  expect(await documentOf(['roles', 'list', ...at])).toMatchObject({ sides: expect.any(Array) as unknown[] });
  const file = join(folder, 'home.tar.zst.age');
  const secret = { SOLSTEAD_BACKUP_PASSPHRASE: 'correct horse battery staple' };
  expect(await documentOf(['backup', 'make', '--to', file, ...at], secret)).toMatchObject({
    path: file,
    hasSecrets: true,
  });
  const restored = join(folder, 'restored');
  expect(await documentOf(['restore', file, '--data', restored], secret)).toMatchObject({ data: restored });
});
