// The topics of the charge points: a link of messages inside this process that no broker carries, so that nobody can say anything there
// but the charge points themselves, each for itself.
import { nextTurn } from '#core/clock.ts';
import type { MessageLink, TopicMessage } from '#core/message-link.ts';
import { topicMatches } from '#core/topic-filter.ts';

/** The link, and its other end. */
export interface Topics {
  readonly link: MessageLink;
  /** Tells what a charge point says. */
  tell(topic: string, message: object): void;
  /** Whether anybody listens to topics below this one in particular. */
  isHeard(prefix: string): boolean;
}

/** Who is at the other end. */
export interface TopicsEvents {
  /** What is published on the link. */
  onAsked(topic: string, payload: string): void;
  /** Somebody listens. */
  onHeard(): void;
  /** Who listens made a mistake: it is none of who spoke. */
  onFault(topic: string, error: unknown): void;
}

/** Topics. */
export function makeTopics({ onAsked, onHeard, onFault }: TopicsEvents): Topics {
  const listeners = new Set<{ readonly filter: string; readonly hear: (message: TopicMessage) => void }>();
  const link: MessageLink = {
    name: 'ocpp://',
    isConnected: true,
    subscribe(filter, hear) {
      const listener = { filter, hear };
      listeners.add(listener);
      onHeard();
      return () => void listeners.delete(listener);
    },
    async publish(topic, payload, { onSend } = {}) {
      // In a turn of its own, as what comes from outside.
      await nextTurn();
      onSend?.();
      onAsked(topic, typeof payload === 'string' ? payload : new TextDecoder().decode(payload));
    },
    onState: () => () => undefined,
    close: async () => listeners.clear(),
  };
  return {
    link,
    isHeard: (prefix) => [...listeners].some(({ filter }) => filter.startsWith(`${prefix}/`)),
    tell(topic, message) {
      const payload = new TextEncoder().encode(JSON.stringify(message));
      for (const { filter, hear } of listeners)
        if (topicMatches(filter, topic)) {
          try {
            hear({ topic, payload, retained: false });
          } catch (error) {
            onFault(topic, error);
          }
        }
    },
  };
}
