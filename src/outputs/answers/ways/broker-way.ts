// Answers to a broker: sent at QoS 1, and delivered when the broker has acknowledged each. One connection an output; it connects again
// by itself until it is closed.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { checkBroker, untilAborted, type OutMessage } from '../../broker-session.ts';
import type { ConnectingLink } from '../../output-kind.ts';
import type { AnswerParts, ShapedSink } from '../answer-sink.ts';
import type { MessageForm } from '../forms/messages.ts';
import type { AnswerSettings } from '../settings.ts';

/** Messages on their way at once: fewer than wait at most in a link. */
const mostAtOnce = 200;

/** What is known of a connection that is being made, or made again. */
interface Watched {
  /** Resolves when there is one. Errors: why there is none, as soon as that is known: `broker.refused`, `link.unavailable`; `AbortError`. */
  connected(signal: AbortSignal): Promise<void>;
}

function watched(link: ConnectingLink): Watched {
  let next = Promise.withResolvers<void>();
  next.promise.catch(() => undefined);
  let failure: SolsteadError | undefined;
  link.onState((isConnected, why) => {
    failure = isConnected
      ? undefined
      : (why ?? new SolsteadError('link.unavailable', { at: link.name, why: because('output.not-connected') }));
    if (failure === undefined) next.resolve();
    else next.reject(failure);
    next = Promise.withResolvers();
    next.promise.catch(() => undefined);
  });
  return {
    async connected(signal) {
      if (link.isConnected) return;
      if (failure !== undefined) throw failure;
      await untilAborted(next.promise, signal);
    },
  };
}

async function send(link: ConnectingLink, messages: readonly OutMessage[], signal: AbortSignal): Promise<void> {
  for (let from = 0; from < messages.length; from += mostAtOnce) {
    signal.throwIfAborted();
    const some = messages.slice(from, from + mostAtOnce);
    await untilAborted(
      Promise.all(some.map(({ topic, payload, retain }) => link.publish(topic, payload, { retain, qos: 1 }))),
      signal,
    );
  }
}

/** Opens one. Errors: `input.invalid`. */
export async function toBroker(form: MessageForm, settings: AnswerSettings, parts: AnswerParts): Promise<ShapedSink> {
  const { server, ca } = settings;
  checkBroker({ ...(server === undefined ? {} : { server }), ...(ca === undefined ? {} : { ca }) });
  const link = await parts.openBroker({
    server,
    ca,
    clientId: `solstead-${parts.hostName.slice(0, 20)}-${Math.floor(parts.random() * 1e9)}`,
    password: parts.secret,
  });
  const state = watched(link);
  // What fails is told by its state, and tried again.
  link.connect().catch(() => undefined);
  return {
    async deliver(answers, signal) {
      await state.connected(signal);
      await send(
        link,
        answers.flatMap((answer) => form(answer, settings)),
        signal,
      );
    },
    hurry: () => link.hurry?.(),
    close: () => link.close(),
  };
}
