// The homes that clients of the realtime socket follow. One that nobody follows any more is kept for a while: who comes back gets
// what it missed.
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';
import type { SiteDoor } from '#hub/types.ts';
import {
  openRealtimeChannel,
  type RealtimeChannel,
  type RealtimeSocket,
  type Subscription,
} from './realtime-channel.ts';

/** How long a home is kept, ms, and how many such homes at most. */
const lingerMs = 5 * minuteMs;
const mostLingering = 50;

/** The homes that are followed. */
export interface RealtimeChannels {
  /** Subscribes a socket to a home as its caller sees it; the returned function ends it. */
  join(
    seen: { readonly hub: object; readonly site: SiteDoor },
    client: RealtimeSocket,
    wanted: Subscription,
  ): () => void;
  /** How many subscriptions there are. */
  count(): number;
  close(): void;
}

interface Followed {
  readonly channel: RealtimeChannel;
  /** Ends waiting for who comes back. */
  cancel?: (() => void) | undefined;
  readonly drop: () => void;
}

/** Makes the channels of a server. */
export function realtimeChannels(options: {
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
}): RealtimeChannels {
  const hubs = new WeakMap<object, Map<string, Followed>>();
  const open = new Set<Followed>();
  const lingering = new Set<Followed>();
  const follow = (site: SiteDoor, forget: (followed: Followed) => void): Followed => {
    const onEmpty = (): void => {
      const [oldest] = lingering;
      if (oldest !== undefined && lingering.size >= mostLingering) oldest.drop();
      lingering.add(followed);
      followed.cancel = options.clock.after(lingerMs, followed.drop);
    };
    const followed: Followed = {
      channel: openRealtimeChannel({ site, ...options, onEmpty }),
      drop() {
        followed.cancel?.();
        lingering.delete(followed);
        open.delete(followed);
        followed.channel.close();
        forget(followed);
      },
    };
    open.add(followed);
    return followed;
  };
  return {
    join({ hub, site }, client, wanted) {
      const byView = hubs.get(hub) ?? new Map<string, Followed>();
      hubs.set(hub, byView);
      // One for everybody who sees the same.
      const key = JSON.stringify([site.record.id, site.audience]);
      const followed =
        byView.get(key) ??
        follow(site, (one) => {
          if (byView.get(key) === one) byView.delete(key);
        });
      byView.set(key, followed);
      followed.cancel?.();
      followed.cancel = undefined;
      lingering.delete(followed);
      return followed.channel.join(client, wanted);
    },
    count: () => [...open].reduce((sum, { channel }) => sum + channel.clients, 0),
    close() {
      for (const followed of open) followed.drop();
    },
  };
}
