// What a charge point is asked, beside what it is told: nothing of it is urgent, and one that does not answer is left alone for a while.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { Conversation } from './conversation.ts';
import type { Call } from './set-up.ts';

/** Questions over one conversation. */
export interface Questions {
  /** Errors: as {@link Call}; `link.timeout` at once while it does not answer what it is asked to tell. */
  readonly ask: Call;
  /** Lets it tell how a connector stands. One that is asked already is not asked once more. */
  trigger(index: number): Promise<void>;
}

/** One that does not answer `TriggerMessage` is not asked for so long, ms. */
const silentMs = 300_000;

/** Questions. */
export function questionsTo(
  conversation: Conversation,
  clock: Pick<Clock, 'monotonicMs'>,
  identity: string,
): Questions {
  const asking = new Set<number>();
  let fromMs = Number.NEGATIVE_INFINITY;
  const ask: Call = async (action, payload) => {
    const isTrigger = action === 'TriggerMessage';
    if (isTrigger && clock.monotonicMs() < fromMs) throw new SolsteadError('link.timeout', { at: identity });
    try {
      return await conversation.call(action, payload, { isQuestion: true });
    } catch (error) {
      // One that only gave way to a command says nothing of how it answers.
      if (isTrigger && isSolsteadError(error, 'link.timeout') && error.reason?.code !== 'charger.gave-way')
        fromMs = clock.monotonicMs() + silentMs;
      throw error;
    }
  };
  return {
    ask,
    async trigger(index) {
      if (asking.has(index)) return;
      asking.add(index);
      for (const requestedMessage of ['StatusNotification', 'MeterValues'])
        await ask('TriggerMessage', { requestedMessage, connectorId: index }).catch(() => undefined);
      asking.delete(index);
    },
  };
}
