// The sites that are open in this process, and how a device gets its place in one of them.
import { isMetricId } from '#core/catalogue.ts';
import { randomBytes } from 'node:crypto';
import { because, type Reason } from '#core/reason.ts';
import { holds } from './broker-places.ts';
import { formatAddress, parseAddress } from '#core/address.ts';
import { everySite } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { Field, ProtocolView } from '#core/field.ts';
import type { DeviceSettings, DeviceRecord, RecordStore } from '#core/records.ts';
import type { NewReceived } from '#core/uplink.ts';
import type { SiteDevice } from './device-view.ts';
import type { Site } from './site.ts';
import type { DeviceChange, DeviceChangePreview, NewDevice } from './types.ts';

/** The open sites of a hub. */
export interface SiteRegistry {
  sites(): readonly Site[];
  /** Errors: `site.unknown`. */
  site(id: string): Site;
  devices(): readonly SiteDevice[];
  add(site: Site): void;
  /** Forgets a site; it is no longer found. */
  drop(id: string): void;
  /** Starts a device and adds it; one of an unknown protocol reports that. */
  startDevice(site: Site, record: DeviceRecord): Promise<void>;
  stopDevice(site: Site, device: string): Promise<void>;
  /** Stops a device and starts it at its present address; its values and its past stay. */
  moveDevice(site: Site, record: DeviceRecord): Promise<void>;
  /**
   * The record of a device to be added; a device of other homes than these is not told. Errors: `address.invalid`,
   * `protocol.unknown`, `device.exists`, `input.invalid`.
   */
  recordOf(site: string, device: NewDevice, linkSites?: readonly string[]): Promise<DeviceRecord>;
  /** The record of a device of another home; one that was removed and had its address is back. Errors: `input.invalid`. */
  receivedRecord(device: NewReceived, wish: string): Promise<DeviceRecord>;
  /** The record of a device that is renamed or moved. Errors: `device.unknown`, and those of {@link recordOf}. */
  changedRecord(
    site: string,
    device: string,
    change: DeviceChange & { readonly linkSites?: readonly string[] | undefined },
  ): DeviceRecord;
  /** What a change would do. Errors: those of {@link changedRecord}. */
  previewChange(site: string, device: string, change: DeviceChange): Promise<DeviceChangePreview>;
  /** A free id for a site of this name. */
  siteId(name: string): Promise<string>;
}

/** Ids of one name are counted so far; each is asked for. */
const mostCounted = 100;
/** Devices of all homes together: each has its poll, its state and its queue. */
const mostDevices = 1000;

/** A lower-case id from a name, made unique among those taken; with a suffix if one is given. */
async function idFrom(name: string, isTaken: (id: string) => Promise<boolean>, mark = ''): Promise<string> {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'item';
  const stem = `${words}${mark}`;
  let id = stem;
  for (let count = 2; await isTaken(id); count += 1)
    id = `${stem}-${count <= mostCounted ? count : randomBytes(6).toString('hex')}`;
  return id;
}

/** A topic prefix as one device has it; with a wildcard it would hear its neighbours, and `$…` is of the broker itself. */
function isPrefix(topic: string): boolean {
  return topic !== '' && !topic.startsWith('$') && !/[+#\0]/.test(topic);
}

/** Checks a device to be added against the protocol; returns its address. */
function checkedAddress({ address: text, name, topic }: NewDevice, { links, title }: ProtocolView): string {
  const address = parseAddress(text);
  if (address.scheme === 'test')
    throw new SolsteadError('address.invalid', { at: text, why: because('link.examples') });
  if (!links.includes(address.scheme)) {
    const why = because('device.links', { title, links: links.map((link) => `${link}://`) });
    throw new SolsteadError('address.invalid', { at: text, why });
  }
  if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: because('device.name') });
  if (address.scheme === 'mqtt' && !isPrefix(topic ?? ''))
    throw new SolsteadError('input.invalid', { at: 'topic', why: because('device.topic', { title }) });
  return formatAddress(address);
}

/** What a registry looks ids up in. */
export interface RegistryParts {
  readonly records: Pick<RecordStore, 'sites' | 'devices'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Whether history or grants know a device of this id, set up or not. Errors: `store.*`. */
  isUsed(device: string): Promise<boolean>;
}

/** What records of devices are made from. */
interface Making extends RegistryParts {
  findProtocol(id: string): ProtocolView | undefined;
  devices(): readonly SiteDevice[];
}

