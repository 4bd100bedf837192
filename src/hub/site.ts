// One home, live: readings pass the gate, update the image and, once their time is trusted, go to the consumers; changes are sent to watchers.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { DeviceListener, DeviceStatus, Field } from '#core/field.ts';
import type { LiveBus } from '#core/live-bus.ts';
import { withGrid } from '#core/grid-mode.ts';
import type { Batch } from '#core/reading.ts';
import type { LedgerStore } from '#core/ledger.ts';
import type { WaitingBatch, WaitingPlace } from '#core/waiting.ts';
import type { RecordStore, SiteRecord } from '#core/records.ts';
import { rolesAt } from '#ledger/counting-options.ts';
import { lookAroundMs } from '#ledger/meter-roles.ts';
import { noteMisdated } from '#ledger/misdated.ts';
import { placeOf } from '#energy/metering/gap-shape.ts';
import { energyParts, type SiteEnergy, siteEnergy } from '#ledger/site-energy.ts';
import { makeSiteLedger, type SiteLedger } from '#ledger/site-ledger.ts';
import type { Device, EndedCommand, EnergyDay, LiveValue } from '#api/contract.ts';
import type { MeterRole } from '#api/meter-roles.ts';
import type { MeterRoles } from '#energy/metering/roles.ts';
import { alertOf } from './anomalies/anomaly-alert.ts';
import { type AnomalyMonitor, makeAnomalyMonitor, type MonitorOptions } from './anomalies/monitor.ts';
import { type ChangeBatcher, type Changed, makeChangeBatcher } from './change-batcher.ts';
import { type ClockGuard, type ClockGuardOptions, makeClockGuard } from './clock-guard.ts';
import { type Consumers, makeConsumers } from './consumers.ts';
import { filesTrouble, keptTogether } from './kept-together.ts';
import { deviceView, type SiteDevice } from './device-view.ts';
import type { SiteHistory } from './fenced-stores.ts';
import type { SiteFigures } from './figures.ts';
import type { FlowDevice } from './flow.ts';
import { type HistoryWriter, makeHistoryWriter } from './history-writer.ts';
import { makeImage } from './image.ts';
import { importPlaceOf } from './import-place.ts';
import { checkBatch, isRepeat, type Reject } from './ingest.ts';
import { makeLiveFlow } from './live-flow.ts';
import { siteConsumers } from './site-consumers.ts';
import { siteFacts } from './site-facts.ts';
import { makeStatusPace } from './status-pace.ts';
import type { HealthIssue } from './health-issue.ts';
import type { SiteChanges, SiteSeen, SiteSnapshot } from './types.ts';

/** Options of {@link Site}. */
export interface SiteOptions {
  readonly record: SiteRecord;
  readonly clock: Clock;
  /** History and ledger as this process may write them. */
  readonly history: SiteHistory;
  readonly ledgerStore: LedgerStore;
  readonly bus: LiveBus<SiteChanges>;
  readonly records: Pick<RecordStore, 'dismissals'>;
  readonly field: Pick<Field, 'status'>;
  /** The newest time its history holds, epoch ms; absent: it has none. */
  readonly newestMs: number | undefined;
  /** Wall less monotonic time as it is known besides the wall clock, ms; undefined: not known. */
  knownOffsetMs?(): number | undefined;
  /** Keeps readings whose time is not known yet across a restart; `earlier` is what it held. */
  readonly waiting?: { readonly place: WaitingPlace; readonly earlier: readonly WaitingBatch[] } | undefined;
  /** The settings of the wall clock, across a restart. */
  readonly eras?: ClockGuardOptions['eras'];
  /** Begins a search for what is unusual; absent: in a thread of its own. */
  readonly beginSearch?: MonitorOptions['begin'];
  onReject(reject: Reject): void;
  /** Something of this home went wrong; `what` in words. */
  onTrouble(what: string, error: unknown): void;
  /** History cannot be written, and why, or can be again. */
  onHistory(trouble: Reason | undefined): void;
}

const gatherMs = 50;
/** How long the first change of the energy of today waits for others, ms. */
const dayPauseMs = 1000;
const [flushMs, mostValues] = [500, 500_000];

