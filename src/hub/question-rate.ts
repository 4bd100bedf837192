// How often a device is asked what somebody wants to know of it.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';

/** Questions that one device is asked in a minute: a slow line takes a second for each, and has its own to ask. */
const mostAMinute = 12;

/** Counts a question to a device. Errors: `request.too-many`. */
export function makeQuestionRate(clock: Pick<Clock, 'monotonicMs'>): (device: string) => void {
  const asked = new Map<string, readonly number[]>();
  return (device) => {
    const nowMs = clock.monotonicMs();
    for (const [key, times] of asked) if (times.every((atMs) => nowMs - atMs >= minuteMs)) asked.delete(key);
    const recent = (asked.get(device) ?? []).filter((atMs) => nowMs - atMs < minuteMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= mostAMinute)
      throw new SolsteadError('request.too-many', {
        at: device,
        why: because('device.asked-often', { most: mostAMinute }),
        retrySeconds: Math.ceil((oldest + minuteMs - nowMs) / 1000),
      });
    asked.set(device, [...recent, nowMs]);
  };
}
