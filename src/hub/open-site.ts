// The life of a site: opened from its records, held under a lease, fed by its devices, and closed.
import { said } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { EraPlace } from '#core/eras.ts';
import type { Field } from '#core/field.ts';
import type { HistoryStore, LastValue } from '#core/history.ts';
import type { Lease, Leases } from '#core/lease.ts';
import type { LiveBus } from '#core/live-bus.ts';
import type { MonitoringNotice } from '#core/monitoring.ts';
import type { RecordStore, SiteRecord } from '#core/records.ts';
import type { WaitingBatch, WaitingPlace } from '#core/waiting.ts';
import { fencedDismissals, fencedHistory, fencedLedger } from './fenced-stores.ts';
import type { MonitorOptions } from './anomalies/monitor.ts';
import type { Reject } from './ingest.ts';
import { Site, type SiteOptions } from './site.ts';
import type { SiteRegistry } from './site-registry.ts';
import type { TimeWitness } from './time-witness.ts';
import type { SiteChanges } from './types.ts';

/** The few words of a logger the hub needs. */
export interface HubLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What running a site takes. */
export interface SiteParts {
  readonly clock: Clock;
  readonly log: HubLog;
  readonly history: HistoryStore;
  readonly records: Pick<RecordStore, 'sites' | 'devices' | 'dismissals' | 'ledger'>;
  /** The field below. */
  readonly field: Field;
  /** Which process runs which site. */
  readonly leases: Leases;
  /** What is known of the time besides the wall clock. */
  readonly witness?: TimeWitness;
  /** Keeps readings whose time is not known yet across a restart. */
  waiting?(site: string): WaitingPlace;
  /** Keeps how the wall clock was set, across a restart. */
  eras?(site: string): EraPlace;
  /** Carries live changes to whoever watches, wherever that is. */
  readonly bus: LiveBus<SiteChanges>;
  /** Carries what is announced to those who monitor a home. */
  readonly notices: LiveBus<MonitoringNotice>;
  /**
   * What takes the readings of a site besides history, ledger and anomalies: outputs, rules, an uplink. What they write
   * durably must be checked with the lease.
   */
  consumers?(facts: SiteFacts, lease: Lease): Promise<readonly Consumer[]>;
  /** Called when a site runs, and people can reach it. */
  opened?(record: SiteRecord): void;
  /** Begins a search for what is unusual; absent: in a thread of its own. */
  readonly beginSearch?: MonitorOptions['begin'];
}

/** What the hub adds. */
export interface SiteOpenerOptions extends SiteParts {
  readonly registry: SiteRegistry;
}

/** The sites that this process runs. */
export interface SiteOpener {
  /** Errors: `site.held` while another process runs the site, `store.*`. */
  open(record: SiteRecord): Promise<void>;
  /** Stops its devices, writes what is left and gives it back. Errors: `site.unknown`. */
  close(id: string): Promise<void>;
  closeAll(): Promise<void>;
  /** How often its sites were looked after since the start; undefined: there is none. */
  pulse(): number | undefined;
}

interface OpenedSite {
  readonly site: Site;
  readonly lease: Lease;
  stopTicking(): void;
}

const tickMs = 250;
/** A value's rejection is logged once; this many different ones are remembered. */
const mostReported = 1000;

function reportOnce(log: HubLog): (reject: Reject) => void {
  const reported = new Set<string>();
  return ({ device, metric, reason, why }) => {
    const key = `${device} ${metric} ${reason}`;
    if (reason === 'duplicate' || reported.has(key) || reported.size >= mostReported) return;
    reported.add(key);
    log.warn({ device, metric, why }, 'value rejected (said once, counted always)');
  };
}

/** Opens sites and keeps what belongs to each. */
export function makeSiteOpener(options: SiteOpenerOptions): SiteOpener {
  return new Sites(options);
}

class Sites implements SiteOpener {
  readonly #options: SiteOpenerOptions;
  readonly #opened = new Map<string, OpenedSite>();
  readonly #onReject: (reject: Reject) => void;
  readonly #ticks = new Map<string, number>();

  constructor(options: SiteOpenerOptions) {
    this.#options = options;
    this.#onReject = reportOnce(options.log);
  }

