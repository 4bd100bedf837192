// A connection to an MQTT broker that reconnects automatically: every attempt is a fresh MQTT.js client, while subscriptions and
// unacknowledged messages live here and go out again after each connect (QoS 1: at least once).
import { because, type Reason, said } from '#core/reason.ts';
import { connect as connectTcp, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { type IClientOptions, MqttClient } from 'mqtt';
import mqttPacket, { type Packet } from 'mqtt-packet';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { MessageCounts, MessageLink, PublishOptions, SubscribeOptions, TopicMessage } from '#core/message-link.ts';
import type { Random } from '#core/random.ts';
import type { Secret } from '#core/secrets.ts';
import { ExactSender, exactIds } from './exactly-once.ts';
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
  /** Where it waits before it connects again, it does so now. */
  hurry(): void;
  /** What it has carried; a message that nobody here subscribed to counts too. */
  counts(): MessageCounts;
}

type OnMessage = (message: TopicMessage) => void;
interface Handler {
  readonly onMessage: OnMessage;
  readonly kept?: (() => Promise<void>) | undefined;
  readonly qos: 1 | 2;
}
type OnState = (isConnected: boolean, failure?: SolsteadError) => void;
/** What a broker is told of a message that has arrived. */
interface Confirmation {
  readonly cmd: 'puback' | 'pubrec';
  readonly messageId: number;
}

/** Packet ids that MQTT.js gives out by itself: others are those of messages of QoS 2. */
function ownIds(): NonNullable<IClientOptions['messageIdProvider']> {
  let last = 0;
  return {
    allocate: () => (last = (last % (exactIds.own - 1)) + 1),
    getLastAllocated: () => (last === 0 ? null : last),
    register: () => true,
    deallocate: () => undefined,
    clear: () => undefined,
  };
}

