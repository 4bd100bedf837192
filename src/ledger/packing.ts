// How settled hours and days lie in the store: JSON of columns, deflated. The words are the energy room's, kept as they are.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { StoredHour } from '#core/ledger.ts';
import type { Settled } from '#energy/metering/settle.ts';
import {
  bucketMs,
  channels,
  type Channel,
  type ChannelEnergy,
  type EnergyBucket,
  flowPaths,
  type MilliWh,
} from '#energy/types.ts';
import type { ChoicesKey } from './choices.ts';

/** Buckets without what they are made of: enough for sums and money. */
interface BucketColumns {
  readonly startMs: readonly number[];
  readonly channels: Partial<Record<Channel, readonly (readonly number[])[]>>;
  readonly flows: readonly (readonly number[])[];
  readonly error: readonly number[];
}

/** Speed before size: an hour is packed once and a day often. */
const level = 1;

function packed(content: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(content), { level });
}

function unpacked(content: Uint8Array, at: string): unknown {
  try {
    return JSON.parse(inflateRawSync(content).toString());
  } catch (thrown) {
    throw new SolsteadError('store.corrupt', { at, why: messageOf(thrown), cause: thrown });
  }
}

/** A settled hour as it is kept. */
export interface KeptHour extends Settled {
  /** What it was settled by; absent: the usual. */
  readonly choices?: ChoicesKey;
}

/** A settled hour for the store. */
export const packHour = (settled: KeptHour): Uint8Array => packed(settled);

/** A settled hour out of the store. Errors: `store.corrupt`. */
export const unpackHour = ({ hourMs, content }: StoredHour): KeptHour =>
  unpacked(content, `ledger: hour ${hourMs}`) as KeptHour;

/** The buckets of a day for the store; a channel of any of them is a channel of all. */
export function packBuckets(buckets: readonly EnergyBucket[]): Uint8Array {
  const has = channels.filter((channel) => buckets.some((bucket) => bucket.channels[channel] !== undefined));
  const column = (channel: Channel, part: 'energy' | 'measuredMs' | 'estimatedMs'): number[] =>
    buckets.map((bucket) => bucket.channels[channel]?.[part] ?? 0);
  const columns: BucketColumns = {
    startMs: buckets.map(({ startMs }) => startMs),
    channels: Object.fromEntries(
      has.map((channel) => [
        channel,
        [column(channel, 'energy'), column(channel, 'measuredMs'), column(channel, 'estimatedMs')],
      ]),
    ),
    flows: flowPaths.map((path) => buckets.map(({ flows }) => flows[path])),
    error: buckets.map(({ meteringError }) => meteringError),
  };
  return packed(columns);
}

/** The buckets of a day out of the store. Errors: `store.corrupt`. */
export function unpackBuckets(content: Uint8Array): EnergyBucket[] {
  const columns = unpacked(content, 'ledger: a day') as BucketColumns;
  const has = channels.filter((channel) => columns.channels[channel] !== undefined);
  const at = (column: readonly MilliWh[] | undefined, index: number): number => column?.[index] ?? 0;
  return columns.startMs.map((startMs, index): EnergyBucket => {
    const own: Partial<Record<Channel, ChannelEnergy>> = {};
    for (const channel of has) {
      const [energy, measured, estimated] = columns.channels[channel] ?? [];
      const known = { measuredMs: at(measured, index), estimatedMs: Math.min(at(estimated, index), bucketMs) };
      own[channel] = { energy: at(energy, index), ...known, from: [] };
    }
    const [pvToLoad, pvToBattery, pvToGrid, batteryToLoad, batteryToGrid, gridToLoad, gridToBattery] =
      columns.flows.map((column) => at(column, index));
    const flows = {
      pvToLoad: pvToLoad ?? 0,
      pvToBattery: pvToBattery ?? 0,
      pvToGrid: pvToGrid ?? 0,
      batteryToLoad: batteryToLoad ?? 0,
      batteryToGrid: batteryToGrid ?? 0,
      gridToLoad: gridToLoad ?? 0,
      gridToBattery: gridToBattery ?? 0,
    };
    return { startMs, channels: own, flows, meteringError: at(columns.error, index) };
  });
}
