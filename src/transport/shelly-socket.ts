// The WebSocket that a Shelly of the second generation or later opens itself: its frames become messages of the broker, as if it had come
// over MQTT with the same account, so that rules, bounds and dialect are the same. Source: Shelly API, Outbound WebSocket; [shelly-rpc].
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import mqttPacket, { type Packet } from 'mqtt-packet';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '#core/clock.ts';
import { isTopic } from '#core/topic-filter.ts';
import { besideBound } from './beside-bound.ts';
import type { BrokerVisit } from './broker-sessions.ts';
import { boundStranger, type MqttUpgrade } from './broker-websocket.ts';
import { streamPair } from './stream-pair.ts';

/** The account that the address of a device names, and the prefix of its topics; absent: its own id. */
export interface ShellyAccount {
  readonly username: string;
  readonly password: string;
  readonly prefix?: string | undefined;
}

/** What the way needs. */
export interface ShellyWayOptions {
  readonly clock: Pick<Clock, 'after' | 'every' | 'monotonicMs'>;
  /** Takes a client of the broker. */
  take(stream: Duplex, visit: BrokerVisit): void;
  /** Whether a client of this account besides this one listens to exactly this topic: the device is there over MQTT as well. */
  isHeardBeside(account: { readonly username: string; readonly clientId: string }, topic: string): boolean;
  /** Bytes that are taken before an account is known. */
  readonly firstBytes: number;
}

/** Longest frame, bytes; a whole status of the largest device is below 8 KiB, a page of what it stored below 40 KiB. */
const longestFrame = 65_536;
/** Unsent bytes beyond which a device that takes nothing is ended. */
const mostUnsent = 256 * 1024;
/** How long it may take to say who it is; how often it is asked whether it is there, ms. */
const [helloMs, pingMs] = [20_000, 30_000];
/** Questions without an answer until it counts as gone. */
const mostUnanswered = 2;
/** Source: RFC 6455, 7.4.1. */
const refusedCode = 1008;
/** Heads and masks of frames. */
const frameBytes = 1024;

/** What of a frame decides where it goes. */
interface Frame {
  readonly src: string;
  readonly dst: string;
  readonly isNotification: boolean;
}

/** Ids of devices: nothing of them has a meaning in a topic. */
const idPattern = /^[\w.-]{1,64}$/;

function readFrame(text: string): Frame | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // No frame: a device is not ended for one that was cut off.
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const { src, dst, method }: { src?: unknown; dst?: unknown; method?: unknown } = parsed;
  if (typeof src !== 'string' || !idPattern.test(src)) return undefined;
  return {
    src,
    dst: typeof dst === 'string' ? dst : '',
    isNotification: typeof method === 'string' && method.startsWith('Notify'),
  };
}

/** One device on its socket, as a client of the broker. */
class ShellyClient {
  readonly #options: ShellyWayOptions;
  readonly #socket: WebSocket;
  readonly #account: ShellyAccount;
  readonly #broker: Duplex;
  readonly #parser = mqttPacket.parser({ protocolVersion: 4 });
  readonly #endings: (() => void)[];
  /** Who it is, by its first frame. */
  #src: string | undefined;
  #isKnown = false;
  /** What it said before its account was known. */
  #early: string[] = [];
  #unanswered = 0;
  #lastId = 0;
  readonly #isTooMuch: () => boolean;

  constructor(socket: WebSocket, broker: Duplex, { options, account }: ShellyClientParts) {
    this.#options = options;
    this.#socket = socket;
    this.#account = account;
    this.#broker = broker;
    const { clock } = options;
    this.#isTooMuch = besideBound(clock);
    this.#endings = [
      clock.every(pingMs, () => this.#ping()),
      clock.after(helloMs, () => this.#src === undefined && socket.terminate()),
    ];
    this.#parser.on('packet', (packet) => this.#take(packet));
    this.#parser.on('error', () => socket.terminate());
    broker.on('data', (part: Buffer) => void this.#parser.parse(part));
    broker.on('error', () => undefined);
    broker.once('close', () => socket.close(refusedCode, 'the broker ended it'));
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) socket.terminate();
      else this.#hear(data.toString());
    });
    socket.on('pong', () => {
      this.#unanswered = 0;
      this.#passOver();
    });
    socket.on('ping', () => this.#passOver());
    socket.on('error', () => undefined);
    socket.once('close', () => this.#leave());
  }

  get #prefix(): string {
    return this.#account.prefix ?? this.#src ?? '';
  }

