// The app of Home Assistant as it is packed: its services as s6-overlay reads them, and each of its scripts, run.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '#tools/testkit/free-port.ts';
import { needs } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const app = join(import.meta.dirname, 'solstead');
const rootfs = join(app, 'rootfs');
const services = join(rootfs, 'etc/s6-overlay/s6-rc.d');
const scripts = join(rootfs, 'usr/lib/solstead-app');
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

/** The scripts on folders of the test, and with an sh of this computer. */
function installed(context: TestContext) {
  const folder = tempDir(context);
  const [data, run, bin] = ['data', 'run', 'bin'].map((name) => join(folder, name)) as [string, string, string];
  for (const one of [data, run, bin]) mkdirSync(one);
  cpSync(scripts, join(folder, 'lib'), { recursive: true });
  const env = {
    PATH: `${bin}:/usr/bin:/bin`,
    SOLSTEAD_APP_DATA: data,
    SOLSTEAD_APP_RUN: run,
    SOLSTEAD_APP_LIB: join(folder, 'lib', 'lib'),
    SOLSTEAD_APP_SERVICE: join(run, 'solstead'),
    SOLSTEAD_APP_PAUSE: '0',
  };
  const call = (name: string, ...args: string[]) =>
    spawnSync('sh', [name.includes('/') ? name : join(folder, 'lib', name), ...args], { env, encoding: 'utf8' });
  /** A script of a service, with the folder of the test in it. */
  const service = (path: string): string => {
    const to = join(folder, path.replace('/', '-'));
    const text = read(services, path).replaceAll('/usr/lib/solstead-app/', `${join(folder, 'lib')}/`);
    writeFileSync(to, text.replace('/command/with-contenv sh', '/bin/sh'));
    chmodSync(to, 0o755);
    return to;
  };
  return { data, run, bin, env, call, service };
}

const isProgram = (path: string): boolean => (statSync(path).mode & 0o111) !== 0;

/** What is wrong with a service, as s6-rc reads it. */
function faultsOf(name: string, names: readonly string[]): readonly string[] {
  const type = read(services, name, 'type').trim();
  const programs =
    type === 'longrun'
      ? ['run', 'finish'].map((script) => join(services, name, script))
      : [join(rootfs, read(services, name, 'up').trim())];
  const needed = globSync('*', { cwd: join(services, name, 'dependencies.d') });
  return [
    ...(type === 'longrun' || type === 'oneshot' ? [] : [`${name}: type ${type}`]),
    ...programs.filter((path) => !isProgram(path)).map((path) => `${path} is not executable`),
    ...programs
      .filter((path) => type === 'longrun' && !readFileSync(path, 'utf8').startsWith('#!/command/with-contenv sh\n'))
      .map((path) => `${path} has no environment`),
    ...(type === 'longrun' && read(services, name, 'notification-fd') !== '3\n'
      ? [`${name} does not say when it is ready`]
      : []),
    ...needed.filter((one) => one !== 'base' && !names.includes(one)).map((one) => `${name} needs ${one}`),
  ];
}

test('every service is whole as s6-rc reads it: type, scripts, and what it depends on', () => {
  const names = globSync('*', { cwd: services }).filter((name) => name !== 'user');
  expect(names.toSorted()).toEqual(['folders', 'grafana', 'influxdb', 'influxdb-account', 'solstead']);
  expect(names.flatMap((name) => faultsOf(name, names))).toEqual([]);
  // A database that fails does not keep the home from starting.
  expect(globSync('*', { cwd: join(services, 'solstead', 'dependencies.d') })).toEqual(['folders']);
  // It runs as the user that the image makes, whose group may read what is the group's.
  expect(read(app, 'Dockerfile')).toContain('groupadd --gid 6789 solstead && useradd --uid 6789 --gid solstead');
  expect(read(services, 'solstead', 'run')).toContain('s6-applyuidgid -u 6789 -g 6789');
  const started = globSync('*', { cwd: join(services, 'user', 'contents.d') });
  expect(started.toSorted()).toEqual(names.filter((name) => name !== 'folders').toSorted());
  const files = globSync('**/*', { cwd: app, withFileTypes: true }).filter((one) => one.isFile());
  const texts = files.filter(({ name }) => !name.endsWith('.png')).map((one) => join(one.parentPath, one.name));
  const shells = texts.filter((path) => /\/(?:run|finish|solstead-app\/[^/]+)$/.test(path));
  expect(shells.filter((path) => spawnSync('sh', ['-n', path]).status !== 0)).toEqual([]);
  // The document that this comes from had one password for everybody.
  expect(texts.filter((path) => readFileSync(path, 'utf8').includes('adminpassword'))).toEqual([]);
});

