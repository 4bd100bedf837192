// One home, live: its devices, image, power flow, energy of the day and the changes its watchers see.
import type { MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceKind, DeviceListener, DeviceStatus } from '#core/field.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import type { LedgerStore } from '#core/ledger.ts';
import type { AuditRecord, DeviceRecord, RecordStore, SiteRecord } from '#core/records.ts';
import { type FlowDevice, flowOf } from './flow.ts';
import { makeWatch, type Watch } from './anomalies/watch.ts';
import { type Changed, type Gather, makeGather } from './gather.ts';
import { makeImage } from './image.ts';
import { checkBatch, type Reject } from './ingest.ts';
import { makeCounter } from '#ledger/counter.ts';
import type { LedgerDesk } from '#ledger/desk-types.ts';
import { makeSiteLedger, type SiteLedger } from '#ledger/site-ledger.ts';
import type { DeviceView, Flow, LiveValue, Person, SiteChanges, SiteSnapshot } from './types.ts';

/** A device of a site with what its definition says of it. */
export interface SiteDevice {
  readonly record: DeviceRecord;
  readonly kind: DeviceKind;
  readonly title: string;
}

/** Options of {@link makeSite}. */
export interface SiteOptions {
  readonly record: SiteRecord;
  readonly clock: Clock;
  readonly history: HistoryStore;
  readonly ledgerStore: LedgerStore;
  readonly records: Pick<RecordStore, 'dismissals' | 'saveDismissal'>;
  /** Hands checked values to history. */
  write(batch: Batch): void;
  /** Resolves when what was written is durable, so that it can be read back. */
  flush(): Promise<void>;
  status(device: string): DeviceStatus;
  onReject(reject: Reject): void;
  /** Writes down who changed what. */
  audit(by: Person, act: Pick<AuditRecord, 'action' | 'subject' | 'outcome'>): Promise<void>;
  /** Something of this home went wrong; `what` in words. */
  onTrouble(what: string, error: unknown): void;
}

/** One home, live. */
export interface SiteState {
  readonly record: SiteRecord;
  readonly devices: ReadonlyMap<string, SiteDevice>;
  readonly flowDevices: readonly FlowDevice[];
  readonly gather: Gather;
  readonly ledger: SiteLedger;
  readonly desk: LedgerDesk;
  /** What is not as usual here. */
  readonly watch: Watch;
  place(device: SiteDevice): void;
  remove(device: string): void;
  take(batch: Batch): void;
  /** Hears the devices of this home. */
  readonly listener: DeviceListener;
  /** Fills the image with a value from before the restart. */
  recall(batch: Batch): void;
  /** To be called a few times a second: ageing, new days, late data. */
  tick(): void;
  view(device: string): DeviceView;
  snapshot(): SiteSnapshot;
}

const gatherMs = 50;

/** A site from its record; devices are placed afterwards. */
export function makeSite(options: SiteOptions): SiteState {
  return new Home(options);
}

