// Whether the meters of a home agree: what came in has to be what went out, and a battery's charge has to follow its power.
// If they do not, the likely culprit is named. Only buckets are looked at, so that a day is judged the same whenever it is.
import { because, type Reason } from '#core/reason.ts';
import { type Channel, channels, type EnergyBucket, type LedgerEvent, type MilliWh, bucketMs } from '../types.ts';
import type { Correction } from './correction.ts';
import { eventId } from './minute-accumulator.ts';

/**
 * Whether there is a balance at all: what the home uses and the grid are known, and so is what it generates: energy sold
 * without a source to sell from means that something is not measured. Energies by channel, mWh; absent: the home has none.
 */
export const canBalance = (own: Readonly<Partial<Record<Channel, MilliWh>>>): boolean =>
  own.load !== undefined &&
  own.import !== undefined &&
  (own.pv !== undefined || own.discharge !== undefined || own.generator !== undefined || (own.export ?? 0) === 0);

/** What the meters of a bucket disagree by, without a sign, mWh: what came in and went out, and a battery's power and its charge. */
export const errorOf = ({ meteringError, disagreement = 0 }: EnergyBucket): MilliWh =>
  Math.abs(meteringError) + disagreement;

const sides = ['pv', 'grid', 'battery', 'load', 'generator'] as const;
type Side = (typeof sides)[number];

/** How much a day has to disagree by to be reported, mWh, and as a share of what came in. */
const least = 500_000;
const leastShare = 0.05;
/** How much of a disagreement a side has to explain. */
const explainedShare = 0.8;

function energiesOf({ channels: own }: EnergyBucket): Record<Side, MilliWh> {
  const of = (channel: Channel): MilliWh => own[channel]?.energy ?? 0;
  return {
    pv: of('pv'),
    grid: of('import') - of('export'),
    battery: of('discharge') - of('charge'),
    load: -of('load'),
    generator: of('generator'),
  };
}

const channelsOfSide: Readonly<Record<Side, readonly Channel[]>> = {
  pv: ['pv'],
  grid: ['import', 'export'],
  battery: ['charge', 'discharge'],
  load: ['load'],
  generator: ['generator'],
};

/** How a side would have to be multiplied to be right, if it alone is wrong, and what it leaves; undefined if it explains too little. */
function factorOf(
  pairs: readonly (readonly [error: number, own: number])[],
): { readonly factor: number; readonly rest: number } | undefined {
  const square = pairs.reduce((sum, [, own]) => sum + own * own, 0);
  if (square === 0) return undefined;
  const share = pairs.reduce((sum, [error, own]) => sum + error * own, 0) / square;
  const whole = pairs.reduce((sum, [error]) => sum + error * error, 0);
  const rest = pairs.reduce((sum, [error, own]) => sum + (error - share * own) ** 2, 0);
  return rest <= (1 - explainedShare) * whole ? { factor: 1 - share, rest } : undefined;
}

type Culprit = 'sign' | 'duplicate' | 'phase' | 'scale';

const near = (value: number, wanted: number, within = 0.15): boolean => Math.abs(value / wanted - 1) <= within;

/** What a factor means: the value shown times the factor is the true value. */
function culpritOf(factor: number): Culprit | undefined {
  if (near(factor, -1)) return 'sign';
  if (near(factor, 0.5)) return 'duplicate';
  if (near(factor, 3) || near(factor, 1 / 3)) return 'phase';
  const isScale = [10, 100, 1000].some((scale) => near(factor, scale) || near(factor, 1 / scale, 0.5));
  return isScale ? 'scale' : undefined;
}

