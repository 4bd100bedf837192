// The packed folder where it is put without a package: under OpenRC, in a container, on the other architecture; and the files of compose.
import { cpSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEngine } from './engine.ts';
import { call, makeDebianRoot, needsPrograms, needsRoot, type Place, type Step, until } from './step.ts';

/** The folder of a release, unpacked. */
export function unpacked({ folder, release, version }: Place, arch: 'amd64' | 'arm64'): string {
  const name = `solstead-${version}-linux-${arch}`;
  const target = join(folder, 'unpacked');
  mkdirSync(target, { recursive: true });
  if (!existsSync(join(target, name))) call(['tar', '--zstd', '-xf', join(release, `${name}.tar.zst`), '-C', target]);
  return join(target, name);
}

/** A device that answers with examples, once a second. */
const daemonFile =
  'every: 1\ndevices:\n  roof: {protocol: pi30, port: test, commands: [QPIGS], answers: [{json: {}}]}\n';

/** The home of the packed folder in place of a checkout's, on this computer alone. */
const homeFlags = 'command=/usr/bin/solstead\nprogram=\nflags="--host 127.0.0.1 --port 6799 --mqtt-port 0"\n';

/** Starts the home by its script, and stops it. */
async function servedHome(chroot: (line: string, timeoutMs?: number) => string): Promise<void> {
  chroot('rc-service solstead start');
  const isThere = (): Promise<boolean> =>
    fetch('http://127.0.0.1:6799/health/live').then(
      ({ ok }) => ok,
      () => false,
    );
  for (let turn = 0; turn < 120 && !(await isThere()); turn += 1) await new Promise((next) => setTimeout(next, 500));
  if (!chroot('rc-service solstead status').includes('started')) throw new Error('its status is not “started”');
  // What supervises it is root's, and names the same arguments.
  const user = chroot("ps -e -o user=,args= | grep '[l]ib/solstead/lib/node.* serve --data' | head -1");
  if (!user.startsWith('solstead')) throw new Error(`it runs as another user: ${user}`);
  chroot('rc-service solstead stop', 60_000);
  if (await isThere()) throw new Error('it still answers after its stop');
}

