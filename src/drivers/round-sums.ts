// Metrics that are sums of values from different answers of one live round: the power of two trackers, of two phases.
import type { MetricId } from '#core/catalogue.ts';
import type { MetricSum } from '#devices/definition.ts';
import type { Readings } from '#devices/readings.ts';

/** The sums of one device. */
export interface RoundSums {
  /** Takes the readings of one answer of the round. */
  take(readings: Readings): void;
  /**
   * Ends the round: the sums of what came. A sum is left out if an addend this device has reported before is missing, so that
   * one lost answer does not halve it; an addend the model does not have counts as none. A subtrahend must have come.
   */
  finish(): Readings;
  /** Another unit may be on the line now. */
  reset(): void;
}

/** Rounds after which an addend that no longer comes is taken as one the device does not have. */
const forgetAfter = 3;

/** Makes the sums of one device. */
export function createRoundSums(sums: readonly MetricSum[]): RoundSums {
  const wanted = new Set<MetricId>(sums.flatMap(({ of, less = [] }) => [...of, ...less]));
  /** Addends this device has reported, with the number of rounds they have been missing. */
  const known = new Map<MetricId, number>();
  const round = new Map<MetricId, number>();
  return {
    take({ metric, value }) {
      for (const [index, id] of metric.entries()) {
        const number = value[index];
        if (!wanted.has(id) || typeof number !== 'number') continue;
        known.set(id, 0);
        round.set(id, number);
      }
    },
    finish() {
      const metric: MetricId[] = [];
      const value: number[] = [];
      for (const sum of sums) {
        const { of, less = [], least = -Infinity } = sum;
        const told = of.filter((id) => known.has(id));
        if (told.length === 0 || [...told, ...less].some((id) => !round.has(id))) continue;
        const totalOf = (ids: readonly MetricId[]): number =>
          ids.reduce((total, id) => total + (round.get(id) ?? 0), 0);
        metric.push(sum.metric);
        value.push(Math.max(least, totalOf(told) - totalOf(less)));
      }
      for (const [id, missed] of known) {
        if (round.has(id)) continue;
        if (missed + 1 >= forgetAfter) known.delete(id);
        else known.set(id, missed + 1);
      }
      round.clear();
      return { metric, value, quality: metric.map(() => 'estimated' as const) };
    },
    reset() {
      known.clear();
      round.clear();
    },
  };
}