test('the version is that of the program, and icon and logo have their sizes', () => {
  const { version } = JSON.parse(read(import.meta.dirname, '..', '..', 'package.json')) as { version: string };
  expect(parse(read(app, 'config.yaml'))).toMatchObject({
    version,
    slug: 'solstead',
    arch: ['aarch64', 'amd64'],
    init: false,
  });
  expect(read(app, 'CHANGELOG.md')).toContain(`## ${version}`);
  expect(parse(read(import.meta.dirname, 'repository.yaml'))).toHaveProperty('maintainer');
  const sizeOf = (name: string): readonly number[] => {
    const bytes = readFileSync(join(app, name));
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };
  expect([sizeOf('icon.png'), sizeOf('logo.png')]).toEqual([
    [128, 128],
    [250, 100],
  ]);
});

test('AppArmor reads its profile: on the bus of the computer it speaks with BlueZ, and with nobody else', (context) => {
  expect(parse(read(app, 'config.yaml'))).toMatchObject({ host_dbus: true });
  const rules = [...read(app, 'apparmor.txt').matchAll(/^ {2}dbus (.*),$/gm)].map(([, rule = '']) => rule);
  const peers = rules.filter((rule) => rule.includes('send')).map((rule) => /peer=\(name=([\w.]+)\)/.exec(rule)?.[1]);
  expect(peers).toEqual(['org.freedesktop.DBus', 'org.bluez']);
  const parser = needs(context, 'apparmor_parser');
  const flags = ['--skip-kernel-load', '--skip-cache', '--skip-read-cache'];
  const heard = spawnSync(parser, [...flags, join(app, 'apparmor.txt')], { encoding: 'utf8' });
  expect([heard.status, heard.stderr.replaceAll(/^(?:Warning|Cache).*$/gm, '').trim()]).toEqual([0, '']);
});

/** What a rule of AppArmor for files means, by the letters of its permissions. */
const fileRules = [...read(app, 'apparmor.txt').matchAll(/^ {2}(\/\S*) ([a-z]+),$/gm)].map(
  ([, pattern = '', letters = '']) => {
    const source = pattern.replaceAll(/\*\*|[*{},.+?()|[\]]/g, (one) => {
      const meant: Readonly<Record<string, string>> = { '**': '.+', '*': '[^/]*', '{': '(?:', '}': ')', ',': '|' };
      return meant[one] ?? `\\${one}`;
    });
    return { pattern: new RegExp(`^${source}$`), letters };
  },
);
/** A folder ends with a slash there. */
const allowedAt = (path: string): string =>
  [...new Set(fileRules.filter(({ pattern }) => pattern.test(path)).flatMap(({ letters }) => letters.split('')))]
    .toSorted()
    .join('');

test('under AppArmor s6-overlay and the app start, and read what they look through: scripts are read by whoever runs them', () => {
  expect(fileRules.length).toBeGreaterThan(30);
  const overlay = '/package/admin/s6-overlay-3.2.1.0';
  const started = [
    '/init',
    '/command/with-contenv',
    `${overlay}/libexec/preinit`,
    '/run/s6/basedir/scripts/rc.init',
    '/run/s6-rc:s6-rc-init:aBcDeF/servicedirs/solstead/run',
    '/etc/s6-overlay/s6-rc.d/solstead/finish',
    '/usr/lib/solstead-app/folders',
    '/usr/bin/dash',
    '/opt/solstead/bin/solstead',
    '/opt/solstead/lib/node',
  ];
  expect(started.filter((path) => !/i.*r.*x/.test(allowedAt(path)))).toEqual([]);
  const listed = [`${overlay}/etc/s6-rc/sources/`, '/etc/s6-overlay/s6-rc.d/', '/run/', '/data/', '/share/', '/dev/'];
  expect(listed.filter((path) => !allowedAt(path).includes('r'))).toEqual([]);
  // And no more than that.
  expect(allowedAt('/share/influxdb/meta/meta.db')).toBe('r');
  expect(['/media/disk/x', '/config/secrets.yaml', '/dev/sda'].map(allowedAt).join('')).toBe('');
});

test('folders and credentials are made once; a restored copy becomes the home, and never replaces one', (context) => {
  const { data, call } = installed(context);
  expect(call('folders')).toMatchObject({ status: 0 });
  const word = read(data, 'credentials', 'influxdb');
  expect(word).toMatch(/^[\da-f]{48}$/);
  expect(read(data, 'credentials', 'grafana')).not.toBe(word);
  for (const name of ['influxdb', 'grafana'])
    expect(statSync(join(data, 'credentials', name)).mode & 0o777).toBe(0o600);
  mkdirSync(join(data, 'snapshot'));
  writeFileSync(join(data, 'snapshot', 'records.db'), 'of the backup');
  expect(call('folders').stderr).toContain('home of the backup');
  expect(read(data, 'solstead', 'records.db')).toBe('of the backup');
  expect(read(data, 'credentials', 'influxdb')).toBe(word);
  mkdirSync(join(data, 'snapshot'));
  writeFileSync(join(data, 'snapshot', 'records.db'), 'left over');
  call('folders');
  expect(read(data, 'solstead', 'records.db')).toBe('of the backup');
  expect(existsSync(join(data, 'snapshot'))).toBe(false);
});

