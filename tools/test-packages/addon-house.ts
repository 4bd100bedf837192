// Home Assistant around its app, as far as it can be made here: a base with s6-overlay, the image as its Supervisor builds it, the network
// of its apps with a Supervisor and a broker in it, and the app as it is started there.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, startEngine } from './engine.ts';
import { call, makeDebianRoot, type Place, until } from './step.ts';

/** Where Home Assistant's Supervisor and an app are in the network of its apps. */
export const [supervisorAddress, appAddress] = ['172.30.32.2', '172.30.33.5'];

/** Secrets that are around it. None of them may be in a log. */
export const given = { token: 'token-of-this-app-4f1e', broker: 'password-of-the-broker-88c2' };

/** The app in Home Assistant. */
export interface AddonHouse {
  readonly docker: Engine['docker'];
  /** What is on the computer where the app has /data. */
  readonly data: string;
  /** Starts the app with these options, on a fresh folder or the one before. Answers when its container runs. */
  start(options: object, how?: { readonly fresh?: boolean }): void;
  /** A command in the app. */
  inside(line: string): string;
  /** A program of this computer in the network of the app. */
  beside(command: readonly string[]): string;
  /** All that the app has said since it was started. */
  log(): string;
  /** What the broker has said. */
  brokerLog(): string;
  close(): Promise<void>;
}

/** The options that nobody has changed. */
function standardOptions(root: string): object {
  const code = "import('./src/main/addon/options.ts').then((all) => console.log(JSON.stringify(all.standardOptions)))";
  return JSON.parse(call([process.execPath, '-e', code], { cwd: root })) as object;
}

/** A Debian with what the image installs, as nothing is fetched while it is built, and s6: Debian's own behind a stand-in for s6-overlay. */
function makeBase({ docker }: Engine, { folder, root, addonBase }: Place): void {
  const image = join(folder, 'addon-base');
  mkdirSync(image);
  const packages = ['s6', 'execline', 'ca-certificates', 'curl', 'libatomic1', 'influxdb', 'influxdb-client'];
  makeDebianRoot(join(image, 'debian.tar'), { packages, keepsLists: true });
  docker('import', join(image, 'debian.tar'), 'addon-debian:here');
  rmSync(join(image, 'debian.tar'));
  const lines = ['FROM addon-debian:here'];
  if (addonBase === undefined) {
    cpSync(join(root, 'tools/test-packages/stand-in-init.sh'), join(image, 'init'));
    writeFileSync(join(image, 'with-contenv'), '#!/bin/sh\nexec "$@"\n');
    lines.push('COPY init /init', 'RUN ln -s /usr/bin /command', 'COPY with-contenv /usr/bin/with-contenv');
    lines.push('RUN chmod 755 /init /usr/bin/with-contenv');
  } else {
    cpSync(addonBase, join(image, 's6-overlay.tar'));
    lines.push('ADD s6-overlay.tar /');
  }
  writeFileSync(join(image, 'Dockerfile'), `${lines.join('\n')}\n`);
  docker('build', '--network', 'none', '-t', 'addon-base:here', image);
  rmSync(image, { recursive: true });
}

/** The image, built from what a release holds, as the Supervisor does it. */
function buildImage({ docker }: Engine, { folder, release, version }: Place): void {
  const name = `solstead-addon-${version}`;
  call(['tar', '--zstd', '-xf', join(release, `${name}.tar.zst`), '-C', folder]);
  const values = { BUILD_FROM: 'addon-base:here', BUILD_ARCH: 'amd64', BUILD_VERSION: version, GRAFANA_PACKAGES: '' };
  const flags = Object.entries(values).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
  docker('build', '--network', 'none', ...flags, '-t', 'addon', join(folder, name, 'solstead'));
  rmSync(join(folder, name), { recursive: true });
}

/** A process in the network of the app, with what it says gathered. */
function besides(network: string, command: readonly string[]): { readonly child: ChildProcess; said: string } {
  const started = { child: spawn('nsenter', ['-t', network, '-n', ...command]), said: '' };
  for (const stream of [started.child.stdout, started.child.stderr])
    stream?.on('data', (data: Buffer) => void (started.said += data.toString()));
  return started;
}

/** Mosquitto as the app of Home Assistant: only its account gets in. */
function brokerFiles(folder: string): string {
  const [accounts, config] = [join(folder, 'accounts'), join(folder, 'mosquitto.conf')];
  writeFileSync(accounts, `addons:${given.broker}\n`);
  call(['mosquitto_passwd', '-U', accounts]);
  const lines = ['listener 1883 127.0.0.1', 'allow_anonymous false', `password_file ${accounts}`, 'user root'];
  writeFileSync(config, `${lines.join('\n')}\nlog_dest stderr\n`);
  return config;
}

/** Makes all of it. Errors: `NotHere`. */
export async function openAddonHouse(place: Place): Promise<AddonHouse> {
  const { folder, root } = place;
  const engine = await startEngine(folder);
  const { docker } = engine;
  const children: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of children) child.kill();
    await engine.close();
  };
  try {
    makeBase(engine, place);
    buildImage(engine, place);
    const host = ['--add-host', 'supervisor:127.0.0.1'];
    docker('run', '-d', '--name', 'net', '--network', 'none', ...host, '--entrypoint', 'sleep', 'addon', 'infinity');
    const network = docker('inspect', '-f', '{{.State.Pid}}', 'net').trim();
    const beside = (command: readonly string[]): string => call(['nsenter', '-t', network, '-n', ...command]);
    for (const address of [supervisorAddress, appAddress])
      beside(['ip', 'address', 'add', `${address}/32`, 'dev', 'lo']);
    beside(['ip', 'link', 'set', 'lo', 'up']);
    const stub = join(root, 'tools/test-packages/supervisor-main.ts');
    const supervisor = besides(network, [process.execPath, stub, given.token, given.broker]);
    const broker = besides(network, ['mosquitto', '-c', brokerFiles(folder)]);
    children.push(supervisor.child, broker.child);
    await until('the stub of the Supervisor', () => (supervisor.said.includes('ready') ? true : undefined), 10_000);
    const data = join(folder, 'addon-data');
    return { docker, data, beside, brokerLog: () => broker.said, close, ...appOf(docker, data, standardOptions(root)) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The app itself. */
function appOf(docker: Engine['docker'], data: string, standard: object): Pick<AddonHouse, 'start' | 'inside' | 'log'> {
  const log = (): string => docker('logs', 'app');
  return {
    log,
    inside: (line) => docker('exec', 'app', 'sh', '-c', line).trim(),
    start(options, { fresh = false } = {}) {
      const named = ['--name', 'app', '--network', 'container:net', '-v', `${data}:/data`];
      if (docker('ps', '-aq', '--filter', 'name=^/app$').trim() !== '') docker('rm', '-f', 'app');
      if (fresh) rmSync(data, { recursive: true, force: true });
      if (!existsSync(data)) mkdirSync(data);
      writeFileSync(join(data, 'options.json'), JSON.stringify({ ...standard, ...options }));
      chmodSync(join(data, 'options.json'), 0o600);
      // As its own says, and sooner.
      const health = ['--health-interval=2s', '--health-start-period=60s'];
      docker('run', '-d', ...named, ...health, '-e', `SUPERVISOR_TOKEN=${given.token}`, 'addon');
    },
  };
}
