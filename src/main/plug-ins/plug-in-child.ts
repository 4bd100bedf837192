// The process of one plug-in: started when it is asked, ended when it is slow, says or takes too much or ends by itself, and then not
// started again for a while. It may read its own file and nothing else.
import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { type AnswerTime, plugInBounds } from './plug-in-bounds.ts';
import { takenBy } from './plug-in-watch.ts';

/** What a plug-in is asked. */
export type PlugInQuestion =
  | { readonly ask: 'describe' }
  | { readonly ask: 'decode'; readonly question: string; readonly bytes: string }
  | ({ readonly ask: 'deliver' | 'test'; readonly batches: readonly object[] } & PlugInGiven)
  | ({ readonly ask: 'run'; readonly params: object } & PlugInGiven);

/** What it is given with some questions. */
interface PlugInGiven {
  readonly settings?: object | undefined;
  readonly secret?: string | undefined;
}

/** What it is started with. */
export interface PlugInStart {
  readonly path: string;
  /** As people know it. */
  readonly name: string;
  readonly clock: Clock;
  /** Whether it may open connections: asked at each start of its process. Absent: it may not. */
  mayConnect?(): boolean;
  /** Takes a line that it wants in the log. */
  log?(line: string): void;
}

/** A plug-in that is asked. */
export interface PlugInProcess {
  /** Errors: `plugin.failed`; `output.unfit` where it says that values are never taken. */
  ask(question: PlugInQuestion, signal?: AbortSignal): Promise<unknown>;
  close(): void;
}

interface Waiting {
  readonly resolve: (said: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What it may take until the next question, or until its answer. */
interface Span extends AnswerTime {
  readonly isRest: boolean;
  /** Work of a processor that it had done at its begin, ms. */
  readonly before: number;
  readonly sinceMs: number;
}

/** While it is asked nothing. */
const rest: AnswerTime = { cpuMs: plugInBounds.restMs, waitMs: Number.POSITIVE_INFINITY };

const host = fileURLToPath(new URL('./plug-in-host.ts', import.meta.url));

/** Starts nothing yet. */
export function plugInProcess(start: PlugInStart): PlugInProcess {
  return new Running(start);
}

/** What Node's permissions keep a plug-in from, by the option that its text names. */
const restricted: Readonly<Record<string, string>> = {
  'fs-read': 'a plug-in may read no file but its own',
  'fs-write': 'a plug-in may write no file',
  'child-process': 'a plug-in may start no program',
  worker: 'a plug-in may start no thread',
  addons: 'a plug-in may load no machine code',
  net: 'a plug-in may open connections only with network: true, and when somebody has agreed',
};

/** Node names options of its command line, which nobody has here. */
const inOurWords = (text: string): string =>
  text.replace(
    /Access to this API has been restricted\. Use --allow-([a-z-]+) to manage permissions\.?/,
    (whole, name) => {
      const words = restricted[String(name)];
      return words === undefined ? whole : `${words} (access is restricted)`;
    },
  );

/** Texts of a plug-in without what it must not tell: it knows one secret, its own. */
export function masked(text: string, secret: string | undefined): string {
  if (secret === undefined || secret === '') return text;
  const forms = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    JSON.stringify(secret).slice(1, -1),
  ];
  return forms.reduce((all, form) => all.replaceAll(form, '…'), text);
}

class Running implements PlugInProcess {
  readonly #start: PlugInStart;
  #child: ChildProcess | undefined;
  #waiting: ({ readonly id: number } & Waiting) | undefined;
  #next = 0;
  #text = '';
  #heardBytes = 0;
  #printed = '';
  #lines = { left: plugInBounds.lines as number, atMs: 0 };
  #secret: string | undefined;
  #pauseMs: number = plugInBounds.firstPauseMs;
  #untilMs = 0;
  #why: Reason | undefined;
  /** Each question waits for the one before: the time is that of one answer. */
  #turn: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #isClosed = false;
  #usedMs = 0;
  #stopWatch = (): void => undefined;
  #span: Span = { ...rest, isRest: true, before: 0, sinceMs: 0 };

  constructor(start: PlugInStart) {
    this.#start = start;
  }

