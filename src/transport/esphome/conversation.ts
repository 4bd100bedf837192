// A conversation with an ESPHome node over an open socket: greeting, key or password, what it has, and from then on every value as it
// changes. The node's own questions are answered here. Source: [esphome-api].
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '#core/clock.ts';
import { because, type Reason } from '#core/reason.ts';
import { clearFrames, keyIn, NodeFault, type NodeFrames, type NodeMessage, sealedFrames } from './frames.ts';
import {
  bare,
  commandMessage,
  entityKey,
  helloMessage,
  isPasswordRefused,
  type ListedEntity,
  type NodeInfo,
  type NodeValue,
  passwordMessage,
  readEntity,
  readHello,
  readInfo,
  readState,
  timeMessage,
  types,
} from './messages.ts';

/** What a conversation needs. */
export interface ConversationParts {
  readonly clock: Clock;
  /** Its key of 32 bytes as base64, or the password of an old node; undefined: none was given. */
  readonly secret: string | undefined;
  /** Hears how much came, bytes. */
  onHeard(bytes: number): void;
  /** A thing shows something else than before. Not called before the conversation has begun. */
  onNews(): void;
  /** It ended. Not called after `close`, nor before the conversation has begun. */
  onClosed(why: Reason): void;
}

/** Things that are read of one node; the fullest have a hundred. */
const mostEntities = 256;
/** Longest time of each step until everything is known, ms, and of all that comes until then, bytes. */
const stepMs = 8000;
const mostBefore = 1024 * 1024;
/** So long the first values may take, ms: each thing says one, or that it has none. */
const firstValuesMs = 1500;
/** How long a node may be busy before it counts as gone, ms. */
const pongMs = 5000;
/** The newest version of the API whose messages these are. */
const newestMajor = 2;
/** Bytes that wait for a node that takes none, at most: what it asks is answered with a few. */
const mostUntaken = 64 * 1024;
/** A clock that is before it was never set. */
const plausibleMs = Date.UTC(2025, 0, 1);

/** What of a socket a conversation needs. */
export type NodeSocket = Duplex & Pick<Socket, 'destroySoon'>;

/** A conversation that has begun. */
export class Conversation {
  readonly #socket: NodeSocket;
  readonly #parts: ConversationParts;
  readonly #frames: NodeFrames;
  readonly #entities: ListedEntity[] = [];
  readonly #keys = new Set<string>();
  readonly #values = new Map<string, NodeValue>();
  #info: NodeInfo | undefined;
  #awaited: { readonly type: number; readonly got: (message: NodeMessage) => void } | undefined;
  #pongs: (() => void)[] = [];
  #failed = Promise.withResolvers<never>();
  #hasBegun = false;
  #isOver = false;
  #heard = 0;
  /** Questions of the node in what came last: each is answered once. */
  readonly #asked = new Set<number>();
  #onReady: (() => void) | undefined;

