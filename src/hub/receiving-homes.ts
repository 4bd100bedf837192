// The homes of this installation as those whose readings come from elsewhere: their devices are added, renamed and removed as the
// sending home says, without a link of their own.
import { SolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { RecordStore } from '#core/records.ts';
import type { ReceivingHomes } from '#core/uplink.ts';
import type { MeterRole } from '#api/meter-roles.ts';
import { giveRole, rolesBeside } from './given-role.ts';
import type { SiteRegistry } from './site-registry.ts';

/** What they need of the hub. */
export interface ReceivingParts {
  readonly registry: SiteRegistry;
  readonly records: Pick<RecordStore, 'devices'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  inTurn<T>(change: () => Promise<T>): Promise<T>;
}

/** The homes. */
export function receivingHomes({ registry, records, clock, inTurn }: ReceivingParts): ReceivingHomes {
  return {
    hasSite: (site) => registry.sites().some(({ record }) => record.id === site),
    devices: (site) => [...registry.site(site).devices.values()].map(({ record }) => record),
    addDevice: (device, wish) =>
      inTurn(async () => {
        const site = registry.site(device.site);
        const others = [...site.devices.values()];
        const record = await registry.receivedRecord(device, wish);
        await records.devices.save(record);
        await registry.startDevice(site, record);
        for (const given of rolesBeside(site, record.id, others)) await giveRole(site, given);
      }),
    changeDevice: (record) =>
      inTurn(async () => {
        const site = registry.site(record.site);
        const before = site.devices.get(record.id)?.record;
        if (before === undefined) throw new SolsteadError('device.unknown', { at: record.id });
        await records.devices.save(record);
        if (before.address === record.address) site.rename(record);
        else await registry.moveDevice(site, record);
      }),
    removeDevice: (id, device) =>
      inTurn(async () => {
        const site = registry.site(id);
        const serial = site.serialOf(device);
        await records.devices.remove(device, { atMs: clock.nowMs(), ...(serial === undefined ? {} : { serial }) });
        await registry.stopDevice(site, device);
      }),
    giveRole: (id, device, { kind, of = '', apart, reversed, name }) =>
      inTurn(async () => {
        const sign = reversed === true ? { reversed } : {};
        const role = (): MeterRole => {
          switch (kind) {
            case 'grid':
            case 'home':
              return { kind, ...sign };
            case 'pv':
            case 'battery':
              return { kind, ...(of === '' ? {} : { of }), ...(apart === true ? { apart } : {}), ...sign };
            case 'circuit':
              return { kind, ...(name === undefined ? {} : { name }) };
            case 'copy':
            case 'same-grid':
              return { kind, of, ...sign };
            case 'own':
            case 'generator':
            case 'nothing':
              return { kind };
          }
        };
        await giveRole(registry.site(id), { id: device, measures: { ...role(), why: 'home' } });
      }),
    durable: (site) => registry.site(site).flush(),
  };
}