test('a backup copies the home while it stands still, and it runs again even where that fails', (context) => {
  const { data, run, bin, call } = installed(context);
  const said = join(run, 'said');
  writeFileSync(join(bin, 's6-svc'), `#!/bin/sh\necho "$1 $(ls "${data}")" >> "${said}"\n`);
  chmodSync(join(bin, 's6-svc'), 0o755);
  mkdirSync(join(data, 'solstead'));
  writeFileSync(join(data, 'solstead', 'history.db'), 'all');
  expect(call('before-backup').status).toBe(0);
  expect(readFileSync(said, 'utf8')).toBe('-wD solstead\n-u snapshot\nsolstead\n');
  expect(read(data, 'snapshot', 'history.db')).toBe('all');
  expect(call('after-backup').status).toBe(0);
  expect(existsSync(join(data, 'snapshot'))).toBe(false);
  // A disk without room for all of it: no part fills it up.
  writeFileSync(join(bin, 'cp'), '#!/bin/sh\nmkdir "$4"; echo part > "$4/history.db"; exit 1\n');
  chmodSync(join(bin, 'cp'), 0o755);
  expect(call('before-backup').status).not.toBe(0);
  expect(readFileSync(said, 'utf8').trimEnd().split('\n').at(-1)).toBe('-u solstead');
  expect(readdirSync(data)).toEqual(['solstead']);
  // Nor what was left where the computer itself was cut off.
  mkdirSync(join(data, 'snapshot.new'));
  call('folders');
  expect(existsSync(join(data, 'snapshot.new'))).toBe(false);
});

test('a home that stands still is in a backup, too: nobody is asked for a copy of an app that does not run', async (context) => {
  const { data, run, env, call, service } = installed(context);
  const [home, kept] = [join(data, 'solstead', 'records.db'), join(data, 'snapshot', 'records.db')];
  mkdirSync(dirname(home));
  writeFileSync(home, 'all');
  const isKept = (): boolean => existsSync(kept) && statSync(kept).ino === statSync(home).ino;
  // What is called `solstead` stays out of backups.
  expect(parse(read(app, 'config.yaml'))).toMatchObject({ backup_exclude: ['*/solstead/*'] });
  const halt = join(run, 'halt');
  writeFileSync(halt, '#!/bin/sh\n');
  chmodSync(halt, 0o755);
  const finish = service('solstead/finish');
  spawnSync('sh', [finish, '2', '0'], { env: { ...env, results: run, halt } });
  expect(isKept()).toBe(true);
  // The next start goes on with the home, and not with the names of its files.
  call('folders');
  expect([existsSync(kept), readFileSync(home, 'utf8')]).toEqual([false, 'all']);
  // One that is started again keeps nothing.
  spawnSync('sh', [finish, '1', '0'], { env });
  expect(existsSync(kept)).toBe(false);
  // Restored, it is the home.
  const supervise = needs(context, 's6-supervise');
  const folder = join(run, 'service');
  mkdirSync(folder);
  writeFileSync(join(folder, 'run'), '#!/bin/sh\nexec sleep 60\n');
  cpSync(finish, join(folder, 'finish'));
  chmodSync(join(folder, 'run'), 0o755);
  await spawned(context, [supervise, folder], { env });
  await expect.poll(() => spawnSync('s6-svok', [folder]).status, { timeout: 5000 }).toBe(0);
  expect(spawnSync('s6-svc', ['-wD', '-T', '5000', '-d', folder]).status).toBe(0);
  expect(isKept()).toBe(true);
  execFileSync('rm', ['-r', home]);
  call('folders');
  expect([readFileSync(home, 'utf8'), existsSync(kept)]).toEqual(['all', false]);
});

