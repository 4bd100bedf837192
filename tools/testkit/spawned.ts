// A child process of a test: started, waited for, watched, and stopped by its own pid. It dies with its owner, and
// where the system offers it (setpriv of Linux) also with a test runner that is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Owner } from './owner.ts';

const SETPRIV = '/usr/bin/setpriv';
const STOP_MS = 3000;
const WAIT_MS = 30_000;

export interface SpawnOptions {
  readonly cwd?: string;
  /** Added to the environment of the test runner. */
  readonly env?: Readonly<Record<string, string>>;
  /** Time from SIGTERM to SIGKILL. */
  readonly stopMs?: number;
}

export interface Spawned {
  readonly pid: number;
  /** stdout and stderr so far, as they came. */
  readonly output: () => string;
  /** Exit code, or the signal's name; undefined while it runs. */
  readonly exit: () => number | NodeJS.Signals | undefined;
  /** Waits until the output holds the text or matches; rejects when the child ends before. */
  readonly waitForOutput: (expected: string | RegExp, timeoutMs?: number) => Promise<string>;
  /** Waits until something accepts connections on 127.0.0.1. */
  readonly waitForPort: (port: number, timeoutMs?: number) => Promise<void>;
  readonly write: (text: string) => void;
  readonly signal: (name: NodeJS.Signals) => void;
  /** SIGTERM, then SIGKILL; done when the child is gone. */
  readonly stop: () => Promise<void>;
}

function start(command: readonly string[], options: SpawnOptions): ChildProcess {
  const guarded = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command;
  const [program = '', ...rest] = guarded;
  return spawn(program, rest, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function accepts(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

async function stopChild(child: ChildProcess, gone: Promise<unknown>, stopMs: number): Promise<void> {
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await gone.finally(() => clearTimeout(killer));
}

/** Starts a program: `spawned(test, ['node', 'bin/solstead.js', 'serve'])`. */
export async function spawned(owner: Owner, command: readonly string[], options: SpawnOptions = {}): Promise<Spawned> {
  const child = start(command, options);
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin?.on('error', () => undefined);
  await once(child, 'spawn');

  const gone = once(child, 'exit');
  // Its last words may come after its exit.
  const closed = once(child, 'close');
  let ended = false;
  void closed.then(() => (ended = true));
  const exit = () => child.exitCode ?? child.signalCode ?? undefined;
  const waitUntil = async <T>(what: string, timeoutMs: number, look: () => T | Promise<T>): Promise<NonNullable<T>> => {
    const endMs = performance.now() + timeoutMs;
    for (;;) {
      const last = ended || performance.now() > endMs;
      const result = await look();
      if (result) return result;
      const state = ended ? `ended with ${exit()}` : 'still runs';
      if (last) {
        throw new Error(`${command.join(' ')}: no ${what} after ${timeoutMs} ms, ${state}:\n${output}`);
      }
      await Promise.race([sleep(10), closed]);
    }
  };
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) await stopChild(child, gone, options.stopMs ?? STOP_MS);
  };
  owner.onTestFinished(stop);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exit,
    waitForOutput: (expected, timeoutMs = WAIT_MS) =>
      waitUntil(`"${expected}" in its output`, timeoutMs, () =>
        typeof expected === 'string' ? (output.includes(expected) ? expected : undefined) : output.match(expected)?.[0],
      ),
    waitForPort: async (port, timeoutMs = WAIT_MS) => {
      await waitUntil(`answer on port ${port}`, timeoutMs, () => accepts(port));
    },
    write: (text) => child.stdin?.write(text),
    signal: (name) => child.kill(name),
    stop,
  };
}
