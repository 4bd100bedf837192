// An expensive answer, asked for again only when it may differ and no more than a share of the time.
import type { Clock } from '#core/clock.ts';

/** An answer that is kept. */
export interface Seldom<T> {
  /** The answer, at most so old that asking takes a twentieth of the time. */
  get(): Promise<T>;
  /** It may differ from now on. */
  changed(): void;
}

const share = 0.05;

/** Keeps the answer of `ask`. */
export function seldom<T>(clock: Clock, ask: () => Promise<T>): Seldom<T> {
  let kept: { readonly answer: T; readonly atMs: number; readonly tookMs: number } | undefined;
  let isChanged = true;
  return {
    changed() {
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
