// What runs in the process of a plug-in: it loads the file it is given and answers one question after the other. It imports nothing but
// Node, so that the process needs to read nothing else. Questions come as lines of JSON on the standard input, answers go to file 3.
// A second thread of it ends the process when that of the home is gone: a plug-in that loops would never notice.
import { once } from 'node:events';
import { readFileSync, writeSync } from 'node:fs';
import { stripTypeScriptTypes, syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import v8 from 'node:v8';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

interface Question {
  readonly id: number;
  readonly ask: 'describe' | 'load' | 'decode' | 'deliver' | 'test' | 'run';
  readonly question?: string;
  /** Hexadecimal. */
  readonly bytes?: string;
  readonly batches?: unknown;
  readonly params?: unknown;
  readonly settings?: unknown;
  readonly secret?: string;
}

interface Loaded {
  readonly kind?: unknown;
  readonly questions?: Readonly<Record<string, unknown>>;
  request?(question: string): Uint8Array;
  decode?(question: string, bytes: Uint8Array): unknown;
  deliver?(batches: unknown, context: object): unknown;
  test?(batches: unknown, context: object): unknown;
  run?(params: unknown, context: object): unknown;
}

const [path = '', home] = process.argv.slice(2);
/** Longest text of an error or of a line for the log. */
const longest = 2000;

const tell = (answer: object): void => void writeSync(3, `${JSON.stringify(answer)}\n`);

/** What it says of itself, and the bytes of each of its questions. */
function described(plugin: Loaded): object {
  const { questions = {} } = plugin;
  if (plugin.kind !== 'protocol') {
    const given = (['deliver', 'test', 'run'] as const).filter((name) => typeof plugin[name] === 'function');
    return { plugin, given };
  }
  const asked = Object.keys(questions).map((name): [string, string] => [
    name,
    Buffer.from(plugin.request?.(name) ?? []).toString('hex'),
  ]);
  return { plugin, requests: Object.fromEntries(asked) };
}

async function answer({ ask, question = '', bytes = '', ...given }: Question): Promise<unknown> {
  const { plugin } = (await import(pathToFileURL(path).href)) as { readonly plugin?: Loaded };
  if (plugin === undefined) throw new TypeError('it exports no plugin');
  const { batches, params, settings, secret } = given;
  const context = { settings, secret, log: (text: unknown): void => tell({ log: String(text).slice(0, longest) }) };
  switch (ask) {
    case 'describe':
      return described(plugin);
    case 'load':
      return undefined;
    case 'decode':
      return plugin.decode?.(question, new Uint8Array(Buffer.from(bytes, 'hex')));
    case 'deliver':
      await plugin.deliver?.(batches, context);
      return undefined;
    case 'test':
      return plugin.test?.(batches, context);
    case 'run':
      return plugin.run?.(params, context);
  }
}

/** The line of its file where something went wrong; undefined if it is not told. */
function lineOf(thrown: unknown): number | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const at = stack.indexOf(`${path}:`);
  const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + path.length + 1), 10);
  return Number.isFinite(line) ? line : undefined;
}

/** The line where a text is none of the language: of JavaScript the error does not tell it. */
function wrongLine(thrown: unknown): number | undefined {
  const told = lineOf(thrown);
  if (told !== undefined || !(thrown instanceof SyntaxError)) return told;
  try {
    stripTypeScriptTypes(readFileSync(path, 'utf8'));
  } catch (error) {
    const line = /^[^\n]*:(\d+)\n/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[1];
    return line === undefined ? undefined : Number(line);
  }
  return undefined;
}

/** What an error says, and what it means for the values, where the plug-in says so. */
function failure(thrown: unknown): object {
  const error = String(thrown instanceof Error ? thrown.message : thrown).slice(0, longest);
  const isUnfit = typeof thrown === 'object' && thrown !== null && 'unfit' in thrown && thrown.unfit === true;
  return { error, line: wrongLine(thrown), ...(isUnfit ? { unfit: true } : {}) };
}

/** How often it is looked whether the home is there, ms. */
const lookMs = 1000;

const isThere = (pid: number): boolean => {
  try {
    return process.ppid === pid && process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Ends this process, whatever its main thread does, soon after the one that started it. */
function watchHome(pid: number): void {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  while (isThere(pid)) Atomics.wait(never, 0, 0, lookMs);
  process.kill(process.pid, 'SIGKILL');
}

/** Starts the thread that watches, and leaves the plug-in none. */
async function startWatch(): Promise<void> {
  const watch = new Worker(new URL(import.meta.url), { workerData: Number(home) });
  await once(watch, 'online');
  watch.unref();
  process.permission.drop('worker');
}

/** Takes away what permissions leave open: a program of the same user could be told to end, to be debugged or to be slow, and the bound of memory lifted. */
function closeRest(): void {
  Object.assign(process, { kill: undefined, _kill: undefined, _debugProcess: undefined, _debugEnd: undefined });
  Object.assign(os, { setPriority: undefined });
  Object.assign(v8, { setFlagsFromString: undefined });
  syncBuiltinESMExports();
}

if (isMainThread) {
  await startWatch();
  closeRest();
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line) as Question;
    try {
      tell({ id: asked.id, said: await answer(asked) });
    } catch (error) {
      tell({ id: asked.id, ...failure(error) });
    }
  }
} else watchHome(Number(workerData));
