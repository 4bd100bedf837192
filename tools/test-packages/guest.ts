// A computer with a real systemd in a namespace of its own, without a network, and the Debian package on it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { call, makeDebianRoot, needsPrograms, NotHere, type Step, until } from './step.ts';

/** What runs there. */
interface Guest {
  sh(line: string, timeoutMs?: number): string;
  close(): Promise<void>;
}

const base = ['systemd-sysv', 'dbus', 'adduser', 'libatomic1', 'libstdc++6', 'udev', 'init-system-helpers', 'procps'];

/** The process of init: the child of the one that made the namespace. */
function initOf(pid: number): string | undefined {
  const found = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')[0];
  return found === '' ? undefined : found;
}

async function boot(root: string): Promise<Guest> {
  const flags = ['-D', root, '-b', '--register=no', '--keep-unit', '--private-network', '--console=pipe', '-q'];
  const nspawn: ChildProcess = spawn('systemd-nspawn', flags, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => void nspawn.once('close', () => resolve()));
  const init = await until('init', () => initOf(nspawn.pid ?? 0), 20_000);
  const inside = ['nsenter', '-t', init, '-m', '-p', '-u', '-i', '-n', '--'];
  const sh = (line: string, timeoutMs = 120_000): string =>
    call([...inside, 'sh', '-c', line], { timeoutMs, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } }).trim();
  const state = (): string =>
    spawnSync(inside[0] ?? '', [...inside.slice(1), 'systemctl', 'is-system-running'], { encoding: 'utf8' }).stdout;
  await until('systemd', () => (/running|degraded/.test(state()) ? true : undefined));
  sh('ip link set lo up || true');
  return {
    sh,
    async close() {
      spawnSync(inside[0] ?? '', [...inside.slice(1), 'systemctl', 'poweroff']);
      const killed = setTimeout(() => nspawn.kill('SIGKILL'), 30_000);
      await ended;
      clearTimeout(killed);
    },
  };
}

/** The same package as one with an earlier version. */
function earlierOf(deb: string, folder: string): string {
  const tree = join(folder, 'earlier');
  call(['dpkg-deb', '-R', deb, tree]);
  call(['sed', '-i', 's/^Version: .*/Version: 0.0.1/', join(tree, 'DEBIAN/control')]);
  const made = join(folder, 'solstead_0.0.1.deb');
  call(['dpkg-deb', '--root-owner-group', '-Znone', '--build', tree, made]);
  return made;
}

/** A request in the guest, by the Node that the package brings. */
const ask = (path: string, body?: object): string => {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const options = body === undefined ? '' : `, ${JSON.stringify(sent)}`;
  const code = `fetch('http://127.0.0.1:6789${path}'${options}).then(async (a) => console.log(a.status, await a.text()))`;
  // Through two shells: no quote of it may count.
  return `echo ${Buffer.from(code).toString('base64')} | base64 -d | /usr/lib/solstead/lib/node -`;
};

const pidOf = 'systemctl show -p MainPID --value solstead';

const isIn = (text: string, wanted: string | RegExp): void => {
  if (!(typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)))
    throw new Error(`no ${wanted} in: ${text.slice(0, 400)}`);
};

/** Removal and purge. */
function end({ sh }: Guest): readonly string[] {
  sh('dpkg -r solstead');
  isIn(sh('ls /var/lib/solstead; systemctl is-active solstead || true'), /records\.db[^]*(?:inactive|failed)/);
  sh('dpkg -P solstead');
  isIn(
    sh('ls -d /var/lib/solstead /etc/default/solstead 2>&1 || true; getent passwd solstead || echo nobody'),
    /No such file[^]*No such file[^]*nobody/,
  );
  return ['removed: data kept', 'purged: no data, no user'];
}

