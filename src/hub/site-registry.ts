// The sites that are open in this process, and how a device gets its place in one of them.
import { because } from '#core/reason.ts';
import { formatAddress, parseAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Field, ProtocolView } from '#core/field.ts';
import type { DeviceRecord, RecordStore } from '#core/records.ts';
import type { SiteDevice } from './device-view.ts';
import type { Site } from './site.ts';
import type { NewDevice } from './types.ts';

/** The open sites of a hub. */
export interface SiteRegistry {
  sites(): readonly Site[];
  /** Errors: `site.unknown`. */
  site(id: string): Site;
  devices(): readonly SiteDevice[];
  add(site: Site): void;
  /** Forgets a site; nobody finds it any more. */
  drop(id: string): void;
  /** Starts a device and gives it its place; one of an unknown protocol shows that. */
  startDevice(site: Site, record: DeviceRecord): void;
  stopDevice(site: Site, device: string): Promise<void>;
  /**
   * The record of a device to be added. Errors: `address.invalid`, `protocol.unknown`, `device.exists`,
   * `input.invalid`.
   */
  recordOf(site: string, device: NewDevice): Promise<DeviceRecord>;
  /** A free id for a site of this name. */
  siteId(name: string): Promise<string>;
}

/** A lower-case id from a name, made unique among those taken. */
async function idFrom(name: string, isTaken: (id: string) => Promise<boolean>): Promise<string> {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const stem =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'item';
  let id = stem;
  for (let count = 2; await isTaken(id); count += 1) id = `${stem}-${count}`;
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
    const why = because('device.links', { title, links: links.map((link) => `${link}://`) });
    throw new SolsteadError('address.invalid', { at: text, why });
  }
  if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: because('device.name') });
  if (address.scheme === 'mqtt' && !isPrefix(topic ?? ''))
    throw new SolsteadError('input.invalid', { at: 'topic', why: because('device.topic', { title }) });
  return formatAddress(address);
}

/** A registry without sites. Ids are unique over the records of all sites: they stand in topics and paths alone. */
export function makeSiteRegistry(field: Field, records: Pick<RecordStore, 'sites' | 'devices'>): SiteRegistry {
  const sites = new Map<string, Site>();
  const findProtocol = (id: string): ProtocolView | undefined => field.protocols().find((known) => known.id === id);

  const siteOf = (id: string): Site => {
    const site = sites.get(id);
    if (site === undefined) throw new SolsteadError('site.unknown', { at: id });
    return site;
  };

  const devices = (): SiteDevice[] => [...sites.values()].flatMap((site) => [...site.devices.values()]);

  return {
    sites: () => [...sites.values()],
    site: siteOf,
    devices,
    add: (site) => void sites.set(site.record.id, site),
    drop: (id) => void sites.delete(id),
    startDevice(site, record) {
      const { definition } = record;
      // A relay has no part in the power flow.
      const { kind, title } = findProtocol(definition) ?? { kind: 'relay', title: definition };
      field.start(record, site.listener);
      site.place({ record, kind, title });
    },
    async stopDevice(site, device) {
      // Its place first: a device that is stopping has no status any more.
      site.remove(device);
      await field.stop(device);
    },
    async recordOf(site, device) {
      const { protocol: id, topic, settings = {} } = device;
      const protocol = findProtocol(id);
      if (protocol === undefined) throw new SolsteadError('protocol.unknown', { at: id });
      const address = checkedAddress(device, protocol);
      const twin = devices().find(
        ({ record }) => record.address === address && record.definition === id && record.topic === topic,
      );
      if (twin !== undefined) {
        // What a device of another home is called is not told.
        const why = twin.record.site === site ? { why: because('device.twin', { name: twin.record.name }) } : {};
        throw new SolsteadError('device.exists', { at: device.address, ...why });
      }
      return {
        id: await idFrom(device.name, async (known) => (await records.devices.byId(known)) !== undefined),
        site,
        name: device.name.trim(),
        definition: id,
        address,
        ...(topic === undefined ? {} : { topic }),
        settings,
      };
    },
    siteId: (name) => idFrom(name, async (known) => (await records.sites.byId(known)) !== undefined),
  };
}
