// Rows "costing a month", "a year", "five years": a contract with windows, tiers, a demand charge, netting and a limit, followed over
// buckets of five minutes, with savings. Nanoseconds a bucket: linear where the three rows say the same.
import { moneysOf } from '#energy/money/period-money.ts';
import { tariffFromText } from '#energy/money/tariff-file.ts';
import { periodsIn } from '#energy/periods.ts';
import { bucketMs, type ChannelEnergy, type EnergyBucket } from '#energy/types.ts';
import type { Contest } from './contest.ts';

const zone = 'Europe/Berlin';
const startMs = Temporal.PlainDate.from('2020-01-01').toZonedDateTime(zone).epochMilliseconds;

const text = `name: bench
currency: EUR
versions:
  - from: 2019-01-01
    vat: 19
    import:
      - kind: time-of-use
        name: energy
        net: month
        windows: [{ name: peak, price: 0.4, when: [{ days: [mon, tue, wed, thu, fri], from: "17:00", to: "20:00" }] }]
        otherwise: { name: rest, price: 0.2 }
      - { kind: tiered, name: grid, per: year, tiers: [{ name: low, price: 0.1, up_to: 2000 }, { name: high, price: 0.2 }] }
    export: [{ kind: flat, name: feed-in, price: 0.08 }]
    standing: [{ name: base, amount: 10, per: billing }]
    demand: [{ name: capacity, price: 4, minimum: 2.5, last: 12 }]
    limits: [{ name: least, of: [energy, feed-in], per: billing, at_least: 0 }]
`;

function channel(energy: number): ChannelEnergy {
  return { energy, measuredMs: bucketMs, estimatedMs: 0, from: [] };
}

function bucketAt(index: number): EnergyBucket {
  const hour = (index % 288) / 12;
  const sun = Math.max(0, Math.round(300_000 * Math.sin(((hour - 6) / 12) * Math.PI)));
  const load = 40_000 + ((index * 7919) % 30_000);
  const own = Math.min(sun, load);
  const [taken, given] = [load - own, sun - own];
  return {
    startMs: startMs + index * bucketMs,
    channels: { pv: channel(sun), load: channel(load), import: channel(taken), export: channel(given) },
    flows: {
      pvToLoad: own,
      pvToBattery: 0,
      pvToGrid: given,
      batteryToLoad: 0,
      batteryToGrid: 0,
      gridToLoad: taken,
      gridToBattery: 0,
      generatorToLoad: 0,
      generatorToBattery: 0,
      generatorToGrid: 0,
    },
    meteringError: 0,
  };
}

/** The same time at one price. */
function plainCost(buckets: readonly EnergyBucket[]): bigint {
  let total = 0n;
  for (const { channels } of buckets)
    total +=
      400_000_000_000n * BigInt(channels.import?.energy ?? 0) - 80_000_000_000n * BigInt(channels.export?.energy ?? 0);
  return total;
}

function contest(name: string, days: number): Contest {
  return {
    figures: [{ name, unit: 'ns', note: 'a bucket of five minutes; reference: one price, without savings' }],
    rounds: 3,
    open(place) {
      const count = (place.isQuick ? Math.ceil(days / 10) : days) * 288;
      const buckets = Array.from({ length: count }, (_, index) => bucketAt(index));
      const outcome = tariffFromText(text);
      if (!('tariff' in outcome)) throw new Error('the tariff of the bench is none');
      const { tariff } = outcome;
      const spans = periodsIn({ startMs, endMs: startMs + count * bucketMs }, { kind: 'day', zone });
      const timed = (run: () => unknown) => (): readonly number[] => {
        const beganMs = performance.now();
        run();
        return [((performance.now() - beganMs) * 1e6) / count];
      };
      return {
        ours: timed(() => moneysOf({ zone, tariff }, buckets, spans)),
        reference: timed(() => plainCost(buckets)),
      };
    },
  };
}

/** Rows "costing …". */
export const costingContests: readonly Contest[] = [
  contest('costing a month', 31),
  contest('costing a year', 366),
  contest('costing five years', 1827),
];
