// The way of bytes between a NATS server and its client: sockets of our own, as the one that the client brings asks names of anybody, gathers
// a greeting without bound, and leaves a server that never greets connected. A greeting in clear, then TLS, as NATS has it; where nothing is
// said in clear, TLS at once.
import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import type { ConnectionOptions, Server, Transport } from '@nats-io/nats-core/internal';
import { type Clock, isWithin } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { type GuardedSocket, otherServer } from '../sql-connection.ts';
import { infoOf, mostLineBytes, type NatsGuard, type ServerInfo } from './nats-guard.ts';

/** One server. */
export interface NatsPlace {
  /** Of the errors. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls:
    | { readonly ca?: string | undefined; readonly cert?: string | undefined; readonly key?: string | undefined }
    | undefined;
}

/** A connection on which the server has greeted, sealed where that was asked for. */
export interface Greeted {
  readonly socket: Socket;
  /** The greeting, for the client. */
  readonly greeting: Uint8Array;
  readonly info: ServerInfo;
}

/** A server that has said nothing for so long waits for TLS, where that was asked for, ms. */
const quietMs = 2000;
const newLine = 10;

/** What fails on it is told to whoever waits for something on it. */
const quiet = <One extends Socket>(socket: One): One => socket.on('error', () => undefined);

/** Waits for an event, or for the end of a socket, whatever ends it. Errors: those of the socket. */
async function until(socket: Socket, event: 'connect' | 'readable' | 'secureConnect'): Promise<void> {
  const waited = new AbortController();
  const { signal } = waited;
  const both = [once(socket, event, { signal }), once(socket, 'close', { signal })];
  await Promise.race(both).finally(() => waited.abort());
  if (socket.errored !== null) throw socket.errored;
}

/** The first line; what follows stays in the socket. Errors: those of the socket, `link.unavailable`. */
async function lineOf(socket: Socket, name: string): Promise<Buffer> {
  let line = Buffer.alloc(0);
  while (socket.readable) {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) {
      await until(socket, 'readable');
      continue;
    }
    const end = chunk.indexOf(newLine);
    line = Buffer.concat([line, end < 0 ? chunk : chunk.subarray(0, end + 1)]);
    if (!'INFO '.startsWith(line.toString('latin1', 0, 5)) || line.length > mostLineBytes) break;
    if (end < 0) continue;
    if (end + 1 < chunk.length) socket.unshift(chunk.subarray(end + 1));
    return line;
  }
  throw otherServer(name, 'NATS', new TypeError(`no greeting: ${line.length} bytes`));
}

/** Errors: those of TLS. */
async function sealed(socket: Socket, { host, tls }: NatsPlace): Promise<Socket> {
  const secure = quiet(
    connectTls({
      socket,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...tls,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      checkServerIdentity: (_name: string, certificate) => checkServerIdentity(host, certificate),
    }),
  );
  await until(secure, 'secureConnect');
  if (!secure.authorized) throw socket.errored ?? otherServer(host, 'TLS', secure.authorizationError);
  return secure;
}

/**
 * Connects and waits for the greeting, for as long as the socket lives; `onStep` is called with each step. Errors: those of the system,
 * `link.unavailable`, `link.forbidden`.
 */
export async function greeted(
  socket: GuardedSocket,
  place: NatsPlace,
  { clock, onStep }: { readonly clock: Clock; onStep(): void },
): Promise<Greeted> {
  const { name, host, port, tls } = place;
  quiet(socket).connect(port, host).setNoDelay(true).setKeepAlive(true);
  await until(socket, 'connect');
  const said = tls === undefined ? undefined : until(socket, 'readable').catch(() => undefined);
  const isSealedFirst = said !== undefined && !(await isWithin(clock, quietMs, said));
  onStep();
  let way: Socket = isSealedFirst ? await sealed(socket, place) : socket;
  onStep();
  const greeting = await lineOf(way, name);
  const info = infoOf(greeting.toString().replace(/\r\n$/, ''));
  if (info === undefined) throw otherServer(name, 'NATS', new TypeError('no greeting'));
  if (tls === undefined && info.needsTls)
    throw new SolsteadError('link.unavailable', { at: name, why: because('nats.wants-tls') });
  if (tls !== undefined && !isSealedFirst) {
    // What was said in clear after the greeting could be anybody's.
    if (!info.hasTls || socket.readableLength > 0)
      throw new SolsteadError('link.unavailable', { at: name, why: because('host.no-tls') });
    onStep();
    way = await sealed(socket, place);
  }
  return { socket: way, greeting, info };
}

/** Options of the client, with the connection that was made for it. */
export interface WireOptions extends ConnectionOptions {
  readonly wire: NatsWire;
}

/** The connection as its client has it. */
export class NatsWire {
  readonly guard: NatsGuard;
  readonly #greeted: Greeted;
  readonly #lost = Promise.withResolvers<Error | undefined>();

  constructor(made: Greeted, guard: NatsGuard) {
    this.#greeted = made;
    this.guard = guard;
    made.socket.once('close', () => this.lose());
  }

  /** Resolves when it is lost, with why if anybody knows. */
  get lost(): Promise<Error | undefined> {
    return this.#lost.promise;
  }

  get isLost(): boolean {
    return this.#greeted.socket.destroyed;
  }

  lose(why?: Error): void {
    const { socket } = this.#greeted;
    this.#lost.resolve(why ?? socket.errored ?? undefined);
    socket.destroy();
  }

  send(frame: Uint8Array): void {
    // What is not written is told by the loss.
    if (!this.isLost) this.#greeted.socket.write(frame);
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const { socket, greeting } = this.#greeted;
    yield greeting;
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        const whole = this.guard.take(chunk);
        if (whole.length > 0) yield whole;
      }
      this.lose();
    } catch (error) {
      // The client would print it.
      this.lose(error instanceof Error ? error : undefined);
    }
  }
}

/** What the client speaks over: the wire that its options bring. */
export class WireTransport implements Transport {
  readonly lang = 'nats.js';
  readonly version = '3.4.0';
  #wire: NatsWire | undefined;
  readonly #opened = Promise.withResolvers<NatsWire>();

  get isClosed(): boolean {
    return this.#wire?.isLost ?? false;
  }

  async connect(_server: Server, options: ConnectionOptions): Promise<void> {
    const { wire } = options as WireOptions;
    this.#wire = wire;
    this.#opened.resolve(wire);
  }

  async *[Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    yield* (await this.#opened.promise).chunks();
  }

  isEncrypted(): boolean {
    return false;
  }

  send(frame: Uint8Array): void {
    this.#wire?.send(frame);
  }

  async close(error?: Error): Promise<void> {
    this.#wire?.lose(error);
  }

  disconnect(): void {
    this.#wire?.lose();
  }

  discard(): void {
    this.#wire?.lose();
  }

  async closed(): Promise<void | Error> {
    return (await this.#opened.promise).lost;
  }
}
