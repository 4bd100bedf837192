// How many sockets are open at once: of one person, from one network, in all.
import { networkOf } from '#core/network-of.ts';

/** Bounds of the sockets of a server. */
export interface SocketBounds {
  /** Of one person or program: a browser has one for each page that is open. */
  readonly own: number;
  /** From one network; this computer and trusted proxies carry everybody's. */
  readonly network: number;
  readonly all: number;
}

/** The usual bounds. */
const usualBounds: SocketBounds = { own: 50, network: 200, all: 1000 };

/** Counts who holds how many. */
export function socketPlaces(bounds: SocketBounds = usualBounds, isShared: (address: string) => boolean) {
  const held = new Map<string, number>();
  let all = 0;
  const add = (key: string, change: 1 | -1): void => {
    const count = (held.get(key) ?? 0) + change;
    if (count === 0) held.delete(key);
    else held.set(key, count);
  };
  return {
    /** Takes a place; what gives it back, or undefined if there is none. */
    take(person: string, from: string): (() => void) | undefined {
      const [own, network] = [`person ${person}`, `network ${networkOf(from)}`];
      const isFull =
        all >= bounds.all ||
        (held.get(own) ?? 0) >= bounds.own ||
        (!isShared(from) && (held.get(network) ?? 0) >= bounds.network);
      if (isFull) return undefined;
      const count = (change: 1 | -1): void => {
        all += change;
        add(own, change);
        add(network, change);
      };
      count(1);
      return () => count(-1);
    },
  };
}
