// When to try again: the only place that decides it. Attempts and pauses are settings of the device.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, type SolsteadError } from '#core/errors.ts';
import type { Random } from '#core/random.ts';
import type { DeviceSettings } from '#core/records.ts';

/** Attempts after the first one, and the pause before each. */
export interface RetryPlan {
  readonly retries: number;
  readonly backoffSeconds: readonly number[];
}

/** Three retries after 1, 2 and 3 s, unless the device's settings say otherwise. */
export function retryPlan({ retries, backoffSeconds }: DeviceSettings): RetryPlan {
  return { retries: retries ?? 3, backoffSeconds: backoffSeconds ?? [1, 2, 3] };
}

/** How long an answer may take to begin, and how long the device is left alone after it; what is absent is as its definition says. */
export function waitsOf({ responseSeconds, pauseSeconds }: DeviceSettings): {
  readonly responseMs?: number;
  readonly pauseMs?: number;
} {
  return {
    ...(responseSeconds === undefined ? {} : { responseMs: responseSeconds * 1000 }),
    ...(pauseSeconds === undefined ? {} : { pauseMs: pauseSeconds * 1000 }),
  };
}

/** One retry: a person waits, and one lost answer on a long cable proves nothing. */
export const onceRetries: RetryPlan = { retries: 1, backoffSeconds: [0.3] };

/** What {@link withRetries} needs around the attempt. */
export interface RetryContext {
  readonly plan: RetryPlan;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
  /** Called for every failed attempt. */
  onFailure(error: SolsteadError): void;
}

/** A pause with up to a fifth of jitter, ms, so that devices that failed together do not come back together. */
export function jittered(seconds: number, random: Random): number {
  return seconds * 1000 * (0.9 + 0.2 * random());
}

/** Runs an attempt again while it fails with a transient error. Errors: the last one; others at once. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { plan, clock, random, signal, onFailure }: RetryContext,
): Promise<T> {
  for (let count = 0; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted === true || !isSolsteadError(error)) throw error;
      onFailure(error);
      if (error.kind !== 'transient' || count >= plan.retries) throw error;
      const pause = plan.backoffSeconds[Math.min(count, plan.backoffSeconds.length - 1)] ?? 1;
      await clock.sleep(jittered(pause, random), { signal });
    }
  }
}

/** First and longest pause between rounds of a device that stays silent, s: its return must be noticed soon. */
const silentPause = { first: 5, longest: 15 };

/** Seconds until the next round: the device's own pace, or while it stays silent a pause that doubles up to 15 s. */
export function roundPause(everySeconds: number, silentRounds: number): number {
  if (silentRounds === 0) return everySeconds;
  return Math.min(silentPause.longest, Math.min(everySeconds, silentPause.first) * 2 ** (silentRounds - 1));
}
