// Devices that go on answering with the last they know after what they read is gone: values of which none has moved for so long that nobody
// can have measured them.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Asked } from './ask.ts';

/** Watches the live answers of one device. */
export interface RepeatedAnswers {
  /** Errors: `link.timeout` while nothing has changed in any of them for too long. */
  check(asked: Asked): void;
}

/** What is watched; `seconds` absent: answers may stay as they are for ever. */
export function repeatedAnswers({
  clock,
  at,
  seconds,
}: {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly at: string;
  readonly seconds: number | undefined;
}): RepeatedAnswers {
  const latest = new Map<string, string>();
  let changedMs = clock.monotonicMs();
  return {
    check({ command, decoded }) {
      if (seconds === undefined) return;
      const values = JSON.stringify(decoded.values);
      const nowMs = clock.monotonicMs();
      if (latest.get(command.name) !== values) changedMs = nowMs;
      latest.set(command.name, values);
      if (nowMs - changedMs >= seconds * 1000)
        throw new SolsteadError('link.timeout', { at, why: because('device.repeats', { seconds }) });
    },
  };
}
