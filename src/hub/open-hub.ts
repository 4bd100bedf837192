// The hub: the one place every reading passes and every command starts. Puts sites, history, access and the field together.
import type { Principal } from '#core/access.ts';
import { parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import type { DeviceCommand } from '#core/command.ts';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import type { Field, PortView } from '#core/field.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import type { AuditRecord, RecordStore, SiteRecord } from '#core/records.ts';
import { makeAccess } from './access.ts';
import { anomalyActs } from './anomalies/anomaly-acts.ts';
import { makeBrokerAccount } from './broker-accounts.ts';
import { chart } from './chart.ts';
import { type Estate, makeEstate } from './estate.ts';
import { historyCare } from './history-care.ts';
import type { Reject } from './ingest.ts';
import { settingActs } from './setting-orders.ts';
import { makeSite, type SiteState } from './site.ts';
import type { Hub } from './types.ts';

/** The few words of a logger the hub needs. */
export interface HubLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Options of {@link openHub}. */
export interface HubOptions {
  readonly clock: Clock;
  readonly log: HubLog;
  readonly history: HistoryStore;
  readonly records: RecordStore;
  /** The field below; closed with the hub, and where the hub cannot be opened. */
  readonly field: Field;
  /** What takes the readings of a site beside history, ledger and anomalies: outputs, rules, an uplink. */
  consumers?(facts: SiteFacts): Promise<readonly Consumer[]>;
  /** What is not well beside the hub itself, such as files that could not be read. */
  troubles?(): readonly string[];
}

/** The hub with the doors that only the composition root uses. */
export interface OpenHub extends Hub {
  /** Takes a batch as if a device had sent it: the one way in. */
  ingest(batch: Batch): void;
  /** Resolves when all that was taken is durable. Errors: `store.failed`. */
  flush(): Promise<void>;
  /** Makes a site; used by the demo. */
  addSite(site: SiteRecord): Promise<void>;
}

/** The parts of a hub, while it is put together. */
interface Parts extends HubOptions {
  readonly estate: Estate;
  addSite(site: SiteRecord): Promise<void>;
  /** Resolves when all that was taken is durable. */
  flush(): Promise<void>;
  audit(by: Principal, act: Act): Promise<void>;
  /** Runs one change after another, so that a second click finds what the first one did. */
  inTurn<T>(change: () => Promise<T>): Promise<T>;
}

/** A line of the audit log to be. */
type Act = Pick<AuditRecord, 'site' | 'action' | 'subject' | 'outcome'>;

const tickMs = 250;
/** A value's rejection is logged once; so many different ones are remembered. */
const mostTold = 1000;

function rejectTeller(log: HubLog): (reject: Reject) => void {
  const told = new Set<string>();
  return ({ device, metric, reason, why }) => {
    const key = `${device} ${metric} ${reason}`;
    if (reason === 'duplicate' || told.has(key) || told.size >= mostTold) return;
    told.add(key);
    log.warn({ device, metric, why }, 'value rejected (said once, counted always)');
  };
}

/** Starts sites and devices of the records, with the last values from before the restart. */
async function restore({ records, history, estate, log }: Parts, makeSiteOf: SiteMaker): Promise<void> {
  const last = Map.groupBy(await history.lastValues(), ({ key }) => key.site);
  for (const record of await records.sites.list()) {
    const newestMs = last.get(record.id)?.reduce((newest, { atMs }) => Math.max(newest, atMs), 0);
    estate.placeSite(await makeSiteOf(record, newestMs));
  }
  for (const site of estate.sites()) {
    for (const record of await records.devices.ofSite(site.record.id)) {
      try {
        estate.startDevice(record);
      } catch (error) {
        if (!isSolsteadError(error)) throw error;
        log.warn({ device: record.id, why: error.message }, 'device not started');
      }
    }
    for (const { key, atMs, value, quality } of last.get(site.record.id) ?? [])
      site.recall({ ...key, atMs, metric: [key.metric], value: [value], quality: [quality] });
    await site.ledger.open();
  }
}

/** What people look at. */
function views({
  estate,
  flush,
  history,
  field,
}: Parts): Pick<
  Hub,
  'sites' | 'snapshot' | 'subscribe' | 'chart' | 'history' | 'ledger' | 'ports' | 'protocols' | 'found' | 'trial'
> {
  const userOf = (port: PortView): string | undefined => {
    const paths = new Set([port.path, ...pathOf(port.address)]);
    return estate.devices().find(({ record }) => pathOf(record.address).some((path) => paths.has(path)))?.record.name;
  };
  return {
    sites: () => estate.sites().map(({ record }) => record),
    snapshot: (site) => estate.site(site).snapshot(),
    subscribe: (site, onChanges) => estate.site(site).changes.subscribe(onChanges),
    async chart(site, query) {
      const { record, flowDevices } = estate.site(site);
      await flush().catch(() => undefined); // what history has is better than no chart
      return chart({ store: history, site: record.id, devices: flowDevices }, query);
    },
    async history() {
      await flush().catch(() => undefined); // what history has is better than nothing
      return history;
    },
    trial: (address, protocol, signal) => field.trial(address, protocol, signal),
    ledger: (site) => estate.site(site).desk,
    async ports() {
      return (await field.ports()).map((port) => {
        const usedBy = userOf(port);
        return usedBy === undefined ? port : { ...port, usedBy };
      });
    },
    protocols: () => field.protocols(),
    found() {
      const known = new Set(estate.devices().map(({ record }) => record.topic));
      return field.found().filter(({ topic }) => !known.has(topic));
    },
  };
}

function pathOf(text: string): readonly string[] {
  try {
    const address = parseAddress(text);
    return 'path' in address ? [address.path] : [];
  } catch {
    // A record with an address that cannot be read uses no port; the device itself says what is wrong.
    return [];
  }
}

/** Parts that are not well, in words. */
async function troublesOf({ estate, history, troubles }: Parts): Promise<readonly string[]> {
  const { failure } = await history.status().catch((error: unknown) => ({ failure: messageOf(error) }));
  const ofSites = estate.sites().flatMap((site) => site.troubles());
  const isTold = ofSites.some((one) => one.startsWith('history: '));
  return [
    ...(failure === undefined || isTold ? [] : [`history: ${failure}`]),
    ...new Set(ofSites),
    ...(troubles?.() ?? []),
  ];
}

/** Makes {@link Parts.inTurn}. */
function makeTurns(): Parts['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const next = last.then(change, change);
    last = next.catch(() => undefined);
    return next;
  };
}

