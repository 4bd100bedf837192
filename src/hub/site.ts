// One home, live: its devices, image, power flow, energy of the day and the changes its watchers see.
import type { MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceKind, DeviceStatus } from '#core/field.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord, SiteRecord } from '#core/records.ts';
import { type DayMeter, makeDayMeter, type PowerSample } from '#energy/day-meter.ts';
import { localDay } from '#energy/local-day.ts';
import { flowSteps } from './chart.ts';
import { type FlowDevice, flowOf } from './flow.ts';
import { type Changed, type Gather, makeGather } from './gather.ts';
import { checkBatch, type Reject } from './ingest.ts';
import { makeImage } from './image.ts';
import type { DeviceView, EnergyDay, Flow, FlowArm, LiveValue, SiteChanges, SiteSnapshot } from './types.ts';

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
  /** Hands checked values to history. */
  write(batch: Batch): void;
  /** Resolves when what was written is durable, so that it can be read back. */
  flush(): Promise<void>;
  status(device: string): DeviceStatus;
  onReject(reject: Reject): void;
  onTrouble(error: unknown): void;
}

/** One home, live. */
export interface SiteState {
  readonly record: SiteRecord;
  readonly devices: ReadonlyMap<string, SiteDevice>;
  readonly flowDevices: readonly FlowDevice[];
  readonly gather: Gather;
  place(device: SiteDevice): void;
  remove(device: string): void;
  take(batch: Batch): void;
  /** Fills the image with a value from before the restart. */
  recall(batch: Batch): void;
  statusChanged(device: string): void;
  /** To be called a few times a second: ageing, new days, late data. */
  tick(): void;
  /** Adds today up again from history. */
  recount(): Promise<void>;
  view(device: string): DeviceView;
  snapshot(): SiteSnapshot;
}

const gatherMs = 50;
/** How long a power holds in the day's energy while its sources stay silent, ms. */
const gapLimitMs = 60_000;
const recountStepMs = 60_000;
/** Values older than this came late: history has them, the running sum does not. */
const lateMs = 120_000;
const settleMs = 1000;

const fresh = (arm: FlowArm): number | undefined => (arm.quality === 'stale' ? undefined : arm.powerW);

function sampleOf(flow: Flow): PowerSample {
  const { atMs, pv, grid, battery, load } = flow;
  return { atMs, pvW: fresh(pv), gridW: fresh(grid), batteryW: fresh(battery), loadW: fresh(load) };
}

