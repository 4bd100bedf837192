// What a home would have paid otherwise, from what was measured: without sun, without battery, or in any other given scenario.
import { costOf, meterEnergy, type Cost, type CostQuestion } from './money/cost.ts';
import type { Money } from './money/decimal.ts';
import type { MeterEnergy } from './money/energy-parts.ts';
import { bucketsIn } from './period-energy.ts';
import type { ChannelEnergy, EnergyBucket, MilliWh } from './types.ts';

/** Another scenario for a bucket: what would have gone over the meter. */
type Course = (bucket: EnergyBucket) => MeterEnergy;

/**
 * What would have been used otherwise is bought, or comes from the generator of a home without a grid. A bucket in which neither
 * is known stays as it is, in every scenario; nothing is below 0. What a generator put into the battery it would not have given.
 */
const known =
  (course: Course): Course =>
  (bucket) => {
    const { import: bought, generator } = bucket.channels;
    if (bought === undefined && generator === undefined) return meterEnergy(bucket);
    const { import: taken, export: given } = course(bucket);
    const own = generator === undefined ? 0 : generator.energy - bucket.flows.generatorToBattery;
    // Without a grid nothing is sold either: what the battery did not take of the sun is lost.
    const from =
      bought === undefined
        ? { import: 0, export: meterEnergy(bucket).export, generator: taken + own }
        : { import: taken, export: given, generator: own };
    return {
      import: Math.max(0, from.import),
      export: Math.max(0, from.export),
      ...(generator === undefined ? {} : { generator: Math.max(0, from.generator) }),
    };
  };

/**
 * Without sun and battery: all the home used comes from the grid. The metering error stays in what is taken and given,
 * as it is in what was paid.
 */
export const meterWithoutPv: Course = known(({ channels, flows }) => ({
  import: (channels.import?.energy ?? 0) - flows.gridToBattery + flows.pvToLoad + flows.batteryToLoad,
  export: (channels.export?.energy ?? 0) - flows.pvToGrid - flows.batteryToGrid,
}));

/** With the sun but without the battery: what it gave the home is bought, what it took of the sun is sold; no losses. */
export const meterWithoutBattery: Course = known(({ channels, flows }) => ({
  import: (channels.import?.energy ?? 0) - flows.gridToBattery + flows.batteryToLoad,
  export: (channels.export?.energy ?? 0) - flows.batteryToGrid + flows.pvToBattery,
}));

/** The same time with another import and export. */
function rerouted(buckets: readonly EnergyBucket[], course: Course): EnergyBucket[] {
  return buckets.map((bucket) => {
    const { channels } = bucket;
    const energy = course(bucket);
    const { import: bought, generator } = channels;
    const whole: ChannelEnergy | undefined = bought === undefined ? undefined : { ...bought, from: [] };
    return {
      ...bucket,
      channels: {
        ...channels,
        ...(whole === undefined
          ? {}
          : {
              import: { ...whole, energy: energy.import },
              export: { ...(channels.export ?? whole), energy: energy.export, from: [] },
            }),
        ...(generator === undefined ? {} : { generator: { ...generator, energy: energy.generator ?? 0, from: [] } }),
      },
    };
  });
}

/** Buckets as they would have been without sun and battery. */
export const withoutPv = (buckets: readonly EnergyBucket[]): EnergyBucket[] => rerouted(buckets, meterWithoutPv);

/** Buckets as they would have been with the sun but without the battery. */
export const withoutBattery = (buckets: readonly EnergyBucket[]): EnergyBucket[] =>
  rerouted(buckets, meterWithoutBattery);

/** What was paid, what would have been paid, and the difference. */
export interface Savings {
  readonly actual: Cost;
  readonly otherwise: Cost;
  /** otherwise − actual, exactly; below 0 if it cost more than it saved. */
  readonly saved: Money;
}

/** Savings against another scenario of the same time: of {@link withoutPv}, {@link withoutBattery}, or of a plan that was not followed. */
export function savingsOf(question: CostQuestion, otherwise: readonly EnergyBucket[]): Savings {
  const actual = costOf(question);
  const other = costOf({ ...question, buckets: otherwise });
  return { actual, otherwise: other, saved: other.total - actual.total };
}

/** What the sun alone saved: the bill without sun and battery less the bill with the sun only. */
export function sunSavings(question: CostQuestion): Savings {
  return savingsOf({ ...question, buckets: withoutBattery(question.buckets) }, withoutPv(question.buckets));
}

/** What the battery saved, its losses included. */
export interface BatterySavings extends Savings {
  /** Charged less discharged: losses, and what the battery holds more at the end than at the beginning. */
  readonly kept: MilliWh;
}

/** What the battery saved: the cost without it less the cost with it, so that what it lost on the way is charged to it. */
export function batterySavings(question: CostQuestion): BatterySavings {
  const kept = bucketsIn(question.buckets, question.span).reduce(
    (sum, { channels }) => sum + (channels.charge?.energy ?? 0) - (channels.discharge?.energy ?? 0),
    0,
  );
  return { ...savingsOf(question, withoutBattery(question.buckets)), kept };
}
