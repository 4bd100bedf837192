// All sites and devices of a hub: what is placed where, and which site a device's values belong to.
import { formatAddress, parseAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Field, ProtocolView } from '#core/field.ts';
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
  /** Starts a device and gives it its place; one of an unknown protocol shows that. Errors: `site.unknown`. */
  startDevice(record: DeviceRecord): void;
  stopDevice(site: SiteState, device: string): Promise<void>;
  /**
   * The record of a device to be added. Errors: `address.invalid`, `protocol.unknown`, `device.exists`,
   * `input.invalid`.
   */
  recordOf(site: string, device: NewDevice): DeviceRecord;
  /** A free id for a site of this name. */
  siteId(name: string): string;
}

/** A lower-case id from a name, made unique among those taken. */
function idFrom(name: string, taken: (id: string) => boolean): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const stem =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'item';
  let id = stem;
  for (let count = 2; taken(id); count += 1) id = `${stem}-${count}`;
  return id;
}

/** A topic prefix as one device has it; with a wildcard it would hear its neighbours. */
function isPrefix(topic: string): boolean {
  return topic !== '' && !/[+#\0]/.test(topic);
}

/** Checks a device to be added against the protocol; returns its address. */
function checkedAddress({ address: text, name, topic }: NewDevice, { links, title }: ProtocolView): string {
  const address = parseAddress(text);
  if (!links.includes(address.scheme)) {
    const why = `${title} is reached over ${links.map((link) => `${link}://`).join(', ')}`;
    throw new SolsteadError('address.invalid', { at: text, why });
  }
  if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: 'the device needs a name' });
  if (address.scheme === 'mqtt' && !isPrefix(topic ?? ''))
    throw new SolsteadError('input.invalid', { at: 'topic', why: `${title} needs the topic prefix of the device` });
  return formatAddress(address);
}

/** An empty estate over a field. */
export function makeEstate(field: Field): Estate {
  const sites = new Map<string, SiteState>();
  /** Of all sites: a device's id stands in topics and paths without its site. */
  const deviceIds = new Set<string>();
  const findProtocol = (id: string): ProtocolView | undefined => field.protocols().find((known) => known.id === id);

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
      const site = siteOf(record.site);
      const { definition } = record;
      // A relay has no part in the power flow.
      const { kind, title } = findProtocol(definition) ?? { kind: 'relay', title: definition };
      field.start(record, site.listener);
      site.place({ record, kind, title });
      deviceIds.add(record.id);
    },
    async stopDevice(site, device) {
      // Its place first: a device that is stopping has no status any more.
      deviceIds.delete(device);
      site.remove(device);
      await field.stop(device);
    },
    recordOf(site, device) {
      const { protocol: id, topic, settings = {} } = device;
      const protocol = findProtocol(id);
      if (protocol === undefined) throw new SolsteadError('protocol.unknown', { at: id });
      const address = checkedAddress(device, protocol);
      const twin = devices().find(
        ({ record }) => record.address === address && record.definition === id && record.topic === topic,
      );
      if (twin !== undefined) {
        const why = `"${twin.record.name}" is set up there already`;
        throw new SolsteadError('device.exists', { at: device.address, why });
      }
      return {
        id: idFrom(device.name, (taken) => deviceIds.has(taken)),
        site,
        name: device.name.trim(),
        definition: id,
        address,
        ...(topic === undefined ? {} : { topic }),
        settings,
      };
    },
    siteId: (name) => idFrom(name, (taken) => sites.has(taken)),
  };
}
