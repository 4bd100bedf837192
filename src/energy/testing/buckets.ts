// Buckets for tests: a home that takes and gives steadily, or by any function of time.
import {
  bucketMs,
  channels,
  type Channel,
  type ChannelEnergy,
  type EnergyBucket,
  type FlowPath,
  type MilliWh,
} from '../types.ts';
import { noFlows } from '../metering/flows.ts';
import type { Span } from '../periods.ts';

/** Epoch ms of an ISO moment. */
export const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;

/** A span between two ISO moments. */
export const spanOf = (text: `${string}/${string}`): Span => {
  const [from = '', to = ''] = text.split('/');
  return { startMs: at(from), endMs: at(to) };
};

/** One bucket, wholly measured. */
export function bucket(
  startMs: number,
  energy: Partial<Record<Channel, MilliWh>>,
  flows?: Partial<Record<FlowPath, MilliWh>>,
): EnergyBucket {
  const known: Partial<Record<Channel, ChannelEnergy>> = {};
  for (const channel of channels) {
    const value = energy[channel];
    if (value !== undefined) known[channel] = { energy: value, measuredMs: bucketMs, estimatedMs: 0, from: [] };
  }
  return { startMs, channels: known, flows: { ...noFlows(), ...flows }, meteringError: 0 };
}

/** The buckets of a span, each as a function of its start says. */
export function buckets(
  { startMs, endMs }: Span,
  energyAt: (startMs: number) => Partial<Record<Channel, MilliWh>>,
): EnergyBucket[] {
  return Array.from({ length: (endMs - startMs) / bucketMs }, (_, index) => {
    const from = startMs + index * bucketMs;
    return bucket(from, energyAt(from));
  });
}

/** What 1 kW gives in a bucket is not a whole number: a quarter-hour of 250 000 mWh has shares that add up. */
export const oneKilowatt = (startMs: number): MilliWh => (startMs % 900_000 === 0 ? 83_334 : 83_333);
