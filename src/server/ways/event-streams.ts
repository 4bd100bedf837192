// `/stream` of the older web API: server-sent events, each the newest state of the devices that changed. An event's id says how far a
// client is: one that comes back and missed something gets the whole state, and so does one that was slow.
import type { ServerResponse } from 'node:http';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { SiteDoor } from '#hub/types.ts';
import { olderDevices } from './older-shapes.ts';

/** What a client waits before it comes back, ms. */
const retryMs = 5000;
/** A line is sent so often that no proxy thinks the connection is dead, and that a client that is gone is noticed, ms. */
const heartbeatMs = 15_000;
/** A client that has read nothing for this long is let go, ms. */
const patienceMs = 60_000;
/** Streams of one person, and together. */
const mostStreams = { own: 20, all: 500 };
/** Ids begin with the time of opening: those of an earlier stream are older. */
const numbersPerMs = 1000;

/** The streams of a server. */
export interface EventStreams {
  /**
   * Begins a stream, after `begin` has written its head; the returned function ends it. Errors: `export.busy` if there are too many.
   */
  open(response: ServerResponse, stream: StreamOf, begin: () => void): () => void;
  count(): number;
  close(): void;
}

/** What is streamed, and to whom. */
export interface StreamOf {
  readonly hub: object;
  readonly site: SiteDoor;
  readonly person: string;
  /** What the client has seen last. */
  readonly lastId: string | undefined;
}

interface Channel {
  readonly clients: Set<Client>;
  newest: number;
  /** Ends the wait for who may come back; absent: somebody is there. */
  stay?: (() => void) | undefined;
  leave(): void;
}

interface Client {
  readonly response: ServerResponse;
  isBehind: boolean;
  /** Since when nothing was read, ms (monotonic). */
  sinceMs: number;
}

/** How long it is followed what the last client misses, so that who comes back and missed nothing gets nothing twice, ms. */
const keptMs = 300_000;

const eventOf = (id: number, data: object): string => `id: ${id}\nevent: data\ndata: ${JSON.stringify(data)}\n\n`;

/** How many each person has. */
function places() {
  const held = new Map<string, number>();
  let all = 0;
  return {
    count: () => all,
    /** Errors: `export.busy`. */
    take(person: string): () => void {
      const own = held.get(person) ?? 0;
      if (own >= mostStreams.own || all >= mostStreams.all) {
        const count = own >= mostStreams.own ? own : all;
        throw new SolsteadError('export.busy', { at: 'stream', why: because('stream.busy', { count }) });
      }
      held.set(person, own + 1);
      all += 1;
      return () => {
        all -= 1;
        const left = (held.get(person) ?? 1) - 1;
        if (left === 0) held.delete(person);
        else held.set(person, left);
      };
    },
  };
}

function write(client: Client, text: string, clock: Clock): void {
  if (client.response.destroyed || client.response.write(text)) return;
  client.isBehind = true;
  client.sinceMs = clock.monotonicMs();
}

/** Follows a home for all who see the same. */
function follow(site: SiteDoor, clock: Clock): Channel {
  const clients = new Set<Client>();
  const channel: Channel = {
    clients,
    newest: Math.floor(clock.nowMs()) * numbersPerMs,
    leave: site.subscribe(({ devices = [], values = [], removed = [] }) => {
      const changed = new Set([...devices.map(({ id }) => id), ...values.map(({ device }) => device)]);
      if (changed.size + removed.length === 0) return;
      channel.newest += 1;
      if (clients.values().every(({ isBehind }) => isBehind)) return;
      const gone = Object.fromEntries(removed.map((id) => [id, null]));
      const text = eventOf(channel.newest, { ...olderDevices(site.seen(), changed), ...gone });
      for (const client of clients) if (!client.isBehind) write(client, text, clock);
    }),
  };
  return channel;
}

/** Makes the streams of a server. */
export function eventStreams(clock: Clock): EventStreams {
  const hubs = new WeakMap<object, Map<string, Channel>>();
  const ends = new Set<() => void>();
  /** Channels that nobody listens to now. */
  const idle = new Set<() => void>();
  const held = places();
  const channelOf = (byView: Map<string, Channel>, site: SiteDoor, key: string): Channel => {
    const channel = byView.get(key) ?? follow(site, clock);
    byView.set(key, channel);
    return channel;
  };
  /** Heartbeats, and the state for who was slow; returns what ends them. */
  const accompany = (client: Client, sendWhole: () => void): (() => void) => {
    client.response.on('drain', () => {
      if (!client.isBehind) return;
      client.isBehind = false;
      sendWhole();
    });
    return clock.every(heartbeatMs, () => {
      if (!client.isBehind) write(client, ': here\n\n', clock);
      else if (clock.monotonicMs() - client.sinceMs > patienceMs) client.response.destroy();
    });
  };
  return {
    open(response, { hub, site, person, lastId }, begin) {
      const give = held.take(person);
      const byView = hubs.get(hub) ?? new Map<string, Channel>();
      hubs.set(hub, byView);
      const key = JSON.stringify([site.record.id, site.audience]);
      const channel = channelOf(byView, site, key);
      const client: Client = { response, isBehind: false, sinceMs: clock.monotonicMs() };
      channel.stay?.();
      channel.stay = undefined;
      channel.clients.add(client);
      const sendWhole = (): void => write(client, eventOf(channel.newest, olderDevices(site.seen())), clock);
      const stopBeating = accompany(client, sendWhole);
      const end = (): void => {
        if (!ends.delete(end)) return;
        stopBeating();
        give();
        channel.clients.delete(client);
        response.end();
        if (channel.clients.size > 0) return;
        const forget = (): void => {
          channel.stay?.();
          idle.delete(forget);
          channel.leave();
          byView.delete(key);
        };
        idle.add(forget);
        const cancel = clock.after(keptMs, forget);
        channel.stay = () => {
          cancel();
          idle.delete(forget);
        };
      };
      ends.add(end);
      response.on('close', end);
      begin();
      write(client, `retry: ${retryMs}\n\n`, clock);
      if (lastId !== String(channel.newest)) sendWhole();
      return end;
    },
    count: () => held.count(),
    close() {
      for (const end of ends) end();
      for (const forget of idle) forget();
    },
  };
}
