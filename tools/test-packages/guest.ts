// A computer with a real systemd in a namespace of its own, without a network, and the Debian package on it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isAsThen, keptCopies, laterCode, layEarlierData, refusal, visitCode } from './earlier-home.ts';
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

/** Ends a guest at once: with its first process all others go, and then what made it; not the other way round. */
function kill(nspawn: ChildProcess): void {
  const init = initOf(nspawn.pid ?? 0);
  if (init === undefined) nspawn.kill('SIGKILL');
  else process.kill(Number(init), 'SIGKILL');
}

/** Starts it. Errors: it does not get that far; nothing of it is left then. */
async function boot(root: string): Promise<Guest> {
  const flags = ['-D', root, '-b', '--register=no', '--keep-unit', '--private-network', '--console=pipe', '-q'];
  const nspawn: ChildProcess = spawn('systemd-nspawn', flags, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => void nspawn.once('close', () => resolve()));
  try {
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
        const killed = setTimeout(() => kill(nspawn), 30_000);
        await ended;
        clearTimeout(killed);
      },
    };
  } catch (error) {
    kill(nspawn);
    await ended;
    throw error;
  }
}

/** The same package as one with an earlier version. */
function earlierOf(deb: string, folder: string): string {
  const tree = join(folder, 'earlier');
  call(['dpkg-deb', '-R', deb, tree]);
  call(['sed', '-i', 's/^Version: .*/Version: 0.0.1/', join(tree, 'DEBIAN/control')]);
  call(['sed', '-i', 's/"version": "[^"]*"/"version": "0.0.1"/', join(tree, 'usr/lib/solstead/package.json')]);
  const made = join(folder, 'solstead_0.0.1.deb');
  call(['dpkg-deb', '--root-owner-group', '-Znone', '--build', tree, made]);
  return made;
}

/** Code in the guest, run by the Node that the package brings. Through two shells: no quote of it may count. */
const inNode = (code: string): string =>
  `echo ${Buffer.from(code).toString('base64')} | base64 -d | /usr/lib/solstead/lib/node -`;

/** A request in the guest. */
const ask = (path: string, body?: object): string => {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const options = body === undefined ? '' : `, ${JSON.stringify(sent)}`;
  const code = `fetch('http://127.0.0.1:6789${path}'${options}).then(async (a) => console.log(a.status, await a.text()))`;
  return inNode(code);
};

const pidOf = 'systemctl show -p MainPID --value solstead';

const isIn = (text: string, wanted: string | RegExp): void => {
  if (!(typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)))
    throw new Error(`no ${wanted} in: ${text.slice(0, 400)}`);
};

const install = (deb: string): string => `DEBIAN_FRONTEND=noninteractive dpkg -i --force-confold ${deb}`;

/** Data of version 0.1.0, waiting for the package; and an earlier package on data of a later one. */
async function overEarlierData({ sh }: Guest, version: string): Promise<readonly string[]> {
  const data = '/var/lib/solstead';
  sh(`${install('/earlier.deb')}; systemctl stop solstead; rm -rf ${data}; cp -a /earlier-data ${data}`, 300_000);
  sh(`chown -R solstead:solstead ${data}`);
  isIn(sh('solstead --version'), '0.0.1');
  sh(install('/this.deb'), 300_000);
  isIn(sh('solstead --version'), version);
  const visit = (): string => sh(inNode(visitCode('http://127.0.0.1:6789')));
  await until('the figures of then', () => (isAsThen(visit()) ? true : undefined), 90_000);
  for (const copy of keptCopies) isIn(sh(`stat -c '%U %a %n' ${data}/${copy}`), /^solstead 600 /);
  sh(`systemctl stop solstead; cp -a ${data} /kept`);
  sh(inNode(laterCode(data)));
  const sums = (): string => sh(`sha256sum ${data}/records.db ${data}/history.db`);
  const before = sums();
  sh(`${install('/earlier.deb')} || true`, 300_000);
  await until('a refusal', () => (sh('journalctl -u solstead -n 40 -o cat').includes(refusal) ? true : undefined));
  // With the code 2: nothing is tried again after five seconds.
  await until('its end', () => (sh('systemctl is-active solstead || true') === 'failed' ? true : undefined));
  const ending = (): string => sh('systemctl show -p ExecMainStatus -p NRestarts solstead; sleep 12');
  const ended = ending();
  isIn(ended, 'ExecMainStatus=2');
  if (ending() !== ended) throw new Error(`it was started again: ${ended}`);
  sh('systemctl stop solstead');
  if (sums() !== before) throw new Error('data of a later version was changed');
  sh(`rm -rf ${data}; mv /kept ${data}; ${install('/this.deb')}`, 300_000);
  await until('the home again', () => (isAsThen(visit()) ? true : undefined), 90_000);
  return [
    'data of 0.1.0 taken over: figures as then, copies kept',
    'an earlier package on later data: refused with words and not tried again, data untouched; back by the later package',
  ];
}

