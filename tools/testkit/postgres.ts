// A real PostgreSQL server of the test's own: a new cluster in a folder, on a free port of 127.0.0.1.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TestContext } from 'vitest';
import { freePort } from './free-port.ts';
import { doWithout } from './needs.ts';
import type { Owner } from './owner.ts';

/** A running server. */
export interface Postgres {
  readonly url: string;
  readonly pid: number;
  /** kill −9 of the whole server, then a new start on the same files. */
  readonly crash: () => Promise<void>;
  /** Ends the server as an operator does; {@link start} brings it back. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** Nobody: the server refuses to run as root. */
const nobody = 65_534;
const packages = '/usr/lib/postgresql';
const startMs = 60_000;

/** Folder of the server's programs; skips the running test when there is none. Also works in `beforeEach`. */
export function needsPostgres(test: Pick<TestContext, 'skip'>): string {
  const versions = existsSync(packages)
    ? readdirSync(packages).toSorted((one, other) => Number(other) - Number(one))
    : [];
  const found = versions
    .map((version) => join(packages, version, 'bin'))
    .find((path) => existsSync(join(path, 'initdb')));
  return found ?? doWithout(test, 'needs postgres: apt-get install postgresql');
}

/** The processes that a process started, as Linux lists them. */
function childrenOf(pid: number): readonly number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return list === '' ? [] : list.split(' ').map(Number);
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    // Not yet: it starts, or puts its files in order.
    return false;
  }
}

/** Starts a server of {@link needsPostgres}. */
export async function postgres(bin: string, owner: Owner): Promise<Postgres> {
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const folder = mkdtempSync(join(tmpdir(), 'solstead-pg-'));
  if ('uid' in user) chownSync(folder, nobody, nobody);
  chmodSync(folder, 0o700);
  const files = join(folder, 'cluster');
  const options = ['-D', files, '-A', 'trust', '-U', 'app', '--no-sync', '-E', 'UTF8', '--locale=C'];
  const made = spawnSync(join(bin, 'initdb'), options, { ...user, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const url = `postgres://app@127.0.0.1:${port}/postgres`;
  const start = async () => {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`].flatMap((one) => ['-c', one]);
    const child = spawn(join(bin, 'postgres'), ['-D', files, '-p', `${port}`, ...settings], {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    });
    await once(child, 'spawn');
    for (const endMs = performance.now() + startMs; !(await answers(url)); await sleep(20))
      if (child.exitCode !== null || performance.now() > endMs)
        throw new Error(`postgres did not start: ${child.exitCode}`);
    return child;
  };
  let child = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  owner.onTestFinished(async () => {
    await end('SIGINT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    url,
    get pid() {
      return child.pid ?? 0;
    },
    stop: () => end('SIGINT'),
    async start() {
      child = await start();
    },
    async crash() {
      const children = childrenOf(child.pid ?? 0);
      await end('SIGKILL');
      // They notice by themselves, on a busy machine after a while, and hold the files till then.
      for (const endMs = performance.now() + startMs; children.some(isRunning); await sleep(20))
        if (performance.now() > endMs) throw new Error('the processes of a killed postgres go on');
      child = await start();
    },
  };
}
