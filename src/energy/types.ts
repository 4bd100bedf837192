// The vocabulary of the ledger: what metering books, what money is computed from, and what people are shown.
// Metering (counters, integration, gaps, flows) makes buckets; periods, tariffs and savings only ever read them.

import type { Reason } from '#core/reason.ts';

/** Energy in milliwatt-hours, a whole number: sums of any order and grouping are exact. */
export type MilliWh = number;

/** Width of a bucket, ms; buckets are aligned to the epoch, so every zone's days are whole buckets. */
export const bucketMs = 300_000;

/** What a home's energy is booked under; all are ≥ 0. `load` is what the home used. */
export const channels = ['pv', 'import', 'export', 'charge', 'discharge', 'load', 'generator'] as const;

/** One of {@link channels}. */
export type Channel = (typeof channels)[number];

/**
 * What a source can be booked under. A circuit lies inside the load: it is reported beside the channels and is not part of any balance,
 * flow or bill.
 */
export const bookings = [...channels, 'circuit'] as const;

/** One of {@link bookings}. */
export type Booking = (typeof bookings)[number];

/** Where energy came from and went to within the home; all are ≥ 0. */
export const flowPaths = [
  'pvToLoad',
  'pvToBattery',
  'pvToGrid',
  'batteryToLoad',
  'batteryToGrid',
  'gridToLoad',
  'gridToBattery',
  'generatorToLoad',
  'generatorToBattery',
  'generatorToGrid',
] as const;

/** One of {@link flowPaths}. */
export type FlowPath = (typeof flowPaths)[number];

/** Those that only a home with a generator has. */
export const isOfGenerator = (path: FlowPath): path is Extract<FlowPath, `generator${string}`> =>
  path.startsWith('generator');

/** Where a channel's energy of a bucket came from. */
export type Rule =
  /** Difference of a counter between readings no further apart than the gap limit. */
  | 'counter'
  /** Power held until the next sample, up to the gap limit. */
  | 'power'
  /** Counter's difference across a gap, by the shape of the power known in that time. */
  | 'gap-shape'
  /** Counter's difference across a gap, spread evenly. */
  | 'gap-even'
  /** From the other channels by conservation. */
  | 'derived'
  /** Put right by a person. */
  | 'repair';

/** How well a channel is known in a bucket: ms of its width; the rest is missing. */
export interface Known {
  readonly measuredMs: number;
  readonly estimatedMs: number;
}

/** One channel of a bucket, with what can be shown when a person asks why. */
export interface ChannelEnergy extends Known {
  readonly energy: MilliWh;
  /** Sources that booked here, and by which rule; most energy first. */
  readonly from: readonly { readonly source: string; readonly rule: Rule; readonly energy: MilliWh }[];
}

/** Five minutes of a home. A channel the home does not have is absent. */
export interface EnergyBucket {
  /** Epoch ms, a multiple of {@link bucketMs}. */
  readonly startMs: number;
  readonly channels: Readonly<Partial<Record<Channel, ChannelEnergy>>>;
  /** Circuits inside the load, by device; one about which nothing is known is absent, and so are all if there is none. */
  readonly circuits?: Readonly<Record<string, ChannelEnergy>>;
  readonly flows: Readonly<Record<FlowPath, MilliWh>>;
  /** Sources less sinks; what the meters disagree by, signed. */
  readonly meteringError: MilliWh;
  /** How much a battery's power and its charge disagree, ≥ 0; absent: nothing. */
  readonly disagreement?: MilliWh;
}

/** A decision of the counter pipeline (or a clock's), kept so that a person can see it and overrule it. */
export interface LedgerEvent {
  /** Stable: the same readings give the same id again. */
  readonly id: string;
  readonly atMs: number;
  readonly source: string;
  readonly kind:
    | 'reset'
    | 'rollover'
    | 'glitch'
    | 'held'
    | 'suspect'
    | 'trusted'
    | 'disagreement'
    | 'rejected'
    | 'gap'
    | 'day-start'
    | 'replaced'
    | 'clock'
    | 'repair'
    | 'stand-in'
    | 'role';
  /** What was booked because of it. */
  readonly energy: MilliWh;
  /** What was seen and what was done. */
  readonly reason: Reason;
  /** How many readings it stands for, if many were alike. */
  readonly count: number;
}