  async ask(question: PlugInQuestion, signal?: AbortSignal): Promise<unknown> {
    if (this.#queued >= plugInBounds.waiting) throw this.#failure(because('plugin.busy'));
    this.#queued += 1;
    const turn = this.#turn
      .then(() => this.#asked(question, signal))
      .finally(() => {
        this.#queued -= 1;
        this.#usedMs = this.#start.clock.monotonicMs();
      });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  close(): void {
    this.#isClosed = true;
    this.#end(because('plugin.ended'));
  }

  #failure(why: Reason): SolsteadError {
    return new SolsteadError('plugin.failed', { at: this.#start.name, why });
  }

  async #asked(question: PlugInQuestion, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    const { clock } = this.#start;
    const isNew = this.#child === undefined;
    if (isNew && clock.monotonicMs() < this.#untilMs) throw this.#failure(this.#why ?? because('plugin.ended'));
    this.#secret = 'secret' in question ? question.secret : undefined;
    const child = this.#child ?? this.#begin();
    // What it takes to load its file is not counted to its first answer.
    if (isNew && question.ask !== 'describe') await this.#exchanged(child, { ask: 'load' }, signal);
    const said = await this.#exchanged(child, question, signal);
    this.#pauseMs = plugInBounds.firstPauseMs;
    return said;
  }

  async #exchanged(
    child: ChildProcess,
    question: PlugInQuestion | { readonly ask: 'load' },
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const id = (this.#next += 1);
    const line = `${JSON.stringify({ id, ...question })}\n`;
    if (line.length > plugInBounds.questionBytes)
      throw this.#failure(because('plugin.question', { most: plugInBounds.questionBytes }));
    if (child !== this.#child) throw this.#failure(this.#why ?? because('plugin.ended'));
    const answer = Promise.withResolvers<unknown>();
    this.#waiting = { id, ...answer };
    this.#heardBytes = 0;
    hold(child, true);
    child.stdin?.write(line);
    this.#allow(child, timeOf(question.ask), false);
    const aborted = (): void => this.#end(because('plugin.ended'), { child, isHarmless: true });
    signal?.addEventListener('abort', aborted, { once: true });
    try {
      return await answer.promise;
    } finally {
      hold(child, false);
      this.#allow(child, rest, true);
      signal?.removeEventListener('abort', aborted);
      this.#waiting = undefined;
    }
  }

  /** Ends it when it takes too much, also while nobody asks it anything, and when it may not connect any more. */
  #look(child: ChildProcess, mayConnect: () => boolean): void {
    const taken = takenBy(child.pid);
    const { cpuMs, waitMs, sinceMs, before } = this.#span;
    const used = taken === undefined ? 0 : taken.cpuMs - before;
    const isLate = this.#start.clock.monotonicMs() - sinceMs >= waitMs;
    if (!mayConnect()) this.#end(because('plugin.network'), { child, isHarmless: true });
    else if (taken !== undefined && taken.bytes > plugInBounds.processMiB * 1_048_576)
      this.#end(because('plugin.memory', { most: plugInBounds.processMiB }), { child });
    else if (used >= cpuMs)
      this.#end(because(this.#span.isRest ? 'plugin.restless' : 'plugin.work', { seconds: cpuMs / 1000 }), { child });
    else if (isLate) this.#end(because('plugin.slow', { seconds: waitMs / 1000 }), { child });
  }

  /** What it may take from now on. */
  #allow(child: ChildProcess, { cpuMs, waitMs }: AnswerTime, isRest: boolean): void {
    const before = takenBy(child.pid)?.cpuMs ?? 0;
    this.#span = { cpuMs, waitMs, isRest, before, sinceMs: this.#start.clock.monotonicMs() };
  }

  #begin(): ChildProcess {
    const { memoryMiB } = plugInBounds;
    const { path, mayConnect = () => false } = this.#start;
    const isConnected = mayConnect();
    const net = isConnected ? ['--allow-net'] : [];
    const files = [`--allow-fs-read=${host}`, `--allow-fs-read=${path}`];
    // The thread that watches needs it; the plug-in's own file is loaded without.
    const allowed = ['--permission', '--allow-worker', ...files, ...net];
    const limits = [
      `--max-old-space-size=${memoryMiB}`,
      '--disallow-code-generation-from-strings',
      // Its files know no permissions.
      '--no-experimental-sqlite',
      '--disable-proto=delete',
      '--no-warnings',
    ];
    // Nothing of the environment: it may hold secrets.
    const child = spawn(process.execPath, [...allowed, ...limits, host, path, String(process.pid)], {
      env: {},
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    running.add(child);
    this.#allow(child, rest, true);
    const mayStay = (): boolean => !isConnected || mayConnect();
    const stops = [
      this.#start.clock.every(plugInBounds.lookMs, () => this.#look(child, mayStay)),
      this.#start.clock.every(plugInBounds.idleLookMs, () => this.#endIdle(child)),
    ];
    this.#stopWatch = () => {
      for (const stop of stops) stop();
    };
    this.#isClosed = false;
    this.#text = '';
    this.#printed = '';
    child.stdin?.on('error', () => undefined);
    child.stderr?.on('data', (bytes: Buffer) => {
      this.#printed = (this.#printed + bytes.toString()).slice(0, plugInBounds.printedBytes);
    });
    const decoder = new StringDecoder('utf8');
    child.stdio[3]?.on('data', (bytes: Buffer) => this.#heard(child, decoder.write(bytes)));
    child.on('error', (error) => this.#end(because('outside.said', { said: external(error.message) }), { child }));
    child.on('exit', () => this.#end(this.#lastWords(), { child }));
    return child;
  }

  /** What is seldom asked, such as an action, takes no memory in between. */
  #endIdle(child: ChildProcess): void {
    const idleMs = this.#start.clock.monotonicMs() - this.#usedMs;
    if (this.#queued === 0 && idleMs >= plugInBounds.idleMs)
      this.#end(because('plugin.ended'), { child, isHarmless: true });
  }

  #said(text: string): Reason {
    return because('outside.said', { said: external(masked(inOurWords(text), this.#secret).slice(0, 200)) });
  }

  #placed({ error = '', line }: { readonly error?: string; readonly line?: number | undefined }): Reason {
    const reason = this.#said(error);
    return line === undefined ? reason : because('plugin.at', { line, reason });
  }

  #lastWords(): Reason {
    if (/heap out of memory/i.test(this.#printed)) return because('plugin.memory', { most: plugInBounds.memoryMiB });
    const said = this.#printed.split('\n').find((line) => /^\w*Error\b/.test(line));
    return said === undefined ? because('plugin.ended') : this.#said(said);
  }

  #heard(child: ChildProcess, text: string): void {
    if (child !== this.#child) return;
    this.#text += text;
    this.#heardBytes += text.length;
    if (this.#heardBytes > plugInBounds.answerBytes) {
      this.#end(because('plugin.too-much', { most: plugInBounds.answerBytes }), { child });
      return;
    }
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.#answered(line);
  }

  #answered(line: string): void {
    const read = readAnswer(line);
    if (read === undefined) return;
    if ('log' in read) {
      this.#logged(read.log);
      return;
    }
    const waiting = this.#waiting;
    // A second answer, or one to a question of before, is none.
    if (waiting?.id !== read.id) return;
    this.#waiting = undefined;
    if (read.error === undefined) waiting.resolve(read.said);
    else if (read.unfit === true)
      waiting.reject(new SolsteadError('output.unfit', { at: this.#start.name, why: this.#said(read.error) }));
    else waiting.reject(this.#failure(this.#placed(read)));
  }

  #logged(text: string): void {
    const { clock, log } = this.#start;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#lines.atMs > 60_000) this.#lines = { left: plugInBounds.lines, atMs: nowMs };
    if (this.#lines.left <= 0) return;
    this.#lines.left -= 1;
    log?.(
      masked(text, this.#secret)
        .replaceAll(/[\s\p{Cc}]+/gu, ' ')
        .slice(0, 300),
    );
  }

  /** Ends it, and lets it rest, unless it did no harm. */
  #end(why: Reason, { child = this.#child, isHarmless = this.#isClosed }: Ending = {}): void {
    if (child === undefined || child !== this.#child) return;
    this.#child = undefined;
    this.#stopWatch();
    running.delete(child);
    child.kill('SIGKILL');
    if (!isHarmless) {
      this.#why = why;
      this.#untilMs = this.#start.clock.monotonicMs() + this.#pauseMs;
      this.#pauseMs = Math.min(2 * this.#pauseMs, plugInBounds.longestPauseMs);
    }
    this.#waiting?.reject(this.#failure(why));
  }
}

/** Those that run: one that loops is ended at once, and not when its watch has noticed. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

interface Ending {
  readonly child?: ChildProcess | undefined;
  readonly isHarmless?: boolean;
}

function timeOf(ask: PlugInQuestion['ask'] | 'load'): AnswerTime {
  if (ask === 'load' || ask === 'describe') return plugInBounds.start;
  return ask === 'test' ? plugInBounds.deliver : plugInBounds[ask];
}

/** It ends with its standard input: a program that has nothing else to do waits for an answer alone. */
function hold(child: ChildProcess, isHeld: boolean): void {
  const ways = [child, ...child.stdio.filter((stream) => stream instanceof Socket)];
  for (const way of ways)
    if (isHeld) way.ref();
    else way.unref();
}

type Answer =
  | { readonly log: string }
  | {
      readonly id: number;
      readonly said?: unknown;
      readonly error?: string;
      readonly unfit?: boolean;
      readonly line?: number | undefined;
    };

/** An answer; a line that is none is passed over. */
function readAnswer(line: string): Answer | undefined {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== 'object' || read === null) return undefined;
    if ('log' in read) return typeof read.log === 'string' ? { log: read.log } : undefined;
    if (!('id' in read) || typeof read.id !== 'number') return undefined;
    if ('error' in read) {
      const line = 'line' in read && typeof read.line === 'number' ? read.line : undefined;
      return { id: read.id, error: String(read.error), line, unfit: 'unfit' in read && read.unfit === true };
    }
    return { id: read.id, said: 'said' in read ? read.said : undefined };
  } catch {
    return undefined;
  }
}