/** What people change; every act is audited. */
function acts(parts: Parts): Pick<Hub, 'command' | 'addDevice' | 'removeDevice' | 'addBrokerAccount'> {
  const { estate, field, records, clock, audit, inTurn } = parts;
  return {
    async command(site, order, by) {
      if (!estate.site(site).devices.has(order.device)) throw new SolsteadError('device.unknown', { at: order.device });
      const subject = `${order.device} ${order.metric} = ${String(order.value)}`;
      try {
        const { device, metric, value } = order;
        const command: DeviceCommand = { device, target: { setPoint: metric }, value, origin: 'person' };
        if (field.check(command).dangerous) {
          const why = 'it can cut the power or undo a protection: set it among the settings of the device';
          throw new SolsteadError('command.not-armed', { at: metric, why });
        }
        await field.set(command);
      } catch (error) {
        await audit(by, { site, action: 'command', subject, outcome: isSolsteadError(error) ? error.code : 'failed' });
        throw error;
      }
      await audit(by, { site, action: 'command', subject, outcome: 'confirmed' });
      return { atMs: clock.nowMs() };
    },
    addDevice: (site, device, by) =>
      inTurn(async () => {
        const state = estate.site(site);
        const record = estate.recordOf(site, device);
        await records.devices.save(record);
        estate.startDevice(record);
        await audit(by, { site, action: 'add device', subject: record.id, outcome: 'done' });
        return state.view(record.id);
      }),
    removeDevice: (site, device, by) =>
      inTurn(async () => {
        const state = estate.site(site);
        if (!state.devices.has(device)) throw new SolsteadError('device.unknown', { at: device });
        await records.devices.remove(device);
        await estate.stopDevice(state, device);
        await audit(by, { site, action: 'remove device', subject: device, outcome: 'done' });
      }),
    addBrokerAccount: (username, by) =>
      inTurn(async () => {
        const account = await makeBrokerAccount(records, username);
        await audit(by, { action: 'add broker account', subject: username, outcome: 'done' });
        return account;
      }),
  };
}