const daemonPid = 'systemctl show -p MainPID --value solstead-daemon';

/** A device that answers with examples. */
const daemonFile =
  'every: 1\ndevices:\n  roof: {protocol: pi30, port: test, commands: [QPIGS], answers: [{json: {}}]}\n';

/** Removal and purge. */
function end({ sh }: Guest): readonly string[] {
  sh('dpkg -r solstead');
  isIn(sh('ls /var/lib/solstead; systemctl is-active solstead || true'), /records\.db[^]*(?:inactive|failed)/);
  isIn(sh('systemctl is-active solstead-daemon || true; ls /var/lib'), /^(?:inactive|failed)[^]*solstead-daemon/);
  sh('dpkg -P solstead');
  isIn(
    sh('ls /var/lib /etc/solstead /etc/systemd/system/multi-user.target.wants'),
    /^(?![^]*solstead-daemon)[^]*daemon\.conf/,
  );
  isIn(
    sh('ls -d /var/lib/solstead /etc/default/solstead 2>&1 || true; getent passwd solstead || echo nobody'),
    /No such file[^]*No such file[^]*nobody/,
  );
  return ['removed: both services ended, data kept', 'purged: no data, no user'];
}

/** What it goes through from the first installation to the last trace. */
async function life(guest: Guest, version: string): Promise<readonly string[]> {
  const { sh } = guest;
  const seen: string[] = [];
  sh('DEBIAN_FRONTEND=noninteractive dpkg -i /earlier.deb');
  isIn(sh('systemctl is-active solstead; dpkg-query -W -f "\\${Version}" solstead'), 'active\n0.0.1');
  isIn(sh('systemctl show -p User -p StatusText solstead'), /User=solstead/);
  isIn(sh('stat -c "%a %U" /etc/default/solstead; id -nG solstead'), /^600 root\n.*dialout/);
  sh(`mkdir /etc/solstead; echo ${Buffer.from(daemonFile).toString('base64')} | base64 -d > /etc/solstead/daemon.conf`);
  sh('systemctl enable --now solstead-daemon');
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
  const daemon = sh(daemonPid);
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
  if ([daemon, '0'].includes(sh(daemonPid))) throw new Error('the daemon goes on with the program of before');
  seen.push(`upgraded to ${version}: data and settings kept, the daemon with it`);
  const verified = sh(
    'systemd-analyze verify --man=no /usr/lib/systemd/system/solstead.service /usr/lib/systemd/system/solstead-daemon.service 2>&1 | grep -v "^$" || true',
  );
  if (verified !== '') throw new Error(`systemd-analyze verify: ${verified}`);
  seen.push('units verified without a word');
  isIn(sh('journalctl -u solstead | grep -c "cannot be told" || true'), /^0$/m);
  return [...seen, ...(await overEarlierData(guest, version)), ...end(guest)];
}

/** The package on a real systemd. */
export const debianStep: Step = {
  name: 'Debian package on systemd',
  async run({ folder, root: checkout, release, version }) {
    needsPrograms('systemd-nspawn', 'nsenter', 'dpkg-deb', 'pgrep');
    if (process.arch !== 'x64') throw new NotHere('it is tried on amd64');
    const root = join(folder, 'guest');
    makeDebianRoot(root, { packages: [...base, 'iproute2'] });
    const deb = join(release, `solstead_${version}_amd64.deb`);
    copyFileSync(deb, join(root, 'this.deb'));
    copyFileSync(earlierOf(deb, folder), join(root, 'earlier.deb'));
    layEarlierData(checkout, join(root, 'earlier-data'));
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