function blamed(buckets: readonly EnergyBucket[]): { readonly side: Side; readonly culprit: Culprit } | undefined {
  const isDerived = buckets.some(({ channels: own }) => own.load?.from.some(({ rule }) => rule === 'derived') === true);
  const all = buckets.map((bucket) => ({ own: energiesOf(bucket), error: bucket.meteringError }));
  if (isDerived) {
    // A derived load cannot be negative: the side that puts that right if its sign is reversed is wrong.
    const used = all.map(({ own, error }) => -own.load + error);
    const owed = used.filter((one) => one < 0).reduce((sum, one) => sum - one, 0);
    for (const side of ['battery', 'grid'] as const) {
      const left = used.map((one, index) => one - 2 * (all[index]?.own[side] ?? 0));
      if (left.filter((one) => one < 0).reduce((sum, one) => sum - one, 0) < 0.05 * owed)
        return { side, culprit: 'sign' };
    }
    return undefined;
  }
  const suspects = sides.flatMap((side) => {
    const found = factorOf(all.map(({ own, error }) => [error, own[side]] as const));
    const culprit = found === undefined ? undefined : culpritOf(found.factor);
    return found === undefined || culprit === undefined ? [] : [{ side, culprit, rest: found.rest }];
  });
  // Several may explain much of it, as export rises and falls with the sun: the one that leaves least does.
  return suspects.sort((left, right) => left.rest - right.rest)[0];
}

/** The share by which two meters that cancel may differ. */
const leastUnlike = 0.1;

/** The source of a meter of the grid that another cancels: it shows the same with the opposite sign; undefined if there is none. */
function mirroredSource(buckets: readonly EnergyBucket[]): string | undefined {
  const shown = new Map<string, { readonly source: string; readonly own: Map<EnergyBucket, MilliWh> }>();
  for (const bucket of buckets)
    for (const [channel, sign] of [
      ['import', 1],
      ['export', -1],
    ] as const)
      for (const { source, energy } of bucket.channels[channel]?.from ?? []) {
        const device = source.split(':', 1).join('');
        const { own } = shown.getOrInsertComputed(device, () => ({ source, own: new Map<EnergyBucket, MilliWh>() }));
        own.set(bucket, (own.get(bucket) ?? 0) + sign * energy);
      }
  const meters = [...shown.values()];
  for (const [index, { source, own }] of meters.entries())
    for (const other of meters.slice(0, index)) {
      const both = [...own].flatMap(([bucket, energy]) => {
        const beside = other.own.get(bucket);
        return beside === undefined ? [] : [[energy, beside] as const];
      });
      const whole = both.reduce((sum, [one, two]) => sum + Math.abs(one) + Math.abs(two), 0);
      const left = both.reduce((sum, [one, two]) => sum + Math.abs(one + two), 0);
      if (whole >= 2 * least && left <= leastUnlike * whole) return source;
    }
  return undefined;
}

function reasonOf(kwh: number, found: ReturnType<typeof blamed>): Reason {
  if (found === undefined) return because('balance.off', { kwh });
  const { side, culprit } = found;
  switch (culprit) {
    case 'sign':
      return because('balance.sign', { kwh, side });
    case 'duplicate':
      return because('balance.duplicate', { kwh, side });
    case 'phase':
      return because('balance.phase', { kwh, side });
    case 'scale':
      return because('balance.scale', { kwh, side });
  }
}

/** Which source booked most of a side. */
function sourceOf(buckets: readonly EnergyBucket[], side: Side): string {
  for (const bucket of buckets)
    for (const channel of channelsOfSide[side]) {
      const [first] = bucket.channels[channel]?.from ?? [];
      if (first !== undefined) return first.source;
    }
  return 'home';
}

function disagreement(
  atMs: number,
  { energy, source, reason }: { readonly energy: MilliWh; readonly source: string; readonly reason: Reason },
): LedgerEvent {
  const event = { atMs, source, kind: 'disagreement' } as const;
  return { ...event, id: eventId(event), energy, reason, count: 1 };
}

