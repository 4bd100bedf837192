// Questions that a person waits for: each is asked a second time if nothing readable came, with the pauses the device needs.
import type { Clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import type { Random } from '#core/random.ts';
import type { AskedDefinition, ReadCommand } from '#devices/definition.ts';
import { type Asked, ask } from './ask.ts';
import { onceRetries, withRetries } from './retry.ts';

/** What reading a device once needs. */
export interface OnceContext {
  readonly clock: Clock;
  readonly random: Random;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks commands of one device. Errors: those of {@link ask}, and of opening the link. */
export function patientAsker(
  link: Link,
  definition: AskedDefinition,
  { clock, random, signal }: OnceContext,
): (command: ReadCommand) => Promise<Asked> {
  const attempt = async (command: ReadCommand): Promise<Asked> => {
    await link.open();
    try {
      return await ask(link, definition, { ...command, signal });
    } finally {
      if (definition.pauseMs !== undefined && signal?.aborted !== true)
        await clock.sleep(definition.pauseMs, { signal });
    }
  };
  return (command) =>
    withRetries(() => attempt(command), { plan: onceRetries, clock, random, signal, onFailure: () => undefined });
}
