// What consumers may look up about their site.
import { findMetric } from '#core/catalogue.ts';
import type { DeviceFacts, SiteFacts } from '#core/consumer.ts';
import type { DeviceStatus } from '#core/field.ts';
import type { SiteRecord } from '#core/records.ts';
import type { SiteDevice } from './device-view.ts';

/** Where facts are looked up. */
export interface FactSources {
  readonly record: SiteRecord;
  readonly devices: ReadonlyMap<string, SiteDevice>;
  statusOf(device: string): DeviceStatus;
}

/** The facts of a site, always as they are now. */
export function siteFacts({ record: site, devices, statusOf }: FactSources): SiteFacts {
  const factsOf = ({ record, kind, title, counterWidths }: SiteDevice): DeviceFacts => {
    const { identity, intervalMs, state } = statusOf(record.id);
    return { record, kind, title, identity, isOnline: state === 'online', intervalMs, counterWidths };
  };
  return {
    site,
    devices: () => [...devices.values()].map(factsOf),
    device(id) {
      const device = devices.get(id);
      return device === undefined ? undefined : factsOf(device);
    },
    metric: findMetric,
  };
}
