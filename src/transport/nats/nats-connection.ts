// One connection to a NATS server, from the moment it has let us in: messages go out, answers come to whoever waits for them, and whatever
// goes on has an end.
import type * as Core from '@nats-io/nats-core/internal';
import { type Clock, isWithin } from '#core/clock.ts';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { NatsOptions, SubjectMessage } from '#core/nats-link.ts';
import { because, type Reason, said } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { openFailure } from '../port-failure.ts';
import { type GuardedSocket, mostSaid, otherServer } from '../sql-connection.ts';
import { authenticatorOf } from './nats-account.ts';
import { NatsGuard, type ServerInfo } from './nats-guard.ts';
import { greeted, NatsWire, type WireOptions, WireTransport } from './nats-wire.ts';

/** What it needs besides. */
export interface NatsLinkParts {
  readonly clock: Clock;
  /** Password, token, credentials or seed. */
  readonly secret?: Secret | undefined;
  /** Key of the certificate of this side, PEM. */
  readonly clientKey?: Secret | undefined;
  /** Longest wait for each step of a connection (its opening, the greeting, TLS, signing in), and for an answer, ms; absent: 4 s and 30 s. */
  readonly waits?: { readonly stepMs: number; readonly answerMs: number } | undefined;
}

/** How it is made. */
interface Making extends Omit<NatsLinkParts, 'waits'> {
  readonly options: NatsOptions;
  readonly server: NatsOptions['servers'][number];
  readonly socket: GuardedSocket;
  readonly waits: NonNullable<NatsLinkParts['waits']>;
}

type Client = typeof Core;

/** Takes an answer; whether it was the one that was waited for. */
export type Take = (answer: Core.Msg) => boolean;

/** What is waited for. */
export interface Waited<Result> {
  readonly work: () => Promise<Result>;
  /** Bytes that the server may say meanwhile. */
  readonly mostBytes: number;
  /** What helps if the account may not do it. */
  readonly help: Reason;
  /** What a server that answers is short of when time is up; undefined: it does not answer. */
  readonly late?: (seconds: number) => Reason | undefined;
}

/** What a server said, in words. */
export const saidBy = (text: string): Reason => because('outside.said', { said: external(text.slice(0, mostSaid)) });

/** What the server, the system or the client says went wrong. */
function failureOf(at: string, thrown: unknown, error: string | undefined): SolsteadError {
  if (error !== undefined && /authoriz|authenticat/i.test(error)) {
    const why = because('nats.not-let-in', { said: external(error.slice(0, mostSaid)) });
    return new SolsteadError('output.failed', { at, why, help: because('help.nats-account'), cause: thrown });
  }
  if (thrown instanceof SolsteadError) return thrown;
  if (systemCode(thrown) !== undefined) return openFailure(at, thrown);
  const words = thrown === undefined ? because('server.unreachable') : said(messageOf(thrown).slice(0, mostSaid));
  const why = error === undefined ? words : saidBy(error);
  return new SolsteadError('link.unavailable', { at, why, cause: thrown });
}

/** A connection that is open. */
export class OpenConnection {
  readonly name: string;
  readonly info: ServerInfo;
  readonly #wire: NatsWire;
  readonly #clock: Clock;
  readonly #answerMs: number;
  readonly #waiting = new Map<string, Take>();
  readonly #headers: Client['headers'];
  readonly #client: Core.NatsConnection;
  /** Where answers go. */
  readonly #inbox: string;
  #next = 0;
  /** What the server said last is wrong, since somebody waits. */
  #error: string | undefined;
  #onEnd: ((why: unknown) => void) | undefined;
  #onDenied: ((text: string) => void) | undefined;