/** What it goes through from the first installation to the last trace. */
async function life(guest: Guest, version: string): Promise<readonly string[]> {
  const { sh } = guest;
  const seen: string[] = [];
  sh('DEBIAN_FRONTEND=noninteractive dpkg -i /earlier.deb');
  isIn(sh('systemctl is-active solstead; dpkg-query -W -f "\\${Version}" solstead'), 'active\n0.0.1');
  isIn(sh('systemctl show -p User -p StatusText solstead'), /User=solstead/);
  isIn(sh('systemctl show -p StatusText solstead'), 'MQTT broker');
  seen.push('installed, ready');
  isIn(
    sh(
      ask('/api/v1/owner', {
        name: 'ann',
        password: 'a short sentence of mine',
        site: { name: 'Home', timeZone: 'UTC' },
      }),
    ),
    '200',
  );
  const first = sh(pidOf);
  sh(`kill -9 ${first}`);
  const again = async (before: string, timeoutMs: number): Promise<string> => {
    const pid = await until(
      'a new process',
      () => {
        const now = sh(`${pidOf}; systemctl is-active solstead || true`).split('\n');
        return now[1] === 'active' && now[0] !== before ? now[0] : undefined;
      },
      timeoutMs,
    );
    // The account that was made is there: nobody else becomes the owner.
    isIn(sh(ask('/api/v1/session')), 'signed-out');
    return pid;
  };
  const second = await again(first, 60_000);
  seen.push('kill -9: back with its data');
  isIn(sh('systemctl kill -s STOP solstead; sleep 1; echo ok'), 'ok');
  await again(second, 180_000);
  seen.push('stopped process: ended by the watchdog, back');
  sh(
    'echo SOLSTEAD_LOG_LEVEL=debug >> /etc/default/solstead; DEBIAN_FRONTEND=noninteractive dpkg -i --force-confold /this.deb',
    300_000,
  );
  isIn(
    sh(
      'dpkg-query -W -f "\\${Version}" solstead; systemctl is-active solstead; cat /etc/default/solstead; man -w solstead 2>/dev/null || true',
    ),
    new RegExp(`${version}[^]*active[^]*LOG_LEVEL=debug`),
  );
  isIn(sh(ask('/api/v1/session')), 'signed-out');
  isIn(sh('solstead --version'), version);
  seen.push(`upgraded to ${version}: data and settings kept`);
  const verified = sh(
    'systemd-analyze verify --man=no /usr/lib/systemd/system/solstead.service /usr/lib/systemd/system/solstead-daemon.service 2>&1 | grep -v "^$" || true',
  );
  if (verified !== '') throw new Error(`systemd-analyze verify: ${verified}`);
  seen.push('units verified without a word');
  isIn(sh('journalctl -u solstead | grep -c "cannot be told" || true'), /^0$/m);
  return [...seen, ...end(guest)];
}

/** The package on a real systemd. */
export const debianStep: Step = {
  name: 'Debian package on systemd',
  async run({ folder, release, version }) {
    needsPrograms('systemd-nspawn', 'nsenter', 'dpkg-deb', 'pgrep');
    if (process.arch !== 'x64') throw new NotHere('it is tried on amd64');
    const root = join(folder, 'guest');
    makeDebianRoot(root, { packages: [...base, 'iproute2'] });
    const deb = join(release, `solstead_${version}_amd64.deb`);
    copyFileSync(deb, join(root, 'this.deb'));
    copyFileSync(earlierOf(deb, folder), join(root, 'earlier.deb'));
    const guest = await boot(root);
    try {
      return (await life(guest, version)).join('; ');
    } catch (error) {
      const log = spawnSync('journalctl', ['-D', join(root, 'var/log/journal'), '-n', '30'], {
        encoding: 'utf8',
      }).stdout;
      throw new Error(`${error instanceof Error ? error.message : ''}\n${log.slice(-1500)}`, { cause: error });
    } finally {
      await guest.close();
    }
  },
};

/** What Debian's own reviewer says. */
export const lintianStep: Step = {
  name: 'lintian',
  async run({ release, version }) {
    needsPrograms('lintian');
    const said = call([
      'lintian',
      '--allow-root',
      '--fail-on',
      'error,warning',
      join(release, `solstead_${version}_amd64.deb`),
    ]);
    return said.trim() === '' ? 'nothing to say' : said.trim().split('\n').join('; ');
  },
};

/** The sums are those of the files. */
export const sumsStep: Step = {
  name: 'checksums',
  async run({ release }) {
    call(['sha256sum', '--check', '--quiet', 'SHA256SUMS'], { cwd: release });
    return readFileSync(join(release, 'SHA256SUMS'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => basename(line.split('  ')[1] ?? ''))
      .join(', ');
  },
};
