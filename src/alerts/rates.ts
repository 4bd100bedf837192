// How often something happened lately, from counters that only grow: within the last minutes, not since the start.
import { minuteMs } from '#core/time.ts';

/** What a device counts. */
export interface Counts {
  readonly requests: number;
  readonly failed: number;
  readonly rejected: number;
}

interface Sample extends Counts {
  readonly atMs: number;
}

/** A look is kept so often, and so many of them: an hour and a little. */
const everyMs = minuteMs;
const mostSamples = 62;
const failedMs = 10 * minuteMs;
const rejectedMs = 60 * minuteMs;
/** Fewer requests say nothing. */
const leastRequests = 20;

/** Remembers what each device counted. */
export class Rates {
  readonly #samples = new Map<string, Sample[]>();

  /** What it counted lately; what began anew, after a restart of it, is counted from there. */
  take(
    device: string,
    counts: Counts,
    nowMs: number,
  ): { readonly failedShare: number | undefined; readonly rejected: number | undefined } {
    const known = this.#samples.get(device) ?? [];
    const last = known.at(-1);
    const isAnew = last !== undefined && (counts.requests < last.requests || counts.rejected < last.rejected);
    const samples = isAnew ? [] : known;
    const newest = samples.at(-1);
    if (newest === undefined || nowMs - newest.atMs >= everyMs) samples.push({ ...counts, atMs: nowMs });
    if (samples.length > mostSamples) samples.shift();
    this.#samples.set(device, samples);
    const since = (spanMs: number): Sample | undefined => samples.find(({ atMs }) => nowMs - atMs <= spanMs);
    const before = since(failedMs);
    const requests = counts.requests - (before?.requests ?? counts.requests);
    const failed = counts.failed - (before?.failed ?? counts.failed);
    return {
      failedShare: requests < leastRequests ? undefined : (100 * failed) / requests,
      rejected: counts.rejected - (since(rejectedMs)?.rejected ?? counts.rejected),
    };
  }

  /** Forgets devices that are gone. */
  keep(devices: ReadonlySet<string>): void {
    for (const device of this.#samples.keys()) if (!devices.has(device)) this.#samples.delete(device);
  }
}
