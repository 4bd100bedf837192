// A command that goes out once: what has not left when nobody waits any more stays here, and what left and was not answered is unclear.
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** The sending of one command. */
export interface OneSending {
  /** To be called right before it goes out. Errors: `link.closed` if nobody waits any more; those of whoever sends. */
  readonly goesOut: () => void;
  /** Sends it. Errors: those of `send`; `command.unconfirmed` if it may have arrived. */
  run(send: () => Promise<void>): Promise<void>;
}

/** One sending to a device. */
export function oneSending(at: string, onSend: () => void): OneSending {
  let [isSent, isOver] = [false, false];
  return {
    goesOut() {
      if (isOver) throw new SolsteadError('link.closed', { at, why: because('broker.no-connection') });
      onSend();
      isSent = true;
    },
    async run(send) {
      try {
        await send();
      } catch (error) {
        if (!isSent || !isSolsteadError(error, 'link.timeout')) throw error;
        throw new SolsteadError('command.unconfirmed', { at, why: because('command.no-answer'), cause: error });
      } finally {
        isOver = true;
      }
    },
  };
}
