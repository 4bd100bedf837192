// Shapes of the older web API: values with their units, as the tool it belonged to printed them. Written down in docs/older-api.md.
// Source: "MPP-Solar Implementation Plan", section 2.
import type { Device } from '#api/contract.ts';
import type { OlderData } from '#api/older.ts';
import { metricOf } from '#core/catalogue.ts';
import type { SiteSeen } from '#hub/types.ts';

const isoOf = (atMs: number): string => new Date(atMs).toISOString();

/** Devices as they are now; `only` these. */
export function olderDevices({ devices, values }: SiteSeen, only?: ReadonlySet<string>): OlderData {
  const shown = devices.filter(({ id }) => only === undefined || only.has(id));
  const byDevice = Map.groupBy(values, ({ device }) => device);
  return Object.fromEntries(
    shown.map((device: Device) => {
      const { id, name, state, lastSeenMs } = device;
      const data = (byDevice.get(id) ?? []).map(
        ({ metric, value }) => [metric, [value, metricOf(metric).unit]] as const,
      );
      const seen = lastSeenMs === undefined ? {} : { timestamp: isoOf(lastSeenMs) };
      return [id, { name, status: state, ...seen, data: Object.fromEntries(data) }] as const;
    }),
  );
}