/** The id of a new device: never that of another, because history and grants refer to it. */
async function newId(name: string, { records, clock, isUsed }: RegistryParts): Promise<string> {
  const isTaken = (known: string): Promise<boolean> => records.devices.isTaken(known);
  try {
    return await idFrom(name, async (known) => (await isTaken(known)) || (await isUsed(known)));
  } catch (error) {
    if (!isSolsteadError(error, 'store.failed')) throw error;
    // An unreachable history cannot say which ids it holds: the present time makes one that it cannot hold.
    return idFrom(name, isTaken, `-${clock.nowMs().toString(36)}`);
  }
}

/** Whether devices on the broker share topics. */
function overlaps(
  { topic: one = '' }: Pick<DeviceRecord, 'topic'>,
  { topic: other = '' }: Pick<DeviceRecord, 'topic'>,
): boolean {
  return one !== '' && other !== '' && (holds(one, other) || holds(other, one));
}

/** No two devices are the same one. `except`: the device itself. Errors: `device.exists`; `address.invalid` for one that is not told. */
function assertAlone(
  { devices }: Making,
  one: Pick<DeviceRecord, 'site' | 'definition' | 'address' | 'topic'>,
  { except, linkSites = [] }: { readonly except?: string; readonly linkSites?: readonly string[] | undefined },
): void {
  const twin = devices().find(
    ({ record }) =>
      record.id !== except &&
      record.address === one.address &&
      record.definition === one.definition &&
      record.topic === one.topic,
  );
  const isForeign = ({ record: { site } }: SiteDevice): boolean =>
    site !== one.site && !linkSites.includes(everySite) && !linkSites.includes(site);
  const before = devices().find(({ record }) => record.id === except)?.record.topic;
  // As a device of another kind, or of a part of its topics, it would be read and commanded all the same.
  const isOverlaid =
    one.topic !== undefined &&
    one.topic !== before &&
    devices().some((other) => isForeign(other) && overlaps(one, other.record));
  // Another home says neither that it has a device there, nor which.
  if (isOverlaid || (twin !== undefined && isForeign(twin)))
    throw new SolsteadError('address.invalid', { at: one.topic ?? one.address, why: because('address.not-here') });
  if (twin === undefined) return;
  const why = because('device.twin', { name: twin.record.name });
  throw new SolsteadError('device.exists', { at: one.address, why, help: because('help.twin') });
}

/** The id of a removed device of the same home that is back. Errors: `input.invalid`. */
async function returning({ records }: Making, { site, id }: Pick<DeviceRecord, 'site' | 'id'>): Promise<string> {
  if ((await records.devices.removed(site)).some((one) => one.id === id)) return id;
  throw new SolsteadError('input.invalid', { at: 'returns', why: because('device.not-removed', { id }) });
}

/** Errors: `input.invalid`. */
function assertRoom({ devices }: Making): void {
  if (devices().length >= mostDevices)
    throw new SolsteadError('input.invalid', { at: 'devices', why: because('device.many', { most: mostDevices }) });
}

/** What fields are said to measure is of the catalogue, and said of a device that is asked. Errors: `input.invalid`. */
function assertPicks({ picks = [] }: DeviceSettings, { links }: Pick<ProtocolView, 'links'>): void {
  const refuse = (why: Reason): never => {
    throw new SolsteadError('input.invalid', { at: 'picks', why });
  };
  if (picks.length > 0 && links.every((link) => link === 'mqtt')) refuse(because('device.no-picks'));
  const wrong = picks.find(({ metric }) => !isMetricId(metric));
  if (wrong !== undefined) refuse(because('metric.unknown', { metric: wrong.metric }));
}

