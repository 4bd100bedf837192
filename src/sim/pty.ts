// Offers a wire server as a serial port: socat holds a pseudo-terminal and carries its bytes to the server's socket.
import { type ChildProcess, spawn } from 'node:child_process';
import { lstat, readlink, rm, stat } from 'node:fs/promises';
import type { Clock } from '#core/clock.ts';
import { systemCode } from '#core/errors.ts';
import type { WireServer } from './wire-server.ts';

/** What a pseudo-terminal needs. */
export interface PtyOptions {
  readonly server: WireServer;
  /** Where the port appears, an absolute path that does not exist yet. */
  readonly path: string;
  readonly clock: Clock;
  readonly log?: (line: string) => void;
}

/** A serial port that leads to an emulated device. */
export interface Pty {
  readonly path: string;
  /** Removes the port and ends socat. */
  close(): Promise<void>;
}

/** A port, or why there is none. */
export type PtyOutcome = { readonly pty: Pty } | { readonly reason: string };

/** Longest time until socat offers the port, ms. */
const startMs = 5000;
/** Pause before socat is started again: it ends whenever a client closes the port. */
const againMs = 60;

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

/** One socat; `failure` is why it could not be started. */
function startSocat({ server, path }: PtyOptions): { readonly running: Running; readonly failure: Promise<string> } {
  const child = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${server.port}`], { stdio: 'ignore' });
  const ended = Promise.withResolvers<void>();
  const failure = Promise.withResolvers<string>();
  child.once('error', (thrown) => {
    failure.resolve(
      systemCode(thrown) === 'ENOENT' ? 'socat is not on the path: install the package socat' : thrown.message,
    );
    ended.resolve();
  });
  child.once('exit', () => ended.resolve());
  return { running: { child, ended: ended.promise }, failure: failure.promise };
}

async function appears({ path, clock }: PtyOptions): Promise<boolean> {
  const untilMs = clock.monotonicMs() + startMs;
  while (clock.monotonicMs() < untilMs) {
    const found = await stat(path).then(
      () => true,
      () => false,
    );
    if (found) return true;
    await clock.sleep(5);
  }
  return false;
}

/** What is no port that was left behind is not ours to take away. */
async function isFree(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return true;
  return found.isSymbolicLink() && (await readlink(path)).startsWith('/dev/pts/');
}

async function stop({ child, ended }: Running): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

/** Offers a server as a serial port; follows its faults: a vanished device has no port. */
export async function startPty(options: PtyOptions): Promise<PtyOutcome> {
  const { server, path, clock, log = () => undefined } = options;
  if (!(await isFree(path))) return { reason: `${path}: there is something of that name already: choose another` };
  let running: Running | undefined;
  let isClosed = false;
  let cancelAgain = (): void => undefined;
  const start = async (): Promise<string | undefined> => {
    const { running: begun, failure } = startSocat(options);
    running = begun;
    const outcome = await Promise.race([failure, appears(options)]);
    if (outcome === true) {
      void begun.ended.then(() => {
        // Only this one's own end: not one that was stopped or replaced.
        if (running !== begun) return;
        running = undefined;
        if (!isClosed && !server.faults.state.vanished) cancelAgain = clock.after(againMs, () => void startAgain());
      });
      return undefined;
    }
    running = undefined;
    await stop(begun);
    return outcome === false ? `socat offered no port within ${startMs} ms` : outcome;
  };
  const startAgain = async (): Promise<void> => {
    const reason = await start();
    if (reason !== undefined) log(`${path}: ${reason}`);
  };
  const end = async (): Promise<void> => {
    cancelAgain();
    const ending = running;
    running = undefined;
    if (ending !== undefined) await stop(ending);
    if (await isFree(path)) await rm(path, { force: true });
  };
  const reason = await start();
  if (reason !== undefined) return { reason };
  log(`${server.address} is also the serial port ${path}`);
  const stopFaults = server.faults.onChange(async ({ vanished }) => {
    if (vanished) await end();
    else if (running === undefined && !isClosed) await startAgain();
  });
  const close = async (): Promise<void> => {
    isClosed = true;
    stopFaults();
    await end();
  };
  return { pty: { path, close } };
}