  constructor(
    {
      name,
      info,
      wire,
      client,
    }: Pick<OpenConnection, 'name' | 'info'> & { wire: NatsWire; client: Core.NatsConnection },
    { createInbox, headers }: Client,
    { clock, waits }: Pick<Making, 'clock' | 'waits'>,
  ) {
    this.name = name;
    this.info = info;
    this.#wire = wire;
    this.#client = client;
    this.#clock = clock;
    this.#answerMs = waits.answerMs;
    this.#headers = headers;
    this.#inbox = createInbox();
    wire.guard.onError = (text) => {
      this.#error = text;
      if (/^permissions violation/i.test(text)) this.#onDenied?.(text);
    };
    void wire.lost.then((why) => this.#onEnd?.(why));
  }

  get isLost(): boolean {
    return this.#wire.isLost;
  }

  /** Listens to answers from now on. */
  listen(): void {
    this.#client.subscribe(`${this.#inbox}.*`, {
      callback: (error, answer) => {
        if (error !== null) return;
        const key = answer.subject.slice(this.#inbox.length + 1);
        if (this.#waiting.get(key)?.(answer) === true) this.#waiting.delete(key);
      },
    });
  }

  /** Sends a message; `take` gets what is answered to it, while something is waited for. */
  send(message: Pick<SubjectMessage, 'subject' | 'payload'> & Partial<SubjectMessage>, take?: Take): void {
    let reply: string | undefined;
    if (take !== undefined) {
      this.#next += 1;
      this.#waiting.set(String(this.#next), take);
      reply = `${this.#inbox}.${this.#next}`;
    }
    const headers = this.info.hasHeaders ? this.#headersOf(message) : undefined;
    this.#client.publish(message.subject, message.payload, {
      ...(reply === undefined ? {} : { reply }),
      ...(headers === undefined ? {} : { headers }),
    });
  }

  /** Resolves when the server has all that was sent. */
  flush(): Promise<void> {
    return this.#client.flush();
  }

  /** Waits, and no longer than for an answer. Errors: `link.unavailable`; `output.failed` for what the account may not do. */
  async within<Result>({ work, mostBytes, help, late }: Waited<Result>): Promise<Result> {
    const ended = Promise.withResolvers<never>();
    this.#error = undefined;
    this.#wire.guard.allow(mostBytes);
    this.#onEnd = (why) => ended.reject(failureOf(this.name, why, this.#error));
    this.#onDenied = (text) => {
      const why = because('nats.denied', { said: external(text.slice(0, mostSaid)) });
      ended.reject(new SolsteadError('output.failed', { at: this.name, why, help }));
    };
    const stop = this.#clock.after(this.#answerMs, () => {
      const short = late?.(this.#answerMs / 1000);
      const [code, why] =
        short === undefined
          ? (['link.unavailable', because('host.silent')] as const)
          : (['output.failed', short] as const);
      ended.reject(new SolsteadError(code, { at: this.name, why }));
      if (short === undefined) this.#wire.lose();
    });
    try {
      if (this.isLost) throw failureOf(this.name, undefined, undefined);
      return await Promise.race([work(), ended.promise]);
    } catch (thrown) {
      throw failureOf(this.name, thrown, undefined);
    } finally {
      stop();
      this.#waiting.clear();
      [this.#onEnd, this.#onDenied] = [undefined, undefined];
    }
  }

  async close(): Promise<void> {
    // Waits no longer for a server that hangs.
    await isWithin(this.#clock, 500, this.#client.close());
    this.#wire.lose();
  }

  #headersOf({ id, time }: Partial<SubjectMessage>): Core.MsgHdrs | undefined {
    if (id === undefined) return undefined;
    const headers = this.#headers();
    headers.set('Nats-Msg-Id', id);
    if (time !== undefined) headers.set('Solstead-Time', time);
    return headers;
  }
}

/** Connects and signs in. Errors: `link.unavailable`, `link.forbidden`, `output.failed` with what the server says. */
export async function connected({
  options,
  server,
  socket,
  secret,
  clientKey,
  clock,
  waits,
}: Making): Promise<OpenConnection> {
  const { tls, account } = options;
  const { host, port } = server;
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const name = `${tls === undefined ? 'nats' : 'tls'}://${address}`;
  const client = await import('@nats-io/nats-core/internal');
  const authenticator = authenticatorOf(client, { name, account }, secret);
  const late = new SolsteadError('link.unavailable', { at: name, why: because('host.silent') });
  const wait = (): (() => void) => clock.after(waits.stepMs, () => socket.destroy(late));
  let stop = wait();
  const onStep = (): void => {
    stop();
    stop = wait();
  };
  const own = tls === undefined ? undefined : { ...tls, key: tls.cert === undefined ? undefined : clientKey?.reveal() };
  let [error, wire]: [string?, NatsWire?] = [];
  try {
    const made = await greeted(socket, { name, host, port, tls: own }, { clock, onStep });
    onStep();
    const guard = new NatsGuard();
    guard.onError = (text) => (error ??= text);
    wire = new NatsWire(made, guard);
    client.setTransportFactory({ factory: () => new WireTransport() });
    const choices: WireOptions = {
      wire,
      servers: [address],
      name: 'solstead',
      reconnect: false,
      resolve: false,
      ignoreClusterUpdates: true,
      noAsyncTraces: true,
      // The clock of this link ends it before.
      timeout: 10 * waits.stepMs,
      ...(authenticator === undefined ? {} : { authenticator }),
    };
    const opened = await client.NatsConnectionImpl.connect(choices);
    return new OpenConnection({ name, info: made.info, wire, client: opened }, client, { clock, waits });
  } catch (thrown) {
    wire?.lose();
    socket.destroy();
    // What the client makes of a connection that is lost says less.
    const why = wire === undefined ? thrown : ((await wire.lost) ?? otherServer(name, 'NATS', thrown));
    throw failureOf(name, why, error);
  } finally {
    stop();
  }
}