test('wrong options end the app; any other end starts Solstead again, and a database is given up after ten', async (context) => {
  const { run, env, service } = installed(context);
  const halted = join(run, 'halted');
  const ended = (script: string, code: string, signal = '0') =>
    spawnSync('sh', [script, code, signal], { env: { ...env, results: run, halt: halted }, encoding: 'utf8' });
  writeFileSync(halted, '#!/bin/sh\necho yes > "$0.done"\n');
  chmodSync(halted, 0o755);
  const home = service('solstead/finish');
  for (let count = 0; count < 15; count += 1) expect(ended(home, '1').status).toBe(0);
  expect(existsSync(`${halted}.done`)).toBe(false);
  expect(ended(home, '2').status).toBe(125);
  expect([read(`${halted}.done`), read(run, 'exitcode')]).toEqual(['yes\n', '2\n']);
  const database = service('influxdb/finish');
  const codes = Array.from({ length: 10 }, () => ended(database, '1').status);
  expect(codes).toEqual([...Array.from({ length: 9 }, () => 0), 125]);
  expect(ended(home, '256', '9').stderr).toContain('ended by signal 9');

  // As s6 does it: what is given up stays down.
  const supervise = needs(context, 's6-supervise');
  const folder = join(tempDir(context), 'influxdb');
  mkdirSync(folder);
  writeFileSync(join(folder, 'run'), '#!/bin/sh\nexit 1\n');
  cpSync(database, join(folder, 'finish'));
  chmodSync(join(folder, 'run'), 0o755);
  writeFileSync(join(run, 'influxdb'), '8\n');
  const child = await spawned(context, [supervise, folder], { env });
  await child.waitForOutput(/given up/, 15_000);
  await expect
    .poll(() => spawnSync('s6-svstat', [folder], { encoding: 'utf8' }).stdout, { timeout: 5000 })
    .toMatch(/^down/);
});

test('one that shall end does so at once, also while it waits to be started again, and that is no failure', async (context) => {
  const supervise = needs(context, 's6-supervise');
  const { run, env, service } = installed(context);
  const folder = join(tempDir(context), 'solstead');
  mkdirSync(folder);
  writeFileSync(join(folder, 'run'), '#!/bin/sh\nexec sleep 60\n');
  cpSync(service('solstead/finish'), join(folder, 'finish'));
  chmodSync(join(folder, 'run'), 0o755);
  const { SOLSTEAD_APP_PAUSE: _none, ...usual } = env;
  const child = await spawned(context, [supervise, folder], { env: usual });
  const svc = (...flags: string[]) => spawnSync('s6-svc', [...flags, folder], { encoding: 'utf8' });
  await expect.poll(() => spawnSync('s6-svok', [folder]).status, { timeout: 5000 }).toBe(0);
  // Ended on purpose: nothing is counted, nothing said.
  expect(svc('-wD', '-T', '5000', '-d').status).toBe(0);
  expect(existsSync(join(run, 'solstead'))).toBe(false);
  // Killed again and again it waits for a minute, and yet ends within seconds.
  writeFileSync(join(run, 'solstead'), '8\n');
  expect(svc('-wu', '-T', '5000', '-u').status).toBe(0);
  svc('-k');
  await child.waitForOutput(/by signal 9; it is started again in 60 s/, 5000);
  expect(svc('-wD', '-T', '5000', '-d').status).toBe(0);
});

test('InfluxDB takes the settings; its database and account are made once, and nobody else gets in', async (context) => {
  const program = needs(context, 'influxd');
  const { data, env, call } = installed(context);
  call('folders');
  writeFileSync(join(data, 'options.json'), '{"influxdb": true}');
  const [http, own] = [await freePort(), await freePort()];
  const shipped = read(rootfs, 'etc/influxdb/solstead.conf');
  const conf = shipped
    .replaceAll('"/data/', `"${data}/`)
    .replace('":8086"', `"127.0.0.1:${http}"`)
    .replace('127.0.0.1:8088', `127.0.0.1:${own}`);
  writeFileSync(join(data, 'influxdb.conf'), conf);
  const server = await spawned(context, [program, '-config', join(data, 'influxdb.conf')]);
  await server.waitForPort(http);
  const made = () =>
    spawnSync('sh', [join(dirname(env.SOLSTEAD_APP_LIB), 'influxdb-account')], {
      env: { ...env, SOLSTEAD_APP_INFLUX_PORT: String(http) },
      encoding: 'utf8',
    });
  expect(made()).toMatchObject({ status: 0, stderr: '' });
  expect(made()).toMatchObject({ status: 0, stderr: '' });
  const asked = async (word: string) =>
    fetch(`http://127.0.0.1:${http}/query?q=SHOW+DATABASES`, {
      headers: { authorization: `Basic ${Buffer.from(`solstead:${word}`).toString('base64')}` },
    });
  expect(await (await asked(read(data, 'credentials', 'influxdb'))).text()).toContain('home_assistant');
  expect((await asked('adminpassword')).status).toBe(401);
  expect((await fetch(`http://127.0.0.1:${http}/query?q=SHOW+DATABASES`)).status).toBe(401);
  expect(basename(data)).toBe('data');
});
