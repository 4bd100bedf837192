// For tests only: a server on a free port of 127.0.0.1, requests as a program and as a browser send them, sockets.
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { type SocketId, socketPaths } from '#api/routes.ts';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import type { ServerOptions } from '../route-context.ts';
import { startServer } from '../server.ts';
import { type AnswerCheck, answerCheck } from './answer-check.ts';
import { noonMs, stubHub, type StubHub } from './stub-hub.ts';

/** A clock that a test moves. */
export interface HandClock extends Clock {
  advance(ms: number): void;
}

/** Makes a clock that stands at {@link noonMs}. */
export function handClock(): HandClock {
  let passedMs = 0;
  const jobs = new Set<{ dueMs: number; readonly everyMs: number; readonly run: () => void }>();
  const add = (everyMs: number, dueMs: number, run: () => void) => {
    const job = { dueMs: passedMs + dueMs, everyMs, run };
    jobs.add(job);
    return () => void jobs.delete(job);
  };
  return {
    nowMs: () => noonMs + passedMs,
    monotonicMs: () => passedMs,
    sleep: (ms) => new Promise((resolve) => add(0, ms, resolve)),
    after: (ms, run) => add(0, ms, run),
    every: (ms, run) => add(ms, ms, run),
    advance(ms) {
      passedMs += ms;
      for (const job of jobs) {
        if (job.dueMs > passedMs) continue;
        if (job.everyMs === 0) jobs.delete(job);
        job.dueMs = passedMs + job.everyMs;
        job.run();
      }
    },
  };
}

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly body: unknown;
}

/** The body of a failed answer but for the id of its request, which no two share. */
export function withoutId(body: unknown): unknown {
  return isRecord(body) ? { ...body, requestId: undefined } : body;
}

/** What to send; `json` is sent as JSON with its content type. */
export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly json?: unknown;
}

/** A started server and its clients. */
export interface TestServer {
  readonly hub: StubHub;
  readonly clock: HandClock;
  readonly port: number;
  readonly log: readonly string[];
  ask(path: string, options?: RequestOptions): Promise<Answer>;
  socket(path: string, options?: Omit<ClientOptions, 'check'>): Client;
  beginClosing(): void;
  close(): Promise<void>;
}

/** A socket that keeps what it got. */
export interface Client {
  readonly socket: WebSocket;
  /** The next message that has not been taken, parsed. */
  next(): Promise<Readonly<Record<string, unknown>>>;
  /** The code the server closed it with, or the status of the refused handshake. */
  readonly ended: Promise<number>;
}

interface Finisher {
  readonly onTestFinished: (end: () => Promise<void>) => void;
}

type TestOptions = Partial<Omit<ServerOptions, 'log' | 'clock'>> & { readonly hub?: StubHub };

/** A check of all answers that fails the test where one does not fit the contract. */
export function checkedAnswers(test: Finisher): AnswerCheck {
  const check = answerCheck();
  test.onTestFinished(async () => {
    if (check.faults.length > 0) throw new Error(`answers beside the contract:\n${check.faults.join('\n')}`);
  });
  return check;
}

/** Starts a server over a stub of a home; it ends with the test. Answers and messages are held against the contract. */
export async function testServer(
  test: Finisher,
  { hub = stubHub(), ...options }: TestOptions = {},
): Promise<TestServer> {
  const clock = handClock();
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const home = { hub, demo: false };
  const check = checkedAnswers(test);
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    clock,
    log,
    version: '1.2.3',
    webRoot: '/nowhere/web',
    current: () => home,
    watchAnswer: check.watchAnswer,
    ...options,
  });
  test.onTestFinished(() => server.close());
  return {
    hub,
    clock,
    port: server.port,
    log: lines,
    ask: (path, asked) => ask(server.port, path, asked),
    socket: (path, options) => client(server.port, path, { ...options, check }),
    beginClosing: () => server.beginClosing(),
    close: () => server.close(),
  };
}

// Not fetch: it sets headers of its own and keeps connections.
/** Sends a request to a port. */
export async function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, token, json }: RequestOptions = {},
): Promise<Answer> {
  const content = json === undefined ? {} : { 'content-type': 'application/json' };
  const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const sent = httpRequest({
    host: '127.0.0.1',
    port,
    path,
    method,
    agent: false,
    headers: { ...content, ...bearer, ...headers },
  });
  sent.end(json === undefined ? undefined : JSON.stringify(json));
  const response = await responseOf(sent);
  const text = await textOf(response);
  const isJson = text !== '' && /^application\/(problem\+)?json/.test(String(response.headers['content-type']));
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  return { status: response.statusCode ?? 0, headers: response.headers, text, body };
}

/** The answer to a request made by hand. */
export function responseOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
}

interface ClientOptions {
  readonly token?: string;
  readonly origin?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly check?: AnswerCheck;
}

function kindOf(path: string): SocketId {
  if (path.startsWith(socketPaths.live)) return 'live';
  return path.startsWith(socketPaths.realtime) ? 'realtime' : 'monitoring';
}

/** Opens a socket at a port. */
export function client(
  port: number,
  path: string,
  { token, origin, headers: more, check }: ClientOptions = {},
): Client {
  const headers = { ...more, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers,
    ...(origin === undefined ? {} : { origin }),
  });
  const messages: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    check?.watchMessage(kindOf(path), JSON.parse(text));
    const waiter = waiting.shift();
    if (waiter === undefined) messages.push(text);
    else waiter(text);
  });
  const ended = new Promise<number>((resolve) => {
    socket.on('close', (code) => resolve(code));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
  const next = async () => {
    const text = messages.shift() ?? (await new Promise<string>((resolve) => void waiting.push(resolve)));
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  };
  return { socket, next, ended };
}