/** Makes the records of devices that are added, renamed or moved. */
function recordMaker(making: Making): Pick<SiteRegistry, 'recordOf' | 'receivedRecord' | 'changedRecord'> {
  const { findProtocol, devices } = making;
  return {
    async recordOf(site, device, linkSites) {
      const { protocol: asked, topic, settings = {} } = device;
      const protocol = findProtocol(asked);
      if (protocol === undefined) throw new SolsteadError('protocol.unknown', { at: asked });
      // It may be known by several names; the record has its own.
      const { id: definition } = protocol;
      assertPicks(settings, protocol);
      const address = checkedAddress(device, protocol);
      assertRoom(making);
      assertAlone(making, { site, definition, address, ...(topic === undefined ? {} : { topic }) }, { linkSites });
      return {
        id:
          device.returns === undefined
            ? await newId(device.name, making)
            : await returning(making, { site, id: device.returns }),
        site,
        name: device.name.trim(),
        definition,
        address,
        ...(topic === undefined ? {} : { topic }),
        settings,
      };
    },
    async receivedRecord({ site, topic, ...device }, wish) {
      assertRoom(making);
      const removed = await making.records.devices.removed(site);
      const before = removed.find(
        ({ address, definition }) => address === device.address && definition === device.definition,
      );
      return {
        id: before?.id ?? (await newId(wish, making)),
        site,
        ...device,
        ...(topic === undefined ? {} : { topic }),
        settings: {},
      };
    },
    changedRecord(site, device, { name, protocol: asked, address, topic, settings, linkSites }) {
      const found = devices().find(({ record }) => record.site === site && record.id === device);
      if (found === undefined) throw new SolsteadError('device.unknown', { at: device });
      const { record } = found;
      const protocol = findProtocol(asked ?? record.definition);
      if (protocol === undefined) throw new SolsteadError('protocol.unknown', { at: asked ?? record.definition });
      assertPicks(settings ?? {}, protocol);
      const moved = {
        name: name ?? record.name,
        protocol: protocol.id,
        address: address ?? record.address,
        ...(topic === undefined && record.topic === undefined ? {} : { topic: topic ?? record.topic ?? '' }),
      };
      const checked = checkedAddress(moved, protocol);
      const { protocol: _definition, ...rest } = moved;
      const next = {
        ...record,
        ...rest,
        ...(settings && { settings }),
        definition: protocol.id,
        name: moved.name.trim(),
        address: checked,
      };
      assertAlone(making, next, { except: device, linkSites });
      return next;
    },
  };
}

/** A registry without sites. Ids are unique over the records of all sites: topics and paths contain nothing else. */
export function makeSiteRegistry(field: Field, parts: RegistryParts): SiteRegistry {
  const sites = new Map<string, Site>();
  const findProtocol = (wanted: string): ProtocolView | undefined => {
    const name = wanted.toLowerCase();
    return field.protocols().find(({ id, aliases = [] }) => [id, ...aliases].some((one) => one.toLowerCase() === name));
  };

  const siteOf = (id: string): Site => {
    const site = sites.get(id);
    if (site === undefined) throw new SolsteadError('site.unknown', { at: id });
    return site;
  };

  const devices = (): SiteDevice[] => [...sites.values()].flatMap((site) => [...site.devices.values()]);
  const maker = recordMaker({ ...parts, findProtocol, devices });

  return {
    sites: () => [...sites.values()],
    site: siteOf,
    devices,
    add: (site) => void sites.set(site.record.id, site),
    drop: (id) => void sites.delete(id),
    async startDevice(site, record) {
      const { definition } = record;
      // A relay has no part in the power flow.
      const { kind, title } = field.factsOf?.(record) ??
        findProtocol(definition) ?? { kind: 'relay', title: definition };
      await field.start(record, site.listener);
      site.place({ record, kind, title, counterWidths: await field.counterWidths(definition) });
    },
    async moveDevice(site, record) {
      const before = site.devices.get(record.id)?.record;
      site.hold(record.id);
      await field.stop(record.id);
      await field.start(record, site.listener);
      const { kind, title } = findProtocol(record.definition) ?? {};
      const counterWidths = await field.counterWidths(record.definition);
      site.rename(record, {
        counterWidths,
        ...(kind === undefined ? {} : { kind }),
        ...(title === undefined ? {} : { title }),
      });
      // At another address it is the same device; by another definition, or at other topics, its counters may be others.
      if (before?.definition !== record.definition || before.topic !== record.topic) site.ledger.moved(record.id);
    },
    async stopDevice(site, device) {
      // Removed from the site first: a device that is stopping has no status any more.
      site.remove(device);
      await field.stop(device);
    },
    ...maker,
    async previewChange(site, device, change) {
      const before = siteOf(site).devices.get(device)?.record;
      const { definition, address, topic } = maker.changedRecord(site, device, change);
      const now = before === undefined ? [] : await field.metricsOf(before.definition);
      const then = await field.metricsOf(definition);
      return {
        device,
        from: before?.definition ?? definition,
        to: definition,
        address,
        ...(topic === undefined ? {} : { topic }),
        keeps: now.filter((metric) => then.includes(metric)),
        begins: then.filter((metric) => !now.includes(metric)),
        ends: now.filter((metric) => !then.includes(metric)),
      };
    },
    siteId: (name) => idFrom(name, async (known) => (await parts.records.sites.byId(known)) !== undefined),
  };
}