/** Circuits that used more than the whole home, in the time for which the home is fully known. */
function overLoad(buckets: readonly EnergyBucket[]): LedgerEvent[] {
  const own = new Map<string, MilliWh>();
  let [used, inCircuits] = [0, 0];
  let firstMs: number | undefined;
  for (const { startMs, channels: known, circuits } of buckets) {
    const { load } = known;
    if (load === undefined || circuits === undefined || load.measuredMs + load.estimatedMs < bucketMs) continue;
    let within = 0;
    for (const { energy, from } of Object.values(circuits)) {
      within += energy;
      const source = from[0]?.source;
      if (source !== undefined) own.set(source, (own.get(source) ?? 0) + energy);
    }
    used += load.energy;
    inCircuits += within;
    if (within > load.energy) firstMs ??= startMs;
  }
  const over = inCircuits - used;
  if (firstMs === undefined || over < Math.max(least, leastShare * used)) return [];
  const [largest] = [...own].sort(([, left], [, right]) => right - left);
  const reason = because('balance.circuits', { kwh: over / 1e6 });
  return [disagreement(firstMs, { energy: over, source: largest?.[0] ?? 'home', reason })];
}

/**
 * What a day's buckets say about its meters: at most one disagreement of in and out, one of a battery and its charge, and
 * one of the circuits and the home.
 * They need the sources of their channels, as settled hours give them.
 */
export function disagreementsOf(buckets: readonly EnergyBucket[]): LedgerEvent[] {
  const events = overLoad(buckets);
  const ofCharge = buckets.filter(({ disagreement: own = 0 }) => own > 0);
  const charge = ofCharge.reduce((sum, { disagreement: own = 0 }) => sum + own, 0);
  if (charge >= least) {
    const reason = because('balance.charge', { kwh: charge / 1e6 });
    const told = { energy: charge, source: sourceOf(ofCharge, 'battery'), reason };
    events.push(disagreement(ofCharge[0]?.startMs ?? 0, told));
  }
  const sums: Partial<Record<Channel, MilliWh>> = {};
  for (const { channels: own } of buckets)
    for (const channel of channels) {
      const energy = own[channel]?.energy;
      if (energy !== undefined) sums[channel] = (sums[channel] ?? 0) + energy;
    }
  if (!canBalance(sums)) return events;
  const error = buckets.reduce((sum, { meteringError }) => sum + Math.abs(meteringError), 0);
  const came = buckets.reduce((sum, bucket) => {
    const { pv, grid, battery, generator } = energiesOf(bucket);
    return sum + pv + generator + Math.abs(grid) + Math.abs(battery);
  }, 0);
  if (error < Math.max(least, leastShare * came)) return events;
  const first = buckets.find(({ meteringError }) => meteringError !== 0);
  const mirrored = mirroredSource(buckets);
  if (mirrored !== undefined) {
    const reason = because('balance.mirrored', { kwh: error / 1e6 });
    return [...events, disagreement(first?.startMs ?? 0, { energy: error, source: mirrored, reason })];
  }
  const found = blamed(buckets);
  const told = {
    energy: error,
    source: found === undefined ? 'home' : sourceOf(buckets, found.side),
    reason: reasonOf(error / 1e6, found),
  };
  return [...events, disagreement(first?.startMs ?? 0, told)];
}

/** Disagreements that no person has dismissed. */
export function withoutOverruled(events: readonly LedgerEvent[], corrections: readonly Correction[]): LedgerEvent[] {
  const aside = new Set(corrections.flatMap((one) => (one.kind === 'overrule' && !one.isBooked ? [one.event] : [])));
  return events.filter(({ id }) => !aside.has(id));
}

/** Judges day after day as their buckets pass; a function of a bucket's start says which day it is in. */
export function disagreementRun(dayOf: (atMs: number) => { readonly startMs: number; readonly endMs: number }): {
  add(bucket: EnergyBucket): void;
  finish(): LedgerEvent[];
} {
  const events: LedgerEvent[] = [];
  let day: EnergyBucket[] = [];
  let endMs = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    events.push(...disagreementsOf(day));
    day = [];
  };
  return {
    add(bucket) {
      if (bucket.startMs + bucketMs > endMs) {
        close();
        ({ endMs } = dayOf(bucket.startMs));
      }
      day.push(bucket);
    },
    finish() {
      close();
      return events;
    },
  };
}
