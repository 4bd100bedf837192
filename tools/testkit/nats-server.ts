// A real NATS server of the test's own on a free port of 127.0.0.1, with JetStream in a folder, and a client that looks at it from outside.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'vitest';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned, type Spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

/** How it is started. */
export interface NatsServerOptions {
  /** Lines of its configuration: accounts, TLS, bounds. */
  readonly config?: string;
  /** Without JetStream. */
  readonly hasNoStreams?: true;
  /** Signs the looking client in: fields of CONNECT. */
  readonly looksAs?: Readonly<Record<string, string>>;
  /** The port; absent: a free one. */
  readonly port?: number;
}

/** A message as it was heard. */
export interface HeardMessage {
  readonly subject: string;
  readonly text: string;
  /** Headers as they came, a line each. */
  readonly headers: string;
}

/** A running server. */
export interface NatsServer {
  readonly port: number;
  readonly url: string;
  readonly output: () => string;
  /** All that was published to subjects since then, heard by a subscriber. */
  hear(subjects: string): Promise<HeardMessage[]>;
  /** Asks JetStream for something; what it answers. */
  ask(subject: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Makes a stream with these subjects. */
  stream(name: string, subjects: readonly string[], settings?: object): Promise<void>;
  /** What a stream keeps, in its order; of a subject, or of all. */
  kept(name: string, subject?: string): Promise<readonly HeardMessage[]>;
  stop(): Promise<void>;
  /** kill −9. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const startMs = 20_000;

/** A client of a few lines, apart from the one that is tried. */
async function looker(owner: Owner, port: number, as: Readonly<Record<string, string>>) {
  const socket: Socket = connect(port, '127.0.0.1').setNoDelay(true);
  owner.onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const takers = new Map<string, (message: HeardMessage) => void>();
  let pongs: (() => void)[] = [];
  let bytes = Buffer.alloc(0);
  const read = (): boolean => {
    const end = bytes.indexOf('\r\n');
    if (end < 0) return false;
    const line = bytes.subarray(0, end).toString();
    const [, kind, subject = '', sid = '', sizes = ''] =
      /^(H?)MSG (\S+) (\d+) (?:[^\s]+ )??(\d+(?: \d+)?)$/.exec(line) ?? [];
    if (subject === '') {
      bytes = bytes.subarray(end + 2);
      if (line === 'PING') socket.write('PONG\r\n');
      if (line === 'PONG') pongs.shift()?.();
      return true;
    }
    const numbers = sizes.split(' ').map(Number);
    const [head, size] = kind === 'H' ? [numbers[0] ?? 0, numbers[1] ?? 0] : [0, numbers[0] ?? 0];
    if (bytes.length < end + 4 + size) return false;
    const body = bytes.subarray(end + 2, end + 2 + size);
    bytes = bytes.subarray(end + 4 + size);
    takers.get(sid)?.({ subject, text: body.subarray(head).toString(), headers: body.subarray(0, head).toString() });
    return true;
  };
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    while (read()) continue;
  });
  let next = 0;
  const settle = (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    pongs = [...pongs, resolve];
    socket.write('PING\r\n');
    return promise;
  };
  const subscribe = async (subject: string, taker: (message: HeardMessage) => void): Promise<void> => {
    next += 1;
    takers.set(String(next), taker);
    socket.write(`SUB ${subject} ${next}\r\n`);
    await settle();
  };
  socket.write(`CONNECT ${JSON.stringify({ verbose: false, headers: true, no_responders: true, ...as })}\r\n`);
  await settle();
  return {
    subscribe,
    async ask(subject: string, body: object | undefined) {
      const answered = Promise.withResolvers<string>();
      const inbox = `_INBOX.look.${next + 1}`;
      await subscribe(inbox, ({ text }) => answered.resolve(text));
      const payload = body === undefined ? '' : JSON.stringify(body);
      socket.write(`PUB ${subject} ${inbox} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`);
      return JSON.parse(await answered.promise) as Readonly<Record<string, unknown>>;
    },
    end: () => void socket.destroy(),
  };
}

/** Starts one, or skips the test where there is none. */
export async function natsServer(
  test: Pick<TestContext, 'skip'> & Owner,
  { config = '', hasNoStreams, looksAs = {}, port: wanted }: NatsServerOptions = {},
): Promise<NatsServer> {
  const program = needs(test, 'nats-server');
  const [port, folder] = [wanted ?? (await freePort()), tempDir(test)];
  const file = join(folder, 'nats.conf');
  const streams = hasNoStreams === true ? '' : `jetstream { store_dir: ${JSON.stringify(join(folder, 'streams'))} }\n`;
  writeFileSync(file, `listen: "127.0.0.1:${port}"\n${streams}${config}\n`);
  let running: Spawned | undefined;
  const start = async (): Promise<void> => {
    running = await spawned(test, [program, '-c', file]);
    await running.waitForOutput('Server is ready', startMs);
  };
  await start();
  const ask = async (subject: string, body?: object) => {
    const look = await looker(test, port, looksAs);
    const answer = await look.ask(subject, body);
    look.end();
    if (isError(answer['error'])) throw new Error(`${subject}: ${answer['error'].description}`);
    return answer;
  };
  return {
    port,
    url: `nats://127.0.0.1:${port}`,
    output: () => running?.output() ?? '',
    ask,
    start,
    async hear(subjects) {
      const heard: HeardMessage[] = [];
      const look = await looker(test, port, looksAs);
      await look.subscribe(subjects, (message) => heard.push(message));
      return heard;
    },
    async stream(name, subjects, settings = {}) {
      await ask(`$JS.API.STREAM.CREATE.${name}`, {
        name,
        subjects,
        retention: 'limits',
        storage: 'file',
        num_replicas: 1,
        ...settings,
      });
    },
    async kept(name, subject = '>') {
      const look = await looker(test, port, looksAs);
      const messages: HeardMessage[] = [];
      const text = (base64 = ''): string => Buffer.from(base64, 'base64').toString();
      for (let seq = 1; ; ) {
        const answer = await look.ask(`$JS.API.STREAM.MSG.GET.${name}`, { seq, next_by_subj: subject });
        const found = answer['message'] as { seq: number; subject: string; data?: string; hdrs?: string } | undefined;
        if (found === undefined) break;
        messages.push({ subject: found.subject, text: text(found.data), headers: text(found.hdrs) });
        seq = found.seq + 1;
      }
      look.end();
      return messages;
    },
    stop: async () => running?.stop(),
    async kill() {
      running?.signal('SIGKILL');
      while (running !== undefined && running.exit() === undefined) await sleep(5);
    },
  };
}

const isError = (value: unknown): value is { readonly description: string } =>
  typeof value === 'object' && value !== null;
