// A connection to an MQTT broker that reconnects automatically: every attempt is a fresh MQTT.js client, while subscriptions and
// unacknowledged messages live here and go out again after each connect (QoS 1: at least once).
import { because, said } from '#core/reason.ts';
import { connect as connectTcp, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { type IClientOptions, MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { MessageCounts, MessageLink, PublishOptions, SubscribeOptions, TopicMessage } from '#core/message-link.ts';
import type { Random } from '#core/random.ts';
import type { Secret } from '#core/secrets.ts';
import { Outbox } from './outbox.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';
import { limitPackets } from './packet-limit.ts';
import { openFailure } from './port-failure.ts';
import { isTopic, topicMatches } from '#core/topic-filter.ts';
import './small-packets.ts';

/** The part of the address an MQTT link needs. */
export type MqttAddress = Extract<LinkAddress, { scheme: 'mqtt' }>;

/** What a TLS connection to a broker needs besides: PEM. */
export interface MqttTls {
  /** Who signed its certificate; absent: the authorities this program knows. */
  readonly ca?: string | undefined;
  /** Our own certificate and its key, for a broker that asks who is there. */
  readonly cert?: string | undefined;
  readonly key?: Secret | undefined;
}

/** What every MQTT link needs. */
export interface MqttLinkOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Names the session that the broker keeps while this side is away; one for each installation. */
  readonly clientId: string;
  readonly password?: Secret;
  readonly tls?: MqttTls | undefined;
  /** What the broker says, and keeps, when this side is gone without a word. */
  readonly will?: { readonly topic: string; readonly payload: string } | undefined;
  /** Whether the broker forgets the session with the connection: what it would have said in the meantime is not heard. */
  readonly forgets?: boolean | undefined;
  /** First and longest pause before it connects again, ms; absent: a second, and a minute. */
  readonly pause?: { readonly firstMs: number; readonly longestMs: number } | undefined;
  /** Called with what the broker denies. */
  readonly log?: { warn(message: string): void };
}

/** How an MQTT link reaches its broker. */
interface MqttTransport {
  readonly name: string;
  readonly username?: string;
  /** Whether the broker forgets the session with the connection. */
  readonly clean: boolean;
  open(): Duplex;
}

/** An MQTT link; it connects when asked to. */
export interface MqttLink extends MessageLink {
  /**
   * Starts connecting; from then on the link reconnects automatically until it is closed. Resolves with the first
   * connection, rejects when the first attempt fails. Errors: `broker.refused`, `link.unavailable`.
   */
  connect(): Promise<void>;
  /** What it has carried; a message that nobody here subscribed to counts too. */
  counts(): MessageCounts;
}

type OnMessage = (message: TopicMessage) => void;
interface Handler {
  readonly onMessage: OnMessage;
  readonly kept?: (() => Promise<void>) | undefined;
}
type OnState = (isConnected: boolean, failure?: SolsteadError) => void;

/** Longest packets: also a picture that somebody has left at an outside broker; nothing but short ones before it let us in. */
const packetLimits = { bytes: 16 * 1024 * 1024, firstBytes: 1024 } as const;
const usualPause = { firstMs: 1000, longestMs: 60_000 } as const;
const connectMs = 10_000;
const keepAliveS = 30;
/** Longest time a goodbye may take, ms. */
const endMs = 500;

/** A link to an outside broker. Errors: `link.forbidden`. */
export function makeMqttLink(address: MqttAddress, options: MqttLinkOptions): MqttLink {
  const { host, port, tls, username } = address;
  assertDeviceHost(formatAddress(address), host);
  const open = (): Duplex => {
    // Where a rented computer asks for its own keys there is no broker.
    const lookup = deviceLookup();
    if (!tls) return connectTcp({ host, port, lookup, noDelay: true, keepAlive: true });
    // An address is no name to be asked for. Source: RFC 6066, section 3.
    const name = isIP(host) === 0 ? { servername: host } : {};
    const { key, ...shown } = options.tls ?? {};
    const own = { ...shown, key: key?.reveal() };
    return connectTls({ host, port, lookup, minVersion: 'TLSv1.2', ...name, ...own }).setNoDelay(true);
  };
  const account = username === undefined ? {} : { username };
  return new ReconnectingMqttLink(
    { name: formatAddress(address), clean: options.forgets === true, open, ...account },
    options,
  );
}

class ReconnectingMqttLink implements MqttLink {
  readonly name: string;
  readonly #transport: MqttTransport;
  readonly #options: MqttLinkOptions;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #outbox: Outbox;
  readonly #listeners = new Set<OnState>();
  readonly #counted = { received: 0, sent: 0 };
  readonly #refused = { connection: 0, publish: 0, subscribe: 0, slow: 0 };
  #client: MqttClient | undefined;
  #first: PromiseWithResolvers<void> | undefined;
  #cancelPause = (): void => undefined;
  #attempts = 0;
  #isConnected = false;
  #isClosed = false;
  /** Subscriptions of this connection that the broker has not granted yet. */
  #asked = 0;
  /** What the listeners were told last: `connected`, a code of an error, or nothing. */
  #reported: string | undefined;

  constructor(transport: MqttTransport, options: MqttLinkOptions) {
    this.name = transport.name;
    this.#transport = transport;
    this.#options = options;
    this.#outbox = new Outbox(transport.name, options.clock);
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  async connect(): Promise<void> {
    if (this.#isClosed) throw this.#closedError();
    if (this.#first === undefined) {
      this.#first = Promise.withResolvers();
      this.#attempt();
    }
    await this.#first.promise;
  }

  subscribe(filter: string, onMessage: OnMessage, { kept }: SubscribeOptions = {}): () => void {
    const handler: Handler = { onMessage, kept };
    const handlers = this.#handlers.get(filter) ?? new Set();
    this.#handlers.set(filter, handlers.add(handler));
    // Also for a filter that is subscribed already: only then does the broker send its retained messages to the new subscriber.
    if (this.#isConnected) this.#requestTopic(filter);
    return () => {
      handlers.delete(handler);
      if (handlers.size > 0 || this.#handlers.get(filter) !== handlers) return;
      this.#handlers.delete(filter);
      if (this.#isConnected) this.#client?.unsubscribe(filter);
    };
  }

  async publish(
    topic: string,
    payload: Uint8Array | string,
    { retain = false, qos = 1 }: PublishOptions = {},
  ): Promise<void> {
    if (!isTopic(topic)) throw new TypeError(`assertion: "${topic}" is not a topic`);
    if (this.#isClosed) throw this.#closedError();
    const added = this.#outbox.add({ topic, payload: Buffer.from(payload), retain, qos });
    this.#sendWaiting();
    await added.catch((error: unknown) => {
      this.#refused.publish += 1;
      throw error;
    });
    this.#counted.sent += 1;
  }

  counts(): MessageCounts {
    return { ...this.#counted, refused: { ...this.#refused }, waiting: this.#outbox.size };
  }

  onState(onState: OnState): () => void {
    const listener: OnState = (isConnected, failure) => onState(isConnected, failure);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelPause();
    this.#outbox.fail(this.#closedError());
    await this.#goodbye();
  }

  #attempt(): void {
    this.#attempts += 1;
    let failure: SolsteadError | undefined;
    const client = new MqttClient(() => {
      const stream = limitPackets(this.#transport.open(), packetLimits);
      stream.once('error', (thrown) => (failure ??= this.#failureOf(thrown)));
      stream.once('close', () => this.#onLost(client, failure));
      return stream;
    }, this.#clientOptions());
    this.#client = client;
    client.on('connect', () => this.#onConnected());
    const confirm = this.#confirming(client);
    client.on('packetreceive', (packet) => {
      if (packet.cmd !== 'publish' || packet.qos !== 1) return;
      // MQTT.js confirms a message before it takes the next: here many wait for one write to the disk, so it is confirmed here.
      packet.qos = 0;
      if (packet.messageId !== undefined) confirm.expect(packet, packet.messageId);
    });
    client.on('message', (topic, payload, packet) => {
      confirm.when(packet, this.#deliver({ topic, payload, retained: packet.retain }));
    });
    client.on('error', (thrown) => {
      failure ??= this.#failureOf(thrown);
      client.end(true);
    });
  }

  #clientOptions(): IClientOptions {
    const { clientId, password, will } = this.#options;
    const { clean, username } = this.#transport;
    return {
      clientId,
      clean,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password: password.reveal() }),
      ...(will === undefined ? {} : { will: { ...will, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
      protocolVersion: 4,
      keepalive: keepAliveS,
      connectTimeout: connectMs,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
    };
  }

  #onConnected(): void {
    this.#attempts = 0;
    this.#isConnected = true;
    this.#asked = 0;
    this.#outbox.restart();
    for (const filter of this.#handlers.keys()) this.#requestTopic(filter);
    if (this.#handlers.size === 0) this.#onReady();
  }

  /** The subscriptions are granted: from now on answers to what is published will arrive. */
  #onReady(): void {
    if (this.#reported !== 'connected') {
      this.#reported = 'connected';
      this.#first?.resolve();
      for (const listener of this.#listeners) listener(true);
    }
    this.#sendWaiting();
  }

  #onLost(client: MqttClient, failure?: SolsteadError): void {
    client.end(true);
    const wasConnected = this.#isConnected;
    this.#isConnected = false;
    if (this.#isClosed) return;
    const why = wasConnected ? because('mqtt.lost') : because('mqtt.hung-up');
    const reason = failure ?? new SolsteadError('link.unavailable', { at: this.name, why });
    if (!wasConnected) this.#refused.connection += 1;
    this.#first?.reject(reason);
    if (this.#reported !== reason.code) {
      this.#reported = reason.code;
      for (const listener of this.#listeners) listener(false, reason);
    }
    const { firstMs, longestMs } = this.#options.pause ?? usualPause;
    const most = Math.min(longestMs, firstMs * 2 ** Math.min(this.#attempts + 1, 10));
    const pauseMs = firstMs + this.#options.random() * (most - firstMs);
    this.#cancelPause = this.#options.clock.after(pauseMs, () => this.#attempt());
  }

  #sendWaiting(): void {
    const client = this.#client;
    if (!this.#isConnected || this.#asked > 0) return;
    this.#outbox.flush(({ topic, payload, retain, qos }, onTaken) => {
      client?.publish(topic, payload, { qos, retain }, (thrown) => {
        // Without an acknowledgement it stays and goes out again after the next connect.
        if (thrown === undefined || thrown === null) onTaken();
      });
    });
  }

  #requestTopic(filter: string): void {
    const client = this.#client;
    this.#asked += 1;
    client?.subscribe(filter, { qos: 1 }, (thrown) => {
      if (client !== this.#client || !this.#isConnected) return;
      if (thrown !== null) {
        this.#refused.subscribe += 1;
        this.#options.log?.warn(`${this.name}: the broker denies ${filter}`);
      }
      this.#asked -= 1;
      if (this.#asked === 0) this.#onReady();
    });
  }

  /** Hands a message on; what comes back resolves when all who promise to keep it do. */
  #deliver(message: TopicMessage): readonly (() => Promise<void>)[] {
    this.#counted.received += 1;
    const kept: (() => Promise<void>)[] = [];
    for (const [filter, handlers] of this.#handlers) {
      if (!topicMatches(filter, message.topic)) continue;
      for (const handler of handlers) {
        handler.onMessage(message);
        if (handler.kept !== undefined) kept.push(handler.kept);
      }
    }
    return kept;
  }

  /** Confirms the messages of one connection, in their order, each when it is kept; one that is not ends the connection. */
  #confirming(client: MqttClient) {
    const ids = new WeakMap<object, number>();
    let latest: Promise<void> = Promise.resolve();
    return {
      expect: (packet: object, id: number) => void ids.set(packet, id),
      when: (packet: object, kept: readonly (() => Promise<void>)[]): void => {
        const messageId = ids.get(packet);
        if (messageId === undefined) return;
        const all = Promise.all(kept.map((one) => one()));
        const before = latest;
        latest = (async () => {
          await Promise.all([before, all]);
          if (client.stream.writable) client.stream.write(mqttPacket.generate({ cmd: 'puback', messageId }));
        })();
        latest.catch((error: unknown) => {
          this.#options.log?.warn(`${this.name}: a message could not be kept, and comes again: ${messageOf(error)}`);
          client.end(true);
        });
      },
    };
  }

  async #goodbye(): Promise<void> {
    const client = this.#client;
    const wasConnected = this.#isConnected;
    this.#isConnected = false;
    if (client === undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(endMs, () => client.end(true, () => resolve()));
    client.end(!wasConnected, () => resolve());
    await promise;
    cancel();
  }

  /** Names what went wrong by code; MQTT.js gives the broker's return code as a number (3.1.1, table 3.1). */
  #failureOf(thrown: Error): SolsteadError {
    const code = 'code' in thrown ? thrown.code : undefined;
    if (code === 4 || code === 5) return new SolsteadError('broker.refused', { at: this.name, cause: thrown });
    if (typeof code === 'string') return openFailure(this.name, thrown);
    return new SolsteadError('link.unavailable', { at: this.name, why: said(thrown), cause: thrown });
  }

  #closedError(): SolsteadError {
    return new SolsteadError('link.closed', { at: this.name, why: because('link.was-closed') });
  }
}