  get #clientId(): string {
    return `websocket-${this.#src ?? ''}`;
  }

  #send(packet: Packet): void {
    if (this.#broker.destroyed || this.#broker.write(mqttPacket.generate(packet)) || this.#socket.isPaused) return;
    // It says more than the broker takes: nothing is read from it until that is done.
    this.#socket.pause();
    this.#broker.once('drain', () => this.#socket.resume());
  }

  /** The account is asked for as soon as it is known which device it is. */
  #sayHello(): void {
    const { username, password } = this.#account;
    const connect = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 0 } as const;
    this.#send({ ...connect, clientId: this.#clientId, username, password: Buffer.from(password) });
  }

  #hear(text: string): void {
    this.#unanswered = 0;
    const frame = readFrame(text);
    if (frame === undefined) return this.#passOver();
    if (this.#src === undefined) {
      this.#src = frame.src;
      this.#sayHello();
    }
    // One device a connection: its account could speak for another.
    if (frame.src !== this.#src) return this.#passOver();
    if (this.#isKnown) this.#pass(frame, text);
    else this.#early.push(text);
  }

  #pass({ isNotification, dst }: Frame, text: string): void {
    const topic = isNotification ? `${this.#prefix}/events/rpc` : `${dst}/rpc`;
    if (isTopic(topic)) this.#send({ ...published, topic, payload: text });
    else this.#passOver();
  }

  /** Reading what leads nowhere takes time: who sends much of it is ended. */
  #passOver(): void {
    if (this.#isTooMuch()) this.#socket.terminate();
  }

  #tellPresence(isOnline: boolean): void {
    const topic = `${this.#prefix}/online`;
    this.#lastId = (this.#lastId % 65_535) + 1;
    this.#send({ ...published, qos: 1, messageId: this.#lastId, retain: true, topic, payload: String(isOnline) });
  }

  #take(packet: Packet): void {
    if (packet.cmd === 'connack') {
      if (packet.returnCode === 0) this.#begin();
      else this.#socket.close(refusedCode, 'account refused');
    }
    // What another account has is not this one's to command.
    if (packet.cmd === 'suback' && packet.granted.some((granted) => granted === 128))
      this.#socket.close(refusedCode, 'its topics belong to another account');
    if (packet.cmd !== 'publish') return;
    const payload = packet.payload.toString();
    if (packet.topic === `${this.#prefix}/rpc`) this.#command(payload);
    // Its connection over MQTT has ended; this one has not.
    else if (payload === 'false' && !packet.retain) this.#tellPresence(true);
  }

  #begin(): void {
    this.#isKnown = true;
    const topics = [`${this.#prefix}/rpc`, `${this.#prefix}/online`];
    const subscriptions = topics.map((topic) => ({ topic, qos: 0 as const }));
    this.#send({ cmd: 'subscribe', messageId: 1, subscriptions });
    this.#tellPresence(true);
    for (const text of this.#early) this.#hear(text);
    this.#early = [];
  }

  /** A command reaches a device that is there over MQTT as well on that way: twice it would be carried out twice. */
  #command(frame: string): void {
    if (this.#isBeside()) return;
    if (this.#socket.bufferedAmount > mostUnsent) this.#socket.terminate();
    else this.#socket.send(frame);
  }

  #isBeside(): boolean {
    const own = { username: this.#account.username, clientId: this.#clientId };
    return this.#options.isHeardBeside(own, `${this.#prefix}/rpc`);
  }

  #ping(): void {
    this.#unanswered += 1;
    if (this.#unanswered > mostUnanswered) this.#socket.terminate();
    else this.#socket.ping();
  }

  #leave(): void {
    for (const end of this.#endings) end();
    if (this.#isKnown && !this.#isBeside()) this.#tellPresence(false);
    if (this.#isKnown) this.#send({ cmd: 'disconnect' });
    this.#broker.end();
  }
}

interface ShellyClientParts {
  readonly options: ShellyWayOptions;
  readonly account: ShellyAccount;
}

const published = { cmd: 'publish', qos: 0, dup: false, retain: false } as const;

/** Upgrades requests of devices; each becomes a client of the broker. */
export function makeShellyWay(options: ShellyWayOptions): (upgrade: MqttUpgrade, account: ShellyAccount) => void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: longestFrame,
    handleProtocols: (offered) => (offered.has('json-rpc') ? 'json-rpc' : false),
  });
  return ({ request, socket, head: first, address, entered }, account) => {
    if (socket instanceof Socket) socket.setNoDelay(true);
    server.handleUpgrade(request, socket, first, (opened) => {
      const known = boundStranger(socket, options.firstBytes + frameBytes);
      const [ours, theirs] = streamPair();
      const client = new ShellyClient(opened, ours, { options, account });
      void client;
      options.take(theirs, {
        address,
        entered(username) {
          known();
          entered?.(username);
        },
      });
    });
  };
}