/** One home, live; devices are placed afterwards. */
export class Site {
  #record: SiteRecord;
  readonly facts: SiteFacts;
  readonly changes: ChangeBatcher;
  readonly ledger: SiteLedger;
  readonly energy: SiteEnergy;
  /** What is unusual here. */
  readonly monitor: AnomalyMonitor;
  readonly listener: DeviceListener = {
    onBatch: (batch) => this.take(batch),
    onStatus: (device) => {
      if (this.#devices.has(device) && this.#pace.isDue(device, this.#statusOf(device))) this.#deviceChanged(device);
    },
    kept: () => this.#kept(),
  };
  readonly #options: SiteOptions;
  readonly #clock: Clock;
  readonly #image = makeImage();
  readonly #devices = new Map<string, SiteDevice>();
  readonly #rejected = new Map<string, number>();
  readonly #rejectedBy = new Map<string, number>();
  readonly #kept: () => Promise<void>;
  #batches = 0;
  #values = 0;
  /** Which time the last batch of each device came with, and which it was given. */
  readonly #stamps = new Map<string, { readonly cameMs: number; readonly givenMs: number }>();
  readonly #writer: HistoryWriter;
  readonly #consumers: Consumers;
  readonly #guard: ClockGuard;
  /** The state of the devices when the site began to close. */
  readonly #lastStatus = new Map<string, DeviceStatus>();
  readonly #flow = makeLiveFlow(this.#image.value);
  readonly #pace;
  #isClosed = false;
  /** When devices are next compared with each other, ms (monotonic). */
  #lookMs = 0;
  /** When watchers are to hear that the energy of today has changed, ms (monotonic); absent while it has not. */
  #dayDueMs: number | undefined;
  /** As last sent to watchers. */
  #day: EnergyDay | undefined;

  constructor(options: SiteOptions) {
    const { record, clock, history, records, newestMs, onTrouble } = options;
    this.#options = options;
    this.#clock = clock;
    this.#record = record;
    this.#pace = makeStatusPace(clock);
    this.facts = siteFacts({
      record,
      devices: this.#devices,
      statusOf: (device) => this.#lastStatus.get(device) ?? options.field.status(device),
    });
    this.changes = makeChangeBatcher({
      clock,
      gatherMs,
      isWatched: () => options.bus.isWatched(record.id),
      compose: (changed) => this.#compose(changed),
      publish: (changes) => options.bus.publish(record.id, changes),
      onMistake: (error) => onTrouble('live changes could not be told', error),
    });
    this.monitor = makeAnomalyMonitor({
      site: record.id,
      place: record,
      clock,
      history,
      records,
      begin: options.beginSearch,
      onTrouble: (error) => onTrouble('history could not be searched for what is not as usual', error),
      onNew: (found) => this.tell({ alerts: found.map(alertOf) }),
    });
    const onHistory = options.onHistory.bind(options);
    this.#writer = makeHistoryWriter({ store: history, clock, flushMs, mostValues, onTrouble: onHistory });
    const { waiting } = options;
    this.#kept = keptTogether({ clock, writer: this.#writer, waiting: waiting?.place });
    const { ledger, energy } = this.#openLedger();
    this.ledger = ledger;
    this.energy = energy;
    const parts = { facts: this.facts, writer: this.#writer, ledger, monitor: this.monitor };
    this.#consumers = makeConsumers({
      clock,
      own: siteConsumers({ ...parts, onCounted: () => this.#dayChanged() }),
      onTrouble: (consumer, error) => onTrouble(`readings could not be handed to ${consumer}`, error),
    });
    this.#guard = makeClockGuard({
      ...(waiting === undefined
        ? {}
        : { earlier: waiting.earlier, keep: (batch, wallMs) => waiting.place.add(batch, wallMs) }),
      released: () => this.#releasedFrom(waiting?.place),
      eras: options.eras,
      clock,
      newestMs,
      knownOffsetMs: () => options.knownOffsetMs?.(),
      write: (batch) => this.#consumers.take(batch),
      tell: (event) => ledger.note(event),
      misdated: (misdated) =>
        void noteMisdated({ site: record.id, ledger, clock }, misdated).catch((error: unknown) =>
          onTrouble('values with a wrong date could not be noted', error),
        ),
    });
  }

