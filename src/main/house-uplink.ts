// The uplink of a house, both ways: where its homes send their readings, and the homes that send here, wired to stores, hub and field.
import { join } from 'node:path';
import type { Logger } from 'pino';
import { partOf } from '#core/meter-part.ts';
import type { MeterRoles } from '#energy/metering/roles.ts';
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { SolsteadError } from '#core/errors.ts';
import type { FoundOnBroker } from '#core/field.ts';
import type { HistoryStore } from '#core/history.ts';
import type { MessageLink } from '#core/message-link.ts';
import { systemRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import type { RecordStore } from '#core/records.ts';
import { because } from '#core/reason.ts';
import type { SecretStore } from '#core/secrets.ts';
import type { FarDesk, ReceivingHomes, UplinkFilter } from '#core/uplink.ts';
import type { Registry } from '#devices/on-demand.ts';
import { watchForDevices } from '#drivers/found-devices.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import { readKeptJson, writeKeptJson } from '#store/kept-json.ts';
import { spoolsIn } from '#store/spool/spools-in.ts';
import { filterProblems } from '#outputs/filter-words.ts';
import { makeSieve } from '#outputs/sieve.ts';
import { openUplinkSocket } from '#transport/uplink-socket.ts';
import { commandAnswer } from '#uplink/command-answer.ts';
import { type GivenUplink, type OpenUplinkDesk, openUplinkDesk, type UplinkDeskParts } from '#uplink/desk.ts';
import { openFarSide } from '#uplink/far-side.ts';
import { ReceivedDevices } from '#uplink/received-devices.ts';
import { farPlace } from './far-place.ts';
import type { DownCommand, SentDevice, UpFrame } from '#uplink/wire.ts';

/** What it is made of. */
export interface HouseUplinkParts {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: RecordStore;
  readonly history: Pick<HistoryStore, 'series' | 'lastValues' | 'pages'>;
  readonly secrets: SecretStore;
  readonly registry: Registry;
  readonly software?: string;
  /** Where the first home sends its readings; absent: as people set it. */
  readonly uplink?: GivenUplink | undefined;
  /** The hub, once it is open. */
  readonly running: { readonly hub?: OpenHub };
}

/** Both ways. */
export interface HouseUplink {
  readonly uplinks: OpenUplinkDesk;
  readonly farHomes: FarDesk;
  readonly received: ReceivedDevices;
}

/** Settings of all homes are smaller. */
const mostBytes = 16 * 1024 * 1024;
/** Longest wait for the devices of a home that is being opened, and between two looks, ms. */
const [openingMs, lookMs] = [5000, 100];
/** How far back a home's own history is compared with what was sent, ms. */
const recentMs = 60_000;

/** What people of the far side may do here. */
function principalOf(site: string, by: string, mayCommand: boolean): Principal {
  const actions = mayCommand ? (['site.read', 'device.command'] as const) : [];
  return { id: 'uplink', name: by, kind: 'uplink', grants: [{ site, may: { actions } }] };
}

/** What a device measures, and what parts of it do, for the far side. */
function sentRoles(roles: MeterRoles, id: string): Pick<SentDevice, 'measures' | 'parts'> {
  const measures = roles.get(id);
  const parts = [...roles].flatMap(([one, role]) =>
    partOf(one)?.device === id ? [{ part: one.slice(id.length + 1), measures: role }] : [],
  );
  return { ...(measures === undefined ? {} : { measures }), ...(parts.length === 0 ? {} : { parts }) };
}

/** The devices of a home as they are sent: all of its records, with what their definitions and they themselves say. */
function sentDevices({ clock, records, running }: HouseUplinkParts): UplinkDeskParts['homes']['devices'] {
  const one = async (facts: SiteFacts, id: string, mayCommand: boolean): Promise<SentDevice | undefined> => {
    const found = facts.device(id);
    const opened = running.hub;
    if (found === undefined || opened === undefined) return undefined;
    const { record, title, kind, identity, intervalMs, isOnline } = found;
    const site = facts.site.id;
    const asked = opened.as(principalOf(site, 'uplink', true)).site(site).devices;
    const capabilities = mayCommand ? await asked.capabilities(id).catch(() => []) : undefined;
    // What it shows now is told by its readings.
    const told = capabilities?.map(({ current: _current, currentAtMs: _at, ...view }) => view);
    const sent = { id, name: record.name, definition: record.definition, title, kind, identity, intervalMs, isOnline };
    const described = { ...sent, ...sentRoles(opened.rolesOf(site), id) };
    return told === undefined ? described : { ...described, capabilities: told };
  };
  return async (facts, mayCommand) => {
    const untilMs = clock.monotonicMs() + openingMs;
    const own = async (): Promise<readonly string[]> =>
      (await records.devices.ofSite(facts.site.id))
        .filter(({ address }) => !address.startsWith('uplink://'))
        .map(({ id }) => id);
    let ids = await own();
    while (ids.some((id) => facts.device(id) === undefined) && clock.monotonicMs() < untilMs) {
      await clock.sleep(lookMs);
      ids = await own();
    }
    const sent: SentDevice[] = [];
    for (const id of ids) {
      const device = await one(facts, id, mayCommand);
      if (device !== undefined) sent.push(device);
    }
    return sent;
  };
}

/**
 * The last minute of a home's own history: what was on the disk there and not yet in the spool when the process was killed. The far side
 * has most of it, and stores it again in its place.
 */
async function recentBatches({ history }: HouseUplinkParts, site: string): Promise<readonly Batch[]> {
  const last = await history.lastValues(site);
  const toMs = last.reduce((most, { atMs }) => Math.max(most, atMs), 0);
  const series = await history.series(site);
  const batches = new Map<
    string,
    { -readonly [Key in keyof Batch]: Batch[Key] extends readonly (infer One)[] ? One[] : Batch[Key] }
  >();
  for await (const { columns } of history.pages({ series, fromMs: toMs - recentMs, toMs: toMs + 1 }))
    for (const { key, atMs, value, quality } of columns)
      for (const [index, at] of atMs.entries()) {
        const [found, how] = [value[index], quality[index]];
        if (found === undefined || how === undefined) continue;
        const { device, metric } = key;
        const none = () => ({ site, device, atMs: at, metric: [], value: [], quality: [] });
        const batch = batches.getOrInsertComputed(`${device} ${at}`, none);
        batch.metric.push(metric);
        batch.value.push(found);
        batch.quality.push(how);
      }
  return [...batches.values()].toSorted((one, other) => one.atMs - other.atMs);
}

/** Carries a command of the far side out, as anybody's: permitted, logged, once. */
async function commanded(
  { running }: HouseUplinkParts,
  site: string,
  {
    command,
    leftMs,
    mayCommand,
  }: { readonly command: DownCommand; readonly leftMs: number; readonly mayCommand: boolean },
): Promise<Extract<UpFrame, { type: 'result' }>> {
  const { id, device, target, value, by } = command;
  return commandAnswer(id, async () => {
    const opened = running.hub;
    if (opened === undefined) throw new SolsteadError('site.unknown', { at: site });
    if (leftMs <= 0) throw new SolsteadError('command.expired', { at: device, why: because('uplink.late') });
    const { devices } = opened.as(principalOf(site, by, mayCommand)).site(site);
    // Under a key: one that came twice is carried out once, also across a restart.
    const key = { key: id, fingerprint: JSON.stringify([device, target, value]) };
    const issued = await devices.issue({ device, target, value, expiryMs: Math.min(leftMs, 60_000), key });
    if (issued.outcome === 'armed')
      throw new SolsteadError('access.denied', { at: device, why: because('uplink.dangerous') });
    const result = await issued.result;
    if (result === undefined || result.outcome === 'armed')
      throw new SolsteadError('command.unconfirmed', { at: device, why: because('uplink.no-result') });
    return result;
  });
}

/** The homes, which are there once the hub is open. */
function receiving(running: HouseUplinkParts['running']): ReceivingHomes {
  const homes = (): ReceivingHomes => {
    const opened = running.hub;
    if (opened === undefined) throw new SolsteadError('server.not-ready', { at: 'uplink' });
    return opened.receiving;
  };
  return {
    hasSite: (site) => running.hub?.receiving.hasSite(site) ?? false,
    devices: (site) => homes().devices(site),
    addDevice: async (device, wish) => homes().addDevice(device, wish),
    changeDevice: async (record) => homes().changeDevice(record),
    removeDevice: async (site, id) => homes().removeDevice(site, id),
    giveRole: async (site, id, role) => homes().giveRole(site, id, role),
    durable: async (site) => homes().durable(site),
  };
}

/** As outputs’ filters are checked. Errors: `input.invalid`. */
function checkFilter(filter: UplinkFilter, devices: readonly string[]): void {
  const [problem] = filterProblems(filter, devices);
  if (problem !== undefined)
    throw new SolsteadError('input.invalid', { at: ['filter', ...problem.at].join('.'), why: problem.why });
}

/** Opens both. Errors: `store.failed`. */
export async function openHouseUplink(parts: HouseUplinkParts): Promise<HouseUplink> {
  const { folder, clock, log, records, secrets, registry, software = 'Solstead', uplink: given, running } = parts;
  const received = new ReceivedDevices();
  const settingsAt = join(folder, 'uplink.json');
  const farHomes = await openFarSide({
    clock,
    log,
    tokens: records.tokens,
    place: farPlace(join(folder, 'uplink')),
    homes: receiving(running),
    received,
    watch: (link: MessageLink): { found(): readonly FoundOnBroker[]; close(): void } =>
      watchForDevices(link, registry.listed, clock),
    hub: () => 'Solstead',
  });
  const uplinks = await openUplinkDesk({
    clock,
    random: systemRandom,
    log,
    software,
    open: openUplinkSocket,
    spools: spoolsIn({ path: folder }, clock),
    secrets,
    place: { load: () => readKeptJson(settingsAt, mostBytes), save: (content) => writeKeptJson(settingsAt, content) },
    given,
    makeSieve,
    checkFilter,
    homes: {
      devices: sentDevices(parts),
      recent: (site) => recentBatches(parts, site),
      command: (site, asked) => commanded(parts, site, asked),
    },
  });
  return { uplinks, farHomes, received };
}
