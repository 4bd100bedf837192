// One home on the realtime socket: each message is made once for all who see the same, numbered and kept for a moment, and written to
// every socket that subscribed. A slow client misses messages and gets the newest state when it has caught up.
import type { FastifyBaseLogger } from 'fastify';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { RealtimeNews, RealtimeNote } from '#api/realtime.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteDoor } from '#hub/types.ts';
import { makeMessageRing, type MessageRing } from './message-ring.ts';
import { makeNewsMaker, type News, type NewsMaker } from './realtime-messages.ts';

/** Unsent bytes above which a socket counts as slow. */
const slowBytes = 256 * 1024;
/** What is kept of a home for clients that come back. */
const ringBounds = { messages: 5000, bytes: 1024 * 1024 };
/** Numbers begin with the time at which the channel was opened: those of an earlier one are older, whatever was restarted. */
const numbersPerMs = 1000;

/** A socket with the connection below it, on which several messages are written together. */
export interface RealtimeSocket {
  readonly socket: WebSocket;
  readonly raw: Pick<Socket, 'cork' | 'uncork'>;
}

/** What a client wants of a home. */
export interface Subscription {
  /** Undefined: messages as documented; null: numbered, from now on; a number: those after it. */
  readonly since?: number | null | undefined;
}

/** A home that is followed. */
export interface RealtimeChannel {
  /** Sends what is so, or what was missed, and then what changes; the returned function ends it. */
  join(client: RealtimeSocket, wanted: Subscription): () => void;
  /** How many follow it. */
  readonly clients: number;
  close(): void;
}

/** What a channel needs. */
export interface RealtimeChannelOptions {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly site: SiteDoor;
  /** Nobody follows it any more. */
  readonly onEmpty: () => void;
}

/** A message in both of its forms, each made when somebody needs it. */
interface Text {
  readonly plain: () => Buffer;
  readonly numbered: () => Buffer;
}

interface Client extends RealtimeSocket {
  readonly isNumbered: boolean;
  /** Missed messages, and gets the state once what was sent is out. */
  isBehind: boolean;
}

const bytesOf = (message: object): Buffer => Buffer.from(JSON.stringify(message));

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => (made ??= make());
}

const formOf = ({ isNumbered }: Client, texts: readonly Text[]): readonly Buffer[] =>
  texts.map((text) => (isNumbered ? text.numbered() : text.plain()));

/** Makes messages of a home in both forms. */
function textMaker(maker: NewsMaker, home: string): (news: News, seq: number) => Text {
  return ({ message, atMs }, seq) => ({
    plain: once(() => bytesOf(maker.plain(message))),
    numbered: once(() => bytesOf({ ...message, home_id: home, seq, at: atMs } satisfies RealtimeNews)),
  });
}

/** The next message of a stream. */
function numberedIn(ring: MessageRing<Text>, textOf: ReturnType<typeof textMaker>, news: News): Text {
  const text = textOf(news, ring.newest + 1);
  ring.add(text, text.numbered().length);
  return text;
}

/** What only those hear who number. */
const note = ({ isNumbered }: Client, message: RealtimeNote): readonly Buffer[] =>
  isNumbered ? [bytesOf(message)] : [];

/** Writes messages together; `onOut` is called when the last of them has left. */
function write({ socket, raw }: Client, parts: readonly Buffer[], onOut: () => void): void {
  raw.cork();
  parts.forEach((part, index) => {
    if (index < parts.length - 1) socket.send(part, { binary: false });
    else socket.send(part, { binary: false }, onOut);
  });
  raw.uncork();
}

/** Follows a home, until it is closed. */
export function openRealtimeChannel({ clock, log, site, onEmpty }: RealtimeChannelOptions): RealtimeChannel {
  const home = site.record.id;
  const maker = makeNewsMaker();
  const ring = makeMessageRing<Text>(Math.floor(clock.nowMs()) * numbersPerMs, ringBounds);
  const clients = new Set<Client>();
  let state: readonly Text[] | undefined;

  const textOf = textMaker(maker, home);
  const send = (client: Client, parts: readonly Buffer[]): void =>
    write(client, parts, () => {
      if (client.isBehind) catchUp(client);
    });
  /** Shared by all who come until something changes. */
  const sendState = (client: Client, reason: Extract<RealtimeNote, { readonly type: 'snapshot' }>['reason']): void => {
    const seq = ring.newest;
    state ??= maker.whole(site.seen()).map((news) => textOf(news, seq));
    send(client, [...note(client, { type: 'snapshot', home_id: home, seq, reason }), ...formOf(client, state)]);
  };
  const catchUp = (client: Client): void => {
    if (client.socket.bufferedAmount > 0 || client.socket.readyState !== client.socket.OPEN) return;
    client.isBehind = false;
    try {
      sendState(client, 'slow');
    } catch (error) {
      // Called by the socket, which would not catch it: the home may have been closed in between.
      log.warn({ err: error, site: home }, 'no state for a slow socket');
      client.socket.terminate();
    }
  };
  const leave = site.subscribe((changes) => {
    const texts = maker.changed(changes).map((news) => numberedIn(ring, textOf, news));
    if (texts.length === 0) return;
    state = undefined;
    for (const client of clients) {
      if (client.isBehind) catchUp(client);
      else if (client.socket.bufferedAmount > slowBytes) client.isBehind = true;
      else send(client, formOf(client, texts));
    }
  });
  const begin = (client: Client, since: number | null | undefined): void => {
    if (since === undefined || since === null) return sendState(client, 'first');
    const missed = ring.after(since);
    if (missed.kind !== 'kept') return sendState(client, missed.kind);
    const resumed = note(client, { type: 'resumed', home_id: home, seq: ring.newest });
    send(client, [...resumed, ...formOf(client, missed.entries)]);
  };

  // What is there is known before anything changes.
  maker.whole(site.seen());
  return {
    join({ socket, raw }, { since }) {
      const client: Client = { socket, raw, isNumbered: since !== undefined, isBehind: false };
      clients.add(client);
      // Somebody who subscribes again and again and reads nothing.
      if (socket.bufferedAmount > slowBytes) client.isBehind = true;
      else begin(client, since);
      return () => {
        if (clients.delete(client) && clients.size === 0) onEmpty();
      };
    },
    get clients() {
      return clients.size;
    },
    close: leave,
  };
}
