// For tests only: batches, values and flow devices in few words.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import type { FlowDevice, Look } from '../flow.ts';

/** The site of the tests. */
export const site = 'home';

/** A batch of good values. */
export function batchOf(device: string, atMs: number, values: Partial<Record<MetricId, MetricValue>>): Batch {
  const metric: MetricId[] = [];
  const value: MetricValue[] = [];
  for (const id of Object.keys(values) as MetricId[]) {
    metric.push(id);
    value.push(values[id]!);
  }
  return { site, device, atMs, metric, value, quality: metric.map((): Quality => 'good') };
}

/** What one device says: a number is good, a pair carries its quality. */
export type Said = Partial<Record<MetricId, number | readonly [number, Quality]>>;

/** A home by its devices: `{ 'inverter:roof': { 'pv.power': 900 } }`. */
export type Scene = Readonly<Record<`${DeviceKind}:${string}`, Said>>;

/** The devices of a scene, and how to look up what they say. */
export function sceneOf(scene: Scene): { readonly devices: readonly FlowDevice[]; readonly look: Look } {
  const entries = Object.entries(scene).map(([name, said]) => {
    const [kind, id] = name.split(':') as [DeviceKind, string];
    return { id, kind, said };
  });
  return {
    devices: entries.map(({ id, kind }) => ({ id, kind })),
    look(device, metric) {
      const found = entries.find(({ id }) => id === device)?.said[metric];
      if (found === undefined) return undefined;
      const [value, quality] = typeof found === 'number' ? ([found, 'good'] as const) : found;
      return { value, quality, atMs: 0 };
    },
  };
}