/** The script of OpenRC, in a Debian of its own. */
export const openrcStep: Step = {
  name: 'OpenRC',
  async run(place) {
    needsRoot();
    const root = join(place.folder, 'openrc');
    makeDebianRoot(root, { packages: ['openrc', 'libatomic1', 'libstdc++6', 'procps'] });
    const chroot = (line: string, timeoutMs = 60_000): string =>
      call(['chroot', root, 'sh', '-c', line], { timeoutMs, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
    cpSync(unpacked(place, 'amd64'), join(root, 'usr/lib/solstead'), { recursive: true });
    for (const name of ['solstead-daemon', 'solstead'])
      cpSync(join(place.root, 'packaging/openrc', name), join(root, 'etc/init.d', name));
    mkdirSync(join(root, 'etc/solstead'), { recursive: true });
    writeFileSync(join(root, 'etc/solstead/daemon.conf'), daemonFile);
    mkdirSync(join(root, 'etc/conf.d'), { recursive: true });
    writeFileSync(join(root, 'etc/conf.d/solstead'), homeFlags);
    writeFileSync(join(root, 'etc/rc.conf'), 'rc_sys="lxc"\n');
    call(['mount', '-t', 'proc', 'proc', join(root, 'proc')]);
    call(['mount', '-t', 'tmpfs', 'tmpfs', join(root, 'run')]);
    try {
      chroot(
        'ln -s ../lib/solstead/bin/solstead /usr/bin/solstead; chmod 755 /etc/init.d/solstead*; useradd --system --user-group solstead',
      );
      chroot('openrc sysinit; openrc boot; true');
      chroot('rc-service solstead-daemon check && rc-service solstead-daemon start');
      const running = (): string => chroot("ps -e -o user=,args= | grep '[l]ib/solstead/lib/node' || true").trim();
      const line = await until('the daemon', () => running() || undefined, 30_000);
      if (!line.startsWith('solstead')) throw new Error(`it runs as another user: ${line}`);
      if (!chroot('rc-service solstead-daemon status').includes('started'))
        throw new Error('its status is not “started”');
      chroot('rc-service solstead-daemon reload');
      chroot('rc-service solstead-daemon stop');
      const after = running();
      if (after !== '') throw new Error(`it still runs after its stop: ${after}`);
      await servedHome(chroot);
      return 'daemon: check, start, status, reload, stop; home: start, status, stop; both ran as the user solstead';
    } finally {
      chroot('rc-service solstead-daemon stop 2>/dev/null; rc-service solstead stop 2>/dev/null; true');
      call(['umount', join(root, 'run')]);
      call(['umount', join(root, 'proc')]);
    }
  },
};

/** Built on a Debian made here, as no registry is asked; run as its compose file says. */
export const containerStep: Step = {
  name: 'container',
  async run(place) {
    needsRoot();
    needsPrograms('dockerd', 'docker');
    const { folder } = place;
    const image = join(folder, 'image');
    mkdirSync(image);
    makeDebianRoot(join(image, 'base.tar'), { packages: ['libatomic1', 'libstdc++6'], variant: 'essential' });
    cpSync(join(place.root, 'packaging/container/Dockerfile'), join(image, 'Dockerfile'));
    cpSync(unpacked(place, 'amd64'), join(image, `solstead-${place.version}-linux-amd64`), { recursive: true });
    const { docker, close } = await startEngine(folder);
    try {
      docker('import', join(image, 'base.tar'), 'base:here');
      docker('build', '--network', 'none', '--build-arg', 'BASE=base:here', '-t', 'solstead', image);
      const run = [
        'run',
        '-d',
        '--read-only',
        '--cap-drop=ALL',
        '--memory=512m',
        '--network=none',
        '--tmpfs',
        '/tmp:size=64m',
        '-v',
        'home:/data',
      ];
      const start = (): string => docker(...run, '-e', 'NODE_OPTIONS=--max-old-space-size=128', 'solstead').trim();
      const first = start();
      const inside = (id: string, code: string): string =>
        docker('exec', id, '/opt/solstead/lib/node', '-e', code).trim();
      const health = async (id: string): Promise<string> =>
        until(
          'healthy',
          () => {
            const state = docker('inspect', '-f', '{{.State.Health.Status}} {{.Config.User}}', id).trim();
            return state.startsWith('healthy') ? state : undefined;
          },
          120_000,
        );
      const state = await health(first);
      const made = inside(
        first,
        `fetch('http://127.0.0.1:6789/api/v1/owner',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({name:'ann',password:'a short sentence of mine',site:{name:'Home',timeZone:'UTC'}})}).then((a)=>console.log(a.status))`,
      );
      const beganMs = performance.now();
      docker('stop', '-t', '30', first);
      const tookMs = performance.now() - beganMs;
      const code = docker('inspect', '-f', '{{.State.ExitCode}}', first).trim();
      const second = start();
      await health(second);
      const kept = inside(
        second,
        `fetch('http://127.0.0.1:6789/api/v1/session').then(async (a)=>console.log(await a.text()))`,
      );
      docker('stop', '-t', '30', second);
      if (made !== '200' || code !== '0' || !kept.includes('signed-out'))
        throw new Error(`${made}, ended with ${code}, ${kept}`);
      return `${state}, read-only, 128 MB heap; stopped with 0 in ${(tookMs / 1000).toFixed(1)} s; data kept in its volume`;
    } finally {
      await close();
    }
  },
};

/** The other architecture, by an emulator of its processor. */
export const armStep: Step = {
  name: 'arm64 under qemu',
  async run(place) {
    needsPrograms('qemu-aarch64-static');
    const root = join(place.folder, 'arm64');
    makeDebianRoot(root, {
      packages: ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1', 'libudev1'],
      variant: 'extract',
      arch: 'arm64',
    });
    const folder = unpacked(place, 'arm64');
    const solstead = (...args: string[]): string =>
      call(['qemu-aarch64-static', '-L', root, join(folder, 'lib/node'), join(folder, 'bin/solstead.js'), ...args], {
        timeoutMs: 180_000,
      });
    const version = solstead('--version').trim();
    if (version !== place.version) throw new Error(`it says ${version}`);
    if (!solstead('decode', 'pi30', 'QMOD', '2842e7c90d').includes('Battery')) throw new Error('it decodes no frame');
    const addons = globSync('**/*.node', { cwd: folder }).length;
    return `--version and decode; ${addons} native parts of it are not loaded here`;
  },
};

/** The files of compose, as the program reads them. */
export const composeStep: Step = {
  name: 'compose files',
  async run({ root }) {
    needsPrograms('docker-compose');
    const files = globSync('packaging/container/compose*.yaml', { cwd: root }).toSorted();
    for (const file of files)
      call(['docker-compose', '-f', join(root, file), 'config', '--quiet'], {
        env: { PATH: process.env['PATH'], POSTGRES_PASSWORD: 'x', MQTT_PASSWORD: 'x', GRAFANA_PASSWORD: 'x' },
      });
    return files.join(', ');
  },
};
