// The live bus of one process: a message goes straight to its subscribers.
import type { LiveBus } from '#core/live-bus.ts';

/** Options of {@link makeMemoryLiveBus}. */
export interface MemoryLiveBusOptions {
  /** A subscriber threw; the others get the message all the same. */
  onMistake(error: unknown): void;
}

/** A bus without subscribers. */
export function makeMemoryLiveBus<Message>({ onMistake }: MemoryLiveBusOptions): LiveBus<Message> {
  const sites = new Map<string, Set<(message: Message) => void>>();
  return {
    publish(site, message) {
      for (const subscriber of Array.from(sites.get(site) ?? [])) {
        try {
          subscriber(message);
        } catch (error) {
          onMistake(error);
        }
      }
    },
    subscribe(site, onMessage) {
      const subscribers = sites.getOrInsertComputed(site, () => new Set());
      const subscriber = (message: Message): void => onMessage(message);
      subscribers.add(subscriber);
      return () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0 && sites.get(site) === subscribers) sites.delete(site);
      };
    },
    isWatched: (site) => sites.has(site),
  };
}