  /** An unreachable store must not keep a home from starting: it starts without its earlier values. */
  async #lastValues(site: string): Promise<readonly LastValue[]> {
    const { history, log } = this.#options;
    try {
      return await history.lastValues(site);
    } catch (error) {
      if (!isSolsteadError(error, 'store.failed')) throw error;
      log.warn({ why: error.message }, 'the history cannot be read yet: the home starts without its last values');
      return [];
    }
  }

  async open(record: SiteRecord): Promise<void> {
    const { clock, log, leases, registry } = this.#options;
    const lease = await leases.hold(record.id);
    let site: Site | undefined;
    try {
      const last = await this.#lastValues(record.id);
      const place = this.#options.waiting?.(record.id);
      const waiting = place === undefined ? undefined : { place, earlier: await this.#earlier(place) };
      const eras = await this.#eras(record.id);
      const { ledger } = this.#options.records;
      // Taken under the lease: a process that was taken for dead cannot write what it had begun.
      const ledgerStore = (await ledger.heldBy?.(record.id)) ?? ledger;
      site = this.#makeSite(record, lease, { newestMs: await this.#newestMs(last), waiting, eras, ledgerStore });
      await this.#joinConsumers(site, lease);
      await this.#startDevices(site);
      for (const { key, atMs, value, quality } of last)
        site.restore({ ...key, atMs, metric: [key.metric], value: [value], quality: [quality] });
      await site.ledger.open();
    } catch (error) {
      if (site !== undefined) await this.#end(site);
      await lease.release();
      throw error;
    }
    const opened = site;
    registry.add(opened);
    const stopTicking = clock.every(tickMs, () => {
      opened.tick();
      this.#ticks.set(record.id, (this.#ticks.get(record.id) ?? 0) + 1);
    });
    this.#opened.set(record.id, { site: opened, lease, stopTicking });
    this.#options.opened?.(record);
    lease.lost.addEventListener('abort', () => {
      log.warn({ site: record.id }, 'another process lives this site now: it is closed here');
      this.close(record.id).catch((error: unknown) => log.warn({ site: record.id, why: said(error) }, 'not closed'));
    });
  }

  async close(id: string): Promise<void> {
    const opened = this.#opened.get(id);
    // Somebody else closes it already, or it never was open: the registry says which.
    if (opened === undefined) return void this.#options.registry.site(id);
    this.#opened.delete(id);
    this.#ticks.delete(id);
    this.#options.registry.drop(id);
    opened.stopTicking();
    await this.#end(opened.site);
    await opened.lease.release();
  }

  pulse(): number | undefined {
    const counts = [...this.#opened.keys()].map((id) => this.#ticks.get(id) ?? 0);
    // The slowest: one that stands still is not hidden by the others.
    return counts.length === 0 ? undefined : Math.min(...counts);
  }

  async closeAll(): Promise<void> {
    // Watchers do not hear of devices stopping one after another.
    for (const { site } of this.#opened.values()) site.hush();
    await Promise.all([...this.#opened.keys()].map((id) => this.close(id)));
  }

  /**
   * The newest time that history can vouch for, epoch ms: points from a clock that was ahead for a while prove nothing, so what the
   * history itself knows of the time takes precedence.
   */
  async #newestMs(last: readonly LastValue[]): Promise<number | undefined> {
    if (last.length === 0) return undefined;
    const newestMs = last.reduce((most, { atMs }) => Math.max(most, atMs), Number.NEGATIVE_INFINITY);
    const { reachedMs } = await this.#options.history.status().catch(() => ({ reachedMs: undefined }));
    return Math.min(newestMs, reachedMs ?? newestMs);
  }

  async #earlier(place: WaitingPlace): Promise<readonly WaitingBatch[]> {
    const earlier = await place.load().catch((error: unknown) => {
      this.#options.log.warn({ why: said(error) }, 'readings that waited for a clock could not be read');
      return [];
    });
    const why = place.trouble?.();
    if (why !== undefined) this.#options.log.warn({ why }, 'readings that waited for a clock');
    return earlier;
  }

  async #eras(site: string): Promise<SiteOptions['eras']> {
    const place = this.#options.eras?.(site);
    if (place === undefined) return undefined;
    const earlier = await place.load().catch((error: unknown) => {
      this.#options.log.warn({ site, why: said(error) }, 'how the clock was set before could not be read');
      return [];
    });
    const why = place.trouble?.();
    if (why !== undefined) this.#options.log.warn({ why }, 'how the clock was set before');
    return { place, earlier };
  }

  #makeSite(
    record: SiteRecord,
    lease: Lease,
    { ledgerStore, ...time }: Pick<SiteOptions, 'newestMs' | 'waiting' | 'eras' | 'ledgerStore'>,
  ): Site {
    const { clock, log, history, records, field, bus, witness, beginSearch } = this.#options;
    const site = record.id;
    return new Site({
      record,
      ...time,
      ...(beginSearch === undefined ? {} : { beginSearch }),
      knownOffsetMs: () => witness?.offsetMs(),
      clock,
      history: fencedHistory(history, lease),
      ledgerStore: fencedLedger(ledgerStore, lease),
      records: { dismissals: fencedDismissals(records.dismissals, lease) },
      field,
      bus,
      onReject: this.#onReject,
      onTrouble: (what, error) => this.#tell(site, what, error),
      onHistory(why) {
        if (why === undefined) log.info({ site }, 'history writes again');
        else log.warn({ site, why }, 'history cannot be written; values are kept in memory');
      },
    });
  }

  async #joinConsumers(site: Site, lease: Lease): Promise<void> {
    try {
      for (const consumer of (await this.#options.consumers?.(site.facts, lease)) ?? []) site.join(consumer);
    } catch (error) {
      // An output that cannot start must not keep a home from running.
      this.#tell(site.record.id, 'a consumer of its readings could not be made', error);
    }
  }

  async #startDevices(site: Site): Promise<void> {
    const { records, registry, log } = this.#options;
    for (const record of await records.devices.ofSite(site.record.id)) {
      try {
        await registry.startDevice(site, record);
      } catch (error) {
        if (!isSolsteadError(error)) throw error;
        log.warn({ device: record.id, why: error.message }, 'device not started');
      }
    }
  }

  async #end(site: Site): Promise<void> {
    const { field } = this.#options;
    site.hush();
    await Promise.all([...site.devices.keys()].map((device) => field.stop(device)));
    await site.close();
  }

  #tell(site: string, what: string, error: unknown): void {
    this.#options.log.warn({ site, why: said(error) }, what);
  }
}
