// A real SSH server of the test's own: OpenSSH on a free port of 127.0.0.1, with keys of its own, for the user that runs the test.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import type { Owner } from './owner.ts';
import { tempDir } from './tempdir.ts';

/** A running server. */
export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** A private key that it lets in. */
  readonly key: string;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** Gives the host another key and starts anew. */
  readonly renew: () => Promise<void>;
}

const makeKey = (path: string): void => {
  rmSync(path, { force: true });
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
};

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'data');
    return true;
  } catch {
    // Not yet.
    return false;
  } finally {
    socket.destroy();
  }
}

/** Starts a server; `program` is the path of `sshd`. */
export async function sshd(program: string, owner: Owner): Promise<Sshd> {
  const folder = tempDir(owner);
  const [host, client] = [join(folder, 'host'), join(folder, 'client')];
  makeKey(host);
  makeKey(client);
  writeFileSync(join(folder, 'keys'), readFileSync(`${client}.pub`), { mode: 0o600 });
  const port = await freePort();
  const config = join(folder, 'config');
  writeFileSync(
    config,
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${host}`,
      `AuthorizedKeysFile ${join(folder, 'keys')}`,
      `PidFile ${join(folder, 'pid')}`,
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'StrictModes no',
      'UsePAM no',
      'Subsystem sftp internal-sftp',
    ].join('\n'),
  );
  // Where it gives up its rights; made by its service otherwise.
  if (process.getuid?.() === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd');
  const start = async () => {
    const child = spawn(program, ['-D', '-e', '-f', config], { stdio: 'ignore' });
    await once(child, 'spawn');
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`sshd did not start: ${child.exitCode}`);
      await sleep(20);
    }
    return child;
  };
  let child = await start();
  const end = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  };
  owner.onTestFinished(end);
  return {
    port,
    user: userInfo().username,
    key: readFileSync(client, 'utf8'),
    fingerprint: spawnSync('ssh-keygen', ['-lf', host], { encoding: 'utf8' }).stdout.split(' ')[1] ?? '',
    async renew() {
      await end();
      makeKey(host);
      child = await start();
    },
  };
}