/** Makes a site; `newestMs` is the newest time its history holds. */
type SiteMaker = (record: SiteRecord, newestMs: number | undefined) => Promise<SiteState>;

function siteMaker(options: HubOptions, audit: Parts['audit']): SiteMaker {
  const { clock, log, history, records, field, consumers } = options;
  const onReject = rejectTeller(log);
  return async (record, newestMs) => {
    const onTrouble = (what: string, error: unknown): void =>
      log.warn({ site: record.id, why: messageOf(error) }, what);
    const site = makeSite({
      record,
      newestMs,
      clock,
      history,
      records,
      ledgerStore: records.ledger,
      field,
      onReject,
      audit: (by, act) => audit(by, { site: record.id, ...act }),
      onTrouble,
      onHistory(why) {
        if (why === undefined) log.info({ site: record.id }, 'history writes again');
        else log.warn({ site: record.id, why }, 'history cannot be written; values are kept in memory');
      },
    });
    try {
      for (const consumer of (await consumers?.(site.facts)) ?? []) site.join(consumer);
    } catch (error) {
      // An output that cannot start keeps no home from living.
      onTrouble('a consumer of its readings could not be made', error);
    }
    return site;
  };
}

/** The parts put together; nothing runs as yet. */
function partsOf(options: HubOptions): Parts & { readonly makeSiteOf: SiteMaker } {
  const { clock, field, records } = options;
  const estate = makeEstate(field);
  const audit: Parts['audit'] = ({ id, kind, name }, act) =>
    records.audit.append({ atMs: clock.nowMs(), principal: { id, kind, name }, ...act });
  const makeSiteOf = siteMaker(options, audit);
  return {
    ...options,
    estate,
    makeSiteOf,
    inTurn: makeTurns(),
    audit,
    async flush() {
      await Promise.all(estate.sites().map((site) => site.flush()));
    },
    async addSite(record) {
      await records.sites.save(record);
      const site = await makeSiteOf(record, undefined);
      estate.placeSite(site);
      await site.ledger.open();
    },
  };
}

/**
 * Opens the hub over its stores; sites and devices of the records start at once. Closing it closes the stores; where it
 * cannot be opened they stay open. Errors: `store.*`.
 */
export async function openHub(options: HubOptions): Promise<OpenHub> {
  const { clock, history, records, field } = options;
  const parts = partsOf(options);
  const { estate, addSite } = parts;
  try {
    await restore(parts, parts.makeSiteOf);
  } catch (error) {
    await field.close();
    throw error;
  }
  const stopTicking = clock.every(tickMs, () => {
    for (const site of estate.sites()) site.tick();
  });

  return {
    access: makeAccess(records, clock, (site) => addSite({ ...site, id: estate.siteId(site.name) })),
    ...views(parts),
    ...acts(parts),
    ...settingActs(parts),
    ...historyCare(history, parts.audit),
    ...anomalyActs(parts),
    auditLines: (limit) => records.audit.newest({ limit }),
    troubles: () => troublesOf(parts),
    addSite,
    ingest: (batch) => estate.site(batch.site).take(batch),
    flush: () => parts.flush(),
    async close() {
      stopTicking();
      // Before the field: what is told of a device asks for its status.
      for (const site of estate.sites()) site.hush();
      await field.close();
      for (const site of estate.sites()) await site.close();
      await history.close();
      await records.close();
    },
  };
}
