// An expensive answer, cached: asked for again only when it may have changed, and for no more than a share of the time.
import type { Clock } from '#core/clock.ts';

/** A cached answer. */
export interface Cached<T> {
  /** The answer, requested so rarely that requests take at most a twentieth of the time. */
  get(): Promise<T>;
  /** The answer may have changed. */
  invalidate(): void;
}

const share = 0.05;

/** Caches the answer of `ask`. */
export function cached<T>(clock: Clock, ask: () => Promise<T>): Cached<T> {
  let kept: { readonly answer: T; readonly atMs: number; readonly tookMs: number } | undefined;
  let isChanged = true;
  return {
    invalidate() {
      isChanged = true;
    },
    async get() {
      const beginMs = clock.monotonicMs();
      if (kept !== undefined && (!isChanged || beginMs - kept.atMs < kept.tookMs / share)) return kept.answer;
      isChanged = false;
      try {
        const answer = await ask();
        const atMs = clock.monotonicMs();
        kept = { answer, atMs, tookMs: atMs - beginMs };
        return answer;
      } catch (thrown) {
        isChanged = true;
        throw thrown;
      }
    },
  };
}
