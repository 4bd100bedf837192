// All sites and devices of a hub: what is placed where, and which site a device's values belong to.
import { formatAddress, parseAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Field, ProtocolView } from '#core/field.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { SiteDevice, SiteState } from './site.ts';
import type { NewDevice } from './types.ts';

/** The estate of a hub. */
export interface Estate {
  sites(): readonly SiteState[];
  /** Errors: `site.unknown`. */
  site(id: string): SiteState;
  devices(): readonly SiteDevice[];
  placeSite(site: SiteState): void;
  /** Starts a device and gives it its place. Errors: `protocol.unknown`, `site.unknown`. */
  startDevice(record: DeviceRecord): void;
  stopDevice(site: SiteState, device: string): Promise<void>;
  take(batch: Batch): void;
  statusChanged(device: string): void;
  /** The record of a device to be added. Errors: `address.invalid`, `protocol.unknown`, `device.exists`. */
  recordOf(site: string, device: NewDevice): DeviceRecord;
  /** A free id for a site of this name. */
  siteId(name: string): string;
}

/** A lower-case id from a name, made unique among those taken. */
export function idFrom(name: string, taken: (id: string) => boolean): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const stem = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 50).replace(/-+$/, '') || 'item';
  let id = stem;
  for (let count = 2; taken(id); count += 1) id = `${stem}-${count}`;
  return id;
}

/** An empty estate over a field. */
export function makeEstate(field: () => Field): Estate {
  const sites = new Map<string, SiteState>();
  const siteOfDevice = new Map<string, SiteState>();

  const protocolOf = (id: string): ProtocolView => {
    const protocol = field().protocols().find((known) => known.id === id);
    if (protocol === undefined) throw new SolsteadError('protocol.unknown', { at: id });
    return protocol;
  };

  const siteOf = (id: string): SiteState => {
    const site = sites.get(id);
    if (site === undefined) throw new SolsteadError('site.unknown', { at: id });
    return site;
  };

  const devices = (): SiteDevice[] => [...sites.values()].flatMap((site) => [...site.devices.values()]);

  return {
    sites: () => [...sites.values()],
    site: siteOf,
    devices,
    placeSite: (site) => void sites.set(site.record.id, site),
    startDevice(record) {
      const { kind, title } = protocolOf(record.definition);
      const site = siteOf(record.site);
      siteOfDevice.set(record.id, site);
      field().start(record);
      site.place({ record, kind, title });
    },
    async stopDevice(site, device) {
      await field().stop(device);
      siteOfDevice.delete(device);
      site.remove(device);
    },
    take: (batch) => siteOfDevice.get(batch.device)?.take(batch),
    statusChanged: (device) => siteOfDevice.get(device)?.statusChanged(device),
    recordOf(site, { name, protocol: id, address: text, topic, settings }) {
      const protocol = protocolOf(id);
      const address = parseAddress(text);
      if (!protocol.links.includes(address.scheme)) {
        const links = protocol.links.map((link) => `${link}://`).join(', ');
        throw new SolsteadError('address.invalid', { at: text, why: `${protocol.title} is reached over ${links}` });
      }
      const same = (known: DeviceRecord): boolean => known.address === formatAddress(address) && known.definition === id && known.topic === topic;
      const twin = devices().find(({ record }) => same(record));
      if (twin !== undefined) throw new SolsteadError('device.exists', { at: text, why: `"${twin.record.name}" is set up there already` });
      return {
        id: idFrom(name, (taken) => siteOfDevice.has(taken)),
        site,
        name: name.trim(),
        definition: id,
        address: formatAddress(address),
        ...(topic === undefined ? {} : { topic }),
        settings: settings ?? {},
      };
    },
    siteId: (name) => idFrom(name, (taken) => sites.has(taken)),
  };
}