class Home implements SiteState {
  readonly record: SiteRecord;
  readonly gather: Gather;
  readonly ledger: SiteLedger;
  readonly desk: LedgerDesk;
  readonly watch: Watch;
  readonly listener: DeviceListener = {
    onBatch: (batch) => this.take(batch),
    onStatus: (device) => {
      if (this.#devices.has(device)) this.gather.device(device);
    },
  };
  readonly #options: SiteOptions;
  readonly #clock: Clock;
  readonly #image = makeImage();
  readonly #devices = new Map<string, SiteDevice>();
  readonly #rejected = new Map<string, number>();
  #flowDevices: readonly FlowDevice[] = [];

  constructor(options: SiteOptions) {
    const { record, clock, history, records, flush, onTrouble } = options;
    this.#options = options;
    this.#clock = clock;
    this.record = record;
    this.gather = makeGather({
      clock,
      gatherMs,
      compose: (changed) => this.#compose(changed),
      onMistake: (error) => onTrouble('live changes could not be told', error),
    });
    this.watch = makeWatch({
      site: record.id,
      place: record,
      clock,
      history,
      records,
      onTrouble: (error) => onTrouble('history could not be searched for what is not as usual', error),
    });
    const onLedgerTrouble = (error: unknown): void => onTrouble('the ledger could not be kept', error);
    this.ledger = makeSiteLedger({
      site: record.id,
      timeZone: record.timeZone,
      clock,
      store: options.ledgerStore,
      history,
      flush,
      onSettled: () => {
        this.gather.wake();
        counter.priceLater();
      },
      onTrouble: onLedgerTrouble,
    });
    const counter = makeCounter({
      site: record.id,
      clock,
      ledger: this.ledger,
      deviceName: (device) => this.#devices.get(device)?.record.name,
      audit: options.audit,
      onTrouble: onLedgerTrouble,
    });
    this.desk = counter.desk;
  }

  get devices(): ReadonlyMap<string, SiteDevice> {
    return this.#devices;
  }

  get flowDevices(): readonly FlowDevice[] {
    return this.#flowDevices;
  }

  place(device: SiteDevice): void {
    const { id } = device.record;
    this.#devices.set(id, device);
    this.#flowDevices = [...this.#devices.values()].map(({ record, kind }) => ({ id: record.id, kind }));
    const { intervalMs } = this.#options.status(id);
    this.#image.place(id, intervalMs);
    this.ledger.place({ id, kind: device.kind, intervalMs });
    this.gather.device(id);
  }

  remove(device: string): void {
    this.#devices.delete(device);
    this.#flowDevices = this.#flowDevices.filter(({ id }) => id !== device);
    this.#image.remove(device);
    this.ledger.remove(device);
    this.#rejected.delete(device);
    this.watch.forget(device);
    this.gather.removed(device);
  }

  take(batch: Batch): void {
    const { device } = batch;
    // A device that is being removed may still speak.
    if (!this.#devices.has(device)) return;
    const nowMs = this.#clock.nowMs();
    const checked = checkBatch(batch, { nowMs, last: (metric) => this.#image.last(device, metric) });
    for (const reject of checked.rejects) this.#countReject(reject);
    // A batch of nothing but rejects is no sign of life: a broken clock would look alive for ever.
    if (checked.batch.metric.length === 0 && batch.metric.length > 0 && !isRepeat(checked.rejects)) return;
    const changed = this.#image.take(checked.batch, nowMs);
    this.#options.write(checked.batch);
    this.watch.take(checked.batch);
    this.#age(nowMs);
    if (changed.length === 0) return;
    this.gather.values(device, changed);
  }

  recall(batch: Batch): void {
    this.#image.recall(batch);
  }

  tick(): void {
    this.#age(this.#clock.nowMs());
    this.ledger.tick();
    this.watch.tick();
  }

  view(id: string): DeviceView {
    const device = this.#devices.get(id);
    if (device === undefined) throw new TypeError(`assertion: device ${id} is not on site ${this.record.id}`);
    const { record, title, kind } = device;
    const { state, intervalMs, identity, health, failure } = this.#options.status(id);
    const lastSeenMs = this.#image.lastSeenMs(id);
    return {
      id,
      name: record.name,
      definition: record.definition,
      title,
      kind,
      address: record.topic ?? record.address,
      state: state === 'online' && this.#image.isStale(id) ? 'stale' : state,
      ...(lastSeenMs === undefined ? {} : { lastSeenMs }),
      intervalMs,
      identity,
      health: {
        ...health,
        rejectedValues: this.#rejected.get(id) ?? 0,
        ...(failure === undefined ? {} : { failure: failureView(failure) }),
      },
    };
  }

  snapshot(): SiteSnapshot {
    const ids = [...this.#devices.keys()];
    return {
      atMs: this.#clock.nowMs(),
      flow: this.#flow(),
      energy: this.ledger.energyDay(),
      devices: ids.map((id) => this.view(id)),
      values: ids.flatMap((id) => this.#image.values(id)),
    };
  }

  #flow(): Flow {
    return flowOf(this.#flowDevices, this.#image.value, this.#clock.nowMs());
  }

  #age(nowMs: number): void {
    for (const device of this.#image.age(nowMs)) {
      this.gather.device(device);
      const metrics = this.#image.values(device).map(({ metric }): MetricId => metric);
      this.gather.values(device, metrics);
    }
  }

  #compose({ values, devices, removed }: Changed): SiteChanges {
    const live = [...values].flatMap(([device, metrics]) => this.#valuesOf(device, metrics));
    const views = [...devices].filter((id) => this.#devices.has(id)).map((id) => this.view(id));
    return {
      atMs: this.#clock.nowMs(),
      flow: this.#flow(),
      energy: this.ledger.liveDay(),
      ...(views.length === 0 ? {} : { devices: views }),
      ...(removed.length === 0 ? {} : { removed }),
      ...(live.length === 0 ? {} : { values: live }),
    };
  }

  #valuesOf(device: string, metrics: ReadonlySet<MetricId>): LiveValue[] {
    const values: LiveValue[] = [];
    for (const metric of metrics) {
      const value = this.#image.value(device, metric);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  #countReject(reject: Reject): void {
    // A message delivered twice is normal at QoS 1 and no fault of the device.
    if (reject.reason !== 'duplicate') {
      this.#rejected.set(reject.device, (this.#rejected.get(reject.device) ?? 0) + 1);
      this.gather.device(reject.device);
    }
    this.#options.onReject(reject);
  }
}

function isRepeat(rejects: readonly Reject[]): boolean {
  return rejects.every(({ reason }) => reason === 'duplicate');
}

function failureView({
  error,
  atMs,
}: NonNullable<DeviceStatus['failure']>): NonNullable<DeviceView['health']['failure']> {
  return { code: error.code, message: error.message, repair: error.repair, atMs };
}
