// Messages that come close together as one report: a device that has a topic for each value sends them one after the other.
import type { Clock } from '#core/clock.ts';
import type { Quality } from '#core/reading.ts';
import type { MessageState } from '#devices/message-dialect.ts';
import { joined, repeats } from './message-memory.ts';

/** One report. */
export interface Report {
  readonly state: MessageState;
  readonly stampMs: number | undefined;
  readonly quality: Quality | undefined;
}

/** Most messages of one report. */
const mostMessages = 256;
/** Most reports within the time of one: a device that says the same thing more often than that is flooding, and the newest stands for the rest. */
const mostReports = 32;

const isOther = (waiting: Report, report: Report): boolean =>
  waiting.quality !== report.quality || waiting.stampMs !== report.stampMs;

/** One timer that serves one report after the other: of those that ended early nobody has to take it back. */
function makeTimer(clock: Pick<Clock, 'after' | 'monotonicMs'>, isDue: () => void) {
  let cancel: (() => void) | undefined;
  let dueMs = 0;
  const wait = (ms: number): void => {
    cancel = clock.after(ms, () => {
      cancel = undefined;
      const restMs = dueMs - clock.monotonicMs();
      if (restMs > 0) wait(restMs);
      else isDue();
    });
  };
  return {
    begin(ms: number): void {
      dueMs = clock.monotonicMs() + ms;
      if (cancel === undefined) wait(ms);
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}

/** Calls `take` with each report; with `gatherMs` 0 each message is one. */
export function gathered(
  clock: Pick<Clock, 'after' | 'monotonicMs'>,
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
  /** Reports that ended before their time, since when. */
  let early = { count: 0, sinceMs: Number.NEGATIVE_INFINITY };
  let next: PromiseWithResolvers<void> | undefined;
  const forget = (): void => {
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
  const timer = makeTimer(clock, () => {
    if (waiting !== undefined) flush();
  });
  const mayEndEarly = (): boolean => {
    const nowMs = clock.monotonicMs();
    if (nowMs - early.sinceMs >= gatherMs) early = { count: 0, sinceMs: nowMs };
    early.count += 1;
    return early.count <= mostReports;
  };
  const drop = (): void => {
    timer.stop();
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
      // Values that a device trusts differently, or stamps differently, are not of one report; nor are two of the same thing: each that it
      // said is a reading.
      if (
        waiting !== undefined &&
        (isOther(waiting, report) || (repeats(waiting.state, report.state) && mayEndEarly()))
      )
        flush();
      if (waiting === undefined) timer.begin(gatherMs);
      waiting = waiting === undefined ? report : { ...report, state: joined(waiting.state, report.state) };
      count += 1;
      if (count >= mostMessages) return flush();
    },
  };
}
