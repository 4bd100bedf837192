// What a soak must show.
import type { SoakReport } from './run-soak.ts';

/** Reads that may fail after their retries, of all. */
const mostFailed = 0.001;
/** By so much memory may grow in an hour once the first one is over, bytes: the noise of a heap. */
const mostGrownBytes = 2 * 2 ** 20;

/** What is not well. */
export function soakProblems({
  reads,
  failedReads,
  missing,
  silent,
  heapBytes,
  injected,
}: SoakReport): readonly string[] {
  const [first = 0] = heapBytes;
  const hours = heapBytes.length - 1;
  const grown = (heapBytes.at(-1) ?? first) - first;
  const share = failedReads / Math.max(1, reads);
  return [
    ...(injected === 0 ? ['nothing went wrong: nothing was tried'] : []),
    ...(share > mostFailed ? [`${failedReads} of ${reads} reads failed after their retries`] : []),
    ...(missing.length > 0 ? [`the output misses ${missing.length} values: ${missing.slice(0, 3).join('; ')}`] : []),
    ...(silent.length > 0 ? [`silent in the end: ${silent.join(', ')}`] : []),
    ...(hours > 0 && grown > hours * mostGrownBytes ? [`memory grew by ${Math.round(grown / 2 ** 20)} MB`] : []),
  ];
}
