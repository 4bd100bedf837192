// The interface over which live changes of a site reach those who watch it, wherever the site runs.

/** Carries messages by site; later subscribers do not see earlier ones. */
export interface LiveBus<Message> {
  /** Hands a message to all who watch the site, in order; never waits and never throws. */
  publish(site: string, message: Message): void;
  /** Calls back with each message from now on; the returned function ends it. */
  subscribe(site: string, onMessage: (message: Message) => void): () => void;
  /** Whether anybody watches the site: messages for nobody need not be made. */
  isWatched(site: string): boolean;
}