/** Longest packets: also a picture that somebody has left at an outside broker; nothing but short ones before it let us in. */
const packetLimits = { bytes: 16 * 1024 * 1024, firstBytes: 1024 } as const;
const usualPause = { firstMs: 1000, longestMs: 60_000 } as const;
const connectMs = 10_000;
const keepAliveS = 30;
/** Longest time a goodbye may take, ms. */
const endMs = 500;
/** A subscription that ended is given up after so long, ms: the link may be about to end. */
const leaveMs = 2000;

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
  /** Filters that are about to be given up. */
  readonly #leaving = new Map<string, PromiseWithResolvers<void>>();
  readonly #outbox: Outbox;
  readonly #exact: ExactSender;
  /** Ids of messages of QoS 2 that were handed over, until the broker lets go of them. */
  readonly #held = new Set<number>();
  readonly #listeners = new Set<OnState>();
  readonly #counted = { received: 0, sent: 0 };
  readonly #refused = { connection: 0, publish: 0, subscribe: 0, slow: 0, fast: 0 };
  #client: MqttClient | undefined;
  #first: PromiseWithResolvers<void> | undefined;
  #cancelPause = (): void => undefined;
  #isPausing = false;
  #attempts = 0;
  #isConnected = false;
  #isClosed = false;
  #isReady = false;
  /** Subscriptions of this connection that the broker has not granted yet. */
  #asked = 0;
  /** What the listeners were told last: `connected`, what an error says, or nothing. */
  #reported: string | undefined;
  /** Why there is no connection. */
  #failure: SolsteadError | undefined;

  constructor(transport: MqttTransport, options: MqttLinkOptions) {
    this.name = transport.name;
    this.#transport = transport;
    this.#options = options;
    this.#exact = new ExactSender(transport.name);
    this.#outbox = new Outbox(transport.name, options.clock, () => this.#failure);
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

  hurry(): void {
    if (!this.#isPausing || this.#isClosed) return;
    this.#cancelPause();
    this.#attempt();
  }

  subscribe(filter: string, onMessage: OnMessage, options: SubscribeOptions = {}): () => void {
    const { kept, qos = 1, endsWithLink = false } = options;
    const handler: Handler = { onMessage, kept, qos };
    const handlers = this.#handlers.get(filter) ?? new Set();
    this.#handlers.set(filter, handlers.add(handler));
    this.#leaving.get(filter)?.resolve();
    this.#leaving.delete(filter);
    // Also for a filter that is subscribed already: only then does the broker send its retained messages to the new subscriber.
    if (this.#isConnected) this.#requestTopic(filter);
    return () => {
      handlers.delete(handler);
      if (handlers.size > 0 || this.#handlers.get(filter) !== handlers) return;
      this.#handlers.delete(filter);
      this.#leave(filter, endsWithLink);
    };
  }

  async publish(
    topic: string,
    payload: Uint8Array | string,
    { retain = false, onSend, qos = onSend === undefined ? 1 : 0, number }: PublishOptions = {},
  ): Promise<void> {
    if (!isTopic(topic)) throw new TypeError(`assertion: "${topic}" is not a topic`);
    if (this.#isClosed) throw this.#closedError();
    if (onSend !== undefined && !this.#isConnected)
      throw new SolsteadError('link.closed', { at: this.name, why: because('broker.no-connection') });
    const message = { topic, payload: Buffer.from(payload), retain };
    const added =
      qos === 2 && onSend === undefined
        ? this.#exact.send(message, number)
        : this.#outbox.add({ ...message, qos, onSend });
    this.#sendWaiting();
    await added.catch((error: unknown) => {
      this.#refused.publish += 1;
      throw error;
    });
    this.#counted.sent += 1;
  }

  counts(): MessageCounts {
    return { ...this.#counted, refused: { ...this.#refused }, waiting: this.#outbox.size + this.#exact.size };
  }

  release(upTo: number): void {
    this.#exact.release(upTo);
  }

  recover(from: number, to: number): void {
    this.#exact.recover(from, to);
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
    this.#exact.fail(this.#closedError());
    await this.#goodbye();
  }

  #attempt(): void {
    this.#isPausing = false;
    this.#attempts += 1;
    let failure: SolsteadError | undefined;
    const client = new MqttClient(() => {
      const stream = limitPackets(this.#transport.open(), packetLimits);
      stream.once('error', (thrown) => (failure ??= this.#failureOf(thrown)));
      stream.once('close', () => this.#onLost(client, failure));
      return stream;
    }, this.#clientOptions());
    this.#client = client;
    client.on('connect', ({ sessionPresent }) => this.#onConnected(sessionPresent));
    const confirm = this.#confirming(client);
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'pubrec' || packet.cmd === 'pubcomp') this.#exact.hear(packet);
      if (packet.cmd === 'pubrel') this.#letGo(client, packet);
      if (packet.cmd !== 'publish' || packet.qos === 0) return;
      const cmd = packet.qos === 1 ? 'puback' : 'pubrec';
      // MQTT.js confirms a message before it takes the next: here many wait for one write to the disk, so it is confirmed here.
      packet.qos = 0;
      if (packet.messageId !== undefined) confirm.expect(packet, { cmd, messageId: packet.messageId });
    });
    client.on('message', (topic, payload, packet) => {
      // One that came before is confirmed again, and not handed over.
      const isNew = !this.#held.has(confirm.exactIdOf(packet) ?? 0);
      // Nobody means a topic that is no UTF-8. A broker that passes it on would say it again on each connection that ended for it.
      confirm.when(
        packet,
        isNew && !topic.includes('\uFFFD') ? this.#deliver({ topic, payload, retained: packet.retain }) : [],
      );
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
      messageIdProvider: ownIds(),
    };
  }

  #onConnected(hasSession: boolean): void {
    if (!hasSession) this.#held.clear();
    this.#attempts = 0;
    this.#isConnected = true;
    this.#asked = 0;
    this.#outbox.restart();
    for (const filter of this.#handlers.keys()) this.#requestTopic(filter);
    if (this.#handlers.size === 0) this.#onReady();
  }

  /** The subscriptions are granted: from now on answers to what is published will arrive. */
  #onReady(): void {
    this.#failure = undefined;
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
    this.#exact.lost();
    this.#isReady = false;
    if (this.#isClosed) return;
    if (wasConnected) this.#outbox.lost();
    const why = wasConnected ? because('mqtt.lost') : because('mqtt.hung-up');
    const reason = failure ?? new SolsteadError('link.unavailable', { at: this.name, why });
    if (!wasConnected) this.#refused.connection += 1;
    this.#first?.reject(reason);
    this.#failure = reason;
    // Why it cannot come back may be another reason than why it was lost.
    if (this.#reported !== reason.message) {
      this.#reported = reason.message;
      for (const listener of this.#listeners) listener(false, reason);
    }
    const { firstMs, longestMs } = this.#options.pause ?? usualPause;
    const most = Math.min(longestMs, firstMs * 2 ** Math.min(this.#attempts + 1, 10));
    const pauseMs = firstMs + this.#options.random() * (most - firstMs);
    this.#isPausing = true;
    this.#cancelPause = this.#options.clock.after(pauseMs, () => this.#attempt());
  }

  #sendWaiting(): void {
    const client = this.#client;
    if (!this.#isConnected || this.#asked > 0) return;
    if (!this.#isReady) {
      this.#isReady = true;
      this.#exact.opened((packet) => {
        if (client?.stream.writable === true) client.stream.write(mqttPacket.generate(packet));
      });
    }
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
    const qos = [...(this.#handlers.get(filter) ?? [])].some((one) => one.qos === 2) ? 2 : 1;
    client?.subscribe(filter, { qos }, (thrown) => {
      if (client !== this.#client || !this.#isConnected) return;
      if (thrown !== null) {
        this.#refused.subscribe += 1;
        this.#options.log?.warn(`${this.name}: the broker denies ${filter}`);
      }
      this.#asked -= 1;
      if (this.#asked === 0) this.#onReady();
    });
  }

  /** The broker is done with a message of QoS 2. */
  #letGo(client: MqttClient, packet: Packet): void {
    const { messageId = 0 } = packet;
    this.#held.delete(messageId);
    if (client.stream.writable) client.stream.write(mqttPacket.generate({ cmd: 'pubcomp', messageId }));
    // MQTT.js would answer as well, and throws where its connection is ending: it is left with one that means nothing to it.
    Object.assign(packet, { cmd: 'pubcomp', messageId: 0xffff });
  }

  /** Gives a filter up, a little later: who closes the link in the meantime finds in the session what came after this. */
  #leave(filter: string, endsWithLink: boolean): void {
    const leaving = Promise.withResolvers<void>();
    this.#leaving.set(filter, leaving);
    if (endsWithLink) return;
    this.#options.clock.after(leaveMs, () => {
      if (this.#isClosed || this.#leaving.get(filter) !== leaving) return;
      this.#leaving.delete(filter);
      leaving.resolve();
      if (this.#isConnected) this.#client?.unsubscribe(filter);
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
    // For somebody who has just left: it is confirmed if the subscription ends, and not if the link does.
    for (const [filter, left] of this.#leaving) if (topicMatches(filter, message.topic)) kept.push(() => left.promise);
    return kept;
  }

  /** Confirms the messages of one connection, in their order, each when it is kept; one that is not ends the connection. */
  #confirming(client: MqttClient) {
    const answers = new WeakMap<object, Confirmation>();
    let latest: Promise<void> = Promise.resolve();
    return {
      expect: (packet: object, answer: Confirmation) => void answers.set(packet, answer),
      /** The id of a message of QoS 2. */
      exactIdOf(packet: object): number | undefined {
        const { cmd, messageId } = answers.get(packet) ?? {};
        return cmd === 'pubrec' ? messageId : undefined;
      },
      when: (packet: object, kept: readonly (() => Promise<void>)[]): void => {
        const answer = answers.get(packet);
        if (answer === undefined) return;
        // From now on it is known: it may come again before it is confirmed.
        if (answer.cmd === 'pubrec') this.#held.add(answer.messageId);
        const all = Promise.all(kept.map((one) => one()));
        const before = latest;
        latest = (async () => {
          await Promise.all([before, all]);
          if (client.stream.writable) client.stream.write(mqttPacket.generate(answer));
        })();
        latest.catch((error: unknown) => {
          if (answer.cmd === 'pubrec') this.#held.delete(answer.messageId);
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
    const why = code === undefined && !this.#isConnected ? strangerReason(thrown) : said(thrown);
    return new SolsteadError('link.unavailable', { at: this.name, why, cause: thrown });
  }

  #closedError(): SolsteadError {
    return new SolsteadError('link.closed', { at: this.name, why: because('link.was-closed') });
  }
}

/** Why nothing came that a broker says first. MQTT.js has words and no codes for it. */
const strangerReason = (thrown: Error): Reason =>
  thrown.message === 'connack timeout' ? because('host.silent') : because('host.other-server', { protocol: 'MQTT' });
