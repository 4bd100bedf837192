// A conversation in the documented form: one message a value, in order. Its far side says nothing, so what was sent counts as arrived
// when a ping behind it was answered; what was sent shortly before a connection is lost may be sent again.
import { reasonOf } from '#core/errors.ts';
import type { UplinkClientOptions } from './client-options.ts';
import type { Conversation, ConversationListener } from './conversation.ts';
import { documentedMessages, usualPrefix } from './documented.ts';

/** Batches between two pings. */
const atOnce = 100;
/** Values of this moment wait so long for others, ms. */
const gatherMs = 200;

/** Begins one. */
export function documentedTalk(options: UplinkClientOptions, listener: ConversationListener): Conversation {
  const { spool, clock, settings } = options;
  const { prefix = usualPrefix, clientId: userId } = settings;
  let underWay: { readonly last: number; readonly count: number; readonly sentMs: number } | undefined;
  let [isEnded, isReading] = [false, false];
  let cancel: (() => void) | undefined;

  const sendNext = async (): Promise<void> => {
    if (isEnded || isReading || underWay !== undefined) return;
    isReading = true;
    const next = await spool.read(atOnce).finally(() => void (isReading = false));
    const last = next.at(-1);
    if (isEnded || last === undefined) return;
    for (const { batch } of next)
      for (const message of documentedMessages(batch, { prefix, userId }))
        listener.socket.send(JSON.stringify(message));
    underWay = { last: last.position, count: next.length, sentMs: clock.monotonicMs() };
    listener.socket.ping();
  };
  const go = (): void => {
    cancel = undefined;
    sendNext().catch((error: unknown) => listener.end(reasonOf(error)));
  };
  return {
    begin() {
      // Whoever is not let in is refused in the handshake: nothing is said before.
      listener.onWelcome(undefined);
      go();
    },
    hear: () => undefined,
    pong() {
      if (underWay === undefined) return;
      spool.done(underWay.last);
      listener.onSent(underWay.count);
      underWay = undefined;
      go();
    },
    taken: () => void (cancel ??= clock.after(gatherMs, go)),
    devicesChanged: () => undefined,
    ping() {
      listener.socket.send(JSON.stringify({ type: 'ping' }));
      if (underWay === undefined) listener.socket.ping();
    },
    waitsSinceMs: () => underWay?.sentMs,
    end() {
      isEnded = true;
      cancel?.();
    },
  };
}