  get devices(): ReadonlyMap<string, SiteDevice> {
    return this.#devices;
  }

  get flowDevices(): readonly FlowDevice[] {
    return this.#flow.devices;
  }

  /** Adds a consumer of its readings from now on. */
  join(consumer: Consumer): void {
    this.#consumers.join(consumer);
  }

  place(device: SiteDevice): void {
    const { id } = device.record;
    this.#devices.set(id, device);
    this.#seeFlow();
    this.#lookMs = 0;
    this.#image.place(id, this.#options.field.status(id).intervalMs);
    this.#consumers.event({ kind: 'device-placed', device: id });
    this.changes.device(id);
  }

  /** A device is stopped for a moment, and started again somewhere else: until then its state is kept. */
  hold(device: string): void {
    this.#lastStatus.set(device, this.#options.field.status(device));
  }

  #statusOf(device: string): DeviceStatus {
    return this.#lastStatus.get(device) ?? this.#options.field.status(device);
  }

  /** As it is named now; zone and place are those it was started with. */
  get record(): SiteRecord {
    return this.#record;
  }

  /** Gives it another name. */
  renameTo(name: string): void {
    this.#record = { ...this.#record, name };
  }

  /** A device has another name, address or protocol; it is the same device. `facts`: what follows from the protocol. */
  rename(record: SiteDevice['record'], facts: Partial<Omit<SiteDevice, 'record'>> = {}): void {
    this.#lastStatus.delete(record.id);
    const device = this.#devices.get(record.id);
    if (device === undefined) return;
    this.#devices.set(record.id, { ...device, ...facts, record });
    this.#deviceChanged(record.id);
  }

  #deviceChanged(device: string): void {
    this.changes.device(device);
    this.#consumers.event({ kind: 'device-changed', device });
  }

  /** What a device measures, if that was set or guessed. */
  measures(device: string): MeterRole | undefined {
    return this.roles().get(device);
  }

  /** The same of all devices, and of parts of them. */
  roles(): MeterRoles {
    return rolesAt(this.ledger.countingOptions.saved?.choices.roles ?? [], this.#clock.nowMs());
  }

  #seeFlow(): void {
    this.#flow.see(this.#devices.values(), this.roles());
  }

  remove(device: string): void {
    this.#devices.delete(device);
    this.#seeFlow();
    this.#pace.forget(device);
    this.#image.remove(device);
    this.#rejected.delete(device);
    this.#stamps.delete(device);
    this.#consumers.event({ kind: 'device-removed', device });
    this.changes.removed(device);
  }

  /** Takes a batch of one of its devices: the one way in. */
  take(batch: Batch): void {
    const { device } = batch;
    // A device that is being removed may still speak.
    if (!this.#devices.has(device)) return;
    const nowMs = this.#clock.nowMs();
    const before = this.#stamps.get(device);
    const givenMs = before?.cameMs === batch.atMs ? before.givenMs : undefined;
    const checked = checkBatch(withGrid(batch), { nowMs, givenMs, last: this.#image.lastOf(device) });
    this.#stamps.set(device, {
      cameMs: batch.atMs,
      givenMs: Math.max(checked.batch.atMs, givenMs ?? checked.batch.atMs),
    });
    for (const reject of checked.rejects) this.#countReject(reject);
    // A batch of nothing but rejects is no sign of life: a broken clock would look alive for ever.
    if (checked.batch.metric.length === 0 && batch.metric.length > 0 && !isRepeat(checked.rejects)) return;
    const changed = this.#image.take(checked.batch, nowMs);
    this.#flow.changed(changed);
    this.#batches += 1;
    this.#values += checked.batch.metric.length;
    if (checked.batch.metric.length > 0) this.#guard.take(checked.batch);
    this.#age(nowMs, device);
    if (changed.length === 0) return;
    this.changes.values(device, changed);
  }

  /** Fills the image with a value from before the restart. */
  restore(batch: Batch): void {
    this.#image.restore(batch);
    this.#flow.changed(batch.metric);
  }

  /** To be called a few times a second: ageing, new days, late data. */
  tick(): void {
    this.#age(this.#clock.nowMs());
    for (const device of this.#pace.due()) this.listener.onStatus(device);
    this.ledger.settlement.tick();
    this.monitor.tick();
    this.#tellDay();
  }

  /** Resolves when all that was taken is durable, so that it can be read back. Errors: `store.*`. */
  async flush(): Promise<void> {
    await Promise.all([this.#options.waiting?.place.settled(), this.ledger.settlement.saveDirty()]);
    await this.#writer.flush();
  }

  /** The health issues. */
  healthIssues(): readonly HealthIssue[] {
    const { trouble, lost } = this.#writer;
    const added = this.#consumers
      .health()
      .flatMap(({ name, trouble: said }): readonly HealthIssue[] =>
        said === undefined
          ? []
          : [{ part: 'consumers', reason: because('consumer.trouble', { name, said: external(said) }) }],
      );
    return [
      ...filesTrouble(this.#options),
      ...[this.#guard.trouble() ?? []].flat().map((reason): HealthIssue => ({ part: 'clock', reason })),
      ...(trouble === undefined ? [] : [{ part: 'history', reason: trouble } as const]),
      ...(lost === 0 ? [] : [{ part: 'history', reason: because('history.lost', { count: lost }) } as const]),
      ...added,
    ];
  }

  /** How it is doing, in numbers. */
  figures(): Omit<SiteFigures, 'outputs'> {
    return {
      site: this.record.id,
      devices: [...this.#devices.keys()].map((id) => this.view(id)),
      batches: this.#batches,
      values: this.#values,
      rejected: this.#rejectedBy,
      writer: this.#writer.figures,
      consumers: this.#consumers.health(),
    };
  }

  /** Stops updating watchers; to be called before its devices are stopped. */
  hush(): void {
    // A device that was stopped has no status any more, and a consumer may still ask.
    for (const id of this.#devices.keys()) this.#lastStatus.set(id, this.#options.field.status(id));
    this.changes.close();
    this.monitor.close();
  }

  /** Hands on what waits and closes its consumers; its devices must be stopped before. */
  async close(): Promise<void> {
    this.#guard.close();
    await this.#consumers.close();
    await this.#options.waiting?.place.close();
    await this.#options.eras?.place.settled();
    this.#isClosed = true;
  }

  /** What waited now has its time: it is forgotten once history has it. */
  #releasedFrom(place: WaitingPlace | undefined): void {
    if (place === undefined) return;
    this.#writer.flush().then(
      () => place.clear(),
      () => undefined,
    );
  }

  #openLedger(): { readonly ledger: SiteLedger; readonly energy: SiteEnergy } {
    const { record, ledgerStore: store, history } = this.#options;
    // A wall clock that is ahead for a while must not end hours that are not over.
    const clock: Clock = { ...this.#clock, nowMs: () => this.#guard.nowMs() };
    const onTrouble = (error: unknown): void => {
      // Money that was still being computed when the site was given back is computed again where it runs next.
      if (this.#isClosed && isSolsteadError(error, 'store.fenced')) return;
      this.#options.onTrouble('the ledger could not be kept', error);
    };
    const ledger = makeSiteLedger({
      site: record.id,
      timeZone: record.timeZone,
      place: placeOf(record),
      clock,
      store,
      history,
      flush: () => this.flush(),
      onOptions: () => {
        this.#seeFlow();
        for (const { record } of this.#devices.values()) this.rename(record);
      },
      onSettled: () => {
        this.#dayChanged();
        parts.figures.priceLater();
        this.#lookAround(onTrouble);
      },
      onTrouble,
    });
    const deviceName = (device: string): string | undefined => this.#devices.get(device)?.record.name;
    const serialOf = (device: string): string | undefined => this.serialOf(device);
    const parts = energyParts({ site: record.id, clock, ledger, deviceName, serialOf, onTrouble });
    return { ledger, energy: siteEnergy({ ...parts, movable: history }) };
  }

  /** The serial number that a device says it has. */
  serialOf(device: string): string | undefined {
    return this.#devices.has(device) ? this.#statusOf(device).identity['serial'] : undefined;
  }

  /** Now and then: whether two devices measure the same. */
  #lookAround(onTrouble: (error: unknown) => void): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#isClosed || nowMs < this.#lookMs) return;
    this.#lookMs = nowMs + lookAroundMs;
    this.energy.lookAround().catch(onTrouble);
  }

  /** Where history of an earlier system goes. */
  readonly importPlace = () => importPlaceOf({ ...this.#options, devices: this.#devices, ledger: this.ledger });

  /** A command to one of its devices has ended. */
  ended(command: EndedCommand): void {
    this.tell({ commands: [command] });
  }

  /** Tells watchers at once what is no change of a value. */
  tell(news: Pick<SiteChanges, 'commands' | 'steps' | 'alerts'>): void {
    const { bus } = this.#options;
    if (bus.isWatched(this.record.id)) bus.publish(this.record.id, { atMs: this.#clock.nowMs(), ...news });
  }

  #dayChanged(): void {
    this.#dayDueMs ??= this.#clock.monotonicMs() + dayPauseMs;
  }

  /** The energy of today is computed once for everything that came in a second, and only for watchers. */
  #tellDay(): void {
    if (this.#dayDueMs === undefined || this.#clock.monotonicMs() < this.#dayDueMs || !this.changes.isWatched) return;
    this.#dayDueMs = undefined;
    this.#day = this.ledger.days.live();
    this.changes.energy();
  }

  view(id: string): Device {
    const device = this.#devices.get(id);
    if (device === undefined) throw new TypeError(`assertion: device ${id} is not on site ${this.record.id}`);
    return deviceView(device, this.#statusOf(id), {
      lastSeenMs: this.#image.lastSeenMs(id),
      isStale: this.#image.isStale(id),
      rejectedValues: this.#rejected.get(id) ?? 0,
      measures: this.measures(id),
    });
  }

  snapshot(): SiteSnapshot {
    return { ...this.seen(), flow: this.#flow.at(this.#clock.nowMs()), energy: this.ledger.days.today() };
  }

  seen(): SiteSeen {
    const ids = [...this.#devices.keys()];
    return {
      atMs: this.#clock.nowMs(),
      devices: ids.map((id) => this.view(id)),
      values: ids.flatMap((id) => this.#image.values(id)),
    };
  }

  #age(nowMs: number, only?: string): void {
    for (const device of this.#image.age(nowMs, only)) {
      this.changes.device(device);
      const metrics = this.#image.values(device).map(({ metric }): MetricId => metric);
      this.#flow.changed(metrics);
      this.changes.values(device, metrics);
    }
  }

  #compose({ values, devices, removed, energy }: Changed): SiteChanges {
    const live = [...values].flatMap(([device, metrics]): LiveValue[] =>
      [...metrics].flatMap((metric) => this.#image.value(device, metric) ?? []),
    );
    const views = [...devices].filter((id) => this.#devices.has(id)).map((id) => this.view(id));
    const atMs = this.#clock.nowMs();
    return {
      atMs,
      flow: this.#flow.at(atMs),
      ...(energy && this.#day !== undefined ? { energy: this.#day } : {}),
      ...(views.length === 0 ? {} : { devices: views }),
      ...(removed.length === 0 ? {} : { removed }),
      ...(live.length === 0 ? {} : { values: live }),
    };
  }

  #countReject(reject: Reject): void {
    this.#rejectedBy.set(reject.reason, (this.#rejectedBy.get(reject.reason) ?? 0) + 1);
    // A message delivered twice is normal at QoS 1 and no fault of the device.
    if (reject.reason !== 'duplicate') {
      this.#rejected.set(reject.device, (this.#rejected.get(reject.device) ?? 0) + 1);
      this.changes.device(reject.device);
    }
    this.#options.onReject(reject);
  }
}