/** A site from its record; devices are placed afterwards. */
export function makeSite(options: SiteOptions): SiteState {
  const { record, clock } = options;
  const image = makeImage();
  const devices = new Map<string, SiteDevice>();
  const rejected = new Map<string, number>();
  let flowDevices: readonly FlowDevice[] = [];
  let meter = newMeter(clock.nowMs());
  let lateAtMs: number | undefined;
  let recounting = false;

  function newMeter(atMs: number): DayMeter {
    const day = localDay(atMs, record.timeZone);
    return makeDayMeter(day.startMs, day.endMs, gapLimitMs);
  }

  const flow = (): Flow => flowOf(flowDevices, image.value, clock.nowMs());

  const energy = (): EnergyDay => {
    const nowMs = clock.nowMs();
    const { measuredMs, ...sums } = meter.total(nowMs);
    const { date, startMs } = localDay(meter.startMs, record.timeZone);
    return { date, fromMs: startMs, toMs: nowMs, ...sums, measured: Math.min(1, measuredMs / Math.max(1, nowMs - startMs)) };
  };

  const view = (id: string): DeviceView => {
    const device = devices.get(id);
    if (device === undefined) throw new TypeError(`assertion: device ${id} is not on site ${record.id}`);
    const { state, intervalMs, identity, health, failure } = options.status(id);
    const lastSeenMs = image.lastSeenMs(id);
    return {
      id,
      name: device.record.name,
      definition: device.record.definition,
      title: device.title,
      kind: device.kind,
      address: device.record.topic ?? device.record.address,
      state: state === 'online' && image.isStale(id) ? 'stale' : state,
      ...(lastSeenMs === undefined ? {} : { lastSeenMs }),
      intervalMs,
      identity,
      health: {
        ...health,
        rejectedValues: rejected.get(id) ?? 0,
        ...(failure === undefined
          ? {}
          : { failure: { code: failure.error.code, message: failure.error.message, repair: failure.error.repair, atMs: failure.atMs } }),
      },
    };
  };

  const valuesOf = (changed: Changed): LiveValue[] => {
    const values: LiveValue[] = [];
    for (const [device, metrics] of changed.values) {
      for (const metric of metrics) {
        const value = image.value(device, metric);
        if (value !== undefined) values.push(value);
      }
    }
    return values;
  };

  const compose = (changed: Changed): SiteChanges => {
    const values = valuesOf(changed);
    const views = [...changed.devices].filter((id) => devices.has(id)).map(view);
    return {
      atMs: clock.nowMs(),
      flow: flow(),
      energy: energy(),
      ...(views.length === 0 ? {} : { devices: views }),
      ...(changed.removed.length === 0 ? {} : { removed: changed.removed }),
      ...(values.length === 0 ? {} : { values }),
    };
  };

  const gather = makeGather(clock, gatherMs, compose);

  const countReject = (reject: Reject): void => {
    // A message delivered twice is normal at QoS 1 and no fault of the device.
    if (reject.reason !== 'duplicate') rejected.set(reject.device, (rejected.get(reject.device) ?? 0) + 1);
    options.onReject(reject);
  };

  const allMetrics = (device: string): MetricId[] => image.values(device).map((value) => value.metric);

  const recount = async (): Promise<void> => {
    if (recounting) return;
    recounting = true;
    try {
      await options.flush();
      const next = newMeter(clock.nowMs());
      const span = { fromMs: next.startMs, toMs: clock.nowMs(), stepMs: recountStepMs };
      const steps = await flowSteps({ store: options.history, site: record.id, devices: flowDevices }, span);
      const times = new Set([...steps.pv.keys(), ...steps.grid.keys(), ...steps.battery.keys()]);
      for (const atMs of [...times].toSorted((left, right) => left - right)) {
        next.add({
          atMs,
          pvW: steps.pv.get(atMs),
          gridW: steps.grid.get(atMs),
          batteryW: steps.battery.get(atMs),
          loadW: steps.load.get(atMs),
        });
      }
      next.add(sampleOf(flow()));
      meter = next;
      gather.wake();
    } catch (error) {
      options.onTrouble(error);
    } finally {
      recounting = false;
    }
  };

  return {
    record,
    devices,
    get flowDevices() {
      return flowDevices;
    },
    gather,
    place(device) {
      devices.set(device.record.id, device);
      flowDevices = [...devices.values()].map(({ record: { id }, kind }) => ({ id, kind }));
      image.place(device.record.id, options.status(device.record.id).intervalMs);
      gather.device(device.record.id);
    },
    remove(device) {
      devices.delete(device);
      flowDevices = flowDevices.filter(({ id }) => id !== device);
      image.remove(device);
      gather.removed(device);
    },
    take(batch) {
      const nowMs = clock.nowMs();
      const { batch: checked, rejects } = checkBatch(batch, { nowMs, lastAtMs: (metric) => image.lastAtMs(batch.device, metric) });
      for (const reject of rejects) countReject(reject);
      const changed = image.take(checked);
      options.write(checked);
      if (batch.atMs < nowMs - lateMs) lateAtMs = clock.monotonicMs();
      if (image.age(nowMs).includes(batch.device)) {
        gather.device(batch.device);
        gather.values(batch.device, allMetrics(batch.device));
      }
      if (changed.length === 0) return;
      gather.values(batch.device, changed);
      meter.add(sampleOf(flow()));
    },
    recall: (batch) => void image.take(batch, false),
    statusChanged(device) {
      if (devices.has(device)) gather.device(device);
    },
    tick() {
      const nowMs = clock.nowMs();
      for (const device of image.age(nowMs)) {
        gather.device(device);
        gather.values(device, allMetrics(device));
      }
      if (nowMs >= meter.endMs) meter = newMeter(nowMs);
      meter.add(sampleOf(flow()));
      if (lateAtMs !== undefined && clock.monotonicMs() - lateAtMs > settleMs) {
        lateAtMs = undefined;
        void recount();
      }
    },
    recount,
    view,
    snapshot: () => ({
      atMs: clock.nowMs(),
      flow: flow(),
      energy: energy(),
      devices: [...devices.keys()].map(view),
      values: [...devices.keys()].flatMap((id) => image.values(id)),
    }),
  };
}
