// A progress line that overwrites itself, for people at a terminal; programs and files do not see it.
import type { Clock } from '#core/clock.ts';

/** A progress line on stderr. */
export interface ProgressLine {
  /** Shows a text in place of the last; at most a few times a second. */
  show(text: string): void;
  /** Removes the line. */
  clear(): void;
}

/** Where it is shown: only on a terminal. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const betweenMs = 200;

/** A progress line, silent if stderr is not a terminal. */
export function progressLine(clock: Clock, output: Terminal): ProgressLine {
  if (output.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let shownMs = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (clock.monotonicMs() - shownMs < betweenMs) return;
      shownMs = clock.monotonicMs();
      output.write(`\r\u001b[K${text}`);
    },
    clear: () => void output.write('\r\u001b[K'),
  };
}
