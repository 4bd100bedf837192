// Programs for the start rows: run to their end, or started until they answer.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { freshBundle } from '../bin/bundle.js';
import { buildServer } from '#tools/build-server.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { ptyPair } from '#tools/testkit/pty.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import type { Place } from './place.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = fileURLToPath(new URL('../bin/solstead.js', import.meta.url));
const bareServer = fileURLToPath(new URL('reference/bare-server.ts', import.meta.url));
const ptyAnswers = fileURLToPath(new URL('child/pty-answers.ts', import.meta.url));
/** The page both servers show. */
const page = fileURLToPath(new URL('../web/dist/index.html', import.meta.url));
/** The answer of an inverter to QMOD: battery mode. */
const pi30ModeHex = '2842e7c90d';
const runLimitMs = 20_000;
const answerLimitMs = 30_000;
const askEveryMs = 5;

/** Ms from start to exit of a node with these arguments; one that fails is no measurement. */
export function runToEnd(args: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const startMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore', timeout: runLimitMs });
  child.once('error', reject);
  child.once('exit', (code, signal) => {
    if (code === 0) resolve(performance.now() - startMs);
    else reject(new Error(`node ${args.join(' ')} ended with ${code ?? signal}`));
  });
  return promise;
}

/** Ms of the command line with these arguments. */
export const runSolstead = (args: readonly string[]): Promise<number> => runToEnd([program, ...args]);

/** A server that has answered. */
export interface Answered {
  readonly child: Spawned;
  readonly port: number;
  /** From its start to the first good answer, ms. */
  readonly healthMs: number;
  readonly pageMs: number;
}

function answers(port: number, path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
    response.resume();
    response.once('end', () => resolve(response.statusCode === 200));
    response.once('error', () => resolve(false));
  });
  request.once('error', () => resolve(false));
  return promise;
}

async function untilAnswers(child: Spawned, port: number, path: string): Promise<void> {
  const untilMs = performance.now() + answerLimitMs;
  while (!(await answers(port, path))) {
    if (child.exit() !== undefined || performance.now() > untilMs)
      throw new Error(`no answer at ${path}:\n${child.output()}`);
    await sleep(askEveryMs);
  }
}

async function answered(place: Place, port: number, { command, env }: Program): Promise<Answered> {
  const startMs = performance.now();
  const child = await spawned(place, command, { env });
  await untilAnswers(child, port, '/health');
  const healthMs = performance.now() - startMs;
  await untilAnswers(child, port, '/');
  return { child, port, healthMs, pageMs: performance.now() - startMs };
}

interface Program {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What a started Solstead gets besides its port. */
export interface ServeOptions {
  readonly command: 'serve' | 'demo';
  readonly env?: Readonly<Record<string, string>>;
  /** How it is called; absent: from this checkout. */
  readonly program?: readonly string[];
}

/** Starts a home in a new folder until it shows its page. */
export async function startSolstead(
  place: Place,
  { command, env = {}, program: called = [process.execPath, program] }: ServeOptions,
): Promise<Answered> {
  if (!existsSync(page)) place.skip('the web app is not built: node tools/build.ts');
  await buildServer({ onlyIfStale: true });
  const port = await freePort();
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--mqtt-port', '0', '--log-level', 'warn'];
  const data = ['--data', place.folder()];
  return answered(place, port, { command: [...called, command, ...flags, ...data], env });
}

/** Starts the bare server until it shows the same page. */
export async function startBareServer(place: Place): Promise<Answered> {
  const port = await freePort();
  return answered(place, port, { command: [process.execPath, bareServer, String(port), page], env: {} });
}

/** A node that has loaded all that `serve` does and does nothing with it, small as `serve` is started. */
export function startLoaded(place: Place): Promise<Spawned> {
  const build = freshBundle(root) ?? '';
  const [file = ''] = globSync('serve-home-*.js', { cwd: build });
  const module = pathToFileURL(join(build, file)).href;
  const script = `await import(${JSON.stringify(module)}); setInterval(() => {}, 1e6)`;
  const small = ['--max-semi-space-size=1', '--no-sparkplug', '--invocation-count-for-feedback-allocation=64'];
  return spawned(place, [process.execPath, ...small, '--input-type=module', '-e', script]);
}

/** Asks the API of a home, as the person whose cookie came with an answer before. */
export function askHome(port: number): (path: string, json: object) => Promise<void> {
  let cookie = '';
  const origin = `http://127.0.0.1:${port}`;
  return async (path, json) => {
    const headers = { 'content-type': 'application/json', cookie, origin };
    const response = await fetch(`${origin}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(json) });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
}

/** An emulated inverter and where it answers. */
export async function startInverter(place: Place): Promise<string> {
  const port = await freePort();
  const emulator = await spawned(place, [process.execPath, program, 'emulate', 'pi30', '--tcp-port', String(port)]);
  await emulator.waitForPort(port, answerLimitMs);
  return `tcp://127.0.0.1:${port}`;
}

/** The program as it is installed: its build, and no clone whose sources could have been edited. */
export async function installed(place: Place): Promise<string> {
  await buildServer({ onlyIfStale: true });
  const folder = place.folder();
  for (const name of ['bin', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['src', 'node_modules', 'web']) symlinkSync(join(root, name), join(folder, name));
  // As `tools/release/folder.ts` packs it: what it was made from is of no more interest.
  const build = freshBundle(root, true) ?? '';
  mkdirSync(join(folder, 'dist'));
  symlinkSync(build, join(folder, 'dist', basename(build)));
  writeFileSync(join(folder, 'dist', 'server.json'), JSON.stringify({ folder: basename(build), sources: [] }));
  return join(folder, 'bin', 'solstead.js');
}

/** A device that answers every question at once: its mode. */
export async function startAnswerer(place: Place): Promise<number> {
  const answer = Buffer.from(pi30ModeHex, 'hex');
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => void socket.write(answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  place.onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The same over serial, in a process of its own. */
export async function startPtyAnswerer(place: Place): Promise<string> {
  place.need('socat');
  const { near, far } = await ptyPair(place);
  await spawned(place, [process.execPath, ptyAnswers, far]);
  return near;
}

/** What is read, and by how many devices of the file. */
interface DaemonJob {
  readonly address: string;
  readonly devices: number;
}

/** The daemon, as it is shipped, reading an inverter each second; several are one behind lines of their own. */
export async function startDaemon(place: Place, { address, devices }: DaemonJob): Promise<Spawned> {
  await buildServer({ onlyIfStale: true });
  const file = join(place.folder(), 'daemon.conf');
  const ports = [address];
  for (let count = 1; count < devices; count += 1) ports.push(await startInverter(place));
  const sections = ports.map((port, index) => `[roof${index}]\nport = ${port}\ncommand = QPIGS\noutputs = simple\n`);
  writeFileSync(file, `[SETUP]\npause = 1\n${sections.join('')}`);
  const child = await spawned(place, [process.execPath, program, 'daemon', '-C', file, '--log-level', 'warn']);
  await child.waitForOutput('ac_output_voltage', answerLimitMs);
  return child;
}

/** A node that does nothing. */
export function startBareNode(place: Place): Promise<Spawned> {
  return spawned(place, [process.execPath, '-e', 'setInterval(() => {}, 1e6)']);
}