  constructor(socket: NodeSocket, parts: ConversationParts) {
    this.#socket = socket;
    this.#parts = parts;
    const key = keyIn(parts.secret ?? '');
    this.#frames = key === undefined ? clearFrames() : sealedFrames(key);
    this.#failed.promise.catch(() => undefined);
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end(new NodeFault(because('link.hung-up'))));
  }

  /** Who the node is. */
  get info(): NodeInfo {
    if (this.#info === undefined) throw new TypeError('assertion: a conversation that has not begun');
    return this.#info;
  }

  get entities(): readonly ListedEntity[] {
    return this.#entities;
  }

  /** What a thing shows; undefined: it has not said anything yet. */
  valueOf(entity: ListedEntity): NodeValue | undefined {
    return this.#values.get(entityKey(entity));
  }

  /** Goes through all steps. Errors: {@link NodeFault}. */
  async begin(client: string): Promise<void> {
    const { secret } = this.#parts;
    this.#socket.write(this.#frames.begin());
    if (!this.#frames.isReady) await this.#within(new Promise<void>((resolve) => (this.#onReady = resolve)));
    this.#send(helloMessage(client));
    const hello = readHello(await this.#next(types.hello));
    if (hello === undefined || hello.major > newestMajor)
      throw new NodeFault(because('esphome.version', { major: hello?.major ?? 0 }));
    // Nodes without passwords do not answer this; those that have one accept nothing before it.
    this.#send(passwordMessage(keyIn(secret ?? '') === undefined ? (secret ?? '') : ''));
    this.#send(bare(types.deviceInfoRequest));
    this.#info = readInfo(await this.#next(types.deviceInfo));
    if (this.#info === undefined) throw new NodeFault(because('esphome.no-node'));
    this.#send(bare(types.listEntitiesRequest));
    await this.#next(types.entitiesDone);
    this.#send(bare(types.subscribeStatesRequest));
    await this.#firstValues();
    this.#hasBegun = true;
  }

  /** Resolves when the node has done everything that was sent to it; false if it is silent. */
  async ask(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.#parts.clock.after(pongMs, () => resolve(false));
    this.#pongs.push(() => resolve(true));
    this.#send(bare(types.pingRequest));
    const isThere = await promise;
    cancel();
    if (!isThere) this.#end(new NodeFault(because('esphome.silent', { seconds: pongMs / 1000 })));
    return isThere;
  }

  /** Sets a thing; false if there is no such thing, or it does not take this. */
  command(of: { readonly component: string; readonly object: string }, text: string): boolean {
    const entity = this.#entities.find(({ component, object }) => component === of.component && object === of.object);
    const message = entity === undefined ? undefined : commandMessage(entity, text);
    if (message !== undefined) this.#send(message);
    return message !== undefined;
  }

  close(): void {
    // One that takes nothing would never let it end.
    const isTaking = this.#socket.writableLength === 0;
    if (isTaking && !this.#isOver && this.#frames.isReady) this.#send(bare(types.disconnectRequest));
    this.#isOver = true;
    if (!isTaking) return void this.#socket.destroy();
    this.#socket.end();
    this.#socket.destroySoon();
  }

  /** One that takes nothing of what it asks for is ended. */
  #send(message: NodeMessage): void {
    if (this.#socket.destroyed || this.#isOver) return;
    if (this.#socket.writableLength > mostUntaken) return this.#end(new NodeFault(because('link.flooded')));
    this.#socket.write(this.#frames.pack(message));
  }

  /** Errors: {@link NodeFault}, also when a step takes too long. */
  async #within<T>(step: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const cancel = this.#parts.clock.after(stepMs, () =>
      late.reject(new NodeFault(because('esphome.silent', { seconds: stepMs / 1000 }))),
    );
    try {
      return await Promise.race([step, this.#failed.promise, late.promise]);
    } finally {
      cancel();
    }
  }

  #next(type: number): Promise<NodeMessage> {
    return this.#within(new Promise((got) => (this.#awaited = { type, got })));
  }

  async #firstValues(): Promise<void> {
    const { clock } = this.#parts;
    const untilMs = clock.monotonicMs() + firstValuesMs;
    while (this.#values.size < this.#entities.length && clock.monotonicMs() < untilMs)
      await this.#within(clock.sleep(20));
  }

  #take(bytes: Uint8Array): void {
    if (this.#isOver) return;
    this.#heard += bytes.length;
    try {
      if (!this.#hasBegun && this.#heard > mostBefore) throw new NodeFault(because('link.flooded'));
      const { messages, reply } = this.#frames.take(bytes);
      if (reply.length > 0) this.#socket.write(reply);
      this.#asked.clear();
      for (const message of messages) this.#hear(message);
      if (this.#frames.isReady) this.#onReady?.();
    } catch (thrown) {
      if (!(thrown instanceof NodeFault)) throw thrown;
      this.#end(thrown);
    }
    this.#parts.onHeard(bytes.length);
  }

  #hear(message: NodeMessage): void {
    switch (message.type) {
      case types.pingRequest:
        return this.#answer(types.pingRequest, () => bare(types.ping));
      case types.ping:
        return this.#pongs.shift()?.();
      case types.timeRequest:
        return this.#answer(types.timeRequest, () => this.#time());
      case types.connect:
        if (isPasswordRefused(message)) throw this.#passwordFault();
        return undefined;
      case types.disconnectRequest:
        this.#send(bare(types.disconnect));
        throw new NodeFault(because('esphome.goodbye'));
      case this.#awaited?.type: {
        const { got } = this.#awaited ?? {};
        this.#awaited = undefined;
        return got?.(message);
      }
      default:
        return this.#note(message);
    }
  }

  #passwordFault(): NodeFault {
    const why = because(this.#parts.secret === undefined ? 'esphome.no-password' : 'esphome.wrong-password');
    return new NodeFault(why, because('help.esphome-password'));
  }

  /** A node that asks without end in one breath asks once. */
  #answer(question: number, make: () => NodeMessage | undefined): void {
    const message = this.#asked.has(question) ? undefined : make();
    this.#asked.add(question);
    if (message !== undefined) this.#send(message);
  }

  #time(): NodeMessage | undefined {
    const atMs = this.#parts.clock.nowMs();
    return atMs > plausibleMs ? timeMessage(atMs) : undefined;
  }

  /** Lists a thing, or notes what one shows. */
  #note(message: NodeMessage): void {
    const state = readState(message);
    if (state !== undefined) {
      if (!this.#keys.has(state.of)) return;
      const isNews = this.#values.get(state.of) !== state.value;
      this.#values.set(state.of, state.value);
      if (isNews && this.#hasBegun) this.#parts.onNews();
      return;
    }
    const entity = this.#info === undefined || this.#hasBegun ? undefined : readEntity(message, this.#info);
    if (entity === undefined || this.#entities.length >= mostEntities) return;
    this.#entities.push({ ...entity, object: this.#freeObject(entity) });
    this.#keys.add(entityKey(entity));
  }

  /** Things of devices behind one node may have the same name. */
  #freeObject({ component, object }: ListedEntity): string {
    const taken = new Set(this.#entities.filter((one) => one.component === component).map((one) => one.object));
    for (let count = 1; ; count += 1) {
      const free = count === 1 ? object : `${object}_${count}`;
      if (!taken.has(free)) return free;
    }
  }

  #end(fault: NodeFault): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.destroy();
    this.#failed.reject(fault);
    if (this.#hasBegun) this.#parts.onClosed(fault.why);
  }
}
