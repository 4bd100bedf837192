// The client side of OCPP-J for emulated charge points: one call at a time, and transactions that wait while it is offline. Source: OCPP-J 1.6.
import { WebSocket } from 'ws';
import type { Clock } from '#core/clock.ts';

type Payload = Readonly<Record<string, unknown>>;

/** What it needs. */
export interface OcppClientOptions {
  readonly server: string;
  readonly identity: string;
  readonly password?: string | undefined;
  readonly clock: Clock;
  onOpen(): Promise<void>;
  /** Undefined: it does not know that. */
  onCall(action: string, payload: Payload): Payload | undefined;
}

/** A client. */
export interface OcppClient {
  readonly isConnected: boolean;
  readonly errors: readonly string[];
  /** Rejects without a connection, or if it is refused. */
  call(action: string, payload: Payload): Promise<Payload>;
  /** Told as soon as there is a connection, in order. */
  keepAndCall(action: string, payload: Payload | (() => Payload)): Promise<Payload>;
  setOffline(isOffline: boolean): void;
  reconnect(): void;
  close(): void;
}

interface Kept {
  readonly action: string;
  readonly payload: Payload | (() => Payload);
  readonly reply: PromiseWithResolvers<Payload>;
}

const againMs = 300;
const objectOf = (value: unknown): Payload => (typeof value === 'object' && value !== null ? { ...value } : {});

class Client implements OcppClient {
  readonly errors: string[] = [];
  readonly #options: OcppClientOptions;
  readonly #waiting = new Map<string, PromiseWithResolvers<Payload>>();
  readonly #kept: Kept[] = [];
  #socket: WebSocket | undefined;
  #count = 0;
  #isOffline = false;
  #isEnded = false;
  #isTelling = false;
  #isBooted = false;
  #stopWaiting = (): void => undefined;

  constructor(options: OcppClientOptions) {
    this.#options = options;
    this.#join();
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  call(action: string, payload: Payload): Promise<Payload> {
    if (!this.isConnected) return Promise.reject(new Error('offline'));
    this.#count += 1;
    const id = `${this.#options.identity}-${this.#count}`;
    const reply = Promise.withResolvers<Payload>();
    this.#waiting.set(id, reply);
    this.#socket?.send(JSON.stringify([2, id, action, payload]));
    return reply.promise;
  }

  keepAndCall(action: string, payload: Payload | (() => Payload)): Promise<Payload> {
    const reply = Promise.withResolvers<Payload>();
    this.#kept.push({ action, payload, reply });
    void this.#tellKept();
    return reply.promise;
  }

  setOffline(isOffline: boolean): void {
    this.#isOffline = isOffline;
    this.#stopWaiting();
    if (isOffline) this.#socket?.terminate();
    else this.#join();
  }

  reconnect(): void {
    this.#socket?.terminate();
  }

  close(): void {
    this.#isEnded = true;
    this.#stopWaiting();
    this.#socket?.terminate();
  }

  async #tellKept(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      while (this.#isBooted) {
        const [first] = this.#kept;
        if (first === undefined) break;
        const { action, payload, reply } = first;
        reply.resolve(await this.call(action, typeof payload === 'function' ? payload() : payload));
        this.#kept.shift();
        // What follows from the answer comes first.
        await Promise.resolve();
      }
    } catch {
      // The connection is gone: it is told again when it is back.
    } finally {
      this.#isTelling = false;
    }
  }

  #hear(text: string): void {
    const parsed: unknown = JSON.parse(text);
    const parts: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
    const [type, id, third, fourth] = parts;
    if (type === 2) {
      const answer = this.#options.onCall(String(third), objectOf(fourth));
      const reply = answer === undefined ? [4, id, 'NotImplemented', '', {}] : [3, id, answer];
      this.#socket?.send(JSON.stringify(reply));
      return;
    }
    const reply = this.#waiting.get(String(id));
    this.#waiting.delete(String(id));
    if (type === 3) reply?.resolve(objectOf(third));
    if (type !== 4) return;
    this.errors.push(String(third));
    reply?.reject(new Error(String(third)));
  }

  async #opened(): Promise<void> {
    await this.#options.onOpen();
    this.#isBooted = true;
    await this.#tellKept();
  }

  #join(): void {
    const isThere = this.#socket !== undefined && this.#socket.readyState < WebSocket.CLOSING;
    if (this.#isOffline || this.#isEnded || isThere) return;
    const { server, identity, password, clock } = this.#options;
    const authorization = `Basic ${Buffer.from(`${identity}:${password ?? ''}`).toString('base64')}`;
    const headers = password === undefined ? {} : { authorization };
    const made = new WebSocket(server, ['ocpp1.6'], { headers });
    this.#socket = made;
    made.on('open', () => {
      this.#opened().catch(() => undefined);
    });
    made.on('message', (data: Buffer) => this.#hear(data.toString()));
    made.on('error', (error) => this.errors.push(error.message));
    made.on('close', () => {
      this.#isBooted = false;
      for (const { reject } of this.#waiting.values()) reject(new Error('closed'));
      this.#waiting.clear();
      if (!this.#isEnded && this.#socket === made) this.#stopWaiting = clock.after(againMs, () => this.#join());
    });
  }
}

/** Connects, and connects again whenever the connection is lost. */
export const makeOcppClient = (options: OcppClientOptions): OcppClient => new Client(options);
