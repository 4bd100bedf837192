// Questions and commands to one MQTT device that wait for its reply.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';

/** How an answer is waited for. */
export interface Waited {
  /** Those that the next answer answers, where answers name no question. */
  readonly among: Set<number> | undefined;
  /** Of what goes out once: called right before. */
  readonly onSend?: () => void;
}

/** What waits for a reply. */
export interface PendingReplies {
  /**
   * Sends a message and resolves with what the reply with its id says when it has come. Errors: those of `send`, `link.timeout`, and the
   * refusal in the reply.
   */
  wait(id: number, send: () => Promise<void>): Promise<unknown>;
  /** `result`: what it answered, where it says. */
  answered(id: number, result?: unknown): void;
  refused(id: number, error: SolsteadError): void;
  /** Fails them all. */
  close(error: SolsteadError): void;
}

/** Longest time until a reply, ms, where nothing else is known. */
const usualMs = 2500;

/** Nothing is waiting yet. */
export function makePendingReplies(clock: Pick<Clock, 'after'>, at: string, replyMs = usualMs): PendingReplies {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  return {
    async wait(id, send) {
      const reply = Promise.withResolvers<unknown>();
      waiting.set(id, reply);
      const cancel = clock.after(replyMs, () => reply.reject(new SolsteadError('link.timeout', { at })));
      try {
        // Not awaited: the device may have replied before the broker says that it took the message.
        send().catch(reply.reject);
        return await reply.promise;
      } finally {
        cancel();
        waiting.delete(id);
      }
    },
    answered: (id, result) => waiting.get(id)?.resolve(result),
    refused: (id, error) => waiting.get(id)?.reject(error),
    close(error) {
      for (const { reject } of waiting.values()) reject(error);
    },
  };
}
