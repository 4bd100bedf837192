// Programs for the start rows: run to their end, or started until they answer.
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { freshBundle } from '../bin/bundle.js';
import { buildServer } from '#tools/build-server.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { type Spawned, spawned } from '#tools/testkit/spawned.ts';
import type { Place } from './place.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = fileURLToPath(new URL('../bin/solstead.js', import.meta.url));
const bareServer = fileURLToPath(new URL('reference/bare-server.ts', import.meta.url));
/** The page both servers show. */
const page = fileURLToPath(new URL('../web/dist/index.html', import.meta.url));
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
}

/** Starts a home in a new folder until it shows its page. */
export async function startSolstead(place: Place, { command, env = {} }: ServeOptions): Promise<Answered> {
  if (!existsSync(page)) place.skip('the web app is not built: node tools/build.ts');
  await buildServer({ onlyIfStale: true });
  const port = await freePort();
  const flags = ['--host', '127.0.0.1', '--port', String(port), '--mqtt-port', '0', '--log-level', 'warn'];
  const data = ['--data', place.folder()];
  return answered(place, port, { command: [process.execPath, program, command, ...flags, ...data], env });
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
  return spawned(place, [process.execPath, '--max-semi-space-size=2', '--input-type=module', '-e', script]);
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

/** A node that does nothing. */
export function startBareNode(place: Place): Promise<Spawned> {
  return spawned(place, [process.execPath, '-e', 'setInterval(() => {}, 1e6)']);
}
