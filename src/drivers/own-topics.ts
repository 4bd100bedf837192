// Topics on which this home itself speaks to its devices: a broker outside gives them back like anybody's, and they are nothing unknown.
import type { MessageLink } from '#core/message-link.ts';

/** Topics that are remembered; the oldest go. */
const mostOwn = 2000;

/** The link, and whether a topic was spoken on over it. */
export interface NotedLink {
  readonly link: MessageLink;
  isOwn(topic: string): boolean;
}

/** Notes what is published over a link. */
export function notingOwn(inner: MessageLink): NotedLink {
  const own = new Set<string>();
  return {
    isOwn: (topic) => own.has(topic),
    link: {
      name: inner.name,
      get isConnected() {
        return inner.isConnected;
      },
      subscribe: (filter, onMessage, options) => inner.subscribe(filter, onMessage, options),
      publish(topic, payload, options) {
        const oldest = own.values().next().value;
        if (!own.has(topic) && own.size >= mostOwn && oldest !== undefined) own.delete(oldest);
        own.add(topic);
        return inner.publish(topic, payload, options);
      },
      onState: (listener) => inner.onState(listener),
      close: () => inner.close(),
    },
  };
}
