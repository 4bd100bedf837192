// Messages that come close together as one report: a device that has a topic for each value sends them one after the other.
import type { Clock } from '#core/clock.ts';
import type { Quality } from '#core/reading.ts';
import type { MessageState } from '#devices/message-dialect.ts';
import { joined } from './message-memory.ts';

/** One report. */
export interface Report {
  readonly state: MessageState;
  readonly stampMs: number | undefined;
  readonly quality: Quality | undefined;
}

/** Most messages of one report. */
const mostMessages = 256;

/** Calls `take` with each report; with `gatherMs` 0 each message is one. */
export function gathered(
  clock: Pick<Clock, 'after'>,
  gatherMs: number,
  take: (report: Report) => void,
): {
  add(report: Report): void;
  flush(): void;
  drop(): void;
  /** Resolves when what waits was taken. Errors: it was dropped. */
  taken(): Promise<void>;
} {
  let waiting: Report | undefined;
  let count = 0;
  let cancel: (() => void) | undefined;
  let next: PromiseWithResolvers<void> | undefined;
  const forget = (): void => {
    cancel?.();
    cancel = undefined;
    waiting = undefined;
    count = 0;
  };
  const flush = (): void => {
    const report = waiting;
    const told = next;
    next = undefined;
    forget();
    if (report !== undefined) take(report);
    told?.resolve();
  };
  const drop = (): void => {
    forget();
    next?.reject(new Error('what was gathered is dropped'));
    next = undefined;
  };
  return {
    flush,
    drop,
    async taken() {
      if (waiting === undefined) return;
      next ??= Promise.withResolvers();
      await next.promise;
    },
    add(report) {
      if (gatherMs === 0) return take(report);
      // Values that a device trusts differently, or stamps differently, are not of one report.
      if (waiting !== undefined && (waiting.quality !== report.quality || waiting.stampMs !== report.stampMs)) flush();
      waiting = waiting === undefined ? report : { ...report, state: joined(waiting.state, report.state) };
      count += 1;
      if (count >= mostMessages) return flush();
      cancel ??= clock.after(gatherMs, flush);
    },
  };
}
